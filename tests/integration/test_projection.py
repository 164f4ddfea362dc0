"""The lists that people read, on a real PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from activities.database import Pool
from activities.journal.journal import Journal
from activities.journal.projection import (
    StageCount,
    all_cases,
    by_stage,
    counts_by_stage,
    due_within,
    earliest_occasion,
    open_cases,
    overdue,
)
from tests.integration.batches import a_batch, entries


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
    async with pool.acquire() as conn:
        lists = {
            "open": await open_cases(conn),
            "all": await all_cases(conn),
            "overdue in April": await overdue(conn, day(4, 1)),
            "overdue in June": await overdue(conn, day(6, 1)),
            "due in May": await due_within(conn, day(5, 1), day(5, 26)),
            "correction": await by_stage(conn, "correction"),
            "correction of courses": await by_stage(conn, "correction", process="course"),
        }

    assert {name: [case.file_no for case in cases] for name, cases in lists.items()} == {
        "open": ["late", "due", "still"],
        "all": ["closed", "due", "late", "still"],
        "overdue in April": ["late"],
        "overdue in June": ["late", "due"],
        "due in May": ["due"],
        "correction": ["due", "still"],
        "correction of courses": [],
    }


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
