"""The front door: takes a command in, and waits until it is that command's turn.

    receipt committed ─▶ the case's turn ─▶ what it was sent before is told ─▶ the command itself

The date of receipt is the database's and is committed before the case hears of the command. A case
is told strictly in the order of receipt: older receipts first, whoever took them in. If one of them
cannot be told, the command waits behind it, and the relay tells both.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from activities.database import OUTAGE, Pool, brought_to_its_end, transaction
from activities.journal.receipts import (
    CommittedReceipt,
    ReceiptConflict,
    ReceiptUnreadable,
    Reply,
    commit_receipt,
    mark_delivered,
    receipt_of,
)
from activities.journal.turns import (
    FRESH,
    Deliver,
    Turn,
    give_back,
    is_next,
    take_turn,
    tell_in_order,
)
from starter.client.answers import NotFound, OutOfReach, Received, Refused, unfit
from workflows.kernel.case.message import Envelope

LOOK: Final = 0.02  # seconds between two looks at a turn that somebody else has

Clock: TypeAlias = Callable[[str], Awaitable[datetime | None]]
"""A case's own time, where it is not the world's; none where it is."""


@dataclass(frozen=True)
class TakenIn:
    """A command in the register, and the turn of its case if that was free."""

    receipt: CommittedReceipt
    turn: Turn | None = None
    told_first_until: float = 0.0
    """By the loop's clock: until then nothing needs to be told before it, nor its turn renewed."""


@dataclass
class Telling:
    """A command whose turn it is, or that somebody else has told meanwhile."""

    heard: Reply | None = None
    """What the case replied to somebody else."""
    reply: Reply | None = None
    """What the case replies now."""


@contextmanager
def said_as_answers() -> Iterator[None]:
    """Say of receipts that could not be committed what their sender has to hear.

    Raises:
        Refused: An ID stands for another command, or no database can hold what was sent.
        OutOfReach: The database does not answer.
    """
    try:
        yield
    except ReceiptConflict as other:
        raise Refused.because(
            "V-6",
            what=f"command_id {other.command_id} was used before with another body",
            why="a command counts once; its ID stands for exactly one document",
            do="send the new document under a new command_id",
        ) from other
    except ReceiptUnreadable as broken:
        raise unfit(str(broken)) from broken
    except (*OUTAGE, TimeoutError) as outage:
        raise OutOfReach("the database does not answer; nothing was taken in") from outage


class FrontDoor:
    """Takes commands in and has their cases told in the order of receipt.

    Args:
        pool: The database.
        deliver: How a case is told what came before a command.
        patience: How long a command waits for its turn.
        clock: For cases whose time has been moved forward.
    """

    def __init__(
        self, pool: Pool, deliver: Deliver, patience: timedelta, clock: Clock | None
    ) -> None:
        self._pool = pool
        self._deliver = deliver
        self._patience = patience
        self._clock = clock

    async def take_in(self, case_id: str, command: str, envelope: Envelope) -> TakenIn:
        """Commit a command's receipt, and take its case's turn at once if nobody has it.

        Raises:
            Refused: Its ID stands for another command, or no database can hold it.
            OutOfReach: The database does not answer.
        """
        if self._clock is not None and envelope.received_at is None:
            own_time = await self._clock(case_id)
            envelope = envelope.model_copy(update={"received_at": own_time})
        with said_as_answers():
            async with transaction(self._pool) as conn:
                receipt = await commit_receipt(conn, case_id, command, envelope)
                if receipt.answer is not None:
                    return TakenIn(receipt)
                until = _now() + FRESH.total_seconds()
                turn = await take_turn(conn, case_id)
                if turn is not None and await is_next(conn, turn, envelope.command_id):
                    return TakenIn(receipt, turn, until)
                return TakenIn(receipt, turn)

    @asynccontextmanager
    async def in_turn(self, taken: TakenIn) -> AsyncIterator[Telling]:
        """Hold the case's turn while the block runs, after all that was received before is told.

        Yields:
            What the case has replied meanwhile, if somebody else has told it the command; else
            the block tells it, and leaves there what it replies.

        Raises:
            Received: It is not the command's turn yet; the relay tells it then.
        """
        turn, telling, failed = taken.turn, Telling(), True
        try:
            try:
                async with asyncio.timeout(self._patience.total_seconds()):
                    while turn is None and telling.heard is None:
                        turn, telling.heard = await self._look(taken.receipt)
                    if turn is not None and telling.heard is None:
                        await self._told_before(taken, turn)
            except Exception as fault:
                raise received(taken.receipt) from fault
            yield telling
            failed = False
        except (Refused, NotFound):
            failed = False
            raise
        finally:
            if turn is not None and telling.reply is not None:
                await brought_to_its_end(self._note(taken.receipt, telling.reply, turn))
            elif turn is not None:
                await brought_to_its_end(give_back(self._pool, turn, failed=failed))

    async def _told_before(self, taken: TakenIn, turn: Turn) -> None:
        """Tell the case what was received before, unless nothing was when the turn was taken."""
        if _now() >= taken.told_first_until:
            before = taken.receipt.command_id
            await tell_in_order(self._pool, self._deliver, turn, before=before)

    async def _note(self, receipt: CommittedReceipt, reply: Reply, turn: Turn) -> None:
        """Note what the case replied, and give its turn back with that."""
        try:
            async with self._pool.acquire() as conn:
                await mark_delivered(
                    conn, receipt.case_id, receipt.command_id, reply, holder=turn.holder
                )
        except (*OUTAGE, TimeoutError):
            # The sender has the case's answer; the relay will hear it once more and note it then.
            await give_back(self._pool, turn, failed=False)

    async def _look(self, receipt: CommittedReceipt) -> tuple[Turn | None, Reply | None]:
        """Try to take the turn, and see whether the command has been told meanwhile."""
        await asyncio.sleep(LOOK)
        async with transaction(self._pool) as conn:
            turn = await take_turn(conn, receipt.case_id)
            now = await receipt_of(conn, receipt.case_id, receipt.command_id)
        return turn, now.reply if receipt.delivered_at is None else None


def _now() -> float:
    return asyncio.get_running_loop().time()


def received(receipt: CommittedReceipt) -> Received:
    """Say that a command is taken in and told later."""
    assert receipt.envelope.received_at is not None, "the register dates every receipt"
    return Received(receipt.case_id, receipt.command_id, receipt.envelope.received_at)
