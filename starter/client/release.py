"""What this build would make of a case that another build carries over: asked before it does.

unreadable   its file cannot be lifted, or its text cannot be told any more
differs      stage, terms or allowed commands would be others, or something would go out
same         it goes on as it stands
"""

from datetime import datetime
from typing import Any, Final, Literal

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from starter.client.processes import PROCESSES
from workflows.kernel.case.forms import NotLifted, carried_file
from workflows.kernel.display.stand import Stand, differences, stand_of
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.transition import take_over
from workflows.kernel.temporal.case import TURN
from workflows.kernel.values import Frozen

SAME: Final = "same"


class Checked(Frozen):
    """What would become of one case."""

    case_id: str
    kind: Literal["unreadable", "differs", "same"]
    what: tuple[str, ...] = ()


def check(carried: dict[str, Any], now: datetime) -> Checked:
    """Read with this build what a case would carry over, and compare how it stands.

    Args:
        carried: The file, and how the case stands by the reading of its own build.
        now: When it would be taken over.
    """
    raw = carried["carried"]
    case_id = str(raw.get("case_id"))
    try:
        return _compared(case_id, carried, now)
    except NotLifted as no:
        return Checked(case_id=case_id, kind="unreadable", what=(str(no),))
    except Exception as fault:  # noqa: BLE001 - whatever it is, this case would stop at it
        said = f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}"
        return Checked(case_id=case_id, kind="unreadable", what=(said,))


def _compared(case_id: str, carried: dict[str, Any], now: datetime) -> Checked:
    process = PROCESSES[carried["carried"]["process"]]
    file = carried_file(process, carried["carried"])
    before = Stand.model_validate(carried["stand"])
    taken = take_over(process, file, before.stage, now)
    reading = taken.reading if isinstance(taken, Admitted) else taken
    found = list(differences(before, stand_of(process, reading)))
    found += [f"goes out: {n.occasion} → {n.addressee}" for n in reading.notices]
    found += [f"entered: {row.into}: {row.key}" for row in reading.registers]
    if not found and isinstance(taken, Admitted):
        drawn = (key for key in reading.file.done if key not in file.done)
        found = [f"drawn: {', '.join(drawn) or 'what the text settles once'}"]
    return Checked(case_id=case_id, kind="differs" if found else "same", what=tuple(found))


async def build_of(client: Client, case_id: str) -> str | None:
    """Return the build that a case runs on; none before its first task, and of a closed one."""
    try:
        described = await client.get_workflow_handle(case_id).describe()
    except RPCError as fault:
        if fault.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    info = described.raw_description.workflow_execution_info
    return info.versioning_info.deployment_version.build_id or None


async def wake(client: Client, case_id: str) -> None:
    """Wake a case, so that it looks whether it may turn; one that has closed needs it no more."""
    try:
        await client.get_workflow_handle(case_id).signal(TURN)
    except RPCError as fault:
        if fault.status is not RPCStatusCode.NOT_FOUND:
            raise
