"""Who did what at the front door, allowed and denied; and who filed what is not open yet."""

from pydantic import AwareDatetime

from activities.database import Connection, queries
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen

_SQL = queries("access")


class Access(Frozen):
    """One act at the door."""

    act: str
    """``open``, ``send``, ``read``, ``list``, ``events``, ``identify``, ``fill-in``, ``upload``."""
    allowed: bool
    subject: str | None = None
    """Issuer and subject of the token; none where nobody was recognised."""
    actor: Actor | None = None
    case_id: str | None = None
    command: str | None = None
    """Or the form, the register, what was read."""
    command_id: str | None = None
    why: str | None = None
    """Of a denial."""


class Unopened(Frozen):
    """A case that has been started, and that no worker has opened yet."""

    case_id: str
    process: str
    file_no: str
    received_at: AwareDatetime


async def note_access(conn: Connection, access: Access) -> None:
    """Add one act to the record, which is never changed."""
    actor = access.actor
    await conn.execute(
        _SQL["note_access"],
        access.subject,
        actor.role if actor else None,
        actor.id if actor else None,
        actor.institution if actor else None,
        access.act,
        access.case_id,
        access.command,
        access.command_id,
        access.allowed,
        access.why,
    )


async def filed_by(conn: Connection, case_id: str, actor: Actor) -> Unopened | None:
    """Return a case that somebody has started; none if it is not theirs."""
    row = await conn.fetchrow(_SQL["filed_by"], case_id, actor.role, actor.id)
    return None if row is None else Unopened.model_validate(dict(row))
