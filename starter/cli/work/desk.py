"""A desk with everything on it: where the stack is, the client, the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from activities.database import OUTAGE, Pool, open_pool
from starter.cli.finish import Settings
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.runtime.connect import connect
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, load


@dataclass(frozen=True)
class Desk:
    """What a command works with."""

    connection: Connection
    vade: Vade
    pool: Pool


@asynccontextmanager
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    """Sit down at the stack of this folder, or the one that is configured.

    Temporal is called only when it is needed: a filing can be taken in while it is down.

    Raises:
        StackProblem: There is no stack, or its database does not answer.
    """
    connection = load(settings.home)
    client = await connect(connection, lazy=True)
    pool = await _pool(connection)
    try:
        clock = own_time(client) if connection.embedded else None
        yield Desk(connection, Vade(client, pool, clock=clock), pool)
    except OUTAGE as outage:
        raise _silent() from outage
    finally:
        pool.terminate()


async def _pool(connection: Connection) -> Pool:
    try:
        return await open_pool(connection.database_url, size=4)
    except (*OUTAGE, ValueError, TimeoutError) as outage:
        raise _silent() from outage


def _silent() -> StackProblem:
    # the fault's own words may repeat the address, which holds a password
    return StackProblem(
        "The database does not answer, or is not Vade's.",
        "See that `vade up` runs, or check VADE_DATABASE_URL.",
    )
