"""Periods of the civil-servant coefficient, by which fees are counted (R-E.8)."""

from collections.abc import Mapping
from typing import Any

from activities.database import Connection
from activities.textbook.coefficients import lock_periods, overlapped, put_coefficient
from starter.forms.form import read, refuse
from workflows.kernel.roles import Actor
from workflows.textbook_law.coefficients import CoefficientPeriod, breaches_of_period


async def enter_coefficient(
    conn: Connection, actor: Actor, form: CoefficientPeriod | Mapping[str, Any]
) -> CoefficientPeriod:
    """Enter the coefficient of a period; the same one again changes nothing (R-E.8).

    Args:
        conn: In a transaction.
        actor: The Revolving Fund, or the registry for it.
        form: A `CoefficientPeriod`, or its fields.

    Raises:
        Refused: With all reasons: another sender, or days that another period has.
    """
    filled = read(CoefficientPeriod, form, "R-E.8")
    await lock_periods(conn)
    others = await overlapped(conn, filled.from_day, filled.through_day, but=filled.value)
    refuse(breaches_of_period(filled, by=actor, meets=others))
    await put_coefficient(conn, filled.from_day, filled.value, filled.through_day)
    return filled
