"""What was mistyped is entered anew by whoever entered it; who acts for a unit, and who reports."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.education_tool.tools import (
    EXPERTS,
    Body,
    Review,
    a_fee,
    a_report,
    compared,
    opened,
    paid,
    seats,
    under_review,
)
from workflows.education_tool.offices import Office
from workflows.education_tool.stages import Stage
from workflows.kernel.judgement import gate
from workflows.kernel.roles import Role
from workflows.textbook_law.registers import Register

FUND, DEPARTMENT, COMMISSION = (
    Office.REVOLVING_FUND,
    Office.REVIEW_DEPARTMENT,
    Office.REVIEW_COMMISSION,
)
K_OF_JULY: Body = {"coefficient": "1.30", "until": "2026-12-31"}


def anew(corrected: Any) -> Body:
    return {"corrected": corrected, "reason": "two digits were interchanged"}


def reported(result: str = "suitable") -> Review:
    review = under_review()
    review.reports("2026-06-10T10:00", result)
    return review


# -- the receipt -----------------------------------------------------------------------------------


@pytest.mark.rule("E-15.1", "R-E.8")
def test_a_receipt_is_entered_anew_and_counted_with_the_coefficient_of_its_own_day() -> None:
    """24 signatures x 1500: at 1.20 they are 43200.00, at 1.30 in July 46800.00."""
    review = opened()
    review.pays("2026-07-02T10:00", "46800.00", known=K_OF_JULY)
    # the bank's paper says June: the day was mistyped, and so was the sum
    right = a_fee("43200.00", "2026-06-30")
    sent = review.command("correct_fee_receipt", FUND, "2026-07-02T11:00", anew(right))
    asked = gate.question_for(review.reading, sent)
    assert asked is not None
    assert (asked[0].by, asked[1]) == (Register.COEFFICIENTS, {"paid_on": "2026-06-30"})
    review.send(
        "correct_fee_receipt",
        FUND,
        "2026-07-02T11:00",
        anew(right),
        known={"coefficient": "1.20", "until": "2026-06-30"},
    )
    rows = [(row["coefficient"], row["owed"], row["paid"]) for row in review.rows("tool-fees")]
    assert rows == [("1.30", "46800.00", "46800.00"), ("1.20", "43200.00", "43200.00")]


@pytest.mark.rule("E-15.1")
def test_too_little_stays_too_little_when_it_is_entered_anew() -> None:
    review = paid()
    name, when = "correct_fee_receipt", "2026-06-02T11:00"
    less = anew(a_fee("43199.99", "2026-06-02"))
    known: Body = {"coefficient": "1.20", "until": "2026-06-30"}
    assert rules_of(review.refused(name, FUND, when, less, known=known)) == ["E-15.1"]


@pytest.mark.rule("E-15.1", "E-35.4")
def test_of_a_tool_reviewed_again_the_receipt_is_for_what_has_changed() -> None:
    """20 screens are 8 signatures: 8 x 1500 x 1.20 = 14400.00; reported on already."""
    review = compared()
    known: Body = {"coefficient": "1.20", "until": "2026-06-30"}
    name, when = "correct_fee_receipt", "2026-06-10T11:00"
    [no] = review.refused(name, FUND, when, anew(a_fee("14400.00", "2026-06-08")), known=known)
    assert no.what == "record_review_report has been built on record_fee"


# -- commission and report -------------------------------------------------------------------------


@pytest.mark.rule("E-35.7")
def test_members_are_put_right_until_the_presidency_has_approved_them() -> None:
    review = paid()
    review.proposes("2026-06-03T10:00")
    others: Any = [*seats(2), {"role": "field-expert", "id": "expert-9"}]
    name = "correct_commission_proposal"
    two = anew({"members": seats(2)})
    assert rules_of(review.refused(name, DEPARTMENT, "2026-06-03T10:30", two)) == ["E-35.7"]
    review.send(name, DEPARTMENT, "2026-06-03T10:30", anew({"members": others}))
    review.approves("2026-06-03T11:00")
    late = anew({"members": seats(3)})
    assert rules_of(review.refused(name, DEPARTMENT, "2026-06-03T11:30", late)) == ["E-35.7"]
    review.orders("2026-06-03T12:00")
    review.reports("2026-06-10T10:00", signed_by=["expert-1", "expert-2", "expert-9"])
    assert review.stage == Stage.DECISION


@pytest.mark.rule("E-35.3", "R-E.4")
def test_a_report_entered_as_suitable_may_turn_out_to_be_conditional() -> None:
    review = reported()
    right = anew(a_report("conditional"))
    review.send("correct_review_report", COMMISSION, "2026-06-10T11:00", right, actor=EXPERTS[0])
    assert (review.stage, review.waiting_on) == (Stage.MENDING, Office.OWNER)
    # asked on Wednesday 10 June: thirty days later is Friday 10 July
    assert str(review.term("R-E.4").due_on) == "2026-07-10"


@pytest.mark.rule("E-35.3")
def test_a_report_of_which_the_owner_has_heard_stays_and_another_member_changes_none() -> None:
    name, when, right = "correct_review_report", "2026-06-10T11:00", anew(a_report())
    sent_out = reported("conditional")
    [no] = sent_out.refused(name, COMMISSION, when, right, actor=EXPERTS[0])
    assert no.what == "the owner has been asked to mend what the report has found"
    [no] = reported().refused(name, COMMISSION, when, right, actor=EXPERTS[1])
    assert no.what == f"{EXPERTS[1]} did not enter record_review_report"


# -- who acts --------------------------------------------------------------------------------------


@pytest.mark.rule("R-E.6", "R-S.8")
def test_a_review_is_given_up_by_whoever_filed_it_or_by_the_unit_itself() -> None:
    stranger = opened().refused("withdraw", Role.APPLICANT, "2026-06-02T10:00", actor="clerk-9")
    assert [no.what for no in stranger] == ["clerk-9 is not the applicant of this case"]
    for own in ("applicant-1", "unit-3"):
        review = opened()
        review.send("withdraw", Role.APPLICANT, "2026-06-02T10:00", actor=own)
        assert review.outcome == ("withdrawn", "R-E.6", "2026-06-02")


@pytest.mark.rule("S-19.2", "E-19")
def test_before_a_report_the_register_is_asked_whether_all_duties_stand() -> None:
    """m.19(2) ends duties on every current commission: ordered on 3 June at noon."""
    review = under_review()
    name, when = "record_review_report", "2026-06-10T10:00"
    sent = review.command(name, COMMISSION, when, a_report(), actor=EXPERTS[0])
    asked = gate.question_for(review.reading, sent)
    assert asked is not None
    assert (asked[0].by, asked[1]) == (
        Register.DUTIES,
        {"members": [*EXPERTS], "since": "2026-06-03T12:00:00+03:00"},
    )
    gone: Body = {"member": EXPERTS[1], "finding_no": "T-2026-5"}
    [no] = review.refused(
        name, COMMISSION, when, a_report(), actor=EXPERTS[0], known=gone, granted=False
    )
    assert (no.rule, "expert-2" in no.what) == ("S-19.2", True)

    # recorded here too, the member is replaced, and the new commission reports
    ground: Body = {"ground": "not-objective", "finding_no": "T-2026-5", "member": EXPERTS[1]}
    review.send("cancel_commission_duty", Office.PRESIDENCY, "2026-06-11T10:00", ground)
    review.proposes("2026-06-12T10:00", [*seats(1), *seats(2, prefix="new")])
    review.approves("2026-06-12T11:00")
    review.orders("2026-06-12T12:00")
    again = review.command(name, COMMISSION, "2026-06-15T10:00", a_report(), actor=EXPERTS[0])
    asked = gate.question_for(review.reading, again)
    assert asked is not None
    [_, request] = asked[:2]
    assert str(request).count("2026-06-12T12:00:00+03:00") == 1
