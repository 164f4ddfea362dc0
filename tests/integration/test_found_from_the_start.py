"""By what a case is found stands with its start, where the door can say it; the case sees to it."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.common import TypedSearchAttributes
from temporalio.service import RPCError

from activities.opening import Pace
from starter.client.vade import Vade
from starter.rehearsal.engine import ONE_BUILD, Engine, Scene
from starter.rehearsal.server import connect
from starter.runtime.serving import publish_editions, serving
from tests.integration.door import Door, a_filing, take_up
from tests.integration.test_waited_starts import events, straight
from workflows.kernel.display.attributes import SEARCH_ATTRIBUTES
from workflows.kernel.temporal.shown import found_by
from workflows.textbook_review.process import REVIEW

LISTING = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
ENDED = {"Stage": "closed", "Outcome": "accepted", "Overdue": True}
HALF_A_MINUTE = Pace(listed_apart=30_000)
SHORTLY = timedelta(seconds=2)


async def found(client: Client, case_id: str) -> dict[str, Any]:
    """By what the server finds a case."""
    described = await client.get_workflow_handle(case_id).describe()
    return {pair.key.name: pair.value for pair in described.typed_search_attributes}


async def times_listed(scene: Scene, case_id: str) -> int:
    return sum(event.event_type == LISTING for event in await events(scene, case_id))


async def test_a_case_is_found_from_its_start_on_as_it_would_list_itself(
    vade: Vade, scene: Scene
) -> None:
    filed = await vade.start(REVIEW, a_filing(), waits=True)
    by_itself = await vade.start(REVIEW, straight(), waits=True)

    assert await times_listed(scene, filed.case_id) == 0
    assert await times_listed(scene, by_itself.case_id) == 1
    assert await found(scene.client, filed.case_id) == await found(scene.client, by_itself.case_id)
    assert set(await found(scene.client, filed.case_id)) >= set(SEARCH_ATTRIBUTES) - {"Outcome"}


async def test_an_act_that_follows_the_start_at_once_is_listed_later(engine: Engine) -> None:
    serve = partial(serving, build=ONE_BUILD, pace=HALF_A_MINUTE)
    async with Engine(engine.client, engine.uri, serve).scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        vade = Vade(scene.client, scene.pool)
        started = await vade.start(REVIEW, a_filing(), waits=True)
        await vade.send(started.case_id, "take_up", take_up())

        assert await times_listed(scene, started.case_id) == 0
        await scene.client.get_workflow_handle(started.case_id).terminate()


async def test_what_somebody_else_said_at_the_start_is_put_right(vade: Door, scene: Scene) -> None:
    told = straight()
    case_id = REVIEW.case_id(told.file_no)
    vade.started.append(case_id)
    await scene.client.start_workflow(
        REVIEW.workflow_type,
        told,
        id=case_id,
        task_queue=REVIEW.task_queue,
        search_attributes=found_by(ENDED),
    )
    await vade.opened(case_id)

    by_itself = await vade.start(REVIEW, straight(), waits=True)
    assert await found(scene.client, case_id) == await found(scene.client, by_itself.case_id)


@pytest.mark.parametrize("waits", [False, True])
async def test_a_server_that_does_not_know_them_yet_turns_nobody_away(
    scene: Scene, *, waits: bool
) -> None:
    elsewhere = await _another_namespace(scene)
    started = await Vade(elsewhere, scene.pool, patience=SHORTLY).start(
        REVIEW, a_filing(), waits=waits
    )

    assert not started.is_open
    assert await found(elsewhere, started.case_id) == {}


async def _another_namespace(scene: Scene) -> Client:
    """Open a namespace that has no search attributes of ours, and no worker."""
    name = f"bare-{uuid4().hex}"
    await scene.client.workflow_service.register_namespace(
        RegisterNamespaceRequest(
            namespace=name, workflow_execution_retention_period=Duration(seconds=86_400)
        )
    )
    client = await connect(scene.client.service_client.config.target_host, name)
    async with asyncio.timeout(30):
        while True:
            with suppress(RPCError):  # the server has not heard of it yet
                await client.count_workflows("")
                return client
            await asyncio.sleep(0.1)


def test_what_is_unset_is_left_out() -> None:
    assert found_by({"Outcome": None}) == TypedSearchAttributes.empty
