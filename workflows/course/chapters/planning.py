"""A course is planned, and approved by three in their order (§1, §6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from workflows.course.chapters.chapter import Chapter
from workflows.course.letters import SentBackByChain
from workflows.course.messages.course import (
    ApprovalDecision,
    CoursePlan,
    NewPlanCancellation,
    Plan,
    PlanRevision,
)
from workflows.course.offices import Office
from workflows.course.rules.approval import approval_chain, breaches_of_plan_approval
from workflows.course.rules.lessons import breaches_of_first_plan
from workflows.course.rules.people import breaches_of_revision
from workflows.course.rules.plan import breaches_of_plan, classroom_of, programme_of
from workflows.course.stages import Stage
from workflows.kernel.case.records import Register
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Question

BEFORE = {Office.BRANCH_MANAGER: Stage.AT_BRANCH_MANAGER}
"""The stage of a plan by who decides next; all others in a chain sit at the directorate (R-C.4)."""


@dataclass(frozen=True)
class Approved:
    """A plan that the whole chain has approved, and the day on which it did."""

    plan: Plan
    on: date


class Planning(Chapter):
    """The chapter on the plan, up to its last approval."""

    def wrong_planner(self, filed: CoursePlan) -> tuple[Reason, ...]:
        """Return why somebody cannot plan this course: only its principal does (C-0.1)."""
        actor = self.file.start.actor
        if actor.role == Office.PRINCIPAL and actor.institution == filed.institution:
            return ()
        return (
            Reason(
                rule="C-0.1",
                what=f"{actor.role} of {actor.institution or 'no institution'} plans a course "
                f"of {filed.institution}",
                why="what an institution does needs the authority of its principal",
                do=f"have it sent by the principal of {filed.institution}",
            ),
        )

    def against_plan(
        self, plan: Plan, published: dict[str, JsonValue] | None = None, *, on: date | None = None
    ) -> tuple[Reason, ...]:
        """Return why a course cannot be planned like this, by the offices' lists (C-1)."""
        filed = self.file.start.read_as(CoursePlan)
        rows = self.file.opening.known if published is None else published
        found = breaches_of_plan(
            plan,
            institution=filed.institution,
            institution_kind=filed.institution_kind,
            programme=programme_of(rows.get(f"programmes/{plan.programme}")),
            classroom=classroom_of(rows.get(f"classrooms/{plan.classroom}")),
            today=on or local_day(self.file.start.received_at),
        )
        # hours are counted of a plan that is else in order
        return found or breaches_of_first_plan(plan, self.file.calendar)

    async def approve_plan(self, plan: Plan) -> Approved | None:
        """Let the chain approve the plan, as often as it takes; None: given up (C-9.1, R-C.3)."""
        first, *others = approval_chain(self.rulebook)
        while True:
            # C-6.2: the principal checks the plan, and approves it or changes it
            come = await self.first(
                self.document(ApprovalDecision)
                .sent_by(first)
                .at(Stage.PLANNED)
                .judged_by(self.against_approval),
                self.document(PlanRevision).granted_by(_lists()).judged_by(self.against_revision),
                self.document(NewPlanCancellation),
            )
            match come:
                case NewPlanCancellation():
                    return None
                case PlanRevision():
                    plan = come.plan
                case ApprovalDecision(approved=True):
                    last = await self.ask_chain(others, after=come)
                    if last is not None:
                        return Approved(plan, local_day(last.counts_from))
                case _:
                    pass

    def against_revision(self, revision: PlanRevision) -> tuple[Reason, ...]:
        """Return why a plan cannot be changed like this while it is planned (C-1)."""
        if revision.known is None:
            return ()
        room = classroom_of(revision.known.get(f"classrooms/{revision.plan.classroom}"))
        return (
            *self.against_plan(revision.plan, revision.known, on=local_day(revision.counts_from)),
            *breaches_of_revision(
                revision.plan,
                before=self.planned(),
                roster=self.roster(),
                capacity=room.capacity if room else 0,
            ),
        )

    async def ask_chain(
        self, chain: Iterable[Office], *, after: ApprovalDecision
    ) -> ApprovalDecision | None:
        """Ask one after the other about the plan; return the last approval, None: sent back.

        Args:
            chain: Who is still to approve, in this order.
            after: The approval before theirs.
        """
        last = after
        for role in chain:
            last = await self.expect(
                self.document(ApprovalDecision)
                .sent_by(role)
                .at(BEFORE.get(role, Stage.AT_DISTRICT_DIRECTOR))
                .judged_by(self.against_approval)
            )
            if not last.approved:
                letter = SentBackByChain(reasons=last.reasons)
                self.notify(letter, rule="R-C.3", to=Office.PRINCIPAL)
                return None
        return last

    def against_approval(self, decision: ApprovalDecision) -> tuple[Reason, ...]:
        """Return why the plan cannot be approved, or sent back, like this (R-C.3, R-C.16)."""
        return breaches_of_plan_approval(
            decision,
            first_lesson_on=self.planned().lesson_plan.first_lesson_on,
            today=local_day(decision.counts_from),
        )


def _lists() -> Question:
    """Ask the offices' lists for the programme and the classroom of a revised plan."""
    return Question(
        Register.REFERENCE,
        "C-1.2",
        lambda revision: {
            "lookups": [
                {"book": "programmes", "key": revision.plan.programme},
                {"book": "classrooms", "key": revision.plan.classroom},
            ],
            "on": local_day(revision.counts_from).isoformat(),
        },
    )
