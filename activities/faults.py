"""How an activity fails.

    the outside is down              the driver's own exception, left alone: Temporal retries
    the outside says data is wrong   `Unusable`: the case is parked until it is mended
    the journal would fork           `JournalForked`, the same: stop and alert
    no case can come of it           `NoEdition`, not retried: the start fails

An operator mends the data or the code, and the case goes on by itself; its details and
`vade audit` say what it waits for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import wraps
from typing import Final, TypeVar, cast

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.database import OUTAGE

A_MOMENT: Final = timedelta(seconds=1.5)
"""What an activity within a workflow task may take; the task itself lasts five seconds at most."""

S = TypeVar("S")
R = TypeVar("R")
T = TypeVar("T")


class Unusable(ApplicationError):
    """Data from outside is wrong; the case waits until somebody has mended it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="Unusable")


class JournalForked(ApplicationError):
    """A case and its journal tell two different stories; nothing more may be recorded."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="JournalForked")


class NoEdition(ApplicationError):
    """No edition of the rulebook covers the day of filing: there will be no case."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="NoEdition", non_retryable=True)


def at_once(do: Callable[[S, R], Awaitable[T]]) -> Callable[[S, R], Awaitable[T]]:
    """Have an activity give up after a moment where it runs within a workflow task.

    It then answers none, and the case asks it as an ordinary activity. A value is told alike in
    the first life of a task and in every replay; a time-out is not.
    """

    @wraps(do)
    async def within_the_task(self: S, request: R) -> T:
        if not activity.in_activity() or not activity.info().is_local:
            return await do(self, request)
        try:
            async with asyncio.timeout(A_MOMENT.total_seconds()):
                return await do(self, request)
        except (TimeoutError, ApplicationError, *OUTAGE):
            return cast("T", None)  # nobody but a case within its task ever gets that

    return within_the_task
