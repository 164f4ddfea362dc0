"""The calendar table: computed from the rules of feasts, completed by proclamation and decree.

``holidays`` only seeds the table. What counts is the table, and a case keeps the copy it was opened
with; what changes afterwards reaches open cases as a command. Every change is a version.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final, Literal

from activities.database import Connection, Row, queries
from workflows.kernel.law.calendar import Calendar, Offset, Source
from workflows.kernel.law.renewal import Renewal, renewal_between

_SQL = queries("registers/calendar")

CALENDAR_YEARS: Final = 5
"""Of a calendar that nobody asks to be longer: the year of a filing and the four that follow."""

Kind = Literal["closed", "half", "open"]
_FIRST_OF_ONE_SOURCE = ("closed", "half", "open")


async def seed_calendar(conn: Connection, years: Iterable[int]) -> Renewal:
    """Compute the public holidays and half days of some years anew; what is official stays.

    Args:
        conn: In a transaction: a year is seeded as a whole or not at all.
        years: Calendar years. Religious feasts of later years are computed, not yet proclaimed.

    Returns:
        What that changes in the years that had been seeded before, by another release of
        ``holidays``, as a renewal would bring it; empty if nothing.
    """
    wanted = sorted(set(years))
    known = sorted(set(wanted) - set(await _missing(conn, wanted)))
    before = [await _read(conn, year, year) for year in known]
    for year in wanted:
        await conn.execute(_SQL["delete_computed"], year)
        await _compute(conn, _feasts(year, "public"), "closed")
        await _compute(conn, _feasts(year, "half_day"), "half")
        await conn.execute(_SQL["insert_year"], year)
    after = [await _read(conn, year, year) for year in known]
    changes = [renewal_between(old, new) for old, new in zip(before, after, strict=True)]
    brought = Renewal(
        version=max([1, *(change.version for change in changes)]),
        closed={day: one for change in changes for day, one in change.closed.items()},
        half={day: one for change in changes for day, one in change.half.items()},
        opened=tuple(day for change in changes for day in change.opened),
    )
    if not brought.is_empty:
        await _new_version(conn, f"computed anew: {', '.join(map(str, known))}")
    return brought


async def decree_days(
    conn: Connection, days: Mapping[date, str], *, kind: Kind = "closed", grounds: str = "decree"
) -> None:
    """Enter days on which the offices are closed by decree (idari izin, R-S.1)."""
    await put_days(conn, days, kind=kind, source=Source.DECREED, grounds=grounds)


async def put_days(
    conn: Connection, days: Mapping[date, str], *, kind: Kind, source: Source, grounds: str
) -> None:
    """Enter how some days are, by proclamation or decree; it takes the place of what was said."""
    await conn.execute(_SQL["lock_calendar"])
    for day, name in sorted(days.items()):
        await conn.execute(_SQL["delete_official"], day)
        await conn.execute(_SQL["insert_official"], day, kind, name, source)
    if days:
        await _new_version(conn, grounds)


async def put_offset(conn: Connection, offset: Offset, *, grounds: str) -> None:
    """Enter a change of local time."""
    await conn.execute(_SQL["lock_calendar"])
    await conn.execute(_SQL["put_offset"], offset.since, offset.minutes)
    await _new_version(conn, grounds)


async def seeded_years(conn: Connection) -> list[int]:
    """Return the years whose days have been computed."""
    return [row["year"] for row in await conn.fetch(_SQL["all_seeded_years"])]


async def decreed_days(conn: Connection) -> dict[date, str]:
    """Return every day decreed closed or half, with its name."""
    rows = await conn.fetch(_SQL["decreed_days"])
    return {row["day"]: row["name"] for row in rows}


async def calendar_from(conn: Connection, year: int, years: int = CALENDAR_YEARS) -> Calendar:
    """Return the calendar of a year and those that follow; missing years are seeded first.

    The year before is known too: what is counted backwards from January reaches into it.

    Args:
        conn: In a transaction: the seeding holds a lock until it ends, so two workers that both
            find a year missing seed it one after the other.
        year: Calendar year in which a case was filed.
        years: How many, with that one.
    """
    wanted = range(year - 1, year + years)
    if await _missing(conn, wanted):
        await conn.execute(_SQL["lock_calendar"])
        await seed_calendar(conn, await _missing(conn, wanted))
    return await _read(conn, wanted[0], wanted[-1])


async def _read(conn: Connection, first_year: int, last_year: int) -> Calendar:
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    days: dict[date, Row] = {}
    for row in await conn.fetch(_SQL["days_between"], first, last):
        if row["day"] not in days or _rank(row) < _rank(days[row["day"]]):
            days[row["day"]] = row
    offsets = await conn.fetch(_SQL["offsets"])
    return Calendar(
        closed={day: row["name"] for day, row in days.items() if row["kind"] == "closed"},
        half={day: row["name"] for day, row in days.items() if row["kind"] == "half"},
        sources={
            day: Source(row["source"])
            for day, row in days.items()
            if row["source"] != Source.COMPUTED and row["kind"] != "open"
        },
        covers_from=first,
        covers_until=last,
        offsets=tuple(Offset(since=row["since"], minutes=row["minutes"]) for row in offsets),
        version=await conn.fetchval(_SQL["version"]),
    )


def _rank(row: Row) -> tuple[bool, int]:
    """Order what is said of one day: official before computed, then closed altogether first."""
    return row["source"] == Source.COMPUTED, _FIRST_OF_ONE_SOURCE.index(row["kind"])


@cache
def _feasts(year: int, category: str) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - slow to load, and most who read the table seed nothing

    return dict(holidays.country_holidays("TR", years=year, categories=(category,), language="tr"))


async def _missing(conn: Connection, years: Iterable[int]) -> list[int]:
    wanted = list(years)
    rows = await conn.fetch(_SQL["seeded_years"], wanted)
    return sorted(set(wanted) - {row["year"] for row in rows})


async def _compute(conn: Connection, days: Mapping[date, str], kind: Kind) -> None:
    rows = [(day, kind, name) for day, name in sorted(days.items())]
    await conn.executemany(_SQL["insert_computed"], rows)


async def _new_version(conn: Connection, grounds: str) -> None:
    await conn.execute(_SQL["insert_version"], grounds)
