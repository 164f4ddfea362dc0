"""Typed stubs of every activity: timeout, retry policy and the summary operators see, once each.

The implementations live in the activities room under the same names. Retries have no limit: a case
waits out an outage of PostgreSQL. The longest interval is a minute, so that it resumes soon after.
Where the journal or a register itself refuses, the case is parked.
"""

from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.kernel.case.records import (
    AnswerOf,
    Arrivals,
    ArrivalsOf,
    Batch,
    Decide,
    FilingTakenIn,
    OpenCase,
    Opening,
    Receipt,
    ReceiptsUpTo,
    Recorded,
    Restored,
    TakenIn,
    Verdict,
)
from workflows.kernel.temporal.parking import REFUSALS, until_mended
from workflows.kernel.values import Frozen

PATIENT = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=REFUSALS,
)
ONE_TRY = timedelta(seconds=20)

T = TypeVar("T")


async def open_case(request: OpenCase) -> Opening:
    """Read calendar, rulebook and what registers know for a new case."""
    return await _done_at_once(
        "open_case", request, Opening, f"calendar, rulebook, bans for {request.file_no}"
    )


async def record(batch: Batch) -> Recorded:
    """Write a batch of the journal with everything that goes with it.

    Never within the task: a worker that dies before its task is done would settle anew what has
    come by then, and the journal would have the first telling already.
    """
    numbers = (
        f"{batch.entries[0].n}"
        if len(batch.entries) == 1
        else (f"{batch.entries[0].n}-{batch.entries[-1].n}")
    )
    return await _done(
        "record",
        batch,
        Recorded,
        f"journal {numbers}: {batch.entries[-1].kind} {batch.entries[-1].name}",
    )


async def stands(request: Restored) -> bool:
    """Ask whether a case opened again stands where its journal ends."""
    return await _done("stands", request, bool, f"does the journal end with {request.n}?")


async def receipts_up_to(request: ReceiptsUpTo) -> list[Receipt]:
    """Ask what the front door has received, before the clock draws anything."""
    return await _done_at_once(
        "receipts_up_to", request, list[Receipt], "what has the front door received until then?"
    )


async def taken_in(request: TakenIn) -> list[Receipt]:
    """Ask what the front door knows of commands whose senders state when they were received."""
    return await _done_at_once(
        "taken_in", request, list[Receipt], "has the front door received them when they say?"
    )


async def filing_taken_in(request: FilingTakenIn) -> bool:
    """Ask whether the front door has taken in a filing when its start message says."""
    return await _done_at_once(
        "filing_taken_in", request, bool, "has the front door received the filing when it says?"
    )


async def answer_of(request: AnswerOf) -> dict[str, Any]:
    """Fetch the first answer to a command from the journal."""
    return await _done(
        "answer_of", request, dict[str, Any], f"first answer to {request.command_id}"
    )


async def decide(request: Decide) -> Verdict:
    """Let a register decide and reserve; it does so once, however often it is asked."""
    return await _done_at_once(
        "decide", request, Verdict, f"the register {request.by} decides on {request.command_id}"
    )


async def arrivals_of(request: ArrivalsOf) -> Arrivals:
    """Find when signals entered the case's own history; local, one marker in it."""
    found: Arrivals = await workflow.execute_local_activity(
        "arrivals_of",
        request,
        result_type=Arrivals,
        start_to_close_timeout=ONE_TRY,
        retry_policy=PATIENT,
        summary="when the signals came in",
    )
    return found


async def _done_at_once(name: str, request: Frozen, kind: type[T], summary: str) -> T:
    """Try it within the task, for one event; if that fails, wait for it as long as it takes.

    The activity itself says that it takes too long (`activities.faults.at_once`), as a value: a
    time-out of the worker's would be told otherwise when the history is replayed.
    """
    answer: T | None = await workflow.execute_local_activity(
        name,
        request,
        result_type=kind | None,  # type: ignore[arg-type] # a union is read as well
        start_to_close_timeout=ONE_TRY,
        retry_policy=PATIENT,
        summary=summary,
    )
    return await _done(name, request, kind, summary) if answer is None else answer


async def _done(name: str, request: Frozen, kind: type[T], summary: str) -> T:
    async def ask() -> T:
        answer: T = await workflow.execute_activity(
            name,
            request,
            result_type=kind,
            start_to_close_timeout=ONE_TRY,
            retry_policy=PATIENT,
            summary=summary,
        )
        return answer

    return await until_mended(name, ask)
