"""A desk with everything on it: where the stack is, the client, the database."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass

from activities.database import Pool
from starter.cli.finish import Settings
from starter.cli.work.database import opened
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.runtime.connect import connect
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
    async with opened(connection) as pool:
        clock = own_time(client) if connection.embedded else None
        async with aclosing(Vade(client, pool, clock=clock)) as vade:
            yield Desk(connection, vade, pool)
