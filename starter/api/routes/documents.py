"""Documents: uploaded by content, read by digest, listed with the acts of a case that name them."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import IO, Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from activities.database import Connection, transaction
from activities.documents import (
    Document,
    document,
    documents,
    entries_naming,
    keep_document,
    named_in,
    rows_naming,
    uploaded,
)
from activities.journal.projection import timeline
from activities.listing import WantedRows, list_rows
from starter.api.access.registers import REGISTERS
from starter.api.content import KINDS, kind_of
from starter.api.desk import Caller, Reached, Who
from starter.api.limits import DOCUMENTS, LARGEST_DOCUMENT
from starter.api.models import DocumentNamed, DocumentsNamed, DocumentTaken
from starter.api.problems import Denied, Unreadable
from starter.api.routes.common import UNCHANGED, CaseId, problems, tagged
from starter.api.shown import sees_whole

router = APIRouter(tags=["documents"])

Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]

PATIENCE: Final = 600.0
"""Seconds that an upload may take."""

IN_MEMORY: Final = 1 << 20
"""Bytes of an upload beyond which it waits in a file of no name until it is known."""

HIDDEN: Final = "there is no such document, or it is not yours to read"

_ANYTHING: Final = {"type": "string", "format": "binary"}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"The document itself: {', '.join(KINDS)}; {LARGEST_DOCUMENT:,} bytes at "
        "most. Its type is read from its content.",
        "content": {"application/octet-stream": {"schema": _ANYTHING}},
    }
}


@router.post(
    DOCUMENTS,
    status_code=201,
    response_model=DocumentTaken,
    responses={
        200: {"model": DocumentTaken, "description": "You had brought it before."},
        **problems(415),
    },
    openapi_extra=_BODY,
)
async def upload(who: Who, request: Request) -> Response:
    """Upload a document. Messages name it by the digest that comes back."""
    with who.desk.uploads.taken(who.subject), tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
        try:
            async with asyncio.timeout(PATIENCE):
                sha256, size = await taken_in(request.stream(), content)
        except TimeoutError as late:
            raise Unreadable(f"an upload takes {PATIENCE:.0f} seconds at most") from late
        if size == 0:
            raise Unreadable("the document is empty")
        said = await keep(who, content, sha256, size)
    where = {"Location": f"{DOCUMENTS}/{sha256}"}
    return JSONResponse(said.model_dump(mode="json"), 200 if said.again else 201, headers=where)


async def taken_in(pieces: AsyncIterator[bytes], content: IO[bytes]) -> tuple[str, int]:
    """Write what comes into a file; return its digest and size."""
    digest, size = hashlib.sha256(), 0
    async for piece in pieces:
        digest.update(piece)
        size += len(piece)
        content.write(piece)
    return digest.hexdigest(), size


async def keep(who: Caller, content: IO[bytes], sha256: str, size: int) -> DocumentTaken:
    """Keep a document that has come in whole.

    Raises:
        NotTaken: It is of no kind that is taken, or not safe to unpack.
    """
    media_type = await asyncio.to_thread(kind_of, content, size)
    await who.note("upload", command=media_type, command_id=sha256)
    content.seek(0)
    await who.desk.store.put(sha256, content)
    kept = Document(sha256=sha256, size=size, media_type=media_type)
    async with transaction(who.desk.pool) as conn:
        at, again = await keep_document(
            conn, kept, uploaded_by=who.subject, actor=who.grants[0].actor
        )
    return DocumentTaken(**kept.model_dump(), uploaded_at=at, again=again)


@router.get(
    "/v1/documents/{sha256}",
    response_class=Response,
    responses={
        200: {
            "description": "The document, for keeping and not for showing.",
            "content": {kind: {"schema": _ANYTHING} for kind in KINDS},
        },
        **UNCHANGED,
        **problems(404),
    },
)
async def read(sha256: Digest, who: Who, request: Request) -> Response:
    """Read a document that you have brought, or that an act or a row which you may see names."""
    found = await _readable(who, sha256)
    if found is None:
        await who.note("read", command="document", command_id=sha256, why=HIDDEN)
        raise Denied(HTTPStatus.NOT_FOUND, HIDDEN)
    await who.note("read", command="document", command_id=sha256)
    headers = {
        "ETag": f'"{sha256}"',
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'attachment; filename="{sha256}.{KINDS[found.media_type]}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    content = await who.desk.store.get(sha256)
    headers["Content-Length"] = str(found.size)
    return StreamingResponse(content, media_type=found.media_type, headers=headers)


async def _readable(who: Caller, sha256: str) -> Document | None:
    async with who.desk.pool.acquire() as conn:
        found = await document(conn, sha256)
        if found is None or await uploaded(conn, sha256, who.subject) is not None:
            return found
        if await _named_by_an_act(who, conn, sha256) or await _named_by_a_row(who, conn, sha256):
            return found
    return None


async def _named_by_an_act(who: Caller, conn: Connection, sha256: str) -> bool:
    for case_id, numbers in (await entries_naming(conn, sha256)).items():
        reached = await who.within(conn, case_id)
        if reached is None:
            continue
        entries = await timeline(conn, case_id)
        if any(entry.n in numbers and sees_whole(reached, entry) for entry in entries):
            return True
    return False


async def _named_by_a_row(who: Caller, conn: Connection, sha256: str) -> bool:
    for register, key in await rows_naming(conn, sha256):
        sees = REGISTERS[register].sees(who.grants)
        wanted = WantedRows(register_name=register, key=key)
        if sees is not None and await list_rows(conn, wanted, sees, limit=1):
            return True
    return False


@router.get(
    "/v1/cases/{case_id}/documents",
    response_model=DocumentsNamed,
    responses={**UNCHANGED, **problems(404)},
)
async def named(case_id: CaseId, who: Who, request: Request) -> Response:
    """List the documents that a case's acts name, and whether they can be read here."""
    reached = await who.reach(case_id, "read")
    await who.note("read", case_id=case_id, command="documents")
    return tagged(request, DocumentsNamed(case_id=case_id, documents=await named_by(who, reached)))


async def named_by(who: Caller, reached: Reached) -> tuple[DocumentNamed, ...]:
    """Return the documents that the acts of a case name, as far as somebody sees the acts."""
    async with who.desk.pool.acquire() as conn:
        by_entry = await named_in(conn, reached.case_id)
        entries = await timeline(conn, reached.case_id) if by_entry else ()
        seen = [each for each in entries if each.n in by_entry and sees_whole(reached, each)]
        stored = await documents(conn, [one for each in seen for one in by_entry[each.n]])
    return tuple(
        DocumentNamed(
            sha256=sha256,
            n=entry.n,
            name=entry.name,
            in_store=sha256 in stored,
            size=stored[sha256].size if sha256 in stored else None,
            media_type=stored[sha256].media_type if sha256 in stored else None,
        )
        for entry in seen
        for sha256 in by_entry[entry.n]
    )
