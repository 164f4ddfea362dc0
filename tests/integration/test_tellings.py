"""What one case tells another, on a real PostgreSQL: a receipt, committed with the act."""

from datetime import timedelta
from typing import Any

from pydantic import JsonValue

from activities.database import Pool
from activities.journal.journal import Journal
from activities.journal.receipts import Reply
from activities.journal.relay import relay_once
from tests.integration.batches import CASE, OPENED_AT, a_batch, entries
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Register, RegisterWrite
from workflows.kernel.roles import Role

OTHER = "textbook-in-use-2026-0007"
ACCEPTED_AT = OPENED_AT + timedelta(hours=1)


async def is_there(pool: Pool, *, closed: bool = False) -> None:
    """Have another case open, or over."""
    over: dict[str, Any] = {"closed_at": ACCEPTED_AT, "outcome": "expired"} if closed else {}
    batch = a_batch(entries(1), case_id=OTHER, process="textbook-in-use", **over)
    await Journal(pool).record(batch)


async def tells(pool: Pool) -> None:
    row: dict[str, JsonValue] = {
        "case_id": OTHER,
        "command": "record_version",
        "received_at": ACCEPTED_AT.isoformat(),
        "body": {"review": "2031-0042"},
    }
    write = RegisterWrite(into=Register.TELLINGS, key=CASE, row=row, entry_n=1)
    await Journal(pool).record(a_batch(entries(1), registers=[write]))


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
