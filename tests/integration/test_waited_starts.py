"""A start that waits: one call, answered by the task in which the case opens."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError

from activities.database import transaction
from starter.client.answers import NotFound, OutOfReach, Refused
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.door import FILED_AT, a_filing, a_number, journal, numbers_issued
from workflows.kernel.case.message import StartMessage
from workflows.textbook_review.process import REVIEW

UNSERVED = replace(REVIEW, task_queue="nobody")
"""The review on a queue from which no worker takes anything."""

ACCEPTED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
ANSWERED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED
TASK = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED


def straight(**changes: Any) -> StartMessage:
    """A filing that passes no register of the door."""
    told = a_filing(a_number()).model_dump() | changes
    return StartMessage(**told)


async def events(scene: Scene, case_id: str) -> list[Any]:
    history = await scene.client.get_workflow_handle(case_id).fetch_history()
    return list(history.events)


async def is_taken_in(scene: Scene, case_id: str) -> None:
    """Wait until a case has taken in the question whether it is open."""
    async with asyncio.timeout(20):
        while True:
            with suppress(RPCError):  # it is not started yet
                if ACCEPTED in [event.event_type for event in await events(scene, case_id)]:
                    return
            await asyncio.sleep(0.05)


@asynccontextmanager
async def silent_register(scene: Scene) -> AsyncIterator[None]:
    """Keep a register that every opening asks from answering."""
    async with transaction(scene.pool) as conn:
        await conn.execute("lock table coefficients in access exclusive mode")
        yield


@asynccontextmanager
async def waiting_for_the_register(
    vade: Vade, scene: Scene
) -> AsyncIterator[tuple[str, "asyncio.Task[Any]"]]:
    """Start a case that has taken the question in and cannot open: its first task is over."""
    message = straight()
    case_id = REVIEW.case_id(message.file_no)
    async with silent_register(scene):
        starting = asyncio.create_task(vade.start(REVIEW, message, claim=case_id, waits=True))
        await is_taken_in(scene, case_id)
        yield case_id, starting


async def test_it_is_answered_by_the_first_task_of_the_case(vade: Vade, scene: Scene) -> None:
    started = await vade.start(REVIEW, a_filing(), waits=True)
    assert (started.is_open, started.again, started.received_at) == (True, False, FILED_AT)
    history = await events(scene, started.case_id)
    tasks = [event.event_id for event in history if event.event_type == TASK]
    (answer,) = [event for event in history if event.event_type == ANSWERED]
    assert tasks[0] < answer.event_id < next(iter(tasks[1:]), answer.event_id + 1)
    assert [entry.name for entry in await journal(vade, scene, started.case_id)] == [
        "file_application"
    ]


async def test_a_case_that_does_not_accept_its_filing_says_so(vade: Vade, scene: Scene) -> None:
    """T-11.1a: what passes no register of the door is judged by the case alone."""
    at_night = straight(received_at=FILED_AT - timedelta(hours=7))
    with pytest.raises(Refused) as no:
        await vade.start(REVIEW, at_night, waits=True)
    assert no.value.refused_by == "T-11.1a"
    described = await scene.client.get_workflow_handle(REVIEW.case_id(at_night.file_no)).describe()
    assert described.status is WorkflowExecutionStatus.FAILED


async def test_started_again_it_waits_for_the_same_case(vade: Vade, scene: Scene) -> None:
    first = await vade.start(REVIEW, a_filing(), claim="mektup-9", waits=True)
    drawn = await numbers_issued(scene)
    again = await vade.start(REVIEW, a_filing(), claim="mektup-9", waits=True)
    assert again == first.model_copy(update={"again": True})
    assert (again.is_open, await numbers_issued(scene)) == (True, drawn)


async def test_without_a_worker_it_is_started_and_opens_later(scene: Scene) -> None:
    short = Vade(scene.client, scene.pool, patience=timedelta(seconds=1))
    started = await short.start(UNSERVED, a_filing(), claim="mektup-10", waits=True)
    assert not started.is_open
    handle = scene.client.get_workflow_handle(started.case_id)
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
    again = await short.start(UNSERVED, a_filing(), claim="mektup-10", waits=True)
    assert again == started.model_copy(update={"again": True})
    await handle.terminate()


async def test_what_was_not_started_is_not_said_to_be(
    deaf: Vade, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(OutOfReach):
        await deaf.start(REVIEW, a_filing(), claim="mektup-11", waits=True)
    gc.collect()
    assert [each.message for each in caplog.records if each.name == "asyncio"] == []


async def test_it_waits_for_a_register_as_long_as_the_patience_lasts(
    vade: Vade, scene: Scene
) -> None:
    async with waiting_for_the_register(vade, scene) as (case_id, starting):
        assert not starting.done()
    started = await starting
    assert (started.case_id, started.is_open) == (case_id, True)


async def test_a_case_that_is_stopped_by_hand_before_it_opens_is_not_refused(
    vade: Vade, scene: Scene
) -> None:
    async with waiting_for_the_register(vade, scene) as (case_id, starting):
        await scene.client.get_workflow_handle(case_id).terminate()
        started = await starting
    assert (started.case_id, started.is_open) == (case_id, False)
    with pytest.raises((OutOfReach, NotFound)):
        await vade.opened(case_id)


async def test_a_build_that_does_not_know_the_question_is_asked_as_before(
    vade: Vade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("starter.client.opening.OPENED", "no_such_question")
    started = await vade.start(REVIEW, a_filing(), waits=True)
    assert started.is_open
