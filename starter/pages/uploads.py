"""Documents that come with a form: kept like any upload, and named in the form by their digests."""

import asyncio
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, Annotated, Final

from fastapi import Depends, Request

from starter.api.content import NotTaken
from starter.api.problems import Unreadable
from starter.api.routes import documents as door
from starter.pages.form import DOCUMENT
from starter.pages.multipart import Parts, boundary_of
from starter.pages.session import Looks, ours, sent_form

MOST_DOCUMENTS: Final = 50

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Filled:
    """A form as it was sent."""

    fields: Fields
    not_taken: Mapping[str, str] = field(default_factory=dict)
    """Of fields whose document was not taken: why."""


@dataclass(frozen=True)
class _Brought:
    path: str
    content: IO[bytes]
    sha256: str
    size: int


async def filled_in(request: Request, seen: Looks) -> Filled:
    """Return what a form says; the documents that come with it are kept.

    Raises:
        Denied: It comes from elsewhere than these pages.
    """
    boundary = boundary_of(request.headers.get("content-type", ""))
    if boundary is None:
        return Filled(await sent_form(request))
    with seen.who.desk.uploads.taken(seen.who.subject), ExitStack() as held:
        try:
            async with asyncio.timeout(door.PATIENCE):
                fields, brought = await _read(Parts(request.stream(), boundary), held)
        except TimeoutError as late:
            raise Unreadable(f"a form takes {door.PATIENCE:.0f} seconds at most") from late
        return await _kept(seen, ours(request, fields), brought)


Sends = Annotated[Filled, Depends(filled_in)]


async def _read(parts: Parts, held: ExitStack) -> tuple[Fields, list[_Brought]]:
    fields: Fields = {}
    brought: list[_Brought] = []
    async for name, is_document in parts:
        if not is_document:
            fields.setdefault(name, []).append(await parts.said())
            continue
        if len(brought) >= MOST_DOCUMENTS:
            raise Unreadable(f"a form brings {MOST_DOCUMENTS} documents at most")
        content = held.enter_context(tempfile.SpooledTemporaryFile(door.IN_MEMORY))  # noqa: SIM115 - closed with the others
        sha256, size = await door.taken_in(parts.content(), content)
        if size:  # a browser sends a part for each field, chosen or not
            brought.append(_Brought(name.removesuffix(DOCUMENT), content, sha256, size))
    return fields, brought


async def _kept(seen: Looks, fields: Fields, brought: list[_Brought]) -> Filled:
    not_taken: dict[str, str] = {}
    for each in brought:
        try:
            await door.keep(seen.who, each.content, each.sha256, each.size)
        except NotTaken as no:
            not_taken[each.path] = str(no)
            continue
        fields.setdefault(each.path, []).append(each.sha256)
    return Filled(fields, not_taken)
