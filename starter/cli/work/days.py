"""The calendar table itself: its days, and what is proclaimed of them; no case hears of it yet."""

from dataclasses import dataclass

from rich.text import Text

from activities.database import transaction
from activities.registers.calendar import Kind, calendar_from, put_days, put_offset
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.database import database
from starter.cli.work.inputs import day_from, instant_from, wall_clock
from workflows.kernel.law.calendar import Offset, Source, local_day


@dataclass(frozen=True)
class Proclaimed:
    """What is proclaimed of a day, as it was typed."""

    day: str
    kind: Kind
    name: str
    grounds: str


async def calendar(settings: Settings, year: int | None) -> Shown:
    """List the closed and half days of a year."""
    asked = year or local_day(wall_clock()).year
    async with database(settings) as pool, transaction(pool) as conn:
        known = await calendar_from(conn, asked)
    days = [(day, "closed", name) for day, name in known.closed.items() if day.year == asked]
    days += [(day, "half", name) for day, name in known.half.items() if day.year == asked]
    days.sort()
    data = [
        {"day": day.isoformat(), "kind": kind, "name": name, "source": known.source(day)}
        for day, kind, name in days
    ]
    return Shown({"year": asked, "days": data}, rendering.days(days, settings.lang))


async def proclaim(settings: Settings, typed: Proclaimed) -> Shown:
    """Enter in the table how a day is proclaimed to be."""
    day = day_from(typed.day)
    async with database(settings) as pool, transaction(pool) as conn:
        await put_days(
            conn,
            {day: typed.name},
            kind=typed.kind,
            source=Source.PROCLAIMED,
            grounds=typed.grounds,
        )
    data = {"day": day.isoformat(), "kind": typed.kind, "name": typed.name}
    return Shown(data, Text(f"{day.isoformat()} {typed.name}"))


async def change_offset(settings: Settings, since: str, minutes: int, grounds: str) -> Shown:
    """Enter a change of local time in the table."""
    change = Offset(since=instant_from(since), minutes=minutes)
    async with database(settings) as pool, transaction(pool) as conn:
        await put_offset(conn, change, grounds=grounds)
    data = change.model_dump(mode="json")
    return Shown(data, Text(f"{data['since']}: UTC+{minutes // 60:02}:{minutes % 60:02}"))
