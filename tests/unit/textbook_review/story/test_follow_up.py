"""The follow-up form before every decision of the Board, and who may decide (m.23, m.19(2))."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.case.refusal import Refusal
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import Body, Review, ruled
from .unscored import translation_reported, update_reported
from .ways import (
    at_directorate,
    before_board,
    in_evaluation,
    in_first_review,
    in_re_evaluation,
    in_second_evaluation,
    objected,
    objected_in_correction,
    to_be_presented,
)

DAY = "2027-02-01T10:00"
"""A Monday later than everything here."""


def refused_form(review: Review, **changes: Any) -> list[str]:
    form: Body = {"members": ["board-2", "board-3"], "form_no": "TF-1"}
    return rules_of(review.refused("sign_follow_up_form", Office.BOARD, DAY, form | changes))


# -- before every decision -----------------------------------------------------------------------


def disagreed() -> Review:
    review = in_evaluation()
    review.evaluates("2026-04-20T10:00", agrees=False)
    return review


def second_round() -> Review:
    review = in_second_evaluation("91.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=False)
    return review


def re_reviewed() -> Review:
    review = in_re_evaluation()
    review.evaluates("2027-01-25T10:00", agrees=True)
    return review


def corrected_by_order() -> Review:
    """Back from a correction that the Board ordered on 24 November."""
    review = before_board()
    review.decides("2026-11-24T10:00", "correction")
    review.serves("T-17.13/1", "2026-12-01T10:00")
    review.refiles("2026-12-04T10:00")
    review.takes_up("2026-12-07T09:00")
    review.examines("2026-12-07T10:00")
    review.scores("2026-12-14T10:00", "91.00")
    review.evaluates("2026-12-15T10:00", agrees=True, below_90=False)
    return review


def heard_after_rejection() -> Review:
    review = objected()
    review.hears("2026-04-27T10:00")
    review.answers("2026-05-11T10:00")
    return review


def heard_in_correction() -> Review:
    review = objected_in_correction()
    review.hears("2026-05-06T10:00")
    review.answers("2026-05-11T10:00")
    return review


@pytest.mark.rule("T-23.1", "T-4.4")
@pytest.mark.parametrize(
    ("way", "nth"),
    [
        pytest.param(to_be_presented, 1, id="90 points"),
        pytest.param(disagreed, 1, id="disagreement"),
        pytest.param(second_round, 1, id="second round"),
        pytest.param(re_reviewed, 2, id="re-review"),
        pytest.param(corrected_by_order, 2, id="after a correction that it ordered"),
        pytest.param(heard_after_rejection, 1, id="objection to a rejection"),
        pytest.param(heard_in_correction, 1, id="objection in a correction"),
        pytest.param(update_reported, 1, id="update"),
        pytest.param(translation_reported, 1, id="translation"),
    ],
)
def test_the_board_decides_on_nothing_that_its_members_have_not_signed(
    way: Callable[[], Review], nth: int
) -> None:
    review = way()
    reported_on = review.journal[-1].counts_from.date().isoformat()
    assert (review.stage, review.waiting_on) == (Stage.FOLLOW_UP, Office.BOARD)
    assert review.told("T-23.1")[-1] == (f"T-23.1/{nth}", "board", reported_on)
    assert len(review.told("T-23.1")) == nth
    body = ruled("correction", decided_on="2027-02-01")
    assert rules_of(review.refused("record_board_decision", Office.BOARD, DAY, body)) == ["T-4.4"]

    review.signs(DAY)
    assert (review.stage, review.waiting_on) == (Stage.BOARD, Office.BOARD)
    review.send("record_board_decision", Office.BOARD, DAY, body)
    assert review.stage not in {Stage.FOLLOW_UP, Stage.BOARD}


@pytest.mark.rule("T-23.1")
def test_one_form_opens_the_way_to_one_decision() -> None:
    review = before_board()
    form: Body = {"members": ["board-2", "board-3"], "form_no": "TF-2"}
    again = review.refused("sign_follow_up_form", Office.BOARD, DAY, form)

    assert rules_of(again) == ["T-23.1"]
    assert review.stage == Stage.BOARD


@pytest.mark.rule("T-16.2b", "T-23.1")
def test_an_early_return_of_what_is_unfit_for_its_programme_needs_no_form() -> None:
    review = in_first_review()
    body: Body = {"decision_no": "K-8", "decided_on": "2026-03-24"}
    review.send("record_unfit_for_programme", Office.BOARD, "2026-03-25T10:00", body)

    assert review.stage == Stage.AWAITING_SERVICE
    assert review.told("T-23.1") == []


# -- who signs -----------------------------------------------------------------------------------


@pytest.mark.rule("T-23.1")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"members": ["board-2"]}, ["T-23.1"], id="one, and no reason"),
        pytest.param({"members": ["board-2", "board-2"]}, ["T-23.1"], id="one, twice"),
        pytest.param({"members": []}, ["T-23.1"], id="nobody"),
        pytest.param(
            {"members": ["board-2"], "absent_reason": "busy"}, ["T-23.1"], id="no such reason"
        ),
    ],
)
def test_two_members_sign(changes: dict[str, Any], refused: list[str]) -> None:
    review = to_be_presented()

    assert refused_form(review, **changes) == refused
    assert review.stage == Stage.FOLLOW_UP


@pytest.mark.rule("T-23.1")
@pytest.mark.parametrize("reason", ["leave", "sick", "duty"])
def test_one_signs_alone_while_two_are_on_leave_sick_or_on_duty(reason: str) -> None:
    review = to_be_presented()
    review.signs("2026-04-21T10:00", members=["board-2"], absent_reason=reason)

    assert review.stage == Stage.BOARD


@pytest.mark.rule("T-23.1", "R-T.26")
@pytest.mark.parametrize("person", ["pre-1", "person-0", "evaluator-0"])
def test_nobody_who_sat_on_a_commission_of_the_draft_signs(person: str) -> None:
    review = to_be_presented()

    assert refused_form(review, members=["board-2", "board-3", person]) == ["R-T.26"]
    assert refused_form(review, members=[person, "board-2"]) == ["R-T.26"]


@pytest.mark.rule("T-23.1", "R-T.26", "T-22.2")
def test_nor_anybody_who_has_heard_an_objection_to_it() -> None:
    review = heard_after_rejection()

    assert refused_form(review, members=["board-2", "other-1"]) == ["R-T.26"]


# -- who decides ---------------------------------------------------------------------------------


def ruling_by(review: Review, person: str) -> list[str]:
    body = ruled("correction", decided_on="2027-02-01")
    sent = review.command("record_board_decision", Office.BOARD, DAY, body, actor=person)
    judged = review.judge(sent)
    return rules_of(judged.reasons) if isinstance(judged, Refusal) else []


@pytest.mark.rule("R-T.26", "T-13.2c")
@pytest.mark.parametrize(
    "person",
    [
        pytest.param("applicant-1", id="who filed, sealed"),
        pytest.param("pre-1", id="who wrote the preliminary report"),
        pytest.param("person-0", id="who wrote the review report"),
        pytest.param("evaluator-0", id="who wrote the evaluation report"),
        pytest.param("pre-2", id="who sat on the preliminary commission"),
        pytest.param("person-3", id="on the review commission"),
        pytest.param("evaluator-1", id="on the evaluation commission"),
    ],
)
def test_nobody_with_a_hand_in_the_case_records_the_decision(person: str) -> None:
    review = before_board()

    assert set(ruling_by(review, person)) == {"R-T.26"}
    assert review.stage == Stage.BOARD
    assert ruling_by(review, "board-1") == []


@pytest.mark.rule("R-T.26", "T-22.2")
def test_nor_who_has_heard_the_objection() -> None:
    review = heard_after_rejection()
    review.signs("2026-05-12T10:00")

    assert ruling_by(review, "other-3") == ["R-T.26"]
    assert ruling_by(review, "board-1") == []


@pytest.mark.rule("R-T.26", "T-17.21")
def test_whoever_referred_a_doubt_does_not_answer_it() -> None:
    review = at_directorate()
    asked: Body = {"question": "does the annex count?"}
    name, when = "refer_doubt_to_board", "2026-03-25T10:00"
    review.send(name, Office.PRESIDENCY, when, asked, actor="member-4")
    assert review.told("T-17.21") == [("T-17.21/1", "board", "2026-03-25")]

    answer: Body = {"decision_no": "K-5", "decided_on": "2026-03-25", "guidance": "it does"}
    name = "record_board_guidance"
    refused = review.refused(name, Office.BOARD, "2026-03-25T11:00", answer, actor="member-4")
    assert rules_of(refused) == ["R-T.26"]
    review.send(name, Office.BOARD, "2026-03-25T12:00", answer, actor="member-5")
