"""The case file: all that a case knows. It is the only state, and what continue-as-new carries."""

from collections.abc import Container, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from pydantic import (
    AwareDatetime,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from workflows.kernel.case.carried import in_full, shortened
from workflows.kernel.case.command import Command
from workflows.kernel.case.message import Documents, M, StartMessage
from workflows.kernel.case.pending import Pending
from workflows.kernel.case.records import Opening
from workflows.kernel.law.agenda import Agenda
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.law.term import Term
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import Frozen, digest

FORGOTTEN = "forget-applicant"
"""Key of the effect after which the file does not say who applied."""

POINTED_OUT = "story/"
"""What begins an item of attention that the story itself has pointed out (``story/C-8.5/t-1``)."""

GENESIS = "0" * 64
"""What the first entry names as its predecessor's hash."""


_SEALED = "sealed-"


def sealed(person: str) -> str:
    """Return the one pseudonym under which a file goes on to know somebody it has forgotten."""
    return person if person.startswith(_SEALED) else f"{_SEALED}{digest(person)[:12]}"


class Fact(Frozen):
    """One admitted command, as the story finds it again."""

    name: str
    nth: int
    """Which one of its name, in the order in which the story asks for them; 1 is the first."""
    n: int
    """Its journal entry."""
    counts_from: AwareDatetime
    actor: Actor
    body: dict[str, JsonValue]
    known: dict[str, JsonValue] = Field(default_factory=dict)
    """What a register knew when it was asked about it."""
    command_id: str = ""
    """The ID of the command; a case of an earlier release does not know it."""
    register_no: str | None = None
    """Of paper that the registry filed."""

    @cached_property
    def documents(self) -> Documents:
        """As what it has been read; no part of its value."""
        return Documents()

    def read_as(self, kind: type[M]) -> M:
        """Return the document that the command brought."""
        return self.documents.read(
            kind, self.body, at=self.counts_from, by=self.actor, known=self.known
        )


class _ByName:
    """The facts of a file by name and number."""

    def __init__(
        self,
        facts: tuple[Fact, ...] = (),
        found: dict[str, dict[int, Fact]] | None = None,
    ) -> None:
        """Index some facts, unless they have been."""
        self.facts = facts
        self.found = {fact.name: {} for fact in facts} if found is None else found
        for fact in facts if found is None else ():
            self.found[fact.name].setdefault(fact.nth, fact)

    def and_also(self, fact: Fact) -> "_ByName":
        """Return the index with one fact more."""
        of_name = {**self.found.get(fact.name, {}), fact.nth: fact}
        return _ByName((*self.facts, fact), {**self.found, fact.name: of_name})


class Decision(Frozen):
    """How a case ended: outcome, the rule that says so, and the day from which it counts."""

    outcome: str
    rule: str
    on: date


REFUSALS = 100
"""How many refused signals a file knows again; one sent once more after so many is judged anew."""

_INDEX, _AGENDA = "by_name", "of_terms"
"""Where a file keeps what is worked out from its facts, and from its terms."""


class _OfTerms:
    """The agenda of a file, and what it was worked out from."""

    def __init__(self, file: "CaseFile") -> None:
        """Begin with nothing worked out."""
        self.terms, self.opening = file.terms, file.opening
        self.agenda = Agenda(file.open_terms, file.calendar, file.rulebook.agenda)

    def is_of(self, file: "CaseFile") -> bool:
        """Whether it holds for a file: nothing in one is changed in place."""
        return self.terms is file.terms and self.opening is file.opening


class CaseFile(Frozen):
    """Facts, terms and effect keys of one case, with the calendar and rulebook recorded for it."""

    v: Literal[2] = 2
    """Its form; what earlier releases carried is lifted to it (`workflows.kernel.case.forms`)."""
    case_id: str
    process: str
    text: int = 1
    """Edition of the story's text by which it is told, recorded at its opening."""
    forms: dict[str, int] = Field(default_factory=dict)
    """The forms of its documents, of those that have another than their first."""
    start: StartMessage
    opening: Opening
    facts: tuple[Fact, ...] = ()
    terms: dict[str, Term] = Field(default_factory=dict)
    done: tuple[str, ...] = ()
    """Keys of the effects that have already happened: notices, register rows."""
    settled: dict[str, JsonValue] = Field(default_factory=dict)
    """What the story branched on that is no fact, as it was found when the walk first came by."""
    digests: dict[str, str] = Field(default_factory=dict)
    """Command ID to digest of every command that was admitted."""
    refused: dict[str, str] = Field(default_factory=dict)
    """The same of the signals last refused; a file of an earlier release has them among those."""
    n: int = 0
    """Number of the last journal entry."""
    hash: str = GENESIS
    """Hash of the last journal entry."""
    settled_up_to: AwareDatetime | None = None
    """The latest instant from which an act with legal effect counts; none in an earlier release."""
    pending: tuple[Pending, ...] = ()
    """Commands taken in and not yet settled, in the order in which they count."""
    attention: tuple[str, ...] = ()
    """Why an operator should look: addressees for whom there is no address, rows
    (``register/sealed-envelopes/Z-1``) whose key another case has used, too, and what the story
    points out (``story/C-8.5/t-1``)."""
    decision: Decision | None = None

    @classmethod
    def form(cls) -> int:
        """Return today's form."""
        form: int = cls.model_fields["v"].default
        return form

    @property
    def calendar(self) -> Calendar:
        """The recorded calendar."""
        return self.opening.calendar

    @property
    def rulebook(self) -> Rulebook:
        """The recorded rulebook edition."""
        return self.opening.rulebook

    @property
    def file_no(self) -> str:
        """File number, unique within the process."""
        return self.start.file_no

    @model_serializer(mode="wrap")
    def _carried(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return shortened(written(self))

    @model_validator(mode="before")
    @classmethod
    def _read_in_full(cls, said: Any) -> Any:
        return in_full(said) if isinstance(said, dict) else said

    def _index(self) -> _ByName:
        """Return the facts by name, worked out once; no part of the file, so it is not compared."""
        index: _ByName | None = self.__dict__.get(_INDEX)
        if index is None or index.facts is not self.facts:
            index = self.__dict__[_INDEX] = _ByName(self.facts)
        return index

    @property
    def agenda(self) -> Agenda:
        """What the clock still brings, worked out once; no part of the file either."""
        known: _OfTerms | None = self.__dict__.get(_AGENDA)
        if known is None or not known.is_of(self):
            known = self.__dict__[_AGENDA] = _OfTerms(self)
        return known.agenda

    def fact(self, name: str, nth: int) -> Fact | None:
        """Return the nth admitted command of a name, if it is there."""
        return self.facts_of(name).get(nth)

    def facts_of(self, name: str) -> Mapping[int, Fact]:
        """Return the admitted commands of a name by their number, in the order in which they came.

        The order is that of their coming, the number that in which the story asks for them.
        """
        return self._index().found.get(name, {})

    def next_number(self, name: str) -> int:
        """Return a number that no admitted command of a name has yet.

        While a case is told again in another order, not all numbers up to the last are taken.
        """
        taken = self.facts_of(name)
        after = len(taken) + 1
        return after if after not in taken else next(n for n in range(1, after) if n not in taken)

    def facts_of_any(self, names: Container[str]) -> list[Fact]:
        """Return the admitted commands of several names, in the order in which they came."""
        return [fact for fact in self.facts if fact.name in names]

    def term(self, key: str) -> Term:
        """Return a term by its key (``T-17.15b``, from the second round on ``T-17.15b#2``)."""
        return self.terms[key]

    def with_term(self, term: Term, *, at: datetime) -> "CaseFile":
        """Return the file with one term put in or replaced, as of an instant."""
        before = self.terms.get(term.key)
        if before is None or before.due_at != term.due_at:
            term = term.model_copy(update={"due_since": at})
        return self.model_copy(update={"terms": {**self.terms, term.key: term}})

    def digest_of(self, command_id: str) -> str | None:
        """Return the digest of a command that has been settled; None if the file knows of none."""
        return self.digests.get(command_id) or self.refused.get(command_id)

    def remembering(self, command_id: str, digest: str, *, refused: bool) -> "CaseFile":
        """Return the file with one settled command more that it knows again."""
        if not refused:
            return self.model_copy(update={"digests": {**self.digests, command_id: digest}})
        last = [*self.refused.items()][-(REFUSALS - 1) :]
        return self.model_copy(update={"refused": {**dict(last), command_id: digest}})

    def known_as(self, actor: Actor) -> Actor:
        """Return an actor as this file may record it: a forgotten applicant by a token alone.

        The token is the same for the same person, which shows who filed twice.
        """
        if actor.role != Role.APPLICANT or FORGOTTEN not in self.done:
            return actor
        return Actor(role=actor.role, id=sealed(actor.id))

    def with_fact(self, command: Command, nth: int) -> "CaseFile":
        """Return the file with one admitted command more, as the next entry brings it."""
        envelope = command.envelope
        fact = Fact(
            name=command.name,
            nth=nth,
            n=self.n + 1,
            counts_from=command.counts_from,
            actor=self.known_as(envelope.actor),
            body=envelope.body,
            known=command.verdict.facts if command.verdict else {},
            command_id=envelope.command_id,
            register_no=envelope.register_no,
        )
        index = self._index().and_also(fact)
        after = self.model_copy(update={"facts": index.facts})
        after.__dict__[_INDEX] = index
        return after

    @property
    def open_terms(self) -> tuple[Term, ...]:
        """Terms neither met, lapsed nor dropped, by due instant; paused ones come last."""
        running = [term for term in self.terms.values() if term.is_open]
        return tuple(
            sorted(
                running,
                key=lambda t: (t.due_at is None, t.due_at or self.start.received_at, t.key),
            )
        )
