"""What the service does: every operation is the typed client's (`DirectVade`), for the actor named.

    caller's workflow ──▶ endpoint `vade` ──▶ task queue `vade-nexus` ──▶ here ──▶ receipts · case

Nexus carries no proof of who calls. What it carries is the event of the caller's workflow, put
there by the server; its namespace has to be one of those that this deployment trusts. Every act is
put on record with the workflow that asked for it.
"""

import re
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from typing import Final

from nexusrpc import HandlerError, HandlerErrorType, OperationError, OperationErrorState
from nexusrpc.handler import StartOperationContext, service_handler, sync_operation
from temporalio.exceptions import ApplicationError

from activities.access import Access, note_access
from activities.database import OUTAGE, Pool, transaction
from starter.client.answers import AlreadyOpen, Fault, NotFound, OutOfReach, Received, Refused
from starter.client.direct import DirectVade
from starter.client.models import CaseShown, Explained, Opened, Receipt, Terms
from starter.client.nexus import (
    Asking,
    AskingReceipt,
    AskingWhy,
    Opening,
    Sending,
    VadeService,
)
from starter.client.vade import Vade
from workflows.kernel.roles import Actor, Role

_CALLER: Final = re.compile(r"temporal:///namespaces/([^/]+)/workflows/([^/?]+)")


@service_handler(service=VadeService)
class VadeHandler:
    """Serves the operations.

    Args:
        vade: The typed client.
        pool: The database.
        trusted: Namespaces whose workflows may call.
    """

    def __init__(self, vade: Vade, pool: Pool, trusted: Collection[str]) -> None:
        self._vade = vade
        self._pool = pool
        self._trusted = frozenset(trusted)

    @sync_operation
    async def open(self, ctx: StartOperationContext, asked: Opening) -> Opened:
        """Open a case with a filing."""
        async with self._serving(ctx, "open", asked.actor, command=asked.process) as vade:
            return await vade.open(asked.process, asked.filing, asked.key)

    @sync_operation
    async def send(self, ctx: StartOperationContext, asked: Sending) -> Receipt:
        """Send a command; what the case has said to it stands in the receipt."""
        noted = {"case_id": asked.case_id, "command": asked.command, "command_id": asked.key}
        async with self._serving(ctx, "send", asked.actor, **noted) as vade:
            try:
                answer = await vade.send(asked.case_id, asked.command, asked.sent, asked.key)
            except Received:
                return await vade.receipt(asked.case_id, asked.key)
            receipt = await vade.receipt(asked.case_id, asked.key)
            state = "admitted" if answer.held is None else "held"
            return receipt.model_copy(update={"state": state, "answer": answer})

    @sync_operation
    async def receipt(self, ctx: StartOperationContext, asked: AskingReceipt) -> Receipt:
        """Ask what became of a command."""
        async with self._serving(ctx, "read", asked.actor, case_id=asked.case_id) as vade:
            return await vade.receipt(asked.case_id, asked.command_id)

    @sync_operation
    async def read(self, ctx: StartOperationContext, asked: Asking) -> CaseShown:
        """Show a case."""
        async with self._serving(ctx, "read", asked.actor, case_id=asked.case_id) as vade:
            return await vade.case(asked.case_id)

    @sync_operation
    async def terms(self, ctx: StartOperationContext, asked: Asking) -> Terms:
        """List the open terms of a case."""
        async with self._serving(ctx, "read", asked.actor, case_id=asked.case_id) as vade:
            return Terms(case_id=asked.case_id, terms=await vade.terms(asked.case_id))

    @sync_operation
    async def why(self, ctx: StartOperationContext, asked: AskingWhy) -> Explained:
        """Explain the dates of a case."""
        async with self._serving(ctx, "read", asked.actor, case_id=asked.case_id) as vade:
            return Explained(await vade.why(asked.case_id, asked.term))

    @asynccontextmanager
    async def _serving(
        self, ctx: StartOperationContext, act: str, actor: Actor, **noted: str
    ) -> AsyncIterator[DirectVade]:
        """Let a trusted caller act, put it on record, and say what the client says as Nexus does.

        Raises:
            HandlerError: The caller is not trusted; or nobody could be asked, to be tried again.
            OperationError: The law, or the case, says no.
        """
        namespace, workflow = _caller_of(ctx)
        why = None
        if namespace not in self._trusted:
            why = f"the namespace {namespace} is not trusted with the service"
        elif actor.role == Role.SYSTEM:
            why = "nobody acts as the system"
        access = Access(
            act=act,
            allowed=why is None,
            subject=f"nexus|{namespace}|{workflow}"[:300],
            actor=actor,
            why=why,
            **noted,
        )
        try:
            async with transaction(self._pool) as conn:
                await note_access(conn, access)
            if why is not None:
                raise HandlerError(why, type=HandlerErrorType.UNAUTHORIZED)
            yield DirectVade(self._vade, self._pool, actor)
        except (OutOfReach, TimeoutError, *OUTAGE) as silent:
            said = str(silent) if isinstance(silent, Fault) else "the database does not answer"
            raise HandlerError(said, type=HandlerErrorType.UNAVAILABLE) from None
        except Fault as fault:
            raise OperationError(str(fault), state=OperationErrorState.FAILED) from _told(fault)


def _caller_of(ctx: StartOperationContext) -> tuple[str, str]:
    """Return namespace and ID of the workflow that calls; empty where no workflow does."""
    links: Iterable[re.Match[str] | None] = (_CALLER.match(each.url) for each in ctx.inbound_links)
    return next(((link[1], link[2]) for link in links if link), ("", ""))


def _told(fault: Fault) -> ApplicationError:
    """Return what a caller goes by: the fault's type, and what it carries."""
    details: tuple[object, ...] = ()
    kind: type[Fault] = NotFound
    if isinstance(fault, Refused):
        kind, details = Refused, ([reason.model_dump(mode="json") for reason in fault.reasons],)
    elif isinstance(fault, AlreadyOpen):
        kind, details = AlreadyOpen, (fault.case_id,)
    return ApplicationError(str(fault), *details, type=kind.__name__, non_retryable=True)
