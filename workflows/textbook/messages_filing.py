"""What a filing states beside the draft: who applies, its papers, its makers, what it updates.

The keys and codes that every message of the room writes are defined here as well, since
`messages` builds on them. Nobody is named: people and books appear as opaque keys.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.kernel.act import Frozen
from workflows.kernel.values import Code, PersonId, RegisterNo, Slug


class Route(StrEnum):
    """How a draft comes about (temin usulü; T-7.1)."""

    COMPETITION = "competition"  # yarışma
    ORDER = "order"  # sipariş
    PURCHASE = "purchase"  # satın alma
    COMMISSIONED_WRITING = "commissioned-writing"  # yazdırma
    PRIVATE = "private"  # özel kesim


class ApplicantKind(StrEnum):
    """Who may apply (başvuru sahibi)."""

    PUBLISHER = "publisher"  # yayınevi
    UNIT = "unit"  # Bakanlık birimi


class Applicant(Frozen):
    """The applicant (başvuru sahibi): a publisher or a Ministry unit, by key only."""

    kind: ApplicantKind
    key: PersonId
    """Legal identity key; bans hang on it, not on a name (R-S.8)."""
    institution: Code
    """Institution code, for the operators' lists until the draft is coded."""

    @property
    def is_publisher(self) -> bool:
        """Whether the applicant is a publisher: pays, is coded, can be banned."""
        return self.kind is ApplicantKind.PUBLISHER


class Document(StrEnum):
    """Papers filed with a draft (m.12(1)); the copies themselves, item b, are the `Delivery`."""

    PETITION = "petition"  # a) dilekçe
    AUTHOR_PAPERS = "author-papers"  # c) fotoğraflı öz geçmiş ve diploma örneği
    EXPERT_PAPERS = "expert-papers"  # ç) editör ve uzmanların öz geçmişi, diploma örneği
    FEE_RECEIPT = "fee-receipt"  # d) banka dekontu
    EMPLOYMENT_DECLARATION = "employment-declaration"  # e) sosyal güvenlik / hizmet alımı beyanı


class SubjectKind(StrEnum):
    """What a secondary or non-formal book is about; it sets the hours of the review (T-18.1)."""

    SOCIAL = "social"  # sosyal içerikli
    SCIENCE = "science"  # fen, matematik
    VOCATIONAL = "vocational"  # meslekî grup
    FOREIGN_LANGUAGE = "foreign-language"  # yabancı dilde yazılmış


class StaffRole(StrEnum):
    """As what a person worked on the draft (m.4(1), m.13(1)g)."""

    AUTHOR = "author"  # alan uzmanı, yazar
    EDITOR = "editor"  # editör
    LANGUAGE_EXPERT = "language-expert"  # dil uzmanı
    VISUAL_DESIGNER = "visual-designer"  # görsel tasarım uzmanı
    ASSESSMENT_EXPERT = "assessment-expert"  # ölçme ve değerlendirme uzmanı
    PROGRAMME_EXPERT = "programme-expert"  # program geliştirme uzmanı
    GUIDANCE_EXPERT = "guidance-expert"  # rehberlik veya çocuk gelişimi uzmanı


class Degree(StrEnum):
    """Highest degree in the field that is stated with it, the lowest first (öğrenim düzeyi)."""

    NONE = "none"
    BACHELOR = "bachelor"  # lisans
    MASTER = "master"  # yüksek lisans
    DOCTORATE = "doctorate"  # doktora


class Qualification(StrEnum):
    """The way by which a person qualifies (m.4(1), m.13(1)g)."""

    APPOINTMENT_FIELD = "appointment-field"  # atamaya esas alanda öğrenim
    DOCTORATE = "doctorate"  # alanla ilgili doktora
    EARLIER_TEXTBOOK = "earlier-textbook"  # alanda daha önce yayımlanmış ders kitabı
    POSTGRADUATE = "postgraduate"  # farklı alandan, lisansüstü öğrenim
    APPOINTED_TEACHER = "appointed-teacher"  # alanda öğretmen olarak atanmış


class StaffMember(Frozen):
    """One of those who made the draft, as declared (taslağı hazırlayan; T-4.1, T-4.2, T-5.1)."""

    role: StaffRole
    id: PersonId
    degree: Degree
    field: Slug
    """Field in which the person qualifies, not any other field studied."""
    qualified_by: Qualification
    graduate_in_language: bool = False
    """Graduate of a degree programme taught in the language of the lesson (T-11.2a)."""


class UpdatedBook(Frozen):
    """The textbook of which the draft is an update (güncellenen ders kitabı; T-11.1ç)."""

    book_no: RegisterNo
    last_school_year: Annotated[int, Field(ge=2010, le=2200)]
    """First calendar year of its last school year; of an extended term the last extended one
    (R-T.22)."""
    previous_copies: Annotated[int, Field(ge=0, le=1_000)]
    """Copies of the previous book that were handed over."""
