"""Receipts: commands as the front door took them in.

The date that counts is the date of receipt. The door commits the row first, by the database's
clock, and delivers it to the case afterwards; the relay delivers what the door could not. Before a
lapse takes effect the case asks for the receipts that arrived in time, so a filing counts even if
no worker ran when it came.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import asyncpg
from pydantic import AwareDatetime, JsonValue
from temporalio import activity

from activities.database import Connection, Pool, Row, queries
from activities.faults import at_once
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Receipt, ReceiptsUpTo, TakenIn
from workflows.kernel.values import Frozen, canonical, digest

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
        conn: Its case is told only after what it does has committed.
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
    receipt, _ = await taken_in(conn, case_id, command, envelope, None, None)
    return receipt


async def taken_in(
    conn: Connection,
    case_id: str,
    command: str,
    envelope: Envelope,
    *turn: Any,
    after: Sequence[Any] = (),
) -> tuple[CommittedReceipt, Row]:
    """Take in one command as `commit_receipt` does; return with it what has become of the turn.

    Args:
        conn: A connection; one statement, so that it needs no transaction of its own.
        case_id: Workflow ID of the case.
        command: Name of the command.
        envelope: As sent.
        turn: Who takes the case's turn with that, and for how long; or nobody.
        after: What is written first by the same statement: a batch, as ``write_batch`` takes it
            behind the case.
    """
    sent = envelope.model_dump(mode="json", exclude={"received_at"})
    try:
        sent_digest = digest({"command": command, "envelope": sent})
        row = await conn.fetchrow(
            _SQL["take_in_after" if after else "take_in"],
            case_id,
            envelope.command_id,
            command,
            sent,
            sent_digest,
            envelope.received_at,
            envelope.register_no,
            *turn,
            *after,
        )
    except (asyncpg.DataError, UnicodeEncodeError) as broken:
        raise ReceiptUnreadable(f"{envelope.command_id} cannot be stored as text") from broken
    except asyncpg.CheckViolationError as broken:
        raise ReceiptUnreadable(f"{envelope.command_id} is larger than a case can take") from broken
    assert row is not None, "it is committed now, or was before"
    if row["kept_digest"] != sent_digest:
        raise ReceiptConflict(envelope.command_id)
    return received(row, case_id, command, envelope), row


def received(row: Row, case_id: str, command: str, envelope: Envelope) -> CommittedReceipt:
    """Return the receipt of a command that the sender has at hand: the digest says it is that."""
    return CommittedReceipt(
        case_id=case_id,
        command_id=envelope.command_id,
        command=command,
        envelope=envelope.model_copy(update={"received_at": row["received"]}),
        digest=row["kept_digest"],
        delivered_at=row["told"],
        answer=row["said"],
        refusal=row["refused"],
    )


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


class Heard(NamedTuple):
    """What a case replied to a command."""

    case_id: str
    command_id: str
    reply: Reply
    holder: str | None = None
    """Who had the case's turn and gives it back with that, if anybody does."""


async def note_replies(conn: Connection, heard: Sequence[Heard]) -> None:
    """Note what cases replied. The first admission stays; an admission replaces a refusal.

    That a command is held the journal notes: only it knows whether it has been settled since.

    Args:
        conn: A connection.
        heard: Replies, of several cases or of one.
    """
    said = [(None, None) if each.reply.is_held else _noted(each.reply) for each in heard]
    await conn.execute(
        _SQL["note_replies"],
        [each.case_id for each in heard],
        [each.command_id for each in heard],
        [admitted for admitted, _ in said],
        [text for _, text in said],
        [each.holder for each in heard],
    )


def _noted(reply: Reply) -> tuple[bool, str]:
    return reply.admitted, canonical(reply.said)


async def mark_delivered(conn: Connection, case_id: str, command_id: str, reply: Reply) -> None:
    """Note what a case replied to one command."""
    await note_replies(conn, [Heard(case_id, command_id, reply)])


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
