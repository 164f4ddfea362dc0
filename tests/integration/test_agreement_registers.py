"""What the registers of agreements decide: subjects (A-8.7) and the kütük's numbers (A-10.3)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Literal

import pytest
from pydantic import JsonValue

from activities.agreement.agreements import DECIDERS
from activities.database import Pool
from activities.faults import Unusable
from tests.integration.agreements import (
    CASE,
    asked,
    decide,
    for_subject,
    open_case,
    record,
    sign,
    waits_for_a_lock,
)
from tests.integration.batches import OPENED_AT
from workflows.agreement.registers import AgreementTerm, Register
from workflows.kernel.case.records import RegisterWrite, Verdict

OTHER = "agreement-2026-0002"
THIRD = "agreement-2026-0003"


@asynccontextmanager
async def undecided(
    pool: Pool, case_id: str, level: str, *, ends: Literal["commit", "rollback"]
) -> AsyncIterator[None]:
    """Give a subject to a case in a transaction that ends with the block, and not before."""
    async with pool.acquire() as conn:
        work = conn.transaction()
        await work.start()
        assert (await DECIDERS[Register.SUBJECTS](conn, for_subject(case_id, level))).granted
        yield
        await getattr(work, ends)()


# -- subjects ------------------------------------------------------------------------------------


@pytest.mark.rule("A-8.7", "R-A.7")
@pytest.mark.parametrize("level", ["district", "province"])
async def test_what_the_directorate_general_has_nobody_below_it_gets(
    pool: Pool, level: str
) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    assert (await decide(pool, for_subject(CASE, "general"))).granted
    reserved = await decide(pool, for_subject(OTHER, level))
    await sign(pool, CASE)
    in_force = await decide(pool, for_subject(OTHER, level))

    facts: dict[str, JsonValue] = {"rule": "A-8.7", "overlaps": 0, "case": CASE, "until": None}
    assert reserved == Verdict(granted=False, facts=facts)
    assert in_force == Verdict(granted=False, facts={**facts, "until": "2027-08-31"})


@pytest.mark.rule("A-8.7", "R-A.15")
@pytest.mark.parametrize(
    ("general", "local"),
    [
        pytest.param(None, "vakif-1", id="a branch of the body"),
        pytest.param("vakif-3", "vakif-3", id="two branches of one body"),
        pytest.param("vakif-2", None, id="the body of a branch"),
    ],
)
async def test_a_body_and_its_branches_are_one(
    pool: Pool, general: str | None, local: str | None
) -> None:
    """The directorate general's is with vakif-1, the district's is applied for by vakif-2."""
    await open_case(pool, CASE, partner="vakif-1")
    await open_case(pool, OTHER, partner="vakif-2")
    assert (await decide(pool, for_subject(CASE, "general", body=general))).granted

    assert not (await decide(pool, for_subject(OTHER, "district", body=local))).granted
    assert (await decide(pool, for_subject(OTHER, "district", body="vakif-9"))).granted


@pytest.mark.rule("A-8.7", "R-A.7")
@pytest.mark.parametrize(
    ("partner", "subject"),
    [
        pytest.param("vakif-2", "gastronomi", id="another body"),
        pytest.param("vakif-1", "asci-yardimciligi", id="another code, whatever it sounds like"),
    ],
)
async def test_only_the_same_body_and_code_count(pool: Pool, partner: str, subject: str) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER, partner=partner)
    await decide(pool, for_subject(CASE, "general"))

    verdict = await decide(pool, for_subject(OTHER, "district", subject=subject))

    assert verdict == Verdict(granted=True, facts={"overlaps": 0})


@pytest.mark.rule("R-A.7")
async def test_overlaps_below_the_general_level_are_told_and_bar_nobody(pool: Pool) -> None:
    for case_id in (CASE, OTHER, THIRD):
        await open_case(pool, case_id)
    first = await decide(pool, for_subject(CASE, "district"))
    second = await decide(pool, for_subject(OTHER, "province"))
    general = await decide(pool, for_subject(THIRD, "general"))

    assert [first.facts, second.facts, general.facts] == [{"overlaps": n} for n in (0, 1, 2)]
    assert first.granted
    assert second.granted
    assert general.granted


@pytest.mark.rule("A-8.7")
async def test_of_two_at_once_the_second_sees_what_the_first_was_given(
    pool: Pool, other_pool: Pool
) -> None:
    """The general level is granted, but not committed, when the district asks."""
    await open_case(pool, CASE)
    await open_case(pool, OTHER)

    async with undecided(pool, CASE, "general", ends="commit"):
        district = asyncio.create_task(decide(other_pool, for_subject(OTHER, "district")))
        await waits_for_a_lock(pool)

    assert not (await district).granted


@pytest.mark.rule("A-8.7")
async def test_what_is_rolled_back_was_never_given(pool: Pool, other_pool: Pool) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)

    async with undecided(pool, CASE, "general", ends="rollback"):
        district = asyncio.create_task(decide(other_pool, for_subject(OTHER, "district")))
        await waits_for_a_lock(pool)

    assert await district == Verdict(granted=True, facts={"overlaps": 0})


@pytest.mark.rule("R-A.7")
async def test_of_two_offices_at_once_one_is_told_of_the_other(
    pool: Pool, other_pool: Pool
) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)

    verdicts = await asyncio.gather(
        decide(pool, for_subject(CASE, "district")),
        decide(other_pool, for_subject(OTHER, "district")),
    )

    assert sorted(str(verdict.facts["overlaps"]) for verdict in verdicts) == ["0", "1"]


@pytest.mark.rule("A-8.7", "R-A.10")
@pytest.mark.parametrize(
    ("on", "granted"),
    [("2027-08-31", False), ("2027-09-01", True)],
    ids=["on the last day, which lasts to 24:00", "the day after"],
)
async def test_an_agreement_bars_until_its_last_day(pool: Pool, on: str, granted: bool) -> None:  # noqa: FBT001
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    await decide(pool, for_subject(CASE, "general"))
    await sign(pool, CASE)

    assert (await decide(pool, for_subject(OTHER, "district", on=on))).granted is granted


@pytest.mark.rule("A-8.7", "R-A.6")
async def test_the_newest_row_of_a_term_counts_in_whatever_order_they_are_recorded(
    pool: Pool,
) -> None:
    """Terminated with 15 January 2027; the row of the signing is recorded once more after it."""
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    await decide(pool, for_subject(CASE, "general"))
    await sign(pool, CASE, n=2, change="terminated", ends_on=date(2027, 1, 15))
    await sign(pool, CASE)

    asks = (for_subject(OTHER, "district", on=f"2027-01-{day}") for day in (15, 16))
    assert [(await decide(pool, each)).granted for each in asks] == [False, True]


@pytest.mark.rule("A-8.7")
async def test_a_case_that_closes_without_an_agreement_gives_the_subject_back(pool: Pool) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    await decide(pool, for_subject(CASE, "general"))
    assert not (await decide(pool, for_subject(OTHER, "district"))).granted

    # a late batch replaces the projection only if it brings something new
    async with pool.acquire() as conn:
        await conn.execute("update cases set closed_at = $2 where case_id = $1", CASE, OPENED_AT)

    assert (await decide(pool, for_subject(OTHER, "district"))).granted


@pytest.mark.rule("A-8.7", "A-7.2")
async def test_an_application_that_is_turned_down_is_told_and_takes_nothing(pool: Pool) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    await decide(pool, for_subject(CASE, "general"))

    refusing = await decide(pool, for_subject(OTHER, "district", reserve=False))
    looking = await decide(pool, for_subject(CASE, "general", reserve=False))

    facts: dict[str, JsonValue] = {"overlaps": 0, "case": CASE, "until": None}
    assert refusing == Verdict(granted=True, facts=facts)
    assert looking == Verdict(granted=True, facts={"overlaps": 0})


@pytest.mark.rule("A-8.7")
async def test_a_command_that_was_granted_is_granted_again(pool: Pool) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    sent = for_subject(OTHER, "district", command_id="c-district")
    first = await decide(pool, sent)
    await decide(pool, for_subject(CASE, "general"))

    assert first.granted
    assert await decide(pool, sent) == first
    assert not (await decide(pool, for_subject(OTHER, "district"))).granted


@pytest.mark.rule("R-A.7")
async def test_another_code_picked_before_the_decision_frees_the_first(pool: Pool) -> None:
    await open_case(pool, CASE)
    await open_case(pool, OTHER)
    await decide(pool, for_subject(CASE, "general"))
    await decide(pool, for_subject(CASE, "general", subject="dikis"))

    assert (await decide(pool, for_subject(OTHER, "district"))).granted
    assert not (await decide(pool, for_subject(OTHER, "district", subject="dikis"))).granted


@pytest.mark.parametrize(
    "change",
    [{"level": "town"}, {"on": "soon"}, {"subject": None}],
    ids=["no such level", "no day", "no subject"],
)
async def test_a_request_of_another_shape_is_unusable(
    pool: Pool, change: dict[str, JsonValue]
) -> None:
    await open_case(pool, CASE)
    question = for_subject(CASE, "district")
    spoilt = question.model_copy(update={"request": {**question.request, **change}})
    with pytest.raises(Unusable, match="subjects"):
        await decide(pool, spoilt)


# -- the kütük's numbers -------------------------------------------------------------------------


async def number(
    pool: Pool, case_id: str, side: str = "general-directorate", year: int = 2026
) -> str:
    verdict = await decide(pool, asked(Register.KUTUK, case_id, side=side, on=f"{year}-09-01"))
    return str(verdict.facts["number"])


@pytest.mark.rule("A-10.3")
async def test_each_signing_side_counts_its_own_years(pool: Pool) -> None:
    given = [
        await number(pool, CASE),
        await number(pool, OTHER),
        await number(pool, THIRD, "provincial-directorate/44"),
        await number(pool, "agreement-2026-0004", "provincial-directorate/34"),
        await number(pool, "agreement-2027-0001", year=2027),
    ]

    assert given == ["2026-0001", "2026-0002", "2026-0001", "2026-0001", "2027-0001"]


@pytest.mark.rule("A-10.3")
async def test_an_agreement_keeps_its_number_whichever_command_asks(pool: Pool) -> None:
    """Another command asks where the case did not use the number: no gap is left behind."""
    first = await number(pool, CASE)
    again = await number(pool, CASE)

    assert [first, again, await number(pool, OTHER)] == ["2026-0001", "2026-0001", "2026-0002"]


@pytest.mark.rule("A-10.3")
async def test_a_number_that_is_rolled_back_goes_to_the_next(pool: Pool) -> None:
    question = asked(Register.KUTUK, CASE, side="general-directorate", on="2026-09-01")
    async with pool.acquire() as conn:
        work = conn.transaction()
        await work.start()
        lost = await DECIDERS[Register.KUTUK](conn, question)
        await work.rollback()

    assert lost.facts == {"number": "2026-0001"}
    assert await number(pool, OTHER) == "2026-0001"


@pytest.mark.rule("A-10.3")
async def test_numbers_have_no_gaps_under_concurrency(pool: Pool, other_pool: Pool) -> None:
    """Ten agreements, each asking twice at the same time."""
    cases = [f"agreement-2026-{n:04d}" for n in range(1, 11)]

    given = await asyncio.gather(
        *(number(worker, case_id) for case_id in cases for worker in (pool, other_pool))
    )

    assert sorted(given[::2]) == [f"2026-{n:04d}" for n in range(1, 11)]
    assert given[::2] == given[1::2]


async def test_a_term_of_another_shape_is_unusable(pool: Pool) -> None:
    await open_case(pool, CASE)
    endless = RegisterWrite(
        into=AgreementTerm.register, key=f"{CASE}/1", row={"n": 1, "change": "signed"}
    )
    with pytest.raises(Unusable, match="agreement-terms"):
        await record(pool, CASE, registers=[endless])
