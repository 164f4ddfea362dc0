"""What cases enter in the books, in the transaction that records the journal entry."""

from collections.abc import Sequence

from pydantic import ValidationError

from activities.database import Connection, queries
from activities.faults import Unusable
from activities.registry import WRITERS
from workflows.kernel.case.records import RegisterWrite

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
    registers, keys = [row.into for row in kept], [row.key for row in kept]
    if kept:
        await conn.execute(_SQL["lock_keys"], registers, keys)
    for entered in writes:
        keep = WRITERS.get(entered.into, _keep)
        try:
            await keep(conn, case_id, entered.entry_n or last_n, entered)
        except ValidationError as wrong:
            raise Unusable(
                f"{case_id}: the row {entered.key} does not fit the register {entered.into}"
            ) from wrong
    found = await conn.fetch(_SQL["also_elsewhere"], case_id, registers, keys) if kept else ()
    return tuple(f"{row['register']}/{row['key']}" for row in found)


async def _keep(conn: Connection, case_id: str, entry_n: int, entered: RegisterWrite) -> None:
    await conn.execute(_SQL["insert_row"], entered.into, entered.key, entered.row, case_id, entry_n)
