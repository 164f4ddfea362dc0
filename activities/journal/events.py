"""Events out of the journal: numbered in one order for everybody, and read from a number on.

The journal owes an event for each of its entries from the transaction on that writes it. Whoever
publishes takes what is owed, under a lock, and numbers it; a number becomes visible before the next
one is given, so reading on from the last one misses nothing and repeats nothing.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import structlog
from pydantic import JsonValue

from activities.database import Connection, Pool, Row, queries, transaction
from activities.journal.projection import Eyes, Wanted, list_cases
from workflows.kernel.case.events import (
    FOR_OFFICES,
    TERM_OPENED,
    CaseOf,
    CloudEvent,
    TermOpened,
    events_of,
)
from workflows.kernel.case.records import Entry
from workflows.kernel.values import Frozen

_SQL = queries("journal/events")

_BATCH: Final = 500
"""Entries published in one transaction."""

SCANNED: Final = 1000
"""Events looked through for one page, however few of them are seen."""

_log = structlog.get_logger(__name__)


class Reach(Frozen):
    """Which cases somebody is told of."""

    eyes: Eyes
    partial: Eyes = Eyes()
    """Of these not everything."""


class Published(Frozen):
    """One event, and its number in the order of all events."""

    seq: int
    event: dict[str, JsonValue]


class EventsRead(Frozen):
    """What somebody is told from a number on."""

    events: tuple[Published, ...]
    after: int
    """Number up to which everything has been looked through."""
    more: bool
    """Whether there is more to look through by now."""


class Seen(Frozen):
    """Cases that somebody sees, and those of which they see everything."""

    cases: frozenset[str]
    whole: frozenset[str]


async def publish(pool: Pool) -> int:
    """Number what the journal owes, and return how many events that were.

    Where somebody else is at it, nothing is done: they publish it all.
    """
    published = 0
    while await pool.fetchval(_SQL["are_owed"]):
        async with transaction(pool) as conn:
            if not await conn.fetchval(_SQL["lock_events"]):
                break
            published += await _publish_some(conn)
    return published


async def _publish_some(conn: Connection) -> int:
    rows = await conn.fetch(_SQL["take_owed"], _BATCH)
    known = await _known_terms(conn, {row["case_id"] for row in rows})
    seq = int(await conn.fetchval(_SQL["last_number"]))
    numbered: list[tuple[Any, ...]] = []
    for row in rows:
        for k, event in enumerate(_told(row, known.setdefault(row["case_id"], set())), start=1):
            seq += 1
            said = event.model_dump(mode="json")
            numbered.append((seq, row["case_id"], row["n"], k, event.type, said))
    if numbered:
        await conn.execute(_SQL["insert_events"], *map(list, zip(*numbered, strict=True)))
    return len(numbered)


async def _known_terms(conn: Connection, cases: Collection[str]) -> dict[str, set[str]]:
    rows = await conn.fetch(_SQL["known_terms"], list(cases), TERM_OPENED)
    return {row["case_id"]: set(row["terms"]) for row in rows}


def _told(row: Row, known: set[str]) -> tuple[CloudEvent, ...]:
    """Return the events of an entry, and remember the terms that it opens."""
    try:
        case = CaseOf(case_id=row["case_id"], process=row["process"], file_no=row["file_no"])
        told = events_of(case, _entry(row), stage_before=row["stage_before"], known=known)
    except Exception as fault:  # noqa: BLE001 - one entry must not hold up all others
        fault_name = type(fault).__name__
        _log.error("entry_not_told", case_id=row["case_id"], entry=row["n"], fault=fault_name)
        return ()
    known |= {event.data.term for event in told if isinstance(event.data, TermOpened)}
    return told


def _entry(row: Row) -> Entry:
    sealed: Mapping[str, Any] = json.loads(row["sealed"])
    return Entry.model_validate({**sealed, "settled_at": row["settled_at"], "hash": row["hash"]})


async def read_events(conn: Connection, reach: Reach, after: int, limit: int) -> EventsRead:
    """Return what somebody is told after a number, in order.

    Args:
        conn: A connection.
        reach: Who they are; it is judged by the cases as they stand now.
        after: Number of the last event they know.
        limit: Most events of a page. One may have none, and be followed by another.
    """
    last, scanned, cases = await look_on(conn, after)
    if last is None:
        return EventsRead(events=(), after=after, more=False)
    seen = await seen_of(conn, reach, cases)
    asked = (after, last, list(seen.cases), list(seen.whole), FOR_OFFICES, limit)
    rows = await conn.fetch(_SQL["page"], *asked)
    events = tuple(Published.model_validate(dict(row)) for row in rows)
    # a full page ends with its last event, another one with the last that was looked at
    end = events[-1].seq if len(events) == limit else last
    return EventsRead(events=events, after=end, more=end < last or scanned == SCANNED)


async def look_on(
    conn: Connection, after: int, types: Sequence[str] | None = None
) -> tuple[int | None, int, tuple[str, ...]]:
    """Look through the next events.

    Returns:
        Number of the last of them, none if there are none; how many; and of which cases those of
        some types are, or of all.
    """
    row = await conn.fetchrow(_SQL["between"], after, SCANNED, types)
    assert row is not None, "an aggregate has a row"
    return row["last"], row["scanned"], tuple(row["cases"] or ())


async def seen_of(conn: Connection, reach: Reach, cases: Collection[str]) -> Seen:
    """Return which of some cases somebody sees, as lists show them."""
    seen = await _in(conn, reach.eyes, cases)
    partial = await _in(conn, reach.partial, seen) if reach.partial != Eyes() else frozenset()
    return Seen(cases=seen, whole=seen - partial)


async def _in(conn: Connection, eyes: Eyes, cases: Collection[str]) -> frozenset[str]:
    wanted = Wanted(case_ids=tuple(cases), closed_too=True, eyes=eyes)
    return frozenset(row.case_id for row in (await list_cases(conn, wanted)).cases)
