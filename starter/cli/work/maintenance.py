"""Maintenance: calendar and closures, the operators' links, the audit."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from pydantic import JsonValue, ValidationError
from rich.console import Group
from rich.table import Table
from rich.text import Text

from activities.database import transaction
from activities.journal.projection import open_cases
from activities.registers.calendar import calendar_from, decree_days
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.desk import Desk, desk
from starter.cli.work.inputs import actor_from, day_from, wall_clock
from starter.client.answers import Fault, Received
from starter.client.audit import audit as audited
from starter.client.exits import OK, RECEIVED, REFUSED
from starter.client.processes import PROCESSES, ROLES
from starter.runtime.problem import StackProblem
from starter.runtime.settings import load
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.standing_commands import Closure
from workflows.kernel.display.words import word
from workflows.kernel.law.calendar import ISTANBUL, local_day
from workflows.kernel.values import digest

DELIVERED: Final = "told"


@dataclass(frozen=True)
class Decreed:
    """A decreed closure as it was typed."""

    day: str
    name: str
    decree: str
    actor: str


# -- calendar ------------------------------------------------------------------------------------


async def calendar(settings: Settings, year: int | None) -> Shown:
    """List the closed and half days of a year."""
    asked = year or local_day(wall_clock()).year
    async with desk(settings) as at, transaction(at.pool) as conn:
        known = await calendar_from(conn, asked)
    days = [(day, "closed", name) for day, name in known.closed.items() if day.year == asked]
    days += [(day, "half", name) for day, name in known.half.items() if day.year == asked]
    days.sort()
    data = [{"day": day.isoformat(), "kind": kind, "name": name} for day, kind, name in days]
    return Shown({"year": asked, "days": data}, rendering.days(days, settings.lang))


async def close(settings: Settings, typed: Decreed) -> Shown:
    """Enter a decreed closure in the calendar, then send it to every open case."""
    envelope = _closing(typed)
    day = day_from(typed.day)
    async with desk(settings) as at:
        # first the table: a case that opens meanwhile reads it there
        async with transaction(at.pool) as conn:
            await decree_days(conn, {day: typed.name})
        results = {case: await _delivered(at, case, envelope) for case in await _every_open(at)}
    code = max(OK, *(code for code, _ in results.values())) if results else OK
    data = {case: {"result": said} for case, (_, said) in results.items()}
    lines = [Text(f"{case}: {said}") for case, (_, said) in results.items()]
    head = Text(f"{day.isoformat()} {typed.name}: {len(results)}")
    return Shown({"day": day.isoformat(), "cases": data}, Group(head, *lines), code)


def _closing(typed: Decreed) -> Envelope:
    body: dict[str, JsonValue] = {
        "days": {day_from(typed.day).isoformat(): typed.name},
        "decree_no": typed.decree,
    }
    actor = actor_from(typed.actor)
    if actor.role not in (may := spec_of(Closure).roles):
        raise Usage(f"a closure is decreed by {' or '.join(may)}")
    try:
        Closure.model_validate(body)
    except ValidationError as wrong:
        said = wrong.errors(include_input=False, include_url=False)[0]
        raise Usage(f"{'.'.join(str(part) for part in said['loc'])}: {said['msg']}") from wrong
    # the same decree entered again is the same command: every case hears it once
    own_id = f"closure-{digest({'body': body, 'actor': typed.actor})[:32]}"
    return Envelope(command_id=own_id, actor=actor, body=body)


async def _every_open(at: Desk) -> list[str]:
    """Return every open case; one that has just opened may be in one of the two lists only."""
    async with at.pool.acquire() as conn:
        recorded = {row.case_id for row in await open_cases(conn)}
    kinds = ", ".join(f'"{process.workflow_type}"' for process in PROCESSES.values())
    running = at.vade.client.list_workflows(
        f'WorkflowType IN ({kinds}) AND ExecutionStatus = "Running"'
    )
    return sorted(recorded | {run.id async for run in running})


async def _delivered(at: Desk, case_id: str, envelope: Envelope) -> tuple[int, str]:
    try:
        await at.vade.send(case_id, Closure.command, envelope)
    except Received as later:
        return RECEIVED, str(later)
    except Fault as fault:
        return REFUSED, str(fault)
    return OK, DELIVERED


# -- links ---------------------------------------------------------------------------------------


async def links(settings: Settings) -> Shown:
    """Return the addresses of the operators' lists in the Temporal UI."""
    connection = load(settings.home)
    if connection.ui_url is None:
        raise StackProblem(
            "Nothing says where the Temporal UI of this server is.", "Set VADE_UI_URL."
        )
    base = f"{connection.ui_url.rstrip('/')}/namespaces/{connection.namespace}/workflows"
    found = [
        (title, query, f"{base}?{urlencode({'query': query})}")
        for title, query in queries(wall_clock(), settings.lang)
    ]
    data = [{"title": title, "query": query, "url": url} for title, query, url in found]
    return Shown(data, rendering.links((title, url) for title, _, url in found))


def queries(now: datetime, lang: str) -> list[tuple[str, str]]:
    """Return the operators' lists: title, and query over the search attributes.

    Args:
        now: The week that ends next is this week; a list cannot ask what day it is.
        lang: Of the titles.
    """
    monday = _end_of_week(local_day(now))
    english = lang == "en"
    lists = [
        ("Overdue" if english else "Süresi geçenler", "Overdue = true"),
        (
            "Due this week" if english else "Bu hafta dolanlar",
            f'NextDue > "{now.isoformat(timespec="seconds")}" AND NextDue <= "{monday}"',
        ),
        ("Needs attention" if english else "Dikkat isteyenler", "NeedsAttention = true"),
    ]
    for process in PROCESSES.values():
        for stage in process.awaiting_stages:
            title = f"{'Stage' if english else 'Aşama'}: {process.word(stage, lang)}"
            lists.append((title, f'Process = "{process.name}" AND Stage = "{stage}"'))
    awaited = dict.fromkeys(
        role for process in PROCESSES.values() for spec in process.commands for role in spec.roles
    )
    lists += [
        (
            f"{'Waiting on' if english else 'Beklenen'}: {word(ROLES, role, lang)}",
            f'WaitingOn = "{role}"',
        )
        for role in awaited
    ]
    return [(title, f'ExecutionStatus = "Running" AND {query}') for title, query in lists]


def _end_of_week(day: date) -> str:
    """Return the midnight in which the week ends: what is due on Sunday is due at 24:00."""
    monday = day + timedelta(days=7 - day.weekday())
    return datetime.combine(monday, time.min, ISTANBUL).isoformat()


# -- audit ---------------------------------------------------------------------------------------


async def audit(settings: Settings) -> Shown:
    """Prove the journals and compare them with what runs; findings are a failed check."""
    async with desk(settings) as at:
        found = await audited(at.vade, at.pool)
    head = f"{found.cases} cases, {found.entries} entries, {len(found.findings)} findings"
    table = Table("case", "finding", "what", header_style="bold")
    for finding in found.findings:
        table.add_row(finding.case_id, finding.kind, finding.what)
    human = Group(Text(head), *([table] if found.findings else []))
    return Shown(found.model_dump(mode="json"), human, REFUSED if found.findings else OK)
