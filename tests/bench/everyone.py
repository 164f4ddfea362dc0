"""What reaches every open case: a decree, the renewal of the calendar, the turn to a new release.

    python -m tests.bench.everyone      SIZES=1000,3000,10000; TURN=0 leaves out the last

Cases of Vade are opened on an embedded stack and left open. At each size a decree closes a day for
all of them, a renewal brings them all another one, and a release takes them over. What
each takes is printed with the CPU it costs, and in the end with the fit over the sizes, and what it
comes to at 100,000. A case that is no more in the memory of its worker is told by its history
again: a fit over sizes on both sides of the worker's cache has that in its exponent.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import psutil

from activities.database import open_pool, transaction
from activities.registers.calendar import decree_days
from starter.cli.finish import Shown
from starter.cli.work.calendar import Asked, Decreed, Pace, close_everywhere, renew_everywhere
from starter.cli.work.desk import Desk
from starter.cli.work.release import turn_everywhere
from starter.client.vade import Vade
from starter.embedded.ports import DEFAULTS
from starter.embedded.stack import Stack
from starter.embedded.worker_process import COMMAND
from starter.runtime.connect import connect
from starter.runtime.release import BUILD_ID, NotTold, current_build, make_current
from starter.runtime.settings import Connection
from tests.bench.crowd import Crowd
from tests.bench.figures import MS, line
from tests.bench.fit import FULL, fitted
from tests.bench.home import own_home, run
from tests.bench.meters import cpu, parts
from tests.bench.product import PATIENCE, prepare

SIZES: Final = tuple(int(n) for n in os.environ.get("SIZES", "1000,3000,10000").split(","))
TURN: Final = os.environ.get("TURN", "1") != "0"
UNBOUNDED: Final = Pace(dry_run=False, rate=10_000.0)  # cases a second: as fast as they answer

BOUNDS: Final = {"decree": 0.006, "renewal": 0.006, "release turn": 0.006}
"""Seconds a case: 10,000 in a minute, 100,000 in ten."""


async def decreed(at: Desk, day: date) -> Shown:
    """Close a day by decree: every open case is told, and its terms are derived anew."""
    typed = Decreed(day=day.isoformat(), name="idari izin", decree="BENCH-1", actor="ministry")
    return await close_everywhere(at, typed, UNBOUNDED)


async def renewed(at: Desk, day: date) -> Shown:
    """Bring all cases a day that the table has been given."""
    async with transaction(at.pool) as conn:
        await decree_days(conn, {day: "bayram"}, grounds="BENCH-2")
    asked = Asked(grounds="BENCH-2", seed=False, actor="ministry")
    return await renew_everywhere(at, asked, UNBOUNDED, datetime.now(UTC).year)


async def made_current(at: Desk, build: str) -> None:
    """Give new cases to a build; a queue of a busy server may hear of it later."""
    with suppress(NotTold):
        await make_current(at.vade.client, build)


@asynccontextmanager
async def next_release(home: Path, build: str) -> AsyncIterator[int]:
    """Run a worker of another build, and return its process number."""
    environ = {**os.environ, "VADE_HOME": str(home), BUILD_ID: build}
    with (home / "logs" / f"{build}.log").open("wb") as log:
        worker = await asyncio.create_subprocess_exec(*COMMAND, env=environ, stdout=log, stderr=log)
        try:
            yield worker.pid
        finally:
            worker.terminate()
            await worker.wait()


class Meter:
    """How long each takes at each size, and what CPU it costs."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        """Start with nothing measured."""
        self.pids = pids
        self.seconds: dict[str, dict[int, float]] = {}

    @asynccontextmanager
    async def of(self, what: str, size: int) -> AsyncIterator[None]:
        """Measure a block that reaches so many cases."""
        before, begun = self._cpu(), asyncio.get_running_loop().time()
        yield
        seconds = asyncio.get_running_loop().time() - begun
        self.seconds.setdefault(what, {})[size] = seconds
        used = {name: (at - before[name]) / size * MS for name, at in self._cpu().items()}
        each, bound = seconds / size, BOUNDS[what]
        text, target = f"{seconds:.1f} s, {each * MS:.1f} ms a case", f"≤ {bound * MS:.0f} ms"
        line(f"{what} over {size}", text, reached=each <= bound, target=target)
        shares = ", ".join(f"{name} {ms:.1f}" for name, ms in used.items())
        line("  CPU a case, ms", f"{sum(used.values()):.1f}: {shares}")

    def _cpu(self) -> dict[str, float]:
        own = psutil.Process().cpu_times()
        parts_used = {name: cpu(pid) for name, pid in self.pids.items()}
        return {**parts_used, "client": own.user + own.system}

    def fits(self) -> None:
        """Print how each grows, and what it comes to."""
        for what, measured in self.seconds.items():
            if len(measured) > 1:
                fit = fitted(measured)
                full, bound = fit.at(FULL), BOUNDS[what] * FULL
                text = f"{full / 60:.1f} minutes"
                line(
                    f"{what} over {FULL}", text, reached=full <= bound,
                    target=f"≤ {bound / 60:.0f}; seconds = {fit.said()}",
                )  # fmt: skip


def fates(shown: Shown) -> None:
    """Print what became of the cases."""
    results = Counter(one["result"] for one in shown.data["cases"].values())
    line("  what became of them", ", ".join(f"{n} {said}" for said, n in results.items()))


async def at_every_size(home: Path, connection: Connection) -> None:
    """Open cases, reach all of them, and again with more."""
    async with await open_pool(connection.database_url, size=10) as pool:
        filed = await prepare(pool)
        crowd = Crowd(Vade(await connect(connection), pool, patience=PATIENCE), filed)
        at, meter = Desk(connection, crowd.vade, pool), Meter(parts(home))
        days = iter(filed.days)
        for size in SIZES:
            line(f"opened up to {size}", f"{await crowd.grow(size):.1f} a second")
            async with meter.of("decree", size):
                shown = await decreed(at, next(days))
            fates(shown)
            async with meter.of("renewal", size):
                shown = await renewed(at, next(days))
            fates(shown)
            if TURN:
                await _turn(home, at, meter, size)
        meter.fits()


async def _turn(home: Path, at: Desk, meter: Meter, size: int) -> None:
    build, own = f"bench-{size}", await current_build(at.vade.client)
    assert own is not None, "the stack's worker has been made current"
    async with next_release(home, build) as pid:
        meter.pids = {**meter.pids, "next worker": pid}
        await made_current(at, build)
        async with meter.of("release turn", size):
            shown = await turn_everywhere(at, None, UNBOUNDED.rate)
        line("  woken", str(len(shown.data["woken"])))
        # what comes next is to be done by the worker that stays
        await made_current(at, own)
        await turn_everywhere(at, None, UNBOUNDED.rate)
    meter.pids = {name: p for name, p in meter.pids.items() if p != pid}


async def main() -> None:
    """Measure on a stack of its own."""
    with own_home() as home:
        environ = {**os.environ, **dict.fromkeys(DEFAULTS, "0"), "VADE_HOME": str(home)}
        async with Stack(home, environ=environ) as connection:
            await at_every_size(home, connection)


if __name__ == "__main__":
    run(main)
