"""How a case shows itself: the view, the reasons of a date, attributes and its row in the lists.

Everything here is derived from a reading of the case file. It holds no personal data: any role may
see it.
"""

from datetime import date, datetime, timedelta

from pydantic import AwareDatetime, Field, JsonValue

from workflows.kernel.case.closed import heard_until
from workflows.kernel.case.file import CaseFile, Decision
from workflows.kernel.case.pending import Pending, WaitsFor
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Projection
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.law.agenda import Occasion
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.derivation import DerivationStep
from workflows.kernel.law.term import Term, TermState, explained, extensions_left
from workflows.kernel.roles import Role
from workflows.kernel.story.reading import Reading
from workflows.kernel.values import Frozen


class AllowedCommand(Frozen):
    """One command that the case would admit now, and from whom."""

    name: str
    title: str
    roles: tuple[str, ...]
    rule: str
    given: dict[str, JsonValue] = Field(default_factory=dict)
    """Fields of the body that can have one value only, such as the notification to be served."""
    aside: bool = False
    """Whether it may come at any stage, beside what the case waits for."""


class TermView(Frozen):
    """One term with the derivation of its date."""

    key: str
    rule: str
    article: str
    name: str
    starts_on: date
    due_on: date | None
    due_at: AwareDatetime | None
    state: str
    awaits: str
    administrative: bool
    steps: tuple[DerivationStep, ...]


class PendingView(Frozen):
    """One command that has been taken in and waits."""

    command_id: str
    command: str
    title: str
    counts_from: AwareDatetime
    waits_for: str
    rule: str
    because: str
    until: AwareDatetime | None
    outcomes: dict[str, JsonValue] | None
    """Of a conflict: the case as told and in order."""


class View(Frozen):
    """What the query ``view`` returns; safe for every role."""

    case_id: str
    process: str
    file_no: str
    received_at: AwareDatetime
    rulebook: str
    stage: str
    stage_title: str
    waiting_on: str | None
    terms: tuple[TermView, ...]
    allowed: tuple[AllowedCommand, ...]
    notifications: tuple[str, ...]
    """Official notifications drawn up so far, oldest first, by occasion."""
    overdue: bool
    needs_attention: tuple[str, ...]
    parked: str | None = None
    """What refuses, if the case waits until somebody has mended it."""
    pending: tuple[PendingView, ...] = ()
    """Commands taken in and not yet settled, in the order in which they count."""
    calendar_ends: int | None = None
    """The year up to which the calendar is known, if a term needs days past it."""
    decision: Decision | None
    heard_until: AwareDatetime | None = None
    """Until when a case that a lapse has closed takes in papers received before that."""
    screen: dict[str, str] = Field(default_factory=dict)
    """What the officials' own screens show of the case, such as a colour."""
    entries: int
    last_hash: str

    @property
    def asks_for_attention(self) -> bool:
        """Whether an operator or an office should look at the case."""
        conflict = any(pending.waits_for == WaitsFor.OFFICE for pending in self.pending)
        return bool(self.needs_attention or self.parked or self.calendar_ends or conflict)


def is_overdue(file: CaseFile) -> bool:
    """Whether any open term is past its end."""
    return any(term.state is TermState.ENDED for term in file.open_terms)


def calendar_ends(file: CaseFile) -> int | None:
    """Return the year up to which the calendar is known, if a term needs days past it."""
    return file.calendar.covers_until.year if file.agenda.is_cut_off else None


def needs_attention(file: CaseFile) -> bool:
    """Whether an operator should look: at an address that is missing, a conflict, the calendar."""
    return bool(file.attention or _conflicts(file)) or calendar_ends(file) is not None


def next_of(file: CaseFile) -> Occasion | None:
    """What the clock brings next."""
    return file.agenda.next


def term_view(term: Term, calendar: Calendar, language: str) -> TermView:
    """Show one term."""
    return TermView(
        key=term.key,
        rule=term.rule,
        article=term.law.article,
        name=term.law.name.get(language, term.rule),
        starts_on=term.starts_on,
        due_on=term.due_on,
        due_at=term.due_at,
        state=term.state,
        awaits=term.law.awaits,
        administrative=term.law.administrative,
        steps=explained(term, calendar),
    )


def last_second(term: Term, calendar: Calendar) -> datetime | None:
    """Return the last second that lies in a term; 24:00 would be read as the day after."""
    if term.due_at is None or calendar.local(term.due_at).date() == term.due_on:
        return term.due_at
    return term.due_at - timedelta(seconds=1)


def view_of(process: Process, reading: Reading, parked: str | None = None) -> View:
    """Show a whole case."""
    file = reading.file
    language = file.opening.language
    stage = reading.stage
    return View(
        case_id=file.case_id,
        process=file.process,
        file_no=file.file_no,
        received_at=file.start.received_at,
        rulebook=file.rulebook.edition,
        stage=stage,
        stage_title=process.word(stage, language),
        waiting_on=reading.waiting_on,
        terms=tuple(term_view(term, file.calendar, language) for term in file.open_terms),
        allowed=allowed(process, reading),
        notifications=tuple(
            key.removeprefix("notify/").rsplit("/", 1)[0]
            for key in file.done
            if key.startswith("notify/")
        ),
        overdue=is_overdue(file),
        needs_attention=file.attention,
        parked=parked,
        pending=tuple(_pending_view(process, one, language) for one in file.pending),
        calendar_ends=calendar_ends(file),
        decision=file.decision,
        heard_until=heard_until(file),
        screen=dict(process.screen(reading.file, reading.stage)),
        entries=file.n,
        last_hash=file.hash,
    )


def _pending_view(process: Process, pending: Pending, language: str) -> PendingView:
    return PendingView(
        command_id=pending.command_id,
        command=pending.command.name,
        title=process.word(pending.command.name, language),
        counts_from=pending.command.counts_from,
        waits_for=pending.waits_for,
        rule=pending.rule,
        because=pending.because,
        until=pending.until,
        outcomes=pending.outcomes,
    )


def allowed(process: Process, reading: Reading) -> tuple[AllowedCommand, ...]:
    """List the commands that the case would admit now."""
    if reading.file.decision is not None and not _conflicts(reading.file):
        return ()
    language = reading.file.opening.language
    awaited = [
        AllowedCommand(
            name=e.command,
            title=process.word(e.command, language),
            roles=tuple(e.roles),
            rule=e.rule,
            given=dict(e.given),
            aside=e.aside,
        )
        for e in reading.awaited
    ]
    standing = [
        AllowedCommand(
            name=kind.command,
            title=process.word(kind.command, language),
            roles=roles,
            rule=rule,
            aside=True,
        )
        for kind in STANDING
        for roles, rule in _standing_now(kind.command, process, reading.file)
    ]
    return (*awaited, *standing)


def _standing_now(name: str, process: Process, file: CaseFile) -> list[tuple[tuple[str, ...], str]]:
    """For which roles and by which rule a standing command has something to act on."""
    match name:
        case "decree_closure" | "renew_calendar":
            return [(process.decreed_by, "R-S.1")]
        case "extend_term":
            return [
                (tuple(law.by), law.rule)
                for term in file.open_terms
                if (law := term.law.extension) and law.by and extensions_left(term)
            ]
        case "state_extension_reasons":
            return [
                ((*process.explained_by, term.law.awaits), law.rule)
                for term in file.terms.values()
                if (law := term.law.extension) and any(e.reasons_owed for e in term.extensions)
            ]
        case "decide_order":
            return [(process.order_decided_by, "V-3")] if _conflicts(file) else []
        case _:
            return [((Role.OPERATOR,), "V-12")] if file.attention else []


def _conflicts(file: CaseFile) -> list[Pending]:
    return [pending for pending in file.pending if pending.waits_for is WaitsFor.OFFICE]


def attributes_of(process: Process, reading: Reading) -> dict[str, object]:
    """Return every search attribute by name; None unsets it. Derived here and nowhere else."""
    file = reading.file
    terms = file.open_terms
    due = next((term for term in terms if term.due_at is not None), None)
    identity = process.identity(file)
    return {
        "Process": process.name,
        "Stage": reading.stage,
        "WaitingOn": reading.waiting_on,
        "NextTerm": due.rule if due else None,
        "NextDue": last_second(due, file.calendar) if due else None,
        "ReceivedAt": file.start.received_at,
        "Overdue": is_overdue(file),
        "NeedsAttention": needs_attention(file),
        "OpenTerms": [term.key for term in terms] or None,
        "Rulebook": file.rulebook.edition,
        "Outcome": file.decision.outcome if file.decision else None,
        "Institution": identity.institution,
        "Applicant": identity.applicant,
    }


def projection_of(process: Process, reading: Reading) -> Projection:
    """Return the case's row in the lists."""
    file = reading.file
    due = next((term for term in file.open_terms if term.due_at is not None), None)
    upcoming = next_of(file)
    decision = file.decision
    return Projection(
        process=process.name,
        file_no=file.file_no,
        stage=reading.stage,
        waiting_on=reading.waiting_on,
        next_term=due.rule if due else None,
        next_due=due.due_at if due else None,
        overdue=is_overdue(file),
        needs_attention=needs_attention(file),
        received_at=file.start.received_at,
        outcome=decision.outcome if decision else None,
        outcome_rule=decision.rule if decision else None,
        closed_at=reading.at if decision and not _conflicts(file) else None,
        next_occasion=upcoming.at if upcoming else None,
        terms=tuple(_term_row(term) for term in file.open_terms),
        applicant=process.identity(file).applicant,
        pending=tuple(_pending_row(one) for one in file.pending),
        bound={str(role): codes for role, codes in process.bound(file).items()},
    )


def _pending_row(pending: Pending) -> dict[str, JsonValue]:
    return {
        "command_id": pending.command_id,
        "name": pending.command.name,
        "waits_for": pending.waits_for,
        "rule": pending.rule,
        "until": pending.until.isoformat() if pending.until else None,
    }


def _term_row(term: Term) -> dict[str, JsonValue]:
    return {
        "key": term.key,
        "rule": term.rule,
        "due_at": term.due_at.isoformat() if term.due_at else None,
        "due_on": term.due_on.isoformat() if term.due_on else None,
        "state": term.state,
        "awaits": term.law.awaits,
    }
