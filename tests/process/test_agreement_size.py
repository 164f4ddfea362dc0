"""What a national agreement costs in history: nine hundred institutions, five years.

Members report to the registers and not to the case: its history grows with periods, whatever the
number of those who report (V-8). Events that virtual time adds are not counted.

From Friday 31 January 2031 to Thursday 31 January 2036, counted in whole months: 60 monthly, 20
quarterly and 10 half-yearly periods. Of every third month nine of the nine hundred are missing.

That takes a minute and more: pytest tests/process/test_agreement_size.py --long-proofs. Without the
option it is two years, to Monday 31 January 2033.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from itertools import pairwise

import pytest

from activities.database import Pool, transaction
from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.engine import Engine, running_engine
from starter.runtime.serving import publish_editions
from tests.budgets import PROPERTY
from tests.process.agreed import Agreed, agreements

STARTS = "2031-01-31"
MEMBERS = {
    "institution": [f"kurum-{n:03d}" for n in range(900)],
    "district": [f"ilce-{n:02d}" for n in range(45)],
    "province": [f"il-{n}" for n in range(9)],
}
MONTHS = {"institution": 1, "district": 3, "province": 6}
ADDRESSEES = {
    "institution": "institution",
    "district": "district-directorate",
    "province": "provincial-directorate",
}

A_YEAR = 600
"""Events at most from one 5 February to the next."""


def is_missing(level: str, period: int, number: int) -> bool:
    """Which member leaves which report out: nine of nine hundred a month, one of the others."""
    if level == "institution":
        return period % 3 == 0 and (number + period) % 100 == 0
    return (period, number) == (4, 3)


def missing(years: int) -> Counter[tuple[str, int]]:
    """Return each member that leaves a report out, with the period: once each."""
    return Counter(
        (f"{ADDRESSEES[level]}/{member}", period)
        for level, members in MEMBERS.items()
        for period in range(1, 12 * years // MONTHS[level] + 1)
        for number, member in enumerate(members)
        if is_missing(level, period, number)
    )


@pytest.fixture(scope="module")
async def turning() -> AsyncIterator[Engine]:
    """A server on which a case continues as new every year or so."""
    restless = {**DYNAMIC_CONFIG, "limit.historyCount.suggestContinueAsNew": "400"}
    async with running_engine(dynamic_config=restless) as engine:
        yield engine


async def enter_members(pool: Pool, case_id: str) -> None:
    """Enter all members, from the first day on; the door that they use is tested elsewhere."""
    rows = [(case_id, member, level) for level in MEMBERS for member in MEMBERS[level]]
    async with transaction(pool) as conn:
        await conn.executemany(
            "insert into agreement_members"
            " (case_id, institution, level, joined_on, first_period, joined_by)"
            " values ($1, $2, $3, '2031-01-31', 1, 'hbo-1')",
            rows,
        )


async def enter_reports(pool: Pool, case_id: str, years: int) -> None:
    """Enter all reports but the missing, eleven thousand a year; the case only counts rows."""
    left_out = [(addressee.partition("/")[2], period) for addressee, period in missing(years)]
    async with transaction(pool) as conn:
        await conn.execute(
            "insert into agreement_reports"
            " (case_id, level, period, institution, due_on, received_at, report, filed_by)"
            " select m.case_id, m.level, p.period, m.institution, '2031-03-01', '2031-03-01',"
            " repeat('a', 64), 'kurum'"
            " from agreement_members as m cross join generate_series(1, $5) as p (period)"
            " where m.case_id = $1 and p.period <= $5 / ($2::jsonb ->> m.level)::integer"
            " and not exists (select from unnest($3::text[], $4::integer[]) as l (who, period)"
            " where l.who = m.institution and l.period = p.period)",
            case_id,
            MONTHS,
            [member for member, _ in left_out],
            [period for _, period in left_out],
            12 * years,
        )


async def reminded(pool: Pool, case_id: str) -> Counter[tuple[str, int]]:
    """Count the notices of a missing report, by member and period."""
    async with pool.acquire() as conn:
        rows = await conn.fetch(
            "select addressee, (facts ->> 'period')::integer as period from notices"
            " where case_id = $1 and template = 'report_overdue'",
            case_id,
        )
    return Counter((row["addressee"], row["period"]) for row in rows)


async def in_force(case: Agreed, years: int) -> list[int]:
    """Let the term pass; return what each year has added to the history."""
    totals = [(await case.cost())[1]]
    for year in range(2032, 2032 + years):
        await case.at(f"{year}-02-05T12:00")
        totals.append((await case.cost())[1])
    return [after - before for before, after in pairwise(totals)]


async def wound_up(case: Agreed) -> None:
    """Confirm the run-off, report and archive."""
    await case.acts("confirm_run_off")
    await case.acts("file_final_report", report="a" * 64)
    await case.acts("archive_agreement", file_no="D-7")
    await case.handle.result()


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2", "A-8.10")
@pytest.mark.timeout(180)
async def test_nine_hundred_institutions_over_years(
    turning: Engine,
    record_property: Callable[[str, object], None],
    request: pytest.FixtureRequest,
) -> None:
    years = 5 if request.config.getoption("--long-proofs") else 2
    async with turning.scene() as scene:
        await publish_editions(scene.pool)
        async with agreements(scene, "general", opens="2031-01-06T10:00") as (case,):
            await case.at("2031-01-27T10:00")
            await case.to_force("2031-01-27", STARTS, f"{2031 + years}-01-31")
            await case.at("2031-01-31T10:00")
            await enter_members(scene.pool, case.case_id)
            await enter_reports(scene.pool, case.case_id, years)

            by_year = await in_force(case, years)
            stood = (await case.view())["stage"]
            told = await reminded(scene.pool, case.case_id)
            await wound_up(case)
            runs, events, size = await case.cost()

    record_property(
        PROPERTY,
        f"national agreement, 900 institutions, {years} years: {events} events in {runs} runs · "
        f"{size / 1000:.0f} kB · events by year {', '.join(map(str, by_year))} of {A_YEAR} · "
        f"{told.total()} reminders to members",
    )
    assert stood == "run-off"
    assert runs > 1
    assert told == missing(years)
    assert max(by_year) <= A_YEAR
