"""Reports (m.11(3)): monthly to the district, 3-monthly to the province, 6-monthly to the top."""

from datetime import date
from enum import StrEnum

from workflows.agreement.messages import ReportLevel
from workflows.kernel.act import Frozen, Role
from workflows.kernel.calendar import Calendar, add_months
from workflows.kernel.rulebook import Rulebook

_TERMS = {
    ReportLevel.INSTITUTION: "monthly",
    ReportLevel.DISTRICT: "quarterly",
    ReportLevel.PROVINCE: "half_yearly",
}

_RECEIVERS = {
    ReportLevel.INSTITUTION: Role.DISTRICT_DIRECTORATE,
    ReportLevel.DISTRICT: Role.PROVINCIAL_DIRECTORATE,
    ReportLevel.PROVINCE: Role.GENERAL_DIRECTORATE,
}


class Anchor(StrEnum):
    """From where reporting periods are counted (R-A.2)."""

    START = "START"  # the first day of the agreement
    CALENDAR = "CALENDAR"  # whole months, quarters and half-years of the calendar


class ReportPeriod(Frozen):
    """One reporting period."""

    n: int
    """Counted from the anchor, 1 the first."""
    nominal_on: date
    """On which it ends, as counted."""
    due_on: date
    """By which its report is due: that day, or the next working day."""


def term_of(level: ReportLevel) -> str:
    """Return the rulebook's name of a level's term: ``monthly`` (A-11.3a to A-11.3c)."""
    return _TERMS[level]


def receiver_of(level: ReportLevel) -> Role:
    """Return the office to which a level reports: the next one up (A-11.3a to A-11.3c)."""
    return _RECEIVERS[level]


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


def period_ends_on(anchor: date, months: int, n: int, calendar: Calendar) -> date:
    """Return the day on which period n ends and its report is due (R-A.2).

    Always counted from the anchor, never from the period before: after a short month the next
    period is as long again as if nothing had been clamped.

    Args:
        anchor: The day from which periods are counted.
        months: Length of a period.
        n: Which period, 1 the first.
        calendar: The calendar of the case.

    Returns:
        That day, rolled to the next working day.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    return calendar.working_day_at_or_after(add_months(anchor, n * months))


def periods(anchor: date, until: date, months: int, calendar: Calendar) -> tuple[ReportPeriod, ...]:
    """Return all whole periods up to a day; what remains is for the final report (R-A.2).

    Args:
        anchor: The day from which periods are counted.
        until: The last day on which a period may end, as counted.
        months: Length of a period.
        calendar: The calendar of the case.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    found: list[ReportPeriod] = []
    while (nominal_on := add_months(anchor, (len(found) + 1) * months)) <= until:
        n = len(found) + 1
        due_on = period_ends_on(anchor, months, n, calendar)
        found.append(ReportPeriod(n=n, nominal_on=nominal_on, due_on=due_on))
    return tuple(found)


def report_periods(
    level: ReportLevel, *, starts_on: date, until: date, calendar: Calendar, book: Rulebook
) -> tuple[ReportPeriod, ...]:
    """Return the periods for which a level reports (A-11.3a to A-11.3c, R-A.2).

    Args:
        level: Who reports.
        starts_on: First day of the agreement; no period ends on it or before.
        until: Last day of the agreement, or of its run-off.
        calendar: The calendar of the case.
        book: Rulebook with the term's months and ``report.anchor``.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    months = book.term(term_of(level)).length
    counted = periods(anchor_of(starts_on, book), until, months, calendar)
    return tuple(period for period in counted if period.nominal_on > starts_on)
