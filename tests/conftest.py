"""What all tests share: the catalogue of rules, patience for two busy cores, the real servers."""

import gc
import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from starter.rehearsal.engine import Engine, Scene, running_engine
from starter.runtime.sandbox import SANDBOX
from starter.runtime.serving import publish_editions

pytest_plugins = ["tests.rule_coverage", "tests.budgets", "tests.patience"]

# Whatever runs a story here runs it where it is found out if it reaches for clock or chance.
os.environ[SANDBOX] = "1"

# Two shared cores: an example may take long without being wrong.
settings.register_profile("vade", deadline=None)
settings.load_profile("vade")


LONG = ("test_outage.py", "test_killed_between.py", "test_api_outage.py")
"""Files that wait for servers for a minute and more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits longest, in one process, while the others keep the processors busy.

    Tests are dealt out in even shares, in order; whoever is done takes from the end of another's.
    """
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """Leave aside what lives as long as the run: a full collection would go through all of it."""
    gc.collect()
    gc.freeze()


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
