"""The worker process: settings, pool, client, and everything that a worker serves.

    python -m worker        serve every task queue until SIGTERM or Ctrl-C

Settings come from the environment: where Temporal is (``TEMPORAL_ADDRESS`` or a profile),
``VADE_DATABASE_URL``, ``VADE_SMTP_URL``, ``VADE_POLICY`` (who is told of which cases),
``VADE_LANGUAGE`` (``tr`` or ``en``), ``VADE_BUILD_ID`` (version and commit of what runs here),
``VADE_NEXUS_CALLERS`` (namespaces whose workflows may call the Nexus service),
``VADE_CACHED_CASES`` (how many cases of each task queue it keeps at hand). A worker that starts
before its database or its server waits for them.
"""

import asyncio
import os
import sys
import time
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial

import structlog
from temporalio.client import Client

from activities.database import Pool, open_pool
from activities.journal.opener import run_opener
from activities.journal.relay import run_relay
from activities.opening import Pace
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.client.wording import in_language, in_turkish
from starter.nexus.serving import PATIENCE, serving_nexus, trusted_callers
from starter.outgoing.beside import run_outgoing
from starter.runtime.connect import connect
from starter.runtime.converter import converter
from starter.runtime.event_loop import serve_in_loop, until_asked
from starter.runtime.limits import check_limits
from starter.runtime.memory import settle, share_pools
from starter.runtime.patience import patiently
from starter.runtime.problem import StackProblem
from starter.runtime.release import Build, make_current_if_first, this_build
from starter.runtime.serving import publish_editions, serving
from starter.runtime.settings import Connection, home, load

PACE = Pace(remind_apart=19, listed_apart=1000)
"""At nine in the morning thousands are reminded, and people want to act then: two cores draw one
in 19 milliseconds without haste. And while a case is listed anew, the server does nothing else: one
whose acts follow each other at once is listed every second, and not after each."""

log = structlog.get_logger(__name__)


async def serve() -> None:
    """Serve until asked to stop; tasks under way are finished first."""
    await until_asked(_work(load(home())))
    log.info("worker_stopped")


async def _work(connection: Connection) -> None:
    language = os.environ.get("VADE_LANGUAGE", "tr")
    in_turkish("")  # its catalogues are read now, not within a workflow's turn
    words = converter(partial(in_language, language=language))
    build = this_build()
    async with AsyncExitStack() as open_parts:
        pool = await patiently("database", lambda: open_pool(connection.database_url))
        await open_parts.enter_async_context(pool)
        await patiently("database", lambda: publish_editions(pool))
        client = await patiently("temporal", lambda: connect(connection, converter=words))
        await patiently("temporal", lambda: _sized(client))
        served = serving(client, pool, language=language, pace=PACE, build=build)
        await open_parts.enter_async_context(served)
        vade = Vade(client, pool)
        await open_parts.enter_async_context(_nexus(connection, client, pool, build))
        await patiently("temporal", lambda: make_current_if_first(client, build.name))
        settle()
        log.info("worker_started", language=language, build=build.name)
        async with asyncio.TaskGroup() as beside:
            beside.create_task(run_relay(pool, vade.deliver, vade.press))
            beside.create_task(run_opener(pool, vade.begin))
            beside.create_task(run_outgoing())


def _nexus(
    connection: Connection, client: Client, pool: Pool, build: Build
) -> AbstractAsyncContextManager[None]:
    """Serve callers that live on Temporal; they are not kept waiting as the relay is."""
    clock = own_time(client) if connection.embedded else None
    vade = Vade(client, pool, patience=PATIENCE, clock=clock)
    return serving_nexus(vade, pool, build=build, trusted=trusted_callers(client))


async def _sized(client: Client) -> None:
    """Say what the server cannot carry; a worker that does not run would stop every case."""
    try:
        await check_limits(client)
    except StackProblem as problem:
        log.warning("server_limits_too_low", what=problem.what, do=problem.do)


def main() -> int:
    """Run the worker process."""
    share_pools()
    serve_in_loop(serve())
    # temporalio's core may still be logging while Python finalises, which ends in a crash
    sys.stdout.flush()
    time.sleep(0.3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
