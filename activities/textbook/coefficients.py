"""The civil-servant coefficient, by which points of fees become lira (T-15.1a)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from activities.database import Connection, queries
from activities.registers.decisions import Decider, request_of
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen
from workflows.textbook_law.registers import Register

_SQL = queries("textbook/coefficients")


class _PaymentDay(Frozen):
    paid_on: date | None
    file_no: str


async def put_coefficient(conn: Connection, from_day: date, value: Decimal) -> None:
    """Set the civil-servant coefficient, lira per point, that holds from a day on (T-15.1a)."""
    await conn.execute(_SQL["put_coefficient"], from_day, value)


async def coefficient_on(conn: Connection, day: date | None) -> Decimal | None:
    """Return the coefficient that holds on a day; none if there is no such day, or it is unset."""
    if day is None:
        return None
    value: Decimal | None = await conn.fetchval(_SQL["coefficient_on"], day)
    return value


async def _of_payment_day(conn: Connection, asked: Decide) -> Verdict:
    found = await coefficient_on(conn, request_of(asked, _PaymentDay).paid_on)
    return Verdict(granted=True, facts={"coefficient": None if found is None else str(found)})


DECIDERS: Final[Mapping[str, Decider]] = {Register.COEFFICIENTS: _of_payment_day}
