"""The draft, and what a filing states beside it: applicant, papers, makers, the updated book.

Nobody is named: people and books appear as opaque keys.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Protocol

from pydantic import Field

from workflows.kernel.values import Code, Frozen, PersonId, RegisterNo, Slug


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
    TRANSLATOR = "translator"  # tercüme eden uzman


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
    last_school_year: Annotated[int, Field(ge=2010, le=2200)] | None = None
    """First calendar year of its last school year; of an extended term the last extended one
    (R-T.22). Stated of a book from before Vade that no register has; of others the register says
    it, whatever is stated (R-T.33)."""
    previous_copies: Annotated[int, Field(ge=0, le=1_000)]
    """Copies of the previous book that were handed over."""


Lira = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
"""An amount of money in Turkish lira, to the kuruş (R-S.11)."""


Count = Annotated[int, Field(ge=0, le=100_000)]


Hours = Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=2)]


Grade = Annotated[int, Field(ge=1, le=12)] | Literal["non-formal"]
"""Grade 1 to 12, or non-formal education, whose level the programme sets (T-8.1ç10)."""


class WorkKind(StrEnum):
    """One book or a set evaluated together (tek eser, takım)."""

    SINGLE = "single"
    SET = "set"


class PartKind(StrEnum):
    """What a part of the work is."""

    TEXTBOOK = "textbook"  # ders kitabı
    WORKBOOK = "workbook"  # öğrenci çalışma kitabı
    TEACHERS_GUIDE = "teachers-guide"  # öğretmen kılavuz kitabı
    SUPPLEMENT = "supplement"  # ek materyal
    AUDIO = "audio"  # sesli ve görüntülü materyal; it has no pages
    PROGRAMME_GUIDE = "programme-guide"  # program uygulama kılavuzu
    WORK_SHEETS = "work-sheets"  # bilgi, iş ve işlem yaprakları


class Part(Frozen):
    """One part of the work and its inner pages, covers left out (T-15.1b)."""

    kind: PartKind
    pages: Annotated[int, Field(ge=0, le=5_000)]


class Work(Frozen):
    """The draft itself (taslak ders kitabı)."""

    lesson: Slug
    field: Slug
    """Field of expertise (alan) of the authors and reviewers."""
    grade: Grade
    kind: WorkKind
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=20)]
    foreign_language: bool = False
    """The lesson teaches a foreign language (T-17.6)."""
    earlier_book: RegisterNo | None = None
    """The publisher's own textbook that this draft prepares anew; a ban may reach just that."""
    subject_group: SubjectKind = SubjectKind.SOCIAL
    """Read of secondary and non-formal books only (T-18.1)."""

    @property
    def pages(self) -> int:
        """Inner pages; of a set, the sum over its parts (R-T.9)."""
        return sum(part.pages for part in self.parts)


class Delivery(Frozen):
    """What was handed over: colour sets and electronic copies (T-11.1a, T-12.1)."""

    sets: Count
    electronic_copies: Count


class FeePayment(Frozen):
    """The review fee as the bank receipt (dekont) states it (inceletme ücreti; T-15.1a)."""

    amount: Lira
    paid_on: date
    """Day of payment in Istanbul; it selects the coefficient."""
    receipt_no: RegisterNo


class MemberRole(StrEnum):
    """As what a member sits on a commission (T-17.2)."""

    FIELD_EXPERT = "field-expert"  # alan uzmanı
    LANGUAGE_EXPERT = "language-expert"  # dil uzmanı
    VISUAL_DESIGNER = "visual-designer"  # görsel tasarım uzmanı
    ASSESSMENT_EXPERT = "assessment-expert"  # ölçme ve değerlendirme uzmanı
    PROGRAMME_EXPERT = "programme-expert"  # program geliştirme uzmanı
    GUIDANCE_EXPERT = "guidance-expert"  # rehberlik uzmanı
    CHILD_DEVELOPMENT_EXPERT = "child-development-expert"  # çocuk gelişimi uzmanı
    TECHNOLOGY_EXPERT = "technology-expert"  # eğitim teknolojisi uzmanı


class Member(Frozen):
    """One member of a commission."""

    role: MemberRole
    id: PersonId
    title: Slug | None = None
    """Title (unvan) and branch (branş), as the order of assignment states them (T-17.3)."""
    branch: Slug | None = None
    outside: bool = False
    """From a university or another body; such a member sits by protocol (T-17.5)."""
    protocol_no: RegisterNo | None = None


Members = Annotated[tuple[Member, ...], Field(min_length=1, max_length=40)]


class FiledDraft(Protocol):
    """An application of any of the law's processes, as far as the shared rules read it."""

    @property
    def route(self) -> Route:
        """How the draft comes about."""

    @property
    def applicant(self) -> Applicant:
        """Who filed it."""

    @property
    def work(self) -> Work:
        """The draft itself."""

    @property
    def fee(self) -> FeePayment | None:
        """The fee, as far as it is stated as paid."""

    @property
    def staff(self) -> tuple[StaffMember, ...]:
        """Who made the draft; empty if that is stated on paper only."""

    @property
    def declared_clean(self) -> bool | None:
        """Whether the publisher declares that its staff has none of the named convictions.

        None where the form does not say.
        """

    @property
    def original_text_copies(self) -> int:
        """How many copies of the file of original texts came along."""

    @property
    def taught_in(self) -> str | None:
        """The foreign language in which the lesson is taught."""

    @property
    def translation_of(self) -> str | None:
        """The accepted book of which it is a translation only."""

    @property
    def updates(self) -> UpdatedBook | None:
        """The own book that the draft updates."""
