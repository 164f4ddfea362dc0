"""The course as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Mapping

from workflows.course.keys import KEYS
from workflows.course.lifecycle import CourseLifecycle
from workflows.course.messages import (
    ApprovalDecision,
    CertificateIssue,
    ClosingRequest,
    CourseCancellation,
    CourseEndApproval,
    CoursePlan,
    Enrolment,
    ExamCancellation,
    ExamDocuments,
    ExamRequest,
    ExamResults,
    ExamSitting,
    GradeEntry,
    Investigation,
    LessonPlanChange,
    NewPlanCancellation,
    PlanRevision,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.rules.screens import screen
from workflows.course.stages import Outcome, Stage
from workflows.course.words import WORDS
from workflows.kernel.act import Role
from workflows.kernel.file import CaseFile
from workflows.kernel.process import Asked, CommandSpec, Identity, Process
from workflows.kernel.records import Lookup


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
    return CoursePlan.model_validate(file.start.body)


def _identity(file: CaseFile) -> Identity:
    return Identity(institution=_filed(file).institution)


def _bound(file: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Say which offices are this course's own: its institution's and its district's (C-0.1)."""
    filed = _filed(file)
    return {
        Role.PRINCIPAL: (filed.institution,),
        Role.BRANCH_MANAGER: (filed.district,),
        Role.DISTRICT_DIRECTOR: (filed.district,),
        Role.EDUCATION_DIRECTORATE: (filed.district,),
    }


def _screen(file: CaseFile, stage: str) -> Mapping[str, str]:
    """Show the colours that officials know from their own screens (C-7.2, C-8.7, C-8.9)."""
    outcome = Outcome(file.decision.outcome) if file.decision else None
    revised = [fact for fact in file.facts if fact.name == PlanRevision.command]
    plan = revised[-1].read_as(PlanRevision).plan if revised else _filed(file).plan
    return screen(Stage(stage), levelled=plan.level is not None, outcome=outcome)


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
    words=WORDS,
    commands=(
        # planning (§1, §6)
        CommandSpec(
            ApprovalDecision,
            (
                Role.PRINCIPAL,
                Role.BRANCH_MANAGER,
                Role.DISTRICT_DIRECTOR,
                Role.EDUCATION_DIRECTORATE,  # where an institution has no district (R-C.4)
            ),
            Stage.PLANNED,
            "C-6.1",
        ),
        CommandSpec(PlanRevision, (Role.PRINCIPAL,), Stage.PLANNED, "C-1.6"),
        CommandSpec(NewPlanCancellation, (Role.PRINCIPAL,), Stage.PLANNED, "C-9.1"),
        # teaching (§4b, §9)
        CommandSpec(LessonPlanChange, (Role.PRINCIPAL,), Stage.ACTIVE, "C-4.2"),
        CommandSpec(CourseCancellation, (Role.PRINCIPAL,), Stage.ACTIVE, "C-9.2"),
        CommandSpec(ClosingRequest, (Role.PRINCIPAL,), Stage.ACTIVE, "C-9.3"),
        # exams (§8a, §13, §14)
        CommandSpec(ExamRequest, (Role.PRINCIPAL,), Stage.EXAMS, "C-8.3"),
        CommandSpec(ExamSitting, (Role.EDUCATION_DIRECTORATE,), Stage.EXAMS, "C-8.3"),
        CommandSpec(ExamResults, (Role.EDUCATION_DIRECTORATE,), Stage.EXAMS, "C-8.3"),
        CommandSpec(ExamCancellation, (Role.EDUCATION_DIRECTORATE,), Stage.EXAMS, "R-C.8"),
        CommandSpec(ExamDocuments, (Role.PRINCIPAL,), Stage.EXAMS, "C-14.1"),
        CommandSpec(GradeEntry, (Role.EDUCATION_DIRECTORATE,), Stage.EXAMS, "C-8.2"),
        # the end (§8)
        CommandSpec(CourseEndApproval, (Role.PRINCIPAL,), Stage.EXAMS, "C-8.8"),
        CommandSpec(CertificateIssue, (Role.PRINCIPAL,), Stage.END_APPROVED, "C-8.9"),
        # trainees, at any stage (§2, §5, §7)
        CommandSpec(Enrolment, (Role.PRINCIPAL, Role.GENERAL_DIRECTORATE), None, "C-2.1"),
        CommandSpec(TraineeCancellation, (Role.PRINCIPAL,), None, "C-5.1"),
        CommandSpec(StatusChange, (Role.PRINCIPAL,), None, "C-7.1"),
        CommandSpec(Investigation, (Role.EDUCATION_DIRECTORATE,), None, "C-2.3"),
    ),
)
