"""Answers that the register of receipts does not know yet, at the door that has heard them.

A case answers before its act is recorded. The journal notes the answer in the transaction that
records the act, and gives back the turn that was taken for it; so the door writes nothing.

    answered ──▶ kept here ──▶ recorded meanwhile: nothing is left to be noted
                     ├──▶ next command of that case, from here: takes the turn over
                     └──▶ not recorded for half a second, or the process ends: noted from here

Nothing that counts is kept here alone. The receipt is committed, and the case has admitted the
command: whoever dies with its answer loses the turn with the lease, the relay tells the case once
more, and that knows the command by its ID and answers the same. For that reason nothing is kept
longer than the lease of its turn: afterwards others may have told the case, or have restored it.
"""

import asyncio
import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from activities.database import OUTAGE, Pool, brought_to_its_end
from activities.journal.receipts import CommittedReceipt, Heard, Reply, note_replies
from activities.journal.turns import LEASE, Own, Turn

SOON: Final = 0.25  # seconds that an answer is left to the journal, at least; twice that at most
LAST_NOTE: Final = 5.0  # seconds in which a process that ends notes what it has heard


@dataclass(frozen=True)
class _Kept:
    """One answer, and the instants of the loop's clock at which it came and is let go."""

    heard: Heard
    at: float
    until: float


class Unnoted:
    """What one process has been answered and the register does not know yet.

    Args:
        pool: The database.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: dict[str, list[_Kept]] = {}
        self._noting: asyncio.Task[None] | None = None

    def of(self, case_id: str) -> Own:
        """Return what of a case is this process's, for its next command."""
        now = _now()
        kept = [each.heard for each in self._kept.get(case_id, ()) if now < each.until]
        if not kept:
            return Own()
        return Own(kept[-1].holder, tuple(each.command_id for each in kept))

    def keep(self, turn: Turn, taken_at: float, receipt: CommittedReceipt, reply: Reply) -> None:
        """Keep what a case has admitted, until the journal has noted it.

        Args:
            turn: Taken for this command alone.
            taken_at: When, by the loop's clock.
            receipt: The command.
            reply: What the case replied.
        """
        heard = Heard(receipt.case_id, receipt.command_id, reply, turn.holder)
        kept = _Kept(heard, _now(), taken_at + LEASE.total_seconds())
        self._kept.setdefault(receipt.case_id, []).append(kept)
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._by_and_by())

    async def note(self, case_id: str, *heard: Heard) -> None:
        """Note at once what is kept of a case, and what else it replied."""
        await self._note(self._kept.get(case_id, ()), heard)

    async def aclose(self) -> None:
        """Note what is left, for a process that ends; in an outage the relay does it later."""
        if self._noting is not None:
            self._noting.cancel()
            await asyncio.wait([self._noting])
        with suppress(*OUTAGE, TimeoutError):
            async with asyncio.timeout(LAST_NOTE):
                await brought_to_its_end(self._note_all(math.inf))

    async def _by_and_by(self) -> None:
        """Note together what the journal has not noted, for as long as there is something."""
        while self._kept:
            heard_by = _now()
            await asyncio.sleep(SOON)
            with suppress(*OUTAGE, TimeoutError):
                await self._note_all(heard_by)

    async def _note_all(self, heard_by: float) -> None:
        await self._note(
            each for case in self._kept.values() for each in case if each.at <= heard_by
        )

    async def _note(self, kept: Iterable[_Kept], heard: Iterable[Heard] = ()) -> None:
        now, known = _now(), list(kept)
        self._forget([each for each in known if each.until <= now])
        noted = [each for each in known if now < each.until]
        if replies := [*(each.heard for each in noted), *heard]:
            async with self._pool.acquire() as conn:
                await note_replies(conn, replies)
        self._forget(noted)

    def _forget(self, kept: Iterable[_Kept]) -> None:
        for each in kept:
            case_id = each.heard.case_id
            left = [one for one in self._kept.get(case_id, ()) if one is not each]
            if left:
                self._kept[case_id] = left
            else:
                self._kept.pop(case_id, None)


def _now() -> float:
    return asyncio.get_running_loop().time()
