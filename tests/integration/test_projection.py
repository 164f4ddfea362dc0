"""The lists that people read, on a real PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from activities.database import Pool
from activities.journal.journal import Journal
from activities.journal.many import recorded_open
from activities.journal.projection import (
    StageCount,
    Wanted,
    all_cases,
    counts_by_stage,
    earliest_occasion,
    list_cases,
    open_cases,
)
from starter.cli.finish import Settings
from starter.cli.work.reading import AT_A_GLANCE, Wished
from starter.cli.work.reading import list_cases as show_list
from starter.embedded.folder import save
from starter.runtime.settings import Connection
from tests.integration.batches import a_batch, a_reminder, entries


def day(month: int, number: int) -> datetime:
    return datetime(2031, month, number, 14, 30, tzinfo=UTC)


async def fill(pool: Pool) -> None:
    """Record four cases: one late, one due, one standing still, one closed."""
    cases: dict[str, dict[str, Any]] = {
        "late": {"stage": "review", "next_due": day(3, 1), "overdue": True},
        "due": {"stage": "correction", "next_due": day(5, 26)},
        "still": {"stage": "correction", "next_due": None, "next_occasion": None},
        "closed": {"stage": "closed", "next_due": day(3, 2), "closed_at": day(3, 3)},
    }
    for name, shown in cases.items():
        case_id = f"textbook-review-{name}"
        await Journal(pool).record(a_batch(entries(1), case_id=case_id, **shown))


async def test_lists_hold_the_right_cases_in_a_useful_order(pool: Pool) -> None:
    await fill(pool)
    wanted = {
        "overdue in April": Wanted(overdue_at=day(4, 1)),
        "overdue in June": Wanted(overdue_at=day(6, 1)),
        "overdue in June, with closed ones": Wanted(overdue_at=day(6, 1), closed_too=True),
        "overdue in June and in correction": Wanted(overdue_at=day(6, 1), stage="correction"),
        "due in May": Wanted(due_from=day(5, 1), due_until=day(5, 26)),
        "due in March, with closed ones": Wanted(
            due_from=day(3, 1), due_until=day(3, 31), closed_too=True
        ),
        "correction": Wanted(stage="correction"),
        "correction of courses": Wanted(stage="correction", process="course"),
    }
    async with pool.acquire() as conn:
        lists = {"open": await open_cases(conn), "all": await all_cases(conn)}
        lists |= {name: (await list_cases(conn, each)).cases for name, each in wanted.items()}

    assert {name: [case.file_no for case in cases] for name, cases in lists.items()} == {
        "open": ["late", "due", "still"],
        "all": ["closed", "due", "late", "still"],
        "overdue in April": ["late"],
        "overdue in June": ["late", "due"],
        "overdue in June, with closed ones": ["due", "late"],
        "overdue in June and in correction": ["due"],
        "due in May": ["due"],
        "due in March, with closed ones": ["closed", "late"],
        "correction": ["due", "still"],
        "correction of courses": [],
    }


async def test_a_list_that_is_cut_narrows_first_and_says_how_many_it_leaves_out(
    pool: Pool,
) -> None:
    await fill(pool)
    async with pool.acquire() as conn:
        every = await list_cases(conn, Wanted(), limit=1)
        one = await list_cases(conn, Wanted(stage="correction", overdue_at=day(6, 1)), limit=1)
        none = await list_cases(conn, Wanted(stage="coding"), limit=1)

    assert [case.file_no for case in every.cases] == ["late"]
    assert [case.file_no for case in one.cases] == ["due"]
    assert [each.left_out for each in (every, one, none)] == [2, 0, 0]


async def test_a_case_whose_mail_was_given_up_needs_attention_before_it_has_heard_of_it(
    pool: Pool,
) -> None:
    await Journal(pool).record(a_batch(entries(1), notices=[a_reminder()]))
    async with pool.acquire() as conn:
        (before,) = await open_cases(conn)
        await conn.execute("update notices set given_up_at = clock_timestamp(), failed = '550'")
        (after,) = await open_cases(conn)

    assert (before.needs_attention, after.needs_attention) == (False, True)


async def test_open_cases_are_counted_by_stage(pool: Pool) -> None:
    await fill(pool)
    async with pool.acquire() as conn:
        counts = await counts_by_stage(conn)

    assert counts == (
        StageCount(process="textbook-review", stage="correction", cases=2, overdue=0),
        StageCount(process="textbook-review", stage="review", cases=1, overdue=1),
    )


async def test_the_case_that_wakes_up_next_is_found(pool: Pool) -> None:
    async with pool.acquire() as conn:
        assert await earliest_occasion(conn) is None
    await fill(pool)
    async with pool.acquire() as conn:
        earliest = await earliest_occasion(conn)

    assert earliest == ("textbook-review-due", datetime(2031, 5, 16, 6, 0, tzinfo=UTC))


async def test_a_list_for_programs_is_complete_and_one_for_people_says_what_it_leaves_out(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    """1,500 courses came first; the one review is found however many stand before it."""
    await fill(pool)
    async with pool.acquire() as conn:
        await conn.execute(
            "insert into cases select (jsonb_populate_record(c, jsonb_build_object("
            "'case_id', 'course-' || i, 'file_no', 'c-' || i, 'process', 'course',"
            "'received_at', '2020-01-01T00:00Z', 'next_due', '2031-03-01T00:00Z'))).*"
            " from cases as c, generate_series(1, 1500) as i where c.file_no = 'late'"
        )
    save(
        tmp_path,
        Connection(
            temporal_address="127.0.0.1:1",
            namespace="vade",
            database_url=database_url,
            embedded=False,
        ),
    )

    async def shown(wished: Wished, *, for_programs: bool) -> tuple[int, bool]:
        found = await show_list(Settings(tmp_path, "en"), wished, for_programs=for_programs)
        names = {row["file_no"] for row in found.data}
        return len(found.data), "due" in names

    assert await shown(Wished(), for_programs=True) == (1503, True)
    assert await shown(Wished(closed_too=True), for_programs=True) == (1504, True)
    assert await shown(Wished(), for_programs=False) == (AT_A_GLANCE, False)
    assert await shown(Wished(limit=1600), for_programs=False) == (1503, True)
    assert await shown(Wished(stage="correction"), for_programs=False) == (2, True)
    async with pool.acquire() as conn:
        await conn.execute("update cases set needs_attention = (file_no = 'due')")
    assert await shown(Wished(attention=True), for_programs=False) == (1, True)
    assert await shown(Wished(waits_for="office"), for_programs=False) == (0, False)


async def test_what_reaches_every_open_case_begins_with_those_at_hand(pool: Pool) -> None:
    for name, settled_at in (("a", day(3, 1)), ("b", day(3, 3)), ("c", day(3, 2))):
        (opened,) = entries(1)
        entry = opened.model_copy(update={"settled_at": settled_at})
        await Journal(pool).record(a_batch((entry,), case_id=f"textbook-review-{name}"))
    async with pool.acquire() as conn:
        found = await recorded_open(conn)

    assert [case_id[-1] for case_id in found] == ["b", "c", "a"]
