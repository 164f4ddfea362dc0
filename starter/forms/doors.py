"""Forms for the registers beside any case, by name: what is filled in from a shell or a scenario.

Members of an agreement join, report and teach without a command; the case asks the registers
afterwards. What a decision on a tool is used for is entered when its case has long been closed.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

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
from starter.forms.bans import enter_ban, lift_ban
from starter.forms.coefficients import enter_coefficient
from starter.forms.titles import enter_title
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
    "enter_ban",
    "lift_ban",
    "enter_title",
]
"""Name of a form's door, as `starter.forms` calls it."""


_ON_A_DAY: Final[Mapping[Door, Callable[..., Awaitable[Any]]]] = {
    "join_agreement": join_agreement,
    "leave_agreement": leave_agreement,
    "begin_training": begin_training,
    "finish_training": finish_training,
    "strike_training": strike_training,
    "use_tool_decision": use_tool_decision,
    "enter_ban": enter_ban,
    "lift_ban": lift_ban,
    "enter_title": enter_title,
}
"""Forms that are judged by the day on which they are filled in."""

ABOUT_NO_CASE: Final[frozenset[Door]] = frozenset(
    {"use_tool_decision", "enter_coefficient", "enter_ban", "lift_ban", "enter_title"}
)
"""Forms that name no case."""


async def fill_in(
    pool: Pool, door: Door, actor: Actor, form: dict[str, JsonValue], *, at: datetime
) -> tuple[Reason, ...]:
    """Fill a form in at an instant; return why it is refused."""
    try:
        async with transaction(pool) as conn:
            if door == "file_report":
                await file_report(conn, actor, form, received_at=at)
            elif door == "enter_coefficient":
                await enter_coefficient(conn, actor, form)
            else:
                await _ON_A_DAY[door](conn, actor, form, on=local_day(at))
    except Refused as no:
        return no.reasons
    return ()
