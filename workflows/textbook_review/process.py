"""The textbook review as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Collection

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.roles import Role
from workflows.textbook_law.registers import inquiries
from workflows.textbook_law.terms import inquiry_of_taught, inquiry_of_term
from workflows.textbook_review.keys import KEYS
from workflows.textbook_review.messages.board import (
    BoardDecision,
    ConditionalCheck,
    ConditionalCorrections,
    GuidedCompletion,
    GuidedCorrections,
)
from workflows.textbook_review.messages.commission import (
    CommissionApproval,
    CommissionProposal,
    DutyCancelled,
    EvaluationApproval,
    EvaluationOrder,
    EvaluationProposal,
    FollowUpForm,
    MemberLate,
    MemberLeft,
    ReviewerPayment,
    SupplementReport,
    UniversityOpinion,
)
from workflows.textbook_review.messages.ending import (
    BoardGuidance,
    CriminalComplaint,
    Doubt,
    EnvelopeOpening,
    FalseDocument,
    NameChange,
    PenName,
    ProgrammeChange,
    ProvenOffence,
    QuotationBreach,
    UnfitAuthors,
    UnfitForProgramme,
    Withdrawal,
)
from workflows.textbook_review.messages.fee import FeeDecision
from workflows.textbook_review.messages.mistyped import (
    EvaluationProposalCorrection,
    FeeCorrection,
    PreliminaryCorrection,
    ProposalCorrection,
    ReviewCorrection,
    TranslationReportCorrection,
    UpdateReportCorrection,
)
from workflows.textbook_review.messages.objection import (
    Objection,
    ObjectionCommission,
    ObjectionReport,
)
from workflows.textbook_review.messages.review import (
    Application,
    CommissionOrder,
    CorrectedDraft,
    EvaluationReport,
    HandOver,
    PreliminaryCommission,
    PreliminaryReport,
    ReviewReport,
    Service,
    TakeUp,
)
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Outcome, Stage
from workflows.textbook_review.story import TextbookReview


def _asks(application: Application) -> Asked:
    updated, translated = application.updates, application.translation_of
    earlier = updated.book_no if updated else translated
    work, in_place = application.work, application.in_place_of_textbook
    return Asked(
        applicant=application.applicant.key,
        inquiries=(
            *inquiries(
                application.applicant.key, application.fee.paid_on if application.fee else None
            ),
            *(() if earlier is None else (inquiry_of_term(earlier),)),
            *((inquiry_of_taught(work.lesson, work.grade),) if in_place else ()),
        ),
        institution=application.applicant.institution,
    )


_REVIEWERS = (
    Office.REVIEW_COMMISSION,
    Office.EVALUATION_COMMISSION,
    Office.REVIEW_DEPARTMENT,
    Office.DIRECTORATE,
)
"""Whoever reviews a coded draft, or arranges that, knows it by its code alone."""


def _alias(file: CaseFile) -> tuple[str, Collection[str]] | None:
    coded = file.fact(HandOver.command, 1)
    code = coded.read_as(HandOver).anonymity_code if coded else None
    return None if code is None else (code, _REVIEWERS)


def _identity(file: CaseFile) -> Identity:
    """Show who applied until the draft is coded, and nobody from then on (T-13.2b, T-13.3)."""
    coded = file.fact(HandOver.command, 1)
    if coded is not None and coded.read_as(HandOver).anonymity_code is not None:
        return Identity()
    applicant = file.start.read_as(Application).applicant
    return Identity(applicant=applicant.key, institution=applicant.institution)


def _applicants(file: CaseFile) -> tuple[str, ...]:
    """Name the case's own applicant: the one who filed, and the publisher or unit itself.

    From coding on it acts under the code of its draft, so that nothing tells who it is (T-13.2b).
    """
    filer, applicant = file.start.actor, file.start.read_as(Application).applicant
    coded = _alias(file)
    code = () if coded is None else (coded[0],)
    return (applicant.key, *([filer.id] if filer.role == Role.APPLICANT else []), *code)


REVIEW = Process(
    name="textbook-review",
    workflow_type="TextbookReview",
    task_queue="vade-textbook",
    application=Application,
    story=TextbookReview,
    asks=_asks,
    identity=_identity,
    alias=_alias,
    blind=_REVIEWERS,
    applicants=_applicants,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=(Office.PRESIDENCY,),
    explained_by=(Office.PRESIDENCY,),
    messages=(
        PreliminaryCommission,
        TakeUp,
        PreliminaryReport,
        HandOver,
        CommissionProposal,
        CommissionApproval,
        CommissionOrder,
        ReviewReport,
        UpdateReport,
        TranslationReport,
        EvaluationProposal,
        EvaluationApproval,
        EvaluationOrder,
        EvaluationReport,
        Service,
        CorrectedDraft,
        FollowUpForm,
        BoardDecision,
        ConditionalCorrections,
        ConditionalCheck,
        GuidedCorrections,
        GuidedCompletion,
        # objection (m.22)
        Objection,
        FeeDecision,
        ObjectionCommission,
        ObjectionReport,
        # at any stage
        Withdrawal,
        FalseDocument,
        QuotationBreach,
        UnfitAuthors,
        UnfitForProgramme,
        ProgrammeChange,
        PenName,
        CriminalComplaint,
        ProvenOffence,
        NameChange,
        EnvelopeOpening,
        Doubt,
        BoardGuidance,
        SupplementReport,
        UniversityOpinion,
        MemberLate,
        MemberLeft,
        DutyCancelled,
        ReviewerPayment,
        # mistyped, entered anew
        FeeCorrection,
        PreliminaryCorrection,
        ProposalCorrection,
        EvaluationProposalCorrection,
        ReviewCorrection,
        UpdateReportCorrection,
        TranslationReportCorrection,
    ),
)
