"""How a case is started: number and date from the registers, an address for life from both.

A malformed filing is turned away before a number is issued for it, and so is one that the law
refuses (`vetting`). The case judges once more when it opens: a register may say otherwise by then.
"""

import itertools
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import uuid4

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.access import Unopened
from activities.database import OUTAGE, Connection, Pool, transaction
from activities.registers.filings import KeptFiling, keep_filing, kept_filing
from activities.registers.numbers import next_file_number
from activities.registers.openings import Owed
from starter.client.answers import (
    AlreadyOpen,
    Filing,
    NotFound,
    OutOfReach,
    Refused,
    Started,
    unfit,
)
from starter.client.fitting import dated_lawfully
from starter.client.size import measured
from starter.client.vetting import Vetted, vet
from workflows.kernel.case import reasons
from workflows.kernel.case.message import StartMessage, digest_of_filing
from workflows.kernel.case.process import Process
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import canonical, digest
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
    vetted: Vetted | None = None,
) -> Started:
    """Start a case; `starter.client.vade.Vade.start` says what may come of it."""
    _readable(process, filing)
    if isinstance(filing, StartMessage):
        return await _begin(registry, process, filing, claim, start_delay)
    dated_lawfully(filing)
    return await _numbered(
        registry, process, filing, claim=claim, start_delay=start_delay, vetted=vetted
    )


async def start_owed(
    registry: Registry, process: Process, owed: Owed, *, start_delay: timedelta | None = None
) -> Started:
    """Start a case that another one opens: it counts from the act that asked for it, and once.

    Raises:
        Refused: The law refuses it, or another process understands something else by it.
        OutOfReach: The database or Temporal does not answer.
    """
    opener = Actor(role=Role.SYSTEM, id=owed.from_case)
    filing = Filing(received_at=owed.received_at, actor=opener, body=owed.body)
    _readable(process, filing)
    claim = f"opened-by/{owed.key}"
    return await _numbered(registry, process, filing, claim=claim, start_delay=start_delay)


async def _numbered(
    registry: Registry,
    process: Process,
    filing: Filing,
    *,
    claim: str | None,
    start_delay: timedelta | None,
    vetted: Vetted | None = None,
) -> Started:
    """Start a case under the next number of its register."""
    own = claim or uuid4().hex
    for attempt in itertools.count(1):
        # a number that somebody used without having it issued is left to them
        issued_for = own if attempt == 1 else f"{own}/{attempt}"
        async with _books(registry) as conn:
            message = await _taken_in(
                conn,
                process,
                filing,
                own,
                issued_for=issued_for,
                vetted=vetted,
                later=start_delay is not None,
            )
        try:
            return await _begin(registry, process, message, own, start_delay)
        except AlreadyOpen:
            if filing.file_no is not None:
                raise
    raise AssertionError("the register does not run out of numbers")


async def _taken_in(
    conn: Connection,
    process: Process,
    filing: Filing,
    claim: str,
    *,
    issued_for: str,
    vetted: Vetted | None,
    later: bool = False,
) -> StartMessage:
    """Take a filing in: number and date of receipt stand once nothing speaks against it.

    Raises:
        Refused: Its key stands for another filing, or the law refuses it; nothing was taken in.
    """
    key = digest(claim)
    sent = digest_of_filing(
        filing.actor, filing.body, register_no=filing.register_no, file_no=filing.file_no
    )
    kept, now = await kept_filing(conn, process.name, key)
    if kept is not None and kept.digest != sent:
        raise Refused.because(
            "V-6",
            what="the key of this filing was used before with another body",
            why="a filing counts once; its key stands for exactly one",
            do="send the new filing under a new key",
        )
    received_at = kept.received_at if kept is not None else filing.received_at or now
    if kept is not None and claim == issued_for:
        return _message(filing, kept.file_no, received_at)
    year = local_day(received_at).year
    file_no = filing.file_no or await next_file_number(conn, process.name, year, issued_for)
    message = _message(filing, file_no, received_at)
    await vet(conn, process, message, received_at if later else now, vetted)
    keeping = KeptFiling(
        digest=sent, file_no=file_no, case_id=process.case_id(file_no), received_at=received_at
    )
    await keep_filing(conn, process.name, key, keeping, filing.actor)
    return message


def _readable(process: Process, filing: StartMessage | Filing) -> None:
    measured(filing)
    try:
        canonical(filing.model_dump(mode="json")).encode()
    except UnicodeEncodeError as broken:
        raise unfit("the filing cannot be stored as text") from broken
    body = reasons.decoded(process.application, filing.body, "V-4", "the application")
    if isinstance(body, tuple):
        raise Refused(body)


def _message(filing: Filing, file_no: str, received_at: datetime) -> StartMessage:
    return StartMessage(
        file_no=file_no,
        received_at=received_at,
        register_no=filing.register_no,
        actor=filing.actor,
        body=filing.body,
    )


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
        first = await _first_receipt(registry, case_id, digest(claim)) if claim else None
        if first is None:
            raise AlreadyOpen(case_id) from used
        return Started(case_id=case_id, file_no=message.file_no, received_at=first, again=True)
    return Started(case_id=case_id, file_no=message.file_no, received_at=message.received_at)


async def started_by(registry: Registry, filings: Iterable[Unopened]) -> Unopened | None:
    """Return which of some filings under one number has started its case; perhaps none has.

    Raises:
        OutOfReach: Temporal does not answer.
    """
    for filed in filings:
        with suppress(NotFound):
            if await _first_receipt(registry, filed.case_id, filed.claim) is not None:
                return filed
    return None


async def _first_receipt(registry: Registry, case_id: str, claim: str) -> datetime | None:
    """Return when a case was filed under a claim, by its digest; none if it is another's case."""
    described = await registry.guarded(
        case_id, registry.client.get_workflow_handle(case_id).describe()
    )
    if await described.memo_value(CLAIM, None) != claim:
        return None
    return await described.memo_value(RECEIVED_AT, type_hint=datetime)


def summary(process: Process, message: StartMessage) -> str:
    """Say in the operators' list what the case is: filing, number, day."""
    day = day_in_words(local_day(message.received_at), "tr")
    return f"{process.word(process.application.command, 'tr')} {message.file_no} · {day}"
