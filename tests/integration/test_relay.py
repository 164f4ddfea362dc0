"""Who tells a case what was received for it, in which order, and what a failure holds back."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from activities.database import Pool, transaction
from activities.journal.receipts import Reply, commit_receipt
from activities.journal.relay import relay_once
from activities.journal.turns import Turn, TurnLost, give_back, take_turn, tell_in_order
from tests.integration.batches import CASE, an_envelope
from workflows.kernel.case.message import Envelope

COMMAND = "submit_corrected_draft"
STATED = datetime(2031, 5, 26, 14, 0, tzinfo=UTC)


class Cases:
    """Stands for the cases: remembers what was delivered, and fails where it is told to."""

    def __init__(self, *failing: str) -> None:
        self.delivered: list[str] = []
        self.failing = set(failing)
        self.at_once = 0
        """Most deliveries to one case at the same time."""
        self._under_way: Counter[str] = Counter()

    async def deliver(self, case_id: str, command: str, envelope: Envelope) -> Reply:
        self._under_way[case_id] += 1
        self.at_once = max(self.at_once, self._under_way[case_id])
        try:
            await asyncio.sleep(0)
            if f"{case_id}/{envelope.command_id}" in self.failing:
                raise ConnectionError
            self.delivered.append(f"{case_id}/{envelope.command_id}")
            return Reply(admitted=True, said={"heard": envelope.command_id})
        finally:
            self._under_way[case_id] -= 1


async def received(pool: Pool, *sent: str) -> None:
    """Take in commands, ``case/command``, each a minute after the one before."""
    for minute, one in enumerate(sent):
        case_id, command_id = one.split("/")
        at = STATED + timedelta(minutes=minute)
        async with transaction(pool) as conn:
            await commit_receipt(conn, case_id, COMMAND, an_envelope(command_id, received_at=at))


async def untold(pool: Pool) -> list[str]:
    rows = await pool.fetch("select case_id, command_id from receipts where told_at is null")
    return sorted(f"{row['case_id']}/{row['command_id']}" for row in rows)


async def pause_is_over(pool: Pool) -> None:
    await pool.execute("update receipt_turns set next_try_at = clock_timestamp()")


async def lease_runs_out(pool: Pool) -> None:
    await pool.execute("update receipt_turns set leased_until = clock_timestamp()")


async def turn_of(pool: Pool, case_id: str) -> Turn | None:
    async with transaction(pool) as conn:
        return await take_turn(conn, case_id)


async def test_the_relay_tells_in_the_order_of_receipt_and_once(pool: Pool) -> None:
    await received(pool, "b/2", "b/1", "b/3")
    cases = Cases()

    assert [await relay_once(pool, cases.deliver), await relay_once(pool, cases.deliver)] == [1, 0]
    assert cases.delivered == ["b/2", "b/1", "b/3"]
    assert await untold(pool) == []


async def test_of_one_instant_the_command_id_decides(pool: Pool) -> None:
    async with transaction(pool) as conn:
        for command_id in ("2", "1"):
            envelope = an_envelope(command_id, received_at=STATED)
            await commit_receipt(conn, CASE, COMMAND, envelope)
        await conn.execute("update receipts set committed_at = received_at")
    cases = Cases()

    await relay_once(pool, cases.deliver)

    assert cases.delivered == [f"{CASE}/1", f"{CASE}/2"]


async def test_a_failed_receipt_holds_back_its_case_and_no_other(pool: Pool) -> None:
    """R1: what comes after it waits, however often the relay comes by."""
    await received(pool, "a/1", "b/1", "a/2", "b/2", "a/3")
    cases = Cases("a/2")

    assert await relay_once(pool, cases.deliver) == 2
    assert await relay_once(pool, cases.deliver) == 0
    assert sorted(cases.delivered) == ["a/1", "b/1", "b/2"]
    assert await untold(pool) == ["a/2", "a/3"]

    cases.failing.clear()
    await pause_is_over(pool)
    await relay_once(pool, cases.deliver)
    assert cases.delivered[-2:] == ["a/2", "a/3"]


async def test_the_pause_of_a_case_doubles_up_to_a_minute_and_ends_with_a_success(
    pool: Pool,
) -> None:
    await received(pool, "a/1")
    cases, pauses = Cases("a/1"), []
    left = "select round(extract(epoch from next_try_at - clock_timestamp())) from receipt_turns"
    for _ in range(7):
        await pause_is_over(pool)
        await relay_once(pool, cases.deliver)
        pauses.append(int(await pool.fetchval(left)))

    cases.failing.clear()
    await pause_is_over(pool)
    await relay_once(pool, cases.deliver)

    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert await pool.fetchval("select attempts from receipt_turns") == 0


async def test_relays_side_by_side_tell_a_case_one_thing_at_a_time(
    pool: Pool, other_pool: Pool
) -> None:
    sent = [f"case-{n % 6}/{n:02}" for n in range(60)]
    await received(pool, *sent)
    cases = Cases()

    while await untold(pool):
        await asyncio.gather(
            *(relay_once(relay, cases.deliver, limit=2) for relay in (pool, other_pool) * 3)
        )

    assert cases.at_once == 1
    assert sorted(cases.delivered) == sorted(sent)
    for n in range(6):
        of_one = [one for one in cases.delivered if one.startswith(f"case-{n}/")]
        assert of_one == sorted(of_one)


async def test_while_the_door_has_the_turn_the_relay_leaves_the_case_alone(pool: Pool) -> None:
    await received(pool, "a/1")
    turn = await turn_of(pool, "a")
    assert turn is not None

    assert await turn_of(pool, "a") is None
    assert await relay_once(pool, Cases().deliver) == 0
    await give_back(pool, turn, failed=False)
    assert await relay_once(pool, Cases().deliver) == 1


async def test_whoever_dies_with_the_turn_loses_it_with_the_lease(pool: Pool) -> None:
    await received(pool, "a/1")
    dead = await turn_of(pool, "a")
    assert dead is not None
    await lease_runs_out(pool)
    cases = Cases()

    assert await relay_once(pool, cases.deliver) == 1
    await received(pool, "a/1", "a/2")
    with pytest.raises(TurnLost):
        await tell_in_order(pool, cases.deliver, dead)
    await give_back(pool, dead, failed=True)

    assert cases.delivered == ["a/1"]
    assert await pool.fetchval("select attempts from receipt_turns") == 0


async def test_the_lease_is_renewed_before_each_delivery(pool: Pool) -> None:
    """However many receipts wait, another relay never comes in between."""
    await received(pool, "a/1", "a/2", "a/3")
    others: list[int] = []

    async def deliver(case_id: str, command: str, envelope: Envelope) -> Reply:
        left = await pool.fetchval(
            "select extract(epoch from leased_until - clock_timestamp()) from receipt_turns"
        )
        assert left > 25
        others.append(await relay_once(pool, Cases().deliver))
        # time passes, though not all of the lease
        shorter = "update receipt_turns set leased_until = leased_until - interval '25 seconds'"
        await pool.execute(shorter)
        return Reply(admitted=True, said={})

    assert await relay_once(pool, deliver) == 1
    assert others == [0, 0, 0]


async def test_what_is_committed_later_was_received_later(pool: Pool, other_pool: Pool) -> None:
    """A receipt that is still being written keeps the next one of its case from being dated."""
    async with transaction(pool) as conn:
        first = await commit_receipt(conn, CASE, COMMAND, an_envelope("1"))

        async def second() -> datetime | None:
            async with transaction(other_pool) as other:
                taken = await commit_receipt(other, CASE, COMMAND, an_envelope("2"))
            return taken.envelope.received_at

        waiting = asyncio.create_task(second())
        blocked = "select count(*) from pg_locks where not granted"
        async with asyncio.timeout(10):
            while not await conn.fetchval(blocked):
                pass
        end = await conn.fetchval("select clock_timestamp()")
    later = await waiting

    assert first.envelope.received_at is not None
    assert later is not None
    assert first.envelope.received_at < end < later
