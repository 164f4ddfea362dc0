"""What the front door writes for a command, and who notes what the case has answered."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from activities.database import Pool, transaction
from activities.journal import turns
from activities.journal.journal import Journal
from activities.journal.receipts import Reply
from activities.journal.relay import relay_once
from activities.journal.turns import take_turn
from starter.cli.finish import Settings
from starter.cli.work.desk import desk
from starter.client.answers import Received, Refused
from starter.client.front_door import FrontDoor, TakenIn
from starter.embedded.folder import save
from starter.runtime.settings import Connection
from tests.integration.batches import CASE, a_batch, an_entry, an_envelope, entries
from workflows.kernel.case.file import GENESIS
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch

COMMAND = "submit_corrected_draft"
ANSWER = Reply(admitted=True, said={"entry": 1})
NO = Reply(admitted=False, said=["T-22.1"])
PATIENCE = timedelta(seconds=2)
FREE = (True, True, 0)
TURN = "select holder is null, leased_until is null, attempts from receipt_turns"
TOLD = "select command_id from receipts where told_at is not null order by told_at, command_id"


async def nobody(case_id: str, command: str, envelope: Envelope) -> Reply:
    raise AssertionError("nothing stands before it")


async def anybody(case_id: str, command: str, envelope: Envelope) -> Reply:
    return ANSWER


@pytest.fixture
def door(pool: Pool) -> FrontDoor:
    return FrontDoor(pool, nobody, PATIENCE, None)


@pytest.fixture
def other_door(other_pool: Pool) -> FrontDoor:
    """Another process's."""
    return FrontDoor(other_pool, nobody, PATIENCE, None)


@pytest.fixture
def late_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No door waits for the journal any longer."""
    monkeypatch.setattr("starter.client.unnoted.SOON", 0)


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


async def until_told(pool: Pool, *commands: str) -> None:
    async with asyncio.timeout(10):
        while await told(pool) != list(commands):
            pass


def act() -> Batch:
    """The batch that records the first command."""
    return a_batch(entries(1))


async def test_an_admitted_command_is_written_by_door_and_journal_once_each(
    door: FrontDoor, pool: Pool
) -> None:
    before = await written(pool)
    await sent(door)
    assert await written(pool) - before == 1

    await Journal(pool).record(act())
    await door.aclose()

    assert await written(pool) - before == 2
    assert await turn(pool) == FREE
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_the_next_command_waits_neither_for_the_journal_nor_for_its_own_turn(
    door: FrontDoor, pool: Pool
) -> None:
    """What was answered a moment ago does not stand before it, untold as it looks."""
    await sent(door, "c-1")
    taken = await door.take_in(CASE, COMMAND, an_envelope("c-2"))
    assert taken.may_be_told

    await Journal(pool).record(act())  # of c-1: the turn is for c-2 by now
    assert (await turn(pool))[0] is False
    await answered(door, taken)
    await sent(door, "c-3")


async def test_another_door_has_the_turn_once_the_journal_has_the_act(
    door: FrontDoor, other_door: FrontDoor, pool: Pool
) -> None:
    await sent(door, "c-1")
    waiting = await other_door.take_in(CASE, COMMAND, an_envelope("c-2"))
    assert waiting.turn is None

    await Journal(pool).record(act())
    await answered(other_door, waiting)
    await other_door.aclose()

    assert await told(pool) == ["c-1", "c-2"]


async def test_an_answer_that_the_journal_does_not_note_soon_is_noted_by_the_door(
    door: FrontDoor, pool: Pool, late_journal: None
) -> None:
    await sent(door)
    await until_told(pool, "c-1")

    assert await turn(pool) == FREE
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_a_door_that_closes_notes_what_it_has_heard(door: FrontDoor, pool: Pool) -> None:
    await sent(door)
    await door.aclose()

    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_a_command_line_notes_what_it_has_heard_before_it_ends(
    pool: Pool, database_url: str, tmp_path: Path
) -> None:
    nowhere = Connection(
        temporal_address="127.0.0.1:1", namespace="vade", database_url=database_url, embedded=False
    )
    save(tmp_path, nowhere)
    async with desk(Settings(tmp_path, "en")) as at:
        assert at.vade._door is not None
        await sent(at.vade._door)

    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_what_was_heard_while_the_database_is_out_is_noted_afterwards(
    door: FrontDoor, pool: Pool, late_journal: None
) -> None:
    await sent(door)
    await pool.execute("alter table receipts rename to away")
    logged = "select count(*) from pg_stat_activity where query like '%heard%' and state = 'idle'"
    async with asyncio.timeout(10):
        while not await pool.fetchval(logged):
            pass
    await pool.execute("alter table away rename to receipts")

    await until_told(pool, "c-1")


async def test_what_could_not_be_noted_while_the_lease_lasts_is_left_to_the_relay(
    door: FrontDoor, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then others may have told the case, or restored it from its journal."""
    monkeypatch.setattr("starter.client.unnoted.LEASE", timedelta(0))
    await sent(door)
    assert (await door.take_in(CASE, COMMAND, an_envelope("c-2"))).turn is None
    await door.aclose()
    assert await told(pool) == []

    await pool.execute("update receipt_turns set leased_until = clock_timestamp()")
    assert await relay_once(pool, anybody) == 1
    assert await told(pool) == ["c-1", "c-2"]


async def test_the_answer_of_a_door_that_died_is_fetched_once_more(
    door: FrontDoor, other_door: FrontDoor, pool: Pool
) -> None:
    await sent(door)
    waiting = await other_door.take_in(CASE, COMMAND, an_envelope())
    assert waiting.turn is None
    await pool.execute("update receipt_turns set leased_until = clock_timestamp()")

    await answered(other_door, waiting)
    await other_door.aclose()

    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_a_command_repeated_before_it_is_noted_is_told_again_and_counts_once(
    door: FrontDoor, pool: Pool
) -> None:
    await sent(door)
    await sent(door)
    await Journal(pool).record(act())
    await door.aclose()

    assert (await told(pool), await turn(pool)) == (["c-1"], FREE)


async def test_the_journal_gives_back_only_the_turn_that_was_taken_for_its_act(
    door: FrontDoor, pool: Pool
) -> None:
    """Whoever tells a case several things keeps the turn until all are told."""
    await sent(door)
    await door.aclose()
    async with transaction(pool) as conn:
        assert await take_turn(conn, CASE) is not None

    await Journal(pool).record(act())

    assert (await turn(pool))[0] is False


async def test_the_journal_waits_for_nobody_who_has_the_turn_in_hand(
    door: FrontDoor, pool: Pool, other_pool: Pool
) -> None:
    """Two cases that tell each other of their acts would else wait for each other."""
    await sent(door)
    async with transaction(other_pool) as conn:
        await conn.execute("select from receipt_turns for update")
        async with asyncio.timeout(5):
            await Journal(pool).record(act())

    assert await told(pool) == ["c-1"]
    await door.aclose()
    assert await turn(pool) == FREE


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
    await sent(FrontDoor(pool, deliver, PATIENCE, None), "c-2")

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
    """With what was admitted before it: the turn is free then, and the relay need not ask again."""
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
    await door.aclose()

    assert await pool.fetchval("select holder from receipt_turns") == "another"
    assert await pool.fetchval("select answer from receipts") == ANSWER.said


async def test_a_sender_who_leaves_while_a_turn_is_taken_takes_none_along(
    door: FrontDoor, pool: Pool, other_pool: Pool
) -> None:
    """The command is taken in all the same, and whoever comes by tells it."""
    await sent(door, "c-1")
    await door.aclose()
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
    note = FrontDoor._note

    async def slow(door: FrontDoor, *what: object) -> None:
        noting.set()
        await asyncio.sleep(0.05)
        await note(door, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(FrontDoor, "_note", slow)
    taken = await door.take_in(CASE, COMMAND, an_envelope())
    sending = asyncio.create_task(answered(door, taken, NO))
    await noting.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    assert await turn(pool) == FREE
    assert await pool.fetchval("select refusal from receipts") == NO.said
