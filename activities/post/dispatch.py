"""One emptying of the table of notices: leased in batches, sent over several lines at once.

    table ─▶ batch, written ─▶ line ─▶ mail server    one line first: it shows whether that works
               │            └─▶ line ─▶      ″         then as many as there are letters for
               │            └─▶ line ─▶      ″
    table ◀─ how each ended ◀──────────┘               noted together, every moment (`notes`)

A crash leaves what was under way, and what ended since the last note: nobody knows whether that was
taken. What was leased and not begun is handed back.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from activities.database import OUTAGE, Pool, Row, brought_to_its_end, heed_cancellation, queries
from activities.post.delivery import End, Line, Outcome
from activities.post.lines import AT_MOST, Lines
from activities.post.mail import Mail
from activities.post.notes import Notes

_SQL = queries("post/notices")

_BATCH: Final = 8 * AT_MOST
"""Leased at once; few enough that a reminder may still be taken back until shortly before."""

_PROMPT: Final = timedelta(seconds=20)
"""How long what is leased may wait for a line; then it is handed back, and leased afresh."""

# What a lease lasts longer than that and the mail server's time: enough to note how it ended.
_MARGIN: Final = timedelta(minutes=1)

Written: TypeAlias = Mail | Outcome
"""A notice as mail, or why it cannot be written."""


@dataclass
class _Leased:
    row: Row
    mail: Written | None = None


class Dispatch:
    """Sends all notices that are due.

    Args:
        pool: The database.
        lines: To the mail server.
        write: Turns leased notices into their mail, in their order.
    """

    def __init__(
        self,
        pool: Pool,
        lines: Lines,
        write: Callable[[Sequence[Row]], Awaitable[Sequence[Written]]],
    ) -> None:
        self._pool = pool
        self._lines = lines
        self._write = write
        self._notes = Notes(pool)
        self._leasing = asyncio.Lock()
        self._waiting: deque[_Leased] = deque()
        self._leased_at = 0.0
        self._all_leased = False
        self._serving = 0
        self._outage: Exception | None = None
        self._sent = 0

    async def run(self) -> int:
        """Send, and return how many were sent.

        Raises:
            OSError, PostgresError, InterfaceError: The database is out of reach (`OUTAGE`).
        """
        try:
            async with asyncio.TaskGroup() as group:
                self._call(group)
        finally:
            await brought_to_its_end(self._finish())
        if self._outage is not None:
            raise self._outage
        return self._sent

    def _call(self, group: asyncio.TaskGroup) -> None:
        self._serving += 1
        group.create_task(self._serve(group))

    def _call_others(self, group: asyncio.TaskGroup) -> None:
        for _ in range(min(len(self._waiting), self._lines.at_most - self._serving)):
            self._call(group)

    async def _serve(self, group: asyncio.TaskGroup) -> None:
        """Send one letter after the other over one line, until there are none or it fails."""
        line = self._lines.take()
        try:
            while (leased := await self._next()) is not None:
                goes_on = await self._settled(line, leased, group)
                heed_cancellation()
                if not goes_on:
                    return
        finally:
            self._serving -= 1
            await self._lines.give_back(line)

    async def _next(self) -> _Leased | None:
        async with self._leasing:
            if self._waiting and self._now() - self._leased_at > _PROMPT.total_seconds():
                await self._hand_back()
            if not self._waiting and not self._all_leased and self._outage is None:
                await self._lease()
            if not self._waiting or self._outage is not None:
                return None
            return self._waiting.popleft()

    async def _lease(self) -> None:
        """Lease what is due and write it; a batch that is not full was all that there is."""
        self._leased_at = self._now()
        lasting = _PROMPT + self._lines.server.patience + _MARGIN
        try:
            async with self._pool.acquire() as conn:
                rows = await conn.fetch(_SQL["lease_next"], lasting, _BATCH)
            self._all_leased = len(rows) < _BATCH
            fresh = [_Leased(row) for row in rows]
            self._waiting += fresh
            for leased, mail in zip(fresh, await self._write(rows), strict=True):
                leased.mail = mail
        except OUTAGE as outage:
            self._outage = outage

    async def _finish(self) -> None:
        if self._waiting:
            await self._hand_back()
        await self._notes.all_written()

    async def _hand_back(self) -> None:
        rows = tuple(leased.row for leased in self._waiting)
        self._waiting.clear()
        self._all_leased = False
        await self._notes.handed_back(rows)

    async def _settled(self, line: Line, leased: _Leased, group: asyncio.TaskGroup) -> bool:
        """Send one letter and note how that ended; say whether the line takes another."""
        row, mail = leased.row, leased.mail
        assert mail is not None, "what is leased is written before any line takes it"
        if isinstance(mail, Outcome):
            await self._notes.not_sent(row, mail)
            return True
        try:
            outcome = await line.hand_over(mail, row["email"])
        except asyncio.CancelledError:
            if not line.may_have_been_taken:
                self._waiting.append(leased)
            raise
        if outcome.for_all and outcome.end is End.LATER and self._serving > 1:
            # other lines stand: the server takes no more of them
            self._lines.no_more_than(self._serving - 1)
            self._waiting.append(leased)
            return False
        if not outcome.for_all:
            self._call_others(group)
        if outcome.end is End.ACCEPTED:
            self._sent += 1
            await self._notes.sent(row, mail.message_id)
        else:
            await self._notes.not_sent(row, outcome)
        return not outcome.for_all

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
