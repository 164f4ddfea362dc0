"""What a command writes: commits and SQL statements, and which statements they are.

    make bench-writes       CASES=2

One embedded stack; cases are played one after the other, and PostgreSQL's own log is counted. What
the stack does in the same time without anybody acting is taken off.
"""

import asyncio
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from activities.database import open_pool
from starter.client.vade import Vade
from starter.embedded.ports import DEFAULTS
from starter.embedded.stack import Stack
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from tests.bench.home import own_home, run
from tests.bench.meters import SETTLE, written
from tests.bench.playing import play
from tests.bench.product import PATIENCE, Product, prepare

CASES: Final = int(os.environ.get("CASES", "2"))
REST: Final = 5.0  # seconds without an act
SHOWN: Final = 40
"""Most frequent statements that are printed."""

_STATEMENT: Final = re.compile(r"LOG:  (?:statement|execute [^:]*): (.*(?:\n\t.*)*)")


@dataclass(frozen=True)
class Reading:
    """How the meters stand."""

    at: float
    commits: float
    logged: int
    """Bytes of the log."""


async def read(url: str, log: Path) -> Reading:
    """Read them, once everything has settled."""
    await asyncio.sleep(2 * SETTLE)
    logged = await asyncio.to_thread(log.stat)
    return Reading(time.perf_counter(), await written(url), logged.st_size)


def statements(log: Path, before: Reading, after: Reading) -> Counter[str]:
    """Count the statements between two readings by how they begin."""
    with log.open("rb") as text:
        text.seek(before.logged)
        said = text.read(after.logged - before.logged).decode("utf-8", "replace")
    lines = (" ".join(_uncommented(found[1])) for found in _STATEMENT.finditer(said))
    return Counter(line[:90] for line in lines)


def _uncommented(statement: str) -> list[str]:
    return [
        word
        for line in statement.splitlines()
        if not line.strip().startswith("--")
        for word in line.split()
    ]


async def measured(connection: Connection, log: Path) -> None:
    """Play, count and print."""
    conn = await asyncpg.connect(connection.database_url)
    await conn.execute("alter system set log_statement = 'all'")
    await conn.execute("select pg_reload_conf()")
    await conn.close()
    url = connection.database_url
    async with await open_pool(url) as pool:
        vade = Vade(await connect(connection), pool, patience=PATIENCE, answers_first=True)
        product = Product(vade, await prepare(pool))
        await play(product, 1, 1, at_once=False)
        idle = await read(url, log), (await _rested(url, log))
        begun = idle[1]
        played = await play(product, 2, CASES, at_once=False)
        ended = await read(url, log)
    commands = len(played["commands"])
    share = (ended.at - begun.at) / (idle[1].at - idle[0].at)
    commits = ended.commits - begun.commits - share * (idle[1].commits - idle[0].commits)
    resting, acting = statements(log, *idle), statements(log, begun, ended)
    found = {one: n - share * resting[one] for one, n in acting.items()}
    _print(commands, commits, found)


async def _rested(url: str, log: Path) -> Reading:
    await asyncio.sleep(REST)
    return await read(url, log)


def _print(commands: int, commits: float, found: Mapping[str, float]) -> None:
    say = sys.stdout.write
    say(f"{commands} commands, openings and letters included; a command:\n")
    say(f"write commits   {commits / commands:6.2f}\n")
    say(f"SQL statements  {sum(found.values()) / commands:6.1f}\n")
    for one, n in sorted(found.items(), key=lambda each: -each[1])[:SHOWN]:
        say(f"  {n / commands:6.2f}  {one}\n")


async def main() -> None:
    """Measure on a stack of its own."""
    with own_home() as home:
        async with Stack(home, environ={**os.environ, **dict.fromkeys(DEFAULTS, "0")}) as up:
            await measured(up, home / "logs" / "postgres.log")


if __name__ == "__main__":
    run(main)
