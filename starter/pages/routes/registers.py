"""Registers beside the cases: which there are, their rows, and their forms."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ValidationError

from activities.documents import documents
from starter.api.access.registers import REGISTERS
from starter.api.problems import Denied, Unreadable
from starter.api.routes import registers as door
from starter.client.answers import Refused
from starter.forms.doors import DOORS
from starter.forms.form import read
from starter.pages import kept
from starter.pages.faults import Fault, faults_of, faults_of_documents
from starter.pages.fields import documents_in
from starter.pages.form import Flat, Form, changed_rows
from starter.pages.messages import form_of_register
from starter.pages.rendering import page
from starter.pages.routes.papers import printed_for
from starter.pages.session import Looks, Visitor, one
from starter.pages.uploads import Sends
from starter.pages.words import t
from workflows.kernel.law.calendar import local_day

router = APIRouter(default_response_class=Response)

ROWS: Final = 100
"""Rows of a page."""

FormName = Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]


class Asked(BaseModel):
    """Which rows somebody looks for; a browser sends empty what was left empty."""

    key: str = ""
    subject: str = ""
    on: str = ""
    after: str = ""

    def filters(self) -> dict[str, str]:
        """Return what was filled in."""
        return {name: said for name, said in self.model_dump().items() if said}


@dataclass
class Slip:
    """A form of a register on its way: how it is filled in, and what was said of it."""

    register: str
    name: str
    form: Form
    filled: Flat
    roles: tuple[str, ...]
    fixed: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    returned: bool = False
    """Whether it was sent after its session had run out, and is back."""
    key: str = field(default_factory=lambda: f"page-{secrets.token_hex(12)}")

    def said(self, name: str) -> str:
        """Return what was filled in beside the form."""
        return one(dict(self.filled), name)


@router.get("/registers")
async def registers(request: Request, seen: Looks) -> Response:
    """List the registers that somebody reads or fills in."""
    listed = _told(await door.registers(seen.who, request))["registers"]
    named = sorted(listed, key=lambda each: str(each["title"][seen.lang]))
    return page(
        request, "registers", seen, listed=named, printed=printed_for(seen),
        year=local_day(datetime.now(UTC)).year,
    )  # fmt: skip


@router.get("/registers/{register}")
async def rows(
    register: door.RegisterName, asked: Annotated[Asked, Query()], request: Request, seen: Looks
) -> Response:
    """Show the rows of a register, page by page."""
    named = _told(await door.registers(seen.who, request))["registers"]
    shown = next((each for each in named if each["name"] == register), None)
    if shown is None:
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such register")
    told = await _rows(request, seen, shown, asked.filters())
    listed = [] if told is None else told["rows"]
    async with seen.who.desk.pool.acquire() as conn:
        stored = await documents(conn, [digest for _, digest in documents_in(listed)])
    return page(
        request, "register", seen, shown=shown, rows=listed, asked=asked, stored=stored,
        columns=list(dict.fromkeys(name for row in listed for name in row)),
        looked=told is not None, after=told and told["after"],
    )  # fmt: skip


async def _rows(
    request: Request, seen: Visitor, shown: dict[str, Any], asked: dict[str, str]
) -> dict[str, Any] | None:
    """Return a page of rows; none where nothing is to be shown yet."""
    alone = shown["one_by_one"] and not {"key", "subject"} & asked.keys()
    if not shown["readable"] or alone:
        return None
    try:
        filters = door.Filters.model_validate({"limit": ROWS, **asked})
    except ValidationError as wrong:
        raise Unreadable("what is looked for cannot be read") from wrong
    return _told(await door.rows(shown["name"], filters, seen.who, request))


@router.get("/registers/{register}/{name}")
async def form(
    register: door.RegisterName, name: FormName, request: Request, seen: Looks
) -> Response:
    """Show a form of a register, filled in with what is known of whoever fills it in."""
    slip = _slip(seen, register, name)
    shapes = slip.form.properties(slip.form.schema)
    asked = {field: said for field, said in request.query_params.items() if field in shapes}
    back = kept.returned(request, seen)
    slip.filled = {**slip.filled, **slip.form.flat(asked), **back}
    slip.returned = bool(back)
    return kept.forget(request, _drawn(request, seen, slip))


@router.post("/registers/{register}/{name}")
async def fill_in(
    register: door.RegisterName, name: FormName, request: Request, seen: Looks, brought: Sends
) -> Response:
    """Fill in a form of a register."""
    slip = _slip(seen, register, name)
    slip.filled, button = brought.fields, one(brought.fields, "do")
    if button.startswith(("more:", "less:")):
        slip.filled = changed_rows(slip.filled, button)
        return _drawn(request, seen, slip)
    if brought.not_taken:
        slip.faults = faults_of_documents(brought.not_taken, slip.form, slip.filled, seen.lang)
        return _drawn(request, seen, slip)
    try:
        said = await _filled_in(seen, slip)
    except Refused as no:
        slip.faults = faults_of(no.reasons, slip.form, slip.filled, seen.lang)
        return _drawn(request, seen, slip)
    return page(
        request, "filled_in", seen, slip=slip, answer=said["answer"],
        register=REGISTERS[register], title=t(f"form/{name}", seen.lang),
    )  # fmt: skip


async def _filled_in(seen: Visitor, slip: Slip) -> dict[str, Any]:
    of = DOORS[slip.name]
    body = read(of.kind, slip.form.body(slip.filled), of.rule)
    sent = door.FormSent(form=slip.name, body=body, role=slip.said("_role") or None)
    return _told(await door.fill_in(slip.register, sent, seen.who, slip.said("_id") or slip.key))


def _slip(seen: Visitor, register: str, name: str) -> Slip:
    """Return an empty form; what is known of whoever fills it in stands in it.

    Raises:
        Denied: There is no such form, or it is not theirs.
    """
    of = DOORS.get(name)
    if of is None or of.register != register:
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such form")
    grants = [grant for grant in seen.who.grants if grant.role in of.by]
    if not grants:
        raise Denied(HTTPStatus.FORBIDDEN, f"{name} is for {' or '.join(of.by)}", of.rule)
    made = form_of_register(name)
    own = {grant.institution for grant in grants}
    filled = made.flat({"institution": own.pop()} if len(own) == 1 else {})
    return Slip(register, name, made, filled, tuple(dict.fromkeys(g.role for g in grants)))


def _drawn(request: Request, seen: Visitor, slip: Slip) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if slip.faults else HTTPStatus.OK
    return page(
        request, "fill_in", seen, status, sheet=slip, register=REGISTERS[slip.register],
        parts=slip.form.parts(slip.filled), title=t(f"form/{slip.name}", seen.lang),
        at_field={fault.path for fault in slip.faults if fault.path},
    )  # fmt: skip


def _told(said: Response) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(bytes(said.body))
    return told
