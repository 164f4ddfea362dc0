"""The mailer's lines to the server: kept from letter to letter, no more than the server takes."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from activities.database import Pool
from activities.post.lines import AT_MOST, Lines
from activities.post.mailer import drain
from activities.post.notices import notices_of
from tests.integration.batches import CASE, a_reminder
from tests.integration.mail import ADDRESS, Sink, draw_up, know_applicant

MANY = 9 * AT_MOST
"""More than are leased at once."""


@pytest.fixture
async def herd(pool: Pool) -> Pool:
    """Many notices to one applicant."""
    await know_applicant(pool)
    await draw_up(pool, *(a_reminder(days=days) for days in range(MANY)))
    return pool


async def attempts(pool: Pool) -> list[int]:
    async with pool.acquire() as conn:
        return [notice.attempts for notice in await notices_of(conn, CASE)]


async def leased(pool: Pool) -> int:
    async with pool.acquire() as conn:
        return int(await conn.fetchval("select count(leased_until) from notices"))


async def test_many_letters_go_over_few_lines_that_greet_once(herd: Pool, sink: Sink) -> None:
    sink.slowness = 0.02

    assert await drain(herd, sink.server) == MANY

    assert 1 < sink.sessions <= AT_MOST
    assert (sink.copies, len(sink.message_ids)) == ({ADDRESS: MANY}, MANY)
    assert await attempts(herd) == [1] * MANY


async def test_lines_outlive_one_emptying_of_the_table(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    lines = Lines(sink.server)
    try:
        for days in range(3):
            await draw_up(pool, a_reminder(days=days))
            assert await drain(pool, sink.server, lines=lines) == 1
    finally:
        await lines.part()

    assert sink.sessions == 1


async def test_a_line_that_the_server_ended_after_a_letter_is_opened_again(
    herd: Pool, sink: Sink
) -> None:
    sink.hangs_up_after = True

    assert await drain(herd, sink.server) == MANY

    assert sink.copies == {ADDRESS: MANY}
    assert await attempts(herd) == [1] * MANY


async def test_a_server_that_takes_one_line_only_gets_every_letter_over_it(
    herd: Pool, sink: Sink
) -> None:
    """What a further line could not hand over is no failed attempt, and waits for nothing."""
    sink.lines, sink.slowness = 1, 0.005

    assert await drain(herd, sink.server) == MANY

    assert 1 < sink.sessions <= AT_MOST
    assert sink.copies == {ADDRESS: MANY}
    assert await attempts(herd) == [1] * MANY


async def test_a_refused_recipient_leaves_the_line_to_the_others(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    await draw_up(pool, *(a_reminder(days=days) for days in range(3)))
    sink.replies[ADDRESS] = ["450 4.2.0 greylisted"]

    assert await drain(pool, sink.server) == 2

    assert sink.copies == {ADDRESS: 2}
    assert sorted(await attempts(pool)) == [1, 1, 1]


async def test_a_mailer_that_is_stopped_hands_back_what_it_has_not_begun(
    herd: Pool, sink: Sink
) -> None:
    """Only what the server was given and has not answered keeps its lease."""
    sink.may_answer.clear()
    mailer = asyncio.create_task(drain(herd, sink.server))
    await asyncio.wait_for(sink.came.wait(), 10)
    mailer.cancel()
    with suppress(asyncio.CancelledError):
        await mailer

    assert (await leased(herd), sum(await attempts(herd))) == (1, 1)
    sink.may_answer.set()
    assert await drain(herd, sink.server) == MANY - 1
    assert len(sink.message_ids) == MANY


async def test_a_server_that_dies_in_the_middle_costs_no_letter_and_doubles_none(
    herd: Pool, sink: Sink
) -> None:
    """What it was given and never answered is sent once more under its ID, the rest once."""
    sink.may_answer.clear()
    short = sink.server.model_copy(update={"patience": timedelta(seconds=0.5)})
    assert await drain(herd, short) == 0
    assert len(sink.taken) == 1

    sink.may_answer.set()
    assert await drain(herd, sink.server) == MANY - 1

    assert sink.copies == {ADDRESS: MANY}
    assert len(sink.message_ids) == MANY
