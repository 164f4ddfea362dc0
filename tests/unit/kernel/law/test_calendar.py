"""The calendar: working days, office hours, months and school years."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import plain_calendar, turkish_calendar
from workflows.kernel.law.calendar import (
    ISTANBUL,
    Calendar,
    CalendarEnds,
    Offset,
    Source,
    add_months,
    local_day,
)

TURKEY = turkish_calendar()
STRICT = TURKEY.model_copy(update={"half_days_count": False})

days = st.dates(date(2010, 1, 1), date(2040, 12, 31))
weekdays_off = st.dictionaries(
    st.dates(date(2031, 1, 1), date(2031, 12, 31)), st.just("idari izin"), max_size=60
)


def closed_days(year: int, month: int, first: int, last: int) -> list[date]:
    return [date(year, month, day) for day in range(first, last + 1)]


# -- the calendar facts of the rule catalogue ------------------------------------------------------


@pytest.mark.rule("R-S.1")
@pytest.mark.parametrize(
    "feast",
    [
        pytest.param(closed_days(2026, 3, 20, 22), id="Ramazan 2026"),
        pytest.param(closed_days(2026, 5, 27, 30), id="Kurban 2026"),
        pytest.param(closed_days(2027, 3, 9, 11), id="Ramazan 2027"),
        pytest.param(closed_days(2027, 5, 16, 19), id="Kurban 2027, and 19 May on its last day"),
        pytest.param(closed_days(2028, 2, 26, 28), id="Ramazan 2028"),
        pytest.param(closed_days(2028, 5, 5, 8), id="Kurban 2028"),
    ],
)
def test_religious_holidays_are_closed_from_first_to_last_day(feast: list[date]) -> None:
    around = [feast[0] - timedelta(days=1), *feast, feast[-1] + timedelta(days=1)]

    assert [day in TURKEY.closed for day in around] == [False, *[True] * len(feast), False]


@pytest.mark.rule("R-S.1")
@pytest.mark.parametrize(
    ("month", "day"), [(1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29)]
)
@pytest.mark.parametrize("year", [2026, 2027, 2028, 2029, 2031])
def test_the_national_holidays_are_closed_every_year(year: int, month: int, day: int) -> None:
    assert date(year, month, day) in TURKEY.closed
    assert not TURKEY.is_working_day(date(year, month, day))


@pytest.mark.rule("R-S.1")
@pytest.mark.parametrize(
    "half",
    [
        pytest.param(date(2026, 3, 19), id="arife of Ramazan 2026, Thursday"),
        pytest.param(date(2026, 5, 26), id="arife of Kurban 2026, Tuesday"),
        pytest.param(date(2027, 3, 8), id="arife of Ramazan 2027, Monday"),
        pytest.param(date(2028, 2, 25), id="arife of Ramazan 2028, Friday"),
        pytest.param(date(2028, 5, 4), id="arife of Kurban 2028, Thursday"),
        pytest.param(date(2026, 10, 28), id="28 October 2026, Wednesday"),
    ],
)
def test_a_half_day_is_a_working_day_that_closes_at_one(half: date) -> None:
    assert TURKEY.is_working_day(half)
    assert not STRICT.is_working_day(half)
    assert TURKEY.closing(half) == datetime.combine(half, time(13), ISTANBUL)


@pytest.mark.rule("R-S.1")
def test_an_arife_on_a_saturday_is_no_working_day() -> None:
    assert date(2027, 5, 15) in TURKEY.half
    assert not TURKEY.is_working_day(date(2027, 5, 15))


DECEMBER = [
    pytest.param(2026, date(2026, 12, 8), date(2026, 11, 10), 7, 31, id="2026"),
    pytest.param(2027, date(2027, 12, 8), date(2027, 11, 10), 7, 31, id="2027"),
    pytest.param(2028, date(2028, 12, 8), date(2028, 11, 10), 7, 29, id="2028"),
    pytest.param(2029, date(2029, 12, 10), date(2029, 11, 12), 7, 31, id="2029"),
]


@pytest.mark.rule("R-S.2")
@pytest.mark.rule("T-17.20")
@pytest.mark.parametrize(("year", "sixth", "twenty_before", "first_week", "last"), DECEMBER)
def test_the_december_anchors(
    year: int, sixth: date, twenty_before: date, first_week: int, last: int
) -> None:
    """m.32(2), 33(1)b; m.17(20); m.33(1)a with R-B.2: days 1 to 7; the year's last working day."""
    assert TURKEY.nth_working_day_of_month(year, 12, 6) == sixth
    assert TURKEY.working_days_before(sixth, 20) == twenty_before
    assert TURKEY.working_day_at_or_before(date(year, 12, 7)) == date(year, 12, first_week)
    assert TURKEY.working_day_at_or_before(date(year, 12, 31)) == date(year, 12, last)


@pytest.mark.rule("R-B.10")
def test_the_tenth_of_january_moves_back_to_the_last_working_day() -> None:
    assert TURKEY.working_day_at_or_before(date(2027, 1, 10)) == date(2027, 1, 8)


# -- counting working days -------------------------------------------------------------------------


@pytest.mark.rule("R-S.2")
def test_the_first_day_is_not_counted() -> None:
    """T.8: delivered Mon 9 Mar 2026, ten working days; 20 March is a holiday."""
    assert TURKEY.add_working_days(date(2026, 3, 9), 10) == date(2026, 3, 24)
    assert STRICT.add_working_days(date(2026, 3, 9), 10) == date(2026, 3, 25)
    assert TURKEY.working_days_between(date(2026, 3, 9), date(2026, 3, 24)) == 10
    assert TURKEY.add_working_days(date(2026, 3, 9), 0) == date(2026, 3, 9)


@pytest.mark.rule("R-S.1")
def test_skipped_names_the_closed_weekdays_only() -> None:
    """Ramazan 2026: Friday 20 March is named, the Saturday and Sunday of the feast are not."""
    named = TURKEY.skipped(date(2026, 3, 9), date(2026, 3, 24))

    assert [day for day, _ in named] == [date(2026, 3, 20)]
    assert [day for day, _ in STRICT.skipped(date(2026, 3, 9), date(2026, 3, 24))] == [
        date(2026, 3, 19),
        date(2026, 3, 20),
    ]


def test_the_day_after_a_feast_is_found_from_inside_it() -> None:
    assert TURKEY.working_day_at_or_after(date(2026, 5, 27)) == date(2026, 6, 1)
    assert TURKEY.working_day_at_or_before(date(2026, 5, 31)) == date(2026, 5, 26)
    assert TURKEY.working_day_after(date(2026, 6, 1)) == date(2026, 6, 2)


def test_why_closed_gives_the_name_the_weekend_or_nothing() -> None:
    calendar = plain_calendar({date(2031, 4, 30): "idari izin"})

    assert calendar.why_closed(date(2031, 4, 30)) == "idari izin"
    assert calendar.why_closed(date(2031, 5, 3)) == "hafta sonu"
    assert calendar.why_closed(date(2031, 5, 2)) is None


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        TURKEY.add_working_days(date(2031, 5, 26), -1)


@pytest.mark.parametrize(
    "n", [pytest.param(0, id="there is no day zero"), pytest.param(24, id="not so many")]
)
def test_a_working_day_that_a_month_does_not_have_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="working day"):
        TURKEY.nth_working_day_of_month(2026, 12, n)


@given(day=days, n=st.integers(1, 60))
def test_adding_n_working_days_passes_exactly_n_of_them(day: date, n: int) -> None:
    later = TURKEY.add_working_days(day, n)

    assert TURKEY.is_working_day(later)
    assert TURKEY.working_days_between(day, later) == n


@given(day=days, n=st.integers(0, 60))
def test_counting_back_undoes_counting_forward_from_a_working_day(day: date, n: int) -> None:
    start = TURKEY.working_day_at_or_after(day)

    assert TURKEY.working_days_before(TURKEY.add_working_days(start, n), n) == start


@given(day=days, length=st.integers(0, 120))
def test_every_weekday_is_either_worked_or_named_as_skipped(day: date, length: int) -> None:
    until = day + timedelta(days=length)
    weekdays = sum((day + timedelta(days=n + 1)).weekday() < 5 for n in range(length))

    assert TURKEY.working_days_between(day, until) + len(TURKEY.skipped(day, until)) == weekdays


@given(closed=weekdays_off, day=st.dates(date(2031, 1, 1), date(2031, 12, 1)), n=st.integers(1, 20))
def test_a_further_closure_never_brings_a_day_nearer(
    closed: dict[date, str], day: date, n: int
) -> None:
    decreed = TURKEY.closed_also(closed)

    assert decreed.add_working_days(day, n) >= TURKEY.add_working_days(day, n)
    assert decreed.working_days_before(day, n) <= TURKEY.working_days_before(day, n)


# -- the end of the calendar -----------------------------------------------------------------------

SHORT = Calendar(closed={}, half={}, covers_until=date(2031, 12, 31))


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: SHORT.is_working_day(date(2032, 1, 1)), id="is working day"),
        pytest.param(lambda: SHORT.add_working_days(date(2031, 12, 30), 2), id="count"),
        pytest.param(lambda: SHORT.working_day_after(date(2031, 12, 31)), id="next"),
        pytest.param(lambda: SHORT.closing(date(2032, 1, 1)), id="closing"),
        pytest.param(lambda: SHORT.why_closed(date(2032, 1, 1)), id="why closed"),
        pytest.param(lambda: SHORT.skipped(date(2031, 12, 31), date(2032, 1, 1)), id="skipped"),
    ],
)
def test_what_lies_past_the_known_holidays_is_never_guessed(ask: Callable[[], object]) -> None:
    with pytest.raises(CalendarEnds, match="known up to 2031-12-31"):
        ask()


def test_the_last_covered_day_is_still_known() -> None:
    assert SHORT.add_working_days(date(2031, 12, 30), 1) == date(2031, 12, 31)


# -- instants --------------------------------------------------------------------------------------


@pytest.mark.rule("R-B.11")
@pytest.mark.rule("R-S.4")
def test_a_day_closes_at_half_past_five_or_ends_at_midnight() -> None:
    day = date(2031, 5, 26)

    assert TURKEY.closing(day) == datetime(2031, 5, 26, 14, 30, tzinfo=UTC)
    assert TURKEY.midnight_after(day) == datetime(2031, 5, 26, 21, 0, tzinfo=UTC)
    assert TURKEY.midnight_after(day) == TURKEY.at(date(2031, 5, 27), time(0))


@pytest.mark.rule("R-S.1")
@pytest.mark.rule("R-S.4")
@pytest.mark.parametrize(
    ("instant", "open_"),
    [
        pytest.param("2026-05-25T08:29:59+03:00", False, id="a second before opening"),
        pytest.param("2026-05-25T08:30:00+03:00", True, id="at opening"),
        pytest.param("2026-05-25T17:30:00+03:00", True, id="at the very close"),
        pytest.param("2026-05-25T17:30:01+03:00", False, id="a second late"),
        pytest.param("2026-05-25T07:00:00+00:00", True, id="given in another zone"),
        pytest.param("2026-05-26T13:00:00+03:00", True, id="arife, at one"),
        pytest.param("2026-05-26T13:00:01+03:00", False, id="arife, after one"),
        pytest.param("2026-05-27T10:00:00+03:00", False, id="first day of Kurban"),
        pytest.param("2026-05-24T10:00:00+03:00", False, id="Sunday"),
    ],
)
def test_working_hours(instant: str, *, open_: bool) -> None:
    assert TURKEY.in_working_hours(datetime.fromisoformat(instant)) is open_


@pytest.mark.rule("R-C.13")
def test_today_is_the_date_in_istanbul() -> None:
    """C: a plan changed at 2026-10-28T21:30Z is changed on Thu 29 October, half past midnight."""
    assert local_day(datetime(2026, 10, 28, 21, 30, tzinfo=UTC)) == date(2026, 10, 29)
    assert local_day(datetime(2026, 10, 28, 20, 59, tzinfo=UTC)) == date(2026, 10, 28)


# -- months ----------------------------------------------------------------------------------------


@pytest.mark.rule("R-S.5")
@pytest.mark.parametrize(
    ("anchor", "n", "expected"),
    [
        pytest.param(date(2027, 1, 31), 1, date(2027, 2, 28), id="C-8.11 clamped"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="R-C.9 from a leap day"),
        pytest.param(date(2027, 12, 31), 2, date(2028, 2, 29), id="B-30.3 into a leap year"),
        pytest.param(date(2027, 3, 9), 6, date(2027, 9, 9), id="T-18.3 six months"),
        pytest.param(date(2026, 12, 15), 1, date(2027, 1, 15), id="over the year"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="backwards"),
    ],
)
def test_months_keep_the_day_number_or_clamp(anchor: date, n: int, expected: date) -> None:
    assert add_months(anchor, n) == expected


@pytest.mark.rule("R-S.5")
@given(day=days, n=st.integers(0, 240))
def test_n_months_on_is_the_nth_month_and_no_later_day(day: date, n: int) -> None:
    later = add_months(day, n)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


# -- school years ----------------------------------------------------------------------------------


@pytest.mark.rule("R-B.3")
def test_without_a_row_a_school_year_runs_from_september_to_august() -> None:
    assert TURKEY.school_year(2031) == (date(2031, 9, 1), date(2032, 8, 31))
    assert TURKEY.school_year_of(date(2031, 8, 31)) == 2030
    assert TURKEY.school_year_of(date(2031, 9, 1)) == 2031
    assert TURKEY.school_year_of(date(2032, 1, 15)) == 2031


@pytest.mark.rule("R-B.3")
def test_the_ministry_calendar_decides_where_it_has_a_row() -> None:
    ministry = TURKEY.model_copy(
        update={"school_years": {2031: (date(2031, 9, 8), date(2032, 6, 18))}}
    )

    assert ministry.school_year(2031) == (date(2031, 9, 8), date(2032, 6, 18))
    assert ministry.school_year_of(date(2031, 9, 7)) == 2030
    assert ministry.school_year_of(date(2031, 9, 8)) == 2031
    assert ministry.school_year_of(date(2032, 7, 1)) == 2031


def test_a_decreed_closure_leaves_the_first_calendar_as_it_was() -> None:
    decreed = TURKEY.closed_also({date(2031, 4, 30): "idari izin"})

    assert not decreed.is_working_day(date(2031, 4, 30))
    assert TURKEY.is_working_day(date(2031, 4, 30))


def test_days_before_the_first_known_one_are_not_guessed_either() -> None:
    known = TURKEY.model_copy(update={"covers_from": date(2031, 1, 1)})

    assert known.working_day_at_or_before(date(2031, 1, 2)) == date(2031, 1, 2)
    with pytest.raises(CalendarEnds, match="known from 2031-01-01 on; asked about 2030-12-31"):
        known.working_days_before(date(2031, 1, 2), 1)


def test_each_closed_day_says_how_it_is_known() -> None:
    decreed = TURKEY.closed_also({date(2031, 4, 30): "idari izin"})

    assert decreed.source(date(2031, 4, 30)) is Source.DECREED
    assert decreed.source(date(2031, 4, 23)) is Source.COMPUTED


# -- local time ----------------------------------------------------------------------------------

WINTER_TIME = TURKEY.model_copy(
    update={
        "offsets": (
            Offset(since=datetime(2031, 10, 26, 1, tzinfo=UTC), minutes=120),
            Offset(since=datetime(2032, 3, 28, 1, tzinfo=UTC), minutes=180),
        )
    }
)
"""A law that brings back winter time: from 04:00 to 03:00 in October, and back in March."""


@pytest.mark.parametrize(
    ("day", "close"),
    [
        pytest.param(date(2031, 10, 24), 14, id="summer"),
        pytest.param(date(2031, 10, 27), 15, id="winter"),
        pytest.param(date(2032, 3, 26), 15, id="its last working day"),
        pytest.param(date(2032, 3, 29), 14, id="summer again"),
    ],
)
def test_close_of_business_follows_the_recorded_offset(day: date, close: int) -> None:
    at_close = datetime(day.year, day.month, day.day, close, 30, tzinfo=UTC)

    assert WINTER_TIME.closing(day) == at_close
    assert WINTER_TIME.local(at_close).time() == time(17, 30)
    assert TURKEY.closing(day).astimezone(UTC).hour == 14


def test_days_change_at_local_midnight() -> None:
    before_midnight = datetime(2031, 11, 10, 21, 30, tzinfo=UTC)

    assert WINTER_TIME.local_day(before_midnight) == date(2031, 11, 10)
    assert TURKEY.local_day(before_midnight) == date(2031, 11, 11)
    assert WINTER_TIME.midnight_after(date(2031, 11, 10)) == before_midnight + timedelta(minutes=30)


def test_a_time_shown_twice_is_the_second_and_one_left_out_goes_on() -> None:
    twice = WINTER_TIME.at(date(2031, 10, 26), time(3, 30))
    left_out = WINTER_TIME.at(date(2032, 3, 28), time(3, 30))

    assert twice == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    assert left_out == datetime(2032, 3, 28, 1, 30, tzinfo=UTC)
    assert WINTER_TIME.local(left_out).time() == time(4, 30)


def test_a_calendar_from_before_offsets_were_recorded_is_three_hours_ahead() -> None:
    carried = TURKEY.model_dump(mode="json")
    for name in ("offsets", "sources", "covers_from", "version"):
        del carried[name]

    assert Calendar.model_validate(carried) == TURKEY
    assert TURKEY.at(date(2014, 1, 15), time(12)).utcoffset() == timedelta(hours=3)


def test_a_calendar_survives_the_journey_through_json() -> None:
    assert Calendar.model_validate_json(TURKEY.model_dump_json()) == TURKEY
