"""What a story can wait for: one document, described step by step.

    self.document(Answer)                  # may come at any time
        .by(reply)                         # until the end of a term, not after it
        .after(review)                     # not before the end of another
        .reminded_by(reply)                # a term that runs for it, and only reminds and escalates
        .sent_by(Office.DIRECTORATE)         # from this office, not whom the process names
        .at("desk")                        # the case stands here meanwhile
        .granted_by(turn_in("desk", ...))  # a register is asked first
        .judged_by(wrong_with_answer)      # reasons against it; none: admitted
        .saying(round=2)                   # fields that can have one value only

Every step returns a new description and may be left out.
docs/waiting.md has an example of each.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Generic, Self

from pydantic import JsonValue

from workflows.kernel.case.declared import CommandSpec
from workflows.kernel.case.message import M, Message
from workflows.kernel.case.records import Register
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import OnEnd, Term


@dataclass(frozen=True, slots=True)
class Question:
    """What a register must be asked before a command can be admitted.

    It decides, and reserves what it grants (whose turn it is); or it knows what the case does not
    (the coefficient of a later payment). The case judges with what it says.
    """

    by: str
    """Name of the register."""
    rule: str
    request: Callable[[Any], dict[str, JsonValue]]
    """From the document: what to ask; the case adds its file number."""
    refusal: Callable[[Mapping[str, JsonValue]], Reason] | None = None
    """How its no reads, from what it knows; none: it tells what it knows, and never says no."""


def turn_in(stage: str, *, rule: str) -> Question:
    """Ask the queue of a stage whether it is this file's turn (FIFO)."""

    def refusal(known: Mapping[str, JsonValue]) -> Reason:
        return Reason(
            rule=rule,
            what=f"file {known['first']} comes first",
            why="files are taken up in the order in which they were received",
            do=f"take up {known['first']} before this one",
        )

    return Question(Register.QUEUE, rule, lambda _: {"stage": stage, "rule": rule}, refusal)


_ANYTHING: Final[Mapping[str, JsonValue]] = MappingProxyType({})
"""Of a document that may bring any values: one for all, as a case waits for many."""


@dataclass(slots=True)
class Expectation:
    """One document that the story waits for: what the gate admits, and how it judges it.

    Nothing in one is changed; like `Awaited` it is made too often to be frozen.
    """

    kind: type[Message]
    nth: int
    stage: str
    awaits: str
    """Role of who must act."""
    roles: tuple[str, ...]
    rule: str
    term: str | None = None
    """Key of the term that runs for it."""
    closes: bool = False
    """Whether it can no longer come after the term's end."""
    judge: Callable[[Any], Iterable[Reason]] | None = None
    """What the process has against a document, if anything."""
    asks: Question | None = None
    """What a register must be asked first."""
    given: Mapping[str, JsonValue] = field(default_factory=lambda: _ANYTHING)
    """Fields of the body that can have one value only."""
    aside: bool = False
    """Whether it may come at any stage, beside what the story waits for."""

    @property
    def command(self) -> str:
        """Name of the command that brings the document."""
        return self.kind.command


def expectation_of(spec: CommandSpec, kind: type[Message], nth: int, **said: Any) -> Expectation:
    """Return what is expected of a document: what its process says, but for what the story says."""
    said.setdefault("stage", spec.stage or "")
    said.setdefault("roles", spec.roles)
    said.setdefault("rule", spec.rule)
    said.setdefault("awaits", said["roles"][0])
    return Expectation(kind=kind, nth=nth, **said)


@dataclass(slots=True)
class Awaited(Generic[M]):
    """A document to wait for, alone or beside others.

    Nothing in one is changed; it is not frozen, which takes four times as long to make, and a walk
    makes thousands.
    """

    kind: type[M]
    nth: int
    spec: CommandSpec
    """What the process says of its command."""
    said: Mapping[str, Any] = field(default_factory=dict)
    """What the story says instead; most of it is looked at once only, when the walk stops here."""
    within: Term | None = None
    watch: Term | None = None
    begins: Term | None = None

    @property
    def expectation(self) -> Expectation:
        """What the gate is to admit, if it comes next."""
        return expectation_of(self.spec, self.kind, self.nth, **self.said)

    def _saying(self, watch: Term | None = None, **said: Any) -> Self:
        said = {**self.said, **said}
        return type(self)(
            self.kind, self.nth, self.spec, said, self.within, watch or self.watch, self.begins
        )

    def by(self, term: Term) -> "Lapsing[M]":
        """Have it come until the end of a term; whoever waits for it alone gets None after that."""
        said = {**self.said, "term": term.key, "closes": True, "rule": self._ground(term)}
        return Lapsing(self.kind, self.nth, self.spec, said, term, self.watch, self.begins)

    def reminded_by(self, term: Term | None) -> Self:
        """Have a term run for it that only reminds and escalates; the document meets it."""
        if term is None:
            return self
        if self.within is not None:
            return self._saying(term)
        return self._saying(term, term=term.key, rule=self._ground(term))

    def after(self, term: Term) -> Self:
        """Have it come once a term has ended, and not before."""
        return type(self)(self.kind, self.nth, self.spec, self.said, self.within, self.watch, term)

    def sent_by(self, role: str) -> Self:
        """Have this role act, instead of those that the process names for the command."""
        return self._saying(roles=(role,))

    def at(self, stage: str | None) -> Self:
        """Have the case stand at a stage meanwhile, if not where the process says."""
        return self if stage is None else self._saying(stage=stage)

    def granted_by(self, question: Question | None) -> Self:
        """Have a register asked first; it decides, or knows what the case does not."""
        return self._saying(asks=question)

    def judged_by(self, judge: Callable[[M], Iterable[Reason]]) -> Self:
        """Refuse it for each reason that a judge finds; none: admitted."""
        return self._saying(judge=judge)

    def saying(self, **fields: JsonValue) -> Self:
        """Admit one value only for some fields; shown to whoever sends it."""
        return self._saying(given=fields)

    def _ground(self, term: Term) -> str:
        """Return what it rests on: its term, unless that is our own reminder or a day that passes.

        What it rests on is cited when it is refused.
        """
        passes = term.law.administrative or term.at_end is OnEnd.RELEASE
        return self.said.get("rule", self.spec.rule) if passes else term.rule


@dataclass(slots=True)
class Lapsing(Awaited[M]):
    """A document that can no longer come once its term has ended."""
