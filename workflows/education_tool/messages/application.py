"""The filing of a tool, and what is settled before anybody reviews it.

Classes are nouns, their ``command`` is the verb. Nobody is named: people, owners and tools appear
as opaque keys.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import override

from workflows.education_tool.offices import Office
from workflows.education_tool.stages import Stage
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.values import Code, Frozen, PersonId, RegisterNo, Slug, Text
from workflows.textbook_law.draft import Applicant, Count, FeePayment


class Path(StrEnum):
    """How a tool comes to the schools, and so to the review (temin yolu; E-35.1a, E-11.1b, c)."""

    PURCHASE = "purchase"  # satın alma
    DONATION = "donation"  # hibe
    PROTOCOL = "protocol"  # protokol kapsamında, bağışlananlar dâhil
    OWN = "own"  # Bakanlıkça hazırlanan
    REQUESTED = "requested"  # Bakanlık makamınca incelenmesi istenen
    MINORITY_SCHOOL = "minority-school"  # azınlık okulu
    FOREIGN_SCHOOL = "foreign-school"  # yabancılar tarafından açılmış özel okul


class ToolKind(StrEnum):
    """What is to be reviewed (m.35(1), (6), m.34)."""

    TOOL = "tool"  # eğitim aracı
    TEXTBOOK = "textbook"  # ders kitabı
    WORKBOOK = "workbook"  # öğrenci çalışma kitabı
    TEACHERS_GUIDE = "teachers-guide"  # öğretmen kılavuz kitabı
    IN_PLACE_OF_TEXTBOOK = "in-place-of-textbook"  # ders kitabı yerine kullanılacak araç


class Purpose(StrEnum):
    """What a tool is for; it sets how many field experts look at it (E-35.7)."""

    RESOURCE = "resource"  # öğretmen ve öğrencilere kaynak ve yardımcı
    GENERAL_AIMS = "general-aims"  # genel amaçlar için satın alınan, ücretsiz dağıtılan
    OTHER = "other"  # diğer eserler


class Level(StrEnum):
    """For which level of education it is made (E-36.1a, E-36.1b, R-E.10)."""

    PRIMARY = "primary"  # ilköğretim
    SECONDARY = "secondary"  # ortaöğretim
    NON_FORMAL = "non-formal"  # yaygın eğitim


class Form(StrEnum):
    """In which form it lies before the commission; only some can still be mended (E-35.3)."""

    UNPRINTED = "unprinted"  # baskısı yapılmamış
    ELECTRONIC = "electronic"  # elektronik ortamda
    PRINTED = "printed"  # basılmış ya da üretilmiş


class Medium(StrEnum):
    """What a tool consists of; each has its hours (m.36(1))."""

    BOOK = "book"  # a) basılı, sayfa
    SCREENS = "screens"  # b) çevrim içi ya da çevrim dışı içerik, ekran sayfası
    CONTENT = "content"  # b) gösterimli içerik, dakika
    TABLE = "table"  # c) tablo
    SLIDE = "slide"  # c) slayt
    PICTURE = "picture"  # c) resim
    PHOTOGRAPH = "photograph"  # c) fotoğraf
    GLOBE = "globe"  # ç) yerküre
    ATLAS_MAP = "atlas-map"  # d) atlasın bir haritası
    MAP = "map"  # e) harita
    NON_PRINTED = "non-printed"  # f) basılı olmayan diğer araç
    FILM = "film"  # g) film, film seti, çizgi film, dakika
    VIDEO = "video"  # ğ) video, kaset, dakika
    AUDIO = "audio"  # h) ses kaseti, dakika
    ANIMATION = "animation"  # ı) canlandırma, dakika


class Content(Frozen):
    """One piece of a tool, and how much of it there is."""

    medium: Medium
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    """Pages, screens, minutes or pieces, as its medium is counted; covers are left out."""


Contents = Annotated[tuple[Content, ...], Field(min_length=1, max_length=100)]


class Tool(Frozen):
    """The tool itself (eğitim aracı)."""

    tool_no: RegisterNo
    """Number under which the unit knows it; a later version of it keeps the number."""
    kind: ToolKind
    purpose: Purpose
    level: Level
    form: Form
    contents: Contents
    foreign_language: Slug | None = None
    """The language, if it is made in a foreign one (E-36.2)."""
    unstandardised: bool = False
    """No standard for it exists, and it is used in necessity (m.35(6))."""


class Owner(Frozen):
    """Who produced or owns a tool, and pays for its review (eğitim aracı sahibi; E-15.3)."""

    key: PersonId
    institution: Code


class SchoolBook(Frozen):
    """What a minority school or a school opened by foreigners states of its book (m.11(1)b, c)."""

    school: Code
    language: Slug
    """The school's own language, in which the book is written."""
    sworn_translations: Count
    """Copies translated by sworn translators (yeminli mütercim)."""
    translation_of: RegisterNo | None = None
    """The textbook in use that the school has translated into its language (E-11.1b2)."""


class Ground(StrEnum):
    """Why a tool may be used without a review (m.35(6)a to f)."""

    CLASSICS = "classics"  # a) Türk ve dünya klasikleri
    LEGAL_TEXTS = "legal-texts"  # b) mevzuat
    LIBRARY_WORKS = "library-works"  # c) okul kütüphanesinde bulundurulacak eserler
    UTILITY_SOFTWARE = "utility-software"  # ç) bilgisayar kullanımı için yazılım
    LESSON_SOFTWARE = "lesson-software"  # d) kısa süreli kullanılan yazılım
    OWN_MATERIAL = "own-material"  # e) öğretmenin kendi materyali
    CERTIFIED_EQUIPMENT = "certified-equipment"  # f) belgeli donatım


class ExemptionClaim(Frozen):
    """The unit holds that no review is needed (E-35.6)."""

    ground: Ground
    certificate_no: RegisterNo | None = None
    """Of certified equipment: its certificate (TSE, CE, ISO …)."""


@filing("file_application", tr="Eğitim aracı başvurusu", en="Application for a tool")
class ToolApplication(Message):
    """The filing that opens a review, by the unit that will buy or receive the tool (E-35.1a)."""

    path: Path
    applicant: Applicant
    tool: Tool
    owner: Owner | None = None
    """None where the Ministry makes the tool itself, or where nobody is known."""
    transaction_no: RegisterNo | None = None
    """The purchase, donation or protocol for which the decision is asked (E-35.5)."""
    request_no: RegisterNo | None = None
    """Letter by which the Minister's office wants the tool reviewed."""
    specification_no: RegisterNo | None = None
    """Specification (şartname) that states the qualities of what is bought (m.35(6))."""
    school_book: SchoolBook | None = None
    exemption: ExemptionClaim | None = None
    earlier_decision: RegisterNo | None = None
    """Conformity decision on an earlier version, where it is to be reviewed again (E-35.4)."""


class ReasonedDecision(Message):
    """A decision that owes its reasons where it is a no."""

    reasons: Text | None = None

    @property
    def favourable(self) -> bool:
        """Whether it grants what was asked."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if not self.favourable and self.reasons is None:
            raise ValueError("a no needs its reasons")
        return self


@command(
    "decide_exemption",
    by=(Office.PRESIDENCY,),
    stage=Stage.EXEMPTION,
    rule="E-35.6",
    tr="İncelemeden muafiyet kararı",
    en="Decision on an exemption",
)
class ExemptionDecision(ReasonedDecision):
    """Whether the tool is one that schools may use without a review (m.35(6))."""

    exempt: bool
    letter_no: RegisterNo

    @property
    @override
    def favourable(self) -> bool:
        """Whether no review is needed."""
        return self.exempt


@command(
    "decide_donation",
    by=(Office.MINISTRY,),
    stage=Stage.APPROVAL,
    rule="E-35.1b",
    tr="Hibe için Bakanlık onayı",
    en="Ministry's approval of a donation",
)
class DonationDecision(ReasonedDecision):
    """Whether the Ministry lets a donated tool be reviewed (Bakanlık onayı; E-35.1b)."""

    approved: bool
    approval_no: RegisterNo

    @property
    @override
    def favourable(self) -> bool:
        """Whether the donation is approved."""
        return self.approved


@command(
    "set_qualities",
    by=(Office.PRESIDENCY,),
    stage=Stage.PREPARATION,
    rule="E-35.6",
    tr="Niteliklerin belirlenmesi",
    en="Qualities of a tool without a standard",
)
class QualitiesSet(Message):
    """The Presidency sets the qualities of a tool that no standard describes (m.35(6))."""

    letter_no: RegisterNo


@command(
    "set_review_procedure",
    by=(Office.PRESIDENCY,),
    stage=Stage.PREPARATION,
    rule="E-11.1b2",
    tr="İnceleme usulünün belirlenmesi",
    en="Procedure for a translated textbook",
)
class ProcedureSet(Message):
    """How a textbook in use that a minority school translated is reviewed (E-11.1b2)."""

    letter_no: RegisterNo
    agreed_with: Code
    """The Ministry unit with which the Presidency has agreed on it."""


@command(
    "record_fee",
    by=(Office.OWNER, Office.REVOLVING_FUND),
    stage=Stage.FEE,
    rule="E-15.3",
    tr="İnceletme ücretinin yatırılması",
    en="Review fee paid",
)
class FeeReceipt(Message):
    """The review fee of a tool that is bought, as the bank receipt states it (E-15.1, E-15.3)."""

    fee: FeePayment
