"""Filings as the door took them in, each under its sender's own key.

The date that counts is that of the first receipt under a key: a filing that could not be started
because Temporal was silent is sent again under it, and loses nothing.
"""

from datetime import datetime

from pydantic import AwareDatetime
from temporalio import activity

from activities.database import Connection, Pool, queries
from activities.faults import at_once
from workflows.kernel.case.records import FilingTakenIn
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

    Whoever asks for the same at the same time waits until the caller's transaction ends.
    """
    row = await conn.fetchrow(_SQL["filing_under"], process, claim)
    assert row is not None, "it always says what time it is"
    said = dict(row)
    now: datetime = said.pop("now")
    return None if said["digest"] is None else KeptFiling.model_validate(said), now


async def keep_filing(
    conn: Connection, process: str, claim: str, filing: KeptFiling, by: Actor
) -> None:
    """Take a filing in; kept before, it only changes its number."""
    await conn.execute(
        _SQL["keep_filing"],
        process,
        claim,
        filing.digest,
        filing.file_no,
        filing.case_id,
        filing.received_at,
        by.role,
        by.id,
    )
