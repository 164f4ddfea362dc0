"""Reviews of updated books: openly, without a score, back at most twice (m.17(25))."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import attributes_of
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from .reviews import (
    REVIEWERS,
    Body,
    Review,
    draft,
    evaluated,
    filing,
    heard,
    opening,
    ruled,
    scored,
)
from .unscored import (
    DUE,
    UPDATED,
    passes_preliminary,
    reports_on_update,
    update_at_directorate,
    update_in_correction,
    update_in_review,
    update_refiled,
    update_reported,
    update_sent_back_twice,
)
from .ways import in_coding

NOVEMBER_24 = "2026-11-24T10:00"


def rounds(review: Review) -> list[str]:
    """The thirty days of an update that have been opened so far."""
    return [key for key in review.file.terms if key.startswith("T-17.25")]


# -- in its window -------------------------------------------------------------------------------


@pytest.mark.rule("T-11.1ç")
def test_a_case_judges_an_update_by_the_window_that_the_register_tells() -> None:
    """Whatever the filing of Monday 16 March says: the window opens on the first of September."""
    update = draft(updates={"book_no": "2021-0042", "previous_copies": 1})
    start, registers = filing(update), opening()
    term: Body = {
        "since": "2021-11-15T10:00:00+03:00",
        "change": "opened",
        "last_school_year": 2026,
        "update_from": "2026-09-01",
        "update_until": "2028-08-31",
    }

    def judged(*told: Body) -> Admitted | Refusal:
        known = {**registers.known, "book-terms": [*told]}
        told_now = registers.model_copy(update={"known": known})
        return open_file(REVIEW, "textbook-review-2026-0042", start, told_now, start.received_at)

    early, unknown = judged(term), judged()
    assert isinstance(early, Refusal)
    assert rules_of(early.reasons) == ["T-11.1ç"]
    assert "file it from 2026-09-01 on" in early.reasons[0].do
    assert isinstance(unknown, Refusal)
    assert unknown.reasons[0].what == "no register has a book 2021-0042"
    assert isinstance(judged({**term, "update_from": "2025-09-01"}), Admitted)


# -- openly, without a score ---------------------------------------------------------------------


@pytest.mark.rule("T-13.2d", "T-17.25")
def test_an_update_gets_no_code_and_its_publisher_stays_known() -> None:
    review = in_coding(application=draft(updates=UPDATED))
    name, when = "hand_over_to_directorate", "2026-03-18T10:00"
    coded: Body = {"anonymity_code": "K7-0312", "sealed_envelope_no": "Z-1"}
    assert rules_of(review.refused(name, Office.BOOKS_BRANCH, when, coded)) == ["T-13.2d"]

    review = update_in_review()
    shown = attributes_of(REVIEW, review.reading)
    assert (shown["Applicant"], shown["Institution"]) == ("pub-17", "YAYIN-17")
    [told] = [n for n in review.notices if n.rule == "T-17.3"]
    assert told.facts["file_no"] == "2026-0042"


@pytest.mark.rule("T-20.1", "T-17.25", "T-17.16")
def test_its_commission_is_selected_in_turn_approved_and_ordered_as_any_other() -> None:
    review = update_at_directorate()
    body: Body = {"members": REVIEWERS, "chair": "person-0"}
    name, role = "propose_commission", Office.REVIEW_DEPARTMENT
    too_early = review.refused("assign_commission", Office.DIRECTORATE, "2026-03-23T10:00")
    assert rules_of(too_early) == ["T-17.2"]
    out_of_turn = review.refused(name, role, "2026-03-23T10:00", body, first="2026-0041")
    assert rules_of(out_of_turn) == ["T-17.16"]
    review.assigns("2026-03-23T10:00")

    assert (review.stage, review.waiting_on) == (Stage.FIRST_REVIEW, Office.REVIEW_COMMISSION)
    assert [row["stage"] for row in review.rows("queue")][-1] == "first-review"


@pytest.mark.rule("T-17.25", "T-17.11")
def test_an_update_gets_no_score() -> None:
    review = update_in_review()
    name, role = "record_review_report", Office.REVIEW_COMMISSION

    assert rules_of(review.refused(name, role, "2026-04-06T10:00", scored("92.00"))) == ["T-17.11"]
    review.updates("2026-04-06T10:00", 0)
    assert (review.stage, review.waiting_on) == (Stage.EVALUATION, Office.EVALUATION_COMMISSION)


@pytest.mark.rule("T-18.3", "T-17.25")
def test_the_report_on_an_update_meets_the_year_of_the_first_review() -> None:
    review = update_in_review()
    review.updates("2026-04-06T10:00", 0)

    assert review.term("T-18.3").state == "met"


@pytest.mark.rule("T-17.14a", "T-17.25")
def test_its_evaluation_commission_is_composed_as_any_other_and_of_other_people() -> None:
    review = update_in_review()
    review.updates("2026-04-06T10:00", 0)
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    usual: Any = evaluated(agrees=True)["members"]
    when = "2026-04-20T10:00"

    lacking = evaluated(agrees=True, members=usual[:3])
    assert rules_of(review.refused(name, role, when, lacking)) == ["T-17.14a"]
    mixed = evaluated(agrees=True, members=[*usual, {"role": "field-expert", "id": "person-0"}])
    assert rules_of(review.refused(name, role, when, mixed)) == ["T-17.14a"]


@pytest.mark.rule("T-17.25", "T-17.20")
def test_december_holds_no_update_back() -> None:
    """Twenty working days before Tuesday 8 December 2026 the hold of scored drafts begins."""
    review = update_in_review()
    review.updates("2026-11-12T10:00", 0)

    assert review.stage == Stage.EVALUATION
    assert review.told("T-17.20") == []


# -- clean, or back at most twice ----------------------------------------------------------------


@pytest.mark.rule("T-17.25")
def test_a_clean_update_goes_to_the_board_at_once() -> None:
    review = update_reported()

    assert (review.stage, review.told("T-17.25"), rounds(review)) == (Stage.FOLLOW_UP, [], [])
    review.decides(NOVEMBER_24, "accept")
    assert review.outcome == ("accepted", "T-17.25", "2026-11-24")
    assert len(review.books) == 1


@pytest.mark.rule("T-17.25")
@pytest.mark.parametrize(
    ("reviewed", "evaluated_with"),
    [
        pytest.param(1, 0, id="an error that the review found"),
        pytest.param(0, 1, id="one that the evaluation alone found"),
    ],
)
def test_one_error_found_by_either_commission_sends_it_back(
    reviewed: int, evaluated_with: int
) -> None:
    review = update_in_review()
    review.updates("2026-04-20T10:00", reviewed)
    review.evaluates("2026-04-20T14:00", agrees=True, scientific_errors=evaluated_with)

    assert (review.stage, review.waiting_on) == (Stage.AWAITING_SERVICE, Office.REVIEW_DEPARTMENT)
    assert review.told("T-17.25") == [("T-17.25/1", "applicant", "2026-04-20")]
    assert review.notices[-1].facts["days"] == 30


@pytest.mark.rule("T-17.25", "R-T.4", "R-T.5", "S-D")
def test_thirty_days_run_from_the_service_of_the_report() -> None:
    review = update_in_correction()

    assert (review.stage, review.due("T-17.25")) == (Stage.CORRECTION, DUE)
    late = "2026-06-01T17:30:01"
    delivered: Body = {"delivered": {"sets": 3, "electronic_copies": 1}}
    refused = review.refused("submit_corrected_draft", Role.APPLICANT, late, delivered)
    assert rules_of(refused) == ["T-17.25"]


@pytest.mark.rule("T-17.25")
@pytest.mark.parametrize("served_on", ["2026-04-19", "2026-04-28"])
def test_a_report_is_not_served_before_it_was_written(served_on: str) -> None:
    review = update_reported(3)
    body: Body = {
        "notification": "T-17.25/1",
        "served_on": served_on,
        "means": "registered-letter",
    }
    name, when = "record_service", "2026-04-27T10:00"

    assert rules_of(review.refused(name, Office.REVIEW_DEPARTMENT, when, body)) == ["T-17.25"]


@pytest.mark.rule("T-17.25", "T-17.16")
def test_corrected_once_and_clean_it_goes_to_the_board() -> None:
    review = update_refiled()
    passes_preliminary(review, "2026-05-05")
    assert (review.stage, review.term("T-17.25").state) == (Stage.SECOND_REVIEW, "met")
    review.updates("2026-05-18T10:00", 0)
    assert (review.stage, review.waiting_on) == (
        Stage.SECOND_EVALUATION,
        Office.EVALUATION_COMMISSION,
    )
    review.evaluates("2026-05-18T14:00", agrees=True, scientific_errors=0)

    assert (review.stage, rounds(review)) == (Stage.FOLLOW_UP, ["T-17.25"])
    review.decides(NOVEMBER_24, "accept")
    assert review.outcome == ("accepted", "T-17.25", "2026-11-24")


@pytest.mark.rule("T-17.25", "R-T.25")
def test_the_third_result_goes_to_the_board_whatever_it_is() -> None:
    """30 days after Monday 25 May are Wednesday 24 June."""
    review = update_sent_back_twice()
    assert (review.stage, review.due("T-17.25#2")) == (Stage.CORRECTION, "2026-06-24T17:30:00")
    review.refiles("2026-06-24T17:00")
    passes_preliminary(review, "2026-06-25")
    reports_on_update(review, "2026-07-06", 14, 14)

    assert (review.stage, rounds(review)) == (Stage.FOLLOW_UP, ["T-17.25", "T-17.25#2"])
    assert [
        occasion for occasion, _, _ in review.told("T-17.25") if "reminder" not in occasion
    ] == [
        "T-17.25/1",
        "T-17.25/2",
    ]
    review.signs("2026-07-07T10:00")
    # no third thirty days, and no acceptance on conditions of what has no score
    for ruling, rule in (("correction", "R-T.25"), ("conditional", "R-T.23")):
        body = ruled(ruling, decided_on="2026-07-07")
        refused = review.refused("record_board_decision", Office.BOARD, "2026-07-07T11:00", body)
        assert rules_of(refused) == [rule]
    review.decides("2026-07-07T12:00", "not-suitable", decided_on="2026-07-07")
    review.serves("T-17.23/1", "2026-07-08T10:00")
    review.alone()
    assert review.outcome == ("not-suitable", "T-17.23", "2026-07-07")


@pytest.mark.rule("T-17.25", "R-T.7", "R-S.12")
@pytest.mark.parametrize(
    ("way", "lapsed_on"),
    [
        pytest.param(update_in_correction, "2026-06-01", id="the first thirty days"),
        pytest.param(update_sent_back_twice, "2026-06-24", id="the second thirty days"),
    ],
)
def test_an_update_that_is_not_filed_again_is_deemed_unsuitable(
    way: Callable[[], Review], lapsed_on: str
) -> None:
    review = way()
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.25", lapsed_on)
    assert review.told("T-17.25")[-1][1:] == ("applicant", lapsed_on)
    assert review.notices[-1].template == "lapsed"
    assert review.rows("sanctions") == []


@pytest.mark.rule("T-13.4", "T-17.25", "R-T.6")
def test_what_is_left_of_its_thirty_days_runs_on_after_a_preliminary_return() -> None:
    """Seven days are used on 4 May; 23 are left from Friday 8 May: Sunday 31 May, so Monday."""
    review = update_refiled()
    review.takes_up("2026-05-05T10:00")
    review.examines("2026-05-06T10:00", "type_size")
    assert review.due("T-17.25") == "paused"
    review.serves("T-13.4/1", "2026-05-08T10:00", by=Office.BOOKS_BRANCH)

    assert (review.stage, review.due("T-17.25")) == (Stage.CORRECTION, "2026-06-01T17:30:00")


# -- objection within an update ------------------------------------------------------------------


def objected_to_update() -> Review:
    """Objected on Monday 4 May to one of three errors, when seven of thirty days are used."""
    review = update_in_correction()
    review.objects("2026-05-04T14:00", 3)
    return review


def heard_without_score(review: Review, received: str) -> None:
    review.hears("2026-05-06T10:00")
    review.answers(received, 3, score=None, scientific_errors=0)


@pytest.mark.rule("T-22.1", "T-17.25")
def test_an_objection_names_one_of_the_errors_in_the_report() -> None:
    review = update_in_correction()
    name, known = "file_objection", {"coefficient": "1.30"}
    items: Any = [{"finding_no": 4, "ground": "it is none"}]
    fee: Body = {"amount": "50700.00", "paid_on": "2026-04-17", "receipt_no": "D-99"}
    body: Body = {"items": items, "fee": fee}

    refused = review.refused(name, Role.APPLICANT, "2026-05-04T14:00", body, known=known)
    assert rules_of(refused) == ["T-22.1"]


@pytest.mark.rule("T-22.2", "T-17.25")
def test_the_report_on_it_gives_an_update_no_score() -> None:
    review = objected_to_update()
    review.hears("2026-05-06T10:00")
    name, when = "record_objection_report", "2026-05-20T10:00"
    body = heard(3, scientific_errors=0)

    assert rules_of(review.refused(name, Office.REVIEW_COMMISSION, when, body)) == ["T-17.25"]
    review.answers(when, 3, score=None, scientific_errors=0)
    assert review.stage == Stage.FOLLOW_UP


@pytest.mark.rule("R-T.13", "T-17.25")
def test_after_an_objection_the_thirty_days_run_on_and_the_rounds_count_on() -> None:
    """Seven days are used; 23 remain after the service of Monday 8 June: Wednesday 1 July."""
    review = objected_to_update()
    assert review.due("T-17.25") == "paused"
    heard_without_score(review, "2026-05-20T10:00")
    review.decides("2026-06-08T10:00", "correction", decided_on="2026-06-08")
    review.serves("T-22.2/1", "2026-06-08T14:00")
    assert (review.stage, review.due("T-17.25")) == (Stage.CORRECTION, "2026-07-01T17:30:00")

    review.refiles("2026-07-01T10:00")
    passes_preliminary(review, "2026-07-02")
    reports_on_update(review, "2026-07-06", 1)
    assert (review.stage, rounds(review)) == (Stage.AWAITING_SERVICE, ["T-17.25"])
    review.serves("T-17.25/2", "2026-07-08T10:00")
    assert rounds(review) == ["T-17.25", "T-17.25#2"]
    assert review.file.terms.keys() & {"T-22.1#2"} == set()


@pytest.mark.rule("R-T.13", "T-22.2", "T-17.25")
@pytest.mark.parametrize(
    ("decision", "stage"),
    [("accept", Stage.CLOSED), ("re-review", Stage.RE_REVIEW), ("not-suitable", None)],
)
def test_upon_an_objection_the_board_may_end_the_rounds(decision: str, stage: Stage | None) -> None:
    review = objected_to_update()
    heard_without_score(review, "2026-05-20T10:00")
    review.decides("2026-06-08T10:00", decision, decided_on="2026-06-08")

    assert review.stage == (stage or Stage.AWAITING_SERVICE)
    assert review.term("T-17.25").state == "dropped"


@pytest.mark.rule("R-T.13", "T-17.25")
def test_a_re_review_upon_an_objection_comes_back_to_the_board_and_not_to_the_applicant() -> None:
    review = objected_to_update()
    heard_without_score(review, "2026-05-20T10:00")
    review.decides("2026-06-08T10:00", "re-review", decided_on="2026-06-08")
    review.assigns("2026-06-09T10:00", order_no="G-2")
    reports_on_update(review, "2026-06-22", 2)

    assert (review.stage, rounds(review)) == (Stage.FOLLOW_UP, ["T-17.25"])
    review.decides("2026-06-29T10:00", "accept", decided_on="2026-06-29")
    assert review.outcome == ("accepted", "T-17.19", "2026-06-29")


@pytest.mark.rule("R-T.13", "T-22.1", "T-17.25")
def test_who_let_the_first_chance_pass_may_object_to_the_second_report() -> None:
    """15 days after Monday 25 May are Tuesday 9 June."""
    review = update_sent_back_twice()
    assert review.due("T-22.1#2") == "2026-06-09T17:30:00"
    review.objects("2026-06-09T17:00", 2)

    assert (review.stage, review.due("T-17.25#2")) == (Stage.OBJECTION, "paused")


# -- what the Board orders -----------------------------------------------------------------------


@pytest.mark.rule("T-17.13", "T-17.25")
def test_a_correction_that_the_board_orders_comes_back_to_the_board_with_errors_as_well() -> None:
    """30 days after Tuesday 1 December are Thursday 31 December."""
    review = update_reported()
    review.decides(NOVEMBER_24, "correction")
    review.serves("T-17.13/1", "2026-12-01T10:00")
    assert (review.stage, review.due("T-17.13")) == (Stage.CORRECTION, "2026-12-31T17:30:00")
    review.refiles("2026-12-04T10:00")
    passes_preliminary(review, "2026-12-07")
    assert review.stage == Stage.SECOND_REVIEW
    reports_on_update(review, "2026-12-14", 2)

    assert (review.stage, rounds(review)) == (Stage.FOLLOW_UP, [])
    review.decides("2026-12-21T10:00", "accept", decided_on="2026-12-21")
    assert review.outcome == ("accepted", "T-17.25", "2026-12-21")


@pytest.mark.rule("T-17.19", "R-T.12", "T-17.25")
def test_a_re_review_of_an_update_is_without_a_score_too() -> None:
    review = update_reported()
    review.decides(NOVEMBER_24, "re-review")
    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.REVIEW_DEPARTMENT)
    review.assigns("2026-11-25T10:00", order_no="G-2")
    name, when = "record_review_report", "2026-12-07T10:00"
    assert rules_of(review.refused(name, Office.REVIEW_COMMISSION, when, scored("92.00"))) == [
        "T-17.11"
    ]
    review.updates(when, 1)
    assert review.stage == Stage.RE_EVALUATION
    review.evaluates("2026-12-14T10:00", agrees=True, scientific_errors=0)

    assert (review.stage, rounds(review)) == (Stage.FOLLOW_UP, [])
