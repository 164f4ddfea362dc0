"""The letters of a cooperation agreement."""

from datetime import date

from workflows.agreement.messages.term import ReportLevel, TerminationGround
from workflows.kernel.case.letters import Letter
from workflows.kernel.values import RegisterNo, Text


class ProgrammeFirst(Letter):
    """The programme is not published yet (A-5.2)."""

    template = "programme_first"
    programme: str


class Redirected(Letter):
    """The application goes on at the office of its area (A-6.1)."""

    template = "redirected"
    office: str


class ApplicationJudged(Letter):
    """The office has judged the application (A-7.2)."""

    template = "application_judged"
    favourable: bool
    letter_no: RegisterNo
    reasons: Text | None


class CostsRefused(Letter):
    """The public side may not bear costs (A-8.6)."""

    template = "costs_refused"
    approval_no: RegisterNo


class ExtensionDecided(Letter):
    """The office has decided on a longer term (A-11.5)."""

    template = "extension_decided"
    granted: bool
    until: date | None
    letter_no: RegisterNo
    reasons: Text | None


class PublicityDecided(Letter):
    """The office has decided on publicity material (A-13.1)."""

    template = "publicity_decided"
    letter_no: RegisterNo
    approved: bool


class AgreementTerminated(Letter):
    """The agreement ends before its last day (A-8.8, A-11.2)."""

    template = "agreement_terminated"
    letter_no: RegisterNo
    effective_on: date
    ground: TerminationGround


class AgreementEnded(Letter):
    """The last day of the agreement has passed (A-8.10, A-11.2)."""

    template = "agreement_ended"
    on: date


class ReportOverdue(Letter):
    """To those whose report of a period is missing (A-11.3)."""

    template = "report_overdue"
    level: ReportLevel
    period: int
    missing: int
    of: int
    months: int
    """How long a period is."""
