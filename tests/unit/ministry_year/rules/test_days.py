"""The days of the years 2026 to 2032, against a second computation that knows no calendar of ours.

The holidays that can fall into the counted weeks are listed by hand: 29 October lies before every
count, New Year's Day after December; no religious feast falls between 1 November and 10 January
in these years (Ramazan 2026 is in March and moves to January in 2031 and 2032, from the 24th and
the 14th on). What is left are weekends and 1 January.
"""

from datetime import date, timedelta

import pytest

from tests.unit.ministry_year.years import BOOK, CALENDAR, opened
from workflows.kernel.law.calendar import ISTANBUL
from workflows.ministry_year.rules.days import (
    commission_formed_by,
    end_of_month,
    last_acceptance,
    last_day_before_hold,
    last_day_of_hold,
    list_published_by,
    not_before,
)

YEARS = range(2026, 2033)
HOLIDAYS = {
    *{date(year, 1, 1) for year in range(2026, 2034)},
    *{date(year, 4, 23) for year in YEARS},
    *{date(year, 5, 1) for year in YEARS},
    *{date(year, 5, 19) for year in YEARS},
    *{date(year, 7, 15) for year in YEARS},
    *{date(year, 8, 30) for year in YEARS},
    *{date(year, 10, 29) for year in YEARS},
}
BY_HAND = {
    # year: hold begins, last acceptance, first week, last working day, the list appears
    2026: ("2026-11-10", "2026-12-08", "2026-12-07", "2026-12-31", "2027-01-08"),
    2027: ("2027-11-10", "2027-12-08", "2027-12-07", "2027-12-31", "2028-01-10"),
    2028: ("2028-11-10", "2028-12-08", "2028-12-07", "2028-12-29", "2029-01-10"),
    2029: ("2029-11-12", "2029-12-10", "2029-12-07", "2029-12-31", "2030-01-10"),
    2030: ("2030-11-11", "2030-12-09", "2030-12-06", "2030-12-31", "2031-01-10"),
    2031: ("2031-11-10", "2031-12-08", "2031-12-05", "2031-12-31", "2032-01-09"),
    2032: ("2032-11-10", "2032-12-08", "2032-12-07", "2032-12-31", "2033-01-10"),
}
"""Read off a wall calendar."""


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def back_to_open(day: date) -> date:
    while not is_open(day):
        day -= timedelta(days=1)
    return day


def sixth_of_december(year: int) -> date:
    seen, day = 0, date(year, 11, 30)
    while seen < 6:
        day += timedelta(days=1)
        seen += is_open(day)
    return day


def twenty_before(day: date) -> date:
    for _ in range(20):
        day = back_to_open(day - timedelta(days=1))
    return day


@pytest.mark.rule("B-32.2a", "B-32.2b", "T-17.20", "R-T.16", "R-B.10", "R-B.2")
@pytest.mark.parametrize("year", YEARS)
def test_the_days_of_a_year_are_those_of_a_second_computation(year: int) -> None:
    sixth = sixth_of_december(year)
    second = (
        twenty_before(sixth),
        sixth,
        back_to_open(date(year, 12, 7)),
        back_to_open(date(year, 12, 31)),
        back_to_open(date(year + 1, 1, 10)),
    )
    rolled = CALENDAR.working_day_at_or_before
    ours = (
        last_day_before_hold(year, BOOK).on(CALENDAR) + timedelta(days=1),
        last_acceptance(year, BOOK).on(CALENDAR),
        rolled(commission_formed_by(year, BOOK)),
        rolled(end_of_month(year, 12)),
        rolled(list_published_by(year, BOOK)),
    )
    assert ours == second
    assert tuple(day.isoformat() for day in second) == BY_HAND[year]


@pytest.mark.rule("T-17.20", "R-T.16")
@pytest.mark.parametrize("year", YEARS)
def test_the_hold_is_over_the_day_after_the_last_acceptance_date(year: int) -> None:
    assert last_day_of_hold(year, BOOK).on(CALENDAR) == sixth_of_december(year)


@pytest.mark.rule("B-32.1", "R-B.13")
@pytest.mark.parametrize("year", YEARS)
def test_a_monthly_list_is_due_on_the_months_last_working_day(year: int) -> None:
    for month in (2, 4, 6, 9, 11, 12):
        following = date(year + month // 12, month % 12 + 1, 1)
        assert end_of_month(year, month) == following - timedelta(days=1)


@pytest.mark.rule("B-32.2a", "B-32.2b", "B-32.1", "R-B.11")
@pytest.mark.parametrize("year", YEARS)
def test_the_terms_of_a_case_end_at_close_of_business_of_these_days(year: int) -> None:
    case = opened(f"{year}-12-01T10:00", year=year)
    assert case.due("B-32.2a") == f"{BY_HAND[year][1]}T17:30:00"
    assert case.due("B-32.1#12") == f"{BY_HAND[year][3]}T17:30:00"

    case.until(f"{sixth_of_december(year) + timedelta(days=1)}T09:00")
    assert case.due("B-32.2a#2") == f"{BY_HAND[year][3]}T17:30:00"
    assert case.due("B-32.2b") == f"{BY_HAND[year][4]}T17:30:00"


@pytest.mark.rule("T-17.20")
@pytest.mark.parametrize("year", YEARS)
def test_the_directorate_hears_of_the_hold_on_its_first_day_and_of_its_end(year: int) -> None:
    case = opened(f"{year}-11-02T10:00", year=year)
    case.until(f"{year}-12-31T09:00")
    told = [
        (n.template, n.dated_at.astimezone(ISTANBUL).date())
        for n in case.notices
        if n.template.startswith("forwarding")
    ]
    resumed = sixth_of_december(year) + timedelta(days=1)
    assert told == [
        ("forwarding_stopped", twenty_before(sixth_of_december(year))),
        ("forwarding_resumed", resumed),
    ]


@pytest.mark.rule("R-B.21")
def test_a_term_of_ours_that_is_over_ends_on_the_next_working_day() -> None:
    week = commission_formed_by(2026, BOOK)
    assert not_before(week, date(2026, 12, 4), CALENDAR) == week
    assert not_before(week, date(2026, 12, 7), CALENDAR) == date(2026, 12, 8)
    # Fri 11 December: the next working day is Mon 14
    assert not_before(week, date(2026, 12, 11), CALENDAR) == date(2026, 12, 14)


@pytest.mark.rule("T-17.20", "R-S.1")
def test_a_day_decreed_closed_moves_the_hold_and_the_last_acceptance_date() -> None:
    # Fri 4 December 2026 closed: the sixth working day is Wed 9, twenty before it is still Tue 10
    # November, for the closed day lies between them and is skipped
    closed = CALENDAR.closed_also({date(2026, 12, 4): "idari izin"})
    assert last_acceptance(2026, BOOK).on(closed) == date(2026, 12, 9)
    assert last_day_before_hold(2026, BOOK).on(closed) == date(2026, 11, 9)

    # Mon 16 November closed as well: a working day earlier, Mon 9 November
    more = closed.closed_also({date(2026, 11, 16): "idari izin"})
    assert last_day_before_hold(2026, BOOK).on(more) == date(2026, 11, 8)
