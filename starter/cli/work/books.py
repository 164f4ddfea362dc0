"""Papers for an office, and a year's lists and registers as files."""

import asyncio
from pathlib import Path
from typing import cast, get_args

from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.database import database
from starter.cli.work.inputs import check_file, process_behind
from starter.cli.work.speaking import t
from starter.forms import papers
from starter.forms.exports import TITLES, write_export
from starter.forms.papers import Kind
from starter.runtime.private import write_private


async def export(settings: Settings, what: str, file: Path, *, year: int, force: bool) -> Shown:
    """Write a list or register of a year to a spreadsheet, or to CSV (B-32, B-33)."""
    if what not in TITLES:
        raise Usage(f"{what} cannot be exported; what can: {', '.join(TITLES)}")
    check_file(file, (".xlsx", ".csv", ".pdf"), force=force)
    async with database(settings) as pool, pool.acquire() as conn:
        lines = await write_export(conn, what, year, file)
    said = Text(f"{file}: {lines} {t('lines', settings.lang)}")
    return Shown({"file": str(file), "what": what, "lines": lines}, said)


async def paper(
    settings: Settings, kind: str, case_id: str, file: Path, *, of: str | None, force: bool
) -> Shown:
    """Write a paper of a case as PDF/A, for its owner's eyes alone."""
    if kind not in get_args(Kind):
        raise Usage(f"there is no paper {kind}; there are: {', '.join(get_args(Kind))}")
    process_behind(case_id)
    check_file(file, (".pdf",), force=force)
    async with database(settings) as pool, pool.acquire() as conn:
        content = await papers.paper(conn, cast("Kind", kind), case_id, of)
    await asyncio.to_thread(write_private, file, content)
    return Shown({"file": str(file), "paper": kind}, Text(str(file)))
