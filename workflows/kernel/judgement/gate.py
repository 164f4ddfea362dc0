"""The one gate: every act passes here, human or not, and nothing else changes a case file.

    (case file, act) -> new file, journal entry, notices, register rows    or    refusal

Pure: no clock, no Temporal, no I/O. An act is judged by the instant from which it counts, never by
when it reached us, so every race is an ordering of values.

    open_file   the filing that opens the case (module `opening`)
    admit       a command; `refusal_of` is its dry run
    tick        an occasion of the clock (module `clock`)
    note        what has no legal effect but belongs in the journal
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import Field, JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.case.correction import corrected_file
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.file import CaseFile, Decision
from workflows.kernel.case.message import OWN, HeldCommand, OwnEnvelope
from workflows.kernel.case.process import Process
from workflows.kernel.case.reasons import (
    dated_by_sender,
    decoded,
    foreign_actor,
    strange_party,
    too_early,
    too_late,
    wrong_actor,
)
from workflows.kernel.case.records import Notice
from workflows.kernel.case.refusal import Reason, Refusal
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.judgement.dating import is_doubtful
from workflows.kernel.judgement.entry import Act, Admitted, answer_to, digest_of, journalled
from workflows.kernel.judgement.standing import admit_standing, standing
from workflows.kernel.law.calendar import CalendarEnds
from workflows.kernel.roles import VADE, Actor, Role
from workflows.kernel.story.reading import Reading, read
from workflows.kernel.story.waiting import Expectation, Question
from workflows.kernel.values import Frozen

SKEW = timedelta(minutes=5)
"""How far the clocks of database and Temporal may differ without anybody noticing."""

AHEAD = timedelta(hours=1)
"""Up to there the case waits until its own clock has come so far; what is later was mistyped."""


@dataclass(frozen=True)
class Repeat:
    """The command has counted already: its first answer holds."""

    command_id: str


class Preview(Frozen):
    """What a command would lead to if it were sent now."""

    reasons: tuple[Reason, ...] = ()
    """Why it would be refused."""
    counted: bool = False
    """Whether it has counted already."""
    terms: JsonValue = Field(default_factory=list)
    """The terms that it would open, move or close, each with its end before and after."""
    stage: str | None = None
    """Where the case would stand."""
    decision: Decision | None = None
    """How it would end, if it would."""
    letters: tuple[Notice, ...] = ()
    """What would be written, and to whom."""
    held: HeldCommand | None = None
    """Why it would be taken in and settled later."""


# -- commands ------------------------------------------------------------------------------------


def admit(reading: Reading, command: Command, now: datetime) -> Admitted | Repeat | Refusal:
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
    if (known := before_judging(reading, command, now)) is not None:
        return known
    try:
        return _judged(reading, command, now)
    except CalendarEnds as end:
        return beyond_calendar(end)


def before_judging(reading: Reading, command: Command, now: datetime) -> Repeat | Refusal | None:
    """Say what holds of any command at any stage, if that settles it: told before, out of time."""
    repeated = _repeated(reading.file, command)
    if repeated is not None:
        return repeated
    no = _refused_anywhere(reading.process, reading.file, command, now)
    return Refusal(reasons=no) if no else None


def _judged(reading: Reading, command: Command, now: datetime) -> Admitted | Refusal:
    if kind := standing(command.name):
        return admit_standing(reading, command, kind, now)
    expectation, reasons = _best(reading, command)
    if expectation is None or reasons:
        return Refusal(reasons=reasons)
    return _admit_expected(reading, command, expectation, now)


def beyond_calendar(end: CalendarEnds) -> Refusal:
    """Refuse what could only be dated by guessing the holidays of a year."""
    return Refusal.because(
        "V-9",
        what=f"it needs the holidays of {end.asked.year}, which the case does not know",
        why=str(end),
        do=f"have the calendar of the case renewed with the days of {end.asked.year}, "
        "and send it again",
    )


def refusal_of(reading: Reading, command: Command, now: datetime) -> Refusal | None:
    """Dry-run a command as far as the case itself can judge it; a register may still say no."""
    judged = admit(reading, command, now)
    return judged if isinstance(judged, Refusal) else None


def preview(reading: Reading, command: Command, now: datetime) -> Preview:
    """Say what a command would lead to, as far as the case itself can judge it."""
    match admit(reading, command, now):
        case Refusal(reasons=reasons):
            return Preview(reasons=reasons)
        case Admitted(file=file, reading=after, entry=entry, notices=notices):
            effects = entry.effects if isinstance(entry.effects, dict) else {}
            return Preview(
                terms=effects.get("terms") or [],
                stage=after.stage,
                decision=file.decision,
                letters=notices,
                held=answer_to(command.envelope.command_id, after).held,
            )
        case Repeat():
            return Preview(counted=True)


def question_for(reading: Reading, command: Command) -> tuple[Question, JsonValue] | None:
    """Say which register must be asked before this command can be admitted, and what, if any.

    Only for a command that the case itself would admit: its body can be read.
    """
    for expectation in reading.awaited:
        if expectation.command == command.name and expectation.asks:
            document = expectation.kind.model_validate(command.envelope.body)
            document.filed(command.counts_from, command.envelope.actor)
            return expectation.asks, expectation.asks.request(document)
    return None


def own_command(reading: Reading) -> Command | None:
    """Return the command that a case sends to itself where its story asks a register.

    The story expects it from `Role.SYSTEM`; what the register answers is then a fact like any.
    """
    for expectation in reading.awaited:
        if expectation.roles == (Role.SYSTEM,):
            envelope = OwnEnvelope(
                command_id=f"{OWN}{expectation.command}.{expectation.nth}",
                actor=VADE,
                body=dict(expectation.given),
            )
            # a term may have begun before the filing; no act of a case lies before its opening
            counts_from = max(reading.at, reading.file.start.received_at)
            return Command(name=expectation.command, envelope=envelope, counts_from=counts_from)
    return None


def _repeated(file: CaseFile, command: Command) -> Repeat | Refusal | None:
    first = file.digest_of(command.envelope.command_id)
    if first is None:
        return None
    if first == digest_of(command):
        return Repeat(command.envelope.command_id)
    return other_body(command)


def other_body(command: Command) -> Refusal:
    """Refuse a second document under the ID of a first one."""
    return Refusal.because(
        "V-6",
        what=f"command_id {command.envelope.command_id} was used before with another body",
        why="a command counts once; its ID stands for exactly one document",
        do="send the new document under a new command_id",
    )


def is_ahead(command: Command, now: datetime) -> bool:
    """Whether a command's clock is ahead of the case's, by no more than clocks may differ.

    It is not refused for that: the case waits until its own clock is there.
    """
    return SKEW < command.counts_from - now <= AHEAD


def _refused_anywhere(
    process: Process, file: CaseFile, command: Command, now: datetime
) -> tuple[Reason, ...]:
    """Reasons that hold for any command at any stage."""
    if wrong := _wrong_sender(process, file, command):
        return wrong
    if file.decision is not None:
        return (
            Reason(
                rule=file.decision.rule,
                what=f"the case is closed: {file.decision.outcome}",
                why=f"it ended on {file.decision.on} by {file.decision.rule}",
                do="file a new application, or object where the regulation offers it",
                again=False,
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


def _wrong_sender(process: Process, file: CaseFile, command: Command) -> tuple[Reason, ...]:
    """Say what speaks against a sender at any stage: role, date, somebody else's case."""
    if unknown := unknown_role(process, command.envelope.actor):
        return unknown
    if is_doubtful(command):
        return dated_by_sender(command.envelope)
    rule = _rule_of(process, command)
    return (
        *foreign_actor(process.bound(file), command, rule),
        *strange_party(process.parties, process.applicants(file), command, rule),
    )


def _rule_of(process: Process, command: Command) -> str:
    """Return the rule that gives a command its ground."""
    kinds = (*process.messages, *STANDING)
    return next((spec_of(kind).rule for kind in kinds if kind.command == command.name), "V-4")


def is_own(command: Command) -> bool:
    """Whether a case sends a command to itself: nobody else can write its ID."""
    return command.envelope.command_id.startswith(OWN)


def unknown_role(process: Process, actor: Actor) -> tuple[Reason, ...]:
    """Say which roles a process has, if the actor's is none of them."""
    if actor.role in process.roles:
        return ()
    known = ", ".join(process.roles)
    return (
        Reason(
            rule="V-4",
            what=f"{actor.role} is not a role in a case of {process.name}",
            why=f"its roles are {known}",
            do="send it as one of these",
        ),
    )


def _best(reading: Reading, command: Command) -> tuple[Expectation | None, tuple[Reason, ...]]:
    """Return the expectation that the command meets, or the reasons against the first one."""
    candidates = [e for e in reading.awaited if e.command == command.name]
    if not candidates:
        return None, (_out_of_place(reading, command),)
    judged = [(e, _against(e, reading, command)) for e in candidates]
    return next(((e, none) for e, none in judged if not none), judged[0])


def _out_of_place(reading: Reading, command: Command) -> Reason:
    process = reading.process
    open_now = tuple(dict.fromkeys(e.command for e in reading.awaited if not e.aside))
    wanted = ", ".join(open_now) or "no document"
    stage = process.word(reading.stage, "en")
    return Reason(
        rule=_rule_of(process, command),
        what=f"{command.name} is not open: the case is at stage “{stage}”",
        why=f"at this stage the case waits for {wanted}",
        do="look at the allowed commands in the view, and send one of these"
        if open_now
        else _patience(reading),
        acts=open_now,
        again=False,
    )


def _patience(reading: Reading) -> str:
    """Say how long nobody has to act, where the calendar alone brings a case on."""
    due = next((t for t in reading.file.open_terms if t.due_on), None)
    if due is None:
        return "look at the view: nothing has to be sent now"
    return f"wait: nobody has to act before the term of {due.law.article} ends on {due.due_on}"


def _against(expectation: Expectation, reading: Reading, command: Command) -> tuple[Reason, ...]:
    """Collect every reason against a command that the story waits for."""
    if expectation.roles == (Role.SYSTEM,) and not is_own(command):
        return (_of_its_own(expectation),)
    file = reading.file
    # who sends it and in what shape has nothing to do with the term that happens to run for it
    own = reading.process.spec(command.name).rule
    wrong = [*wrong_actor(expectation.roles, command, own)]
    term = file.terms.get(expectation.term or "")
    if term is not None and expectation.closes:
        wrong += (*too_early(term, command), *too_late(term, command))
    schema = f"the schema of {command.name}"
    document = decoded(expectation.kind, command.envelope.body, own, schema)
    if isinstance(document, tuple):
        return (*wrong, *document)
    document.filed(command.counts_from, command.envelope.actor)
    if command.verdict is not None:
        document.learn(command.verdict.facts)
    if expectation.judge is not None:
        wrong += expectation.judge(document)
    if expectation.asks and command.verdict is not None and not command.verdict.granted:
        assert expectation.asks.refusal is not None, f"{expectation.asks.by} says no, but not why"
        wrong.append(expectation.asks.refusal(command.verdict.facts))
    return tuple(wrong)


def _of_its_own(expectation: Expectation) -> Reason:
    return Reason(
        rule=expectation.rule,
        what=f"{expectation.command} is sent by the case itself",
        why="the case asks a register, and nobody can answer for it",
        do="nothing: it is asked as soon as its time has come",
        again=False,
    )


def _admit_expected(
    reading: Reading, command: Command, expectation: Expectation, now: datetime
) -> Admitted:
    file = reading.file
    after = file.with_fact(command, expectation.nth)
    after = corrected_file(after, expectation.kind, command.envelope.body)
    return journalled(
        Act.of(command, "command", expectation.rule),
        before=file,
        reading=read(reading.process, after, command.counts_from),
        counts_from=command.counts_from,
        now=now,
    )


# -- notes ---------------------------------------------------------------------------------------


def note(
    reading: Reading,
    *,
    kind: str,
    name: str,
    body: JsonValue,
    at: datetime,
    now: datetime | None = None,
    command: Command | None = None,
) -> Admitted:
    """Write down what has no legal effect: a refused signal, a cancellation asked for in the UI.

    A repeat of the same command gets the same answer as the first time.

    Args:
        reading: The case.
        kind: ``refused`` or ``ignored``.
        name: Of the command, or what was asked for.
        body: Why.
        at: The instant from which it would have counted.
        now: When it is written down, if later.
        command: The command, where it could be read and its ID stands for no other.
    """
    act = Act(kind, name, "V-4", body=body)
    if command is not None:
        envelope, brought = command.envelope, {"digest": digest_of(command)}
        act = replace(
            act, actor=envelope.actor, command_id=envelope.command_id, brought={**brought}
        )
    quiet = replace(reading, notices=[], registers=[])
    noted = journalled(act, before=reading.file, reading=quiet, counts_from=at, now=now or at)
    return replace(noted, entry=noted.entry.model_copy(update={"answer": body}))
