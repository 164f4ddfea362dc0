"""What a worker does beside the cases: for many at once, and little where there is nothing."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest

from activities.database import Bell, Pool, connect, open_pool, queries, transaction
from activities.journal.events import Reach
from activities.journal.opener import open_once, run_opener
from activities.journal.projection import Eyes
from activities.journal.relay import relay_once, run_relay
from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import drafted, keep_pages, letters_of
from activities.post.lines import AT_MOST
from activities.post.mailer import drain, run_mailer
from activities.post.notes import Notes
from activities.post.notices import notices_of, put_applicant, put_office, set_aside
from activities.webhooks import courier
from activities.webhooks.calling import Caller
from tests.bench.meters import written
from tests.integration.batches import CASE, a_letter, a_reminder
from tests.integration.dossiers import link_case
from tests.integration.mail import ADDRESS, Sink, draw_up, know_applicant

MANY = 4 * AT_MOST
"""Letters."""

APPLICANTS = ((ADDRESS, "A"), (ADDRESS, "B"), (None, "C"))

MOST_ASKED = 200
"""Statements a minute of a worker that has nothing to do."""


def nobody(claims: Any) -> Reach:
    return Reach(eyes=Eyes())


async def never(*asked: Any) -> Any:
    raise AssertionError("there is nothing to tell and nothing to open")


# -- letters -------------------------------------------------------------------------------------


async def test_letters_are_leased_kept_and_noted_together(
    pool: Pool, database_url: str, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, *(a_letter(str(n)) for n in range(MANY)))
    before = await written(database_url)

    assert await drain(pool, sink.server) == MANY

    # the lease, the pages, and a note; a slow machine may need some more
    assert await written(database_url) - before <= MANY / 2
    assert len(sink.message_ids) == MANY
    async with pool.acquire() as conn:
        assert all(letter.sha256 for letter in await letters_of(conn, CASE))


async def test_while_a_note_is_being_written_no_line_takes_another_letter(
    pool: Pool, other_pool: Pool
) -> None:
    """So a crash leaves few letters of which nobody knows whether they were taken."""
    await know_applicant(pool)
    await draw_up(pool, a_reminder(days=3), a_reminder(days=10))
    lease = queries("post/notices")["lease_next"]
    first, second = await pool.fetch(lease, timedelta(minutes=1), 2)
    notes = Notes(other_pool)
    async with transaction(pool) as conn, pool.acquire() as watch:
        await conn.execute("select from notices for update")
        await notes.sent(first, "<1@vade>")
        async with asyncio.timeout(10):
            while not await watch.fetchval("select count(*) from pg_locks where not granted"):
                pass
        line = asyncio.create_task(notes.sent(second, "<2@vade>"))
        for _ in range(20):
            await watch.fetchval("select 1")
        assert not line.done()
    await line
    await notes.all_written()

    async with pool.acquire() as conn:
        assert {row.message_id for row in await notices_of(conn, CASE)} == {"<1@vade>", "<2@vade>"}


async def test_a_letter_that_cannot_be_written_holds_up_none_of_its_batch(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    broken = a_letter("1").model_copy(update={"facts": {"file_no": "2031-0042"}})
    await draw_up(pool, broken, a_letter("2"), a_reminder())

    assert await drain(pool, sink.server) == 2

    async with pool.acquire() as conn:
        states = {row.occasion: row.failed for row in await notices_of(conn, CASE)}
        kept = {row.occasion: row.sha256 is not None for row in await letters_of(conn, CASE)}
    assert states.pop(broken.occasion) == "UndefinedError"
    assert set(states.values()) == {None}
    assert kept == {broken.occasion: False, a_letter("2").occasion: True}


async def test_the_page_that_was_kept_first_is_the_one_that_goes_out(pool: Pool) -> None:
    """Somebody opened the letter while the mailer was setting it."""
    await draw_up(pool, a_letter("1"), a_letter("2"))
    shelf = DatabaseShelf(pool)
    async with pool.acquire() as conn:
        rows = await conn.fetch(
            "select l.*, n.*, null as name, null as issuer"
            " from letters as l join notices as n using (case_id, occasion, addressee) order by n"
        )
    first, second = (drafted(row, "tr") for row in rows)

    assert await keep_pages(pool, shelf, [(first, b"opened")]) == (b"opened",)
    kept = await keep_pages(pool, shelf, [(second, b"set"), (first, b"set by the mailer")])

    assert kept == (b"set", b"opened")


# -- what wakes the mailer -----------------------------------------------------------------------


async def test_only_a_new_address_wakes_the_mailer(pool: Pool, database_url: str) -> None:
    heard = []
    listening = await connect(database_url)
    came = asyncio.Event()

    def hear(conn: Any, pid: int, channel: str, said: object) -> None:
        heard.append(said)
        came.set() if said == "end" else None

    await listening.add_listener("vade_notices", hear)

    async def rings(change: Callable[[Any], Any]) -> int:
        came.clear()
        heard.clear()
        async with transaction(pool) as conn:
            await change(conn)
        await pool.execute("notify vade_notices, 'end'")
        await asyncio.wait_for(came.wait(), 10)
        return len(heard) - 1

    async def applicant(email: str | None, name: str | None = None) -> int:
        return await rings(lambda conn: put_applicant(conn, "p-7", name=name, email=email))

    async def office(email: str | None) -> int:
        return await rings(lambda conn: put_office(conn, "board", name="Kurul", email=email))

    try:
        assert await rings(lambda conn: link_case(conn, CASE, "p-7")) == 0
        assert [await applicant(email, name) for email, name in APPLICANTS] == [1, 0, 0]
        assert await rings(lambda conn: link_case(conn, "another", "p-7")) == 0
        assert [await office(None), await office(ADDRESS), await office(ADDRESS)] == [0, 1, 0]
        assert [await office("b@example.org"), await applicant("b@example.org")] == [1, 1]
    finally:
        await listening.close()


A_WHILE, AN_HOUR = timedelta(seconds=0.2), timedelta(hours=1)


async def test_what_rings_before_it_is_calm_is_one_ring(pool: Pool) -> None:
    """So letters of acts that follow each other go out together."""
    bell = Bell(pool, "vade_notices", AN_HOUR)
    async with bell.listening():
        hearing = asyncio.create_task(bell.wait(calm=A_WHILE, at_most=AN_HOUR))
        before = 0.0
        for _ in range(3):
            before = asyncio.get_running_loop().time()
            await pool.execute("notify vade_notices")
        assert await asyncio.wait_for(hearing, 10)
        assert asyncio.get_running_loop().time() >= before + A_WHILE.total_seconds()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await bell.wait()


async def test_a_bell_that_does_not_stop_ringing_is_heard_all_the_same(pool: Pool) -> None:
    """So letters go out however long acts follow each other."""
    bell = Bell(pool, "vade_notices", AN_HOUR)

    async def ringing() -> None:
        while True:
            await pool.execute("notify vade_notices")

    async with bell.listening():
        rings = asyncio.create_task(ringing())
        try:
            assert await asyncio.wait_for(bell.wait(calm=AN_HOUR, at_most=A_WHILE), 10)
        finally:
            rings.cancel()
            with suppress(asyncio.CancelledError):
                await rings
        await pool.execute("notify vade_notices")
        assert await asyncio.wait_for(bell.wait(calm=AN_HOUR, at_most=A_WHILE), 10)


# -- nothing to do -------------------------------------------------------------------------------


def looks_a_minute(loop: Callable[..., Any], between: str) -> float:
    pause: timedelta = signature(loop).parameters[between].default
    return timedelta(minutes=1) / pause


async def test_an_idle_worker_asks_little_and_writes_nothing(database_url: str, sink: Sink) -> None:
    asked: list[str] = []
    async with await open_pool(database_url, size=1) as pool:
        async with pool.acquire() as conn:
            conn.add_query_logger(lambda query: asked.append(query.query))

        async def cost(look: Any) -> int:
            asked.clear()
            await look
            return len(asked)

        before = await written(database_url)
        a_minute = (
            await cost(relay_once(pool, never)) * looks_a_minute(run_relay, "poll")
            + await cost(open_once(pool, never)) * looks_a_minute(run_opener, "poll")
            + await cost(drain(pool, sink.server)) * looks_a_minute(run_mailer, "wake")
            + await cost(set_aside(pool)) * looks_a_minute(run_mailer, "wake")
            + await cost(courier.drain(pool, Caller(), nobody))
            * looks_a_minute(courier.run_courier, "poll")
        )
        assert await written(database_url) == before
    assert 0 < a_minute <= MOST_ASKED
