"""What the register of overdue loans answers."""

from collections.abc import Mapping
from typing import Final

from activities.database import Connection
from activities.registers.decisions import Decider, request_of
from tests.toy.loans.registers import OVERDUE
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen

_COUNT: Final = "select count(*) from registers where register = $1 and content ->> 'reader' = $2"


class _Reader(Frozen):
    reader: str
    file_no: str


async def _overdue(conn: Connection, asked: Decide) -> Verdict:
    reader = request_of(asked, _Reader).reader
    return Verdict(granted=True, facts={"overdue": await conn.fetchval(_COUNT, OVERDUE, reader)})


DECIDERS: Final[Mapping[str, Decider]] = {OVERDUE: _overdue}
