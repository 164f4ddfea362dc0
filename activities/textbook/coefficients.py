"""The civil-servant coefficient, by which points of fees become lira (T-15.1a)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import JsonValue

from activities.database import Connection, queries
from activities.registers.decisions import Decider, request_of
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen
from workflows.textbook_law.registers import Register

_SQL = queries("textbook/coefficients")


class _PaymentDay(Frozen):
    paid_on: date | None
    file_no: str


class Coefficient(Frozen):
    """The civil-servant coefficient of a period."""

    value: Decimal
    """Lira per point."""
    through_day: date | None
    """Last day of the period; none where nobody has entered it."""


async def put_coefficient(
    conn: Connection, from_day: date, value: Decimal, through_day: date | None = None
) -> None:
    """Set the civil-servant coefficient, lira per point, of a period (T-15.1a, R-E.8)."""
    await conn.execute(_SQL["put_coefficient"], from_day, value, through_day)


async def lock_periods(conn: Connection) -> None:
    """Let nobody else enter a period until the transaction ends."""
    await conn.execute(_SQL["lock_periods"])


async def overlapped(
    conn: Connection, from_day: date, through_day: date, *, but: Decimal
) -> tuple[date, ...]:
    """Return the first days of periods that one would overlap, but for the same with that value."""
    rows = await conn.fetch(_SQL["overlapped"], from_day, through_day, but)
    return tuple(row["from_day"] for row in rows)


async def period_of(conn: Connection, day: date | None) -> Coefficient | None:
    """Return the period in which a day lies; none if there is no such day, or no such period."""
    if day is None:
        return None
    row = await conn.fetchrow(_SQL["coefficient_on"], day)
    return None if row is None else Coefficient.model_validate(dict(row))


async def coefficient_on(conn: Connection, day: date | None) -> Decimal | None:
    """Return the coefficient that holds on a day; none if there is no such day, or it is unset."""
    found = await period_of(conn, day)
    return None if found is None else found.value


async def _of_payment_day(conn: Connection, asked: Decide) -> Verdict:
    found = await period_of(conn, request_of(asked, _PaymentDay).paid_on)
    facts: dict[str, JsonValue] = {"coefficient": None if found is None else str(found.value)}
    if found is not None and found.through_day is not None:
        facts["until"] = found.through_day.isoformat()
    return Verdict(granted=True, facts=facts)


DECIDERS: Final[Mapping[str, Decider]] = {Register.COEFFICIENTS: _of_payment_day}
