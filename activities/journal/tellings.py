"""What one case tells another: a command, received with the act that it tells of.

It is committed with that act, and told by the relay like whatever else was received.
"""

from collections.abc import Sequence

from activities.database import Connection, queries
from activities.journal.receipts import commit_receipt
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.records import Register, RegisterWrite
from workflows.kernel.case.rows import CaseToTell
from workflows.kernel.roles import Actor, Role
from workflows.kernel.values import digest

_SQL = queries("journal/tellings")


def are_among(writes: Sequence[RegisterWrite]) -> bool:
    """Return whether a case has others told something."""
    return any(entered.into == Register.TELLINGS for entered in writes)


async def tell(conn: Connection, case_id: str, writes: Sequence[RegisterWrite]) -> None:
    """Take in what a case has other open cases told; the same again is the same command.

    Args:
        conn: In the transaction that records the journal entries.
        case_id: The case that tells.
        writes: The rows that it enters.
    """
    for entered in writes:
        if entered.into != Register.TELLINGS:
            continue
        telling = CaseToTell.model_validate(entered.row)
        if not await conn.fetchval(_SQL["is_open"], telling.case_id):
            continue
        envelope = Envelope(
            command_id=f"told-{digest([case_id, entered.key])[:40]}",
            received_at=telling.received_at,
            actor=Actor(role=Role.SYSTEM, id=case_id),
            body=telling.body,
        )
        await commit_receipt(conn, telling.case_id, telling.command, envelope)
