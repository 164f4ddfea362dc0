"""What is printed: papers of a case, and registers of a year, each as PDF/A."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from starter.api.problems import Denied
from starter.api.routes import papers as door
from starter.api.routes.common import CaseId
from starter.forms.exports import TITLES, export_on_pages
from starter.forms.kutuk import kutuk_on_pages
from starter.forms.papers import Kind
from starter.pages.session import Looks, Visitor
from workflows.kernel.law.calendar import local_day

router = APIRouter(default_response_class=Response)

KUTUK: Final = "kutuk"
"""The register of agreements (Ek-6)."""

_ISSUERS: Final = frozenset(
    {"general-directorate", "provincial-directorate", "district-directorate"}
)
_BOOKS: Final = frozenset({"presidency", "publications-department", "ministry", "board"})
PRINTED: Final[Mapping[str, frozenset[str]]] = {KUTUK: _ISSUERS, **dict.fromkeys(TITLES, _BOOKS)}
"""Registers that are printed, and by whom."""

Year = Annotated[int | None, Query(ge=2000, le=2100)]


@router.get("/cases/{case_id}/papers/{kind}")
async def paper(
    case_id: CaseId, kind: Kind, seen: Looks, of: Annotated[str | None, Query(max_length=64)] = None
) -> Response:
    """Open a paper of a case."""
    said = await door.one_paper(case_id, kind, seen.who, of)
    return _shown(said, f"{kind}-{case_id}")


@router.get("/printed/{register}")
async def printed(
    register: Annotated[str, Path(pattern=r"^[a-z-]{1,40}$")], seen: Looks, year: Year = None
) -> Response:
    """Print a register of a year."""
    if register not in printed_for(seen):
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such register for you")
    of = year or local_day(datetime.now(UTC)).year
    await seen.who.note("print", command=register)
    async with seen.who.desk.pool.acquire() as conn:
        if register == KUTUK:
            page = await kutuk_on_pages(conn, side=_side(seen), year=of)
        else:
            page = await export_on_pages(conn, register, of)
    return _shown(Response(page, media_type="application/pdf"), f"{register}-{of}")


def printed_for(seen: Visitor) -> tuple[str, ...]:
    """Return the registers that somebody may print."""
    return tuple(name for name, roles in PRINTED.items() if roles & {*seen.roles})


def _side(seen: Visitor) -> str | None:
    """Return whose agreements somebody prints: all of them is the directorate general's to do.

    Raises:
        Denied: Their token names no province or district.
    """
    if "general-directorate" in seen.roles:
        return None
    own = [g for g in seen.who.grants if g.role in _ISSUERS and g.institution]
    if not own:
        raise Denied(HTTPStatus.NOT_FOUND, "there is no such register for you")
    return f"{own[0].role}/{own[0].institution}"


def _shown(said: Response, name: str) -> Response:
    said.headers["X-Content-Type-Options"] = "nosniff"
    said.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    said.headers["Cache-Control"] = "no-store"
    return said
