"""How long a command takes over HTTP, and by the typed client: both on one stack, by turns.

make bench-doors  p50 and p95 of both in milliseconds; 1 where HTTP adds more than it may
"""

import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Final

from activities.database import open_pool
from starter.api.access.development import issued, own_key
from starter.client.direct import DirectVade
from starter.client.models import CommandSent, FilingSent
from starter.client.over_http import HttpVade
from starter.client.service import CaseService
from starter.client.vade import Vade
from starter.embedded.ports import DEFAULTS
from starter.embedded.stack import Stack
from starter.runtime.connect import connect
from starter.runtime.settings import Connection
from tests.bench.home import own_home, run
from tests.kit.contracts import example
from workflows.kernel.roles import Actor

CASES: Final = 400
"""Half of them are sent to by each way."""

MAY_ADD: Final = 10.0
"""Milliseconds that HTTP may add to the p95 of the typed client."""

FILING: Final = FilingSent(body=example("agreement/start.json")["body"])
SENT: Final = CommandSent(body=example("agreement/withdraw_application.json")["body"])
PARTNER: Final = Actor(role="partner", id="partner-17")


async def measured(connection: Connection, home: Path) -> dict[str, list[float]]:
    """Return how many seconds each command took, by way."""
    client = await connect(connection)
    token = issued(own_key(home), PARTNER, 3600)
    took: dict[str, list[float]] = {"typed client": [], "HTTP": []}
    async with (
        await open_pool(connection.database_url, size=4) as pool,
        HttpVade.at(str(connection.api_url), lambda: token) as http,
    ):
        direct = DirectVade(Vade(client, pool), pool, PARTNER)
        ways: tuple[tuple[str, CaseService], ...] = (("typed client", direct), ("HTTP", http))
        for n in range(CASES):
            way, service = ways[n % 2]
            opened = await http.open("agreement", FILING, f"f-{n}")
            began = time.perf_counter()
            await service.send(opened.case_id, "withdraw_application", SENT, f"w-{n}")
            took[way].append(time.perf_counter() - began)
    return {way: each[10:] for way, each in took.items()}  # without those that warm up


async def main() -> int:
    """Measure, and print; 1 where HTTP adds more than it may."""
    ports = dict.fromkeys(DEFAULTS, "0")
    with own_home() as home:
        async with Stack(home, environ=ports, run_api=True) as connection:
            took = await measured(connection, home)
    p95 = {}
    for way, each in took.items():
        cuts = quantiles(each, n=20)
        p95[way] = cuts[18] * 1000
        sys.stdout.write(f"{way:14} p50 {cuts[9] * 1000:6.1f} ms   p95 {p95[way]:6.1f} ms\n")
    return int(p95["HTTP"] > p95["typed client"] + MAY_ADD)


if __name__ == "__main__":
    run(main)
