"""The calendar table: computed from the rules of feasts, completed by proclamation and decree.

``holidays`` only seeds the table. What counts is the table, and a case keeps the copy it was opened
with; what changes afterwards reaches open cases as a command. Every change is a version.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final, Literal, NamedTuple

from activities.database import Connection, queries
from activities.registers.recent import Recent
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
    known = [year for year in await seeded_years(conn) if year in wanted]
    before = [(await _read(conn, _only(year))).calendar for year in known]
    for year in wanted:
        await conn.execute(_SQL["delete_computed"], year)
        await _compute(conn, _feasts(year, "public"), "closed")
        await _compute(conn, _feasts(year, "half_day"), "half")
        await conn.execute(_SQL["insert_year"], year)
    after = [(await _read(conn, _only(year))).calendar for year in known]
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
    if days:
        named = sorted(days.items())
        await conn.executemany(_SQL["delete_official"], [(day,) for day, _ in named])
        rows = [(day, kind, name, source) for day, name in named]
        await conn.executemany(_SQL["insert_official"], rows)
        await _new_version(conn, grounds)


async def put_offset(conn: Connection, offset: Offset, *, grounds: str) -> None:
    """Enter a change of local time."""
    await conn.execute(_SQL["lock_calendar"])
    await conn.execute(_SQL["put_offset"], offset.since, offset.minutes)
    await _new_version(conn, grounds)


async def changes_over(conn: Connection) -> None:
    """Wait until nobody changes the calendar, and keep everybody from it to the transaction's end.

    Whoever changes it locks it before any case.
    """
    await conn.execute(_SQL["wait_for_changes"])


async def grounds_since(conn: Connection, version: int, length: int) -> str:
    """Return what the changes after a version rest on, in so many characters at most."""
    found: str | None = await conn.fetchval(_SQL["grounds_since"], version, length)
    return found or ""


async def seeded_years(conn: Connection) -> list[int]:
    """Return the years whose days have been computed."""
    return [row["year"] for row in await conn.fetch(_SQL["all_seeded_years"])]


async def decreed_days(conn: Connection) -> dict[date, str]:
    """Return every day decreed closed or half, with its name."""
    rows = await conn.fetch(_SQL["decreed_days"])
    return {row["day"]: row["name"] for row in rows}


class Table(NamedTuple):
    """The days between two, as the calendar table has them."""

    calendar: Calendar
    years: frozenset[int]
    """Those whose days have been computed."""


async def calendar_from(conn: Connection, year: int, years: int = CALENDAR_YEARS) -> Calendar:
    """Return the calendar of a year and those that follow; missing years are seeded first.

    The year before is known too: what is counted backwards from January reaches into it.

    Args:
        conn: In a transaction: the seeding holds a lock until it ends, so two workers that both
            find a year missing seed it one after the other.
        year: Calendar year in which a case was filed.
        years: How many, with that one.
    """
    wanted = wanted_years(year, years)
    table = await _read(conn, wanted)
    return table.calendar if table.years.issuperset(wanted) else await _completed(conn, wanted)


def wanted_years(year: int, years: int) -> range:
    """Return the years that a case filed in one of them has to know."""
    return range(year - 1, year + years)


def days_of(years: range) -> tuple[date, date]:
    """Return the first and the last day of some years."""
    return date(years[0], 1, 1), date(years[-1], 12, 31)


async def _completed(conn: Connection, wanted: range) -> Calendar:
    """Return the calendar of some years, once those missing have been seeded."""
    await conn.execute(_SQL["lock_calendar"])
    table = await _read(conn, wanted)
    if missing := [*set(wanted) - table.years]:
        await seed_calendar(conn, missing)
        table = await _read(conn, wanted)
    return table.calendar


async def _read(conn: Connection, years: range) -> Table:
    days = days_of(years)
    known = TABLES.known(days)
    row = await conn.fetchrow(_SQL["calendar"], *days, list(known))
    assert row is not None, "one row, whatever the table has"
    return TABLES.told(days, known, row["digest"], row["text"])


def _table_in(text: str) -> Table:
    said = json.loads(text)
    days: dict[date, _Day] = {}
    for written, *of_day in said["days"] or ():
        day, new = date.fromisoformat(written), _Day(*of_day)
        if day not in days or new.rank < days[day].rank:
            days[day] = new
    calendar = Calendar(
        closed={day: one.name for day, one in days.items() if one.kind == "closed"},
        half={day: one.name for day, one in days.items() if one.kind == "half"},
        sources={
            day: Source(one.source)
            for day, one in days.items()
            if one.source != Source.COMPUTED and one.kind != "open"
        },
        covers_from=said["first"],
        covers_until=said["last"],
        offsets=said["offsets"] or (),
        version=said["version"],
    )
    return Table(calendar, frozenset(said["years"] or ()))


TABLES: Final = Recent(_table_in)
"""What has been read of it, by the first and the last day."""


class _Day(NamedTuple):
    """What is said of one day."""

    kind: str
    name: str
    source: str

    @property
    def rank(self) -> tuple[bool, int]:
        """Official before computed, then closed altogether first."""
        return self.source == Source.COMPUTED, _FIRST_OF_ONE_SOURCE.index(self.kind)


@cache
def _feasts(year: int, category: str) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - slow to load, and most who read the table seed nothing

    return dict(holidays.country_holidays("TR", years=year, categories=(category,), language="tr"))


def _only(year: int) -> range:
    return range(year, year + 1)


async def _compute(conn: Connection, days: Mapping[date, str], kind: Kind) -> None:
    rows = [(day, kind, name) for day, name in sorted(days.items())]
    await conn.executemany(_SQL["insert_computed"], rows)


async def _new_version(conn: Connection, grounds: str) -> None:
    await conn.execute(_SQL["insert_version"], grounds)
