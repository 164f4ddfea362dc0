"""How large a request may be, and how many one sender may make."""

import math
import time
from collections import OrderedDict
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from starter.api.problems import TooMany, problem
from starter.client.size import MOST_BYTES

LARGEST_REQUEST: Final = MOST_BYTES + 100_000
"""Bytes of a request: a message as large as a case can take, however it is written."""

MOST_SENDERS: Final = 10_000
"""Senders that are remembered; of more, those who have been quiet longest are forgotten."""


class _Large(Exception):
    """More came than was announced, or than is taken."""


class SizeLimit:
    """Turns larger requests away before they are read."""

    def __init__(self, app: ASGIApp, most: int = LARGEST_REQUEST) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._most:
            await self._refuse(scope, receive, send)
            return
        came, begun = 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self._most:
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
                await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        detail = f"a request has {self._most:,} bytes at most"
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
