"""Order: what comes out depends on the instants from which acts count, not on when they are told.

Every command passes here on its way to the gate. Three things may become of it beside admission and
refusal (design: "Order"):

    held        it counts from after the end of a term whose consequence is still to be drawn, and
                that consequence matters to it: settled with it
    early       it answers a notification whose service is not recorded yet: settled when it is
    conflict    it counts from before acts already settled, and would have changed them: nothing is
                chosen silently, an office decides

All three are entries of the journal, kept in the case file, and answered. Pure, like the gate.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from pydantic import JsonValue

from workflows.kernel.case.closed import heard_until
from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.pending import Pending, WaitsFor
from workflows.kernel.case.reasons import decoded, moment, wrong_actor
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.case.standing_commands import OrderDecision
from workflows.kernel.judgement import clock, gate
from workflows.kernel.judgement.early import comes_early, unserved
from workflows.kernel.judgement.entry import Act, Admitted, digest_of, journalled
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.judgement.retelling import Retelling, Steps, finished, retold
from workflows.kernel.judgement.standing import standing
from workflows.kernel.law.agenda import Occasion, OccasionKind, occasions
from workflows.kernel.law.term import OnEnd, Term
from workflows.kernel.story.reading import Reading

Judged: TypeAlias = Admitted | Repeat | Refusal

MANY = 100
"""Acts that are told again within milliseconds."""

DECISION = OrderDecision.command
"""The command by which an office decides on a conflict."""


def admit(reading: Reading, command: Command, now: datetime) -> Judged:
    """Judge a command at its place among all acts, told or still to be drawn.

    Returns:
        As the gate does; where it waits, the entry's kind is ``held``, ``early`` or ``conflict``
        and the command lies in the file.
    """
    return finished(judging(reading, command, now))


def judging(reading: Reading, command: Command, now: datetime) -> Steps[Judged]:
    """Judge a command step by step: where it comes late, all acts are told again; as `admit`."""
    known = _pending_already(reading.file, command)
    if known is not None:
        return known
    if command.name == DECISION:
        return (yield from _decide(reading, command, now))
    judged = gate.admit(reading, command, now)
    return (yield from _at_its_place(reading, command, judged, now))


def is_long(reading: Reading, command: Command) -> bool:
    """Whether a command makes a case of many acts be told again: too long for a dry run."""
    late = _counts_before(reading.file, command) and not _has_no_place(reading, command)
    return len(reading.file.facts) > MANY and (late or command.name == DECISION)


def _at_its_place(
    reading: Reading, command: Command, judged: Judged, now: datetime
) -> Steps[Judged]:
    if isinstance(judged, Repeat) or _has_no_place(reading, command):
        return judged
    if (ahead := _what_comes_first(reading, command, now)) is not None:
        return _hold(reading, command, ahead, now)
    if isinstance(judged, Refusal) and comes_early(reading, command, now):
        return _hold(reading, command, _early(reading), now)
    if _counts_before(reading.file, command):
        return (yield from _in_its_place(reading, command, judged, now))
    return judged


def next_release(reading: Reading, now: datetime) -> Pending | None:
    """Return the first pending command that waits no longer."""
    return next((p for p in reading.file.pending if not _waits(reading, p, now)), None)


def release(reading: Reading, pending: Pending, command: Command, now: datetime) -> Admitted:
    """Settle a pending command: admitted, or refused for good and journalled so.

    Args:
        reading: The case, with the command among what is pending.
        pending: The one that waits no longer.
        command: Its command, with a register's verdict where one had to be asked.
        now: When it is settled.
    """
    alone = without(reading, pending)
    if pending.waits_for is WaitsFor.FALL:
        return _refused(alone, pending, _fell(command), now)
    judged = gate.admit(alone, command, now)
    if isinstance(judged, Admitted):
        return judged
    assert isinstance(judged, Refusal), "it is in no digest yet"
    return _refused(alone, pending, judged, now)


# -- (a) between an end and its consequence --------------------------------------------------------


@dataclass(frozen=True)
class _Ahead:
    """What a command has to wait for."""

    waits_for: WaitsFor
    rule: str
    because: str
    until: datetime | None
    outcomes: dict[str, JsonValue] | None = None


def unsettled(file: CaseFile, before: datetime) -> tuple[tuple[Term, Occasion], ...]:
    """Return the terms that ended before an instant and whose consequence is still to be drawn."""
    found = [
        (term, occasion)
        for term in file.open_terms
        if term.at_end in {OnEnd.LAPSE, OnEnd.EXTEND}
        and term.due_at is not None
        and term.due_at < before
        for occasion in occasions(term, file.calendar, file.rulebook.agenda)
        if occasion.kind is OccasionKind.SETTLEMENT
    ]
    return tuple(sorted(found, key=lambda one: (one[0].due_at, one[0].key)))


def _what_comes_first(reading: Reading, command: Command, now: datetime) -> _Ahead | None:
    """Say what a command must wait for because that counts from before it and would change it."""
    ends = unsettled(reading.file, command.counts_from)
    held = [
        p
        for p in reading.file.pending
        if p.waits_for is WaitsFor.CONSEQUENCE and p.place < command.place
    ]
    if not ends and not held:
        return None
    soon = _drawn(Retelling(reading), ends, now)
    for pending in held:
        alone = without(soon.reading, pending)
        judged = gate.admit(alone, pending.command, now)
        soon = replace(soon, reading=alone)
        soon = soon.then(judged) if isinstance(judged, Admitted) else soon
    if _same_either_way(reading, soon, command, now):
        return None
    if ends:
        term, occasion = ends[0]
        assert term.due_at is not None
        because = f"{term.key} ended at {moment(term.due_at)}; what follows is not settled yet"
        return _Ahead(WaitsFor.CONSEQUENCE, term.rule, because, occasion.at)
    first = held[0]
    because = f"{first.command.name} of {moment(first.command.counts_from)} is settled first"
    return _Ahead(WaitsFor.CONSEQUENCE, first.rule, because, first.until)


def _drawn(told: Retelling, ends: Iterable[tuple[Term, Occasion]], now: datetime) -> Retelling:
    for term, occasion in ends:
        file = told.reading.file
        if file.decision is None and file.term(term.key).is_open:
            told = told.then(clock.tick(told.reading, occasion, now))
    return told


def _same_either_way(reading: Reading, soon: Retelling, command: Command, now: datetime) -> bool:
    """Whether a command may be settled before what comes first: everybody has the same rights."""
    at_once = gate.admit(reading, command, now)
    later = gate.admit(soon.reading, command, now)
    if isinstance(at_once, Admitted) and isinstance(later, Admitted):
        ends = unsettled(at_once.file, command.counts_from)
        drawn = _drawn(Retelling(reading).then(at_once), ends, now)
        return drawn.same_as(soon.then(later))
    return isinstance(at_once, Refusal) and isinstance(later, Refusal)


# -- (c) before the service of what it answers -----------------------------------------------------


def _early(reading: Reading) -> _Ahead:
    service = unserved(reading)
    assert service is not None, "the command comes early"
    notification = service.given.get("notification")
    because = f"the service of {notification} is not recorded yet"
    return _Ahead(WaitsFor.SERVICE, service.rule, because, None)


# -- (b) told after acts that count from later -----------------------------------------------------


def _counts_before(file: CaseFile, command: Command) -> bool:
    return file.settled_up_to is not None and command.counts_from < file.settled_up_to


def _in_its_place(
    reading: Reading, command: Command, judged: Admitted | Refusal, now: datetime
) -> Steps[Judged]:
    """Fold the acts anew with a command at its place; what that would change, nobody chooses."""
    as_it_is, in_order = yield from retold(reading, command, now)
    as_told = as_it_is.then(judged)
    if as_told.same_as(in_order):
        return judged
    ahead = _Ahead(
        WaitsFor.OFFICE,
        "V-3",
        f"it counts from {moment(command.counts_from)}, before acts that are settled already",
        None,
        {"as_told": as_told.summary(), "in_order": in_order.summary()},
    )
    return _hold(reading, command, ahead, now)


def _decide(reading: Reading, command: Command, now: datetime) -> Steps[Judged]:
    """Let an office decide how a case goes on after a conflict (V-3)."""
    undecided = reading.file.model_copy(update={"decision": None})  # it may be what is in conflict
    known = gate.before_judging(replace(reading, file=undecided), command, now)
    if known is not None:
        return known
    document = decoded(OrderDecision, command.envelope.body, "V-3", "the schema of decide_order")
    if isinstance(document, tuple):
        return Refusal(reasons=document)
    if wrong := wrong_actor(reading.process.order_decided_by, command, "V-3"):
        return Refusal(reasons=wrong)
    conflicts = {p.command_id: p for p in reading.file.pending if p.waits_for is WaitsFor.OFFICE}
    pending = conflicts.get(document.conflict)
    if pending is None:
        return Refusal.because(
            "V-3",
            what=f"no command {document.conflict} is in conflict",
            why=f"in conflict: {', '.join(conflicts) or 'none'}",
            do="name one of these; the view lists them with both outcomes",
        )
    if document.in_order:
        after = yield from _told_in_order(reading, pending, now)
    else:
        after = _as_told(reading, pending)
    return journalled(
        Act.of(command, "command", "V-3"),
        before=reading.file,
        reading=after,
        counts_from=command.counts_from,
        now=now,
    )


def _as_told(reading: Reading, pending: Pending) -> Reading:
    """Let the command be judged on the case as it stands, next."""
    decided = pending.model_copy(update={"waits_for": WaitsFor.NOTHING})
    waiting = tuple(decided if p is pending else p for p in reading.file.pending)
    return replace(
        reading,
        file=reading.file.model_copy(update={"pending": waiting}),
        notices=[],
        registers=[],
    )


def _told_in_order(reading: Reading, pending: Pending, now: datetime) -> Steps[Reading]:
    """Tell the case again with the command at its place; what cannot stand falls, and is shown.

    Letters and rows that this order adds go out now; what went out before is not taken back.
    """
    alone = without(reading, pending)
    before, after = yield from retold(alone, pending.command, now)
    file = alone.file
    falls = pending.command in after.fallen
    fallen = [f"V-3: {c.name} ({c.envelope.command_id}) fell away" for c in after.fallen]
    refused = (pending.model_copy(update={"waits_for": WaitsFor.FALL}),) if falls else ()
    told = after.reading.file.model_copy(
        update={
            "n": file.n,
            "hash": file.hash,
            "digests": file.digests
            if falls
            else {**file.digests, pending.command_id: pending.digest},
            "refused": file.refused,
            "attention": (*file.attention, *fallen),
            "pending": (*refused, *file.pending),
            "settled": file.settled,
        }
    )
    letters = {(n.occasion, n.addressee, n.template) for n in before.notices}
    rows = {(r.into, r.key, str(r.row)) for r in before.registers}
    return replace(
        after.reading,
        file=told,
        notices=[n for n in after.notices if (n.occasion, n.addressee, n.template) not in letters],
        registers=[r for r in after.registers if (r.into, r.key, str(r.row)) not in rows],
    )


# -- pending ---------------------------------------------------------------------------------------


_KINDS = {
    WaitsFor.CONSEQUENCE: "held",
    WaitsFor.SERVICE: "early",
    WaitsFor.OFFICE: "conflict",
}
"""How the journal calls the taking in of a command that waits."""


def _hold(reading: Reading, command: Command, ahead: _Ahead, now: datetime) -> Admitted:
    digest = digest_of(command)
    pending = Pending(
        command=_kept(reading.file, command, digest),
        digest=digest,
        waits_for=ahead.waits_for,
        rule=ahead.rule,
        because=ahead.because,
        until=ahead.until,
        outcomes=ahead.outcomes,
    )
    before = reading.file
    waiting = tuple(sorted((*before.pending, pending), key=lambda p: p.place))
    after = replace(
        reading,
        file=before.model_copy(update={"pending": waiting}),
        notices=[],
        registers=[],
    )
    act = replace(Act.of(command, _KINDS[ahead.waits_for], ahead.rule), waits=True)
    return journalled(act, before=before, reading=after, counts_from=command.counts_from, now=now)


def _kept(file: CaseFile, command: Command, digest: str) -> Command:
    """Return a command as the journal, too, knows it: it may lie in the file for months."""
    known: dict[str, object] = {
        "actor": file.known_as(command.envelope.actor),
        "received_at": command.counts_from,
    }
    envelope = command.envelope.model_copy(update=known)
    return command.model_copy(update={"envelope": envelope, "sent": digest})


def _refused(reading: Reading, pending: Pending, no: Refusal, now: datetime) -> Admitted:
    return gate.note(
        reading,
        kind="refused",
        name=pending.command.name,
        body=no.model_dump(mode="json"),
        at=pending.command.counts_from,
        now=now,
        command=pending.command,
    )


def _fell(command: Command) -> Refusal:
    return Refusal.because(
        "V-3",
        what=f"{command.name} cannot stand at its place, {moment(command.counts_from)}",
        why="an office has decided that the acts count in the order of their receipt",
        do="send it again under a new command_id, if it is still to have effect",
    )


def without(reading: Reading, pending: Pending) -> Reading:
    """Return the case as if a pending command had not come."""
    others = tuple(p for p in reading.file.pending if p is not pending)
    return replace(reading, file=reading.file.model_copy(update={"pending": others}))


def _waits(reading: Reading, pending: Pending, now: datetime) -> bool:
    file, command = reading.file, pending.command
    waits_on = pending.waits_for is WaitsFor.OFFICE and heard_until(file) is not None
    if file.decision is not None and not waits_on:
        return False
    match pending.waits_for:
        case WaitsFor.OFFICE:
            return True
        case WaitsFor.NOTHING | WaitsFor.FALL:
            return False
        case WaitsFor.SERVICE:
            return comes_early(reading, command, now)
        case WaitsFor.CONSEQUENCE:
            before = (p for p in file.pending if p.place < pending.place)
            first = any(p.waits_for is WaitsFor.CONSEQUENCE for p in before)
            return first or bool(unsettled(file, command.counts_from))


def _pending_already(file: CaseFile, command: Command) -> Repeat | Refusal | None:
    for pending in file.pending:
        if pending.command_id == command.envelope.command_id:
            same = pending.digest == digest_of(command)
            return Repeat(pending.command_id) if same else gate.other_body(command)
    return None


def _has_no_place(reading: Reading, command: Command) -> bool:
    """Whether it does not matter when an act is told: it is the case's own, or moves terms itself.

    What moves a term counts from before its consequence is drawn, whenever it comes.
    """
    return (
        gate.is_own(command)
        or (reading.file.decision is not None and heard_until(reading.file) is None)
        or standing(command.name) is not None
    )
