"""The cooperation agreement as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Mapping

from workflows.agreement.cooperation import CooperationAgreement
from workflows.agreement.keys import KEYS
from workflows.agreement.messages import (
    AgreementApplication,
    Archiving,
    CostApproval,
    DeliveryRecord,
    Draft,
    ExtensionDecision,
    ExtensionRequest,
    FinalReport,
    Level,
    OverdueReports,
    PerformanceIndicatorReview,
    PreAssessmentForm,
    ProgrammePublished,
    PublicityApproval,
    RegisterEntry,
    RunOffEnd,
    Signing,
    SystemEntry,
    Termination,
)
from workflows.agreement.rules.application import level_of
from workflows.agreement.stages import Outcome, Stage
from workflows.agreement.words import WORDS
from workflows.kernel.act import Role
from workflows.kernel.file import CaseFile
from workflows.kernel.process import Asked, CommandSpec, Identity, Process
from workflows.kernel.records import Lookup

OFFICES = (Role.DISTRICT_DIRECTORATE, Role.PROVINCIAL_DIRECTORATE, Role.GENERAL_DIRECTORATE)
"""Who issues agreements; which of them this one, its area says (A-6.1, A-8.2)."""


def _asks(filed: AgreementApplication) -> Asked:
    """Look up whether the programme is published (A-5.1)."""
    return Asked(applicant=filed.partner, lookups=(Lookup(book="programmes", key=filed.programme),))


def _filed(file: CaseFile) -> AgreementApplication:
    return AgreementApplication.model_validate(file.start.body)


def _identity(file: CaseFile) -> Identity:
    return Identity(applicant=_filed(file).partner)


def _bound(file: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Say which district's or province's directorate this agreement belongs to (A-8.2)."""
    filed = _filed(file)
    match level_of(filed.area, special=filed.special):
        case Level.DISTRICT:
            return {Role.DISTRICT_DIRECTORATE: filed.area.districts}
        case Level.PROVINCE:
            return {Role.PROVINCIAL_DIRECTORATE: filed.area.provinces}
        case Level.GENERAL:
            return {}


AGREEMENT = Process(
    name="agreement",
    workflow_type="CooperationAgreement",
    task_queue="vade-agreement",
    application=AgreementApplication,
    story=CooperationAgreement,
    asks=_asks,
    identity=_identity,
    bound=_bound,
    calendar_years=9,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    words=WORDS,
    commands=(
        CommandSpec(
            ProgrammePublished, (Role.GENERAL_DIRECTORATE,), Stage.AWAIT_PROGRAMME, "A-5.2"
        ),
        CommandSpec(PreAssessmentForm, OFFICES, Stage.PRE_ASSESSMENT, "A-7.1"),
        CommandSpec(CostApproval, (Role.MINISTER, Role.GOVERNOR), Stage.COST_APPROVAL, "A-8.6"),
        CommandSpec(Draft, OFFICES, Stage.DRAFTING, "A-9.1"),
        CommandSpec(Signing, OFFICES, Stage.SIGNING, "A-8.3"),
        CommandSpec(DeliveryRecord, OFFICES, Stage.COMPLETING, "A-10.1"),
        CommandSpec(SystemEntry, OFFICES, Stage.COMPLETING, "A-10.2"),
        CommandSpec(RegisterEntry, OFFICES, Stage.COMPLETING, "A-10.3"),
        CommandSpec(ExtensionRequest, (Role.PARTNER, Role.APPLICANT), Stage.IN_FORCE, "A-11.5"),
        CommandSpec(ExtensionDecision, OFFICES, Stage.IN_FORCE, "A-11.5"),
        CommandSpec(Termination, OFFICES, Stage.IN_FORCE, "A-8.8"),
        CommandSpec(OverdueReports, (Role.SYSTEM,), Stage.IN_FORCE, "A-11.3a"),
        CommandSpec(RunOffEnd, OFFICES, Stage.RUN_OFF, "A-11.4"),
        CommandSpec(FinalReport, OFFICES, Stage.ARCHIVING, "R-A.2"),
        CommandSpec(Archiving, OFFICES, Stage.ARCHIVING, "A-10.3"),
        # beside the term
        CommandSpec(PerformanceIndicatorReview, OFFICES, None, "A-11.1"),
        CommandSpec(PublicityApproval, OFFICES, None, "A-13.1"),
    ),
)
