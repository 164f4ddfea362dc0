"""Where notices go: to whom a case belongs, and to offices. The mailer hears of each change.

Names and addresses lie in the dossier and with the offices, and nowhere else: cases know keys.
"""

from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from activities.database import Connection
from activities.post.notices import put_applicant, put_office
from starter.client.processes import ROLES
from starter.forms.form import read, refuse
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor, Role, RoleName
from workflows.kernel.values import Code, Frozen, PersonId

RULE = "V-5"


def _mailable(email: str) -> str:
    if parseaddr(email)[1] != email:
        raise ValueError("an e-mail address alone is needed, without a name or brackets")
    return email


Email = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s\x00]+@[^@\s\x00]+$", max_length=254),
    AfterValidator(_mailable),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class Address(Frozen):
    """Who somebody is to whom cases belong, and where notices reach them."""

    model_config = ConfigDict(hide_input_in_errors=True)

    subject: PersonId
    """The key by which cases know them."""
    name: Name | None = Field(default=None, repr=False)
    email: Email | None = Field(default=None, repr=False)
    """What is left out stays as it was."""


class OfficeAddress(Frozen):
    """Where notices to an office go."""

    role: RoleName
    institution: Code | None = None
    """Of one institution only; without one, of every one that has no address of its own."""
    name: Name
    email: Email | None = None


OUTSIDE = (Role.APPLICANT, "partner", "third-party")
"""Who keeps their own address."""


async def enter_address(conn: Connection, actor: Actor, form: Address | Mapping[str, Any]) -> None:
    """Enter who somebody is and where notices reach them.

    Args:
        conn: In a transaction.
        actor: The registry or an operator, or they themselves.
        form: An `Address`, or its fields.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Address, form, RULE)
    refuse(_breaches_of_address(filled, by=actor))
    await put_applicant(conn, filled.subject, name=filled.name, email=filled.email)


def _breaches_of_address(form: Address, *, by: Actor) -> Iterator[Reason]:
    if by.role not in OUTSIDE:
        yield from only(RULE, by, Role.REGISTRY, Role.OPERATOR, to="enter addresses")
    elif form.subject != by.id:
        yield Reason(
            rule=RULE,
            what=f"{by.id} may not enter the address of {form.subject}",
            why="everybody keeps their own address; others' the registry enters",
            do="leave it to them, or write to the registry",
        )


async def enter_office_address(
    conn: Connection, actor: Actor, form: OfficeAddress | Mapping[str, Any]
) -> None:
    """Enter where notices to an office go.

    Args:
        conn: In a transaction.
        actor: The registry or an operator.
        form: An `OfficeAddress`, or its fields.

    Raises:
        Refused: With all reasons.
    """
    filled = read(OfficeAddress, form, RULE)
    refuse(_breaches_of_office(filled, by=actor))
    where = filled.role if filled.institution is None else f"{filled.role}/{filled.institution}"
    await put_office(conn, where, name=filled.name, email=filled.email)


def _breaches_of_office(form: OfficeAddress, *, by: Actor) -> Iterator[Reason]:
    yield from only(RULE, by, Role.REGISTRY, Role.OPERATOR, to="enter addresses of offices")
    if form.role not in ROLES or form.role in {Role.SYSTEM, Role.APPLICANT}:
        yield Reason(
            rule=RULE,
            what=f"no notice goes to an office {form.role}",
            why="an office is one of the roles of the processes; applicants have a key",
            do="take one of the roles of the catalogue, or enter the address under the key",
        )
