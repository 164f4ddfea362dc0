"""What a case leaves to its sender: recorded a moment after it has answered, and never lost.

    answered ─▶ left here ─┬─▶ the next command to the case takes it along, in one statement
                           └─▶ recorded by itself      ├──▶ the answer is noted with it
                                                       ├──▶ more needs attention than the case
                                                       │    knows: it looks, then that is noted
                                                       └──▶ not recorded: the case records by
                                                            itself, and shows why it cannot

Whoever reads the journal through the same process waits for what it has been left.
Nothing hangs on the sender. While the answer is not noted the relay tells the case again, and that
answers the same with the same entry; recorded twice, it stands once. That a case has been opened is
left to whoever has it opened, likewise; half a minute later the relay has a case of which the
journal knows nothing record it by itself.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeAlias

from temporalio.client import WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.database import OUTAGE, Pool
from activities.journal import tellings
from activities.journal.journal import Journal, record
from activities.journal.projection import CaseRow
from activities.journal.receipts import (
    CommittedReceipt,
    Heard,
    ReceiptConflict,
    ReceiptUnreadable,
    Reply,
    note_replies,
)
from activities.journal.turns import Turn, give_back, take_in, take_in_after
from starter.client.answers import OutOfReach
from starter.client.replies import answer_in, closed
from workflows.kernel.case.message import Answer, Envelope
from workflows.kernel.case.records import AnswerOf, Batch
from workflows.kernel.temporal.case import RECORD

LOOK: Final = timedelta(seconds=5)
"""How long a case is waited for that is to look for itself."""

SOON: Final = 0.01  # seconds in which the next command to the case may take along what was left
AT_ONCE: Final = 0.002  # seconds, where a case has been opened: no door knows it before
AT_MOST: Final = 1.0  # seconds; a command that cannot take it along by then is dated after that
PAUSE: Final = 0.1  # seconds in which the next command waits for what it cannot take along

Found: TypeAlias = tuple[CommittedReceipt, Turn | None]


@dataclass(frozen=True)
class Answered:
    """A command that a case has answered, with the case's turn."""

    receipt: CommittedReceipt
    reply: Reply
    turn: Turn


@dataclass(eq=False)
class Left:
    """What a case has left to its sender to record."""

    batch: Batch
    answered: Answered | None = None
    """The command that it comes of; none where the case has been opened."""
    waits: asyncio.TimerHandle | None = None
    """While the next command may take it along."""
    stands: "asyncio.Future[bool]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    """Whether it has been recorded, once that is known."""

    @property
    def may_be_taken_along(self) -> bool:
        """Whether the next command to the case can be taken in with it, and has its turn then."""
        is_free = self.answered is None or self.answered.turn.for_one
        return is_free and not tellings.are_among(self.batch.registers)


class Recorder:
    """Records what cases have left to this process, and gives their turns back with that.

    Args:
        pool: The database.
        case: Returns a handle on the case with an ID.
    """

    def __init__(self, pool: Pool, case: Callable[[str], WorkflowHandle[Any, Any]]) -> None:
        self._pool = pool
        self._case = case
        self._left: set[Left] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def leave(self, left: Left) -> None:
        """Take over what a case has left, and its turn."""
        self._left.add(left)
        left.stands.add_done_callback(lambda _: self._left.discard(left))
        soon = AT_ONCE if left.answered is None else SOON
        left.waits = asyncio.get_running_loop().call_later(soon, self._begin, left)

    async def settled(self, case_id: str | None = None) -> bool:
        """Wait until all that was left is recorded, or what one case has left.

        Returns:
            Whether it stands; else the cases have been asked to record by themselves.
        """
        theirs = [each for each in self._left if case_id in (None, each.batch.case_id)]
        for each in theirs:
            if each.waits is not None:
                self._begin(each)
        if theirs:  # whoever stops waiting takes nothing along
            await asyncio.wait([each.stands for each in theirs])
        return all(each.stands.result() for each in theirs)

    async def along(self, case_id: str) -> Left | None:
        """Return what a case has left, if its next command can take it along; it is to do so.

        What cannot be taken along is waited for, a moment: else the command would look for its turn
        again and again.
        """
        for each in tuple(self._left):
            if each.batch.case_id != case_id:
                continue
            if each.waits is not None:
                if each.may_be_taken_along:
                    each.waits.cancel()
                    each.waits = None
                    return each
                self._begin(each)
            await asyncio.wait([each.stands], timeout=PAUSE)
        return None

    async def taken_in_after(self, left: Left, command: str, envelope: Envelope) -> Found:
        """Take the next command in, and along with it what the case has left.

        Raises:
            ReceiptConflict: As `take_in`; what was left is recorded all the same.
            ReceiptUnreadable: Likewise.
        """
        case_id, found, done = left.batch.case_id, None, None
        try:
            async with asyncio.timeout(AT_MOST), self._pool.acquire() as conn:
                found, done = await take_in_after(conn, left.batch, case_id, command, envelope)
        except (*OUTAGE, TimeoutError, ApplicationError, ReceiptConflict, ReceiptUnreadable):
            pass  # which of the two it was about shows when each is done by itself
        finally:
            if done is not None and done.is_known_to(left.batch):
                left.stands.set_result(True)
            else:
                self._begin(left)
        if found is not None:
            return found
        async with self._pool.acquire() as conn:
            return await take_in(conn, case_id, command, envelope)

    def _begin(self, left: Left) -> None:
        """Record it by itself."""
        if left.waits is not None:
            left.waits.cancel()
            left.waits = None
        task = asyncio.create_task(self._record(left))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _record(self, left: Left) -> None:
        stands, case = False, self._case(left.batch.case_id)
        try:
            is_noted = await recorded(self._pool, case, left.batch)
            stands = True
            if left.answered is not None:
                await self._given_back(left.answered, is_noted=is_noted)
        except OutOfReach:
            if left.answered is not None:
                await give_back(self._pool, left.answered.turn, failed=True)
        finally:
            left.stands.set_result(stands)

    async def _given_back(self, answered: Answered, *, is_noted: bool) -> None:
        """Give a case's turn back, where the journal has not done so with what it noted."""
        if not is_noted:
            await note(self._pool, answered.receipt, answered.reply, answered.turn)
        elif not answered.turn.for_one:
            await give_back(self._pool, answered.turn, failed=False)


async def note(pool: Pool, receipt: CommittedReceipt, reply: Reply, turn: Turn) -> None:
    """Note what a case replied, and give its turn back with that."""
    heard = Heard(receipt.case_id, receipt.command_id, reply, turn.holder)
    try:
        async with pool.acquire() as conn:
            await note_replies(conn, [heard])
    except (*OUTAGE, TimeoutError):
        # The sender has the case's answer; the relay will hear it once more and note it then.
        await give_back(pool, turn, failed=False)


async def recorded(pool: Pool, case: WorkflowHandle[Any, Any], entrusted: Batch | None) -> bool:
    """Record what a case has left to its sender, if anything; recorded before, it stays as it is.

    Returns:
        Whether its answer is noted with that; else the sender notes it.

    Raises:
        OutOfReach: It could not be recorded now; the case has been asked to do it.
    """
    if entrusted is None:
        return False
    try:
        done = await record(pool, entrusted)
    except (*OUTAGE, TimeoutError, ApplicationError) as fault:
        await have_look(case)
        raise OutOfReach(f"what {entrusted.case_id} answered could not be recorded yet") from fault
    if not done.is_known_to(entrusted):
        await have_look(case)
        return False
    return True


async def answered(pool: Pool, case_id: str, command_id: str) -> Answer | None:
    """Return the answer that the journal has; none while it has none.

    Raises:
        Refused: It has a refusal.
        OutOfReach: The database does not answer.
    """
    try:
        said = await Journal(pool).answer_of(AnswerOf(case_id=case_id, command_id=command_id))
    except OUTAGE as outage:
        raise OutOfReach("the database does not answer") from outage
    return None if said is None else answer_in(Reply(admitted="reasons" not in said, said=said))


async def answered_before(pool: Pool, row: CaseRow, command_id: str) -> Answer:
    """Return what a case that is closed by its journal has answered.

    Raises:
        Refused: It has refused it, or heard nothing of it before it closed.
        OutOfReach: The database does not answer.
    """
    if (answer := await answered(pool, row.case_id, command_id)) is not None:
        return answer
    raise closed(str(row.outcome_rule), str(row.outcome))


async def have_look(case: WorkflowHandle[Any, Any]) -> None:
    """Have a case record by itself what it has left to others, if Temporal answers.

    Where it does not, the relay has it recorded later.
    """
    with suppress(RPCError, RuntimeError):
        await press(case)


async def press(case: WorkflowHandle[Any, Any]) -> None:
    """Have a case record by itself what it has left to others; one that has ended has done so.

    Raises:
        RPCError: Temporal does not answer.
        RuntimeError: Likewise, and it never has.
    """
    try:
        await case.signal(RECORD, rpc_timeout=LOOK)
    except RPCError as fault:
        if fault.status is not RPCStatusCode.NOT_FOUND:
            raise
