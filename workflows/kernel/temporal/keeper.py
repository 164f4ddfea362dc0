"""How a running case passes acts to the gate: updates at once, the rest in order by one coroutine.

The keeper sleeps until the next occasion on one timer. When it wakes up it settles what has come,
signals and receipts and occasions, in the order of the instants from which they count.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import JsonValue
from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import AnswerOf, ArrivalsOf, Decide, ReceiptsUpTo, SignalSent
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display import view
from workflows.kernel.judgement import clock, gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.law.agenda import Occasion, OccasionKind, due_now
from workflows.kernel.story.reading import Reading
from workflows.kernel.story.waiting import Question
from workflows.kernel.temporal import stubs
from workflows.kernel.temporal.commands import envelope_of, refused, sent_signal, value_of
from workflows.kernel.temporal.outbox import Outbox
from workflows.kernel.values import digest


class Keeper:
    """Keeps one case's time and its door.

    Args:
        outbox: Where admitted acts go.
        commit: Makes what the gate admitted the state of the case.
    """

    reading: Reading | None = None
    """The latest reading of the case; none until it is open."""
    not_opened: ApplicationError | None = None
    """Why there will be no case."""

    def __init__(self, outbox: Outbox, commit: Callable[[Admitted], None]) -> None:
        """Start with nothing received."""
        self._outbox = outbox
        self._commit = commit
        self._inbox: list[tuple[str, tuple[Any, ...]]] = []
        self._asked: set[str] = set()
        self._settling = False

    @property
    def idle(self) -> bool:
        """Whether nothing received is still unsettled."""
        return not self._inbox and not self._settling

    @property
    def _current(self) -> Reading:
        assert self.reading is not None, "the case is not open yet"
        return self.reading

    @property
    def _file(self) -> CaseFile:
        return self._current.file

    # -- updates -------------------------------------------------------------------------------

    def validator(self, name: str) -> Callable[..., None]:
        """Return the validator of a command's update: a dry run of the gate."""

        def validate(raw: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
            envelope = envelope_of(value_of(raw))
            if isinstance(envelope, Refusal):
                raise refused(envelope)
            if self.reading is not None:
                command = self._command(name, envelope)
                no = gate.refusal_of(self.reading, command, workflow.now())
                if no is not None:
                    raise refused(no)

        return validate

    def handler(self, name: str) -> Callable[..., Any]:
        """Return the handler of a command's update: through the gate, then the answer."""

        async def handle(raw: RawValue = None) -> dict[str, Any]:  # type: ignore[assignment]
            envelope = envelope_of(value_of(raw))
            assert isinstance(envelope, Envelope), "the validator has seen it"
            await workflow.wait_condition(
                lambda: self.reading is not None or self.not_opened is not None
            )
            if self.not_opened is not None:
                raise self.not_opened
            return await self._answered(self._command(name, envelope))

        return handle

    def _command(self, name: str, envelope: Envelope) -> Command:
        counts_from = envelope.received_at or workflow.now()
        return Command(name=name, envelope=envelope, counts_from=counts_from)

    async def _answered(self, command: Command) -> dict[str, Any]:
        result = await self._judged(command)
        match result:
            case Refusal():
                raise refused(result)
            case Repeat():
                return await self._first_answer(result)
            case Admitted():
                self._commit(result)
                answer = result.entry.answer
                assert isinstance(answer, dict)
                return answer

    async def _judged(self, command: Command) -> Admitted | Repeat | Refusal:
        """Pass a command through the gate; where a register must be asked, ask it in between."""
        result = gate.admit(self._current, command, workflow.now())
        asked = gate.question_for(self._current, command) if isinstance(result, Admitted) else None
        if asked is None:
            return result
        command = await self._with_verdict(command, *asked)
        return gate.admit(self._current, command, workflow.now())

    async def _first_answer(self, repeat: Repeat) -> dict[str, Any]:
        await workflow.wait_condition(lambda: self._outbox.idle)
        request = AnswerOf(case_id=self._file.case_id, command_id=repeat.command_id)
        first = await stubs.answer_of(request)
        if "reasons" in first:
            raise refused(Refusal.model_validate(first))
        return first

    async def _with_verdict(
        self, command: Command, question: Question, request: JsonValue
    ) -> Command:
        """Let a register decide and reserve; the case judges again with its verdict."""
        assert isinstance(request, dict)
        await workflow.wait_condition(lambda: self._outbox.idle)
        verdict = await stubs.decide(
            Decide(
                by=question.by,
                case_id=self._file.case_id,
                command_id=command.envelope.command_id,
                request={**request, "file_no": self._file.file_no},
            )
        )
        return command.model_copy(update={"verdict": verdict})

    # -- settling ------------------------------------------------------------------------------

    def signal(self, name: str) -> Callable[..., None]:
        """Return the handler of a command's signal: into the inbox."""

        def on_signal(*args: Any) -> None:
            self._inbox.append((name, args))

        return on_signal

    async def keep(self) -> None:
        """Sleep until the next occasion or signal, settle what has come, and again."""
        while self._file.decision is None or self._inbox:
            if self._own() is None:
                await self._sleep()
            await self._settle()
        while True:  # closed: nothing is admitted any more, but every signal gets its entry
            await workflow.wait_condition(lambda: bool(self._inbox))
            await self._settle()

    async def _sleep(self) -> None:
        occasion = view.next_of(self._file)
        if occasion is None:
            await workflow.wait_condition(
                lambda: (
                    bool(self._inbox)
                    or self._file.decision is not None
                    or view.next_of(self._file) is not None
                    or self._own() is not None
                )
            )
            return
        delay = occasion.at - workflow.now()
        if delay.total_seconds() <= 0:
            return
        language = self._file.opening.language
        term = self._file.term(occasion.term)
        n = self._file.n
        try:
            await workflow.wait_condition(
                lambda: bool(self._inbox) or (self._file.n != n and self._moved(occasion)),
                timeout=delay,
                timeout_summary=view.timer_summary(term, occasion, language),
            )
        except TimeoutError:
            return

    def _moved(self, occasion: Occasion) -> bool:
        return view.next_of(self._file) != occasion or self._own() is not None

    def _own(self) -> Command | None:
        """Return the command that the story expects from the case itself: a register's answer."""
        if self._file.decision is not None:
            return None
        return gate.own_command(self._current)

    async def _settle(self) -> None:
        """Settle signals, receipts and occasions in the order of the instants they count from."""
        self._settling = True
        commands = await self._arrived()
        while True:
            occasion = self._due()
            if occasion is not None and self._must_ask(occasion):
                commands += await self._received_in_time(occasion)
                commands.sort(key=lambda command: command.counts_from)
                continue  # an update may have come meanwhile: what is due now?
            if commands and (
                occasion is None
                or commands[0].counts_from <= clock.counts_from(self._file, occasion)
            ):
                await self._settle_signal(commands.pop(0))
            elif occasion is not None:
                self._commit(clock.tick(self._current, occasion, workflow.now()))
            elif (own := self._own()) is not None:
                result = await self._judged(own)
                assert isinstance(result, Admitted), result  # expected from the case itself
                self._commit(result)
            else:
                self._settling = False
                return
            commands.sort(key=lambda command: command.counts_from)

    def _due(self) -> Occasion | None:
        if self._file.decision is not None:
            return None
        settings = self._file.rulebook.agenda
        come = due_now(self._file.open_terms, self._file.calendar, settings, workflow.now())
        return min(come, key=lambda o: clock.counts_from(self._file, o), default=None)

    def _must_ask(self, occasion: Occasion) -> bool:
        """Whether the front door must be asked before an occasion is settled: once for each."""
        settlement = occasion.kind is OccasionKind.SETTLEMENT
        return settlement and f"{occasion.term}/{occasion.id}" not in self._asked

    async def _received_in_time(self, settlement: Occasion) -> list[Command]:
        """Ask what the front door received before; wait while it is silent."""
        self._asked.add(f"{settlement.term}/{settlement.id}")
        request = ReceiptsUpTo(case_id=self._file.case_id, until=settlement.at)
        receipts = await stubs.receipts_up_to(request)
        commands = [self._command(r.command, r.envelope) for r in receipts]
        return [c for c in commands if c.envelope.command_id not in self._file.digests]

    async def _arrived(self) -> list[Command]:
        """Read the inbox; what carries no receipt counts from its own history event."""
        arrived, self._inbox = self._inbox, []
        commands: list[Command] = []
        for name, args in arrived:
            envelope = sent_signal(args)
            if isinstance(envelope, Refusal):
                self._note_refused(name, envelope)
            else:
                commands.append(self._command(name, envelope))
        unknown = [i for i, c in enumerate(commands) if c.envelope.received_at is None]
        if unknown:
            times = await self._event_times([commands[i] for i in unknown], arrived)
            for i, at in zip(unknown, times, strict=True):
                commands[i] = commands[i].model_copy(update={"counts_from": at})
        return sorted(commands, key=lambda command: command.counts_from)

    async def _event_times(
        self, commands: list[Command], arrived: list[tuple[str, tuple[Any, ...]]]
    ) -> list[datetime]:
        now = workflow.now()
        sent = {args[0]["command_id"]: digest(args[0]) for _, args in arrived if _is_one(args)}
        signals = tuple(
            SignalSent(name=c.name, digest=sent[c.envelope.command_id]) for c in commands
        )
        found = await stubs.arrivals_of(
            ArrivalsOf(case_id=self._file.case_id, run_id=workflow.info().run_id, signals=signals)
        )
        return [at or now for at in found.at]

    async def _settle_signal(self, command: Command) -> None:
        result = await self._judged(command)
        if isinstance(result, Refusal):
            self._note_refused(command.name, result, command)
        elif isinstance(result, Admitted):
            self._commit(result)

    def _note_refused(self, name: str, refusal: Refusal, command: Command | None = None) -> None:
        now = workflow.now()
        envelope = command.envelope if command else None
        repeated = envelope is not None and envelope.command_id in self._file.digests
        self._commit(
            gate.note(
                self._current,
                kind="refused",
                name=name,
                body=refusal.model_dump(mode="json"),
                at=command.counts_from if command else now,
                now=now,
                envelope=None if repeated else envelope,
            )
        )


def _is_one(args: tuple[Any, ...]) -> bool:
    return len(args) == 1 and isinstance(args[0], dict) and "command_id" in args[0]
