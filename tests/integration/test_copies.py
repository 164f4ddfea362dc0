"""Databases that tests and rehearsals throw away: copies of one template, in memory if they can."""

import tempfile
from pathlib import Path

import asyncpg
import pytest

from starter.embedded import postgres
from starter.embedded.postgres import Postgres, copied, throwaway
from starter.rehearsal.engine import TEMPLATE


async def databases(server: Postgres) -> set[str]:
    conn = await asyncpg.connect(server.uri("postgres"))
    try:
        return {row["datname"] for row in await conn.fetch("select datname from pg_database")}
    finally:
        await conn.close()


async def test_a_copy_has_the_schema_and_nothing_of_another_and_goes_with_its_block(
    server: Postgres,
) -> None:
    before = await databases(server)
    for _ in range(2):
        async with copied(server.uri, TEMPLATE) as url:
            conn = await asyncpg.connect(url)
            assert await conn.fetchval("select count(*) from coefficients") == 0
            await conn.execute("insert into coefficients (from_day, value) values (now(), 1)")
            assert len(await databases(server) - before) == 1
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):  # shown out
            await conn.fetchval("select 1")
    assert await databases(server) == before


@pytest.mark.parametrize("memory", [Path("/nowhere"), Path("/proc")])
def test_without_a_place_in_memory_files_lie_where_temporary_ones_do(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_IN_MEMORY", memory)
    assert postgres._passing_home() == Path(tempfile.gettempdir())


async def test_a_small_memory_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there is not taken: containers often have but 64 megabytes of it."""
    monkeypatch.setattr(postgres, "_PLENTY", 1 << 60)
    async with throwaway() as server:
        conn = await asyncpg.connect(server.uri("postgres"))
        lies = Path(await conn.fetchval("show data_directory"))
        await conn.close()
    assert lies.is_relative_to(tempfile.gettempdir())
