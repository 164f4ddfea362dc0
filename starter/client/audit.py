"""The audit: is every journal whole, and do the running workflows agree with it?

The journal is the record; Temporal carries the case on. They part company only by hand (terminate,
reset) or by a fault, and each leaves a trace that this finds:

    broken       an entry of the journal was changed, left out or forked
    untold       the journal, told again through the gate, does not come out as it was hashed
    gone         open by its journal, but no workflow runs: terminated, failed or lost
    revived      closed by its journal, but a workflow runs: a reset after the end
    rewound      the workflow knows less than its journal, or something else: a reset
    parked       journal or register refuse what the case asks; it asks until that is mended
    stuck        a workflow task fails again and again: a fault in the code
    unopened     started, and nothing of it journalled
    undelivered  commands were received for it, and cannot be delivered: for long, or over and over
    unfollowed   the case that it opens by its end is refused, or not open yet
    unheard      a subscriber has not taken an event of it for days; those after it wait

Findings name cases and never people.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from activities.database import Connection, Pool
from activities.journal.projection import CaseRow, all_cases, one_case, timeline, verify_chain
from activities.journal.receipts import Undelivered, undelivered_for
from activities.registers.openings import Link, not_opened
from activities.webhooks.subscriptions import DeadLetter, dead_letters
from starter.client.answers import Fault
from starter.client.findings import Finding, ended
from starter.client.processes import PROCESSES, titles
from starter.client.telling import told_again
from starter.client.vade import Vade
from workflows.kernel.case.events import PREFIX
from workflows.kernel.display.words import word
from workflows.kernel.judgement.folding import JournalDiffers
from workflows.kernel.values import Frozen

RUNNING: Final = WorkflowExecutionStatus.RUNNING

GRACE: Final = timedelta(minutes=1)
"""How long a case may take from its start to its first journal entry."""

UNDELIVERED_AFTER: Final = timedelta(minutes=15)
"""How long a command may wait for its case; the relay tries every ten minutes at least."""

FAILED_AFTER: Final = 5
"""Times in a row that telling a case may fail, about a minute; a deployment takes less."""

STUCK_AFTER: Final = 3
"""Attempts of one workflow task; two may be a deployment."""

ENDING: Final = 1.0  # seconds in which a workflow ends after its case was journalled as closed

AT_ONCE: Final = 10
"""Cases asked at the same time."""


class Audit(Frozen):
    """What an audit looked at and found."""

    cases: int
    entries: int
    findings: tuple[Finding, ...]


async def audit(vade: Vade, pool: Pool) -> Audit:
    """Verify every journal and compare it with the workflow that carries the case.

    Raises:
        RPCError: Temporal does not answer; half an audit is not one.
    """
    async with pool.acquire() as conn:
        rows = {row.case_id: row for row in await all_cases(conn)}
        waiting = await undelivered_for(conn, UNDELIVERED_AFTER, FAILED_AFTER)
        owed = await not_opened(conn, UNDELIVERED_AFTER)
        dead = await dead_letters(conn)
        chains = {case_id: await verify_chain(conn, case_id) for case_id in rows}
        whole = [case_id for case_id, chain in chains.items() if chain.holds]
        untold = [await _untold(conn, case_id) for case_id in whole]
    started = await _latest_runs(vade.client)
    broken = [
        Finding.of(case_id, "broken", "chain", why=chain.why)
        for case_id, chain in chains.items()
        if not chain.holds
    ]
    alive = {row.case_id for row in rows.values() if row.closed_at is None}
    alive |= {run.id for run in started.values() if run.status is RUNNING}
    looks = asyncio.Semaphore(AT_ONCE)
    looked = await asyncio.gather(*(_look(vade, pool, looks, case_id) for case_id in sorted(alive)))
    lost = [_lost(run) for run in started.values() if run.id not in rows and run.id not in alive]
    findings = (
        *broken,
        *untold,
        *lost,
        *looked,
        *map(_undelivered, waiting),
        *map(_unfollowed, owed),
        *map(_unheard, dead),
    )
    return Audit(
        cases=len(rows),
        entries=sum(chain.entries for chain in chains.values()),
        findings=tuple(finding for finding in findings if finding is not None),
    )


async def _untold(conn: Connection, case_id: str) -> Finding | None:
    """Tell a case again from its journal."""
    try:
        await told_again(conn, case_id)
    except JournalDiffers as differs:
        return Finding.of(case_id, "untold", "chain", why=differs)
    return None


async def _latest_runs(client: Client) -> dict[str, WorkflowExecution]:
    """Return the newest run of every case that Temporal still knows."""
    kinds = ", ".join(f'"{process.workflow_type}"' for process in PROCESSES.values())
    runs: dict[str, WorkflowExecution] = {}
    async for run in client.list_workflows(f"WorkflowType IN ({kinds})"):
        known = runs.get(run.id)
        if known is None or run.status is RUNNING:
            runs[run.id] = run
    return runs


def _lost(run: WorkflowExecution) -> Finding | None:
    """Judge a run that ended without a journal: failed is a filing refused, nothing else is."""
    if run.status in {WorkflowExecutionStatus.FAILED, WorkflowExecutionStatus.CONTINUED_AS_NEW}:
        return None
    at, status = _minute(run.start_time), _said(run.status)
    return Finding.of(run.id, "unopened", "lost", at=at, status=status)


def _unfollowed(owed: Link) -> Finding:
    """Say why the case that another one opens is not there, and by which rule."""
    if owed.refusal is None:
        return Finding.of(owed.from_case, "unfollowed", "owed", process=owed.process)
    first = owed.refusal.reasons[0]
    return Finding.of(
        owed.from_case, "unfollowed", "owed-no",
        process=owed.process, rule=first.rule, what=first.what, do=first.do,
    )  # fmt: skip


def _undelivered(waiting: Undelivered) -> Finding:
    said = "waiting-tried" if waiting.attempts else "waiting"
    return Finding.of(
        waiting.case_id, "undelivered", said,
        n=waiting.commands, at=_minute(waiting.first_at), tries=waiting.attempts,
    )  # fmt: skip


def _unheard(dead: DeadLetter) -> Finding:
    """Say which event a subscriber does not take."""
    event = dead.type.removeprefix(PREFIX)
    at = _minute(dead.failing_since)
    return Finding.of(
        dead.case_id, "unheard", "dead", webhook=dead.webhook, event=event, at=at, why=dead.why
    )


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _said(status: WorkflowExecutionStatus | None) -> tuple[str, str]:
    return ended(status.name if status else None)


async def _look(vade: Vade, pool: Pool, looks: asyncio.Semaphore, case_id: str) -> Finding | None:
    """Look at one case that should be alive, by what the server itself says of it."""
    async with looks:
        try:
            described = await vade.client.get_workflow_handle(case_id).describe()
        except RPCError as fault:
            if fault.status is not RPCStatusCode.NOT_FOUND:
                raise
            return Finding.of(case_id, "gone", "unknown")
        # read after the server: a case is journalled as closed before its workflow ends
        async with pool.acquire() as conn:
            row = await one_case(conn, case_id)
        if described.status is not RUNNING:
            return _gone(row, described)
        attempt = described.raw_description.pending_workflow_task.attempt
        if attempt >= STUCK_AFTER:
            return Finding.of(case_id, "stuck", "task", attempt=attempt)
        if row is None:
            return _unopened(described)
        if row.closed_at is not None:
            return await _revived(vade, row)
        return await _compared(vade, pool, case_id)


def _gone(row: CaseRow | None, described: WorkflowExecution) -> Finding | None:
    if row is None or row.closed_at is not None:
        return None
    status = _said(described.status)
    return Finding.of(row.case_id, "gone", "open", stage=_stage(row), status=status)


def _stage(row: CaseRow) -> tuple[str, str]:
    return word(titles(row.process), row.stage, "tr"), row.stage


def _unopened(described: WorkflowExecution) -> Finding | None:
    begins = described.execution_time or described.start_time
    if datetime.now(UTC) < begins + GRACE:
        return None
    return Finding.of(described.id, "unopened", "no-journal", at=_minute(begins))


async def _revived(vade: Vade, row: CaseRow) -> Finding | None:
    await asyncio.sleep(ENDING)
    described = await vade.client.get_workflow_handle(row.case_id).describe()
    if described.status is not RUNNING or (await vade.view(row.case_id)).heard_until is not None:
        return None
    return Finding.of(row.case_id, "revived", "runs", outcome=row.outcome)


async def _compared(vade: Vade, pool: Pool, case_id: str) -> Finding | None:
    """Compare a case with its journal; the journal is read first, for the case may run ahead."""
    async with pool.acquire() as conn:
        entries = await timeline(conn, case_id)
    try:
        view = await vade.view(case_id)
    except Fault as fault:
        return Finding.of(case_id, "stuck", "silent", why=fault)
    if entries and view.entries < entries[-1].n:
        return Finding.of(case_id, "rewound", "behind", knows=view.entries, has=entries[-1].n)
    if entries and view.entries == entries[-1].n and view.last_hash != entries[-1].hash:
        return Finding.of(case_id, "rewound", "other", n=view.entries)
    if view.parked is not None:
        return Finding.of(case_id, "parked", "chain", why=view.parked)
    return None
