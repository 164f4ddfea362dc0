"""Cases behind the typed client, and what is sent to them through it."""

import asyncio
import itertools
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from temporalio.client import WorkflowHandle
from typing_extensions import override

from activities.database import Pool
from activities.journal.projection import timeline
from activities.journal.turns import Deliver
from starter.client.answers import (
    Filing,
    Started,
)
from starter.client.front_door import FrontDoor
from starter.client.vade import Vade
from starter.rehearsal.engine import Scene
from tests.kit.calendars import turkish_calendar
from tests.unit.textbook_review.drafts import FEE, an_application
from workflows.kernel.case.message import Envelope
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.messages.review import PreliminaryCheck
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW

COMMISSION = Actor(role=Office.PRELIMINARY_COMMISSION, id="o-1")
REGISTRY = Actor(role=Role.REGISTRY, id="evrak-1")
SHORT = timedelta(seconds=5)

# The door dates what it takes in by the real clock, so the filing lies just before.
FILED_ON = turkish_calendar().working_day_at_or_before(
    local_day(datetime.now(UTC)) - timedelta(days=1)
)
FILED_AT = turkish_calendar().at(FILED_ON, time(10))

serial = itertools.count(1)


class Door(Vade):
    """The client, which remembers what it started."""

    started: list[str]

    @override
    async def start(self, process: Process, *args: Any, **options: Any) -> Started:
        started = await super().start(process, *args, **options)
        self.started.append(started.case_id)
        return started


def a_front_door(pool: Pool, deliver: Deliver) -> FrontDoor:
    """A process's, to cases that need not look for themselves."""

    def unasked(case_id: str) -> WorkflowHandle[Any, Any]:
        return cast("WorkflowHandle[Any, Any]", f"{case_id} need not look")

    return FrontDoor(pool, deliver, timedelta(seconds=2), None, unasked)


def a_filing(file_no: str | None = None, **changes: Any) -> Filing:
    fee = FEE.model_copy(update={"paid_on": FILED_ON})
    usual: dict[str, Any] = {
        "file_no": file_no,
        "received_at": FILED_AT,
        "register_no": "E-1",
        "actor": REGISTRY,
        "body": an_application(fee=fee).model_dump(mode="json"),
    }
    return Filing(**usual | changes)


def a_number() -> str:
    """A file number of the caller's own, never used in this run."""
    return f"istemci-{next(serial):04}"


async def a_case(vade: Vade) -> str:
    """An open review that waits to be taken up."""
    started = await vade.start(REVIEW, a_filing(a_number()))
    await vade.opened(started.case_id)
    return started.case_id


def take_up(command_id: str = "c-1", **changes: Any) -> Envelope:
    return Envelope(**{"command_id": command_id, "actor": COMMISSION, **changes})


def a_return() -> Envelope:
    """A preliminary report with one failed check: the draft goes back, the case ends."""
    checks = {check.value: {"passed": True} for check in PreliminaryCheck}
    checks["type_size"] = {"passed": False}
    body: dict[str, Any] = {"members": ["o-1", "o-2", "o-3"], "checks": checks}
    return Envelope(command_id="c-2", actor=COMMISSION, body=body)


async def receipt(scene: Scene, case_id: str, command_id: str = "c-1") -> dict[str, Any] | None:
    async with scene.pool.acquire() as conn:
        row = await conn.fetchrow(
            "select told_at is not null as told, answer, refusal, received_at"
            " from receipts where case_id = $1 and command_id = $2",
            case_id,
            command_id,
        )
    return None if row is None else dict(row)


async def numbers_issued(scene: Scene) -> int:
    async with scene.pool.acquire() as conn:
        return int(await conn.fetchval("select count(*) from file_numbers_given"))


async def journal(
    vade: Vade, scene: Scene, case_id: str, *, at_least: int = 0
) -> tuple[Entry, ...]:
    """The journal, once all that the case has settled is in it: nobody waits for a signal."""
    settled = max((await vade.view(case_id)).entries, at_least)
    async with asyncio.timeout(20), scene.pool.acquire() as conn:
        while True:
            recorded = await timeline(conn, case_id)
            if len(recorded) >= settled:
                return recorded
            await asyncio.sleep(0.02)
