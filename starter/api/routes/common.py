"""What routes share: addresses, the problems they answer with, tags of what has not changed."""

from typing import Annotated, Any, Final

from fastapi import Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from starter.api.problems import MEDIA_TYPE, Problem
from workflows.kernel.values import digest

CaseId = Annotated[str, Path(pattern=r"^[a-z]+(-[a-z]+)*-[A-Za-z0-9-]{1,40}$", max_length=80)]
CommandName = Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]
ProcessName = Annotated[str, Path(pattern=r"^[a-z-]{1,40}$")]

ID: Final = r"^[A-Za-z0-9._:-]{1,80}$"
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=ID,
        description="Your own key: sent again under it, nothing is done twice, and the first "
        "answer comes back; with another body it is refused (V-6).",
    ),
]
Lang = Annotated[str, Query(pattern="^(tr|en)$", description="Language of titles.")]

_WHY: Final = {
    400: "The request cannot be read.",
    401: "Nobody is proven.",
    403: "The policy gives no role that may.",
    404: "There is no such thing, or it is not yours.",
    409: "The law, or the case, says no: every reason with its rule.",
    413: "Larger than a case can take.",
    415: "Its content is of no kind that is taken, or is not safe to unpack.",
    422: "The message does not fit its schema.",
    429: "Too many requests.",
    503: "The database or Temporal is out of reach; nothing is half done.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the problems of a route, beside those that any route may answer with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    every = (400, 401, 403, *statuses, 413, 422, 429, 503)
    return {
        status: {"model": Problem, "description": _WHY[status], "content": content}
        for status in dict.fromkeys(every)
    }


def tagged(request: Request, said: BaseModel) -> Response:
    """Return a value under a tag of its content; 304 to whoever has it already."""
    value = said.model_dump(mode="json")
    tag = f'"{digest(value)[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return JSONResponse(value, headers=headers)


UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "As your tag (`If-None-Match`) has it."}
}
