"""Open cases by the thousand, and people who act on them."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from starter.client.vade import Vade
from tests.bench.product import Filed
from workflows.kernel.case.message import Envelope
from workflows.kernel.roles import Actor
from workflows.textbook_review.process import REVIEW

OPENERS: Final = 16
"""So many file at once."""


@dataclass
class Crowd:
    """The open cases, and people who act on them."""

    vade: Vade
    filed: Filed
    opened: list[str] = field(default_factory=list)
    sent: int = 0

    async def grow(self, size: int) -> float:
        """Open cases as every door does until there are so many; return how many in a second."""
        loop, before = asyncio.get_running_loop(), len(self.opened)
        begun, missing = loop.time(), iter(range(size - before))

        async def opener() -> None:
            for _ in missing:
                started = await self.vade.start(REVIEW, self.filed.next(), waits=True)
                self.opened.append(started.case_id)

        await asyncio.gather(*(opener() for _ in range(OPENERS)))
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
