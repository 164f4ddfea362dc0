"""Registers of tools on a real PostgreSQL: periods of coefficients, decisions, and their uses."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import JsonValue

from activities.database import Pool, transaction
from activities.education_tool import decisions
from activities.journal.journal import Journal
from activities.registry import DECIDERS
from activities.textbook.coefficients import coefficient_on, put_coefficient
from starter.client.answers import Refused
from starter.forms.coefficients import enter_coefficient
from starter.forms.tools import use_tool_decision
from tests.integration.batches import CASE, a_batch, entries
from workflows.education_tool.registers import ToolDecision, decision_in
from workflows.kernel.case.records import Decide, RegisterWrite
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.registers import coefficient_in, coefficient_of_period_in

UNIT = Actor(role=Role.APPLICANT, id="unit-3-clerk", institution="BIRIM-3")
FUND = Actor(role="revolving-fund", id="fund-1")
DECISION = ToolDecision.model_validate(
    {
        "decision_no": "UK-1",
        "decided_on": "2031-03-28",
        "tool_no": "EA-7",
        "unit": "BIRIM-3",
        "path": "purchase",
        "transaction_no": "SA-9",
    }
)
USE: dict[str, Any] = {
    "decision_no": "UK-1",
    "path": "purchase",
    "transaction_no": "SA-9",
    "used_on": "2031-04-07",
}
ON = date(2031, 4, 7)


async def ask(pool: Pool, by: str, request: dict[str, JsonValue]) -> Mapping[str, JsonValue]:
    asked = Decide(by=by, case_id=CASE, command_id="c-1", request={**request, "file_no": "1"})
    async with transaction(pool) as conn:
        verdict = await DECIDERS[by](conn, asked)
    assert verdict.granted
    return verdict.facts


async def enter_decision(pool: Pool) -> None:
    row = RegisterWrite(
        into=DECISION.register, key=DECISION.decision_no, row=DECISION.model_dump(mode="json")
    )
    await Journal(pool).record(a_batch(entries(1), registers=[row]))


# -- periods of coefficients -----------------------------------------------------------------------


@pytest.mark.rule("R-E.8")
@pytest.mark.parametrize(
    ("day", "value"),
    [
        pytest.param("2031-01-01", "1.20", id="first day"),
        pytest.param("2031-06-30", "1.20", id="last day"),
        pytest.param("2031-07-01", None, id="a gap"),
        pytest.param("2031-08-01", "1.30", id="the next period"),
        pytest.param("2032-01-01", None, id="after the last: not carried on"),
        pytest.param("2030-12-31", None, id="before the first"),
    ],
)
async def test_a_coefficient_holds_within_its_period(
    pool: Pool, day: str, value: str | None
) -> None:
    async with transaction(pool) as conn:
        await put_coefficient(conn, date(2031, 1, 1), Decimal("1.20"), date(2031, 6, 30))
        await put_coefficient(conn, date(2031, 8, 1), Decimal("1.30"), date(2031, 12, 31))

    known = await ask(pool, "coefficients", {"paid_on": day})

    assert coefficient_of_period_in(known) == (None if value is None else Decimal(value))


@pytest.mark.rule("R-E.8")
async def test_a_period_without_an_end_counts_for_drafts_and_not_for_tools(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await put_coefficient(conn, date(2031, 1, 1), Decimal("1.25"))
        assert await coefficient_on(conn, date(2033, 5, 5)) == Decimal("1.25")

    known = await ask(pool, "coefficients", {"paid_on": "2033-05-05"})

    assert coefficient_in(known) == Decimal("1.25")
    assert coefficient_of_period_in(known) is None


@pytest.mark.rule("R-E.8")
async def test_an_older_period_does_not_come_back_when_a_newer_one_is_over(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await put_coefficient(conn, date(2031, 1, 1), Decimal("1.25"))
        await put_coefficient(conn, date(2031, 7, 1), Decimal("1.30"), date(2031, 12, 31))

        assert await coefficient_on(conn, date(2032, 1, 1)) is None


@pytest.mark.rule("R-E.8")
@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        pytest.param("2031-07-01", "2031-12-31", False, id="the days after it"),
        pytest.param("2030-07-01", "2030-12-31", False, id="the days before it"),
        pytest.param("2031-06-30", "2031-12-31", True, id="its last day"),
        pytest.param("2030-07-01", "2031-01-01", True, id="its first day"),
        pytest.param("2030-01-01", "2031-12-31", True, id="all of it"),
        pytest.param("2031-02-01", "2031-03-01", True, id="a part of it"),
        pytest.param("2031-01-01", "2031-06-30", True, id="its days with another value"),
        pytest.param("2031-12-31", "2031-07-01", True, id="an end before the beginning"),
    ],
)
async def test_no_day_gets_two_coefficients(
    pool: Pool,
    first: str,
    last: str,
    refused: bool,  # noqa: FBT001 - a row of the table
) -> None:
    period = {"from_day": "2031-01-01", "through_day": "2031-06-30", "value": "1.20"}
    other = {"from_day": first, "through_day": last, "value": "1.30"}
    async with transaction(pool) as conn:
        for _ in range(2):  # the same one again changes nothing
            await enter_coefficient(conn, FUND, period)
    async with transaction(pool) as conn:
        if not refused:
            await enter_coefficient(conn, FUND, other)
            return
        with pytest.raises(Refused) as no:
            await enter_coefficient(conn, FUND, other)
    assert {reason.rule for reason in no.value.reasons} == {"R-E.8"}


@pytest.mark.rule("R-E.8")
async def test_a_period_takes_over_from_one_without_an_end_and_only_the_fund_enters_it(
    pool: Pool,
) -> None:
    period = {"from_day": "2031-07-01", "through_day": "2031-12-31", "value": "1.30"}
    async with transaction(pool) as conn:
        await put_coefficient(conn, date(2031, 1, 1), Decimal("1.25"))
        await enter_coefficient(conn, FUND, period)
        assert await coefficient_on(conn, date(2031, 6, 30)) == Decimal("1.25")
        assert await coefficient_on(conn, date(2031, 7, 1)) == Decimal("1.30")
        with pytest.raises(Refused):
            await enter_coefficient(conn, UNIT, period)


# -- decisions and what they are used for ----------------------------------------------------------


@pytest.mark.rule("E-35.4")
async def test_an_opening_knows_the_earlier_decision_if_the_register_does(pool: Pool) -> None:
    await enter_decision(pool)

    known = await ask(pool, "tool-decisions", {"decision_no": "UK-1"})
    assert decision_in(known) == DECISION
    known = await ask(pool, "tool-decisions", {"decision_no": "UK-2"})
    assert decision_in(known) is None


@pytest.mark.rule("E-35.5")
async def test_a_use_is_entered_once_and_another_one_is_refused(pool: Pool) -> None:
    await enter_decision(pool)
    async with transaction(pool) as conn:
        used = await use_tool_decision(conn, UNIT, USE, on=ON)
        later = USE | {"used_on": "2031-04-08"}
        again = await use_tool_decision(conn, UNIT, later, on=date(2031, 4, 8))
    assert used == again == decisions.UseRow(decision_no="UK-1", transaction_no="SA-9", used_on=ON)

    with pytest.raises(Refused) as no:
        async with transaction(pool) as conn:
            await use_tool_decision(conn, UNIT, USE | {"transaction_no": "SA-10"}, on=ON)
    assert [reason.rule for reason in no.value.reasons] == ["E-35.5"]


@pytest.mark.rule("E-35.5")
@pytest.mark.parametrize(
    "form", [USE | {"decision_no": "UK-2"}, USE | {"path": "gift"}, {"decision_no": "UK-1"}]
)
async def test_nothing_is_used_without_a_decision_or_by_a_form_of_another_shape(
    pool: Pool, form: dict[str, Any]
) -> None:
    await enter_decision(pool)
    with pytest.raises(Refused) as no:
        async with transaction(pool) as conn:
            await use_tool_decision(conn, UNIT, form, on=ON)
    assert {reason.rule for reason in no.value.reasons} == {"E-35.5"}
