"""Messages of exams: request, sitting, results and papers (§8a, §13, §14)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from workflows.course.messages.course import MOST
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import Frozen, PersonId, RegisterNo, Text


class ExamCandidate(Frozen):
    """What a candidate needs at the exam (C-13.1)."""

    interpreter: bool = False
    """For foreign nationals (tercüman istiyor)."""


@command(
    "request_exam",
    by=(Office.PRINCIPAL,),
    stage=Stage.EXAMS,
    rule="C-8.3",
    tr="Sınav talebi",
    en="Request for an exam",
)
class ExamRequest(Message):
    """The institution reports candidates and asks for an exam (C-8.3, C-13.1)."""

    candidates: Annotated[dict[PersonId, ExamCandidate], Field(min_length=1, max_length=MOST)]
    wished_on: date
    confirmed: bool
    """The box above the save button (C-13.1)."""


@command(
    "schedule_exam",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=Stage.EXAMS,
    rule="C-8.3",
    tr="Sınav planlama",
    en="Planning of an exam",
)
class ExamSitting(Message):
    """The directorate plans an exam (sınav planlama; C-8.3, C-8.5)."""

    sitting: RegisterNo
    held_on: date
    candidates: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=MOST)]


class ExamResult(StrEnum):
    """How a candidate came out of a sitting; the directorate says it without a score (R-C.8)."""

    PASSED = "passed"  # başarılı
    FAILED = "failed"  # başarısız
    ABSENT = "absent"  # sınava girmedi


@command(
    "record_exam_results",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=Stage.EXAMS,
    rule="C-8.3",
    tr="Sınav sonuçları",
    en="Exam results",
)
class ExamResults(Message):
    """The results of one sitting (sınav sonucu, not girişi; C-8.3)."""

    sitting: RegisterNo
    results: Annotated[dict[PersonId, ExamResult], Field(min_length=1, max_length=MOST)]


@command(
    "cancel_exam",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=Stage.EXAMS,
    rule="R-C.8",
    tr="Sınavın iptali",
    en="Cancellation of an exam",
)
class ExamCancellation(Message):
    """The directorate cancels a sitting, which then uses up no right (R-C.8)."""

    sitting: RegisterNo
    reason: Text


@command(
    "take_off_candidates",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=Stage.EXAMS,
    rule="R-C.19",
    tr="Adayların sınavdan çıkarılması",
    en="Candidates taken off an exam",
)
class CandidatesTakenOff(Message):
    """Candidates come off the list of a sitting, and use up no right by it (R-C.19)."""

    sitting: RegisterNo
    candidates: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=MOST)]
    reason: Text


@command(
    "correct_exam_results",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=Stage.EXAMS,
    rule="R-C.19",
    tr="Sonuç düzeltme",
    en="Correction of results",
)
class ResultsCorrection(Message):
    """Results or grades that were entered wrong, entered right (not düzeltme; R-C.19)."""

    sitting: RegisterNo | None = None
    """None under the earlier directive: then it is the last grade of each."""
    results: Annotated[dict[PersonId, ExamResult], Field(min_length=1, max_length=MOST)]
    """Those alone that change."""
    reason: Text


@command(
    "issue_exam_documents",
    by=(Office.PRINCIPAL,),
    stage=Stage.EXAMS,
    rule="C-14.1",
    tr="Sınav giriş belgeleri",
    en="Exam entry papers",
)
class ExamDocuments(Message):
    """Entry papers of a sitting, printed for all or for some (sınav giriş belgesi; C-14.1)."""

    sitting: RegisterNo
    trainees: Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=MOST)] | None = None
    """None for every candidate."""


@command(
    "record_grades",
    by=(Office.EDUCATION_DIRECTORATE,),
    stage=Stage.EXAMS,
    rule="C-8.2",
    tr="Not girişi",
    en="Grade entry",
)
class GradeEntry(Message):
    """Grades under the earlier exam directive, entered by the directorate (not girişi; C-8.2)."""

    results: Annotated[
        dict[PersonId, Literal[ExamResult.PASSED, ExamResult.FAILED]],
        Field(min_length=1, max_length=MOST),
    ]
