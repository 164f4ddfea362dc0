"""The engine of a run of scenarios: a real Temporal server and a real PostgreSQL, thrown away.

Both are started once. A scene has a database of its own, copied from a migrated template, and a
worker that serves it; a `Room` keeps its database and empties it from scene to scene. Scenes in one
namespace are set one after the other, because their cases may have the same numbers; whatever plays
beside has a namespace of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Final, Protocol, TypeAlias

from temporalio.client import Client

from activities.database import Pool, open_pool
from starter.embedded.postgres import Postgres, copied, throwaway
from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.server import NAMESPACE, fleeting_temporal
from starter.runtime.migrate import migrate
from starter.runtime.release import Build
from starter.runtime.serving import serving

Serve: TypeAlias = Callable[..., AbstractAsyncContextManager[None]]
"""Serves task queues (``queues``) on a client and a database while its block runs: `serving`."""

ONE_BUILD: Final = Build("rehearsal", pinned=False)
"""What a rehearsal serves: there is no other to which its cases could turn."""

TEMPLATE: Final = "vade_template"
"""The database with the newest schema, of which each scenario gets a copy."""


class Scene:
    """Where one scenario is played: its own database, and a worker on it."""

    def __init__(self, client: Client, pool: Pool) -> None:
        self.client = client
        self.pool = pool


class Stage(Protocol):
    """Sets scenes: `Engine`, with a database for each, or a `Room`, which is emptied."""

    def scene(self, *queues: str) -> AbstractAsyncContextManager[Scene]:
        """Set the scene for one scenario, with workers on some task queues."""


class Engine:
    """The two servers of a run, as one lane uses them.

    Args:
        client: Of the lane's namespace.
        uri: Returns the address of a database.
        serve: What serves the cases.
    """

    def __init__(self, client: Client, uri: Callable[[str], str], serve: Serve) -> None:
        self.client = client
        self.uri = uri
        self.serve = serve
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def scene(self, *queues: str) -> AsyncIterator[Scene]:
        """Set the scene for one scenario; the next one waits until it is cleared.

        Args:
            queues: The task queues that its cases need, because each worker takes its time to
                start; every one by default.
        """
        async with (
            self._taken,
            copied(self.uri, TEMPLATE) as url,
            await open_pool(url, size=4) as pool,
            self.serve(self.client, pool, queues=queues or None),
        ):
            yield Scene(self.client, pool)


@asynccontextmanager
async def running_engine(
    *,
    serve: Serve | None = None,
    language: str = "tr",
    dynamic_config: Mapping[str, str] = DYNAMIC_CONFIG,
    namespaces: Sequence[str] = (NAMESPACE,),
) -> AsyncIterator[Engine]:
    """Run both servers; at the end nothing of them is left.

    Args:
        serve: What serves the cases; by default what the worker process serves.
        language: Of what operators would see.
        dynamic_config: Of the Temporal server.
        namespaces: Of the Temporal server; the engine is the first one's.
    """
    async with (
        migrated() as postgres,
        fleeting_temporal(dynamic_config, namespaces) as client,
    ):
        yield Engine(client, postgres.uri, serve or as_in_production(language))


def as_in_production(language: str) -> Serve:
    """Return what the worker process serves."""
    return partial(serving, language=language, build=ONE_BUILD)


@asynccontextmanager
async def migrated() -> AsyncIterator[Postgres]:
    """Run a PostgreSQL that has the template."""
    async with throwaway() as postgres:
        await postgres.create_database(TEMPLATE)
        await migrate(postgres.uri(TEMPLATE))
        yield postgres
