"""By what operators find a case: up to date at once, or with the acts that follow it at once."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.common import SearchAttributeKey

from activities.opening import Pace
from starter.embedded.temporal import DYNAMIC_CONFIG
from starter.rehearsal.engine import ONE_BUILD, Engine, Scene, running_engine
from starter.runtime.serving import publish_editions, serving
from tests.process.live import Live, a_review
from tests.process.test_parked import ANOTHER_STORY, needs_attention, once
from workflows.textbook_review.process import REVIEW

HALF_A_MINUTE = Pace(listed_apart=30_000)


@pytest.fixture
async def unhurried(engine: Engine) -> AsyncIterator[Scene]:
    serve = partial(serving, build=ONE_BUILD, pace=HALF_A_MINUTE)
    async with Engine(engine.client, engine.uri, serve).scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        yield scene


@pytest.fixture
async def turning() -> AsyncIterator[Scene]:
    """A server of its own, on which a case continues as new after four acts or so."""
    restless = {**DYNAMIC_CONFIG, "limit.historyCount.suggestContinueAsNew": "40"}
    serve = partial(serving, build=ONE_BUILD, pace=HALF_A_MINUTE)
    async with (
        running_engine(serve=serve, dynamic_config=restless) as engine,
        engine.scene(REVIEW.task_queue) as scene,
    ):
        await publish_editions(scene.pool)
        yield scene


async def listed(case: Live, name: str = "Stage") -> Any:
    """As the Temporal UI lists it."""
    shown = (await case.handle.describe()).typed_search_attributes
    return shown.get(SearchAttributeKey.for_keyword(name))


async def times_listed(case: Live) -> int:
    listing = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
    return sum(event.event_type == listing for event in (await case.history()).events)


async def test_acts_that_follow_each_other_at_once_are_listed_together(unhurried: Scene) -> None:
    async with a_review(unhurried) as case:
        await case.at("2031-03-17T10:00")
        await case.update("take_up", "preliminary-commission")
        assert await listed(case) == "preliminary-review"  # the first one at once
        so_far = await times_listed(case)

        await case.examine()
        await case.hand_over()
        assert (await case.view())["stage"] == "at-directorate"
        assert (await listed(case), await times_listed(case)) == ("preliminary-review", so_far)

        await case.at("2031-03-17T10:01")
        assert (await listed(case), await times_listed(case)) == ("at-directorate", so_far + 1)


async def test_what_somebody_has_to_see_to_is_listed_at_once(unhurried: Scene) -> None:
    async with a_review(unhurried) as case:
        assert await needs_attention(case) is False  # listed when it was opened, just now
        await unhurried.pool.execute(ANOTHER_STORY, case.case_id)
        await case.update("take_up", "preliminary-commission")
        await once(case, parked=True)

        assert await needs_attention(case) is True
        assert await listed(case) == "preliminary-review"


async def test_an_end_is_listed_at_once(unhurried: Scene) -> None:
    async with a_review(unhurried) as case:
        await case.at("2031-03-17T10:00")
        await case.update("take_up", "preliminary-commission")
        await case.update("withdraw", "applicant")
        await case.rest()

        assert await listed(case) == "closed"


async def test_a_case_is_listed_before_it_continues_as_new(turning: Scene) -> None:
    async with a_review(turning) as case:
        await case.at("2031-03-17T10:00")
        await case.update("take_up", "preliminary-commission")
        await case.examine()
        await case.hand_over()
        await case.rest()

        assert len(await case.runs()) == 2
        assert (await listed(case), await times_listed(case)) == ("at-directorate", 0)
