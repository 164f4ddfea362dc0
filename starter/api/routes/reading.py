"""Reading cases: one, its terms, its time line, and lists of them."""

import base64
import binascii
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from activities.journal.projection import Listed, Place, Wanted, list_cases, timeline
from starter.api.access.policy import Grant
from starter.api.access.reach import eyes_of
from starter.api.desk import Caller, Who
from starter.api.models import CaseShown, Page, Terms, TimeLine
from starter.api.problems import Denied, Unreadable
from starter.api.routes.common import UNCHANGED, CaseId, Lang, problems, tagged
from starter.api.shown import case_for, listed_for, step_for
from starter.client.answers import OutOfReach
from starter.client.contract import Explained
from starter.client.processes import PROCESSES
from workflows.kernel.case.message import OpenTerm

router = APIRouter(prefix="/v1", tags=["cases"])

READ = {**UNCHANGED, **problems(404)}


class Filters(BaseModel):
    """Which cases a list is to hold; what is asked for together holds together."""

    process: Annotated[str | None, Field(pattern=r"^[a-z-]{1,40}$")] = None
    stage: Annotated[str | None, Field(pattern=r"^[a-z-]{1,60}$")] = None
    waiting_on: Annotated[
        str | None, Field(pattern=r"^[a-z-]{1,40}$", description="The office whose turn it is.")
    ] = None
    institution: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9._-]{1,32}$", description="An institution that acts in it."),
    ] = None
    applicant: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$", description="Of cases that show it."),
    ] = None
    due_from: AwareDatetime | None = None
    due_until: AwareDatetime | None = None
    overdue: bool = False
    held: Annotated[
        bool | None, Field(description="Only with, or only without, commands that wait.")
    ] = None
    waits_for: Annotated[
        Literal["consequence", "service", "office"] | None,
        Field(description="Only with a command that waits for this; `office`: a conflict."),
    ] = None
    attention: Annotated[
        bool | None, Field(description="Only those that somebody should look at, or the others.")
    ] = None
    closed_too: bool = False
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    after: Annotated[
        str | None, Field(max_length=400, description="The `after` of the page before.")
    ] = None


@router.get("/cases", response_model=Page, responses={**UNCHANGED, **problems()})
async def cases(asked: Annotated[Filters, Query()], who: Who, request: Request) -> Response:
    """List your cases, those due first at the top."""
    return tagged(request, await page_of(asked, who))


async def page_of(asked: Filters, who: Caller) -> Page:
    """Return one page of the cases within somebody's reach; it is on record that they asked.

    Raises:
        Denied: They ask for what their role must not learn.
    """
    if asked.applicant is not None and (blind := _blind(who.grants)) is not None:
        why = f"{blind} does not learn whose an application is"
        await who.note("list", why=why)
        raise Denied(HTTPStatus.FORBIDDEN, why, "T-13.2b")
    taken = {"overdue", "limit", "after"}
    wanted = Wanted(
        **{n: v for n, v in asked.model_dump().items() if n not in taken},
        overdue_at=datetime.now(UTC) if asked.overdue else None,
        eyes=eyes_of(who.grants),
        after=None if asked.after is None else _place(asked.after),
    )
    async with who.desk.pool.acquire() as conn:
        listed = await list_cases(conn, wanted, limit=asked.limit + 1)
    await who.note("list")
    return _page(who.grants, listed, wanted, asked.limit)


@router.get("/cases/{case_id}", response_model=CaseShown, responses=READ)
async def case(case_id: CaseId, who: Who, request: Request) -> Response:
    """Show a case: stage, open terms with the derivation of their dates, allowed commands."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    try:
        view = await who.desk.vade.view(case_id)
    except OutOfReach:
        view = None
    return tagged(request, case_for(reached, view))


@router.get("/cases/{case_id}/terms", response_model=Terms, responses=READ)
async def terms(case_id: CaseId, who: Who, request: Request) -> Response:
    """List the open terms of a case."""
    await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    view = await who.desk.vade.view(case_id)
    shown = tuple(
        OpenTerm(rule=each.rule, key=each.key, due_at=each.due_at, state=each.state)
        for each in view.terms
    )
    return tagged(request, Terms(case_id=case_id, terms=shown))


@router.get("/cases/{case_id}/why", response_model=Explained, responses=READ)
async def why(
    case_id: CaseId,
    who: Who,
    request: Request,
    term: Annotated[
        str,
        Query(
            pattern=r"^[A-Za-z0-9#./_-]{0,60}$",
            description="Key or rule ID; all open ones without.",
        ),
    ] = "",
) -> Response:
    """Explain a date step by step: start, rule, days counted and skipped, pauses, extensions."""
    await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    explained = await who.desk.vade.why(case_id, term)
    if term and not explained:
        raise Denied(HTTPStatus.NOT_FOUND, f"{case_id} has no term {term}")
    return tagged(request, Explained(explained))


@router.get("/cases/{case_id}/timeline", response_model=TimeLine, responses=READ)
async def time_line(case_id: CaseId, who: Who, request: Request, lang: Lang = "tr") -> Response:
    """Show a case's journal: what counted from when, and when it was settled."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    async with who.desk.pool.acquire() as conn:
        entries = await timeline(conn, case_id)
    steps = tuple(step_for(reached, entry, lang) for entry in entries)
    return tagged(request, TimeLine(case_id=case_id, entries=steps))


def _blind(grants: tuple[Grant, ...]) -> str | None:
    roles = {role for process in PROCESSES.values() for role in process.blind}
    return next((grant.role for grant in grants if grant.role in roles), None)


def _page(grants: tuple[Grant, ...], listed: Listed, wanted: Wanted, limit: int) -> Page:
    """Return the page; one case more than it holds says that another one follows."""
    shown = listed.model_copy(update={"cases": listed.cases[:limit]})
    place = shown.place(wanted) if len(listed.cases) > limit else None
    return Page(
        cases=tuple(listed_for(grants, row) for row in shown.cases),
        fitting=listed.fitting,
        after=None if place is None else _token(place),
    )


def _token(place: Place) -> str:
    return base64.urlsafe_b64encode(place.model_dump_json().encode()).decode()


def _place(token: str) -> Place:
    try:
        return Place.model_validate_json(base64.urlsafe_b64decode(token.encode()))
    except (ValidationError, binascii.Error, ValueError) as wrong:
        raise Unreadable("`after` is not what a page has ended with") from wrong
