"""Rows that a book in use enters in official registers, beside those of its term and its bans."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from workflows.kernel.case.rows import Row
from workflows.kernel.values import PersonId, RegisterNo
from workflows.textbook_in_use.messages.market import RightsEvent
from workflows.textbook_in_use.messages.term import Version
from workflows.textbook_law.grounds import Named


class PrintingRow(Row):
    """A printing, and up to when its copies are due (B-28.1a)."""

    register: ClassVar[str] = "printings"
    printing: int
    printed_on: date
    copies: int
    due_on: date | None


class CopiesReceived(Row):
    """The copies of a printing are with both offices (R-B.7)."""

    register: ClassVar[str] = "printing-copies"
    printing: int
    on: date
    in_time: bool


class FinalCopiesKept(Row):
    """The book with its last corrections, signed and kept at the branch (B-28.4)."""

    register: ClassVar[str] = "final-copies"
    about: str
    kept_as: RegisterNo


class PriceAsked(Row):
    """A price application with its day, for the yearly lists (B-33.1a, B-33.1b)."""

    register: ClassVar[str] = "price-applications"
    school_year: int
    applied_on: date


class PriceRow(Row):
    """A price in force (B-33.1d)."""

    register: ClassVar[str] = "prices"
    school_year: int
    price: Decimal
    approval_no: RegisterNo
    approved_on: date


class Sales(Row):
    """Copies printed and sold in a calendar year (B-30.3)."""

    register: ClassVar[str] = "sales-reports"
    year: int
    printed: int
    sold: int
    reported_on: date


class RightsRow(Row):
    """What a publisher has told of its rights (B-28.2)."""

    register: ClassVar[str] = "book-rights"
    event: RightsEvent
    since: date
    transferred_to: PersonId | None


class NamesRow(Row):
    """A change of names that the Board has agreed to (B-39.1 to B-39.3)."""

    register: ClassVar[str] = "book-names"
    rule: str
    whose: Named
    decision_no: RegisterNo
    decided_on: date


class VersionRow(Row):
    """An accepted update or translation of the book (R-B.25)."""

    register: ClassVar[str] = "book-versions"
    version: Version
    review: RegisterNo
    first_school_year: int


class StandInTool(Row):
    """A tool in place of a textbook, and how long it is valid (B-34.1); the newest row counts."""

    register: ClassVar[str] = "stand-ins"
    n: int
    change: Literal["opened", "expired", "replaced"]
    tool_no: str
    review: str | None
    """File number of the review that accepted it; none of a tool from before Vade."""
    field: str
    lesson: str
    grade: str
    decision_no: str
    decided_on: date
    first_school_year: int
    ends_on: date
    valid: bool
    textbook: str | None
    """The textbook that is taught instead of it."""


class AnnulmentRow(Row):
    """An annulled decision, off the list; announced where the text asks for it (S-28.1b)."""

    register: ClassVar[str] = "annulments"
    rule: str
    decision_no: RegisterNo
    decided_on: date
    announced: bool


class AnnouncementRow(Row):
    """Where an annulment has been announced (S-28.1b)."""

    register: ClassVar[str] = "annulment-announcements"
    journal_no: RegisterNo
    published_on: date
