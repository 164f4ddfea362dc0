"""The registers on a real PostgreSQL: openings, the queue, editions, numbers without gaps."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from activities.database import Connection, Pool, transaction
from activities.faults import NoEdition, Unusable
from activities.journal.journal import Journal
from activities.opening import Registers
from activities.registers.calendar import (
    calendar_from,
    decree_days,
    decreed_days,
    put_days,
    put_offset,
    seed_calendar,
)
from activities.registers.decisions import NotYetQueued
from activities.registers.editions import EditionChanged, store_editions
from activities.registers.law import law_on
from activities.registers.numbers import next_file_number
from activities.textbook.coefficients import put_coefficient
from activities.textbook.sanctions import put_sanction
from starter.runtime.serving import editions_of
from tests.integration.batches import a_batch, entries
from workflows.kernel.case.records import Decide, OpenCase, RegisterWrite, Verdict
from workflows.kernel.law.calendar import Offset, Source
from workflows.kernel.law.renewal import renewal_between
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.registers import Sanction, bans_in, coefficient_in, inquiries
from workflows.textbook_review.process import REVIEW

PROCESS = "textbook-review"
FIRST = Rulebook(process=PROCESS, edition="2031", in_force_from=date(2031, 1, 1))
SECOND = FIRST.model_copy(
    update={
        "edition": "2031-06",
        "in_force_from": date(2031, 6, 1),
        "figures": {"score.reject_below": "75"},
    }
)
BAN = Sanction(
    id="s-1",
    rule="S-28.1b",
    subject="p-7",
    scope={"book": "B-1"},
    starts_on=date(2030, 10, 12),
    ends_on=date(2032, 10, 12),
)


def an_opening(received_at: datetime, *, paid_on: date | None = None) -> OpenCase:
    return OpenCase(
        case_id="textbook-review-2031-0042",
        process=PROCESS,
        file_no="2031-0042",
        received_at=received_at,
        inquiries=inquiries("p-7", paid_on),
    )


# -- opening -----------------------------------------------------------------------------------


async def test_an_opening_brings_what_held_on_the_days_that_count(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST, SECOND])
        await put_coefficient(conn, date(2031, 1, 1), Decimal("1.25"))
        await put_coefficient(conn, date(2031, 7, 1), Decimal("1.375"))
        await put_sanction(conn, BAN)
        await put_sanction(conn, BAN.model_copy(update={"id": "s-2", "subject": "p-8"}))
    registers = Registers(pool, language="en")

    opening = await registers.open_case(
        an_opening(datetime(2031, 7, 2, tzinfo=UTC), paid_on=date(2031, 6, 30))
    )

    assert opening.rulebook == SECOND
    assert coefficient_in(opening.known) == Decimal("1.25")
    assert bans_in(opening.known) == (BAN,)
    assert opening.language == "en"
    assert opening.calendar.covers_until == date(2035, 12, 31)


@pytest.mark.parametrize(
    ("received_at", "edition"),
    [
        pytest.param(datetime(2031, 5, 31, 20, 59, tzinfo=UTC), "2031", id="the evening before"),
        pytest.param(datetime(2031, 5, 31, 21, 0, tzinfo=UTC), "2031-06", id="midnight, Istanbul"),
    ],
)
async def test_the_edition_is_that_of_the_day_in_istanbul(
    pool: Pool, received_at: datetime, edition: str
) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST, SECOND])

    opening = await Registers(pool).open_case(an_opening(received_at))

    assert opening.rulebook.edition == edition


async def test_no_case_comes_of_a_filing_before_the_first_edition(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST])

    with pytest.raises(NoEdition, match="2030-12-31"):
        await Registers(pool).open_case(an_opening(datetime(2030, 12, 31, tzinfo=UTC)))


async def test_no_coefficient_covers_an_earlier_payment(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST])
        await put_coefficient(conn, date(2031, 1, 1), Decimal("1.25"))

    opening = await Registers(pool).open_case(
        an_opening(datetime(2031, 1, 2, tzinfo=UTC), paid_on=date(2030, 12, 31))
    )

    assert coefficient_in(opening.known) is None


async def test_a_later_release_may_add_figures_to_an_edition(pool: Pool) -> None:
    """Open cases live by what they recorded; new ones are opened with the newest revision."""
    fuller = FIRST.model_copy(update={"figures": {**FIRST.figures, "draft.sets": 3}})
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST])
        await store_editions(conn, [fuller])
        await store_editions(conn, [fuller])
        assert await conn.fetchval("select count(*) from rulebook_editions") == 2

    opening = await Registers(pool).open_case(an_opening(datetime(2031, 3, 2, tzinfo=UTC)))
    assert opening.rulebook == fuller


async def test_an_earlier_release_starts_beside_a_later_ones_editions(pool: Pool) -> None:
    later = FIRST.model_copy(update={"figures": {"draft.sets": 3}})
    other = FIRST.model_copy(update={"figures": {"draft.copies": 1}})
    async with transaction(pool) as conn:
        for release in (FIRST, later, FIRST, other, later):
            await store_editions(conn, [release])
        revisions = await conn.fetch("select body from rulebook_editions order by revision")
        newest = (await law_on(conn, PROCESS, date(2031, 3, 2), 5)).rulebook

    assert [row["body"]["figures"] for row in revisions] == [
        {},
        {"draft.sets": 3},
        {"draft.sets": 3, "draft.copies": 1},
    ]
    assert newest.figures == {"draft.sets": 3, "draft.copies": 1}


async def test_the_words_of_a_term_may_be_corrected_and_its_length_may_not(pool: Pool) -> None:
    (edition, *_) = editions_of(REVIEW)
    law = edition.terms["correction"]

    def with_law(**changes: Any) -> Rulebook:
        terms = {**edition.terms, "correction": law.model_copy(update=changes)}
        return edition.model_copy(update={"terms": terms})

    reworded = with_law(name={"tr": "düzelti", "en": "correcting"}, article="m.17 (15)")
    async with transaction(pool) as conn:
        for release in (edition, reworded, edition, reworded):
            await store_editions(conn, [release])
        assert await conn.fetchval("select count(*) from rulebook_editions") == 2
        assert (await law_on(conn, PROCESS, edition.in_force_from, 5)).rulebook == reworded
        with pytest.raises(EditionChanged):
            await store_editions(conn, [with_law(length=31)])


async def test_a_published_edition_is_stored_once_and_never_changed(pool: Pool) -> None:
    changed = SECOND.model_copy(update={"figures": {"score.reject_below": "70"}})
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST, SECOND])
        await store_editions(conn, [FIRST, SECOND])

    with pytest.raises(EditionChanged, match="publish the change as a new edition"):
        async with transaction(pool) as conn:
            await store_editions(conn, [changed])


# -- calendar ----------------------------------------------------------------------------------


async def test_the_calendar_is_seeded_once_by_two_workers_at_once(
    pool: Pool, other_pool: Pool
) -> None:
    async def read(worker: Pool) -> date:
        async with transaction(worker) as conn:
            return (await calendar_from(conn, 2031)).covers_until

    ends = await asyncio.gather(*(read(worker) for worker in (pool, other_pool) * 2))

    assert set(ends) == {date(2035, 12, 31)}
    async with pool.acquire() as conn:
        years = await conn.fetch("select year from calendar_years order by 1")
    assert [row["year"] for row in years] == [2030, 2031, 2032, 2033, 2034, 2035]


@pytest.mark.rule("R-S.1")
async def test_feasts_are_closed_and_their_eves_are_half_days(pool: Pool) -> None:
    async with transaction(pool) as conn:
        calendar = await calendar_from(conn, 2031)

    assert calendar.closed[date(2031, 10, 29)] == "Cumhuriyet Bayramı"
    assert date(2031, 10, 28) in calendar.half
    assert date(2031, 10, 28) not in calendar.closed
    assert {date(2031, 4, day) for day in range(2, 6)} <= set(calendar.closed)
    assert date(2031, 4, 1) in calendar.half


async def test_decreed_days_stay_and_close_what_was_half(pool: Pool) -> None:
    decree = {date(2031, 4, 30): "idari izin", date(2031, 10, 28): "idari izin"}
    async with transaction(pool) as conn:
        await decree_days(conn, decree)
        await seed_calendar(conn, [2031])
        await seed_calendar(conn, [2031])
        calendar = await calendar_from(conn, 2031)
        decreed = await decreed_days(conn)

    assert decreed == decree
    assert calendar.closed[date(2031, 4, 30)] == "idari izin"
    assert calendar.closed[date(2031, 10, 28)] == "idari izin"
    assert date(2031, 10, 28) not in calendar.half


HOLIDAY = date(2031, 4, 2)


async def test_what_is_proclaimed_wins_over_what_was_computed(pool: Pool) -> None:
    """A feast that moves by a day: its first day is open, the day after its last one closed."""
    async with transaction(pool) as conn:
        known = await calendar_from(conn, 2031)
        official: Any = {"source": Source.PROCLAIMED, "grounds": "2031 ilanı"}
        await put_days(conn, {HOLIDAY: "açık"}, kind="open", **official)
        await put_days(conn, {date(2031, 4, 6): "Bayram"}, kind="closed", **official)
        changes = await seed_calendar(conn, [2031])
        current = await calendar_from(conn, 2031)

    assert changes.is_empty
    assert current.is_working_day(HOLIDAY)
    assert current.source(date(2031, 4, 6)) is Source.PROCLAIMED
    assert current.version == known.version + 2
    brought = renewal_between(known, current)
    assert (brought.opened, list(brought.closed)) == ((HOLIDAY,), [date(2031, 4, 6)])


async def test_a_release_that_computes_other_days_says_which(pool: Pool) -> None:
    async with transaction(pool) as conn:
        known = await calendar_from(conn, 2031)
        await conn.execute("delete from calendar_days where day = $1", HOLIDAY)
        await conn.execute(
            "insert into calendar_days values ($1, 'closed', 'yanlış', 'computed')",
            date(2031, 4, 8),
        )
        changes = await seed_calendar(conn, [2031])
        again = await seed_calendar(conn, [2031])
        current = await calendar_from(conn, 2031)

    assert (list(changes.closed), changes.opened) == ([HOLIDAY], (date(2031, 4, 8),))
    assert again.is_empty
    assert (current.closed, current.version) == (known.closed, known.version + 1)


async def test_a_change_of_local_time_is_read_with_the_days(pool: Pool) -> None:
    change = Offset(since=datetime(2031, 10, 26, 1, tzinfo=UTC), minutes=120)
    async with transaction(pool) as conn:
        await put_offset(conn, change, grounds="kanun")
        calendar = await calendar_from(conn, 2031)

    assert calendar.offsets == (change,)
    assert calendar.closing(date(2031, 10, 27)) == datetime(2031, 10, 27, 15, 30, tzinfo=UTC)


# -- queue -------------------------------------------------------------------------------------

STAGE = "review"


def case_of(file_no: str) -> str:
    return f"{PROCESS}-{file_no}"


async def queue_up(pool: Pool, *file_nos: str) -> None:
    """Let cases join the queue in reverse, each received a minute after the one before it."""
    for minute, file_no in reversed(list(enumerate(file_nos))):
        received_at = datetime(2031, 3, 10, 7, minute, tzinfo=UTC)
        place = RegisterWrite(
            into="queue",
            key=f"{case_of(file_no)}/{STAGE}",
            row={"stage": STAGE, "received_at": received_at.isoformat(), "file_no": file_no},
        )
        await Journal(pool).record(a_batch(entries(1), case_id=case_of(file_no), registers=[place]))


def take_up(file_no: str, command_id: str = "t-1") -> Decide:
    return Decide(
        by="queue",
        case_id=case_of(file_no),
        command_id=command_id,
        request={"stage": STAGE, "file_no": file_no, "rule": "T-17.1"},
    )


async def test_files_are_taken_up_in_the_order_of_their_receipt(pool: Pool) -> None:
    await queue_up(pool, "2031-0009", "2031-0001")
    registers = Registers(pool)

    early = await registers.decide(take_up("2031-0001"))
    first = await registers.decide(take_up("2031-0009"))
    second = await registers.decide(take_up("2031-0001", "t-2"))

    assert early == Verdict(granted=False, facts={"rule": "T-17.1", "first": "2031-0009"})
    assert first == second == Verdict(granted=True, facts={"rule": "T-17.1"})


async def test_a_turn_once_granted_stays_and_a_refused_command_may_try_again(pool: Pool) -> None:
    await queue_up(pool, "2031-0001", "2031-0002")
    registers = Registers(pool)

    refused = await registers.decide(take_up("2031-0002"))
    granted = await registers.decide(take_up("2031-0001"))

    assert not refused.granted
    assert await registers.decide(take_up("2031-0001")) == granted
    assert (await registers.decide(take_up("2031-0002"))).granted


async def test_two_workers_at_once_never_take_against_the_order(
    pool: Pool, other_pool: Pool
) -> None:
    """Whatever the interleaving: who was granted a turn waited behind nobody who was not."""
    file_nos = [f"2031-{n:04}" for n in range(8)]
    await queue_up(pool, *file_nos)
    workers = [Registers(pool), Registers(other_pool)]

    asked = [
        workers[n % 2].decide(take_up(file_no, f"t-{n}"))
        for n, file_no in enumerate(reversed(file_nos * 2))
    ]
    await asyncio.gather(*asked)

    async with pool.acquire() as conn:
        rows = await conn.fetch(
            "select taken_at is not null as taken from queue order by received_at, file_no"
        )
        stamps = await conn.fetch(
            "select taken_at from queue where taken_at is not null order by received_at, file_no"
        )
    taken = [row["taken"] for row in rows]
    assert taken == sorted(taken, reverse=True)
    assert taken[0]
    assert [row["taken_at"] for row in stamps] == sorted(row["taken_at"] for row in stamps)


async def test_a_case_that_ends_while_it_waits_leaves_the_queue(pool: Pool) -> None:
    await queue_up(pool, "2031-0001", "2031-0002")
    ended_at = datetime(2031, 4, 1, tzinfo=UTC)
    chain = entries(2)
    await Journal(pool).record(
        a_batch(chain[1:], case_id=case_of("2031-0001"), closed_at=ended_at, terms=())
    )

    verdict = await Registers(pool).decide(take_up("2031-0002"))

    assert verdict.granted


async def test_a_case_whose_place_is_not_recorded_yet_is_asked_again(pool: Pool) -> None:
    with pytest.raises(NotYetQueued) as fault:
        await Registers(pool).decide(take_up("2031-0001"))

    assert not fault.value.non_retryable


@pytest.mark.parametrize(
    "change",
    [{"by": "books"}, {"request": {"stage": STAGE}}],
    ids=["a register that decides nothing", "a request of another shape"],
)
async def test_what_no_register_can_decide_is_unusable(
    pool: Pool, change: dict[str, object]
) -> None:
    with pytest.raises(Unusable):
        await Registers(pool).decide(take_up("2031-0001").model_copy(update=change))


# -- file numbers ------------------------------------------------------------------------------


async def give(pool: Pool, claim: str) -> str:
    async with transaction(pool) as conn:
        return await next_file_number(conn, PROCESS, 2031, claim)


async def test_a_rolled_back_number_is_given_again(pool: Pool) -> None:
    async def lost(conn: Connection) -> str:
        number = await next_file_number(conn, PROCESS, 2031, "lost")
        await conn.execute("select 1 / 0")
        return number

    first = await give(pool, "a")
    with pytest.raises(Exception, match="division by zero"):
        async with transaction(pool) as conn:
            await lost(conn)

    assert [first, await give(pool, "b")] == ["2031-0001", "2031-0002"]


async def test_numbers_have_no_gaps_and_no_doubles_under_concurrency(
    pool: Pool, other_pool: Pool
) -> None:
    """Ten claims, each made twice at the same time by two workers."""
    claims = [f"claim-{n}" for n in range(10)]

    given = await asyncio.gather(
        *(give(worker, claim) for claim in claims for worker in (pool, other_pool))
    )

    assert given[0::2] == given[1::2]
    assert sorted(given[0::2]) == [f"2031-{n:04}" for n in range(1, 11)]


async def test_each_process_and_year_counts_for_itself(pool: Pool) -> None:
    async with transaction(pool) as conn:
        numbers = [
            await next_file_number(conn, process, year, f"{process}/{year}")
            for process in (PROCESS, "course")
            for year in (2031, 2032)
        ]

    assert numbers == ["2031-0001", "2032-0001"] * 2


async def test_a_ban_that_a_case_enters_is_found_by_the_next_opening(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await store_editions(conn, [FIRST])
    row = BAN.model_dump(mode="json", exclude={"id"})
    ban = RegisterWrite(into="sanctions", key=BAN.id, row=row)
    await Journal(pool).record(a_batch(entries(1), registers=[ban]))

    opening = await Registers(pool).open_case(
        an_opening(datetime(2031, 3, 10, tzinfo=UTC) + timedelta(days=1))
    )

    assert bans_in(opening.known) == (BAN,)
