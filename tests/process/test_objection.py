"""Objections, withdrawal and bans on the real server: what registers know and decide."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from activities.database import transaction
from activities.textbook.coefficients import put_coefficient
from starter.rehearsal.engine import Scene
from tests.process.live import Live, Refused, a_review, instant

SINCE_APRIL = Decimal("1.50")
"""In the register from 1 April 2031; 208 pages are 13 signatures: 13 x 3000 x 1.50 = 58500."""

JURORS: list[dict[str, str]] = [
    *({"role": "field-expert", "id": f"juror-{n}"} for n in range(3)),
    {"role": "language-expert", "id": "juror-3"},
    {"role": "visual-designer", "id": "juror-4"},
]


async def raise_coefficient(scene: Scene) -> None:
    async with transaction(scene.pool) as conn:
        await put_coefficient(conn, date(2031, 4, 1), SINCE_APRIL)


def objection(amount: str, **fee: str) -> dict[str, Any]:
    """An objection to the fourth finding, paid for on 25 April 2031."""
    paid = {"amount": amount, "paid_on": "2031-04-25", "receipt_no": "D-2031-104", **fee}
    return {"items": [{"finding_no": 4, "ground": "Şekil kazanıma uygundur."}], "fee": paid}


async def rows(case: Live, register: str) -> list[dict[str, Any]]:
    async with case.scene.pool.acquire() as conn:
        found = await conn.fetch(
            "select content from registers where register = $1 and case_id = $2 order by key",
            register,
            case.case_id,
        )
    return [each["content"] for each in found]


@pytest.mark.rule("T-22.1", "T-22.3", "R-T.13")
async def test_an_objection_in_a_correction_is_paid_by_the_coefficient_of_its_own_day(
    scene: Scene,
) -> None:
    """The register knows the coefficient of April; the case was opened with that of March."""
    async with a_review(scene) as case:
        await raise_coefficient(scene)
        await case.to_correction()
        await case.at("2031-04-28T10:00")
        for short in (objection("48750.00"), objection("58499.99")):
            with pytest.raises(Refused) as no:
                await case.update("file_objection", "applicant", **short)
            assert no.value.rule == "T-22.3"
        assert (await case.view())["stage"] == "correction"

        answer = await case.update("file_objection", "applicant", **objection("58500.00"))

        assert answer["stage"] == "objection"
        # the clock of the correction stands; the days of the objection are met
        assert [(t["key"], t["state"]) for t in answer["terms"]] == [("T-17.15b", "paused")]
        again = case.envelope("applicant", objection("58500.00", receipt_no="D-2031-105"))
        with pytest.raises(Refused) as twice:
            await case.send("file_objection", again)
        assert twice.value.rule == "T-22.1"


@pytest.mark.rule("T-22.2", "R-T.13")
async def test_after_an_objection_the_correction_runs_on_from_the_boards_decision(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        await case.to_correction()
        await case.at("2031-04-28T10:00")
        await case.update("file_objection", "applicant", **objection("48750.00"))
        with pytest.raises(Refused) as no:
            await case.update(
                "assign_objection_commission",
                "presidency",
                members=[*JURORS[1:], {"role": "field-expert", "id": "field-0"}],
                chair="juror-1",
                order_no="G-2",
            )
        assert no.value.rule == "T-22.2"
        await case.update(
            "assign_objection_commission",
            "presidency",
            members=JURORS,
            chair="juror-0",
            order_no="G-2",
        )
        await case.at("2031-06-02T10:00")
        heard = {"accepted": [], "score": "82.40", "scientific_errors": 3, "report_no": "IT-1"}
        report = case.envelope("review-commission", heard)
        report["actor"]["id"] = "juror-0"
        await case.send("record_objection_report", report)
        await case.at("2031-06-13T10:00")
        await case.decide("correction", "2031-06-12")
        answer = await case.serve("T-22.2/1", "2031-06-12")

    # four of the thirty days were used: 26 are left, 12 June not counted
    assert answer["stage"] == "correction"
    assert [(t["key"], t["due_at"]) for t in answer["terms"]] == [
        ("T-17.15b", instant("2031-07-08T17:30").isoformat())
    ]


@pytest.mark.rule("T-16.2a", "R-S.11")
async def test_a_withdrawal_ends_the_case_and_gives_back_what_is_due(scene: Scene) -> None:
    async with a_review(scene) as case:
        await case.to_directorate()
        answer = await case.update("withdraw", "applicant")
        assert (answer["stage"], answer["terms"]) == ("closed", [])
        decision = await case.handle.result()
        assert (decision["outcome"], decision["rule"]) == ("withdrawn", "T-16.2a")
        assert (await case.journal())[-1].name == "withdraw"
        assert await rows(case, "refunds") == [
            {"rule": "T-16.2a", "paid": "48750.00", "refund": "43875.00", "retained": "4875.00"}
        ]


@pytest.mark.rule("S-37.1", "R-S.6", "R-S.7")
async def test_a_pen_name_keeps_a_coded_draft_from_its_commission_until_the_ban_is_over(
    scene: Scene,
) -> None:
    """The case no longer knows its publisher: the register finds it in the dossier."""
    async with a_review(scene) as case:
        await case.to_directorate()
        await case.update("record_pen_name", "presidency", finding_no="B-1", found_on="2029-03-24")
        await case.rest()
        async with scene.pool.acquire() as conn:
            banned = await conn.fetchrow("select subject, rule, ends_on from sanctions")
        assert banned is not None
        assert tuple(banned) == ("pub-17", "S-37.1", date(2031, 3, 24))

        await case.select()
        with pytest.raises(Refused) as no:
            await case.order()
        assert no.value.rule == "S-37.1"
        assert "2031-03-24" in no.value.reasons[0]["do"]
        assert (await case.view())["stage"] == "at-directorate"

        await case.at("2031-03-24T09:00")
        assert (await case.order())["stage"] == "first-review"


@pytest.mark.rule("S-5.2a", "S-5.2c")
async def test_what_ends_a_case_ends_it_at_whatever_stage(scene: Scene) -> None:
    """The running walk is interrupted where it waits, in a correction with two terms open too."""
    async with a_review(scene) as case:
        await case.to_correction()
        await case.update(
            "record_false_document",
            "presidency",
            authority="judicial",
            finding_no="B-1",
            found_on="2031-04-24",
        )
        decision = await case.handle.result()
        assert (decision["outcome"], decision["rule"]) == ("returned", "S-5.2a")
        assert (await case.journal())[-1].name == "record_false_document"
        async with scene.pool.acquire() as conn:
            assert await conn.fetchval("select rule from sanctions") == "S-5.2c"
