"""Messages of the course lifecycle: the plan, one document per command, and what comes out.

Classes are nouns, their ``command`` is the verb. Shape is judged here, law in `rules`: a message
that decodes may still be unlawful, and is then refused with its rule. Nobody is named in a message:
trainees and instructors appear as opaque keys, who they are lies in the registers.
"""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.kernel.act import Frozen, Message
from workflows.kernel.values import Code, PersonId, RegisterNo, Sha256, Slug, Text

CourseHours = Annotated[int, Field(ge=1, le=5_000)]
"""Lesson hours (ders saati) of a whole course."""

MOST = 500
"""Most trainees that one message may name."""


# -- plan ----------------------------------------------------------------------------------------


class WeeklyLesson(Frozen):
    """One lesson of the week (ders), held every week until the plan ends (C-4.1)."""

    weekday: Annotated[int, Field(ge=1, le=7)]
    """1 Monday to 7 Sunday: courses are held at weekends, too."""
    starts_at: time
    hours: Annotated[int, Field(ge=1, le=12)]
    instructor: PersonId


class LessonPlan(Frozen):
    """Days, hours and instructors of the lessons, applied to all weeks (ders planı; C-4.1)."""

    first_lesson_on: date
    lessons: Annotated[tuple[WeeklyLesson, ...], Field(min_length=1, max_length=50)]


class Plan(Frozen):
    """What an institution plans to teach, when, where and by whom (C-1.1 to C-1.5)."""

    opening_mode: Literal["normal"]
    """Açma biçimi: "Normal Statü" (C-1.1)."""
    programme: Slug
    """On the published list for the kind of institution (kurs programı; C-1.2)."""
    level: Annotated[int, Field(ge=1, le=20)] | None = None
    """Of a levelled programme only (seviye; C-1.3)."""
    certificated: bool
    """Whether it ends with exams and a certificate (belgeli / belgesiz; C-1.4)."""
    starts_on: date
    ends_on: date
    responsible: PersonId
    """Kurs yetkilisi (C-1.4)."""
    classroom: Slug
    instructors: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=50)]
    """Everybody selected as instructor (eğitici; C-1.5)."""
    hours: CourseHours
    lesson_plan: LessonPlan


class CoursePlan(Message):
    """The plan that opens a course, checked and saved (kurs planı; C-1.1 to C-1.6)."""

    command: ClassVar[str] = "plan_course"

    institution: Code
    institution_kind: Slug
    district: Code
    plan: Plan


class PlanRevision(Message):
    """The plan anew, while nobody has approved it (plan düzeltme; R-C.3)."""

    command: ClassVar[str] = "revise_plan"

    plan: Plan


class ApprovalDecision(Message):
    """One step of the chain: the plan, its change or its closing goes on or back (onay; C-6.1)."""

    command: ClassVar[str] = "decide_approval"

    approved: bool
    reasons: Text | None = None
    """Owed if it goes back (R-C.3)."""


class LessonPlanChange(Message):
    """Another lesson plan from tomorrow on (ders planı / eğitici değişikliği; C-4.2 to C-4.5)."""

    command: ClassVar[str] = "change_lesson_plan"

    old_plan_ends_on: date
    """Mevcut ders planının bitiş tarihi: the day of the save (C-4.2)."""
    lesson_plan: LessonPlan
    ends_on: date
    """Last day of the course under the new plan."""
    remaining_hours: Annotated[int, Field(ge=0, le=5_000)]
    """Kalan süre, as the institution had it calculated (C-4.4)."""
    corrected_plans: bool = True
    """Whether errors in old plans are corrected or made passive (C-4.4)."""
    instructors: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=50)] | None = None
    """Everybody selected from now on; none where nobody changes (C-4.5)."""


# -- trainees ------------------------------------------------------------------------------------


class Enrolled(Frozen):
    """One trainee to be added (kursiyer), starred if the module was taken before (C-8.4)."""

    trainee: PersonId
    exempt: bool = False


class Enrolment(Message):
    """Trainees added to a course (kursiyer ekleme; C-2.1 to C-2.3)."""

    command: ClassVar[str] = "enrol_trainees"

    trainees: Annotated[tuple[Enrolled, ...], Field(min_length=1, max_length=MOST)]


class TraineeCancellation(Message):
    """A trainee struck off before the last approval (kursiyer kaydının iptali; C-5.1)."""

    command: ClassVar[str] = "cancel_trainee"

    trainee: PersonId
    explanation: Text


class EnrolmentStatus(StrEnum):
    """How a trainee stands in an active course (kayıt durumu; C-7.1)."""

    ACTIVE = "active"  # aktif kursiyer
    FAILED_BY_ABSENCE = "failed-by-absence"  # devamsızlıktan kaldı
    WITHDRAWN = "withdrawn"  # kayıt iptal
    DECEASED = "deceased"  # vefat etti


class StatusChange(Message):
    """Trainees of an active course get another status (kayıt durumu değişikliği; C-7.1)."""

    command: ClassVar[str] = "set_trainee_status"

    changes: Annotated[dict[PersonId, EnrolmentStatus], Field(min_length=1, max_length=MOST)]


class Investigation(Message):
    """The directorate's inquiry, which opens an approved course to trainees (soruşturma; C-2.3)."""

    command: ClassVar[str] = "record_investigation"

    number: RegisterNo
    dated_on: date
    pdf: Sha256
    """The uploaded document (evrak)."""


# -- exams ---------------------------------------------------------------------------------------


class ExamCandidate(Frozen):
    """What a candidate needs at the exam (C-13.1)."""

    interpreter: bool = False
    """For foreign nationals (tercüman istiyor)."""


class ExamRequest(Message):
    """The institution reports candidates and asks for an exam (C-8.3, C-13.1)."""

    command: ClassVar[str] = "request_exam"

    candidates: Annotated[dict[PersonId, ExamCandidate], Field(min_length=1, max_length=MOST)]
    wished_on: date
    confirmed: bool
    """The box above the save button (C-13.1)."""


class ExamSitting(Message):
    """The directorate plans an exam (sınav planlama; C-8.3, C-8.5)."""

    command: ClassVar[str] = "schedule_exam"

    sitting: RegisterNo
    held_on: date
    candidates: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=MOST)]


class ExamResult(StrEnum):
    """How a candidate came out of a sitting; the directorate says it without a score (R-C.8)."""

    PASSED = "passed"  # başarılı
    FAILED = "failed"  # başarısız
    ABSENT = "absent"  # sınava girmedi


class ExamResults(Message):
    """The results of one sitting (sınav sonucu, not girişi; C-8.3)."""

    command: ClassVar[str] = "record_exam_results"

    sitting: RegisterNo
    results: Annotated[dict[PersonId, ExamResult], Field(min_length=1, max_length=MOST)]


class ExamCancellation(Message):
    """The directorate cancels a sitting, which then uses up no right (R-C.8)."""

    command: ClassVar[str] = "cancel_exam"

    sitting: RegisterNo
    reason: Text


class ExamDocuments(Message):
    """Entry papers of a sitting, printed for all or for some (sınav giriş belgesi; C-14.1)."""

    command: ClassVar[str] = "issue_exam_documents"

    sitting: RegisterNo
    trainees: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=MOST)] | None = None
    """None for every candidate."""


class GradeEntry(Message):
    """Grades under the earlier exam directive, entered by the directorate (not girişi; C-8.2)."""

    command: ClassVar[str] = "record_grades"

    results: Annotated[
        dict[PersonId, Literal[ExamResult.PASSED, ExamResult.FAILED]],
        Field(min_length=1, max_length=MOST),
    ]


# -- end -----------------------------------------------------------------------------------------


class CourseEndApproval(Message):
    """The box “Kursiyer işlemleri tamamlanmıştır” is ticked and saved (kurs sonu onayı; C-8.8)."""

    command: ClassVar[str] = "approve_end_of_course"


class CertificateIssue(Message):
    """The documents are issued, and the course is completed (belgelerin verilmesi; C-8.9)."""

    command: ClassVar[str] = "issue_certificates"

    document: Literal["printed", "screen"]
    """On paper, or opened on the screen only (C-8.11)."""


class NewPlanCancellation(Message):
    """A plan nobody approved is given up ("Yeni Planlanan Kursu İptal Et"; C-9.1)."""

    command: ClassVar[str] = "cancel_new_plan"

    reason: Text


class CourseCancellation(Message):
    """An approved course ends without any approval ("Aktif Kursu İptal Et"; C-9.2)."""

    command: ClassVar[str] = "cancel_course"

    reason: Text


class ClosingRequest(Message):
    """An approved course is to end, if the whole chain approves ("Kursu Kapat"; C-9.3)."""

    command: ClassVar[str] = "close_course"

    reason: Text
