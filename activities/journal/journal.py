"""The outbox's other end: one batch of a case's entries, in one PostgreSQL transaction.

Journal, projection, registers, notices and the answers to receipts stand together or not at all.
The key is (case, n): recorded again, with the same hash, a batch is done.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue
from temporalio import activity

from activities import books
from activities.database import Connection, Pool, queries, transaction
from activities.faults import JournalForked
from activities.journal import receipts, tellings
from activities.post import notices
from activities.registers.decisions import leave_queue
from activities.registers.editions import note_edition
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
from workflows.kernel.values import canonical, digest

_SQL = queries("journal/journal")


def sealed(entry: Entry) -> str:
    """Return the text that an entry's hash is taken of: what the case did, not when it wrote it."""
    content = entry.model_dump(mode="json", exclude={"hash", "answer", "settled_at"})
    # The case hashes Python's spelling of an instant; pydantic's differs in UTC (Z, not +00:00).
    content["counts_from"] = entry.counts_from.isoformat()
    return canonical(content)


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
        async with transaction(self._pool) as conn:
            await conn.execute(_SQL["lock_case"], batch.case_id)
            stored = await _stored(conn, batch)
            before = max(stored, default=0)
            fresh = _fresh(batch, stored, before)
            await _insert(conn, batch.case_id, fresh)
            last_n = fresh[-1].n if fresh else before
            # a batch whose entries are all there came late: newer ones may have followed it
            if fresh or not batch.entries:
                await _replace_projection(conn, batch.case_id, last_n, batch.projection)
            if fresh:
                await _keep_beginning(conn, batch)
                await _note_opened(conn, batch)
            also_elsewhere = await books.write(conn, batch.case_id, last_n, batch.registers)
            await tellings.tell(conn, batch.case_id, batch.registers)
            if batch.projection.closed_at is not None:
                await leave_queue(conn, batch.case_id, batch.projection.closed_at)
            await notices.draw_up(conn, batch.case_id, batch.notices)
            if fresh or not batch.entries:
                await notices.withdraw_reminders(conn, batch.case_id, batch.projection.terms)
            await _answer_receipts(conn, batch.case_id, fresh)
            return Recorded(
                last_n=last_n,
                unaddressed=await notices.unreachable(conn, batch.case_id),
                also_elsewhere=also_elsewhere,
            )

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


async def _stored(conn: Connection, batch: Batch) -> dict[int, str]:
    """Return the hashes of the last entry there is, of a batch's own, and of the one before it."""
    own = [entry.n for entry in batch.entries]
    first, last = (own[0] - 1, own[-1]) if own else (0, 0)
    rows = await conn.fetch(_SQL["hashes"], batch.case_id, first, last)
    return {int(row["n"]): str(row["hash"]) for row in rows}


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
        if digest(json.loads(sealed(entry))) != entry.hash:
            raise JournalForked(f"{case_id}: the hash of entry {entry.n} is not of its content")
        expected, previous = entry.n + 1, entry.hash


async def _insert(conn: Connection, case_id: str, entries: Sequence[Entry]) -> None:
    rows: list[tuple[Any, ...]] = [
        (
            case_id,
            entry.n,
            entry.kind,
            entry.name,
            entry.rule,
            entry.counts_from,
            entry.settled_at,
            entry.command_id,
            sealed(entry),
            entry.previous_hash,
            entry.hash,
            entry.answer,
        )
        for entry in entries
    ]
    await conn.executemany(_SQL["insert_entry"], rows)
    changed = [
        (case_id, entry.n, entry.settled_at, terms)
        for entry in entries
        if isinstance(entry.effects, dict) and (terms := entry.effects.get("terms"))
    ]
    await conn.executemany(_SQL["keep_terms"], changed)


async def _keep_beginning(conn: Connection, batch: Batch) -> None:
    """Keep what a case began with, or what is left of that once it has forgotten its applicant."""
    for begun in batch.begun:
        first = await beginning(conn, batch.case_id)
        kept = begun if first is None else first.as_known(begun)
        values = kept.model_dump(mode="json")
        await conn.execute(
            _SQL["keep_beginning"], batch.case_id, values["start"], values["opening"], kept.text
        )


async def _note_opened(conn: Connection, batch: Batch) -> None:
    """Note beside a case that opens who applied in it, and by which revision it is judged."""
    if (who := batch.applied) is not None:
        await notices.link_case(conn, batch.case_id, who.applicant, who.institution)
    for begun in batch.begun:
        if (revision := begun.opening.revision) is not None:
            await note_edition(conn, batch.case_id, begun.opening.rulebook, revision)


async def beginning(conn: Connection, case_id: str) -> Begun | None:
    """Return what a case began with; none if nothing of it has been recorded."""
    row = await conn.fetchrow(_SQL["beginning"], case_id)
    return None if row is None else Begun.model_validate(dict(row))


async def _replace_projection(
    conn: Connection, case_id: str, last_n: int, shown: Projection
) -> None:
    await conn.execute(
        _SQL["replace_projection"],
        case_id,
        last_n,
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


async def _answer_receipts(conn: Connection, case_id: str, fresh: Sequence[Entry]) -> None:
    """Note the answers of entries recorded just now, in their order: the last one counts."""
    for entry in fresh:
        if entry.command_id is not None:
            reply = receipts.Reply(admitted=entry.kind != "refused", said=entry.answer)
            await receipts.mark_settled(conn, case_id, entry.command_id, reply)
        if (conflict := _put_in_its_place(entry)) is not None:
            assert isinstance(entry.answer, dict), "a decision is answered"
            said = _answered(entry.answer, conflict)
            reply = receipts.Reply(admitted=True, said=said)
            await receipts.mark_settled(conn, case_id, conflict, reply)


def _put_in_its_place(entry: Entry) -> str | None:
    """Return the command that an office let count at its place; none if it waits to be refused."""
    if entry.name != OrderDecision.command or entry.kind != "command":
        return None
    decision = OrderDecision.model_validate(entry.body)
    waits = entry.effects.get("pending") if isinstance(entry.effects, dict) else None
    return decision.conflict if decision.in_order and not waits else None


def _answered(answer: dict[str, JsonValue], command_id: str) -> dict[str, JsonValue]:
    return {**answer, "command_id": command_id} if "command_id" in answer else answer
