"""Waits for what a program needs and that may still be starting."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog
from temporalio.service import RPCError

from activities.database import OUTAGE
from starter.runtime.problem import StackProblem

BETWEEN_TRIES: Final = 0.5  # seconds

T = TypeVar("T")

_log = structlog.get_logger(__name__)


async def patiently(what: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Try until it succeeds, and say so each time that it does not.

    Args:
        what: What is waited for, as the log names it.
        attempt: Made anew for every try.
    """
    while True:
        try:
            return await attempt()
        except (*OUTAGE, RPCError, StackProblem) as fault:
            _log.warning("start_waits", on=what, fault=type(fault).__name__)
            await asyncio.sleep(BETWEEN_TRIES)
