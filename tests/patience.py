"""How long a test may take: one that waits in a loop for what never comes is cancelled, and fails.

What a signal's handler raises, as pytest-timeout has it, uvloop prints and then goes on waiting: a
test that hung there hung for ever. Outside a loop pytest-timeout's own way holds.
"""

import asyncio
import signal
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import pytest

from starter.runtime.event_loop import new_loop

AGAIN: Final = 60.0  # seconds that what is left to be put away may take, before it is cancelled too

_under_way: list[asyncio.Future[Any]] = []
"""What loops are to complete now, the innermost last."""


class Settings(Protocol):
    """What pytest-timeout knows of a test."""

    timeout: float


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run tests in the event loop in which the product runs."""
    return {"own": _watched_loop}


def _watched_loop() -> asyncio.AbstractEventLoop:
    """Return the product's event loop, which lets go of what it is to complete when time is up."""
    loop = new_loop()
    complete = loop.run_until_complete

    def run_until_complete(work: Any) -> Any:
        _under_way.append(asyncio.ensure_future(work, loop=loop))
        try:
            return complete(_under_way[-1])
        finally:
            _under_way.pop()

    loop.run_until_complete = run_until_complete  # type: ignore[method-assign, assignment]
    return loop


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: Any, settings: Settings) -> bool:
    """Cancel what a loop is at when the time of a test is up, and what it does after that."""
    said = f"it took longer than {settings.timeout:g} seconds"

    def up(*_: Any) -> None:
        if not _under_way:
            pytest.fail(said)
        _under_way[-1].cancel(said)

    def cancel() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, settings.timeout, AGAIN)
    item.cancel_timeout = cancel
    return True
