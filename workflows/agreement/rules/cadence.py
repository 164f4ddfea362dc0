"""Reports (m.11(3)): monthly to the district, 3-monthly to the province, 6-monthly to the top."""

from datetime import date
from enum import StrEnum

from workflows.agreement.messages.term import ReportLevel
from workflows.kernel.law.calendar import Calendar, add_months
from workflows.kernel.law.rulebook import Rulebook

_TERMS = {
    ReportLevel.INSTITUTION: "monthly",
    ReportLevel.DISTRICT: "quarterly",
    ReportLevel.PROVINCE: "half_yearly",
}


class Anchor(StrEnum):
    """From where reporting periods are counted (R-A.2)."""

    START = "START"  # the first day of the agreement
    CALENDAR = "CALENDAR"  # whole months, quarters and half-years of the calendar


def term_of(level: ReportLevel) -> str:
    """Return the rulebook's name of a level's term: ``monthly`` (A-11.3a to A-11.3c)."""
    return _TERMS[level]


def anchor_of(starts_on: date, book: Rulebook) -> date:
    """Return the day from which all periods of an agreement are counted (R-A.2).

    Args:
        starts_on: First day of the agreement.
        book: Rulebook with ``report.anchor``.

    Raises:
        ValueError: the figure names neither anchor.
    """
    if Anchor(book.text("report.anchor")) is Anchor.START:
        return starts_on
    # a 31st: from it months end with the month, quarters with the quarter, whatever their length
    return date(starts_on.year - 1, 12, 31)


def period_ends_on(anchor: date, months: int, n: int) -> date:
    """Return the day on which period n ends, as counted (R-A.2).

    Always counted from the anchor, never from the period before: after a short month the next
    period is as long again as if nothing had been clamped.

    Args:
        anchor: The day from which periods are counted.
        months: Length of a period.
        n: Which period, 1 the first.
    """
    return add_months(anchor, n * months)


def period_begins_on(anchor: date, months: int, n: int) -> date:
    """Return the day from which period n is counted, which is not counted itself (R-S.2)."""
    return add_months(anchor, (n - 1) * months)


def cut_off_on(anchor: date, months: int, n: int, last_day: date) -> date | None:
    """Return the last day of period n in an agreement; None where it has none (R-A.2).

    The period in which the agreement ends is cut off there, and none begins with its last day or
    later.

    Args:
        anchor: The day from which periods are counted.
        months: Length of a period.
        n: Which period, 1 the first.
        last_day: Last day of the agreement: of its term, or of its termination.

    >>> new_year, new_years_eve = date(2032, 1, 1), date(2032, 12, 31)
    >>> [cut_off_on(new_year, 6, n, new_years_eve) for n in (1, 2, 3)]
    [datetime.date(2032, 7, 1), datetime.date(2032, 12, 31), None]
    """
    if period_begins_on(anchor, months, n) >= last_day:
        return None
    return min(period_ends_on(anchor, months, n), last_day)


def last_period_of(anchor: date, months: int, last_day: date) -> int:
    """Return the last period that begins before a day: on it the last report is owed (R-A.16).

    Args:
        anchor: The day from which periods are counted.
        months: Length of a period.
        last_day: Last day of the agreement, or of a member.

    Returns:
        0 where none has begun by then.
    """
    n = 0
    while period_begins_on(anchor, months, n + 1) < last_day:
        n += 1
    return n


def report_due_on(
    anchor: date, months: int, n: int, calendar: Calendar, *, last_day: date
) -> date | None:
    """Return the day by which the report on period n is due: its end, rolled (R-A.2).

    Args:
        anchor: The day from which periods are counted.
        months: Length of a period.
        n: Which period, 1 the first.
        calendar: The calendar of the case.
        last_day: Last day of the agreement.

    Returns:
        None where the agreement has no such period.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    ends_on = cut_off_on(anchor, months, n, last_day)
    return None if ends_on is None else calendar.working_day_at_or_after(ends_on)
