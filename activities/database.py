"""The connection pool, its codecs, and the named queries, which lie beside their modules.

Every query is a plain SQL statement under a ``-- name:`` line. One typed function per query takes a
connection and returns a model; the caller owns ``async with transaction(pool) as conn``. So a unit
of work is visible where it begins and ends, and nothing takes a second connection on the way.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import asyncpg

from workflows.kernel.values import canonical

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = asyncpg.Record

OUTAGE: Final = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection cut while it was being reset
)
"""What a loop that must outlive the database's outages waits out."""

_LAST_NOTE: Final = 5.0  # seconds in which whoever is asked to stop notes what is done already

_HERE = Path(__file__).parent
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)

# Generous for one machine, small against PostgreSQL's default of 100 connections. A statement that
# takes longer than its activity's timeout would only hold locks for nobody.
_POOL_SIZE = 10
_SESSION = {
    "application_name": "vade",
    "timezone": "UTC",
    "statement_timeout": "20s",
    "lock_timeout": "10s",
    # No transaction waits for anything outside the database.
    "idle_in_transaction_session_timeout": "60s",
}


@cache
def queries(name: str) -> Mapping[str, str]:
    """Return the named queries of one file under ``activities``: ``journal/receipts``.

    Raises:
        ValueError: A name is given twice.
    """
    parts = _NAME.split((_HERE / f"{name}.sql").read_text(encoding="utf-8"))
    names, bodies = parts[1::2], parts[2::2]
    if len(set(names)) != len(names):
        raise ValueError(f"{name}.sql names a query twice")
    return dict(zip(names, (body.strip() for body in bodies), strict=True))


async def open_pool(url: str, *, size: int = _POOL_SIZE) -> Pool:
    """Open a pool of connections to PostgreSQL.

    Args:
        url: ``postgresql://…``; a Unix socket by ``?host=``.
        size: Most connections held at once.
    """
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        timeout=10,
        command_timeout=30,
        init=_teach_json,
        reset=_as_it_was,
        server_settings=_SESSION,
    )


async def _as_it_was(conn: Connection) -> None:
    """Leave a connection that is given back as it is; asyncpg has ended its transaction by now.

    Nothing of ours outlives a transaction on it: locks, settings and cursors are a transaction's,
    and whoever listens stops listening (`Bell`). So no connection is asked to forget them.
    """


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """Open one connection with the pool's codecs and limits: for a command line, or a test."""
    conn = await asyncpg.connect(url, timeout=10, command_timeout=30, server_settings=_SESSION)
    await _teach_json(conn)
    return conn


async def _teach_json(conn: Connection) -> None:
    for kind in ("json", "jsonb"):
        await conn.set_type_codec(kind, encoder=canonical, decoder=json.loads, schema="pg_catalog")


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    """Take a connection and open a transaction; it commits when the block ends well."""
    async with pool.acquire() as conn, conn.transaction():
        yield conn


def heed_cancellation() -> None:
    """End the running task if somebody cancelled it and a library swallowed that.

    Up to Python 3.11 ``asyncio.wait_for``, which drivers use, drops a cancellation that arrives
    together with its result: a loop that relied on it alone would run on for ever.

    Raises:
        CancelledError: The task has been asked to end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def brought_to_its_end(noting: Coroutine[Any, Any, None]) -> None:
    """Finish a note of what has been done outside, also when asked to stop meanwhile."""
    task = asyncio.ensure_future(noting)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=_LAST_NOTE)
        task.cancel()
        raise


class Bell:
    """Rings when a channel is notified; a slow poll stands in for notifications that got lost.

    PostgreSQL drops notifications for a listener that is not connected, so a loop that only listens
    would sleep over whatever happened during an outage.
    """

    def __init__(self, pool: Pool, channel: str, poll: timedelta) -> None:
        self._pool = pool
        self._channel = channel
        self._poll = poll.total_seconds()
        self._rung = asyncio.Event()
        self._connected = False

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Hold one connection that listens on the channel while the block runs."""
        async with self._pool.acquire() as conn:
            conn.add_termination_listener(self._hang_up)
            await conn.add_listener(self._channel, self._ring)
            self._connected = True
            try:
                yield
            finally:
                conn.remove_termination_listener(self._hang_up)
                if not conn.is_closed():
                    await conn.remove_listener(self._channel, self._ring)

    async def wait(
        self, *, calm: timedelta = timedelta(0), at_most: timedelta = timedelta(0)
    ) -> bool:
        """Wait until the bell rings, at most for the poll interval.

        Args:
            calm: Once it has rung, wait until it has been silent for so long: all is one ring.
            at_most: Longest wait for that.

        Returns:
            Whether the bell is still connected; if not, listen again.
        """
        await self._rings_within(self._poll)
        loop = asyncio.get_running_loop()
        latest = loop.time() + at_most.total_seconds()
        rung = self._rung.is_set()
        while rung and self._connected and (left := latest - loop.time()) > 0:
            self._rung.clear()
            rung = await self._rings_within(min(calm.total_seconds(), left))
        self._rung.clear()
        return self._connected

    async def _rings_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        return self._rung.is_set()

    def _ring(self, *heard: Any) -> None:
        self._rung.set()

    def _hang_up(self, *connection: Any) -> None:
        self._connected = False
        self._rung.set()
