"""Calendars for tests: the Turkish one, and one without any holiday."""

from datetime import date
from functools import cache
from typing import Literal

import holidays

from workflows.kernel.law.calendar import Calendar

FIRST_YEAR, LAST_YEAR = 2009, 2045


@cache
def turkish_calendar() -> Calendar:
    """Return the calendar of Turkey from 2009 to 2045; religious days after 2032 are estimates.

    Holidays and half days are asked for separately: asked for together, every arife would be a
    full holiday.
    """
    return Calendar(
        closed=_days("public"), half=_days("half_day"), covers_until=date(LAST_YEAR, 12, 31)
    )


def plain_calendar(closed: dict[date, str] | None = None) -> Calendar:
    """Return a calendar with weekends and nothing else, but for the days given."""
    return Calendar(closed=closed or {}, half={}, covers_until=date(LAST_YEAR, 12, 31))


def _days(category: Literal["public", "half_day"]) -> dict[date, str]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    found = holidays.country_holidays("TR", years=years, categories=(category,), language="tr")
    return dict(sorted(found.items()))
