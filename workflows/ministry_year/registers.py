"""Rows that a year enters in official registers, beside its unit prices."""

from datetime import date
from typing import ClassVar, Literal

from workflows.kernel.case.rows import Row
from workflows.kernel.values import RegisterNo, Sha256, Slug
from workflows.ministry_year.messages.distribution import GuideKind
from workflows.ministry_year.messages.prices import Member
from workflows.textbook_law.registers import Register


class YearRow(Row):
    """A year that has a case; it has no second one."""

    register: ClassVar[str] = Register.YEARS
    year: int
    file_no: str


class ListRow(Row):
    """A list that was sent or published; its books lie under its digest (B-32.1 to B-32.2b)."""

    register: ClassVar[str] = Register.LISTS
    kind: Literal["monthly", "year", "journal"]
    year: int
    month: int | None = None
    on: date
    no: RegisterNo
    """Of the letter, or of the issue of the Tebliğler Dergisi."""
    books: int
    digest: Sha256


class CommissionRow(Row):
    """The price commission with its members (B-33.1c)."""

    register: ClassVar[str] = "price-commissions"
    year: int
    order_no: RegisterNo
    members: tuple[Member, ...]


class PurchaseRow(Row):
    """A book bought for free distribution (B-29.1)."""

    register: ClassVar[str] = "purchases"
    school_year: int
    book_no: RegisterNo
    needed: int
    copies: int
    approval_no: RegisterNo


class LeftoverRow(Row):
    """What became of leftover printings: asked about, opinion, given out (B-29.3)."""

    register: ClassVar[str] = "leftovers"
    request_no: RegisterNo
    what: Literal["asked", "to-distribute", "not-to-distribute", "distributed"]
    book_no: RegisterNo
    copies: int
    on: date


class StatisticsRow(Row):
    """The yearly report on printing and distribution (B-30.2)."""

    register: ClassVar[str] = "distribution-reports"
    school_year: int
    report_no: RegisterNo
    statistics: Sha256
    dated_on: date


class StagesRow(Row):
    """Stages of reviews that are shown online (B-30.1)."""

    register: ClassVar[str] = "published-stages"
    stages: tuple[Slug, ...]
    decision_no: RegisterNo


class GuideRow(Row):
    """A guide that a unit has submitted for review (B-34.2)."""

    register: ClassVar[str] = "guides"
    kind: GuideKind
    lesson: Slug
    guide: Sha256
    programme_decision_no: RegisterNo | None
    submitted_on: date
