"""A case told again from the database: what the audit proves and a restoration starts from."""

from activities.database import Connection
from activities.journal.journal import beginning
from activities.journal.projection import timeline
from starter.client.processes import process_of
from workflows.kernel.case.process import Process
from workflows.kernel.judgement.folding import JournalDiffers, fold
from workflows.kernel.story.reading import Reading


async def told_again(conn: Connection, case_id: str, process: Process | None = None) -> Reading:
    """Fold a case's journal, by its process if that is not one of the product's own.

    Raises:
        JournalDiffers: The journal does not tell the case, or nothing says what it began with.
    """
    process, begun = process or process_of(case_id), await beginning(conn, case_id)
    if process is None or begun is None:
        raise JournalDiffers(1, "what the case began with is not recorded")
    return fold(process, case_id, begun, await timeline(conn, case_id))
