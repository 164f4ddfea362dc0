"""Reading cases: one, its terms, its time line, and lists of them."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from activities.journal.projection import CaseRow, list_cases, timeline
from starter.api.access.policy import Grant
from starter.api.access.reach import eyes_of
from starter.api.desk import Caller, Who
from starter.api.problems import Denied
from starter.api.routes.common import UNCHANGED, CaseId, Lang, problems, tagged
from starter.api.shown import case_for, listed_for, step_for
from starter.client.direct import open_terms, viewed
from starter.client.models import CaseListed, CaseShown, Explained, Filters, Page, Terms, TimeLine
from starter.client.processes import PROCESSES
from starter.client.shown import page_of as paged
from starter.client.shown import wanted_by

router = APIRouter(prefix="/v1", tags=["cases"])

READ = {**UNCHANGED, **problems(404)}


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
    wanted = wanted_by(asked, datetime.now(UTC), eyes_of(who.grants))
    async with who.desk.pool.acquire() as conn:
        listed = await list_cases(conn, wanted, limit=asked.limit + 1)
    await who.note("list")

    def show(row: CaseRow) -> CaseListed:
        return listed_for(who.grants, row)

    return paged(listed, wanted, asked.limit, show)


@router.get("/cases/{case_id}", response_model=CaseShown, responses=READ)
async def case(case_id: CaseId, who: Who, request: Request) -> Response:
    """Show a case: stage, open terms with the derivation of their dates, allowed commands."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    return tagged(request, case_for(reached, await viewed(who.desk.vade, case_id)))


@router.get("/cases/{case_id}/terms", response_model=Terms, responses=READ)
async def terms(case_id: CaseId, who: Who, request: Request) -> Response:
    """List the open terms of a case."""
    await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    shown = open_terms(await who.desk.vade.view(case_id))
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
