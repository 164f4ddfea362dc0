"""What others are told of a case: events, derived from the entries of its journal alone.

An entry may tell several things; each is an event of its own (CloudEvents 1.0), in the order in
which they follow from each other: the act, the stage, the terms, the letters, the end. Events name
nobody: they say role and command, stage and dates, never who acted nor what a document brought.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Final, Literal

from pydantic import AwareDatetime, JsonValue, SerializeAsAny

from workflows.kernel.case.records import Entry
from workflows.kernel.law.term import TermState
from workflows.kernel.values import Frozen

PREFIX: Final = "tr.gov.meb.vade.case."
"""What the type of each event begins with. Types stay; their data only gains fields."""

SOURCE: Final = "urn:vade:cases"
"""Whose events these are; with it an event's ID is unique."""


class CaseOf(Frozen):
    """Which case an event is about."""

    case_id: str
    process: str
    file_no: str


class Happened(CaseOf):
    """What every event says."""

    name: ClassVar[str]

    entry: int
    """Number of the journal entry that it follows from."""
    rule: str
    """Rule by which that entry was made."""
    counts_from: AwareDatetime
    """When it counts from; the event's time is when it was settled."""
    stage: str
    """Where the case stands after it."""


class Opened(Happened):
    """A case was opened."""

    name = "opened"


class _Told(Happened):
    command: str
    role: str
    """Who sent it, by role."""


class CommandAdmitted(_Told):
    """A command took effect."""

    name = "command-admitted"


class CommandHeld(_Told):
    """A command was taken in; it counts from its receipt and is settled later."""

    name = "command-held"


class CommandRefused(_Told):
    """A signal, or a command that was held, was refused."""

    name = "command-refused"


class StageChanged(Happened):
    """A case came to another stage."""

    name = "stage-changed"

    was: str
    """The stage before."""


class _OfTerm(Happened):
    term: str
    """Its key: `T-14.2#2` is the second term under that rule."""
    due_at: AwareDatetime | None
    """Its last instant; none where it depends on what has not happened yet."""
    state: TermState


class TermOpened(_OfTerm):
    """A term began to run."""

    name = "term-opened"


class TermMoved(_OfTerm):
    """A term got another end: extended, paused, resumed, or counted anew."""

    name = "term-moved"

    was_due_at: AwareDatetime | None = None
    """Its end before; none where that has not moved."""


class TermExpired(_OfTerm):
    """A term ended unmet; what follows from that is settled later."""

    name = "term-expired"


class TermClosed(_OfTerm):
    """A term was met, lapsed, or fell away."""

    name = "term-closed"


class LetterIssued(Happened):
    """A letter was drawn up; only offices that keep the case are told."""

    name = "letter-issued"

    occasion: str
    addressee: str
    """`applicant` or an office; `/*` and `/**` stand for groups of institutions."""


class Closed(Happened):
    """A case came to its end."""

    name = "closed"

    outcome: str
    outcome_rule: str
    on: date


KINDS: Final[tuple[type[Happened], ...]] = (
    *(Opened, CommandAdmitted, CommandHeld, CommandRefused, StageChanged),
    *(TermOpened, TermMoved, TermExpired, TermClosed, LetterIssued, Closed),
)
"""Every event there is."""

FOR_OFFICES: Final = f"{PREFIX}{LetterIssued.name}"
"""The type that only those hear of who see all of a case."""

TERM_OPENED: Final = f"{PREFIX}{TermOpened.name}"


class CloudEvent(Frozen):
    """One event, as it is sent (CloudEvents 1.0, structured content mode)."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    """The same however often it is sent: case, number of the journal entry, place in it."""
    source: Literal["urn:vade:cases"] = SOURCE
    type: str
    subject: str
    """The case."""
    time: AwareDatetime
    """When it was settled."""
    datacontenttype: Literal["application/json"] = "application/json"
    data: SerializeAsAny[Happened]


def events_of(
    case: CaseOf, entry: Entry, *, stage_before: str | None, known: Collection[str]
) -> tuple[CloudEvent, ...]:
    """Return what an entry of a journal tells others.

    Args:
        case: Which case.
        entry: The entry.
        stage_before: Where the case stood; none before it was opened.
        known: Keys of the terms that have been opened before.
    """
    effects = entry.effects if isinstance(entry.effects, dict) else {}
    common = {
        **case.model_dump(),
        "entry": entry.n,
        "rule": entry.rule,
        "counts_from": entry.counts_from,
        "stage": str(effects.get("stage") or stage_before or ""),
    }
    told = (
        *_act(entry, common),
        *_stage(stage_before, common),
        *_terms(effects, known, common),
        *_letters(effects, common),
        *_end(effects, common),
    )
    return tuple(
        CloudEvent(
            id=f"{case.case_id}:{entry.n}:{place}",
            type=f"{PREFIX}{data.name}",
            subject=case.case_id,
            time=entry.settled_at,
            data=data,
        )
        for place, data in enumerate(told, start=1)
    )


_HELD: Final = frozenset({"held", "early", "conflict"})
_UNHEARD: Final = frozenset({"ignored", "stalled"})
"""Kinds of entries without legal effect."""
_RUNNING: Final = frozenset({TermState.OPEN, TermState.PAUSED})


def _act(entry: Entry, common: Mapping[str, Any]) -> Iterator[Happened]:
    if entry.kind == "opened":
        yield Opened(**common)
        return
    if entry.command_id is None or entry.kind in _UNHEARD:
        return
    told: type[_Told] = CommandAdmitted
    if entry.kind in _HELD:
        told = CommandHeld
    elif entry.kind == "refused":
        told = CommandRefused
    yield told(**common, command=entry.name, role=entry.actor.role)


def _stage(before: str | None, common: Mapping[str, Any]) -> Iterator[Happened]:
    if before is not None and before != common["stage"]:
        yield StageChanged(**common, was=before)


def _terms(
    effects: Mapping[str, JsonValue], known: Collection[str], common: Mapping[str, Any]
) -> Iterator[Happened]:
    for change in _mappings(effects.get("terms")):
        state, due_at = TermState(str(change["state"])), _instant(change.get("due_at"))
        said = {**common, "term": str(change["key"]), "state": state, "due_at": due_at}
        fresh = change["key"] not in known
        if fresh:
            yield TermOpened(**said)
        if state is TermState.ENDED:
            yield TermExpired(**said)
        elif state not in _RUNNING:
            yield TermClosed(**said)
        elif not fresh:
            yield TermMoved(**said, was_due_at=_instant(change.get("was_due_at")))


def _letters(effects: Mapping[str, JsonValue], common: Mapping[str, Any]) -> Iterator[Happened]:
    letters = effects.get("notices")
    for letter in letters if isinstance(letters, list) else []:
        occasion, _, addressee = str(letter).rpartition(" → ")
        yield LetterIssued(**common, occasion=occasion, addressee=addressee)


def _end(effects: Mapping[str, JsonValue], common: Mapping[str, Any]) -> Iterator[Happened]:
    for decision in _mappings([effects.get("decision")]):
        yield Closed(
            **common,
            outcome=str(decision["outcome"]),
            outcome_rule=str(decision["rule"]),
            on=date.fromisoformat(str(decision["on"])),
        )


def _mappings(value: JsonValue) -> Iterator[dict[str, JsonValue]]:
    for each in value if isinstance(value, list) else []:
        if isinstance(each, dict):
            yield each


def _instant(value: JsonValue) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))
