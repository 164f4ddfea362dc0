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
from workflows.kernel.display.details import activity_summary
from workflows.kernel.temporal.parking import REFUSALS, until_mended
from workflows.kernel.values import Frozen

PATIENT = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=REFUSALS,
)
BEFORE = "tr"
"""The language of what is asked before a case has learnt its operators'."""

ONE_TRY = timedelta(seconds=20)

T = TypeVar("T")


async def open_case(request: OpenCase) -> Opening:
    """Read calendar, rulebook and what registers know for a new case."""
    return await _done("open_case", request, Opening, activity_summary("open_case", BEFORE))


async def record(batch: Batch, said: str) -> Recorded:
    """Write a batch of the journal with everything that goes with it.

    Never within the task: a worker that dies before its task is done would settle anew what has
    come by then, and the journal would have the first telling already.
    """
    return await _done("record", batch, Recorded, said)


async def stands(request: Restored) -> bool:
    """Ask whether a case opened again stands where its journal ends."""
    said = activity_summary("stands", BEFORE, request.n)
    return await _done("stands", request, bool, said)


async def receipts_up_to(request: ReceiptsUpTo, language: str) -> list[Receipt]:
    """Ask what the front door has received, before the clock draws anything."""
    said = activity_summary("receipts_up_to", language)
    return await _done_at_once("receipts_up_to", request, list[Receipt], said)


async def taken_in(request: TakenIn, language: str) -> list[Receipt]:
    """Ask what the front door knows of commands whose senders state when they were received."""
    said = activity_summary("taken_in", language)
    return await _done_at_once("taken_in", request, list[Receipt], said)


async def filing_taken_in(request: FilingTakenIn) -> bool:
    """Ask whether the front door has taken in a filing when its start message says."""
    said = activity_summary("filing_taken_in", BEFORE)
    return await _done_at_once("filing_taken_in", request, bool, said)


async def answer_of(request: AnswerOf, language: str) -> dict[str, Any]:
    """Fetch the first answer to a command from the journal."""
    said = activity_summary("answer_of", language, request.command_id)
    return await _done("answer_of", request, dict[str, Any], said)


async def decide(request: Decide, said: str) -> Verdict:
    """Let a register decide and reserve; it does so once, however often it is asked."""
    return await _done_at_once("decide", request, Verdict, said)


async def arrivals_of(request: ArrivalsOf, language: str) -> Arrivals:
    """Find when signals entered the case's own history; local, one marker in it."""
    found: Arrivals = await workflow.execute_local_activity(
        "arrivals_of",
        request,
        result_type=Arrivals,
        start_to_close_timeout=ONE_TRY,
        retry_policy=PATIENT,
        summary=activity_summary("arrivals_of", language),
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
