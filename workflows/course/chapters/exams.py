"""Exams of a certificated course (§8a, §13, §14): four rights each, within a year of its end.

Exams are entries of the course and no cases of their own: a sitting concerns many trainees at once,
and the year runs for all of them from the same day.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from pydantic import JsonValue

from workflows.course.chapters.trainees import Trainees
from workflows.course.messages.course import CourseEndApproval, Plan
from workflows.course.messages.exams import (
    CandidatesTakenOff,
    ExamCancellation,
    ExamDocuments,
    ExamRequest,
    ExamResults,
    ExamSitting,
    GradeEntry,
    ResultsCorrection,
)
from workflows.course.registers import Register
from workflows.course.rules.ending import without_result
from workflows.course.rules.exams import (
    CourseExams,
    breaches_of_exam_request,
    breaches_of_sitting,
)
from workflows.course.rules.results import (
    breaches_of_correction,
    breaches_of_documents,
    breaches_of_exam_cancellation,
    breaches_of_grades,
    breaches_of_results,
    breaches_of_taking_off,
)
from workflows.course.rules.rights import (
    ExamRegime,
    Sitting,
    exam_regime,
    is_pending,
)
from workflows.course.rules.sittings import ABOUT_SITTINGS, sittings_after
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, Question
from workflows.kernel.values import PersonId


class Exams(Trainees):
    """The chapter on exams."""

    def exam_acts(self, plan: Plan) -> list[Awaited[Any]]:
        """Return what may come about exams (C-8.2, C-8.3, C-13, C-14, R-C.19)."""
        asked_for = partial(self.against_exam, plan=plan)
        # C-13.1: are they foreign nationals who want an interpreter?
        known = Question(Register.NATIONALITY, "C-13.1", _interpreted)
        held = (ExamResults, ExamCancellation, CandidatesTakenOff, ResultsCorrection, ExamDocuments)
        return [
            self.document(ExamRequest).granted_by(known).judged_by(asked_for),
            *(self.document(kind).judged_by(asked_for) for kind in (ExamSitting, GradeEntry)),
            *(self.document(kind).judged_by(self.against_sitting) for kind in held),
        ]

    def whose_turn(self, *, over: bool) -> type[Message]:
        """Return the document that the exams wait for now; the end approval when they are done.

        Args:
            over: Whether the time for exams is over: then only results are still to come.
        """
        sittings = self.sittings()
        waiting = without_result(self.roster(), sittings, self.rulebook)
        if any(is_pending(one, sittings) for one in waiting):
            return ExamResults
        if over or not waiting:
            return CourseEndApproval
        if exam_regime(self.planned_on, self.rulebook) is ExamRegime.OLD:
            return GradeEntry
        return ExamSitting if self.requested() & set(waiting) else ExamRequest

    def against_exam(self, act: Any, *, plan: Plan) -> Iterable[Reason]:
        """Return the objections to an exam that is asked for, planned, or done with by grades."""
        today = local_day(act.counts_from)
        exams = CourseExams(
            plan=plan,
            planned_on=self.planned_on,
            roster=self.roster(),
            sittings=self.sittings(),
            calendar=self.file.calendar,
            book=self.rulebook,
        )
        match act:
            case ExamRequest():
                return breaches_of_exam_request(act, exams, today=today)
            case ExamSitting():
                return breaches_of_sitting(act, exams, today=today, requested=self.requested())
            case GradeEntry():
                return breaches_of_grades(act, exams)
            case _:
                raise AssertionError(act)

    def against_sitting(self, act: Any) -> Iterable[Reason]:
        """Return the objections to what is to become of a planned exam."""
        sittings = self.sittings()
        match act:
            case ExamResults():
                return breaches_of_results(act, sittings, today=local_day(act.counts_from))
            case ExamCancellation():
                return breaches_of_exam_cancellation(act, sittings)
            case CandidatesTakenOff():
                return breaches_of_taking_off(act, sittings)
            case ResultsCorrection():
                return breaches_of_correction(act, sittings)
            case ExamDocuments():
                return breaches_of_documents(act, sittings)
            case _:
                raise AssertionError(act)

    # -- what has come -------------------------------------------------------------------------

    def sittings(self) -> list[Sitting]:
        """Return the exams so far, each with its results or its cancellation."""
        return sittings_after(self.documents_of(*ABOUT_SITTINGS))

    def requested(self) -> set[PersonId]:
        """Return for whom an exam has been asked and none is planned yet."""
        waiting: set[PersonId] = set()
        planned: dict[str, set[PersonId]] = {}
        for act in self.documents_of(
            ExamRequest, ExamSitting, ExamCancellation, CandidatesTakenOff
        ):
            match act:
                case ExamRequest():
                    waiting |= act.candidates.keys()
                case ExamSitting():
                    waiting -= set(act.candidates)
                    planned[act.sitting] = set(act.candidates)
                case CandidatesTakenOff():
                    planned[act.sitting] -= set(act.candidates)
                case ExamCancellation():
                    # the directorate plans anew what it has cancelled; nobody asks again
                    waiting |= planned[act.sitting]
                case _:
                    raise AssertionError(act)
        return waiting


def _interpreted(request: ExamRequest) -> dict[str, JsonValue]:
    """Ask of those who want an interpreter."""
    return {"people": [one for one, asked in request.candidates.items() if asked.interpreter]}
