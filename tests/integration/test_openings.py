"""Cases that other cases open: owed with the journal entry, and opened once, whatever fails."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import JsonValue

from activities.database import Pool, transaction
from activities.journal.journal import Journal
from activities.journal.opener import open_once
from activities.registers.openings import Link, Owed, links_of, not_opened
from tests.bench.meters import written
from tests.integration.batches import CASE, OPENED_AT, a_batch, entries
from tests.integration.dossiers import link_case
from workflows.kernel.case.records import Register, RegisterWrite
from workflows.kernel.case.refusal import Refusal

BOOK = "textbook-in-use-2031-0001"
NO = Refusal.because("B-25.1", what="its term has ended", why="it has", do="file it anew")


class Beginner:
    """Stands for the client: opens what it is asked to, or fails, or says no."""

    def __init__(self, answer: str | Refusal | Exception) -> None:
        self.answer = answer
        self.asked: list[Owed] = []

    async def begin(self, owed: Owed) -> str | Refusal:
        self.asked.append(owed)
        await asyncio.sleep(0)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def a_review_ends(pool: Pool, case_id: str = CASE) -> None:
    """Record the end of a review that opens the case of its book; the dossier knows whose it is."""
    row: dict[str, JsonValue] = {
        "process": "textbook-in-use",
        "received_at": OPENED_AT.isoformat(),
        "body": {"applicant": {"kind": "publisher"}, "review": "2031-0042"},
    }
    async with transaction(pool) as conn:
        await link_case(conn, case_id, "p-7", "YAYIN-7")
    write = RegisterWrite(into=Register.OPENINGS, key=case_id, row=row, entry_n=1)
    await Journal(pool).record(a_batch(entries(1), case_id=case_id, registers=[write]))


async def pause_is_over(pool: Pool) -> None:
    await pool.execute("update case_openings set next_try_at = clock_timestamp()")


async def links(pool: Pool, case_id: str = CASE) -> tuple[Link, ...]:
    async with pool.acquire() as conn:
        return await links_of(conn, case_id)


def a_link(opened_case: str | None = None, refusal: Refusal | None = None) -> Link:
    return Link(from_case=CASE, process="textbook-in-use", opened_case=opened_case, refusal=refusal)


async def test_a_case_is_opened_once_and_each_knows_the_other(pool: Pool) -> None:
    await a_review_ends(pool)
    await a_review_ends(pool)  # recorded again, after an outage
    assert await links(pool) == (a_link(),)
    beginner = Beginner(BOOK)

    assert [await open_once(pool, beginner.begin) for _ in range(2)] == [1, 0]
    await pause_is_over(pool)
    assert await open_once(pool, beginner.begin) == 0
    [owed] = beginner.asked
    assert (owed.key, owed.from_case, owed.received_at) == (CASE, CASE, OPENED_AT)
    assert owed.body == {
        "applicant": {"kind": "publisher", "key": "p-7", "institution": "YAYIN-7"},
        "review": "2031-0042",
    }
    assert await links(pool) == await links(pool, BOOK) == (a_link(BOOK),)


async def test_what_cannot_be_opened_yet_is_tried_until_it_is(pool: Pool) -> None:
    await a_review_ends(pool)
    silent, beginner = Beginner(ConnectionError()), Beginner(BOOK)
    assert await open_once(pool, silent.begin) == 1
    assert await open_once(pool, beginner.begin) == 0, "it waits out its pause"
    await pause_is_over(pool)
    assert await open_once(pool, beginner.begin) == 1
    assert [owed.attempts for owed in (*silent.asked, *beginner.asked)] == [1, 2]
    assert await links(pool) == (a_link(BOOK),)


async def test_what_came_of_several_is_noted_together(pool: Pool, database_url: str) -> None:
    came: dict[str, str | Refusal | Exception] = {"a": BOOK, "b": NO, "c": ConnectionError()}
    for case_id in came:
        await a_review_ends(pool, case_id)
    before = await written(database_url)

    async def begin(owed: Owed) -> str | Refusal:
        return await Beginner(came[owed.key]).begin(owed)

    assert await open_once(pool, begin) == 3

    assert await written(database_url) - before == 2, "taken by one statement, noted by another"
    found = [(await links(pool, case_id))[0] for case_id in came]
    assert [(link.opened_case, link.refusal) for link in found] == [
        (BOOK, None),
        (None, NO),
        (None, None),
    ]


async def test_openers_side_by_side_take_a_case_once(pool: Pool, other_pool: Pool) -> None:
    await a_review_ends(pool)
    beginner = Beginner(BOOK)
    taken = await asyncio.gather(
        open_once(pool, beginner.begin), open_once(other_pool, beginner.begin)
    )
    assert sorted(taken) == [0, 1]
    assert len(beginner.asked) == 1


async def test_a_refusal_stays_until_a_person_acts_and_is_found(pool: Pool) -> None:
    await a_review_ends(pool)
    beginner = Beginner(NO)
    await open_once(pool, beginner.begin)
    await pause_is_over(pool)

    assert await open_once(pool, beginner.begin) == 0
    assert await links(pool) == (a_link(refusal=NO),)
    async with pool.acquire() as conn:
        assert await not_opened(conn, timedelta(minutes=15)) == (a_link(refusal=NO),)


@pytest.mark.parametrize(("long", "found"), [(timedelta(0), 1), (timedelta(minutes=15), 0)])
async def test_what_is_owed_for_long_is_found(pool: Pool, long: timedelta, found: int) -> None:
    await a_review_ends(pool)
    async with pool.acquire() as conn:
        assert len(await not_opened(conn, long)) == found
