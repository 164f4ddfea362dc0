"""The textbook review as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Collection

from workflows.kernel.act import Role
from workflows.kernel.file import CaseFile
from workflows.kernel.messages import Service
from workflows.kernel.process import Asked, CommandSpec, Identity, Process
from workflows.textbook.keys import KEYS
from workflows.textbook.messages import (
    Application,
    BoardDecision,
    CommissionOrder,
    ConditionalCheck,
    ConditionalCorrections,
    CorrectedDraft,
    EvaluationReport,
    GuidedCompletion,
    GuidedCorrections,
    HandOver,
    PreliminaryReport,
    ReviewReport,
    TakeUp,
)
from workflows.textbook.messages_commission import (
    CommissionApproval,
    CommissionProposal,
    DutyCancelled,
    FollowUpForm,
    MemberLate,
    ReviewerPayment,
    SupplementReport,
    UniversityOpinion,
)
from workflows.textbook.messages_ending import (
    BoardGuidance,
    Doubt,
    EnvelopeOpening,
    FalseDocument,
    PenName,
    ProgrammeChange,
    ProvenOffence,
    QuotationBreach,
    UnfitAuthors,
    UnfitForProgramme,
    Withdrawal,
)
from workflows.textbook.messages_objection import Objection, ObjectionCommission, ObjectionReport
from workflows.textbook.messages_unscored import TranslationReport, UpdateReport
from workflows.textbook.review import TextbookReview
from workflows.textbook.stages import Outcome, Stage
from workflows.textbook.words import WORDS


def _asks(application: Application) -> Asked:
    return Asked(
        applicant=application.applicant.key,
        paid_on=application.fee.paid_on if application.fee else None,
    )


_REVIEWERS = (
    Role.REVIEW_COMMISSION,
    Role.EVALUATION_COMMISSION,
    Role.REVIEW_DEPARTMENT,
    Role.DIRECTORATE,
)
"""Whoever reviews a coded draft, or arranges that, knows it by its code alone."""


def _alias(file: CaseFile) -> tuple[str, Collection[Role]] | None:
    coded = file.fact(HandOver.command, 1)
    code = coded.read_as(HandOver).anonymity_code if coded else None
    return None if code is None else (code, _REVIEWERS)


def _identity(file: CaseFile) -> Identity:
    """Show who applied until the draft is coded, and nobody from then on (T-13.2b, T-13.3)."""
    coded = file.fact(HandOver.command, 1)
    if coded is not None and coded.read_as(HandOver).anonymity_code is not None:
        return Identity()
    applicant = Application.model_validate(file.start.body).applicant
    return Identity(applicant=applicant.key, institution=applicant.institution)


REVIEW = Process(
    name="textbook-review",
    workflow_type="TextbookReview",
    task_queue="vade-textbook",
    application=Application,
    story=TextbookReview,
    asks=_asks,
    identity=_identity,
    alias=_alias,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    words=WORDS,
    commands=(
        CommandSpec(TakeUp, (Role.PRELIMINARY_COMMISSION,), Stage.SUBMITTED, "T-14.2"),
        CommandSpec(
            PreliminaryReport, (Role.PRELIMINARY_COMMISSION,), Stage.PRELIMINARY_REVIEW, "T-13.0"
        ),
        CommandSpec(HandOver, (Role.BOOKS_BRANCH,), Stage.CODING, "T-13.2b"),
        CommandSpec(CommissionProposal, (Role.REVIEW_DEPARTMENT,), Stage.AT_DIRECTORATE, "T-20.1"),
        CommandSpec(CommissionApproval, (Role.PRESIDENCY,), Stage.AT_DIRECTORATE, "T-20.1"),
        CommandSpec(
            CommissionOrder, (Role.DIRECTORATE, Role.PRESIDENCY), Stage.AT_DIRECTORATE, "T-17.2"
        ),
        CommandSpec(ReviewReport, (Role.REVIEW_COMMISSION,), Stage.FIRST_REVIEW, "T-17.11"),
        CommandSpec(UpdateReport, (Role.REVIEW_COMMISSION,), Stage.FIRST_REVIEW, "T-17.25"),
        CommandSpec(TranslationReport, (Role.REVIEW_COMMISSION,), Stage.FIRST_REVIEW, "T-11.2b"),
        CommandSpec(EvaluationReport, (Role.EVALUATION_COMMISSION,), Stage.EVALUATION, "T-17.14a"),
        CommandSpec(
            Service, (Role.REVIEW_DEPARTMENT, Role.BOOKS_BRANCH), Stage.AWAITING_SERVICE, "R-T.4"
        ),
        CommandSpec(CorrectedDraft, (Role.APPLICANT,), Stage.CORRECTION, "T-17.15b"),
        CommandSpec(FollowUpForm, (Role.BOARD,), Stage.FOLLOW_UP, "T-23.1"),
        CommandSpec(BoardDecision, (Role.BOARD,), Stage.BOARD, "T-4.4"),
        CommandSpec(ConditionalCorrections, (Role.APPLICANT,), Stage.CONDITIONAL, "T-17.18b"),
        CommandSpec(
            ConditionalCheck, (Role.EVALUATION_COMMISSION,), Stage.CONDITIONAL_CHECK, "T-17.18c"
        ),
        CommandSpec(GuidedCorrections, (Role.APPLICANT,), Stage.GUIDED, "T-17.18c"),
        CommandSpec(
            GuidedCompletion, (Role.EVALUATION_COMMISSION,), Stage.GUIDED_CHECK, "T-17.18c"
        ),
        # objection (m.22)
        CommandSpec(Objection, (Role.APPLICANT,), Stage.OBJECTION_OPEN, "T-22.1"),
        CommandSpec(ObjectionCommission, (Role.PRESIDENCY,), Stage.OBJECTION, "T-22.2"),
        CommandSpec(ObjectionReport, (Role.REVIEW_COMMISSION,), Stage.OBJECTION, "T-22.2"),
        # at any stage
        CommandSpec(Withdrawal, (Role.APPLICANT,), None, "T-16.1"),
        CommandSpec(FalseDocument, (Role.PRESIDENCY,), None, "S-5.2a"),
        CommandSpec(QuotationBreach, (Role.BOARD,), None, "S-7.5"),
        CommandSpec(UnfitAuthors, (Role.PRESIDENCY,), None, "S-7.2"),
        CommandSpec(UnfitForProgramme, (Role.BOARD,), None, "T-16.2b"),
        CommandSpec(ProgrammeChange, (Role.BOARD,), None, "T-27.2a"),
        CommandSpec(PenName, (Role.PRESIDENCY,), None, "S-37.1"),
        CommandSpec(ProvenOffence, (Role.PRESIDENCY,), None, "S-42.2"),
        CommandSpec(EnvelopeOpening, (Role.BOARD,), None, "T-13.3"),
        CommandSpec(
            Doubt,
            (
                Role.REVIEW_DEPARTMENT,
                Role.DIRECTORATE,
                Role.PRELIMINARY_COMMISSION,
                Role.REVIEW_COMMISSION,
                Role.EVALUATION_COMMISSION,
                Role.PRESIDENCY,
            ),
            None,
            "T-17.21",
        ),
        CommandSpec(BoardGuidance, (Role.BOARD,), None, "T-17.21"),
        CommandSpec(SupplementReport, (Role.REVIEW_COMMISSION,), None, "T-17.10a"),
        CommandSpec(UniversityOpinion, (Role.REVIEW_DEPARTMENT,), None, "T-17.19"),
        CommandSpec(MemberLate, (Role.REVIEW_DEPARTMENT,), None, "S-19.1"),
        CommandSpec(DutyCancelled, (Role.PRESIDENCY,), None, "S-19.2"),
        CommandSpec(ReviewerPayment, (Role.REVOLVING_FUND,), None, "T-15.5"),
    ),
)
