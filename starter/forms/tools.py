"""Conformity decisions outside their cases: what each has been used for (E-35.5).

A decision holds for the donation, purchase or protocol for which it was given. The act is judged by
the rules of `workflows.education_tool` and is done in the caller's transaction, or refused.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from activities.database import Connection
from activities.education_tool.decisions import UseRow, decision_of, enter_use
from starter.forms.form import read, refuse
from workflows.education_tool.forms import DecisionUse
from workflows.education_tool.rules.uses import breaches_of_use
from workflows.kernel.roles import Actor


async def use_tool_decision(
    conn: Connection, actor: Actor, form: DecisionUse | Mapping[str, Any], *, on: date
) -> UseRow:
    """Enter what a conformity decision is used for; the same use again is the first one (E-35.5).

    Args:
        conn: In a transaction.
        actor: The Ministry unit to which the decision was given.
        form: A `DecisionUse`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons: no such decision, another unit, another transaction.
    """
    filled = read(DecisionUse, form, "E-35.5")
    decision = await decision_of(conn, filled.decision_no)
    refuse(breaches_of_use(filled, by=actor, on=on, decision=decision))
    use = UseRow(
        decision_no=filled.decision_no,
        transaction_no=filled.transaction_no,
        used_on=filled.used_on,
    )
    return await enter_use(conn, use, by=actor.id)
