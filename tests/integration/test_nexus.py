"""The Nexus service on a real server: a workflow in the caller's place, and what it gets."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from nexusrpc import HandlerError, HandlerErrorType
from temporalio import workflow
from temporalio.client import WorkflowFailureError
from temporalio.common import WorkerDeploymentVersion
from temporalio.exceptions import ApplicationError, NexusOperationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkerDeploymentConfig
from typing_extensions import override

from starter.client.models import FilingSent
from starter.client.nexus import (
    ENDPOINT,
    SERVICE,
    TASK_QUEUE,
    AskingReceipt,
    Opening,
    Sending,
)
from starter.client.vade import Vade
from starter.nexus.serving import serving_nexus, trusted_callers
from starter.rehearsal.engine import ONE_BUILD, Scene
from starter.runtime.endpoint import make_endpoint
from starter.runtime.release import Build, make_current
from tests.integration.door import COMMISSION, REGISTRY, a_filing, a_number
from workflows.kernel.roles import Actor, Role

CALLERS = "callers-of-tests"


@workflow.defn
class Caller:
    """Does one operation for whoever started it."""

    @workflow.run
    async def run(self, endpoint: str, operation: str, asked: dict[str, Any]) -> Any:
        """Return what the service gives back."""
        client = workflow.create_nexus_client(service=SERVICE, endpoint=endpoint)
        return await client.execute_operation(operation, asked)


class Calling:
    """Calls the service by a workflow of its own."""

    def __init__(self, scene: Scene) -> None:
        self._client = scene.client

    async def __call__(self, operation: str, asked: Any, endpoint: str = ENDPOINT) -> Any:
        return await self._client.execute_workflow(
            Caller.run,
            args=[endpoint, operation, asked.model_dump(mode="json")],
            id=f"caller-{a_number()}",
            task_queue=CALLERS,
        )

    async def refused(self, operation: str, asked: Any) -> ApplicationError:
        """Return the cause of an operation's failure, as its caller learns it."""
        with pytest.raises(WorkflowFailureError) as failed:
            await self(operation, asked)
        nexus = failed.value.cause
        assert isinstance(nexus, NexusOperationError)
        assert isinstance(nexus.cause, ApplicationError)
        assert isinstance(nexus.cause.cause, ApplicationError)
        return nexus.cause.cause


@pytest.fixture
async def calling(scene: Scene) -> AsyncIterator[Calling]:
    await make_endpoint(scene.client, ENDPOINT, TASK_QUEUE)
    async with Worker(
        scene.client,
        task_queue=CALLERS,
        workflows=[Caller],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        yield Calling(scene)


def an_opening(key: str, **changes: Any) -> Opening:
    filing = a_filing(a_number(), **changes).model_dump(exclude={"actor"})
    sent = FilingSent.model_validate(filing)
    return Opening(actor=REGISTRY, process="textbook-review", key=key, filing=sent)


async def denied(calling: Calling, asked: Opening) -> NexusOperationError:
    with pytest.raises(WorkflowFailureError) as failed:
        await calling("open", asked)
    assert isinstance(failed.value.cause, NexusOperationError)
    return failed.value.cause


async def test_a_workflow_opens_a_case_and_acts_in_it(
    calling: Calling, vade: Vade, scene: Scene
) -> None:
    trusted = trusted_callers(scene.client, {})
    async with serving_nexus(vade, scene.pool, build=ONE_BUILD, trusted=trusted):
        opening = an_opening("nexus-1")
        opened = await calling("open", opening)
        assert (opened["state"], opened["again"]) == ("open", False)
        assert (await calling("open", opening))["again"] is True
        case_id = opened["case_id"]
        sending = Sending(actor=COMMISSION, case_id=case_id, command="take_up", key="c-1")
        receipt = await calling("send", sending)
        assert (receipt["state"], receipt["answer"]["stage"]) == ("admitted", "preliminary-review")
        asking = AskingReceipt(actor=COMMISSION, case_id=case_id, command_id="c-1")
        assert (await calling("receipt", asking))["command"] == "take_up"
        no = await calling.refused("send", sending.model_copy(update={"key": "c-2"}))
        assert (no.type, no.details[0][0]["rule"]) == ("Refused", "T-14.2")
        none = await calling.refused("receipt", asking.model_copy(update={"command_id": "c-9"}))
        assert none.type == "NotFound"
    rows = await scene.pool.fetch(
        "select act, actor, allowed, subject from access_log where subject like 'nexus|%'"
    )
    assert {(row["act"], row["actor"]) for row in rows if row["allowed"]} == {
        ("open", REGISTRY.id), ("send", COMMISSION.id), ("read", COMMISSION.id),
    }  # fmt: skip
    assert {row["subject"].split("|")[1] for row in rows} == {scene.client.namespace}


async def test_nobody_calls_from_a_namespace_that_is_not_trusted(
    calling: Calling, vade: Vade, scene: Scene
) -> None:
    trusted = trusted_callers(scene.client, {"VADE_NEXUS_CALLERS": "ministry, other"})
    assert trusted == ("ministry", "other")
    async with serving_nexus(vade, scene.pool, build=ONE_BUILD, trusted=trusted):
        no = await denied(calling, an_opening("nexus-2"))
    assert isinstance(no.cause, HandlerError)
    assert no.cause.type == HandlerErrorType.UNAUTHORIZED
    row = await scene.pool.fetchrow("select allowed, why from access_log")
    assert row is not None
    assert (row["allowed"], "not trusted" in row["why"]) == (False, True)


async def test_nobody_acts_as_the_system(calling: Calling, vade: Vade, scene: Scene) -> None:
    own = an_opening("nexus-3").model_copy(update={"actor": Actor(role=Role.SYSTEM, id="x")})
    trusted = (scene.client.namespace,)
    async with serving_nexus(vade, scene.pool, build=ONE_BUILD, trusted=trusted):
        no = await denied(calling, own)
    assert isinstance(no.cause, HandlerError)
    assert no.cause.type == HandlerErrorType.UNAUTHORIZED


class Pinned(Build):
    """A build of a deployment of this test's own."""

    @property
    @override
    def deployed(self) -> WorkerDeploymentConfig:
        """How its worker names it."""
        version = WorkerDeploymentVersion("nexus-of-tests", self.name)
        return WorkerDeploymentConfig(version=version, use_worker_versioning=True)


async def test_calls_go_to_the_build_that_is_current(
    calling: Calling, vade: Vade, scene: Scene
) -> None:
    """By an endpoint that led elsewhere before."""
    await make_endpoint(scene.client, "pinned", TASK_QUEUE)
    await make_endpoint(scene.client, "pinned", "vade-nexus-pinned")
    serve = partial(serving_nexus, vade, scene.pool, queue="vade-nexus-pinned")
    async with (
        serve(build=Pinned("1"), trusted=("nobody",)),
        serve(build=Pinned("2"), trusted=(scene.client.namespace,)),
    ):
        await make_current(scene.client, "2", "nexus-of-tests")
        opened = await calling("open", an_opening("nexus-4"), "pinned")
        assert opened["state"] == "open"
