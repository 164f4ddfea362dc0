"""The cooperation agreement as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Mapping

from workflows.agreement.keys import KEYS
from workflows.agreement.messages.agreement import (
    AgreementApplication,
    ApplicationWithdrawal,
    CostApproval,
    CostsBorne,
    DeliveryRecord,
    Draft,
    GivingUp,
    Level,
    PreAssessmentForm,
    ProgrammePublished,
    RegisterEntry,
    Signing,
    SystemEntry,
)
from workflows.agreement.messages.term import (
    Archiving,
    ExtensionDecision,
    ExtensionRequest,
    FinalReport,
    OverdueReports,
    PerformanceIndicatorReview,
    PublicityApproval,
    PublicityRequest,
    RunOffCheck,
    RunOffEnd,
    Termination,
    TerminationWithdrawal,
)
from workflows.agreement.offices import ISSUERS, Office
from workflows.agreement.rules.application import level_of
from workflows.agreement.rules.offices import office_of
from workflows.agreement.stages import Outcome, Stage
from workflows.agreement.story import CooperationAgreement
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Lookup
from workflows.kernel.roles import Role

PARTIES = (Role.APPLICANT, Office.PARTNER)
"""Who acts for the partner: a service may call it by the role that every case knows."""


def _asks(filed: AgreementApplication) -> Asked:
    """Look up whether the programmes are published (A-5.1)."""
    lookups = tuple(Lookup(book="programmes", key=each) for each in filed.programmes)
    return Asked(applicant=filed.partner, lookups=lookups)


def _filed(file: CaseFile) -> AgreementApplication:
    return file.start.read_as(AgreementApplication)


def _identity(file: CaseFile) -> Identity:
    return Identity(applicant=_filed(file).partner)


def _bound(file: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Say whose agreement this is: the district's or the province's (A-8.2), and its Governor's."""
    filed = _filed(file)
    level = level_of(filed.area, special=filed.special)
    return {
        Office.DISTRICT_DIRECTORATE: filed.area.districts if level is Level.DISTRICT else (),
        Office.PROVINCIAL_DIRECTORATE: filed.area.provinces if level is Level.PROVINCE else (),
        **({Office.GOVERNOR: filed.area.provinces} if filed.area.provinces else {}),
    }


def _issuer(file: CaseFile) -> str:
    """Name the office whose agreement it is, which signs its letters (A-6.1, A-8.2)."""
    filed = _filed(file)
    office = office_of(level_of(filed.area, special=filed.special))
    return next(iter(AGREEMENT.addressees(file, office)), office)


def _applicants(file: CaseFile) -> tuple[str, ...]:
    """Name the partner of this agreement, and whoever filed for it."""
    filer = file.start.actor
    return (_filed(file).partner, *([filer.id] if filer.role in PARTIES else []))


AGREEMENT = Process(
    name="agreement",
    workflow_type="CooperationAgreement",
    task_queue="vade-agreement",
    application=AgreementApplication,
    story=CooperationAgreement,
    asks=_asks,
    identity=_identity,
    bound=_bound,
    applicants=_applicants,
    issuer=_issuer,
    parties=PARTIES,
    calendar_years=9,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=ISSUERS,
    messages=(
        ProgrammePublished,
        PreAssessmentForm,
        CostApproval,
        CostsBorne,
        Draft,
        Signing,
        DeliveryRecord,
        SystemEntry,
        RegisterEntry,
        ExtensionRequest,
        ExtensionDecision,
        Termination,
        TerminationWithdrawal,
        OverdueReports,
        RunOffCheck,
        RunOffEnd,
        FinalReport,
        Archiving,
        # in parallel with the term
        PerformanceIndicatorReview,
        PublicityRequest,
        PublicityApproval,
        # until it is signed (R-A.13)
        ApplicationWithdrawal,
        GivingUp,
    ),
)
