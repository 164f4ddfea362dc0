"""Trainings under an agreement: begun before its end, finished after it (A-5.1, A-11.4)."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from activities.agreement.agreements import lock_agreement, training_of
from activities.database import Pool, transaction
from activities.registers.reference import put_reference
from starter.client.answers import Refused
from starter.forms.agreements import begin_training, finish_training, strike_training
from tests.integration.agreements import (
    CASE,
    MANAGER,
    asked,
    decide,
    join,
    open_case,
    sign,
    waits_for_a_lock,
)
from workflows.agreement.registers import Register
from workflows.kernel.roles import Actor


@pytest.fixture(autouse=True)
async def agreement(pool: Pool) -> None:
    await open_case(pool)
    await sign(pool)


def a_training(**changes: Any) -> dict[str, Any]:
    usual = {
        "case_id": CASE,
        "training": "K-1",
        "programme": "ascilik",
        "starts_on": "2027-08-30",
        "ends_on": "2027-10-15",
    }
    return {**usual, **changes}


async def begin(
    pool: Pool, actor: Actor = MANAGER, *, on: date = date(2027, 8, 2), **changes: Any
) -> None:
    async with transaction(pool) as conn:
        await begin_training(conn, actor, a_training(**changes), on=on)


async def finish(pool: Pool, actor: Actor = MANAGER, *, finished_on: str, on: date) -> None:
    form = {"case_id": CASE, "training": "K-1", "finished_on": finished_on}
    async with transaction(pool) as conn:
        await finish_training(conn, actor, form, on=on)


def manager_of(institution: str) -> Actor:
    return MANAGER.model_copy(update={"institution": institution})


async def refused(pool: Pool, **changes: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as fault:
        await begin(pool, **changes)
    return tuple(reason.rule for reason in fault.value.reasons)


@pytest.mark.rule("A-11.4", "R-A.5")
async def test_a_training_begins_before_the_last_day(pool: Pool) -> None:
    """The worked example: from Monday 30 August 2027, and on Tuesday 31 August alone."""
    await join(pool, "H1")
    await begin(pool)
    await begin(pool)  # the same again is the first

    assert await refused(pool, training="K-2", starts_on="2027-08-31") == ("R-A.5",)
    await begin(pool, training="K-2", starts_on="2027-08-31", ends_on="2027-08-31")
    with pytest.raises(Refused, match="K-1 has been begun with other particulars"):
        await begin(pool, starts_on="2027-08-16")


@pytest.mark.rule("A-11.4", "R-A.5")
async def test_what_has_begun_before_the_end_is_entered_until_the_run_off_is_over(
    pool: Pool,
) -> None:
    """Terminated with Monday 1 March 2027; K-1 began on Friday and is entered a week later."""
    await join(pool, "H1")
    await sign(pool, n=2, change="terminated", ends_on=date(2027, 3, 1))
    assert await refused(pool, on=date(2027, 3, 8), starts_on="2027-03-02") == ("A-11.4",)
    await begin(pool, on=date(2027, 3, 8), starts_on="2027-02-26")
    held = await decide(pool, asked(Register.TRAININGS, CASE, last_day="2027-03-01"))
    assert held.facts["unfinished"] == 1
    async with pool.acquire() as conn:
        entered = await training_of(conn, CASE, "K-1")
    assert entered is not None
    assert entered.late
    await sign(pool, n=3, change="run-off-over", ends_on=date(2027, 3, 1))

    late = await refused(pool, training="K-2", on=date(2027, 5, 3), starts_on="2027-02-26")
    assert late == ("A-11.4",)


@pytest.mark.rule("A-11.4")
async def test_what_has_never_taken_place_is_struck_off_and_stays_on_record(pool: Pool) -> None:
    await join(pool, "H1")
    await begin(pool)
    form = {"case_id": CASE, "training": "K-1", "reason": "Yeterli başvuru olmadı."}
    with pytest.raises(Refused, match="K-1 is not held by H9"):
        async with transaction(pool) as conn:
            await strike_training(conn, manager_of("H9"), form, on=date(2027, 8, 20))
    async with transaction(pool) as conn:
        await strike_training(conn, MANAGER, form, on=date(2027, 8, 20))
    held = await decide(pool, asked(Register.TRAININGS, CASE, last_day="2027-08-31"))

    assert held.facts["unfinished"] == 0
    with pytest.raises(Refused, match="K-1 is struck off"):
        await finish(pool, finished_on="2027-10-15", on=date(2027, 10, 15))
    async with pool.acquire() as conn:
        row = await conn.fetchrow("select struck_on, correction from trainings")
    assert row is not None
    assert tuple(row) == (date(2027, 8, 20), "Yeterli başvuru olmadı.")


@pytest.mark.rule("A-11.4")
async def test_wrong_days_of_a_training_are_corrected_and_both_stay(pool: Pool) -> None:
    await join(pool, "H1")
    await begin(pool)
    with pytest.raises(Refused, match="K-1 has been begun with other particulars"):
        await begin(pool, ends_on="2027-10-29")
    await begin(pool, ends_on="2027-10-29", corrects="Bitiş günü yanlış yazılmış.")
    await finish(pool, finished_on="2027-10-28", on=date(2027, 11, 2))
    form = {"case_id": CASE, "training": "K-1", "finished_on": "2027-10-29"}
    async with transaction(pool) as conn:
        right = {**form, "corrects": "Bitiş günü yanlış yazılmış."}
        await finish_training(conn, MANAGER, right, on=date(2027, 11, 2))
    with pytest.raises(Refused, match="K-1 is on record as finished"):
        await begin(pool, ends_on="2027-10-15", corrects="İlk hâli doğruymuş.")

    async with pool.acquire() as conn:
        now = await training_of(conn, CASE, "K-1")
        kept = await conn.fetch(
            "select entry ->> 'ends_on' as ends, entry ->> 'finished_on' as finished"
            " from agreement_corrections order by id"
        )
    assert now is not None
    assert (now.ends_on, now.finished_on) == (date(2027, 10, 29), date(2027, 10, 29))
    assert [tuple(row) for row in kept] == [("2027-10-15", None), ("2027-10-29", "2027-10-28")]


@pytest.mark.rule("A-11.4", "A-11.5")
async def test_an_extension_covers_what_begins_later(pool: Pool) -> None:
    await join(pool, "H1")
    assert await refused(pool, starts_on="2027-09-06") == ("A-11.4",)
    await sign(pool, n=2, change="extended", ends_on=date(2028, 8, 31))

    await begin(pool, starts_on="2027-09-06", on=date(2027, 9, 6))


@pytest.mark.rule("A-5.1")
async def test_a_training_needs_a_published_programme(pool: Pool) -> None:
    """The agreement's own one is; any other has to be on the list when the training begins."""
    await join(pool, "H1")
    assert await refused(pool, programme="dikis") == ("A-5.1",)
    async with transaction(pool) as conn:
        await put_reference(conn, "programmes", "dikis", {"code": "dikis"}, date(2027, 8, 31))
    assert await refused(pool, programme="dikis") == ("A-5.1",)
    async with transaction(pool) as conn:
        await put_reference(conn, "programmes", "dikis", {"code": "dikis"}, date(2027, 8, 30))

    await begin(pool, programme="dikis")


@pytest.mark.rule("A-11.4", "R-A.5")
async def test_the_run_off_ends_with_the_last_training_that_is_covered(pool: Pool) -> None:
    """Terminated with 1 March 2027: what was to begin on that day is not covered any more."""
    await join(pool, "H1")
    await begin(pool, starts_on="2027-02-26", on=date(2027, 2, 1))
    await begin(pool, training="K-2", starts_on="2027-03-01", on=date(2027, 2, 1))
    await sign(pool, n=2, change="terminated", ends_on=date(2027, 3, 1))
    run_off = asked(Register.TRAININGS, CASE, last_day="2027-03-01")
    before = await decide(pool, run_off)

    with pytest.raises(Refused, match="finished on 2027-04-02"):
        await finish(pool, finished_on="2027-04-02", on=date(2027, 4, 1))
    with pytest.raises(Refused, match="K-1 is not held by H9"):
        await finish(pool, manager_of("H9"), finished_on="2027-04-01", on=date(2027, 4, 1))
    await finish(pool, finished_on="2027-04-01", on=date(2027, 4, 1))
    await finish(pool, finished_on="2027-04-01", on=date(2027, 4, 5))
    with pytest.raises(Refused, match="on record as finished on 2027-04-01"):
        await finish(pool, finished_on="2027-04-02", on=date(2027, 4, 5))

    assert before.facts == {"unfinished": 1, "latest_start": "2027-02-26", "not_covered": 1}
    assert (await decide(pool, run_off)).facts == {
        "unfinished": 0,
        "latest_start": None,
        "not_covered": 1,
    }
    everything = await decide(pool, asked(Register.TRAININGS, CASE))
    assert everything.facts["latest_start"] == "2027-03-01"


@pytest.mark.rule("A-11.4")
async def test_a_training_is_judged_by_an_end_that_is_being_recorded(
    pool: Pool, other_pool: Pool
) -> None:
    await join(pool, "H1")
    async with transaction(pool) as conn:
        await lock_agreement(conn, CASE)  # as whoever records the end does
        begun = asyncio.create_task(refused(other_pool, on=date(2027, 3, 2)))
        await waits_for_a_lock(pool)
        await conn.execute(
            "insert into agreement_terms"
            " (case_id, n, change, starts_on, ends_on, programme, entry_n)"
            " select case_id, 2, 'terminated', starts_on, $2, programme, entry_n"
            " from agreement_terms where case_id = $1",
            CASE,
            date(2027, 3, 1),
        )
    assert await begun == ("A-11.4",)


async def test_what_was_entered_cannot_be_changed(pool: Pool) -> None:
    await join(pool, "H1")
    await begin(pool)
    async with pool.acquire() as conn:
        for statement in (
            "update agreement_terms set ends_on = ends_on + 1",
            "delete from agreement_members",
            "update trainings set starts_on = starts_on - 1",
            "delete from trainings",
        ):
            with pytest.raises(asyncpg.RestrictViolationError):
                await conn.execute(statement)
