"""Forms for the registers beside an agreement: members, reports, trainings, and the kütük's rows.

Hundreds of institutions take part in one agreement. What they send changes no case and is no
command: the register answers, and the case asks it when a period or the run-off is over. Which
institution sends a form is what its actor says.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from workflows.agreement.messages import Level, PartnerKind, PerformanceIndicator, ReportLevel
from workflows.kernel.act import Frozen, Role
from workflows.kernel.values import Code, RegisterNo, Sha256, Slug

CaseId = Annotated[str, StringConstraints(pattern=r"^agreement-[A-Za-z0-9-]{1,40}$")]


class Membership(Frozen):
    """An institution or directorate takes part in an agreement, and reports on it (m.11(3))."""

    case_id: CaseId
    level: ReportLevel
    institution: Code


class ActivityReport(Frozen):
    """Faaliyet raporu of one member on one period (A-11.3a to A-11.3c)."""

    case_id: CaseId
    level: ReportLevel
    period: Annotated[int, Field(ge=1, le=1_200)]
    """Counted from the start of the agreement, 1 the first (R-A.2)."""
    report: Sha256


class TrainingStart(Frozen):
    """A course or seminar under an agreement begins (A-5.1, A-11.4)."""

    case_id: CaseId
    training: RegisterNo
    """Its own number, by which it is finished."""
    programme: Slug
    starts_on: date
    ends_on: date
    """As planned; it may be finished later."""


class TrainingEnd(Frozen):
    """A course or seminar under an agreement is finished (A-11.4)."""

    case_id: CaseId
    training: RegisterNo
    finished_on: date


class KutukRow(Frozen):
    """One row of the register of agreements (Ek-6 İş Birliği Kütük Defteri; A-10.3).

    The annex is named in m.10(3) without its headings: the row holds what m.8 to m.11 want entered
    or followed. Who the partner is stands in the dossier; how the term went on, in its register.
    """

    number: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4,}$")]
    """From the register itself, gap-free by signing side and year."""
    side: Annotated[str, StringConstraints(pattern=r"^[a-z-]+(/[A-Za-z0-9._-]{1,32})?$")]
    """Which office's book: ``general-directorate``, ``provincial-directorate/44``."""
    entered_on: date
    level: Level
    partner_kind: PartnerKind
    subject: Slug
    programme: Slug
    signed_on: date
    signed_by: Role
    designation_no: RegisterNo | None = None
    starts_on: date
    ends_on: date
    """As signed; extension and termination move it in the register of terms."""
    delivered_on: date
    delivery_record: RegisterNo
    """Number of the Ek-5 record (A-10.1)."""
    system_entry_on: date
    """Entry in e-Yaygın (A-10.2)."""
    performance_indicators: Annotated[tuple[PerformanceIndicator, ...], Field(min_length=1)]
    """By which the agreement is followed and judged (A-11.1)."""

    @property
    def key(self) -> str:
        """Under which the row stands in the register ``kutuk``."""
        return f"{self.side}/{self.number}"
