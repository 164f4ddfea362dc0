"""Registers beside the cases: what stands in them, their forms, and filling one in."""

import base64
import binascii
from datetime import UTC, date, datetime
from functools import cache, reduce
from http import HTTPStatus
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError, create_model

from activities.listing import RowPlace, WantedRows, list_rows
from starter.api.access.policy import Grant
from starter.api.access.registers import REGISTERS, Register
from starter.api.desk import Caller, Who
from starter.api.models import (
    FilledIn,
    FormDescribed,
    RegisterDescribed,
    RegisterNamed,
    RegisterPage,
    Registers,
)
from starter.api.problems import Denied, Unreadable
from starter.api.routes.common import UNCHANGED, Key, problems, tagged
from starter.forms.doors import DOORS, Door
from starter.forms.once import fill_in_once
from workflows.kernel.roles import Actor, RoleName
from workflows.kernel.values import Frozen

router = APIRouter(prefix="/v1/registers", tags=["registers"])

RegisterName = Annotated[str, Path(pattern=r"^[a-z-]{1,40}$")]

KEY: Final = r"^[A-Za-z0-9._:/ -]{1,200}$"


class FormSent(Frozen):
    """A form; who fills it in is proven by the token."""

    form: str
    body: Frozen
    role: RoleName | None = None
    """In which of your roles, where you have several."""


def _sent(name: str, door: Door) -> type[FormSent]:
    words = "".join(part.capitalize() for part in name.split("_"))
    return create_model(
        f"{words}Form",
        __base__=FormSent,
        __doc__=door.says,
        form=(Literal[name], ...),  # type: ignore[arg-type] # the one name that it has
        body=(door.kind, ...),
    )


if TYPE_CHECKING:
    AnyForm: TypeAlias = FormSent
else:
    _KINDS = [_sent(name, door) for name, door in DOORS.items()]
    AnyForm = Annotated[reduce(or_, _KINDS), Field(discriminator="form")]


class Filters(BaseModel):
    """Which rows a list is to hold; what is asked for together holds together."""

    key: Annotated[str | None, Field(pattern=KEY)] = None
    case_id: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9-]{1,80}$")] = None
    institution: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9._-]{1,32}$")] = None
    subject: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$", description="Key of the one it is about."),
    ] = None
    on: Annotated[date | None, Field(description="Only what holds on that day.")] = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    after: Annotated[
        str | None, Field(max_length=1000, description="The `after` of the page before.")
    ] = None


@router.get("", response_model=Registers, responses={**UNCHANGED, **problems()})
async def registers(who: Who, request: Request) -> Response:
    """List the registers in which you read, or fill in a form."""
    named = tuple(
        RegisterNamed(
            name=name,
            title={"tr": each.tr, "en": each.en},
            readable=each.sees(who.grants) is not None,
            one_by_one=each.one_by_one,
            forms=tuple(form for form, door in each.doors(name).items() if _theirs(who, door)),
        )
        for name, each in REGISTERS.items()
    )
    yours = tuple(each for each in named if each.readable or each.forms)
    return tagged(request, Registers(registers=yours))


@router.get(
    "/{register}/schema", response_model=RegisterDescribed, responses={**UNCHANGED, **problems(404)}
)
async def register_schema(register: RegisterName, who: Who, request: Request) -> Response:
    """Describe the forms of a register: their schemas, and who may fill them in."""
    _named(register)
    return tagged(request, _described(register))


@router.get("/{register}", response_model=RegisterPage, responses={**UNCHANGED, **problems(404)})
async def rows(
    register: RegisterName, asked: Annotated[Filters, Query()], who: Who, request: Request
) -> Response:
    """List the rows of a register that are yours to read, by their keys."""
    found = _named(register)
    sees = found.sees(who.grants)
    about = asked.key or asked.subject
    if sees is None:
        why = f"none of your roles reads {register}"
        await who.note("read", command=register, command_id=about, why=why)
        raise Denied(HTTPStatus.FORBIDDEN, why, "V-5")
    if found.one_by_one and about is None and sees.everything:
        raise Unreadable(f"{register} is read one by one: say whose, by `key` or `subject`")
    wanted = WantedRows(
        register_name=register,
        after=None if asked.after is None else _place(asked.after),
        **asked.model_dump(exclude={"limit", "after"}),
    )
    await who.note("read", command=register, command_id=about, case_id=asked.case_id)
    async with who.desk.pool.acquire() as conn:
        listed = await list_rows(conn, wanted, sees, limit=asked.limit + 1)
    shown = listed[: asked.limit]
    more = len(listed) > len(shown)
    page = RegisterPage(
        register_name=register,
        rows=tuple(row.content for row in shown),
        after=_token(shown[-1]) if more else None,
    )
    return tagged(request, page)


@router.post(
    "/{register}",
    status_code=201,
    response_model=FilledIn,
    responses={
        200: {"model": FilledIn, "description": "It had been filled in under this key before."},
        **problems(404, 409),
    },
)
async def fill_in(register: RegisterName, sent: AnyForm, who: Who, key: Key) -> Response:
    """Fill in one of a register's forms, under the rules that hold inside."""
    _named(register)
    door = DOORS[sent.form]
    if door.register != register:
        raise Unreadable(f"{sent.form} is a form of {door.register}, not of {register}")
    actor = await _sender(who, door, sent)
    case_id = getattr(sent.body, "case_id", None)
    await who.note("fill-in", actor=actor, command=sent.form, command_id=key, case_id=case_id)
    taken = await fill_in_once(
        who.desk.pool,
        sent.form,
        actor,
        sent.body,
        at=datetime.now(UTC),
        sender=who.subject,
        key=key,
    )
    said = FilledIn(
        register_name=register,
        form=sent.form,
        filled_at=taken.filled_at,
        answer=taken.answer,
        again=taken.again,
    )
    return JSONResponse(said.model_dump(mode="json"), 200 if taken.again else 201)


async def _sender(who: Caller, door: Door, sent: FormSent) -> Actor:
    """Return as whom they fill a form in; a denial is on record.

    Raises:
        Denied: None of their roles does, several do, or the case it names is not theirs.
    """
    fitting = [g for g in who.grants if g.role in door.by and sent.role in {None, g.role}]
    if not fitting:
        why = f"{sent.form} is for {' or '.join(door.by)}"
        await who.note("fill-in", command=sent.form, why=why)
        raise Denied(HTTPStatus.FORBIDDEN, why, door.rule)
    grant = who.one_of(fitting)
    if door.whose != "judged" and not (door.whose == "case or own" and _for_itself(grant, sent)):
        case_id: str = sent.body.case_id  # type: ignore[attr-defined] # such forms name a case
        reached = await who.reach(case_id, "fill-in")
        if grant not in reached.grants:
            why = f"{case_id} is not within your reach as {grant.role}"
            await who.note("fill-in", command=sent.form, case_id=case_id, why=why)
            raise Denied(HTTPStatus.FORBIDDEN, why, door.rule)
    return grant.actor


def _for_itself(grant: Grant, sent: FormSent) -> bool:
    """Whether an institution acts for itself: its rules then say whether it may."""
    named = getattr(sent.body, "institution", None)
    return grant.role == "principal" or (named is not None and named == grant.institution)


def _theirs(who: Caller, door: Door) -> bool:
    return any(grant.role in door.by for grant in who.grants)


def _named(register: str) -> Register:
    found = REGISTERS.get(register)
    if found is None:
        raise Denied(HTTPStatus.NOT_FOUND, f"there is no register {register}")
    return found


@cache
def _described(register: str) -> RegisterDescribed:
    forms = {
        name: FormDescribed(
            says=door.says, rule=door.rule, roles=door.by, body=_schema_of(door.kind)
        )
        for name, door in REGISTERS[register].doors(register).items()
    }
    return RegisterDescribed(register_name=register, forms=forms)


def _schema_of(kind: type[Frozen]) -> dict[str, Any]:
    return kind.model_json_schema()


def _token(place: RowPlace) -> str:
    said = RowPlace(key=place.key, part=place.part).model_dump_json()
    return base64.urlsafe_b64encode(said.encode()).decode()


def _place(token: str) -> RowPlace:
    try:
        return RowPlace.model_validate_json(base64.urlsafe_b64decode(token.encode()))
    except (ValidationError, binascii.Error, ValueError) as wrong:
        raise Unreadable("`after` is not what a page has ended with") from wrong
