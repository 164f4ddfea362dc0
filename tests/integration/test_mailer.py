"""The mailer against a real SMTP server: once, in good Turkish, and never to nobody."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage

import pytest

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.post.delivery import MailServer
from activities.post.letter import Particulars, write_letter
from activities.post.mail import message_id
from activities.post.mailer import drain, run_mailer
from activities.post.notices import notices_of, put_office
from tests.integration.batches import CASE, a_batch, a_reminder, entries
from tests.integration.mail import ADDRESS, Sink, draw_up, know_applicant
from workflows.textbook_review.offices import Office


def body(message: EmailMessage) -> str:
    plain = message.get_body(("plain",))
    assert plain is not None
    text = plain.get_content()
    assert isinstance(text, str)
    return text


async def test_a_notice_is_sent_once_with_its_own_message_id(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    await draw_up(pool, a_reminder())

    sent = [await drain(pool, sink.server), await drain(pool, sink.server)]

    assert sent == [1, 0]
    (message,) = sink.taken
    assert message["Message-ID"] == message_id(CASE, a_reminder().occasion, "applicant")
    assert message["To"] == ADDRESS
    async with pool.acquire() as conn:
        (notice,) = await notices_of(conn, CASE)
    assert notice.sent_at is not None
    assert notice.message_id == message["Message-ID"]


async def test_a_reminder_says_what_until_when_and_why(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    await draw_up(pool, a_reminder())

    await drain(pool, sink.server)

    (message,) = sink.taken
    assert message["Subject"] == (
        "Hatırlatma: 2031-0042 sayılı dosyada süre 26 Mayıs 2031 günü doluyor"
    )
    said = body(message)
    for part in (
        "Sayın Örnek Yayınevi,",
        '"düzeltme" süresi',
        "Son gün: 26 Mayıs 2031",
        "26 Mayıs 2031, saat 17.30",
        "Eğitim Araçları Yönetmeliği, m.17(15) · T-17.15b",
        "E-posta tebliğ yerine geçmez",
    ):
        assert part in said


async def test_two_mailers_never_send_the_same_notice(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, *(a_reminder(days=days) for days in range(12)))

    counts = await asyncio.gather(*(drain(p, sink.server) for p in (pool, other_pool) * 2))

    assert sum(counts) == len(sink.taken) == 12
    assert len({message["Message-ID"] for message in sink.taken}) == 12


async def test_a_notice_without_an_address_waits_until_there_is_one(pool: Pool, sink: Sink) -> None:
    await draw_up(pool, a_reminder(), a_reminder(to=Office.PRESIDENCY))
    before = await drain(pool, sink.server)

    await know_applicant(pool)
    async with transaction(pool) as conn:
        await put_office(conn, Office.PRESIDENCY, name="Başkanlık", email="ttk@example.org")
    after = await drain(pool, sink.server)

    assert (before, after) == (0, 2)
    assert {message["To"] for message in sink.taken} == {ADDRESS, "ttk@example.org"}


async def test_one_refused_address_holds_up_nobody_and_is_not_written_down(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool, "unknown@example.org")
    async with transaction(pool) as conn:
        await put_office(conn, Office.PRESIDENCY, name="Başkanlık", email="ttk@example.org")
    await draw_up(pool, a_reminder(), a_reminder(to=Office.PRESIDENCY))

    sent = await drain(pool, sink.server)

    assert (sent, [message["To"] for message in sink.taken]) == (1, ["ttk@example.org"])
    async with pool.acquire() as conn:
        failed = next(n for n in await notices_of(conn, CASE) if n.addressee == "applicant")
    assert (failed.attempts, failed.failed) == (1, "SMTPRecipientRefused 550")


async def test_a_mail_server_that_is_down_costs_one_attempt_and_loses_nothing(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await draw_up(pool, a_reminder(days=10), a_reminder(days=3))
    down = sink.server.model_copy(update={"port": 1})

    sent = await drain(pool, down)

    async with pool.acquire() as conn:
        attempts = sorted(notice.attempts for notice in await notices_of(conn, CASE))
        await conn.execute("update notices set next_try_at = clock_timestamp()")
    assert (sent, attempts) == (0, [0, 1])
    assert await drain(pool, sink.server) == 2


async def test_a_withdrawn_reminder_is_not_sent(pool: Pool, sink: Sink) -> None:
    await know_applicant(pool)
    chain = entries(2)
    journal = Journal(pool)
    await journal.record(a_batch(chain[:1], notices=[a_reminder()]))
    await journal.record(a_batch(chain[1:], terms=()))

    assert await drain(pool, sink.server) == 0


async def test_the_mailer_wakes_up_when_a_notice_is_drawn_up(pool: Pool, sink: Sink) -> None:
    """The slow poll is an hour: only the notification can have woken it within the test."""
    await know_applicant(pool)
    mailer = asyncio.create_task(
        run_mailer(pool, sink.url, wake=timedelta(hours=1), at_most=timedelta(0))
    )
    try:
        await draw_up(pool, a_reminder())
        await asyncio.wait_for(sink.came.wait(), 10)
        sink.came.clear()
        await Journal(pool).record(a_batch(entries(2), notices=[a_reminder(days=3)]))
        await asyncio.wait_for(sink.came.wait(), 10)
    finally:
        mailer.cancel()
        with suppress(asyncio.CancelledError):
            await mailer

    assert len(sink.taken) == 2


async def test_a_mailer_whose_connections_are_cut_goes_on(
    pool: Pool, other_pool: Pool, sink: Sink
) -> None:
    """As when PostgreSQL is killed: nothing is lost, and the mailer listens again.

    The cut may fall between sending and noting it; the second sending has the same Message-ID.
    """
    await know_applicant(pool)
    mailer = asyncio.create_task(
        run_mailer(other_pool, sink.url, wake=timedelta(hours=1), at_most=timedelta(0))
    )
    try:
        await draw_up(pool, a_reminder())
        await asyncio.wait_for(sink.came.wait(), 10)
        sink.came.clear()
        async with pool.acquire() as conn:
            await conn.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        await Journal(pool).record(a_batch(entries(2), notices=[a_reminder(days=3)]))
        async with asyncio.timeout(20):
            while len(sink.message_ids) < 2:
                await sink.came.wait()
                sink.came.clear()
    finally:
        mailer.cancel()
        with suppress(asyncio.CancelledError):
            await mailer

    assert sink.message_ids == {
        message_id(CASE, a_reminder(days=days).occasion, "applicant") for days in (10, 3)
    }


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize(
    "template",
    ["reminder", "escalation", "notification", "term_extended", "extension_reasons_owed", "none"],
)
def test_every_letter_can_be_written_by_a_notice_of_an_earlier_release(
    template: str, language: str
) -> None:
    """It may say more than a letter of today asks for: that does not stop the mailer."""
    reminder = a_reminder()
    about = Particulars(
        template=template,
        rule="T-17.15b",
        dated_at=reminder.dated_at,
        name="Kurul",
        facts={**reminder.facts, "awaited": "Kurul", "step": 1, "reasons": "yoğunluk", "old": True},
    )

    letter = write_letter(about, language)

    assert letter.subject
    assert "\n" not in letter.subject


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail.example.org:25"])
def test_an_address_that_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://host:port"):
        MailServer.at(url, "vade@localhost")
