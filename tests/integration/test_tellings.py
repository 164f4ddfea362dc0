"""What one case tells another, on a real PostgreSQL: a receipt, committed with the act."""

import asyncio
from datetime import timedelta
from typing import Any

from pydantic import JsonValue

from activities.database import Pool
from activities.journal.journal import Journal
from activities.journal.receipts import Reply
from activities.journal.relay import relay_once
from tests.integration.batches import CASE, OPENED_AT, a_batch, an_envelope, entries
from tests.integration.door import a_front_door
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Register, RegisterWrite
from workflows.kernel.roles import Role

OTHER = "textbook-in-use-2026-0007"
ACCEPTED_AT = OPENED_AT + timedelta(hours=1)


async def nobody(case_id: str, command: str, envelope: Envelope) -> Reply:
    return Reply(admitted=True, said={})


async def is_there(pool: Pool, *, closed: bool = False) -> None:
    """Have another case open, or over."""
    over: dict[str, Any] = {"closed_at": ACCEPTED_AT, "outcome": "expired"} if closed else {}
    batch = a_batch(entries(1), case_id=OTHER, process="textbook-in-use", **over)
    await Journal(pool).record(batch)


def telling(case_id: str) -> RegisterWrite:
    row: dict[str, JsonValue] = {
        "case_id": case_id,
        "command": "record_version",
        "received_at": ACCEPTED_AT.isoformat(),
        "body": {"review": "2031-0042"},
    }
    return RegisterWrite(into=Register.TELLINGS, key=case_id, row=row)


async def tells(pool: Pool) -> None:
    await Journal(pool).record(a_batch(entries(1), registers=[telling(OTHER)]))


async def test_a_case_is_told_once_and_as_of_the_act(pool: Pool) -> None:
    await is_there(pool)
    await tells(pool)
    await tells(pool)  # recorded again, after an outage
    told: list[tuple[str, str, Envelope]] = []

    async def deliver(case_id: str, command: str, envelope: Envelope) -> Reply:
        told.append((case_id, command, envelope))
        return Reply(admitted=True, said={})

    await pool.execute("update receipt_turns set next_try_at = clock_timestamp()")
    assert [await relay_once(pool, deliver) for _ in range(2)] == [1, 0]
    [(case_id, command, envelope)] = told
    assert (case_id, command, envelope.body) == (OTHER, "record_version", {"review": "2031-0042"})
    assert (envelope.received_at, envelope.actor.role) == (ACCEPTED_AT, Role.SYSTEM)
    assert envelope.actor.id == CASE


async def test_a_case_that_is_not_there_or_is_over_is_told_nothing(pool: Pool) -> None:
    await tells(pool)
    assert await pool.fetchval("select count(*) from receipts") == 0
    await is_there(pool, closed=True)
    await tells(pool)
    assert await pool.fetchval("select count(*) from receipts") == 0


async def test_cases_that_tell_each_other_do_not_wait_for_each_other(
    pool: Pool, other_pool: Pool
) -> None:
    """Both have been told a command, whose turns are given back as their acts are recorded."""
    await is_there(pool)
    chains = {CASE: entries(41), OTHER: entries(41)}
    await Journal(pool).record(a_batch(chains[CASE][:1]))

    async def acts(worker: Pool, case_id: str, told: str) -> None:
        door = a_front_door(worker, nobody)
        for entry in chains[case_id][1:]:
            command_id = str(entry.command_id)
            taken = await door.take_in(case_id, "take_up", an_envelope(command_id))
            if taken.turn is not None:
                async with door.in_turn(taken) as said:
                    said.reply = Reply(admitted=True, said={"entry": entry.n})
            batch = a_batch([entry], case_id=case_id, registers=[telling(told)])
            await Journal(worker).record(batch)
        await door.aclose()

    async with asyncio.timeout(30):
        await asyncio.gather(acts(pool, CASE, OTHER), acts(other_pool, OTHER, CASE))

    dead = "select deadlocks from pg_stat_database where datname = current_database()"
    assert await pool.fetchval(dead) == 0
