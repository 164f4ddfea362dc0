"""What stands in a register beside any case, row by row, for whoever may read it."""

from datetime import date

from pydantic import JsonValue

from activities.database import Connection, queries
from activities.journal.projection import Eyes, seen_by
from workflows.kernel.values import Frozen

_SQL = queries("listing")


class Sees(Frozen):
    """Whose eyes a list is for: any of these lets them see a row, and nothing else does."""

    everything: bool = False
    institutions: tuple[str, ...] = ()
    """Rows of these."""
    subjects: tuple[str, ...] = ()
    """Rows about these."""
    cases: Eyes = Eyes()
    """Rows of cases that they see."""


class RowPlace(Frozen):
    """Where a page ended."""

    key: str
    part: str


class WantedRows(Frozen):
    """Which rows a list is to hold; what is asked for together holds together."""

    register_name: str
    key: str | None = None
    case_id: str | None = None
    institution: str | None = None
    subject: str | None = None
    """Whom they are about."""
    on: date | None = None
    """Only what holds on that day."""
    after: RowPlace | None = None


class ListedRow(RowPlace):
    """One row of a register."""

    content: dict[str, JsonValue]


async def list_rows(
    conn: Connection, wanted: WantedRows, sees: Sees, *, limit: int
) -> tuple[ListedRow, ...]:
    """Return rows of a register, by their keys."""
    after = (None, None) if wanted.after is None else (wanted.after.key, wanted.after.part)
    rows = await conn.fetch(
        _SQL["rows"],
        wanted.register_name,
        wanted.key,
        wanted.case_id,
        wanted.institution,
        wanted.subject,
        wanted.on,
        sees.everything,
        list(sees.institutions),
        list(sees.subjects),
        *seen_by(sees.cases),
        *after,
        limit,
    )
    return tuple(ListedRow.model_validate(dict(row)) for row in rows)
