"""A course from its plan to its certificates (the guide to the e-Özel module, §1 to §15).

- planned, approved by three in order: active; sent back: planned again
- taught: another lesson plan, cancelled, or closed by the same three
- ended: certificated, up to four exams for everybody within a year; end approved; documents issued
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from pydantic import JsonValue
from typing_extensions import override

from workflows.course.chapters.exams import Exams
from workflows.course.letters import SentBackByChain
from workflows.course.messages.course import (
    ApprovalDecision,
    CertificateIssue,
    ClosingRequest,
    CourseCancellation,
    CourseEndApproval,
    CoursePlan,
    LessonPlanChange,
    NewPlanCancellation,
    Plan,
    PlanRevision,
)
from workflows.course.offices import Office
from workflows.course.registers import Certificate
from workflows.course.rules.approval import approval_chain, breaches_of_approval
from workflows.course.rules.ending import (
    breaches_of_certificates,
    breaches_of_end_approval,
    certified,
)
from workflows.course.rules.lessons import PastPlan, breaches_of_lesson_plan_change, plan_after
from workflows.course.rules.people import breaches_of_revision
from workflows.course.rules.plan import breaches_of_plan, classroom_of, programme_of
from workflows.course.rules.rights import completion_counts_from
from workflows.course.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.records import Register
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited, Question

BEFORE = {Office.BRANCH_MANAGER: Stage.AT_BRANCH_MANAGER}
"""The stage of a plan by who decides next; all others in a chain sit at the directorate (R-C.4)."""


@dataclass(frozen=True)
class Approved:
    """A plan that the whole chain has approved, and the day on which it did."""

    plan: Plan
    on: date


class CourseLifecycle(Exams):
    """One course (kurs) of an institution."""

    @override
    async def run(self) -> Decision:
        """Follow the guide; safe to walk again after continue-as-new."""
        filed = await self.filing(CoursePlan)

        # C-0.1, C-1.1 to C-1.6, C-10.1: planned by the principal, from the published lists
        self.judge_filing(lambda: (*self.wrong_planner(filed), *self.against_plan(filed.plan)))
        self.keep_trainees()

        # C-6.1, C-6.2: approved by principal, branch manager and district director, in this order
        approved = await self.approve_plan(filed.plan)
        if approved is None:
            return await self.close(Outcome.CANCELLED, rule="C-9.1")

        # C-7.2, C-4.2 to C-4.5: taught until the last day of the plan in force
        taught = await self.teach(approved)
        if isinstance(taught, Decision):
            return taught

        # C-8: exams where there is a certificate, then the end is approved
        ended = await self.end(taught)
        if isinstance(ended, Decision):
            return ended

        # C-8.9, C-8.11, C-15.1: with the documents the course is completed
        return await self.complete(taught, ended)

    # -- planning ------------------------------------------------------------------------------

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
        return breaches_of_plan(
            plan,
            institution=filed.institution,
            institution_kind=filed.institution_kind,
            programme=programme_of(rows.get(f"programmes/{plan.programme}")),
            classroom=classroom_of(rows.get(f"classrooms/{plan.classroom}")),
            today=on or local_day(self.file.start.received_at),
        )

    async def approve_plan(self, plan: Plan) -> Approved | None:
        """Let the chain approve the plan, as often as it takes; None: given up (C-9.1, R-C.3)."""
        first, *others = approval_chain(self.rulebook)
        while True:
            # C-6.2: the principal checks the plan, and approves it or changes it
            come = await self.first(
                self.document(ApprovalDecision)
                .sent_by(first)
                .at(Stage.PLANNED)
                .judged_by(breaches_of_approval),
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
        self,
        chain: Iterable[Office],
        *,
        stage: Stage | None = None,
        after: ApprovalDecision | None = None,
    ) -> ApprovalDecision | None:
        """Ask one after the other; return the last approval, or None once it is sent back.

        Args:
            chain: Who is still to approve, in this order.
            stage: Where the course stands meanwhile, if not before each of them.
            after: The approval before theirs, if there is one.
        """
        last = after
        for role in chain:
            last = await self.expect(
                self.document(ApprovalDecision)
                .sent_by(role)
                .at(stage or BEFORE.get(role, Stage.AT_DISTRICT_DIRECTOR))
                .judged_by(breaches_of_approval)
            )
            if not last.approved:
                self.notify(SentBackByChain(), rule="R-C.3", to=Office.PRINCIPAL)
                return None
        return last

    async def ask_whole_chain(self, stage: Stage) -> ApprovalDecision | None:
        """Let the whole chain decide on a change of plan or on a closing (C-9.3, R-C.3)."""
        return await self.ask_chain(approval_chain(self.rulebook), stage=stage)

    # -- teaching ------------------------------------------------------------------------------

    async def teach(self, approved: Approved) -> Plan | Decision:
        """Wait for the last day of the plan in force, which may change meanwhile (C-4.2, C-9)."""
        plan = approved.plan
        earlier: list[PastPlan] = []
        teaching = self.open_teaching(plan, since=approved.on)
        while teaching is not None:
            change = (
                self.document(LessonPlanChange)
                .by(teaching)
                .judged_by(partial(self.against_change, plan=plan, earlier=tuple(earlier)))
            )
            stops = (each.by(teaching) for each in self.may_stop())
            come = await self.first(change, *stops).held_at(Stage.ACTIVE)
            match come:
                case None:
                    return plan
                case LessonPlanChange():
                    last = await self.ask_whole_chain(Stage.PLAN_CHANGE_APPROVAL)
                    if last is not None:
                        earlier.append(
                            PastPlan(lesson_plan=plan.lesson_plan, ends_on=come.old_plan_ends_on)
                        )
                        plan = plan_after(plan, come)
                        self.drop(teaching)
                        teaching = self.open_teaching(plan, since=local_day(last.counts_from))
                case _:
                    if (stopped := await self.stop(come)) is not None:
                        return stopped
        return plan

    def open_teaching(self, plan: Plan, *, since: date) -> Term | None:
        """Open the time of the lessons; none if their last day is over (C-7.2)."""
        if plan.ends_on < since:
            return None
        return self.open("teaching", since=since - timedelta(days=1), through=plan.ends_on)

    def against_change(
        self, change: LessonPlanChange, plan: Plan, earlier: tuple[PastPlan, ...]
    ) -> tuple[Reason, ...]:
        """Return why the lesson plan cannot be changed like this (C-4.2 to C-4.5, R-C.13)."""
        return breaches_of_lesson_plan_change(
            change,
            plan,
            earlier,
            today=local_day(change.counts_from),
            calendar=self.file.calendar,
        )

    def may_stop(self) -> list[Awaited[Any]]:
        """Return how an approved course may stop before its end is approved (C-9.2, C-9.3)."""
        return [self.document(CourseCancellation), self.document(ClosingRequest)]

    async def stop(self, come: CourseCancellation | ClosingRequest) -> Decision | None:
        """Cancel at once, or close once the whole chain approves; None: refused, it goes on."""
        if isinstance(come, CourseCancellation):
            return await self.close(Outcome.CANCELLED, rule="C-9.2")
        if await self.ask_whole_chain(Stage.CLOSING_APPROVAL) is None:
            return None
        return await self.close(Outcome.CLOSED, rule="C-9.3")

    # -- the end -------------------------------------------------------------------------------

    async def end(self, plan: Plan) -> Term | Decision:
        """Have everybody examined and the end approved; return the term of completion (C-8)."""
        completion = self.open(
            "completion" if plan.certificated else "document", since=self.counted_from(plan)
        )
        window = self.open("exam_window", since=plan.ends_on) if plan.certificated else None
        while True:
            wait = self.first(*self.after_the_end(plan, window))
            if window is not None:
                # C-8.3: asked for, planned, held, recorded; whose turn it is leads
                over = not self.file.term(window.key).is_open
                wait = wait.led_by(partial(self.whose_turn, over=over))
            come = await wait
            match come:
                case CourseEndApproval():
                    break
                case CourseCancellation() | ClosingRequest():
                    if (stopped := await self.stop(come)) is not None:
                        return stopped
                case _:
                    self.tell_of(come)
        if window is not None:
            self.drop(window)
        return completion

    def counted_from(self, plan: Plan) -> date:
        """Return the day from which the year to complete counts (C-8.1, C-8.6, R-C.7)."""
        if not plan.certificated:
            return plan.ends_on
        return completion_counts_from(plan.ends_on, self.rulebook)

    def after_the_end(self, plan: Plan, window: Term | None) -> list[Awaited[Any]]:
        """Return what may come between the last lesson and the end approval (C-8).

        Args:
            plan: The plan in force.
            window: The time for exams; none without a certificate.
        """
        approval = (
            self.document(CourseEndApproval)
            .at(Stage.ACTIVE if window is None else Stage.EXAMS)
            .judged_by(
                lambda tick: breaches_of_end_approval(
                    plan=plan,
                    roster=self.roster(),
                    sittings=self.sittings(),
                    today=local_day(tick.counts_from),
                    calendar=self.file.calendar,
                    book=self.rulebook,
                )
            )
        )
        exams = [] if window is None else self.exam_acts(plan)
        return [approval, *exams, *self.may_stop()]

    async def complete(self, plan: Plan, completion: Term) -> Decision:
        """Issue the documents and enter the certificates (C-8.9 to C-8.11, C-15.1)."""
        await self.expect(
            self.document(CertificateIssue)
            .reminded_by(completion)
            .judged_by(lambda issue: breaches_of_certificates(issue, plan=plan))
        )
        if plan.certificated:
            self.enter_certificates(plan)
        return await self.close(Outcome.COMPLETED, rule="C-8.9" if plan.certificated else "C-8.11")

    def enter_certificates(self, plan: Plan) -> None:
        """Enter one row for everybody who has a certificate: the next level opens (C-15.1)."""
        for person in certified(self.roster(), self.sittings()):
            certificate = Certificate(programme=plan.programme, level=plan.level)
            self.enter(certificate, f"{person}/{plan.programme}/{plan.level or 0}")


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
