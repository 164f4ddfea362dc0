"""The front door: takes a command in, and waits until it is that command's turn.

    receipt committed ─▶ the case's turn ─▶ what it was sent before is told ─▶ the command itself
                                              left to be recorded, and the answer to be noted ◀─┘

The date of receipt is the database's and is committed before the case hears of the command. A case
is told strictly in the order of receipt: older receipts first, whoever took them in. If one of them
cannot be told, the command waits behind it, and the relay tells both. One transaction notes the
answer and gives the turn back: where the case admits the command the one that records the act, a
moment later (`recording`); where it refuses, the door's.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from temporalio.client import WorkflowHandle

from activities.database import OUTAGE, Connection, Pool, brought_to_its_end
from activities.journal.receipts import (
    CommittedReceipt,
    ReceiptConflict,
    ReceiptUnreadable,
    Reply,
    receipt_if_any,
)
from activities.journal.turns import (
    FRESH,
    Deliver,
    Turn,
    give_back,
    look,
    take_in,
    tell_in_order,
)
from starter.client.answers import NotFound, OutOfReach, Received, Refused, unfit
from starter.client.recording import Answered, Found, Left, Recorder, note
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch

LOOK: Final = 0.02  # seconds between two looks at a turn that somebody else has
LAST_LEAVE: Final = 5.0  # seconds in which a process that ends gives turns back

Clock: TypeAlias = Callable[[str], Awaitable[datetime | None]]
"""A case's own time, where it is not the world's; none where it is."""


@dataclass(frozen=True)
class TakenIn:
    """A command in the register, and the turn of its case if that was free."""

    receipt: CommittedReceipt
    turn: Turn | None = None
    asked_at: float = 0.0
    """When the turn was asked for, by the loop's clock."""

    @property
    def may_be_told(self) -> bool:
        """Whether nothing need be told before it, nor its turn be renewed."""
        fresh_until = self.asked_at + FRESH.total_seconds()
        return self.turn is not None and self.turn.for_one and _now() < fresh_until


@dataclass
class Telling:
    """A command whose turn it is, or that somebody else has told meanwhile."""

    heard: Reply | None = None
    """What the case replied to somebody else."""
    reply: Reply | None = None
    """What the case replies now."""
    left: Batch | None = None
    """What the case leaves to us to record with that."""


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
        case: Returns a handle on the case with an ID.
    """

    def __init__(
        self,
        pool: Pool,
        deliver: Deliver,
        patience: timedelta,
        clock: Clock | None,
        case: Callable[[str], WorkflowHandle[Any, Any]],
    ) -> None:
        self.recorder = Recorder(pool, case)
        self._pool = pool
        self._deliver = deliver
        self._patience = patience
        self._clock = clock
        self._leaving: set[asyncio.Task[None]] = set()

    async def take_in(self, case_id: str, command: str, envelope: Envelope) -> TakenIn:
        """Commit a command's receipt, and take its case's turn at once if nobody has it.

        Raises:
            Refused: Its ID stands for another command, or no database can hold it.
            OutOfReach: The database does not answer.
        """
        if self._clock is not None and envelope.received_at is None:
            own_time = await self._clock(case_id)
            envelope = envelope.model_copy(update={"received_at": own_time})
        asked_at, left = _now(), await self.recorder.along(case_id)

        with said_as_answers():
            found = await self._asked(
                self._on_a_connection(lambda on: take_in(on, case_id, command, envelope))
                if left is None
                else self.recorder.taken_in_after(left, command, envelope)
            )
        return TakenIn(*found, asked_at)

    async def receipt(self, case_id: str, command_id: str) -> CommittedReceipt | None:
        """Return a receipt.

        Raises:
            OutOfReach: The database does not answer.
        """
        try:
            async with self._pool.acquire() as conn:
                return await receipt_if_any(conn, case_id, command_id)
        except (*OUTAGE, TimeoutError) as outage:
            raise OutOfReach("the database does not answer") from outage

    @asynccontextmanager
    async def in_turn(self, taken: TakenIn) -> AsyncIterator[Telling]:
        """Hold the case's turn while the block runs, after all that was received before is told.

        Yields:
            What the case has replied meanwhile, if somebody else has told it the command; else
            the block tells it, and leaves there what it replies.

        Raises:
            Received: It is not the command's turn yet; the relay tells it then.
        """
        telling, failed = Telling(), True
        try:
            try:
                async with asyncio.timeout(self._patience.total_seconds()):
                    while taken.turn is None and telling.heard is None:
                        taken, telling.heard = await self._look(taken)
                    if telling.heard is None:
                        await self._told_before(taken)
            except Exception as fault:
                raise received(taken.receipt) from fault
            yield telling
            failed = False
        except (Refused, NotFound):
            failed = False
            raise
        finally:
            if taken.turn is not None:
                await self._leave(taken, taken.turn, telling, failed=failed)

    async def aclose(self) -> None:
        """Give back what was taken for those who have left, for a process that ends."""
        recording = asyncio.create_task(self.recorder.settled())
        await asyncio.wait({recording, *self._leaving}, timeout=LAST_LEAVE)

    async def _told_before(self, taken: TakenIn) -> None:
        """Tell the case what was received before, unless nothing was when the turn was taken."""
        if taken.turn is not None and not taken.may_be_told:
            before = taken.receipt.command_id
            await tell_in_order(self._pool, self._deliver, taken.turn, before=before)

    async def _leave(self, taken: TakenIn, turn: Turn, telling: Telling, *, failed: bool) -> None:
        """Give the turn back, by whoever notes what the case replied."""
        if telling.reply is None:
            await brought_to_its_end(give_back(self._pool, turn, failed=failed))
        elif telling.left is None:
            await brought_to_its_end(note(self._pool, taken.receipt, telling.reply, turn))
        else:
            answered = Answered(taken.receipt, telling.reply, turn)
            self.recorder.leave(Left(telling.left, answered))

    async def _look(self, taken: TakenIn) -> tuple[TakenIn, Reply | None]:
        """Try to take the turn, and see whether the command has been told meanwhile."""
        await asyncio.sleep(LOOK)
        asked_at = _now()
        looking = self._on_a_connection(lambda on: look(on, taken.receipt))
        now, turn = await self._asked(looking)
        heard = now.reply if taken.receipt.delivered_at is None else None
        return TakenIn(taken.receipt, turn, asked_at), heard

    async def _on_a_connection(self, ask: Callable[[Connection], Awaitable[Found]]) -> Found:
        async with self._pool.acquire() as conn:
            return await ask(conn)

    async def _asked(self, ask: Coroutine[Any, Any, Found]) -> Found:
        """Ask the database for a turn; whoever is asked to stop meanwhile takes none along."""
        asking = asyncio.create_task(ask)
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            leaving = asyncio.create_task(self._given_up(asking))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
            raise

    async def _given_up(self, asking: Awaitable[Found]) -> None:
        """Give back what was taken for somebody who has left; the relay tells the command."""
        with suppress(*OUTAGE, TimeoutError, ReceiptConflict, ReceiptUnreadable):
            _, turn = await asking
            if turn is not None:
                await give_back(self._pool, turn, failed=False)


def _now() -> float:
    return asyncio.get_running_loop().time()


def received(receipt: CommittedReceipt) -> Received:
    """Say that a command is taken in and told later."""
    assert receipt.envelope.received_at is not None, "the register dates every receipt"
    return Received(receipt.case_id, receipt.command_id, receipt.envelope.received_at)
