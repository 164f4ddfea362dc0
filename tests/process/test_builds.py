"""A case stays on the build that it runs on, and turns to the current one when it is idle."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from temporalio.api.enums.v1 import EventType

from starter.rehearsal.engine import Scene, running_engine
from starter.runtime.release import Build, current_build, make_current, make_current_if_first
from starter.runtime.serving import publish_editions, serving
from tests.process.live import Live, a_review
from workflows.kernel.temporal.case import TURN
from workflows.textbook_review.process import REVIEW

QUEUE = REVIEW.task_queue


@pytest.fixture
async def old() -> AsyncIterator[Scene]:
    """A server of its own, on which the first build is current."""
    serve = partial(serving, build=Build("0.1.0+old"))
    async with running_engine(serve=serve) as engine, engine.scene(QUEUE) as scene:
        await publish_editions(scene.pool)
        await make_current_if_first(scene.client, "0.1.0+old")
        yield scene


async def builds(case: Live) -> list[str]:
    """The builds that a case has run on, one a run."""
    done = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    first = [next(e for e in run.events if e.event_type == done) for run in await case.runs()]
    return [e.workflow_task_completed_event_attributes.deployment_version.build_id for e in first]


async def test_a_case_turns_at_an_act_or_when_it_is_nudged(old: Scene) -> None:
    async with a_review(old) as case:
        await case.at("2031-03-17T10:00")
        async with serving(old.client, old.pool, build=Build("0.2.0+new"), queues=[QUEUE]):
            await make_current_if_first(old.client, "0.2.0+new")
            assert await current_build(old.client) == "0.1.0+old"
            await make_current(old.client, "0.2.0+new")
            await case.update("take_up", "preliminary-commission")
            await case.rest()
            assert await builds(case) == ["0.1.0+old", "0.2.0+new"]

            await make_current(old.client, "0.1.0+old")  # the way back
            await case.signal(TURN)
            assert await builds(case) == ["0.1.0+old", "0.2.0+new", "0.1.0+old"]
            assert (await case.view())["stage"] == "preliminary-review"
            assert [entry.kind for entry in await case.journal()] == ["opened", "command"]
