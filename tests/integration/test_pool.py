"""A connection that goes back to the pool is left as it is, because nothing of ours stays on it."""

import re
from datetime import timedelta
from pathlib import Path

from activities.database import Bell, Pool, open_pool

ROOT = Path(__file__).parents[2]
OF_A_SESSION = re.compile(
    r"pg_(try_)?advisory_lock|set_config\((?![^)]*true\))|with hold|create temp"
    r"|set session |set role ",
    re.IGNORECASE,
)
"""What would outlive a transaction on its connection."""

_LAST = "select query from pg_stat_activity where application_name = 'vade' and query like $1"


async def test_a_connection_that_is_given_back_is_asked_nothing_more(
    pool: Pool, other_pool: Pool
) -> None:
    await pool.fetchval("select 'the last question'")

    assert await other_pool.fetchval(_LAST, "select 'the last%") == "select 'the last question'"


async def test_what_was_left_open_on_it_is_rolled_back(database_url: str) -> None:
    async with await open_pool(database_url, size=1) as pool:
        async with pool.acquire() as conn:
            await conn.execute("begin")
            await conn.execute("create table left_open (n integer)")
        assert await pool.fetchval("select to_regclass('left_open')") is None


async def test_who_has_listened_listens_no_more(database_url: str) -> None:
    async with await open_pool(database_url, size=1) as pool:
        async with Bell(pool, "vade_notices", timedelta(seconds=1)).listening():
            pass
        assert await pool.fetch("select pg_listening_channels()") == []


def test_no_statement_of_ours_leaves_anything_on_its_connection() -> None:
    rooms = ("activities", "starter", "deploy/migrations")
    texts = [
        path for room in rooms for kind in ("*.sql", "*.py") for path in (ROOT / room).rglob(kind)
    ]
    found = [path for path in texts if OF_A_SESSION.search(path.read_text("utf-8"))]
    assert len(texts) > 100
    assert found == []
