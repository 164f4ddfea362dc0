"""The lines to a mail server that the mailer keeps, so that a letter need not wait for a greeting.

A server that takes no further connection has its way: from then on there are as many lines as it
takes, until the herd is over.
"""

import asyncio
from datetime import timedelta
from typing import Final

from activities.post.delivery import Line, MailServer

AT_MOST: Final = 6
"""Lines at once; common servers allow a client ten or more."""

_LINGER: Final = timedelta(seconds=10)
"""How long they are kept without a letter; servers end them after minutes."""


class Lines:
    """Opens lines as they are needed, and keeps them from one letter to the next.

    Args:
        server: Where they go to.
    """

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.at_most = AT_MOST
        self._idle: list[Line] = []
        self._used_at = 0.0

    def take(self) -> Line:
        """Return a line that nobody uses."""
        return self._idle.pop() if self._idle else Line(self.server)

    async def give_back(self, line: Line) -> None:
        """Keep a line for the next letter, if it still stands."""
        if line.is_open:
            self._idle.append(line)
            self._used_at = _now()

    def no_more_than(self, those: int) -> None:
        """Heed a server that takes no further line."""
        self.at_most = max(1, min(self.at_most, those))

    async def rest(self) -> None:
        """End them if it has been quiet for a while."""
        if _now() - self._used_at > _LINGER.total_seconds():
            await self.part()

    async def part(self) -> None:
        """End all that nobody uses, and begin anew."""
        idle, self._idle, self.at_most = self._idle, [], AT_MOST
        for line in idle:
            await line.part()


def _now() -> float:
    return asyncio.get_running_loop().time()
