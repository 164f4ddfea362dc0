"""Retelling: the acts of a case folded once more, in the order of the instants they count from.

The gate is pure and the file knows every admitted act, so a case can be told again in its right
order, with one act more, and compared with how it was told.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self, TypeAlias, TypeVar

from pydantic import JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile, Fact
from workflows.kernel.case.message import OWN, Envelope, OwnEnvelope
from workflows.kernel.case.records import Notice, RegisterWrite, Verdict
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import clock, gate
from workflows.kernel.judgement.early import comes_early
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.standing import standing
from workflows.kernel.law.agenda import Occasion, OccasionKind, occasions
from workflows.kernel.law.term import OnEnd, Term, TermState
from workflows.kernel.story.reading import Reading, read
from workflows.kernel.values import digest

T = TypeVar("T")

_LEGAL = {OccasionKind.END, OccasionKind.SETTLEMENT}
"""What the clock brings that changes rights; reminders and escalations do not."""


@dataclass(frozen=True)
class Retelling:
    """A case told again: where it stands, what it left behind, which acts fell away."""

    reading: Reading
    registers: tuple[RegisterWrite, ...] = ()
    notices: tuple[Notice, ...] = ()
    fallen: tuple[Command, ...] = ()
    """Commands that are refused in this order."""
    early: tuple[Command, ...] = ()
    """Commands that wait for a record of service."""

    def then(self, judged: Admitted | Refusal) -> Self:
        """Tell one act more, as the gate has judged it on the case as it is."""
        if isinstance(judged, Refusal):
            return self
        return replace(
            self,
            reading=judged.reading,
            registers=(*self.registers, *judged.registers),
            notices=(*self.notices, *judged.notices),
        )

    def same_as(self, other: "Retelling") -> bool:
        """Whether both leave everybody with the same rights."""
        return self.result() == other.result()

    def result(self) -> tuple[Any, ...]:
        """Return what counts: the legal state, rows of registers, letters."""
        letters = sorted(
            (n.rule, n.template, n.addressee) for n in self.notices if n.kind == "notification"
        )
        rows = sorted((row.into, digest(row.row)) for row in self.registers)
        return legal_state(self.reading), rows, letters

    def summary(self) -> dict[str, JsonValue]:
        """Say how the case stands, for whoever decides between two."""
        file = self.reading.file
        return {
            "stage": self.reading.stage,
            "decision": file.decision.model_dump(mode="json") if file.decision else None,
            "terms": {
                key: [term.state.value, term.due_at.isoformat() if term.due_at else None]
                for key, term in file.terms.items()
            },
            "refused": [command.name for command in self.fallen],
        }


def legal_state(reading: Reading) -> tuple[Any, ...]:
    """Return what the law knows of a case: no reminder, no number, no hash."""
    file = reading.file
    terms = {
        key: (_state(term.state), _due(term), term.starts_on, len(term.extensions))
        for key, term in file.terms.items()
        if not _passed(term)
    }
    facts = sorted((f.name, f.counts_from, digest(f.body)) for f in file.facts)
    awaited = sorted((e.command, e.nth, e.stage, e.roles) for e in reading.awaited)
    return reading.stage, file.decision, terms, facts, awaited


def _passed(term: Term) -> bool:
    """Whether a term was days of our own that have passed: the next ones may have begun since."""
    return term.law.administrative and term.at_end is OnEnd.RELEASE and not term.is_open


def _due(term: Term) -> datetime | None:
    """Of a term that was met nobody asks any more when it would have ended."""
    return None if term.state is TermState.MET else term.due_at


def _state(state: TermState) -> TermState:
    """An end without consequence changes nothing yet; gone by lapse is gone like dropped."""
    if state is TermState.ENDED:
        return TermState.OPEN
    return TermState.LAPSED if state is TermState.DROPPED else state


Steps: TypeAlias = Generator[None, None, T]
"""Work that pauses after each act that it has told again, so that it can be done in slices."""


def finished(work: Steps[T]) -> T:
    """Do all of it at once."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            result: T = done.value
            return result


def retold(reading: Reading, more: Command, now: datetime) -> Steps[tuple[Retelling, Retelling]]:
    """Tell a case again from its opening: as it was, and with a command more at its place.

    Args:
        reading: The case as it stands.
        more: What is to be put in.
        now: Up to when the clock has run.
    """
    blank = _opened(reading)
    told = Retelling(blank, tuple(blank.registers), tuple(blank.notices))
    facts = sorted(reading.file.facts, key=lambda fact: (fact.counts_from, fact.n))
    place = next((i for i, fact in enumerate(facts) if _place(fact) > more.place), len(facts))
    told = yield from _as_they_were(told, facts[:place], now)
    with_more = told
    for command in (more, *(_command(fact) for fact in facts[place:])):
        with_more = _judged(_until(with_more, command.counts_from, now), command, now)
        yield
    as_it_was = yield from _as_they_were(told, facts[place:], now)
    return _until(as_it_was, now, now), _until(with_more, now, now)


def _opened(reading: Reading) -> Reading:
    file = reading.file
    blank = CaseFile(
        case_id=file.case_id,
        process=file.process,
        text=file.text,
        forms=file.forms,
        start=file.start,
        opening=file.opening,
        settled=file.settled,
        n=1,  # the filing has been judged
    )
    return read(reading.process, blank, file.start.received_at)


def _place(fact: Fact) -> tuple[datetime, str]:
    return fact.counts_from, fact.command_id


def _as_they_were(told: Retelling, facts: Iterable[Fact], now: datetime) -> Steps[Retelling]:
    for fact in facts:
        told = _as_it_was(_until(told, fact.counts_from, now), fact, now)
        yield
    return told


def _as_it_was(told: Retelling, fact: Fact, now: datetime) -> Retelling:
    """Tell an act that nothing new comes before: it was admitted, and is not judged again.

    Much of what it was judged by may have been forgotten since (`Story.forget_applicant`).
    """
    command = _command(fact)
    if standing(fact.name):
        return _judged(told, command, now)
    after = told.reading.file.with_fact(command, fact.nth)
    numbered = after.model_copy(update={"n": after.n + 1})  # what came first is told by number
    reading = read(told.reading.process, numbered, fact.counts_from)
    return replace(
        told,
        reading=reading,
        registers=(*told.registers, *reading.registers),
        notices=(*told.notices, *reading.notices),
    )


def _command(fact: Fact) -> Command:
    kind = OwnEnvelope if fact.command_id.startswith(OWN) else Envelope
    envelope = kind(
        command_id=fact.command_id or f"n{fact.n}",
        register_no=fact.register_no,
        actor=fact.actor,
        body=fact.body,
    )
    verdict = Verdict(granted=True, facts=fact.known)
    return Command(name=fact.name, envelope=envelope, counts_from=fact.counts_from, verdict=verdict)


def _judged(told: Retelling, command: Command, now: datetime) -> Retelling:
    """Judge one command more; what comes before its service waits, what is refused falls away."""
    judged = gate.admit(told.reading, command, now)
    if isinstance(judged, Admitted):
        return _with_early(told.then(judged), now)
    if comes_early(told.reading, command, now):
        return replace(told, early=(*told.early, command))
    return replace(told, fallen=(*told.fallen, command))


def _with_early(told: Retelling, now: datetime) -> Retelling:
    """Judge what came before its service and waits no longer."""
    ready = [c for c in told.early if not comes_early(told.reading, c, now)]
    told = replace(told, early=tuple(c for c in told.early if c not in ready))
    for command in ready:
        told = _judged(told, command, now)
    return told


def _until(told: Retelling, instant: datetime, now: datetime) -> Retelling:
    """Draw what ended before an instant, as far as it could be drawn by now."""
    while (occasion := _next(told.reading, instant, now)) is not None:
        told = told.then(clock.tick(told.reading, occasion, now))
    return told


def _next(reading: Reading, instant: datetime, now: datetime) -> Occasion | None:
    file = reading.file
    if file.decision is not None:
        return None
    come = [
        occasion
        for term in file.open_terms
        for occasion in occasions(term, file.calendar, file.rulebook.agenda)
        if occasion.kind in _LEGAL
        and occasion.at <= now
        and clock.counts_from(file, occasion) < instant
    ]
    return min(come, key=lambda o: (clock.counts_from(file, o), o.at, o.term), default=None)
