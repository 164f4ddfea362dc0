"""A real PostgreSQL for the tests of activities: one server a session, one database a test."""

import secrets
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from activities.database import Pool, connect, open_pool
from starter.embedded.place import remove
from starter.embedded.postgres import Postgres
from starter.runtime.migrate import migrate
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
