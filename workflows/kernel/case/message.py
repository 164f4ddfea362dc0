"""Messages: the documents that commands bring, their envelope, and what their senders get back."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import AwareDatetime, Field, JsonValue, PrivateAttr, StringConstraints

from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen, SentInstant, digest

PaperNo = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""Number under which the registry entered a paper."""


class Message(Frozen):
    """The document that a command brings; decoded from the case file it knows when it counts."""

    command: ClassVar[str]
    """Name of the update and signal, a verb: ``submit_corrected_draft``."""
    declared: ClassVar[object]
    """Who may send it, where and by which rule; see `workflows.kernel.case.declared`."""

    lifts: ClassVar[tuple[Callable[[dict[str, Any]], dict[str, Any]], ...]] = ()
    """From each earlier form of the document to the next; open cases have it as it came."""

    _counts_from: datetime | None = PrivateAttr(default=None)
    _actor: Actor | None = PrivateAttr(default=None)
    _known: dict[str, JsonValue] | None = PrivateAttr(default=None)

    @classmethod
    def form(cls) -> int:
        """Return today's form of the document, 1 the first."""
        return len(cls.lifts) + 1

    @property
    def counts_from(self) -> datetime:
        """The instant from which this document counts (its receipt)."""
        assert self._counts_from is not None, "only a document read from the case file has one"
        return self._counts_from

    @property
    def actor(self) -> Actor:
        """Who filed it."""
        assert self._actor is not None, "only a document read from the case file has one"
        return self._actor

    @property
    def known(self) -> dict[str, JsonValue] | None:
        """What a register knew when it was asked about it; none before it has been asked."""
        return self._known

    def learn(self, known: dict[str, JsonValue]) -> None:
        """Note what a register knows."""
        self._known = known

    def filed(self, at: datetime, by: Actor) -> None:
        """Note when and by whom it was filed; called once, when the case file is read."""
        self._counts_from = at
        self._actor = by


M = TypeVar("M", bound=Message)


class Documents:
    """The documents read from one value so far.

    A copy of the value shares them, and reads anew what differs in it.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._read: dict[type[Message], tuple[object, Actor, Any]] = {}

    def read(
        self,
        kind: type[M],
        body: dict[str, JsonValue],
        *,
        at: datetime,
        by: Actor,
        known: dict[str, JsonValue] | None = None,
    ) -> M:
        """Return a document of a kind: decoded once, however often the story is walked."""
        last = self._read.get(kind)
        if last is not None and last[0] is body and last[1] is by:
            known_already: M = last[2]
            return known_already
        document = kind.model_validate(body)
        document.filed(at, by)
        if known is not None:
            document.learn(known)
        self._read[kind] = (body, by, document)
        return document


class Envelope(Frozen):
    """A command as it is sent: an update, or a signal of the same name.

    ``received_at`` is set by the front door from the database's clock, and believed where its
    register says the same; a sender leaves it out. ``register_no`` goes with a paper filing: the
    registry states the number, and with it an earlier receipt.
    """

    v: Literal[1] = 1
    command_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,80}$")]
    received_at: SentInstant | None = None
    register_no: PaperNo | None = None
    actor: Actor
    body: dict[str, JsonValue] = Field(default_factory=dict)


OWN = "own/"
"""How the IDs of commands begin that a case sends to itself; no sender can write one."""


class OwnEnvelope(Envelope):
    """A command that a case sends to itself, under an ID that no sender can write."""

    command_id: Annotated[str, StringConstraints(pattern=rf"^{OWN}[a-z0-9_]+\.[0-9]+$")]


class StartMessage(Frozen):
    """The argument of every workflow: one filing that opens a case."""

    v: Literal[1] = 1
    file_no: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]
    received_at: SentInstant
    register_no: PaperNo | None = None
    """Of a filing on paper: the registry states it with an earlier receipt."""
    actor: Actor
    body: dict[str, JsonValue]

    @cached_property
    def documents(self) -> Documents:
        """As what it has been read; no part of its value."""
        return Documents()

    def read_as(self, kind: type[M]) -> M:
        """Return the filing."""
        return self.documents.read(kind, self.body, at=self.received_at, by=self.actor)


def digest_of_filing(
    actor: Actor, body: dict[str, JsonValue], *, register_no: str | None, file_no: str | None
) -> str:
    """Return the digest of a filing as its sender wrote it, whenever it was received.

    Args:
        actor: Who files.
        body: The application.
        register_no: Of a paper.
        file_no: Of the sender's own; none where the register is to issue one.
    """
    by = actor.model_dump(mode="json")
    return digest({"file_no": file_no, "register_no": register_no, "actor": by, "body": body})


class OpenTerm(Frozen):
    """One open term as an answer or a view shows it."""

    rule: str
    key: str
    due_at: AwareDatetime | None
    """Last instant in time; none while the clock stands still."""
    state: str


class HeldCommand(Frozen):
    """A command that has been taken in and is not yet settled."""

    waits_for: Literal["consequence", "service", "office", "nothing", "fall"]
    """The consequence of a term's end, a record of service, or a decision of an office. Once the
    office has decided: nothing, or fall where the command cannot stand at its place."""
    rule: str
    because: str
    until: AwareDatetime | None = None
    """When it is settled; none where that depends on somebody."""


class Answer(Frozen):
    """What the sender of an admitted command gets back."""

    command_id: str
    stage: str
    entry: int
    """Number of the journal entry."""
    terms: tuple[OpenTerm, ...]
    held: HeldCommand | None = None
    """Set where the command has been taken in and is settled later; it counts from its receipt."""
