"""What the end of an accepted review opens: the case of its book, by one filing and one instant."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.unit.textbook_review.drafts import a_unit_application
from tests.unit.textbook_review.story.reviews import Review
from tests.unit.textbook_review.story.unscored import translation_reported, update_reported
from tests.unit.textbook_review.story.ways import (
    before_board,
    conditional,
    in_coding,
    in_conditional_check,
    in_guided_check,
)
from workflows.kernel.case.records import Register
from workflows.kernel.case.rows import CaseToOpen, CaseToTell
from workflows.textbook_in_use.messages.acceptance import AcceptedBook, ConditionalAcceptance
from workflows.textbook_in_use.messages.term import AcceptedVersion

BOARD_DAY = "2026-11-24T10:00"
PUBLISHER = {"key": "publisher-3", "institution": "YAY-3"}
"""What the dossier adds to a filing."""


def opened_by(review: Review) -> CaseToOpen | None:
    rows = [each for each in review.registers if each.into == Register.OPENINGS]
    assert len(rows) <= 1
    assert {row.key for row in rows} <= {review.file.case_id}
    return CaseToOpen.model_validate(rows[0].row) if rows else None


def book_of(opening: CaseToOpen) -> AcceptedBook:
    """The filing as the case of a book reads it, once the dossier has said whose it is."""
    applicant: Any = opening.body["applicant"]
    return AcceptedBook.model_validate({**opening.body, "applicant": {**applicant, **PUBLISHER}})


@pytest.mark.rule("T-17.23", "B-25.1")
def test_an_accepted_draft_opens_the_case_of_its_book() -> None:
    review = before_board()
    assert opened_by(review) is None
    review.decides(BOARD_DAY, "accept", first_school_year=2027)

    opening = opened_by(review)
    assert opening is not None
    assert opening.process == "textbook-in-use"
    assert opening.received_at.isoformat() == "2026-11-24T10:00:00+03:00"
    book = book_of(opening)
    assert (book.review, book.lesson, str(book.grade)) == ("2026-0042", "matematik", "7")
    assert (book.decision_no, book.decided_on.isoformat()) == ("K-1", "2026-11-24")
    assert (book.first_school_year, book.conditional) == (2027, None)
    assert opening.body["applicant"] == {"kind": "publisher"}, "who it is the dossier alone knows"


@pytest.mark.rule("R-B.16")
def test_a_conditional_acceptance_opens_it_with_the_confirmation_of_its_corrections() -> None:
    """Served on Tuesday 1 December: seven days end on Tuesday 8; confirmed on Monday 7."""
    review = in_conditional_check()
    assert opened_by(review) is None
    review.checks("2026-12-07T10:00")

    opening = opened_by(review)
    assert opening is not None
    assert opening.received_at.isoformat() == "2026-12-07T10:00:00+03:00"
    met = ConditionalAcceptance(due_on=date(2026, 12, 8), completed_on=date(2026, 12, 7))
    assert book_of(opening).conditional == met


@pytest.mark.rule("R-B.16", "R-B.1")
def test_of_new_errors_the_fifteen_working_days_count() -> None:
    """Served on Friday 11 December: they end on Monday 4 January; confirmed on Monday 11."""
    review = in_guided_check()
    review.finishes("2027-01-11T10:00")

    opening = opened_by(review)
    assert opening is not None
    met = ConditionalAcceptance(due_on=date(2027, 1, 4), completed_on=date(2027, 1, 11))
    assert book_of(opening).conditional == met


@pytest.mark.rule("T-17.18b")
def test_conditions_that_are_not_met_open_nothing() -> None:
    review = conditional()
    review.alone()
    assert review.outcome == ("not-suitable", "T-17.18b", "2026-12-08")
    assert opened_by(review) is None


@pytest.mark.rule("B-34.1")
def test_an_accepted_tool_in_place_of_a_textbook_opens_its_own_case() -> None:
    """By the unit's filing; it is entered beside the textbooks, and on no list of them."""
    review = in_coding(application=a_unit_application(in_place_of_textbook=True))
    review.hands_over("2026-03-18T10:00", code=None)
    review.assigns("2026-03-23T10:00")
    review.scores("2026-04-06T10:00", "92.40", 0)
    review.appoints_evaluators("2026-04-06T10:00")
    review.evaluates("2026-04-20T10:00", agrees=True, scientific_errors=0)
    review.signs("2026-04-21T10:00")
    review.decides(BOARD_DAY, "accept", first_school_year=2027)

    opening = opened_by(review)
    assert opening is not None
    assert book_of(opening).stand_in
    assert review.rows("books") == []
    (entered,) = review.rows("tools-in-place")
    assert (entered["lesson"], entered["grade"]) == ("matematik", "7")
    assert entered["first_school_year"] == 2027


def told_by(review: Review) -> list[CaseToTell]:
    rows = [each for each in review.registers if each.into == Register.TELLINGS]
    return [CaseToTell.model_validate(row.row) for row in rows]


@pytest.mark.rule("R-B.25")
@pytest.mark.parametrize(
    ("reported", "version", "case_id"),
    [
        (update_reported, "update", "textbook-in-use-2021-0042"),
        (translation_reported, "translation", "textbook-in-use-2024-0007"),
    ],
)
def test_the_case_of_the_earlier_book_learns_of_its_accepted_version(
    reported: Callable[[], Review], version: str, case_id: str
) -> None:
    review = reported()
    review.decides(BOARD_DAY, "accept", first_school_year=2027)

    (told,) = told_by(review)
    assert (told.case_id, told.command) == (case_id, "record_version")
    assert told.received_at.isoformat() == "2026-11-24T10:00:00+03:00"
    said = AcceptedVersion.model_validate(told.body)
    assert (said.version, said.review, said.first_school_year) == (version, "2026-0042", 2027)
    assert opened_by(review) is not None


@pytest.mark.rule("R-B.25")
def test_of_any_other_book_no_case_learns() -> None:
    review = before_board()
    review.decides(BOARD_DAY, "accept", first_school_year=2027)
    assert told_by(review) == []
