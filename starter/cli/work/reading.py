"""Looking: lists of cases, and a case's journal, as they were recorded last."""

from dataclasses import dataclass
from typing import Final

from rich.console import Group

from activities.journal.projection import Wanted, one_case
from activities.journal.projection import list_cases as stored_cases
from activities.journal.projection import timeline as journal
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.database import database
from starter.cli.work.inputs import (
    duration_from,
    named_behind,
    process_named,
    role_from,
    stage_from,
    wall_clock,
)
from starter.client.answers import NotFound
from starter.client.processes import words

AT_A_GLANCE: Final = 1000
"""Most rows of a list that a person reads, unless another number is asked for."""


@dataclass(frozen=True)
class Wished:
    """Which cases a list is to show, as it was typed; all of it holds together."""

    overdue: bool = False
    due_within: str | None = None
    process: str | None = None
    stage: str | None = None
    waiting_on: str | None = None
    applicant: str | None = None
    institution: str | None = None
    held: bool = False
    waits_for: str | None = None
    attention: bool = False
    closed_too: bool = False
    limit: int | None = None


async def timeline(settings: Settings, case_id: str) -> Shown:
    """Show a case's journal, and the letters that followed from it."""
    from activities.post.correspondence import letters_of  # noqa: PLC0415 - keeps `list` quick

    said = words(named_behind(case_id))
    async with database(settings) as pool, pool.acquire() as conn:
        entries = await journal(conn, case_id)
        if not entries and await one_case(conn, case_id) is None:
            raise NotFound(case_id, "has no journal: it was never opened")
        sent = await letters_of(conn, case_id, settings.lang)
    data = [each.model_dump(mode="json") for each in entries]
    told = rendering.timeline(said, entries, settings.lang)
    written = (rendering.letters(sent, settings.lang),) if sent else ()
    return Shown(data, Group(told, *written))


async def list_cases(settings: Settings, wished: Wished, *, for_programs: bool) -> Shown:
    """List cases, those due first at the top.

    A list for programs is complete. One for people ends after so many rows, and says so.
    """
    span = duration_from(wished.due_within) if wished.due_within else None
    now = wall_clock()
    wanted = Wanted(
        closed_too=wished.closed_too,
        process=process_named(wished.process) if wished.process else None,
        stage=stage_from(wished.stage) if wished.stage else None,
        waiting_on=role_from(wished.waiting_on) if wished.waiting_on else None,
        applicant=wished.applicant,
        institution=wished.institution,
        held=True if wished.held else None,
        waits_for=wished.waits_for,
        attention=True if wished.attention else None,
        overdue_at=now if wished.overdue else None,
        due_from=now if span else None,
        due_until=now + span if span else None,
    )
    limit = wished.limit or (None if for_programs else AT_A_GLANCE)
    async with database(settings) as pool, pool.acquire() as conn:
        listed = await stored_cases(conn, wanted, limit=limit)
    data = [row.model_dump(mode="json") for row in listed.cases]
    return Shown(data, rendering.cases(listed, settings.lang))
