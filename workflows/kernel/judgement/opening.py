"""The filing that opens a case, judged once and for all."""

from dataclasses import replace
from datetime import datetime, timedelta

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.case.reasons import moment
from workflows.kernel.case.records import Applied, OpenCase, Opening
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.judgement.entry import Act, Admitted, journalled, on_paper
from workflows.kernel.judgement.gate import beyond_calendar, unknown_role
from workflows.kernel.law.calendar import CalendarEnds
from workflows.kernel.story.reading import NotAccepted, Reading, read

FILED_AHEAD = timedelta(days=1)
"""How far the clock that dated a filing may be ahead of the case's own."""

FILED_BACK = timedelta(days=3653)
"""How long ago a filing may have been received, ten years: what is older was mistyped."""


def asked_for(process: Process, case_id: str, start: StartMessage) -> OpenCase:
    """Return what must be known from outside before the filing, which can be read, is judged."""
    asks = process.asks(start.read_as(process.application))
    return OpenCase(
        case_id=case_id,
        process=process.name,
        file_no=start.file_no,
        received_at=start.received_at,
        lookups=asks.lookups,
        inquiries=asks.inquiries,
        calendar_years=process.calendar_years,
    )


def open_file(
    process: Process, case_id: str, start: StartMessage, opening: Opening, now: datetime
) -> Admitted | Refusal:
    """Open a case with the filing that brings it into being, or refuse the filing."""
    file = _file(process, case_id, start, opening)
    reading = _judged(process, file, now)
    if isinstance(reading, Refusal):
        return reading
    opened = journalled(
        Act(
            "opened",
            process.application.command,
            "V-4",
            start.actor,
            body=start.body,
            brought=on_paper(start.register_no),
        ),
        before=file,
        reading=reading,
        counts_from=start.received_at,
        now=now,
    )
    return replace(opened, applied=_applied(process, start))


def would_open(
    process: Process, case_id: str, start: StartMessage, opening: Opening, now: datetime
) -> Reading | Refusal:
    """Read the case that a filing would open, for whoever enters nothing of it."""
    return _judged(process, _file(process, case_id, start, opening), now)


def _file(process: Process, case_id: str, start: StartMessage, opening: Opening) -> CaseFile:
    return CaseFile(
        case_id=case_id,
        process=process.name,
        text=process.text,
        forms=process.forms,
        start=start,
        opening=opening,
    )


def _judged(process: Process, file: CaseFile, now: datetime) -> Reading | Refusal:
    """Read a case from its filing on, or refuse the filing."""
    start = file.start
    if unknown := unknown_role(process, start.actor):
        return Refusal(reasons=unknown)
    if wrong := _received_out_of_time(start.received_at, now):
        return Refusal(reasons=wrong)
    try:
        return read(process, file, start.received_at)
    except NotAccepted as no:
        return Refusal(reasons=no.reasons)
    except CalendarEnds as end:
        return beyond_calendar(end)


def _applied(process: Process, start: StartMessage) -> Applied | None:
    asks = process.asks(start.read_as(process.application))
    if asks.applicant is None:
        return None
    return Applied(applicant=asks.applicant, institution=asks.institution)


def backdated(start: StartMessage, came_at: datetime) -> Refusal:
    """Refuse a filing that nobody but its sender dates (V-5)."""
    return Refusal.because(
        "V-5",
        what=f"{start.actor.role} stated that the filing was received at "
        f"{moment(start.received_at)}",
        why=f"it came at {moment(came_at)}, and the front door has no such filing from then; only "
        "the registry knows of an earlier receipt on paper, and gives its number",
        do="file it at the front door, or start it with the instant of sending as received_at; "
        "what is on paper the registry files, with register_no",
    )


def _received_out_of_time(received_at: datetime, now: datetime) -> tuple[Reason, ...]:
    if now - FILED_BACK <= received_at <= now + FILED_AHEAD:
        return ()
    late = received_at < now
    return (
        Reason(
            rule="V-5",
            what=f"received at {received_at.isoformat()}, which is "
            + ("more than ten years ago" if late else "in the future"),
            why=f"all dates of a case follow from the receipt of its filing, and it is {now:%Y}"
            if late
            else "a filing counts from its receipt, and nothing is received before it comes",
            do="correct received_at, and file it again",
        ),
    )
