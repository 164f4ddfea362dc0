"""The program that sends: the mailer, and the courier that calls subscribers.

    python -m starter.outgoing        run by a worker (`beside`), until that lets it go

A letter takes as long to write and set as a case takes to judge two acts. In the worker the acts of
people would wait for that; here it is done when nothing else wants the machine. Settings come from
the environment, as the worker's do.
"""

import asyncio
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from activities.database import Pool, open_pool
from activities.post.mailer import run_mailer
from activities.webhooks.calling import Caller
from activities.webhooks.courier import run_courier
from starter.api.access.policy import Policy, policy_in
from starter.api.access.reach import reach_of
from starter.outgoing.beside import NOTHING_TO_SEND
from starter.runtime.event_loop import serve_in_loop, until_asked
from starter.runtime.memory import settle, share_pools
from starter.runtime.patience import patiently
from starter.runtime.problem import StackProblem
from starter.runtime.settings import Connection, home, load

BEHIND: Final = 19
"""How much nicer than others it is: where the cores are taken, a hundredth of one is left to it."""

_OF_SESSION: Final = Path("/proc/self/autogroup")

log = structlog.get_logger(__name__)


async def serve() -> int:
    """Send until asked to stop, or let go by the worker; return the exit code."""
    connection, policy = load(home()), _policy()
    if connection.smtp_url is None:
        log.warning("mailer_off", why="VADE_SMTP_URL is not set; notices wait")
        if policy is None:
            return NOTHING_TO_SEND
    await until_asked(_send(connection, policy), or_after=_let_go())
    return 0


async def _send(connection: Connection, policy: Policy | None) -> None:
    pool = await patiently("database", lambda: open_pool(connection.database_url))
    async with pool:
        settle()
        async with asyncio.TaskGroup() as sending:
            if connection.smtp_url is not None:
                language = os.environ.get("VADE_LANGUAGE", "tr")
                sending.create_task(run_mailer(pool, connection.smtp_url, language=language))
            if policy is not None:
                sending.create_task(_courier(pool, policy))


def _policy() -> Policy | None:
    """Return who may be told of what; without a policy nobody is."""
    try:
        return policy_in(os.environ, embedded=False)
    except StackProblem as problem:
        log.warning("courier_off", why=problem.what, do=problem.do)
        return None


async def _courier(pool: Pool, policy: Policy) -> None:
    await run_courier(pool, Caller(), lambda claims: reach_of(policy.grants(claims)))


async def _let_go() -> None:
    """Wait until standard input ends, which a worker holds open: also one that is killed."""
    reader = asyncio.StreamReader()
    connected = partial(asyncio.StreamReaderProtocol, reader)
    await asyncio.get_running_loop().connect_read_pipe(connected, sys.stdin)
    await reader.read()


def _stand_behind() -> None:
    """Let others go first: as a process, and where Linux shares its cores by sessions, as one."""
    os.nice(BEHIND)
    with suppress(OSError):  # no Linux, one that does not do so, or a session of its own already
        os.setsid()
        _OF_SESSION.write_text(str(BEHIND), "ascii")


if __name__ == "__main__":
    share_pools()
    _stand_behind()
    sys.exit(serve_in_loop(serve()))
