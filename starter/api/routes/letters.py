"""Official letters of a case: which there are, and each as PDF/A.

Offices that keep a case see all its letters; whoever it is about, and whoever reviews it, see those
that went to them.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from activities.paper.shelf import DatabaseShelf
from activities.post.correspondence import Numbered, letters_of, open_letter
from starter.api.access.reach import Sight
from starter.api.desk import Caller, Reached, Who
from starter.api.models import LetterListed, Letters
from starter.api.problems import Denied
from starter.api.routes.common import UNCHANGED, CaseId, Lang, problems, tagged

LetterFile = Annotated[
    str,
    Path(
        pattern=r"^E-[A-ZÇĞİÖŞÜ]{1,12}(\.[A-Za-z0-9._-]{1,40})?-\d{4}-\d{1,9}\.pdf$",
        description="As the list names it: E-TTKB-2031-17.pdf.",
    ),
]

router = APIRouter(prefix="/v1", tags=["cases"])

READ = {**UNCHANGED, **problems(404)}
PAGE = {
    200: {
        "description": "The letter.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    },
    **problems(404),
}


@router.get("/cases/{case_id}/letters", response_model=Letters, responses=READ)
async def letters(case_id: CaseId, who: Who, request: Request, lang: Lang = "tr") -> Response:
    """List the official letters of a case that are yours to read, oldest first."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    listed = tuple(
        LetterListed(
            number=each.number,
            file=file_of(each.number),
            subject=each.subject,
            addressee=each.addressee,
            rule=each.rule,
            dated_on=each.dated_on,
            state=each.state,
        )
        for each in await readable(who, reached, lang)
    )
    return tagged(request, Letters(case_id=case_id, letters=listed))


@router.get(
    "/cases/{case_id}/letters/{file}",
    response_class=Response,
    responses=PAGE,
)
async def letter(case_id: CaseId, file: LetterFile, who: Who, lang: Lang = "tr") -> Response:
    """Open one letter of a case, as PDF/A."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id)
    listed = [each.number for each in await readable(who, reached, lang)]
    number = next((each for each in listed if file_of(each) == file), None)
    pool = who.desk.pool
    found = number and await open_letter(pool, DatabaseShelf(pool), case_id, number, lang)
    if not found:
        raise Denied(HTTPStatus.NOT_FOUND, f"{case_id} has no letter {file}")
    _, page = found
    return Response(page, media_type="application/pdf", headers={"Cache-Control": "private"})


async def readable(who: Caller, reached: Reached, lang: str) -> tuple[Numbered, ...]:
    """Return the letters of a case that somebody may read."""
    async with who.desk.pool.acquire() as conn:
        every = await letters_of(conn, reached.case_id, lang)
    return tuple(each for each in every if may_read(reached, each.addressee))


def may_read(reached: Reached, addressee: str) -> bool:
    """Whether what went to an addressee in a case is theirs to read."""
    if reached.sight is Sight.OFFICE:
        return True
    own = {grant.role for grant in reached.grants}
    own |= {f"{grant.role}/{grant.institution}" for grant in reached.grants}
    return addressee in own


def file_of(number: str) -> str:
    """Return what a letter's page is called.

    >>> file_of("E-TTKB-2031/17")
    'E-TTKB-2031-17.pdf'
    """
    return f"{number.replace('/', '-')}.pdf"
