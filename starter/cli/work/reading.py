"""Reading cases: one of them, the reasons of its dates, its journal, and lists."""

from dataclasses import dataclass
from datetime import datetime

from activities.database import Connection
from activities.journal.projection import (
    CaseRow,
    all_cases,
    by_stage,
    due_within,
    one_case,
    open_cases,
    overdue,
)
from activities.journal.projection import timeline as journal
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.desk import desk
from starter.cli.work.inputs import duration_from, process_behind, wall_clock
from starter.client.answers import NotFound
from starter.client.processes import PROCESSES


@dataclass(frozen=True)
class Wanted:
    """Which cases a list is to show; what is asked for together holds together."""

    overdue: bool = False
    due_within: str | None = None
    stage: str | None = None
    closed_too: bool = False


async def show(settings: Settings, case_id: str) -> Shown:
    """Show one case."""
    process = process_behind(case_id)
    async with desk(settings) as at:
        view = await at.vade.view(case_id)
    return Shown(view.model_dump(mode="json"), rendering.view(process, view, settings.lang))


async def why(settings: Settings, case_id: str, term: str) -> Shown:
    """Explain the dates of one term, or of all open ones."""
    process_behind(case_id)
    async with desk(settings) as at:
        terms = await at.vade.why(case_id, term)
        if term and not terms:
            raise NotFound(case_id, f"has no term {term}; `vade show {case_id}` lists them")
    data = [each.model_dump(mode="json") for each in terms]
    return Shown(data, rendering.derivation(terms, settings.lang))


async def timeline(settings: Settings, case_id: str) -> Shown:
    """Show a case's journal."""
    process = process_behind(case_id)
    async with desk(settings) as at, at.pool.acquire() as conn:
        entries = await journal(conn, case_id)
        if not entries and await one_case(conn, case_id) is None:
            raise NotFound(case_id, "has no journal: it was never opened")
    data = [each.model_dump(mode="json") for each in entries]
    return Shown(data, rendering.timeline(process, entries, settings.lang))


async def list_cases(settings: Settings, wanted: Wanted) -> Shown:
    """List cases, those due first at the top."""
    span = duration_from(wanted.due_within) if wanted.due_within else None
    now = wall_clock()
    until = now + span if span else None
    async with desk(settings) as at, at.pool.acquire() as conn:
        rows = [
            row
            for row in await _fetched(conn, wanted, now, until)
            if _fits(row, wanted, now, until)
        ]
    data = [row.model_dump(mode="json") for row in rows]
    return Shown(data, rendering.cases(PROCESSES, rows, settings.lang))


async def _fetched(
    conn: Connection, wanted: Wanted, now: datetime, until: datetime | None
) -> tuple[CaseRow, ...]:
    """Let the database narrow the list as far as one query goes."""
    if wanted.closed_too:
        return await all_cases(conn)
    if wanted.overdue:
        return await overdue(conn, now)
    if until is not None:
        return await due_within(conn, now, until)
    if wanted.stage is not None:
        return await by_stage(conn, wanted.stage)
    return await open_cases(conn)


def _fits(row: CaseRow, wanted: Wanted, now: datetime, until: datetime | None) -> bool:
    due = row.next_due
    late = row.closed_at is None and (row.overdue or (due is not None and due < now))
    soon = until is None or (due is not None and now <= due <= until)
    at_stage = wanted.stage is None or row.stage == wanted.stage
    return (late or not wanted.overdue) and soon and at_stage
