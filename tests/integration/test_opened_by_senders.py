"""That a case is open is recorded by whoever had it opened, and never lost if they die."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from activities.database import transaction
from activities.journal.relay import press_once
from starter.client.answers import OutOfReach
from starter.client.opening import OFFER, Manner, _start
from starter.client.recording import Left, Recorder
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.integration.door import a_filing, a_number, journal, take_up
from tests.integration.test_entrusted import events, last_batch, numbers, quick
from tests.integration.test_many import TAKE_UP, times_recorded
from tests.integration.test_waited_starts import (
    UNSERVED,
    is_taken_in,
    silent_register,
    straight,
)
from workflows.kernel.temporal.case import OPENED, RECORD
from workflows.textbook_review.process import REVIEW

__all__ = ["quick"]  # the fixture

AN_OPENING = 8
"""Events of a case that is open, at most."""
A_MINUTE_LATER = "update filings set unseen_since = unseen_since - interval '1 minute'"
UNSEEN = "select case_id from filings where unseen_since is not null"


@pytest.fixture
def deaf_recorder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a case opened dies with the answer."""
    monkeypatch.setattr(Recorder, "leave", lambda *_: None)


async def test_who_waits_for_a_case_records_that_it_is_open(vade: Vade, scene: Scene) -> None:
    """It costs the case one task, and no activity."""
    started = await vade.start(REVIEW, a_filing(), waits=True)

    assert await numbers(scene, started.case_id) == [1]
    assert await times_recorded(scene, started.case_id) == 0
    assert len(await events(scene, started.case_id)) <= AN_OPENING
    kept = "select (select count(*) from beginnings), (select count(*) from case_editions)"
    assert tuple(*await scene.pool.fetch(kept)) == (1, 1)


async def test_a_process_that_serves_many_says_so_before_it_is_recorded(
    quick: Vade, scene: Scene
) -> None:
    async with transaction(scene.pool) as conn:
        await conn.execute("lock table journal in exclusive mode")
        started = await quick.start(REVIEW, a_filing(), waits=True)
        assert await numbers(scene, started.case_id) == []

    await quick.recorded()

    assert await numbers(scene, started.case_id) == [1]


async def test_the_first_command_takes_along_that_the_case_is_open(
    quick: Vade, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case knows by it that its opening stands: a register may be asked at once."""
    by_themselves: list[Left] = []
    begin = Recorder._begin

    def noted(recorder: Recorder, left: Left) -> None:
        by_themselves.append(left)
        begin(recorder, left)

    monkeypatch.setattr("starter.client.recording.AT_ONCE", 60)
    monkeypatch.setattr(Recorder, "_begin", noted)
    started = await quick.start(REVIEW, a_filing(), waits=True)

    answer = await quick.send(started.case_id, TAKE_UP, take_up())

    assert by_themselves == []
    assert await numbers(scene, started.case_id) == [1]
    await quick.recorded()
    assert await numbers(scene, started.case_id) == [1, answer.entry]
    assert await times_recorded(scene, started.case_id) == 0


async def test_a_case_whose_opener_dies_records_by_itself_half_a_minute_later(
    vade: Vade, scene: Scene, deaf_recorder: None
) -> None:
    started = await vade.start(REVIEW, a_filing(), waits=True)
    assert await press_once(scene.pool, vade.press) == 0
    assert await numbers(scene, started.case_id) == []
    await scene.pool.execute(A_MINUTE_LATER)

    assert await press_once(scene.pool, vade.press) == 1

    (entry,) = await journal(vade, scene, started.case_id)
    assert entry.name == "file_application"
    (begun,) = (await last_batch(scene, started.case_id)).begun
    assert begun.start.file_no == started.file_no
    assert await scene.pool.fetch(UNSEEN) == []


async def test_what_the_journal_knows_is_looked_at_once(vade: Vade, scene: Scene) -> None:
    started = await vade.start(REVIEW, a_filing(), waits=True)
    assert [row["case_id"] for row in await scene.pool.fetch(UNSEEN)] == [started.case_id]
    await scene.pool.execute(A_MINUTE_LATER)

    assert await press_once(scene.pool, vade.press) == 0

    assert await scene.pool.fetch(UNSEEN) == []
    assert RECORD not in await signals(scene, started.case_id)


async def test_a_case_that_cannot_be_told_to_record_is_told_later(
    vade: Vade, deaf: Vade, scene: Scene, deaf_recorder: None
) -> None:
    started = await vade.start(REVIEW, a_filing(), waits=True)
    await scene.pool.execute(A_MINUTE_LATER)

    assert await press_once(scene.pool, deaf.press) == 0
    assert await press_once(scene.pool, vade.press) == 0
    await scene.pool.execute(A_MINUTE_LATER)

    assert await press_once(scene.pool, vade.press) == 1
    assert len(await journal(vade, scene, started.case_id)) == 1


async def test_a_filing_that_never_became_a_case_is_not_looked_at_for_ever(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    filing = a_filing(a_number())
    with pytest.raises(OutOfReach):
        await deaf.start(REVIEW, filing, claim="mektup-21", waits=True)
    await scene.pool.execute(A_MINUTE_LATER)

    assert await press_once(scene.pool, vade.press) == 1

    assert await scene.pool.fetch(UNSEEN) == []
    started = await vade.start(REVIEW, filing, claim="mektup-21", waits=True)
    assert len(await journal(vade, scene, started.case_id)) == 1
    assert await times_recorded(scene, started.case_id) == 1  # nobody would look for its sender


async def test_a_case_that_opens_after_its_sender_has_left_records_by_itself(
    scene: Scene,
) -> None:
    short = Vade(scene.client, scene.pool, patience=timedelta(seconds=1))

    started = await short.start(UNSERVED, a_filing(), claim="mektup-20", waits=True)

    assert not started.is_open
    assert RECORD in await signals(scene, started.case_id)
    await scene.client.get_workflow_handle(started.case_id).terminate()


async def test_a_case_that_is_to_record_by_itself_leaves_its_opening_to_nobody(
    vade: Vade, scene: Scene
) -> None:
    message = straight()
    case_id = REVIEW.case_id(message.file_no)
    offers = Manner(waits=True, records=True)
    async with silent_register(scene):
        starting = asyncio.create_task(_start(scene.client, REVIEW, message, offers))
        await is_taken_in(scene, case_id)
        await vade.press(case_id)

    assert await starting is None
    assert len(await journal(vade, scene, case_id)) == 1
    assert await times_recorded(scene, case_id) == 1


async def test_whoever_asks_later_is_left_nothing(vade: Vade, scene: Scene) -> None:
    started = await vade.start(REVIEW, a_filing(), waits=True)
    handle = scene.client.get_workflow_handle(started.case_id)
    assert await handle.execute_update(OPENED, OFFER) is None


async def signals(scene: Scene, case_id: str) -> Sequence[str]:
    """What a case has been signalled, in order."""
    sent = (
        each.workflow_execution_signaled_event_attributes for each in await events(scene, case_id)
    )
    return [each.signal_name for each in sent if each.signal_name]
