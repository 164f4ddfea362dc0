"""Has the program that sends run beside a worker, and never longer than that."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Final

import structlog

NOTHING_TO_SEND: Final = 64
"""Its exit code where neither a mail server nor a policy is configured."""

_BETWEEN_TRIES: Final = 1.0  # seconds
_GRACE: Final = 10.0  # seconds in which what is under way is finished

_log = structlog.get_logger(__name__)


async def run_outgoing() -> None:
    """Keep it running until cancelled; one that dies is started again.

    It shares the environment and the log of this process. Returns where nothing is to be sent.
    """
    while True:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "starter.outgoing", stdin=PIPE
        )
        try:
            code = await process.wait()
        finally:
            await _ended(process)
        if code == NOTHING_TO_SEND:
            return
        _log.warning("outgoing_ended", code=code)
        await asyncio.sleep(_BETWEEN_TRIES)


async def _ended(process: Process) -> None:
    """Let it go, and wait until it has noted what it sent."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(_GRACE):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
