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
    """A filing whose case may have been started, and that no worker has opened yet."""

    case_id: str
    process: str
    file_no: str
    received_at: AwareDatetime
    claim: str
    """Digest of the key under which it was filed: the case that it has started has it, too."""


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


async def filed_by(conn: Connection, case_id: str, actor: Actor) -> tuple[Unopened, ...]:
    """Return what somebody has filed under the number of a case; it may be another's case."""
    rows = await conn.fetch(_SQL["filed_by"], case_id, actor.role, actor.id)
    return tuple(Unopened.model_validate(dict(row)) for row in rows)
