"""Objections when the corrected draft is back, or comes while they are pending (m.22, R-T.13)."""

import pytest

from tests.kit.reasons import rules_of
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import Review, scored
from .ways import in_correction, objected_in_correction


def decided(review: Review, decision: str) -> None:
    """Hear the objection and decide on it, on Monday 25 May."""
    review.hears("2026-05-12T10:00")
    review.answers("2026-05-13T10:00")
    review.decides("2026-05-25T10:00", decision, decided_on="2026-05-25")


# -- after the corrected draft has passed -------------------------------------------------------


def passed_early() -> Review:
    """Filed again on Thursday 30 April, passed on Monday 4 May; the days end on Tuesday 12 May."""
    review = in_correction()
    review.refiles("2026-04-30T10:00")
    review.takes_up("2026-05-04T10:00")
    review.examines("2026-05-04T11:00")
    return review


@pytest.mark.rule("T-22.1", "R-T.13")
def test_a_corrected_draft_that_passes_shortens_no_days_to_object() -> None:
    review = passed_early()
    assert (review.stage, review.due("T-22.1")) == (Stage.SECOND_REVIEW, "2026-05-12T17:30:00")
    review.until("2026-06-01T10:00")

    assert review.stage == Stage.SECOND_REVIEW
    assert review.entries("lapse") == [("lapse", "T-22.1", "2026-05-12T17:30:00")]


@pytest.mark.rule("T-22.1", "R-T.13")
def test_an_objection_after_that_is_decided_on_first_and_the_second_round_waits() -> None:
    review = passed_early()
    review.objects("2026-05-11T10:00")
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
    body = scored("92.00")
    early = review.refused(
        "record_review_report", Office.REVIEW_COMMISSION, "2026-05-11T11:00", body
    )
    assert rules_of(early) == ["T-17.11"]
    decided(review, "correction")

    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_COMMISSION)
    assert review.told("T-22.2") == [("T-22.2/1", "applicant", "2026-05-25")]
    review.scores("2026-06-15T10:00", "91.00")
    assert review.stage == Stage.SECOND_EVALUATION


@pytest.mark.rule("T-22.1", "R-T.13")
@pytest.mark.parametrize("stage", [Stage.SECOND_EVALUATION, Stage.FOLLOW_UP, Stage.BOARD])
def test_so_it_is_however_quickly_the_second_round_goes(stage: Stage) -> None:
    review = passed_early()
    review.scores("2026-05-05T10:00", "91.00")
    if stage != Stage.SECOND_EVALUATION:
        review.evaluates("2026-05-06T10:00", agrees=True, below_90=False)
    if stage == Stage.BOARD:
        review.signs("2026-05-07T10:00")
    assert review.stage == stage
    review.objects("2026-05-11T10:00")
    assert review.stage == Stage.OBJECTION
    decided(review, "correction")

    assert review.stage == stage
    assert review.term("T-22.1").state == "met"


@pytest.mark.rule("T-22.1", "R-T.13", "T-17.17a")
def test_it_may_still_come_while_the_result_of_the_second_round_is_served() -> None:
    review = passed_early()
    review.scores("2026-05-05T10:00", "85.00")
    review.evaluates("2026-05-06T10:00", agrees=True, below_90=True)
    review.objects("2026-05-11T10:00")
    review.serves("T-17.17a/1", "2026-05-11T14:00")

    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
    assert "T-22.1#2" not in review.file.terms


# -- a corrected draft while an objection is pending --------------------------------------------


@pytest.mark.rule("R-T.13", "T-17.15b")
def test_a_corrected_draft_may_come_while_the_objection_is_pending() -> None:
    """The clock stands from Monday 4 May: the filing of the 14th waits for the Board alone."""
    review = objected_in_correction()
    review.hears("2026-05-12T10:00")
    review.refiles("2026-05-14T10:00")
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.REVIEW_COMMISSION)
    review.answers("2026-05-18T10:00")
    review.decides("2026-05-25T10:00", "correction", decided_on="2026-05-25")

    assert (review.stage, review.waiting_on) == (
        Stage.SECOND_PRELIMINARY,
        Office.PRELIMINARY_COMMISSION,
    )
    # the ten working days run from the decision: nobody could look at it before
    assert review.term("T-14.2#2").starts_on.isoformat() == "2026-05-25"
    review.takes_up("2026-06-02T10:00")
    review.examines("2026-06-03T10:00")
    assert (review.stage, review.term("T-17.15b").state) == (Stage.SECOND_REVIEW, "met")


@pytest.mark.rule("R-T.13", "T-13.4", "R-T.6")
def test_if_that_draft_comes_back_what_was_left_when_the_objection_came_is_left() -> None:
    """Seven of thirty days were used on 4 May: 23 after Friday 5 June are Sunday the 28th."""
    review = objected_in_correction()
    review.refiles("2026-05-14T10:00")
    review.hears("2026-05-15T10:00")
    review.answers("2026-05-18T10:00")
    review.decides("2026-05-25T10:00", "correction", decided_on="2026-05-25")
    review.takes_up("2026-06-02T10:00")
    review.examines("2026-06-03T10:00", "type_size")
    review.serves("T-13.4/1", "2026-06-05T10:00", by=Office.BOOKS_BRANCH)

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-06-29T17:30:00")


@pytest.mark.rule("R-T.13", "R-T.4")
def test_nothing_runs_while_the_decision_on_the_objection_is_not_served() -> None:
    """Decided on 2 June, entered on 10 July, served on Monday 13 July: 23 days are 5 August."""
    review = objected_in_correction()
    review.hears("2026-05-12T10:00")
    review.answers("2026-05-18T10:00")
    review.decides("2026-07-10T10:00", "correction", decided_on="2026-06-02")
    review.until("2026-07-13T09:00")
    assert (review.due("T-17.15b"), review.entries("lapse")) == ("paused", [])
    review.serves("T-22.2/1", "2026-07-13T10:00")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-08-05T17:30:00")
