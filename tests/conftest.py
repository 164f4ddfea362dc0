"""What all tests share: the catalogue of rules, patience for two busy cores, the real servers."""

import gc
import os
from collections.abc import AsyncIterator
from itertools import islice

import pytest
from hypothesis import settings

from starter.rehearsal.engine import Engine, Scene, running_engine
from starter.runtime.serving import publish_editions

pytest_plugins = ["tests.rule_coverage", "tests.budgets"]

# Two shared cores: an example may take long without being wrong.
settings.register_profile("vade", deadline=None)
settings.load_profile("vade")


LONG = ("test_outage.py", "test_killed_between.py", "test_api_outage.py")
"""Files that wait for servers for a minute and more: begun first, not left to the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin what takes longest at once: each such file at the head of one process's share.

    Tests are dealt out in even shares, in order; whoever is done takes from the end of another's.
    """
    shares: list[list[pytest.Item]] = [
        [] for _ in range(int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    ]
    for item in items:
        if item.path.name in LONG:
            shares[LONG.index(item.path.name) % len(shares)].append(item)
    rest = iter([item for item in items if item.path.name not in LONG])
    for nth, share in enumerate(shares):
        through = len(items) * (nth + 1) // len(shares) - len(items) * nth // len(shares)
        share.extend(islice(rest, max(0, through - len(share))))
    items[:] = [item for share in shares for item in share] + [*rest]


@pytest.fixture(scope="module", autouse=True)
def _what_is_old_is_not_looked_through_again(request: pytest.FixtureRequest) -> None:
    """A full collection of all that earlier tests keep takes seconds, and a workflow's turn two."""
    if "unit" not in request.path.parts:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
async def engine() -> AsyncIterator[Engine]:
    """A real Temporal server with a clock per case, and a real PostgreSQL."""
    async with running_engine() as running:
        yield running


@pytest.fixture
async def scene(engine: Engine) -> AsyncIterator[Scene]:
    """A database of one test's own, and a worker on it."""
    async with engine.scene() as ready:
        await publish_editions(ready.pool)
        yield ready
