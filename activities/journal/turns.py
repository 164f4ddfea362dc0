"""Turns: one at a time tells a case what was received for it, strictly in the order of receipt.

Door and relay alike take the case's turn, tell the oldest untold receipt first, and stop at the
first that cannot be told: it holds back its case, and no other. The turn is a lease, renewed before
each delivery and longer than one may take, so no transaction stays open meanwhile and whoever dies
with it blocks the case for half a minute at most.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeAlias
from uuid import uuid4

from activities.database import (
    OUTAGE,
    Connection,
    Pool,
    Row,
    heed_cancellation,
    queries,
    transaction,
)
from activities.journal.journal import (
    as_written,
    done_with,
    is_plain,
    record_in,
    wait_for_the_disk,
)
from activities.journal.receipts import (
    CommittedReceipt,
    Reply,
    mark_delivered,
    receipt_of,
    received,
    taken_in,
)
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch, Recorded
from workflows.kernel.values import Frozen

_SQL = queries("journal/turns")

DELIVERY: Final = timedelta(seconds=20)
"""What telling a case one receipt may take."""

LEASE: Final = timedelta(seconds=30)
"""How long a turn lasts unless it is renewed; a delivery and its note end well before."""

FRESH: Final = LEASE - DELIVERY
"""How long after it was taken a turn need not be renewed for one delivery."""

Deliver: TypeAlias = Callable[[str, str, Envelope], Awaitable[Reply]]
"""Deliver to a case (case ID, command, envelope) and return its reply; raise to have it retried."""


class Turn(Frozen):
    """The right to tell one case what was received for it."""

    case_id: str
    holder: str
    attempts: int
    """How often in a row it could not be told before."""
    for_one: bool = False
    """Whether it was taken for one command, before which nothing stood: the journal gives it back
    when it notes the answer to that."""
    recorded_to: int = 0
    """Number of the last entry of the case that stood in the journal when it was taken; 0 where
    nobody looked."""


class TurnLost(Exception):
    """The lease ran out, and somebody else tells the case now."""


async def take_turn(conn: Connection, case_id: str) -> Turn | None:
    """Take a case's turn; none while somebody else has it."""
    holder = uuid4().hex
    attempts = await conn.fetchval(_SQL["take_turn"], case_id, holder, LEASE)
    if attempts is None:
        return None
    return Turn(case_id=case_id, holder=holder, attempts=attempts)


async def take_in(
    conn: Connection, case_id: str, command: str, envelope: Envelope
) -> tuple[CommittedReceipt, Turn | None]:
    """Take in a command (`commit_receipt`), and its case's turn with that if nobody else has it.

    It is one statement. The row of the case is locked until that commits, so whatever was received
    before is seen: whoever has a turn for one command alone may tell the case at once.

    Args:
        conn: A connection.
        case_id: Workflow ID of the case.
        command: Name of the command.
        envelope: As sent.

    Returns:
        The receipt, and the turn; none if somebody else has it, or the command was admitted before.
    """
    receipt, row = await taken_in(conn, case_id, command, envelope, uuid4().hex, LEASE)
    return receipt, _turn_in(row, case_id)


async def take_in_after(
    conn: Connection, batch: Batch, case_id: str, command: str, envelope: Envelope
) -> tuple[tuple[CommittedReceipt, Turn | None], Recorded | None]:
    """Record what a sender was left, and take the next command to its case in with that.

    Args:
        conn: A connection.
        batch: One of that case that tells no other case anything: two that tell each other, and are
            told both, would wait for each other's turn.
        case_id: Workflow ID of the case.
        command: Name of the command.
        envelope: As sent.

    Returns:
        What `take_in` does, and what recording has come to; none where the batch is to be recorded
        by itself: then the turn is not free either.
    """
    if not is_plain(batch):
        async with conn.transaction():
            if envelope.received_at is None:
                came_at = await conn.fetchval(_SQL["now"])
                envelope = envelope.model_copy(update={"received_at": came_at})
            done = await record_in(conn, batch)
            await wait_for_the_disk(conn)
            return await take_in(conn, case_id, command, envelope), done
    turn = uuid4().hex, LEASE
    _, *after = as_written(batch)
    receipt, row = await taken_in(conn, case_id, command, envelope, *turn, after=after)
    return (receipt, _turn_in(row, case_id)), done_with(row)


async def look(conn: Connection, receipt: CommittedReceipt) -> tuple[CommittedReceipt, Turn | None]:
    """Take the turn for a command that waits, if it is free by now, and read its receipt again."""
    case_id = receipt.case_id
    row = await conn.fetchrow(_SQL["look"], case_id, receipt.command_id, uuid4().hex, LEASE)
    assert row is not None, "a look is one row"
    return received(row, case_id, receipt.command, receipt.envelope), _turn_in(row, case_id)


def _turn_in(row: Row, case_id: str) -> Turn | None:
    holder = row["new_holder"]
    if holder is None:
        return None
    return Turn(
        case_id=case_id,
        holder=holder,
        attempts=row["failed"],
        for_one=" " in holder,
        recorded_to=row["recorded_to"],
    )


async def take_waiting_turns(conn: Connection, limit: int) -> tuple[Turn, ...]:
    """Take the turns of cases that have waited out their pause, the oldest receipt first."""
    holder = uuid4().hex
    rows = await conn.fetch(_SQL["take_waiting_turns"], holder, LEASE, limit)
    return tuple(
        Turn(case_id=row["case_id"], holder=holder, attempts=row["attempts"]) for row in rows
    )


async def give_back(pool: Pool, turn: Turn, *, failed: bool) -> None:
    """Give a turn back; if the database is out, its lease runs out by itself."""
    try:
        await pool.execute(_SQL["give_back"], turn.case_id, turn.holder, failed)
    except (*OUTAGE, TimeoutError):
        return


async def tell_in_order(
    pool: Pool, deliver: Deliver, turn: Turn, *, before: str | None = None
) -> None:
    """Tell a case what was received for it and not told yet, the oldest first.

    Args:
        pool: The database.
        deliver: How a case is told.
        turn: The case's turn; its holder gives it back.
        before: A command ID: only what was received before that command.

    Raises:
        TurnLost: Another one tells the case by now.
        Exception: Whatever a delivery raised; it and everything after it stay untold.
    """
    while (receipt := await _next(pool, turn, before)) is not None:
        async with asyncio.timeout(DELIVERY.total_seconds()):
            reply = await deliver(turn.case_id, receipt.command, receipt.envelope)
        async with pool.acquire() as conn:
            await mark_delivered(conn, turn.case_id, receipt.command_id, reply)
        heed_cancellation()


async def keep_turn(conn: Connection, turn: Turn) -> None:
    """Renew a turn's lease.

    Raises:
        TurnLost: It had run out.
    """
    if await conn.fetchval(_SQL["keep_turn"], turn.case_id, turn.holder, LEASE) is None:
        raise TurnLost(turn.case_id)


async def _next(pool: Pool, turn: Turn, before: str | None) -> CommittedReceipt | None:
    async with transaction(pool) as conn:
        await keep_turn(conn, turn)
        command_id = await conn.fetchval(_SQL["next_untold"], turn.case_id, before)
        if command_id is None:
            return None
        return await receipt_of(conn, turn.case_id, command_id)
