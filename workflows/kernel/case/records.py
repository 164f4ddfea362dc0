"""What goes to activities and comes back: requests, answers, and the rows they write.

Pure models shared by the case (which fills them in) and the activities (which carry them out).
"""

from enum import StrEnum
from typing import Any, Literal

from pydantic import AwareDatetime, Field, JsonValue, model_validator

from workflows.kernel.case.message import Answer, Envelope, StartMessage
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen


class Lookup(Frozen):
    """One row that an office keeps outside any case, and that a case must know to open."""

    book: str
    """Which register: ``programmes``, ``classrooms``."""
    key: str

    @property
    def name(self) -> str:
        """Name under which the opening knows the row: ``programmes/eng-a1``."""
        return f"{self.book}/{self.key}"


class Inquiry(Frozen):
    """What a register is asked when a case opens; the opening knows what it answers, by name."""

    by: str
    """Which register."""
    request: dict[str, JsonValue]


class OpenCase(Frozen):
    """Ask for all that a case must know from outside before its first rule is judged."""

    case_id: str
    process: str
    file_no: str
    received_at: AwareDatetime
    lookups: tuple[Lookup, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    calendar_years: int = 5
    """From the year of the filing on."""


class Opening(Frozen):
    """The answer to `OpenCase`; recorded in the case file."""

    calendar: Calendar
    rulebook: Rulebook
    revision: int | None = None
    """Which one of its edition; cases of an earlier release have it noted elsewhere."""
    language: str = "tr"
    remind_after: int = 0
    """Milliseconds after their instant at which this case draws its reminders: not all at once."""
    listed_apart: int = 0
    """Milliseconds between two times that the server is told by what this case is found."""
    remind_within: int = 0
    """Seconds in which cases of an earlier release do, each at a moment drawn from its ID."""
    known: dict[str, JsonValue] = Field(default_factory=dict)
    """Rows looked up, by ``programmes/eng-a1``, as they stood on the day of filing; one that no
    office had published by then is left out. Beside them what registers answered, by name."""

    @model_validator(mode="before")
    @classmethod
    def _answers_known(cls, given: Any) -> Any:
        """Read what earlier releases recorded: some answers had fields of their own."""
        if not isinstance(given, dict):
            return given
        own = {name: value for name, value in given.items() if name not in cls.model_fields}
        fields = {name: value for name, value in given.items() if name in cls.model_fields}
        return {**fields, "known": {**fields.get("known", {}), **own}} if own else given


class Begun(Frozen):
    """What a case began with, as far as it may still know; with the journal it tells the case."""

    start: StartMessage
    opening: Opening
    text: int = 1
    """Edition of the text by which it is told."""

    def as_known(self, later: "Begun") -> "Begun":
        """Return it without what the case has forgotten; its calendar stays that of the opening."""
        opening = self.opening.model_copy(update={"known": later.opening.known})
        return Begun(start=later.start, opening=opening, text=self.text)


class Notice(Frozen):
    """One reminder or official notification; unique by (case, occasion, addressee)."""

    occasion: str
    """``T-17.15b/reminder/10/2031-05-26`` or ``T-17.15a/1``."""
    addressee: str
    """``applicant``, or the role of the office."""
    rule: str
    kind: str
    """``reminder``, ``escalation`` or ``notification``."""
    template: str
    dated_at: AwareDatetime
    facts: dict[str, JsonValue]
    """What the letter says; no personal data."""


class RegisterWrite(Frozen):
    """One row of an official register, written with the journal entry that caused it."""

    into: str
    """Name of the register: ``books``, ``queue``."""
    key: str
    """Unique within the register: a case's second write of the same key is its first one."""
    row: dict[str, JsonValue]
    entry_n: int | None = None
    """Number of the journal entry that caused it; none: the last one of its batch."""


class Entry(Frozen):
    """One journal entry, numbered and hashed by the case."""

    n: int
    kind: str
    """``opened``, ``command``, ``refused``, ``reminder``, ``ended``, ``lapse``, ``extension``,
    ``escalation``, ``closure``, ``renewal``, ``transition``, ``stalled``, ``closed``,
    ``ignored``."""
    name: str
    """Command name, or the term's key."""
    rule: str
    counts_from: AwareDatetime
    settled_at: AwareDatetime
    """When it was written; not part of the hash, so that an entry written again is the same."""
    actor: Actor
    command_id: str | None
    body: JsonValue
    brought: dict[str, JsonValue] = Field(default_factory=dict)
    """What the act brought beside its body, for whoever tells the case again: the digest of a
    command, a paper's register number, a register's verdict, the occasion of the clock."""
    effects: JsonValue
    """What followed: terms opened, moved, met, lapsed; stage; outcome."""
    previous_hash: str
    hash: str
    """SHA-256 over the canonical JSON of all the above but when it was settled."""
    answer: JsonValue = None
    """The sender's first answer, for repeats; not part of the hash."""


class Projection(Frozen):
    """The case as lists and counts show it; replaced as a whole by each batch."""

    process: str
    file_no: str
    stage: str
    waiting_on: str | None
    next_term: str | None
    next_due: AwareDatetime | None
    overdue: bool
    needs_attention: bool
    received_at: AwareDatetime
    outcome: str | None
    outcome_rule: str | None
    closed_at: AwareDatetime | None
    next_occasion: AwareDatetime | None
    """When the case wakes up next by itself."""
    terms: tuple[dict[str, JsonValue], ...]
    applicant: str | None
    pending: tuple[dict[str, JsonValue], ...] = ()
    """Commands taken in and not yet settled: what they wait for, and until when."""
    bound: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Roles that act in it for certain institutions only, each with their codes."""


class Applied(Frozen):
    """Who applied in a case, for the dossier."""

    applicant: str
    """Legal identity key of the applicant in the register ``dossier``."""
    institution: str | None = None
    """The applicant's institution."""


class Batch(Frozen):
    """All that happened since the last batch, for one PostgreSQL transaction."""

    case_id: str
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    registers: tuple[RegisterWrite, ...]
    projection: Projection
    begun: tuple[Begun, ...] = ()
    """What the case began with, when it opens; and what is left of it, when it forgets."""
    applied: Applied | None = None
    """Who applied, when it opens."""
    attention: tuple[str, ...] | None = None
    """What the case knows to need attention, where its sender records for it; they have it look
    again where there is more. None where it records by itself, and learns."""


class Offer(Envelope):
    """A command whose sender records what comes of it."""

    sender_records: Literal[True] = True
    recorded_to: int = 0
    """Number of the last entry of the case that its sender has seen in the journal."""

    @classmethod
    def with_(cls, envelope: Envelope, recorded_to: int = 0) -> "Offer":
        """Return a command with the offer."""
        return cls.model_validate({**dict(envelope), "recorded_to": recorded_to})

    @property
    def command(self) -> Envelope:
        """The command without it."""
        return Envelope.model_validate(
            {name: getattr(self, name) for name in Envelope.model_fields}
        )


class Told(Answer):
    """A case's answer to its sender, and what it leaves to them to record."""

    entrusted: Batch | None = None

    @property
    def answer(self) -> Answer:
        """What its sender is told."""
        return Answer.model_validate({name: getattr(self, name) for name in Answer.model_fields})


SHARED_ROW = "register/"
"""What begins an item of attention that is a row and no addressee."""


class Recorded(Frozen):
    """What came to light while recording."""

    last_n: int
    unaddressed: tuple[str, ...]
    """Addressees whom a notice cannot reach: the case needs attention."""
    also_elsewhere: tuple[str, ...] = ()
    """Rows, as ``sealed-envelopes/Z-1``, whose key another case has used too: so does it then."""

    @property
    def attention(self) -> tuple[str, ...]:
        """What needs attention, as the case shows it."""
        return (*self.unaddressed, *(f"{SHARED_ROW}{row}" for row in self.also_elsewhere))

    def is_known_to(self, batch: Batch) -> bool:
        """Whether the case need not hear of it from its sender: it knows, or records by itself."""
        return batch.attention is None or {*self.attention} <= {*batch.attention}


class ReceiptsUpTo(Frozen):
    """Ask for commands received for a case no later than an instant and not yet delivered to it."""

    case_id: str
    until: AwareDatetime


class TakenIn(Frozen):
    """Ask whether the front door has taken in certain commands for a case, and when."""

    case_id: str
    command_ids: tuple[str, ...]


class FilingTakenIn(Frozen):
    """Ask whether the front door took in the very filing that opens a case, and at that instant."""

    case_id: str
    received_at: AwareDatetime
    digests: tuple[str, ...]
    """The filing as its sender may have written it: one of these (`digest_of_filing`)."""


class Receipt(Frozen):
    """One command as the front door committed it."""

    command: str
    envelope: Envelope


class Restored(Frozen):
    """Ask whether a case that is opened again stands where its journal ends."""

    case_id: str
    n: int
    hash: str


class AnswerOf(Frozen):
    """Ask for the first answer to a command that the case has already admitted."""

    case_id: str
    command_id: str


class Decide(Frozen):
    """Let a register decide and reserve, in one transaction keyed by the command ID."""

    by: str
    """Which register decides."""
    case_id: str
    command_id: str
    request: dict[str, JsonValue]


class Verdict(Frozen):
    """A register's decision; the case judges again with it."""

    granted: bool
    facts: dict[str, JsonValue]
    """Why not: for the queue, ``first``: the file number that comes first."""


class SignalSent(Frozen):
    """Find when a signal entered the case's own history."""

    name: str
    digest: str
    """Digest of its first argument's JSON."""


class ArrivalsOf(Frozen):
    """Ask for the event times of signals of the current run."""

    case_id: str
    run_id: str
    signals: tuple[SignalSent, ...]


class Arrivals(Frozen):
    """Event times in the order asked; none where the event was not found."""

    at: tuple[AwareDatetime | None, ...]


class Register(StrEnum):
    """The registers that every process can ask; each has its own beside its rows."""

    QUEUE = "queue"
    OPENINGS = "case-openings"
    """Cases that this one opens."""
    TELLINGS = "case-tellings"
    """What other cases learn from this one."""
    REFERENCE = "reference"
