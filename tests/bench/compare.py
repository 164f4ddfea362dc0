"""Vade against the bare SDK, the bare SDK with receipts, and DBOS: the same acts, by turns.

    python -m tests.bench.compare          ROUNDS=5 (1 for a first look), AT_ONCE=20, HELD=200

One embedded stack with real servers; a worker and a driver for each contender, all up at once and
playing in turn, so that what the machine does meanwhile hits all of them. Prints medians, the
median ratio Vade / other of the rounds, and each target.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import asyncpg

from starter.embedded.ports import DEFAULTS
from starter.embedded.stack import Stack
from starter.runtime.settings import Connection
from tests.bench.figures import DOOR, FLOOR, PEER, PRODUCT, at_once, at_rest, in_a_row, table
from tests.bench.home import own_home, run
from tests.bench.meters import SETTLE, Meters, beside, memory, parts
from tests.bench.programs import Program, peer_python, running

ROUNDS: Final = int(os.environ.get("ROUNDS", "5"))
IN_A_ROW: Final = 3
AT_ONCE: Final = int(os.environ.get("AT_ONCE", "20"))
HELD: Final = int(os.environ.get("HELD", "200"))
"""Cases left open at the end, for the memory that each takes, in kB of its worker's."""

WARM: Final = 3
HOLDING: Final = frozenset({PRODUCT, FLOOR})
"""Who holds cases: the two floors share a worker, and the peer keeps none in memory."""
REST: Final = 5.0  # seconds without an act, for what happens all the same
DATABASES: Final = {FLOOR: "bench_floor", PEER: "bench_peer"}


@dataclass
class Contender:
    """Who is measured."""

    name: str
    driver: Program
    meters: Meters
    idle: dict[str, float] = field(default_factory=dict)
    rounds: list[dict[str, float]] = field(default_factory=list)

    async def warm_up(self) -> None:
        """Play a few cases, then see what is used while nothing happens."""
        await self.driver.ask(play=WARM, at_once=False)
        before = await self.meters.read()
        await asyncio.sleep(REST)
        self.idle = at_rest(before, await self.meters.read())

    async def play(self) -> None:
        """Play one round: some cases in a row, then many at once."""
        before = await self.meters.read()
        played = await self.driver.ask(play=IN_A_ROW, at_once=False)
        figures = in_a_row(played, before, await self.meters.read(), self.idle)
        figures |= at_once(await self.driver.ask(play=AT_ONCE, at_once=True))
        self.rounds.append(figures)

    async def hold(self) -> None:
        """Open many and leave them, for the memory that each takes; no more is played after that.

        In a queue they would stand before what is played.
        """
        if self.name not in HOLDING:
            return
        await asyncio.sleep(SETTLE)
        before = memory(self.meters.worker)
        await self.driver.ask(hold=HELD)
        await asyncio.sleep(SETTLE)
        each = (memory(self.meters.worker) - before) / 1000 / HELD
        for figures in self.rounds:
            figures["memory"] = each


@asynccontextmanager
async def contenders(home: Path) -> AsyncIterator[list[Contender]]:
    """Bring everything up."""
    environ = {**os.environ, **dict.fromkeys(DEFAULTS, "0"), "VADE_HOME": str(home)}
    async with AsyncExitStack() as up:
        connection = await up.enter_async_context(Stack(home, environ=environ))
        for database in DATABASES.values():
            await _create(connection.database_url, database)
        pids = parts(home)
        found: list[Contender] = []

        def join(name: str, driver: Program, worker: int) -> None:
            meters = Meters(
                worker, pids["temporal"], pids["postgres"], driver.pid, connection.database_url
            )
            found.append(Contender(name, driver, meters))

        env = connection.environment(environ) | {"VADE_HOME": str(home)}
        join(PRODUCT, await up.enter_async_context(running("product", env=env)), pids["worker"])
        env = _with_database(connection, env, FLOOR)
        worker = await up.enter_async_context(running("floor", "work", env=env))
        for name, more in ((FLOOR, ()), (DOOR, ("door",))):
            driver = await up.enter_async_context(running("floor", "drive", *more, env=env))
            join(name, driver, worker.pid)
        if (python := peer_python()) is None:
            sys.stdout.write("DBOS is left out: its packages are not to be had here.\n")
        else:
            env = _with_database(connection, env, PEER)
            worker, driver = [
                await up.enter_async_context(running("durable", part, env=env, python=python))
                for part in ("work", "drive")
            ]
            join(PEER, driver, worker.pid)
        yield found


def _with_database(connection: Connection, env: Mapping[str, str], name: str) -> dict[str, str]:
    return {**env, "BENCH_DATABASE_URL": beside(connection.database_url, DATABASES[name])}


async def _create(url: str, database: str) -> None:
    conn = await asyncpg.connect(url)
    await conn.execute(f'create database "{database}"')
    await conn.close()


def _keep(rounds: str) -> None:
    """Keep the figures of every round, where ``JSON`` names a file for them."""
    if kept := os.environ.get("JSON"):
        Path(kept).write_text(rounds, "utf-8")


async def main() -> None:
    """Measure by turns, and print."""
    with own_home() as home:
        async with contenders(home) as found:
            for each in found:
                await each.warm_up()
            for n in range(ROUNDS):
                sys.stderr.write(f"round {n + 1} of {ROUNDS}\n")
                for each in found:
                    await each.play()
            for each in found:
                await each.hold()
            rounds = {each.name: each.rounds for each in found}
            sys.stdout.write("\n".join(table(rounds)) + "\n")
            _keep(json.dumps(rounds))


if __name__ == "__main__":
    run(main)
