"""What the front door writes for a command: its receipt with the turn, and its answer with that."""

import asyncio
from datetime import timedelta

import pytest

from activities.database import Pool
from activities.journal import turns
from activities.journal.receipts import Reply
from activities.journal.relay import relay_once
from starter.client.answers import Received, Refused
from starter.client.front_door import FrontDoor, TakenIn
from tests.integration.batches import CASE, an_envelope
from workflows.kernel.case.message import Envelope

COMMAND = "submit_corrected_draft"
ANSWER = Reply(admitted=True, said={"entry": 2})
NO = Reply(admitted=False, said=["T-22.1"])
PATIENCE = timedelta(seconds=2)
TURN = "select holder is null, leased_until is null, attempts from receipt_turns"
TOLD = "select command_id from receipts where told_at is not null order by told_at"


async def nobody(case_id: str, command: str, envelope: Envelope) -> Reply:
    raise AssertionError("nothing stands before it")


@pytest.fixture
def door(pool: Pool) -> FrontDoor:
    return FrontDoor(pool, nobody, PATIENCE, None)


async def written(pool: Pool) -> int:
    """How many transactions have written anything."""
    said = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    return int(await pool.fetchval(said))


async def answered(door: FrontDoor, taken: TakenIn, reply: Reply = ANSWER) -> None:
    async with door.in_turn(taken) as telling:
        assert telling.heard is None
        telling.reply = reply


async def test_a_command_before_which_nothing_stands_is_written_twice(
    door: FrontDoor, pool: Pool
) -> None:
    before = await written(pool)
    await answered(door, await door.take_in(CASE, COMMAND, an_envelope()))

    assert await written(pool) - before == 2
    assert tuple(await pool.fetchrow(TURN) or ()) == (True, True, 0)
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_what_was_received_before_is_told_before(door: FrontDoor, pool: Pool) -> None:
    """The turn is free, and yet somebody else's command lies there untold."""
    told: list[str] = []

    async def deliver(case_id: str, command: str, envelope: Envelope) -> Reply:
        told.append(envelope.command_id)
        return ANSWER

    left = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    with pytest.raises(Received):
        async with door.in_turn(left):
            raise Received(CASE, "c-1", None)
    behind = FrontDoor(pool, deliver, PATIENCE, None)
    await answered(behind, await behind.take_in(CASE, COMMAND, an_envelope("c-2")))

    assert told == ["c-1"]
    assert [row["command_id"] for row in await pool.fetch(TOLD)] == ["c-1", "c-2"]


async def test_a_turn_that_was_taken_a_while_ago_is_renewed_before_it_is_used(
    door: FrontDoor, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit took long: somebody else may have the turn by now, and tells the case."""
    monkeypatch.setattr("starter.client.front_door.FRESH", timedelta(0))
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    await pool.execute("update receipt_turns set leased_until = clock_timestamp()")

    async def deliver(case_id: str, command: str, envelope: Envelope) -> Reply:
        return ANSWER

    assert await relay_once(pool, deliver) == 1
    with pytest.raises(Received):
        await answered(door, taken)
    assert turns.FRESH + turns.DELIVERY <= turns.LEASE


async def test_a_refusal_gives_the_turn_back_and_is_no_failure_to_tell(
    door: FrontDoor, pool: Pool
) -> None:
    async def refused(taken: TakenIn) -> None:
        async with door.in_turn(taken) as telling:
            telling.reply = NO
            raise Refused(())

    with pytest.raises(Refused):
        await refused(await door.take_in(CASE, COMMAND, an_envelope()))

    assert tuple(await pool.fetchrow(TURN) or ()) == (True, True, 0)
    assert await pool.fetchval("select refusal from receipts") == NO.said


async def test_whoever_lost_the_turn_notes_the_answer_and_leaves_the_turn_alone(
    door: FrontDoor, pool: Pool
) -> None:
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    await pool.execute("update receipt_turns set holder = 'another'")
    await answered(door, taken)

    assert await pool.fetchval("select holder from receipt_turns") == "another"
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_a_sender_who_leaves_takes_neither_answer_nor_turn_along(
    door: FrontDoor, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked to stop just while the answer is noted, the door still notes it."""
    noting = asyncio.Event()
    note = FrontDoor._note

    async def slow(door: FrontDoor, *what: object) -> None:
        noting.set()
        await asyncio.sleep(0.05)
        await note(door, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(FrontDoor, "_note", slow)
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    sending = asyncio.create_task(answered(door, taken))
    await noting.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    assert tuple(await pool.fetchrow(TURN) or ()) == (True, True, 0)
    assert await pool.fetchval("select answer from receipts") == ANSWER.said
