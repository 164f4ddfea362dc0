"""What a door has read for a case goes along with its start, and nobody else can say it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy

from activities.journal.journal import beginning
from activities.opening import opening_of
from activities.sealing import Terms, agreed
from starter.client.opening import OFFER
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from starter.runtime.sealing import HOLDS, Sealed, sealed
from tests.integration.door import a_filing, a_number, journal
from tests.integration.test_waited_starts import events, straight
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.records import Opening
from workflows.kernel.judgement.opening import asked_for
from workflows.kernel.temporal.case import OPENED
from workflows.textbook_review.process import REVIEW

ASKED: Final = EventType.EVENT_TYPE_MARKER_RECORDED
"""What a case leaves in its history when it has asked a register."""

Seal = Callable[[bytes, str, Opening], tuple[dict[str, str], Opening]]
"""From key, case and opening: what goes along, and the opening that is brought."""


async def opening(scene: Scene, case_id: str) -> Opening:
    async with scene.pool.acquire() as conn:
        kept = await beginning(conn, case_id)
    assert kept is not None, "it is recorded"
    return kept.opening


async def has_asked(scene: Scene, case_id: str) -> bool:
    return ASKED in [event.event_type for event in await events(scene, case_id)]


async def terms(scene: Scene) -> Terms:
    async with scene.pool.acquire() as conn:
        found = await agreed(conn)
    assert found is not None, "a worker runs"
    return found


async def test_a_case_knows_by_its_start_what_it_would_have_asked_for(
    vade: Vade, scene: Scene
) -> None:
    brought = await vade.start(REVIEW, a_filing(a_number()), waits=True)
    asking = await vade.start(REVIEW, a_filing(a_number()))
    await vade.opened(asking.case_id)
    await journal(vade, scene, asking.case_id)

    assert not await has_asked(scene, brought.case_id)
    assert await has_asked(scene, asking.case_id)
    assert await opening(scene, brought.case_id) == await opening(scene, asking.case_id)


async def test_it_is_opened_as_its_workers_say(vade: Vade, scene: Scene) -> None:
    await scene.pool.execute("update opening_terms set language = 'en', remind_apart = 7")

    started = await vade.start(REVIEW, a_filing(a_number()), waits=True)

    found = await opening(scene, started.case_id)
    assert (found.language, found.remind_after) == ("en", 7 * int(started.file_no[-4:]))


@pytest.mark.parametrize(
    "otherwise",
    [
        pytest.param("update opening_terms set key = 'another'", id="another key"),
        pytest.param("delete from opening_terms", id="no worker has ever said"),
    ],
)
async def test_a_case_asks_for_itself_what_no_door_may_bring(
    vade: Vade, scene: Scene, otherwise: str
) -> None:
    await scene.pool.execute(otherwise)

    started = await vade.start(REVIEW, a_filing(), waits=True)

    assert started.is_open
    assert await has_asked(scene, started.case_id)


def by_itself(key: bytes, case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    return sealed(key, case_id, found, datetime.now(UTC)).offer(), found


def changed(key: bytes, case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    days = {**found.calendar.closed, datetime.now(UTC).date(): "bayram"}
    calendar = found.calendar.model_copy(update={"closed": days})
    return by_itself(key, case_id, found)[0], found.model_copy(update={"calendar": calendar})


def of_another(key: bytes, case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    return by_itself(key, f"{case_id}0", found)


def of_old(key: bytes, case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    then = datetime.now(UTC) - HOLDS - timedelta(seconds=1)
    return sealed(key, case_id, found, then).offer(), found


def by_nobody(_key: bytes, case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    return by_itself(b"guessed", case_id, found)


def without(_key: bytes, _case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    return {}, found


def of_nonsense(_key: bytes, _case_id: str, found: Opening) -> tuple[dict[str, str], Opening]:
    return Sealed(datetime.now(UTC), "ö").offer() | {"read_at": "dün"}, found


async def started_with(scene: Scene, message: StartMessage, seal: Seal) -> WorkflowHandle[Any, Any]:
    """Start a case as a service would that goes straight to Temporal, with an opening."""
    case_id = REVIEW.case_id(message.file_no)
    async with scene.pool.acquire() as conn:
        found = await opening_of(conn, asked_for(REVIEW, case_id, message))
    said, brought = seal((await terms(scene)).key, case_id, found)
    operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        REVIEW.workflow_type,
        message,
        id=case_id,
        task_queue=REVIEW.task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
    )
    handle = scene.client.get_workflow_handle(case_id)
    await scene.client.execute_update_with_start_workflow(
        OPENED, args=[OFFER | said, brought], start_workflow_operation=operation
    )
    return handle


async def test_what_is_sealed_is_let_in(vade: Vade, scene: Scene) -> None:
    handle = await started_with(scene, straight(), by_itself)
    assert not await has_asked(scene, handle.id)
    await handle.terminate()


@pytest.mark.parametrize(
    "seal",
    [
        pytest.param(changed, id="another calendar"),
        pytest.param(of_another, id="another case"),
        pytest.param(of_old, id="too late"),
        pytest.param(by_nobody, id="another key"),
        pytest.param(without, id="no seal"),
        pytest.param(of_nonsense, id="no instant"),
    ],
)
async def test_any_other_is_refused_and_the_case_asks_for_itself(
    vade: Vade, scene: Scene, seal: Seal
) -> None:
    message = straight()
    with pytest.raises(WorkflowUpdateFailedError) as no:
        await started_with(scene, message, seal)

    assert "V-9: the opening that came along" in str(no.value.cause)
    case_id = REVIEW.case_id(message.file_no)
    shown = await vade.opened(case_id)
    assert shown.stage
    assert await has_asked(scene, case_id)
    await scene.client.get_workflow_handle(case_id).terminate()
