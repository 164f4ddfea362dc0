"""Mail servers that are slow, refuse, put off, hang up or know ASCII alone: nothing goes twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.post.delivery import MailServer
from activities.post.mail import message_id
from activities.post.mailer import drain
from activities.post.notices import NoticeRow, notices_of, put_office
from tests.integration.batches import CASE, a_batch, a_reminder, entries
from tests.integration.mail import ADDRESS, Sink, draw_up, know_applicant, listen
from workflows.textbook_review.offices import Office

OFFICE = "ttk@example.org"
REMINDER = a_reminder()
ITS_KEY = (CASE, REMINDER.occasion, REMINDER.addressee)


def impatient(sink: Sink, seconds: float = 0.3) -> MailServer:
    return sink.server.model_copy(update={"patience": timedelta(seconds=seconds)})


async def know_office(pool: Pool, role: str, email: str) -> None:
    async with transaction(pool) as conn:
        await put_office(conn, role, name=str(role), email=email)


async def only_notice(pool: Pool) -> NoticeRow:
    async with pool.acquire() as conn:
        (notice,) = await notices_of(conn, CASE)
    return notice


async def set_due(pool: Pool) -> None:
    """Let every pause and every lease be over."""
    async with pool.acquire() as conn:
        await conn.execute(
            "update notices set next_try_at = clock_timestamp(), leased_until = null"
        )


async def whether(pool: Pool, condition: str) -> bool:
    async with pool.acquire() as conn:
        return bool(await conn.fetchval(f"select bool_and({condition}) from notices"))  # noqa: S608


@asynccontextmanager
async def sending(pool: Pool, sink: Sink) -> AsyncIterator["asyncio.Task[int]"]:
    """A mailer whose message the server has taken in full and not answered yet."""
    sink.may_answer.clear()
    mailer = asyncio.create_task(drain(pool, sink.server))
    try:
        await asyncio.wait_for(sink.came.wait(), 10)
        yield mailer
    finally:
        sink.may_answer.set()
        mailer.cancel()
        with suppress(asyncio.CancelledError):
            await mailer


# -- slow ----------------------------------------------------------------------------------------


async def test_a_slow_server_gets_each_notice_once(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    """Two mailers at once, and every reply late."""
    await know_applicant(pool)
    await draw_up(pool, *(a_reminder(days=days) for days in range(4)))
    sink.slowness = 0.15

    sent = await asyncio.gather(drain(pool, sink.server), drain(other_pool, sink.server))

    assert (sum(sent), sink.copies) == (4, {ADDRESS: 4})
    assert len(sink.message_ids) == 4
    assert await whether(pool, "sent_at is not null and attempts = 1")


async def test_one_time_limit_holds_for_all_replies_together(pool: Pool, sink: Sink) -> None:
    """Each reply comes in time, all together do not: nothing was taken, so it is tried again."""
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    sink.slowness = 0.2

    assert await drain(pool, impatient(sink, 0.5)) == 0
    notice = await only_notice(pool)
    assert (sink.taken, notice.attempts, notice.failed) == ([], 1, "TimeoutError")

    sink.slowness = 0.0
    await set_due(pool)
    assert await drain(pool, sink.server) == 1


async def test_a_server_that_took_the_content_and_never_answered_gets_no_second_copy(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    sink.may_answer.clear()

    first = await drain(pool, impatient(sink))
    await set_due(pool)
    second = await drain(pool, impatient(sink))

    assert (first, second, sink.copies) == (0, 0, {ADDRESS: 1})
    notice = await only_notice(pool)
    assert (notice.attempts, notice.failed) == (1, "no answer after the content")
    assert await whether(pool, "given_up_at is not null")


async def test_a_server_that_hangs_up_after_the_content_gets_one_more_copy_and_no_third(
    pool: Pool, sink: Sink
) -> None:
    """It may have died of anything: until it answers, the message is ours to send."""
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    sink.hangs_up = True

    for _ in range(4):
        assert await drain(pool, sink.server) == 0
        await set_due(pool)

    assert (sink.copies, len(sink.message_ids)) == ({ADDRESS: 2}, 1)
    assert (await only_notice(pool)).failed == "cut off after the content"


# -- leases --------------------------------------------------------------------------------------


async def test_a_notice_that_is_being_sent_is_taken_by_nobody_else_and_locked_for_nobody(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)

    async with sending(pool, sink) as mailer:
        assert await drain(other_pool, sink.server) == 0
        async with transaction(other_pool) as conn:
            await conn.execute("select from notices for update nowait")
        sink.may_answer.set()
        assert await mailer == 1

    assert sink.copies == {ADDRESS: 1}


async def test_what_was_accepted_is_noted_though_the_database_was_gone_meanwhile(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)

    async with sending(other_pool, sink) as mailer:
        async with pool.acquire() as conn:
            await conn.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        sink.may_answer.set()
        assert await mailer == 1

    await set_due(pool)
    assert await drain(pool, sink.server) == 0
    assert sink.copies == {ADDRESS: 1}


async def test_a_mailer_that_is_stopped_notes_first_what_was_accepted(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)

    async with sending(other_pool, sink) as mailer, pool.acquire() as watch:
        async with transaction(pool) as conn:
            await conn.execute("select from notices for update")
            sink.may_answer.set()
            async with asyncio.timeout(10):
                while not await watch.fetchval("select count(*) from pg_locks where not granted"):
                    pass
            mailer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await mailer

    assert (await only_notice(pool)).sent_at is not None


async def test_after_a_crash_the_notice_is_sent_again_under_the_same_id_once_the_lease_is_over(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    async with sending(other_pool, sink):
        pass  # cancelled without an answer, which is all that a crash leaves behind

    assert await drain(pool, sink.server) == 0
    await set_due(pool)
    assert await drain(pool, sink.server) == 1
    assert (sink.copies, sink.message_ids) == ({ADDRESS: 2}, {message_id(*ITS_KEY)})


async def test_a_late_outcome_leaves_the_lease_of_a_later_attempt_alone(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    sink.hangs_up = True

    async with sending(other_pool, sink) as mailer:
        async with pool.acquire() as conn:
            await conn.execute(
                "update notices set attempts = 2,"
                " leased_until = clock_timestamp() + interval '1 hour'"
            )
        sink.may_answer.set()
        await mailer

    assert await whether(pool, "leased_until > clock_timestamp() and failed is null")


async def test_a_reminder_withdrawn_while_it_was_being_sent_counts_as_sent(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    chain = entries(2)
    await Journal(pool).record(a_batch(chain[:1], notices=[REMINDER]))

    async with sending(pool, sink) as mailer:
        await Journal(pool).record(a_batch(chain[1:], terms=()))
        sink.may_answer.set()
        assert await mailer == 1

    notice = await only_notice(pool)
    assert (notice.sent_at is not None, notice.withdrawn_at) == (True, None)


# -- refused and put off -------------------------------------------------------------------------


async def test_a_greylisting_server_is_asked_again_after_pauses_that_grow(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    sink.replies[ADDRESS] = ["450 4.2.0 greylisted"] * 3
    pauses = []

    for _ in range(3):
        assert await drain(pool, sink.server) == 0
        async with pool.acquire() as conn:
            left = "ceil(extract(epoch from next_try_at - clock_timestamp()) / 10) * 10"
            pauses.append(await conn.fetchval(f"select {left} from notices"))  # noqa: S608
        await set_due(pool)
    accepted = await drain(pool, sink.server)

    assert (pauses, accepted, sink.copies) == ([10, 20, 40], 1, {ADDRESS: 1})
    assert (await only_notice(pool)).failed is None


async def test_a_server_that_accepts_only_some_recipients_gets_nothing_twice(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await know_office(pool, Office.BOARD, "board@example.org")
    await know_office(pool, Office.PRESIDENCY, OFFICE)
    await draw_up(
        pool, *(a_reminder(to=to) for to in ("applicant", Office.BOARD, Office.PRESIDENCY))
    )
    sink.replies = {ADDRESS: ["550 5.1.1 no such user"], OFFICE: ["451 4.3.0 try later"]}

    sent = []
    for _ in range(3):
        sent.append(await drain(pool, sink.server))
        await set_due(pool)

    assert (sent, sink.copies) == ([1, 1, 0], {"board@example.org": 1, OFFICE: 1})


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "553 5.1.3 bad address"])
async def test_a_permanent_refusal_is_not_tried_again_and_the_case_needs_attention(
    pool: Pool, sink: Sink, reply: str
) -> None:
    await know_applicant(pool)
    chain = entries(2)
    await Journal(pool).record(a_batch(chain[:1], notices=[REMINDER]))
    sink.replies[ADDRESS] = [reply] * 2

    await drain(pool, sink.server)
    await set_due(pool)
    await drain(pool, sink.server)
    recorded = await Journal(pool).record(a_batch(chain[1:]))

    assert recorded.unaddressed == ("applicant",)
    notice = await only_notice(pool)
    assert (notice.attempts, notice.failed) == (1, f"SMTPRecipientRefused {reply[:3]}")


async def test_a_corrected_address_is_tried_at_once(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool, "unknown@example.org")
    await know_office(pool, Office.PRESIDENCY, "unknown-office@example.org")
    school = "principal/123456"
    await know_office(pool, "principal", "unknown-principal@example.org")
    await draw_up(pool, *(a_reminder(to=to) for to in ("applicant", Office.PRESIDENCY, school)))
    assert await drain(pool, sink.server) == 0

    await know_applicant(pool)
    await know_office(pool, Office.PRESIDENCY, OFFICE)
    await know_office(pool, "principal", "principal@example.org")

    assert await drain(pool, sink.server) == 3
    assert sink.copies == {ADDRESS: 1, OFFICE: 1, "principal@example.org": 1}


@pytest.mark.parametrize("reply", ["550 5.7.1 sender rejected", "421 4.7.0 too many connections"])
async def test_a_server_that_refuses_us_altogether_condemns_no_notice(
    pool: Pool, sink: Sink, reply: str
) -> None:
    """The first notice shows it; the others are spared."""
    await know_applicant(pool)
    await draw_up(pool, *(a_reminder(days=days) for days in range(3)))
    sink.to_sender = reply

    assert await drain(pool, sink.server) == 0
    async with pool.acquire() as conn:
        attempts = sorted(notice.attempts for notice in await notices_of(conn, CASE))
    assert attempts == [0, 0, 1]

    sink.to_sender = "250 OK"
    await set_due(pool)
    assert await drain(pool, sink.server) == 3


async def test_a_missing_log_in_is_no_verdict_on_the_mailbox(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    sink.replies[ADDRESS] = ["530 5.7.0 authentication required"]

    assert await drain(pool, sink.server) == 0
    await set_due(pool)
    assert await drain(pool, sink.server) == 1


# -- addresses beyond ASCII ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        pytest.param("a@okul-ığüş.tr", "a@xn--okul--ova8v5e6q.tr", id="domain"),
        pytest.param("müdür@okul.k12.tr", "müdür@okul.k12.tr", id="mailbox"),
        pytest.param("müdür@okul-ığüş.tr", "müdür@xn--okul--ova8v5e6q.tr", id="both"),
    ],
)
async def test_an_address_beyond_ascii_is_reached(
    pool: Pool, sink: Sink, address: str, reached: str
) -> None:
    await know_applicant(pool, address)
    await draw_up(pool, REMINDER)

    assert await drain(pool, sink.server) == 1
    assert sink.copies == {reached: 1}
    assert sink.taken[0]["To"] == reached


async def test_a_mailbox_beyond_ascii_needs_a_server_that_offers_it_and_a_domain_does_not(
    pool: Pool,
) -> None:
    await know_applicant(pool, "a@okul-ığüş.tr")
    await know_office(pool, Office.PRESIDENCY, "müdür@okul.k12.tr")
    await draw_up(pool, REMINDER, a_reminder(to=Office.PRESIDENCY))
    plain = Sink()
    server = await listen(plain, utf8=False)
    try:
        assert await drain(pool, plain.server) == 1
        await set_due(pool)
        assert await drain(pool, plain.server) == 0
    finally:
        server.close()
        await server.wait_closed()

    assert plain.copies == {"a@xn--okul--ova8v5e6q.tr": 1}
    async with pool.acquire() as conn:
        office = next(n for n in await notices_of(conn, CASE) if n.addressee == Office.PRESIDENCY)
    assert (office.attempts, office.failed) == (1, "the mail server offers no SMTPUTF8")


@pytest.mark.parametrize(
    "address",
    [f"a@{'ş' * 80}.tr", "a>b@okul.tr", "a,b@okul.tr", "a\x7f@b.tr"],
)
async def test_an_address_that_cannot_be_written_is_given_up(
    pool: Pool, sink: Sink, address: str
) -> None:
    """However it got into the dossier, nothing goes to a part of it."""
    await know_applicant(pool)
    await draw_up(pool, REMINDER)
    async with pool.acquire() as conn:
        await conn.execute("update dossier set email = $1", address)

    assert await drain(pool, sink.server) == 0
    assert (await only_notice(pool)).failed == "no address that mail can go to"
    assert await whether(pool, "given_up_at is not null")
