"""Registers and lists as a whole, on paper or as a spreadsheet: the kütük, a year's lists."""

import asyncio
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from activities.database import Connection
from starter.api.access.policy import Grant
from starter.forms.exports import TITLES, write_export
from starter.forms.kutuk import write_kutuk
from workflows.agreement.offices import ISSUERS
from workflows.agreement.offices import Office as AgreementOffice
from workflows.ministry_year.offices import Office as YearOffice

KUTUK: Final = "kutuk"
Ending = Literal["pdf", "xlsx"]
MEDIA: Final[dict[Ending, str]] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_SIDES: Final = (
    *ISSUERS,
    AgreementOffice.MINISTRY,
)
"""Who keeps a register of agreements: for its own side, or for all where the policy says so."""
_YEAR: Final = (YearOffice.PRESIDENCY, YearOffice.PUBLICATIONS_DEPARTMENT, YearOffice.MINISTRY)


def books_for(grants: Iterable[Grant]) -> list[str]:
    """Return which registers and lists are somebody's to print."""
    roles = {grant.role for grant in grants}
    return [
        *((KUTUK,) if not roles.isdisjoint(_SIDES) else ()),
        *(TITLES if not roles.isdisjoint(_YEAR) else ()),
    ]


async def book(
    conn: Connection, name: str, year: int, ending: Ending, grants: Iterable[Grant]
) -> bytes:
    """Return a register or list of a year, as far as it is theirs.

    Args:
        conn: A connection.
        name: One of `books_for` these grants.
        year: Of which year.
        ending: As what.
        grants: Of whoever asks.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{name}.{ending}")
        if name == KUTUK:
            await write_kutuk(conn, file, side=side_of(grants), year=year)
        else:
            await write_export(conn, name, year, file)
        return await asyncio.to_thread(file.read_bytes)


def side_of(grants: Iterable[Grant]) -> str | None:
    """Return whose register of agreements somebody keeps; none: that of all sides."""
    sides = {
        f"{grant.role}/{grant.institution}" if grant.scope == "institution" else None
        for grant in grants
        if grant.role in _SIDES
    }
    return None if None in sides else min(filter(None, sides), default="")
