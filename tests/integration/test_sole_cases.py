"""Two filings at once of what there is one case of, on a real PostgreSQL."""

import asyncio
from datetime import UTC, datetime

import pytest
from pydantic import JsonValue

from activities.database import Pool
from activities.journal.journal import Journal
from activities.opening import Registers
from starter.client.answers import Filing, Refused
from starter.client.vade import Vade
from tests.integration.batches import a_batch, entries
from workflows.kernel.case.records import Decide
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor
from workflows.ministry_year.offices import Office
from workflows.ministry_year.process import YEAR
from workflows.textbook_law.registers import Register

THERE = 8
"""Filings at the same time: more than one, and fewer than the pool has connections."""


async def asked(pool: Pool, by: str, process: str, n: int, **request: JsonValue) -> JsonValue:
    """Open the n-th case of a process; return the other case or file that is there already."""
    file_no = f"2031-000{n}"
    question = Decide(
        by=by,
        case_id=f"{process}-{file_no}",
        command_id="opening",
        request={**request, "file_no": file_no},
    )
    known = (await Registers(pool).decide(question)).facts
    return known[Register.OPENED if by == Register.ACCEPTED else by]


def year(pool: Pool, n: int) -> "asyncio.Future[JsonValue]":
    return asyncio.ensure_future(asked(pool, Register.YEARS, "ministry-year", n, year=2032))


def book(pool: Pool, n: int) -> "asyncio.Future[JsonValue]":
    review = "2031-0042"
    return asyncio.ensure_future(
        asked(pool, Register.ACCEPTED, "textbook-in-use", n, review=review)
    )


@pytest.mark.rule("R-B.23")
async def test_a_year_that_is_filed_twice_at_once_opens_one_case(pool: Pool) -> None:
    found = await asyncio.gather(*(year(pool, n) for n in range(1, THERE + 1)))

    (first,) = [n for n, other in enumerate(found, start=1) if other is None]
    assert set(found) == {None, f"2031-000{first}"}
    assert await year(pool, first) is None, "asked again, it is its own"


@pytest.mark.rule("T-4.4")
async def test_a_book_that_is_filed_twice_at_once_opens_one_case(pool: Pool) -> None:
    found = await asyncio.gather(*(book(pool, n) for n in range(1, THERE + 1)))

    (first,) = [n for n, other in enumerate(found, start=1) if other is None]
    assert set(found) == {None, f"textbook-in-use-2031-000{first}"}
    assert await book(pool, first) is None


async def test_who_did_not_open_after_all_keeps_nobody_out_for_long(pool: Pool) -> None:
    assert [await year(pool, 1), await year(pool, 2)] == [None, "2031-0001"]
    long_ago = "update sole_cases set reserved_at = clock_timestamp() - interval '61 minutes'"
    await pool.execute(long_ago)
    assert [await year(pool, 2), await year(pool, 1)] == [None, "2031-0002"]

    opened = a_batch(entries(1), case_id="ministry-year-2031-0002", file_no="2031-0002")
    await Journal(pool).record(opened)
    await pool.execute(long_ago)
    assert await year(pool, 1) == "2031-0002", "it has opened, and stays the one"


@pytest.mark.rule("R-B.23")
async def test_two_offices_that_file_a_year_at_once_get_one_case(vade: Vade) -> None:
    """Through the door: one is opened, the other is told under which file."""
    this_year = local_day(datetime.now(UTC)).year

    async def files(n: int) -> str | Refused:
        actor = Actor(role=Office.PRESIDENCY, id=f"presidency-{n}")
        try:
            started = await vade.start(YEAR, Filing(actor=actor, body={"year": this_year}))
            await vade.opened(started.case_id)
        except Refused as no:
            return no
        return started.file_no

    opened, refused = sorted(
        await asyncio.gather(files(1), files(2)), key=lambda found: isinstance(found, Refused)
    )
    assert isinstance(opened, str)
    assert isinstance(refused, Refused)
    (reason,) = refused.reasons
    assert reason.rule == "R-B.23"
    assert reason.what == f"the year {this_year} has been opened under {opened}"
