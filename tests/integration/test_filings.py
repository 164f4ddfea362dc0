"""Filings as the register takes them in: one under each key, and no number in vain."""

import asyncio
from datetime import UTC, datetime

from activities.database import Pool, transaction
from activities.registers.filings import KeptFiling, NewFiling, kept_filing, take_in
from workflows.kernel.roles import Actor, Role

PROCESS = "textbook-review"
AT = datetime(2031, 3, 10, 7, tzinfo=UTC)


def a_filing(digest: str = "a", **changes: object) -> NewFiling:
    usual = {
        "digest": digest * 64,
        "file_no": None,
        "received_at": AT,
        "by": Actor(role=Role.REGISTRY, id="evrak-1"),
        "issued_for": "mektup",
    }
    return NewFiling.model_validate(usual | changes)


async def taken(
    pool: Pool, filing: NewFiling, key: str = "k", in_place_of: str | None = None
) -> KeptFiling:
    async with pool.acquire() as conn:
        return await take_in(conn, PROCESS, key, filing, in_place_of=in_place_of)


async def issued(pool: Pool) -> int:
    async with pool.acquire() as conn:
        return int(await conn.fetchval("select count(*) from file_numbers_given"))


async def test_a_filing_keeps_its_number_and_its_first_date(pool: Pool) -> None:
    first = await taken(pool, a_filing())
    assert first == KeptFiling(
        digest="a" * 64,
        file_no="2031-0001",
        case_id="textbook-review-2031-0001",
        received_at=AT,
    )
    assert await taken(pool, a_filing(received_at=AT.replace(hour=9))) == first
    async with pool.acquire() as conn:
        kept, _ = await kept_filing(conn, PROCESS, "k")
    assert (kept, await issued(pool)) == (first, 1)


async def test_another_filing_under_the_key_takes_no_number(pool: Pool) -> None:
    first = await taken(pool, a_filing(file_no="eski-7"))
    assert await taken(pool, a_filing("b")) == first
    assert await issued(pool) == 0


async def test_two_at_once_under_one_key_are_one_filing(pool: Pool) -> None:
    """The second waits for the first, whose end it sees; each brings another body."""
    async with transaction(pool) as conn:
        first = await take_in(conn, PROCESS, "k", a_filing(file_no="eski-7"))
        second = asyncio.create_task(taken(pool, a_filing("b")))
        await waits_for_a_lock(pool)
    assert await second == first
    assert await issued(pool) == 0


async def waits_for_a_lock(pool: Pool) -> None:
    async with asyncio.timeout(20), pool.acquire() as conn:
        while True:
            if await conn.fetchval("select exists (select from pg_locks where not granted)"):
                return
            await asyncio.sleep(0.02)


async def test_a_number_that_somebody_else_used_is_replaced_once(pool: Pool) -> None:
    used = (await taken(pool, a_filing())).file_no
    other = a_filing(issued_for="mektup/2", received_at=AT.replace(hour=9))
    replaced = await taken(pool, other, in_place_of=used)
    assert (replaced.file_no, replaced.received_at) == ("2031-0002", AT)
    assert await taken(pool, other, in_place_of=used) == replaced
    assert await issued(pool) == 2


async def test_the_ten_thousandth_of_a_year_has_five_digits(pool: Pool) -> None:
    async with pool.acquire() as conn:
        await conn.execute(
            "insert into file_numbers (process, year, last) values ($1, 2031, 9998)", PROCESS
        )
    last, next_one = [
        (await taken(pool, a_filing(issued_for=key), key)).file_no for key in ("k-1", "k-2")
    ]
    assert (last, next_one) == ("2031-9999", "2031-10000")
