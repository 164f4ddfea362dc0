"""The December hold on forwarding (m.17(20))."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import plain_calendar, turkish_calendar
from tests.unit.textbook_review.drafts import BOOK
from workflows.kernel.law.calendar import CalendarEnds
from workflows.textbook_review.rules.forwarding import held_until, hold_from, last_acceptance_day

CALENDAR = turkish_calendar()
DAY = timedelta(days=1)


@pytest.mark.rule("T-17.20", "R-T.16")
@pytest.mark.parametrize(
    ("last_day", "first_held"),
    [
        pytest.param(date(2026, 12, 8), date(2026, 11, 10), id="2026"),
        pytest.param(date(2027, 12, 8), date(2027, 11, 10), id="2027"),
        pytest.param(date(2028, 12, 8), date(2028, 11, 10), id="2028"),
        pytest.param(date(2029, 12, 10), date(2029, 11, 12), id="2029"),
    ],
)
def test_the_worked_december_comes_out(last_day: date, first_held: date) -> None:
    assert last_acceptance_day(last_day.year, CALENDAR, BOOK) == last_day
    assert hold_from(last_day, CALENDAR, BOOK) == first_held
    assert held_until(first_held - DAY, CALENDAR, BOOK) is None
    assert held_until(first_held, CALENDAR, BOOK) == last_day + DAY
    assert held_until(last_day, CALENDAR, BOOK) == last_day + DAY
    assert held_until(last_day + DAY, CALENDAR, BOOK) is None


@pytest.mark.rule("R-T.16")
def test_the_hold_ends_on_a_saturday_too() -> None:
    friday = date(2028, 12, 8)
    assert (friday + DAY).weekday() == 5
    assert held_until(friday, CALENDAR, BOOK) == friday + DAY


@pytest.mark.rule("T-17.20")
def test_a_decreed_closure_moves_the_hold() -> None:
    closed = CALENDAR.closed_also({date(2026, 12, 4): "idari izin"})

    assert last_acceptance_day(2026, closed, BOOK) == date(2026, 12, 9)
    # the closed day lies within the twenty: they begin where they began before
    assert hold_from(date(2026, 12, 9), closed, BOOK) == date(2026, 11, 10)


@pytest.mark.rule("T-17.20")
@given(st.dates(date(2011, 6, 11), date(2044, 12, 31)))
def test_a_hold_is_always_the_last_twenty_working_days_and_the_day_itself(day: date) -> None:
    resumes = held_until(day, CALENDAR, BOOK)
    last_day = last_acceptance_day(day.year, CALENDAR, BOOK)
    to_go = CALENDAR.working_days_between(day, last_day)

    assert (resumes is not None) == (day <= last_day and to_go <= 20)
    assert resumes in {None, last_day + DAY}


def test_a_december_that_the_calendar_does_not_reach_is_not_guessed() -> None:
    short = plain_calendar().model_copy(update={"covers_until": date(2031, 12, 3)})

    with pytest.raises(CalendarEnds):
        held_until(date(2031, 11, 20), short, BOOK)
