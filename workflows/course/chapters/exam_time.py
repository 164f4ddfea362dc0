"""The time for exams (§8a), and who is told what: nobody loses an exam right unnoticed.

While somebody is still to be examined the twelve months run, and whoever's turn it is is reminded
of their end. Whom they pass over is named to principal, directorate and directorate general.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from workflows.course.chapters.exams import Exams
from workflows.course.letters import (
    CandidatesOff,
    CourseStopped,
    ExamCancelled,
    ExamJudged,
    ExamRequested,
    ExamScheduled,
    ExamTimeOver,
    LessonsOver,
)
from workflows.course.messages.course import Plan
from workflows.course.messages.exams import (
    CandidatesTakenOff,
    ExamCancellation,
    ExamRequest,
    ExamResult,
    ExamResults,
    ExamSitting,
    GradeEntry,
    ResultsCorrection,
)
from workflows.course.offices import Office
from workflows.course.rules.ending import without_result
from workflows.course.rules.rights import (
    exam_window,
    exams_count_from,
    has_passed,
    is_pending,
    last_day_of,
    last_exam_day,
    on_any_day,
    replanned_until,
)
from workflows.kernel.case.message import Message
from workflows.kernel.law.term import Term, TermState, Unit
from workflows.kernel.values import PersonId

CONCERNED = (Office.PRINCIPAL, Office.EDUCATION_DIRECTORATE, Office.DIRECTORATE_GENERAL)
"""Who is told of a right that has ended unused."""


class ExamTime(Exams):
    """The chapter on the time for exams."""

    def keep_exam_time(self, plan: Plan) -> bool:
        """Run the time for exams while somebody is still to be examined (C-8.5, R-C.9, R-C.18).

        Returns:
            Whether it is over: then nobody can be examined any more.
        """
        newest = self._exam_time(plan)
        if newest is None:
            return False
        if newest.is_open:
            self.turn_to(newest, self.sender_of(self.whose_turn(over=False)))
        over = newest.state is TermState.MET
        if over:
            self._tell_of_the_end(newest, plan)
        return over

    def drop_exam_time(self) -> None:
        """Have nobody reminded any more of the exams that were to be held up to here."""
        running = self.settled_once(
            "exam-time-dropped", lambda: [term.key for term in self._exam_times() if term.is_open]
        )
        for key in running:
            self.drop(self.file.term(key))

    def _exam_time(self, plan: Plan) -> Term | None:
        """Return the newest time for exams, opened where somebody waits and none is running."""
        book, calendar, sittings = self.rulebook, self.file.calendar, self.sittings()
        waiting = without_result(self.roster(), sittings, book)
        earlier = self._exam_times()
        newest = earlier[-1] if earlier else None
        if not waiting:
            if newest is not None:
                self.drop(newest)
            return newest and self.file.term(newest.key)
        last = last_exam_day(plan.ends_on, calendar, book)
        until = max(last_day_of(one, sittings, last, calendar, book) for one in waiting)
        if newest is not None and (newest.is_open or _covers(newest, until)):
            return newest
        since, law = exams_count_from(plan.ends_on, book), exam_window(book)
        if until > last:
            days = {"length": (until - since).days, "unit": Unit.CALENDAR_DAYS}
            law = law.model_copy(update=days)
        return self.open("exam_window", since=since, row=law, nth=len(earlier) + 1)

    def _exam_times(self) -> list[Term]:
        rule = self.rulebook.term("exam_window").rule
        return [term for term in self.file.terms.values() if term.rule == rule]

    def _tell_of_the_end(self, over: Term, plan: Plan) -> None:
        """Name whom the end of the time for exams has passed over, and tell every office (C-8.5).

        Who sat an exam that is still to be judged is not among them.
        """
        nth = 1 + [term.key for term in self._exam_times()].index(over.key)
        unexamined = self.settled_once("unexamined", self._unexamined, nth=nth)
        if not unexamined:
            return
        assert over.due_on is not None, "it has ended"
        letter = ExamTimeOver(
            programme=plan.programme,
            last_day=over.due_on,
            unexamined=len(unexamined),
            who=tuple(unexamined),
            unplanned=len(self.requested() & {*unexamined}),
        )
        for office in CONCERNED:
            self.notify(letter, rule="C-8.5", to=office)
        for one in unexamined:
            self.point_out(f"C-8.5/{one}")

    def _unexamined(self) -> list[Any]:
        sittings = self.sittings()
        waiting = without_result(self.roster(), sittings, self.rulebook)
        return [one for one in waiting if not is_pending(one, sittings)]

    # -- letters -------------------------------------------------------------------------------

    def tell_of_last_days(self, completion: Term, plan: Plan) -> None:
        """Tell whoever asks for exams until when there are any; not of a day that is past."""
        if completion.due_on is None or self.today > completion.due_on:
            return
        book, exams = self.rulebook, plan.certificated
        letter = LessonsOver(
            last_day=completion.due_on,
            exams_until=last_exam_day(plan.ends_on, self.file.calendar, book) if exams else None,
            exam_rights=book.count("exam.rights") if exams else None,
        )
        self.notify(letter, rule="C-7.2", to=Office.PRINCIPAL, about=completion.key)

    def tell_of(self, act: Message, plan: Plan) -> None:
        """Notify the other office of what has come about exams, with the trainees' keys alone."""
        last = last_exam_day(plan.ends_on, self.file.calendar, self.rulebook)
        match act:
            case ExamRequest():
                requested = ExamRequested(
                    programme=plan.programme,
                    candidates=len(act.candidates),
                    who=tuple(act.candidates),
                    interpreters=sum(c.interpreter for c in act.candidates.values()),
                    wished_on=act.wished_on,
                    last_day=last,
                    any_day=on_any_day(self.rulebook),
                )
                self.notify(requested, rule="C-8.3", to=Office.EDUCATION_DIRECTORATE)
            case ExamSitting():
                scheduled = ExamScheduled(
                    programme=plan.programme,
                    sitting=act.sitting,
                    held_on=act.held_on,
                    candidates=len(act.candidates),
                    who=act.candidates,
                )
                self.notify(scheduled, rule="C-8.3", to=Office.PRINCIPAL)
            case ExamResults() | GradeEntry() | ResultsCorrection():
                self._tell_of_results(act, plan, last)
            case CandidatesTakenOff():
                off = CandidatesOff(
                    programme=plan.programme,
                    sitting=act.sitting,
                    candidates=len(act.candidates),
                    who=act.candidates,
                    reason=act.reason,
                    last_day=last,
                )
                self.notify(off, rule="R-C.19", to=Office.PRINCIPAL)
            case ExamCancellation():
                self._tell_of_cancellation(act, plan, last)
            case _:
                pass

    def _tell_of_results(
        self, act: ExamResults | GradeEntry | ResultsCorrection, plan: Plan, last: date
    ) -> None:
        results: list[ExamResult] = [ExamResult(one) for one in act.results.values()]
        waiting = {*without_result(self.roster(), self.sittings(), self.rulebook)}
        failed = {one for one in act.results if not has_passed(one, self.sittings())}
        in_time = self._examinable(failed & waiting, last)
        judged = ExamJudged(
            programme=plan.programme,
            corrected=isinstance(act, ResultsCorrection),
            reason=act.reason if isinstance(act, ResultsCorrection) else None,
            passed=results.count(ExamResult.PASSED),
            failed=results.count(ExamResult.FAILED),
            absent=results.count(ExamResult.ABSENT),
            with_rights=len(in_time),
            without_rights=len(failed - in_time),
            last_day=last,
        )
        rule = "R-C.19" if judged.corrected else "C-8.5"
        self.notify(judged, rule=rule, to=Office.PRINCIPAL)

    def _examinable(self, people: Collection[PersonId], last: date) -> set[PersonId]:
        sittings, calendar, book = self.sittings(), self.file.calendar, self.rulebook
        return {
            one for one in people if self.today <= last_day_of(one, sittings, last, calendar, book)
        }

    def _tell_of_cancellation(self, act: ExamCancellation, plan: Plan, last: date) -> None:
        """Say what remains of a sitting that is called off; too late, it is for attention (C-8.5).

        R-C.18: on the last exam day or after it no other day is left, unless a figure gives some.
        """
        sitting = next(one for one in self.sittings() if one.number == act.sitting)
        until = replanned_until(sitting, last, self.file.calendar, self.rulebook)
        assert sitting.cancelled_on is not None, "it is this act that calls it off"
        left = until > sitting.cancelled_on
        letter = ExamCancelled(
            programme=plan.programme,
            sitting=act.sitting,
            reason=act.reason,
            last_day=last,
            replan_until=until if left else None,
        )
        for office in (Office.PRINCIPAL,) if left else CONCERNED:
            self.notify(letter, rule="C-8.3" if left else "R-C.18", to=office)
        if not left:
            waiting = without_result(self.roster(), self.sittings(), self.rulebook)
            for one in sitting.candidates:
                if one in waiting:
                    self.point_out(f"C-8.5/{one}")

    def tell_of_stop(self, rule: str) -> None:
        """Say what a course that ends during its exams leaves without a document (C-9.2, C-9.3)."""
        roster, sittings = self.roster(), self.sittings()
        letter = CourseStopped(
            passed=sum(has_passed(one, sittings) for one in roster),
            unexamined=len(without_result(roster, sittings, self.rulebook)),
        )
        if letter.passed or letter.unexamined:
            for office in (Office.PRINCIPAL, Office.EDUCATION_DIRECTORATE):
                self.notify(letter, rule=rule, to=office)


def _covers(closed: Term, until: date) -> bool:
    """Whether a time for exams has run out, and not before that day."""
    return closed.state is TermState.MET and closed.due_on is not None and closed.due_on >= until
