"""What cases enter in the books, in the transaction that records the journal entry."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from activities.database import Connection
from activities.faults import Unusable
from activities.registry import SHAPES, WRITERS
from workflows.kernel.case.records import RegisterWrite
from workflows.kernel.values import canonical


def has_own(writes: Iterable[RegisterWrite]) -> bool:
    """Return whether a row belongs to a register that is written by itself."""
    return any(entered.into in WRITERS for entered in writes)


def rows_of(case_id: str, writes: Iterable[RegisterWrite]) -> tuple[list[Any], ...]:
    """Return the rows of all other registers: their names, keys, contents, and entries if known.

    Raises:
        Unusable: A row does not have the shape of its register.
    """
    rows = [entered for entered in writes if entered.into not in WRITERS]
    for entered in rows:
        if (shape := SHAPES.get(entered.into)) is not None:
            with _in_its_shape(case_id, entered):
                shape.model_validate(entered.row)
    return (
        [row.into for row in rows],
        [row.key for row in rows],
        [canonical(row.row) for row in rows],
        [row.entry_n for row in rows],
    )


@contextmanager
def _in_its_shape(case_id: str, entered: RegisterWrite) -> Iterator[None]:
    try:
        yield
    except ValidationError as wrong:
        raise Unusable(
            f"{case_id}: the row {entered.key} does not fit the register {entered.into}"
        ) from wrong


async def keep(
    conn: Connection, case_id: str, last_n: int, writes: Iterable[RegisterWrite]
) -> None:
    """Keep the rows of registers that are written by themselves; what is there already stays.

    Args:
        conn: In the transaction that records the journal entries.
        case_id: The case of the rows.
        last_n: Journal entry that accounts for a row that names none.
        writes: The rows of all registers.

    Raises:
        Unusable: A row does not have the shape of its register, or it bans an applicant whom the
            dossier does not know.
    """
    for entered in writes:
        if (write := WRITERS.get(entered.into)) is None:
            continue
        with _in_its_shape(case_id, entered):
            await write(conn, case_id, entered.entry_n or last_n, entered)
