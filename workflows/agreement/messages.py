"""Messages of the cooperation agreement: the application, one document per command, what comes out.

Classes are nouns, their ``command`` is the verb. Shape is judged here, law in `rules`: a message
that decodes may still be unlawful, and is then refused with its rule. Nobody is named: a partner is
an opaque key, an office its code, a stored document its digest.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.kernel.act import Frozen, Message, Role
from workflows.kernel.values import Code, PersonId, RegisterNo, Sha256, Slug, Text

Measure = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
"""What a performance indicator counts: courses, trainees, a rate."""


class EndedBy(StrEnum):
    """What ended an agreement that was in force."""

    EXPIRY = "expiry"  # süre bitimi
    TERMINATION = "termination"  # fesih


# -- application ---------------------------------------------------------------------------------


class Level(StrEnum):
    """The office that an agreement belongs to, by its area (A-6.1)."""

    DISTRICT = "district"  # ilçe millî eğitim müdürlüğü
    PROVINCE = "province"  # il millî eğitim müdürlüğü
    GENERAL = "general"  # Hayat Boyu Öğrenme Genel Müdürlüğü


class PartnerKind(StrEnum):
    """What a partner is; it decides on the papers (A-6.3)."""

    NGO = "ngo"  # sivil toplum kuruluşu
    PRIVATE = "private"  # özel kurum veya kuruluş
    PUBLIC = "public"  # resmî kurum veya kuruluş


class PaperKind(StrEnum):
    """A paper that comes with an application (m.6(3))."""

    LETTER = "letter"  # başvuru yazısı; of a public body the resmî yazı
    EK_1 = "ek-1"  # İş Birliği Başvuru Formu
    LEGAL_PERSONALITY = "legal-personality"  # tüzük, senet
    SIGNATURE_CIRCULAR = "signature-circular"  # imza sirküleri
    TRADE_REGISTRY = "trade-registry"  # ticaret sicil belgesi
    BRANCH_PROOF = "branch-proof"  # Türkiye genelindeki şubeleri gösterir belge


class Area(Frozen):
    """Where the cooperation takes place (A-6.1).

    Districts narrow the area down; provinces say where those districts lie, or are the area
    themselves where no district is named.
    """

    districts: Annotated[tuple[Code, ...], Field(max_length=1_000)] = ()
    provinces: Annotated[tuple[Code, ...], Field(max_length=81)] = ()
    nationwide: bool = False

    @model_validator(mode="after")
    def _is_some_area(self) -> Self:
        if self.nationwide == bool(self.districts or self.provinces):
            raise ValueError("an area is nationwide, or it names its districts or provinces")
        return self


class AgreementApplication(Message):
    """The application that opens a case (başvuru yazısı, Ek-1; A-6.1 to A-6.3)."""

    command: ClassVar[str] = "apply_for_agreement"

    partner: PersonId
    partner_kind: PartnerKind
    has_branch: bool
    """Whether it has branches, which it then proves (şube; A-6.3a, A-6.3b)."""
    documents: Annotated[tuple[PaperKind, ...], Field(max_length=20)]
    area: Area
    special: bool = False
    """For maturation institutes or open schools (olgunlaşma enstitüsü, açık öğretim; A-6.2)."""
    programme: Slug
    """The non-formal programme to be taught (yaygın eğitim programı; A-5.1)."""
    applied_to: Level
    public_cost: bool
    """Whether the public side is to bear any cost (A-8.6)."""
    wished_months: Annotated[int, Field(ge=1, le=600)] | None = None
    """The term wished for, in months; it is agreed on in the draft (A-8.10)."""


class ProgrammePublished(Message):
    """The programme that was missing is published (A-5.1, A-5.2)."""

    command: ClassVar[str] = "record_programme_published"

    programme_no: RegisterNo
    published_on: date


class PreAssessmentForm(Message):
    """The office's judgement on an application (Ek-2 İş Birliği Ön Değerlendirme Formu; A-7.1)."""

    command: ClassVar[str] = "record_pre_assessment"

    form_no: RegisterNo
    subject: Slug
    """Code that the official picks; the same subject is the same code (R-A.7)."""
    favourable: bool
    letter_no: RegisterNo
    """Of the official letter that says yes or no (A-7.2)."""
    reasons: Text | None = None
    """Owed if it says no."""


class CostApproval(Message):
    """Whether the public side may bear costs (Bakan Onayı, Vali Onayı; A-8.6)."""

    command: ClassVar[str] = "record_cost_approval"

    approved: bool
    approval_no: RegisterNo
    decided_on: date


# -- the document --------------------------------------------------------------------------------


class DraftModel(StrEnum):
    """The annex along which an agreement is drafted (A-9.1)."""

    EK_3 = "ek-3"  # Genel Müdürlük İçin İş Birliği Belgesi Örneği
    EK_4 = "ek-4"  # Millî Eğitim Müdürlükleri İçin İş Birliği Belgesi Örneği


class PerformanceIndicator(Frozen):
    """What is to be reached, and how much of it at least (performans göstergesi; A-11.1)."""

    key: Slug
    target: Measure


class Draft(Message):
    """The agreement as both sides have drafted it (iş birliği belgesi taslağı; A-8, A-9.1)."""

    command: ClassVar[str] = "record_draft"

    model: DraftModel
    starts_on: date
    ends_on: date
    """Last day of the term, to 24:00 (A-8.10, R-A.10)."""
    parties: Annotated[int, Field(ge=2, le=20)]
    """Taraf sayısı; each gets its counterpart (A-9.3)."""
    unilateral_termination_clause: bool
    """Whether it lets the public side end it alone (tek taraflı fesih; A-8.8)."""
    duties_written: bool
    """Whether the duties of the parties are set out (A-8.4)."""
    logos_lawful: bool
    """Whether somebody has looked at the logos, and they are fit for official papers (A-8.9)."""
    transfers_powers: bool
    """Whether the partner could pass powers or duties on; it may not (A-8.11)."""
    charges_trainees: bool
    """Whether trainees would pay, or anybody would earn by it; nobody may (A-8.12)."""
    performance_indicators: Annotated[
        tuple[PerformanceIndicator, ...], Field(min_length=1, max_length=50)
    ]


Signatory = Literal[Role.DISTRICT_DIRECTORATE, Role.PROVINCIAL_DIRECTORATE, Role.MINISTER]
"""For which office an agreement is signed (A-8.3)."""


class Signing(Message):
    """The agreement is signed by all parties (imza; A-8.1, A-8.3, A-9.3)."""

    command: ClassVar[str] = "record_signing"

    signed_on: date
    signed_by: Signatory
    designation_no: RegisterNo | None = None
    """By which the Minister named the manager who signed; none where he signed himself (R-A.9)."""
    counterparts: Annotated[int, Field(ge=1, le=100)]
    """Nüsha sayısı."""
    initialled: bool
    """Every page (paraf)."""
    sealed: bool
    """The last page, by every party (kaşe, mühür)."""


class DeliveryRecord(Message):
    """A counterpart is handed to the partner against signature (Ek-5 Teslim Tutanağı; A-10.1)."""

    command: ClassVar[str] = "record_delivery"

    record_no: RegisterNo
    delivered_on: date
    to_authorised: bool
    """Whether it was handed to the partner's authorised person."""


class SystemEntry(Message):
    """The agreement is entered in the ministry's system (e-Yaygın; A-10.2)."""

    command: ClassVar[str] = "record_system_entry"

    entered_on: date


class RegisterEntry(Message):
    """It is entered in the register, which gives its number (Ek-6 Kütük Defteri; A-10.3)."""

    command: ClassVar[str] = "enter_in_register"

    entered_on: date


# -- monitoring ----------------------------------------------------------------------------------


class ReportLevel(StrEnum):
    """Who reports on an agreement (m.11(3))."""

    INSTITUTION = "institution"  # Genel Müdürlüğe bağlı kurum (A-11.3a)
    DISTRICT = "district"  # ilçe millî eğitim müdürlüğü (A-11.3b)
    PROVINCE = "province"  # il millî eğitim müdürlüğü (A-11.3c)


class PerformanceIndicatorReview(Message):
    """How far the performance indicators have been reached (izleme, değerlendirme; A-11.1)."""

    command: ClassVar[str] = "review_performance_indicators"

    results: Annotated[dict[Slug, Measure], Field(min_length=1, max_length=50)]


class PublicityApproval(Message):
    """Whether publicity and teaching material may be used (tanıtım, Ek-7; A-13.1)."""

    command: ClassVar[str] = "decide_publicity"

    approved: bool
    letter_no: RegisterNo
    materials: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=50)]


class OverdueReports(Message):
    """A reporting period is over: who has not reported (A-11.3a to A-11.3c, R-A.2)?

    The case sends it to itself, for the register to answer.
    """

    command: ClassVar[str] = "find_missing_reports"

    level: ReportLevel
    period: Annotated[int, Field(ge=1)]
    """Counted from the start of the agreement (R-A.2)."""


# -- extension -----------------------------------------------------------------------------------


class ExtensionRequest(Message):
    """The partner wishes the term to be longer (süre uzatımı talebi; A-11.5)."""

    command: ClassVar[str] = "request_extension"

    wished_until: date


class ExtensionDecision(Message):
    """Yes or no to a longer term, by official letter (A-11.5)."""

    command: ClassVar[str] = "decide_extension"

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


class Termination(Message):
    """The agreement ends before its term (fesih; A-8.8, A-11.2)."""

    command: ClassVar[str] = "terminate_agreement"

    effective_on: date
    """As decided, without a notice period (R-A.6)."""
    letter_no: RegisterNo
    ground: TerminationGround


class RunOffEnd(Message):
    """All training begun before the end is finished (A-11.4)."""

    command: ClassVar[str] = "confirm_run_off"


class FinalReport(Message):
    """The one report after the run-off (R-A.2)."""

    command: ClassVar[str] = "file_final_report"

    report: Sha256


class Archiving(Message):
    """The agreement's own file goes to the archive (arşiv; A-10.3)."""

    command: ClassVar[str] = "archive_agreement"

    file_no: RegisterNo
    """Of the separate file with its correspondence, documents and minutes."""
