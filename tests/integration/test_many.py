"""One command to many cases: each keeps its own receipt, turn and order, and hears it once."""

from datetime import timedelta

import pytest

from activities.database import transaction
from activities.journal.many import commit_receipts, knowing_closed, moved_by
from activities.journal.receipts import ReceiptConflict, commit_receipt
from activities.journal.relay import relay_once
from activities.journal.turns import take_turn
from starter.client.answers import Received
from starter.client.many import send_to_many
from starter.client.vade import Vade
from starter.forms.calendar import standing_letter
from starter.rehearsal.engine import Scene
from tests.integration.door import FILED_ON, a_case, journal, receipt, take_up
from workflows.kernel.roles import Actor

CLOSE, TAKE_UP = "decree_closure", "take_up"
MINISTRY = Actor(role="ministry", id="bakanlik-1")
DAY = FILED_ON + timedelta(days=365)
DECREE = standing_letter(
    {"days": {DAY.isoformat(): "İdari izin"}, "decree_no": "2031/117"}, MINISTRY, "closure"
)
FREE = "select count(*) from receipt_turns where holder is null and attempts = 0"


@pytest.mark.rule("R-S.1")
async def test_many_cases_hear_a_decree_at_once_and_none_of_them_twice(
    vade: Vade, scene: Scene
) -> None:
    cases = [await a_case(vade) for _ in range(3)]
    letters = dict.fromkeys(cases, DECREE)

    first = await send_to_many(vade, scene.pool, CLOSE, letters)
    again = await send_to_many(vade, scene.pool, CLOSE, letters)

    assert {each: (o.fault, o.again) for each, o in first.items()} == dict.fromkeys(
        cases, (None, False)
    )
    assert {each: (o.answer, o.again) for each, o in again.items()} == {
        each: (o.answer, True) for each, o in first.items()
    }
    for case_id in cases:
        entries = await journal(vade, scene, case_id)
        assert [entry.kind for entry in entries] == ["opened", "closure"]
        noted = await receipt(scene, case_id, DECREE.command_id)
        assert noted is not None
        assert noted["answer"]["entry"] == 2
    async with scene.pool.acquire() as conn:
        assert await conn.fetchval(FREE) == 3
        assert set(await moved_by(conn, dict.fromkeys(cases, DECREE.command_id))) == set(cases)
        assert await knowing_closed(conn, cases, DAY) == set(cases)
        assert await knowing_closed(conn, cases, FILED_ON) == set()


async def test_what_a_case_was_sent_before_is_told_before_the_decree(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    """A filing taken in while nobody could tell it stays the older one."""
    late, other = await a_case(vade), await a_case(vade)
    with pytest.raises(Received):
        await deaf.send(late, TAKE_UP, take_up())

    said = await send_to_many(vade, scene.pool, CLOSE, {late: DECREE, other: DECREE})

    assert [o.fault for o in said.values()] == [None, None]
    entries = await journal(vade, scene, late)
    assert [entry.command_id for entry in entries] == [None, "c-1", DECREE.command_id]


async def test_a_case_out_of_reach_hears_it_from_the_relay_and_holds_back_no_other(
    vade: Vade, deaf: Vade, scene: Scene
) -> None:
    case_id = await a_case(vade)

    [silent] = (await send_to_many(deaf, scene.pool, CLOSE, {case_id: DECREE})).values()
    assert isinstance(silent.fault, Received)
    async with scene.pool.acquire() as conn:
        await conn.execute("update receipt_turns set next_try_at = clock_timestamp()")
    assert await relay_once(scene.pool, vade.deliver) == 1

    [again] = (await send_to_many(vade, scene.pool, CLOSE, {case_id: DECREE})).values()
    assert (again.fault, again.again) == (None, True)
    assert [e.kind for e in await journal(vade, scene, case_id)] == ["opened", "closure"]


async def test_nothing_is_taken_in_under_an_id_that_stands_for_something_else(
    vade: Vade, scene: Scene
) -> None:
    case_id, other = await a_case(vade), await a_case(vade)
    async with transaction(scene.pool) as conn:
        await commit_receipt(conn, case_id, CLOSE, take_up(DECREE.command_id))
    with pytest.raises(ReceiptConflict):
        async with transaction(scene.pool) as conn:
            await commit_receipts(conn, CLOSE, {case_id: DECREE, other: DECREE})
    assert await receipt(scene, other, DECREE.command_id) is None


async def test_a_case_that_somebody_else_is_telling_waits_its_turn(
    vade: Vade, scene: Scene
) -> None:
    hurried = Vade(scene.client, scene.pool, patience=timedelta(milliseconds=200))
    case_id = await a_case(vade)
    async with transaction(scene.pool) as conn:
        await conn.execute("insert into receipt_turns (case_id) values ($1)", case_id)
        assert await take_turn(conn, case_id) is not None

    [waiting] = (await send_to_many(hurried, scene.pool, CLOSE, {case_id: DECREE})).values()

    assert isinstance(waiting.fault, Received)
    assert [e.kind for e in await journal(vade, scene, case_id)] == ["opened"]
