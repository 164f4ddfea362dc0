"""What the clock brings, as acts: reminders, ends, settlements, escalations.

A settlement draws the consequence of a term's end: a lapse, or an extension by the rule itself. It
is dated at the term's end, however late it is settled.
"""

from datetime import datetime, timedelta

from pydantic import JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.letters import (
    Escalation,
    ExtensionReasonsOwed,
    Reminder,
    TermFacts,
)
from workflows.kernel.case.process import Process
from workflows.kernel.judgement.entry import Act, Admitted, journalled
from workflows.kernel.judgement.standing import standing
from workflows.kernel.law.agenda import INSTANT, Occasion, OccasionKind, own_moment
from workflows.kernel.law.calendar import Calendar, CalendarEnds
from workflows.kernel.law.term import Extension, OnEnd, Term, ended, extended, lapsed, met, sent
from workflows.kernel.story.reading import Reading, read

INSTANT_OF_ACTS = timedelta(microseconds=1)
"""The smallest difference between two acts; a lapse counts from right after the last instant."""

REASONS_TO_COME = "kendiliğinden uzadı; gerekçesi bildirilecek"
"""What an extension by the rule itself shows until its reasons are stated (R-T.15)."""


def tick(reading: Reading, occasion: Occasion, now: datetime) -> Admitted:
    """Let an occasion of the clock take effect, dated at the instant from which it counts.

    One that opens a term which ends past the known calendar waits for a renewal, and is drawn then.
    """
    try:
        return _drawn(reading, occasion, now)
    except CalendarEnds as end:
        return _stalled(reading, occasion, end, now)


def _stalled(reading: Reading, occasion: Occasion, end: CalendarEnds, now: datetime) -> Admitted:
    file = reading.file
    term = file.term(occasion.term)
    waiting = file.with_term(term.model_copy(update={"stalled": True}), at=occasion.at)
    why: JsonValue = {"occasion": occasion.id, "why": str(end)}
    return journalled(
        Act("stalled", term.key, "V-9", body=why, brought=_by(occasion)),
        before=file,
        reading=read(reading.process, waiting, occasion.at),
        counts_from=occasion.at,
        now=now,
    )


def _drawn(reading: Reading, occasion: Occasion, now: datetime) -> Admitted:
    process, file = reading.process, reading.file
    term = file.term(occasion.term)
    done = term
    for occasion_id in (*occasion.supersedes, occasion.id):
        done = sent(done, occasion_id)
    match occasion.kind:
        case OccasionKind.REMINDER:
            return _reminded(process, file, done, occasion, now)
        case OccasionKind.END:
            over = met(done, occasion.at) if term.at_end is OnEnd.RELEASE else ended(done)
            return _ended(process, file, over, occasion, now)
        case OccasionKind.ESCALATION:
            return _escalated(process, file, done, occasion, now)
        case OccasionKind.SETTLEMENT:
            if term.at_end is OnEnd.EXTEND:
                return _extended_by_law(process, file, done, occasion, now)
            return _lapsed(process, file, done, occasion, now)


def _by(occasion: Occasion) -> dict[str, JsonValue]:
    return {"occasion": occasion.written()}


def lapse_instant(term: Term, calendar: Calendar) -> datetime:
    """The instant from which a lapse counts: the term's end, still on its last day."""
    assert term.due_at is not None
    assert term.due_on is not None
    same_day = calendar.local_day(term.due_at) == term.due_on
    return term.due_at if same_day else term.due_at - INSTANT


def counts_from(file: CaseFile, occasion: Occasion) -> datetime:
    """The instant by which an occasion takes its place among other acts.

    End and settlement count from the term's end: strictly after it, so that a filing of that very
    instant comes first.
    """
    if occasion.kind in {OccasionKind.END, OccasionKind.SETTLEMENT}:
        due_at = file.term(occasion.term).due_at
        assert due_at is not None
        return due_at + INSTANT_OF_ACTS
    return occasion.at


def draws_at(file: CaseFile, occasion: Occasion) -> datetime | None:
    """When the case looks at its clock for its next occasion: a reminder's may be a little later.

    Not all cases at once; drawn so, it counts from its own instant as ever.
    """
    after, within = file.opening.remind_after, file.opening.remind_within
    if occasion.kind is not OccasionKind.REMINDER or not (after or within):
        return occasion.at
    moment = timedelta(milliseconds=after) or own_moment(file.case_id, timedelta(seconds=within))
    return file.agenda.wakes_at(moment)


def comes_before(command: Command, file: CaseFile, occasion: Occasion) -> bool:
    """Whether a command takes its place before an occasion.

    What moves a term itself (a decree, an extension) comes before its consequence is drawn, and not
    before its end alone.
    """
    moves = standing(command.name) is not None
    return command.counts_from <= (occasion.at if moves else counts_from(file, occasion))


def _lapsed(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    at = lapse_instant(term, file.calendar)
    return journalled(
        Act("lapse", term.key, term.rule, brought=_by(occasion)),
        before=file,
        reading=read(process, file.with_term(lapsed(term, at), at=at), at),
        counts_from=at,
        now=now,
    )


def _extended_by_law(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    law = term.law.extension
    assert law is not None
    assert law.length is not None
    at = lapse_instant(term, file.calendar)
    extension = Extension(
        length=law.length,
        unit=law.unit,
        reason=REASONS_TO_COME,
        decided_at=at,
        rule=law.rule,
        reasons_owed=True,
    )
    longer = extended(term, extension, file.calendar)
    reading = read(process, file.with_term(longer, at=at), at)
    reading.notify(
        ExtensionReasonsOwed(about=TermFacts.of(longer)),
        occasion=f"{term.key}/extension/{len(longer.extensions)}",
        rule=law.rule,
        to=term.law.awaits,
    )
    act = Act("extension", term.key, law.rule, brought=_by(occasion))
    return journalled(act, before=file, reading=reading, counts_from=at, now=now)


def _ended(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    at = occasion.at
    reading = read(process, file.with_term(term, at=at), at)
    act = Act("ended", term.key, term.rule, brought=_by(occasion))
    return journalled(act, before=file, reading=reading, counts_from=at, now=now)


def _reminded(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    reading = read(process, file.with_term(term, at=occasion.at), occasion.at)
    reading.notify(
        Reminder(about=TermFacts.of(term), days_before=occasion.days_before),
        occasion=f"{term.key}/{occasion.id}",
        rule=term.rule,
        to=term.law.awaits,
    )
    act = Act("reminder", term.key, term.rule, brought=_by(occasion))
    return journalled(act, before=file, reading=reading, counts_from=occasion.at, now=now)


def _escalated(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    assert occasion.step is not None
    reading = read(process, file.with_term(term, at=occasion.at), occasion.at)
    reading.notify(
        Escalation(about=TermFacts.of(term), awaited=term.law.awaits, step=occasion.step),
        occasion=f"{term.key}/{occasion.id}",
        rule=term.rule,
        to=term.law.escalates_to[occasion.step - 1],
    )
    act = Act("escalation", term.key, term.rule, brought=_by(occasion))
    return journalled(act, before=file, reading=reading, counts_from=occasion.at, now=now)
