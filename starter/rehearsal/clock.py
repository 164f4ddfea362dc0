"""One clock for all cases of a scenario.

Temporal gives every case a clock of its own. Here they are brought forward together, each to the
same instant, and only once all of them have come to rest is it asked what comes next.
"""

import asyncio
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import WorkflowExecutionStatus
from temporalio.api.workflowservice.v1 import (
    DescribeWorkflowExecutionRequest,
    DescribeWorkflowExecutionResponse,
)
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from activities.journal.opener import open_once
from activities.journal.projection import CaseRow, earliest_occasion, one_case
from activities.registers.openings import Owed
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from starter.runtime.skipping import move
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.process import Process

# Other scenarios are played meanwhile, so to look late costs nothing and to look often does.
_LOOK: Final = 0.024  # seconds of real time between two looks at a case that is still at work
_ASK: Final = 6  # every sixth look asks the server, even if the row says: not at rest
_SHORT: Final = timedelta(milliseconds=30)
"""By how much a skip ends before the instant of an occasion; real time does the rest. So it is over
before its case has work: one whose end passes meanwhile is ended by a timer of its own, which a
busy server may get to only after the case has come to rest and been skipped on."""

_ASK_UNOPENED: Final = 3  # a filing that is refused ends its case without a row
_PATIENCE: Final = 30.0  # seconds of real time until a case that does not rest counts as stuck
_TRIES: Final = 3  # failed attempts after which an error counts as lasting

_PAUSE: Final = 0.2  # seconds until a skip whose answer got lost is looked after
_PASSING: Final = frozenset(
    {
        RPCStatusCode.CANCELLED,  # by the server, when it is busy
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.UNKNOWN,
    }
)

_RUNNING: Final = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING


class Stuck(RuntimeError):
    """A case does not come to rest: a bug stops it, or an activity fails again and again."""


class Cases:
    """Every case of one scenario, its clock and whether it is still open."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.known: list[str] = []
        """IDs of all cases, in the order in which they came."""
        self._open: set[str] = set()
        self._ahead: dict[str, timedelta] = {}
        """By how much a case's clock is ahead of real time, as far as looked at."""
        self._answered: dict[str, int] = {}
        """The last journal entry of a case that an answer named."""

    def handle(self, case_id: str) -> WorkflowHandle[Any, Any]:
        """Return the handle of a case's current run."""
        return self._scene.client.get_workflow_handle(case_id)

    async def start(self, process: Process, start: StartMessage) -> str:
        """Start a case so that it opens at the instant of its filing; return its ID."""
        case_id = process.case_id(start.file_no)
        await self._scene.client.start_workflow(
            process.workflow_type,
            start.model_dump(mode="json"),
            id=case_id,
            task_queue=process.task_queue,
            start_delay=start.received_at - datetime.now(UTC),
        )
        self.adopt(case_id)
        self._ahead[case_id] = timedelta()
        return case_id

    def adopt(self, case_id: str) -> None:
        """Take in a case that somebody has started."""
        self.known.append(case_id)
        self._open.add(case_id)

    async def open_owed(self, now: datetime) -> tuple[str, ...]:
        """Open what cases have come to open, each at the instant from which it counts."""
        vade, begun = Vade(self._scene.client, self._scene.pool), []

        async def begin(owed: Owed) -> str:
            delay = owed.received_at - datetime.now(UTC)
            started = await vade.start_owed(owed, start_delay=delay)
            begun.append(started.case_id)
            return started.case_id

        await open_once(self._scene.pool, begin)
        for case_id in sorted(set(begun) - set(self.known)):
            self.adopt(case_id)
            await self._send(case_id, now)
        return tuple(sorted(begun))

    async def next_occasion(self) -> datetime | None:
        """Return when the first open case wakes up by itself; none if none will."""
        async with self._scene.pool.acquire() as conn:
            earliest = await earliest_occasion(conn)
        return earliest[1] if earliest else None

    async def settle(self, at: datetime) -> None:
        """Bring every open case to an instant, and wait until all of them rest there."""
        await self._send_all(at - _SHORT)
        await self.drain(at)

    async def pass_to(self, to: datetime) -> None:
        """Bring every open case to an instant up to which it has nothing to do.

        All rest, and none has an occasion until then: nothing holds a clock, so it is there at
        once, and there is nothing to wait for.
        """
        await self._send_all(to)

    async def bring(self, to: datetime) -> None:
        """Bring every open case to an instant; on the way its own timers fire."""
        await self._send_all(to)
        for case_id in sorted(self._open):
            await self._arrive(case_id, to)

    async def _send_all(self, to: datetime) -> None:
        await asyncio.gather(*(self._send(case_id, to) for case_id in sorted(self._open)))

    async def _send(self, case_id: str, to: datetime) -> None:
        """Have a case's clock moved; how far it has got is seen when the case is looked at."""
        if case_id not in self._ahead:
            await self._described(case_id)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._move_to(case_id, to)
        except RPCError as gone:
            if gone.status is not RPCStatusCode.NOT_FOUND:
                raise
        except TimeoutError as stuck:
            raise Stuck(await self.why_stuck(case_id, to)) from stuck

    async def _move_to(self, case_id: str, to: datetime) -> None:
        """Move by what is left; when an answer got lost, the clock says how much that is."""
        for last in (*(False for _ in range(_TRIES)), True):
            ahead = to - self.clock(case_id)
            if ahead.total_seconds() <= 0:
                return
            try:
                await move(self._scene.client, case_id, ahead)
            except RPCError as fault:
                if last or fault.status not in _PASSING:
                    raise
                await asyncio.sleep(_PAUSE)
                await self._described(case_id)
            else:
                self._ahead[case_id] += ahead
                return

    async def _arrive(self, case_id: str, to: datetime) -> None:
        until = time.monotonic() + _PATIENCE
        while await self._is_running(case_id) and self.clock(case_id) < to:
            await self._look_again(case_id, to, until)

    async def drain(self, now: datetime) -> None:
        """Wait until no case has a task, an activity or an occasion to settle any more."""
        for case_id in sorted(self._open):
            await self._rest(case_id, now)

    def answered(self, case_id: str, entry: int) -> None:
        """Learn that a case has answered: it does not rest before that entry is written."""
        self._answered[case_id] = entry

    async def _rest(self, case_id: str, now: datetime) -> None:
        """Look at the row first: to ask the server costs ten times as much.

        Whoever has just written the row has its task still to finish: it is asked a look later.
        Now and then the server is asked in any case, because a case that fails writes no row.
        """
        until, at_work = time.monotonic() + _PATIENCE, False
        for look in itertools.count(1):
            row = await self.row(case_id)
            written = row is not None and self._is_written(row, now)
            asked = look % (_ASK if row is not None else _ASK_UNOPENED) == 0
            if (asked or (written and not at_work)) and await self._at_rest(
                case_id, now, written=written
            ):
                return
            at_work = not written
            await self._look_again(case_id, now, until)

    async def _look_again(self, case_id: str, now: datetime, until: float) -> None:
        if time.monotonic() > until:
            raise Stuck(await self.why_stuck(case_id, now))
        await asyncio.sleep(_LOOK)

    async def _at_rest(self, case_id: str, now: datetime, *, written: bool) -> bool:
        described = await self._described(case_id)
        if described.workflow_execution_info.status != _RUNNING:
            self._open.discard(case_id)
            return True
        if described.HasField("pending_workflow_task") or described.pending_activities:
            if _fails(described):
                raise Stuck(await self.why_stuck(case_id, now))
            return False
        return written and self.clock(case_id) >= now

    def _is_written(self, row: CaseRow, now: datetime) -> bool:
        settled = row.next_occasion is None or row.next_occasion > now
        return settled and row.last_n >= self._answered.get(row.case_id, 0)

    async def _is_running(self, case_id: str) -> bool:
        described = await self._described(case_id)
        return described.workflow_execution_info.status == _RUNNING

    def clock(self, case_id: str) -> datetime:
        """Return what a case's clock shows, by the last look at it."""
        return datetime.now(UTC) + self._ahead[case_id]

    async def _described(self, case_id: str) -> DescribeWorkflowExecutionResponse:
        """Ask the server about a case, and keep what its clock shows."""
        described = await self._scene.client.workflow_service.describe_workflow_execution(
            DescribeWorkflowExecutionRequest(
                namespace=self._scene.client.namespace,
                execution=WorkflowExecution(workflow_id=case_id),
            ),
            retry=True,
        )
        extended = described.workflow_extended_info
        self._ahead[case_id] = timedelta()
        if extended.HasField("time_skipping_info"):  # its clock has been moved before
            shown = extended.time_skipping_info.current_time.ToDatetime(UTC)
            self._ahead[case_id] = shown - datetime.now(UTC)
        return described

    async def row(self, case_id: str) -> CaseRow | None:
        """Return a case as the lists show it; none before its opening."""
        async with self._scene.pool.acquire() as conn:
            return await one_case(conn, case_id)

    def is_open(self, case_id: str) -> bool:
        """Return whether a case has not ended yet."""
        return case_id in self._open

    async def why_stuck(self, case_id: str, now: datetime) -> str:
        """Say what keeps a case from coming to rest, as far as the server knows."""
        raw = await self._described(case_id)
        findings = [f"{case_id} does not come to rest at {now.isoformat()}"]
        findings += [
            f"activity {activity.activity_type.name}: {activity.last_failure.message}"
            for activity in raw.pending_activities
        ]
        if raw.HasField("pending_workflow_task"):
            findings.append(f"its task was tried {raw.pending_workflow_task.attempt} time(s)")
            findings += [await self._last_failure(case_id)]
        return "; ".join(filter(None, findings))

    async def _last_failure(self, case_id: str) -> str:
        said = ""
        async for event in self.handle(case_id).fetch_history_events():
            failed = event.workflow_task_failed_event_attributes
            said = failed.failure.message or said
        return said

    async def clear(self) -> None:
        """End what is still open: the next scenario may use the same file numbers."""
        for case_id in sorted(self._open):
            try:
                await self.handle(case_id).terminate("the rehearsal is over")
            except RPCError as gone:
                if gone.status is not RPCStatusCode.NOT_FOUND:
                    raise
        self._open.clear()


def _fails(raw: DescribeWorkflowExecutionResponse) -> bool:
    return raw.pending_workflow_task.attempt > _TRIES or any(
        activity.attempt > _TRIES for activity in raw.pending_activities
    )
