"""The opener: starts the cases that other cases have come to open."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import structlog

from activities.database import OUTAGE, Pool, heed_cancellation, transaction
from activities.registers.openings import BEGINNING, Owed, note_opened, note_refused, take_owed
from workflows.kernel.case.refusal import Refusal

_BATCH = 20

_log = structlog.get_logger(__name__)

Begin: TypeAlias = Callable[[Owed], Awaitable[str | Refusal]]
"""Open a case under its claim: its ID, or why it is not accepted; raise to have it retried."""


async def open_once(pool: Pool, begin: Begin, *, limit: int = _BATCH) -> int:
    """Open what is owed; one that cannot be opened yet is tried again after a pause that doubles.

    What has come of them is noted together. Whoever dies before that leaves it to the next, who
    finds them open under their claims.

    Returns:
        How many were taken up.
    """
    async with pool.acquire() as conn:
        owed = await take_owed(conn, limit)
    begun = await asyncio.gather(*(_begun(begin, each) for each in owed))
    results = list(zip(owed, begun, strict=True))
    opened = {each.key: result for each, result in results if isinstance(result, str)}
    refused = {each.key: result for each, result in results if isinstance(result, Refusal)}
    if opened or refused:
        async with transaction(pool) as conn:
            await note_opened(conn, opened)
            await note_refused(conn, refused)
    return len(owed)


async def run_opener(pool: Pool, begin: Begin, *, poll: timedelta = timedelta(seconds=2)) -> None:
    """Open what is owed until cancelled; outages of the database are waited out."""
    while True:
        try:
            taken = await open_once(pool, begin)
        except OUTAGE as outage:
            _log.warning("opener_waits_for_database", fault=type(outage).__name__)
            taken = 0
        heed_cancellation()
        if taken < _BATCH:
            await asyncio.sleep(poll.total_seconds())


async def _begun(begin: Begin, owed: Owed) -> str | Refusal | None:
    try:
        async with asyncio.timeout(BEGINNING.total_seconds()):
            begun = await begin(owed)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other cases must be opened
        # The fault's text may repeat what was filed; its kind is enough to look further.
        _log.warning(
            "case_not_opened_yet",
            case_id=owed.from_case,
            attempt=owed.attempts,
            fault=type(fault).__name__,
        )
        return None
    if isinstance(begun, Refusal):
        _log.error("case_opening_refused", case_id=owed.from_case, rule=begun.refused_by)
    return begun
