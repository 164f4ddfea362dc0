"""What people read: lists of cases in a useful order, one case, its timeline, and its proof.

The projection is behind the cases by one batch of the outbox; nothing is decided on it.
"""

import json
from datetime import datetime

from pydantic import AwareDatetime

from activities.database import Connection, Row, queries
from workflows.kernel.case.records import Entry, Projection
from workflows.kernel.values import Frozen, digest

_SQL = queries("journal/projection")
_JOURNAL = queries("journal/journal")
_GENESIS = "0" * 64


class CaseRow(Projection):
    """One case as lists show it."""

    case_id: str
    last_n: int
    """Last journal entry that the row shows."""


class Own(Frozen):
    """Cases of one process that somebody has a part in."""

    process: str
    role: str | None
    """In which role the institution acts; none: they are the applicant's own."""
    who: str
    """The institution's code, or the applicant's key in the dossier."""


class Eyes(Frozen):
    """Whose eyes a list is for: any of these lets them see a case, and nothing else does."""

    processes: tuple[str, ...] = ()
    """All cases of these."""
    cases: tuple[str, ...] = ()
    own: tuple[Own, ...] = ()


class Place(Frozen):
    """Where a page ended: the last case on it, and where that stood in the order."""

    at: AwareDatetime | None
    received_at: AwareDatetime
    case_id: str


class Wanted(Frozen):
    """Which cases a list is to hold; what is asked for together holds together."""

    case_ids: tuple[str, ...] | None = None
    """Some of these only."""
    waiting_on: str | None = None
    """A role."""
    applicant: str | None = None
    """Of a case that shows it."""
    institution: str | None = None
    """One that acts in it."""
    held: bool | None = None
    """Whether commands wait in it."""
    waits_for: str | None = None
    """Only with a command that waits for this: ``office`` where one has to decide an order."""
    attention: bool | None = None
    """Whether somebody should look at it."""
    eyes: Eyes | None = None
    """None: whoever runs the stack."""
    after: Place | None = None
    closed_too: bool = False
    process: str | None = None
    stage: str | None = None
    overdue_at: AwareDatetime | None = None
    """Only with a term that has ended by then, and is open."""
    due_from: AwareDatetime | None = None
    due_until: AwareDatetime | None = None
    """Only with a next term that ends between these two instants, both included."""


class Listed(Frozen):
    """Cases of a list, and how many fit."""

    cases: tuple[CaseRow, ...]
    fitting: int

    def place(self, wanted: Wanted) -> Place | None:
        """Where this page of that list ends; none where nothing is on it."""
        if not self.cases:
            return None
        last = self.cases[-1]
        at = last.received_at if wanted.closed_too else last.next_due
        return Place(at=at, received_at=last.received_at, case_id=last.case_id)

    @property
    def left_out(self) -> int:
        """How many fit and are not here."""
        return self.fitting - len(self.cases)


class Acting(Frozen):
    """Somebody who acts in open cases of a process."""

    process: str
    role: str
    who: str | None
    """Their key; none where only the institution is known, for which somebody will act."""
    institution: str | None


class StageCount(Frozen):
    """How many open cases stand in one stage."""

    process: str
    stage: str
    cases: int
    overdue: int


class ChainReport(Frozen):
    """Whether a case's journal is whole."""

    entries: int
    broken_at: int | None
    """Number of the first entry that does not fit; none if the chain holds."""
    why: str | None

    @property
    def holds(self) -> bool:
        """Whether every entry is there, unchanged and in its place."""
        return self.broken_at is None


async def one_case(conn: Connection, case_id: str) -> CaseRow | None:
    """Return one case; none if nothing of it has been recorded."""
    row = await conn.fetchrow(_SQL["one_case"], case_id)
    return None if row is None else _case(row)


async def list_cases(conn: Connection, wanted: Wanted, *, limit: int | None = None) -> Listed:
    """Return cases, those due first at the top; with closed ones, in the order of their receipt.

    Args:
        conn: A connection.
        wanted: Which ones.
        limit: Most rows; all by default.
    """
    rows = await conn.fetch(
        _SQL["list_cases"],
        wanted.closed_too,
        wanted.process,
        wanted.stage,
        wanted.overdue_at,
        wanted.due_from,
        wanted.due_until,
        limit,
        None if wanted.case_ids is None else list(wanted.case_ids),
        wanted.waiting_on,
        wanted.applicant,
        wanted.institution,
        wanted.held,
        *seen_by(wanted.eyes),
        *_after(wanted.after),
        wanted.waits_for,
        wanted.attention,
    )
    if not rows:
        return Listed(cases=(), fitting=0)
    return Listed(cases=tuple(_case(row) for row in rows), fitting=rows[0]["fitting"])


def seen_by(eyes: Eyes | None) -> tuple[list[str] | None, ...]:
    """Return whose eyes these are, as queries take it: five arguments, none for nobody's own."""
    if eyes is None:
        return None, None, None, None, None
    return (
        list(eyes.processes),
        list(eyes.cases),
        [own.process for own in eyes.own],
        [own.role or "" for own in eyes.own],
        [own.who for own in eyes.own],
    )


def _after(place: Place | None) -> tuple[str | datetime | None, ...]:
    return (None, None, None) if place is None else (place.case_id, place.at, place.received_at)


async def open_cases(conn: Connection) -> tuple[CaseRow, ...]:
    """Return every open case, those due first at the top."""
    return (await list_cases(conn, Wanted())).cases


async def all_cases(conn: Connection) -> tuple[CaseRow, ...]:
    """Return every case, open or closed, in the order of receipt."""
    return (await list_cases(conn, Wanted(closed_too=True))).cases


async def counts_by_stage(conn: Connection) -> tuple[StageCount, ...]:
    """Count the open cases by process and stage."""
    rows = await conn.fetch(_SQL["counts_by_stage"])
    return tuple(StageCount.model_validate(dict(row)) for row in rows)


async def who_acts(conn: Connection) -> tuple[Acting, ...]:
    """Return who acts in the open cases: to choose from in a stack for trying out."""
    rows = await conn.fetch(_SQL["acting"])
    return tuple(Acting.model_validate(dict(row)) for row in rows)


class WorkCounts(Frozen):
    """How many open cases each of the work lists holds."""

    mine: int
    week: int
    overdue: int
    held: int
    conflicts: int
    attention: int
    all: int


async def work_counts(
    conn: Connection, wanted: Wanted, *, now: datetime, week_ends: datetime
) -> WorkCounts:
    """Count the work lists: of ``wanted`` count its office, process, institution and eyes."""
    row = await conn.fetchrow(
        _SQL["work_counts"],
        wanted.waiting_on,
        wanted.process,
        wanted.institution,
        now,
        week_ends,
        *seen_by(wanted.eyes),
    )
    assert row is not None, "counts are one row"
    return WorkCounts.model_validate(dict(row))


class Standing(Frozen):
    """How many open cases of a process stand in a stage and wait for an office, by age."""

    process: str
    stage: str
    waiting_on: str | None
    age: int
    """0 to 3: up to a month, three months, a year, and older."""
    cases: int
    overdue: int
    oldest: AwareDatetime


async def overview(conn: Connection, eyes: Eyes | None, now: datetime) -> tuple[Standing, ...]:
    """Count the open cases within somebody's reach."""
    rows = await conn.fetch(_SQL["overview"], now, *seen_by(eyes))
    return tuple(Standing.model_validate(dict(row)) for row in rows)


async def earliest_occasion(conn: Connection) -> tuple[str, datetime] | None:
    """Return the case that wakes up next by itself, and when; none if none will."""
    row = await conn.fetchrow(_SQL["earliest_occasion"])
    return None if row is None else (row["case_id"], row["next_occasion"])


async def timeline(conn: Connection, case_id: str) -> tuple[Entry, ...]:
    """Return a case's journal in the order in which it was settled, as it was sealed."""
    rows = await conn.fetch(_JOURNAL["entries"], case_id)
    return tuple(
        Entry.model_validate(
            {
                **json.loads(row["sealed"]),
                "settled_at": row["settled_at"],
                "hash": row["hash"],
                "answer": row["answer"],
            }
        )
        for row in rows
    )


async def verify_chain(conn: Connection, case_id: str) -> ChainReport:
    """Take every hash of a case's journal again, and compare (design: who changed what, never).

    The database holds the chain by constraints; this finds what was changed around them.
    """
    rows = await conn.fetch(_JOURNAL["entries"], case_id)
    previous = _GENESIS
    for place, row in enumerate(rows, start=1):
        why = _wrong(row, place, previous)
        if why is not None:
            return ChainReport(entries=len(rows), broken_at=place, why=why)
        previous = row["hash"]
    return ChainReport(entries=len(rows), broken_at=None, why=None)


def _wrong(row: Row, place: int, previous: str) -> str | None:
    if row["n"] != place:
        return f"entry {place} is missing"
    sealed = json.loads(row["sealed"])
    if sealed["previous_hash"] != previous:
        return f"entry {place} does not follow entry {place - 1}"
    if digest(sealed) != row["hash"]:
        return f"entry {place} is not what was hashed"
    return None


def _case(row: Row) -> CaseRow:
    return CaseRow.model_validate({name: row[name] for name in CaseRow.model_fields})
