"""Acting: a form for each command, a dry run, and what the case answers."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import UndefinedError
from pydantic import JsonValue, ValidationError

from activities.post.letter import Particulars, write_letter
from starter.api.access.reach import catalogue_of
from starter.api.desk import Reached
from starter.api.problems import Denied
from starter.api.routes import acting as door
from starter.api.routes.common import CaseId, CommandName, ProcessName
from starter.client.answers import Refused
from starter.client.examples import example_for
from starter.client.fitting import understood
from starter.client.models import CommandSent, FilingSent, Step
from starter.client.processes import PROCESSES
from starter.pages import kept
from starter.pages.faults import Fault, faults_of, faults_of_documents
from starter.pages.form import Flat, Form, changed_rows
from starter.pages.messages import START, form_of
from starter.pages.rendering import page
from starter.pages.routes.case import shown_case, steps_of
from starter.pages.session import Looks, Visitor, one
from starter.pages.spans import term_name
from starter.pages.uploads import Sends
from starter.pages.words import process_title, role_word, t
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Notice
from workflows.kernel.case.refusal import Reason
from workflows.kernel.judgement.gate import Preview
from workflows.kernel.roles import Role

router = APIRouter(default_response_class=Response)


@dataclass
class Sheet:
    """A form on its way: of which command, how it is filled in, and what was said of it."""

    process: str
    command: str
    case_id: str | None
    form: Form
    filled: Flat
    roles: tuple[str, ...]
    paper: bool = False
    """Whether the registry may state an earlier receipt."""
    fixed: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    returned: bool = False
    """Whether it was sent after its session had run out, and is back."""
    ahead: Preview | None = None
    key: str = field(default_factory=lambda: f"page-{secrets.token_hex(12)}")
    """Under which it counts once, however often it is sent."""

    @property
    def brings_documents(self) -> bool:
        """Whether it asks for documents."""
        return self.form.asks_for_documents

    @property
    def file_no(self) -> str:
        """Of the case that it goes to."""
        return (self.case_id or "").removeprefix(PROCESSES[self.process].case_id(""))

    def said(self, name: str) -> str:
        """Return what was filled in beside the document."""
        return next(iter(self.filled.get(name, ())), "")


@router.get("/cases/{case_id}/acts/{command}")
async def form(case_id: CaseId, command: CommandName, request: Request, seen: Looks) -> Response:
    """Show the form of a command, filled in with what the case knows."""
    sheet = await _sheet(seen, case_id, command)
    shapes = sheet.form.properties(sheet.form.schema)
    asked = {name: value for name, value in request.query_params.items() if name in shapes}
    sheet.filled = {**sheet.form.flat(asked), **sheet.filled}
    return _first_drawn(request, seen, sheet)


@router.post("/cases/{case_id}/acts/{command}")
async def act(
    case_id: CaseId, command: CommandName, request: Request, seen: Looks, brought: Sends
) -> Response:
    """Show what a command would lead to, or send it."""
    sheet, filled = await _sheet(seen, case_id, command), brought.fields
    sheet.filled = {**filled, **{path: sheet.filled[path] for path in sheet.fixed}}
    button = one(filled, "do")
    if button.startswith(("more:", "less:")):
        sheet.filled = changed_rows(sheet.filled, button)
        return _drawn(request, seen, sheet)
    if brought.not_taken:
        sheet.faults = faults_of_documents(brought.not_taken, sheet.form, sheet.filled, seen.lang)
        return _drawn(request, seen, sheet)
    try:
        sent = _sent(sheet, filled)
        if button == "send":
            key = one(filled, "_id") or sheet.key
            said = await door.send(case_id, command, sent, seen.who, key)
            return RedirectResponse(f"/cases/{case_id}?done={_became(said)}", 303)
        sheet.ahead = await door.preview(case_id, command, sent, seen.who)
        sheet.faults = _faults(sheet, sheet.ahead.reasons, seen)
    except Refused as no:
        sheet.faults = _faults(sheet, no.reasons, seen)
    return _drawn(request, seen, sheet)


@router.get("/open")
async def offered(request: Request, seen: Looks) -> Response:
    """Offer what one can apply for."""
    named = [
        (each.name, process_title(each.name, seen.lang), _filing_word(each, seen.lang))
        for each in catalogue_of(seen.who.grants)
    ]
    return page(request, "open", seen, offered=named)


def _filing_word(process: Process, lang: str) -> str:
    return process.word(process.application.command, lang)


@router.get("/open/{process}")
async def filing(process: ProcessName, request: Request, seen: Looks) -> Response:
    """Show the form that opens a case."""
    return _first_drawn(request, seen, _filing_sheet(seen, process))


@router.post("/open/{process}")
async def file(process: ProcessName, request: Request, seen: Looks, brought: Sends) -> Response:
    """Open a case."""
    sheet, filled = _filing_sheet(seen, process), brought.fields
    sheet.filled = filled
    button = one(filled, "do")
    if button.startswith(("more:", "less:")):
        sheet.filled = changed_rows(filled, button)
        return _drawn(request, seen, sheet)
    if brought.not_taken:
        sheet.faults = faults_of_documents(brought.not_taken, sheet.form, filled, seen.lang)
        return _drawn(request, seen, sheet)
    try:
        sent = FilingSent(**_sent(sheet, filled).model_dump())
        said = await door.open_case(process, sent, seen.who, one(filled, "_id") or sheet.key)
    except Refused as no:
        sheet.faults = faults_of(no.reasons, sheet.form, filled, seen.lang, process)
        return _drawn(request, seen, sheet)
    opened = json.loads(bytes(said.body))
    done = "opened" if opened["state"] == "open" else "opening"
    return RedirectResponse(f"/cases/{opened['case_id']}?done={done}", 303)


def _faults(sheet: Sheet, reasons: tuple[Reason, ...], seen: Visitor) -> tuple[Fault, ...]:
    return faults_of(reasons, sheet.form, sheet.filled, seen.lang, sheet.process)


def _became(said: Response) -> str:
    """Return what a command that was sent has become."""
    if said.status_code != HTTPStatus.ACCEPTED:
        return "admitted"
    return "held" if json.loads(bytes(said.body))["state"] == "held" else "later"


def _sent(sheet: Sheet, filled: dict[str, list[str]]) -> CommandSent:
    """Return what the form says.

    Raises:
        Refused: Its paper is not registered as it should be.
    """
    paper = Form({"type": "object", "properties": _PAPER}).body(filled)
    try:
        return CommandSent.model_validate(
            {"body": sheet.form.body(sheet.filled), "role": one(filled, "_role") or None, **paper}
        )
    except ValidationError as wrong:
        raise Refused.because(
            "V-5",
            what=f"{wrong.errors()[0]['loc'][0]}: {wrong.errors()[0]['msg']}",
            why="the message does not fit the published description",
            do="correct the field and send it again",
        ) from wrong


_PAPER: Mapping[str, Any] = {
    "received_at": {"type": "string", "format": "date-time"},
    "register_no": {"type": "string"},
}


def _filing_sheet(seen: Visitor, process: str) -> Sheet:
    if process not in PROCESSES:
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such process")
    made = form_of(process, START)
    grants = [grant for grant in seen.who.grants if process in grant.processes]
    known: dict[str, JsonValue] = {}
    if len(grants) == 1 and grants[0].scope == "own":
        known = {"applicant": {"key": grants[0].id, "institution": grants[0].institution}}
    roles = tuple(dict.fromkeys(grant.role for grant in grants))
    return Sheet(process, START, None, made, made.flat(known), roles, paper=Role.REGISTRY in roles)


async def _sheet(seen: Visitor, case_id: str, command: str) -> Sheet:
    reached = await seen.who.reach(case_id, "read")
    understood(case_id, command)
    name = reached.process.name
    made, shown = form_of(name, command), await shown_case(seen, reached)
    allowed = [each for each in (shown.view.allowed if shown.view else ()) if each.name == command]
    given = allowed[0].given if len(allowed) == 1 else {}
    known = _known(reached, made, await steps_of(seen, reached, shown))
    fixed = made.flat(given)
    roles = tuple(
        dict.fromkeys(
            grant.role
            for grant in reached.grants
            if not allowed or any(grant.role in each.roles for each in allowed)
        )
    )
    return Sheet(
        name, command, case_id, made, {**made.flat(known), **fixed}, roles,
        paper=any(grant.role == Role.REGISTRY for grant in reached.grants),
        fixed=frozenset(fixed), known=frozenset(known),
    )  # fmt: skip


def _known(reached: Reached, made: Form, steps: tuple[Step, ...]) -> dict[str, JsonValue]:
    """Return what the case has been told before, of the lists and groups that the form asks for.

    A number or a day of an earlier document is not that of this one, and is asked again.
    """
    known: dict[str, JsonValue] = {}
    for step in steps:
        if step.kind != "command" or not isinstance(step.body, dict):
            continue
        try:
            earlier = form_of(reached.process.name, step.name)
        except KeyError:
            continue  # a command of an earlier release
        for name, value in step.body.items():
            shape = made.shape(name)
            if isinstance(value, dict | list) and shape and shape == earlier.shape(name):
                known[name] = value
    return known


def _first_drawn(request: Request, seen: Visitor, sheet: Sheet) -> Response:
    """Draw a form that is opened; one that was kept for them is filled in as it was."""
    back = kept.returned(request, seen)
    fixed = {path: sheet.filled[path] for path in sheet.fixed}
    sheet.filled, sheet.returned = {**sheet.filled, **back, **fixed}, bool(back)
    return kept.forget(request, _drawn(request, seen, sheet))


def _drawn(request: Request, seen: Visitor, sheet: Sheet) -> Response:
    process = PROCESSES[sheet.process]
    command = process.application.command if sheet.command == START else sheet.command
    example = example_for(sheet.process, sheet.command)
    examples = sheet.form.flat(example) if isinstance(example, dict) else {}
    refused = bool(sheet.faults) and sheet.ahead is None
    return page(
        request, "act", seen, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        sheet=sheet, parts=sheet.form.parts(sheet.filled), title=process.word(command, seen.lang),
        examples={path: said[0] for path, said in examples.items()},
        letters=[] if sheet.ahead is None else _letters(sheet.ahead.letters, seen.lang),
        term_name=lambda key: term_name(sheet.process, key, seen.lang),
        at_field={fault.path for fault in sheet.faults if fault.path},
    )  # fmt: skip


def _letters(letters: tuple[Notice, ...], lang: str) -> list[tuple[str, str]]:
    """Return to whom letters would go, and about what."""
    return [(role_word(each.addressee, lang), _subject(each, lang)) for each in letters]


def _subject(notice: Notice, lang: str) -> str:
    about = Particulars(
        template=notice.template,
        rule=notice.rule,
        dated_at=notice.dated_at,
        name="",
        facts=notice.facts,
    )
    try:
        return write_letter(about, lang).subject
    except UndefinedError:
        return t("letter", lang)  # its facts are not theirs to see
