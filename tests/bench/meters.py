"""What a round costs: CPU of the processes, memory of the worker, writes of PostgreSQL.

Commits are those that wrote something: differences of transaction IDs, exact at once, unlike the
statistics views. They are the whole server's, so contenders take turns.
"""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import asyncpg
import psutil

SETTLE: Final = 3.0  # seconds in which journal and mail, which no answer waits for, are done


@dataclass(frozen=True)
class Reading:
    """How the meters stand."""

    at: float
    worker_cpu: float
    server_cpu: float
    database_cpu: float
    client_cpu: float
    commits: float


@dataclass(frozen=True)
class Meters:
    """Whose meters are read; processes by their number."""

    worker: int
    server: int
    database: int
    client: int
    url: str

    async def read(self) -> Reading:
        """Read all of them, once everything has settled."""
        await asyncio.sleep(SETTLE)
        commits = await written(self.url)
        return Reading(
            at=asyncio.get_running_loop().time(),
            worker_cpu=cpu(self.worker),
            server_cpu=cpu(self.server),
            database_cpu=cpu(self.database),
            client_cpu=cpu(self.client),
            commits=commits,
        )


def cpu(pid: int) -> float:
    """Return the seconds of CPU that a process and its children have used."""
    process, seconds = psutil.Process(pid), 0.0
    for each in (process, *process.children(recursive=True)):
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        seconds += times.user + times.system
    return seconds


def memory(pid: int) -> int:
    """Return the bytes of memory that a process holds."""
    return int(psutil.Process(pid).memory_info().rss)


async def written(url: str) -> float:
    """Return how many transactions have written anything since the server was made."""
    conn = await asyncpg.connect(url)
    try:
        told = await conn.fetchval("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    finally:
        await conn.close()
    return float(told)


def parts(home: Path) -> dict[str, int]:
    """Return the process numbers of a running stack's parts, by name."""
    entries = json.loads((home / "processes.json").read_text("utf-8"))
    return {entry["name"]: entry["pid"] for entry in entries}


def beside(url: str, database: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()
