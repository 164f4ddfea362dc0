"""Every migration can be taken back, and applied again."""

from typing import Any

from activities.database import Pool
from starter.runtime.migrate import MIGRATIONS

COLUMNS = """
    select table_name, column_name, data_type, is_nullable, column_default
    from information_schema.columns where table_schema = 'public' order by 1, 2
"""
INDEXES = "select indexdef from pg_indexes where schemaname = 'public' order by 1"
CONSTRAINTS = """
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace order by 1, 2
"""
TRIGGERS = "select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1"
FUNCTIONS = """
    select pg_get_functiondef(oid) from pg_proc
    where pronamespace = 'public'::regnamespace order by 1
"""
VIEWS = "select viewname, definition from pg_views where schemaname = 'public' order by 1"


async def schema(pool: Pool) -> list[list[tuple[Any, ...]]]:
    async with pool.acquire() as conn:
        return [
            [tuple(row) for row in await conn.fetch(query)]
            for query in (COLUMNS, INDEXES, CONSTRAINTS, TRIGGERS, FUNCTIONS, VIEWS)
        ]


async def test_the_schema_before_each_migration_comes_back_when_it_is_taken_back(
    pool: Pool,
) -> None:
    sections = {
        path.name: path.read_text("utf-8").split("-- migrate:down")
        for path in sorted(MIGRATIONS.glob("*.sql"))
    }
    after = {}

    for name, (_, down) in reversed(sections.items()):
        after[name] = await schema(pool)
        async with pool.acquire() as conn:
            await conn.execute(down)
    for name, (up, _) in sections.items():
        async with pool.acquire() as conn:
            await conn.execute(up)
        assert await schema(pool) == after[name], name
