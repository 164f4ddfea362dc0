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
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from typing import TypeVar

import structlog
from temporalio.client import Client
from temporalio.service import RPCError

from activities.database import OUTAGE, Pool, open_pool
from activities.journal.opener import run_opener
from activities.journal.relay import run_relay
from activities.post.mailer import run_mailer
from activities.webhooks.calling import Caller
from activities.webhooks.courier import run_courier
from starter.api.access.policy import policy_in
from starter.api.access.reach import reach_of
from starter.client.own_time import own_time
from starter.client.vade import Vade
from starter.client.wording import in_language, in_turkish
from starter.nexus.serving import PATIENCE, serving_nexus, trusted_callers
from starter.runtime.connect import connect
from starter.runtime.converter import converter
from starter.runtime.event_loop import serve_in_loop
from starter.runtime.limits import check_limits
from starter.runtime.memory import settle, share_pools
from starter.runtime.problem import StackProblem
from starter.runtime.release import Build, make_current_if_first, this_build
from starter.runtime.serving import publish_editions, serving
from starter.runtime.settings import Connection, home, load

BETWEEN_TRIES = 0.5  # seconds

REMIND_APART = 18
"""Milliseconds between two reminders of one minute: at nine in the morning there are thousands, and
people want to act then. Two cores draw as many without haste."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


async def serve() -> None:
    """Serve until asked to stop; tasks under way are finished first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(asked, stop.set)
    working = asyncio.create_task(_work(load(home())))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    working.cancel()
    try:
        await working
    except asyncio.CancelledError:
        log.info("worker_stopped")


async def _work(connection: Connection) -> None:
    language = os.environ.get("VADE_LANGUAGE", "tr")
    in_turkish("")  # its catalogues are read now, not within a workflow's turn
    words = converter(partial(in_language, language=language))
    build = this_build()
    async with AsyncExitStack() as open_parts:
        pool = await _patiently("database", lambda: open_pool(connection.database_url))
        await open_parts.enter_async_context(pool)
        await _patiently("database", lambda: publish_editions(pool))
        client = await _patiently("temporal", lambda: connect(connection, converter=words))
        await _patiently("temporal", lambda: _sized(client))
        served = serving(client, pool, language=language, remind_apart=REMIND_APART, build=build)
        await open_parts.enter_async_context(served)
        vade = Vade(client, pool)
        await open_parts.enter_async_context(_nexus(connection, client, pool, build))
        await _patiently("temporal", lambda: make_current_if_first(client, build.name))
        settle()
        log.info("worker_started", language=language, build=build.name)
        await asyncio.gather(
            run_relay(pool, vade.deliver),
            run_opener(pool, vade.begin),
            _mailer(pool, connection, language),
            _courier(pool),
        )


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


async def _mailer(pool: Pool, connection: Connection, language: str) -> None:
    if connection.smtp_url is None:
        log.warning("mailer_off", why="VADE_SMTP_URL is not set; notices wait")
        return
    await run_mailer(pool, connection.smtp_url, language=language)


async def _courier(pool: Pool) -> None:
    """Call subscribers; without a policy nobody may be told of anything."""
    try:
        policy = policy_in(os.environ, embedded=False)
    except StackProblem as problem:
        log.warning("courier_off", why=problem.what, do=problem.do)
        return
    await run_courier(pool, Caller(), lambda claims: reach_of(policy.grants(claims)))


async def _patiently(what: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Try until it succeeds: what the worker needs may still be starting."""
    while True:
        try:
            return await attempt()
        except (*OUTAGE, RPCError, StackProblem) as fault:
            log.warning("worker_waits", on=what, fault=type(fault).__name__)
            await asyncio.sleep(BETWEEN_TRIES)


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
