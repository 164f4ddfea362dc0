"""The calendar beside any case: closures by decree, and days as they are proclaimed (R-S.1).

What is decreed reaches every open case as a command, which is taken in with the decree itself: the
relay tells it, whatever is down meanwhile. A proclamation they hear of by `vade calendar renew`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import Field, JsonValue

from activities.database import Connection
from activities.journal.many import commit_receipts, recorded_open
from activities.registers.calendar import decree_days, put_days
from starter.client.processes import PROCESSES
from starter.forms.form import read, refuse
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.reasons import only
from workflows.kernel.case.standing_commands import Closure
from workflows.kernel.law.calendar import Source
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen, Text, digest

RULE: Final = "R-S.1"

DECREED_BY: Final = tuple(dict.fromkeys(r for each in PROCESSES.values() for r in each.decreed_by))
"""Who enters how days are, in any process."""


class Proclamation(Frozen):
    """How some days are, by proclamation (R-S.1)."""

    days: Annotated[dict[date, Text], Field(min_length=1, max_length=60)]
    """Day to its name in Turkish."""
    kind: Literal["closed", "half", "open"]
    grounds: Text
    """The proclamation, law or release."""


class Told(Frozen):
    """How many open cases a closure has been taken in for."""

    cases: int


def standing_letter(body: Mapping[str, JsonValue], actor: Actor, name: str) -> Envelope:
    """Return what every case hears alike: the same document again is the same command."""
    own_id = f"{name}-{digest({'body': body, 'actor': actor.model_dump(mode='json')})[:32]}"
    return Envelope(command_id=own_id, actor=actor, body=dict(body))


async def decree_closure(conn: Connection, actor: Actor, form: Closure | Mapping[str, Any]) -> Told:
    """Enter days closed by decree, and take that in for every open case (R-S.1, R-S.3).

    Args:
        conn: In a transaction: all cases will hear of it, or there is no such decree.
        actor: The Ministry, or the registry for it.
        form: A `Closure`, or its fields; the same again changes nothing.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Closure, form, RULE)
    refuse(only(RULE, actor, *DECREED_BY, to="decree a closure"))
    # first the table: a case that opens meanwhile reads it there
    await decree_days(conn, filled.days, grounds=filled.decree_no)
    letter = standing_letter(filled.model_dump(mode="json"), actor, "closure")
    cases = await recorded_open(conn)
    await commit_receipts(conn, Closure.command, dict.fromkeys(cases, letter))
    return Told(cases=len(cases))


async def proclaim_days(
    conn: Connection, actor: Actor, form: Proclamation | Mapping[str, Any]
) -> None:
    """Enter how days are proclaimed to be; it takes the place of what was said before.

    Args:
        conn: In a transaction.
        actor: The Ministry, or the registry for it.
        form: A `Proclamation`, or its fields.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Proclamation, form, RULE)
    refuse(only(RULE, actor, *DECREED_BY, to="enter how days are proclaimed"))
    await put_days(
        conn, filled.days, kind=filled.kind, source=Source.PROCLAIMED, grounds=filled.grounds
    )
