"""What cases enter in the books, in the transaction that records the journal entry."""

from collections.abc import Sequence

from pydantic import ValidationError

from activities.database import Connection, queries
from activities.faults import Unusable
from activities.registry import WRITERS
from workflows.kernel.case.records import RegisterWrite
from workflows.kernel.values import canonical

_SQL = queries("books")


async def write(
    conn: Connection, case_id: str, last_n: int, writes: Sequence[RegisterWrite]
) -> tuple[str, ...]:
    """Enter rows in the books; what a case entered before under the same key is left as it is.

    Args:
        conn: In the transaction that records the journal entries.
        case_id: The case of the rows.
        last_n: Journal entry that accounts for a row that names none.
        writes: The rows; those of a register with a table of its own go there.

    Returns:
        The rows whose key another case has used, too: ``sealed-envelopes/Z-1``.

    Raises:
        Unusable: A row does not have the shape of its register, or it bans an applicant whom the
            dossier does not know.
    """
    kept = [entered for entered in writes if entered.into not in WRITERS]
    also_elsewhere = await _enter(conn, case_id, last_n, kept) if kept else ()
    for entered in writes:
        if (keep := WRITERS.get(entered.into)) is None:
            continue
        try:
            await keep(conn, case_id, entered.entry_n or last_n, entered)
        except ValidationError as wrong:
            raise Unusable(
                f"{case_id}: the row {entered.key} does not fit the register {entered.into}"
            ) from wrong
    return also_elsewhere


async def _enter(
    conn: Connection, case_id: str, last_n: int, rows: Sequence[RegisterWrite]
) -> tuple[str, ...]:
    """Enter the rows of registers without a table of their own; return whose key others used."""
    elsewhere: list[str] = await conn.fetchval(
        _SQL["enter_rows"],
        case_id,
        [row.into for row in rows],
        [row.key for row in rows],
        [canonical(row.row) for row in rows],
        [row.entry_n or last_n for row in rows],
    )
    return tuple(elsewhere)
