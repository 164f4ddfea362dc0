"""Bans entered and lifted beside any case, on a real PostgreSQL (R-S.13)."""

from datetime import date
from typing import Any

import pytest
from pydantic import JsonValue

from activities.database import Pool, transaction
from activities.opening import Registers
from activities.textbook.sanctions import sanctions_of
from starter.client.answers import Refused
from starter.forms.bans import enter_ban, lift_ban
from tests.integration.batches import CASE
from tests.integration.dossiers import link_case
from workflows.kernel.case.records import Decide
from workflows.kernel.roles import Actor

PRESIDENCY = Actor(role="presidency", id="presidency-1")
PUBLISHER = Actor(role="applicant", id="p-7")
BAN = "S-37.1/p-7/2031/14"
TODAY = date(2031, 9, 1)


def found(**changes: Any) -> dict[str, Any]:
    """Pen names, found on Monday 2 June 2031: two years, to 1 June 2033."""
    usual = {
        "rule": "S-37.1",
        "subject": "p-7",
        "decision_no": "2031/14",
        "decided_on": "2031-06-02",
    }
    return usual | changes


def annulled(**changes: Any) -> dict[str, Any]:
    """A court annuls the finding; applications are accepted from 15 August 2031 on."""
    usual = {
        "ban": BAN,
        "from_day": "2031-08-15",
        "decision_no": "E.2031/901",
        "decided_on": "2031-08-14",
        "grounds": "İdare mahkemesi tespiti iptal etmiştir.",
    }
    return usual | changes


async def enter(pool: Pool, by: Actor = PRESIDENCY, **changes: Any) -> None:
    async with transaction(pool) as conn:
        await enter_ban(conn, by, found(**changes), on=TODAY)


async def lift(pool: Pool, by: Actor = PRESIDENCY, **changes: Any) -> None:
    async with transaction(pool) as conn:
        await lift_ban(conn, by, annulled(**changes), on=TODAY)


async def runs(pool: Pool) -> list[tuple[str, str, str]]:
    async with pool.acquire() as conn:
        bans = await sanctions_of(conn, "p-7")
    return [(ban.id, str(ban.starts_on), str(ban.ends_on)) for ban in bans]


async def granted(pool: Pool, on: str) -> bool:
    """Whether a pending draft of the publisher may be taken into review on a day."""
    request: dict[str, JsonValue] = {"rules": ["S-37.1"], "on": on}
    asked = Decide(by="sanctions", case_id=CASE, command_id=f"c-{on}", request=request)
    return (await Registers(pool).decide(asked)).granted


@pytest.mark.rule("R-S.13", "R-S.6")
async def test_a_ban_is_entered_on_a_decision_and_counts_from_its_day(pool: Pool) -> None:
    await enter(pool)
    await enter(pool)
    assert await runs(pool) == [(BAN, "2031-06-02", "2033-06-02")]


@pytest.mark.rule("R-S.13")
async def test_a_lifted_ban_blocks_up_to_the_day_before_the_one_named(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await link_case(conn, CASE, "p-7")
    await enter(pool)
    await lift(pool)
    await lift(pool)
    assert await runs(pool) == [(BAN, "2031-06-02", "2031-08-15")]
    assert [await granted(pool, on) for on in ("2031-08-14", "2031-08-15")] == [False, True]


@pytest.mark.rule("R-S.13")
async def test_a_ban_annulled_from_the_beginning_blocks_no_day(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await link_case(conn, CASE, "p-7")
    await enter(pool)
    await lift(pool, from_day="2031-06-02")
    assert await granted(pool, "2031-06-02")


@pytest.mark.rule("R-S.13", "R-S.8")
async def test_lifting_one_ban_leaves_those_beside_it(pool: Pool) -> None:
    await enter(pool)
    await enter(pool, rule="S-5.2c", decision_no="2031/20", decided_on="2031-07-01")
    await lift(pool)
    assert await runs(pool) == [
        (BAN, "2031-06-02", "2031-08-15"),
        ("S-5.2c/p-7/2031/20", "2031-07-01", "2032-07-01"),
    ]


@pytest.mark.rule("R-S.13")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        pytest.param({"decided_on": "2031-09-02"}, "R-S.6", id="decided tomorrow"),
        pytest.param({"decided_on": "2031-06-03"}, "R-S.13", id="the same number, another day"),
        pytest.param({"decided_on": "2009-06-02"}, "R-S.13", id="before the regulation"),
        pytest.param({"scope": {"grade": "5"}}, "S-37.1", id="narrowed, but reaches all books"),
        pytest.param({"rule": "S-7.5"}, "S-7.5", id="of a field and a grade that are not named"),
        pytest.param({"rule": "S-33.1e"}, "R-S.13", id="a rule that bans nobody"),
    ],
)
async def test_a_ban_is_not_entered(pool: Pool, changes: dict[str, Any], rule: str) -> None:
    await enter(pool)
    with pytest.raises(Refused) as no:
        await enter(pool, **changes)
    assert rule in [reason.rule for reason in no.value.reasons]
    assert len(await runs(pool)) == 1


@pytest.mark.rule("R-S.13")
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"ban": "S-37.1/p-8/2031/14"}, id="no such ban"),
        pytest.param({"from_day": "2031-06-01"}, id="from before it began"),
        pytest.param({"from_day": "2033-06-02"}, id="from its own end"),
        pytest.param({"decided_on": "2031-09-02"}, id="decided tomorrow"),
        pytest.param({"from_day": "2031-08-20"}, id="lifted already, from another day"),
    ],
)
async def test_a_ban_is_not_lifted(pool: Pool, changes: dict[str, Any]) -> None:
    await enter(pool)
    await lift(pool)
    with pytest.raises(Refused):
        await lift(pool, **changes)
    assert await runs(pool) == [(BAN, "2031-06-02", "2031-08-15")]


@pytest.mark.rule("R-S.13")
async def test_nobody_but_the_presidency_bans_or_frees(pool: Pool) -> None:
    with pytest.raises(Refused, match="may not enter"):
        await enter(pool, by=PUBLISHER)
    await enter(pool)
    with pytest.raises(Refused, match="may not lift"):
        await lift(pool, by=PUBLISHER)
