"""Folding: a case told again from what it began with and its journal, hash for hash.

    (beginning, entries) -> the case file that a running case holds

Every entry passes through the same gate that let it in, and must come out as it was hashed. Where
the applicant has been forgotten, so has the beginning: what was judged by it is not judged again.
"""

from collections.abc import Iterable

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import FORGOTTEN, CaseFile, sealed
from workflows.kernel.case.message import OWN, Envelope, OwnEnvelope
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Begun, Entry, Verdict
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import clock, gate, order
from workflows.kernel.judgement.entry import Act, Admitted, journalled
from workflows.kernel.judgement.gate import Repeat
from workflows.kernel.law.agenda import Occasion
from workflows.kernel.story.reading import Reading, read

_NOTES = frozenset({"refused", "ignored"})
"""Kinds of entries without legal effect."""

_AT_THEIR_PLACE = frozenset({"held", "early", "conflict"})
"""Kinds of entries that say where a command has to wait."""


class JournalDiffers(Exception):
    """What a journal tells is not what it says: another hash comes out, or the gate says no."""

    def __init__(self, n: int, what: str) -> None:
        super().__init__(f"entry {n}: {what}")
        self.n = n


def fold(process: Process, case_id: str, begun: Begun, journal: Iterable[Entry]) -> Reading:
    """Tell a case again from its journal.

    Raises:
        JournalDiffers: An entry does not come out of the gate as it was hashed.
    """
    reading: Reading | None = None
    for entry in journal:
        if reading is None:
            reading = held_same(opened(process, case_id, begun, entry), entry)
        else:
            reading = held_same(told(reading, entry), entry)
    if reading is None:
        raise JournalDiffers(1, "the journal is empty")
    return reading


def held_same(again: Admitted | Repeat | Refusal, entry: Entry) -> Reading:
    """Return the case after an entry, if it came out as it was hashed."""
    match again:
        case Repeat():
            raise JournalDiffers(entry.n, f"{entry.name} would count twice")
        case Refusal(reasons=reasons):
            raise JournalDiffers(entry.n, f"{entry.name} would be refused: {reasons[0].what}")
        case Admitted() if again.entry.model_copy(update={"answer": entry.answer}) != entry:
            raise JournalDiffers(entry.n, _difference(entry, again.entry))
    return again.reading


def opened(process: Process, case_id: str, begun: Begun, entry: Entry) -> Admitted:
    """Tell the first entry again: the filing was accepted, and is not judged once more."""
    blank = CaseFile(
        case_id=case_id,
        process=process.name,
        text=begun.text,
        forms=process.forms,
        start=begun.start,
        opening=begun.opening,
    )
    accepted = blank.model_copy(update={"n": entry.n})
    return journalled(
        _act(entry),
        before=blank,
        reading=read(process, accepted, entry.counts_from),
        counts_from=entry.counts_from,
        now=entry.settled_at,
    )


def told(reading: Reading, entry: Entry) -> Admitted | Repeat | Refusal:
    """Pass one entry of a journal through the gate again."""
    now = entry.settled_at
    if "occasion" in entry.brought:
        return clock.tick(reading, Occasion.read(entry.brought["occasion"]), now)
    if entry.kind == "transition":
        return _taken_over(reading, entry)
    pending = (p for p in reading.file.pending if p.command_id == entry.command_id)
    if (waited := next(pending, None)) is not None:
        verdict = _verdict(entry)
        command = waited.command
        if verdict is not None:
            command = command.model_copy(update={"verdict": verdict})
        return order.release(reading, waited, command, now)
    return _noted(reading, entry) if entry.kind in _NOTES else _commanded(reading, entry)


def _commanded(reading: Reading, entry: Entry) -> Admitted | Repeat | Refusal:
    command, now = _command(entry), entry.settled_at
    if entry.kind in _AT_THEIR_PLACE or command.name == order.DECISION:
        return order.admit(reading, command, now)
    judged = gate.admit(reading, command, now)
    if isinstance(judged, Refusal) and _is_forgotten(reading.file):
        return _as_it_was(reading, entry, command)
    return judged


def _is_forgotten(file: CaseFile) -> bool:
    """Whether the beginning knows less than the case did at this point of its journal."""
    return FORGOTTEN not in file.done and sealed(file.start.actor.id) == file.start.actor.id


def _as_it_was(reading: Reading, entry: Entry, command: Command) -> Admitted:
    """Admit a command that was admitted then, by what nobody knows any more."""
    awaited = (e for e in reading.awaited if e.command == command.name and e.rule == entry.rule)
    expectation = next(awaited, None)
    if expectation is None:
        raise JournalDiffers(entry.n, f"{entry.name} is not awaited")
    after = reading.file.with_fact(command, expectation.nth)
    return journalled(
        Act.of(command, entry.kind, entry.rule),
        before=reading.file,
        reading=read(reading.process, after, entry.counts_from),
        counts_from=entry.counts_from,
        now=entry.settled_at,
    )


def _taken_over(reading: Reading, entry: Entry) -> Admitted:
    """Read the file once more, as the build did that the case had turned to."""
    return journalled(
        _act(entry),
        before=reading.file,
        reading=read(reading.process, reading.file, entry.counts_from),
        counts_from=entry.counts_from,
        now=entry.settled_at,
    )


def _noted(reading: Reading, entry: Entry) -> Admitted:
    return gate.note(
        reading,
        kind=entry.kind,
        name=entry.name,
        body=entry.body,
        at=entry.counts_from,
        now=entry.settled_at,
        command=None if entry.command_id is None else _command(entry, body={}),
    )


def _act(entry: Entry) -> Act:
    return Act(
        entry.kind,
        entry.name,
        entry.rule,
        entry.actor,
        body=entry.body,
        command_id=entry.command_id,
        brought=entry.brought,
    )


def _command(entry: Entry, body: object = None) -> Command:
    command_id = entry.command_id or ""
    kind = OwnEnvelope if command_id.startswith(OWN) else Envelope
    envelope = kind.model_validate(
        {
            "command_id": command_id,
            "register_no": entry.brought.get("register_no"),
            "actor": entry.actor,
            "body": entry.body if body is None else body,
        }
    )
    return Command.model_validate(
        {
            "name": entry.name,
            "envelope": envelope,
            "counts_from": entry.counts_from,
            "verdict": _verdict(entry),
            "sent": entry.brought.get("digest"),
        }
    )


def _verdict(entry: Entry) -> Verdict | None:
    verdict = entry.brought.get("verdict")
    return None if verdict is None else Verdict.model_validate(verdict)


def _difference(entry: Entry, again: Entry) -> str:
    """Say in which fields an entry comes out otherwise."""
    apart = {"hash", "answer", "settled_at"}
    was, comes = (one.model_dump(mode="json", exclude=apart) for one in (entry, again))
    found = [f"{name} was {was[name]!r}, is {comes[name]!r}" for name in was]
    differing = [text for name, text in zip(was, found, strict=True) if was[name] != comes[name]]
    return "; ".join(differing) or "its hash is of another text"
