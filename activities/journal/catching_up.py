"""Cases that opened while the calendar changed are brought what they have missed (R-S.1).

A case lives by the calendar that was read for it. Whoever changes the table tells all cases that
are recorded as open by then; one whose opening is recorded a moment later, by a calendar read a
moment before, they cannot have found. The database notes it with its opening (`begin_case`).
"""

from typing import Final

import structlog

from activities.database import OUTAGE, Connection, Pool, queries, transaction
from activities.journal.many import Calendars, commit_receipts
from activities.registers.calendar import calendar_from, changes_over, grounds_since
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.standing_commands import CalendarRenewal
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.renewal import brought_by
from workflows.kernel.roles import Actor, Role

_SQL = queries("journal/many")

SENDER: Final = Actor(role=Role.REGISTRY, id="calendar")

RESTS_ON: Final = "Takvim değişikliği: {grounds}"
"""What a renewal rests on, as the journal says it."""

_LONGEST: Final = 1900
"""Characters of the grounds of all changes."""

_log = structlog.get_logger(__name__)


async def catch_up_once(pool: Pool, *, limit: int = 100) -> int:
    """Take in for some cases what their calendars lack; the relay tells them.

    Returns:
        How many lacked something.
    """
    async with pool.acquire() as conn:
        behind = [row["case_id"] for row in await conn.fetch(_SQL["behind"], limit)]
    caught_up = 0
    for case_id in behind:
        try:
            async with transaction(pool) as conn:
                caught_up += await _caught_up(conn, case_id)
        except OUTAGE:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other cases must go on
            _log.warning("calendar_not_brought", case_id=case_id, fault=type(fault).__name__)
    return caught_up


async def _caught_up(conn: Connection, case_id: str) -> bool:
    """Take in for one case what it lacks; return whether it lacked something."""
    await changes_over(conn)
    if await conn.fetchval(_SQL["no_more_behind"], case_id) is None:
        return False  # another relay has been here
    known = (await Calendars().of(conn, [case_id])).get(case_id)
    if known is None or (letter := await _letter(conn, known)) is None:
        return False
    await commit_receipts(conn, CalendarRenewal.command, {case_id: letter})
    return True


async def _letter(conn: Connection, known: Calendar) -> Envelope | None:
    last = known.covers_until.year
    first = last - 1 if known.covers_from is None else known.covers_from.year
    table = await calendar_from(conn, first + 1, last - first)  # which knows the year before, too
    brought = brought_by(table, known, last)
    if brought.is_empty:
        return None
    grounds = RESTS_ON.format(grounds=await grounds_since(conn, known.version, _LONGEST))
    body = brought.model_dump(mode="json", exclude_defaults=True) | {"grounds": grounds}
    return Envelope(command_id=f"calendar-{brought.version}", actor=SENDER, body=body)
