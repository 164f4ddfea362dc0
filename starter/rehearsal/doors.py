"""What a scenario does beside its case: forms for the registers of agreements, tools and fees.

Members join, report and teach without a command; the case asks the registers afterwards. What a
decision on a tool is used for is entered when its case has long been closed.
"""

from datetime import datetime
from typing import Literal

from pydantic import JsonValue

from activities.database import Pool, transaction
from starter.client.answers import Refused
from starter.forms.agreements import (
    begin_training,
    file_report,
    finish_training,
    join_agreement,
    leave_agreement,
    strike_training,
)
from starter.forms.coefficients import enter_coefficient
from starter.forms.tools import use_tool_decision
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor

Door = Literal[
    "join_agreement",
    "leave_agreement",
    "file_report",
    "begin_training",
    "finish_training",
    "strike_training",
    "use_tool_decision",
    "enter_coefficient",
]
"""Name of a form's door, as `starter.forms` calls it."""


async def fill_in(
    pool: Pool, door: Door, actor: Actor, form: dict[str, JsonValue], *, at: datetime
) -> tuple[Reason, ...]:
    """Fill a form in at an instant of the scenario; return why it is refused."""
    on = local_day(at)
    try:
        async with transaction(pool) as conn:
            match door:
                case "join_agreement":
                    await join_agreement(conn, actor, form, on=on)
                case "leave_agreement":
                    await leave_agreement(conn, actor, form, on=on)
                case "file_report":
                    await file_report(conn, actor, form, received_at=at)
                case "begin_training":
                    await begin_training(conn, actor, form, on=on)
                case "finish_training":
                    await finish_training(conn, actor, form, on=on)
                case "strike_training":
                    await strike_training(conn, actor, form, on=on)
                # these are about no case
                case "use_tool_decision":
                    await use_tool_decision(conn, actor, _alone(form), on=on)
                case "enter_coefficient":
                    await enter_coefficient(conn, actor, _alone(form))
    except Refused as no:
        return no.reasons
    return ()


def _alone(form: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: said for name, said in form.items() if name != "case_id"}
