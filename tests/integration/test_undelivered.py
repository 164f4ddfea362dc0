"""What operators see of mail that has not arrived, and what they can do about it."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from activities.database import Pool, transaction
from activities.post.mailer import drain, run_mailer
from activities.post.notices import put_office, unreachable
from starter.cli.finish import Settings
from starter.cli.work import post
from starter.embedded.folder import save
from starter.runtime.settings import Connection
from tests.integration.batches import CASE, a_reminder
from tests.integration.mail import ADDRESS, Sink, draw_up, know_applicant
from workflows.textbook_review.offices import Office


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    connection = Connection(
        temporal_address="127.0.0.1:1", namespace="vade", database_url=database_url, embedded=False
    )
    save(tmp_path, connection)
    return Settings(tmp_path, "en")


async def three_in_vain(pool: Pool, sink: Sink) -> None:
    """One refused for good, one put off, one without an address; and one that arrived."""
    await know_applicant(pool)
    async with transaction(pool) as conn:
        for role in (Office.BOARD, Office.PRESIDENCY):
            await put_office(conn, role, name=role, email=f"{role}@example.org")
    addressees = ("applicant", Office.BOARD, Office.PRESIDENCY, Office.MINISTRY)
    await draw_up(pool, *(a_reminder(to=to) for to in addressees))
    sink.replies = {ADDRESS: ["550 no"], "board@example.org": ["450 later"]}
    assert await drain(pool, sink.server) == 1


async def test_what_has_not_arrived_is_listed_with_its_reason_and_without_addresses(
    pool: Pool, sink: Sink, settings: Settings
) -> None:
    await three_in_vain(pool, sink)

    shown = await post.undelivered(settings, CASE)

    states = {
        row["addressee"]: (row["state"], row["why"], row["next_try_at"] is not None)
        for row in shown.data
    }
    assert states == {
        "applicant": ("given-up", "SMTPRecipientRefused 550", False),
        "board": ("put-off", "SMTPRecipientRefused 450", True),
        "ministry": ("no-address", None, False),
    }
    assert "@" not in str(shown.data)
    assert (await post.undelivered(settings, "another-case")).data == []


async def test_what_was_given_up_or_put_off_is_tried_again_when_asked(
    pool: Pool, sink: Sink, settings: Settings
) -> None:
    await three_in_vain(pool, sink)

    one = await post.retry(settings, CASE, to="board")
    other = await post.retry(settings, None, to=None)

    assert (one.data, other.data) == ({"notices": 1}, {"notices": 2})
    assert await drain(pool, sink.server) == 2
    assert sink.copies == {ADDRESS: 1, "board@example.org": 1, "presidency@example.org": 1}


async def test_a_retry_wakes_the_mailer(
    pool: Pool, other_pool: Pool, sink: Sink, settings: Settings
) -> None:
    """The slow poll is an hour: only the operator's command can have woken it."""
    await know_applicant(pool)
    await draw_up(pool, a_reminder())
    sink.replies[ADDRESS] = ["550 no"]
    assert await drain(pool, sink.server) == 0
    mailer = asyncio.create_task(
        run_mailer(other_pool, sink.url, wake=timedelta(hours=1), at_most=timedelta(0))
    )
    try:
        async with asyncio.timeout(10):
            while not await pool.fetchval(
                "select count(*) from pg_stat_activity"
                " where datname = current_database() and query ilike 'listen%'"
            ):
                pass
        await post.retry(settings, None, to=None)
        await asyncio.wait_for(sink.came.wait(), 10)
    finally:
        mailer.cancel()
        with suppress(asyncio.CancelledError):
            await mailer


async def test_what_was_given_up_can_be_ended(pool: Pool, sink: Sink, settings: Settings) -> None:
    """The board's notice is only put off: it stays."""
    await three_in_vain(pool, sink)

    ended = [await post.withdraw(settings, CASE, to=None) for _ in range(2)]

    assert [each.data for each in ended] == [{"notices": 1}, {"notices": 0}]
    left = {row["addressee"] for row in (await post.undelivered(settings, None)).data}
    assert left == {"board", "ministry"}
    async with pool.acquire() as conn:
        assert await unreachable(conn, CASE) == ("ministry",)
