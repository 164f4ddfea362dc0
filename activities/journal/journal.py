"""The outbox's other end: one batch of a case's entries, in one PostgreSQL transaction.

Journal, projection, registers, notices and the answers to receipts stand together or not at all.
The key is (case, n): recorded again, with the same hash, a batch is done.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic import JsonValue
from temporalio import activity

from activities import books
from activities.database import Connection, Pool, Row, queries, transaction
from activities.faults import JournalForked
from activities.journal import tellings
from activities.post import notices
from activities.registers.decisions import leave_queue
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
    fresh: tuple[Entry, ...]
    """Entries recorded just now."""
    is_newest: bool = True
    """Whether the case stands as the batch shows it: one that came late may have been followed."""


class Journal:
    """Records what cases did, and finds the answers they gave."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @activity.defn(name="record")
    async def record(self, batch: Batch) -> Recorded:
        """Write one batch; done before, it is left as it is.

        Raises:
            JournalForked: Another entry stands under the same number, an entry is missing before
                this batch, or a hash is not of its entry.
        """
        seals = _seals(batch)
        if _is_alone(batch):
            async with self._pool.acquire() as conn:
                done = await _write(conn, batch, batch.entries, seals, is_all=True)
            if done["are_written"]:
                return Recorded(last_n=done["last_n"], unaddressed=tuple(done["unreached"]))
        async with transaction(self._pool) as conn:
            return await _recorded(conn, batch, await _written(conn, batch, seals))

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
        return answer if answer is None else _answered(answer, asked.command_id)


async def _recorded(conn: Connection, batch: Batch, written: _Written) -> Recorded:
    """Write what a batch brings beside its entries, and end it."""
    if written.fresh:
        await _keep_beginning(conn, batch, written.fresh)
        if (who := batch.applied) is not None:
            await notices.link_case(conn, batch.case_id, who.applicant, who.institution)
    also_elsewhere = await books.write(conn, batch.case_id, written.last_n, batch.registers)
    await tellings.tell(conn, batch.case_id, batch.registers)
    if batch.projection.closed_at is not None:
        await leave_queue(conn, batch.case_id, batch.projection.closed_at)
    await notices.draw_up(conn, batch.case_id, batch.notices)
    open_terms = _open_terms(batch) if written.is_newest else None
    settled = _replies(written.fresh)
    unreached = await conn.fetchval(_SQL["settle"], batch.case_id, open_terms, *settled)
    return Recorded(
        last_n=written.last_n, unaddressed=tuple(unreached), also_elsewhere=also_elsewhere
    )


async def record_alone(conn: Connection, batch: Batch) -> None:
    """Record entries with which nothing goes, in the caller's transaction; done before, it stays.

    Raises:
        JournalForked: As for `Journal.record`; nothing of the batch is written.
    """
    assert _is_alone(batch), "the rest of it is left to the case"
    await _written(conn, batch, _seals(batch), is_all=True)


def _is_alone(batch: Batch) -> bool:
    """Return whether a batch brings nothing but entries."""
    more = batch.registers or batch.notices or batch.begun
    return not more and batch.projection.closed_at is None


async def _written(
    conn: Connection, batch: Batch, seals: Mapping[int, str], *, is_all: bool = False
) -> _Written:
    """Write what follows the last entry of a case; what is there already has to be the same.

    Args:
        conn: In a transaction.
        batch: All of it.
        seals: The texts of its entries, by number.
        is_all: Whether the batch ends with that, for nothing goes with its entries.
    """
    done = await _write(conn, batch, batch.entries, seals, is_all=is_all)
    if done["are_written"]:
        return _Written(done["last_n"], batch.entries)
    fresh = _fresh(batch, await _stored(conn, batch), done["last_n"])
    if not fresh:
        return _Written(done["last_n"], (), is_newest=False)
    done = await _write(conn, batch, fresh, seals, is_all=is_all)
    return _Written(done["last_n"], fresh)


async def _write(
    conn: Connection,
    batch: Batch,
    entries: Sequence[Entry],
    seals: Mapping[int, str],
    *,
    is_all: bool = False,
) -> Row:
    row = await conn.fetchrow(
        _SQL["write"],
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
        [_text_of(entry.answer) for entry in entries],
        [_text_of(_terms_changed_by(entry)) for entry in entries],
        *_as_shown(batch.projection),
        is_all,
        _open_terms(batch),
        *_replies(entries),
    )
    assert row is not None, "whatever it finds, it says so"
    return row


def _open_terms(batch: Batch) -> list[str]:
    return [str(term["key"]) for term in batch.projection.terms if term["state"] in notices.OPEN]


def _terms_changed_by(entry: Entry) -> JsonValue:
    terms = entry.effects.get("terms") if isinstance(entry.effects, dict) else None
    return terms or None


def _text_of(value: JsonValue) -> str | None:
    return None if value is None else canonical(value)


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


async def _keep_beginning(conn: Connection, batch: Batch, fresh: Sequence[Entry]) -> None:
    """Keep what a case began with, and by which revision it is judged.

    Once it has forgotten its applicant, what is left of that.
    """
    if not batch.begun:
        return
    kept = None if fresh[0].n == 1 else await beginning(conn, batch.case_id)
    for begun in batch.begun:
        kept = begun if kept is None else kept.as_known(begun)
    assert kept is not None, "there is one at least"
    values, law = kept.model_dump(mode="json"), kept.opening.rulebook
    await conn.execute(
        _SQL["keep_beginning"],
        batch.case_id,
        values["start"],
        values["opening"],
        kept.text,
        law.process,
        law.edition,
        kept.opening.revision,
    )


async def beginning(conn: Connection, case_id: str) -> Begun | None:
    """Return what a case began with; none if nothing of it has been recorded."""
    row = await conn.fetchrow(_SQL["beginning"], case_id)
    return None if row is None else Begun.model_validate(dict(row))


def _replies(fresh: Sequence[Entry]) -> tuple[list[str], list[str | None], list[str | None]]:
    """Return the commands settled by entries, in their order, with answers and refusals.

    The last entry of a command counts: what becomes of one that is held replaces that it is held.
    """
    said: dict[str, tuple[str | None, str | None]] = {}
    for entry in fresh:
        if entry.command_id is not None:
            text = _text_of(entry.answer)
            said[entry.command_id] = (None, text) if entry.kind == "refused" else (text, None)
        if (conflict := _put_in_its_place(entry)) is not None:
            assert isinstance(entry.answer, dict), "a decision is answered"
            said[conflict] = canonical(_answered(entry.answer, conflict)), None
    answers, refusals = [answer for answer, _ in said.values()], [no for _, no in said.values()]
    return list(said), answers, refusals


def _put_in_its_place(entry: Entry) -> str | None:
    """Return the command that an office let count at its place; none if it waits to be refused."""
    if entry.name != OrderDecision.command or entry.kind != "command":
        return None
    decision = OrderDecision.model_validate(entry.body)
    waits = entry.effects.get("pending") if isinstance(entry.effects, dict) else None
    return decision.conflict if decision.in_order and not waits else None


def _answered(answer: dict[str, JsonValue], command_id: str) -> dict[str, JsonValue]:
    return {**answer, "command_id": command_id} if "command_id" in answer else answer
