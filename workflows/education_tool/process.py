"""The review of tools as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Mapping

from workflows.education_tool.keys import KEYS
from workflows.education_tool.messages.application import (
    DonationDecision,
    ExemptionDecision,
    FeeReceipt,
    ProcedureSet,
    QualitiesSet,
    ToolApplication,
)
from workflows.education_tool.messages.commission import (
    CommissionApproval,
    CommissionOrder,
    CommissionProposal,
    DutyCancelled,
    MemberLate,
    ReviewerPayment,
)
from workflows.education_tool.messages.mistyped import (
    FeeCorrection,
    ProposalCorrection,
    ReportCorrection,
)
from workflows.education_tool.messages.review import (
    Comparison,
    ConformityDecision,
    MendedTool,
    MendingCheck,
    ReviewReport,
    Withdrawal,
)
from workflows.education_tool.offices import Office
from workflows.education_tool.registers import inquiries
from workflows.education_tool.stages import Outcome, Stage
from workflows.education_tool.story import EducationToolReview
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.roles import Role


def _applied(file: CaseFile) -> ToolApplication:
    return file.start.read_as(ToolApplication)


def _asks(application: ToolApplication) -> Asked:
    return Asked(applicant=application.applicant.key, inquiries=inquiries(application))


def _identity(file: CaseFile) -> Identity:
    applicant = _applied(file).applicant
    return Identity(applicant=applicant.key, institution=applicant.institution)


def _bound(file: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Return whose people act as the owner: those of the institution that owns this tool."""
    owner = _applied(file).owner
    return {Office.OWNER: () if owner is None else (owner.institution,)}


def _applicants(file: CaseFile) -> tuple[str, ...]:
    """Name who acts for the unit that applied: whoever filed, and the unit itself."""
    filer, unit = file.start.actor, _applied(file).applicant
    return (unit.key, *([filer.id] if filer.role == Role.APPLICANT else []))


TOOL_REVIEW = Process(
    name="education-tool-review",
    workflow_type="EducationToolReview",
    task_queue="vade-textbook",
    application=ToolApplication,
    story=EducationToolReview,
    asks=_asks,
    identity=_identity,
    bound=_bound,
    applicants=_applicants,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=(Office.PRESIDENCY,),
    messages=(
        ExemptionDecision,
        DonationDecision,
        QualitiesSet,
        ProcedureSet,
        FeeReceipt,
        CommissionProposal,
        CommissionApproval,
        CommissionOrder,
        Comparison,
        ReviewReport,
        MendedTool,
        MendingCheck,
        ConformityDecision,
        # at any stage
        Withdrawal,
        MemberLate,
        DutyCancelled,
        ReviewerPayment,
        FeeCorrection,
        ProposalCorrection,
        ReportCorrection,
    ),
)
