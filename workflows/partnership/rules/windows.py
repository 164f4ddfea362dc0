"""The months of an edition: from which day to which a row of the programme runs (R-P.1, R-P.8)."""

from calendar import monthrange
from datetime import date

from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.partnership.messages import Row


class Window(Frozen):
    """A whole month."""

    first: date
    last: date
    """Its last day, to 24:00; it never rolls (R-P.1)."""

    @property
    def days(self) -> int:
        """Days of the month."""
        return self.last.day


def edition_of(day: date, book: Rulebook) -> int:
    """Return the school year to which a day belongs; the August before September is its first.

    Args:
        day: Any day.
        book: Rulebook with ``edition.first_month`` (R-P.8).

    Returns:
        The first calendar year: 2022 from 1 August 2022 to 31 July 2023.
    """
    return day.year if day.month >= book.count("edition.first_month") else day.year - 1


def window_of(row: Row, school_year: int, book: Rulebook) -> Window:
    """Return the month in which a row of the table falls due (P-1 to P-15).

    Args:
        row: The row.
        school_year: First calendar year of the edition.
        book: Rulebook with ``month.<row>`` and ``edition.first_month``.
    """
    month = book.count(f"month.{row}")
    year = school_year if month >= book.count("edition.first_month") else school_year + 1
    return Window(first=date(year, month, 1), last=date(year, month, monthrange(year, month)[1]))


def windows_of(school_year: int, book: Rulebook) -> dict[Row, Window]:
    """Return the months of all rows, in the order of the table; none falls in June (R-P.2)."""
    return {row: window_of(row, school_year, book) for row in Row}
