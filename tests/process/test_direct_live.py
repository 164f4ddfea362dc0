"""Messages sent straight to Temporal: held to the rules of the door, and lost by no outage."""

from datetime import UTC, datetime, timedelta

import pytest

from starter.client.answers import Received
from starter.client.vade import Vade
from starter.rehearsal.engine import Engine, Scene
from starter.runtime.serving import publish_editions
from tests.kit.lives import Lives
from tests.process.live import Live, Refused, a_review, instant
from workflows.kernel.case.message import Envelope
from workflows.textbook_review.process import REVIEW

SILENCE = timedelta(seconds=2)
TASK_TIMES_OUT = timedelta(seconds=60)  # after ten, unless the machine is busy
BACKDATED = "2031-03-12T12:00:00+03:00"
POSTDATED = "2031-03-18T12:00:00+03:00"


async def signalled_at(case: Live) -> list[datetime]:
    """When signals entered the case's history."""
    return [
        event.event_time.ToDatetime(tzinfo=UTC)
        for event in (await case.history()).events
        if event.HasField("workflow_execution_signaled_event_attributes")
    ]


async def last_of(case: Live) -> tuple[str, datetime]:
    """Name of the last entry, and from when it counts."""
    entry = (await case.journal())[-1]
    return entry.name, entry.counts_from


@pytest.mark.parametrize("stated", [BACKDATED, POSTDATED])
async def test_nobody_dates_their_own_message(scene: Scene, stated: str) -> None:
    """First-hour finding A4: an applicant withdrew weeks ago, and had the whole fee back."""
    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        with pytest.raises(Refused) as no:
            await case.send("withdraw", case.envelope("applicant", {}, received_at=stated))
        assert no.value.rule == "V-5"
        await case.signal("withdraw", case.envelope("applicant", {}, received_at=stated))
        noted = (await case.journal())[-1]
        assert (noted.kind, noted.name) == ("refused", "withdraw")
        assert (await case.view())["decision"] is None


async def test_what_the_door_took_in_counts_from_its_receipt(scene: Scene) -> None:
    """The register vouches for the very message that it has, and for no other."""
    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        received = case.envelope("applicant", {}, received_at=BACKDATED)
        await case.receive("withdraw", received)
        other = {**received, "received_at": "2031-03-11T12:00:00+03:00"}
        with pytest.raises(Refused) as no:
            await case.send("withdraw", other)
        assert no.value.rule == "V-5"
        await case.send("withdraw", received)
        await case.rest()
        assert await last_of(case) == ("withdraw", instant("2031-03-12T12:00"))


async def test_a_paper_counts_from_the_receipt_that_the_registry_states(scene: Scene) -> None:
    async with a_review(scene) as case:
        await case.at("2031-03-17T10:00")
        paper = case.envelope("registry", {}, received_at=BACKDATED, register_no="E-7")
        await case.send("withdraw", paper)
        await case.rest()
        assert await last_of(case) == ("withdraw", instant("2031-03-12T12:00"))


@pytest.mark.parametrize("dies_with_the_task", [False, True])
async def test_what_no_worker_answers_is_left_as_a_signal_and_counts_once_from_there(
    engine: Engine, *, dies_with_the_task: bool
) -> None:
    """First-hour finding A5: an update without a worker was lost, and nobody had dated it.

    While a dead worker holds a task, Temporal keeps a signal back from the history until the task
    has timed out; the signal still counts from when it came.
    """
    lives = Lives(engine.uri)
    own = Engine(engine.client, engine.uri, lives.serve)
    async with own.scene(REVIEW.task_queue) as scene:
        await publish_editions(scene.pool)
        async with a_review(scene) as case:
            await lives.end()
            if dies_with_the_task:
                lives.begin(dies_at=1)
            sent = Envelope.model_validate(case.envelope("preliminary-commission", {}))
            direct = Vade(scene.client, patience=SILENCE)
            with pytest.raises(Received):
                await direct.send(case.case_id, "take_up", sent)
            left_by = await case.now()
            lives.begin()
            answer = await Vade(scene.client, patience=TASK_TIMES_OUT).send(
                case.case_id, "take_up", sent
            )
            await case.rest()

            [came_at] = await signalled_at(case)
            assert came_at <= left_by
            taken_up = [e for e in await case.journal() if e.name == "take_up"]
            assert [(e.kind, e.counts_from) for e in taken_up] == [("command", came_at)]
            assert answer.entry == taken_up[0].n
