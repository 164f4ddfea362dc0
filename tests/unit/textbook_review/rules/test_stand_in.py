"""A tool in place of a textbook, reviewed like one (m.34(1))."""

from datetime import date, datetime, time
from typing import Any

import pytest

from tests.kit.calendars import turkish_calendar
from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_unit_application, an_application
from workflows.kernel.law.calendar import ISTANBUL
from workflows.textbook_law.terms import TaughtBook
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.rules.filing import breaches_of_filing
from workflows.textbook_review.rules.stand_in import breaches_of_tool

CALENDAR = turkish_calendar()
FILED_ON = date(2031, 3, 10)
"""In the school year of 2030."""


def a_book(first: int, last: int | None) -> TaughtBook:
    return TaughtBook(book_no="2026-0031", first_school_year=first, last_school_year=last)


@pytest.mark.rule("B-34.1")
@pytest.mark.parametrize(
    ("books", "found"),
    [
        pytest.param([], [], id="no textbook"),
        pytest.param([a_book(2027, 2031)], ["B-34.1"], id="one this year and the next"),
        pytest.param([a_book(2026, 2030)], [], id="in its last year"),
        pytest.param([a_book(2031, None)], [], id="only from the next year on"),
        pytest.param(
            [a_book(2026, 2030), a_book(2031, None)], ["B-34.1"], id="one after the other"
        ),
    ],
)
def test_a_tool_stands_in_where_there_is_no_textbook(
    books: list[TaughtBook], found: list[str]
) -> None:
    tool = a_unit_application(in_place_of_textbook=True)
    known: dict[str, Any] = {"textbooks-taught": [book.model_dump() for book in books]}
    received_at = datetime.combine(FILED_ON, time(10), ISTANBUL)

    assert rules_of(breaches_of_tool(tool, FILED_ON, CALENDAR, books)) == found
    assert rules_of(breaches_of_filing(tool, received_at, CALENDAR, BOOK, known)) == found
    assert breaches_of_tool(a_unit_application(), FILED_ON, CALENDAR, books) == ()


@pytest.mark.rule("B-34.1")
def test_the_unit_prepares_it_and_it_is_no_update_or_translation() -> None:
    publisher = an_application(in_place_of_textbook=True)
    both = a_unit_application(in_place_of_textbook=True, translation_of="2029-0077")

    for wrong in (publisher, both):
        assert rules_of(breaches_of_tool(wrong, FILED_ON, CALENDAR, ())) == ["B-34.1"]


@pytest.mark.rule("B-34.1")
def test_the_textbooks_of_its_lesson_and_grade_are_asked() -> None:
    def asked(**changes: Any) -> dict[str, Any]:
        draft = a_unit_application(**changes)
        return {each.by: each.request for each in REVIEW.asks(draft).inquiries}

    assert asked(in_place_of_textbook=True)["textbooks-taught"] == {
        "lesson": "matematik",
        "grade": "7",
    }
    assert "textbooks-taught" not in asked()
