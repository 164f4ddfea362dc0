"""The course as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Mapping

from workflows.course.keys import KEYS
from workflows.course.messages.course import (
    ApprovalDecision,
    CertificateIssue,
    ClosingRequest,
    CourseCancellation,
    CourseEndApproval,
    CoursePlan,
    Enrolment,
    HiddenIdentityLetter,
    Investigation,
    LessonPlanChange,
    NewPlanCancellation,
    NumberChangeLetter,
    PlanRevision,
    RequestWithdrawal,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.messages.exams import (
    CandidatesTakenOff,
    ExamCancellation,
    ExamDocuments,
    ExamRequest,
    ExamResults,
    ExamSitting,
    GradeEntry,
    ResultsCorrection,
)
from workflows.course.offices import Office
from workflows.course.rules.approval import approval_chain
from workflows.course.rules.screens import approvals_of, screen
from workflows.course.stages import Outcome, Stage
from workflows.course.story import CourseLifecycle
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Lookup
from workflows.kernel.roles import Role


def _asks(filed: CoursePlan) -> Asked:
    """Look the programme and the classroom up in the offices' lists (C-1.2, C-10.1)."""
    return Asked(
        applicant=None,
        lookups=(
            Lookup(book="programmes", key=filed.plan.programme),
            Lookup(book="classrooms", key=filed.plan.classroom),
        ),
    )


def _filed(file: CaseFile) -> CoursePlan:
    return file.start.read_as(CoursePlan)


def _identity(file: CaseFile) -> Identity:
    return Identity(institution=_filed(file).institution)


def _bound(file: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Say which offices are this course's own: its institution's and its district's (C-0.1)."""
    filed = _filed(file)
    return {
        Office.PRINCIPAL: (filed.institution,),
        Office.BRANCH_MANAGER: (filed.district,),
        Office.DISTRICT_DIRECTOR: (filed.district,),
        Office.EDUCATION_DIRECTORATE: (filed.district,),
    }


def _screen(file: CaseFile, stage: str) -> Mapping[str, str]:
    """Show the colours that officials know from their own screens (C-6.3, C-7.2, C-8.7, C-8.9)."""
    outcome = Outcome(file.decision.outcome) if file.decision else None
    revised = [*file.facts_of(PlanRevision.command).values()]
    plan = revised[-1].read_as(PlanRevision).plan if revised else _filed(file).plan
    acts = [
        fact.read_as(ApprovalDecision).approved if fact.name == ApprovalDecision.command else None
        for fact in file.facts_of_any(_BEFORE_CHAIN)
    ]
    approvals = approvals_of(acts, approval_chain(file.rulebook))
    return screen(Stage(stage), plan, approvals=approvals, outcome=outcome)


_BEFORE_CHAIN = frozenset(
    kind.command for kind in (ApprovalDecision, LessonPlanChange, ClosingRequest, RequestWithdrawal)
)
"""Commands by which something comes before the chain, passes it, or is taken back."""


COURSE = Process(
    name="course",
    workflow_type="CourseLifecycle",
    task_queue="vade-course",
    application=CoursePlan,
    story=CourseLifecycle,
    asks=_asks,
    identity=_identity,
    bound=_bound,
    screen=_screen,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=(Office.DISTRICT_DIRECTOR,),
    messages=(
        # planning (§1, §6)
        ApprovalDecision,
        PlanRevision,
        NewPlanCancellation,
        # teaching (§4b, §9)
        LessonPlanChange,
        CourseCancellation,
        ClosingRequest,
        RequestWithdrawal,
        # exams (§8a, §13, §14)
        ExamRequest,
        ExamSitting,
        ExamResults,
        ExamCancellation,
        CandidatesTakenOff,
        ResultsCorrection,
        ExamDocuments,
        GradeEntry,
        # the end (§8)
        CourseEndApproval,
        CertificateIssue,
        # trainees, at any stage (§2, §5, §7)
        Enrolment,
        TraineeCancellation,
        StatusChange,
        Investigation,
        HiddenIdentityLetter,
        NumberChangeLetter,
    ),
)
