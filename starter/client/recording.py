"""What a case leaves to its sender: recorded before anybody hears the answer.

    recorded ──▶ the answer is noted with it
        ├──▶ more needs attention than the case knows: it looks for itself, then that is noted
        └──▶ not recorded: the case records by itself, and shows why it cannot

Nothing hangs on the sender. While the answer is not noted the relay tells the case again, and that
answers the same with the same entry; recorded twice, it stands once.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from temporalio.client import WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from activities.database import OUTAGE, Pool
from activities.journal.journal import Journal, record
from activities.journal.projection import CaseRow
from activities.journal.receipts import Reply
from starter.client.answers import OutOfReach
from starter.client.replies import answer_in, closed
from workflows.kernel.case.message import Answer
from workflows.kernel.case.records import AnswerOf, Batch
from workflows.kernel.temporal.case import RECORD

LOOK: Final = timedelta(seconds=5)
"""How long a case is waited for that is to look for itself."""


async def recorded(pool: Pool, case: WorkflowHandle[Any, Any], entrusted: Batch | None) -> bool:
    """Record what a case has left to its sender, if anything; recorded before, it stays as it is.

    Returns:
        Whether its answer is noted with that; else the sender notes it.

    Raises:
        OutOfReach: It could not be recorded now; the case has been asked to do it.
    """
    if entrusted is None:
        return False
    try:
        done = await record(pool, entrusted)
    except (*OUTAGE, TimeoutError, ApplicationError) as fault:
        await have_look(case)
        raise OutOfReach(f"what {entrusted.case_id} answered could not be recorded yet") from fault
    if not done.is_known_to(entrusted):
        await have_look(case)
        return False
    return True


async def answered(pool: Pool, case_id: str, command_id: str) -> Answer | None:
    """Return the answer that the journal has; none while it has none.

    Raises:
        Refused: It has a refusal.
        OutOfReach: The database does not answer.
    """
    try:
        said = await Journal(pool).answer_of(AnswerOf(case_id=case_id, command_id=command_id))
    except OUTAGE as outage:
        raise OutOfReach("the database does not answer") from outage
    return None if said is None else answer_in(Reply(admitted="reasons" not in said, said=said))


async def answered_before(pool: Pool, row: CaseRow, command_id: str) -> Answer:
    """Return what a case that is closed by its journal has answered.

    Raises:
        Refused: It has refused it, or heard nothing of it before it closed.
        OutOfReach: The database does not answer.
    """
    if (answer := await answered(pool, row.case_id, command_id)) is not None:
        return answer
    raise closed(str(row.outcome_rule), str(row.outcome))


async def have_look(case: WorkflowHandle[Any, Any]) -> None:
    """Have a case record by itself what it has left to others; one that has ended has done so.

    Where Temporal does not answer either, the relay has it recorded later.
    """
    with suppress(RPCError, RuntimeError):
        await case.signal(RECORD, rpc_timeout=LOOK)
