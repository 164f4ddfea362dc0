"""The database of a stack, for commands that ask nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from activities.database import OUTAGE, Pool, open_pool
from starter.cli.finish import Settings
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, load


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Pool]:
    """Open the database of the stack of this folder, or of the one that is configured.

    Raises:
        StackProblem: There is no stack, or its database does not answer.
    """
    async with opened(load(settings.home)) as pool:
        yield pool


@asynccontextmanager
async def opened(connection: Connection) -> AsyncIterator[Pool]:
    """Open the database of a stack.

    Raises:
        StackProblem: It does not answer.
    """
    pool = await _pool(connection)
    try:
        yield pool
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
