"""A case on Temporal: one workflow that keeps the case file and passes every act to the gate.

    update ──▶ validator: dry run ──▶ handler: gate ──▶ answer
    signal ──▶ inbox ─┐
    receipts ─────────┼─▶ settle, in the order of the instants from which they count ─▶ gate
    one timer ────────┘
    gate ──▶ case file ──▶ the story goes on        gate ──▶ outbox ──▶ journal, lists, notices

The gate is pure and has walked the story before anything here moves on; the running ``run`` walks
after it and ends the workflow when the story has ended.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ActivityError, ApplicationError
from temporalio.workflow import ContinueAsNewVersioningBehavior
from typing_extensions import override

from workflows.kernel.case.closed import heard_until
from workflows.kernel.case.file import CaseFile, Decision
from workflows.kernel.case.forms import NotLifted, carried_file
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.reasons import decoded
from workflows.kernel.case.records import Batch, Opening, Restored
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.display.details import hears_summary
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.dating import asked_of_door, is_filing_doubtful
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import asked_for, backdated, open_file
from workflows.kernel.judgement.transition import take_over
from workflows.kernel.story.reading import Reading, read
from workflows.kernel.story.waiting import Expectation
from workflows.kernel.temporal import stubs
from workflows.kernel.temporal.commands import refused, start_of, value_of
from workflows.kernel.temporal.doors import signal_of, update_of
from workflows.kernel.temporal.keeper import Keeper
from workflows.kernel.temporal.outbox import Outbox
from workflows.kernel.temporal.shown import Shown

TURN = "turn"
"""Signal that wakes a case, so that it turns to the build that has become current."""

RECORD = "record"
"""Signal that has a case record by itself what it has left to its senders, and learn from that."""

OPENED = "opened"
"""Update that is answered once a case is open: sent along with its start, in the same task."""


class CaseStopped(RuntimeError):
    """A bug, or a journal that forked, stops the case: its task fails until that is corrected."""


class _Following(Reading):
    """The running workflow's own walk: it waits where a reading stops."""

    case: "Case"

    @override
    def beside(self, aside: Expectation) -> None:
        """Take nothing up: the gate, which admits it, has a walk of its own; this one waits."""

    @override
    async def missing(self, awaited: tuple[Expectation, ...], held: str | None = None) -> None:
        await self.case._news()  # noqa: SLF001 - the other half of this class

    @override
    async def ended(self) -> None:
        await self.case._wind_up()  # noqa: SLF001


class Case(Shown):
    """What every process's workflow inherits; it knows no process."""

    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # may be missing
        """Build all state, so that a command racing the first task finds it."""
        self._case_id = workflow.info().workflow_id
        self._outbox = Outbox(self._case_id, self._hurries)
        super().__init__(Keeper(self._outbox, self._commit), self._begin)
        self._settled_here = 0
        self._broken: BaseException | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._following: _Following | None = None
        self._restored: CaseFile | None = None
        self._opening_is_offered = self._opens_by_itself = False
        self._opening_left: Batch | None = None
        self._opening_brought: Opening | None = None
        self._start, self._keeper.not_opened = self._decoded_start(start)

    @override
    def __init_subclass__(cls) -> None:
        """Open the doors of a process's commands, once for the class and not for every case."""
        own = [spec.name for spec in cls.process.commands]
        for name in (*own, *(kind.command for kind in STANDING)):
            setattr(cls, f"_updated_{name}", update_of(name))
            setattr(cls, f"_signalled_{name}", signal_of(name))

    @workflow.signal(name=TURN)
    def _only_wakes(self, *_args: Any) -> None:
        """Wake the case, whatever was sent: it looks then whether it may turn."""

    @workflow.signal(name=RECORD)
    def _records_itself(self, *_args: Any) -> None:
        """Record what is left to senders: one of them cannot, or has found out more."""
        self._opens_by_itself = True  # nobody may be there any more when it opens
        self._outbox.press()

    # -- opening -------------------------------------------------------------------------------

    @workflow.update(name=OPENED)
    async def _says_that_it_is_open(
        self, offer: Any = None, opening: Opening | None = None
    ) -> Batch | None:
        """Answer once the case is open, or say why there will be none.

        Args:
            offer: Whoever starts the case and offers to record that it is open gets what is to be
                recorded.
            opening: What the case must know, as the front door has read it a moment ago.
        """
        keeper = self._keeper
        self._opening_is_offered |= offer is not None
        if keeper.reading is None:
            self._opening_brought = opening
        await workflow.wait_condition(
            lambda: keeper.reading is not None or keeper.not_opened is not None
        )
        if keeper.not_opened is not None:
            raise keeper.not_opened
        left, self._opening_left = self._opening_left, None
        return left

    @_says_that_it_is_open.validator
    def _lets_that_in(self, offer: Any = None, opening: Opening | None = None) -> None:
        """Let it in: whose opening it is, the worker looks before (`starter.runtime.sealing`)."""

    def _decoded_start(self, raw: RawValue) -> tuple[StartMessage | None, ApplicationError | None]:
        """Read the start message; a malformed one ends the run cleanly, once ``run`` begins."""
        value = value_of(raw)
        if isinstance(value, dict) and "carried" in value:
            return self._carried(value)
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
        body = decoded(self.process.application, start.body, "V-4", "the application")
        if isinstance(body, tuple):
            return None, refused(Refusal(reasons=body))
        return start, None

    def _carried(
        self, value: dict[str, Any]
    ) -> tuple[StartMessage | None, ApplicationError | None]:
        """Take over a file: from the run before, or told again from the journal."""
        if workflow.info().continued_run_id:
            self._take_over(value)
            return self._file.start, None
        try:
            self._restored = _with_shared_law(carried_file(self.process, value["carried"]))
        except NotLifted as wrong:
            return None, refused(
                Refusal.because(
                    "V-10",
                    what=str(wrong),
                    why="a case is opened again with its file, as vade restore tells it",
                    do="restore it with a release that reads this file",
                )
            )
        return self._restored.start, None

    def _take_over(self, value: dict[str, Any]) -> None:
        """Go on from what the run before has carried over, which may have been another build's."""
        file = _with_shared_law(carried_file(self.process, value["carried"]))
        self._show_on(tuple(value["recent"]))
        taken = take_over(self.process, file, value["stand"]["stage"], workflow.now())
        if isinstance(taken, Admitted):
            self._commit(taken)
        else:
            self._keeper.reading = taken

    async def follow_story(self) -> Decision:
        """Open the case, then walk its story to the end: the body of every workflow's ``run``."""
        await self._open_up()
        assert self._following is not None, "opened, or ended with the reasons why not"
        story = self.process.story()
        story.follow(self._following)
        decision: Decision = await story.run()
        return decision

    async def _open_up(self) -> None:
        keeper = self._keeper
        if keeper.reading is not None:
            self._begin_background_tasks()
        elif keeper.not_opened is None:
            assert self._start is not None
            restored = self._restored
            self._begin(self._open(self._start) if restored is None else self._restore(restored))
            await self._awake(lambda: keeper.reading is not None or keeper.not_opened is not None)
        self._start = self._restored = None  # the file has it, for as long as it may know it
        if keeper.not_opened is not None:
            await self._awake(workflow.all_handlers_finished)
            raise keeper.not_opened
        self._follow()

    async def _open(self, start: StartMessage) -> None:
        came_at = workflow.info().workflow_start_time
        if is_filing_doubtful(start, came_at, workflow.now()):
            asked = asked_of_door(self._case_id, start)
            if not await stubs.filing_taken_in(asked):
                self._keeper.not_opened = refused(backdated(start, came_at))
                return
        try:
            opening = self._opening_brought or await stubs.open_case(
                asked_for(self.process, self._case_id, start)
            )
        except ActivityError as failed:
            if isinstance(failed.cause, ApplicationError) and failed.cause.non_retryable:
                self._keeper.not_opened = failed.cause  # no rulebook covers that day, say
                return
            raise
        self._opening_brought = None  # the file has it
        result = open_file(self.process, self._case_id, start, opening, workflow.now())
        if isinstance(result, Refusal):
            self._keeper.not_opened = refused(result)
            return
        is_offered = self._opening_is_offered and not self._opens_by_itself
        self._opening_left = self._commit(result, is_offered=is_offered)
        self._begin_background_tasks()

    async def _restore(self, file: CaseFile) -> None:
        """Go on from a file told again, if the journal ends with it; nobody else may bring one."""
        asked = Restored(case_id=self._case_id, n=file.n, hash=file.hash)
        if file.case_id != self._case_id or not await stubs.stands(asked):
            self._keeper.not_opened = refused(
                Refusal.because(
                    "V-3",
                    what=f"the journal of {self._case_id} does not end with entry {file.n}",
                    why="a case goes on from where its journal ends, and from nowhere else",
                    do="run vade restore again: it tells the case anew",
                )
            )
            return
        self._keeper.reading = read(self.process, file, workflow.now())
        self._show()
        self._begin_background_tasks()

    def _begin_background_tasks(self) -> None:
        self._begin(self._keeper.keep())
        self._begin(self._outbox.write(self._projection, self._show, self._learn, self._recording))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A bug in a background task stops the case where everybody sees it: in ``run``."""
        self._tasks.remove(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._broken = bug

    def _follow(self) -> None:
        following = _Following(self.process, self._file, workflow.now())
        following.case = self
        self._following = following

    # -- the running walk ----------------------------------------------------------------------

    async def _news(self) -> None:
        """Wait until an act has been settled; in between the case may turn over a new leaf."""
        seen = self._file.n
        await self._awake(lambda: self._file.n != seen or self._may_turn())
        if self._file.n == seen:
            self._turn()

    def _turn(self) -> NoReturn:
        """Continue as new: on the current build, where that has become another one."""
        self._list(self._unlisted())
        onto = ContinueAsNewVersioningBehavior.AUTO_UPGRADE if _another_build() else None
        workflow.continue_as_new(self.carried(), initial_versioning_behavior=onto)

    async def _wind_up(self) -> None:
        """Before the end: everything settled, everything written, everybody answered.

        A case that a lapse has closed still hears of papers that were in time. If an office decides
        that one counts, the case goes on from there.
        """
        await self._awake(self._at_rest)
        while self._still_hears():
            n, over = self._file.n, asyncio.ensure_future(self._hears_no_more())
            await self._awake(lambda: self._file.n != n or _another_build() or over.done())  # noqa: B023 - awaited here
            over.cancel()
            await self._awake(self._at_rest)
            if self._file.decision is None or _another_build():
                self._turn()

    def _at_rest(self) -> bool:
        return self._keeper.idle and self._outbox.idle and workflow.all_handlers_finished()

    def _still_hears(self) -> bool:
        until = heard_until(self._file)
        return until is not None and (bool(self._file.pending) or workflow.now() < until)

    async def _hears_no_more(self) -> None:
        until = heard_until(self._file)
        if until is None or self._file.pending:
            await asyncio.Event().wait()  # until an office has decided
            return
        summary = hears_summary(until, self._file.opening.language)
        await workflow.sleep(until - workflow.now(), summary=summary)

    async def _awake(self, condition: Callable[[], bool]) -> None:
        while True:
            try:
                await workflow.wait_condition(lambda: condition() or self._broken is not None)
            except asyncio.CancelledError:
                self._ignore_cancellation()
                continue
            if self._broken is not None:
                # never the failure itself: an activity's error out of `run` would end the case
                raise CaseStopped("a background task of this case failed") from self._broken
            return

    def _ignore_cancellation(self) -> None:
        """Cancelling in the UI has no legal effect: journal it and carry on."""
        if self._keeper.reading is not None:
            self._commit(
                gate.note(
                    self._keeper.reading,
                    kind="ignored",
                    name="cancellation",
                    body={"why": "cancelling a workflow has no legal effect on its case"},
                    at=workflow.now(),
                )
            )

    def _may_turn(self) -> bool:
        """Whether nothing is under way, and the history is long or another build is current."""
        return self._has_to_turn() and self._at_rest()

    def _has_to_turn(self) -> bool:
        long = self._settled_here > 0 and workflow.info().is_continue_as_new_suggested()
        return long or _another_build()

    def _hurries(self) -> bool:
        """Whether all is to be written, because the case turns or ends."""
        return self._file.decision is not None or self._has_to_turn()

    def _commit(self, admitted: Admitted, *, is_offered: bool = False) -> Batch | None:
        """Make what the gate admitted the state of the case.

        Args:
            admitted: What that is.
            is_offered: Whether its sender records it for the case.

        Returns:
            What the sender is to record, if it is left to them.
        """
        self._keeper.reading = admitted.reading
        self._settled_here += 1
        self._remember(admitted.entry)
        if self._following is not None:
            self._following.file = admitted.file
        if is_offered and self._outbox.may_entrust():
            self._show()
            return self._outbox.entrust(admitted, self._projection(), self._file.attention)
        self._outbox.put(admitted)
        return None


def _with_shared_law(file: CaseFile) -> CaseFile:
    """Return a file with calendar and rulebook as the worker's other cases have them."""
    converter = workflow.payload_converter()
    (opening,) = converter.from_payloads(converter.to_payloads([file.opening]), [Opening])
    return file.model_copy(update={"opening": opening})


def _another_build() -> bool:
    return workflow.info().is_target_worker_deployment_version_changed()
