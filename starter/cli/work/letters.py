"""Official letters of a case: which there are, and one of them as a file."""

import asyncio
from pathlib import Path

from rich.text import Text

from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import letters_of, open_letter
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.database import database
from starter.cli.work.inputs import check_file, process_behind
from starter.client.answers import NotFound
from starter.runtime.private import write_private


async def letters(settings: Settings, case_id: str) -> Shown:
    """List the letters of a case, oldest first."""
    process_behind(case_id)
    async with database(settings) as pool, pool.acquire() as conn:
        found = await letters_of(conn, case_id, settings.lang)
    data = [each.model_dump(mode="json") for each in found]
    return Shown(data, rendering.letters(found, settings.lang))


async def letter(
    settings: Settings, case_id: str, number: str, file: Path, *, force: bool
) -> Shown:
    """Write one letter of a case as PDF/A."""
    process_behind(case_id)
    check_file(file, (".pdf",), force=force)
    async with database(settings) as pool:
        found = await open_letter(pool, DatabaseShelf(pool), case_id, number, settings.lang)
    if found is None:
        raise NotFound(case_id, f"has no letter {number}; `vade letters {case_id}` lists them")
    whole, page = found
    await asyncio.to_thread(write_private, file, page)
    return Shown({"file": str(file), "number": whole}, Text(f"{whole}: {file}"))
