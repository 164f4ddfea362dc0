"""The calendar table: seeded with Türkiye's public holidays, completed by decree.

``holidays`` only seeds the table. What counts is the table, and a case keeps the copy it was opened
with; a decreed closure reaches open cases as a command.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final, Literal

import holidays

from activities.database import Connection, queries
from workflows.kernel.law.calendar import Calendar

_SQL = queries("registers/calendar")

CALENDAR_YEARS: Final = 5
"""Of a calendar that nobody asks to be longer: the year of a filing and the four that follow."""

Kind = Literal["closed", "half"]
Source = Literal["seed", "decree"]


async def seed_calendar(conn: Connection, years: Iterable[int]) -> None:
    """Enter the public holidays and half days of some years, once; decreed days stay.

    Args:
        conn: In a transaction: a year is seeded as a whole or not at all.
        years: Calendar years. Religious feasts of later years are computed, not yet proclaimed.
    """
    for year in sorted(set(years)):
        await _insert(conn, _feasts(year, "public"), "closed", "seed")
        await _insert(conn, _feasts(year, "half_day"), "half", "seed")
        await conn.execute(_SQL["insert_year"], year)


async def decree_days(conn: Connection, days: Mapping[date, str], *, kind: Kind = "closed") -> None:
    """Enter days on which the offices are closed by decree (idari izin, R-S.1)."""
    await _insert(conn, days, kind, "decree")


async def decreed_days(conn: Connection) -> dict[date, str]:
    """Return every day decreed closed or half, with its name."""
    rows = await conn.fetch(_SQL["decreed_days"])
    return {row["day"]: row["name"] for row in rows}


async def calendar_from(conn: Connection, year: int, years: int = CALENDAR_YEARS) -> Calendar:
    """Return the calendar of a year and those that follow; missing years are seeded first.

    Args:
        conn: In a transaction: the seeding holds a lock until it ends, so two workers that both
            find a year missing seed it one after the other.
        year: Calendar year in which a case was filed.
        years: How many, with that one.
    """
    wanted = range(year, year + years)
    if await _missing(conn, wanted):
        await conn.execute(_SQL["lock_calendar"])
        await seed_calendar(conn, await _missing(conn, wanted))
    first, last = date(year, 1, 1), date(wanted[-1], 12, 31)
    rows = await conn.fetch(_SQL["days_between"], first, last)
    closed = {row["day"]: row["name"] for row in rows if row["kind"] == "closed"}
    half = {
        row["day"]: row["name"]
        for row in rows
        # a half day that a decree or a feast closes altogether is closed
        if row["kind"] == "half" and row["day"] not in closed
    }
    return Calendar(closed=closed, half=half, covers_until=last)


@cache
def _feasts(year: int, category: str) -> Mapping[date, str]:
    return dict(holidays.country_holidays("TR", years=year, categories=(category,), language="tr"))


async def _missing(conn: Connection, years: Iterable[int]) -> list[int]:
    wanted = list(years)
    rows = await conn.fetch(_SQL["seeded_years"], wanted)
    return sorted(set(wanted) - {row["year"] for row in rows})


async def _insert(conn: Connection, days: Mapping[date, str], kind: Kind, source: Source) -> None:
    rows = [(day, kind, name, source) for day, name in sorted(days.items())]
    await conn.executemany(_SQL["insert_day"], rows)
