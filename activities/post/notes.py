"""What became of each attempt to send a notice, noted in the table.

What ends within a moment is noted by one statement. While a note is being written no line takes a
further letter, so however long the database is silent, little is sent of which it does not know.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

import structlog

from activities.database import OUTAGE, Pool, Row, queries
from activities.post.delivery import End, Outcome

_SQL = queries("post/notices")

_BEAT: Final = 0.2
"""Seconds for which what has ended waits for others to be noted with it."""

# Kept as the reason of an attempt; a second one in a row is not followed by a third.
_CUT_OFF: Final = "cut off after the content"
_UNANSWERED: Final = "no answer after the content"

_log = structlog.get_logger(__name__)


class Notes:
    """Writes down how attempts ended, however long the database is silent."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._writing = asyncio.Lock()
        self._together = _nothing()
        self._hurry = asyncio.Event()
        self._soon: asyncio.Task[None] | None = None

    async def sent(self, row: Row, message_id: str) -> None:
        """Note that the mail server answers for a notice from now on."""
        await self._note("mark_sent", (*_key(row), message_id))

    async def not_sent(self, row: Row, outcome: Outcome) -> None:
        """Note why a notice has not gone out, and whether it is tried again by itself."""
        why, final = _reason(outcome, row["failed"])
        case_id, occasion = row["case_id"], row["occasion"]
        if final:
            _log.warning("notice_given_up", case_id=case_id, occasion=occasion, fault=why)
        else:
            _log.warning("notice_not_sent", case_id=case_id, occasion=occasion, fault=why)
        await self._note("give_up" if final else "put_off", (*_key(row), row["attempts"], why))

    async def handed_back(self, rows: Iterable[Row]) -> None:
        """Note that nothing was done about notices that were leased."""
        self._together["hand_back"] += [(*_key(row), row["attempts"]) for row in rows]
        self._begin_to_write()
        await self.all_written()

    async def all_written(self) -> None:
        """Write what is to be noted, now."""
        self._hurry.set()
        if self._soon is not None:
            await self._soon
        self._hurry.clear()

    async def _note(self, query: str, values: tuple[Any, ...]) -> None:
        self._together[query].append(values)
        self._begin_to_write()
        async with self._writing:
            return

    def _begin_to_write(self) -> None:
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._write_soon())

    async def _write_soon(self) -> None:
        while self._together:
            with suppress(TimeoutError):
                async with asyncio.timeout(_BEAT):
                    await self._hurry.wait()
            async with self._writing:
                together, self._together = self._together, _nothing()
                for query, each in together.items():
                    await self._write(query, sorted(each))

    async def _write(self, query: str, each: list[tuple[Any, ...]]) -> None:
        while True:
            try:
                async with self._pool.acquire() as conn:
                    await conn.execute(_SQL[query], *map(list, zip(*each, strict=True)))
            except OUTAGE as outage:
                _log.warning("mailer_waits_for_database", fault=type(outage).__name__)
                await asyncio.sleep(1)
            else:
                return


def _nothing() -> defaultdict[str, list[tuple[Any, ...]]]:
    return defaultdict(list)


def _key(row: Row) -> tuple[str, str, str]:
    return row["case_id"], row["occasion"], row["addressee"]


def _reason(outcome: Outcome, before: str | None) -> tuple[str, bool]:
    """Say why a notice has not gone out, and whether a person has to decide what follows."""
    match outcome.end:
        case End.CUT_OFF:
            # the server died of it or took it: one more try, but no endless copies
            return _CUT_OFF, before == _CUT_OFF
        case End.UNANSWERED:
            return _UNANSWERED, True
        case _:
            return outcome.why, outcome.end is End.NEVER
