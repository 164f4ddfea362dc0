"""The relay: tells cases what the front door could not."""

import asyncio
from datetime import timedelta

import structlog

from activities.database import OUTAGE, Pool, heed_cancellation
from activities.journal.turns import Deliver, Turn, give_back, take_waiting_turns, tell_in_order

_BATCH = 20

_log = structlog.get_logger(__name__)


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


async def run_relay(
    pool: Pool, deliver: Deliver, *, poll: timedelta = timedelta(seconds=2)
) -> None:
    """Relay receipts until cancelled; outages of the database are waited out."""
    while True:
        try:
            taken = await relay_once(pool, deliver)
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
