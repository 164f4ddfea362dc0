"""The kütük of agreements as a file."""

from pathlib import Path

from rich.text import Text

from starter.cli.finish import Settings, Shown
from starter.cli.work.database import database
from starter.cli.work.inputs import check_file
from starter.cli.work.speaking import t
from starter.forms.kutuk import write_kutuk


async def kutuk(
    settings: Settings, file: Path, *, side: str | None, year: int | None, force: bool
) -> Shown:
    """Write the register of agreements to a spreadsheet (A-10.3)."""
    check_file(file, (".xlsx", ".pdf"), force=force)
    async with database(settings) as pool, pool.acquire() as conn:
        agreements = await write_kutuk(conn, file, side=side, year=year)
    said = Text(f"{file}: {agreements} {t('agreements', settings.lang)}")
    return Shown({"file": str(file), "agreements": agreements}, said)
