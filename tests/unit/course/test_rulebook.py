"""The dated figures of the course lifecycle, read from the rulebook as it ships."""

from datetime import date, datetime

import pytest

from tests.kit.calendars import turkish_calendar
from workflows.course.offices import Office
from workflows.course.rules.rights import (
    completion_counts_from,
    exams_count_from,
    last_exam_day,
)
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.rulebook import NotInForce, edition_on, with_figures
from workflows.kernel.law.term import OnEnd, Unit, open_term

from .courses import BOOK, EDITIONS

OPENED_AT = datetime(2026, 8, 31, 10, 0, tzinfo=ISTANBUL)


@pytest.mark.parametrize(
    ("term", "ends_on", "due_on", "due_at"),
    [
        # the worked examples of the guide's twelve months and one month
        pytest.param(
            "completion",
            date(2027, 2, 28),
            date(2028, 2, 28),
            "2028-02-29T00:00",
            id="a year on, in the midst of Ramazan",
            marks=pytest.mark.rule("C-8.1", "R-C.9"),
        ),
        pytest.param(
            "completion",
            date(2028, 2, 29),
            date(2029, 2, 28),
            "2029-03-01T00:00",
            id="a year on from a leap day",
            marks=pytest.mark.rule("C-8.1", "R-C.9"),
        ),
        pytest.param(
            "document",
            date(2027, 1, 31),
            date(2027, 2, 28),
            "2027-03-01T00:00",
            id="a month on, a Sunday",
            marks=pytest.mark.rule("C-8.11", "R-C.9"),
        ),
        pytest.param(
            "exam_window",
            date(2027, 2, 28),
            date(2028, 2, 28),
            "2028-02-29T00:00",
            id="the anniversary, not rolled",
            marks=pytest.mark.rule("C-8.5", "R-C.9"),
        ),
    ],
)
def test_terms_are_counted_from_the_end_clamped_and_never_rolled(
    term: str, ends_on: date, due_on: date, due_at: str
) -> None:
    found = open_term(BOOK.term(term), term, ends_on, OPENED_AT, turkish_calendar())

    assert found.due_on == due_on
    assert found.due_at == datetime.fromisoformat(due_at).replace(tzinfo=ISTANBUL)


@pytest.mark.rule("R-C.10")
def test_an_overrun_escalates_and_nothing_ever_lapses() -> None:
    at_end = {name: law.on_end for name, law in BOOK.terms.items()}

    assert at_end == {
        "teaching": OnEnd.RELEASE,
        "completion": OnEnd.ESCALATE,
        "document": OnEnd.ESCALATE,
        "exam_window": OnEnd.RELEASE,
    }
    for law in BOOK.terms.values():
        offices = ("education-directorate", "general-directorate")
        assert law.escalates_to == (offices if law.on_end is OnEnd.ESCALATE else ())


@pytest.mark.rule("C-0.1")
def test_the_institution_acts_through_its_manager() -> None:
    assert {law.awaits for law in BOOK.terms.values()} == {Office.PRINCIPAL}


def test_reminders_come_before_the_end_the_earliest_first() -> None:
    reminders = {name: law.reminders for name, law in BOOK.terms.items()}

    assert reminders == {
        "teaching": (),
        "completion": (60, 30, 10),
        "document": (10, 3, 0),
        "exam_window": (60, 30, 10),
    }
    assert all(law.unit is Unit.MONTHS for law in BOOK.terms.values() if law.reminders)


def test_every_term_and_figure_names_its_rule() -> None:
    assert set(BOOK.rules) == set(BOOK.figures)
    named = [*BOOK.rules.values(), *(law.rule for law in BOOK.terms.values())]
    assert all(rule.startswith(("C-", "R-C.")) for rule in named)


def test_the_exam_rules_count_the_months_of_their_terms() -> None:
    half = with_figures(BOOK, {"terms.exam_window.length": 6, "terms.completion.length": 6})
    ended = date(2026, 11, 27)

    # half a year on from a Friday in November: Thursday 27 May 2027
    assert last_exam_day(ended, turkish_calendar(), half) == date(2027, 5, 27)
    assert completion_counts_from(ended, half) == exams_count_from(ended, half) == ended
    # of older courses the fixed day stays, whatever the length
    older = date(2021, 6, 30)
    assert last_exam_day(older, turkish_calendar(), half) == date(2023, 1, 1)


@pytest.mark.rule("C-8.6", "R-C.7")
def test_the_fixed_day_of_older_courses_is_the_end_of_their_term() -> None:
    later = with_figures(BOOK, {"figures.certificates.fixed_due_on": "2023-03-01"})
    ended = date(2021, 6, 30)

    assert completion_counts_from(ended, BOOK) == date(2022, 1, 1)
    assert completion_counts_from(ended, later) == date(2022, 3, 1)


def test_courses_of_the_earlier_directive_have_an_edition() -> None:
    assert edition_on(EDITIONS, date(2020, 4, 16)).edition == "2022-01-01"
    with pytest.raises(NotInForce):
        edition_on(EDITIONS, date(2019, 12, 31))
