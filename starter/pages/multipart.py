"""A form with documents as browsers send it (multipart/form-data), read piece by piece.

However large a document is, no more than a piece of it is held in memory.
"""

import re
from collections.abc import AsyncIterator
from typing import Final

from starter.api.problems import Unreadable

MOST_PARTS: Final = 5_000
MOST_SAID: Final = 2 << 20
"""Bytes of everything in a form but its documents."""
_MOST_HEAD: Final = 8_192
_MOST_BOUNDARY: Final = 200
_BOUNDARY: Final = re.compile(r'boundary="?([^";,\s]+)"?', re.IGNORECASE)
_NAME: Final = re.compile(rb'[;\s]name="([^"]*)"')
_FILE: Final = re.compile(rb"[;\s]filename\*?=")


def boundary_of(content_type: str) -> bytes | None:
    """Return what parts a form with documents; none of any other one.

    >>> boundary_of("multipart/form-data; boundary=----x7"), boundary_of("text/plain")
    (b'----x7', None)
    """
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or found is None:
        return None
    return found[1].encode()[:_MOST_BOUNDARY]


class Parts:
    """The parts of a form, one after the other.

    Args:
        pieces: What comes in.
        boundary: What parts them.
    """

    def __init__(self, pieces: AsyncIterator[bytes], boundary: bytes) -> None:
        self._pieces = pieces
        self._mark = b"\r\n--" + boundary
        self._held = bytearray(b"\r\n")
        self._left = MOST_SAID

    async def __aiter__(self) -> AsyncIterator[tuple[str, bool]]:
        """Yield the name of each part, and whether it is a document.

        Its content is read before the next one is asked for.

        Raises:
            Unreadable: That is no such form.
        """
        async for _ in self.content():
            pass  # what stands before the first part says nothing
        for _ in range(MOST_PARTS):
            if await self._exactly(2) == b"--":
                return
            head = await self._head()
            name = _NAME.search(head)
            if name is None:
                raise Unreadable("a part of the form has no name")
            yield name[1].decode("utf-8", "replace"), _FILE.search(head) is not None
        raise Unreadable(f"a form has {MOST_PARTS:,} parts at most")

    async def content(self) -> AsyncIterator[bytes]:
        """Yield the content of the part at hand, piece by piece."""
        while (at := self._held.find(self._mark)) < 0:
            sure = len(self._held) - len(self._mark) + 1
            if sure > 0:
                yield bytes(self._held[:sure])
                del self._held[:sure]
            await self._more()
        if at:
            yield bytes(self._held[:at])
        del self._held[: at + len(self._mark)]

    async def said(self) -> str:
        """Return the content of the part at hand, which is no document."""
        found = bytearray()
        async for piece in self.content():
            found += piece
            self._left -= len(piece)
            if self._left < 0:
                raise Unreadable(f"a form says {MOST_SAID:,} bytes at most beside its documents")
        return found.decode("utf-8", "replace").replace("\r\n", "\n")

    async def _exactly(self, size: int) -> bytes:
        while len(self._held) < size:
            await self._more()
        found = bytes(self._held[:size])
        del self._held[:size]
        return found

    async def _head(self) -> bytes:
        while (at := self._held.find(b"\r\n\r\n")) < 0:
            if len(self._held) > _MOST_HEAD:
                raise Unreadable("a part of the form has no end of its head")
            await self._more()
        found = b" " + bytes(self._held[:at])
        del self._held[: at + 4]
        return found

    async def _more(self) -> None:
        try:
            self._held += await anext(self._pieces)
        except StopAsyncIteration:
            raise Unreadable("the form has been cut off") from None
