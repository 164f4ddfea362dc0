"""One act of an authority for many cases: taken in and noted together, told case by case.

Each case keeps its own receipt, turn and order; only the statements are shared.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from typing import Any, Final
from uuid import uuid4

import asyncpg
from pydantic import JsonValue

from activities.database import Connection, Row, queries
from activities.faults import JournalForked, Unusable
from activities.journal.journal import is_plain, record_in, record_side_by_side
from activities.journal.receipts import (
    CommittedReceipt,
    ReceiptConflict,
    ReceiptUnreadable,
)
from activities.journal.turns import LEASE, Turn
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Batch, Recorded
from workflows.kernel.case.standing_commands import CalendarRenewal, Closure
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.renewal import renewed
from workflows.kernel.values import canonical, digest

_SQL = queries("journal/many")

TOGETHER: Final = 1000
"""Rows that one statement takes."""


async def commit_receipts(
    conn: Connection, command: str, letters: Mapping[str, Envelope]
) -> dict[str, CommittedReceipt]:
    """Take in one command for each of some cases; `commit_receipt` says what may come of it.

    Args:
        conn: In a transaction; cases are told only after that has committed.
        command: Name of the command.
        letters: What each case is to hear.
    """
    found: dict[str, CommittedReceipt] = {}
    for cases in sliced(sorted(letters)):
        found |= await _committed(conn, command, {each: letters[each] for each in cases})
    return found


async def _committed(
    conn: Connection, command: str, letters: Mapping[str, Envelope]
) -> dict[str, CommittedReceipt]:
    cases, sent = list(letters), list(letters.values())
    ids = [each.command_id for each in sent]
    try:
        written = _written(command, sent)
        digests, texts = zip(*(written[id(each)] for each in sent), strict=True)
        dates, numbers = [e.received_at for e in sent], [e.register_no for e in sent]
        await conn.execute(_SQL["line_up_all"], cases)
        await conn.execute(_SQL["insert_all"], command, cases, ids, texts, digests, dates, numbers)
    except (asyncpg.DataError, asyncpg.CheckViolationError, UnicodeEncodeError) as broken:
        raise ReceiptUnreadable(f"{ids[0]} cannot be stored") from broken
    rows = await conn.fetch(_SQL["receipts"], cases, ids)
    found = {row["case_id"]: _receipt(row) for row in rows}
    for case_id, own in zip(cases, digests, strict=True):
        if found[case_id].digest != own:
            raise ReceiptConflict(found[case_id].command_id)
    return found


def _written(command: str, letters: Iterable[Envelope]) -> dict[int, tuple[str, str]]:
    """Return digest and text of each letter by its identity: most cases are sent the same one."""
    unlike = {id(each): each for each in letters}
    said = {
        key: each.model_dump(mode="json", exclude={"received_at"}) for key, each in unlike.items()
    }
    return {
        key: (digest({"command": command, "envelope": each}), canonical(each))
        for key, each in said.items()
    }


async def take_turns(conn: Connection, receipts: Iterable[CommittedReceipt]) -> dict[str, Turn]:
    """Take the turns of those cases that can be told their receipt next, now."""
    asked = list(receipts)
    cases, ids = [r.case_id for r in asked], [r.command_id for r in asked]
    rows = await conn.fetch(_SQL["take_turns"], cases, ids, uuid4().hex, LEASE)
    return {row["case_id"]: Turn(attempts=0, for_one=True, **row) for row in rows}


async def record_entrusted(conn: Connection, batches: Sequence[Batch]) -> dict[str, Recorded]:
    """Record what cases have left to their sender.

    What stands already is left as it is; what does not go on from where a journal ends is left out.

    Args:
        conn: In a transaction, in which nothing of these cases has been locked before.
        batches: One for each case.

    Returns:
        Of the cases whose entries stand by now, what came to light.
    """
    in_order = sorted(batches, key=lambda each: each.case_id)
    stand = await record_side_by_side(conn, [each for each in in_order if is_plain(each)])
    for batch in (each for each in in_order if each.case_id not in stand):
        with suppress(JournalForked, Unusable):
            async with nullcontext() if is_plain(batch) else conn.transaction():
                stand[batch.case_id] = await record_in(conn, batch)
    return stand


async def recorded_open(conn: Connection) -> list[str]:
    """Return the cases that are open by the database, those first that were acted in last."""
    return [row["case_id"] for row in await conn.fetch(_SQL["open_cases"])]


class Calendars:
    """The calendars that cases live by, as recorded; those opened and told alike share one."""

    def __init__(self) -> None:
        """Start with none read."""
        self._read: dict[str, Calendar] = {}

    async def of(self, conn: Connection, cases: Sequence[str]) -> dict[str, Calendar]:
        """Return the calendars of some cases; a case that is not recorded yet has none.

        What a case has been told a moment ago may be missing: it is recorded after the answer.
        """
        rows = await conn.fetch(_SQL["calendars"], cases)
        first = {row["opened_by"]: row["case_id"] for row in rows}
        unknown = [case for opened_by, case in first.items() if opened_by not in self._read]
        for row in await conn.fetch(_SQL["opened_by"], unknown) if unknown else ():
            self._read[row["opened_by"]] = Calendar.model_validate(row["calendar"])
        return {row["case_id"]: self._told(row["opened_by"], row["told"] or []) for row in rows}

    def _told(self, opened_by: str, told: Sequence[dict[str, Any]]) -> Calendar:
        key, calendar = opened_by, self._read[opened_by]
        for entry in told:
            key = digest([key, entry])
            if key not in self._read:
                self._read[key] = _with(calendar, entry)
            calendar = self._read[key]
        return calendar


def _with(calendar: Calendar, entry: dict[str, Any]) -> Calendar:
    if entry["kind"] == "closure":
        return calendar.closed_also(dict(Closure.model_validate(entry["body"]).days))
    return renewed(calendar, CalendarRenewal.model_validate(entry["body"]))


async def moved_by(
    conn: Connection, told: Mapping[str, str]
) -> dict[str, list[dict[str, JsonValue]]]:
    """Return the terms that closures and renewals have moved, where the journal has the entry.

    Args:
        conn: Of the journal.
        told: Case to the ID of the command it was told.
    """
    found: dict[str, list[dict[str, JsonValue]]] = {}
    for cases in sliced(list(told)):
        rows = await conn.fetch(_SQL["moved"], cases, [told[each] for each in cases])
        found |= {row["case_id"]: row["terms"] or [] for row in rows}
    return found


def sliced(cases: Sequence[str]) -> Iterable[list[str]]:
    """Return cases in parts that one statement takes."""
    return (list(cases[at : at + TOGETHER]) for at in range(0, len(cases), TOGETHER))


def _receipt(row: Row) -> CommittedReceipt:
    return CommittedReceipt(
        case_id=row["case_id"],
        command_id=row["command_id"],
        command=row["command"],
        envelope=Envelope.model_validate({**row["envelope"], "received_at": row["received_at"]}),
        digest=row["digest"],
        delivered_at=row["told_at"],
        answer=row["answer"],
        refusal=row["refusal"],
    )
