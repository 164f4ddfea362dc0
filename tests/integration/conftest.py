"""A real PostgreSQL for the tests of activities, and a door to cases on a real server."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from temporalio.service import RPCError

from activities.database import Pool, open_pool
from starter.client.vade import Vade
from starter.embedded.postgres import Postgres, copied
from starter.rehearsal.engine import TEMPLATE, Scene, migrated
from starter.runtime.connect import connect as connect_to_temporal
from starter.runtime.settings import Connection
from tests.integration.door import SHORT, Door
from tests.integration.mail import Sink, listen


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Postgres]:
    """A real PostgreSQL with the newest schema as a template."""
    async with migrated() as postgres:
        yield postgres


@pytest.fixture
async def database_url(server: Postgres) -> AsyncIterator[str]:
    """The address of a fresh database with the newest schema."""
    async with copied(server.uri, TEMPLATE) as url:
        yield url


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """One worker's pool."""
    opened = await open_pool(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def other_pool(database_url: str) -> AsyncIterator[Pool]:
    """Another worker's pool on the same database."""
    opened = await open_pool(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes what it gets."""
    taking = Sink()
    server = await listen(taking)
    yield taking
    taking.may_answer.set()
    server.close()
    await server.wait_closed()


@pytest.fixture
async def vade(scene: Scene) -> AsyncIterator[Vade]:
    """The door; no case outlives the database of its test."""
    door = Door(scene.client, scene.pool)
    door.started = []
    yield door
    for case_id in door.started:
        with suppress(RPCError):  # it has ended by itself
            await scene.client.get_workflow_handle(case_id).terminate()


@pytest.fixture
async def deaf(scene: Scene) -> Vade:
    """A door from which Temporal cannot be reached."""
    nowhere = Connection(
        temporal_address="127.0.0.1:1",
        namespace=scene.client.namespace,
        database_url="postgresql://",
        embedded=True,
    )
    return Vade(await connect_to_temporal(nowhere, lazy=True), scene.pool, patience=SHORT)
