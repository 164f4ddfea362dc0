"""The audit: is every journal whole, and does what runs tell the same story?

The journal is the record; Temporal carries the case on. They part company only by hand (terminate,
reset) or by a fault, and each leaves a trace that this finds:

    broken      an entry of the journal was changed, left out or forked
    gone        open by its journal, but no workflow runs: terminated, failed or lost
    revived     closed by its journal, but a workflow runs: a reset after the end
    rewound     the workflow knows less than its journal, or something else: a reset
    stuck       a workflow task fails again and again: a fault in the code
    unopened    started, and nothing of it journalled

Findings name cases and never people.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus

from activities.database import Pool
from activities.projection import CaseRow, all_cases, timeline, verify_chain
from starter.answers import Fault
from starter.client import Vade
from starter.processes import PROCESSES
from workflows.kernel.act import Frozen

RUNNING: Final = WorkflowExecutionStatus.RUNNING

EVERY: Final = 1_000_000
"""Cases looked at; an audit that leaves some out is none."""

GRACE: Final = timedelta(minutes=1)
"""How long a case may take from its start to its first journal entry."""

STUCK_AFTER: Final = 3
"""Attempts of one workflow task; two may be a deployment."""

AT_ONCE: Final = 10
"""Cases asked at the same time."""


class Finding(Frozen):
    """One thing that is not as it should be."""

    case_id: str
    kind: str
    what: str


class Audit(Frozen):
    """What an audit looked at and found."""

    cases: int
    entries: int
    findings: tuple[Finding, ...]


async def audit(vade: Vade, pool: Pool) -> Audit:
    """Verify every journal and compare it with the workflow that carries the case.

    Raises:
        RPCError: Temporal does not answer; half an audit is none.
    """
    async with pool.acquire() as conn:
        rows = {row.case_id: row for row in await all_cases(conn, limit=EVERY)}
        chains = {case_id: await verify_chain(conn, case_id) for case_id in rows}
    runs = {run.id: run async for run in _latest_runs(vade.client)}
    broken = [
        Finding(case_id=case_id, kind="broken", what=str(chain.why))
        for case_id, chain in chains.items()
        if not chain.holds
    ]
    looks = asyncio.Semaphore(AT_ONCE)
    running = [run for run in runs.values() if run.status is RUNNING]
    looked = await asyncio.gather(
        *(_look(vade, pool, looks, run.id, rows.get(run.id)) for run in running)
    )
    return Audit(
        cases=len(rows),
        entries=sum(chain.entries for chain in chains.values()),
        findings=(
            *broken,
            *_gone(rows, runs),
            *_unopened(rows, runs.values()),
            *(finding for each in looked for finding in each),
        ),
    )


async def _latest_runs(client: Client) -> AsyncIterator[WorkflowExecution]:
    """Yield the newest run of every case that Temporal still knows, newest first."""
    kinds = ", ".join(f'"{process.workflow_type}"' for process in PROCESSES.values())
    seen: dict[str, WorkflowExecution] = {}
    async for run in client.list_workflows(f"WorkflowType IN ({kinds})"):
        known = seen.get(run.id)
        if known is None or known.status is not RUNNING:
            seen[run.id] = run if known is None or run.status is RUNNING else known
    for run in seen.values():
        yield run


def _gone(rows: Mapping[str, CaseRow], runs: Mapping[str, WorkflowExecution]) -> Iterable[Finding]:
    for case_id, row in rows.items():
        run = runs.get(case_id)
        if row.closed_at is None and (run is None or run.status is not RUNNING):
            how = run.status.name.lower() if run and run.status else "not known to Temporal"
            yield Finding(
                case_id=case_id,
                kind="gone",
                what=f"open at stage {row.stage}, but its workflow is {how}",
            )


def _unopened(rows: Mapping[str, CaseRow], runs: Iterable[WorkflowExecution]) -> Iterable[Finding]:
    for run in runs:
        begins = run.execution_time or run.start_time
        late = run.status is RUNNING and datetime.now(UTC) > begins + GRACE
        ended = run.status not in {RUNNING, WorkflowExecutionStatus.FAILED}
        if run.id not in rows and (late or ended):
            status = run.status.name.lower() if run.status else "unknown"
            yield Finding(
                case_id=run.id,
                kind="unopened",
                what=f"started {begins:%Y-%m-%d %H:%M} UTC, {status}, and nothing is journalled",
            )


async def _look(
    vade: Vade, pool: Pool, looks: asyncio.Semaphore, case_id: str, row: CaseRow | None
) -> tuple[Finding, ...]:
    async with looks:
        described = await vade.client.get_workflow_handle(case_id).describe()
        attempt = described.raw_description.pending_workflow_task.attempt
        if attempt >= STUCK_AFTER:
            what = f"its workflow task fails, attempt {attempt}; the log of the worker says why"
            return (Finding(case_id=case_id, kind="stuck", what=what),)
        if row is None or described.status is not RUNNING:
            return ()
        if row.closed_at is not None:
            what = f"closed ({row.outcome}), but a workflow runs under its ID"
            return (Finding(case_id=case_id, kind="revived", what=what),)
        return await _compared(vade, pool, case_id)


async def _compared(vade: Vade, pool: Pool, case_id: str) -> tuple[Finding, ...]:
    """Compare a case with its journal; the journal is read first, for the case may run ahead."""
    async with pool.acquire() as conn:
        entries = await timeline(conn, case_id)
    try:
        view = await vade.view(case_id)
    except Fault as fault:
        return (Finding(case_id=case_id, kind="stuck", what=f"it cannot be asked: {fault}"),)
    if entries and view.entries < entries[-1].n:
        what = f"it knows {view.entries} entries, its journal has {entries[-1].n}"
    elif entries and view.entries == entries[-1].n and view.last_hash != entries[-1].hash:
        what = f"its entry {view.entries} is not the one in its journal"
    else:
        return ()
    return (Finding(case_id=case_id, kind="rewound", what=what),)
