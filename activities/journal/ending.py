"""What ends the recording of a batch, as the database's ``end_batch`` takes it."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import JsonValue

from activities import books
from activities.post import notices
from workflows.kernel.case.records import Batch, Begun, Entry, RegisterWrite
from workflows.kernel.case.standing_commands import OrderDecision
from workflows.kernel.values import canonical

BEGINNINGS: Final = "beginnings"
"""Among the rows for registers: what the database keeps by its ``begin_case``."""


def end_of(batch: Batch, newest: Sequence[Entry], *, begins: bool = False) -> tuple[Any, ...]:
    """Return the arguments of the statement behind the case and its last entry.

    Args:
        batch: All of it.
        newest: Its entries where the journal ends with them: what they say of commands is the last
            word, and the case stands as the batch shows it. None where the batch came late.
        begins: Whether what the case began with is kept with that.

    Raises:
        Unusable: A row for a register has not its shape.
    """
    rows = (*_beginning(batch), *batch.registers) if begins else batch.registers
    return (
        *books.rows_of(batch.case_id, rows),
        *notices.rows_of(batch.notices),
        batch.projection.closed_at,
        _open_terms(batch) if newest or not batch.entries else None,
        *_replies(newest),
        batch.attention,
    )


def opens(batch: Batch) -> bool:
    """Return whether a batch brings what its case began with, and nothing of that is forgotten."""
    return len(batch.begun) == 1 and batch.entries[0].n == 1


def began(batch: Batch, kept: Begun | None = None) -> dict[str, JsonValue]:
    """Return what a case began with, as the database's ``begin_case`` takes it.

    Args:
        batch: It brings that, or what is left of it.
        kept: What is known of it before.
    """
    for begun in batch.begun:
        kept = begun if kept is None else kept.as_known(begun)
    assert kept is not None, "there is one at least"
    values, law, who = kept.model_dump(mode="json"), kept.opening.rulebook, batch.applied
    return {
        **values,
        "process": law.process,
        "edition": law.edition,
        "revision": kept.opening.revision,
        "calendar_version": kept.opening.calendar.version,
        "applicant": None if who is None else who.applicant,
        "institution": None if who is None else who.institution,
    }


def _beginning(batch: Batch) -> tuple[RegisterWrite]:
    return (RegisterWrite(into=BEGINNINGS, key=batch.case_id, row=began(batch)),)


def _open_terms(batch: Batch) -> list[str]:
    return [str(term["key"]) for term in batch.projection.terms if term["state"] in notices.OPEN]


def text_of(value: JsonValue) -> str | None:
    """Return a value as it is kept; none stays none."""
    return None if value is None else canonical(value)


def _replies(newest: Sequence[Entry]) -> tuple[list[str], list[str | None], list[str | None]]:
    """Return the commands settled by entries, in their order, with answers and refusals.

    The last entry of a command counts: what becomes of one that is held replaces that it is held.
    """
    said: dict[str, tuple[str | None, str | None]] = {}
    for entry in newest:
        if entry.command_id is not None:
            text = text_of(entry.answer)
            said[entry.command_id] = (None, text) if entry.kind == "refused" else (text, None)
        if (conflict := _put_in_its_place(entry)) is not None:
            assert isinstance(entry.answer, dict), "a decision is answered"
            said[conflict] = canonical(answered(entry.answer, conflict)), None
    answers, refusals = [answer for answer, _ in said.values()], [no for _, no in said.values()]
    return list(said), answers, refusals


def _put_in_its_place(entry: Entry) -> str | None:
    """Return the command that an office let count at its place; none if it waits to be refused."""
    if entry.name != OrderDecision.command or entry.kind != "command":
        return None
    decision = OrderDecision.model_validate(entry.body)
    waits = entry.effects.get("pending") if isinstance(entry.effects, dict) else None
    return decision.conflict if decision.in_order and not waits else None


def answered(answer: dict[str, JsonValue], command_id: str) -> dict[str, JsonValue]:
    """Return an answer as that of another command."""
    return {**answer, "command_id": command_id} if "command_id" in answer else answer
