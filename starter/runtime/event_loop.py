"""The event loop of a program that serves: the faster one, where there is one.

What a command costs outside its judgement is mostly the loop's: sockets, wake-ups, tasks.
"""

import asyncio
from collections.abc import Coroutine
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

T = TypeVar("T")


def serve_in_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run the whole of a program, as `asyncio.run` does."""
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(work)


def new_loop() -> asyncio.AbstractEventLoop:
    """Return a new loop: uvloop's, or on a platform that it does not know Python's own."""
    if find_spec("uvloop") is None:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = import_module("uvloop").new_event_loop()
    return loop
