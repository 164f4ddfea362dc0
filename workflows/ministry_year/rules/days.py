"""The days of a year: last acceptance date, the hold before it, the lists (m.17(20), 32, 33)."""

from datetime import date, timedelta

from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.derivation import WorkingDayOfMonth
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law import acceptance
from workflows.textbook_law.acceptance import DECEMBER

_DAY = timedelta(days=1)


def last_acceptance(year: int, book: Rulebook) -> WorkingDayOfMonth:
    """Return how the calendar finds the last acceptance date (B-32.2a, R-T.16)."""
    return acceptance.last_acceptance(year, book.count("list.working_day"))


def last_day_of_hold(year: int, book: Rulebook) -> WorkingDayOfMonth:
    """Return how the calendar finds the last day on which nothing is forwarded (R-T.16)."""
    return acceptance.last_day_of_hold(year, book.count("list.working_day"), book)


def last_day_before_hold(year: int, book: Rulebook) -> WorkingDayOfMonth:
    """Return how the calendar finds the last day on which drafts are forwarded (T-17.20).

    The hold begins with the first minute of the 20th working day before the last acceptance date.
    """
    before = book.count("forwarding.hold_working_days")
    own = {"working_days_before": before, "days_after": -1}
    return last_acceptance(year, book).model_copy(update=own)


def end_of_month(year: int, month: int) -> date:
    """Return the last day of a month; its list is due on the last working day (R-B.13)."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - _DAY


def list_published_by(year: int, book: Rulebook) -> date:
    """Return by when the list of a year's December appears; rolled back, if closed (R-B.10)."""
    return date(year + 1, 1, book.count("journal.last_day"))


def commission_formed_by(year: int, book: Rulebook) -> date:
    """Return by when the price commission is formed: December's first week (R-B.2, R-B.21)."""
    return date(year, DECEMBER, book.count("price.first_week_ends"))


def year_end(year: int) -> date:
    """Return the last day of a year."""
    return date(year, DECEMBER, 31)


def not_before(last_day: date, since: date, calendar: Calendar) -> date:
    """Return the last day of a term of ours, or the next working day where it is over (R-B.21)."""
    if calendar.working_day_at_or_before(last_day) > since:
        return last_day
    return calendar.working_day_after(since)
