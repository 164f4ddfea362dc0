"""Cancelled duties on commissions, told to every case in which the member sits (S-19.2)."""

from collections.abc import Mapping
from typing import Final

from pydantic import AwareDatetime

from activities.database import Connection, queries
from activities.registers.decisions import Decider, request_of
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen, PersonId
from workflows.textbook_law.registers import Register

_SQL = queries("textbook/duties")


class _Members(Frozen):
    members: tuple[PersonId, ...]
    since: AwareDatetime
    file_no: str


async def look_for_cancelled(conn: Connection, asked: Decide) -> Verdict:
    """Say whether a duty of one of these members has been cancelled since a commission was ordered.

    The earliest one is named with the finding that it rests on.
    """
    look = request_of(asked, _Members)
    found = await conn.fetchrow(_SQL["cancelled_since"], list(look.members), look.since)
    if found is None:
        return Verdict(granted=True, facts={})
    facts = {"member": found["member"], "finding_no": found["finding_no"]}
    return Verdict(granted=False, facts=facts)


DECIDERS: Final[Mapping[str, Decider]] = {Register.DUTIES: look_for_cancelled}
