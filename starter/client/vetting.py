"""A filing judged at the door as its case will judge it: what is refused burns no number."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeAlias

from activities.database import Connection
from activities.faults import NoEdition, Unusable
from activities.opening import may_reserve, opening_of
from starter.client.answers import OutOfReach, Refused, unfit
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import OpenCase, Opening
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.view import attributes_of
from workflows.kernel.judgement.opening import asked_for, would_open

Vetted: TypeAlias = Callable[[CaseFile], None]
"""Looks at the case that a filing would open, and raises where its sender may not open it."""


class Found(NamedTuple):
    """What a door has found out about the case that a filing would open."""

    listed: Mapping[str, object]
    """By what it would be found (`attributes_of`)."""
    opening: Opening | None
    """What it must know; None where a register keeps something for whoever asks. One that only
    tells says the same of every case that is not there yet: it may have no number."""


async def vet(
    conn: Connection,
    process: Process,
    message: StartMessage,
    now: datetime,
    vetted: Vetted | None = None,
) -> Found | None:
    """Let a filing pass that would open a case now; the registers stay as they are.

    Returns:
        What is known of the case; None if nobody can say that yet.

    Raises:
        Refused: The law refuses it.
        OutOfReach: No register can say whose case it would be, and somebody asks that.
    """
    case_id = process.case_id(message.file_no)
    asked = asked_for(process, case_id, message)
    try:
        opening = await _opening(conn, asked)
    except NoEdition as none:
        raise unfit(str(none)) from none
    except Unusable as broken:
        if vetted is not None:
            raise OutOfReach("a register cannot be read; nothing was taken in") from broken
        return None  # taken in, dated, and parked until the register is mended: no right is lost
    reading = would_open(process, case_id, message, opening, now)
    if isinstance(reading, Refusal):
        raise Refused(reading.reasons)
    if vetted is not None:
        vetted(reading.file)
    return Found(attributes_of(process, reading), None if may_reserve(asked) else opening)


async def _opening(conn: Connection, asked: OpenCase) -> Opening:
    if not may_reserve(asked):
        return await opening_of(conn, asked)
    attempt = conn.transaction()
    await attempt.start()
    try:
        return await opening_of(conn, asked)
    finally:
        await attempt.rollback()
