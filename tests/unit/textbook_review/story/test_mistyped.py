"""What was mistyped is entered anew by whoever entered it, before anything is decided on it."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.judgement import gate
from workflows.kernel.roles import Role
from workflows.textbook_law.draft import FeePayment
from workflows.textbook_law.registers import Register
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import EVALUATORS, OTHERS, REVIEWERS, Body, Review, draft, preliminary, scored
from .ways import (
    at_directorate,
    in_coding,
    in_evaluation,
    in_first_review,
    in_preliminary_review,
    submitted,
)

REASON = "two digits were interchanged"


def anew(corrected: Any) -> Body:
    return {"corrected": corrected, "reason": REASON}


def reviewed(score: str = "82.40") -> Review:
    review = in_first_review()
    review.scores("2026-04-06T10:00", score)
    return review


@pytest.mark.rule("T-17.11")
def test_a_mistyped_score_is_entered_anew_and_both_entries_stay_in_the_journal() -> None:
    review = reviewed("89.40")
    name, role = "correct_review_report", Office.REVIEW_COMMISSION
    review.send(name, role, "2026-04-06T11:00", anew(scored("98.40")))
    review.evaluates("2026-04-20T10:00", agrees=True)

    assert review.stage == Stage.FOLLOW_UP  # from 90 points on: to the Board (T-17.13)
    entered: list[Any] = [entry.body for entry in review.journal if "review_report" in entry.name]
    assert entered[0]["score"] == "89.40"
    assert (entered[1]["corrected"]["score"], entered[1]["reason"]) == ("98.40", REASON)


@pytest.mark.rule("T-17.12", "T-17.11")
def test_a_score_that_is_put_right_may_reject_the_draft() -> None:
    review = reviewed("76.00")
    name, role = "correct_review_report", Office.REVIEW_COMMISSION
    review.send(name, role, "2026-04-06T11:00", anew(scored("67.00")))

    assert review.stage == Stage.AWAITING_SERVICE
    assert [n.facts["score"] for n in review.notices if n.rule == "T-17.12"] == ["67.00"]


@pytest.mark.rule("T-17.11", "R-T.2")
def test_what_is_entered_anew_is_judged_as_the_first_was() -> None:
    review = reviewed()
    name, role, when = "correct_review_report", Office.REVIEW_COMMISSION, "2026-04-06T11:00"

    assert rules_of(review.refused(name, role, when, anew(scored("82.405")))) == ["R-T.2"]
    assert rules_of(review.refused(name, role, when, anew(scored("182.40")))) == ["T-17.11"]
    silent: Body = {"corrected": scored("82.50")}
    assert rules_of(review.refused(name, role, when, silent)) == ["T-17.11"]  # no reason


@pytest.mark.rule("T-17.11")
def test_only_whoever_entered_it_corrects_it() -> None:
    review = reviewed()
    name, role, when = "correct_review_report", Office.REVIEW_COMMISSION, "2026-04-06T11:00"
    sent = review.command(name, role, when, anew(scored("82.50")), actor="person-1")
    judged: Any = review.judge(sent)

    assert [no.what for no in judged.reasons] == ["person-1 did not enter record_review_report"]


@pytest.mark.rule("T-17.11", "T-17.12")
def test_nothing_is_corrected_once_something_is_decided_on_it() -> None:
    name, role = "correct_review_report", Office.REVIEW_COMMISSION
    evaluated = in_evaluation()
    evaluated.send(name, role, "2026-04-07T10:00", anew(scored("84.40")))  # only appointed so far
    evaluated.evaluates("2026-04-20T10:00", agrees=True)
    [no] = evaluated.refused(name, role, "2026-04-20T11:00", anew(scored("85.40")))
    assert no.what == "record_evaluation_report has been built on record_review_report"

    sent_out = in_evaluation("74.99")
    refused = sent_out.refused(name, role, "2026-04-06T11:00", anew(scored("75.40")))
    assert rules_of(refused) == ["T-17.12"]
    none_yet = in_first_review()
    [no] = none_yet.refused(name, role, "2026-03-24T11:00", anew(scored("75.40")))
    assert no.what == "there is no record_review_report to correct"


@pytest.mark.rule("T-20.1")
def test_mistyped_members_are_put_right_until_the_presidency_has_approved_them() -> None:
    review = at_directorate()
    review.proposes("2026-03-23T10:00")
    others: Any = [*REVIEWERS[:4], OTHERS[4]]
    right: Body = {"members": others, "chair": "person-0"}
    name, role = "correct_commission_proposal", Office.REVIEW_DEPARTMENT
    three: Body = {"members": others[:3], "chair": "person-0"}
    refused = review.refused(name, role, "2026-03-23T11:00", anew(three))
    assert rules_of(refused) == ["T-17.2", "T-17.2"]
    review.send(name, role, "2026-03-23T11:00", anew(right))
    review.approves("2026-03-23T12:00")
    assert rules_of(review.refused(name, role, "2026-03-23T13:00", anew(right))) == ["T-20.1"]
    review.orders("2026-03-23T14:00", members=others)

    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("T-20.1", "T-17.14a")
def test_so_are_those_of_the_evaluation_commission() -> None:
    review = reviewed()
    who: Body = {"members": EVALUATORS, "chair": "evaluator-0"}
    role, when = Office.REVIEW_DEPARTMENT, "2026-04-07T10:00"
    review.send("propose_evaluation_commission", role, when, who)
    right: Body = {"members": EVALUATORS, "chair": "evaluator-1"}
    review.send("correct_evaluation_proposal", role, "2026-04-07T11:00", anew(right))

    assert review.waiting_on == Office.PRESIDENCY


@pytest.mark.rule("T-13.0", "T-13.2a")
def test_a_mistyped_check_is_put_right_before_the_draft_is_handed_over() -> None:
    review = in_coding()
    name, role = "correct_preliminary_report", Office.PRELIMINARY_COMMISSION
    review.send(name, role, "2026-03-17T11:00", anew(preliminary("type_size")))
    assert review.outcome == ("returned", "T-13.2a", "2026-03-17")

    late = at_directorate()
    refused = late.refused(name, role, "2026-03-18T11:00", anew(preliminary()))
    assert rules_of(refused) == ["T-13.0"]


@pytest.mark.rule("T-15.2", "T-13.1a", "T-15.1a")
def test_a_mistyped_receipt_is_put_right_with_the_coefficient_of_its_day() -> None:
    """13 signatures x 3000 x 1.20 = 46800.00 lira were owed on 31 December 2025."""
    receipt = FeePayment.model_validate(
        {"amount": "46800.00", "paid_on": "2026-03-31", "receipt_no": "D-77"}
    )
    review = in_preliminary_review(application=draft(fee=receipt))
    name, role = "record_preliminary_report", Office.PRELIMINARY_COMMISSION
    refused = review.refused(name, role, "2026-03-17T10:00", preliminary())
    assert rules_of(refused) == ["T-15.2", "T-13.1a"]  # paid after the filing, and too little

    right = receipt.model_dump(mode="json") | {"paid_on": "2025-12-31"}
    sent = review.command("correct_fee_receipt", Role.APPLICANT, "2026-03-17T11:00", anew(right))
    asked = gate.question_for(review.reading, sent)
    assert asked is not None
    assert (asked[0].by, asked[1]) == (Register.COEFFICIENTS, {"paid_on": "2025-12-31"})
    known: Body = {"coefficient": "1.20"}
    when = "2026-03-17T11:00"
    review.send("correct_fee_receipt", Role.APPLICANT, when, anew(right), known=known)
    review.examines("2026-03-17T12:00")
    assert review.stage == Stage.CODING
    again = review.refused("correct_fee_receipt", Role.APPLICANT, "2026-03-17T13:00", anew(right))
    assert rules_of(again) == ["T-15.2"]


@pytest.mark.rule("T-15.2")
def test_a_receipt_is_not_put_right_by_anybody_else() -> None:
    review = submitted()
    receipt: Body = {"amount": "48750.00", "paid_on": "2026-03-05", "receipt_no": "D-77"}
    name = "correct_fee_receipt"
    sent = review.command(name, Role.APPLICANT, review.soon, anew(receipt), actor="applicant-2")
    judged: Any = review.judge(sent)

    assert "applicant-2 is not the applicant of this case" in [no.what for no in judged.reasons]
