"""How the terms of a case ran: from its journal, which everybody in it may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from starter.client.models import Step
from starter.client.processes import PROCESSES
from workflows.kernel.law.rulebook import load_editions
from workflows.kernel.law.term import TermLaw

RUNS = ("open", "paused", "ended")
"""States in which a term has not been settled."""


@dataclass(frozen=True)
class Change:
    """What became of a term by one act."""

    at: datetime
    """From when the act counts."""
    state: str
    due_at: datetime | None
    settled_at: datetime


@dataclass
class Run:
    """One term, from its opening on."""

    key: str
    changes: list[Change] = field(default_factory=list)

    @property
    def rule(self) -> str:
        """The rule that it comes from."""
        return rule_of(self.key)

    @property
    def last(self) -> Change:
        """How it stands."""
        return self.changes[-1]

    @property
    def is_open(self) -> bool:
        """Whether it has not been settled."""
        return self.last.state in RUNS

    @property
    def due_at(self) -> datetime | None:
        """Its end, or the last that it had."""
        known = [change.due_at for change in self.changes if change.due_at is not None]
        return known[-1] if known else None

    @property
    def earlier_ends(self) -> tuple[datetime, ...]:
        """The ends that it had before it was moved."""
        ends = dict.fromkeys(c.due_at for c in self.changes if c.due_at is not None)
        return tuple(end for end in ends if end != self.due_at)


def runs_of(steps: Iterable[Step]) -> tuple[Run, ...]:
    """Return the terms of a case, in the order in which they were opened."""
    found: dict[str, Run] = {}
    for step in steps:
        for term in _terms(step.effects):
            due = term.get("due_at")
            change = Change(
                at=step.counts_from,
                state=str(term["state"]),
                due_at=datetime.fromisoformat(str(due)) if due else None,
                settled_at=step.settled_at,
            )
            key = str(term["key"])
            found.setdefault(key, Run(key)).changes.append(change)
    return tuple(found.values())


def _terms(effects: Any) -> list[dict[str, Any]]:
    found = effects.get("terms") if isinstance(effects, dict) else None
    return found if isinstance(found, list) else []


@cache
def _laws(process: str) -> dict[str, TermLaw]:
    """Return the terms that any edition of a process's rulebook has, by rule; the last one wins."""
    room = PROCESSES[process].room
    text = files(room).joinpath("rulebook.toml").read_text("utf-8")
    editions = [each for each in load_editions(text) if each.process == process]
    return {law.rule: law for each in editions for law in each.terms.values()}


def _law(process: str, key: str) -> TermLaw | None:
    return _laws(process).get(rule_of(key))


def rule_of(key: str) -> str:
    """Return the rule that a term of this key comes from.

    >>> rule_of("T-14.2#2")
    'T-14.2'
    """
    return key.partition("#")[0].partition("/")[0]


def term_name(process: str, key: str, lang: str) -> str:
    """Return what a term is called; its rule, where no edition names it."""
    law = _law(process, key)
    return rule_of(key) if law is None else law.name.get(lang, law.rule)


def term_awaits(process: str, key: str) -> str | None:
    """Return who has to act within a term; none, where no edition has it."""
    law = _law(process, key)
    return None if law is None else law.awaits


def terms_awaiting(role: str) -> tuple[tuple[str, str], ...]:
    """Return process and rule of each term within which a role has to act."""
    return tuple(
        (process, rule)
        for process in PROCESSES
        for rule, law in _laws(process).items()
        if law.awaits == role
    )
