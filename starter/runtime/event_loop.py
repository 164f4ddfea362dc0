"""The event loop of a program that serves: the faster one, where there is one.

What a command costs outside its judgement is mostly the loop's: sockets, wake-ups, tasks.
"""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

T = TypeVar("T")


def serve_in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run the whole of a program, as `asyncio.run` does."""
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(work)


async def until_asked(
    work: Coroutine[Any, Any, None], *, or_after: Coroutine[Any, Any, None] | None = None
) -> None:
    """Do something until SIGTERM or Ctrl-C; what is under way then is cancelled, and ends.

    Args:
        work: What is done; where it fails, this fails with it.
        or_after: Something else after which it is time to stop.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for asked in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(asked, stop.set)
    working, reasons = asyncio.create_task(work), [asyncio.create_task(_until(stop))]
    if or_after is not None:
        reasons.append(asyncio.create_task(or_after))
    await asyncio.wait([working, *reasons], return_when=asyncio.FIRST_COMPLETED)
    for each in (working, *reasons):
        each.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def _until(event: asyncio.Event) -> None:
    await event.wait()


def new_loop() -> asyncio.AbstractEventLoop:
    """Return a new loop: uvloop's, or on a platform that it does not know Python's own."""
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = import_module("uvloop").new_event_loop()
    return loop
