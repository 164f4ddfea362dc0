"""A case stays on the build that it runs on, and turns to the current one when it is idle."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from temporalio.api.enums.v1 import EventType

from starter.cli.work.desk import Desk
from starter.cli.work.release import check_everywhere, count_builds, turn_everywhere
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene, running_engine
from starter.runtime.release import Build, current_build, make_current, make_current_if_first
from starter.runtime.serving import publish_editions, serving
from starter.runtime.settings import Connection
from tests.process.live import Live, a_review
from workflows.textbook_review.process import REVIEW

QUEUE, OLD, NEW = REVIEW.task_queue, "0.1.0+old", "0.2.0+new"


@pytest.fixture
async def old() -> AsyncIterator[Scene]:
    """A server of its own, on which the first build is current."""
    serve = partial(serving, build=Build(OLD))
    async with running_engine(serve=serve) as engine, engine.scene(QUEUE) as scene:
        await publish_editions(scene.pool)
        await make_current_if_first(scene.client, OLD)
        yield scene


async def builds(case: Live) -> list[str]:
    """The builds that a case has run on, one a run."""
    done = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    first = [next(e for e in run.events if e.event_type == done) for run in await case.runs()]
    return [e.workflow_task_completed_event_attributes.deployment_version.build_id for e in first]


def at_desk(scene: Scene) -> Desk:
    connection = Connection(temporal_address="", namespace="", database_url="", embedded=True)
    return Desk(connection, Vade(scene.client, scene.pool), scene.pool)


async def test_a_case_turns_at_an_act_or_when_it_is_woken(old: Scene) -> None:
    at = at_desk(old)
    async with a_review(old) as case:
        await case.at("2031-03-17T10:00")
        async with serving(old.client, old.pool, build=Build(NEW), queues=[QUEUE]):
            await make_current_if_first(old.client, NEW)
            assert await current_build(old.client) == OLD
            assert (await check_everywhere(at)).data == {"read": 1, "found": []}
            await make_current(old.client, NEW)
            assert (await count_builds(at)).data["open"] == {OLD: 1, NEW: 0}
            await case.update("take_up", "preliminary-commission")
            await case.rest()
            assert await builds(case) == [OLD, NEW]

            back = await turn_everywhere(at, OLD, rate=1000)
            assert back.data == {"current": OLD, "open": 1, "woken": [case.case_id]}
            await case.rest()
            assert await builds(case) == [OLD, NEW, OLD]
            assert (await turn_everywhere(at, None, rate=1000)).data["woken"] == []
            assert (await count_builds(at)).data == {"current": OLD, "open": {OLD: 1}}
            assert (await case.view())["stage"] == "preliminary-review"
            assert [entry.kind for entry in await case.journal()] == ["opened", "command"]
