"""What cases enter in the books, in the transaction that records the journal entry."""

from collections.abc import Iterable

from pydantic import ValidationError

from activities.database import Connection, queries
from activities.faults import Unusable
from activities.registry import WRITERS
from workflows.kernel.case.records import RegisterWrite

_SQL = queries("books")


async def write(
    conn: Connection, case_id: str, entry_n: int, writes: Iterable[RegisterWrite]
) -> None:
    """Enter rows in the books; a key written before is left as it is.

    Args:
        conn: In the transaction that records the journal entry.
        case_id: The case of the rows.
        entry_n: Journal entry that accounts for them.
        writes: The rows; those of a register with a table of its own go there.

    Raises:
        Unusable: A row does not have the shape of its register, or it bans an applicant whom the
            dossier does not know.
    """
    for entered in writes:
        keep = WRITERS.get(entered.into, _keep)
        try:
            await keep(conn, case_id, entry_n, entered)
        except ValidationError as wrong:
            raise Unusable(
                f"{case_id}: the row {entered.key} does not fit the register {entered.into}"
            ) from wrong


async def _keep(conn: Connection, case_id: str, entry_n: int, entered: RegisterWrite) -> None:
    await conn.execute(_SQL["insert_row"], entered.into, entered.key, entered.row, case_id, entry_n)
