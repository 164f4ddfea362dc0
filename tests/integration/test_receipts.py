"""The register of receipts on a real PostgreSQL."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from activities.database import Pool, transaction
from activities.journal.receipts import (
    ReceiptConflict,
    Receipts,
    ReceiptUnreadable,
    Reply,
    commit_receipt,
    mark_delivered,
)
from starter.client.size import MOST_BYTES, measured
from tests.integration.batches import CASE, an_envelope
from workflows.kernel.case.records import ReceiptsUpTo
from workflows.kernel.values import canonical

COMMAND = "submit_corrected_draft"
STATED = datetime(2031, 5, 26, 14, 0, tzinfo=UTC)


async def test_the_database_says_when_a_command_was_received(pool: Pool) -> None:
    async with transaction(pool) as conn:
        began = await conn.fetchval("select now()")
        taken_in = await commit_receipt(conn, CASE, COMMAND, an_envelope())
        ended = await conn.fetchval("select clock_timestamp()")

    assert taken_in.envelope.received_at is not None
    assert began < taken_in.envelope.received_at < ended


async def test_the_registry_may_state_an_earlier_receipt(pool: Pool) -> None:
    envelope = an_envelope(received_at=STATED, register_no="2031/117")

    async with transaction(pool) as conn:
        taken_in = await commit_receipt(conn, CASE, COMMAND, envelope)
        stored = await conn.fetchval("select register_no from receipts")

    assert (taken_in.envelope, stored) == (envelope, "2031/117")


async def test_the_same_command_again_is_the_first_receipt(pool: Pool) -> None:
    async with transaction(pool) as conn:
        first = await commit_receipt(conn, CASE, COMMAND, an_envelope())
    async with transaction(pool) as conn:
        again = await commit_receipt(conn, CASE, COMMAND, an_envelope(received_at=STATED))

    assert again == first


async def test_what_the_door_lets_in_the_register_holds_and_nothing_larger(pool: Pool) -> None:
    empty = an_envelope(body={"x": ""})
    room = MOST_BYTES - len(canonical(empty.model_dump(mode="json")))
    full = an_envelope(body={"x": "x" * room})
    measured(full)
    async with transaction(pool) as conn:
        await commit_receipt(conn, CASE, COMMAND, full)

    larger = an_envelope(command_id="c-2", body={"x": "x" * MOST_BYTES})
    async with pool.acquire() as conn:
        with pytest.raises(ReceiptUnreadable, match="larger than a case can take"):
            await commit_receipt(conn, CASE, COMMAND, larger)


@pytest.mark.parametrize(
    ("command", "body"),
    [
        pytest.param(COMMAND, {"round": 2}, id="another body"),
        pytest.param("withdraw", {"round": 1}, id="another command"),
    ],
)
async def test_a_command_id_is_one_command(pool: Pool, command: str, body: dict[str, int]) -> None:
    async with transaction(pool) as conn:
        await commit_receipt(conn, CASE, COMMAND, an_envelope())

    with pytest.raises(ReceiptConflict, match="new ID"):
        async with transaction(pool) as conn:
            await commit_receipt(conn, CASE, command, an_envelope(body=body))


async def test_two_doors_take_in_the_same_command_at_once(pool: Pool, other_pool: Pool) -> None:
    async def take_in(door: Pool) -> datetime | None:
        async with transaction(door) as conn:
            return (await commit_receipt(conn, CASE, COMMAND, an_envelope())).envelope.received_at

    received = await asyncio.gather(*(take_in(door) for door in (pool, other_pool) * 3))

    assert len(set(received)) == 1


async def test_what_no_text_can_hold_is_said_at_the_door(pool: Pool) -> None:
    with pytest.raises(ReceiptUnreadable):
        async with transaction(pool) as conn:
            await commit_receipt(conn, CASE, COMMAND, an_envelope(register_no="1\x002"))


async def test_receipts_up_to_an_instant_come_in_their_order(pool: Pool) -> None:
    sent = {
        "late": STATED + timedelta(microseconds=1),
        "last": STATED,
        "first": STATED - timedelta(days=1),
        "told": STATED - timedelta(days=2),
    }
    async with transaction(pool) as conn:
        for command_id, at in sent.items():
            await commit_receipt(conn, CASE, COMMAND, an_envelope(command_id, received_at=at))
        await commit_receipt(conn, "another", COMMAND, an_envelope(received_at=STATED))
        await mark_delivered(conn, CASE, "told", Reply(admitted=True, said={}))

    found = await Receipts(pool).receipts_up_to(ReceiptsUpTo(case_id=CASE, until=STATED))

    assert [(r.command, r.envelope) for r in found] == [
        (COMMAND, an_envelope(command_id, received_at=sent[command_id]))
        for command_id in ("first", "last")
    ]


async def test_an_admission_replaces_a_refusal_and_stays(pool: Pool) -> None:
    async with transaction(pool) as conn:
        await commit_receipt(conn, CASE, COMMAND, an_envelope())
        for reply in (
            Reply(admitted=False, said=["T-22.1"]),
            Reply(admitted=True, said={"entry": 7}),
            Reply(admitted=False, said=["T-22.1"]),
            Reply(admitted=True, said={"entry": 8}),
        ):
            await mark_delivered(conn, CASE, "c-1", reply)
        again = await commit_receipt(conn, CASE, COMMAND, an_envelope())

    assert (again.answer, again.refusal) == ({"entry": 7}, None)
