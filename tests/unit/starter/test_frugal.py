"""A case at hand keeps little of what the SDK tells it, and works as any other."""

import asyncio
import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio import workflow
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.bridge.proto.activity_result import ActivityResolution, Success
from temporalio.bridge.proto.common import WorkerDeploymentVersion
from temporalio.bridge.proto.workflow_activation import (
    InitializeWorkflow,
    RemoveFromCache,
    ResolveActivity,
    SignalWorkflow,
    WorkflowActivation,
    WorkflowActivationJob,
)
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.common import RawValue, SearchAttributeKey, TypedSearchAttributes
from temporalio.worker import (
    UnsandboxedWorkflowRunner,
    WorkflowInstance,
    WorkflowInstanceDetails,
    WorkflowInterceptorClassInput,
)
from temporalio.worker.workflow_sandbox._runner import _fake_info

from starter.runtime.converter import CONVERTER
from starter.runtime.frugal import FrugalRunner
from tests.unit.textbook_review.drafts import an_application
from tests.unit.textbook_review.story.reviews import opening
from workflows.kernel.case.message import StartMessage
from workflows.kernel.roles import Actor, Role
from workflows.kernel.story.reading import Reading
from workflows.kernel.temporal.details import DetailsWhenRead
from workflows.kernel.temporal.keeper import Keeper
from workflows.running import TextbookReview
from workflows.textbook_review.process import REVIEW

SEED = 42
STAGE = SearchAttributeKey.for_keyword("Stage")
LONG = Payload(metadata={"encoding": b"json/plain"}, data=b'"' + b"x" * 10_000 + b'"')
NOTE = Payload(metadata={"encoding": b"json/plain"}, data=b'"noted"')
BUILD = WorkerDeploymentVersion(deployment_name="vade", build_id="1.0")

FIRST = WorkflowActivation(
    run_id="r-1",
    jobs=[
        WorkflowActivationJob(
            initialize_workflow=InitializeWorkflow(
                workflow_id="w-1",
                workflow_type="Lots",
                arguments=[LONG],
                headers={"h": LONG},
                randomness_seed=SEED,
            )
        )
    ],
    deployment_version_for_current_task=BUILD,
)
LAST = WorkflowActivation(
    run_id="r-1",
    jobs=[WorkflowActivationJob(signal_workflow=SignalWorkflow(signal_name="end"))],
    deployment_version_for_current_task=BUILD,
)


@workflow.defn(name="Lots", sandboxed=False)
class Lots:
    """Draws a lot in its first task and one in its last."""

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # left out
        self.length = len(start.payload.data)
        self.is_over = False

    @workflow.run
    async def run(self, start: RawValue = None) -> list[Any]:  # type: ignore[assignment] # left out
        """Return what is to be the same whoever runs it."""
        workflow.upsert_search_attributes([STAGE.value_set("open")])
        first = workflow.random().random()
        await workflow.wait_condition(lambda: self.is_over)
        version = workflow.info().get_current_deployment_version()
        build = None if version is None else version.to_canonical_string()
        stage = workflow.info().typed_search_attributes[STAGE]
        lots = [first, workflow.random().random()]
        return [self.length, *lots, workflow.memo()["n"], build, stage]

    @workflow.signal
    def end(self) -> None:
        """End."""
        self.is_over = True


CASE = REVIEW.case_id("2031-0001")
FILED = datetime(2031, 3, 10, 7, tzinfo=UTC)
WORKED_AT = Timestamp(seconds=int(FILED.timestamp()))
APPLICATION = StartMessage(
    file_no="2031-0001",
    received_at=FILED,
    register_no="E-1",
    actor=Actor(role=Role.REGISTRY, id="r-1"),
    body=an_application().model_dump(mode="json"),
)
BEGUN = WorkflowActivation(
    run_id="r-1",
    timestamp=WORKED_AT,
    jobs=[
        WorkflowActivationJob(
            initialize_workflow=InitializeWorkflow(
                workflow_id=CASE,
                workflow_type=REVIEW.workflow_type,
                arguments=CONVERTER.payload_converter.to_payloads([APPLICATION]),
            )
        )
    ],
)
OPENED = WorkflowActivation(
    run_id="r-1",
    timestamp=WORKED_AT,
    jobs=[
        WorkflowActivationJob(
            resolve_activity=ResolveActivity(
                seq=1,
                is_local=True,
                result=ActivityResolution(
                    completed=Success(result=CONVERTER.payload_converter.to_payload(opening()))
                ),
            )
        )
    ],
)
GONE = WorkflowActivation(
    run_id="r-1", jobs=[WorkflowActivationJob(remove_from_cache=RemoveFromCache())]
)


@workflow.defn(name="Stillborn", sandboxed=False)
class Stillborn:
    """Fails before there is any of it."""

    def __init__(self) -> None:
        raise RuntimeError("never born")

    @workflow.run
    async def run(self, start: RawValue = None) -> None:  # type: ignore[assignment] # left out
        """Never run."""


@workflow.defn(name="Opener", sandboxed=False)
class Opener:
    """Opens a door of its own."""

    @workflow.run
    async def run(self, start: RawValue = None) -> None:  # type: ignore[assignment] # left out
        """Open it."""
        workflow.set_signal_handler("own", lambda: None)


def details(kind: type, last: Payloads) -> WorkflowInstanceDetails:
    interceptor = DetailsWhenRead().workflow_interceptor_class(
        WorkflowInterceptorClassInput(unsafe_extern_functions={})
    )
    return WorkflowInstanceDetails(
        payload_converter_factory=CONVERTER._new_payload_converter,
        failure_converter_class=CONVERTER.failure_converter_class,
        interceptor_classes=[interceptor],
        defn=workflow._Definition.must_from_class(kind),
        info=replace(
            _fake_info,
            workflow_id=CASE,
            raw_memo={"n": Payload.FromString(NOTE.SerializeToString())},
            search_attributes={},
            typed_search_attributes=TypedSearchAttributes([]),
        ),
        randomness_seed=SEED,
        extern_functions={"__temporal_assert_local_activity_valid": lambda _: None},
        disable_eager_activity_execution=False,
        worker_level_failure_exception_types=[],
        patch_activation_callback=None,
        last_completion_result=last,
        last_failure=None,
    )


async def played(
    runner: UnsandboxedWorkflowRunner, kind: type, *acts: WorkflowActivation
) -> tuple[WorkflowInstance, list[WorkflowActivationCompletion]]:
    """Have an instance handle tasks, each of them a message of its own as those of a worker."""
    instance = runner.create_instance(
        details(kind, FIRST.jobs[0].initialize_workflow.last_completion_result)
    )
    found = []
    for act in acts:
        own = WorkflowActivation.FromString(act.SerializeToString())
        found.append(await asyncio.to_thread(instance.activate, own))
    return instance, found


def kept_by(instance: object) -> Iterator[object]:
    """Find the messages that an instance keeps alive, and what is part of one and keeps it."""
    seen, found = {id(instance)}, [instance]
    while found:
        one = found.pop()
        if isinstance(one, Message) or type(one).__module__.startswith("google."):
            yield one
        if isinstance(one, ModuleType | type) or hasattr(one, "__globals__"):
            continue
        fresh = [each for each in gc.get_referents(one) if id(each) not in seen]
        seen |= {id(each) for each in fresh}
        found += fresh


async def test_it_says_what_the_sdks_own_would_say() -> None:
    _, plain = await played(UnsandboxedWorkflowRunner(), Lots, FIRST, LAST)
    _, frugal = await played(FrugalRunner(), Lots, FIRST, LAST)

    assert frugal == plain
    (ended,) = frugal[-1].successful.commands
    assert b"10002" in ended.complete_workflow_execution.result.data
    assert b"vade.1.0" in ended.complete_workflow_execution.result.data


async def test_between_two_tasks_it_keeps_no_message_that_another_does_not_keep() -> None:
    one, _ = await played(FrugalRunner(), Lots, FIRST)
    other, _ = await played(FrugalRunner(), Lots, FIRST)
    for_all = {id(each) for each in kept_by(other)}
    assert [each for each in kept_by(one) if id(each) not in for_all] == []


async def test_what_the_run_before_returned_is_kept_for_whoever_asks() -> None:
    instance = FrugalRunner().create_instance(details(Lots, Payloads(payloads=[NOTE])))
    assert [each for each in kept_by(instance) if each == Payloads(payloads=[NOTE])]


@pytest.mark.parametrize(
    ("kind", "acts"),
    [(Lots, [FIRST]), (TextbookReview, [BEGUN]), (TextbookReview, [BEGUN, OPENED])],
)
async def test_out_of_the_cache_nothing_of_it_waits_for_a_collection(
    kind: type, acts: list[WorkflowActivation]
) -> None:
    gc.collect()
    gc.disable()
    try:
        before = [each for each in gc.get_objects() if isinstance(each, kind | Keeper | Reading)]
        instance, done = await played(FrugalRunner(), kind, *acts, GONE)
        assert all(each.HasField("successful") for each in done), done
        assert vars(instance) == {"_deleting": True}
        after = [each for each in gc.get_objects() if isinstance(each, kind | Keeper | Reading)]
        left = [each for each in after if all(each is not old for old in before)]
        assert [vars(each) for each in left if vars(each)] == []  # the SDK's account of its end
    finally:
        gc.enable()


@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")  # the SDK's, of what never ran
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_what_failed_at_once_goes_out_of_the_cache_like_any_other() -> None:
    _, (failed, gone) = await played(FrugalRunner(), Stillborn, FIRST, GONE)
    assert "never born" in failed.failed.failure.message
    assert gone.HasField("successful")


async def test_no_case_opens_a_door_that_others_would_have_too() -> None:
    instance, (done,) = await played(FrugalRunner(), Opener, FIRST)
    assert "does not support item assignment" in done.failed.failure.message
    assert "own" not in workflow._Definition.must_from_class(Opener).signals
    assert instance is not None
