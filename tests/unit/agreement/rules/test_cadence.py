"""Reports: periods counted from one anchor, due on working days."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import turkish_calendar
from tests.unit.agreement.agreements import BOOK, BY_CALENDAR, ENDS_ON, STARTS_ON
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.rules.cadence import (
    anchor_of,
    cut_off_on,
    last_period_of,
    period_ends_on,
    report_due_on,
    term_of,
)
from workflows.agreement.rules.members import first_period
from workflows.kernel.law.rulebook import Rulebook, with_figures

TURKEY = turkish_calendar()
FAR = date(2099, 12, 31)
"""A last day that cuts off nothing."""


def dates(*written: str) -> list[date]:
    return [date.fromisoformat(one) for one in written]


def due(level: ReportLevel, book: Rulebook = BOOK, until: date = ENDS_ON) -> list[date]:
    """The days on which the reports of the catalogue's worked example are due."""
    anchor, months = anchor_of(STARTS_ON, book), book.term(term_of(level)).length
    n, found = first_period(STARTS_ON, anchor=anchor, months=months), []
    while period_ends_on(anchor, months, n) <= until:
        due_on = report_due_on(anchor, months, n, TURKEY, last_day=until)
        assert due_on is not None
        found.append(due_on)
        n += 1
    return found


MONTHLY = dates(
    "2026-09-30",
    "2026-11-02",  # from Saturday 31 October
    "2026-11-30",
    "2026-12-31",
    "2027-02-01",  # from Sunday 31 January
    "2027-03-01",  # from Sunday 28 February
    "2027-03-31",
    "2027-04-30",
    "2027-05-31",
    "2027-06-30",
    "2027-08-02",  # from Saturday 31 July
    "2027-08-31",
)
QUARTERLY = dates("2026-11-30", "2027-03-01", "2027-05-31", "2027-08-31")
HALF_YEARLY = dates("2027-03-01", "2027-08-31")


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param("institution", MONTHLY, id="monthly", marks=pytest.mark.rule("A-11.3a")),
        pytest.param("district", QUARTERLY, id="3-monthly", marks=pytest.mark.rule("A-11.3b")),
        pytest.param("province", HALF_YEARLY, id="6-monthly", marks=pytest.mark.rule("A-11.3c")),
    ],
)
def test_the_worked_example_from_31_august_2026_to_31_august_2027(
    level: str, expected: list[date]
) -> None:
    assert due(ReportLevel(level)) == expected


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(
    ("anchor", "months", "n", "expected"),
    [
        # 31 January 2028 is a Monday, 29 February a Tuesday after Ramazan
        pytest.param("2028-01-31", 1, 1, "2028-02-29", id="clamped in a leap year"),
        pytest.param("2028-01-31", 1, 2, "2028-03-31", id="as if nothing had been clamped"),
        # 30 April 2028 is a Sunday, 1 May a holiday
        pytest.param("2028-01-31", 1, 3, "2028-05-02", id="over a Sunday and a holiday"),
        # 29 October 2026 is a Thursday
        pytest.param("2026-09-29", 1, 1, "2026-10-30", id="over a holiday"),
        # 27 May 2026 is the first day of Kurban, a Wednesday; 30 May the last, a Saturday
        pytest.param("2026-02-27", 3, 1, "2026-06-01", id="over Kurban and a weekend"),
        # 26 May 2026 is its arife, which is a working day
        pytest.param("2025-11-26", 6, 1, "2026-05-26", id="an arife"),
        pytest.param("2024-02-29", 6, 4, "2026-03-02", id="from a leap day, over a weekend"),
    ],
)
def test_a_period_is_counted_in_months_and_rolls_to_a_working_day(
    anchor: str, months: int, n: int, expected: str
) -> None:
    found = report_due_on(date.fromisoformat(anchor), months, n, TURKEY, last_day=FAR)

    assert found == date.fromisoformat(expected)


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(
    ("months", "owed"), [pytest.param(1, 12), pytest.param(3, 4), pytest.param(6, 2)]
)
def test_a_calendar_year_has_its_last_reports_on_its_last_day(months: int, owed: int) -> None:
    """1 January to Friday 31 December 2032: counted, the last period ends on 1 January 2033."""
    first, last = date(2032, 1, 1), date(2032, 12, 31)

    assert last_period_of(first, months, last) == owed
    assert cut_off_on(first, months, owed, last) == last
    assert report_due_on(first, months, owed, TURKEY, last_day=last) == last
    assert report_due_on(first, months, owed + 1, TURKEY, last_day=last) is None


@pytest.mark.rule("R-A.2", "R-A.16")
@pytest.mark.parametrize(
    ("last_day", "last"),
    [
        # months from 31 August end on 30 September, 31 October, 30 November
        pytest.param(date(2026, 8, 31), 0, id="on the first day: none has begun"),
        pytest.param(date(2026, 9, 1), 1, id="a day later"),
        pytest.param(date(2026, 9, 30), 1, id="the day on which the first ends"),
        pytest.param(date(2026, 10, 1), 2, id="the day after"),
        pytest.param(date(2026, 10, 31), 2, id="the day on which the second ends"),
    ],
)
def test_the_last_period_is_the_one_that_runs(last_day: date, last: int) -> None:
    assert last_period_of(STARTS_ON, 1, last_day) == last


anchors = st.dates(date(2015, 1, 1), date(2030, 12, 31))
lengths = st.sampled_from([1, 3, 6])


@pytest.mark.rule("R-A.2")
@given(anchor=anchors, months=lengths, n=st.integers(1, 20))
def test_a_period_never_drifts_from_the_anchor(anchor: date, months: int, n: int) -> None:
    # a second way to count: months since year 0, and the anchor's day or the month's last
    count = anchor.year * 12 + anchor.month - 1 + n * months
    last = monthrange(count // 12, count % 12 + 1)[1]
    found = period_ends_on(anchor, months, n)
    assert found == date(count // 12, count % 12 + 1, min(anchor.day, last))


@pytest.mark.rule("R-A.2")
@given(anchor=anchors, months=lengths, n=st.integers(1, 20))
def test_a_report_is_due_on_the_first_working_day_from_the_end_of_its_period(
    anchor: date, months: int, n: int
) -> None:
    ends_on = period_ends_on(anchor, months, n)
    due_on = report_due_on(anchor, months, n, TURKEY, last_day=FAR)
    assert due_on is not None
    skipped = [ends_on + timedelta(days=day) for day in range((due_on - ends_on).days)]

    assert due_on >= ends_on
    assert TURKEY.is_working_day(due_on)
    assert not any(TURKEY.is_working_day(day) for day in skipped)


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param("2027-08-30", MONTHLY[:-1], id="a day short of the twelfth month"),
        # Saturday 31 July is over by then, its report due on Monday 2 August
        pytest.param("2027-07-31", MONTHLY[:-1], id="the last period rolls past the end"),
        pytest.param("2026-09-29", [], id="shorter than a month"),
        # Thursday 30 September, then Sunday 31 October 2027, rolled to Monday
        pytest.param(
            "2027-11-01",
            [*MONTHLY, *dates("2027-09-30", "2027-11-01")],
            id="reports go on in run-off",
        ),
    ],
)
def test_what_remains_is_for_the_final_report(until: str, expected: list[date]) -> None:
    assert due(ReportLevel.INSTITUTION, until=date.fromisoformat(until)) == expected


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(
    ("level", "expected"),
    [
        # from the months of 2026 the first to end after 31 August is September; August 2027 is
        # the last
        ("institution", MONTHLY),
        ("district", dates("2026-09-30", "2026-12-31", "2027-03-31", "2027-06-30")),
        ("province", dates("2026-12-31", "2027-06-30")),
    ],
)
def test_periods_can_be_those_of_the_calendar(level: str, expected: list[date]) -> None:
    assert due(ReportLevel(level), BY_CALENDAR) == expected


@pytest.mark.rule("R-A.2")
def test_a_calendar_period_is_numbered_from_the_turn_of_the_year() -> None:
    anchor = anchor_of(STARTS_ON, BY_CALENDAR)
    n = first_period(STARTS_ON, anchor=anchor, months=3)

    end = date(2026, 9, 30)
    assert (n, period_ends_on(anchor, 3, n)) == (3, end)
    assert due(ReportLevel.DISTRICT, BY_CALENDAR, until=date(2026, 10, 1)) == [end]


@pytest.mark.rule("R-A.2")
def test_the_anchor_is_the_start_unless_it_is_set_otherwise() -> None:
    assert anchor_of(STARTS_ON, BOOK) == STARTS_ON
    assert anchor_of(STARTS_ON, BY_CALENDAR) == date(2025, 12, 31)
    with pytest.raises(ValueError, match="MIDSUMMER"):
        anchor_of(STARTS_ON, with_figures(BOOK, {"figures.report.anchor": "MIDSUMMER"}))
