"""Rows that a book in use enters in official registers, beside those of its term and its bans."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from workflows.kernel.case.rows import Row
from workflows.kernel.values import PersonId, RegisterNo
from workflows.textbook_in_use.messages.market import RightsEvent
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


class StandInEnd(Row):
    """A textbook is taught in a field: a tool that stood in for one ends (B-34.1)."""

    register: ClassVar[str] = "stand-in-ends"
    field: str
    lesson: str
    grade: str
    school_year: int


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
