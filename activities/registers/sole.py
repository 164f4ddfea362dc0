"""Of what there is one case only: the first that opens has it, also where two open at once."""

from datetime import timedelta
from typing import Final

from activities.database import Connection, queries
from workflows.kernel.values import Frozen

_SQL = queries("registers/sole")

PATIENCE: Final = timedelta(hours=1)
"""How long a case that has not opened keeps others out: it may have been refused since."""


class Holder(Frozen):
    """The case that has it."""

    case_id: str
    file_no: str


async def other_holder(
    conn: Connection, kind: str, key: str, *, case_id: str, file_no: str
) -> Holder | None:
    """Reserve what there is one case of for a case; return the other one that has it, if any.

    Whoever asks at the same time waits for the end of the first one's transaction.
    """
    row = await conn.fetchrow(_SQL["reserve"], kind, key, case_id, file_no, PATIENCE)
    if row is None:
        row = await conn.fetchrow(_SQL["holder"], kind, key)
    assert row is not None, "held, or reserved just now"
    return None if row["case_id"] == case_id else Holder.model_validate(dict(row))
