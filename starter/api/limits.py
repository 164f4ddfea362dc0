"""How large a request may be, and how many one sender may make."""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from starter.api.problems import RETRY_AFTER, TooMany, problem
from starter.client.size import MOST_BYTES

LARGEST_REQUEST: Final = MOST_BYTES + 100_000
"""Bytes of a request: a message as large as a case can take, however it is written."""

LARGEST_DOCUMENT: Final = 256 << 20
"""Bytes of a document that is uploaded."""

DOCUMENTS: Final = "/v1/documents"
"""Where documents are uploaded to."""

UPLOADS: Final = 16
UPLOADS_OF_ONE: Final = 4
"""At the same time: each may fill the disk with the largest document until it is known."""

MOST_SENDERS: Final = 10_000
"""Senders that are remembered; of more, those who have been quiet longest are forgotten."""


def _is_upload(scope: Scope) -> bool:
    return bool(scope["path"] == DOCUMENTS)


class _Large(Exception):
    """More came than was announced, or than is taken."""


class SizeLimit:
    """Turns larger requests away before they are read.

    Args:
        app: What serves the others.
        of_documents: Whether a request may bring documents.
    """

    def __init__(self, app: ASGIApp, of_documents: Callable[[Scope], bool] = _is_upload) -> None:
        self._app = app
        self._of_documents = of_documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        most = LARGEST_DOCUMENT if self._of_documents(scope) else LARGEST_REQUEST
        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most:
            await self._refuse(scope, receive, send, most)
            return
        came, begun = 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise _Large
            return message

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, noting)
        except _Large:
            if not begun:
                await self._refuse(scope, receive, send, most)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        detail = f"a request has {most:,} bytes at most"
        answer = problem(Request(scope), status, "too-large", detail)
        await answer(scope, receive, send)


class Rate:
    """Lets each sender make so many requests: a store that fills again by the second.

    Args:
        per_second: Requests that it fills by.
        burst: Requests that it holds.
    """

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, sender: str) -> None:
        """Take one request out of a sender's store.

        Raises:
            TooMany: It is empty.
        """
        now = time.monotonic()
        left, since = self._left.pop(sender, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._per_second)
        if left < 1:
            self._left[sender] = (left, now)
            raise TooMany(math.ceil((1 - left) / self._per_second))
        self._left[sender] = (left - 1, now)
        if len(self._left) > MOST_SENDERS:
            self._left.popitem(last=False)


class Slots:
    """Lets so many do something at the same time, and one sender so many of them."""

    def __init__(self, most: int, of_one: int) -> None:
        self._most = most
        self._of_one = of_one
        self._held: Counter[str] = Counter()

    @contextmanager
    def taken(self, sender: str) -> Iterator[None]:
        """Hold one while the block runs.

        Raises:
            TooMany: All are held, or all that the sender may have.
        """
        if self._held.total() >= self._most or self._held[sender] >= self._of_one:
            raise TooMany(RETRY_AFTER)
        self._held[sender] += 1
        try:
            yield
        finally:
            self._held[sender] -= 1
            self._held += Counter()  # forgets whoever holds none
