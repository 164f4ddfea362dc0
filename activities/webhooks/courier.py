"""The courier: calls subscribers with the events of their cases, of each case in order.

An event is leased with its case, sent outside any transaction, and its outcome noted. What was
taken is noted however long the database is silent; a crash in between leads to a second call with
the same ID. An event that is not taken is tried again after a pause, and its case waits for it; the
other cases go on, and so do the other subscribers.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeAlias

import structlog
from pydantic import JsonValue

from activities.database import (
    OUTAGE,
    Connection,
    Pool,
    Row,
    brought_to_its_end,
    heed_cancellation,
    queries,
    transaction,
)
from activities.journal.events import Reach, look_on, publish, seen_of
from activities.webhooks.calling import Caller, End, Outcome
from activities.webhooks.signing import headers
from activities.webhooks.subscriptions import pause
from workflows.kernel.case.events import FOR_OFFICES
from workflows.kernel.values import canonical

_SQL = queries("webhooks/webhooks")

AT_ONCE: Final = 5
"""Calls to one subscriber at a time, of as many cases."""

# What a lease lasts longer than a call: enough to note how it ended.
_MARGIN: Final = timedelta(minutes=1)

_CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"

_log = structlog.get_logger(__name__)

Reaches: TypeAlias = Callable[[dict[str, JsonValue]], Reach]
"""From what a subscriber's token would say to the cases that it is told of, as things stand."""


async def drain(pool: Pool, caller: Caller, reaches: Reaches) -> int:
    """Publish what the journal owes, and call everybody until nothing is due.

    Returns:
        How many events were taken.
    """
    await publish(pool)
    names = [name for name, is_due in (await _due(pool)).items() if is_due]
    told = await asyncio.gather(*(_serve(pool, name, caller, reaches) for name in names))
    return sum(told)


async def run_courier(
    pool: Pool,
    caller: Caller,
    reaches: Reaches,
    *,
    poll: timedelta = timedelta(seconds=1),
    unheard: timedelta = timedelta(seconds=15),
) -> None:
    """Call subscribers until cancelled; outages of the database are waited out.

    Each subscriber is served by itself: one that does not answer holds up nobody else.

    Args:
        pool: The database.
        caller: How they are called.
        reaches: Which cases each is told of.
        poll: Between two looks at what there is to tell.
        unheard: Between two times at which events are published while there is nobody to call;
            whoever reads the feed publishes what they read.
    """
    served = set[str]()
    now, published_at = asyncio.get_running_loop().time, 0.0

    async def serve(name: str) -> None:
        try:
            await _serve(pool, name, caller, reaches)
        except OUTAGE as outage:
            _log.warning("courier_waits_for_database", fault=type(outage).__name__)
        finally:
            served.discard(name)

    async with asyncio.TaskGroup() as tasks:
        while True:
            try:
                due = await _due(pool)
                if due or now() - published_at >= unheard.total_seconds():
                    published_at = now()
                    due = await _due(pool) if await publish(pool) else due
                for name in due:
                    if due[name] and name not in served:
                        served.add(name)
                        tasks.create_task(serve(name))
            except OUTAGE as outage:
                _log.warning("courier_waits_for_database", fault=type(outage).__name__)
            heed_cancellation()
            await asyncio.sleep(poll.total_seconds())


async def _due(pool: Pool) -> dict[str, bool]:
    """Return who is to be called, and whether there is anything for them now."""
    return {row["name"]: row["is_due"] for row in await pool.fetch(_SQL["due"])}


async def _serve(pool: Pool, name: str, caller: Caller, reaches: Reaches) -> int:
    while await _look_on(pool, name, reaches):
        heed_cancellation()
    calling = (_call_all(pool, name, caller, reaches) for _ in range(AT_ONCE))
    told = await asyncio.gather(*calling, return_exceptions=True)
    for each in told:
        if isinstance(each, BaseException):
            raise each
    return sum(each for each in told if isinstance(each, int))


async def _look_on(pool: Pool, name: str, reaches: Reaches) -> bool:
    """See which cases a subscriber is to be told of, and say whether there was anything new."""
    async with transaction(pool) as conn:
        row = await conn.fetchrow(_SQL["look_on"], name)
        if row is None:
            return False
        after = row["looked_to"]
        last, _, cases = await look_on(conn, after, row["types"])
        if last is None:
            return False
        seen = await seen_of(conn, reaches(row["claims"]), cases)
        await conn.execute(_SQL["lengthen"], name, sorted(seen.cases), after, last)
        await conn.execute(_SQL["looked"], name, last)
    return True


async def _call_all(pool: Pool, name: str, caller: Caller, reaches: Reaches) -> int:
    taken = 0
    while (outcome := await _call_next(pool, name, caller, reaches)) is not None:
        taken += outcome.end is End.TAKEN
        heed_cancellation()
    return taken


async def _call_next(pool: Pool, name: str, caller: Caller, reaches: Reaches) -> Outcome | None:
    """Bring one event under a lease, and note how it ended; none if nothing is due."""
    async with pool.acquire() as conn:
        row = await conn.fetchrow(_SQL["lease_next"], name, caller.patience + _MARGIN)
        if row is None:
            return None
        event = await _next_event(conn, row, reaches)
        if event is None:  # what there is they do not ask for, or may not know any more
            await conn.execute(_SQL["told"], name, row["case_id"], row["ahead"])
            return Outcome(end=End.NOT_TAKEN)
    content = canonical(event["event"]).encode()
    secrets = [key for key in (row["secret"], row["previous_secret"]) if key is not None]
    signed = headers(event["event"]["id"], int(time.time()), content, secrets)
    sent = {**signed, "content-type": _CONTENT_TYPE, "user-agent": "vade"}
    outcome = await caller.call(row["url"], tuple(row["networks"]), sent, content)
    await brought_to_its_end(_note(pool, row, event, outcome))
    return outcome


async def _next_event(conn: Connection, row: Row, reaches: Reaches) -> Row | None:
    """Return what the subscriber is told next of the case; none if that is nothing."""
    case_id = row["case_id"]
    seen = await seen_of(conn, reaches(row["claims"]), [case_id])
    if case_id not in seen.cases:
        return None
    asked = (case_id, row["told_to"], row["ahead"], row["types"], case_id in seen.whole)
    return await conn.fetchrow(_SQL["next_event"], *asked, FOR_OFFICES)


async def _note(pool: Pool, row: Row, event: Row, outcome: Outcome) -> None:
    """Write down how a call ended, however long the database is silent."""
    while True:
        try:
            async with transaction(pool) as conn:
                await _noted(conn, row, event, outcome)
        except OUTAGE as outage:
            _log.warning("courier_waits_for_database", fault=type(outage).__name__)
            await asyncio.sleep(1)
        else:
            return


async def _noted(conn: Connection, row: Row, event: Row, outcome: Outcome) -> None:
    name, case_id = row["webhook"], row["case_id"]
    if outcome.end is End.TAKEN:
        await conn.execute(_SQL["told"], name, case_id, event["seq"])
        return
    values = (name, case_id, row["attempts"], outcome.why, event["seq"])
    dead = await conn.fetchval(_SQL["put_off"], *values)
    event_id = event["event"]["id"]
    if outcome.end is End.GONE:
        await pause(conn, name, outcome.why)
        _log.warning("webhook_gone", webhook=name)
    elif dead:
        _log.error("event_dead", webhook=name, event_id=event_id, fault=outcome.why)
    else:
        _log.warning("event_not_taken", webhook=name, event_id=event_id, fault=outcome.why)
