"""What an applicant does not lose (m.15, m.17, m.22).

Findings that the evaluation has added, fees that nobody could compute, a supplement that nobody
looked at, a hold that reaches every round.
"""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.roles import Role
from workflows.textbook_law.draft import Part, PartKind, Work, WorkKind
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from .reviews import Body, Review, contested, draft, filing, opening, preliminary, ruled
from .unscored import update_in_review
from .ways import (
    awaiting_service,
    in_correction,
    in_first_review,
    in_re_review,
    in_second_review,
    rejected,
    to_be_presented,
)

KNOWN: Body = {"coefficient": "1.30"}
UNKNOWN: Body = {"coefficient": None}


def objection_to(review: Review, finding: int, received: str, **known: Any) -> Any:
    command = review.command(
        "file_objection", Role.APPLICANT, received, contested(finding), known=known or KNOWN
    )
    return review.judge(command)


# -- findings that the evaluation has added ------------------------------------------------------


@pytest.mark.rule("T-17.14a", "T-22.1", "R-T.13")
@pytest.mark.parametrize(("finding", "stage"), [(25, Stage.OBJECTION), (26, Stage.CORRECTION)])
def test_what_the_evaluation_adds_can_be_contested_and_nothing_beyond(
    finding: int, stage: Stage
) -> None:
    """Twenty findings of the review, and five of the evaluation whose report is served."""
    review = in_first_review()
    review.scores("2026-04-06T10:00", "82.40")
    review.evaluates("2026-04-20T10:00", agrees=True, findings=25)
    review.serves("T-17.15a/1", "2026-04-27T11:00")
    objection_to(review, finding, "2026-05-04T10:00")

    assert review.stage == stage


@pytest.mark.rule("T-22.1", "R-T.13")
def test_a_report_that_counts_no_findings_can_be_contested_all_the_same() -> None:
    review = in_first_review()
    body: Body = {"score": "60.00", "findings": 0, "scientific_errors": 0, "report_no": "R-1"}
    review.send("record_review_report", Office.REVIEW_COMMISSION, "2026-04-06T10:00", body)
    review.serves("T-17.12/1", "2026-04-08T10:00")
    objection_to(review, 1, "2026-04-20T10:00")

    assert review.stage == Stage.OBJECTION


@pytest.mark.rule("T-17.25", "T-17.22")
@pytest.mark.parametrize(
    ("errors", "findings", "stage"),
    [
        pytest.param(3, 0, Stage.FOLLOW_UP, id="the evaluation strikes out everything"),
        pytest.param(0, 2, Stage.AWAITING_SERVICE, id="it finds errors of language alone"),
    ],
)
def test_the_report_of_the_evaluation_says_whether_an_update_goes_back(
    errors: int, findings: int, stage: Stage
) -> None:
    review = update_in_review()
    review.updates("2026-04-20T10:00", errors)
    review.evaluates("2026-04-20T14:00", agrees=True, scientific_errors=0, findings=findings)

    assert review.stage == stage


# -- fees that the rules do not give -------------------------------------------------------------


@pytest.mark.rule("R-T.17", "R-T.28", "T-22.3")
def test_an_objection_whose_fee_nobody_can_compute_is_received_and_waits_for_the_fee() -> None:
    review = rejected()
    objection_to(review, 3, "2026-04-20T10:00", **UNKNOWN)
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
    assert review.notices[-1].facts["fee_open"] is True
    body: Body = {"members": [{"role": "field-expert", "id": "o-1"}], "chair": "o-1"}
    order = body | {"order_no": "G-9"}
    name = "assign_objection_commission"
    assert review.refused(name, Office.PRESIDENCY, "2026-04-21T10:00", order)
    review.sets_fee("2026-04-22T10:00", "50700.00")
    review.hears("2026-04-23T10:00")

    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.REVIEW_COMMISSION)


@pytest.mark.rule("T-22.3", "R-T.17", "R-T.28")
def test_who_paid_less_gets_it_back_and_the_rejection_stands() -> None:
    review = rejected()
    objection_to(review, 3, "2026-04-20T10:00", **UNKNOWN)
    review.sets_fee("2026-04-22T10:00", "50700.01")

    assert review.outcome == ("rejected", "T-17.12", "2026-04-06")
    [back] = review.rows("refunds")
    assert (back["paid"], back["refund"]) == ("50700.00", "50700.00")
    assert review.notices[-1].template == "objection_inadmissible"


@pytest.mark.rule("T-22.3", "R-T.13", "R-T.28")
def test_during_a_correction_the_days_then_run_on_from_the_service_of_that() -> None:
    """Seven of thirty days are used on 4 May: 23 after Monday 11 May are Wednesday 3 June."""
    review = in_correction()
    objection_to(review, 3, "2026-05-04T10:00", **UNKNOWN)
    review.sets_fee("2026-05-06T10:00", "60000.00")
    assert (review.stage, review.due("T-17.15b")) == (Stage.AWAITING_SERVICE, "paused")
    review.serves("T-22.3/1", "2026-05-11T10:00")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-06-03T17:30:00")


def filed(*, pages: int = 208, coefficient: str | None = None) -> Review:
    """A draft filed where the register has no coefficient for the day of payment."""
    single = Part(kind=PartKind.TEXTBOOK, pages=pages)
    work = draft().work.model_copy(update={"parts": (single,)})
    opened = opening()
    known = {**opened.known, "coefficient": coefficient}
    registers = opened.model_copy(update={"known": known})
    review = Review.opens(REVIEW, filing(draft(work=work)), registers)
    review.takes_up("2026-03-16T10:00")
    return review


@pytest.mark.rule("R-T.28", "T-13.1a")
@pytest.mark.parametrize(
    ("case", "rule"),
    [
        pytest.param({}, "T-15.1a", id="no coefficient"),
        pytest.param({"pages": 7, "coefficient": "1.25"}, "R-T.3", id="no whole signature"),
    ],
)
def test_where_the_rules_give_no_fee_the_presidency_sets_it(
    case: dict[str, Any], rule: str
) -> None:
    review = filed(**case)
    name, body = "record_preliminary_report", preliminary()
    sender = Office.PRELIMINARY_COMMISSION
    assert rules_of(review.refused(name, sender, "2026-03-17T10:00", body)) == [rule]
    review.sets_fee("2026-03-17T11:00", "48750.00")
    review.examines("2026-03-17T12:00")

    assert review.stage == Stage.CODING


@pytest.mark.rule("R-T.28", "T-13.1a")
def test_less_than_the_presidency_has_set_is_not_the_fee_in_full() -> None:
    review = filed()
    review.sets_fee("2026-03-17T11:00", "48750.01")
    name, body = "record_preliminary_report", preliminary()
    refused = review.refused(name, Office.PRELIMINARY_COMMISSION, "2026-03-17T12:00", body)

    assert rules_of(refused) == ["T-13.1a"]


# -- supplementary material ----------------------------------------------------------------------


def with_supplement() -> Review:
    parts = (
        Part(kind=PartKind.TEXTBOOK, pages=208),
        Part(kind=PartKind.SUPPLEMENT, pages=0),
    )
    work = Work(lesson="matematik", field="matematik", grade=7, kind=WorkKind.SET, parts=parts)
    return to_be_presented(application=draft(work=work))


def supplement(review: Review, received: str, *, suitable: bool) -> None:
    body: Body = {"suitable": suitable, "report_no": "E-1"}
    review.send("record_supplement_report", Office.REVIEW_COMMISSION, received, body)


@pytest.mark.rule("T-17.10a")
def test_a_set_is_not_presented_before_its_supplement_is_reviewed() -> None:
    review = with_supplement()
    form: Body = {"members": ["board-2", "board-3"], "form_no": "TF-1"}
    early = review.refused("sign_follow_up_form", Office.BOARD, "2026-04-21T10:00", form)
    assert rules_of(early) == ["T-17.10a"]
    supplement(review, "2026-04-21T11:00", suitable=True)
    review.signs("2026-04-21T12:00")

    assert review.stage == Stage.BOARD


@pytest.mark.rule("T-17.10a")
def test_a_set_is_not_accepted_before_its_unfit_supplement_is_corrected() -> None:
    review = with_supplement()
    supplement(review, "2026-04-21T11:00", suitable=False)
    review.signs("2026-04-21T12:00")
    body = ruled("accept", decided_on="2026-05-04")
    name, when = "record_board_decision", "2026-05-04T10:00"
    assert rules_of(review.refused(name, Office.BOARD, when, body)) == ["T-17.10a"]
    supplement(review, "2026-05-04T11:00", suitable=True)
    review.send(name, Office.BOARD, "2026-05-04T12:00", body)

    assert review.outcome == ("accepted", "T-17.13", "2026-05-04")


# -- the hold of December reaches every round ----------------------------------------------------


@pytest.mark.rule("T-17.20", "R-T.16")
@pytest.mark.parametrize(
    ("score", "stage"),
    [
        pytest.param("92.00", Stage.HELD, id="second review"),
        pytest.param("75.00", Stage.HELD, id="75 points"),
        pytest.param("74.99", Stage.SECOND_EVALUATION, id="below 75 nothing is stopped"),
    ],
)
def test_a_second_report_is_held_as_the_first_is(score: str, stage: Stage) -> None:
    """Tuesday 8 December 2026 is the sixth working day; from 10 November on nothing is sent on."""
    review = in_second_review()
    review.scores("2026-11-12T10:00", score)
    assert review.stage == stage
    if stage == Stage.HELD:
        review.until("2026-12-08T23:59")
        assert review.stage == Stage.HELD
        review.until("2026-12-09T00:00:01")
    assert review.stage == Stage.SECOND_EVALUATION


@pytest.mark.rule("T-17.20", "R-T.16")
def test_so_is_the_report_of_a_re_review() -> None:
    review = in_re_review()
    review.assigns("2026-11-25T10:00", order_no="G-2")
    review.scores("2026-12-01T10:00", "91.00")
    assert review.stage == Stage.HELD
    review.until("2026-12-09T00:00:01")

    assert review.stage == Stage.RE_EVALUATION


# -- days and hours ------------------------------------------------------------------------------


@pytest.mark.rule("R-T.31")
def test_a_corrected_draft_is_received_at_any_hour() -> None:
    """Saturday 9 May, half past ten in the evening."""
    review = in_correction()
    review.refiles("2026-05-09T22:30")

    assert review.stage == Stage.SECOND_PRELIMINARY


@pytest.mark.rule("T-17.23", "T-17.15a")
def test_a_correction_is_asked_for_with_reports_score_and_remedy() -> None:
    facts = awaiting_service().notices[-1].facts

    assert {
        "score": "82.40",
        "review_report_no": "R-1",
        "evaluation_report_no": "D-1",
        "days": 30,
        "may_object": True,
        "objection_days": 15,
        "fee_due": True,
    }.items() <= facts.items()


@pytest.mark.rule("R-T.4", "T-17.23")
def test_with_the_service_the_last_day_of_all_that_runs_is_told() -> None:
    review = in_correction()
    [told] = [n for n in review.notices if n.template == "days_running"]
    periods: Any = told.facts["periods"]

    assert [(p["rule"], p["until"]) for p in periods] == [
        ("T-17.15b", "2026-06-01"),
        ("T-22.1", "2026-05-12"),
    ]
