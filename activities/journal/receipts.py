"""Receipts: commands as the front door took them in.

The date that counts is the date of receipt. The door commits the row first, by the database's
clock, and delivers it to the case afterwards; the relay delivers what the door could not. Before a
lapse takes effect the case asks for the receipts that arrived in time, so a filing counts even if
no worker ran when it came.
"""

from datetime import timedelta

import asyncpg
from pydantic import AwareDatetime, JsonValue
from temporalio import activity

from activities.database import Connection, Pool, Row, queries
from activities.faults import at_once
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Receipt, ReceiptsUpTo, TakenIn
from workflows.kernel.values import Frozen, digest

_SQL = queries("journal/receipts")


class ReceiptConflict(ValueError):
    """The command ID has been used for another command; a new command needs a new ID."""

    def __init__(self, command_id: str) -> None:
        super().__init__(
            f"{command_id} was received with another command or body; "
            "send a new command under a new ID"
        )
        self.command_id = command_id


class ReceiptUnreadable(ValueError):
    """The register cannot hold what was sent: a NUL character, a broken surrogate, its size."""


class Reply(Frozen):
    """What a case replied to a command. A case that is closed has refused it."""

    admitted: bool
    said: JsonValue
    """The answer, or the reasons of the refusal."""

    @property
    def is_held(self) -> bool:
        """Whether the command has been taken in and is settled later."""
        return isinstance(self.said, dict) and self.said.get("held") is not None


class CommittedReceipt(Frozen):
    """One row of the register of receipts."""

    case_id: str
    command_id: str
    command: str
    envelope: Envelope
    """As it is delivered to the case, with the date of receipt."""
    digest: str
    """Of the envelope without its date of receipt: a repeat comes with another one or none."""
    delivered_at: AwareDatetime | None
    answer: JsonValue
    refusal: JsonValue

    @property
    def reply(self) -> Reply | None:
        """What the case has replied; none while that is not known."""
        if self.answer is not None:
            return Reply(admitted=True, said=self.answer)
        if self.refusal is not None:
            return Reply(admitted=False, said=self.refusal)
        return None


class Receipts:
    """Lets a case ask which commands arrived for it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @activity.defn(name="receipts_up_to")
    @at_once
    async def receipts_up_to(self, asked: ReceiptsUpTo) -> tuple[Receipt, ...]:
        """Return commands received by an instant and not yet delivered, in the order of receipt."""
        async with self._pool.acquire() as conn:
            rows = await conn.fetch(_SQL["undelivered_up_to"], asked.case_id, asked.until)
        return tuple(Receipt(command=row["command"], envelope=_envelope(row)) for row in rows)

    @activity.defn(name="taken_in")
    @at_once
    async def taken_in(self, asked: TakenIn) -> tuple[Receipt, ...]:
        """Return those of some commands that were taken in, told or not, with their receipts."""
        async with self._pool.acquire() as conn:
            rows = await conn.fetch(_SQL["taken_in"], asked.case_id, list(asked.command_ids))
        return tuple(Receipt(command=row["command"], envelope=_envelope(row)) for row in rows)


async def commit_receipt(
    conn: Connection, case_id: str, command: str, envelope: Envelope
) -> CommittedReceipt:
    """Take in one command; the caller's transaction decides that it counts.

    Args:
        conn: In a transaction; it is delivered only after that has committed.
        case_id: Workflow ID of the case.
        command: Name of the command.
        envelope: As sent. Its ``received_at`` is taken over as stated, which is for the registry
            and for rehearsals only; without one the database's clock says when it was received.

    Returns:
        The row: of this command, or of its first sending.

    Raises:
        ReceiptConflict: The command ID stands for another command or another body.
        ReceiptUnreadable: The command holds characters that no database text can hold, or is
            larger than a case can take.
    """
    received_at = envelope.received_at
    sent = envelope.model_dump(mode="json", exclude={"received_at"})
    try:
        sent_digest = digest({"command": command, "envelope": sent})
        row = await conn.fetchrow(
            _SQL["insert_receipt"],
            case_id,
            envelope.command_id,
            command,
            sent,
            sent_digest,
            received_at,
            envelope.register_no,
        )
    except (asyncpg.DataError, UnicodeEncodeError) as broken:
        raise ReceiptUnreadable(f"{envelope.command_id} cannot be stored as text") from broken
    except asyncpg.CheckViolationError as broken:
        raise ReceiptUnreadable(f"{envelope.command_id} is larger than a case can take") from broken
    if row is not None:
        return _committed(row)
    committed = await receipt_of(conn, case_id, envelope.command_id)
    if committed.digest != sent_digest:
        raise ReceiptConflict(envelope.command_id)
    return committed


async def receipt_of(conn: Connection, case_id: str, command_id: str) -> CommittedReceipt:
    """Return a receipt that has been committed."""
    found = await receipt_if_any(conn, case_id, command_id)
    assert found is not None, "committed before, and receipts are never deleted"
    return found


async def receipt_if_any(
    conn: Connection, case_id: str, command_id: str
) -> CommittedReceipt | None:
    """Return a receipt; none if nothing was taken in under that ID."""
    row = await conn.fetchrow(_SQL["receipt"], case_id, command_id)
    return None if row is None else _committed(row)


async def mark_delivered(
    conn: Connection, case_id: str, command_id: str, reply: Reply, *, holder: str | None = None
) -> None:
    """Note what the case replied. The first admission stays; an admission replaces a refusal.

    That a command is held the journal notes: only it knows whether it has been settled since.

    Args:
        conn: A connection.
        case_id: Workflow ID of the case.
        command_id: The command's.
        reply: What the case replied.
        holder: Who had the case's turn and gives it back with that, if anybody does.
    """
    said = (None, None) if reply.is_held else (reply.admitted, reply.said)
    await conn.execute(_SQL["mark_delivered"], case_id, command_id, *said, holder)


async def mark_settled(conn: Connection, case_id: str, command_id: str, reply: Reply) -> None:
    """Note what the journal says; what becomes of a held command replaces that it is held."""
    answer, refusal = (reply.said, None) if reply.admitted else (None, reply.said)
    await conn.execute(_SQL["mark_settled"], case_id, command_id, answer, refusal)


class Undelivered(Frozen):
    """Commands that could not be delivered to a case for long, or again and again."""

    case_id: str
    commands: int
    first_at: AwareDatetime
    """When the first of them was taken in."""
    attempts: int
    """How often in a row the case could not be told."""


async def undelivered_for(conn: Connection, long: timedelta, often: int) -> tuple[Undelivered, ...]:
    """Return the cases that something received has not reached: for so long, or so often tried."""
    rows = await conn.fetch(_SQL["undelivered_for"], long, often)
    return tuple(Undelivered.model_validate(dict(row)) for row in rows)


def _committed(row: Row) -> CommittedReceipt:
    return CommittedReceipt(
        case_id=row["case_id"],
        command_id=row["command_id"],
        command=row["command"],
        envelope=_envelope(row),
        digest=row["digest"],
        delivered_at=row["told_at"],
        answer=row["answer"],
        refusal=row["refusal"],
    )


def _envelope(row: Row) -> Envelope:
    return Envelope.model_validate({**row["envelope"], "received_at": row["received_at"]})


async def tell_again(conn: Connection, case_id: str) -> int:
    """Have told again what a case had answered and its journal does not know; say how many."""
    done: str = await conn.execute(_SQL["tell_again"], case_id)
    return int(done.rpartition(" ")[2])
