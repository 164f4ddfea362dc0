"""Filings as the door took them in, each under its sender's own key.

The date that counts is that of the first receipt under a key: a filing that could not be started
because Temporal was silent is sent again under it, and loses nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime
from temporalio import activity

from activities.database import Connection, Pool, queries
from activities.faults import at_once
from workflows.kernel.case.records import FilingTakenIn
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen

_SQL = queries("registers/filings")


class KeptFiling(Frozen):
    """One filing that was taken in."""

    digest: str
    """Of all that its sender wrote."""
    file_no: str
    case_id: str
    received_at: AwareDatetime


class NewFiling(Frozen):
    """One filing that comes in."""

    digest: str
    file_no: str | None
    """Of its sender's own; none where the register is to issue one."""
    received_at: AwareDatetime
    by: Actor
    issued_for: str
    """The key under which a number is issued; the same number under the same key."""
    waits: bool = False
    """Whether its sender waits until the case is open, and offers to record that."""


class Filings:
    """Lets a case ask whether the filing that opens it was taken in when it says."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @activity.defn(name="filing_taken_in")
    @at_once
    async def filing_taken_in(self, asked: FilingTakenIn) -> bool:
        """Return whether a filing was taken in for a case: the very same, and at that instant."""
        async with self._pool.acquire() as conn:
            found: bool = await conn.fetchval(
                _SQL["was_taken_in"], asked.case_id, asked.received_at, list(asked.digests)
            )
        return found


async def kept_filing(
    conn: Connection, process: str, claim: str
) -> tuple[KeptFiling | None, datetime]:
    """Return the filing that was taken in under a key, and what time it is.

    One that is being taken in just now is waited for.
    """
    row = await conn.fetchrow(_SQL["filing_under"], process, claim)
    assert row is not None, "it always says what time it is"
    said = dict(row)
    now: datetime = said.pop("now")
    return None if said["digest"] is None else KeptFiling.model_validate(said), now


async def take_in(
    conn: Connection,
    process: str,
    claim: str,
    filing: NewFiling,
    *,
    in_place_of: str | None = None,
) -> KeptFiling:
    """Take a filing in with its number; return what stands under its key from then on.

    That may be another one, by its digest: nothing was taken in.

    Args:
        conn: What is taken in stands with its transaction.
        process: ``textbook-review``.
        claim: The sender's own key, digested.
        filing: What came.
        in_place_of: A number that it was given and somebody else has used: it gets another one.
    """
    row = await conn.fetchrow(
        _SQL["take_in"],
        process,
        claim,
        filing.digest,
        filing.received_at,
        filing.by.role,
        filing.by.id,
        filing.file_no,
        in_place_of,
        local_day(filing.received_at).year,
        filing.issued_for,
        filing.waits,
    )
    assert row is not None, "taken in now or before"
    return KeptFiling.model_validate(dict(row))


async def unseen_openings(conn: Connection, long: timedelta, limit: int) -> tuple[str, ...]:
    """Return cases of which the journal knows nothing so long after they were filed.

    Their senders offered to record that they are open. Looked at once, they are left alone for as
    long; those that the journal knows, for good.
    """
    rows = await conn.fetch(_SQL["unseen_openings"], long, limit)
    return tuple(row["case_id"] for row in rows)


async def seen_to(conn: Connection, case_ids: Sequence[str]) -> None:
    """Note of cases that they record by themselves that they are open."""
    await conn.execute(_SQL["seen_to"], list(case_ids))
