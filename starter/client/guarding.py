"""What is asked of a case or done for it from outside: silence, absence and outage told apart."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from temporalio.client import WorkflowQueryFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from starter.client.answers import NotFound, OutOfReach, unfit

T = TypeVar("T")


async def guarded(case_id: str, call: Awaitable[T], patience: timedelta) -> T:
    """Wait for a case's answer as long as the patience lasts.

    Raises:
        NotFound: There is no such case.
        Refused: The server cannot take what was sent.
        OutOfReach: Nobody answers.
    """
    try:
        # an RPC's own timeout bounds each attempt, not the attempts together
        async with asyncio.timeout(patience.total_seconds()):
            return await call
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
        raise OutOfReach(f"{case_id} did not answer in time; no worker runs?") from late
    except WorkflowQueryFailedError as failed:
        raise OutOfReach(f"{case_id} cannot be asked: {failed.message}") from failed
    except RPCError as fault:
        if fault.status is RPCStatusCode.NOT_FOUND:
            raise NotFound(case_id) from fault
        if fault.status is RPCStatusCode.INVALID_ARGUMENT:
            raise unfit(fault.message) from fault
        raise OutOfReach(f"Temporal does not answer for {case_id}") from fault
    except RuntimeError as fault:  # a lazy client that could not connect
        raise OutOfReach("Temporal does not answer") from fault
