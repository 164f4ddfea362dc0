"""What workers and doors have agreed on, so that a door may read for a case what it must know.

A door reads the registers before it takes a filing in. What it has read goes along with the start,
sealed: a worker lets no other in, for a case lives by it for years (design, invariant 9).
"""

from typing import Final, NamedTuple

from activities.database import Connection, queries
from activities.opening import Pace, paced
from workflows.kernel.case.records import Opening

_SQL = queries("sealing")

KEY: Final = 32
"""Bytes of a key."""


class Terms(NamedTuple):
    """How cases are opened from now on."""

    key: bytes
    """Whoever reads the database may seal."""
    language: str
    pace: Pace

    def of(self, opening: Opening, file_no: str) -> Opening:
        """Return what a case of these workers must know, by its number."""
        known = opening.model_copy(update={"language": self.language})
        return paced(known, file_no, self.pace)


async def agree(conn: Connection, key: bytes, language: str, pace: Pace) -> bytes:
    """Say how a worker opens cases, and return the key: its own, where there is none yet."""
    agreed: bytes = await conn.fetchval(
        _SQL["agree"], key, language, pace.remind_apart, pace.listed_apart
    )
    return agreed


async def agreed(conn: Connection) -> Terms | None:
    """Return what the workers have said; none where none has ever run."""
    row = await conn.fetchrow(_SQL["agreed"])
    if row is None:
        return None
    return Terms(row["key"], row["language"], Pace(row["remind_apart"], row["listed_apart"]))
