"""The worker process: settings, pool, client, and everything that a worker serves.

    python -m worker        serve every task queue until SIGTERM or Ctrl-C

Settings come from the environment: where Temporal is (``TEMPORAL_ADDRESS`` or a profile),
``VADE_DATABASE_URL``, ``VADE_SMTP_URL``, ``VADE_LANGUAGE`` (``tr`` or ``en``).
"""

import asyncio
import os
import signal
import sys
import time
from contextlib import AsyncExitStack
from importlib.metadata import version

import structlog

from activities.database import open_pool
from activities.mailer import run_mailer
from activities.receipts import run_relay
from starter.client import Vade
from starter.connect import connect
from starter.embedded.connection import load
from starter.embedded.folder import home
from starter.serving import publish_editions, serving

log = structlog.get_logger(__name__)


async def serve() -> None:
    """Serve until asked to stop; tasks under way are finished first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(asked, stop.set)
    connection = load(home())
    language = os.environ.get("VADE_LANGUAGE", "tr")
    async with AsyncExitStack() as house:
        pool = await house.enter_async_context(await open_pool(connection.database_url))
        client = await connect(connection)
        await publish_editions(pool)
        await house.enter_async_context(
            serving(client, pool, language=language, build_id=version("vade"))
        )
        background = [asyncio.create_task(run_relay(pool, Vade(client, pool).tell))]
        if connection.smtp_url is None:
            log.warning("mailer_off", why="VADE_SMTP_URL is not set; notices wait")
        else:
            mailer = run_mailer(pool, connection.smtp_url, language=language)
            background.append(asyncio.create_task(mailer))
        log.info("worker_started", language=language)
        waiting = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([waiting, *background], return_when=asyncio.FIRST_COMPLETED)
        for task in (waiting, *background):
            task.cancel()
        for task in done - {waiting}:
            task.result()
    log.info("worker_stopped")


def main() -> int:
    """Run the worker process."""
    asyncio.run(serve())
    # temporalio's core may still be logging while Python finalises, which ends in a crash
    sys.stdout.flush()
    time.sleep(0.3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
