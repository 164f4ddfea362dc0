"""What a case leaves to its sender: recorded before anybody hears the answer, and never lost."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import pytest

from activities.database import transaction
from activities.journal.projection import timeline
from activities.journal.relay import relay_once
from starter.client.answers import Received
from starter.client.recording import recorded
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.api_kit import Doors
from tests.integration.batches import a_letter
from tests.integration.door import journal, receipt, take_up
from tests.integration.test_many import (
    CLOSE,
    TAKE_UP,
    a_case_at_rest,
    a_closure,
    times_recorded,
)
from tests.process.test_parked import ANOTHER_STORY
from workflows.kernel.case.records import Batch, Offer

A_COMMAND = 9
"""Events that a command adds at most."""

FREE = "select holder is null from receipt_turns where case_id = $1"
LOCK = "select pg_advisory_xact_lock(hashtextextended('journal:' || $1, 0))"
LOCKED_OUT = "select count(*) from pg_locks where not granted"


async def test_who_hears_an_answer_finds_the_act_in_the_journal(vade: Vade, scene: Scene) -> None:
    """It costs the case one task, and no activity."""
    case_id = await a_case_at_rest(vade, scene)
    before = len(await events(scene, case_id))

    answer = await vade.send(case_id, TAKE_UP, take_up())

    assert await numbers(scene, case_id) == [1, answer.entry]
    assert await scene.pool.fetchval(FREE, case_id) is True
    noted = await receipt(scene, case_id)
    assert noted is not None
    assert noted["answer"] == answer.model_dump(mode="json")
    assert await times_recorded(scene, case_id) == 1
    assert len(await events(scene, case_id)) - before <= A_COMMAND


@pytest.fixture
def quick(scene: Scene) -> Vade:
    """A process that serves many: it answers first."""
    return Vade(scene.client, scene.pool, answers_first=True)


async def test_a_process_that_serves_many_answers_before_the_act_is_recorded(
    vade: Vade, quick: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    async with transaction(scene.pool) as conn:
        await conn.execute(LOCK, case_id)
        answer = await quick.send(case_id, TAKE_UP, take_up())
        assert await numbers(scene, case_id) == [1]

    await quick.recorded()

    assert await numbers(scene, case_id) == [1, answer.entry]
    assert await times_recorded(scene, case_id) == 1


async def test_whoever_acts_over_http_sees_at_their_next_step_what_they_have_done(
    vade: Vade, quick: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    office = Doors(scene.pool, quick).visitor("preliminary-commission", "o-1")
    async with transaction(scene.pool) as conn:
        await conn.execute(LOCK, case_id)
        assert (await office.send(case_id, TAKE_UP, "c-1")).status_code == HTTPStatus.OK
        looking = asyncio.create_task(office.get(f"/cases/{case_id}/timeline"))
        async with asyncio.timeout(10):
            while not await conn.fetchval(LOCKED_OUT):
                pass
        assert not looking.done()

    assert [step["name"] for step in (await looking).json()["entries"]][1:] == [TAKE_UP]


async def test_what_comes_next_takes_along_what_was_answered(
    vade: Vade, quick: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    await quick.send(case_id, TAKE_UP, take_up())

    answer = await quick.send(case_id, CLOSE, a_closure(3))

    assert answer.entry == 3
    assert (await numbers(scene, case_id))[:2] == [1, 2]
    await quick.aclose()
    assert await numbers(scene, case_id) == [1, 2, 3]
    async with scene.pool.acquire() as conn:
        assert await conn.fetchval(FREE, case_id) is True


async def test_what_cannot_be_taken_along_holds_no_receipt_back(
    vade: Vade, quick: Vade, scene: Scene
) -> None:
    """The case shows why, and hears both again once that is mended."""
    case_id = await a_case_at_rest(vade, scene)
    await scene.pool.execute(ANOTHER_STORY, case_id)
    await quick.send(case_id, TAKE_UP, take_up())

    with pytest.raises(Received):
        await quick.send(case_id, CLOSE, a_closure(3))

    async with asyncio.timeout(10):
        while (await vade.view(case_id)).parked is None:
            pass
    untold = "select count(*) from receipts where case_id = $1 and told_at is null"
    assert await scene.pool.fetchval(untold, case_id) == 2


async def test_what_a_door_has_heard_and_died_with_the_relay_records(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    assert vade._door is not None
    taken = await vade._door.take_in(case_id, TAKE_UP, take_up())
    told = await vade.told(case_id, TAKE_UP, Offer.with_(taken.receipt.envelope))
    await scene.pool.execute("update receipt_turns set leased_until = clock_timestamp()")

    assert await relay_once(scene.pool, vade.deliver) == 1

    assert await numbers(scene, case_id) == [1, 2]
    assert await scene.pool.fetchval(FREE, case_id) is True
    noted = await receipt(scene, case_id)
    assert noted is not None
    assert noted["answer"] == told.answer.model_dump(mode="json")


async def test_a_case_keeps_what_it_left_to_senders_until_one_says_that_it_stands(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    await vade.send(case_id, TAKE_UP, take_up())
    await vade.send(case_id, CLOSE, a_closure(3))
    await vade.signal(case_id, CLOSE, a_closure(4).model_copy(update={"command_id": "c-4"}))

    await journal(vade, scene, case_id, at_least=4)

    assert [entry.n for entry in (await last_batch(scene, case_id)).entries] == [3, 4]


async def test_an_act_that_the_case_records_itself_is_answered_when_it_stands(
    vade: Vade, scene: Scene
) -> None:
    """Something that nobody waits for is being written just then."""
    case_id = await a_case_at_rest(vade, scene)
    async with transaction(scene.pool) as conn:
        await conn.execute(LOCK, case_id)
        await vade.signal(case_id, CLOSE, a_closure(3))
        async with asyncio.timeout(10):
            while not await conn.fetchval(LOCKED_OUT):
                pass
        sending = asyncio.create_task(vade.send(case_id, CLOSE, a_closure(4)))
        async with asyncio.timeout(10):
            while (await vade.view(case_id)).entries < 3:
                assert not sending.done()

    answer = await sending
    assert await numbers(scene, case_id) == [1, 2, answer.entry]


async def test_a_case_hears_from_its_sender_whom_a_letter_cannot_reach(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    told = await vade.told(case_id, TAKE_UP, Offer.with_(take_up()))
    assert told.entrusted is not None
    letter = a_letter("1").model_copy(update={"addressee": "nobody"})
    batch = told.entrusted.model_copy(update={"notices": (letter,)})

    assert await recorded(scene.pool, scene.client.get_workflow_handle(case_id), batch) is False

    async with asyncio.timeout(10):
        while "nobody" not in (await vade.view(case_id)).needs_attention:
            pass


async def test_what_a_sender_cannot_record_parks_the_case_until_it_is_mended(
    vade: Vade, scene: Scene
) -> None:
    case_id = await a_case_at_rest(vade, scene)
    await scene.pool.execute(ANOTHER_STORY, case_id)

    with pytest.raises(Received):
        await vade.send(case_id, TAKE_UP, take_up())

    async with asyncio.timeout(10):
        while (await vade.view(case_id)).parked is None:
            pass
    noted = await receipt(scene, case_id)
    assert noted is not None
    assert noted["told"] is False


async def numbers(scene: Scene, case_id: str) -> list[int]:
    """Of the entries in the journal."""
    async with scene.pool.acquire() as conn:
        return [entry.n for entry in await timeline(conn, case_id)]


async def events(scene: Scene, case_id: str) -> Sequence[Any]:
    return (await scene.client.get_workflow_handle(case_id).fetch_history()).events


async def last_batch(scene: Scene, case_id: str) -> Batch:
    """What the case has recorded by itself last."""
    history = await events(scene, case_id)
    asked = [event.activity_task_scheduled_event_attributes for event in history]
    inputs = [each.input.payloads for each in asked if each.activity_type.name == "record"]
    [batch] = await scene.client.data_converter.decode(inputs[-1], [Batch])
    assert isinstance(batch, Batch)
    return batch
