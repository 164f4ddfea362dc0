"""Anything may arrive at a case: what the state machines of all processes have in common.

A machine sends lawful and unlawful commands to a case that is awake or has slept through them. Each
process has an oracle of its own, which says independently of the gate what must become of each.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.kit.plays import Play
from workflows.kernel.case.command import Command
from workflows.kernel.case.records import Entry
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import clock, gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import TermState
from workflows.kernel.values import digest

CLOSED_STATES = (TermState.MET, TermState.LAPSED, TermState.DROPPED)
BY_THE_CLOCK = {"reminder", "ended", "lapse", "escalation", "extension"}


class Fate(StrEnum):
    """What becomes of a command."""

    ADMITTED = "admitted"
    REPEATED = "repeated"
    REFUSED = "refused"


FATES = {Admitted: Fate.ADMITTED, Repeat: Fate.REPEATED, Refusal: Fate.REFUSED}


@dataclass(frozen=True)
class Sent:
    """A command as somebody sent it."""

    command: Command
    intact: bool
    """Whether its body is written as it should be."""


@dataclass(frozen=True)
class Delivery:
    """What a case found when it looked."""

    at: datetime
    asleep: bool
    """Whether it slept through every occasion until then."""
    arrived: tuple[Command, ...]


def is_the_same(one: Command, other: Command) -> bool:
    """Whether two commands are one document of one sender."""
    return (one.name, one.envelope.actor, one.envelope.body) == (
        other.name,
        other.envelope.actor,
        other.envelope.body,
    )


class Watching(Play):
    """A play that settles one command after the other, so that each can be foretold."""

    def reach(self, instant: datetime, *, asleep: bool) -> None:
        """Let time pass: waking up at every occasion, or at none."""
        while not asleep and (next_ := self._upcoming()) is not None and next_.at <= instant:
            self.now = max(self.now, next_.at)
            self.settle()
        self.now = max(self.now, instant)

    def bring(self, command: Command) -> Admitted | Repeat | Refusal:
        """Bring one command to the gate, after all that counts from before it."""
        judged = gate.admit(self.reading, command, self.now)
        if isinstance(judged, Admitted):
            self.commit(judged)
        return judged

    def catch_up(self, counts_from: datetime) -> None:
        """Settle the occasions that count from before an instant."""
        while (due := self._due()) and clock.counts_from(self.file, due) < counts_from:
            self.commit(clock.tick(self.reading, due, self.now))

    def take(self, delivery: Delivery) -> None:
        """Settle a delivery as a case does."""
        self.reach(delivery.at, asleep=delivery.asleep)
        for command in sorted(delivery.arrived, key=lambda c: c.counts_from):
            self.catch_up(command.counts_from)
            judged = self.bring(command)
            assert isinstance(judged, Admitted), (command.name, judged)
        self.settle()


class Arrivals(RuleBasedStateMachine):
    """What must hold of any case after each of its acts; a process adds its own rules."""

    play: Watching

    @invariant()
    def the_chain_holds(self) -> None:
        """Every entry is what was hashed, and names the one before."""
        previous = "0" * 64
        for place, entry in enumerate(self.play.journal, start=1):
            assert (entry.n, entry.previous_hash) == (place, previous)
            previous = entry.hash
        last = self.play.journal[-1]
        sealed = last.model_dump(mode="json", exclude={"hash", "answer", "settled_at"})
        assert digest({**sealed, "counts_from": last.counts_from.isoformat()}) == last.hash

    @invariant()
    def nothing_is_told_twice(self) -> None:
        """One notice per occasion and addressee, one row per key."""
        notices = Counter((n.occasion, n.addressee) for n in self.play.notices)
        rows = Counter((r.into, r.key) for r in self.play.registers)
        assert set((notices | rows).values()) <= {1}

    @invariant()
    def a_term_ends_once(self) -> None:
        """Met, lapsed or dropped, at most one of them; and then the clock leaves it alone.

        A met term may run on to its end, where what had met it turns out not to do.
        """
        ended: dict[str, str] = {}
        for entry in self.play.journal:
            assert entry.kind not in BY_THE_CLOCK or entry.name not in ended, entry
            for key, state in terms_changed_by(entry):
                before = ended.pop(key, None)
                assert before in {None, TermState.MET}
                assert before is None or state not in CLOSED_STATES
                if state in CLOSED_STATES:
                    ended[key] = state
        assert ended.keys() == {k for k, t in self.play.file.terms.items() if not t.is_open}

    @invariant()
    def a_lapse_is_dated_at_the_end_of_its_term(self) -> None:
        """However late it is settled."""
        for entry in self.play.journal:
            if entry.kind == "lapse":
                term = self.play.term(entry.name)
                assert term.due_at is not None
                assert entry.counts_from <= term.due_at < entry.settled_at
                assert local_day(entry.counts_from) == term.due_on

    @invariant()
    def nothing_follows_the_decision(self) -> None:
        """A closed case admits nothing, and the clock brings it nothing."""
        decided = ["decision" in effects_of(entry) for entry in self.play.journal]
        assert True not in decided[:-1]
        assert decided[-1] is (self.play.file.decision is not None)


def effects_of(entry: Entry) -> dict[str, Any]:
    """What followed from an act."""
    assert isinstance(entry.effects, dict)
    return entry.effects


def terms_changed_by(entry: Entry) -> list[tuple[str, str]]:
    """Key and new state of every term that an act touched."""
    return [(change["key"], change["state"]) for change in effects_of(entry).get("terms", [])]


def outcome_of(play: Play) -> dict[str, Any]:
    """All that has legal effect: documents, terms, letters, register rows, decision."""
    return {
        "facts": [fact.model_dump(exclude={"n"}) for fact in play.file.facts],
        "terms": {k: t.model_dump(exclude={"sent"}) for k, t in play.file.terms.items()},
        "letters": [n for n in play.notices if n.kind == "notification"],
        "registers": play.registers,
        "decision": play.file.decision,
    }
