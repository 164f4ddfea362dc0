"""A clock that is moved over a network: an answer may get lost after the clock has gone on."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from starter.rehearsal import clock
from starter.rehearsal.engine import Scene
from starter.runtime.skipping import move
from tests.process.live import a_review, instant


@pytest.mark.parametrize("how", [RPCStatusCode.UNAVAILABLE, RPCStatusCode.CANCELLED])
async def test_a_skip_whose_answer_got_lost_is_not_made_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, how: RPCStatusCode
) -> None:
    """Forty minutes, not eighty: a withdrawal is received when it was sent."""
    service = scene.client.workflow_service
    sent, carried_out = service.update_workflow_execution_options, []

    async def answer_lost(request: Any, **options: Any) -> Any:
        carried_out.append(await sent(request, **options))
        if len(carried_out) == 1:
            raise RPCError("the answer got lost", how, b"")
        return carried_out[-1]

    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        monkeypatch.setattr(service, "update_workflow_execution_options", answer_lost)
        await case.at("2031-03-17T10:40")
        await case.update("take_up", "preliminary-commission")
        await case.rest()
        (taken_up,) = [entry for entry in await case.journal() if entry.name == "take_up"]

    assert carried_out
    assert taken_up.settled_at.isoformat()[:16] == "2031-03-17T07:40"


async def test_where_nothing_falls_due_a_clock_is_there_at_once(scene: Scene) -> None:
    async with a_review(scene) as case:
        events = await case.events()
        await case.cases.pass_to(instant("2031-03-13T09:30"))
        shown = await TimeSkipper(scene.client).get_current_time(case.handle)

        assert instant("2031-03-13T09:30") <= shown < instant("2031-03-13T09:31")
        assert await case.events() == events


async def test_a_skip_is_over_before_its_occasion(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real time brings the last moment: a case at work has no skip whose end could pass."""
    reminder, ends = instant("2031-03-19T09:00"), []

    async def noted(client: Client, case_id: str, span: timedelta) -> str:
        ends.append(case.cases.clock(case_id) + span)
        return await move(client, case_id, span)

    async with a_review(scene) as case:
        monkeypatch.setattr(clock, "move", noted)
        await case.cases.settle(reminder)
        reminded = [entry.settled_at for entry in await case.journal() if entry.kind == "reminder"]

    assert [end < reminder for end in ends] == [True]
    assert len(reminded) == 1
    assert reminder <= reminded[0]
