"""Acting: a form for each command, a dry run, and what the case answers."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import UndefinedError
from pydantic import JsonValue, ValidationError

from activities.post.letter import Particulars, write_letter
from starter.api.access.policy import Grant
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
from starter.pages.carried import known_to
from starter.pages.faults import Fault, faults_of, faults_of_documents
from starter.pages.form import Flat, Form
from starter.pages.letters import correspondence, notification_said, served_by
from starter.pages.messages import START, form_of
from starter.pages.rendering import page
from starter.pages.routes.case import shown_case, steps_of
from starter.pages.rows import changed_rows, changes_rows
from starter.pages.session import Looks, Visitor, one
from starter.pages.spans import term_name
from starter.pages.suggestions import PEOPLE, codes_for, people_in
from starter.pages.uploads import Sends
from starter.pages.words import process_title, role_word, t
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Notice
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.view import AllowedCommand
from workflows.kernel.judgement.gate import Preview
from workflows.kernel.roles import Role

router = APIRouter(default_response_class=Response)

_NOTIFICATION: Final = "notification"
"""The field by which a service says which letter was served."""


class Served(NamedTuple):
    """The letter that is served, as people call it."""

    said: str
    address: str
    """Empty: it is not theirs to read."""


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
    people: Sequence[str] = ()
    """Whom the case has been told of; a field that names somebody offers them."""
    serves: Served | None = None
    """What it records the service of."""
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
    asked = {name: [value] for name, value in request.query_params.items()}
    sheet = await sheet_of(seen, case_id, command, asked)
    shapes = sheet.form.properties(sheet.form.schema)
    sheet.filled = {
        **{path: asked[path] for path in asked if path.partition(".")[0] in shapes},
        **sheet.filled,
    }
    return await _first_drawn(request, seen, sheet)


@router.post("/cases/{case_id}/acts/{command}")
async def act(
    case_id: CaseId, command: CommandName, request: Request, seen: Looks, brought: Sends
) -> Response:
    """Show what a command would lead to, or send it."""
    filled = brought.fields
    sheet = await sheet_of(seen, case_id, command, filled)
    sheet.filled = {**filled, **{path: sheet.filled[path] for path in sheet.fixed}}
    button = one(filled, "do")
    if changes_rows(button):
        sheet.filled = changed_rows(sheet.filled, button)
        return await _drawn(request, seen, sheet)
    if brought.not_taken:
        sheet.faults = faults_of_documents(brought.not_taken, sheet.form, sheet.filled, seen.lang)
        return await _drawn(request, seen, sheet)
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
    return await _drawn(request, seen, sheet)


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
    return await _first_drawn(request, seen, _filing_sheet(seen, process))


@router.post("/open/{process}")
async def file(process: ProcessName, request: Request, seen: Looks, brought: Sends) -> Response:
    """Open a case."""
    sheet, filled = _filing_sheet(seen, process), brought.fields
    sheet.filled = filled
    button = one(filled, "do")
    if changes_rows(button):
        sheet.filled = changed_rows(filled, button)
        return await _drawn(request, seen, sheet)
    if brought.not_taken:
        sheet.faults = faults_of_documents(brought.not_taken, sheet.form, filled, seen.lang)
        return await _drawn(request, seen, sheet)
    try:
        sent = FilingSent(**_sent(sheet, filled).model_dump())
        said = await door.open_case(process, sent, seen.who, one(filled, "_id") or sheet.key)
    except Refused as no:
        sheet.faults = faults_of(no.reasons, sheet.form, filled, seen.lang, process)
        return await _drawn(request, seen, sheet)
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
    roles = tuple(dict.fromkeys(grant.role for grant in grants))
    return Sheet(
        process, START, None, made, made.flat(_own(grants)), roles, paper=Role.REGISTRY in roles
    )


def _own(grants: list[Grant]) -> dict[str, JsonValue]:
    """Return what is known of whoever files: for themselves, or for their institution."""
    scopes = {(grant.scope, grant.id, grant.institution) for grant in grants}
    match tuple(scopes):
        case (("own", key, institution),):
            return {"applicant": {"key": key, "institution": institution}}
        case (("institution", _, institution),):
            return {"institution": institution}
        case _:
            return {}


async def sheet_of(seen: Visitor, case_id: str, command: str, said: Flat) -> Sheet:
    """Return the form of a command of a case, filled in with what the case knows."""
    reached = await seen.who.reach(case_id, "read")
    understood(case_id, command)
    name = reached.process.name
    made, shown = form_of(name, command), await shown_case(seen, reached)
    allowed = [each for each in (shown.view.allowed if shown.view else ()) if each.name == command]
    fixed = fixed_fields(made, allowed, said)
    steps = await steps_of(seen, reached, shown)
    known = known_to(name, command, steps)
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
        serves=await _served(seen, reached, fixed), people=people_in(_documents(name, steps)),
    )  # fmt: skip


def _documents(process: str, steps: Iterable[Step]) -> Iterator[tuple[Form, Step]]:
    """Return what a case has been told and has a form today, each with its form."""
    for step in steps:
        with suppress(KeyError):
            filed = step.kind == "opened"
            yield form_of(process, START if filed else step.name), step


def fixed_fields(made: Form, allowed: list[AllowedCommand], said: Flat) -> dict[str, list[str]]:
    """Return what the case has set; where it stands open more than once, by what was chosen."""
    ways = [made.flat(each.given) for each in allowed]
    chosen = [way for way in ways if way and all(said.get(at) == way[at] for at in way)]
    found = ways if len(ways) == 1 else chosen
    return found[0] if len(found) == 1 else {}


async def _served(seen: Visitor, reached: Reached, fixed: Flat) -> Served | None:
    """Return the letter whose service a form records, as people call it."""
    if _NOTIFICATION not in fixed:
        return None
    key, letters = fixed[_NOTIFICATION][0], await correspondence(seen, reached)
    row = served_by(key, letters)
    return Served(notification_said(key, letters, seen.lang), row.address if row else "")


async def _first_drawn(request: Request, seen: Visitor, sheet: Sheet) -> Response:
    """Draw a form that is opened; one that was kept for them is filled in as it was."""
    back = kept.returned(request, seen)
    fixed = {path: sheet.filled[path] for path in sheet.fixed}
    sheet.filled, sheet.returned = {**sheet.filled, **back, **fixed}, bool(back)
    return kept.forget(request, await _drawn(request, seen, sheet))


async def _drawn(request: Request, seen: Visitor, sheet: Sheet) -> Response:
    process = PROCESSES[sheet.process]
    command = process.application.command if sheet.command == START else sheet.command
    example = example_for(sheet.process, sheet.command)
    examples = sheet.form.flat(example) if isinstance(example, dict) else {}
    refused = bool(sheet.faults) and sheet.ahead is None
    parts = sheet.form.parts(sheet.filled)
    return page(
        request, "act", seen, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        sheet=sheet, parts=parts, title=process.word(command, seen.lang),
        offered={**await codes_for(seen, parts), PEOPLE: sheet.people},
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
