"""Restoration: every open case goes on in an empty Temporal, from the database alone.

The journal tells the case file; a workflow is started with it under the case's own ID, and asks the
journal whether it ends there before it goes on. Filings that were answered and not yet journalled
when Temporal's store was lost are told again from the register of receipts.
"""

from enum import StrEnum

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.database import Pool, transaction
from activities.journal.receipts import tell_again
from activities.post.notices import unreachable
from starter.client.opening import summary
from starter.client.processes import process_of
from starter.client.telling import told_again
from workflows.kernel.case.file import CaseFile
from workflows.kernel.judgement.folding import JournalDiffers
from workflows.kernel.values import Frozen


class Fate(StrEnum):
    """What became of a case."""

    RESTORED = "restored"
    WOULD_BE = "would be restored"
    RUNS = "runs already"
    DIFFERS = "its journal does not tell it"


class Restoration(Frozen):
    """One case, and what became of it."""

    case_id: str
    fate: Fate
    why: str = ""
    retold: int = 0
    """Commands that were answered and not journalled: they are told again."""


async def restore(client: Client, pool: Pool, case_id: str, *, dry_run: bool) -> Restoration:
    """Open one case again from its journal, unless it runs.

    Raises:
        RPCError: Temporal does not answer.
    """
    if await _runs(client, case_id):
        return Restoration(case_id=case_id, fate=Fate.RUNS)
    try:
        file = await _file(pool, case_id)
    except JournalDiffers as differs:
        return Restoration(case_id=case_id, fate=Fate.DIFFERS, why=str(differs))
    if dry_run:
        return Restoration(case_id=case_id, fate=Fate.WOULD_BE)
    async with transaction(pool) as conn:
        retold = await tell_again(conn, case_id)
    if not await _started(client, file):
        return Restoration(case_id=case_id, fate=Fate.RUNS)
    return Restoration(case_id=case_id, fate=Fate.RESTORED, retold=retold)


async def _runs(client: Client, case_id: str) -> bool:
    try:
        described = await client.get_workflow_handle(case_id).describe()
    except RPCError as fault:
        if fault.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    return described.status is WorkflowExecutionStatus.RUNNING


async def _file(pool: Pool, case_id: str) -> CaseFile:
    async with pool.acquire() as conn:
        file = (await told_again(conn, case_id)).file
        # the case learned that from the outbox, and no entry says it
        needs = (*file.attention, *await unreachable(conn, case_id))
    return file.model_copy(update={"attention": tuple(dict.fromkeys(needs))})


async def _started(client: Client, file: CaseFile) -> bool:
    process = process_of(file.case_id)
    assert process is not None, "its journal has been told"
    try:
        await client.start_workflow(
            process.workflow_type,
            {"carried": file.model_dump(mode="json")},
            id=file.case_id,
            task_queue=process.task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            static_summary=summary(process, file.start),
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
