"""Serving the Nexus service beside the cases: a task queue of its own, by the same build."""

import os
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from typing import Final

from temporalio.client import Client
from temporalio.worker import Worker

from activities.database import Pool
from starter.client.nexus import TASK_QUEUE
from starter.client.vade import Vade
from starter.nexus.handler import VadeHandler
from starter.runtime.release import Build

PATIENCE: Final = timedelta(seconds=2)
"""How long a case is waited for; then its sender gets a receipt. A call may take ten seconds."""

TRUSTED: Final = "VADE_NEXUS_CALLERS"
"""Namespaces whose workflows may call, separated by commas; the cases' own where it is not set."""

_GRACE: Final = timedelta(seconds=10)


def trusted_callers(client: Client, environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the namespaces whose workflows may call."""
    named = environ.get(TRUSTED, "").split(",")
    return tuple(name.strip() for name in named if name.strip()) or (client.namespace,)


@asynccontextmanager
async def serving_nexus(
    vade: Vade, pool: Pool, *, build: Build, trusted: Collection[str], queue: str = TASK_QUEUE
) -> AsyncIterator[None]:
    """Serve the service while the block runs; calls under way are finished at its end.

    Args:
        vade: The typed client.
        pool: The database.
        build: Names this build; calls go to the current one.
        trusted: Namespaces whose workflows may call.
        queue: The task queue that the endpoint leads to.
    """
    worker = Worker(
        vade.client,
        task_queue=queue,
        nexus_service_handlers=[VadeHandler(vade, pool, trusted)],
        build_id=None if build.pinned else build.name,
        deployment_config=build.deployed,
        graceful_shutdown_timeout=_GRACE,
    )
    async with aclosing(vade), worker:
        yield
