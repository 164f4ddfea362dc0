"""Notices without an address: not read before each batch, and out as soon as there is one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from activities.database import Connection, Pool, transaction
from activities.post.mailer import drain
from activities.post.notices import put_applicant, put_office, set_aside
from tests.integration.batches import CASE, a_reminder
from tests.integration.dossiers import link_case
from tests.integration.mail import ADDRESS, Sink, draw_up

SCHOOL = "principal/123456"


async def due(pool: Pool) -> int:
    asked = "select count(*) from notices where next_try_at <= clock_timestamp()"
    return int(await pool.fetchval(asked))


async def link_known(conn: Connection) -> None:
    await put_applicant(conn, "p-7", name="Örnek Yayınevi", email=ADDRESS)
    await link_case(conn, CASE, "p-7")


async def name_known(conn: Connection) -> None:
    await link_case(conn, CASE, "p-7")
    await put_applicant(conn, "p-7", email=ADDRESS)


async def of_the_school(conn: Connection) -> None:
    await put_office(conn, SCHOOL, name="Okul", email=ADDRESS)


async def of_its_role(conn: Connection) -> None:
    await put_office(conn, "principal", name="Okullar", email=ADDRESS)


async def office_moves(conn: Connection) -> None:
    await put_office(conn, SCHOOL, name="Okul", email=None)
    await put_office(conn, SCHOOL, name="Okul", email=ADDRESS)


@pytest.mark.parametrize(
    ("addressee", "enter"),
    [
        ("applicant", link_known),
        ("applicant", name_known),
        (SCHOOL, of_the_school),
        (SCHOOL, of_its_role),
        (SCHOOL, office_moves),
    ],
)
async def test_what_lacked_an_address_is_due_as_soon_as_there_is_one(
    pool: Pool, sink: Sink, addressee: str, enter: Callable[[Connection], Awaitable[None]]
) -> None:
    await draw_up(pool, a_reminder(to=addressee), a_reminder(to="ministry"))
    await set_aside(pool)
    assert (await due(pool), await drain(pool, sink.server)) == (0, 0)

    async with transaction(pool) as conn:
        await enter(conn)

    assert await due(pool) == 1
    assert await drain(pool, sink.server) == 1
    assert sink.copies == {ADDRESS: 1}


async def test_what_has_an_address_is_not_set_aside(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await link_known(conn)
    await draw_up(pool, a_reminder(), a_reminder(to=SCHOOL))

    await set_aside(pool)

    assert await due(pool) == 1


async def waiting(pool: Pool) -> None:
    async with asyncio.timeout(10):
        while not await pool.fetchval("select count(*) from pg_locks where not granted"):
            pass


@pytest.mark.parametrize("enter", [link_known, of_the_school])
async def test_an_address_that_is_being_entered_is_not_overlooked(
    pool: Pool, other_pool: Pool, enter: Callable[[Connection], Awaitable[Any]]
) -> None:
    """Whoever comes second waits, and sees what the first did."""
    await draw_up(pool, a_reminder(), a_reminder(to=SCHOOL))
    async with transaction(other_pool) as conn:
        await enter(conn)
        aside = asyncio.create_task(set_aside(pool))
        await waiting(pool)
    await aside

    assert await due(pool) == 1


@pytest.mark.parametrize("enter", [link_known, of_the_school])
async def test_an_address_that_comes_while_notices_are_set_aside_releases_them(
    pool: Pool, other_pool: Pool, enter: Callable[[Connection], Awaitable[Any]]
) -> None:
    await draw_up(pool, a_reminder(), a_reminder(to=SCHOOL))

    async def entered() -> None:
        async with transaction(other_pool) as conn:
            await enter(conn)

    async with transaction(pool) as conn:
        await conn.execute("select pg_advisory_xact_lock(hashtextextended('addresses', 0))")
        entering = asyncio.create_task(entered())
        await waiting(pool)
        await conn.execute("update notices set next_try_at = clock_timestamp() + interval '1 hour'")
    await entering

    assert await due(pool) == 1
