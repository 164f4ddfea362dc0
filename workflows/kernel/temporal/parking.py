"""A case is parked where journal or register refuse: it shows that, and asks until it is mended."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

REFUSALS = ("Unusable", "JournalForked")
"""Errors that say: wrong data, or a journal that would fork. Time alone mends neither."""

SOON, SELDOM = timedelta(seconds=1), timedelta(minutes=15)
"""The first and the longest pause before a parked case asks again."""

T = TypeVar("T")


class Parkable(Protocol):
    """A case that shows what it waits for."""

    def park(self, why: str | None) -> None:
        """Show it; None once the case goes on."""


async def until_mended(name: str, ask: Callable[[], Awaitable[T]]) -> T:
    """Ask an activity; while it refuses the case is parked, and asks again after a pause.

    Args:
        name: Of the activity.
        ask: Executes it, once.
    """
    case: Parkable = workflow.instance()
    pause = SOON
    while True:
        try:
            answer = await ask()
        except ActivityError as failed:
            if not isinstance(failed.cause, ApplicationError) or failed.cause.type not in REFUSALS:
                raise
            case.park(f"{name}: {failed.cause.message}")
            await workflow.sleep(pause)
            pause = min(2 * pause, SELDOM)
        else:
            case.park(None)
            return answer
