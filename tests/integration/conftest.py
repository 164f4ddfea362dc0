"""A real PostgreSQL for the tests of activities, and a door to cases on a real server."""

import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from temporalio.service import RPCError

from activities.database import Pool, connect, open_pool
from starter.client.vade import Vade
from starter.embedded.place import remove
from starter.embedded.postgres import Postgres
from starter.rehearsal.engine import Scene
from starter.runtime.connect import connect as connect_to_temporal
from starter.runtime.migrate import migrate
from starter.runtime.settings import Connection
from tests.integration.door import SHORT, Door
from tests.integration.mail import Sink, listen

TEMPLATE = "vade_template"


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[Postgres]:
    # not below pytest's own folder: for root that one is closed to PostgreSQL's account
    folder = Path(tempfile.gettempdir()) / f"vade-test-{secrets.token_hex(6)}"
    postgres = Postgres(folder, durable=False)
    try:
        await postgres.start()
        await postgres.create_database(TEMPLATE)
        await migrate(postgres.uri(TEMPLATE))
        yield postgres
    finally:
        await postgres.stop()
        remove(folder)


@pytest.fixture
async def database_url(server: Postgres) -> str:
    """Return the address of a fresh database with the newest schema."""
    name = f"test_{secrets.token_hex(6)}"
    conn = await connect(server.uri("postgres"))
    try:
        await conn.execute(f'create database "{name}" template "{TEMPLATE}"')
    finally:
        await conn.close()
    return server.uri(name)


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
