"""What became of each attempt to send a notice, noted in the table.

Lines wait for one another: the letters that are under way at a time are noted by one statement, and
no line takes its next one before. Who is slow is not waited for long.
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

_BEAT: Final = 0.1
"""Seconds for which a letter that has ended waits for the others to be noted with it."""

# Kept as the reason of an attempt; a second one in a row is not followed by a third.
_CUT_OFF: Final = "cut off after the content"
_UNANSWERED: Final = "no answer after the content"

_log = structlog.get_logger(__name__)


class _Round:
    """Notes that are written together."""

    def __init__(self) -> None:
        self.notes = defaultdict[str, list[tuple[Any, ...]]](list)
        self.is_complete = asyncio.Event()


class Notes:
    """Writes down how attempts ended, however long the database is silent."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turn = asyncio.Lock()
        self._round = _Round()
        self._under_way = 0

    def begin(self) -> None:
        """Expect a note of one more letter."""
        self._under_way += 1

    def leave(self) -> None:
        """Expect one note less: that letter's attempt has ended, or there was none."""
        self._under_way -= 1
        if not self._under_way:
            self._round.is_complete.set()

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
        self._round.notes["hand_back"] += [(*_key(row), row["attempts"]) for row in rows]
        await self._written(self._round)

    async def _note(self, query: str, values: tuple[Any, ...]) -> None:
        own = self._round
        own.notes[query].append(values)
        self.leave()
        with suppress(TimeoutError):
            async with asyncio.timeout(_BEAT):
                await own.is_complete.wait()
        await self._written(own)

    async def _written(self, together: _Round) -> None:
        async with self._turn:
            if together is not self._round:
                return  # whoever had the turn before wrote it, too
            self._round = _Round()
            for query, each in together.notes.items():
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
