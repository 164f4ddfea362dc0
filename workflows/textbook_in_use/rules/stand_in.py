"""A tool in place of a textbook (ders kitabı yerine kullanılan eğitim aracı; m.34(1))."""

from collections.abc import Iterable
from datetime import date, timedelta

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_law.terms import TaughtBook, taught_in

_DAY = timedelta(days=1)


def breaches_of_tool(filed: AcceptedBook) -> tuple[Reason, ...]:
    """Return why a tool cannot stand in for a textbook as filed; nothing if it is none (B-34.1)."""
    if not filed.stand_in:
        return ()
    wrong = []
    if filed.applicant.is_publisher:
        wrong.append(
            Reason(
                rule="B-34.1",
                what="a publisher's work is filed as a tool in place of a textbook",
                why="where there is no textbook, the Ministry's unit prepares the tool",
                do="file it as a textbook, or have the unit file its tool",
            )
        )
    if filed.earlier_extensions:
        wrong.append(
            Reason(
                rule="B-34.1",
                what="the validity of a tool is said to be extended",
                why="it ends with the fifth school year at the latest, and is not extended",
                do="leave the earlier extensions out",
            )
        )
    return tuple(wrong)


def replaced_by(books: Iterable[TaughtBook], school_year: int) -> TaughtBook | None:
    """Return the textbook that is taught in a school year in place of the tool, if any is."""
    return next(iter(taught_in(books, school_year)), None)


def last_day_before(book: TaughtBook, *, first: int, calendar: Calendar) -> date:
    """Return the last day on which the tool is valid: the eve of the textbook's first school year.

    Of a textbook that was taught before the tool it is the eve of the tool's own first school year.
    """
    return calendar.school_year(max(book.first_school_year, first))[0] - _DAY
