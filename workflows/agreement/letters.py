"""The letters of a cooperation agreement."""

from datetime import date

from workflows.agreement.messages.term import (
    PublicityStep,
    ReportLevel,
    TerminationGround,
)
from workflows.agreement.registers import Change
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


class PartnerWithdrew(Letter):
    """To both sides: the partner no longer wishes to cooperate (A-8.1)."""

    template = "partner_withdrew"


class CooperationGivenUp(Letter):
    """The office no longer wishes to cooperate (A-8.1)."""

    template = "cooperation_given_up"
    letter_no: RegisterNo
    reasons: Text


class CostsRefused(Letter):
    """The public side may not bear costs: the partner does, or withdraws (A-8.6)."""

    template = "costs_refused"
    approval_no: RegisterNo


class AgreementRegistered(Letter):
    """In the register: until when it is in force, and a longer term may be asked for (A-11.5)."""

    template = "agreement_registered"
    last_day: date


class ExtensionDecided(Letter):
    """The office has decided on a longer term (A-11.5)."""

    template = "extension_decided"
    granted: bool
    until: date
    """The last day of the agreement: the new one, or the one that stays."""
    letter_no: RegisterNo
    reasons: Text | None


class PublicityRequested(Letter):
    """To the office: the partner asks for its approval (A-13.1)."""

    template = "publicity_requested"
    step: PublicityStep
    materials: int


class PublicityDecided(Letter):
    """The office has decided on publicity material, or on carrying publicity out (A-13.1)."""

    template = "publicity_decided"
    letter_no: RegisterNo
    approved: bool
    step: PublicityStep


class AgreementTerminated(Letter):
    """The agreement ends before its last day (A-8.1, A-8.8, A-11.2)."""

    template = "agreement_terminated"
    letter_no: RegisterNo
    effective_on: date
    ground: TerminationGround


class TerminationWithdrawn(Letter):
    """A termination is taken back before its day (R-A.6)."""

    template = "termination_withdrawn"
    letter_no: RegisterNo
    until: date
    """The last day of the agreement, as before the termination."""


class AgreementEnded(Letter):
    """The last day of the agreement has passed (A-8.1, A-8.8, A-8.10, A-11.2)."""

    template = "agreement_ended"
    on: date


class LastDayChanged(Letter):
    """To all who take part at a level: the agreement has another last day, or has ended."""

    template = "last_day_changed"
    level: ReportLevel
    change: Change
    last_day: date


class RunOffContinues(Letter):
    """To the office: what was begun before the end is to be finished, and that confirmed."""

    template = "run_off_continues"
    ended_on: date
    unfinished: int


class ReportOverdue(Letter):
    """To those whose report of a period is missing (A-11.3)."""

    template = "report_overdue"
    level: ReportLevel
    period: int
    missing: int
    of: int
    months: int
    """How long a period is."""
