"""The registers of the textbook regulation, and their rows that its processes read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, JsonValue, StringConstraints, TypeAdapter

from workflows.kernel.case.records import Inquiry
from workflows.kernel.case.rows import Row
from workflows.kernel.values import Frozen, RegisterNo, Text


class Register(StrEnum):
    """The registers that a case asks."""

    SANCTIONS = "sanctions"
    """Whether a ban is in force on whoever the case belongs to."""
    BANS = "bans"
    """Every ban on a publisher, whatever its dates: the rules decide which one matters."""
    COEFFICIENTS = "coefficients"
    """The civil-servant coefficient on a day, lira per point."""
    ACCEPTED = "accepted-books"
    """What a review has entered of the book that it accepted."""
    OPENED = "books-opened"
    """Which case a book of a review has already, beside the one that asks."""
    TERMS = "book-terms"
    """How the term of a book has stood: what updates and translations are filed by."""
    TAUGHT = "textbooks-taught"
    """The valid textbooks of a lesson and grade: in place of one a tool may stand in."""
    IN_USE = "books-in-use"
    """Which textbooks are taught, by field and school year."""
    DUTIES = "commission-duties"
    """Whether a member's duties on commissions have been cancelled, in whatever case."""
    YEARS = "ministry-years"
    """Which year of lists and prices has a case, and which one."""
    LISTS = "book-lists"
    """Collects a list of books from the registers, and keeps it as it stood."""
    ANNOUNCED = "announced-books"
    """Which books are on the January list of a year."""
    UNIT_PRICES = "unit-prices"
    """What a signature may cost in a school year, as approved."""
    HELD = "held-drafts"
    """Drafts that are not forwarded before the last acceptance date, in order of receipt."""


class TeachingTerm(Row):
    """In which school years a book is taught; the newest row of a case counts (m.25 to m.28).

    Extensions are weighed by it (B-26.1), updates filed by it (T-11.1ç), and the yearly lists made.
    """

    register: ClassVar[str] = Register.IN_USE

    n: int
    """Counted by the case, from its first row on."""
    change: Literal["opened", "extended", "rewritten", "expired", "annulled"]
    book_no: str
    field: str
    lesson: str
    grade: str
    decision_no: str
    decided_on: date
    """Day of the Board's acceptance."""
    first_school_year: int
    last_school_year: int
    ends_on: date
    valid: bool
    """Whether it is taught in those years; an annulled or expired book is not."""
    review: str | None = None
    """File number of the review that accepted it; none of a book from before Vade."""
    update_from: date | None = None
    """First day on which an update may be filed; none of a book that is annulled or rewritten."""
    update_until: date | None = None


class HeldDraft(Row):
    """A draft that is not forwarded before the last acceptance date (T-17.20)."""

    register: ClassVar[str] = Register.HELD
    file_no: str
    received_at: AwareDatetime
    """Of the application: drafts are forwarded in that order."""
    until: date
    """First day on which it is forwarded again."""


class Sanction(Frozen):
    """One row of the register of bans."""

    id: str
    rule: str
    subject: str
    """Legal identity key of the banned publisher."""
    scope: dict[str, str]
    """What it reaches: empty for all books; ``field``, ``grade``, ``book`` narrow it."""
    starts_on: date
    ends_on: date
    """First day on which an application is accepted again."""


class BanLifting(Frozen):
    """A ban ends before its time: its finding is annulled or withdrawn (yasağın kaldırılması)."""

    ban: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    """Its ID in the register."""
    from_day: date
    """First day on which applications are accepted again, as the decision has it."""
    decision_no: RegisterNo
    decided_on: date
    grounds: Text


class Ban(Row):
    """A publisher's ban (S-5.2c to S-42.2).

    The subject stays empty: once a draft is coded the case no longer knows its publisher, so the
    register takes it from the dossier (T-13.2c, R-S.8).
    """

    register: ClassVar[str] = Register.SANCTIONS
    rule: str
    subject: Literal[""] = ""
    scope: dict[str, str]
    """What it reaches: empty for all books; ``field``, ``grade`` and ``book`` narrow it."""
    starts_on: date
    ends_on: date
    """First day on which an application is accepted again."""


BANS = "sanctions"
"""Name under which an opening knows the bans on the applicant."""

_SANCTIONS = TypeAdapter(tuple[Sanction, ...])


def inquiries(applicant: str, paid_on: date | None) -> tuple[Inquiry, ...]:
    """Ask what an opening must know of an applicant and of the day on which the fee was paid."""
    day = paid_on.isoformat() if paid_on else None
    return (
        Inquiry(by=Register.BANS, request={"applicant": applicant}),
        Inquiry(by=Register.COEFFICIENTS, request={"paid_on": day}),
    )


def bans_in(known: Mapping[str, JsonValue]) -> tuple[Sanction, ...]:
    """Return the bans on the applicant that an opening knows."""
    return _SANCTIONS.validate_python(known.get(BANS, ()))


def coefficient_in(known: Mapping[str, JsonValue]) -> Decimal | None:
    """Return the coefficient of the payment day that a register told; none where it has no row."""
    stated = known.get("coefficient")
    return None if stated is None else Decimal(str(stated))


def coefficient_of_period_in(known: Mapping[str, JsonValue]) -> Decimal | None:
    """Return the coefficient told, if its period has an end: no last value is carried on (R-E.8).

    None where the day lies in no period, or in one whose end nobody has entered.
    """
    return None if known.get("until") is None else coefficient_in(known)
