"""Lists and registers of the Ministry's year, read for offices and programs outside."""

from typing import Final

from asyncpg import Record

from activities.database import Connection, queries

_SQL = queries("textbook/exports")

_LISTS: Final = {"january-list": "journal", "december-list": "year"}
"""The lists of a whole year, by the kind under which they were entered."""


async def exported(conn: Connection, what: str, year: int) -> tuple[list[str], list[Record]]:
    """Return columns and lines of a list or register, of one calendar year's case.

    Args:
        conn: A connection.
        what: Which one: ``january-list``.
        year: The calendar year; its lists and prices are those of the school year after it.
    """
    kind = _LISTS.get(what)
    asked = await conn.prepare(_SQL["year_list" if kind else what.replace("-", "_")])
    lines = await asked.fetch(year, *([kind] if kind else []))
    return [column.name for column in asked.get_attributes()], lines
