"""The term of an accepted book as registers tell it, and the window of its update (m.11(1)ç)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Self

from pydantic import AwareDatetime, JsonValue, TypeAdapter

from workflows.kernel.case.records import Inquiry
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.textbook_law.draft import Grade
from workflows.textbook_law.registers import Register

_DAY = timedelta(days=1)
_ALWAYS = datetime.min.replace(tzinfo=UTC)


class BookTerm(Frozen):
    """The term of a book, as its case or the published list has had it since an instant."""

    since: AwareDatetime
    """From when this stands: the receipt of what brought it."""
    change: Literal["opened", "extended", "rewritten", "expired", "annulled", "listed"]
    """What brought it; ``listed``: a book from before Vade that has no case."""
    last_school_year: int
    ends_on: date | None = None
    update_from: date | None = None
    update_until: date | None = None
    """First and last day of the window; none of a listed book, and of one that was cut short."""

    @classmethod
    def declared(cls, last_school_year: int) -> Self:
        """Return the term of a book from before Vade, as the filing states it."""
        return cls(since=_ALWAYS, change="listed", last_school_year=last_school_year)

    @property
    def is_annulled(self) -> bool:
        """Whether the Board has annulled its decision on the book."""
        return self.change == "annulled"

    @property
    def is_cut_short(self) -> bool:
        """Whether the term ends before its years: annulled, or to be written anew (B-27.2b)."""
        return self.change != "listed" and self.update_until is None

    def window(self, calendar: Calendar, book: Rulebook) -> tuple[date, date] | None:
        """Return the first and last day on which an update may be filed; none if it has none.

        The days that the publisher was told hold, and so do those by which school years have moved
        since: whoever relies on either is in time (R-T.33).
        """
        if self.is_cut_short:
            return None
        opens_on, until = update_window(self.last_school_year, calendar, book)
        return min(opens_on, self.update_from or opens_on), max(until, self.update_until or until)

    def runs_until(self, calendar: Calendar) -> date:
        """Return the last day of the term; the summer still belongs to its last school year."""
        if self.is_cut_short and self.ends_on is not None:
            return self.ends_on
        return calendar.school_year(self.last_school_year + 1)[0] - _DAY


def update_window(last_school_year: int, calendar: Calendar, book: Rulebook) -> tuple[date, date]:
    """Return the first and last day on which an update may be filed (T-11.1ç, R-T.22).

    The last school year, of an extended term the last extended one, and the years after it; the
    summer between two school years belongs to the earlier one.
    """
    opens_on, _ = calendar.school_year(last_school_year)
    after = last_school_year + book.count("update.school_years_after") + 1
    return opens_on, calendar.school_year(after)[0] - _DAY


_TERMS = TypeAdapter(tuple[BookTerm, ...])


def inquiry_of_term(book_no: str) -> Inquiry:
    """Ask how the term of a book has stood, the newest state first."""
    return Inquiry(by=Register.TERMS, request={"book_no": book_no})


def term_at(known: Mapping[str, JsonValue], at: datetime) -> BookTerm | None:
    """Return how the term stood at an instant; none where no register had the book then.

    What came to the register later changes nothing for a filing that was received before (R-T.33).
    """
    told = _TERMS.validate_python(known.get(Register.TERMS, ()))
    return next((term for term in told if term.since <= at), None)


class TaughtBook(Frozen):
    """A valid textbook of a lesson and grade, with its school years."""

    book_no: str
    first_school_year: int
    last_school_year: int | None
    """None: its case is not open yet, and nothing ends it so far."""


_BOOKS = TypeAdapter(tuple[TaughtBook, ...])


def inquiry_of_taught(lesson: str, grade: Grade) -> Inquiry:
    """Ask for the valid textbooks of a lesson and grade."""
    return Inquiry(by=Register.TAUGHT, request={"lesson": lesson, "grade": str(grade)})


def taught_books(known: Mapping[str, JsonValue]) -> tuple[TaughtBook, ...]:
    """Return the textbooks that a register has told of, the earliest first."""
    return _BOOKS.validate_python(known.get(Register.TAUGHT, ()))


def taught_in(books: Iterable[TaughtBook], school_year: int) -> tuple[TaughtBook, ...]:
    """Return those that are taught in a school year."""
    return tuple(
        book
        for book in books
        if book.first_school_year <= school_year <= (book.last_school_year or school_year)
    )
