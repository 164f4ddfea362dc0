"""Conformity decisions on tools, and what each has been used for (E-35.5)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from activities.database import Connection, queries
from activities.registers.decisions import Decider, request_of
from workflows.education_tool.registers import DECISION, Register, ToolDecision
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen

_SQL = queries("education_tool/decisions")


class _Asked(Frozen):
    decision_no: str
    file_no: str | None = None


class UseRow(Frozen):
    """A transaction that a decision has served."""

    decision_no: str
    transaction_no: str
    used_on: date


async def decision_of(conn: Connection, decision_no: str) -> ToolDecision | None:
    """Return a conformity decision by its number; none if there is no such one."""
    row = await conn.fetchval(_SQL["decision"], Register.TOOL_DECISIONS.value, decision_no)
    return None if row is None else ToolDecision.model_validate(row)


async def enter_use(conn: Connection, use: UseRow, *, by: str) -> UseRow:
    """Enter what a decision is used for; of the same use entered again, the first one stays."""
    await conn.execute(_SQL["insert_use"], use.decision_no, use.transaction_no, use.used_on, by)
    row = await conn.fetchrow(_SQL["use"], use.decision_no, use.transaction_no)
    assert row is not None, "entered above, and uses are never deleted"
    return UseRow.model_validate(dict(row))


async def _decision(conn: Connection, asked: Decide) -> Verdict:
    found = await decision_of(conn, request_of(asked, _Asked).decision_no)
    stated = None if found is None else found.model_dump(mode="json")
    return Verdict(granted=True, facts={DECISION: stated})


DECIDERS: Final[Mapping[str, Decider]] = {Register.TOOL_DECISIONS: _decision}
