"""Papers of a case that an office hands out: which there are, and each as PDF/A.

They are made when they are opened, from what journal and registers say then. What bears identity
numbers is for those alone who examine trainees or hand documents to them.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from activities.journal.projection import timeline
from starter.api.access.reach import Sight
from starter.api.desk import Reached, Who
from starter.api.models import PaperListed, Papers
from starter.api.problems import Denied
from starter.api.routes.common import UNCHANGED, CaseId, problems, tagged
from starter.api.routes.letters import PAGE
from starter.client.answers import NotFound
from starter.forms.papers import Kind, Offered, acts_of, offered, paper
from workflows.kernel.case.records import Entry

router = APIRouter(prefix="/v1", tags=["cases"])

READ = {**UNCHANGED, **problems(404)}

READERS: Final[Mapping[Kind, frozenset[str]]] = {
    "exam-entry-list": frozenset({"principal", "education-directorate"}),
    "completion-documents": frozenset({"principal", "education-directorate"}),
    "participation-documents": frozenset({"principal", "education-directorate"}),
}
"""Who opens papers with identity numbers; others, whoever sees the whole case or is its party."""


@router.get("/cases/{case_id}/papers", response_model=Papers, responses=READ)
async def papers(case_id: CaseId, who: Who, request: Request) -> Response:
    """List the papers of a case that are yours to open."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    async with who.desk.pool.acquire() as conn:
        entries = await timeline(conn, case_id)
    listed = tuple(
        PaperListed(kind=each.kind, of=each.of, entry=each.n) for each in theirs(reached, entries)
    )
    return tagged(request, Papers(case_id=case_id, papers=listed))


@router.get("/cases/{case_id}/papers/{kind}", response_class=Response, responses=PAGE)
async def one_paper(
    case_id: CaseId,
    kind: Kind,
    who: Who,
    of: Annotated[str | None, Query(max_length=64, description="Which sitting.")] = None,
) -> Response:
    """Open a paper of a case, as PDF/A."""
    reached = await who.reach(case_id, "read")
    await who.note("read paper", case_id=case_id, command=kind)
    async with who.desk.pool.acquire() as conn:
        entries = await timeline(conn, case_id)
        if not any((each.kind, each.of) == (kind, of) for each in theirs(reached, entries)):
            raise Denied(HTTPStatus.NOT_FOUND, f"{case_id} has no such paper for you")
        try:
            page = await paper(conn, kind, case_id, of)
        except NotFound as none:
            raise Denied(HTTPStatus.NOT_FOUND, f"{case_id} has no such paper") from none
    return Response(page, media_type="application/pdf", headers={"Cache-Control": "private"})


def theirs(reached: Reached, entries: Iterable[Entry]) -> tuple[Offered, ...]:
    """Return the papers of a case that somebody may open."""
    return tuple(each for each in offered(acts_of(entries)) if _may_open(reached, each.kind))


def _may_open(reached: Reached, kind: Kind) -> bool:
    roles = {grant.role for grant in reached.grants}
    if kind in READERS:
        return bool(roles & READERS[kind])
    return reached.sight is Sight.OFFICE or bool(roles & {*reached.process.parties})
