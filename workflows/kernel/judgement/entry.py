"""Journal entries: how an act that was let in is numbered, hashed and described.

The case itself numbers and hashes; the journal only keeps. Each entry carries the hash of the one
before it, so that nothing can be changed, left out or inserted unnoticed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import OWN, Answer, Envelope, HeldCommand, OpenTerm
from workflows.kernel.case.records import Entry, Notice, RegisterWrite
from workflows.kernel.law.term import Term
from workflows.kernel.roles import VADE, Actor
from workflows.kernel.story.reading import Reading
from workflows.kernel.values import digest


@dataclass(frozen=True)
class Admitted:
    """What one admitted act leads to."""

    file: CaseFile
    reading: Reading
    entry: Entry
    notices: tuple[Notice, ...]
    registers: tuple[RegisterWrite, ...]


_LEGAL = frozenset({"opened", "command", "closure", "renewal", "transition", "lapse", "extension"})
"""Kinds of acts with legal effect; an end is one where it lets a story go on."""


def command_digest(name: str, envelope: Envelope) -> str:
    """Return what makes a command this command: name, actor and body, not when it was sent."""
    return digest(
        {"name": name, "actor": envelope.actor.model_dump(mode="json"), "body": envelope.body}
    )


def written_body(body: dict[str, JsonValue], register_no: str | None) -> dict[str, JsonValue]:
    """Return a document as the journal keeps it: a paper with its register number."""
    return dict(body) if register_no is None else {**body, "register_no": register_no}


@dataclass(frozen=True)
class Act:
    """What is written down of an act, whoever did it."""

    kind: str
    name: str
    rule: str
    actor: Actor = VADE
    body: JsonValue = None
    command_id: str | None = None
    digest: str | None = None

    @classmethod
    def of(cls, command: Command, kind: str, rule: str) -> "Act":
        """Write down a command; one of the case's own is never told again, and needs no digest."""
        envelope = command.envelope
        is_own = envelope.command_id.startswith(OWN)
        return cls(
            kind,
            command.name,
            rule,
            envelope.actor,
            body=written_body(envelope.body, envelope.register_no),
            command_id=envelope.command_id,
            digest=None if is_own else command_digest(command.name, envelope),
        )


def journalled(
    act: Act, *, before: CaseFile, reading: Reading, counts_from: datetime, now: datetime
) -> Admitted:
    """Number and hash the journal entry of an act, and give the new file its last hash."""
    file = reading.file
    fields: dict[str, Any] = {
        "n": before.n + 1,
        "kind": act.kind,
        "name": act.name,
        "rule": act.rule,
        "counts_from": counts_from.isoformat(),
        "settled_at": now.isoformat(),
        "actor": before.known_as(act.actor).model_dump(mode="json"),
        "command_id": act.command_id,
        "body": act.body,
        "effects": _effects(before, reading),
        "previous_hash": before.hash,
    }
    sealed = digest(fields)
    changes: dict[str, Any] = {"n": fields["n"], "hash": sealed}
    if act.kind in _LEGAL or (act.kind == "ended" and not file.term(act.name).is_open):
        changes["settled_up_to"] = max(counts_from, file.settled_up_to or counts_from)
    file = file.model_copy(update=changes)
    if act.command_id is not None and act.digest is not None:
        file = file.remembering(act.command_id, act.digest, refused=act.kind == "refused")
    reading = replace(reading, file=file)
    answer = answer_to(act.command_id, reading) if act.command_id else None
    entry = Entry.model_validate(
        {
            **fields,
            "hash": sealed,
            "answer": answer.model_dump(mode="json") if answer else None,
        }
    )
    return Admitted(file, reading, entry, tuple(reading.notices), tuple(reading.registers))


def _effects(before: CaseFile, reading: Reading) -> dict[str, JsonValue]:
    after = reading.file
    effects: dict[str, JsonValue] = {"stage": reading.stage}
    terms: list[JsonValue] = [
        change
        for key, term in after.terms.items()
        if (change := _term_change(before.terms.get(key), term))
    ]
    if terms:
        effects["terms"] = terms
    if reading.notices:
        effects["notices"] = [f"{n.occasion} → {n.addressee}" for n in reading.notices]
    if reading.registers:
        effects["registers"] = [f"{r.into}: {r.key}" for r in reading.registers]
    waiting = [p for p in after.pending if p not in before.pending]
    if waiting:
        effects["pending"] = [p.model_dump(mode="json", exclude={"command"}) for p in waiting]
    if after.decision is not None and before.decision is None:
        effects["decision"] = after.decision.model_dump(mode="json")
    return effects


def _term_change(before: Term | None, after: Term) -> dict[str, JsonValue] | None:
    due = after.due_at.isoformat() if after.due_at else None
    if before is None:
        return {"key": after.key, "state": after.state, "due_at": due}
    if before.state is after.state and before.due_at == after.due_at:
        return None
    change: dict[str, JsonValue] = {"key": after.key, "state": after.state, "due_at": due}
    if before.due_at != after.due_at:
        change["was_due_at"] = before.due_at.isoformat() if before.due_at else None
    return change


def answer_to(command_id: str, reading: Reading) -> Answer:
    """What the sender of an admitted command is told."""
    waiting = next((p for p in reading.file.pending if p.command_id == command_id), None)
    held = None
    if waiting is not None:
        held = HeldCommand(
            waits_for=waiting.waits_for.value,
            rule=waiting.rule,
            because=waiting.because,
            until=waiting.until,
        )
    return Answer(
        held=held,
        command_id=command_id,
        stage=reading.stage,
        entry=reading.file.n,
        terms=tuple(
            OpenTerm(rule=t.rule, key=t.key, due_at=t.due_at, state=t.state)
            for t in reading.file.open_terms
        ),
    )
