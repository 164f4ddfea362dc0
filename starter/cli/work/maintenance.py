"""Maintenance: the operators' links, the audit, the restoration of cases."""

import asyncio
from collections import Counter
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from rich.console import Group
from rich.text import Text

from activities.journal.projection import open_cases
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.desk import desk
from starter.cli.work.inputs import wall_clock
from starter.cli.work.reach import progress
from starter.cli.work.rendering import titled_table
from starter.cli.work.speaking import said, t
from starter.client.audit import audit as audited
from starter.client.exits import OK, REFUSED
from starter.client.processes import PROCESSES, ROLES
from starter.client.restoring import Fate, Restoration
from starter.client.restoring import restore as restored
from starter.runtime.problem import StackProblem
from starter.runtime.settings import load
from workflows.kernel.display.words import word
from workflows.kernel.law.calendar import ISTANBUL, local_day

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


# -- restoration ---------------------------------------------------------------------------------


async def restore(settings: Settings, *, dry_run: bool, rate: float) -> Shown:
    """Open again from its journal every open case that does not run; run again, it goes on."""
    done: list[Restoration] = []
    async with desk(settings) as at:
        async with at.pool.acquire() as conn:
            rows = await open_cases(conn)
        for n, row in enumerate(rows, start=1):
            done.append(await restored(at.vade.client, at.pool, row.case_id, dry_run=dry_run))
            progress(n, len(rows))
            if done[-1].fate is Fate.RESTORED:
                await asyncio.sleep(1 / rate)
    counts = Counter(one.fate.value for one in done)
    lang = settings.lang
    table = titled_table("", *(t(key, lang) for key in ("case", "fate", "retold", "why")))
    table.columns[0].no_wrap = True
    for one in done:
        told = str(one.retold or "")
        table.add_row(one.case_id, t(f"fate/{one.fate.value}", lang), told, one.why)
    counted = [f"{t(f'fate/{fate}', lang)}: {count}" for fate, count in counts.items()]
    head = ", ".join(counted) or t("no_open_case", lang)
    data = {"counts": dict(counts), "cases": [one.model_dump(mode="json") for one in done]}
    code = REFUSED if Fate.DIFFERS in counts else OK
    return Shown(data, Group(Text(head), *([table] if done else [])), code)


# -- audit ---------------------------------------------------------------------------------------


async def audit(settings: Settings) -> Shown:
    """Prove the journals and compare them with what runs; findings are a failed check."""
    async with desk(settings) as at:
        found = await audited(at.vade, at.pool)
    lang, data = settings.lang, found.model_dump(mode="json")
    counted = {"cases": found.cases, "entries": found.entries, "findings": len(found.findings)}
    head = Text(said("audited", lang, **counted))
    table = titled_table("", *(t(key, lang) for key in ("case", "finding", "what_found")))
    table.columns[0].no_wrap = True
    for finding in found.findings:
        kind = f"{finding.called(lang)} ({finding.kind})"
        table.add_row(finding.case_id, kind, finding.said(lang))
    human = Group(head, table, Text(t("finding_help", lang))) if found.findings else head
    return Shown(data, human, REFUSED if found.findings else OK)
