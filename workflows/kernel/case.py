"""A case on Temporal: one workflow that stands on the case file and passes every act to the gate.

    update ──▶ validator: dry run ──▶ handler: gate ──▶ answer
    signal ──▶ inbox ─┐
    receipts ─────────┼─▶ settle, in the order of the instants from which they count ─▶ gate
    one timer ────────┘
    gate ──▶ case file ──▶ the story goes on        gate ──▶ outbox ──▶ journal, lists, notices

The gate is pure and has walked the story before anything here moves on; the running ``run`` walks
after it and ends the workflow when the story has ended.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from temporalio import workflow
from temporalio.common import (
    RawValue,
    SearchAttributeKey,
    SearchAttributeUpdate,
)
from temporalio.exceptions import ApplicationError

from workflows.kernel import gate, ports, view
from workflows.kernel.act import Envelope, Refusal, StartMessage, digest
from workflows.kernel.agenda import Occasion, OccasionKind, due_now
from workflows.kernel.attributes import SEARCH_ATTRIBUTES
from workflows.kernel.commands import envelope_of, refused, sent_signal, start_of, value_of
from workflows.kernel.file import CaseFile, M
from workflows.kernel.gate import Admitted, Command, Repeat
from workflows.kernel.messages import STANDING
from workflows.kernel.outbox import Outbox
from workflows.kernel.process import Process
from workflows.kernel.records import (
    AnswerOf,
    ArrivalsOf,
    Decide,
    OpenCase,
    Projection,
    Recorded,
    ReceiptsUpTo,
    SignalSent,
)
from workflows.kernel.story import Expectation, Queued, Reading, Story, read

RECENT = 5
"""Journal entries shown in the details."""


class _Following(Reading):
    """The running workflow's own walk: it waits where a reading stops."""

    case: "Case"

    async def missing(self, awaited: tuple[Expectation, ...]) -> None:
        await self.case._news()  # noqa: SLF001 - the other half of this class

    async def closed(self) -> None:
        await self.case._wind_up()  # noqa: SLF001


class Case(Story):
    """What every process's workflow inherits; it knows no process."""

    process: ClassVar[Process]

    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # none sent
        """Build all state, so that a command racing the first task finds it."""
        self._case_id = workflow.info().workflow_id
        self._told: Reading | None = None
        self._inbox: list[tuple[str, tuple[Any, ...]]] = []
        self._outbox = Outbox(self._case_id)
        self._recent: tuple[str, ...] = ()
        self._shown: dict[str, object] = {}
        self._asked: set[str] = set()
        self._settled_here = 0
        self._busy = False
        self._broken: BaseException | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._start, self._not_opened = self._decoded_start(start)
        for name in self._command_names():
            workflow.set_update_handler(name, self._handler(name), validator=self._validator(name))
            workflow.set_signal_handler(name, self._signal(name))

    def _command_names(self) -> list[str]:
        own = [spec.name for spec in self.process.commands]
        return [*own, *(kind.command for kind in STANDING)]

    # -- opening -------------------------------------------------------------------------------

    def _decoded_start(self, raw: RawValue) -> tuple[StartMessage | None, ApplicationError | None]:
        """Read the start message; a malformed one ends the run cleanly, once ``run`` begins."""
        value = value_of(raw)
        if workflow.info().continued_run_id and isinstance(value, dict) and "carried" in value:
            file = CaseFile.model_validate(value["carried"])
            self._recent = tuple(value["recent"])
            self._told = read(self.process, file, workflow.now())
            return file.start, None
        start = start_of(value)
        if isinstance(start, Refusal):
            return None, refused(start)
        if self.process.case_id(start.file_no) != self._case_id:
            wanted = self.process.case_id(start.file_no)
            return None, refused(
                Refusal.because(
                    "V-4",
                    what=f"the workflow ID {self._case_id} is not the address of this file number",
                    why="a case has one address for life: process and file number",
                    do=f"start it as {wanted}",
                )
            )
        body = gate.decoded(self.process.application, start.body, "V-4", "the application")
        if isinstance(body, tuple):
            return None, refused(Refusal(reasons=body))
        return start, None

    async def opened(self, kind: type[M]) -> M:
        """Open the case, or end the run with the reasons why it cannot be opened."""
        if "_reading" not in vars(self):  # the running workflow, not a reading of its text
            await self._open_up()
        return await super().opened(kind)

    async def _open_up(self) -> None:
        if self._not_opened is not None:
            raise self._not_opened
        assert self._start is not None
        if self._told is None:
            self._begin(self._open(self._start))
        else:
            self._keep_house()
        while self._told is None and self._not_opened is None:
            await self._awake(lambda: self._told is not None or self._not_opened is not None)
        if self._not_opened is not None:
            raise self._not_opened
        self._follow()

    async def _open(self, start: StartMessage) -> None:
        application = self.process.application.model_validate(start.body)
        asks = self.process.asks(application)
        opening = await ports.open_case(
            OpenCase(
                case_id=self._case_id,
                process=self.process.name,
                file_no=start.file_no,
                received_at=start.received_at,
                applicant=asks.applicant,
                paid_on=asks.paid_on,
            )
        )
        result = gate.open_file(self.process, self._case_id, start, opening, workflow.now())
        if isinstance(result, Refusal):
            self._not_opened = refused(result)
            return
        self._commit(result)
        self._keep_house()

    def _keep_house(self) -> None:
        self._begin(self._keep_time())
        self._begin(self._outbox.write(self._projection, self._show, self._learn))

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A bug in the house-keeping stops the case where everybody sees it: in ``run``."""
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._broken = bug

    def _follow(self) -> None:
        following = _Following(self.process, self._file, workflow.now())
        following.case = self
        self.follow(following)

    @property
    def _file(self) -> CaseFile:
        assert self._told is not None, "the case is not open yet"
        return self._told.file

    # -- the running walk ----------------------------------------------------------------------

    async def _news(self) -> None:
        """Wait until an act has been settled; continue as new when the history has grown long."""
        seen = self._file.n
        await self._awake(lambda: self._file.n != seen or self._may_turn())
        if self._file.n == seen:
            carried = {"carried": self._file.model_dump(mode="json"), "recent": list(self._recent)}
            workflow.continue_as_new(carried)

    async def _wind_up(self) -> None:
        """Before the end: everything settled, everything written, everybody answered."""
        await self._awake(
            lambda: not self._inbox
            and not self._busy
            and self._outbox.idle
            and workflow.all_handlers_finished()
        )

    async def _awake(self, condition: Callable[[], bool]) -> None:
        while True:
            try:
                await workflow.wait_condition(lambda: condition() or self._broken is not None)
            except asyncio.CancelledError:
                self._ignore_cancellation()
                continue
            if self._broken is not None:
                raise self._broken
            return

    def _ignore_cancellation(self) -> None:
        """Cancelling in the UI has no legal effect: write it down and go on."""
        if self._told is not None:
            self._commit(
                gate.note(
                    self._told,
                    kind="ignored",
                    name="cancellation",
                    body={"why": "cancelling a workflow has no legal effect on its case"},
                    at=workflow.now(),
                )
            )

    def _may_turn(self) -> bool:
        return (
            self._settled_here > 0
            and workflow.info().is_continue_as_new_suggested()
            and not self._inbox
            and not self._busy
            and self._outbox.idle
            and workflow.all_handlers_finished()
        )

    def _commit(self, admitted: Admitted) -> None:
        """Make what the gate let happen the state of the case."""
        self._told = admitted.reading
        self._settled_here += 1
        entry = admitted.entry
        language = admitted.file.opening.language
        line = view.entry_line(
            self.process, entry.n, entry.kind, entry.name, entry.counts_from, language
        )
        self._recent = (*self._recent, line)[-RECENT:]
        self._outbox.put(admitted)
        if "_reading" in vars(self):
            self._reading.file = admitted.file

    # -- commands ------------------------------------------------------------------------------

    def _validator(self, name: str) -> Callable[..., None]:
        def validate(raw: RawValue = None) -> None:  # type: ignore[assignment] # none sent
            envelope = envelope_of(value_of(raw))
            if isinstance(envelope, Refusal):
                raise refused(envelope)
            if self._told is not None:
                command = self._command(name, envelope)
                no = gate.refusal_of(self._told, command, workflow.now())
                if no is not None:
                    raise refused(no)

        return validate

    def _handler(self, name: str) -> Callable[..., Any]:
        async def handle(raw: RawValue = None) -> dict[str, Any]:  # type: ignore[assignment]
            envelope = envelope_of(value_of(raw))
            assert isinstance(envelope, Envelope), "the validator has seen it"
            if self._told is None:
                await workflow.wait_condition(lambda: self._told is not None)
            return await self._answered(self._command(name, envelope))

        return handle

    def _command(self, name: str, envelope: Envelope) -> Command:
        counts_from = envelope.received_at or workflow.now()
        return Command(name=name, envelope=envelope, counts_from=counts_from)

    async def _answered(self, command: Command) -> dict[str, Any]:
        assert self._told is not None
        queue = gate.queue_for(self._told, command)
        if queue is not None and command.envelope.command_id not in self._file.digests:
            command = await self._with_verdict(command, queue)
        result = gate.admit(self._told, command, workflow.now())
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

    async def _first_answer(self, repeat: Repeat) -> dict[str, Any]:
        await workflow.wait_condition(lambda: self._outbox.idle)
        request = AnswerOf(case_id=self._case_id, command_id=repeat.command_id)
        first = await ports.answer_of(request)
        assert first is not None, "what is in the digests is in the journal"
        if "reasons" in first:
            raise refused(Refusal.model_validate(first))
        return first

    async def _with_verdict(self, command: Command, queue: Queued) -> Command:
        """Let the queue decide and reserve; the case judges again with its verdict."""
        await workflow.wait_condition(lambda: self._outbox.idle)
        verdict = await ports.decide(
            Decide(
                by="queue",
                case_id=self._case_id,
                command_id=command.envelope.command_id,
                request={"stage": queue.stage, "rule": queue.rule, "file_no": self._file.file_no},
            )
        )
        return command.model_copy(update={"verdict": verdict})

    # -- settling ------------------------------------------------------------------------------

    def _signal(self, name: str) -> Callable[..., None]:
        def on_signal(*args: Any) -> None:
            self._inbox.append((name, args))

        return on_signal

    async def _keep_time(self) -> None:
        """Sleep until the next occasion or signal, settle what has come, and again."""
        while self._file.decision is None or self._inbox:
            await self._sleep()
            self._busy = True
            await self._settle()
            self._busy = False
        while True:
            await workflow.wait_condition(lambda: bool(self._inbox))
            await self._settle()

    async def _sleep(self) -> None:
        occasion = view.next_of(self._file)
        if occasion is None:
            await workflow.wait_condition(
                lambda: bool(self._inbox)
                or self._file.decision is not None
                or view.next_of(self._file) is not None
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
        return view.next_of(self._file) != occasion

    async def _settle(self) -> None:
        """Settle signals, receipts and occasions in the order of the instants they count from."""
        commands = await self._arrived()
        while True:
            occasion = self._due()
            if occasion is not None and occasion.kind is OccasionKind.SETTLEMENT:
                commands += await self._received_in_time(occasion)
                occasion = self._due()  # an update may have come while the receipts were asked
            if commands and (
                occasion is None
                or commands[0].counts_from <= gate.counts_from(self._file, occasion)
            ):
                await self._settle_signal(commands.pop(0))
            elif occasion is not None:
                assert self._told is not None
                self._commit(gate.tick(self._told, occasion, workflow.now()))
            else:
                return
            commands.sort(key=lambda command: command.counts_from)

    def _due(self) -> Occasion | None:
        if self._file.decision is not None:
            return None
        settings = self._file.rulebook.agenda
        come = due_now(self._file.open_terms, self._file.calendar, settings, workflow.now())
        return min(come, key=lambda o: gate.counts_from(self._file, o), default=None)

    async def _received_in_time(self, settlement: Occasion) -> list[Command]:
        """Ask once per settlement what the front door received before; wait while it is silent."""
        key = f"{settlement.term}/{settlement.id}"
        if key in self._asked:
            return []
        self._asked.add(key)
        request = ReceiptsUpTo(case_id=self._case_id, until=settlement.at)
        receipts = await ports.receipts_up_to(request)
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
        found = await ports.arrivals_of(
            ArrivalsOf(
                case_id=self._case_id, run_id=workflow.info().run_id, signals=signals
            )
        )
        return [at or now for at in found.at]

    async def _settle_signal(self, command: Command) -> None:
        assert self._told is not None
        queue = gate.queue_for(self._told, command)
        if queue is not None and command.envelope.command_id not in self._file.digests:
            command = await self._with_verdict(command, queue)
        result = gate.admit(self._told, command, workflow.now())
        if isinstance(result, Refusal):
            self._note_refused(command.name, result, command.envelope)
        elif isinstance(result, Admitted):
            self._commit(result)

    def _note_refused(
        self, name: str, refusal: Refusal, envelope: Envelope | None = None
    ) -> None:
        assert self._told is not None
        known = envelope is not None and envelope.command_id in self._file.digests
        self._commit(
            gate.note(
                self._told,
                kind="refused",
                name=name,
                body=refusal.model_dump(mode="json"),
                at=workflow.now(),
                envelope=None if known else envelope,
            )
        )

    # -- what others see -----------------------------------------------------------------------

    def _projection(self) -> Projection:
        assert self._told is not None
        return view.projection_of(self.process, self._told)

    def _learn(self, recorded: Recorded) -> None:
        assert self._told is not None
        silent = tuple(dict.fromkeys((*self._file.attention, *recorded.unaddressed)))
        if silent != self._file.attention:
            self._told.file = self._file.model_copy(update={"attention": silent})
            self._show()

    def _show(self) -> None:
        """Bring search attributes and details up to date; only what changed goes out."""
        assert self._told is not None
        wanted = view.attributes_of(self.process, self._told)
        changed = {name: v for name, v in wanted.items() if self._shown.get(name) != v}
        if changed:
            workflow.upsert_search_attributes([_update(n, v) for n, v in changed.items()])
            self._shown = wanted
        workflow.set_current_details(view.details_of(self.process, self._told, self._recent))

    @workflow.query(name="view")
    def view(self) -> dict[str, Any]:
        """Show the case: stage, terms with their derivation, allowed commands, overlay."""
        if self._told is None:
            return {"case_id": self._case_id, "stage": "opening"}
        return view.view_of(self.process, self._told).model_dump(mode="json")

    @workflow.query(name="why")
    def why(self, term: str = "") -> list[dict[str, Any]]:
        """Explain the dates of one term (by key or rule ID), or of all open terms."""
        if self._told is None:
            return []
        language = self._file.opening.language
        return [
            view.term_view(t, language).model_dump(mode="json")
            for t in self._file.terms.values()
            if (term in {t.key, t.rule} if term else t.is_open)
        ]


def _is_one(args: tuple[Any, ...]) -> bool:
    return len(args) == 1 and isinstance(args[0], dict) and "command_id" in args[0]


def _update(name: str, value: Any) -> SearchAttributeUpdate[Any]:
    key: Any = getattr(SearchAttributeKey, _MAKERS[SEARCH_ATTRIBUTES[name]])(name)
    update: SearchAttributeUpdate[Any] = key.value_unset() if value is None else key.value_set(value)
    return update


_MAKERS = {
    "Keyword": "for_keyword",
    "KeywordList": "for_keyword_list",
    "Datetime": "for_datetime",
    "Bool": "for_bool",
}
