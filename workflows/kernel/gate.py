"""The one gate: every act passes here, human or not, and nothing else changes a case file.

    (case file, act) -> new file, journal entries, notices, register rows    or    refusal

Pure: no clock, no Temporal, no I/O. An act is judged by the instant from which it counts, never by
when it reached us, so every race is an ordering of values.

    open_file   the filing that opens the case
    admit       a command; `refusal_of` is its dry run
    tick        an occasion of the clock: reminder, end, settlement (lapse, extension), escalation
    note        what has no legal effect but belongs in the journal
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, JsonValue, ValidationError

from workflows.kernel.act import (
    VADE,
    Actor,
    Answer,
    Envelope,
    Frozen,
    Message,
    OpenTerm,
    Reason,
    Refusal,
    Role,
    StartMessage,
    digest,
)
from workflows.kernel.agenda import INSTANT, Occasion, OccasionKind
from workflows.kernel.calendar import ISTANBUL, local_day
from workflows.kernel.file import CaseFile, Fact, M
from workflows.kernel.messages import (
    STANDING,
    AttentionResolved,
    Closure,
    ExtensionReasons,
    TermExtension,
)
from workflows.kernel.process import Process
from workflows.kernel.records import Entry, Notice, Opening, RegisterWrite, Verdict
from workflows.kernel.story import Expectation, NotAccepted, Queued, Reading, read
from workflows.kernel.term import (
    Extension,
    OnEnd,
    Term,
    ended,
    extended,
    extensions_left,
    lapsed,
    moved,
    sent,
)

SKEW = timedelta(minutes=5)
"""How far the clocks of the database and of Temporal may differ before a receipt is in the future."""


class Command(Frozen):
    """A command on its way through the gate."""

    name: str
    envelope: Envelope
    counts_from: AwareDatetime
    verdict: Verdict | None = None
    """What a register decided, where one has to."""


@dataclass(frozen=True)
class Admitted:
    """What one admitted act leads to."""

    file: CaseFile
    reading: Reading
    entry: Entry
    notices: tuple[Notice, ...]
    registers: tuple[RegisterWrite, ...]


@dataclass(frozen=True)
class Repeat:
    """The command has counted already: its first answer holds."""

    command_id: str


# -- opening -------------------------------------------------------------------------------------


def open_file(
    process: Process, case_id: str, start: StartMessage, opening: Opening, now: datetime
) -> Admitted | Refusal:
    """Open a case with the filing that brings it into being, or refuse the filing."""
    file = CaseFile(case_id=case_id, process=process.name, start=start, opening=opening)
    try:
        reading = read(process, file, start.received_at)
    except NotAccepted as no:
        return Refusal(reasons=no.reasons)
    return _settled(
        _Act("opened", process.application.command, "V-4", start.actor, body=start.body),
        before=file,
        reading=reading,
        counts_from=start.received_at,
        now=now,
    )


# -- commands ------------------------------------------------------------------------------------


def admit(
    reading: Reading, command: Command, now: datetime
) -> Admitted | Repeat | Refusal:
    """Judge one command against what the story currently waits for.

    Args:
        reading: The case before the command: its file, and where the story stands in it.
        command: The command; a register's verdict in it where the expectation asks for one.
        now: When it is settled; written in the journal, and never judged by except that nothing
            can have been received in the future.

    Returns:
        The new file with what is to be recorded, or why the command is refused: all reasons, each
        with its rule ID.
    """
    known = _known(reading.file, command)
    if known is not None:
        return known
    no = _refused_anywhere(reading.file, command, now)
    if no:
        return Refusal(reasons=no)
    if kind := _standing(command.name):
        return _admit_standing(reading, command, kind, now)
    expectation, reasons = _best(reading, command)
    if expectation is None or reasons:
        return Refusal(reasons=reasons)
    return _admit_expected(reading, command, expectation, now)


def refusal_of(reading: Reading, command: Command, now: datetime) -> Refusal | None:
    """Dry-run a command as far as the case itself can judge it; a register may still say no."""
    judged = admit(reading, command, now)
    return judged if isinstance(judged, Refusal) else None


def queue_for(reading: Reading, command: Command) -> Queued | None:
    """Say which queue must be asked before this command can be admitted, if any."""
    for expectation in reading.awaited:
        if expectation.command == command.name and expectation.queue:
            return expectation.queue
    return None


def _known(file: CaseFile, command: Command) -> Repeat | Refusal | None:
    first = file.digests.get(command.envelope.command_id)
    if first is None:
        return None
    if first == command_digest(command.name, command.envelope):
        return Repeat(command.envelope.command_id)
    return Refusal.because(
        "V-6",
        what=f"command_id {command.envelope.command_id} was used before with another body",
        why="a command counts once; its ID stands for exactly one document",
        do="send the new document under a new command_id",
    )


def command_digest(name: str, envelope: Envelope) -> str:
    """Return what makes a command this command: name, actor and body, not when it was sent."""
    return digest(
        {"name": name, "actor": envelope.actor.model_dump(mode="json"), "body": envelope.body}
    )


def _refused_anywhere(
    file: CaseFile, command: Command, now: datetime
) -> tuple[Reason, ...]:
    """Reasons that hold for any command at any stage."""
    if file.decision is not None:
        return (
            Reason(
                rule=file.decision.rule,
                what=f"the case is closed: {file.decision.outcome}",
                why=f"it ended on {file.decision.on} by {file.decision.rule}",
                do="file a new application, or object where the regulation offers it",
            ),
        )
    if command.counts_from > now + SKEW:
        return (
            Reason(
                rule="V-5",
                what=f"received at {command.counts_from.isoformat()}, which is in the future",
                why="a filing counts from its receipt, and nothing is received before it comes",
                do="leave received_at out, or correct it",
            ),
        )
    if command.counts_from < file.start.received_at:
        return (
            Reason(
                rule="V-5",
                what=f"received at {command.counts_from.isoformat()}, before the case was opened",
                why=f"the case was opened by the filing of {file.start.received_at.isoformat()}",
                do="correct received_at, or send the command to the case it belongs to",
            ),
        )
    return ()


def _best(
    reading: Reading, command: Command
) -> tuple[Expectation | None, tuple[Reason, ...]]:
    """Return the expectation that the command meets, or what stands against the first one."""
    candidates = [e for e in reading.awaited if e.command == command.name]
    if not candidates:
        return None, (_out_of_place(reading, command),)
    judged = [(e, _against(e, reading.file, command)) for e in candidates]
    return next(((e, none) for e, none in judged if not none), judged[0])


def _out_of_place(reading: Reading, command: Command) -> Reason:
    process, awaited = reading.process, reading.awaited
    wanted = ", ".join(e.command for e in awaited) or "nothing more"
    stage = process.word(awaited[0].stage, "en") if awaited else "closed"
    try:
        rule = process.spec(command.name).rule
    except KeyError:
        rule = "V-4"
    return Reason(
        rule=rule,
        what=f"{command.name} is not open: the case stands at “{stage}”",
        why=f"at this stage the case waits for {wanted}",
        do="look at the allowed commands in the view, and send one of these",
    )


def _against(expectation: Expectation, file: CaseFile, command: Command) -> tuple[Reason, ...]:
    """Collect everything that stands against a command which the story waits for."""
    wrong = [*_wrong_actor(expectation.roles, command, expectation.rule)]
    term = file.terms.get(expectation.term or "")
    if term is not None and expectation.closes:
        wrong += _too_late(term, command)
    schema = f"the schema of {command.name}"
    document = decoded(expectation.kind, command.envelope.body, expectation.rule, schema)
    if isinstance(document, tuple):
        return (*wrong, *document)
    if expectation.unless is not None:
        document.filed(command.counts_from, command.envelope.actor)
        wrong += expectation.unless(document)
    if expectation.queue and command.verdict is not None and not command.verdict.granted:
        wrong.append(_not_the_first(expectation.queue, command.verdict))
    return tuple(wrong)


def _wrong_actor(
    roles: tuple[Role | str, ...], command: Command, rule: str
) -> tuple[Reason, ...]:
    envelope = command.envelope
    if envelope.actor.role in roles:
        return ()
    if envelope.actor.role is Role.REGISTRY and Role.APPLICANT in roles and envelope.register_no:
        return ()  # paper, filed by the registry under its register number (V-5)
    may = " or ".join(roles)
    return (
        Reason(
            rule=rule,
            what=f"{envelope.actor.role} may not {command.name.replace('_', ' ')}",
            why=f"it is for {may}",
            do=f"have it sent by {may}"
            + (
                "; the registry files paper with a register_no"
                if Role.APPLICANT in roles and envelope.actor.role is Role.REGISTRY
                else ""
            ),
        ),
    )


def _too_late(term: Term, command: Command) -> tuple[Reason, ...]:
    if term.due_at is None or command.counts_from <= term.due_at:
        return ()
    return (
        Reason(
            rule=term.rule,
            what=f"received at {_clock(command.counts_from)}, after the term ended",
            why=f"the term of {term.law.article} ended at {_clock(term.due_at)}",
            do="nothing can be filed under this term any more; see `why` for how the date came"
            " about, and the registry if paper came in earlier",
        ),
    )


def _clock(instant: datetime) -> str:
    """An instant as people in Istanbul read it, to the second."""
    return f"{instant.astimezone(ISTANBUL):%Y-%m-%d %H:%M:%S}"


def decoded(
    kind: type[M], body: dict[str, JsonValue], rule: str, schema: str
) -> M | tuple[Reason, ...]:
    """Read a body as a document, or say field by field what is wrong with it."""
    try:
        return kind.model_validate(body)
    except ValidationError as wrong:
        return shape_reasons(wrong, rule, schema)


def shape_reasons(wrong: ValidationError, rule: str, schema: str) -> tuple[Reason, ...]:
    """Say field by field what is wrong with a message's shape; values are not repeated."""
    return tuple(
        Reason(
            rule=rule,
            what=f"{'.'.join(str(part) for part in error['loc']) or 'body'}: {error['msg']}",
            why=f"the message does not fit {schema}",
            do="correct the field and send it again",
        )
        for error in wrong.errors(include_input=False, include_url=False, include_context=False)
    )


def _not_the_first(queue: Queued, verdict: Verdict) -> Reason:
    first = verdict.facts.get("first")
    return Reason(
        rule=queue.rule,
        what=f"file {first} comes first",
        why="files are taken up in the order in which they were received",
        do=f"take up {first} before this one",
    )


def _admit_expected(
    reading: Reading, command: Command, expectation: Expectation, now: datetime
) -> Admitted:
    file = reading.file
    fact = Fact(
        name=command.name,
        nth=expectation.nth,
        n=file.n + 1,
        counts_from=command.counts_from,
        actor=command.envelope.actor,
        body=command.envelope.body,
    )
    after = file.model_copy(update={"facts": (*file.facts, fact)})
    return _settled(
        _Act.of(command, "command", expectation.rule),
        before=file,
        reading=read(reading.process, after, command.counts_from),
        counts_from=command.counts_from,
        now=now,
    )


# -- commands that every case understands --------------------------------------------------------


def _standing(name: str) -> type[Message] | None:
    return next((kind for kind in STANDING if kind.command == name), None)


def _admit_standing(
    reading: Reading, command: Command, kind: type[Message], now: datetime
) -> Admitted | Refusal:
    file = reading.file
    schema = f"the schema of {command.name}"
    document = decoded(kind, command.envelope.body, "V-4", schema)
    if isinstance(document, tuple):
        return Refusal(reasons=document)
    match document:
        case Closure():
            changed = _closed_also(file, document, command)
        case TermExtension():
            changed = _extended(file, document, command)
        case ExtensionReasons():
            changed = _with_reasons(file, document, command)
        case AttentionResolved():
            changed = _attended(file, command)
        case _:
            raise AssertionError(kind)
    if isinstance(changed, Refusal):
        return changed
    reading = read(reading.process, changed.file, command.counts_from)
    reading.notices[:0] = changed.notices
    return _settled(
        _Act.of(command, "command" if kind is not Closure else "closure", changed.rule),
        before=file,
        reading=reading,
        counts_from=command.counts_from,
        now=now,
    )


@dataclass(frozen=True)
class _Changed:
    file: CaseFile
    rule: str
    notices: tuple[Notice, ...] = ()


def _closed_also(file: CaseFile, closure: Closure, command: Command) -> _Changed | Refusal:
    if wrong := _wrong_actor(Closure.roles, command, "R-S.1"):
        return Refusal(reasons=wrong)
    calendar = file.calendar.closed_also(dict(closure.days))
    opening = file.opening.model_copy(update={"calendar": calendar})
    after = file.model_copy(update={"opening": opening})
    for term in file.open_terms:
        after = after.with_term(moved(term, calendar))
    return _Changed(after, "R-S.1")


def _extended(file: CaseFile, asked: TermExtension, command: Command) -> _Changed | Refusal:
    term = file.terms.get(asked.term)
    if term is None or not term.is_open:
        return _no_such_term(file, asked.term)
    law = term.law.extension
    if late := _too_late(term, command):
        return Refusal(reasons=late)
    if law is None or not law.by:
        return Refusal.because(
            term.rule,
            what=f"the term of {term.rule} cannot be extended",
            why=f"{term.law.article} gives nobody the right to extend it",
            do="the act it waits for must come by its end",
        )
    if wrong := _wrong_actor(law.by, command, law.rule):
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
    notices = tuple(_notice_of_extension(file, longer, extension, to) for to in law.notify)
    return _Changed(file.with_term(longer), law.rule, notices)


def _with_reasons(
    file: CaseFile, stated: ExtensionReasons, command: Command
) -> _Changed | Refusal:
    term = file.terms.get(stated.term)
    if term is None or not term.is_open:
        return _no_such_term(file, stated.term)
    law = term.law.extension
    owed = [e for e in term.extensions if e.reason == REASONS_OWED]
    if law is None or not owed:
        return Refusal.because(
            term.rule,
            what=f"no reasons are owed for {term.key}",
            why="reasons are stated after the rule has extended the term by itself",
            do="wait until the term has been extended",
        )
    if wrong := _wrong_actor((Role.PRESIDENCY, term.law.awaits), command, law.rule):
        return Refusal(reasons=wrong)
    reasoned = tuple(
        e.model_copy(update={"reason": stated.reasons}) if e.reason == REASONS_OWED else e
        for e in term.extensions
    )
    known = term.model_copy(update={"extensions": reasoned})
    notices = tuple(_notice_of_extension(file, known, reasoned[-1], to) for to in law.notify)
    return _Changed(file.with_term(moved(known, file.calendar)), law.rule, notices)


def _attended(file: CaseFile, command: Command) -> _Changed | Refusal:
    if wrong := _wrong_actor(AttentionResolved.roles, command, "V-12"):
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


REASONS_OWED = "kendiliğinden uzadı; gerekçesi bildirilecek"
"""Stands for the reasons of an extension that came by itself until they are stated (R-T.15)."""


# -- the clock -----------------------------------------------------------------------------------


def tick(reading: Reading, occasion: Occasion, now: datetime) -> Admitted:
    """Let an occasion of the clock take effect, dated at the instant from which it counts."""
    process, file = reading.process, reading.file
    term = file.term(occasion.term)
    done = term
    for settled in (*occasion.supersedes, occasion.id):
        done = sent(done, settled)
    match occasion.kind:
        case OccasionKind.REMINDER:
            return _reminded(process, file, done, occasion, now)
        case OccasionKind.END:
            act = _Act("ended", term.key, term.rule)
            return _quietly(process, file.with_term(ended(done)), file, act, occasion.at, now)
        case OccasionKind.ESCALATION:
            return _escalated(process, file, done, occasion, now)
        case OccasionKind.SETTLEMENT:
            if term.at_end is OnEnd.EXTEND:
                return _extended_by_law(process, file, done, now)
            return _lapsed(process, file, done, now)


def lapse_instant(term: Term) -> datetime:
    """The instant from which a lapse counts: the term's end, still on its last day."""
    assert term.due_at is not None
    assert term.due_on is not None
    return term.due_at if local_day(term.due_at) == term.due_on else term.due_at - INSTANT


def counts_from(file: CaseFile, occasion: Occasion) -> datetime:
    """The instant by which an occasion takes its place among other acts.

    A settlement counts from the term's end: strictly after it, so that a filing of that very
    instant comes first.
    """
    if occasion.kind is OccasionKind.SETTLEMENT:
        due_at = file.term(occasion.term).due_at
        assert due_at is not None
        return due_at + INSTANT
    return occasion.at


def _lapsed(process: Process, file: CaseFile, term: Term, now: datetime) -> Admitted:
    at = lapse_instant(term)
    return _settled(
        _Act("lapse", term.key, term.rule),
        before=file,
        reading=read(process, file.with_term(lapsed(term, at)), at),
        counts_from=at,
        now=now,
    )


def _extended_by_law(process: Process, file: CaseFile, term: Term, now: datetime) -> Admitted:
    law = term.law.extension
    assert law is not None
    assert law.length is not None
    at = lapse_instant(term)
    extension = Extension(
        length=law.length, unit=law.unit, reason=REASONS_OWED, decided_at=at, rule=law.rule
    )
    longer = extended(term, extension, file.calendar)
    reading = read(process, file.with_term(longer), at)
    reading.notices.append(
        Notice(
            occasion=f"{term.key}/extension/{len(longer.extensions)}",
            addressee=term.law.awaits,
            rule=law.rule,
            kind="notification",
            template="extension_reasons_owed",
            dated_at=at,
            facts=_facts_of(file, longer),
        )
    )
    act = _Act("extension", term.key, law.rule)
    return _settled(act, before=file, reading=reading, counts_from=at, now=now)


def _notice_of_extension(file: CaseFile, term: Term, extension: Extension, to: str) -> Notice:
    return Notice(
        occasion=f"{term.key}/extension-reasons/{len(term.extensions)}",
        addressee=to,
        rule=extension.rule,
        kind="notification",
        template="term_extended",
        dated_at=extension.decided_at,
        facts={**_facts_of(file, term), "reasons": extension.reason},
    )


def _reminded(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    act = _Act("reminder", term.key, term.rule)
    admitted = _quietly(process, file.with_term(term), file, act, occasion.at, now)
    notice = Notice(
        occasion=f"{term.key}/{occasion.id}",
        addressee=term.law.awaits,
        rule=term.rule,
        kind="reminder",
        template="reminder",
        dated_at=occasion.at,
        facts={**_facts_of(file, term), "days_before": occasion.days_before},
    )
    return replace(admitted, notices=(*admitted.notices, notice))


def _escalated(
    process: Process, file: CaseFile, term: Term, occasion: Occasion, now: datetime
) -> Admitted:
    act = _Act("escalation", term.key, term.rule)
    admitted = _quietly(process, file.with_term(term), file, act, occasion.at, now)
    assert occasion.step is not None
    office = term.law.escalates_to[occasion.step - 1]
    notice = Notice(
        occasion=f"{term.key}/{occasion.id}",
        addressee=office,
        rule=term.rule,
        kind="escalation",
        template="escalation",
        dated_at=occasion.at,
        facts={**_facts_of(file, term), "awaited": term.law.awaits, "step": occasion.step},
    )
    return replace(admitted, notices=(*admitted.notices, notice))


def _facts_of(file: CaseFile, term: Term) -> dict[str, JsonValue]:
    return {
        "file_no": file.file_no,
        "term": term.law.name.get("tr", term.rule),
        "article": term.law.article,
        "starts_on": term.starts_on.isoformat(),
        "due_on": term.due_on.isoformat() if term.due_on else None,
        "due_at": term.due_at.isoformat() if term.due_at else None,
    }


def _quietly(
    process: Process,
    after: CaseFile,
    before: CaseFile,
    act: "_Act",
    at: datetime,
    now: datetime,
) -> Admitted:
    """Settle an occasion that moves nobody along the story."""
    return _settled(
        act, before=before, reading=read(process, after, at), counts_from=at, now=now
    )


# -- notes ---------------------------------------------------------------------------------------


def note(
    reading: Reading,
    *,
    kind: str,
    name: str,
    body: JsonValue,
    at: datetime,
    envelope: Envelope | None = None,
) -> Admitted:
    """Write down what has no legal effect: a refused signal, a cancellation asked for in the UI.

    A repeat of the same command gets the same answer as the first time.
    """
    act = _Act(kind, name, "V-4", envelope.actor if envelope else VADE, body=body)
    if envelope is not None:
        act = replace(
            act, command_id=envelope.command_id, digest=command_digest(name, envelope)
        )
    quiet = replace(reading, notices=[], registers=[])
    noted = _settled(act, before=reading.file, reading=quiet, counts_from=at, now=at)
    return replace(noted, entry=noted.entry.model_copy(update={"answer": body}))


# -- entries -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Act:
    kind: str
    name: str
    rule: str
    actor: Actor = VADE
    body: JsonValue = None
    command_id: str | None = None
    digest: str | None = None

    @classmethod
    def of(cls, command: Command, kind: str, rule: str) -> "_Act":
        envelope = command.envelope
        body: dict[str, Any] = dict(envelope.body)
        if envelope.register_no is not None:
            body["register_no"] = envelope.register_no
        return cls(
            kind,
            command.name,
            rule,
            envelope.actor,
            body=body,
            command_id=envelope.command_id,
            digest=command_digest(command.name, envelope),
        )


def _settled(
    act: _Act, *, before: CaseFile, reading: Reading, counts_from: datetime, now: datetime
) -> Admitted:
    """Number and hash the journal entry of an act, and give the new file its last hash."""
    file = reading.file
    fields: dict[str, Any] = {
        "n": before.n + 1,
        "kind": act.kind,
        "name": act.name,
        "rule": act.rule,
        "counts_from": counts_from.isoformat(),
        "settled_at": now.isoformat(),
        "actor": act.actor.model_dump(mode="json"),
        "command_id": act.command_id,
        "body": act.body,
        "effects": _effects(before, reading),
        "previous_hash": before.hash,
    }
    sealed = digest(fields)
    changes: dict[str, Any] = {"n": fields["n"], "hash": sealed}
    if act.command_id is not None and act.digest is not None:
        changes["digests"] = {**file.digests, act.command_id: act.digest}
    file = file.model_copy(update=changes)
    reading = replace(reading, file=file)
    answer = answer_to(act.command_id, reading) if act.command_id else None
    entry = Entry.model_validate(
        {
            **fields,
            "hash": sealed,
            "answer": answer.model_dump(mode="json") if answer else None,
        }
    )
    return Admitted(file, reading, entry, tuple(reading.notices), tuple(reading.registers))


def _effects(before: CaseFile, reading: Reading) -> dict[str, JsonValue]:
    after = reading.file
    effects: dict[str, JsonValue] = {"stage": stage_of(reading)}
    terms: list[JsonValue] = [
        change
        for key, term in after.terms.items()
        if (change := _term_change(before.terms.get(key), term))
    ]
    if terms:
        effects["terms"] = terms
    if reading.notices:
        effects["notices"] = [f"{n.occasion} → {n.addressee}" for n in reading.notices]
    if reading.registers:
        effects["registers"] = [f"{r.into}: {r.key}" for r in reading.registers]
    if after.decision is not None:
        effects["decision"] = after.decision.model_dump(mode="json")
    return effects


def _term_change(before: Term | None, after: Term) -> dict[str, JsonValue] | None:
    due = after.due_at.isoformat() if after.due_at else None
    if before is None:
        return {"key": after.key, "state": after.state, "due_at": due}
    if before.state is after.state and before.due_at == after.due_at:
        return None
    change: dict[str, JsonValue] = {"key": after.key, "state": after.state, "due_at": due}
    if before.due_at != after.due_at:
        change["was_due_at"] = before.due_at.isoformat() if before.due_at else None
    return change


def stage_of(reading: Reading) -> str:
    """Where the case stands: what the story waits for, or that it is closed."""
    return reading.awaited[0].stage if reading.awaited else "closed"


def answer_to(command_id: str, reading: Reading) -> Answer:
    """What the sender of an admitted command is told."""
    return Answer(
        command_id=command_id,
        stage=stage_of(reading),
        entry=reading.file.n,
        terms=tuple(
            OpenTerm(rule=t.rule, key=t.key, due_at=t.due_at, state=t.state)
            for t in reading.file.open_terms
        ),
    )
