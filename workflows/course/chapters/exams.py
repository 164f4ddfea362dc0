"""Exams of a certificated course (§8a, §13, §14): four rights each, within a year of its end.

Exams are entries of the course and no cases of their own: a sitting concerns many trainees at once,
and the year runs for all of them from the same day.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from workflows.course.chapters.trainees import Trainees
from workflows.course.letters import ExamCancelled, ExamRequested, ExamScheduled
from workflows.course.messages.course import CourseEndApproval, Plan
from workflows.course.messages.exams import (
    ExamCancellation,
    ExamDocuments,
    ExamRequest,
    ExamResults,
    ExamSitting,
    GradeEntry,
)
from workflows.course.offices import Office
from workflows.course.rules.ending import without_result
from workflows.course.rules.exams import (
    CourseExams,
    breaches_of_documents,
    breaches_of_exam_cancellation,
    breaches_of_exam_request,
    breaches_of_grades,
    breaches_of_results,
    breaches_of_sitting,
)
from workflows.course.rules.rights import (
    ExamRegime,
    Sitting,
    exam_regime,
    is_pending,
    sitting_of_grades,
)
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited
from workflows.kernel.values import PersonId


class Exams(Trainees):
    """The chapter on exams."""

    def exam_acts(self, plan: Plan) -> list[Awaited[Any]]:
        """Return what may come about exams (C-8.2, C-8.3, C-13, C-14)."""
        kinds = (
            ExamRequest,
            ExamSitting,
            ExamResults,
            ExamCancellation,
            ExamDocuments,
            GradeEntry,
        )
        against = partial(self.against_exam, plan=plan)
        return [self.document(kind).judged_by(against) for kind in kinds]

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

    @property
    def planned_on(self) -> date:
        """The day on which the course was planned, which decides on the directive (R-C.6)."""
        return local_day(self.file.start.received_at)

    def against_exam(self, act: Any, *, plan: Plan) -> Iterable[Reason]:
        """Return the objections to an act about exams."""
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
            case ExamResults():
                return breaches_of_results(act, exams.sittings, today=today)
            case ExamCancellation():
                return breaches_of_exam_cancellation(act, exams.sittings)
            case ExamDocuments():
                return breaches_of_documents(act, exams.sittings)
            case GradeEntry():
                return breaches_of_grades(act, exams)
            case _:
                raise AssertionError(act)

    def tell_of(self, act: Message) -> None:
        """Notify the other office of what has come about exams; no letter names a trainee."""
        match act:
            case ExamRequest():
                window = self.rulebook.term("exam_window")
                requested = ExamRequested(
                    candidates=len(act.candidates),
                    interpreters=sum(c.interpreter for c in act.candidates.values()),
                    wished_on=act.wished_on,
                    window=window.length,
                    window_unit=window.unit,
                )
                self.notify(requested, rule="C-8.3", to=Office.EDUCATION_DIRECTORATE)
            case ExamSitting():
                scheduled = ExamScheduled(
                    sitting=act.sitting, held_on=act.held_on, candidates=len(act.candidates)
                )
                self.notify(scheduled, rule="C-8.3", to=Office.PRINCIPAL)
            case ExamCancellation():
                cancelled = ExamCancelled(sitting=act.sitting)
                self.notify(cancelled, rule="C-8.3", to=Office.PRINCIPAL)
            case _:
                pass

    # -- what has come -------------------------------------------------------------------------

    def sittings(self) -> list[Sitting]:
        """Return the exams so far, each with its results or its cancellation."""
        found: dict[str, Sitting] = {}
        acts = self.documents_of(ExamSitting, ExamResults, ExamCancellation, GradeEntry)
        for n, act in enumerate(acts, start=1):
            match act:
                case ExamSitting():
                    found[act.sitting] = Sitting(
                        number=act.sitting, held_on=act.held_on, candidates=act.candidates
                    )
                case ExamResults():
                    found[act.sitting] = _with(found[act.sitting], results=act.results)
                case ExamCancellation():
                    found[act.sitting] = _with(found[act.sitting], cancelled=True)
                case GradeEntry():
                    on = local_day(act.counts_from)
                    number = f"grades-{n}"
                    found[number] = sitting_of_grades(act, number=number, on=on)
                case _:
                    raise AssertionError(act)
        return list(found.values())

    def requested(self) -> set[PersonId]:
        """Return for whom an exam has been asked and none is planned yet."""
        waiting: set[PersonId] = set()
        planned: dict[str, ExamSitting] = {}
        for act in self.documents_of(ExamRequest, ExamSitting, ExamCancellation):
            match act:
                case ExamRequest():
                    waiting |= act.candidates.keys()
                case ExamSitting():
                    waiting -= set(act.candidates)
                    planned[act.sitting] = act
                case ExamCancellation():
                    # the directorate plans anew what it has cancelled; nobody asks again
                    waiting |= set(planned[act.sitting].candidates)
                case _:
                    raise AssertionError(act)
        return waiting


def _with(sitting: Sitting, **changes: object) -> Sitting:
    return sitting.model_copy(update=changes)
