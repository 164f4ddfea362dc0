"""Rows that a review enters in official registers."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from workflows.kernel.case.rows import Row
from workflows.kernel.values import PersonId


class Refund(Row):
    """What of the fee goes back, to the kuruş (T-16, R-S.11)."""

    register: ClassVar[str] = "refunds"
    rule: str
    paid: Decimal
    refund: Decimal
    retained: Decimal


class Complaint(Row):
    """A criminal complaint against the publisher (suç duyurusu; S-42.1)."""

    register: ClassVar[str] = "criminal-complaints"
    rule: Literal["S-42.1"] = "S-42.1"
    kind: str
    filed_on: date


class LateHours(Row):
    """Hours of a commission's member beyond the limit, which are not paid (S-19.1)."""

    register: ClassVar[str] = "commission-duties"
    rule: Literal["S-19.1"] = "S-19.1"
    hours_unpaid: Decimal


class DutyEnd(Row):
    """The end of a member's duties on current commissions (S-19.2)."""

    register: ClassVar[str] = "commission-duties"
    rule: Literal["S-19.2"] = "S-19.2"
    ground: str
    finding_no: str
    member: PersonId
    cancelled_at: AwareDatetime
    """Whoever was ordered to a commission before, in whatever case, no longer sits on it."""


class Payment(Row):
    """What reviewers were paid by a month's tally (T-15.4)."""

    register: ClassVar[str] = "reviewer-payments"
    month: str
    amount: Decimal


class SealedEnvelope(Row):
    """The envelope that holds who filed a coded draft (T-13.2b)."""

    register: ClassVar[str] = "sealed-envelopes"
    file_no: str
    anonymity_code: str | None


class EnvelopeOpened(Row):
    """The opening of a sealed envelope, with its legal ground (T-13.3)."""

    register: ClassVar[str] = "envelope-openings"
    envelope_no: str
    ground: str
    rule: Literal["T-13.3"] = "T-13.3"
    on: date


class EffortBudget(Row):
    """Hours that a piece of work may take; never a term (S-E, R-T.21)."""

    register: ClassVar[str] = "effort-budgets"
    rule: str
    hours: Decimal | None
    """Ordered or spent, where they are stated."""
    budget: int
    overrun: str | None
    """What exceeds the budget, in words; none within it."""


class AcceptedDraft(Row):
    """What the Board has accepted, by the number of its review."""

    names_on_cover: Literal["commission", "authors"]
    lesson: str
    grade: str
    decision_no: str | None
    decided_on: date
    first_school_year: int | None


class Book(AcceptedDraft):
    """A draft that has become a textbook (T-17.23)."""

    register: ClassVar[str] = "books"


class ToolInPlace(AcceptedDraft):
    """A tool that is read in place of a textbook (B-34.1); it is on no list of textbooks."""

    register: ClassVar[str] = "tools-in-place"
