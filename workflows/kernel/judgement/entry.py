"""Journal entries: how an act that was let in is numbered, hashed and described.

The case itself numbers and hashes; the journal only keeps. Each entry carries the hash of the one
before it, so that nothing can be changed, left out or inserted unnoticed.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from workflows.kernel.case.command import Command
from workflows.kernel.case.file import FORGOTTEN, CaseFile
from workflows.kernel.case.message import OWN, Answer, Envelope, HeldCommand, OpenTerm
from workflows.kernel.case.records import Applied, Begun, Entry, Notice, RegisterWrite
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
    begun: Begun | None = None
    """What the case began with, where it is new or knows less of it from now on."""
    applied: Applied | None = None
    """Who applied, where it is new."""


_LEGAL = frozenset({"opened", "command", "closure", "renewal", "transition", "lapse", "extension"})
"""Kinds of acts with legal effect; an end is one where it lets a story go on."""


def command_digest(name: str, envelope: Envelope) -> str:
    """Return what makes a command this command: name, actor and body, not when it was sent."""
    return digest(
        {"name": name, "actor": envelope.actor.model_dump(mode="json"), "body": envelope.body}
    )


def digest_of(command: Command) -> str:
    """Return the digest under which a command counts once."""
    return command.sent or command_digest(command.name, command.envelope)


def on_paper(register_no: str | None) -> dict[str, JsonValue]:
    """Return what a filing brings to the journal beside its document: a paper's number."""
    return {} if register_no is None else {"register_no": register_no}


@dataclass(frozen=True)
class Act:
    """What is written down of an act, whoever did it."""

    kind: str
    name: str
    rule: str
    actor: Actor = VADE
    body: JsonValue = None
    command_id: str | None = None
    brought: dict[str, JsonValue] = field(default_factory=dict)
    waits: bool = False
    """Whether it is taken in and settled later."""

    @property
    def counts_once(self) -> bool:
        """Whether it is a command that has had its answer."""
        return self.command_id is not None and "digest" in self.brought and not self.waits

    @classmethod
    def of(cls, command: Command, kind: str, rule: str) -> "Act":
        """Write down a command; one of the case's own is never told again, and needs no digest."""
        envelope = command.envelope
        brought = on_paper(envelope.register_no)
        if not envelope.command_id.startswith(OWN):
            brought["digest"] = digest_of(command)
        if command.verdict is not None:
            brought["verdict"] = command.verdict.model_dump(mode="json")
        return cls(
            kind,
            command.name,
            rule,
            envelope.actor,
            body=envelope.body,
            command_id=envelope.command_id,
            brought=brought,
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
        "actor": before.known_as(act.actor).model_dump(mode="json"),
        "command_id": act.command_id,
        "body": act.body,
        "brought": act.brought,
        "effects": _effects(before, reading),
        "previous_hash": before.hash,
    }
    sealed = digest(fields)
    changes: dict[str, Any] = {"n": fields["n"], "hash": sealed}
    if act.kind in _LEGAL or (act.kind == "ended" and not file.term(act.name).is_open):
        changes["settled_up_to"] = max(counts_from, file.settled_up_to or counts_from)
    file = file.model_copy(update=changes)
    if act.counts_once:
        known, refused = str(act.brought["digest"]), act.kind == "refused"
        file = file.remembering(str(act.command_id), known, refused=refused)
    reading = replace(reading, file=file)
    answer = answer_to(act.command_id, reading) if act.command_id else None
    entry = Entry.model_validate(
        {
            **fields,
            "settled_at": now,
            "hash": sealed,
            "answer": answer.model_dump(mode="json") if answer else None,
        }
    )
    notices, registers = tuple(reading.notices), tuple(reading.registers)
    return Admitted(file, reading, entry, notices, registers, _begun(before, file))


def _begun(before: CaseFile, after: CaseFile) -> Begun | None:
    forgets = FORGOTTEN in after.done and FORGOTTEN not in before.done
    if before.n > 0 and not forgets:
        return None
    return Begun(start=after.start, opening=after.opening, text=after.text)


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
