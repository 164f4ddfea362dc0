"""A course from its plan to its certificates (the guide to the e-Özel module, §1 to §15).

- planned, approved by three in order: active; sent back: planned again
- taught: another lesson plan, cancelled, or closed by the same three
- ended: certificated, up to four exams for everybody within a year; end approved; documents issued

What the three have before them holds up neither lessons nor exams (R-C.17).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from typing_extensions import override

from workflows.course.chapters.exam_time import ExamTime
from workflows.course.chapters.planning import Approved, Planning
from workflows.course.letters import SentBackByChain
from workflows.course.messages.course import (
    ApprovalDecision,
    CertificateIssue,
    ClosingRequest,
    CourseCancellation,
    CourseEndApproval,
    CoursePlan,
    LessonPlanChange,
    Plan,
    RequestWithdrawal,
)
from workflows.course.offices import Office
from workflows.course.registers import Certificate, certificate_key
from workflows.course.rules.approval import (
    approval_chain,
    breaches_of_approval,
)
from workflows.course.rules.ending import (
    breaches_of_certificates,
    breaches_of_end_approval,
    certified,
)
from workflows.course.rules.lessons import (
    PastPlan,
    breaches_of_lesson_plan_change,
    plan_after,
)
from workflows.course.rules.rights import completion_counts_from
from workflows.course.stages import Outcome, Stage
from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.first import First
from workflows.kernel.story.waiting import Awaited


@dataclass(frozen=True)
class Submitted:
    """A change of plan or a closing that the chain has before it (C-9.3, R-C.3)."""

    what: LessonPlanChange | ClosingRequest
    left: tuple[Office, ...]
    """Who is still to approve, the next one first."""

    @property
    def stage(self) -> Stage:
        """Where the course stands meanwhile."""
        changes = isinstance(self.what, LessonPlanChange)
        return Stage.PLAN_CHANGE_APPROVAL if changes else Stage.CLOSING_APPROVAL


@dataclass(frozen=True)
class Active:
    """An approved course as far as it has come (aktif kurs; C-7.2)."""

    plan: Plan
    """In force."""
    earlier: tuple[PastPlan, ...] = ()
    teaching: Term | None = None
    """The time of its lessons."""
    completion: Term | None = None
    """The time to complete it; none before its last lesson."""
    submitted: Submitted | None = None
    """What the chain has before it, if anything."""


class CourseLifecycle(Planning, ExamTime):
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

        # C-7.2, C-4.2 to C-4.5, C-8: taught until the last day of the plan in force; then exams
        # where there is a certificate, and the end is approved
        ended = await self.conduct(approved)
        if isinstance(ended, Decision):
            return ended

        # C-8.9, C-8.11, C-15.1: with the documents the course is completed
        return await self.complete(ended)

    # -- the active course ---------------------------------------------------------------------

    async def conduct(self, approved: Approved) -> Active | Decision:
        """Lead an approved course to the approval of its end (C-4.2, C-7.2, C-8, C-9).

        R-C.17: lessons, exams and the time for them go on whatever the chain has before it.
        """
        course = self.begin_lessons(Active(approved.plan), since=approved.on)
        while True:
            come = await self.next_about(course)
            match come:
                case None:
                    course = self.end_lessons(course)
                case CourseEndApproval():
                    self.drop_exam_time()
                    return course
                case CourseCancellation():
                    return await self.stop(course, Outcome.CANCELLED, rule="C-9.2")
                case LessonPlanChange() | ClosingRequest():
                    chain = approval_chain(self.rulebook)
                    course = replace(course, submitted=Submitted(come, chain))
                case RequestWithdrawal():
                    course = replace(course, submitted=None)
                case ApprovalDecision():
                    decided = await self.decided(course, come)
                    if isinstance(decided, Decision):
                        return decided
                    course = decided
                case _:
                    self.tell_of(come, course.plan)

    def next_about(self, course: Active) -> First:
        """Wait for what may come next about an approved course."""
        completion = course.completion
        if completion is None:
            wait = self.first(*self.before_chain(course), *self.while_taught(course))
            wait = wait.else_at(course.teaching)
            return wait if course.submitted else wait.held_at(Stage.ACTIVE)
        wait = self.first(*self.before_chain(course), *self.after_the_end(course))
        return wait.led_by(partial(self.lead, course, completion))

    def lead(self, course: Active, completion: Term) -> type[Message]:
        """Return whose document leads after the last lesson; who is awaited is reminded (C-8.3)."""
        submitted = course.submitted
        over = course.plan.certificated and self.keep_exam_time(course.plan)
        self.turn_to(completion, submitted.left[0] if submitted else Office.PRINCIPAL)
        if submitted is not None:
            return ApprovalDecision
        return self.whose_turn(over=over) if course.plan.certificated else CourseEndApproval

    def before_chain(self, course: Active) -> list[Awaited[Any]]:
        """Return what may come of what the chain has before it, first whom it waits for (C-9.3)."""
        submitted = course.submitted
        if submitted is None:
            return []
        approval = self.document(ApprovalDecision).sent_by(submitted.left[0])
        withdrawal = self.document(RequestWithdrawal).at(submitted.stage)
        return [
            approval.at(submitted.stage).judged_by(breaches_of_approval),
            withdrawal,
        ]

    def while_taught(self, course: Active) -> list[Awaited[Any]]:
        """Return what may come until the last lesson: one change or closing at a time (C-9)."""
        stops: list[Awaited[Any]] = [self.document(CourseCancellation)]
        if course.submitted is not None:
            return stops
        assert course.teaching is not None, "lessons are held"
        change = self.document(LessonPlanChange).by(course.teaching)
        return [
            change.judged_by(partial(self.against_change, course=course)),
            *stops,
            self.document(ClosingRequest),
        ]

    def after_the_end(self, course: Active) -> list[Awaited[Any]]:
        """Return what may come between the last lesson and the end approval (C-8)."""
        plan = course.plan
        exams = self.exam_acts(plan) if plan.certificated else []
        stops: list[Awaited[Any]] = [self.document(CourseCancellation)]
        if course.submitted is not None:
            return [*exams, *stops]
        approval = (
            self.document(CourseEndApproval)
            .at(Stage.EXAMS if plan.certificated else Stage.ACTIVE)
            .judged_by(partial(self.against_end, plan=plan))
        )
        return [approval, *exams, *stops, self.document(ClosingRequest)]

    def against_change(self, change: LessonPlanChange, course: Active) -> tuple[Reason, ...]:
        """Return why the lesson plan cannot be changed like this (C-4.2 to C-4.5, R-C.13)."""
        return breaches_of_lesson_plan_change(
            change,
            course.plan,
            course.earlier,
            today=local_day(change.counts_from),
            calendar=self.file.calendar,
        )

    def against_end(self, tick: CourseEndApproval, plan: Plan) -> tuple[Reason, ...]:
        """Return why the end cannot be approved yet (C-8.8, R-C.11)."""
        return breaches_of_end_approval(
            plan=plan,
            roster=self.roster(),
            sittings=self.sittings(),
            today=local_day(tick.counts_from),
            calendar=self.file.calendar,
            book=self.rulebook,
        )

    async def decided(self, course: Active, decision: ApprovalDecision) -> Active | Decision:
        """Draw the consequence of a decision on a closing or a change of plan (C-9.3, R-C.3)."""
        submitted = course.submitted
        assert submitted is not None, "only what was submitted is decided on"
        if not decision.approved:
            letter = SentBackByChain(reasons=decision.reasons)
            self.notify(letter, rule="R-C.3", to=Office.PRINCIPAL)
            return replace(course, submitted=None)
        _, *left = submitted.left
        if left:
            return replace(course, submitted=replace(submitted, left=tuple(left)))
        if isinstance(submitted.what, ClosingRequest):
            return await self.stop(course, Outcome.CLOSED, rule="C-9.3")
        past = PastPlan(
            lesson_plan=course.plan.lesson_plan, ends_on=submitted.what.old_plan_ends_on
        )
        for term in (course.teaching, course.completion):
            if term is not None:
                self.drop(term)
        self.drop_exam_time()
        changed = Active(plan_after(course.plan, submitted.what), (*course.earlier, past))
        return self.begin_lessons(changed, since=local_day(decision.counts_from))

    def begin_lessons(self, course: Active, *, since: date) -> Active:
        """Open the time of the lessons; if their last day is past, what follows them (C-7.2)."""
        ends_on = course.plan.ends_on
        if ends_on < since:
            return self.end_lessons(course)
        teaching = self.open("teaching", since=since - timedelta(days=1), through=ends_on)
        return replace(course, teaching=teaching)

    def end_lessons(self, course: Active) -> Active:
        """Open the time to complete the course (C-8.1, C-8.6, C-8.11, R-C.7)."""
        plan = course.plan
        if plan.certificated:
            since = completion_counts_from(plan.ends_on, self.rulebook)
            completion = self.open("completion", since=since)
        else:
            completion = self.open("document", since=plan.ends_on)
        self.tell_of_last_days(completion, plan)
        return replace(course, completion=completion)

    async def stop(self, course: Active, outcome: Outcome, *, rule: str) -> Decision:
        """End a course before the end of its work, and say what becomes of its exams (C-9)."""
        if course.completion is not None and course.plan.certificated:
            self.tell_of_stop(rule)
        return await self.close(outcome, rule=rule)

    # -- the end -------------------------------------------------------------------------------

    async def complete(self, course: Active) -> Decision:
        """Issue the documents and enter the certificates (C-8.9 to C-8.11, C-15.1)."""
        plan, completion = course.plan, course.completion
        assert completion is not None, "the end is approved after the last lesson"
        self.turn_to(completion, Office.PRINCIPAL)
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
            self.enter(certificate, certificate_key(person, plan.programme, plan.level))
