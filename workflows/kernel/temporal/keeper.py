"""How a running case passes acts to the gate: one queue, in the order from which they count.

Updates, signals, receipts and occasions take their places by the instant from which they count,
then by command ID. Before the clock draws anything, and before a command closes the case, the front
door is asked what it has received until then. The keeper sleeps until the next occasion.
"""

import asyncio
from datetime import datetime
from typing import Any, Protocol

from pydantic import JsonValue
from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.pending import Pending
from workflows.kernel.case.records import AnswerOf, Batch, Decide, ReceiptsUpTo
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display import view
from workflows.kernel.display.details import activity_summary, timer_summary
from workflows.kernel.judgement import clock, gate, order
from workflows.kernel.judgement.dating import as_stated, dated
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.judgement.order import Judged
from workflows.kernel.law.agenda import Occasion, OccasionKind
from workflows.kernel.story.reading import Reading
from workflows.kernel.story.waiting import Question
from workflows.kernel.temporal import stubs
from workflows.kernel.temporal.commands import refused, update_in
from workflows.kernel.temporal.inbox import Arrival, Inbox
from workflows.kernel.temporal.judging import A_BREATH, DryRun, dry_run, in_slices, question_for
from workflows.kernel.temporal.outbox import Outbox

SLICE = 25
"""Acts settled in one task at most: a task has seconds, and a burst may bring thousands."""


class Commit(Protocol):
    """Makes what the gate let happen the state of the case."""

    def __call__(self, admitted: Admitted, *, is_offered: bool = False) -> Batch | None:
        """Do it; return what is left to its sender to record, where that is offered."""


class Keeper:
    """Keeps one case's time and its door.

    Args:
        outbox: Where admitted acts go.
        commit: Makes what the gate let happen the state of the case.
    """

    reading: Reading | None = None
    """The latest reading of the case; none until it is open."""
    not_opened: ApplicationError | None = None
    """Why there will be no case."""

    def __init__(self, outbox: Outbox, commit: Commit) -> None:
        """Start with nothing received."""
        self._outbox = outbox
        self._commit = commit
        self._queue: list[Arrival] = []
        self._inbox = Inbox()
        self._asked_up_to: datetime | None = None
        self._settling = False
        self._slice = (0, 0)
        self._refused_itself = 0
        self._dry_run: DryRun | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing received is still unsettled."""
        return not self._queue and not self._inbox.unread and not self._settling

    @property
    def _open_reading(self) -> Reading:
        assert self.reading is not None, "the case is not open yet"
        return self.reading

    @property
    def _file(self) -> CaseFile:
        return self._open_reading.file

    # -- what comes ----------------------------------------------------------------------------

    def validate(self, name: str, raw: RawValue | None) -> None:
        """Refuse an update by a dry run, where nothing comes before it."""
        envelope, _ = update_in(raw)
        if isinstance(envelope, Refusal):
            raise refused(envelope)
        if self.reading is not None and self.idle:
            # what is doubtful is asked at the register, where nothing else speaks against it
            command = as_stated(dated(name, envelope, workflow.now(), self._file))
            if gate.is_ahead(command, workflow.now()) or order.is_long(self.reading, command):
                return
            self._dry_run = dry_run(self.reading, command, workflow.now())
            if isinstance(self._dry_run.judged, Refusal):
                raise refused(self._dry_run.judged)

    async def handle(self, name: str, raw: RawValue | None) -> dict[str, Any]:
        """Take an update into the queue, and answer it once it is settled."""
        came_at = workflow.now()
        envelope, offer = update_in(raw)
        assert isinstance(envelope, Envelope), "the validator has seen it"
        if offer is not None:
            self._outbox.has_been_written(offer.recorded_to)
        file = None if self.reading is None else self.reading.file
        arrival = Arrival(dated(name, envelope, came_at, file), is_offered=offer is not None)
        self._queue.append(arrival)
        await asyncio.sleep(0)  # whatever came in the same task takes its place first
        answer = await self._answer(arrival)
        if arrival.entrusted is None:
            return answer
        return {**answer, "entrusted": arrival.entrusted.model_dump(mode="json")}

    def hear(self, name: str, args: tuple[Any, ...]) -> None:
        """Take a signal in; it is read when its turn comes."""
        self._inbox.unread.append((name, args))

    async def _answer(self, arrival: Arrival) -> dict[str, Any]:
        await workflow.wait_condition(
            lambda: self.reading is not None or self.not_opened is not None
        )
        if self.not_opened is not None:
            self._queue.remove(arrival)
            raise self.not_opened
        while arrival.judged is None:
            if not self._has_come(arrival):
                await workflow.wait_condition(lambda: self._has_come(arrival))
            await self._settle(arrival)
        match arrival.judged:
            case Refusal():
                raise refused(arrival.judged)
            case Repeat():
                return await self._first_answer(arrival.judged)
            case Admitted():
                if arrival.is_offered and arrival.entrusted is None:
                    await self._outbox.written_to(arrival.judged.entry.n)
                answer = arrival.judged.entry.answer
                assert isinstance(answer, dict)
                return answer

    async def _first_answer(self, repeat: Repeat) -> dict[str, Any]:
        await self._outbox.emptied()
        request = AnswerOf(case_id=self._file.case_id, command_id=repeat.command_id)
        first = await stubs.answer_of(request, self._file.opening.language)
        if "reasons" in first:
            raise refused(Refusal.model_validate(first))
        return first

    # -- the clock -----------------------------------------------------------------------------

    async def keep(self) -> None:
        """Sleep until something comes or falls due, settle it, and again."""
        while self._file.decision is None or not self.idle:
            if self._own() is None:
                await self._sleep()
            await self._settle(None)
        while True:  # closed: hardly anything is admitted, but every signal gets its entry
            await workflow.wait_condition(lambda: bool(self._inbox.unread) or self._releases())
            await self._settle(None)

    def _releases(self) -> bool:
        return order.next_release(self._open_reading, workflow.now()) is not None

    async def _sleep(self) -> None:
        n, occasion, coming = self._file.n, view.next_of(self._file), self._coming()

        def is_woken() -> bool:
            if self._has_news() or self._coming() != coming:
                return True
            return self._file.n != n and (self._moved(occasion) or self._releases())

        if (wakes_at := self._wakes_at(occasion)) is None:
            await workflow.wait_condition(is_woken)
            return
        delay = wakes_at - workflow.now()
        if delay.total_seconds() <= 0:
            return
        try:
            await workflow.wait_condition(
                is_woken, timeout=delay, timeout_summary=self._summary(occasion)
            )
        except TimeoutError:
            return

    def _wakes_at(self, occasion: Occasion | None) -> datetime | None:
        """When the case wakes up: for an occasion, or for what its clock has not reached yet."""
        draws_at = None if occasion is None else clock.draws_at(self._file, occasion)
        instants = (self._coming(), draws_at)
        return min((at for at in instants if at is not None), default=None)

    def _coming(self) -> datetime | None:
        """The first instant that the case's clock has to reach before it settles a command."""
        ahead = (a.command.counts_from for a in self._queue if not self._has_come(a))
        return min(ahead, default=None)

    def _summary(self, occasion: Occasion | None) -> str | None:
        if occasion is None:
            return None
        term = self._file.term(occasion.term)
        return timer_summary(term, occasion, self._file.opening.language)

    def _has_news(self) -> bool:
        """Whether there is something to settle that nobody waits for; an update is seen to.

        Woken for that as well, the case would set its timer anew at every act.
        """
        come = any(a.came_by_signal and self._has_come(a) for a in self._queue)
        return come or bool(self._inbox.unread) or self._own() is not None

    def _moved(self, occasion: Occasion | None) -> bool:
        return self._file.decision is not None or view.next_of(self._file) != occasion

    def _has_come(self, arrival: Arrival) -> bool:
        """Whether the case's own clock has reached the instant from which a command counts."""
        return not gate.is_ahead(arrival.command, workflow.now())

    # -- settling ------------------------------------------------------------------------------

    async def _settle(self, until: Arrival | None) -> None:
        """Settle all that has come and fallen due, one after the other; one coroutine at a time.

        Args:
            until: Go no further than this one; another takes over.
        """
        while self._settling:
            await workflow.wait_condition(lambda: not self._settling)
        self._settling = True
        try:
            while until is None or until.judged is None:
                if not await self._settle_next():
                    return
                await self._breathe()
        finally:
            self._settling = False

    async def _settle_next(self) -> bool:
        """Settle what comes first; False once nothing is left."""
        await self._read_signals()
        await self._inbox.vouch(self._queue, self._file)
        occasion = self._due()
        arrival = min(
            (a for a in self._queue if self._has_come(a)),
            key=lambda a: a.command.place,
            default=None,
        )
        if arrival is not None and (
            occasion is None or clock.comes_before(arrival.command, self._file, occasion)
        ):
            return await self._settle_arrival(arrival)
        if occasion is not None:
            legal = occasion.kind is not OccasionKind.REMINDER
            if not (legal and await self._asked(occasion.at)):
                self._commit(clock.tick(self._open_reading, occasion, workflow.now()))
            return True
        if (pending := order.next_release(self._open_reading, workflow.now())) is not None:
            await self._release(pending)
            return True
        if (own := self._own()) is not None:
            judged = await self._judged(own)
            if isinstance(judged, Admitted):
                self._commit(judged)
            else:  # it is asked again when something has changed
                self._refused_itself = self._file.n
            return True
        return False

    def _due(self) -> Occasion | None:
        if self._file.decision is not None:
            return None
        come = self._file.agenda.due(workflow.now())
        return min(come, key=lambda o: (clock.counts_from(self._file, o), o.term), default=None)

    def _own(self) -> Command | None:
        """Return what the story waits for from nobody but the case itself: a register's answer."""
        if self._file.decision is not None or self._refused_itself == self._file.n:
            return None
        return gate.own_command(self._open_reading)

    async def _settle_arrival(self, arrival: Arrival) -> bool:
        judged = await self._judged(arrival.command)
        closes = isinstance(judged, Admitted) and judged.file.decision is not None
        if closes and await self._asked(arrival.command.counts_from):
            return True  # what was received before may come first
        self._queue.remove(arrival)
        if isinstance(judged, Admitted):
            arrival.entrusted = self._commit(judged, is_offered=arrival.is_offered)
        elif isinstance(judged, Refusal) and arrival.came_by_signal:
            self._note_refused(arrival.command.name, judged, arrival.command)
        arrival.judged = judged
        return True

    async def _release(self, pending: Pending) -> None:
        """Settle a pending command that waits no longer."""
        without = order.without(self._open_reading, pending)
        command = pending.command
        if (asked := question_for(without, command)) is not None:
            command = await self._with_verdict(command, *asked)
        self._commit(order.release(self._open_reading, pending, command, workflow.now()))

    async def _asked(self, instant: datetime) -> bool:
        """Ask the front door what it has received, if it has not been asked up to an instant.

        Returns:
            Whether it has been asked just now: then the queue is to be looked at again.
        """
        if self._asked_up_to is not None and instant <= self._asked_up_to:
            return False
        now = workflow.now()
        request = ReceiptsUpTo(case_id=self._file.case_id, until=now)
        receipts = await stubs.receipts_up_to(request, self._file.opening.language)
        self._asked_up_to = max(now, instant)
        here = {a.command.envelope.command_id for a in self._queue}
        here |= {p.command_id for p in self._file.pending}
        self._queue += [
            Arrival(as_stated(dated(r.command, r.envelope, now, self._file)), came_by_signal=True)
            for r in receipts
            if r.envelope.command_id not in here
            and self._file.digest_of(r.envelope.command_id) is None
        ]
        return True

    async def _breathe(self) -> None:
        """Let the task end after a slice of acts: none may last for seconds."""
        task = workflow.info().get_current_history_length()
        last, settled = self._slice
        self._slice = (task, settled + 1 if task == last else 1)
        if self._slice[1] >= SLICE:
            await workflow.sleep(A_BREATH)

    # -- judging -------------------------------------------------------------------------------

    async def _judged(self, command: Command) -> Judged:
        """Pass a command through the gate; where a register must be asked, ask it in between."""
        known, self._dry_run = self._dry_run, None
        judged = await in_slices(lambda: self._open_reading, command, known)
        if not isinstance(judged, Admitted) or judged.file.pending != self._file.pending:
            return judged
        asked = question_for(self._open_reading, command)
        if asked is None:
            return judged
        command = await self._with_verdict(command, *asked)
        return await in_slices(lambda: self._open_reading, command)

    async def _with_verdict(
        self, command: Command, question: Question, request: JsonValue
    ) -> Command:
        """Let a register decide and reserve; the case judges again with its verdict."""
        assert isinstance(request, dict)
        await self._outbox.emptied()  # registers are to know all of the case
        asked = Decide(
            by=question.by,
            case_id=self._file.case_id,
            command_id=command.envelope.command_id,
            request={**request, "file_no": self._file.file_no},
        )
        language = self._file.opening.language
        title = self._open_reading.process.word(command.name, language)
        verdict = await stubs.decide(asked, activity_summary("decide", language, title))
        return command.model_copy(update={"verdict": verdict})

    async def _read_signals(self) -> None:
        while self._inbox.unread:
            come, no_commands = await self._inbox.read(lambda: self._file)
            self._queue += come
            for name, refusal in no_commands:
                self._note_refused(name, refusal)

    def _note_refused(self, name: str, refusal: Refusal, command: Command | None = None) -> None:
        now, file = workflow.now(), self._file
        pending = {p.command_id for p in file.pending}
        known = command is not None and (
            command.envelope.command_id in pending
            or file.digest_of(command.envelope.command_id) is not None
        )
        self._commit(
            gate.note(
                self._open_reading,
                kind="refused",
                name=name,
                body=refusal.model_dump(mode="json"),
                at=command.counts_from if command else now,
                now=now,
                command=None if known else command,
            )
        )
