"""Reviews of translations of accepted books: coded, and without a score (m.11(2)b)."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.judgement import gate
from workflows.textbook_law.registers import Register
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import OTHERS, REVIEWERS, Body, Review, order, scored
from .unscored import (
    passes_preliminary,
    reports_on_translation,
    translation_at_directorate,
    translation_in_review,
    translation_reported,
    translators,
)

MARCH_23 = "2026-03-23T10:00"
NOVEMBER_24 = "2026-11-24T10:00"


def ordered_wrongly(review: Review, **changes: Any) -> list[str]:
    body = order(**changes)
    return rules_of(review.refused("assign_commission", Office.PRESIDENCY, MARCH_23, body))


# -- its commission ------------------------------------------------------------------------------


@pytest.mark.rule("T-11.2b", "T-13.2b")
def test_a_translation_is_coded_and_the_presidency_sets_up_its_commission() -> None:
    review = translation_at_directorate()
    assert (review.stage, review.waiting_on) == (Stage.AT_DIRECTORATE, Office.PRESIDENCY)
    name = "propose_commission"
    body: Body = {"members": REVIEWERS, "chair": "person-0"}
    assert rules_of(review.refused(name, Office.REVIEW_DEPARTMENT, MARCH_23, body)) == ["T-20.1"]
    name = "assign_commission"
    assert rules_of(review.refused(name, Office.DIRECTORATE, MARCH_23, order())) == ["T-17.2"]
    command = review.command(name, Office.PRESIDENCY, MARCH_23, order())
    asked = gate.question_for(review.reading, command)
    assert asked is not None
    assert asked[0].by == Register.SANCTIONS  # S-37.1; the queue is not asked
    translators(review, MARCH_23)

    assert (review.stage, review.waiting_on) == (Stage.FIRST_REVIEW, Office.REVIEW_COMMISSION)
    [told] = [notice for notice in review.notices if notice.rule == "T-17.3"]
    assert (told.addressee, told.facts["file_no"]) == ("review-commission", "K7-0312")


@pytest.mark.rule("T-11.2b")
def test_who_sits_on_it_is_for_the_presidency() -> None:
    two: Any = OTHERS[:2]
    review = translation_at_directorate()
    translators(review, MARCH_23, members=two, chair="other-0")

    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("T-11.2b", "T-17.3", "T-17.5", "R-T.26")
@pytest.mark.parametrize(
    ("member", "refused"),
    [
        pytest.param({"id": "guest-1", "outside": True}, ["T-17.5"], id="no protocol"),
        pytest.param({"id": "other-0"}, ["T-11.2b"], id="named twice"),
        pytest.param({"id": "applicant-1"}, ["R-T.26"], id="who filed"),
    ],
)
def test_but_by_protocol_once_each_and_nobody_who_made_it(
    member: dict[str, Any], refused: list[str]
) -> None:
    usual: Any = OTHERS[3]
    members: Any = [*OTHERS[:2], usual | member]
    review = translation_at_directorate()

    assert ordered_wrongly(review, members=members, chair="other-0") == refused
    assert ordered_wrongly(review, members=OTHERS, chair="other-9") == ["T-17.3"]


# -- to the Board --------------------------------------------------------------------------------


@pytest.mark.rule("T-11.2b", "R-T.24", "T-4.4", "T-18.3")
@pytest.mark.parametrize("errors", [0, 7])
def test_its_report_goes_to_the_board_without_score_or_evaluation(errors: int) -> None:
    review = translation_in_review()
    name, role = "record_review_report", Office.REVIEW_COMMISSION
    assert rules_of(review.refused(name, role, "2026-04-06T10:00", scored("92.00"))) == ["T-17.11"]
    reports_on_translation(review, "2026-04-06T10:00", errors)

    assert (review.stage, review.waiting_on) == (Stage.FOLLOW_UP, Office.BOARD)
    assert review.term("T-18.3").state == "met"
    review.decides(NOVEMBER_24, "accept")
    assert review.outcome == ("accepted", "T-11.2b", "2026-11-24")
    assert [book["names_on_cover"] for book in review.books] == ["authors"]


@pytest.mark.rule("T-11.2b", "T-18.3", "S-D")
def test_the_first_review_of_a_translation_has_a_year_as_well() -> None:
    """T.8: 9 March 2027 is Ramazan, the term rolls to Friday the 12th."""
    review = translation_in_review()
    review.until("2027-03-16T00:00")

    assert review.entries("extension") == [("extension", "T-18.3", "2027-03-12T23:59:59")]


@pytest.mark.rule("T-11.2b", "T-17.13")
def test_a_correction_that_the_board_orders_is_looked_at_as_a_translation_again() -> None:
    """30 days after Tuesday 1 December are Thursday 31 December."""
    review = translation_reported(7)
    review.decides(NOVEMBER_24, "correction")
    review.serves("T-17.13/1", "2026-12-01T10:00")
    assert review.due("T-17.13") == "2026-12-31T17:30:00"
    review.refiles("2026-12-04T10:00")
    passes_preliminary(review, "2026-12-07")
    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_COMMISSION)
    reports_on_translation(review, "2026-12-14T10:00", 1)

    assert review.stage == Stage.FOLLOW_UP
    review.decides("2026-12-21T10:00", "accept", decided_on="2026-12-21")
    assert review.outcome == ("accepted", "T-11.2b", "2026-12-21")


@pytest.mark.rule("T-17.13", "R-T.7", "T-11.2b")
def test_such_a_correction_lapses_as_any_other() -> None:
    review = translation_reported(7)
    review.decides(NOVEMBER_24, "correction")
    review.serves("T-17.13/1", "2026-12-01T10:00")
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.13", "2026-12-31")


@pytest.mark.rule("T-17.19", "R-T.12", "T-11.2b")
def test_the_presidency_sets_up_the_commission_of_a_re_review_too() -> None:
    review = translation_reported()
    review.decides(NOVEMBER_24, "re-review")
    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.PRESIDENCY)
    translators(review, "2026-11-25T10:00", members=OTHERS, chair="other-0", order_no="G-2")
    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.REVIEW_COMMISSION)
    reports_on_translation(review, "2026-12-07T10:00", 2)

    assert review.stage == Stage.FOLLOW_UP
    review.decides("2026-12-14T10:00", "accept", decided_on="2026-12-14")
    assert review.outcome == ("accepted", "T-17.19", "2026-12-14")


@pytest.mark.rule("T-22.1", "T-22.2", "T-11.2b", "T-17.23")
def test_a_rejected_translation_is_open_to_an_objection_without_a_score() -> None:
    """15 days after Monday 30 November are Tuesday 15 December."""
    review = translation_reported(7)
    review.decides(NOVEMBER_24, "not-suitable")
    review.serves("T-17.23/1", "2026-11-30T10:00")
    assert review.due("T-22.1") == "2026-12-15T17:30:00"
    review.objects("2026-12-14T10:00", 7)
    review.hears("2026-12-15T10:00")
    review.answers("2026-12-21T10:00", 7, score=None, scientific_errors=0)
    review.decides("2026-12-28T10:00", "accept", decided_on="2026-12-28")

    assert review.outcome == ("accepted", "T-22.2", "2026-12-28")
