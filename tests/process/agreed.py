"""Cooperation agreements on the real server, opened by one partner and brought into force."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.database import transaction
from activities.post.notices import put_applicant, put_office
from activities.registers.reference import put_reference
from starter.rehearsal.clock import Cases
from starter.rehearsal.engine import Scene
from tests.kit.virtual_time import own_events
from tests.process.live import Live, instant
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.kernel.case.message import StartMessage
from workflows.kernel.roles import Actor

PROGRAMME = "asci-yardimcisi"
SUBJECT = "ascilik"

AREAS: dict[str, dict[str, Any]] = {
    "district": {"districts": ["cankaya"]},
    "general": {"nationwide": True},
}
OFFICES = {
    "district": Actor(role=Office.DISTRICT_DIRECTORATE, id="mem-1", institution="cankaya"),
    "general": Actor(role=Office.DIRECTORATE_GENERAL, id="hbo-1"),
}
OFFICES_WITH_MAIL = (
    "institution",
    "district-directorate",
    "provincial-directorate",
    "general-directorate",
)
SIGNATORIES = {"district": "district-directorate", "general": "minister"}


@dataclass
class Agreed(Live):
    """One agreement of a level, each method an act of its office."""

    level: str = "general"

    async def acts(self, command: str, **body: Any) -> dict[str, Any]:
        """Send what the office of the agreement decides."""
        office = OFFICES[self.level]
        envelope = self.envelope(office.role, body)
        return await self.send(command, {**envelope, "actor": office.model_dump(mode="json")})

    async def agrees(self) -> dict[str, Any]:
        """Judge the application favourably; this reserves its subject."""
        return await self.acts(
            "record_pre_assessment",
            form_no=f"{self.level}-1",
            subject=SUBJECT,
            favourable=True,
            letter_no="2031/114",
        )

    async def drafts(self, starts_on: str, ends_on: str) -> dict[str, Any]:
        """Record a draft with everything in order."""
        return await self.acts(
            "record_draft",
            model="ek-3" if self.level == "general" else "ek-4",
            starts_on=starts_on,
            ends_on=ends_on,
            parties=2,
            unilateral_termination_clause=True,
            duties_written=True,
            logos_lawful=True,
            transfers_powers=False,
            charges_trainees=False,
            performance_indicators=[{"key": "kurs", "target": "4"}],
        )

    async def signs(self, day: str) -> dict[str, Any]:
        """Record that the right side has signed."""
        return await self.acts(
            "record_signing",
            signed_on=day,
            signed_by=SIGNATORIES[self.level],
            counterparts=2,
            initialled=True,
            sealed=True,
        )

    async def to_force(self, day: str, starts_on: str, ends_on: str) -> None:
        """Judge, draft, sign, deliver and enter it, all on one day."""
        await self.agrees()
        await self.drafts(starts_on, ends_on)
        await self.signs(day)
        await self.acts("record_delivery", record_no="E-5", delivered_on=day, to_authorised=True)
        await self.acts("record_system_entry", entered_on=day)
        await self.acts("enter_in_register", entered_on=day)
        await self.rest()

    async def cost(self) -> tuple[int, int, int]:
        """Runs, events without those of virtual time, and bytes, of the case so far."""
        runs, events, size = await self.runs(), 0, 0
        for run in runs:
            began = run.events[0].workflow_execution_started_event_attributes
            handle = self.scene.client.get_workflow_handle(
                self.case_id, run_id=began.original_execution_run_id
            )
            size += (
                await handle.describe()
            ).raw_description.workflow_execution_info.history_size_bytes
            events += own_events(run.events)
        return len(runs), events, size


def application(level: str, partner: str) -> dict[str, Any]:
    """A public body's application, with its papers, to the office of its area."""
    return {
        "partner": partner,
        "partner_kind": "public",
        "has_branch": False,
        "documents": ["letter", "ek-1"],
        "area": AREAS[level],
        "programme": PROGRAMME,
        "applied_to": level,
        "public_cost": False,
    }


@asynccontextmanager
async def agreements(
    scene: Scene, *levels: str, opens: str, partner: str = "vakif-17"
) -> AsyncIterator[tuple[Agreed, ...]]:
    """Open agreements of one partner at an instant; at the end they are cleared away."""
    cases = Cases(scene)
    received = instant(opens)
    async with transaction(scene.pool) as conn:
        await put_reference(conn, "programmes", PROGRAMME, {"saat": 264}, date(2031, 1, 1))
        await put_applicant(conn, partner, name="Vakıf", email="vakif@example.org")
        for office in OFFICES_WITH_MAIL:
            await put_office(conn, office, name=office, email=f"{office}@example.org")
    opened = []
    for number, level in enumerate(levels, start=1):
        start = StartMessage(
            file_no=f"2031-{number:04d}",
            received_at=received,
            actor=Actor(role=Office.PARTNER, id=partner),
            body=application(level, partner),
        )
        case_id = await cases.start(AGREEMENT, start)
        opened.append(Agreed(scene, cases, case_id, level=level))
    try:
        await cases.bring(received)
        await cases.drain(received)
        yield tuple(opened)
    finally:
        await cases.clear()
