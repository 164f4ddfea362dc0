"""Opening cases and sending commands."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from pydantic import BaseModel, JsonValue, ValidationError
from rich.console import Group
from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import meant, viewing
from starter.cli.work.desk import Desk, desk
from starter.cli.work.inputs import (
    actor_from,
    body_from,
    instant_from,
    process_behind,
    process_from,
)
from starter.cli.work.speaking import said, t
from starter.client.answers import Fault, Filing, OutOfReach, Refused
from starter.client.exits import REFUSED, TROUBLE
from starter.client.fitting import document, shaped
from starter.client.wording import fault_in
from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Answer, Envelope
from workflows.kernel.case.process import Process
from workflows.kernel.judgement.gate import Preview
from workflows.kernel.worded import day_in_words

_CLOSED: Final = "closed"
"""Where a case stands that waits for nothing more."""


@dataclass(frozen=True)
class Sent:
    """A message as it was typed."""

    body: str | None
    fields: list[str]
    actor: str
    received_at: str | None = None
    register_no: str | None = None
    command_id: str | None = None


async def start(
    settings: Settings, name: str, sent: Sent, *, file_no: str | None, claim: str | None
) -> Shown:
    """Open a case and show what became of it."""
    process = process_from(name)
    filing = _filing(sent, file_no)
    with suppress(Refused):  # which says it better once it knows the whole filing
        read = shaped(process.application, filing.body)
        filing = filing.model_copy(update={"body": as_contract(filing.body, read)})
    async with desk(settings) as at:
        started = await at.vade.start(process, filing, claim=claim)
        data: dict[str, JsonValue] = {"started": started.model_dump(mode="json")}
        line = Text.assemble((started.case_id, "bold"), f" {t('is_started', settings.lang)}")
        try:
            view = await at.vade.opened(started.case_id)
        except OutOfReach as silent:
            data["error"] = {"kind": "out-of-reach", "said": str(silent)}
            waits = Text(fault_in(silent, settings.lang), style="yellow")
            return Shown(data, Group(line, waits), TROUBLE)
        except Refused as no:
            data["error"] = {
                "kind": "refused",
                "said": str(no),
                "reasons": [each.model_dump(mode="json") for each in no.reasons],
            }
            why = viewing.reasons(no.reasons, settings.lang, name)
            return Shown(data, Group(Text(f"{started.case_id}:"), why), REFUSED)
        data["view"] = view.model_dump(mode="json")
        return Shown(data, viewing.view(process, view, settings.lang))


async def send(
    settings: Settings, case_id: str, command: str, sent: Sent, *, yes: bool = False
) -> Shown:
    """Send a command and show the case's answer; before one that ends it, ask on a terminal."""
    process_behind(case_id)
    envelope = _envelope(sent)
    async with desk(settings) as at:
        return await send_from(at, settings.lang, case_id, command, envelope, yes=yes)


async def send_from(
    at: Desk, lang: str, case_id: str, command: str, envelope: Envelope, *, yes: bool = False
) -> Shown:
    """Send a command from this desk.

    Raises:
        NotMeant: It would have ended the case, and that was not meant.
    """
    process = process_behind(case_id)
    envelope = await _completed(at, process, case_id, command, envelope)
    if not yes and meant.can_be_asked():
        await _ask(at, lang, case_id, command, envelope)
    answer = await at.vade.send(case_id, command, envelope)
    data: dict[str, JsonValue] = answer.model_dump(mode="json")
    lines = [viewing.answer(process, answer, lang)]
    if (ended := await _decision(at, case_id, answer)) is not None:
        data["decision"] = ended.model_dump(mode="json")
        lines.append(viewing.outcome(process, ended, lang))
    return Shown(data, Group(*lines))


async def _ask(at: Desk, lang: str, case_id: str, command: str, envelope: Envelope) -> None:
    """Ask whether a command that would end the case is meant, by the dry run of the pages."""
    try:
        ahead = await at.vade.ask(case_id, "what_if", command, envelope.model_dump(mode="json"))
    except OutOfReach:
        return  # nobody can say what would follow; it is taken in and counts
    ends = None if ahead is None else Preview.model_validate(ahead).decision
    if ends is not None:
        outcome = process_behind(case_id).word(f"outcome/{ends.outcome}", lang)
        on = day_in_words(ends.on, lang)
        question = said("ends_with", lang, case=case_id, outcome=outcome, rule=ends.rule, on=on)
        meant.ask(question, lang)


async def _decision(at: Desk, case_id: str, answer: Answer) -> Decision | None:
    """Return how a command has ended the case, if it has."""
    if answer.stage != _CLOSED:
        return None
    try:
        return (await at.vade.view(case_id)).decision
    except Fault:
        return None  # it has answered; how it ended, `vade show` says later


def _filing(sent: Sent, file_no: str | None) -> Filing:
    received_at = instant_from(sent.received_at) if sent.received_at else None
    try:
        return Filing(
            file_no=file_no,
            received_at=received_at,
            register_no=sent.register_no,
            actor=actor_from(sent.actor),
            body=body_from(sent.body, sent.fields),
        )
    except ValidationError as wrong:
        raise Usage(_first(wrong)) from wrong


def _envelope(sent: Sent) -> Envelope:
    received_at = instant_from(sent.received_at) if sent.received_at else None
    try:
        return Envelope(
            command_id=sent.command_id or f"cli-{uuid4().hex}",
            received_at=received_at,
            register_no=sent.register_no,
            actor=actor_from(sent.actor),
            body=body_from(sent.body, sent.fields),
        )
    except ValidationError as wrong:
        raise Usage(_first(wrong)) from wrong


def _first(wrong: ValidationError) -> str:
    error = wrong.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"


async def _completed(
    at: Desk, process: Process, case_id: str, command: str, envelope: Envelope
) -> Envelope:
    """Fill in what can have one value only, and stop what cannot be read before it counts."""
    kind = document(process, command)
    if kind is None:
        return envelope
    body = envelope.body
    try:
        read = shaped(kind, body)
    except Refused:
        body = {**await _given(at, case_id, command), **body}
        read = shaped(kind, body)
    return envelope.model_copy(update={"body": as_contract(body, read)})


def as_contract(typed: Any, read: Any) -> Any:
    """Return what was typed as the contract writes it: ``yes`` and ``no`` are booleans there."""
    match typed, read:
        case str(), bool():
            return read
        case dict(), BaseModel():
            return {
                key: as_contract(value, getattr(read, key, None)) for key, value in typed.items()
            }
        case dict(), dict():
            known = {str(key): value for key, value in read.items()}
            return {key: as_contract(value, known.get(key)) for key, value in typed.items()}
        case list(), list() | tuple() if len(typed) == len(read):
            return [as_contract(each, one) for each, one in zip(typed, read, strict=True)]
        case _:
            return typed


async def _given(at: Desk, case_id: str, command: str) -> dict[str, JsonValue]:
    try:
        view = await at.vade.view(case_id)
    except OutOfReach:
        return {}
    return next((dict(each.given) for each in view.allowed if each.name == command), {})
