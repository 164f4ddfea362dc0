"""The calendar table: seeded with Türkiye's public holidays, completed by decree.

``holidays`` only seeds the table. What counts is the table, and a case keeps the copy it was opened
with; a decreed closure reaches open cases as a command.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

import holidays

from activities.database import Connection, queries
from workflows.kernel.calendar import Calendar

_SQL = queries("calendar")

YEARS_AHEAD: Final = 4
"""A case knows the holidays of its year and of four more: a review takes two at most."""

Kind = Literal["closed", "half"]
Source = Literal["seed", "decree"]


async def seed_calendar(conn: Connection, years: Iterable[int]) -> None:
    """Enter the public holidays and half days of some years, once; decreed days stay.

    Args:
        conn: In a transaction: a year is seeded as a whole or not at all.
        years: Calendar years. Religious feasts of later years are computed, not yet proclaimed.
    """
    for year in sorted(set(years)):
        half = holidays.country_holidays("TR", years=year, categories=("half_day",), language="tr")
        closed = holidays.country_holidays("TR", years=year, categories=("public",), language="tr")
        await _insert(conn, dict(closed), "closed", "seed")
        await _insert(conn, dict(half), "half", "seed")
        await conn.execute(_SQL["insert_year"], year)


async def decree_days(conn: Connection, days: Mapping[date, str], *, kind: Kind = "closed") -> None:
    """Enter days on which the offices are closed by decree (idari izin, R-S.1)."""
    await _insert(conn, days, kind, "decree")


async def decreed_days(conn: Connection) -> dict[date, str]:
    """Return every day decreed closed or half, with its name."""
    rows = await conn.fetch(_SQL["decreed_days"])
    return {row["day"]: row["name"] for row in rows}


async def calendar_from(conn: Connection, year: int) -> Calendar:
    """Return the calendar of a year and the four that follow; missing years are seeded first.

    Args:
        conn: In a transaction: the seeding holds a lock until it ends, so two workers that both
            find a year missing seed it one after the other.
        year: Calendar year in which a case was filed.
    """
    years = range(year, year + YEARS_AHEAD + 1)
    if await _missing(conn, years):
        await conn.execute(_SQL["lock_calendar"])
        await seed_calendar(conn, await _missing(conn, years))
    first, last = date(year, 1, 1), date(years[-1], 12, 31)
    rows = await conn.fetch(_SQL["days_between"], first, last)
    closed = {row["day"]: row["name"] for row in rows if row["kind"] == "closed"}
    half = {
        row["day"]: row["name"]
        for row in rows
        # a half day that a decree or a feast closes altogether is closed
        if row["kind"] == "half" and row["day"] not in closed
    }
    return Calendar(closed=closed, half=half, covers_until=last)


async def _missing(conn: Connection, years: Iterable[int]) -> list[int]:
    wanted = list(years)
    rows = await conn.fetch(_SQL["seeded_years"], wanted)
    return sorted(set(wanted) - {row["year"] for row in rows})


async def _insert(conn: Connection, days: Mapping[date, str], kind: Kind, source: Source) -> None:
    rows = [(day, kind, name, source) for day, name in sorted(days.items())]
    await conn.executemany(_SQL["insert_day"], rows)
