"""Maintenance: the audit, the restoration of cases."""

import asyncio
from collections import Counter

from rich.console import Group
from rich.table import Table
from rich.text import Text

from activities.journal.projection import open_cases
from starter.cli.finish import Settings, Shown
from starter.cli.work.desk import desk
from starter.cli.work.reach import progress
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
    table = Table("case", "fate", "told again", "why", header_style="bold")
    for one in done:
        table.add_row(one.case_id, one.fate.value, str(one.retold or ""), one.why)
    head = ", ".join(f"{fate}: {count}" for fate, count in counts.items()) or "no open case"
    data = {"counts": dict(counts), "cases": [one.model_dump(mode="json") for one in done]}
    code = REFUSED if Fate.DIFFERS in counts else OK
    return Shown(data, Group(Text(head), *([table] if done else [])), code)


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
