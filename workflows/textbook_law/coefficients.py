"""Periods of the civil-servant coefficient (devlet memurları aylık katsayısı; m.15(1), R-E.8)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import Frozen

REVOLVING_FUND = "revolving-fund"
"""Who keeps the periods: fees are paid to it."""


class CoefficientPeriod(Frozen):
    """The coefficient of a period, usually of half a year, as it was announced."""

    from_day: date
    through_day: date
    """Its last day; the value is not carried on beyond it."""
    value: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=6)]
    """Lira per point."""


def breaches_of_period(
    period: CoefficientPeriod, *, by: Actor, meets: Iterable[date]
) -> tuple[Reason, ...]:
    """Return why a period cannot be entered (R-E.8).

    Args:
        period: As it is to be entered.
        by: Who enters it.
        meets: First days of other periods that it would overlap.
    """
    return (
        *only("R-E.8", by, REVOLVING_FUND, Role.REGISTRY, to="enter a coefficient"),
        *_breaches_of_days(period),
        *(_overlaps(period, other) for other in meets),
    )


def _breaches_of_days(period: CoefficientPeriod) -> Iterable[Reason]:
    if period.through_day < period.from_day:
        yield Reason(
            rule="R-E.8",
            what=f"the period ends on {period.through_day}, before {period.from_day}",
            why="it runs from its first day to its last",
            do="correct one of the two days",
        )


def _overlaps(period: CoefficientPeriod, other: date) -> Reason:
    return Reason(
        rule="R-E.8",
        what=f"{period.from_day} to {period.through_day} meets the period from {other}",
        why="a day has one coefficient, and fees were counted with the one that is entered",
        do="enter the days that no other period has",
    )
