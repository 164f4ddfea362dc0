"""A form that is sent after its session has run out: kept until whoever filled it in is back.

The browser keeps it, packed, in cookies that go to the form's own address alone. It comes back to
the same person only: the token that has run out names them, and so must the next one. Documents
that it brought are not kept, and have to be chosen again.
"""

import base64
import json
import re
import zlib
from hashlib import sha256
from typing import Any, Final, Literal

from fastapi import Request, Response

from starter.api.problems import Denied, Unreadable
from starter.pages.multipart import Parts, boundary_of
from starter.pages.session import Visitor, keep, ours, sent_form, token_of

KEPT: Final = "vade_kept"
MOST_COOKIES: Final = 4
COOKIE: Final = 3_500
"""Characters in one: browsers take 4,096 bytes with its name."""
LASTS: Final = 3_600
_MOST_UNPACKED: Final = 1 << 20

_FORMS: Final = re.compile(r"/(cases/[^/]+/acts/[^/]+|open/[^/]+|registers/[^/]+/[^/]+)")

Fields = dict[str, list[str]]
Fate = Literal["", "kept", "large", "lost"]


def is_form(path: str) -> bool:
    """Whether an address is that of a form that is filled in.

    >>> is_form("/open/course"), is_form("/sign-out")
    (True, False)
    """
    return _FORMS.fullmatch(path) is not None


async def packed(request: Request) -> tuple[Fate, list[str]]:
    """Return what becomes of a form that nobody proven has sent, and what its cookies hold."""
    try:
        fields = await _said(request)
    except (Denied, Unreadable):
        return "", []
    whose = _named_by(token_of(request) or "")
    if whose is None:
        return "lost", []
    fields.pop("do", None)
    said = json.dumps([whose, fields], ensure_ascii=False, separators=(",", ":"))
    text = base64.urlsafe_b64encode(zlib.compress(said.encode(), 9)).decode()
    pieces = [text[at : at + COOKIE] for at in range(0, len(text), COOKIE)]
    return ("kept", pieces) if len(pieces) <= MOST_COOKIES else ("large", [])


def put(request: Request, response: Response, pieces: list[str]) -> None:
    """Give the browser what it is to keep of a form."""
    for n, piece in enumerate(pieces):
        keep(request, response, f"{KEPT}{n}", piece, lasts=LASTS, path=request.url.path)


def returned(request: Request, seen: Visitor) -> Fields:
    """Return a form that was kept for whoever looks; empty where there is none."""
    text = "".join(request.cookies.get(f"{KEPT}{n}", "") for n in range(MOST_COOKIES))
    if not text:
        return {}
    try:
        unpacked = zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), _MOST_UNPACKED)
        whose, fields = json.loads(unpacked)
    except (ValueError, zlib.error):
        return {}
    return dict(fields) if whose == _digest(seen.who.subject) else {}


def forget(request: Request, response: Response) -> Response:
    """Have the browser forget what it has kept of a form."""
    for n in range(MOST_COOKIES):
        if f"{KEPT}{n}" in request.cookies:
            response.delete_cookie(f"{KEPT}{n}", path=request.url.path)
    return response


async def _said(request: Request) -> Fields:
    """Return what a form says beside its documents; those are read, and not kept."""
    boundary = boundary_of(request.headers.get("content-type", ""))
    if boundary is None:
        return await sent_form(request)
    fields: Fields = {}
    parts = Parts(request.stream(), boundary)
    async for name, is_document in parts:
        if is_document:
            async for _ in parts.content():
                pass
        else:
            fields.setdefault(name, []).append(await parts.said())
    return ours(request, fields)


def _named_by(token: str) -> str | None:
    """Return whom a token names that no longer proves anything; none if it is no such token."""
    try:
        part = token.split(".")[1]
        claims: Any = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return _digest(f"{claims['iss']}|{claims['sub']}"[:300])
    except (IndexError, ValueError, KeyError, TypeError):
        return None


def _digest(subject: str) -> str:
    return sha256(subject.encode()).hexdigest()[:32]
