"""Receipts: commands as the front door took them in, and the relay that sees them delivered.

The date that counts is the date of receipt. The door commits the row first, by the database's
clock, and delivers it to the case afterwards; the relay delivers what the door could not. Before a
lapse takes effect the case asks for the receipts that arrived in time, so a filing counts even if
no worker ran when it came.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeAlias

import asyncpg
import structlog
from pydantic import AwareDatetime, JsonValue
from temporalio import activity

from activities.database import (
    OUTAGE,
    Connection,
    Pool,
    Row,
    heed_cancellation,
    queries,
    transaction,
)
from activities.faults import at_once
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Receipt, ReceiptsUpTo
from workflows.kernel.values import Frozen, digest

_SQL = queries("journal/receipts")
_BATCH = 20

_log = structlog.get_logger(__name__)


class ReceiptConflict(ValueError):
    """The command ID has been used for another command; a new command needs a new ID."""


class ReceiptUnreadable(ValueError):
    """The register cannot hold what was sent: a NUL character, a broken surrogate, its size."""


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


class Reply(Frozen):
    """What a case replied to a command. A case that is closed has refused it."""

    admitted: bool
    said: JsonValue
    """The answer, or the reasons of the refusal."""


Deliver: TypeAlias = Callable[[str, str, Envelope], Awaitable[Reply]]
"""Deliver to a case (case ID, command, envelope) and return its reply; raise to have it retried."""


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
        await conn.execute(
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
    row = await conn.fetchrow(_SQL["receipt"], case_id, envelope.command_id)
    assert row is not None, "inserted above, and receipts are never deleted"
    if row["digest"] != sent_digest:
        raise ReceiptConflict(
            f"{envelope.command_id} was received with another command or body; "
            "send a new command under a new ID"
        )
    return CommittedReceipt(
        case_id=case_id,
        command_id=envelope.command_id,
        command=row["command"],
        envelope=_envelope(row),
        digest=row["digest"],
        delivered_at=row["told_at"],
        answer=row["answer"],
        refusal=row["refusal"],
    )


async def mark_delivered(conn: Connection, case_id: str, command_id: str, reply: Reply) -> None:
    """Note what the case replied. The first admission stays; an admission replaces a refusal."""
    name = "mark_answered" if reply.admitted else "mark_refused"
    await conn.execute(_SQL[name], case_id, command_id, reply.said)


class Undelivered(Frozen):
    """Commands that could not be delivered to a case for a long time."""

    case_id: str
    commands: int
    first_at: AwareDatetime
    """When the first of them was taken in."""


async def undelivered_for(conn: Connection, long: timedelta) -> tuple[Undelivered, ...]:
    """Return the cases to which something received that long ago has not been delivered."""
    rows = await conn.fetch(_SQL["undelivered_for"], long)
    return tuple(Undelivered.model_validate(dict(row)) for row in rows)


async def relay_once(pool: Pool, deliver: Deliver, *, limit: int = _BATCH) -> int:
    """Deliver what the door could not, in the order of receipt.

    A row whose case cannot be reached stays, and is tried again after a pause that doubles.

    Returns:
        How many rows were taken up.
    """
    async with transaction(pool) as conn:
        rows = await conn.fetch(_SQL["lease_undelivered"], limit)
    for row in sorted(rows, key=_order):
        await _deliver_one(pool, deliver, row)
        heed_cancellation()
    return len(rows)


async def run_relay(
    pool: Pool, deliver: Deliver, *, poll: timedelta = timedelta(seconds=2)
) -> None:
    """Relay receipts until cancelled; outages of the database are waited out."""
    while True:
        try:
            taken = await relay_once(pool, deliver)
        except OUTAGE as outage:
            _log.warning("relay_waits_for_database", fault=type(outage).__name__)
            taken = 0
        heed_cancellation()
        if taken < _BATCH:
            await asyncio.sleep(poll.total_seconds())


async def _deliver_one(pool: Pool, deliver: Deliver, row: Row) -> None:
    case_id, envelope = row["case_id"], _envelope(row)
    try:
        reply = await deliver(case_id, row["command"], envelope)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other receipts must go on
        # The fault's text may repeat what was filed; its kind is enough to look further.
        _log.warning(
            "receipt_not_told",
            case_id=case_id,
            command_id=envelope.command_id,
            attempt=row["attempts"],
            fault=type(fault).__name__,
        )
        return
    async with transaction(pool) as conn:
        await mark_delivered(conn, case_id, envelope.command_id, reply)


def _order(row: Row) -> tuple[datetime, datetime]:
    return row["received_at"], row["committed_at"]


def _envelope(row: Row) -> Envelope:
    return Envelope.model_validate({**row["envelope"], "received_at": row["received_at"]})


async def tell_again(conn: Connection, case_id: str) -> int:
    """Have told again what a case had answered and its journal does not know; say how many."""
    done: str = await conn.execute(_SQL["tell_again"], case_id)
    return int(done.rpartition(" ")[2])
