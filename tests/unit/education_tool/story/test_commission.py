"""The commission of a tool: selected, approved, ordered, replaced; and what is recorded beside."""

from typing import Any

import pytest

from tests.unit.education_tool.tools import (
    EXPERTS,
    Review,
    a_report,
    paid,
    seats,
    under_review,
)
from workflows.education_tool.offices import Office

CANCELLED: dict[str, Any] = {
    "member": "expert-2",
    "ground": "not-objective",
    "finding_no": "IN-1",
}


def refused(review: Review, name: str, role: str, received: str, body: Any = None) -> list[str]:
    return [reason.rule for reason in review.refused(name, role, received, body)]


@pytest.mark.rule("E-35.7")
def test_the_department_selects_the_presidency_approves_the_directorate_orders() -> None:
    review = paid()
    assert (review.stage, review.waiting_on) == ("commission", Office.REVIEW_DEPARTMENT)
    review.proposes("2026-06-03T10:00")
    assert review.waiting_on == Office.PRESIDENCY
    review.approves("2026-06-03T11:00")
    assert review.waiting_on == Office.DIRECTORATE
    review.orders("2026-06-03T12:00")

    assert (review.stage, review.waiting_on) == ("review", Office.REVIEW_COMMISSION)
    assert review.told("E-35.7") == [("E-35.7/1", Office.REVIEW_COMMISSION, "2026-06-03")]
    assert review.rows("effort-budgets") == [{"rule": "E-36.1b", "hours": "24", "budget": 24}]


@pytest.mark.rule("E-35.7")
def test_a_selection_that_is_not_approved_is_made_again() -> None:
    review = paid()
    review.proposes("2026-06-03T10:00", seats(3))
    review.approves("2026-06-03T11:00", approved=False)
    review.proposes("2026-06-03T12:00", seats(3, prefix="other"))
    review.approves("2026-06-03T13:00")
    review.orders("2026-06-03T14:00")

    others = [f"other-{n}" for n in (1, 2, 3)]
    body = a_report()
    assert refused(
        review, "record_review_report", Office.REVIEW_COMMISSION, "2026-06-04T10:00", body
    ) == ["E-21.1", "E-21.1"]  # neither the sender nor those who signed sit on it
    review.reports("2026-06-04T11:00", signed_by=others)
    assert review.stage == "decision"


@pytest.mark.rule("E-35.7", "E-19")
def test_two_field_experts_are_too_few_and_the_owner_is_nobodys_judge() -> None:
    review = paid()
    two: dict[str, Any] = {"members": seats(2)}
    owner: dict[str, Any] = {"members": [*seats(3), {"role": "language-expert", "id": "owner-9"}]}
    for body, rule in ((two, "E-35.7"), (owner, "E-19")):
        found = refused(
            review, "propose_commission", Office.REVIEW_DEPARTMENT, "2026-06-03T10:00", body
        )
        assert found == [rule]


@pytest.mark.rule("E-19")
def test_whoever_selected_does_not_approve() -> None:
    review = paid()
    body: dict[str, Any] = {"members": seats(3)}
    review.send(
        "propose_commission", Office.REVIEW_DEPARTMENT, "2026-06-03T10:00", body, actor="person-1"
    )
    yes: dict[str, Any] = {"approved": True, "approval_no": "BO-2"}
    reasons = review.refused(
        "approve_commission", Office.PRESIDENCY, "2026-06-03T11:00", yes, actor="person-1"
    )

    assert [reason.rule for reason in reasons] == ["E-19"]


@pytest.mark.rule("E-36.1b")
def test_more_hours_than_the_text_allows_are_not_ordered() -> None:
    review = paid()
    review.proposes("2026-06-03T10:00")
    review.approves("2026-06-03T11:00")
    body: dict[str, Any] = {"order_no": "G-1", "hours": "25", "in_hours": True}

    assert refused(review, "assign_commission", Office.DIRECTORATE, "2026-06-03T12:00", body) == [
        "E-36.1b"
    ]


# -- members who go --------------------------------------------------------------------------------


@pytest.mark.rule("E-19")
def test_a_member_whose_duty_is_cancelled_is_replaced_before_the_report() -> None:
    review = under_review()
    review.send("cancel_commission_duty", Office.PRESIDENCY, "2026-06-04T10:00", CANCELLED)

    assert review.told("E-19") == [("E-19/1", Office.REVIEW_DEPARTMENT, "2026-06-04")]
    assert [row["rule"] for row in review.rows("commission-duties")] == ["S-19.2"]
    commission = Office.REVIEW_COMMISSION
    assert refused(review, "record_review_report", commission, "2026-06-05T10:00", a_report()) == [
        "E-19"
    ]
    # the same member does not come back
    again: dict[str, Any] = {"members": seats(3)}
    assert refused(
        review, "propose_commission", Office.REVIEW_DEPARTMENT, "2026-06-05T10:00", again
    ) == ["E-19"]

    new: list[Any] = [{"role": "field-expert", "id": f"expert-{n}"} for n in (1, 3, 4)]
    review.proposes("2026-06-05T11:00", new)
    review.approves("2026-06-05T12:00")
    review.orders("2026-06-05T13:00")
    review.reports("2026-06-08T10:00", signed_by=["expert-1", "expert-3", "expert-4"])

    assert review.stage == "decision"


@pytest.mark.rule("E-21.1")
def test_a_member_who_falls_ill_may_be_replaced_without_a_finding() -> None:
    review = under_review()
    review.proposes("2026-06-05T11:00", seats(3, prefix="other"))
    assert review.stage == "commission"
    # not approved: the old commission goes on
    review.approves("2026-06-05T12:00", approved=False)
    assert review.stage == "review"

    review.reports("2026-06-08T10:00", signed_by=[*EXPERTS])
    assert review.stage == "decision"


@pytest.mark.rule("E-19")
def test_hours_of_a_late_member_are_entered_as_unpaid() -> None:
    review = under_review()
    late: dict[str, Any] = {"member": "expert-2", "hours_unpaid": "4.5"}
    review.send("record_late_member", Office.REVIEW_DEPARTMENT, "2026-06-05T10:00", late)

    assert review.rows("commission-duties") == [{"rule": "S-19.1", "hours_unpaid": "4.5"}]
    stranger = late | {"member": "stranger"}
    assert refused(
        review, "record_late_member", Office.REVIEW_DEPARTMENT, "2026-06-05T11:00", stranger
    ) == ["E-19"]


# -- pay -------------------------------------------------------------------------------------------


@pytest.mark.rule("E-15.5")
def test_reviewers_are_paid_out_of_the_fee_by_month() -> None:
    """65 % of 43 200 less 3 200 lira: 26 000."""
    review = under_review()
    pay: dict[str, Any] = {
        "month": "2026-06",
        "amount": "26000.00",
        "hours": "24",
        "deductions": "3200.00",
    }
    fund = Office.REVOLVING_FUND
    too_much = pay | {"amount": "26000.01"}
    assert refused(review, "record_reviewer_payment", fund, "2026-06-30T10:00", too_much) == [
        "E-15.5"
    ]
    review.send("record_reviewer_payment", fund, "2026-06-30T11:00", pay)
    assert refused(review, "record_reviewer_payment", fund, "2026-06-30T12:00", pay) == [
        "E-15.5",
        "E-15.5",
        "E-15.5",
    ]  # the month, the hours and the cap

    assert review.rows("reviewer-payments") == [{"month": "2026-06", "amount": "26000.00"}]


@pytest.mark.rule("E-15.5")
def test_work_within_hours_is_not_paid() -> None:
    review = paid()
    review.proposes("2026-06-03T10:00")
    review.approves("2026-06-03T11:00")
    review.orders("2026-06-03T12:00", in_hours=True)
    pay: dict[str, Any] = {"month": "2026-06", "amount": "1", "hours": "1", "deductions": "0"}

    assert refused(
        review, "record_reviewer_payment", Office.REVOLVING_FUND, "2026-06-30T10:00", pay
    ) == ["E-15.5"]
