"""The kütük read in its order: each agreement, and what has become of it since."""

from datetime import date

from pydantic import JsonValue

from activities.database import Connection, queries
from workflows.kernel.values import Frozen

_SQL = queries("agreement/kutuk")


class TermChange(Frozen):
    """What was decided on the last day of an agreement, or what came of it."""

    change: str
    ends_on: date
    decided_on: date | None
    letter_no: str | None
    ground: str | None


class KutukEntry(Frozen):
    """One entry of the register of agreements, with what has become of it since."""

    case_id: str
    partner: str
    """Its name, or its key where the dossier has none."""
    content: dict[str, JsonValue]
    """The row as the case entered it."""
    change: str | None
    """How the newest row of its term came about: ``signed``, ``extended``, …"""
    ends_on: date | None
    changes: tuple[TermChange, ...] = ()
    """All rows of its term, in order."""
    archive_file: str | None = None
    """Number of its own file in the archive (A-10.3)."""


async def kutuk_entries(
    conn: Connection, *, side: str | None = None, year: int | None = None
) -> tuple[KutukEntry, ...]:
    """Return the register of agreements in its order, of one signing side or year if asked."""
    rows = await conn.fetch(_SQL["kutuk"], side, year)
    return tuple(KutukEntry.model_validate(dict(row)) for row in rows)
