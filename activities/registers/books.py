"""What cases enter in the books, in the transaction that records the journal entry."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import ValidationError

from activities.agreement.agreements import TERMS, put_agreement_term
from activities.database import Connection, queries
from activities.faults import Unusable
from activities.registers.decisions import Place, subject_of
from activities.textbook.sanctions import put_sanction
from workflows.kernel.case.records import Register, RegisterWrite
from workflows.textbook_law.registers import Sanction

_SQL = queries("registers/books")

SANCTIONS = "sanctions"
"""The register of bans, kept in a table of its own because openings search it."""


async def write(
    conn: Connection, case_id: str, entry_n: int, writes: Iterable[RegisterWrite]
) -> None:
    """Enter rows in the books; a key written before is left as it is.

    Args:
        conn: In the transaction that records the journal entry.
        case_id: The case of the rows.
        entry_n: Journal entry that accounts for them.
        writes: The rows; those of the queue, of bans and of agreements go to their own tables.

    Raises:
        Unusable: A row does not have the shape of its register, or it bans an applicant whom the
            dossier does not know.
    """
    for entered in writes:
        try:
            await _write_one(conn, case_id, entry_n, entered)
        except ValidationError as wrong:
            raise Unusable(
                f"{case_id}: the row {entered.key} does not fit the register {entered.into}"
            ) from wrong


async def _write_one(conn: Connection, case_id: str, entry_n: int, entered: RegisterWrite) -> None:
    if entered.into == Register.QUEUE:
        place = Place.model_validate(entered.row)
        await conn.execute(
            _SQL["enqueue"], entered.key, place.stage, place.received_at, place.file_no, case_id
        )
    elif entered.into == SANCTIONS:
        ban = Sanction.model_validate({**entered.row, "id": entered.key})
        if not ban.subject:  # a case that no longer knows its applicant leaves it to the dossier
            ban = ban.model_copy(update={"subject": await subject_of(conn, case_id)})
        await put_sanction(conn, ban)
    elif entered.into == TERMS:
        await put_agreement_term(conn, case_id, entry_n, entered.row)
    else:
        await conn.execute(
            _SQL["insert_row"], entered.into, entered.key, entered.row, case_id, entry_n
        )


async def leave_queue(conn: Connection, case_id: str, at: datetime) -> None:
    """Take a case that has ended out of every queue in which it still waits."""
    await conn.execute(_SQL["leave_queue"], case_id, at)
