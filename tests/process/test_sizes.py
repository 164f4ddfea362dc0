"""What is sent straight to Temporal, however large or far off, stops no case."""

import asyncio
from typing import Any

import pytest
from temporalio.service import RPCError, RPCStatusCode

from starter.rehearsal.engine import Engine, Scene
from starter.runtime.serving import publish_editions
from tests.kit.lives import Lives
from tests.process.live import Live, Refused, a_review
from workflows.kernel.temporal.judging import RETOLD
from workflows.kernel.temporal.keeper import SLICE
from workflows.textbook_review.process import REVIEW

pytestmark = pytest.mark.timeout(120)


async def test_a_receipt_in_the_last_year_of_the_calendar_is_refused_and_the_case_goes_on(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        far = case.envelope("board", {}, received_at="9999-12-31T23:59:59Z")
        await case.signal("take_up", far)
        answer = await case.update("take_up", "preliminary-commission")

        await case.rest()

        assert answer["stage"] == "preliminary-review"
        assert [e.kind for e in await case.journal()] == ["opened", "refused", "command"]


async def test_twenty_thousand_unknown_fields_are_refused_and_the_case_goes_on(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        body = {f"k{n}": 0 for n in range(20_000)}
        await case.signal("take_up", case.envelope("preliminary-commission", body))
        with pytest.raises(Refused) as no:
            await case.update("take_up", "preliminary-commission", **body)
        answer = await case.update("take_up", "preliminary-commission")

        assert len(no.value.reasons) == 16
        assert answer["stage"] == "preliminary-review"


@pytest.mark.parametrize("megabytes", [1.9, 2.1, 4.1])
async def test_an_update_as_large_as_a_connection_lets_in_is_answered(
    scene: Scene, megabytes: float
) -> None:
    async with a_review(scene) as case:
        body: dict[str, Any] = {"x": "y" * int(megabytes * 1_000_000)}
        with pytest.raises(Refused) as no:
            await case.update("take_up", "preliminary-commission", **body)
        answer = await case.update("take_up", "preliminary-commission")

        assert no.value.rule == "T-14.2"
        assert answer["stage"] == "preliminary-review"


async def taken_up(case: Live) -> dict[str, Any]:
    """Take a case up; a task that a busy machine does not end in time is given out again."""
    async with asyncio.timeout(60):
        while True:
            try:
                return await case.update("take_up", "preliminary-commission")
            except RPCError as fault:
                if fault.status is not RPCStatusCode.FAILED_PRECONDITION:
                    raise


@pytest.mark.parametrize(("signals", "megabytes"), [(6, 1.8), (28, 1.9)])
async def test_a_flood_of_huge_signals_is_refused_one_by_one_and_the_case_goes_on(
    scene: Scene, signals: int, megabytes: float
) -> None:
    async with a_review(scene) as case:
        body = {"x": "y" * int(megabytes * 1_000_000)}
        for _ in range(signals):
            await case.handle.signal("take_up", case.envelope("preliminary-commission", body))
        answer = await taken_up(case)
        await case.rest()

        assert answer["stage"] == "preliminary-review"
        journal = [e.kind for e in await case.journal()]
        assert sorted(journal) == ["command", "opened", *["refused"] * signals]


async def test_hundreds_of_signals_that_waited_for_a_worker_are_settled_in_slices(
    engine: Engine,
) -> None:
    lives = Lives(engine.uri)
    unharmed = Engine(engine.client, engine.uri, lives.serve)
    async with unharmed.scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        async with a_review(scene) as case:
            await lives.end()
            refused = (case.envelope("board", {}) for _ in range(450))
            await asyncio.gather(*(case.handle.signal("take_up", each) for each in refused))
            lives.begin()
            answer = await case.update("take_up", "preliminary-commission")
            await case.rest()

            assert answer["stage"] == "preliminary-review"
            assert len(await case.journal()) == 452
            assert not await failed_tasks(case)


async def test_what_is_told_late_to_a_case_of_many_acts_is_put_in_its_place_in_slices(
    scene: Scene,
) -> None:
    async with a_review(scene) as case:
        await case.to_first_review()
        await case.at("2031-04-10T10:00")
        doubts = [{"question": f"bu öge için tereddüt {n}"} for n in range(150)]
        sends = (case.envelope("presidency", each) for each in doubts)
        await asyncio.gather(*(case.handle.signal("refer_doubt_to_board", each) for each in sends))
        await case.rest()
        earlier = case.envelope("presidency", doubts[0], received_at="2031-04-09T10:00:00+03:00")
        await case.receive("refer_doubt_to_board", earlier)
        answer = await case.send("refer_doubt_to_board", earlier)
        await case.rest()

        told = [e for e in await case.journal() if e.name == "refer_doubt_to_board"]
        assert [e.kind for e in told] == ["command"] * 151
        assert answer["entry"] == told[-1].n
        breaths = [
            e for e in (await case.history()).events if e.HasField("timer_fired_event_attributes")
        ]
        assert len(breaths) >= 150 // SLICE + 150 // RETOLD
        assert not await failed_tasks(case)


async def failed_tasks(case: Live) -> list[str]:
    """Why workflow tasks failed, if any did."""
    return [
        event.workflow_task_failed_event_attributes.failure.message
        for event in (await case.history()).events
        if event.HasField("workflow_task_failed_event_attributes")
    ]
