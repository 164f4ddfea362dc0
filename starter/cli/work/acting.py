"""Opening cases and sending commands."""

from dataclasses import dataclass
from uuid import uuid4

from pydantic import JsonValue, ValidationError
from rich.console import Group
from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work import rendering
from starter.cli.work.desk import Desk, desk
from starter.cli.work.inputs import (
    actor_from,
    body_from,
    instant_from,
    process_behind,
    process_from,
)
from starter.cli.work.speaking import t
from starter.client.answers import Filing, OutOfReach, Refused
from starter.client.exits import REFUSED, TROUBLE
from starter.client.fitting import document, shaped
from starter.client.wording import fault_in
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.process import Process


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
    async with desk(settings) as at:
        started = await at.vade.start(process, filing, claim=claim)
        data: dict[str, JsonValue] = {"started": started.model_dump(mode="json")}
        line = Text.assemble((started.case_id, "bold"), f" {t('is_started', settings.lang)}")
        try:
            view = await at.vade.opened(started.case_id)
        except OutOfReach as silent:
            data["error"] = {"kind": "out-of-reach", "said": str(silent)}
            return Shown(
                data, Group(line, Text(fault_in(silent, settings.lang), style="yellow")), TROUBLE
            )
        except Refused as no:
            data["error"] = {
                "kind": "refused",
                "said": str(no),
                "reasons": [each.model_dump(mode="json") for each in no.reasons],
            }
            said = rendering.reasons(no.reasons, settings.lang, name)
            return Shown(data, Group(Text(f"{started.case_id}:"), said), REFUSED)
        data["view"] = view.model_dump(mode="json")
        return Shown(data, rendering.view(process, view, settings.lang))


async def send(settings: Settings, case_id: str, command: str, sent: Sent) -> Shown:
    """Send a command and show the case's answer."""
    process = process_behind(case_id)
    envelope = _envelope(sent)
    async with desk(settings) as at:
        envelope = await _completed(at, process, case_id, command, envelope)
        answer = await at.vade.send(case_id, command, envelope)
    human = rendering.answer(process, answer, settings.lang)
    return Shown(answer.model_dump(mode="json"), human)


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
    try:
        shaped(kind, envelope.body)
    except Refused:
        given = await _given(at, case_id, command)
        envelope = envelope.model_copy(update={"body": {**given, **envelope.body}})
        shaped(kind, envelope.body)
    return envelope


async def _given(at: Desk, case_id: str, command: str) -> dict[str, JsonValue]:
    try:
        view = await at.vade.view(case_id)
    except OutOfReach:
        return {}
    return next((dict(each.given) for each in view.allowed if each.name == command), {})
