"""Commands that every case understands: closures, renewals, extensions and their reasons.

They are open at any stage, beside what the story waits for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workflows.kernel.case.command import Command
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.letters import TermExtended, TermFacts, addressed
from workflows.kernel.case.message import Message
from workflows.kernel.case.process import Process
from workflows.kernel.case.reasons import decoded, too_late, wrong_actor
from workflows.kernel.case.records import Notice
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.case.standing_commands import (
    STANDING,
    AttentionResolved,
    CalendarRenewal,
    Closure,
    ExtensionReasons,
    TermExtension,
)
from workflows.kernel.judgement.entry import Act, Admitted, journalled
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.renewal import renewed
from workflows.kernel.law.term import (
    Extension,
    Term,
    extended,
    extensions_left,
    kept_explained,
    moved,
)
from workflows.kernel.story.reading import Reading, read

_RETOLD = (TermExtension, ExtensionReasons)
"""What is told again when the acts of a case are: a closure is in the calendar, for good."""


def standing(name: str) -> type[Message] | None:
    """Return the message of a command that every case understands, if it is one."""
    return next((kind for kind in STANDING if kind.command == name), None)


def admit_standing(
    reading: Reading, command: Command, kind: type[Message], now: datetime
) -> Admitted | Refusal:
    """Judge a command that every case understands."""
    file = reading.file
    schema = f"the schema of {command.name}"
    document = decoded(kind, command.envelope.body, "V-4", schema)
    if isinstance(document, tuple):
        return Refusal(reasons=document)
    match document:
        case Closure():
            changed = _closed_also(reading.process, file, document, command)
        case CalendarRenewal():
            changed = _renewed(reading.process, file, document, command)
        case TermExtension():
            changed = _extended(reading.process, file, document, command)
        case ExtensionReasons():
            changed = _with_reasons(reading.process, file, document, command)
        case AttentionResolved():
            changed = _attended(file, command)
        case _:
            raise AssertionError(kind)
    if isinstance(changed, Refusal):
        return changed
    after = changed.file
    if kind in _RETOLD:
        after = after.with_fact(command, file.next_number(command.name))
    reading = read(reading.process, after, command.counts_from)
    reading.notices[:0] = changed.notices
    return journalled(
        Act.of(command, _KINDS.get(kind, "command"), changed.rule),
        before=file,
        reading=reading,
        counts_from=command.counts_from,
        now=now,
    )


_KINDS: dict[type[Message], str] = {Closure: "closure", CalendarRenewal: "renewal"}
"""What the journal calls them, where they are not the act of somebody in the case."""


@dataclass(frozen=True)
class _Changed:
    file: CaseFile
    rule: str
    notices: tuple[Notice, ...] = ()


def _closed_also(
    process: Process, file: CaseFile, closure: Closure, command: Command
) -> _Changed | Refusal:
    if wrong := wrong_actor(process.decreed_by, command, "R-S.1"):
        return Refusal(reasons=wrong)
    calendar = file.calendar.closed_also(dict(closure.days))
    return _Changed(_by_calendar(file, calendar, "Tatil kararı", command.counts_from), "R-S.1")


def _renewed(
    process: Process, file: CaseFile, renewal: CalendarRenewal, command: Command
) -> _Changed | Refusal:
    if wrong := wrong_actor(process.decreed_by, command, "R-S.1"):
        return Refusal(reasons=wrong)
    if wrong := tuple(_against_renewal(file, renewal)):
        return Refusal(reasons=wrong)
    calendar = renewed(file.calendar, renewal)
    return _Changed(_by_calendar(file, calendar, "Takvim yenilendi", command.counts_from), "R-S.1")


def _against_renewal(file: CaseFile, renewal: CalendarRenewal) -> Iterable[Reason]:
    known = file.calendar
    if renewal.version < known.version:
        yield Reason(
            rule="V-9",
            what=f"the renewal brings version {renewal.version} of the calendar",
            why=f"the case lives by version {known.version} already",
            do="compare the case with the calendar table again",
        )
    if both := sorted({*renewal.closed, *renewal.half} & {*renewal.opened}):
        yield Reason(
            rule="R-S.1",
            what=f"closed and opened at once: {', '.join(str(day) for day in both)}",
            why="on a day the offices work or they do not",
            do="name each day once",
        )


def _by_calendar(file: CaseFile, calendar: Calendar, why: str, at: datetime) -> CaseFile:
    """Return the file with another calendar, and every open term derived anew from its start."""
    opening = file.opening.model_copy(update={"calendar": calendar})
    terms = {key: kept_explained(t, file.calendar, calendar) for key, t in file.terms.items()}
    after = file.model_copy(update={"opening": opening, "terms": terms})
    for term in file.open_terms:
        after = after.with_term(moved(term, calendar, why), at=at)
    return after


def _extended(
    process: Process, file: CaseFile, asked: TermExtension, command: Command
) -> _Changed | Refusal:
    term = file.terms.get(asked.term)
    if term is None or not term.is_open:
        return _no_such_term(file, asked.term)
    law = term.law.extension
    if late := too_late(term, command):
        return Refusal(reasons=late)
    if law is None or not law.by:
        return Refusal.because(
            term.rule,
            what=f"the term of {term.rule} cannot be extended",
            why=f"{term.law.article} gives nobody the right to extend it",
            do="the act it waits for must come by its end",
        )
    if wrong := wrong_actor(law.by, command, law.rule):
        return Refusal(reasons=wrong)
    if not extensions_left(term):
        return Refusal.because(
            law.rule,
            what=f"the term of {term.rule} has been extended {law.max_count} time(s) already",
            why=f"it may be extended {law.max_count} time(s)",
            do="bring the act it waits for to its end",
        )
    extension = Extension(
        length=law.length or asked.length,
        unit=law.unit,
        reason=asked.reason,
        decided_at=command.counts_from,
        rule=law.rule,
    )
    longer = extended(term, extension, file.calendar)
    notices = _notices_of_extension(process, file, longer, extension, at=command.counts_from)
    return _Changed(file.with_term(longer, at=command.counts_from), law.rule, notices)


def _with_reasons(
    process: Process, file: CaseFile, stated: ExtensionReasons, command: Command
) -> _Changed | Refusal:
    term = file.terms.get(stated.term)
    if term is None:
        return _no_such_term(file, stated.term)
    law = term.law.extension
    owed = [e for e in term.extensions if e.reasons_owed]
    if law is None or not owed:
        return Refusal.because(
            term.rule,
            what=f"no reasons are owed for {term.key}",
            why="reasons are stated after the rule has extended the term by itself",
            do="wait until the term has been extended",
        )
    if wrong := wrong_actor((*process.explained_by, term.law.awaits), command, law.rule):
        return Refusal(reasons=wrong)
    reasoned = tuple(
        e.model_copy(update={"reason": stated.reasons, "reasons_owed": False})
        if e.reasons_owed
        else e
        for e in term.extensions
    )
    known = term.model_copy(update={"extensions": reasoned})
    notices = _notices_of_extension(process, file, known, reasoned[-1], at=command.counts_from)
    after = file.with_term(moved(known, file.calendar), at=command.counts_from)
    return _Changed(after, law.rule, notices)


def _notices_of_extension(
    process: Process, file: CaseFile, term: Term, extension: Extension, *, at: datetime
) -> tuple[Notice, ...]:
    """Tell those whom the rule names that a term has been extended, and why.

    The letter is of the day on which the reasons are stated, even where the rule itself has
    extended the term before.
    """
    law = term.law.extension
    assert law is not None
    letter = TermExtended(about=TermFacts.of(term), reasons=extension.reason)
    occasion = f"{term.key}/extension-reasons/{len(term.extensions)}"
    return tuple(
        notice
        for to in law.notify
        for notice in addressed(
            letter,
            process,
            file,
            occasion=occasion,
            rule=extension.rule,
            to=to,
            at=at,
        )
    )


def _attended(file: CaseFile, command: Command) -> _Changed | Refusal:
    if wrong := wrong_actor(spec_of(AttentionResolved).roles, command, "V-12"):
        return Refusal(reasons=wrong)
    return _Changed(file.model_copy(update={"attention": ()}), "V-12")


def _no_such_term(file: CaseFile, key: str) -> Refusal:
    running = ", ".join(term.key for term in file.open_terms) or "none"
    return Refusal.because(
        "V-12",
        what=f"no term {key} is open",
        why=f"open terms: {running}",
        do="name one of these",
    )
