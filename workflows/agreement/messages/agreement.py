"""Messages of the cooperation agreement: the application, one document per command, what comes out.

Classes are nouns, their ``command`` is the verb. Shape is judged here, law in `rules`: a message
that decodes may still be unlawful, and is then refused with its rule. Nobody is named: a partner is
an opaque key, an office its code, a stored document its digest.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workflows.agreement.offices import ISSUERS, Office
from workflows.agreement.stages import Stage
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import Code, Frozen, PersonId, RegisterNo, Slug, Text

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


@filing("apply_for_agreement", tr="İş birliği başvurusu", en="Application")
class AgreementApplication(Message):
    """The application that opens a case (başvuru yazısı, Ek-1; A-6.1 to A-6.3)."""

    partner: PersonId
    partner_kind: PartnerKind
    has_branch: bool
    """Whether it has branches, which it then proves (şube; A-6.3a, A-6.3b)."""
    branch_of: PersonId | None = None
    """The body whose branch or representation it is itself (şube, temsilcilik; A-8.7, R-A.15)."""
    documents: Annotated[tuple[PaperKind, ...], Field(max_length=20)]
    area: Area
    special: bool = False
    """For maturation institutes or open schools (olgunlaşma enstitüsü, açık öğretim; A-6.2)."""
    programme: Slug
    """The non-formal programme to be taught (yaygın eğitim programı; A-5.1)."""
    further_programmes: Annotated[tuple[Slug, ...], Field(max_length=100)] = ()
    """Others to be taught under the same agreement."""
    applied_to: Level
    public_cost: bool
    """Whether the public side is to bear any cost (A-8.6)."""
    wished_months: Annotated[int, Field(ge=1, le=600)] | None = None
    """The term wished for, in months; it is agreed on in the draft (A-8.10)."""

    @property
    def programmes(self) -> tuple[Slug, ...]:
        """All programmes to be taught, each once."""
        return tuple(dict.fromkeys((self.programme, *self.further_programmes)))


@command(
    "withdraw_application",
    by=(Office.PARTNER, Role.APPLICANT),
    stage=None,
    rule="R-A.13",
    tr="Başvurunun geri çekilmesi",
    en="Withdrawal of the application",
)
class ApplicationWithdrawal(Message):
    """The partner no longer wishes to cooperate (gönüllülük; A-8.1, R-A.13); until it is signed."""

    reason: Text | None = None


@command(
    "give_up_cooperation",
    by=ISSUERS,
    stage=None,
    rule="R-A.13",
    tr="İş birliğinden vazgeçilmesi",
    en="Giving up the cooperation",
)
class GivingUp(Message):
    """The office no longer wishes to cooperate (gönüllülük; A-8.1, R-A.13); until it is signed."""

    letter_no: RegisterNo
    reasons: Text


@command(
    "record_programme_published",
    by=(Office.DIRECTORATE_GENERAL,),
    stage=Stage.AWAIT_PROGRAMME,
    rule="A-5.2",
    tr="Programın yayımlanması",
    en="Publication of the programme",
)
class ProgrammePublished(Message):
    """The programme that was missing is published (A-5.1, A-5.2)."""

    programme_no: RegisterNo
    published_on: date
    programme: Slug | None = None
    """Which one; it may be left out where one alone is missing."""


@command(
    "record_pre_assessment",
    by=ISSUERS,
    stage=Stage.PRE_ASSESSMENT,
    rule="A-7.1",
    tr="Ön değerlendirme formu (Ek-2)",
    en="Pre-assessment form",
)
class PreAssessmentForm(Message):
    """The office's judgement on an application (Ek-2 İş Birliği Ön Değerlendirme Formu; A-7.1)."""

    form_no: RegisterNo
    subject: Slug
    """Code that the official picks; the same subject is the same code (R-A.7)."""
    favourable: bool
    letter_no: RegisterNo
    """Of the official letter that says yes or no (A-7.2)."""
    reasons: Text | None = None
    """Owed if it says no."""


@command(
    "record_cost_approval",
    by=(Office.MINISTER, Office.GOVERNOR),
    stage=Stage.COST_APPROVAL,
    rule="A-8.6",
    tr="Bakan / Vali onayı",
    en="Approval of costs",
)
class CostApproval(Message):
    """Whether the public side may bear costs (Bakan Onayı, Vali Onayı; A-8.6)."""

    approved: bool
    approval_no: RegisterNo
    decided_on: date


@command(
    "bear_costs",
    by=(Office.PARTNER, Role.APPLICANT),
    stage=Stage.COSTS_REFUSED,
    rule="R-A.14",
    tr="Masrafların üstlenilmesi",
    en="Bearing of all costs",
)
class CostsBorne(Message):
    """The partner bears all costs after all (A-8.6, R-A.14)."""


# -- the document --------------------------------------------------------------------------------


class DraftModel(StrEnum):
    """The annex along which an agreement is drafted (A-9.1)."""

    EK_3 = "ek-3"  # Genel Müdürlük İçin İş Birliği Belgesi Örneği
    EK_4 = "ek-4"  # Millî Eğitim Müdürlükleri İçin İş Birliği Belgesi Örneği


class PerformanceIndicator(Frozen):
    """What is to be reached, and how much of it at least (performans göstergesi; A-11.1)."""

    key: Slug
    target: Measure


@command(
    "record_draft",
    by=ISSUERS,
    stage=Stage.DRAFTING,
    rule="A-9.1",
    tr="İş birliği belgesi taslağı",
    en="Draft",
)
class Draft(Message):
    """The agreement as both sides have drafted it (iş birliği belgesi taslağı; A-8, A-9.1)."""

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
    public_cost: bool = False
    """Whether the public side is to bear any cost by it (A-8.6, R-A.14)."""
    corrects: Text | None = None
    """Why the draft as recorded is not what was signed; owed once it is signed."""


Signatory = Literal[Office.DISTRICT_DIRECTORATE, Office.PROVINCIAL_DIRECTORATE, Office.MINISTER]
"""For which office an agreement is signed (A-8.3)."""


@command("record_signing", by=ISSUERS, stage=Stage.SIGNING, rule="A-8.3", tr="İmza", en="Signing")
class Signing(Message):
    """The agreement is signed by all parties (imza; A-8.1, A-8.3, A-9.3)."""

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
    last_page_signed: bool = True
    """By every party."""
    blue_ink: bool = True
    """Whether pages are initialled and signed in blue (mavi mürekkepli kalem)."""
    corrects: Text | None = None
    """What was wrong with the record before it; owed from the second one on."""


@command(
    "record_delivery",
    by=ISSUERS,
    stage=Stage.COMPLETING,
    rule="A-10.1",
    tr="Teslim tutanağı (Ek-5)",
    en="Delivery record",
)
class DeliveryRecord(Message):
    """A counterpart is handed to the partner against signature (Ek-5 Teslim Tutanağı; A-10.1)."""

    record_no: RegisterNo
    delivered_on: date
    to_authorised: bool
    """Whether it was handed to the partner's authorised person."""
    corrects: Text | None = None
    """What was wrong with the record before it; owed from the second one on."""


@command(
    "record_system_entry",
    by=ISSUERS,
    stage=Stage.COMPLETING,
    rule="A-10.2",
    tr="e-Yaygın kaydı",
    en="Entry in e-Yaygın",
)
class SystemEntry(Message):
    """The agreement is entered in the ministry's system (e-Yaygın; A-10.2)."""

    entered_on: date
    corrects: Text | None = None
    """What was wrong with the record before it; owed from the second one on."""


@command(
    "enter_in_register",
    by=ISSUERS,
    stage=Stage.COMPLETING,
    rule="A-10.3",
    tr="Kütük defteri kaydı (Ek-6)",
    en="Entry in the register",
)
class RegisterEntry(Message):
    """It is entered in the register, which gives its number (Ek-6 Kütük Defteri; A-10.3)."""

    entered_on: date
