"""Copies of official registers for an office: the kütük of agreements."""

from pathlib import Path

from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.desk import desk
from starter.forms.kutuk import write_kutuk


async def kutuk(
    settings: Settings, file: Path, *, side: str | None, year: int | None, force: bool
) -> Shown:
    """Write the register of agreements to a spreadsheet (A-10.3)."""
    _check(file, force=force)
    async with desk(settings) as at, at.pool.acquire() as conn:
        agreements = await write_kutuk(conn, file, side=side, year=year)
    return Shown({"file": str(file), "agreements": agreements}, Text(f"{file}: {agreements}"))


def _check(file: Path, *, force: bool) -> None:
    if file.suffix.lower() != ".xlsx":
        raise Usage(f"{file} is not a spreadsheet: name it something.xlsx")
    if file.exists() and not force:
        raise Usage(f"{file} exists already; --force replaces it")
    if not file.absolute().parent.is_dir():
        raise Usage(f"there is no folder {file.parent}")
