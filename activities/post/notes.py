"""What became of each attempt to send a notice, noted in the table.

What ends while others are being noted is noted together with the next ones: under load a commit
serves as many letters as there are lines.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import structlog

from activities.database import OUTAGE, Pool, Row, queries
from activities.post.delivery import End, Outcome

_SQL = queries("post/notices")

# Kept as the reason of an attempt; a second one in a row is not followed by a third.
_CUT_OFF: Final = "cut off after the content"
_UNANSWERED: Final = "no answer after the content"

_log = structlog.get_logger(__name__)


class Notes:
    """Writes down how attempts ended, however long the database is silent."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._turn = asyncio.Lock()
        self._together: list[tuple[str, tuple[Any, ...]]] = []

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
        for row in rows:
            self._together.append(("hand_back", (*_key(row), row["attempts"])))
        await self._written(self._together)

    async def _note(self, query: str, values: tuple[Any, ...]) -> None:
        self._together.append((query, values))
        await self._written(self._together)

    async def _written(self, together: list[tuple[str, tuple[Any, ...]]]) -> None:
        async with self._turn:
            if together is not self._together:
                return  # whoever had the turn before wrote it, too
            self._together = []
            by_query = defaultdict(list)
            for query, values in together:
                by_query[query].append(values)
            for query, each in by_query.items():
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
