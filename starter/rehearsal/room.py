"""A room: one database in which scenarios are played one after the other.

To copy a database, to connect to it and to get its catalogue into the minds of those connections
takes longer than many a scenario. So a room is emptied instead: every scenario finds it as the
migrations left it, row by row and number by number.
"""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Self

from temporalio.client import Client

from activities.database import Connection, Pool, open_pool, transaction
from starter.embedded.postgres import copied
from starter.rehearsal.engine import TEMPLATE, Engine, Scene, Serve

_TABLES: Final = """
select format('%I', tablename) as name from pg_tables where schemaname = 'public' order by tablename
"""

_NUMBERS: Final = """
select format('%I', sequencename) as name, coalesce(last_value, start_value) as value,
       last_value is not null as taken
from pg_sequences where schemaname = 'public' order by sequencename
"""


@dataclass(frozen=True)
class AsMigrated:
    """What the migrations put into a database."""

    emptying: str
    """Deletes every row of every table."""
    rows: dict[str, bytes]
    """By table, as COPY writes them; of those that have any."""
    numbers: str
    """Sets every sequence back to where it stood."""

    @classmethod
    async def of(cls, conn: Connection) -> Self:
        """Read it off a database in which nothing has been done yet."""
        tables = tuple(row["name"] for row in await conn.fetch(_TABLES))
        rows = {table: await _read(conn, table) for table in tables}
        return cls(
            emptying="".join(f"delete from {table};" for table in tables),  # noqa: S608 - no input
            rows={table: copied for table, copied in rows.items() if copied},
            numbers="".join(
                f"select setval('{each['name']}', {each['value']}, {each['taken']});"
                for each in await conn.fetch(_NUMBERS)
            ),
        )

    async def again(self, conn: Connection) -> None:
        """Bring a database back to it."""
        # Everything goes, so no row is missed by another; and what guards a journal against
        # deletion guards it in a database that somebody needs.
        await conn.execute("set local session_replication_role = replica")
        await conn.execute(self.emptying)
        for table, rows in self.rows.items():
            await conn.copy_to_table(table, source=io.BytesIO(rows))
        await conn.execute(self.numbers)


class Room:
    """A database of one lane, and what serves the cases of each of its scenarios."""

    def __init__(self, client: Client, pool: Pool, serve: Serve, empty: AsMigrated) -> None:
        self._client = client
        self._pool = pool
        self._serve = serve
        self._empty = empty

    @asynccontextmanager
    async def scene(self, *queues: str) -> AsyncIterator[Scene]:
        """Set the scene for one scenario; the one before it is over.

        Args:
            queues: The task queues that its cases need; every one by default.
        """
        async with transaction(self._pool) as conn:
            await self._empty.again(conn)
        async with self._serve(self._client, self._pool, queues=queues or None):
            yield Scene(self._client, self._pool)


@asynccontextmanager
async def room(engine: Engine) -> AsyncIterator[Room]:
    """Open a room in a lane."""
    async with (
        copied(engine.uri, TEMPLATE) as url,
        await open_pool(url, size=4) as pool,
    ):
        async with pool.acquire() as conn:
            empty = await AsMigrated.of(conn)
        yield Room(engine.client, pool, engine.serve, empty)


async def _read(conn: Connection, table: str) -> bytes:
    copied = io.BytesIO()
    await conn.copy_from_table(table, output=copied)
    return copied.getvalue()
