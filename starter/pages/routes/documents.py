"""Documents, to whoever brought them or sees what names them."""

from fastapi import APIRouter, Request, Response

from starter.api.routes import documents as door
from starter.pages.session import Looks

router = APIRouter(default_response_class=Response)


@router.get("/documents/{sha256}")
async def document(sha256: door.Digest, request: Request, seen: Looks) -> Response:
    """Hand a document out, for keeping and not for showing."""
    return await door.read(sha256, seen.who, request)
