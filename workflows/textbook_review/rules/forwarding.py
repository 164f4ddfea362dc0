"""The December hold on forwarding from the Directorate to the department (m.17(20), R-T.16)."""

from datetime import date, timedelta

from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.derivation import WorkingDayOfMonth
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law import acceptance


def last_day_of_hold(year: int, book: Rulebook) -> WorkingDayOfMonth:
    """Return how the calendar finds the last day on which nothing is forwarded (R-T.16)."""
    return acceptance.last_day_of_hold(year, _working_day(book), book)


def last_acceptance_day(year: int, calendar: Calendar, book: Rulebook) -> date:
    """Return the last acceptance date of a year, for the next year's books (R-T.16, R-S.2).

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    return acceptance.last_acceptance(year, _working_day(book)).on(calendar)


def hold_from(last_day: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the day from whose first minute nothing is forwarded (T-17.20).

    It is the 20th working day before the last acceptance date, itself not counted (R-S.2).
    """
    return calendar.working_days_before(last_day, book.count("forwarding.hold_working_days"))


def held_until(day: date, calendar: Calendar, book: Rulebook) -> date | None:
    """Return the day on which forwarding opens again, if it is held on ``day`` (T-17.20, R-T.16).

    The hold ends the day after the last acceptance date, be it a working day or not.

    Raises:
        CalendarEnds: the calendar does not reach December of that year.
    """
    last_day = last_acceptance_day(day.year, calendar, book)
    if hold_from(last_day, calendar, book) <= day <= last_day:
        return last_day + timedelta(days=book.count("forwarding.resumes_after_days"))
    return None


def _working_day(book: Rulebook) -> int:
    return book.count("forwarding.last_acceptance_working_day")
