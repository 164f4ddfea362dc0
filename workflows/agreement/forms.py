"""Forms for the registers beside an agreement: members, reports and trainings.

Hundreds of institutions take part in one agreement. What they send changes no case and is no
command: the register answers, and the case asks it when a period or the run-off is over. Which
institution sends a form is what its actor says.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from workflows.agreement.messages.term import ReportLevel
from workflows.kernel.values import Code, Frozen, RegisterNo, Sha256, Slug, Text

CaseId = Annotated[str, StringConstraints(pattern=r"^agreement-[A-Za-z0-9-]{1,40}$")]


class Membership(Frozen):
    """An institution or directorate takes part in an agreement, and reports on it (m.11(3))."""

    case_id: CaseId
    level: ReportLevel
    institution: Code
    since: date | None = None
    """From when it takes part, where it is told late; else from the day of the form."""


class MembershipEnd(Frozen):
    """One who takes part leaves an agreement from a day on (R-A.16)."""

    case_id: CaseId
    level: ReportLevel
    institution: Code
    left_on: date
    """It owes reports up to this day, and begins no training from it on."""
    reason: Text
    mistaken: bool = False
    """Whether it has never taken part and was entered by mistake: then it owes no report."""


class PeriodReport(Frozen):
    """Faaliyet raporu of one member on one period (A-11.3a to A-11.3c)."""

    case_id: CaseId
    level: ReportLevel
    period: Annotated[int, Field(ge=1, le=1_200)]
    """Counted from the start of the agreement, 1 the first (R-A.2)."""
    report: Sha256
    corrects: Text | None = None
    """What was wrong with the report before it; owed from the second one on."""


class TrainingStart(Frozen):
    """A course or seminar under an agreement begins (A-5.1, A-11.4)."""

    case_id: CaseId
    training: RegisterNo
    """Its own number, by which it is finished."""
    programme: Slug
    starts_on: date
    ends_on: date
    """As planned; it may be finished later."""
    corrects: Text | None = None
    """What was wrong with the particulars before these; owed from the second ones on."""


class TrainingEnd(Frozen):
    """A course or seminar under an agreement is finished (A-11.4)."""

    case_id: CaseId
    training: RegisterNo
    finished_on: date
    corrects: Text | None = None
    """What was wrong with the day before it; owed from the second one on."""


class TrainingStrike(Frozen):
    """A course or seminar that was announced, and has never taken place (A-11.4)."""

    case_id: CaseId
    training: RegisterNo
    reason: Text
