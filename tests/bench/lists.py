"""How lists, counts, searches and feeds grow with the open cases, up to a hundred thousand.

    make bench-lists    p50 of each at every size, the fit, and the figure at 100,000;
                        1 where one of them takes over 200 ms there

The cases are copies of the samples in the tables (`fill.sql`); the real server of the API answers.
``SIZES`` and ``LOOKS`` set how many cases there are, and how often each is looked at.
"""

import os
import sys
from collections.abc import Mapping
from typing import Final

import httpx

from starter.embedded.ports import DEFAULTS
from starter.embedded.stack import Stack
from tests.bench.fit import FULL, fitted
from tests.bench.home import own_home, run
from tests.bench.pages import (
    BOARD,
    FEEDS,
    MAY_TAKE,
    OPERATOR,
    PAGES,
    Bench,
    copy,
    feed,
    opened_samples,
)
from workflows.kernel.roles import Actor

SIZES: Final = tuple(int(n) for n in os.environ.get("SIZES", "1000,10000,30000,100000").split(","))
LOOKS: Final = int(os.environ.get("LOOKS", "15"))
PRINCIPAL: Final = Actor(role="principal", id="m", institution="ORNEK-KURS")

LISTS: Final[Mapping[str, tuple[Actor, str]]] = {
    "API, open cases": (OPERATOR, "/v1/cases"),
    "API, of one process": (OPERATOR, "/v1/cases?process=textbook-review"),
    "API, waiting for an office": (BOARD, "/v1/cases?waiting_on=board"),
    "API, of an institution": (OPERATOR, "/v1/cases?institution=ORNEK-KURS"),
    "API, overdue": (OPERATOR, "/v1/cases?overdue=true"),
    "API, closed too": (OPERATOR, "/v1/cases?closed_too=true"),
    "API, an institution's own": (PRINCIPAL, "/v1/cases"),
    "events, the first": (OPERATOR, "/v1/events"),
    "events, an institution's": (PRINCIPAL, "/v1/events"),
    **{name: where for name, where in PAGES.items() if "work list" in name or name == "overview"},
}
"""What shows many cases at once, and who looks at it."""


async def measured(bench: Bench, table: dict[str, dict[int, float]], size: int) -> None:
    """Look at everything with so many cases."""
    wanted = {**LISTS, **{name: await feed(bench.connection, name) for name in FEEDS}}
    wanted["API, second page"] = (OPERATOR, await _second_page(bench))
    for name, look in wanted.items():
        await bench.look(name, [look] * LOOKS)
        table.setdefault(name, {})[size] = bench.taken[-1].part(10)


async def _second_page(bench: Bench) -> str:
    first = (await bench.seen(OPERATOR, "/v1/cases")).json()
    return f"/v1/cases?after={first['after']}"


def printed(table: Mapping[str, Mapping[int, float]]) -> bool:
    """Print what was measured, with its fit; say whether all is quick enough at the full size."""
    heads = "".join(f"{size:>10,}" for size in SIZES)
    sys.stdout.write(f"\n{'p50 in ms, open cases':30}{heads}   fit{'at 100,000':>38}\n")
    quick = True
    for name, figures in table.items():
        fit = fitted(figures)
        full = figures.get(FULL, fit.at(FULL))
        quick = quick and full <= MAY_TAKE
        row = "".join(f"{figures[size]:10.1f}" for size in SIZES)
        mark = "✓" if full <= MAY_TAKE else "✗"
        sys.stdout.write(f"{name:30}{row}   {fit.said():30}{full:10.0f} {mark}\n")
    return quick


async def main() -> int:
    """Measure at each size, and print the table."""
    ports, table = dict.fromkeys(DEFAULTS, "0"), dict[str, dict[int, float]]()
    with own_home() as home:
        async with Stack(home, environ=ports, run_api=True) as connection:
            await opened_samples(connection)
            base = str(connection.api_url).removesuffix("/v1")
            async with httpx.AsyncClient(base_url=base, timeout=60) as http:
                bench, above = Bench(home, connection, http), 0
                for size in SIZES:
                    await copy(connection, size, above=above)
                    await measured(bench, table, size)
                    above = size
    return int(not printed(table))


if __name__ == "__main__":
    run(main)
