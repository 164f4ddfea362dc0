"""A textbook in use as the kernel runs it: commands, who sends them, where they stand."""

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.case.records import Inquiry
from workflows.kernel.roles import Role
from workflows.textbook_in_use.keys import KEYS
from workflows.textbook_in_use.messages.acceptance import AcceptedBook
from workflows.textbook_in_use.messages.market import (
    FinalJudgment,
    NameChange,
    NamesDecision,
    PriceApplication,
    PriceBreach,
    PriceSet,
    RightsNotice,
    SalesReport,
)
from workflows.textbook_in_use.messages.printing import (
    Comparison,
    CopiesDelivered,
    CorrectedBook,
    CorrectionOrder,
    FinalCopies,
    FindingsDecision,
    Printing,
    Proposal,
    Service,
)
from workflows.textbook_in_use.messages.programme import (
    OfficialReflection,
    ProgrammeChange,
    Reflection,
    ReflectionCheck,
    ReflectionOrder,
)
from workflows.textbook_in_use.messages.term import (
    AcceptedVersion,
    Announcement,
    Annulment,
    ExtensionDecision,
    ExtensionRequest,
    FalseDocument,
    FindingWithdrawn,
    ProvenOffence,
    TextbookSearch,
)
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.stages import Outcome, Stage
from workflows.textbook_in_use.story import TextbookInUse
from workflows.textbook_law.registers import Register
from workflows.textbook_law.terms import inquiry_of_taught

CALENDAR_YEARS = 10
"""Up to seven school years from the one after next, put off by one (B-26.2, B-32.2c, R-B.4)."""


def _asks(filed: AcceptedBook) -> Asked:
    """Look up what the review has entered of the book; for a tool, the textbooks that there are."""
    inquiry = Inquiry(by=Register.ACCEPTED, request={"review": filed.review})
    taught = (inquiry_of_taught(filed.lesson, filed.grade),) if filed.stand_in else ()
    return Asked(
        applicant=filed.applicant.key,
        inquiries=(inquiry, *taught),
        institution=filed.applicant.institution,
    )


def _identity(file: CaseFile) -> Identity:
    applicant = file.start.read_as(AcceptedBook).applicant
    return Identity(applicant=applicant.key, institution=applicant.institution)


def _applicants(file: CaseFile) -> tuple[str, ...]:
    """Name whose book it is: whose draft was accepted, and whoever its rights have passed to.

    Who has passed them on still answers for what it printed itself.
    """
    told = (fact.read_as(RightsNotice) for fact in file.facts_of(RightsNotice.command).values())
    holders = (notice.transferred_to for notice in told if notice.transferred_to is not None)
    return (file.start.read_as(AcceptedBook).applicant.key, *holders)


IN_USE = Process(
    name="textbook-in-use",
    workflow_type="TextbookInUse",
    task_queue="vade-textbook",
    application=AcceptedBook,
    story=TextbookInUse,
    asks=_asks,
    identity=_identity,
    applicants=_applicants,
    calendar_years=CALENDAR_YEARS,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=(Office.PRESIDENCY,),
    messages=(
        # m.28: printings, findings, corrections
        Comparison,
        FindingsDecision,
        CorrectionOrder,
        Service,
        CorrectedBook,
        FinalCopies,
        # m.27(1)a
        ReflectionOrder,
        Reflection,
        OfficialReflection,
        ReflectionCheck,
        # m.26, 39, and the Board's annulment
        ExtensionDecision,
        NamesDecision,
        Annulment,
        Announcement,
        # m.34(1): of a tool in place of a textbook
        TextbookSearch,
        # m.30(3): at any stage, and awaited once the book is over
        SalesReport,
        # at any stage
        Printing,
        CopiesDelivered,
        Proposal,
        ProgrammeChange,
        ExtensionRequest,
        AcceptedVersion,
        PriceApplication,
        PriceSet,
        PriceBreach,
        RightsNotice,
        NameChange,
        FinalJudgment,
        FalseDocument,
        ProvenOffence,
        FindingWithdrawn,
    ),
)
