"""A clock that is moved over a network: an answer may get lost after the clock has gone on."""

from typing import Any

import pytest
from temporalio.service import RPCError, RPCStatusCode

from starter.rehearsal.engine import Scene
from tests.process.live import a_review


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
