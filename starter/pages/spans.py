"""How the terms of a case ran: from its journal, which everybody in it may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from starter.api.models import Step
from starter.client.processes import PROCESSES
from workflows.kernel.law.rulebook import load_editions

RUNS = ("open", "paused", "ended")
"""States in which a term has not been settled."""


@dataclass(frozen=True)
class Change:
    """What became of a term by one act."""

    at: datetime
    """From when the act counts."""
    state: str
    due_at: datetime | None
    entry: int


@dataclass
class Run:
    """One term, from its opening on."""

    key: str
    changes: list[Change] = field(default_factory=list)

    @property
    def rule(self) -> str:
        """The rule that it comes from."""
        return self.key.partition("#")[0].partition("/")[0]

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
            key, due = str(term["key"]), term.get("due_at")
            change = Change(
                at=step.counts_from,
                state=str(term["state"]),
                due_at=datetime.fromisoformat(due) if due else None,
                entry=step.n,
            )
            found.setdefault(key, Run(key)).changes.append(change)
    return tuple(found.values())


def _terms(effects: Any) -> list[dict[str, Any]]:
    found = effects.get("terms") if isinstance(effects, dict) else None
    return found if isinstance(found, list) else []


@cache
def _names(process: str) -> dict[str, dict[str, str]]:
    room = PROCESSES[process].room
    text = files(room).joinpath("rulebook.toml").read_text("utf-8")
    editions = [each for each in load_editions(text) if each.process == process]
    return {law.rule: law.name for each in editions for law in each.terms.values()}


def term_name(process: str, key: str, lang: str) -> str:
    """Return what a term is called; its rule, where no edition names it."""
    rule = key.partition("#")[0].partition("/")[0]
    return _names(process).get(rule, {}).get(lang, rule)
