"""The book of letters on a real PostgreSQL: no number lost or doubled, no page set twice."""

import asyncio
import io
from email.message import EmailMessage
from typing import Any

import asyncpg
import pypdf
import pytest

from activities.database import Pool, transaction
from activities.journal.journal import Journal, record_in
from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import Numbered, letters_of, open_letter
from activities.post.mailer import drain
from activities.post.notices import put_office
from tests.integration.batches import CASE, a_batch, a_letter, a_reminder, entries
from tests.integration.mail import Sink, know_applicant
from workflows.kernel.case.records import Notice

NUMBER = "E-TTKB-2031/1"


async def record(pool: Pool, *notices: Notice, case_id: str = CASE) -> None:
    await Journal(pool).record(a_batch(entries(1), case_id=case_id, notices=notices))


async def book(pool: Pool, case_id: str = CASE) -> tuple[Numbered, ...]:
    async with pool.acquire() as conn:
        return await letters_of(conn, case_id)


async def numbers(pool: Pool, case_id: str = CASE) -> list[str]:
    return [each.number for each in await book(pool, case_id)]


def attached(message: EmailMessage) -> dict[str, bytes]:
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True))
        for part in message.iter_attachments()
    }


async def test_two_workers_number_letters_without_gap_and_none_twice(
    pool: Pool, other_pool: Pool
) -> None:
    """Fifteen cases at once, two letters each, every third told twice by both workers."""
    cases = [f"textbook-review-2031-{n:04d}" for n in range(15)]
    told = [(case, pool) for case in cases] + [(case, other_pool) for case in cases[::3]]

    await asyncio.gather(
        *(record(by, a_letter("1"), a_letter("2"), case_id=case) for case, by in told)
    )

    given = [number for case in cases for number in await numbers(pool, case)]
    assert sorted(given) == sorted(f"E-TTKB-2031/{n}" for n in range(1, 31))


async def test_a_crash_gives_the_number_back(pool: Pool) -> None:
    async with pool.acquire() as conn:
        crashed = conn.transaction()
        await crashed.start()
        await record_in(conn, a_batch(notices=[a_letter()]))
        await crashed.rollback()

    await record(pool, a_letter("2"))

    assert await numbers(pool) == [NUMBER]


async def test_each_series_begins_anew_with_the_year_and_a_reminder_has_no_number(
    pool: Pool,
) -> None:
    """The year is that of the letter's day in Istanbul."""
    newborn = "2032-01-01T00:30:00+03:00"
    refused: dict[str, Any] = {
        "rule": "A-8.6",
        "template": "costs_refused",
        "occasion": "A-8.6/1",
        "facts": {"file_no": "2031-0042", "approval_no": "B-2031-9"},
    }
    agreement = a_letter().model_copy(update=refused)

    await record(pool, a_reminder(), a_letter("1"), a_letter("2", on=newborn), agreement)

    assert sorted(await numbers(pool)) == ["E-HBÖGM-2031/1", "E-TTKB-2031/1", "E-TTKB-2032/1"]


async def test_an_office_that_signs_has_a_series_and_its_own_name(pool: Pool) -> None:
    """Letters on an agreement of a province are not the directorate general's (A-8.2)."""

    def signed_by(issuer: str, about: str) -> Notice:
        letter = a_letter(about)
        return letter.model_copy(
            update={
                "rule": "A-8.6",
                "template": "costs_refused",
                "facts": {"file_no": "1", "approval_no": "B-2031-9", "issuer": issuer},
            }
        )

    province = "provincial-directorate/44"
    async with transaction(pool) as conn:
        await put_office(conn, province, name="Malatya İl Millî Eğitim Müdürlüğü", email=None)
        letters = [
            signed_by(province, "1"),
            signed_by("provincial-directorate/38", "2"),
            signed_by("district-directorate/4401", "3"),
            signed_by(province, "4"),
            signed_by("general-directorate", "5"),
        ]
        await record_in(conn, a_batch(notices=letters))

    assert await numbers(pool) == [
        "E-HBÖGM-2031/1",
        "E-İLMEM.38-2031/1",
        "E-İLMEM.44-2031/1",
        "E-İLMEM.44-2031/2",
        "E-İLÇEMEM.4401-2031/1",
    ]
    for number, office, ministry in (
        ("E-İLMEM.44-2031/2", "Malatya İl Millî Eğitim Müdürlüğü", False),
        ("E-İLMEM.38-2031/1", "İl Millî Eğitim Müdürlüğü", False),
        ("E-HBÖGM-2031/1", "Hayat Boyu Öğrenme Genel Müdürlüğü", True),
    ):
        opened = await open_letter(pool, DatabaseShelf(pool), CASE, number)
        assert opened is not None
        (page,) = pypdf.PdfReader(io.BytesIO(opened[1])).pages
        lines = page.extract_text().splitlines()
        assert lines[:3] == (
            ["T.C.", "MİLLÎ EĞİTİM BAKANLIĞI", office] if ministry else ["T.C.", office, lines[2]]
        )
        assert f"{office} adına" in lines


async def test_a_letter_goes_out_plain_as_html_and_as_the_page_that_is_kept(
    pool: Pool, sink: Sink
) -> None:
    await know_applicant(pool)
    await record(pool, a_letter())

    await drain(pool, sink.server)

    (message,) = sink.taken
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    assert message["Subject"] == (
        "Uygun bulunmamış sayılma: 2031-0042 sayılı dosya (E-TTKB-2031/1)"
    )
    assert str(message["Date"]).endswith("+0300")
    (page,) = attached(message).values()
    opened = await open_letter(pool, DatabaseShelf(pool), CASE, "2031/1")
    assert opened == (NUMBER, page)
    (kept,) = await book(pool)
    assert (kept.state, kept.sha256 is not None) == ("sent", True)


async def test_a_letter_opened_before_it_has_an_address_is_sent_as_it_was_opened(
    pool: Pool, sink: Sink
) -> None:
    """Even if its addressee is called otherwise by then: one number, one letter."""
    await record(pool, a_letter(to="presidency"))
    opened = await open_letter(pool, DatabaseShelf(pool), CASE, NUMBER)
    async with transaction(pool) as conn:
        await put_office(conn, "presidency", name="Başkanlık", email="ttk@example.org")

    await drain(pool, sink.server)

    (message,) = sink.taken
    assert opened is not None
    assert list(attached(message).values()) == [opened[1]]
    assert list(attached(message)) == ["E-TTKB-2031-1.pdf"]


async def test_two_who_open_a_letter_at_once_see_one_page(pool: Pool, other_pool: Pool) -> None:
    await know_applicant(pool)
    await record(pool, a_letter())

    first, second = await asyncio.gather(
        *(open_letter(by, DatabaseShelf(by), CASE, NUMBER) for by in (pool, other_pool))
    )

    assert first is not None
    assert first == second
    text = pypdf.PdfReader(io.BytesIO(first[1])).pages[0].extract_text()
    assert "Sayın Örnek Yayınevi" in text
    assert "20.06.2031" in text


async def test_a_case_opens_its_own_letters_only(pool: Pool) -> None:
    await record(pool, a_letter())
    await record(pool, case_id="textbook-review-2031-0043")

    for case, number in (("textbook-review-2031-0043", NUMBER), (CASE, "/1"), (CASE, "2031/2")):
        assert await open_letter(pool, DatabaseShelf(pool), case, number) is None


async def test_a_letter_that_cannot_be_written_does_not_hide_the_others(pool: Pool) -> None:
    lacking = a_letter("2").model_copy(update={"facts": {"file_no": "2031-0042"}})
    broken = lacking.model_copy(update={"template": "banned", "rule": "S-7.5"})

    await record(pool, a_letter("1"), broken)

    assert [each.subject for each in await book(pool)] == [
        "Uygun bulunmamış sayılma: 2031-0042 sayılı dosya",
        "banned",
    ]


@pytest.mark.parametrize(
    "change",
    [
        "update letters set n = 7",
        "update letters set sha256 = repeat('0', 64)",
        "delete from letters",
        "update pages set content = ''",
        "delete from pages",
    ],
)
async def test_a_number_and_a_page_stay_as_they_were_given(pool: Pool, change: str) -> None:
    await record(pool, a_letter())
    await open_letter(pool, DatabaseShelf(pool), CASE, NUMBER)

    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.PostgresError):
            await conn.execute(change)


async def test_nothing_is_kept_under_an_unknown_digest(pool: Pool) -> None:
    shelf = DatabaseShelf(pool)
    async with pool.acquire() as conn:
        (kept,) = await shelf.put(conn, [b"page"])
        assert await shelf.put(conn, [b"page", b"page"]) == (kept, kept)

    assert await shelf.get(kept) == b"page"
    with pytest.raises(KeyError):
        await shelf.get("0" * 64)
