"""Many open cases: how the acts of one case fare among thousands, and a minute in which all remind.

    python -m tests.bench.scale     SIZE=2000 (10000 for the target), FIRST=100, STORM=1

Cases of Vade are opened on an embedded stack and left open. At ``FIRST`` and at ``SIZE`` people act
on cases that the worker has in its memory, and on cases that it has not. Then every case has its
reminder in one minute (``AHEAD`` minutes after the start), while people go on acting.
"""

import asyncio
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from activities.database import Pool, open_pool
from starter.client.answers import Fault
from starter.client.vade import Vade
from starter.embedded.ports import DEFAULTS
from starter.embedded.stack import Stack
from starter.runtime.connect import connect
from starter.runtime.memory import CACHED as AT_HAND
from starter.runtime.settings import Connection
from tests.bench.crowd import Crowd
from tests.bench.figures import MS, line, quantile
from tests.bench.home import own_home, run
from tests.bench.meters import SETTLE, cpu, memory, parts
from tests.bench.product import PATIENCE, prepare

SIZE: Final = int(os.environ.get("SIZE", "2000"))
FIRST: Final = int(os.environ.get("FIRST", "100"))
STORM: Final = os.environ.get("STORM", "1") != "0"
BOUND: Final = float(os.environ.get("BOUND", "300"))
"""Seconds after which a storm is given up."""

PROBES: Final = 100
DAYS_AGO: Final = 7
"""Filed so many working days ago, the term of T-14.2 has its first reminder today."""

REST: Final = 10.0  # seconds
LOOK: Final = 0.5  # seconds between two looks at what is drawn, and between two acts of a person
CACHED: Final = int(os.environ.get(AT_HAND, "1000"))
"""Cases that the worker keeps at hand; it would keep more of them, by the machine's memory."""

REMINDED: Final = timedelta(minutes=float(os.environ.get("AHEAD", "4")))
"""How far ahead the minute of all reminders is set before the first case is opened."""

NOTICES: Final = "select count(*), count(sent_at) from notices where kind = 'reminder'"
IDLE: Final = 0.03
"""Share of one core that a worker may use while nothing happens."""


async def act_on(crowd: Crowd, cases: list[str]) -> float:
    """Act on some cases drawn by lot, once openings are through; return the median, in ms.

    For seconds after thousands of openings the server tidies up, and every act takes longer.
    """
    await asyncio.sleep(REST)
    chosen = random.sample(cases, min(PROBES, len(cases)))
    return median([await crowd.act(each) for each in chosen]) * MS


async def grow(crowd: Crowd, size: int) -> None:
    """Open cases until there are so many."""
    before = len(crowd.opened)
    line(f"opened {before} to {size}", f"{await crowd.grow(size):.1f} a second")


async def levels(crowd: Crowd, worker: int) -> None:
    """Measure at the first size and at the last."""
    await grow(crowd, FIRST)
    some = FIRST // 5
    await act_on(crowd, crowd.opened[:some])  # warms the stack, and not the cases that count
    first, held = await act_on(crowd, crowd.opened[some:]), memory(worker)
    line(f"update p50 at {FIRST} open cases, ms", f"{first:.1f}")
    await grow(crowd, SIZE)
    cached = min(SIZE, CACHED) - FIRST
    if cached > 0:
        each = (memory(worker) - held) / 1000 / cached
        line(
            "worker memory per cached case, kB", f"{each:.0f}", reached=each <= 120, target="≤ 120"
        )
    recent = crowd.opened[-CACHED // 4 :]
    last = await act_on(crowd, recent)
    text = f"{last:.1f} (×{last / first:.2f})"
    line(
        f"update p50 at {SIZE} open cases, ms", text, reached=last <= 1.2 * first, target="≤ 1.2 ×"
    )
    if SIZE > CACHED + PROBES:
        away = await act_on(crowd, crowd.opened[: SIZE - CACHED - PROBES])
        text = f"{away:.1f} (×{away / last:.2f})"
        line(
            "update p50 of an evicted case, ms",
            text,
            reached=away <= 2 * last,
            target="≤ 2 × a cached one",
        )


async def idle(pids: Mapping[str, int]) -> None:
    """Measure what is used while nothing happens: the mail of the last acts is out before."""
    await asyncio.sleep(SETTLE)
    before = {name: cpu(pid) for name, pid in pids.items()}
    await asyncio.sleep(REST)
    for name, pid in pids.items():
        share = (cpu(pid) - before[name]) / REST
        reached, target = (share < IDLE, "< 3 %") if name == "worker" else (None, "")
        line(f"idle CPU of {name}", f"{share:.1%}", reached=reached, target=target)


@dataclass
class Storm:
    """The minute in which every case has its reminder."""

    crowd: Crowd
    pool: Pool
    took: list[float] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    drawn: int = 0
    sent: int = 0
    drawn_at: float | None = None
    sent_at: float | None = None
    is_over: bool = False

    async def pass_by(self, at: datetime) -> None:
        """Wait for it, act meanwhile, and see when all is drawn and mailed."""
        loop = asyncio.get_running_loop()
        ahead = (at - datetime.now(UTC)).total_seconds()
        if ahead < 0:
            line("storm", "the minute passed before all were open: AHEAD=…")
            return
        await asyncio.sleep(ahead)
        begun, person = loop.time(), asyncio.create_task(self._person())
        while self.sent_at is None and loop.time() - begun < BOUND:
            await asyncio.sleep(LOOK)
            found = await self.pool.fetchrow(NOTICES)
            assert found is not None, "counts are always found"
            self.drawn, self.sent = found
            self._note(loop.time() - begun)
        self.is_over = True
        await person  # who waits for an answer still gets it
        self._tell()

    def _note(self, seconds: float) -> None:
        if self.drawn >= SIZE and self.drawn_at is None:
            self.drawn_at = seconds
        if self.sent >= SIZE:
            self.sent_at = seconds

    async def _person(self) -> None:
        while not self.is_over:
            case_id = random.choice(self.crowd.opened)  # noqa: S311 - a lot, no secret
            try:
                self.took.append(await self.crowd.act(case_id))
            except Fault as fault:
                self.unanswered.append(f"{case_id}: {fault}")
            await asyncio.sleep(LOOK)

    def _tell(self) -> None:
        for what, at, count, bound in (
            ("drawn", self.drawn_at, self.drawn, 40),
            ("mailed", self.sent_at, self.sent, 60),
        ):
            allowed = bound * max(SIZE, 2000) / 2000  # more in proportion; fewer may be spread too
            text = f"{count} of {SIZE} in {BOUND:.0f} s" if at is None else f"{at:.1f} s"
            reached = at is not None and at <= allowed
            line(f"storm of {SIZE}: {what}", text, reached=reached, target=f"≤ {allowed:.0f} s")
        if self.took:
            p95 = quantile(self.took, 0.95) * MS
            line(
                "  people's acts meanwhile, p95, ms",
                f"{p95:.0f}",
                reached=p95 < 1000,
                target="< 1000",
            )
        silent = len(self.unanswered)
        line(
            "  of these unanswered",
            f"{silent} of {silent + len(self.took)}",
            reached=not silent,
            target="0",
        )


async def measured(connection: Connection, pids: Mapping[str, int]) -> None:
    """Open the cases, and measure."""
    async with await open_pool(connection.database_url, size=10) as pool:
        filed = await prepare(pool, ago=DAYS_AGO, reminded_in=REMINDED if STORM else None)
        crowd = Crowd(
            Vade(await connect(connection), pool, patience=PATIENCE, answers_first=True), filed
        )
        await levels(crowd, pids["worker"])
        await idle(pids)
        if filed.reminded_at is not None:
            await Storm(crowd, pool).pass_by(filed.reminded_at)


async def main() -> None:
    """Measure on a stack of its own."""
    with own_home() as home:
        environ = {**os.environ, **dict.fromkeys(DEFAULTS, "0"), "VADE_HOME": str(home)}
        environ |= {AT_HAND: str(CACHED)}
        async with Stack(home, environ=environ) as connection:
            await measured(connection, parts(home))


if __name__ == "__main__":
    run(main)
