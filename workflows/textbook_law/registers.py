"""The registers of the textbook regulation, and their rows that its processes read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import JsonValue, TypeAdapter

from workflows.kernel.case.records import Inquiry
from workflows.kernel.values import Frozen


class Register(StrEnum):
    """The registers that a case asks."""

    SANCTIONS = "sanctions"
    """Whether a ban is in force on whoever the case belongs to."""
    BANS = "bans"
    """Every ban on a publisher, whatever its dates: the rules decide which one matters."""
    COEFFICIENTS = "coefficients"
    """The civil-servant coefficient on a day, lira per point."""
    DUTIES = "commission-duties"
    """Whether a member's duties on commissions have been cancelled, in whatever case."""


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
