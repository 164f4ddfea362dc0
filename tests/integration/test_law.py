"""The law of an opening: read once where nothing has changed, and at once where something has."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import asyncpg
import pytest
from pydantic import JsonValue

from activities.database import Connection, Pool, transaction
from activities.opening import Pace, Registers, may_reserve
from activities.registers.calendar import decree_days, put_offset, seed_calendar
from activities.registers.editions import store_editions
from activities.registers.law import Law, law_on
from activities.registry import DECIDERS, ONLY_TELL
from tests.integration.dossiers import link_case
from workflows.education_tool.registers import Register as Tools
from workflows.kernel.case.records import Decide, Inquiry, OpenCase
from workflows.kernel.law.calendar import Offset
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.registers import Register as Textbook

PROCESS = "textbook-review"
DAY = date(2031, 3, 10)
BOOK = Rulebook(process=PROCESS, edition="2031", in_force_from=date(2031, 1, 1))
AMENDED = Rulebook(process=PROCESS, edition="2031-03", in_force_from=date(2031, 3, 10))
REVISED = BOOK.model_copy(update={"figures": {"draft.sets": 3}})
CLOSED = date(2031, 4, 30)


async def law(pool: Pool, *, day: date = DAY, years: int = 5) -> Law:
    async with pool.acquire() as conn:
        return await law_on(conn, PROCESS, day, years)


@pytest.fixture
async def in_force(pool: Pool) -> Law:
    async with transaction(pool) as conn:
        await store_editions(conn, [BOOK])
    return await law(pool)


@pytest.mark.usefixtures("in_force")
async def test_what_has_not_changed_is_not_read_again(pool: Pool, other_pool: Pool) -> None:
    first, *again = [await law(worker) for worker in (pool, other_pool, pool)]
    assert all(each.calendar is first.calendar for each in again)
    assert all(each.rulebook is first.rulebook for each in again)
    assert (first.rulebook, first.revision) == (BOOK, 1)


async def decreed(conn: Connection) -> None:
    await decree_days(conn, {CLOSED: "idari izin"})


async def by_hand(conn: Connection) -> None:
    await conn.execute(
        "insert into calendar_days values ($1, 'closed', 'idari izin', 'decreed')", CLOSED
    )


@pytest.mark.parametrize("enter", [decreed, by_hand], ids=["by decree", "in the table itself"])
@pytest.mark.rule("R-S.1")
async def test_a_day_that_another_process_closes_counts_from_the_next_opening(
    pool: Pool, other_pool: Pool, in_force: Law, enter: Callable[[Connection], Awaitable[None]]
) -> None:
    assert in_force.calendar.is_working_day(CLOSED)
    async with transaction(other_pool) as conn:
        await enter(conn)
        assert not (await law_on(conn, PROCESS, DAY, 5)).calendar.is_working_day(CLOSED)
        assert (await law(pool)).calendar.is_working_day(CLOSED)  # not decided yet
    assert not (await law(pool)).calendar.is_working_day(CLOSED)


async def test_what_was_never_decided_is_forgotten(pool: Pool, in_force: Law) -> None:
    async def taken_back() -> None:
        async with transaction(pool) as conn:
            await decreed(conn)
            assert (await law_on(conn, PROCESS, DAY, 5)).calendar != in_force.calendar
            await conn.execute("select 1 / 0")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await taken_back()
    assert (await law(pool)).calendar == in_force.calendar


@pytest.mark.usefixtures("in_force")
async def test_editions_count_from_the_next_opening_and_by_their_day(
    pool: Pool, other_pool: Pool
) -> None:
    async with transaction(other_pool) as conn:
        await store_editions(conn, [REVISED])
    assert ((found := await law(pool)).rulebook, found.revision) == (REVISED, 2)
    async with transaction(other_pool) as conn:
        await store_editions(conn, [AMENDED])
    assert (await law(pool)).rulebook == AMENDED
    assert (await law(pool, day=date(2031, 3, 9))).rulebook == REVISED


async def test_a_change_of_local_time_counts_from_the_next_opening(
    pool: Pool, other_pool: Pool, in_force: Law
) -> None:
    change = Offset(since=datetime(2031, 10, 26, 1, tzinfo=UTC), minutes=120)
    async with transaction(other_pool) as conn:
        await put_offset(conn, change, grounds="kanun")
    found = (await law(pool)).calendar
    assert (in_force.calendar.offsets, found.offsets) == ((), (change,))


@pytest.mark.usefixtures("in_force")
async def test_a_year_that_nobody_has_needed_is_seeded_first(pool: Pool) -> None:
    assert (await law(pool, years=9)).calendar.covers_until == date(2039, 12, 31)
    async with transaction(pool) as conn:
        assert (await seed_calendar(conn, range(2030, 2040))).is_empty


# -- who only tells ------------------------------------------------------------------------------

QUESTIONS: dict[str, dict[str, JsonValue]] = {
    Textbook.BANS: {"applicant": "p-7"},
    Textbook.COEFFICIENTS: {"paid_on": "2031-03-10"},
    Textbook.DUTIES: {"members": ["k-1"], "since": "2031-03-10T09:00:00+03:00"},
    Textbook.SANCTIONS: {"rules": ["T-28.1"], "on": "2031-03-10"},
    Textbook.TERMS: {"book_no": "K-1"},
    Textbook.TAUGHT: {"lesson": "kimya", "grade": "9"},
    Tools.TOOL_DECISIONS: {"decision_no": "12/3"},
    "reference": {"lookups": [{"book": "programmes", "key": "eng-a1"}], "on": "2031-03-10"},
}


def test_every_register_that_only_tells_is_tried() -> None:
    assert {*QUESTIONS} == ONLY_TELL


@pytest.mark.parametrize("by", sorted(QUESTIONS))
async def test_a_register_that_only_tells_writes_nothing(pool: Pool, by: str) -> None:
    """PostgreSQL holds it: in a transaction that may only read, nothing is kept or locked."""
    request = {**QUESTIONS[by], "file_no": "2031-0042"}
    asked = Decide(by=by, case_id=f"{PROCESS}-2031-0042", command_id="opening", request=request)
    async with transaction(pool) as conn:
        await link_case(conn, asked.case_id, "p-7", None)
    async with pool.acquire() as conn, conn.transaction(readonly=True):
        assert (await DECIDERS[by](conn, asked)).granted


def an_opening(*inquiries: Inquiry) -> OpenCase:
    return OpenCase(
        case_id="textbook-in-use-2031-0001",
        process=PROCESS,
        file_no="2031-0001",
        received_at=datetime(2031, 3, 10, 7, tzinfo=UTC),
        inquiries=inquiries,
    )


@pytest.mark.usefixtures("in_force")
async def test_cases_draw_their_reminders_one_after_the_other(pool: Pool) -> None:
    registers = Registers(pool, pace=Pace(remind_apart=18))
    numbered = [an_opening().model_copy(update={"file_no": f"2031-{n}"}) for n in (1, 2, 40_000)]

    opened = [await registers.open_case(asked) for asked in numbered]

    assert [one.remind_after for one in opened] == [18, 36, 120_000]  # 40,000 × 18 ms - 10 min


@pytest.mark.usefixtures("in_force")
async def test_what_a_register_reserves_stands_once_the_case_is_told(pool: Pool) -> None:
    asked = an_opening(Inquiry(by=Textbook.ACCEPTED, request={"review": "textbook-review-1"}))
    assert may_reserve(asked)
    assert not may_reserve(an_opening(Inquiry(by=Textbook.BANS, request={"applicant": "p-7"})))
    await Registers(pool).open_case(asked)
    async with pool.acquire() as conn:
        assert await conn.fetchval("select case_id from sole_cases") == asked.case_id
