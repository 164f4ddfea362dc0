"""Messages of an agreement in force: monitoring, extension and end."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.agreement.messages.agreement import Measure
from workflows.agreement.offices import ISSUERS, Office
from workflows.agreement.stages import Stage
from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo, Sha256, Slug, Text


class ReportLevel(StrEnum):
    """Who reports on an agreement (m.11(3))."""

    INSTITUTION = "institution"  # Genel Müdürlüğe bağlı kurum (A-11.3a)
    DISTRICT = "district"  # ilçe millî eğitim müdürlüğü (A-11.3b)
    PROVINCE = "province"  # il millî eğitim müdürlüğü (A-11.3c)


@command(
    "review_performance_indicators",
    by=ISSUERS,
    stage=None,
    rule="A-11.1",
    tr="Performans göstergelerinin değerlendirilmesi",
    en="Review of the performance indicators",
)
class PerformanceIndicatorReview(Message):
    """How far the performance indicators have been reached (izleme, değerlendirme; A-11.1)."""

    results: Annotated[dict[Slug, Measure], Field(min_length=1, max_length=50)]


class PublicityStep(StrEnum):
    """What is approved: both need it (m.13)."""

    PREPARATION = "preparation"  # afiş, broşür, yayın, ilan ve materyalin hazırlanması
    ACTIVITY = "activity"  # tanıtım faaliyetinin yürütülmesi


Materials = Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=50)]
"""Posters, brochures, broadcasts, announcements, teaching material, by digest."""


@command(
    "request_publicity",
    by=(Office.PARTNER, Role.APPLICANT),
    stage=None,
    rule="A-13.1",
    tr="Tanıtım onayı talebi",
    en="Request for approval of publicity",
)
class PublicityRequest(Message):
    """The partner asks to prepare material, or to carry publicity out (tanıtım; A-13.1)."""

    step: PublicityStep = PublicityStep.PREPARATION
    materials: Materials


@command(
    "decide_publicity",
    by=ISSUERS,
    stage=None,
    rule="A-13.1",
    tr="Tanıtım onayı (Ek-7)",
    en="Approval of publicity",
)
class PublicityApproval(Message):
    """Whether publicity and teaching material may be used (tanıtım, Ek-7; A-13.1)."""

    approved: bool
    letter_no: RegisterNo
    materials: Materials
    step: PublicityStep = PublicityStep.PREPARATION
    follows_guide: bool | None = None
    """Whether it follows the visibility guide (Ek-7 Görünürlük Kılavuzu); owed if it says yes."""


@command(
    "find_missing_reports",
    by=(Role.SYSTEM,),
    stage=Stage.IN_FORCE,
    rule="A-11.3a",
    tr="Gelmeyen raporların tespiti",
    en="Missing reports",
)
class OverdueReports(Message):
    """A reporting period is over: who has not reported (A-11.3a to A-11.3c, R-A.2)?

    The case sends it to itself, for the register to answer.
    """

    level: ReportLevel
    period: Annotated[int, Field(ge=1)]
    """Counted from the start of the agreement (R-A.2)."""


# -- extension -----------------------------------------------------------------------------------


@command(
    "request_extension",
    by=(Office.PARTNER, Role.APPLICANT),
    stage=Stage.IN_FORCE,
    rule="A-11.5",
    tr="Süre uzatımı talebi",
    en="Request for a longer term",
)
class ExtensionRequest(Message):
    """The partner wishes the term to be longer (süre uzatımı talebi; A-11.5)."""

    wished_until: date


@command(
    "decide_extension",
    by=ISSUERS,
    stage=Stage.IN_FORCE,
    rule="A-11.5",
    tr="Süre uzatımı kararı",
    en="Decision on a longer term",
)
class ExtensionDecision(Message):
    """Yes or no to a longer term, by official letter (A-11.5)."""

    granted: bool
    until: date | None = None
    """The new last day, if granted; the law sets no length (R-A.4)."""
    letter_no: RegisterNo
    performance_indicators_met: bool
    """They are taken into account; the decision is the office's."""
    reasons: Text | None = None
    """Owed if it says no."""


# -- end -----------------------------------------------------------------------------------------


class TerminationGround(StrEnum):
    """Why an agreement is terminated (fesih)."""

    UNILATERAL = "unilateral"  # tek taraflı fesih
    PERFORMANCE_INDICATORS = "performance-indicators"  # amacına ulaşmadı
    MUTUAL = "mutual"  # taraflarca mutabakatla


@command(
    "terminate_agreement",
    by=ISSUERS,
    stage=Stage.IN_FORCE,
    rule="A-8.8",
    tr="Fesih",
    en="Termination",
)
class Termination(Message):
    """The agreement ends before its term (fesih; A-8.8, A-11.2)."""

    effective_on: date
    """As decided, without a notice period (R-A.6)."""
    letter_no: RegisterNo
    ground: TerminationGround
    decided_on: date | None = None
    """Day of the decision; where it is left out, that of the record or of the effect before it."""


@command(
    "withdraw_termination",
    by=ISSUERS,
    stage=Stage.IN_FORCE,
    rule="R-A.6",
    tr="Feshin geri alınması",
    en="Withdrawal of the termination",
)
class TerminationWithdrawal(Message):
    """A termination for a day to come is taken back; the term runs as before (R-A.6)."""

    letter_no: RegisterNo
    decided_on: date


@command(
    "check_run_off",
    by=(Role.SYSTEM,),
    stage=Stage.RUN_OFF,
    rule="A-11.4",
    tr="Tamamlanmayan eğitimlerin tespiti",
    en="Trainings not finished yet",
)
class RunOffCheck(Message):
    """A month more of the run-off is over: which training goes on (A-11.4)?

    The case sends it to itself, for the register to answer.
    """

    month: Annotated[int, Field(ge=1)]


@command(
    "confirm_run_off",
    by=ISSUERS,
    stage=Stage.RUN_OFF,
    rule="A-11.4",
    tr="Eğitimlerin tamamlanması",
    en="End of the run-off",
)
class RunOffEnd(Message):
    """All training begun before the end is finished (A-11.4)."""


@command(
    "file_final_report",
    by=ISSUERS,
    stage=Stage.ARCHIVING,
    rule="R-A.2",
    tr="Sonuç raporu",
    en="Final report",
)
class FinalReport(Message):
    """The one report after the run-off (R-A.2)."""

    report: Sha256
    corrects: Text | None = None
    """What was wrong with the one before it; owed from the second one on."""


@command(
    "archive_agreement",
    by=ISSUERS,
    stage=Stage.ARCHIVING,
    rule="A-10.3",
    tr="Arşive kaldırma",
    en="Archiving",
)
class Archiving(Message):
    """The agreement's own file goes to the archive (arşiv; A-10.3)."""

    file_no: RegisterNo
    """Of the separate file with its correspondence, documents and minutes."""
