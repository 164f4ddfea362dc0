"""Lists and registers of the Ministry's year, read for offices and programs outside."""

from asyncpg import Record

from activities.database import Connection, queries

_SQL = queries("textbook/exports")


async def exported(conn: Connection, what: str, year: int) -> tuple[list[str], list[Record]]:
    """Return columns and lines of a list or register, of one calendar year's case.

    Args:
        conn: A connection.
        what: Which one: ``january-list``.
        year: The calendar year; its lists and prices are those of the school year after it.
    """
    asked = await conn.prepare(_SQL[what.replace("-", "_")])
    return [column.name for column in asked.get_attributes()], await asked.fetch(year)
