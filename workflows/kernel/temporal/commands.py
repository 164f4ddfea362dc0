"""How a command is read: from an update's raw argument or from whatever a signal brought.

Nothing here raises for malformed input: it comes back as a refusal that says what is wrong.
"""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from workflows.kernel.case.message import Envelope, StartMessage
from workflows.kernel.case.reasons import shape_reasons
from workflows.kernel.case.records import Offer
from workflows.kernel.case.refusal import Reason, Refusal

ENVELOPE = "the command envelope (v, command_id, received_at?, actor, body)"
DEEPEST = 32
"""Levels of nesting in a message."""

_OFFER = "sender_records"

START = "the start message (v, file_no, received_at, actor, body)"


def refused(refusal: Refusal) -> ApplicationError:
    """Turn a refusal into the typed error that every door knows: type ``Refused``.

    Its message says it whole: where a filing is refused, operators read nothing else of it.
    """
    return ApplicationError(
        in_words(refusal.reasons),
        [reason.model_dump(mode="json") for reason in refusal.reasons],
        type="Refused",
        non_retryable=True,
    )


def in_words(reasons: Iterable[Reason]) -> str:
    """Write reasons for people, each with its rule, why, and what to do."""
    return "\n\n".join(f"{one.rule}: {one.what}\n{one.why}\n→ {one.do}" for one in reasons)


def value_of(raw: RawValue | None) -> Any | Refusal:
    """Decode a raw argument as JSON."""
    if raw is None:
        return _undecodable("there is no argument")
    if raw.payload.metadata.get("encoding") != b"json/plain":
        return _undecodable("the argument is not JSON")
    try:
        return json.loads(raw.payload.data)
    except (ValueError, RecursionError):
        return _undecodable("the argument's bytes are not JSON that can be read")


def _undecodable(what: str) -> Refusal:
    return Refusal.because(
        "V-4",
        what=what,
        why="messages are plain JSON, one object each",
        do="send one JSON object as the only argument",
    )


def _unkeepable(value: Any) -> str | None:
    """Say what in a JSON value no journal could keep: broken text, or bottomless nesting.

    Hashing either would raise, and an exception stops a case.
    """
    level = [value]
    for _ in range(DEEPEST):
        try:
            "".join([part for part in level if isinstance(part, str)]).encode()
        except UnicodeEncodeError:
            return "a text in the argument is not valid Unicode"
        inside = [part for whole in level if isinstance(whole, list) for part in whole]
        for whole in level:
            if isinstance(whole, dict):
                inside += whole.keys()
                inside += whole.values()
        level = inside
        if not level:
            return None
    return f"the argument is nested more than {DEEPEST} levels deep"


def envelope_of(value: Any, kind: type[Envelope] = Envelope) -> Envelope | Refusal:
    """Read a command's envelope."""
    if isinstance(value, Refusal):
        return value
    if (flaw := _unkeepable(value)) is not None:
        return _undecodable(flaw)
    try:
        return kind.model_validate(value)
    except ValidationError as wrong:
        return Refusal(reasons=shape_reasons(wrong, "V-4", ENVELOPE))


def update_in(raw: RawValue | None) -> tuple[Envelope | Refusal, Offer | None]:
    """Read what an update brought: a command, and what its sender offers to record."""
    value = value_of(raw)
    offers = isinstance(value, dict) and _OFFER in value
    read = envelope_of(value, Offer if offers else Envelope)
    return (read.command, read) if isinstance(read, Offer) else (read, None)


def sent_signal(args: tuple[Any, ...]) -> Envelope | Refusal:
    """Read what a signal brought: exactly one envelope."""
    if len(args) != 1:
        return _undecodable(f"a signal takes one argument, not {len(args)}")
    return envelope_of(args[0])


def start_of(value: Any) -> StartMessage | Refusal:
    """Read a start message."""
    if isinstance(value, Refusal):
        return value
    if (flaw := _unkeepable(value)) is not None:
        return _undecodable(flaw)
    try:
        return StartMessage.model_validate(value)
    except ValidationError as wrong:
        return Refusal(reasons=shape_reasons(wrong, "V-4", START))
