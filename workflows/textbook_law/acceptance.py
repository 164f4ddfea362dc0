"""The last acceptance date of a year, and the hold on forwarding up to it (m.17(20), 32(2))."""

from workflows.kernel.law.derivation import WorkingDayOfMonth
from workflows.kernel.law.rulebook import Rulebook

DECEMBER = 12


def last_acceptance(year: int, working_day: int) -> WorkingDayOfMonth:
    """Return how the calendar finds the last acceptance date (son kabul tarihi; B-32.2a, R-T.16).

    Args:
        year: The year whose December it lies in; its list is that of the next year's books.
        working_day: Which working day of December it is, counted from the 1st inclusive.
    """
    return WorkingDayOfMonth(year=year, month=DECEMBER, nth=working_day)


def last_day_of_hold(year: int, working_day: int, book: Rulebook) -> WorkingDayOfMonth:
    """Return how the calendar finds the last day on which nothing is forwarded (R-T.16).

    Drafts are forwarded again so many days after the last acceptance date, working days or not.

    Args:
        year: The year of the hold.
        working_day: Which working day of December the last acceptance date is.
        book: The rulebook with ``forwarding.resumes_after_days``.
    """
    days_after = book.count("forwarding.resumes_after_days") - 1
    return last_acceptance(year, working_day).model_copy(update={"days_after": days_after})
