"""Many cases side by side: as many at once as the server and the database answer."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from starter.cli.finish import SPOKEN
from starter.cli.work.speaking import t

LANES: Final = 6
FIRST: Final = 4
MOST: Final = 12
"""Cases that one lane has under way: at the beginning, and at most.

A case whose task waits a second for its worker leaves that one's memory: it costs twice as much.
"""

PAUSE: Final = 1.0  # seconds that a lane waits after a silence

T = TypeVar("T")


class Road:
    """Cases that are reached in lanes, each lane some of them at once.

    While cases answer, a lane takes more of them together each time; where half of them or more do
    not, it pauses, and then takes half as many. One case that is stuck holds back no other.

    Args:
        cases: All of them.
        rate: Cases reached in a second, at most.
        most: Cases that one lane has under way at most: fewer where each takes long.
    """

    def __init__(self, cases: Sequence[str], rate: float, most: int = MOST) -> None:
        self._cases = cases
        self._rate = rate
        self._most = most
        self._taken = 0
        self._done = 0
        self._begun = self._free_at = asyncio.get_running_loop().time()

    async def travelled(
        self,
        work: Callable[[list[str]], Awaitable[Sequence[T]]],
        silent: Callable[[T], bool] = lambda _one: False,
    ) -> list[T]:
        """Do the work on all cases, and return what came of each in their order.

        Args:
            work: On some cases at once; what came of each, in their order.
            silent: Whether it came of nobody's answering.
        """
        found: dict[int, Sequence[T]] = {}
        lanes = [asyncio.create_task(self._lane(work, silent, found)) for _ in range(LANES)]
        try:
            await asyncio.gather(*lanes)
        finally:
            for lane in lanes:
                lane.cancel()
        return [one for at in sorted(found) for one in found[at]]

    async def _lane(
        self,
        work: Callable[[list[str]], Awaitable[Sequence[T]]],
        silent: Callable[[T], bool],
        found: dict[int, Sequence[T]],
    ) -> None:
        size = FIRST
        while self._taken < len(self._cases):
            at, cases = self._next(size)
            await self._paced(len(cases))
            found[at] = came = await work(cases)
            self._progress(len(cases))
            if 2 * sum(silent(one) for one in came) >= len(came):
                size = max(1, size // 2)
                await asyncio.sleep(PAUSE)
            else:
                size = min(self._most, size + FIRST)

    def _next(self, size: int) -> tuple[int, list[str]]:
        at, many = self._taken, max(1, min(size, int(self._rate)))
        self._taken += many
        return at, list(self._cases[at : at + many])

    async def _paced(self, many: int) -> None:
        """Wait until so many more may be reached."""
        now = asyncio.get_running_loop().time()
        begins = max(now, self._free_at)
        self._free_at = begins + many / self._rate
        await asyncio.sleep(begins - now)

    def _progress(self, many: int) -> None:
        self._done += many
        seconds = asyncio.get_running_loop().time() - self._begun
        progress(self._done, len(self._cases), rate=self._done / max(seconds, 0.001))


def progress(n: int, of: int, *, rate: float | None = None) -> None:
    """Say on a terminal how far it has come, and how many a second."""
    if not sys.stderr.isatty():
        return
    pace = "" if rate is None else f" · {rate:.0f}/{t('a_second', SPOKEN.get())}"
    # what is shorter than before leaves nothing of that
    sys.stderr.write(f"\r{n}/{of}{pace}\033[K" + ("\n" if n == of else ""))
    sys.stderr.flush()
