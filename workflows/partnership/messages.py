"""Messages of the partnership programme: its plan, one document per command, and what comes out.

Classes are nouns, their ``command`` is the verb. Shape is judged here, law in `rules`: a message
that decodes may still be unlawful, and is then refused with its rule. Nobody is named: a school is
its code, a coordinator an opaque key, a shared document its digest.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.values import Code, PersonId, Sha256, Text
from workflows.partnership.offices import SPEAKERS
from workflows.partnership.stages import Stage

Materials = Annotated[tuple[Sha256, ...], Field(max_length=50)]
"""Written, visual or digital material, by digest (P-0.2)."""


class Row(StrEnum):
    """One row of the programme's table (sıra): a joint action (faaliyet) and its month."""

    WEB_SITES = "P-1"  # kurumsal internet sitelerinde paylaşım
    STATE_OF_SCHOOLS = "P-2"  # okul yöneticileri ve rehber öğretmenler
    COORDINATORS = "P-3"  # okul koordinatörlerinin belirlenmesi
    SUBJECT_GROUPS = "P-4"  # ortak zümre toplantıları
    FIRST_VISITS = "P-5"  # ziyaretler; öğretmenler arası iş birliği
    SUPPORT_COURSES = "P-6"  # Destekleme ve Yetiştirme Kursları
    UNIVERSITY_EXAM = "P-7"  # yükseköğretime geçiş, ortak deneme sınavları
    FIRST_LEVEL_TESTS = "P-8"  # ortak düzey belirleme sınavları
    PATENTS = "P-9"  # patent, faydalı model, marka, tasarım
    MATERIAL_SUPPORT = "P-10"  # kütüphane, laboratuvar
    CAREER_PLANNING = "P-11"  # kariyer planlama, ortak rehberlik
    COMMUNITY_SERVICE = "P-12"  # topluma hizmet, sosyal sorumluluk
    SECOND_LEVEL_TESTS = "P-13"
    SECOND_VISITS = "P-14"
    MONITORING = "P-15"  # izleme değerlendirme raporları


class Half(StrEnum):
    """The halves of rows 5 and 14, lack of means excusing the first only (R-P.4), and of row 7."""

    VISITS = "visits"  # okullar arası öğretmen ve öğrenci ziyaretleri
    COOPERATION = "cooperation"  # öğretmenler arası iş birliği, materyal paylaşımı
    JOINT_WORK = "joint-work"  # yükseköğretime geçiş sınavlarına hazırlıkta ortak çalışmalar
    MOCK_EXAMS = "mock-exams"  # ortak deneme sınavları


class Progress(StrEnum):
    """How far a joint action has come."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"


class Meeting(StrEnum):
    """How the schools met (P-0.1)."""

    ONLINE = "online"
    IN_PERSON = "in-person"


class Participant(StrEnum):
    """Who took part."""

    MANAGERS = "managers"  # okul yöneticileri
    COUNSELLORS = "counsellors"  # rehber öğretmenler
    SUBJECT_GROUP_HEADS = "subject-group-heads"  # zümre başkanları
    TEACHERS = "teachers"
    PUPILS = "pupils"


@filing("open_programme", tr="Ortaklık programının açılması", en="Opening of the programme")
class ProgrammePlan(Message):
    """The programme of two schools for one school year (P-0.1, R-P.8)."""

    schools: Annotated[tuple[Code, ...], Field(min_length=2, max_length=2)]
    school_year: Annotated[int, Field(ge=2022, le=2100)]
    """Its first calendar year: 2022 for August 2022 to July 2023."""
    published_on: date | None = None
    """Day since which both schools' web sites show the programme, if they do (P-1, R-P.3)."""


class OfOneSchool(Message):
    """What one of the two schools does or reports; its own coordinator or manager sends it."""

    school: Code


@command(
    "report_activity",
    by=SPEAKERS,
    stage=Stage.RUNNING,
    rule="P-0.1",
    tr="Faaliyet bildirimi",
    en="Report of a joint action",
)
class JointActionReport(OfOneSchool):
    """A joint action, planned and begun or done (faaliyet; P-2, P-4 to P-14).

    One report stands for both schools.
    """

    row: Row
    held_on: date
    """The day on which it was held, or on which planning was done and it began (R-P.5)."""
    progress: Progress
    note: Text
    halves: tuple[Half, ...] = ()
    """Of rows 5 and 14: what the report is about (R-P.4); of row 7 where it is about one alone."""
    meeting: Meeting | None = None
    participants: tuple[Participant, ...] = ()
    grades: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    """Of level tests: the grades tested on this day; the others follow (P-8, P-13)."""
    materials: Materials = ()


@command(
    "skip_activity",
    by=SPEAKERS,
    stage=None,
    rule="R-P.4",
    tr="Ziyaretin yapılamama gerekçesi",
    en="Visits beyond the means",
)
class VisitsSkipped(OfOneSchool):
    """Why the visits of row 5 or 14 are beyond the schools' means (imkânlar ölçüsünde; R-P.4).

    An excuse has no day of its own, and makes nothing late.
    """

    row: Row
    reason: Text


@command(
    "publish_joint_work",
    by=SPEAKERS,
    stage=None,
    rule="P-1",
    tr="İnternet sitesinde paylaşım",
    en="Joint work shown on a web site",
)
class JointWorkPublication(OfOneSchool):
    """Joint work shown on one school's web site (P-1); a standing duty from then on (R-P.3)."""

    published_on: date
    note: Text


@command(
    "name_coordinators",
    by=SPEAKERS,
    stage=None,
    rule="P-3",
    tr="Okul koordinatörünün belirlenmesi",
    en="Naming of a coordinator",
)
class CoordinatorNaming(OfOneSchool):
    """A school's coordinator (okul koordinatörü; P-3); a later one takes the place."""

    coordinator: PersonId
    named_on: date


@command(
    "share_material",
    by=SPEAKERS,
    stage=None,
    rule="P-0.2",
    tr="Materyal paylaşımı",
    en="Sharing of material",
)
class MaterialShared(OfOneSchool):
    """Material that one school shares with the other (P-0.2)."""

    topic: Text
    materials: Annotated[tuple[Sha256, ...], Field(min_length=1, max_length=50)]


@command(
    "file_evaluation_report",
    by=SPEAKERS,
    stage=Stage.REPORTING,
    rule="P-15",
    tr="İzleme değerlendirme raporu",
    en="Monitoring report",
)
class MonitoringReport(OfOneSchool):
    """One school's report on the year (izleme değerlendirme raporu; P-15)."""

    report: Sha256
    corrects: Text | None = None
    """What was wrong with the one before it; owed from the second one on."""


@command(
    "take_back_report",
    by=SPEAKERS,
    stage=None,
    rule="R-P.7",
    tr="Bildirimin geri alınması",
    en="Report taken back",
)
class ReportTakenBack(OfOneSchool):
    """A school takes back what it has reported of a row wrongly; both stay in the journal."""

    row: Row
    on: date | None = None
    """The day that the report names; none: the visits were said to be beyond the means."""
    reason: Text
