"""Maintenance: the audit, the restoration of cases."""

import asyncio
from collections import Counter

from rich.console import Group
from rich.text import Text

from activities.journal.projection import open_cases
from starter.cli.finish import Settings, Shown
from starter.cli.work.desk import desk
from starter.cli.work.lanes import progress
from starter.cli.work.rendering import titled_table
from starter.cli.work.speaking import said, t
from starter.client.audit import audit as audited
from starter.client.exits import OK, REFUSED
from starter.client.restoring import Fate, Restoration
from starter.client.restoring import restore as restored

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
