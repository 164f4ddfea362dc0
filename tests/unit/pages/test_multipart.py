"""A form with documents: read as it was sent, in whatever pieces it comes."""

from collections.abc import AsyncIterator

import httpx
import pytest

from starter.api.problems import Unreadable
from starter.pages import multipart
from starter.pages.multipart import Parts, boundary_of

CONTENT = b"%PDF-1.7\r\n--x\r\n\r\n--\r\n%%EOF\r\n"


def sent() -> tuple[bytes, bytes]:
    """A form as a browser sends it, and what parts it."""
    request = httpx.Request(
        "POST",
        "http://vade",
        data={"fee.amount": "1.200,50", "note": "Şişli\r\nİğdır"},
        files=[("report.@", ("rapor ş.pdf", CONTENT)), ("other.@", ("boş.pdf", b""))],
    )
    boundary = boundary_of(request.headers["content-type"])
    assert boundary is not None
    return request.read(), boundary


async def in_pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(body), size):
        yield body[at : at + size]


async def read(body: bytes, boundary: bytes, size: int) -> list[tuple[str, bytes | str]]:
    parts, found = Parts(in_pieces(body, size), boundary), list[tuple[str, bytes | str]]()
    async for name, is_document in parts:
        if is_document:
            found.append((name, b"".join([piece async for piece in parts.content()])))
        else:
            found.append((name, await parts.said()))
    return found


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100_000])
async def test_a_form_is_the_same_in_pieces_of_any_size(size: int) -> None:
    assert await read(*sent(), size) == [
        ("fee.amount", "1.200,50"),
        ("note", "Şişli\nİğdır"),
        ("report.@", CONTENT),
        ("other.@", b""),
    ]


@pytest.mark.parametrize("left", [0, 10, 200, -4])
async def test_a_form_that_has_been_cut_off_is_no_form(left: int) -> None:
    body, boundary = sent()
    with pytest.raises(Unreadable, match="cut off"):
        await read(body[:left], boundary, 64)


async def test_what_a_form_says_beside_its_documents_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(multipart, "MOST_SAID", 12)
    with pytest.raises(Unreadable, match="12 bytes"):
        await read(*sent(), 64)
