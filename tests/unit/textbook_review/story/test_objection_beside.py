"""Objections beside a correction, and against a rejection by the Board (m.22, R-T.13)."""

import pytest

from tests.kit.plays import at
from tests.kit.reasons import rules_of
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    Body,
    Review,
    contested,
    served,
)
from .unscored import update_refiled
from .ways import (
    before_board,
    in_correction,
    in_evaluation,
    in_second_review,
    objected_in_correction,
)


def rejected_by_board() -> Review:
    """Found not suitable by the Board; served on Monday 30 November."""
    review = before_board()
    review.decides("2026-11-24T10:00", "not-suitable")
    review.serves("T-17.23/1", "2026-11-30T10:00")
    return review


# -- during a correction -------------------------------------------------------------------------


@pytest.mark.rule("R-T.13", "T-22.1")
def test_an_objection_stops_the_thirty_days_until_the_board_decides() -> None:
    """Seven of thirty days are used; 23 remain after the service of 8 June: Wednesday 1 July."""
    review = objected_in_correction()
    assert (review.stage, review.due("T-17.15b")) == (Stage.OBJECTION, "paused")
    review.until("2026-06-05T10:00")
    assert review.entries("lapse") == []
    review.hears("2026-06-05T11:00")
    review.answers("2026-06-05T12:00", 3, score="83.00")
    review.decides("2026-06-08T10:00", "correction", decided_on="2026-06-08")
    assert review.told("T-22.2") == [("T-22.2/1", "applicant", "2026-06-08")]
    assert (review.stage, review.due("T-17.15b")) == (Stage.AWAITING_SERVICE, "paused")
    review.serves("T-22.2/1", "2026-06-08T14:00")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-07-01T17:30:00")
    again = review.refused("file_objection", Role.APPLICANT, "2026-06-10T10:00", contested())
    assert rules_of(again) == ["T-22.1"]
    review.refiles("2026-07-01T17:30")
    assert review.stage == Stage.SECOND_PRELIMINARY


@pytest.mark.rule("R-T.13", "T-17.15b")
def test_what_is_left_of_the_thirty_days_lapses_as_before() -> None:
    review = objected_in_correction()
    review.hears("2026-06-05T11:00")
    review.answers("2026-06-05T12:00")
    review.decides("2026-06-08T10:00", "correction", decided_on="2026-06-08")
    review.serves("T-22.2/1", "2026-06-08T14:00")
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.15b", "2026-07-01")


@pytest.mark.rule("R-T.13", "T-22.2", "T-4.4")
@pytest.mark.parametrize(
    ("decision", "stage"),
    [
        ("accept", Stage.CLOSED),
        ("conditional", Stage.AWAITING_SERVICE),
        ("re-review", Stage.RE_REVIEW),
        ("not-suitable", Stage.AWAITING_SERVICE),
    ],
)
def test_the_board_may_decide_otherwise_and_the_thirty_days_are_gone(
    decision: str, stage: Stage
) -> None:
    review = objected_in_correction()
    review.hears("2026-06-05T11:00")
    review.answers("2026-06-05T12:00", 3, score="92.00")
    review.decides("2026-06-08T10:00", decision, decided_on="2026-06-08")

    assert review.stage == stage
    assert review.term("T-17.15b").state == "dropped"
    assert review.entries("lapse") == []


@pytest.mark.rule("R-T.13")
@pytest.mark.parametrize("decided_on", ["2026-05-03", "2026-06-09"])
def test_a_pause_does_not_end_before_it_began(decided_on: str) -> None:
    review = objected_in_correction()
    review.hears("2026-06-05T11:00")
    review.answers("2026-06-05T12:00")
    name, when = "record_board_decision", "2026-06-08T10:00"
    body: Body = {"decision": "correction", "decision_no": "K-1", "decided_on": decided_on}

    assert rules_of(review.refused(name, Office.BOARD, when, body)) == ["T-4.4"]


@pytest.mark.rule("T-22.1")
def test_an_objection_on_paper_counts_though_service_was_recorded_after_it_came() -> None:
    """Served on 27 April, objected on 30 April, the service entered here on 4 May."""
    review = in_evaluation()
    review.evaluates("2026-04-20T10:00", agrees=True)
    body = served("T-17.15a/1", "2026-04-27")
    review.send("record_service", Office.REVIEW_DEPARTMENT, "2026-05-04T10:00", body)
    review.send(
        "file_objection",
        Role.REGISTRY,
        "2026-04-30T10:00",
        contested(),
        register_no="E-2026-9",
        now="2026-05-04T11:00",
        known={"coefficient": "1.30"},
    )

    assert review.stage == Stage.OBJECTION
    assert [p.starts_on.isoformat() for p in review.term("T-17.15b").pauses] == ["2026-04-30"]


@pytest.mark.rule("T-22.1", "T-13.4")
def test_who_gets_the_corrected_draft_back_may_still_object_in_the_fifteen_days() -> None:
    review = in_correction()
    review.refiles("2026-04-30T10:00")
    review.takes_up("2026-05-04T10:00")
    review.examines("2026-05-05T10:00", "type_size")
    review.serves("T-13.4/1", "2026-05-06T10:00", by=Office.BOOKS_BRANCH)
    review.objects("2026-05-11T10:00")

    assert review.stage == Stage.OBJECTION
    # three days were used before the filing, five between the return and the objection
    review.hears("2026-05-12T10:00")
    review.answers("2026-05-13T10:00")
    review.decides("2026-05-25T10:00", "correction", decided_on="2026-05-25")
    review.serves("T-22.2/1", "2026-05-25T14:00")
    assert review.due("T-17.15b") == "2026-06-16T17:30:00"


@pytest.mark.rule("T-22.1", "R-T.13")
def test_an_objection_beside_the_preliminary_review_ends_its_fifteen_days() -> None:
    """They end on Tuesday 12 May; the first reminder would be that of Thursday 7 May."""
    review = in_correction()
    review.refiles("2026-04-30T10:00")
    review.takes_up("2026-05-04T10:00")
    review.objects("2026-05-05T10:00")
    told = review.told("T-22.1")
    review.until("2026-05-14T10:00")

    assert review.stage == Stage.SECOND_PRELIMINARY
    assert (review.term("T-22.1").state, review.entries("lapse")) == ("met", [])
    assert review.told("T-22.1") == told
    review.examines("2026-05-14T11:00")
    assert review.stage == Stage.OBJECTION


# -- while the preliminary commission has the corrected draft ------------------------------------


def refiled_early(*, taken_up: bool = True) -> Review:
    """Filed again on Monday 4 May: seven of the thirty days are used, eight of fifteen are left."""
    review = in_correction()
    review.refiles("2026-05-04T10:00")
    if taken_up:
        review.takes_up("2026-05-05T10:00")
    return review


def objected_meanwhile() -> Review:
    """Objected on Wednesday 6 May, before the preliminary commission has reported."""
    review = refiled_early()
    review.objects("2026-05-06T10:00")
    return review


def decided(review: Review, decision: str) -> None:
    """Hear the objection and decide on it, on Monday 25 May."""
    review.hears("2026-05-12T10:00")
    review.answers("2026-05-13T10:00")
    review.decides("2026-05-25T10:00", decision, decided_on="2026-05-25")


@pytest.mark.rule("T-22.1", "T-14.2")
@pytest.mark.parametrize("taken_up", [False, True])
def test_an_objection_may_come_meanwhile_and_the_preliminary_review_goes_on(
    *, taken_up: bool
) -> None:
    """Ten working days after 4 May: 5 to 8, 11 to 15 and Monday 18 May; no objection moves them."""
    review = refiled_early(taken_up=taken_up)
    review.objects("2026-05-06T10:00")

    assert (review.stage, review.waiting_on) == (
        Stage.SECOND_PRELIMINARY,
        Office.PRELIMINARY_COMMISSION,
    )
    assert str(review.term("T-14.2#2").due_on) == "2026-05-18"
    assert review.term("T-22.1").state == "met"
    again = review.refused("file_objection", Role.APPLICANT, "2026-05-07T10:00", contested())
    assert rules_of(again) == ["T-22.1"]
    review.until("2026-05-18T10:00")
    assert (review.told("T-22.1"), review.entries("lapse")) == ([], [])


@pytest.mark.rule("T-22.1", "R-S.4")
@pytest.mark.parametrize(
    ("received", "refused"),
    [
        pytest.param("2026-05-12T17:30:00", [], id="close of business of the fifteenth day"),
        pytest.param("2026-05-12T17:30:01", ["T-22.1"], id="a second later"),
    ],
)
def test_its_fifteen_days_run_on_meanwhile(received: str, refused: list[str]) -> None:
    """T.8: fifteen days after Monday 27 April are Tuesday 12 May."""
    review = refiled_early()
    name, known = "file_objection", {"coefficient": "1.30"}
    sent = review.command(name, Role.APPLICANT, received, contested(), known=known)
    judged = review.judge(sent)

    assert (rules_of(judged.reasons) if isinstance(judged, Refusal) else []) == refused


@pytest.mark.rule("R-T.13", "T-13.4", "R-T.6")
def test_if_the_draft_fails_the_thirty_days_stand_until_the_board_has_decided() -> None:
    """Seven days were used before 4 May; 23 are left after Monday 25 May: Wednesday 17 June."""
    review = objected_meanwhile()
    review.examines("2026-05-07T10:00", "type_size")
    review.serves("T-13.4/1", "2026-05-08T10:00", by=Office.BOOKS_BRANCH)
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
    assert review.due("T-17.15b") == "paused"
    assert review.told("T-22.1") == [("T-22.1/1", "presidency", "2026-05-08")]
    decided(review, "correction")
    review.serves("T-22.2/1", "2026-05-25T14:00")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-06-17T17:30:00")
    review.refiles("2026-06-17T17:30")
    assert review.stage == Stage.SECOND_PRELIMINARY


@pytest.mark.rule("R-T.13", "T-22.1", "T-13.4")
def test_an_objection_may_come_too_while_the_return_waits_for_its_service() -> None:
    """The clock stands from 4 May in any case: again 23 days after 25 May."""
    review = refiled_early()
    review.examines("2026-05-07T10:00", "type_size")
    review.objects("2026-05-08T10:00")
    assert (review.stage, review.waiting_on) == (Stage.AWAITING_SERVICE, Office.BOOKS_BRANCH)
    review.serves("T-13.4/1", "2026-05-11T10:00", by=Office.BOOKS_BRANCH)
    assert review.stage == Stage.OBJECTION
    decided(review, "correction")
    review.serves("T-22.2/1", "2026-05-25T14:00")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-06-17T17:30:00")


@pytest.mark.rule("R-T.13", "T-17.16", "T-17.15b")
def test_if_it_passes_the_board_decides_first_and_the_corrected_draft_goes_on() -> None:
    review = objected_meanwhile()
    review.examines("2026-05-07T10:00")
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
    term = review.term("T-17.15b")
    assert (term.state, term.closed_at) == ("met", at("2026-05-04T10:00"))
    decided(review, "correction")

    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_COMMISSION)
    assert [key for key in review.file.terms if key.startswith("T-17.1")] == ["T-17.15b"]
    review.scores("2026-06-15T10:00", "91.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=False)
    review.decides("2026-07-06T10:00", "accept", decided_on="2026-07-06")
    assert review.outcome == ("accepted", "T-17.17b", "2026-07-06")


@pytest.mark.rule("R-T.13", "T-22.2", "T-4.4")
@pytest.mark.parametrize(
    ("decision", "stage"),
    [
        ("accept", Stage.CLOSED),
        ("re-review", Stage.RE_REVIEW),
        ("not-suitable", Stage.AWAITING_SERVICE),
    ],
)
@pytest.mark.parametrize("failed", [(), ("type_size",)])
def test_whatever_else_it_decides_takes_the_place_of_the_second_review(
    decision: str, stage: Stage, failed: tuple[str, ...]
) -> None:
    review = objected_meanwhile()
    review.examines("2026-05-07T10:00", *failed)
    if failed:
        review.serves("T-13.4/1", "2026-05-08T10:00", by=Office.BOOKS_BRANCH)
    decided(review, decision)

    assert review.stage == stage
    assert review.term("T-17.15b").state == ("dropped" if failed else "met")
    assert review.told("T-22.2") == [("T-22.2/1", "applicant", "2026-05-25")]


@pytest.mark.rule("R-T.13", "T-22.1", "T-17.25")
def test_so_it_is_with_an_update() -> None:
    """Served on 27 April and filed again on 4 May as well: 23 days after 25 May."""
    review = update_refiled()
    review.takes_up("2026-05-05T10:00")
    review.objects("2026-05-06T10:00", 3)
    review.examines("2026-05-07T10:00", "type_size")
    review.serves("T-13.4/1", "2026-05-08T10:00", by=Office.BOOKS_BRANCH)
    review.hears("2026-05-12T10:00")
    review.answers("2026-05-13T10:00", score=None, scientific_errors=0)
    review.decides("2026-05-25T10:00", "correction", decided_on="2026-05-25")
    review.serves("T-22.2/1", "2026-05-25T14:00")

    assert (review.stage, review.due("T-17.25")) == (Stage.CORRECTION, "2026-06-17T17:30:00")


# -- after a rejection by the Board --------------------------------------------------------------


@pytest.mark.rule("T-22.1", "R-T.13", "T-17.23")
def test_a_rejection_by_the_board_is_open_to_objection_and_else_that_of_its_decision() -> None:
    review = rejected_by_board()
    assert (review.stage, review.due("T-22.1")) == (Stage.OBJECTION_OPEN, "2026-12-15T17:30:00")
    review.alone()
    assert review.outcome == ("not-suitable", "T-17.23", "2026-11-24")

    review = rejected_by_board()
    review.objects("2026-12-14T10:00")
    review.hears("2026-12-21T10:00")
    review.answers("2027-01-04T10:00", 3, score="93.00")
    review.decides("2027-01-18T10:00", "accept", decided_on="2027-01-18")
    assert review.outcome == ("accepted", "T-22.2", "2027-01-18")


@pytest.mark.rule("T-22.1", "R-T.13")
def test_who_objected_during_the_correction_does_not_object_again() -> None:
    review = objected_in_correction()
    review.hears("2026-06-05T11:00")
    review.answers("2026-06-05T12:00")
    review.decides("2026-06-08T10:00", "not-suitable", decided_on="2026-06-08")
    review.serves("T-17.23/1", "2026-06-15T10:00")

    assert review.outcome == ("not-suitable", "T-17.23", "2026-06-08")


@pytest.mark.rule("T-22.1", "R-T.13")
def test_a_chance_not_taken_leaves_the_next_one() -> None:
    """No objection to the correction; the Board rejects after it: now one may come."""
    review = in_second_review()
    review.scores("2026-06-15T10:00", "91.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=False)
    review.decides("2026-07-06T10:00", "not-suitable", decided_on="2026-07-06")
    review.serves("T-17.23/1", "2026-07-08T10:00")

    assert (review.stage, review.due("T-22.1#2")) == (Stage.OBJECTION_OPEN, "2026-07-23T17:30:00")
    review.objects("2026-07-20T10:00")
    assert review.stage == Stage.OBJECTION
