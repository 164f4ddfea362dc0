"""The outbox's other end: one batch of a case's entries, in one PostgreSQL transaction.

Journal, projection, registers, notices and the answers to receipts stand together or not at all.
The key is (case, n): recorded again, with the same hash, a batch is done.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic import JsonValue
from temporalio import activity

from activities import books
from activities.database import Connection, Pool, Row, queries, transaction
from activities.faults import JournalForked, Unusable
from activities.journal import tellings
from activities.journal.ending import answered, began, end_of, opens, text_of
from activities.post import notices
from workflows.kernel.case.records import (
    AnswerOf,
    Batch,
    Begun,
    Entry,
    Projection,
    Recorded,
    Restored,
)
from workflows.kernel.case.standing_commands import OrderDecision
from workflows.kernel.values import canonical

_SQL = queries("journal/journal")


def sealed(entry: Entry) -> str:
    """Return the text that an entry's hash is taken of: what the case did, not when it wrote it."""
    content = entry.model_dump(mode="json", exclude={"hash", "answer", "settled_at"})
    # The case hashes Python's spelling of an instant; pydantic's differs in UTC (Z, not +00:00).
    content["counts_from"] = entry.counts_from.isoformat()
    return canonical(content)


class _Written(NamedTuple):
    """What a batch has come to in the journal."""

    last_n: int
    is_fresh: bool
    """Whether some of it was recorded just now."""
    newest: tuple[Entry, ...]
    """All of them, where the journal ends with them; none where the batch came late."""


class Journal:
    """Records what cases did, and finds the answers they gave."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @activity.defn(name="record")
    async def record(self, batch: Batch) -> Recorded:
        """Write one batch, for the case that asks for it; `record` says what may come of that."""
        return await record(self._pool, batch)

    @activity.defn(name="stands")
    async def stands(self, asked: Restored) -> bool:
        """Say whether a case that is opened again stands where its journal ends."""
        async with self._pool.acquire() as conn:
            last = await conn.fetchrow(_SQL["last_entry"], asked.case_id)
        return last is not None and (last["n"], last["hash"]) == (asked.n, asked.hash)

    @activity.defn(name="answer_of")
    async def answer_of(self, asked: AnswerOf) -> dict[str, JsonValue] | None:
        """Return the answer to a command, once it is settled the final one; none if not known."""
        async with self._pool.acquire() as conn:
            answer: dict[str, JsonValue] | None = await conn.fetchval(
                _SQL["answer_of"], asked.case_id, asked.command_id, OrderDecision.command
            )
        return answer if answer is None else answered(answer, asked.command_id)


async def record(pool: Pool, batch: Batch) -> Recorded:
    """Write one batch; done before, it is left as it is.

    Raises:
        JournalForked: Another entry stands under the same number, an entry is missing before this
            batch, or a hash is not of its entry.
        Unusable: Something that goes with an entry has not the shape that is wanted.
    """
    if is_plain(batch):
        async with pool.acquire() as conn:
            if (done := await _recorded_at_once(conn, batch)) is not None:
                return done
    async with transaction(pool) as conn:
        return await _recorded(conn, batch)


async def record_in(conn: Connection, batch: Batch) -> Recorded:
    """Write one batch in the caller's transaction, as `record` does."""
    done = await _recorded_at_once(conn, batch) if is_plain(batch) else None
    return done or await _recorded(conn, batch)


async def wait_for_the_disk(conn: Connection) -> None:
    """Have a transaction be on the disk once it commits, though a sender records in it."""
    await conn.execute(_SQL["wait_for_the_disk"])


def is_plain(batch: Batch) -> bool:
    """Return whether one statement writes a batch, or none of it."""
    aside = books.has_own(batch.registers) or tellings.are_among(batch.registers)
    forgets = bool(batch.begun) and not opens(batch)
    return not aside and not forgets and not notices.has_group(batch.notices)


async def _recorded_at_once(conn: Connection, batch: Batch) -> Recorded | None:
    """Write a plain batch; none where it has to be looked at closer."""
    done = await _write(conn, batch, batch.entries, _seals(batch), is_all=True)
    return done_with(done)


async def record_side_by_side(conn: Connection, batches: Sequence[Batch]) -> dict[str, Recorded]:
    """Write plain batches of different cases together, without waiting for each in turn.

    Args:
        conn: In a transaction.
        batches: In the order in which others lock these cases, too.

    Returns:
        By case, what came to light; those that have to be looked at closer are not among them.
    """
    fit: dict[str, tuple[Any, ...]] = {}
    for batch in batches:
        with suppress(JournalForked, Unusable):
            fit[batch.case_id] = as_written(batch)
    rows = await conn.fetchmany(_SQL["write"], list(fit.values()))
    found = zip(fit, map(done_with, rows), strict=True)
    return {case_id: done for case_id, done in found if done is not None}


def as_written(batch: Batch) -> tuple[Any, ...]:
    """Return a plain batch as the database's ``write_batch`` takes it.

    Raises:
        JournalForked: A hash is not of its entry, or they do not follow each other.
        Unusable: A row for a register has not its shape.
    """
    return _arguments(batch, batch.entries, _seals(batch), is_all=True)


def done_with(row: Row) -> Recorded | None:
    """Return what ``write_batch`` says of a plain batch; none where it has written nothing."""
    return _as_recorded(row["last_n"], row) if row["are_written"] else None


async def _recorded(conn: Connection, batch: Batch) -> Recorded:
    """Write entries and what they bring, and end the batch."""
    written = await _written(conn, batch, _seals(batch))
    if written.is_fresh:
        await _keep_beginning(conn, batch)
    await books.keep(conn, batch.case_id, written.last_n, batch.registers)
    await tellings.tell(conn, batch.case_id, batch.registers)
    await notices.draw_up_for_groups(conn, batch.case_id, batch.notices)
    end = end_of(batch, written.newest)
    ended = await conn.fetchrow(_SQL["end"], batch.case_id, written.last_n, *end)
    assert ended is not None, "a batch ends once"
    if opens(batch):
        await wait_for_the_disk(conn)
    return _as_recorded(written.last_n, ended)


def _as_recorded(last_n: int, ended: Row) -> Recorded:
    return Recorded(
        last_n=last_n,
        unaddressed=tuple(ended["unreached"]),
        also_elsewhere=tuple(ended["elsewhere"]),
    )


async def _written(conn: Connection, batch: Batch, seals: Mapping[int, str]) -> _Written:
    """Write what follows the last entry of a case; what is there already has to be the same.

    Args:
        conn: In a transaction.
        batch: All of it.
        seals: The texts of its entries, by number.
    """
    done = await _write(conn, batch, batch.entries, seals)
    if done["are_written"]:
        return _Written(done["last_n"], bool(batch.entries), batch.entries)
    fresh = _fresh(batch, await _stored(conn, batch), done["last_n"])
    if fresh:
        done = await _write(conn, batch, fresh, seals)
    is_newest = bool(batch.entries) and batch.entries[-1].n == done["last_n"]
    return _Written(done["last_n"], bool(fresh), batch.entries if is_newest else ())


async def _write(
    conn: Connection,
    batch: Batch,
    entries: Sequence[Entry],
    seals: Mapping[int, str],
    *,
    is_all: bool = False,
) -> Row:
    row = await conn.fetchrow(_SQL["write"], *_arguments(batch, entries, seals, is_all=is_all))
    assert row is not None, "whatever it finds, it says so"
    return row


def _arguments(
    batch: Batch, entries: Sequence[Entry], seals: Mapping[int, str], *, is_all: bool
) -> tuple[Any, ...]:
    return (
        batch.case_id,
        [entry.n for entry in entries],
        [entry.kind for entry in entries],
        [entry.name for entry in entries],
        [entry.rule for entry in entries],
        [entry.counts_from for entry in entries],
        [entry.settled_at for entry in entries],
        [entry.command_id for entry in entries],
        [seals[entry.n] for entry in entries],
        [entry.previous_hash for entry in entries],
        [entry.hash for entry in entries],
        [text_of(entry.answer) for entry in entries],
        [text_of(_terms_changed_by(entry)) for entry in entries],
        *_as_shown(batch.projection),
        is_all,
        *end_of(batch, entries, begins=is_all and opens(batch)),
    )


def _terms_changed_by(entry: Entry) -> JsonValue:
    terms = entry.effects.get("terms") if isinstance(entry.effects, dict) else None
    return terms or None


def _as_shown(shown: Projection) -> tuple[Any, ...]:
    """Return a case's row in the lists, column by column."""
    return (
        shown.process,
        shown.file_no,
        shown.stage,
        shown.waiting_on,
        shown.next_term,
        shown.next_due,
        shown.overdue,
        shown.needs_attention,
        shown.received_at,
        shown.outcome,
        shown.outcome_rule,
        shown.closed_at,
        shown.next_occasion,
        list(shown.terms),
        shown.applicant,
        list(shown.pending),
        {role: list(codes) for role, codes in shown.bound.items()},
    )


async def _stored(conn: Connection, batch: Batch) -> dict[int, str]:
    """Return the hashes of the last entry there is, of a batch's own, and of the one before it."""
    first, last = batch.entries[0].n - 1, batch.entries[-1].n
    rows = await conn.fetch(_SQL["hashes"], batch.case_id, first, last)
    return {int(row["n"]): str(row["hash"]) for row in rows}


def _seals(batch: Batch) -> dict[int, str]:
    """Return the texts of a batch's entries; they have to follow each other, hashed as they are."""
    seals = {entry.n: sealed(entry) for entry in batch.entries}
    for entry in batch.entries:
        if sha256(seals[entry.n].encode()).hexdigest() != entry.hash:
            raise JournalForked(
                f"{batch.case_id}: the hash of entry {entry.n} is not of its content"
            )
    if batch.entries:
        _hold_chain(batch.case_id, batch.entries, batch.entries[0].n - 1, None)
    return seals


def _fresh(batch: Batch, stored: Mapping[int, str], before: int) -> tuple[Entry, ...]:
    """Return the entries that are not in the journal yet, or stop where it would fork."""
    for entry in batch.entries:
        if entry.n <= before:
            _hold_same(batch.case_id, entry, stored.get(entry.n))
    fresh = tuple(entry for entry in batch.entries if entry.n > before)
    _hold_chain(batch.case_id, fresh, before, stored.get(before))
    return fresh


def _hold_same(case_id: str, entry: Entry, stored: str | None) -> None:
    if stored != entry.hash:
        raise JournalForked(
            f"{case_id}: entry {entry.n} is recorded with the hash {stored}, now sent with "
            f"{entry.hash}; stop the case and compare both histories"
        )


def _hold_chain(case_id: str, fresh: Sequence[Entry], before: int, last_hash: str | None) -> None:
    expected, previous = before + 1, last_hash
    for entry in fresh:
        if entry.n != expected:
            raise JournalForked(
                f"{case_id}: entry {expected} is missing, the batch goes on with {entry.n}"
            )
        if previous is not None and entry.previous_hash != previous:
            raise JournalForked(
                f"{case_id}: entry {entry.n} follows {entry.previous_hash}, the journal ends "
                f"with {previous}"
            )
        expected, previous = entry.n + 1, entry.hash


async def _keep_beginning(conn: Connection, batch: Batch) -> None:
    """Keep what a case began with, and by which revision it is judged.

    Once it has forgotten its applicant, what is left of that.
    """
    if not batch.begun:
        return
    kept = await beginning(conn, batch.case_id)
    if kept is None:
        await conn.execute(_SQL["begin"], batch.case_id, began(batch))
    elif not opens(batch):
        left = began(batch, kept)
        await conn.execute(_SQL["forget"], batch.case_id, left["start"], left["opening"])


async def beginning(conn: Connection, case_id: str) -> Begun | None:
    """Return what a case began with; none if nothing of it has been recorded."""
    row = await conn.fetchrow(_SQL["beginning"], case_id)
    return None if row is None else Begun.model_validate(dict(row))
