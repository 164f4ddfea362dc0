"""What a request reads: the journal, with all that this process has answered before it came."""

import asyncio
from contextlib import suppress
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

A_MOMENT: Final = 1.0  # seconds; of a database that is silent for longer the request will hear


class Settled:
    """Has a request wait until what was answered before it is recorded, a moment at most.

    Whoever acts hears the answer first (`Vade`), and sees at their next step what they have done.

    Args:
        app: What serves the requests, with a desk.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            with suppress(TimeoutError):
                async with asyncio.timeout(A_MOMENT):
                    await scope["app"].state.desk.vade.recorded()
        await self._app(scope, receive, send)
