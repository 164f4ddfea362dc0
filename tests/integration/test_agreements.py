"""Members of an agreement, their reports, and whom a notice to all of them reaches."""

import time
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest

from activities.agreement.agreements import missing_reporters, reports_of
from activities.database import Pool, transaction
from activities.faults import Unusable
from activities.post.notices import notices_of, put_office
from starter.client.answers import Refused
from starter.forms.agreements import Taken, file_report, join_agreement, leave_agreement
from tests.integration.agreements import (
    CASE,
    DISTRICT,
    GENERAL,
    MANAGER,
    STARTS,
    asked,
    decide,
    join,
    open_case,
    record,
    sign,
)
from workflows.agreement.offices import Office
from workflows.agreement.registers import Register
from workflows.kernel.case.records import Notice
from workflows.kernel.roles import Actor

PROVINCE = Actor(role=Office.PROVINCIAL_DIRECTORATE, id="mem-44", institution="44")
REPORT = "a" * 64
CORRECTED = "b" * 64
OCTOBER = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
"""A Monday; the first month was over on Wednesday, 30 September."""


@pytest.fixture(autouse=True)
async def agreement(pool: Pool) -> None:
    await open_case(pool)
    await sign(pool)


async def report(
    pool: Pool,
    actor: Actor = MANAGER,
    *,
    level: str = "institution",
    period: int = 1,
    at: datetime = OCTOBER,
    digest: str = REPORT,
    corrects: str | None = None,
) -> Taken:
    form = {
        "case_id": CASE,
        "level": level,
        "period": period,
        "report": digest,
        "corrects": corrects,
    }
    async with transaction(pool) as conn:
        return await file_report(conn, actor, form, received_at=at)


def manager_of(institution: str) -> Actor:
    return MANAGER.model_copy(update={"institution": institution})


# -- who takes part ------------------------------------------------------------------------------


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2")
@pytest.mark.parametrize(
    ("level", "first_period"),
    [
        pytest.param("institution", 2, id="the second month ends on 31 October"),
        pytest.param("district", 1, id="the first quarter ends on 30 November"),
        pytest.param("province", 1, id="the first half-year ends on 28 February"),
    ],
)
async def test_whoever_joins_later_reports_from_then_on(
    pool: Pool, level: str, first_period: int
) -> None:
    """Joined on 30 September, on which the first month ends; entered again, that day stays."""
    form = {"case_id": CASE, "level": level, "institution": "H1"}
    async with transaction(pool) as conn:
        joined = await join_agreement(conn, GENERAL, form, on=date(2026, 9, 30))
        again = await join_agreement(conn, GENERAL, form, on=date(2027, 3, 1))

    assert joined == again
    assert (joined.joined_on, joined.first_period) == (date(2026, 9, 30), first_period)


@pytest.mark.rule("A-11.4")
async def test_nobody_joins_an_agreement_that_is_not_in_force(pool: Pool) -> None:
    await open_case(pool, "agreement-2026-0002")
    form = {"case_id": CASE, "level": "institution", "institution": "H1"}
    async with pool.acquire() as conn:
        with pytest.raises(Refused, match="no agreement is in force under agreement-2026-0002"):
            await join_agreement(
                conn, GENERAL, {**form, "case_id": "agreement-2026-0002"}, on=STARTS
            )
        with pytest.raises(Refused, match="ended on 2027-08-31"):
            await join_agreement(conn, GENERAL, form, on=date(2027, 9, 1))
        with pytest.raises(Refused, match="principal may not"):
            await join_agreement(conn, MANAGER, form, on=STARTS)


# -- reports -------------------------------------------------------------------------------------


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2")
@pytest.mark.parametrize(
    ("actor", "level", "period", "due_on"),
    [
        # 31 October 2026 is a Saturday, 28 February 2027 a Sunday
        pytest.param(MANAGER, "institution", 2, date(2026, 11, 2), id="monthly"),
        pytest.param(DISTRICT, "district", 2, date(2027, 3, 1), id="every three months"),
        pytest.param(PROVINCE, "province", 2, date(2027, 8, 31), id="every six months"),
    ],
)
async def test_a_report_is_in_time_until_the_last_instant_and_late_ones_are_taken(
    pool: Pool, actor: Actor, level: str, period: int, due_on: date
) -> None:
    late = actor.model_copy(update={"institution": "late"})
    await join(pool, str(actor.institution), "late", level=level)
    last = datetime(due_on.year, due_on.month, due_on.day, 20, 59, 59, 999_999, tzinfo=UTC)
    midnight = datetime(due_on.year, due_on.month, due_on.day, 21, 0, tzinfo=UTC)

    in_time = await report(pool, actor, level=level, period=period, at=last)
    too_late = await report(pool, late, level=level, period=period, at=midnight)
    async with pool.acquire() as conn:
        rows = await reports_of(conn, CASE, "institution" if actor is MANAGER else level)  # type: ignore[arg-type] # the levels above

    assert in_time == Taken(due_on=due_on, late=False)
    assert too_late == Taken(due_on=due_on, late=True)
    assert {row.institution: row.late for row in rows} == {actor.institution: False, "late": True}


@pytest.mark.rule("R-A.2")
async def test_reports_are_taken_after_the_end_too_on_what_was_before_it(pool: Pool) -> None:
    """The agreement ends on 31 August 2027, and with it its twelfth month."""
    await join(pool, "H1")
    await sign(pool, n=2, change="expired")

    taken = await report(pool, period=12, at=datetime(2027, 9, 30, 9, tzinfo=UTC))
    with pytest.raises(Refused, match="there is no period 13"):
        await report(pool, period=13, at=datetime(2027, 9, 30, 9, tzinfo=UTC))

    assert taken == Taken(due_on=date(2027, 8, 31), late=True)


@pytest.mark.rule("R-A.2")
async def test_the_period_in_which_it_is_terminated_is_due_with_it(pool: Pool) -> None:
    """Saturday 12 June 2027, a Monday later."""
    await join(pool, "H1")
    await sign(pool, n=2, change="terminated", ends_on=date(2027, 6, 12))

    taken = await report(pool, period=10, at=datetime(2027, 6, 14, 9, tzinfo=UTC))
    with pytest.raises(Refused, match="there is no period 11"):
        await report(pool, period=11, at=datetime(2027, 7, 14, 9, tzinfo=UTC))

    assert taken == Taken(due_on=date(2027, 6, 14), late=False)


@pytest.mark.rule("R-A.16")
async def test_who_leaves_owes_reports_up_to_that_day(pool: Pool) -> None:
    """The second month runs from 30 September to 31 October; H2 was never in it."""
    await join(pool, "H1", "H2", "H3")
    office, body = GENERAL, {"case_id": CASE, "level": "institution", "reason": "Kurum kapatıldı."}
    async with transaction(pool) as conn:
        left = await leave_agreement(
            conn,
            manager_of("H1"),
            {**body, "institution": "H1", "left_on": "2026-10-15"},
            on=date(2026, 10, 15),
        )
        mistaken = {**body, "institution": "H2", "left_on": "2026-08-31", "mistaken": True}
        await leave_agreement(conn, office, mistaken, on=date(2026, 10, 15))
    assert (left.first_period, left.last_period) == (1, 2)
    owed = [
        (await decide(pool, asked(Register.REPORTS, CASE, level="institution", period=n))).facts
        for n in (1, 2, 3)
    ]
    assert owed == [{"missing": 2, "of": 2}, {"missing": 2, "of": 2}, {"missing": 1, "of": 1}]
    await report(pool, period=2, at=datetime(2026, 10, 20, 9, tzinfo=UTC))
    with pytest.raises(Refused, match="there is no period 3"):
        await report(pool, period=3, at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    # it takes part again, from the fourth month on
    await join(pool, "H1", on=date(2026, 12, 1))
    await report(pool, period=4, at=datetime(2026, 12, 20, 9, tzinfo=UTC))
    async with pool.acquire() as conn:
        kept = await conn.fetch(
            "select entry ->> 'left_on' as left_on from agreement_corrections"
            " where entry ->> 'institution' = 'H1' order by id"
        )
    assert [row["left_on"] for row in kept] == [None, "2026-10-15"]


@pytest.mark.rule("A-11.4")
async def test_a_notice_to_everybody_reaches_all_who_have_not_left(pool: Pool) -> None:
    await join(pool, "H1", "H2")
    await join(pool, "44-1", level="district")
    form = {"case_id": CASE, "level": "institution", "institution": "H2"}
    async with transaction(pool) as conn:
        await leave_agreement(
            conn,
            GENERAL,
            {**form, "left_on": "2026-09-15", "reason": "Kurum kapatıldı."},
            on=date(2026, 9, 15),
        )
    await record(pool, notices=[a_notice(to="institution/**")])

    assert await addressees(pool) == ["institution/H1"]


@pytest.mark.rule("A-11.3a")
async def test_one_report_a_period_and_the_first_one_stays(pool: Pool) -> None:
    await join(pool, "H1")
    first = await report(pool, at=datetime(2026, 9, 30, 9, tzinfo=UTC))
    again = await report(pool, at=OCTOBER)
    with pytest.raises(Refused, match="another report on period 1"):
        await report(pool, digest=CORRECTED)
    await report(pool, period=2, digest=CORRECTED)

    async with pool.acquire() as conn:
        rows = await reports_of(conn, CASE, "institution")
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await conn.execute("update agreement_reports set report = $1", CORRECTED)
    assert first == again == Taken(due_on=date(2026, 9, 30), late=False)
    assert [(row.period, row.report) for row in rows] == [(1, REPORT), (2, CORRECTED)]


@pytest.mark.rule("A-11.3a")
async def test_a_wrong_report_is_corrected_until_the_run_off_is_over_and_both_stay(
    pool: Pool,
) -> None:
    await join(pool, "H1")
    await report(pool)
    await report(pool, digest=CORRECTED, corrects="Yanlış dosya yüklendi.")
    await sign(pool, n=2, change="run-off-over")
    with pytest.raises(Refused, match="the report on period 1 is part of what"):
        await report(pool, corrects="Yine yanlış.")

    async with pool.acquire() as conn:
        rows = await reports_of(conn, CASE, "institution")
        kept = await conn.fetchval("select entry ->> 'report' from agreement_corrections")
    assert ([row.report for row in rows], kept) == ([CORRECTED], REPORT)


@pytest.mark.rule("A-11.3a")
async def test_a_period_that_has_not_begun_is_not_reported_on(pool: Pool) -> None:
    """The third month begins with 31 October."""
    await join(pool, "H1")
    evening = datetime(2026, 10, 30, 20, 59, tzinfo=UTC)
    with pytest.raises(Refused, match="period 3 has not begun"):
        await report(pool, period=3, at=evening)

    assert not (await report(pool, period=3, at=datetime(2026, 10, 30, 21, tzinfo=UTC))).late


@pytest.mark.rule("A-11.3a")
async def test_only_members_report_and_each_for_itself(pool: Pool) -> None:
    await join(pool, "H1")
    await join(pool, "H2", level="district")
    for institution in ("H2", "H3"):
        with pytest.raises(Refused, match=f"{institution} does not take part"):
            await report(pool, manager_of(institution))
    with pytest.raises(Refused, match="general-directorate may not report"):
        await report(pool, GENERAL)


@pytest.mark.rule("A-11.3a", "A-11.3b")
async def test_the_case_is_told_how_many_are_missing(pool: Pool) -> None:
    await join(pool, "H1", "H2", "H3")
    await join(pool, "H4", on=date(2026, 10, 1))
    await join(pool, "44-1", level="district")
    await report(pool)

    async with pool.acquire() as conn:
        assert await missing_reporters(conn, CASE, "institution", 1) == ("H2", "H3")
    asks = [("institution", 1), ("institution", 2), ("district", 1), ("province", 1)]
    found = [
        (await decide(pool, asked(Register.REPORTS, CASE, level=level, period=n))).facts
        for level, n in asks
    ]

    assert found == [
        {"missing": 2, "of": 3},
        {"missing": 4, "of": 4},
        {"missing": 1, "of": 1},
        {"missing": 0, "of": 0},
    ]


# -- notices to all who are missing --------------------------------------------------------------


def a_notice(*, to: str = "institution/*", **facts: Any) -> Notice:
    return Notice(
        occasion="A-11.3a/1",
        addressee=to,
        rule="A-11.3a",
        kind="notification",
        template="report_missing",
        dated_at=datetime(2026, 9, 30, 21, 0, tzinfo=UTC),
        facts={"file_no": "2026-0001", "level": "institution", "period": 1, **facts},
    )


async def addressees(pool: Pool) -> list[str]:
    async with pool.acquire() as conn:
        return sorted(notice.addressee for notice in await notices_of(conn, CASE))


@pytest.mark.rule("A-11.3a", "R-A.2")
async def test_a_notice_to_the_group_reaches_those_who_are_missing_once(pool: Pool) -> None:
    """Recorded again after a report has come and somebody has joined, it adds nothing."""
    await join(pool, "H1", "H2", "H3")
    await join(pool, "44-1", level="district")
    await report(pool)
    await record(pool, notices=[a_notice()])
    first = await addressees(pool)
    await report(pool, manager_of("H2"))
    await join(pool, "H4", on=date(2026, 10, 6))
    await record(pool, notices=[a_notice()])

    async with pool.acquire() as conn:
        drawn = await notices_of(conn, CASE)
    assert first == await addressees(pool) == ["institution/H2", "institution/H3"]
    assert {notice.facts["period"] for notice in drawn} == {1}
    assert {notice.template for notice in drawn} == {"report_missing"}


@pytest.mark.rule("A-11.3b", "A-11.3c")
@pytest.mark.parametrize(
    ("group", "level"),
    [("district-directorate/*", "district"), ("provincial-directorate/*", "province")],
)
async def test_directorates_are_groups_too(pool: Pool, group: str, level: str) -> None:
    await join(pool, "H1")
    await join(pool, "44", level=level)
    await record(pool, notices=[a_notice(to=group, level=level)])

    assert await addressees(pool) == [group.replace("*", "44")]


async def test_members_without_an_address_are_named_as_a_group(pool: Pool) -> None:
    """A case carries who cannot be reached: one name, and not hundreds."""
    await join(pool, "H1", "H2", "H3")
    async with transaction(pool) as conn:
        await put_office(conn, "institution/H2", name="Halk Eğitimi", email="h2@example.org")
    other = a_notice(to="district-directorate/44-1")

    silent = await record(pool, notices=[a_notice(), other])
    async with transaction(pool) as conn:
        await put_office(conn, "institution", name="Kurum", email="kurum@example.org")

    assert silent == ("district-directorate/44-1", "institution/*")
    assert await record(pool, notices=[]) == ("district-directorate/44-1",)


@pytest.mark.parametrize(
    "facts", [{"level": "ilçe"}, {"period": None}], ids=["no such level", "no period"]
)
async def test_a_group_without_level_or_period_is_unusable(
    pool: Pool, facts: dict[str, Any]
) -> None:
    with pytest.raises(Unusable, match="nobody can tell who is missing"):
        await record(pool, notices=[a_notice(**facts)])


@pytest.mark.rule("A-11.3a")
async def test_nine_hundred_members_take_well_under_a_second(pool: Pool) -> None:
    members = """
        insert into agreement_members
            (case_id, institution, level, joined_on, first_period, joined_by)
        select $1, 'K' || n, 'institution', $2, 1, 'hbo-1' from generate_series(1, 900) as n
    """
    async with pool.acquire() as conn:
        await conn.execute(members, CASE, STARTS)

    began = time.perf_counter()
    silent = await record(pool, notices=[a_notice()])
    took = time.perf_counter() - began
    print(f"900 notices drawn up in {took * 1000:.0f} ms")  # noqa: T201 - a figure to look at

    assert len(await addressees(pool)) == 900
    assert silent == ("institution/*",)
    assert took < 1
