"""What the front door writes for a command, and who notes what the case has answered."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from activities.database import Pool, transaction
from activities.journal import turns
from activities.journal.journal import Journal
from activities.journal.receipts import (
    ReceiptConflict,
    ReceiptUnreadable,
    Reply,
    commit_receipt,
)
from activities.journal.relay import relay_once
from activities.journal.turns import take_turn
from starter.client import recording
from starter.client.answers import Received, Refused
from starter.client.front_door import FrontDoor, TakenIn, Telling
from tests.integration.batches import (
    A_PLACE,
    CASE,
    a_batch,
    a_letter,
    an_entry,
    an_envelope,
    entries,
)
from tests.integration.door import a_front_door
from tests.integration.test_tellings import telling
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch, Register, RegisterWrite

COMMAND = "submit_corrected_draft"
ANSWER = Reply(admitted=True, said={"entry": 1})
NO = Reply(admitted=False, said=["T-22.1"])
A_CASE_TO_OPEN = RegisterWrite(
    into=Register.OPENINGS,
    key=CASE,
    row={"process": "textbook-in-use", "received_at": "2031-03-10T09:00:00+03:00", "body": {}},
)
FREE = (True, True, 0)
LOCK = "select pg_advisory_xact_lock(hashtextextended('journal:' || $1, 0))"
TURN = "select holder is null, leased_until is null, attempts from receipt_turns"
TOLD = "select command_id from receipts where told_at is not null order by told_at, command_id"


async def nobody(case_id: str, command: str, envelope: Envelope) -> Reply:
    raise AssertionError("nothing stands before it")


async def anybody(case_id: str, command: str, envelope: Envelope) -> Reply:
    return ANSWER


@pytest.fixture
def door(pool: Pool) -> FrontDoor:
    return a_front_door(pool, nobody)


@pytest.fixture
def other_door(other_pool: Pool) -> FrontDoor:
    """Another process's."""
    return a_front_door(other_pool, nobody)


async def written(pool: Pool) -> int:
    """How many transactions have written anything."""
    said = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    return int(await pool.fetchval(said))


async def answered(door: FrontDoor, taken: TakenIn, reply: Reply = ANSWER) -> None:
    async with door.in_turn(taken) as telling:
        assert telling.heard is None
        telling.reply = reply


async def refused(door: FrontDoor, command_id: str) -> None:
    async with door.in_turn(await door.take_in(CASE, COMMAND, an_envelope(command_id))) as telling:
        telling.reply = NO
        raise Refused(())


async def sent(door: FrontDoor, command_id: str = "c-1") -> None:
    await answered(door, await door.take_in(CASE, COMMAND, an_envelope(command_id)))


async def told(pool: Pool) -> list[str]:
    return [row["command_id"] for row in await pool.fetch(TOLD)]


async def turn(pool: Pool) -> tuple[object, ...]:
    return tuple(await pool.fetchrow(TURN) or ())


async def left(door: FrontDoor, taken: TakenIn, batch: Batch) -> None:
    """Tell a case that leaves its act to whoever tells it."""
    async with door.in_turn(taken) as telling:
        telling.reply, telling.left = ANSWER, batch


async def recorded(door: FrontDoor, pool: Pool, taken: TakenIn) -> None:
    """The same, and what it leaves is recorded."""
    await left(door, taken, act())
    assert await door.recorder.settled()


def turn_of(taken: TakenIn) -> turns.Turn:
    assert taken.turn is not None
    return taken.turn


def act() -> Batch:
    """The batch that records the first command."""
    return a_batch(entries(1))


async def test_an_admitted_command_is_written_when_taken_in_and_when_recorded(
    door: FrontDoor, pool: Pool
) -> None:
    before = await written(pool)
    await recorded(door, pool, await door.take_in(CASE, COMMAND, an_envelope()))

    assert await written(pool) - before == 2
    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_the_next_command_takes_along_what_its_case_has_left(
    door: FrontDoor, pool: Pool
) -> None:
    first, second = entries(2)
    before = await written(pool)
    await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), a_batch([first]))
    taken = await door.take_in(CASE, COMMAND, an_envelope("c-2"))

    assert taken.turn is not None
    assert (taken.may_be_told, taken.turn.recorded_to) == (True, 1)
    await left(door, taken, a_batch([second]))
    await door.aclose()
    assert await written(pool) - before == 3
    assert (await told(pool), await turn(pool)) == (["c-1", "c-2"], FREE)


@pytest.mark.parametrize(
    ("command_id", "number", "fault"),
    [("c-1", "other", ReceiptConflict), ("c-2", "\0", ReceiptUnreadable)],
)
async def test_what_a_case_has_left_is_recorded_whatever_comes_next(
    door: FrontDoor, pool: Pool, command_id: str, number: str, fault: type[Exception]
) -> None:
    await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), act())
    wrong = an_envelope(command_id).model_copy(update={"register_no": number})

    with pytest.raises(Refused) as no:
        await door.take_in(CASE, COMMAND, wrong)

    assert isinstance(no.value.__cause__, fault)
    assert await door.recorder.settled()
    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_what_is_more_than_one_statement_is_not_taken_along(
    door: FrontDoor, pool: Pool
) -> None:
    tells = act().model_copy(update={"registers": (telling("nowhere"),)})
    await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), tells)

    await sent(door, "c-2")

    assert await door.recorder.settled()
    assert (await told(pool), await turn(pool)) == (["c-1", "c-2"], FREE)


@pytest.mark.parametrize("more", [(), (A_PLACE,), (A_CASE_TO_OPEN,)])
async def test_a_command_came_when_it_was_asked_for_whatever_it_takes_along(
    door: FrontDoor, pool: Pool, other_pool: Pool, more: tuple[RegisterWrite, ...]
) -> None:
    batch = act().model_copy(update={"registers": more})
    async with transaction(other_pool) as conn:
        await conn.execute(LOCK, CASE)
        await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), batch)
        taking = asyncio.create_task(door.take_in(CASE, COMMAND, an_envelope("c-2")))
        async with asyncio.timeout(10):
            while not await conn.fetchval("select count(*) from pg_locks where not granted"):
                pass
        waited = await conn.fetchval("select clock_timestamp()")

    taken = await taking

    assert taken.receipt.envelope.received_at is not None
    assert taken.receipt.envelope.received_at < waited
    assert await told(pool) == ["c-1"]


async def test_a_command_waits_a_moment_at_most_for_what_it_takes_along(
    door: FrontDoor, pool: Pool, other_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "AT_MOST", 0.05)
    async with transaction(other_pool) as conn:
        await conn.execute(LOCK, CASE)
        await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), act())
        second = await door.take_in(CASE, COMMAND, an_envelope("c-2"))
        assert second.turn is None
        assert await told(pool) == []

    await answered(door, second)

    assert (await told(pool), await turn(pool)) == (["c-1", "c-2"], FREE)


async def test_a_turn_for_several_commands_is_given_back_before_the_next(
    door: FrontDoor, pool: Pool
) -> None:
    """It was taken with something older to tell; whoever records one act does not end it."""
    [act] = entries(1)
    early = a_front_door(pool, anybody)
    untold = await early.take_in(CASE, COMMAND, an_envelope("c-0"))
    await early._leave(untold, turn_of(untold), Telling(), failed=False)
    taken = await early.take_in(CASE, COMMAND, an_envelope("c-1"))
    assert not turn_of(taken).for_one
    await left(early, taken, a_batch([act]))

    after = await early.take_in(CASE, COMMAND, an_envelope("c-2"))

    assert after.turn is not None
    assert await told(pool) == ["c-0", "c-1"]


async def test_who_stops_waiting_for_what_was_left_stops_nobody_else(
    door: FrontDoor, pool: Pool, other_pool: Pool
) -> None:
    taken = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    async with transaction(other_pool) as conn:
        await conn.execute(LOCK, CASE)
        await left(door, taken, act())
        hurried, patient = (asyncio.create_task(door.recorder.settled()) for _ in range(2))
        await asyncio.sleep(0)
        hurried.cancel()
        await asyncio.wait([hurried])

    assert hurried.cancelled()
    assert await patient
    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_what_was_left_is_recorded_though_no_connection_was_to_be_had_for_the_next(
    door: FrontDoor, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), act())

    def refused_once(_: object) -> None:
        monkeypatch.undo()
        raise OSError("no connection")

    monkeypatch.setattr(type(pool), "acquire", refused_once)
    second = await door.take_in(CASE, COMMAND, an_envelope("c-2"))

    assert second.receipt.command_id == "c-2"
    assert await door.recorder.settled()
    assert await told(pool) == ["c-1"]


async def test_a_door_that_closes_records_what_it_was_left(door: FrontDoor, pool: Pool) -> None:
    await left(door, await door.take_in(CASE, COMMAND, an_envelope("c-1")), act())

    await door.aclose()

    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_another_door_has_the_turn_once_the_act_is_recorded(
    door: FrontDoor, other_door: FrontDoor, pool: Pool
) -> None:
    first = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    waiting = await other_door.take_in(CASE, COMMAND, an_envelope("c-2"))
    assert waiting.turn is None

    await recorded(door, pool, first)
    await answered(other_door, waiting)

    assert await told(pool) == ["c-1", "c-2"]


async def test_who_comes_while_an_act_is_being_recorded_has_the_turn_after_that(
    door: FrontDoor, other_door: FrontDoor, pool: Pool, other_pool: Pool
) -> None:
    """The recorder does not wait for whoever has the case's row just then, nor they for a lease."""
    first = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    async with transaction(other_pool) as conn:
        await commit_receipt(conn, CASE, COMMAND, an_envelope("c-2"))
        await recorded(door, pool, first)

    await sent(other_door, "c-2")

    assert (await told(pool), await turn(pool)) == (["c-1", "c-2"], FREE)


async def test_whoever_takes_a_turn_hears_up_to_where_the_journal_goes(
    door: FrontDoor, pool: Pool
) -> None:
    """So a case need not keep what it has left to a sender before."""
    first = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    waiting = await door.take_in(CASE, COMMAND, an_envelope("c-2"))
    await recorded(door, pool, first)
    async with pool.acquire() as conn:
        _, now = await turns.look(conn, waiting.receipt)

    assert first.turn is not None
    assert now is not None
    assert (first.turn.recorded_to, now.recorded_to) == (0, 1)


async def test_the_answer_of_a_door_that_died_is_fetched_once_more(
    door: FrontDoor, other_door: FrontDoor, pool: Pool
) -> None:
    await door.take_in(CASE, COMMAND, an_envelope())
    waiting = await other_door.take_in(CASE, COMMAND, an_envelope())
    assert waiting.turn is None
    await pool.execute("update receipt_turns set leased_until = clock_timestamp()")

    await answered(other_door, waiting)

    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_the_journal_gives_back_only_the_turn_that_was_taken_for_its_act(
    door: FrontDoor, pool: Pool
) -> None:
    """Whoever tells a case several things keeps the turn until all are told."""
    await sent(door)
    async with transaction(pool) as conn:
        assert await take_turn(conn, CASE) is not None

    await Journal(pool).record(act())

    assert (await turn(pool))[0] is False


async def test_the_journal_waits_for_nobody_who_has_the_turn_in_hand(
    door: FrontDoor, pool: Pool, other_pool: Pool
) -> None:
    """Two cases that tell each other of their acts would else wait for each other."""
    taken = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    async with transaction(other_pool) as conn:
        await conn.execute("select from receipt_turns for update")
        async with asyncio.timeout(5):
            await Journal(pool).record(act())

    assert await told(pool) == ["c-1"]
    await answered(door, taken)
    assert await turn(pool) == FREE


async def test_commands_are_not_settled_where_more_needs_attention_than_the_case_knows(
    door: FrontDoor, pool: Pool
) -> None:
    """If whoever records dies before the case has heard of it, the relay has it recorded again."""
    taken = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    unheard = act().model_copy(update={"notices": (a_letter("1"),), "attention": ()})

    done = await Journal(pool).record(unheard)

    assert (done.is_known_to(unheard), await told(pool)) == (False, [])
    assert (await turn(pool))[0] is False
    by_the_case_itself = unheard.model_copy(update={"attention": None})
    assert await Journal(pool).record(by_the_case_itself) == done
    assert await told(pool) == ["c-1"]
    await answered(door, taken)
    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_what_was_received_before_is_told_before(door: FrontDoor, pool: Pool) -> None:
    """The turn is free, and yet somebody else's command lies there untold."""
    heard: list[str] = []

    async def deliver(case_id: str, command: str, envelope: Envelope) -> Reply:
        heard.append(envelope.command_id)
        return ANSWER

    left = await door.take_in(CASE, COMMAND, an_envelope("c-1"))
    with pytest.raises(Received):
        async with door.in_turn(left):
            raise Received(CASE, "c-1", None)
    await sent(a_front_door(pool, deliver), "c-2")

    assert heard == ["c-1"]
    assert (await told(pool), await turn(pool)) == (["c-1", "c-2"], FREE)


async def test_a_turn_that_was_taken_a_while_ago_is_renewed_before_it_is_used(
    door: FrontDoor, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit took long: somebody else may have the turn by now, and tells the case."""
    monkeypatch.setattr("starter.client.front_door.FRESH", timedelta(0))
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    await pool.execute("update receipt_turns set leased_until = clock_timestamp()")

    assert await relay_once(pool, anybody) == 1
    with pytest.raises(Received):
        await answered(door, taken)
    assert turns.FRESH + turns.DELIVERY <= turns.LEASE


async def test_a_refusal_is_noted_at_once_and_is_no_failure_to_tell(
    door: FrontDoor, pool: Pool
) -> None:
    """The turn is free then, and the relay need not ask again."""
    await sent(door, "c-1")
    with pytest.raises(Refused):
        await refused(door, "c-2")

    assert (await told(pool), await turn(pool)) == (["c-1", "c-2"], FREE)
    said = "select refusal from receipts where command_id = 'c-2'"
    assert await pool.fetchval(said) == NO.said


async def test_what_is_noted_already_is_not_written_again(door: FrontDoor, pool: Pool) -> None:
    no = an_entry(1, GENESIS, kind="refused", command_id="c-1", answer=NO.said)
    with pytest.raises(Refused):
        await refused(door, "c-1")
    await Journal(pool).record(a_batch([no]))
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    await pool.execute("update receipt_turns set holder = 'another'")
    before = await written(pool)

    await answered(door, taken, NO)

    assert await written(pool) == before


async def test_whoever_lost_the_turn_notes_the_answer_and_leaves_the_turn_alone(
    door: FrontDoor, pool: Pool
) -> None:
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    await pool.execute("update receipt_turns set holder = 'another'")
    await answered(door, taken)

    assert await pool.fetchval("select holder from receipt_turns") == "another"
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_a_sender_who_leaves_while_a_turn_is_taken_takes_none_along(
    door: FrontDoor, pool: Pool, other_pool: Pool
) -> None:
    """The command is taken in all the same, and whoever comes by tells it."""
    await sent(door, "c-1")
    async with transaction(other_pool) as conn:
        await conn.execute("select from receipt_turns for update")
        sending = asyncio.create_task(sent(door, "c-2"))
        blocked = "select count(*) from pg_locks where not granted"
        async with asyncio.timeout(10):
            while not await conn.fetchval(blocked):
                pass
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending

    async with asyncio.timeout(10):
        while await relay_once(pool, anybody) == 0:
            pass
    assert await told(pool) == ["c-1", "c-2"]


async def test_a_sender_who_leaves_takes_neither_answer_nor_turn_along(
    door: FrontDoor, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked to stop just while a refusal is noted, the door still notes it."""
    noting = asyncio.Event()
    note = recording.note

    async def slow(*what: Any) -> None:
        noting.set()
        await asyncio.sleep(0.05)
        await note(*what)

    monkeypatch.setattr("starter.client.front_door.note", slow)
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    sending = asyncio.create_task(answered(door, taken, NO))
    await noting.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    assert await turn(pool) == FREE
    assert await pool.fetchval("select refusal from receipts") == NO.said
