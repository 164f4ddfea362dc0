"""Open cases by the thousand, and people who act on them."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from activities.database import Pool
from starter.client.vade import Vade
from tests.bench.product import Filed
from workflows.kernel.case.message import Envelope
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW

OPENERS: Final = 16
"""So many file at once."""

AHEAD: Final = 100
"""Cases that are filed before those filed so much earlier are open."""

LOOK: Final = 0.1  # seconds between two looks at how many are open
OPEN: Final = "select count(*) from cases where closed_at is null"


@dataclass
class Crowd:
    """The open cases, and people who act on them."""

    vade: Vade
    pool: Pool
    filed: Filed
    opened: list[str] = field(default_factory=list)
    sent: int = 0

    async def grow(self, size: int) -> float:
        """Open cases until there are so many; return how many that were in a second.

        Nobody asks a case whether it is open: that would cost as much as to open it.
        """
        loop, before = asyncio.get_running_loop(), len(self.opened)
        begun, missing = loop.time(), iter(range(size - before))
        may_file = asyncio.Semaphore(AHEAD)

        async def opener() -> None:
            for _ in missing:
                await may_file.acquire()
                started = await self.vade.start(REVIEW, self.filed.next())
                self.opened.append(started.case_id)

        async def looking() -> None:
            seen = before
            while seen < size:
                await asyncio.sleep(LOOK)
                now = await self.pool.fetchval(OPEN)
                for _ in range(now - seen):
                    may_file.release()
                seen = now

        await asyncio.gather(looking(), *(opener() for _ in range(OPENERS)))
        return (size - before) / (loop.time() - begun)

    async def act(self, case_id: str) -> float:
        """Put a doubt before the Board, which any stage admits; return the seconds it took."""
        self.sent += 1
        loop = asyncio.get_running_loop()
        envelope = Envelope(
            command_id=f"probe-{self.sent}",
            actor=Actor(role="review-department", id="bench"),
            body={"question": "Tereddüt edilen husus nedir?"},
        )
        begun = loop.time()
        await self.vade.send(case_id, "refer_doubt_to_board", envelope)
        return loop.time() - begun
