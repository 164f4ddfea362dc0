"""Duties on commissions that were cancelled in whatever case (m.19(2))."""

from collections.abc import Collection, Mapping
from datetime import datetime

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Question
from workflows.textbook_law.registers import Register


def free_of_cancelled_duties(members: Collection[str], *, since: datetime) -> Question:
    """Ask whether the duties of all members still stand (S-19.2).

    m.19(2) ends them on every current commission, so what was decided in one case is read in all.

    Args:
        members: Who sits on the commission.
        since: When they were ordered; what was cancelled before then did not concern this duty.
    """
    request: dict[str, JsonValue] = {"members": [*members], "since": since.isoformat()}
    return Question(Register.DUTIES, "S-19.2", lambda _: request, _is_cancelled)


def _is_cancelled(known: Mapping[str, JsonValue]) -> Reason:
    return Reason(
        rule="S-19.2",
        what=f"the duties of {known['member']} were cancelled by finding {known['finding_no']}",
        why="they end on all current commissions, and a commission reports when it is complete",
        do="record the cancelled duty in this case too, and have the member replaced",
    )
