"""The typed client: how services, the command line and the relay write to cases.

    start ──▶ number from the register ──▶ workflow            Started · AlreadyOpen · Refused
    send ──▶ receipt committed: it counts ──▶ delivered        Answer · Refused · Received
    deliver ──▶ case                                           Reply      (the relay)
    view, why ──▶ case asked                                   View, TermView
    signal ──▶ history                                         nothing: journalled, never answered

`send` passes the front door (`front_door`). The date of receipt is the database's and is committed
before the case hears of the command, so that nothing which happens afterwards can take it away.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)

from activities.database import OUTAGE, Pool
from activities.journal.projection import CaseRow, one_case
from activities.journal.receipts import CommittedReceipt, Reply
from activities.registers.openings import Owed
from starter.client.answers import Filing, NotFound, OutOfReach, Received, Refused, Started
from starter.client.fitting import dated_lawfully, understood
from starter.client.front_door import Clock, FrontDoor, TakenIn, Telling, received
from starter.client.guarding import guarded
from starter.client.opening import Manner, Registry, not_open, start, start_owed
from starter.client.processes import PROCESSES
from starter.client.recording import Left, answered, answered_before, press, recorded
from starter.client.replies import answer_in, closed, no_from
from starter.client.size import measured
from starter.client.vetting import Vetted
from workflows.kernel.case.message import Answer, Envelope, StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Batch, Offer, Told
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import TermView, View

PATIENCE: Final = timedelta(seconds=10)
"""How long a case is waited for before the sender hears that it is out of reach."""

SOON, SELDOM = 0.02, 0.2  # seconds between two looks at a case that is being opened

T = TypeVar("T")
_TERMS: Final = TypeAdapter(tuple[TermView, ...])


class Vade:
    """Writes to cases and reads them.

    Args:
        client: Connected to the namespace of the cases, with pydantic's data converter.
        pool: The database. Without one there is no register: commands go straight to the case and
            count from its own history, and file numbers are the caller's.
        patience: How long a case is waited for.
        clock: For cases whose time has been moved forward: they receive commands in their time.
        answers_first: Whether senders hear an answer a moment before journal and lists know of it;
            whoever reads them in the same process waits for `recorded` then.
    """

    def __init__(
        self,
        client: Client,
        pool: "Pool | None" = None,
        *,
        patience: timedelta = PATIENCE,
        clock: Clock | None = None,
        answers_first: bool = False,
    ) -> None:
        self.client = client
        self.pool = pool
        self._patience = patience
        self.clock = clock
        self._answers_first = answers_first
        self._door = (
            None if pool is None else FrontDoor(pool, self.deliver, patience, clock, self._handle)
        )

    async def aclose(self) -> None:
        """Leave nothing behind at the front door, for a process that ends."""
        if self._door is not None:
            await self._door.aclose()

    async def recorded(self) -> None:
        """Wait until journal and lists know of all that this client's senders were answered."""
        if self._door is not None:
            await self._door.recorder.settled()

    # -- opening -------------------------------------------------------------------------------

    @property
    def registry(self) -> Registry:
        """Where it starts cases."""
        return Registry(self.client, self.pool, self._guarded, self.opened, self._record_opening)

    async def start(
        self,
        process: Process,
        filing: StartMessage | Filing,
        *,
        claim: str | None = None,
        start_delay: timedelta | None = None,
        vetted: Vetted | None = None,
        waits: bool = False,
    ) -> Started:
        """Start a case.

        Args:
            process: Which regulation.
            filing: A `StartMessage` as it stands; a `Filing` gets what it lacks of number and date.
            claim: The caller's own key: started again under it, the same case is returned.
            start_delay: For rehearsals: the case opens that much later.
            vetted: Looks at the case before it is started, and raises where its sender may not.
            waits: Whether until it is open, by the same call; `Started.is_open` says if it is.

        Raises:
            Refused: It is malformed, too large, against the law, or its claim stands for another
                one. No number has been issued for it, unless its case was waited for.
            AlreadyOpen: The file number has been used.
            OutOfReach: The database or Temporal does not answer.
        """
        how = Manner(claim, start_delay, vetted, waits)
        return await start(self.registry, process, filing, how)

    async def opened(self, case_id: str) -> View:
        """Wait until a case that was started is open, and show it.

        Raises:
            Refused: The filing was not accepted: no case came into being.
            NotFound: No such case was started.
            OutOfReach: No worker has opened it within the patience; it will be opened later.
        """
        pause = SOON
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                while (shown := await self._shown(case_id)) is None:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, SELDOM)
                return shown
        except TimeoutError as late:
            raise not_open(case_id) from late

    async def begin(self, owed: Owed) -> str | Refusal:
        """Open a case that another one has come to open, for the opener.

        Returns:
            Its ID, or why it is not accepted. Asked again, the same.

        Raises:
            OutOfReach: It is not open yet; try again later.
        """
        try:
            started = await self.start_owed(owed, waits=True)
        except Refused as no:
            return no.refusal
        if not started.is_open:
            raise not_open(started.case_id)
        return started.case_id

    async def start_owed(
        self, owed: Owed, *, start_delay: timedelta | None = None, waits: bool = False
    ) -> Started:
        """Start a case that another one has come to open; `start` says what may come of it."""
        how = Manner(start_delay=start_delay, waits=waits)
        return await start_owed(self.registry, PROCESSES[owed.process], owed, how)

    async def _record_opening(self, left: Batch) -> None:
        """Record that a case is open: before its sender hears that, unless they hear it first."""
        assert self._door is not None, "it was filed at the front door"
        self._door.recorder.leave(Left(left))
        if not self._answers_first:
            await self._door.recorder.settled(left.case_id)

    async def press(self, case_id: str) -> None:
        """Have a case record by itself what it has left to others, for the relay; see `press`."""
        await press(self._handle(case_id))

    # -- commands ------------------------------------------------------------------------------

    async def send(self, case_id: str, command: str, envelope: Envelope) -> Answer:
        """Take a command in, deliver it, and return the case's answer.

        Sent again under its ``command_id``, an admitted command gets its first answer.

        Raises:
            Refused: The case says no, or is closed; `TooLarge` if it cannot take so much.
            NotFound: There is no such case.
            Received: Taken in and dated; the case could not be reached yet; delivery follows.
                Without a register it lies in the case's history, and counts from there.
            OutOfReach: The database does not answer; nothing was taken in.
        """
        understood(case_id, command)
        dated_lawfully(envelope)
        measured(envelope)
        if self._door is None:
            return await self._directly(case_id, command, envelope)
        taken = await self._door.take_in(case_id, command, envelope)
        if taken.receipt.answer is not None:
            return Answer.model_validate(taken.receipt.answer)
        async with self._door.in_turn(taken) as telling:
            if telling.heard is not None:
                return answer_in(telling.heard)
            told = await self._told(telling, taken)
        return await self._answer(told, taken.receipt)

    async def deliver(self, case_id: str, command: str, envelope: Envelope) -> Reply:
        """Deliver to a case what was received before, for the relay; a case that is gone refuses.

        Raises:
            OutOfReach: It could not be delivered; try again later.
        """
        offer = envelope if self.pool is None else Offer.with_(envelope)
        try:
            answer = await self._update(case_id, command, offer)
        except (Refused, NotFound) as no:
            return Reply(admitted=False, said=no.refusal.model_dump(mode="json"))
        return Reply(admitted=True, said=answer.model_dump(mode="json"))

    async def receipt(self, case_id: str, command_id: str) -> CommittedReceipt | None:
        """Return a receipt, and what its case replied; none if nothing was taken in under that ID.

        Raises:
            OutOfReach: The database does not answer.
        """
        return None if self._door is None else await self._door.receipt(case_id, command_id)

    async def told(self, case_id: str, command: str, envelope: Envelope) -> Told:
        """Tell a case, and return its answer with what it leaves to its sender to record.

        Raises:
            Refused: The case says no.
            NotFound: It does not run, or no more.
            OutOfReach: It could not be told.
        """
        sending = self._handle(case_id).execute_update(
            command, envelope, id=envelope.command_id, result_type=Told
        )
        try:
            return await self._guarded(case_id, sending)
        except WorkflowUpdateFailedError as failed:
            raise no_from(failed.cause) from failed

    async def signal(self, case_id: str, command: str, envelope: Envelope) -> None:
        """Leave a command in a case's history; it counts from there, and nobody is answered.

        Raises:
            TooLarge: No case can take so much.
            NotFound: There is no such case, or it is closed.
            OutOfReach: Temporal does not answer.
        """
        understood(case_id, command)
        measured(envelope)
        await self._guarded(case_id, self._handle(case_id).signal(command, envelope))

    # -- questions -----------------------------------------------------------------------------

    async def view(self, case_id: str) -> View:
        """Show a case.

        Raises:
            NotFound: There is no such case.
            Refused: Its filing was not accepted.
            OutOfReach: No worker answers, or it is still being opened.
        """
        shown = await self._shown(case_id)
        if shown is None:
            raise OutOfReach(f"{case_id} is still being opened")
        return shown

    async def ask(self, case_id: str, query: str, *args: Any) -> Any:
        """Ask a case by one of its queries; the answer is plain JSON.

        Raises:
            NotFound: No such case was ever opened.
            OutOfReach: No worker answers, or Temporal is silent.
        """
        return await self._guarded(case_id, self._handle(case_id).query(query, args=list(args)))

    async def preview(self, case_id: str, command: str, envelope: Envelope) -> Any:
        """Ask what a command would lead to if it were sent now; the answer is plain JSON.

        Raises:
            NotFound: No such case was ever opened.
            OutOfReach: No worker answers, or Temporal is silent.
        """
        own = None if self.clock is None else await self.clock(case_id)
        now = (own or datetime.now(UTC)).isoformat()
        return await self.ask(case_id, "what_if", command, envelope.model_dump(mode="json"), now)

    async def why(self, case_id: str, term: str = "") -> tuple[TermView, ...]:
        """Explain the dates of one term, by key or rule ID, or of all that are open.

        Raises:
            NotFound: There is no such case.
            OutOfReach: No worker answers.
        """
        said = await self._guarded(case_id, self._handle(case_id).query("why", term))
        return _TERMS.validate_python(said)

    # -- the case ------------------------------------------------------------------------------

    async def _told(self, telling: Telling, taken: TakenIn) -> Told:
        """Tell a case what was taken in, and leave what it replies, and what it leaves to us."""
        receipt, recorded_to = taken.receipt, taken.turn.recorded_to if taken.turn else 0
        offer = Offer.with_(receipt.envelope, recorded_to)
        try:
            told = await self._said(receipt.case_id, receipt.command, offer)
        except OutOfReach as silent:
            raise received(receipt) from silent
        except (Refused, NotFound) as no:
            telling.reply = Reply(admitted=False, said=no.refusal.model_dump(mode="json"))
            raise
        telling.reply = Reply(admitted=True, said=told.answer.model_dump(mode="json"))
        telling.left = told.entrusted
        return told

    async def _answer(self, told: Told, receipt: CommittedReceipt) -> Answer:
        """Return what the sender hears: once it is recorded, unless they hear it first."""
        assert self._door is not None, "it came through the front door"
        waits = not self._answers_first or told.held is not None
        if waits and not await self._door.recorder.settled(receipt.case_id):
            raise received(receipt)
        try:
            return await self._settled(receipt.case_id, receipt.command_id, told)
        except OutOfReach as silent:
            raise received(receipt) from silent

    async def _directly(self, case_id: str, command: str, envelope: Envelope) -> Answer:
        """Tell a case without a register; if it is silent, leave the command in its history.

        An update is in no history until a worker runs, a signal is at once. Both may be carried
        out: the command counts once, from the signal's event.
        """
        try:
            answer = await self._update(case_id, command, envelope)
        except OutOfReach as silent:
            with suppress(NotFound):
                await self.signal(case_id, command, envelope)
                raise Received(case_id, envelope.command_id, None) from silent
            raise
        return answer

    def _handle(self, case_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(case_id)

    async def _shown(self, case_id: str) -> View | None:
        said: dict[str, Any] = await self.ask(case_id, "view")
        if "file_no" in said:
            return View.model_validate(said)
        status = await self._status(case_id)
        if status is WorkflowExecutionStatus.FAILED:
            raise await self._not_accepted(case_id)
        if status is not WorkflowExecutionStatus.RUNNING:
            raise OutOfReach(f"{case_id} was stopped by hand before it opened; see `vade audit`")
        return None

    async def _update(self, case_id: str, command: str, envelope: Envelope) -> Answer:
        """Tell a case, and record what it leaves to us, or left to who told it before."""
        told = await self._said(case_id, command, envelope)
        if self.pool is not None:
            await recorded(self.pool, self._handle(case_id), told.entrusted)
        return await self._settled(case_id, envelope.command_id, told)

    async def _said(self, case_id: str, command: str, envelope: Envelope) -> Told:
        """Tell a case; one that no longer runs says what it has answered before."""
        try:
            return await self.told(case_id, command, envelope)
        except NotFound:
            return Told(**dict(await self._from_closed(case_id, envelope.command_id)))

    async def _settled(self, case_id: str, command_id: str, told: Told) -> Answer:
        """Return an answer; of a command that was held the one by which it was settled since.

        Temporal remembers the first answer; the journal knows the last.
        """
        if told.held is None or self.pool is None:
            return told.answer
        return await answered(self.pool, case_id, command_id) or told.answer

    async def _from_closed(self, case_id: str, command_id: str) -> Answer:
        """Return what a case that no longer runs has answered, or say why it answers nothing."""
        status, row = await self._status(case_id), await self._projected(case_id)
        if row is not None and row.closed_at is None:
            raise OutOfReach(
                f"{case_id} is open by its journal, but does not run: see `vade audit`"
            )
        if row is not None:
            assert self.pool is not None, "it has been read there"
            return await answered_before(self.pool, row, command_id)
        if status is None:
            raise NotFound(case_id)
        if status is WorkflowExecutionStatus.FAILED:
            raise await self._not_accepted(case_id)
        if status is not WorkflowExecutionStatus.COMPLETED:
            raise OutOfReach(f"{case_id} was stopped by hand; see `vade audit`")
        raise closed("V-4", "it has come to its end")

    async def _status(self, case_id: str) -> WorkflowExecutionStatus | None:
        """Return how a case's workflow stands; none if Temporal does not know it."""
        try:
            return (await self._guarded(case_id, self._handle(case_id).describe())).status
        except NotFound:
            return None

    async def _projected(self, case_id: str) -> CaseRow | None:
        if self.pool is None:
            return None
        try:
            async with self.pool.acquire() as conn:
                return await one_case(conn, case_id)
        except OUTAGE as outage:
            raise OutOfReach("the database does not answer") from outage

    async def _not_accepted(self, case_id: str) -> Refused:
        try:
            await self._guarded(case_id, self._handle(case_id).result())
        except WorkflowFailureError as failed:
            return no_from(failed.cause)
        raise AssertionError("the server has just said that it failed")

    async def _guarded(self, case_id: str, call: Awaitable[T]) -> T:
        return await guarded(case_id, call, self._patience)
