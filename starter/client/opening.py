"""How a case is started: number and date from the registers, an address for life from both.

A malformed filing is turned away before a number is issued for it. The law's objections to a
filing come from the case itself, when it opens.
"""

import itertools
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import uuid4

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.database import OUTAGE, Connection, Pool, transaction
from activities.registers.numbers import next_file_number
from activities.registers.openings import Owed
from starter.client.answers import AlreadyOpen, Filing, OutOfReach, Refused, Started
from starter.client.size import measured
from workflows.kernel.case import reasons
from workflows.kernel.case.message import StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import digest
from workflows.kernel.worded import day_in_words

T = TypeVar("T")

TASK_TIMEOUT: Final = timedelta(seconds=5)
"""A task handed to a worker that is just ending comes back after this. Set for good at a case's
start; below the door's patience, above the slowest replay."""

CLAIM: Final = "claim"
RECEIVED_AT: Final = "received_at"
"""Memo in which a case keeps the digest of the claim it was started by, and its first receipt."""


class Guarded(Protocol):
    """Waits for a call as long as the patience lasts, and raises the client's own faults."""

    def __call__(self, case_id: str, call: Awaitable[T]) -> Awaitable[T]:
        """Return what the call returns."""


@dataclass(frozen=True)
class Registry:
    """Where cases are started, and where their numbers come from."""

    client: Client
    pool: "Pool | None"
    guarded: Guarded


async def start(
    registry: Registry,
    process: Process,
    filing: StartMessage | Filing,
    *,
    claim: str | None,
    start_delay: timedelta | None,
) -> Started:
    """Start a case; `starter.client.vade.Vade.start` says what may come of it."""
    _readable(process, filing)
    if isinstance(filing, StartMessage):
        return await _begin(registry, process, filing, claim, start_delay)
    _dated_by_whom(filing)
    received_at = await _received_at(registry, filing)
    if filing.file_no is not None:
        message = _message(filing, filing.file_no, received_at)
        return await _begin(registry, process, message, claim, start_delay)
    return await _numbered(
        registry, process, filing, received_at, claim=claim, start_delay=start_delay
    )


async def start_owed(
    registry: Registry, process: Process, owed: Owed, *, start_delay: timedelta | None = None
) -> Started:
    """Start a case that another one opens: it counts from the act that asked for it, and once.

    Raises:
        Refused: The filing is malformed: another process understands something else by it.
        OutOfReach: The database or Temporal does not answer.
    """
    opener = Actor(role=Role.SYSTEM, id=owed.from_case)
    filing = Filing(actor=opener, body=owed.body)
    _readable(process, filing)
    claim = f"opened-by/{owed.key}"
    return await _numbered(
        registry, process, filing, owed.received_at, claim=claim, start_delay=start_delay
    )


async def _numbered(
    registry: Registry,
    process: Process,
    filing: Filing,
    received_at: datetime,
    *,
    claim: str | None,
    start_delay: timedelta | None = None,
) -> Started:
    """Start a case under the next number of its register."""
    own = claim or uuid4().hex
    for attempt in itertools.count(1):
        # a number that somebody used without having it issued is left to them
        issued_for = own if attempt == 1 else f"{own}/{attempt}"
        number = await _issue(registry, process, received_at, issued_for)
        message = _message(filing, number, received_at)
        try:
            return await _begin(registry, process, message, own, start_delay)
        except AlreadyOpen:
            continue
    raise AssertionError("the register does not run out of numbers")


def _readable(process: Process, filing: StartMessage | Filing) -> None:
    measured(filing)
    body = reasons.decoded(process.application, filing.body, "V-4", "the application")
    if isinstance(body, tuple):
        raise Refused(body)


def _dated_by_whom(filing: Filing) -> None:
    if filing.received_at is not None:
        if filing.actor.role == Role.REGISTRY and filing.register_no is not None:
            return
        raise Refused.because(
            "V-5",
            what=f"{filing.actor.role} stated the date of receipt",
            why="a filing is dated when it is taken in; only the registry knows of an earlier "
            "receipt on paper, and gives its register number",
            do="leave received_at out, or have the registry file it with register_no",
        )


def _message(filing: Filing, file_no: str, received_at: datetime) -> StartMessage:
    return StartMessage(
        file_no=file_no,
        received_at=received_at,
        register_no=filing.register_no,
        actor=filing.actor,
        body=filing.body,
    )


async def _received_at(registry: Registry, filing: Filing) -> datetime:
    if filing.received_at is not None:
        return filing.received_at
    async with _books(registry) as conn:
        now: datetime = await conn.fetchval("select clock_timestamp()")
    return now


async def _issue(registry: Registry, process: Process, received_at: datetime, claim: str) -> str:
    async with _books(registry) as conn:
        return await next_file_number(conn, process.name, local_day(received_at).year, claim)


@asynccontextmanager
async def _books(registry: Registry) -> AsyncIterator[Connection]:
    if registry.pool is None:
        raise OutOfReach("without the database a filing needs its own number and date of receipt")
    try:
        async with transaction(registry.pool) as conn:
            yield conn
    except (*OUTAGE, TimeoutError) as outage:
        raise OutOfReach("the database does not answer; nothing was started") from outage


async def _begin(
    registry: Registry,
    process: Process,
    message: StartMessage,
    claim: str | None,
    start_delay: timedelta | None,
) -> Started:
    case_id = process.case_id(message.file_no)
    starting: Awaitable[Any] = registry.client.start_workflow(
        process.workflow_type,
        message,
        id=case_id,
        task_queue=process.task_queue,
        task_timeout=TASK_TIMEOUT,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        memo={CLAIM: digest(claim), RECEIVED_AT: message.received_at} if claim else None,
        start_delay=start_delay,
        static_summary=summary(process, message),
    )
    try:
        await registry.guarded(case_id, starting)
    except WorkflowAlreadyStartedError as used:
        first = await _first_receipt(registry, case_id, claim) if claim else None
        if first is None:
            raise AlreadyOpen(case_id) from used
        return Started(case_id=case_id, file_no=message.file_no, received_at=first, again=True)
    return Started(case_id=case_id, file_no=message.file_no, received_at=message.received_at)


async def _first_receipt(registry: Registry, case_id: str, claim: str) -> datetime | None:
    """Return when the case was filed under this claim; none if it is another's case."""
    described = await registry.guarded(
        case_id, registry.client.get_workflow_handle(case_id).describe()
    )
    if await described.memo_value(CLAIM, None) != digest(claim):
        return None
    return await described.memo_value(RECEIVED_AT, type_hint=datetime)


def summary(process: Process, message: StartMessage) -> str:
    """Say in the operators' list what the case is: filing, number, day."""
    day = day_in_words(local_day(message.received_at), "tr")
    return f"{process.word(process.application.command, 'tr')} {message.file_no} · {day}"
