"""One textbook review on the real server, at any instant, and what it left in history."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from temporalio.client import WorkflowHandle, WorkflowHistory, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import TimeSkipper

from activities.database import transaction
from activities.journal.projection import timeline
from activities.journal.receipts import Reply, commit_receipt, mark_delivered
from starter.rehearsal.clock import Cases
from starter.rehearsal.engine import Scene
from tests.kit.virtual_time import own_events
from tests.unit.textbook_review.drafts import an_application
from workflows.kernel.case.message import Envelope, StartMessage
from workflows.kernel.case.records import Entry
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.roles import Actor, Role
from workflows.textbook_review.messages.review import PreliminaryCheck
from workflows.textbook_review.process import REVIEW

CHECKS = tuple(check.value for check in PreliminaryCheck)
REVIEWERS: list[dict[str, Any]] = [
    *({"role": "field-expert", "id": f"field-{n}"} for n in range(3)),
    {"role": "language-expert", "id": "language-1"},
    {"role": "visual-designer", "id": "visual-1"},
]
EVALUATORS: list[dict[str, Any]] = [
    *({"role": "field-expert", "id": f"evaluator-{n}"} for n in range(2)),
    {"role": "language-expert", "id": "evaluator-2"},
    {"role": "visual-designer", "id": "evaluator-3"},
]
MEMBERS = {
    "applicant": "pub-17",
    "preliminary-commission": "pre-1",
    "review-commission": "field-0",
    "evaluation-commission": "evaluator-0",
}
"""Who acts: the one who filed, and of a commission one of its members."""


def instant(text: str) -> datetime:
    """An instant in Istanbul: ``2031-03-10T10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=ISTANBUL)


@dataclass
class Refused(Exception):
    """A command that the case refused; kept as a value."""

    reasons: list[dict[str, str]]

    @property
    def rule(self) -> str:
        """Rule of the first reason."""
        return self.reasons[0]["rule"]


@dataclass
class Live:
    """A case under test."""

    scene: Scene
    cases: Cases
    case_id: str
    sent: int = field(default=0)

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        """The current run."""
        return self.cases.handle(self.case_id)

    async def at(self, when: str) -> None:
        """Bring the case to an instant, and to rest."""
        await self.cases.bring(instant(when))
        await self.cases.drain(instant(when))

    def envelope(self, role: str, body: dict[str, Any], **envelope: Any) -> dict[str, Any]:
        """A command as a service would write it."""
        self.sent += 1
        actor = {"role": role, "id": MEMBERS.get(role, f"{role}-1")}
        return {"command_id": f"c-{self.sent}", "actor": actor, "body": body, **envelope}

    async def update(self, command: str, role: str, **body: Any) -> dict[str, Any]:
        """Send a command as an update, with no receipt."""
        return await self.send(command, self.envelope(role, body))

    async def send(self, command: str, envelope: Any) -> dict[str, Any]:
        """Send an envelope as an update; a refusal is raised as `Refused`."""
        try:
            answer: dict[str, Any] = await self.handle.execute_update(command, envelope)
        except WorkflowUpdateFailedError as failed:
            if isinstance(failed.cause, ApplicationError) and failed.cause.type == "Refused":
                raise Refused(failed.cause.details[0]) from failed
            raise
        return answer

    async def receive(self, command: str, envelope: dict[str, Any], *, told: bool = False) -> None:
        """Have the register take in what states its receipt, as the front door does.

        Args:
            command: Its name.
            envelope: As it is sent.
            told: Whether the case needs not be told of it any more.
        """
        async with transaction(self.scene.pool) as conn:
            sent = Envelope.model_validate(envelope)
            await commit_receipt(conn, self.case_id, command, sent)
            if told:
                waits = Reply(admitted=True, said={"held": {}})
                await mark_delivered(conn, self.case_id, sent.command_id, waits)

    async def signal(self, command: str, *args: Any) -> None:
        """Send a signal with whatever arguments, and wait until it is settled."""
        await self.handle.signal(command, args=list(args))
        await self.rest()

    async def now(self) -> datetime:
        """What time it is for the case."""
        return await TimeSkipper(self.scene.client).get_current_time(self.handle)

    async def rest(self) -> None:
        """Wait until the case has nothing to do at this instant."""
        await self.cases.drain(await self.now())

    async def view(self) -> dict[str, Any]:
        """The case as any role may see it."""
        shown: dict[str, Any] = await self.handle.query("view")
        return shown

    async def journal(self) -> tuple[Entry, ...]:
        """The case's journal."""
        async with self.scene.pool.acquire() as conn:
            return await timeline(conn, self.case_id)

    async def history(self) -> WorkflowHistory:
        """The current run's history."""
        return await self.handle.fetch_history()

    async def runs(self) -> list[WorkflowHistory]:
        """The history of every run so far, the oldest first."""
        described = (await self.handle.describe()).raw_description
        run_id = described.workflow_execution_info.first_run_id
        found: list[WorkflowHistory] = []
        while run_id:
            handle = self.scene.client.get_workflow_handle(self.case_id, run_id=run_id)
            found.append(await handle.fetch_history())
            last = found[-1].events[-1]
            run_id = last.workflow_execution_continued_as_new_event_attributes.new_execution_run_id
        return found

    async def events(self) -> int:
        """Events of the current run that virtual time did not add."""
        return own_events((await self.history()).events)

    async def size(self) -> int:
        """Bytes of the current run's history, those of virtual time included."""
        described = (await self.handle.describe()).raw_description
        return described.workflow_execution_info.history_size_bytes

    # -- the way of a review --------------------------------------------------------------------

    async def to_directorate(self) -> None:
        """Take the review up to where it is coded and handed over, by 21 March 2031."""
        await self.at("2031-03-17T10:00")
        await self.update("take_up", "preliminary-commission")
        await self.examine()
        await self.at("2031-03-21T10:00")
        await self.hand_over()

    async def to_first_review(self) -> None:
        """Go on to where the commission has the draft, on the same day."""
        await self.to_directorate()
        await self.assign()

    async def assign(self) -> dict[str, Any]:
        """Select, approve and order a review commission."""
        await self.select()
        return await self.order()

    async def select(self) -> None:
        """Let the department select a commission, and the Presidency approve it."""
        selected = {"members": REVIEWERS, "chair": "field-0"}
        await self.update("propose_commission", "review-department", **selected)
        await self.update("approve_commission", "presidency", approved=True, approval_no="O-1")

    async def order(self) -> dict[str, Any]:
        """Order the approved commission to review."""
        return await self.update(
            "assign_commission",
            "directorate",
            members=REVIEWERS,
            chair="field-0",
            order_no="G-1",
            hours="78",
            in_hours=True,
        )

    async def to_correction(self) -> None:
        """Go on to a correction that was served on 24 April and is due on 26 May 2031."""
        await self.to_first_review()
        await self.at("2031-04-10T10:00")
        await self.review("82.40")
        await self.evaluate()
        await self.at("2031-04-24T15:00")
        await self.serve("T-17.15a/1", "2031-04-24")

    async def hand_over(self) -> dict[str, Any]:
        """Code the draft, seal its envelope and hand it over."""
        return await self.update(
            "hand_over_to_directorate",
            "books-branch",
            anonymity_code="K7-0312",
            sealed_envelope_no="Z-1",
        )

    async def refile(self) -> dict[str, Any]:
        """File the corrected draft."""
        return await self.update("submit_corrected_draft", "applicant", **CORRECTED)

    async def examine(self) -> dict[str, Any]:
        """Record a preliminary report with nothing wrong."""
        return await self.update(
            "record_preliminary_report",
            "preliminary-commission",
            members=["pre-1", "pre-2", "pre-3"],
            checks={check: {"passed": True} for check in CHECKS},
        )

    async def evaluate(self, **more: Any) -> dict[str, Any]:
        """Record an evaluation report that agrees."""
        return await self.update(
            "record_evaluation_report", "evaluation-commission", **(EVALUATED | more)
        )

    async def serve(self, notification: str, on: str) -> dict[str, Any]:
        """Record the service of a notification by registered letter."""
        return await self.update(
            "record_service",
            "review-department",
            notification=notification,
            served_on=on,
            means="registered-letter",
        )

    async def sign(self) -> dict[str, Any]:
        """Let two members of the Board sign the follow-up form."""
        return await self.update(
            "sign_follow_up_form", "board", members=["board-2", "board-3"], form_no="TF-1"
        )

    async def decide(self, decision: str, on: str) -> dict[str, Any]:
        """Sign the follow-up form and record the Board's decision."""
        await self.sign()
        return await self.rule(decision, on)

    async def rule(self, decision: str, on: str) -> dict[str, Any]:
        """Record the Board's decision."""
        accepts = decision in {"accept", "conditional"}
        return await self.update(
            "record_board_decision",
            "board",
            decision=decision,
            decision_no="K-1",
            decided_on=on,
            **({"first_school_year": 2031} if accepts else {}),
        )

    async def review(self, score: str) -> dict[str, Any]:
        """Record a review report."""
        return await self.update(
            "record_review_report",
            "review-commission",
            score=score,
            findings=12,
            scientific_errors=3,
            report_no=f"I-{self.sent}",
        )


CORRECTED = {"delivered": {"sets": 3, "electronic_copies": 1}}
EVALUATED = {
    "members": EVALUATORS,
    "agrees": True,
    "scientific_errors": 3,
    "report_no": "D-1",
}


def filing(**changes: Any) -> StartMessage:
    """The filing of Monday 10 March 2031, ten o'clock."""
    return StartMessage(
        file_no="2031-0042",
        received_at=instant("2031-03-10T10:00"),
        actor=Actor(role=Role.APPLICANT, id="pub-17"),
        body=an_application(**changes).model_dump(mode="json"),
    )


@asynccontextmanager
async def a_review(scene: Scene, **changes: Any) -> AsyncIterator[Live]:
    """Open a review; at the end it is cleared away."""
    cases = Cases(scene)
    async with scene.pool.acquire() as conn:
        await conn.execute("insert into coefficients (from_day, value) values ('2031-01-01', 1.25)")
    start = filing(**changes)
    case_id = await cases.start(REVIEW, start)
    live = Live(scene, cases, case_id)
    try:
        await cases.bring(start.received_at)
        await cases.drain(start.received_at)
        yield live
    finally:
        await cases.clear()
