"""What follows from every document of a tool's review: its letters, its rows, who is awaited then.

Whole values are compared; what may come more than once comes twice.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.kit.reasons import rules_of
from tests.unit.education_tool.tools import (
    A_DONATION,
    EXPERTS,
    OF_ITS_OWN,
    Body,
    K,
    Review,
    a_fee,
    a_report,
    both,
    compared,
    conditional,
    opened,
    paid,
    seats,
    under_review,
)
from workflows.education_tool.offices import Office
from workflows.kernel.judgement import gate

FUND, COMMISSION, DEPARTMENT = (
    Office.REVOLVING_FUND,
    Office.REVIEW_COMMISSION,
    Office.REVIEW_DEPARTMENT,
)
AGAIN: Final[dict[str, Any]] = {"earlier_decision": "UK-9"}


# -- before the review -----------------------------------------------------------------------------


@pytest.mark.rule("E-35.6", "E-35.1b")
def test_exemptions_and_donations_are_answered_with_the_letter_that_decides_them() -> None:
    exempt = opened(exemption={"ground": "classics"})
    exempt.exempts("2026-06-01T15:00")
    assert exempt.said("tool_exempt") == both(
        "E-35.6/1", {"ground": "classics", "letter_no": "B-1"}
    )
    reviewed = opened(exemption={"ground": "classics"})
    reviewed.exempts("2026-06-01T15:00", exempt=False)
    no: Body = {"letter_no": "B-1", "reasons": "Listede yer almıyor."}
    assert reviewed.said("tool_not_exempt") == both("E-35.6/1", no)
    donated = opened(**A_DONATION)
    donated.approves_donation("2026-06-01T15:00", approved=False)
    refused: Body = {"approval_no": "BO-1", "reasons": "İhtiyaç bulunmuyor."}
    assert donated.said("tool_donation_refused") == both("E-35.1b/1", refused)


@pytest.mark.rule("E-15.1", "E-15.3", "E-35.4", "R-E.7")
def test_the_fee_is_asked_for_with_what_it_is_counted_from() -> None:
    # 24 hours of the whole tool; 8 of the twenty screens that have changed
    whole: Body = {"signatures": 24, "indicator": "1500", "only_changes": False}
    changes: Body = {"signatures": 8, "indicator": "1500", "only_changes": True}

    assert opened().said("tool_fee_due") == both("E-15.1/1", whole)
    assert compared().said("tool_fee_due") == both("E-15.1/1", changes)
    assert opened(**OF_ITS_OWN).said("tool_fee_due") == []


def asked(review: Review, name: str, role: str, body: Body, **more: Any) -> tuple[str, str, Any]:
    """Which register is asked before a command is let in, by which rule, and what."""
    found = gate.question_for(review.reading, review.command(name, role, review.soon, body, **more))
    assert found is not None
    question, request = found
    return question.by, question.rule, request


@pytest.mark.rule("R-E.8")
def test_the_register_is_asked_for_the_coefficient_of_the_day_of_payment() -> None:
    fee = a_fee("43200.00", "2026-06-30")
    expected = ("coefficients", "R-E.8", {"paid_on": "2026-06-30"})
    assert asked(opened(), "record_fee", FUND, fee) == expected
    anew: Body = {"corrected": fee, "reason": "two digits were interchanged"}
    assert asked(paid(), "correct_fee_receipt", FUND, anew) == expected


@pytest.mark.rule("E-15.1", "R-E.8")
def test_a_receipt_entered_anew_is_a_row_of_its_own_under_a_key_of_its_own() -> None:
    review = paid()
    for minute, amount in ((10, "43300.00"), (20, "43400.00")):
        anew: Body = {
            "corrected": a_fee(amount, "2026-06-02"),
            "reason": "two digits were interchanged",
        }
        review.send("correct_fee_receipt", FUND, f"2026-06-02T11:{minute}", anew, known=K)
    found = [(key, row["paid"]) for key, row in review.entered("tool-fees")]
    assert found == [("D-77", "43200.00"), ("D-77/2", "43300.00"), ("D-77/3", "43400.00")]


@pytest.mark.rule("E-15.1")
def test_a_receipt_may_be_entered_anew_until_the_tool_is_given_to_its_commission() -> None:
    review = paid()
    anew: Body = {"corrected": a_fee("43200.00", "2026-06-01"), "reason": "the day was mistyped"}
    name = "correct_fee_receipt"
    review.proposes("2026-06-03T10:00")
    review.forked().send(name, FUND, "2026-06-03T10:30", anew, known=K)
    review.approves("2026-06-03T11:00")
    review.forked().send(name, FUND, "2026-06-03T11:30", anew, known=K)
    review.orders("2026-06-03T12:00")
    assert rules_of(review.refused(name, FUND, "2026-06-03T12:30", anew, known=K)) == ["E-15.1"]


@pytest.mark.rule("E-15.1", "E-35.4", "R-E.7")
def test_of_a_tool_reviewed_again_the_receipt_entered_anew_pays_for_what_has_changed() -> None:
    """Eight signatures: 8 x 1500 x 1.20 are 14400.00 lira."""
    review = opened(**AGAIN)
    review.appoints("2026-06-03")
    review.compares("2026-06-05T10:00", {"medium": "screens", "quantity": 20})
    review.pays("2026-06-08T10:00", "14400.00")
    name, when = "correct_fee_receipt", "2026-06-08T11:00"
    less: Body = {"corrected": a_fee("14399.99", "2026-06-08"), "reason": "mistyped"}
    assert rules_of(review.refused(name, FUND, when, less, known=K)) == ["E-15.1"]
    right: Body = {"corrected": a_fee("14400.00", "2026-06-05"), "reason": "mistyped"}
    review.send(name, FUND, when, right, known=K)
    assert [key for key, _ in review.entered("tool-fees")] == ["D-77", "D-77/2"]


# -- the commission --------------------------------------------------------------------------------


def awaited(review: Review) -> list[tuple[str, str]]:
    """What is asked for, and in which stage."""
    return [(each.command, each.stage) for each in review.reading.awaited if not each.aside]


@pytest.mark.rule("E-35.7", "E-21.1", "E-19")
def test_a_commission_may_be_replaced_while_it_is_at_work_without_another_stage() -> None:
    review = opened(**AGAIN)
    assert awaited(review) == [("propose_commission", "commission")]
    review.appoints("2026-06-03")
    again = "propose_commission"
    assert awaited(review) == [("record_comparison", "comparison"), (again, "comparison")]
    working = under_review()
    assert awaited(working) == [("record_review_report", "review"), (again, "review")]
    working.reports("2026-06-10T10:00", "conditional")
    assert awaited(working) == [("submit_mended_tool", "mending")]
    working.mends("2026-06-22T10:00")
    assert awaited(working) == [("confirm_mending", "confirmation"), (again, "confirmation")]


@pytest.mark.rule("E-35.7", "E-36.1b", "E-19")
def test_every_order_has_its_hours_and_its_letter() -> None:
    review = under_review()
    review.proposes("2026-06-05T10:00", seats(3, prefix="other"))
    review.approves("2026-06-05T11:00")
    body: Body = {"order_no": "G-2", "hours": "20", "in_hours": False}
    review.send("assign_commission", Office.DIRECTORATE, "2026-06-05T12:00", body)

    assert review.entered("effort-budgets") == [
        ("1", {"rule": "E-36.1b", "hours": "24", "budget": 24}),
        ("2", {"rule": "E-36.1b", "hours": "20", "budget": 24}),
    ]
    assert review.said("tool_assignment") == [
        ("E-35.7/1", COMMISSION, {"order_no": "G-1", "hours": "24"}),
        ("E-35.7/2", COMMISSION, {"order_no": "G-2", "hours": "20"}),
    ]


@pytest.mark.rule("E-19", "S-19.2")
def test_the_end_of_a_duty_and_hours_not_paid_are_entered_under_keys_of_their_own() -> None:
    review = under_review()
    late, ends = "record_late_member", "cancel_commission_duty"
    for minute, hours in ((10, "4.5"), (20, "2")):
        unpaid: Body = {"member": "expert-2", "hours_unpaid": hours}
        review.send(late, DEPARTMENT, f"2026-06-05T10:{minute}", unpaid)
    stranger: Body = {"member": "stranger", "ground": "not-objective", "finding_no": "IN-1"}
    assert rules_of(review.refused(ends, Office.PRESIDENCY, "2026-06-05T11:00", stranger)) == [
        "E-19"
    ]
    for minute, member in ((10, "expert-2"), (20, "expert-3")):
        ended: Body = {**stranger, "member": member, "finding_no": f"IN-{minute}"}
        review.send(ends, Office.PRESIDENCY, f"2026-06-05T12:{minute}", ended)

    own: Body = {"rule": "S-19.2", "ground": "not-objective"}
    assert review.entered("commission-duties") == [
        (
            "expert-2/late/2026-06-05T10:10:00+03:00",
            {"rule": "S-19.1", "hours_unpaid": "4.5"},
        ),
        ("expert-2/late/2026-06-05T10:20:00+03:00", {"rule": "S-19.1", "hours_unpaid": "2"}),
        (
            "expert-2/IN-10",
            {
                **own,
                "finding_no": "IN-10",
                "member": "expert-2",
                "cancelled_at": "2026-06-05T12:10:00+03:00",
            },
        ),
        (
            "expert-3/IN-20",
            {
                **own,
                "finding_no": "IN-20",
                "member": "expert-3",
                "cancelled_at": "2026-06-05T12:20:00+03:00",
            },
        ),
    ]
    assert review.said("tool_duty_cancelled") == [
        (f"E-19/{nth}", DEPARTMENT, {"ground": "not-objective", "finding_no": f"IN-{nth}0"})
        for nth in (1, 2)
    ]


@pytest.mark.rule("E-19")
@pytest.mark.parametrize("begins", [opened, paid])
def test_before_there_is_a_commission_nobody_sits_on_it(begins: Callable[[], Review]) -> None:
    late: Body = {"member": "expert-2", "hours_unpaid": "4.5"}
    send = ("record_late_member", DEPARTMENT, "2026-06-02T11:00")
    assert rules_of(begins().refused(*send, late)) == ["E-19"]


@pytest.mark.rule("S-19.2", "E-19")
@pytest.mark.parametrize("stage", ["comparison", "review", "confirmation"])
def test_before_every_report_of_a_commission_the_register_of_duties_is_asked(stage: str) -> None:
    commission = {"members": [*EXPERTS], "since": "2026-06-03T12:00:00+03:00"}
    signed: Body = {"report_no": "I-9", "signed_by": [*EXPERTS]}
    if stage == "comparison":
        review, name, body = opened(**AGAIN), "record_comparison", {**signed, "changed": []}
        review.appoints("2026-06-03")
    elif stage == "review":
        review, name, body = under_review(), "record_review_report", a_report()
    else:
        review, name, body = conditional(), "confirm_mending", {**signed, "mended": True}
        review.mends("2026-06-22T10:00")
    assert review.stage == stage
    by, _, request = asked(review, name, COMMISSION, body)
    assert (by, request) == ("commission-duties", commission)


@pytest.mark.rule("E-15.5")
def test_every_month_of_pay_is_a_row_of_its_own() -> None:
    review = under_review()
    for month, day in (("2026-06", "2026-06-30"), ("2026-07", "2026-07-31")):
        pay: Body = {"month": month, "amount": "1000.00", "hours": "12", "deductions": "0"}
        review.send("record_reviewer_payment", FUND, f"{day}T10:00", pay)
    assert review.entered("reviewer-payments") == [
        (month, {"month": month, "amount": "1000.00"}) for month in ("2026-06", "2026-07")
    ]
