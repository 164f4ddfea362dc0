"""Messages of the course lifecycle: the plan, one document per command, and what comes out.

Classes are nouns, their ``command`` is the verb. Shape is judged here, law in `rules`: a message
that decodes may still be unlawful, and is then refused with its rule. Nobody is named in a message:
trainees and instructors appear as opaque keys, who they are lies in the registers.
"""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.case.declared import command, filing
from workflows.kernel.case.message import Message
from workflows.kernel.values import (
    Code,
    Frozen,
    PdfSha256,
    PersonId,
    RegisterNo,
    Sha256,
    Slug,
    Text,
)

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


class SingleLesson(Frozen):
    """One lesson on one day alone (C-4.1)."""

    on: date
    starts_at: time
    hours: Annotated[int, Field(ge=1, le=12)]
    instructor: PersonId


class LessonPlan(Frozen):
    """Days, hours and instructors of the lessons (ders planı; C-4.1).

    Days are planned one by one, or a lesson is repeated on its weekday ("Haftalara Uygula").
    """

    first_lesson_on: date
    lessons: Annotated[tuple[WeeklyLesson, ...], Field(max_length=50)] = ()
    days: Annotated[tuple[SingleLesson, ...], Field(max_length=500)] = ()

    @property
    def all_lessons(self) -> tuple[WeeklyLesson | SingleLesson, ...]:
        """Every lesson that the plan names, of a week or of a day."""
        return (*self.lessons, *self.days)

    @model_validator(mode="after")
    def _has_lessons(self) -> Self:
        if not self.all_lessons:
            raise ValueError("a lesson plan has lessons: of every week, or on single days")
        return self


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


@filing("plan_course", tr="Kurs planlama", en="Course plan")
class CoursePlan(Message):
    """The plan that opens a course, checked and saved (kurs planı; C-1.1 to C-1.6)."""

    institution: Code
    institution_kind: Slug
    district: Code
    plan: Plan


@command(
    "revise_plan",
    by=(Office.PRINCIPAL,),
    stage=Stage.PLANNED,
    rule="C-1.6",
    tr="Plan düzeltme",
    en="Revision of the plan",
)
class PlanRevision(Message):
    """The plan anew, while nobody has approved it (plan düzeltme; R-C.3)."""

    plan: Plan


@command(
    "decide_approval",
    by=(
        Office.PRINCIPAL,
        Office.BRANCH_MANAGER,
        Office.DISTRICT_DIRECTOR,
        Office.EDUCATION_DIRECTORATE,  # where an institution has no district (R-C.4)
    ),
    stage=Stage.PLANNED,
    rule="C-6.1",
    tr="Onay",
    en="Approval",
)
class ApprovalDecision(Message):
    """One step of the chain: the plan, its change or its closing goes on or back (onay; C-6.1)."""

    approved: bool
    reasons: Text | None = None
    """Owed if it goes back (R-C.3)."""


@command(
    "change_lesson_plan",
    by=(Office.PRINCIPAL,),
    stage=Stage.ACTIVE,
    rule="C-4.2",
    tr="Ders planı / eğitici değişikliği",
    en="Change of the lesson plan",
)
class LessonPlanChange(Message):
    """Another lesson plan from tomorrow on (ders planı / eğitici değişikliği; C-4.2 to C-4.5)."""

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
    """One trainee to be added (kursiyer); who is starred the register says (C-8.4)."""

    trainee: PersonId


@command(
    "enrol_trainees",
    by=(Office.PRINCIPAL, Office.DIRECTORATE_GENERAL),
    stage=None,
    rule="C-2.1",
    tr="Kursiyer ekleme",
    en="Enrolment",
)
class Enrolment(Message):
    """Trainees added to a course (kursiyer ekleme; C-2.1 to C-2.3)."""

    trainees: Annotated[tuple[Enrolled, ...], Field(min_length=1, max_length=MOST)]


@command(
    "cancel_trainee",
    by=(Office.PRINCIPAL,),
    stage=None,
    rule="C-5.1",
    tr="Kursiyer kaydının iptali",
    en="Trainee removed",
)
class TraineeCancellation(Message):
    """A trainee struck off before the last approval (kursiyer kaydının iptali; C-5.1)."""

    trainee: PersonId
    explanation: Text


class EnrolmentStatus(StrEnum):
    """How a trainee stands in an active course (kayıt durumu; C-7.1)."""

    ACTIVE = "active"  # aktif kursiyer
    FAILED_BY_ABSENCE = "failed-by-absence"  # devamsızlıktan kaldı
    WITHDRAWN = "withdrawn"  # kayıt iptal
    DECEASED = "deceased"  # vefat etti


@command(
    "set_trainee_status",
    by=(Office.PRINCIPAL,),
    stage=None,
    rule="C-7.1",
    tr="Kayıt durumu değişikliği",
    en="Enrolment status",
)
class StatusChange(Message):
    """Trainees of an active course get another status (kayıt durumu değişikliği; C-7.1)."""

    changes: Annotated[dict[PersonId, EnrolmentStatus], Field(min_length=1, max_length=MOST)]


@command(
    "record_investigation",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=None,
    rule="C-2.3",
    tr="Soruşturma kaydı",
    en="Record of the inquiry",
)
class Investigation(Message):
    """The directorate's inquiry, which opens an approved course to trainees (soruşturma; C-2.3)."""

    number: RegisterNo
    dated_on: date
    pdf: PdfSha256
    """The uploaded document (evrak)."""


@command(
    "report_hidden_identity",
    by=(Office.PRINCIPAL,),
    stage=None,
    rule="C-2.2",
    tr="Kimliği gizli kursiyer yazısı",
    en="Letter on a hidden identity",
)
class HiddenIdentityLetter(Message):
    """The official letter on a trainee whom a court hides (resmî yazı; C-2.2).

    It names nobody: who it is stands in the papers. The directorate passes it on, and the
    directorate general alone adds the trainee.
    """

    letter_no: RegisterNo
    court_decision: Sha256
    """The current decision: that the identity stays hidden, or no longer is."""
    enrolment_form: Sha256
    """What the enrolment screen asks for."""


@command(
    "report_number_change",
    by=(Office.PRINCIPAL,),
    stage=None,
    rule="C-16.1",
    tr="Kimlik numarası değişikliği yazısı",
    en="Letter on a changed identity number",
)
class NumberChangeLetter(Message):
    """The official letter on a trainee's changed identity number (resmî yazı; C-16.1)."""

    trainee: PersonId
    letter_no: RegisterNo
    former_extract: Sha256
    """Nüfus kayıt örneği with the former number."""
    new_extract: Sha256


# -- end -----------------------------------------------------------------------------------------


@command(
    "approve_end_of_course",
    by=(Office.PRINCIPAL,),
    stage=Stage.EXAMS,
    rule="C-8.8",
    tr="Kurs sonu onayı",
    en="Course end approval",
)
class CourseEndApproval(Message):
    """The box “Kursiyer işlemleri tamamlanmıştır” is ticked and saved (kurs sonu onayı; C-8.8)."""


@command(
    "issue_certificates",
    by=(Office.PRINCIPAL,),
    stage=Stage.END_APPROVED,
    rule="C-8.9",
    tr="Belgelerin düzenlenmesi",
    en="Issue of the certificates",
)
class CertificateIssue(Message):
    """The documents are issued, and the course is completed (belgelerin verilmesi; C-8.9)."""

    document: Literal["printed", "screen"]
    """On paper, or opened on the screen only (C-8.11)."""


@command(
    "cancel_new_plan",
    by=(Office.PRINCIPAL,),
    stage=Stage.PLANNED,
    rule="C-9.1",
    tr="Yeni planlanan kursu iptal et",
    en="Cancel the new plan",
)
class NewPlanCancellation(Message):
    """A plan nobody approved is given up ("Yeni Planlanan Kursu İptal Et"; C-9.1)."""

    reason: Text


@command(
    "cancel_course",
    by=(Office.PRINCIPAL,),
    stage=Stage.ACTIVE,
    rule="C-9.2",
    tr="Aktif kursu iptal et",
    en="Cancel the active course",
)
class CourseCancellation(Message):
    """An approved course ends without any approval ("Aktif Kursu İptal Et"; C-9.2)."""

    reason: Text


@command(
    "close_course",
    by=(Office.PRINCIPAL,),
    stage=Stage.ACTIVE,
    rule="C-9.3",
    tr="Kursu kapat",
    en="Close the course",
)
class ClosingRequest(Message):
    """An approved course is to end, if the whole chain approves ("Kursu Kapat"; C-9.3)."""

    reason: Text


@command(
    "withdraw_request",
    by=(Office.PRINCIPAL,),
    stage=Stage.CLOSING_APPROVAL,
    rule="R-C.17",
    tr="Onaya sunulanın geri çekilmesi",
    en="Withdrawal of what awaits approval",
)
class RequestWithdrawal(Message):
    """A closing or a change of plan is taken back while the chain has it before it (R-C.17)."""

    reason: Text
