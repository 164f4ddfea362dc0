"""The law of a day: the edition that is in force, and the calendar, asked for in one statement."""

from datetime import date
from typing import Final, NamedTuple

from activities.database import Connection, queries
from activities.faults import NoEdition
from activities.registers.calendar import TABLES, calendar_from, days_of, wanted_years
from activities.registers.recent import Recent
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook

_SQL = queries("registers/law")

_RULEBOOKS: Final = Recent(Rulebook.model_validate_json)


class Law(NamedTuple):
    """By what a case lives that is filed on a day."""

    rulebook: Rulebook
    revision: int
    """Which one of its edition."""
    calendar: Calendar


async def law_on(conn: Connection, process: str, day: date, calendar_years: int) -> Law:
    """Return the newest revision of the edition in force on a day, and the calendar from then on.

    Raises:
        NoEdition: There is none.
    """
    years = wanted_years(day.year, calendar_years)
    days = days_of(years)
    rulebooks, tables = _RULEBOOKS.known(process), TABLES.known(days)
    row = await conn.fetchrow(_SQL["law_on"], process, day, *days, list(rulebooks), list(tables))
    assert row is not None, "one row, whatever is in force"
    if row["revision"] is None:
        raise NoEdition(f"no rulebook edition of {process} is in force on {day}")
    rulebook = _RULEBOOKS.told(process, rulebooks, row["rulebook_digest"], row["rulebook"])
    table = TABLES.told(days, tables, row["calendar_digest"], row["calendar"])
    calendar = table.calendar
    if not table.years.issuperset(years):
        async with conn.transaction():
            calendar = await calendar_from(conn, day.year, calendar_years)
    hours = rulebook.agenda
    return Law(
        rulebook, row["revision"], calendar.with_hours(hours.opens_at, hours.close_of_business)
    )
