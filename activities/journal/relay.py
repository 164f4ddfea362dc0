"""The relay: tells cases what the front door could not.

A case that has been opened leaves it to whoever had it opened to record that. Where they have not
done so for half a minute, they have died: the relay has the case record it by itself. And what a
case has missed of the calendar while it was opened is brought to it (`catching_up`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import structlog

from activities.database import OUTAGE, Pool, heed_cancellation
from activities.journal.catching_up import catch_up_once
from activities.journal.turns import (
    LEASE,
    Deliver,
    Turn,
    give_back,
    take_waiting_turns,
    tell_in_order,
)
from activities.registers.filings import seen_to, unseen_openings

_BATCH = 20
_LOOKED_AT = 500  # filings at a time: hardly any of them is left

_log = structlog.get_logger(__name__)

Press: TypeAlias = Callable[[str], Awaitable[None]]
"""Have a case (by its ID) record by itself what it has left to others; raise to have it retried."""


async def relay_once(pool: Pool, deliver: Deliver, *, limit: int = _BATCH) -> int:
    """Tell cases side by side what they have not been told, each in the order of receipt.

    A case that cannot be reached keeps what it has not heard, and is tried again after a pause that
    doubles.

    Returns:
        How many cases were taken up.
    """
    async with pool.acquire() as conn:
        turns = await take_waiting_turns(conn, limit)
    await asyncio.gather(*(_tell(pool, deliver, turn) for turn in turns))
    return len(turns)


async def press_once(pool: Pool, press: Press, *, limit: int = _LOOKED_AT) -> int:
    """Have cases record that they are open, where nobody else has.

    Args:
        pool: The database.
        press: Has a case do it; one that is none, or no more, has nothing to record.
        limit: How many filings are looked at.

    Returns:
        How many cases had to.
    """
    async with pool.acquire() as conn:
        unseen = await unseen_openings(conn, LEASE, limit)
    found = await asyncio.gather(*map(press, unseen), return_exceptions=True)
    faults = dict(zip(unseen, found, strict=True))
    told = [case_id for case_id, fault in faults.items() if fault is None]
    if told:
        async with pool.acquire() as conn:
            await seen_to(conn, told)
    for case_id in faults.keys() - told:
        _log.warning("opening_not_recorded", case_id=case_id, fault=type(faults[case_id]).__name__)
    return len(told)


async def run_relay(
    pool: Pool, deliver: Deliver, press: Press, *, poll: timedelta = timedelta(seconds=2)
) -> None:
    """Relay receipts until cancelled; outages of the database are waited out."""
    while True:
        try:
            await catch_up_once(pool)
            taken = await relay_once(pool, deliver)
            await press_once(pool, press)
        except OUTAGE as outage:
            _log.warning("relay_waits_for_database", fault=type(outage).__name__)
            taken = 0
        heed_cancellation()
        if taken < _BATCH:
            await asyncio.sleep(poll.total_seconds())


async def _tell(pool: Pool, deliver: Deliver, turn: Turn) -> None:
    failed = False
    try:
        await tell_in_order(pool, deliver, turn)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other cases must go on
        failed = True
        # The fault's text may repeat what was filed; its kind is enough to look further.
        _log.warning(
            "receipt_not_told",
            case_id=turn.case_id,
            attempt=turn.attempts + 1,
            fault=type(fault).__name__,
        )
    finally:
        await give_back(pool, turn, failed=failed)
