"""A reading: one walk through a story over a case file, and what it changed on the way.

Where the walk stops is where the case stands. What it waits for there are the commands that the
gate admits, beside those that the story has said may come at any stage.
"""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.letters import Letter, addressed
from workflows.kernel.case.message import Message
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Notice, RegisterWrite
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Expectation


class NotAccepted(Exception):
    """The filing that would open a case is not accepted; no case comes into being."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(reasons[0].what)
        self.reasons = reasons


class Interrupted(Exception):
    """A document has come that ends the story at any stage."""

    def __init__(self, document: Message) -> None:
        super().__init__(type(document).__name__)
        self.document = document


@dataclass(frozen=True, slots=True)
class Ending:
    """A document that ends the story at any stage, if it says so."""

    kind: type[Message]
    ends: Callable[[Any], bool]


class _Missing:
    """Awaited where a document is missing: hands control back to the reader."""

    def __await__(self) -> Generator[None, None, None]:
        yield


@dataclass
class Reading:
    """One walk through a story over a case file, with what it changed on the way."""

    process: Process
    file: CaseFile
    at: datetime
    """The instant from which everything opened or done on this walk counts."""
    awaited: tuple[Expectation, ...] = ()
    notices: list[Notice] = field(default_factory=list)
    registers: list[RegisterWrite] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    asides: list[Expectation] = field(default_factory=list)
    """What may come at any stage."""
    endings: list[Ending] = field(default_factory=list)
    """What ends the story at any stage."""
    held: str | None = None
    """The stage in which the story waits for a day and not for anybody."""
    _done: tuple[tuple[str, ...], set[str]] = field(default=((), set()), init=False)
    """The keys of effects of the file as it is read, and the same to look them up."""

    @property
    def stage(self) -> str:
        """Where the case stands."""
        if self.held is not None:
            return self.held
        return self.awaited[0].stage if self.awaited else "closed"

    @property
    def waiting_on(self) -> str | None:
        """Role of who must act for the case to go on; nobody while it is held or closed."""
        if self.held is not None or not self.awaited:
            return None
        return self.awaited[0].awaits

    def beside(self, aside: Expectation) -> None:
        """Take up what may come at any stage from here on."""
        self.asides.append(aside)

    async def missing(self, awaited: tuple[Expectation, ...], held: str | None = None) -> None:
        """Stop: the story cannot go on without one of these documents, or before a day comes."""
        self.awaited = (*awaited, *self.asides)
        self.held = held
        await _Missing()

    async def ended(self) -> None:
        """Mark the story as ended."""
        self.awaited = ()
        self.held = None

    def next_key(self, kind: str) -> int:
        """Number the uses of a name along the text: the second walk counts alike."""
        self.counts[kind] += 1
        return self.counts[kind]

    def once(self, key: str) -> bool:
        """Return whether an effect has still to happen, and mark it as done."""
        if self.is_done(key):
            return False
        self.file = self.file.model_copy(update={"done": (*self.file.done, key)})
        return True

    def is_done(self, key: str) -> bool:
        """Return whether an effect has happened."""
        done = self.file.done
        if self._done[0] is not done:
            self._done = (done, set(done))
        return key in self._done[1]

    def notify(self, letter: Letter, *, occasion: str, rule: str, to: str) -> None:
        """Issue a letter to everybody in a role."""
        self.notices += addressed(
            letter, self.process, self.file, occasion=occasion, rule=rule, to=to, at=self.at
        )

    def settled_once(self, key: str, compute: Callable[[], JsonValue]) -> JsonValue:
        """Return what was found under a key when the walk first came by; found now if it is new."""
        if key not in self.file.settled:
            settled = {**self.file.settled, key: compute()}
            self.file = self.file.model_copy(update={"settled": settled})
        return self.file.settled[key]

    def put(self, term: Term) -> Term:
        """Put a changed term into the file."""
        self.file = self.file.with_term(term, at=self.at)
        return self.file.term(term.key)


def read(process: Process, file: CaseFile, at: datetime) -> Reading:
    """Walk a story over a file as far as its facts reach.

    Args:
        process: The process that tells the story.
        file: The case file; the reading holds the changed copy.
        at: The instant from which what is done on this walk counts.

    Raises:
        NotAccepted: The text refuses the very filing that opens the case.
    """
    reading = Reading(process=process, file=file, at=at)
    story = process.story()
    story.follow(reading)
    walk = story.run()
    with suppress(StopIteration):  # it has ended
        walk.send(None)
    walk.close()
    # What is awaited is judged by the story, which is not to know it in turn: each reading that is
    # replaced would stay until Python looks through all that a worker has at hand.
    story.follow(replace(reading, awaited=(), asides=[], endings=[]))
    return reading
