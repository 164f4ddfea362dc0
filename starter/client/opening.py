"""How a case is started: number and date from the registers, an address for life from both.

A malformed filing is turned away before a number is issued for it, and so is one that the law
refuses (`vetting`). The case judges once more when it opens: a register may say otherwise by then.
"""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import uuid4

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.access import Unopened
from activities.database import OUTAGE, Connection, Pool
from activities.registers.filings import KeptFiling, NewFiling, kept_filing, take_in
from activities.registers.openings import Owed
from activities.sealing import agreed
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
from starter.client.recording import have_look
from starter.client.size import measured
from starter.client.vetting import Vetted, vet
from starter.runtime.sealing import Sealed, sealed
from workflows.kernel.case import reasons
from workflows.kernel.case.message import StartMessage, digest_of_filing
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Batch, Opening
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor, Role
from workflows.kernel.temporal.case import OPENED
from workflows.kernel.temporal.shown import found_by
from workflows.kernel.values import canonical, digest
from workflows.kernel.worded import day_in_words

T = TypeVar("T")

TASK_TIMEOUT: Final = timedelta(seconds=5)
"""A task handed to a worker that is just ending comes back after this. Set for good at a case's
start; below the door's patience, above the slowest replay."""

_NOBODYS: Final = "0000"
"""Stands for the number of a filing that has none yet: registers count from 1."""

OFFER: Final = {"sender_records": True}
"""Goes along with the question whether a case is open: its sender records that it is."""

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
    opened: Callable[[str], Awaitable[object]]
    """Waits until a case that has been started is open."""
    record: Callable[[Batch], Awaitable[None]]
    """Records that a case is open, where it leaves that to whoever starts it."""


@dataclass(frozen=True)
class Manner:
    """How a case is started; `starter.client.vade.Vade.start` says what each means."""

    claim: str | None = None
    start_delay: timedelta | None = None
    vetted: Vetted | None = None
    waits: bool = False
    records: bool = False
    """Whether it offers to record that the case is open."""
    listed: Mapping[str, object] | None = None
    """By what the case will be found, as far as the door can say: it need not tell the server."""
    opening: Opening | None = None
    """What the case must know, where the door has read it; its case need not ask the registers."""
    sealed: Sealed | None = None
    """That this was read by a door, and when."""


async def start(
    registry: Registry, process: Process, filing: StartMessage | Filing, how: Manner
) -> Started:
    """Start a case; `starter.client.vade.Vade.start` says what may come of it."""
    _readable(process, filing)
    if isinstance(filing, StartMessage):
        return await _begin(registry, process, filing, how)
    dated_lawfully(filing)
    return await _numbered(registry, process, filing, how)


async def start_owed(
    registry: Registry,
    process: Process,
    owed: Owed,
    how: Manner,
) -> Started:
    """Start a case that another one opens: it counts from the act that asked for it, and once.

    Raises:
        Refused: The law refuses it, or another process understands something else by it.
        OutOfReach: The database or Temporal does not answer.
    """
    opener = Actor(role=Role.SYSTEM, id=owed.from_case)
    filing = Filing(received_at=owed.received_at, actor=opener, body=owed.body)
    _readable(process, filing)
    return await _numbered(registry, process, filing, replace(how, claim=f"opened-by/{owed.key}"))


async def _numbered(registry: Registry, process: Process, filing: Filing, how: Manner) -> Started:
    """Start a case under the next number of its register."""
    own = how.claim or uuid4().hex
    how, used = replace(how, claim=own), None
    for attempt in itertools.count(1):
        # a number that somebody used without having it issued is left to them
        issued_for = own if attempt == 1 else f"{own}/{attempt}"
        async with _books(registry) as conn:
            message, offers = await _taken_in(
                conn, process, filing, how, issued_for=issued_for, used=used
            )
        try:
            return await _begin(registry, process, message, offers)
        except AlreadyOpen:
            if filing.file_no is not None:
                raise
            how, used = replace(how, listed=offers.listed), message.file_no
    raise AssertionError("the register does not run out of numbers")


async def _taken_in(
    conn: Connection,
    process: Process,
    filing: Filing,
    how: Manner,
    *,
    issued_for: str,
    used: str | None,
) -> tuple[StartMessage, Manner]:
    """Take a filing in: number and date of receipt stand once nothing speaks against it.

    Returns:
        What its case gets, and how it is started: one that was taken in before may be at the case
        already.

    Raises:
        Refused: Its key stands for another filing, or the law refuses it; nothing was taken in.
    """
    key, sent = digest(how.claim), _digest(filing)
    kept, now = await kept_filing(conn, process.name, key)
    if kept is not None and used is None:
        return _message(filing, _the_same(kept, sent)), how
    received_at = kept.received_at if kept is not None else filing.received_at or now
    listed, found = how.listed, None
    if kept is None:
        message = _unnumbered(filing, received_at)
        delayed = how.start_delay is not None
        found = await vet(conn, process, message, received_at if delayed else now, how.vetted)
        listed = found.listed if found is not None else None
    new = NewFiling(
        digest=sent,
        file_no=filing.file_no,
        received_at=received_at,
        by=filing.actor,
        issued_for=issued_for,
        waits=how.waits,
    )
    terms = await agreed(conn) if how.waits else None
    kept = await take_in(conn, process.name, key, new, in_place_of=used)
    offers = replace(how, records=how.waits, listed=listed)
    message = _message(filing, _the_same(kept, sent))
    if found is None or found.opening is None or terms is None or kept.received_at != received_at:
        return message, offers
    opening = terms.of(found.opening, message.file_no)
    seal = sealed(terms.key, process.case_id(message.file_no), opening, now)
    return message, replace(offers, opening=opening, sealed=seal)


def _the_same(kept: KeptFiling, sent: str) -> KeptFiling:
    if kept.digest != sent:
        raise Refused.because(
            "V-6",
            what="the key of this filing was used before with another body",
            why="a filing counts once; its key stands for exactly one",
            do="send the new filing under a new key",
        )
    return kept


def _digest(filing: Filing) -> str:
    return digest_of_filing(
        filing.actor, filing.body, register_no=filing.register_no, file_no=filing.file_no
    )


def _readable(process: Process, filing: StartMessage | Filing) -> None:
    measured(filing)
    try:
        canonical(filing.model_dump(mode="json")).encode()
    except UnicodeEncodeError as broken:
        raise unfit("the filing cannot be stored as text") from broken
    body = reasons.decoded(process.application, filing.body, "V-4", "the application")
    if isinstance(body, tuple):
        raise Refused(body)


def _message(filing: Filing, kept: KeptFiling) -> StartMessage:
    return StartMessage(
        file_no=kept.file_no,
        received_at=kept.received_at,
        register_no=filing.register_no,
        actor=filing.actor,
        body=filing.body,
    )


def _unnumbered(filing: Filing, received_at: datetime) -> StartMessage:
    """Return a filing as its case would get it, without drawing a number for it."""
    return StartMessage(
        file_no=filing.file_no or f"{local_day(received_at).year}-{_NOBODYS}",
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
        async with registry.pool.acquire() as conn:
            yield conn
    except (*OUTAGE, TimeoutError) as outage:
        raise OutOfReach("the database does not answer; nothing was started") from outage


async def _begin(
    registry: Registry, process: Process, message: StartMessage, how: Manner
) -> Started:
    case_id = process.case_id(message.file_no)
    started = Started(case_id=case_id, file_no=message.file_no, received_at=message.received_at)
    try:
        left = await registry.guarded(
            case_id, _listed_start(registry.client, process, message, how)
        )
    except WorkflowAlreadyStartedError as used:
        first = await _first_receipt(registry, case_id, digest(how.claim)) if how.claim else None
        if first is None:
            raise AlreadyOpen(case_id) from used
        is_open = await _opens(registry, case_id, how)
        again = {"received_at": first, "again": True, "is_open": is_open}
        return started.model_copy(update=again)
    except WorkflowUpdateFailedError:  # refused, stopped by hand, or served by an earlier build
        return started.model_copy(update={"is_open": await _opens(registry, case_id, how)})
    except (OutOfReach, NotFound):
        if not how.waits or not await _is_started(registry, case_id, how.claim):
            raise
        if how.records:  # nobody hears it any more when it opens
            await have_look(registry.client.get_workflow_handle(case_id))
        return started
    if left is not None:
        await registry.record(left)
    return started.model_copy(update={"is_open": how.waits})


async def _listed_start(
    client: Client, process: Process, message: StartMessage, how: Manner
) -> Batch | None:
    """Start the workflow, found from its first instant on, where the server knows by what."""
    try:
        return await _start(client, process, message, how)
    except RPCError as fault:
        if how.listed is None or fault.status is not RPCStatusCode.INVALID_ARGUMENT:
            raise
    # it waits, then, until the attributes are there: nobody is turned away for that
    return await _start(client, process, message, replace(how, listed=None))


async def _start(
    client: Client, process: Process, message: StartMessage, how: Manner
) -> Batch | None:
    """Start the workflow; whoever waits until it is open sends that question along.

    Returns:
        What the case leaves to us to record.
    """
    started: dict[str, Any] = {
        "id": process.case_id(message.file_no),
        "task_queue": process.task_queue,
        "task_timeout": TASK_TIMEOUT,
        "id_reuse_policy": WorkflowIDReusePolicy.REJECT_DUPLICATE,
        "id_conflict_policy": WorkflowIDConflictPolicy.FAIL,
        "memo": _memo(message, how.claim),
        "search_attributes": found_by(how.listed or {}),
        "start_delay": how.start_delay,
        "static_summary": summary(process, message),
    }
    if not how.waits:
        await client.start_workflow(process.workflow_type, message, **started)
        return None
    operation: WithStartWorkflowOperation[Any, Any]
    operation = WithStartWorkflowOperation(process.workflow_type, message, **started)
    try:
        left: Batch | None = await client.execute_update_with_start_workflow(
            OPENED,
            args=_offered(how),
            start_workflow_operation=operation,
            result_type=Batch | None,  # type: ignore[arg-type] # it is None where nothing is left
        )
    except Exception:
        with suppress(Exception):  # the same once more, which asyncio would log as unheard
            await operation.workflow_handle()
        raise
    return left


def _offered(how: Manner) -> list[Any]:
    """Return what goes along with the question whether the case is open."""
    if not how.records:
        return []
    return [OFFER] if how.sealed is None else [OFFER | how.sealed.offer(), how.opening]


def _memo(message: StartMessage, claim: str | None) -> dict[str, Any] | None:
    return {CLAIM: digest(claim), RECEIVED_AT: message.received_at} if claim else None


async def _opens(registry: Registry, case_id: str, how: Manner) -> bool:
    """Ask a case that has been started whether it is open, if it is to be waited for."""
    with suppress(OutOfReach):
        if how.waits:
            await registry.opened(case_id)
            return True
    return False


def not_open(case_id: str) -> OutOfReach:
    """Say that a case is started, and that no worker has opened it yet."""
    return OutOfReach(f"{case_id} is started, and will open when a worker runs")


async def _is_started(registry: Registry, case_id: str, claim: str | None) -> bool:
    try:
        return await _first_receipt(registry, case_id, digest(claim)) is not None
    except NotFound:
        return False


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
