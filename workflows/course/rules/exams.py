"""CourseExams of a certificated course (§8a, §13, §14): asked for, planned, held, graded."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from workflows.course.messages.course import EnrolmentStatus, Plan
from workflows.course.messages.exams import (
    ExamCancellation,
    ExamDocuments,
    ExamRequest,
    ExamResults,
    ExamSitting,
    GradeEntry,
)
from workflows.course.rules.people import Roster, named
from workflows.course.rules.rights import (
    ExamRegime,
    Sitting,
    exam_regime,
    has_passed,
    last_exam_day,
    rights_left,
    rights_used,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import PersonId, RegisterNo

# passed on: whoever judges exams finds the count of the rights here as well
__all__ = [
    "CourseExams",
    "ExamRegime",
    "Sitting",
    "breaches_of_documents",
    "breaches_of_exam_cancellation",
    "breaches_of_exam_request",
    "breaches_of_grades",
    "breaches_of_results",
    "breaches_of_sitting",
    "exam_regime",
    "has_passed",
    "last_exam_day",
    "rights_left",
    "rights_used",
]


@dataclass(frozen=True)
class CourseExams:
    """What an act about exams is judged by."""

    plan: Plan
    """In force."""
    planned_on: date
    """Day on which the course was planned (R-C.6)."""
    roster: Roster
    """Everybody enrolled."""
    sittings: Collection[Sitting]
    """The exams so far."""
    calendar: Calendar
    book: Rulebook


def breaches_of_exam_request(
    request: ExamRequest, exams: CourseExams, *, today: date
) -> tuple[Reason, ...]:
    """Return why an exam cannot be asked for like this (C-8.2 to C-8.5, C-13.1).

    Args:
        request: The candidates, and the day requested.
        exams: The course and its exams so far.
        today: Day of the request.

    Raises:
        CalendarEnds: the calendar does not reach the last exam day.
    """
    return (
        *_breaches_of_regime(ExamRegime.NEW, exams),
        *_breaches_of_wish(request, today),
        *_breaches_of_window(request.wished_on, exams),
        *_breaches_of_candidates(request.candidates, exams),
    )


def _breaches_of_wish(request: ExamRequest, today: date) -> Iterable[Reason]:
    if not request.confirmed:
        yield Reason(
            rule="C-13.1",
            what="the candidates are not confirmed",
            why="interpreters and the exam date are saved once the box is ticked",
            do="check the candidates, and confirm them",
        )
    if request.wished_on < today:
        yield Reason(
            rule="C-13.1",
            what=f"the exam is requested for {request.wished_on}, in the past",
            why=f"it is asked for on {today}",
            do="request a later day",
        )


def breaches_of_sitting(
    sitting: ExamSitting, exams: CourseExams, *, today: date, requested: Collection[PersonId]
) -> tuple[Reason, ...]:
    """Return why an exam cannot be planned like this (C-8.2 to C-8.5).

    Args:
        sitting: The exam to be planned.
        exams: The course and its exams so far.
        today: Day on which the exam is planned.
        requested: Everybody for whom the institution has asked for an exam.

    Raises:
        CalendarEnds: the calendar does not reach the last exam day.
    """
    return (
        *_breaches_of_regime(ExamRegime.NEW, exams),
        *_breaches_of_number(sitting, exams.sittings),
        *_breaches_of_day(sitting.held_on, today, exams.calendar),
        *_breaches_of_window(sitting.held_on, exams),
        *_breaches_of_list(sitting, requested),
        *_breaches_of_candidates(sitting.candidates, exams),
    )


def breaches_of_grades(entry: GradeEntry, exams: CourseExams) -> tuple[Reason, ...]:
    """Return why grades cannot be entered like this: for the earlier directive only (C-8.2, C-8.4).

    Args:
        entry: The grades.
        exams: The course and its exams so far; see `sitting_of_grades`.
    """
    return (
        *_breaches_of_regime(ExamRegime.OLD, exams),
        *_breaches_of_candidates(entry.results, exams),
    )


def breaches_of_results(
    entry: ExamResults, sittings: Iterable[Sitting], *, today: date
) -> tuple[Reason, ...]:
    """Return why results are refused: they come once, for exactly the candidates (C-8.3).

    Args:
        entry: The results.
        sittings: The exams so far.
        today: Day of the record.
    """
    sitting, breaches = _open_sitting(entry.sitting, sittings)
    if sitting is None:
        return breaches
    found = []
    if today < sitting.held_on:
        found.append(
            _no(
                what=f"sitting {sitting.number} is held on {sitting.held_on}",
                why="nobody has a result before the exam",
                do=f"record the results on {sitting.held_on} or later",
            )
        )
    strange = [one for one in entry.results if one not in sitting.candidates]
    missing = [one for one in sitting.candidates if one not in entry.results]
    if strange or missing:
        found.append(
            _no(
                what=f"without a result: {named(missing) or 'nobody'}; "
                f"not on the list: {named(strange) or 'nobody'}",
                why="every candidate of the sitting gets a result, and nobody else",
                do="state one result for each candidate; who did not come is absent",
            )
        )
    return tuple(found)


def breaches_of_exam_cancellation(
    cancellation: ExamCancellation, sittings: Iterable[Sitting]
) -> tuple[Reason, ...]:
    """Return why a sitting cannot be cancelled: unknown, or its results are there (R-C.8)."""
    return _open_sitting(cancellation.sitting, sittings)[1]


def breaches_of_documents(
    documents: ExamDocuments, sittings: Iterable[Sitting]
) -> tuple[Reason, ...]:
    """Return why entry papers cannot be issued: only candidates of a sitting get them (C-14.1)."""
    sitting, breaches = _open_sitting(documents.sitting, sittings, rule="C-14.1")
    if sitting is None:
        return breaches
    strange = [one for one in documents.trainees or () if one not in sitting.candidates]
    if not strange:
        return ()
    return (
        _no(
            rule="C-14.1",
            what=f"not candidates of sitting {sitting.number}: {named(strange)}",
            why="entry papers are for those on the list of the exam",
            do="name candidates, or leave the list empty for all of them",
        ),
    )


def _no(*, what: str, why: str, do: str, rule: str = "C-8.3") -> Reason:
    return Reason(rule=rule, what=what, why=why, do=do)


def _open_sitting(
    number: RegisterNo, sittings: Iterable[Sitting], rule: str = "C-8.3"
) -> tuple[Sitting | None, tuple[Reason, ...]]:
    """Find a planned exam whose results are still to come, or say why there is none."""
    sitting = next((one for one in sittings if one.number == number), None)
    if sitting is None:
        what = f"there is no sitting {number}"
    elif sitting.cancelled:
        what = f"sitting {number} is cancelled"
    elif sitting.results is not None:
        what = f"the results of sitting {number} are recorded"
    else:
        return sitting, ()
    why = "it concerns an exam that is planned and not yet judged"
    return None, (_no(rule=rule, what=what, why=why, do="name a planned sitting"),)


def _breaches_of_regime(wanted: ExamRegime, exams: CourseExams) -> tuple[Reason, ...]:
    planned_on, book = exams.planned_on, exams.book
    if not exams.plan.certificated:
        return (
            _no(
                rule=wanted.value,
                what="the course is uncertificated",
                why="exams and grades lead to a certificate",
                do="approve the end of the course without them",
            ),
        )
    regime = exam_regime(planned_on, book)
    if regime is wanted:
        return ()
    do = {
        ExamRegime.OLD: "have the grades entered by the directorate",
        ExamRegime.NEW: "ask the directorate for an exam",
    }
    return (
        _no(
            rule=regime.value,
            what=f"the course was planned on {planned_on}",
            why=f"up to {book.text('exam.new_regime_after')} the earlier exam directive holds, and "
            "the new one after that day",
            do=do[regime],
        ),
    )


def _breaches_of_window(day: date, exams: CourseExams) -> tuple[Reason, ...]:
    plan, book = exams.plan, exams.book
    last = last_exam_day(plan.ends_on, exams.calendar, book)
    if plan.ends_on < day <= last:
        return ()
    months = book.term("exam_window").length
    return (
        _no(
            rule="C-8.5",
            what=f"the exam would be held on {day}",
            why=f"the course ends on {plan.ends_on}; exams follow it, the last one no later than "
            f"{months} months after",
            do=f"choose a day after {plan.ends_on}, up to {last}",
        ),
    )


def _breaches_of_day(day: date, today: date, calendar: Calendar) -> tuple[Reason, ...]:
    breaches = []
    if day < today:
        breaches.append(
            _no(
                what=f"the exam would be held on {day}, in the past",
                why=f"it is planned on {today}, and its candidates have to be notified",
                do=f"choose {today} or a later day",
            )
        )
    closed = calendar.why_closed(day)
    if closed is not None:
        breaches.append(
            _no(
                rule="C-8.5",
                what=f"{day} is not a working day ({closed})",
                why="the directorate holds exams on working days",
                do="choose a working day",
            )
        )
    return tuple(breaches)


def _breaches_of_number(sitting: ExamSitting, sittings: Iterable[Sitting]) -> tuple[Reason, ...]:
    if all(one.number != sitting.sitting for one in sittings):
        return ()
    return (
        _no(
            what=f"there is a sitting {sitting.sitting} already",
            why="results are recorded under the number of the sitting",
            do="give the new sitting a number of its own",
        ),
    )


def _breaches_of_list(sitting: ExamSitting, requested: Collection[PersonId]) -> tuple[Reason, ...]:
    twice = [one for one, times in Counter(sitting.candidates).items() if times > 1]
    unasked = [one for one in dict.fromkeys(sitting.candidates) if one not in requested]
    breaches = []
    if twice:
        breaches.append(
            _no(
                what=f"named twice: {named(twice)}",
                why="a candidate sits an exam once",
                do="name every candidate once",
            )
        )
    if unasked:
        breaches.append(
            _no(
                what=f"not reported as candidates: {named(unasked)}",
                why="the institution reports the candidates and asks for their exam",
                do="have them reported first, or leave them out",
            )
        )
    return tuple(breaches)


def _breaches_of_candidates(
    candidates: Iterable[PersonId], exams: CourseExams
) -> tuple[Reason, ...]:
    """Say who of the candidates cannot sit an exam, by reason; the first of several counts."""
    rights = exams.book.count("exam.rights")
    against = {
        "strange": ("C-8.3", "not enrolled in this course", "exams are for its own trainees"),
        "left": (
            "C-7.1",
            "not active trainees",
            "those who have left or failed by absence sit none",
        ),
        "exempt": (
            "C-8.4",
            "exempt",
            "those who took the module before get neither grade nor exam",
        ),
        "passed": ("C-8.3", "passed already", "one passed exam leads to the certificate"),
        "spent": ("C-8.5", "without a right left", f"of {rights} rights, planned exams included"),
    }
    found: dict[str, list[PersonId]] = {kind: [] for kind in against}
    for one in dict.fromkeys(candidates):
        kind = _stands_against(one, exams)
        if kind is not None:
            found[kind].append(one)
    return tuple(
        _no(rule=rule, what=f"{what}: {named(found[kind])}", why=why, do="leave them out")
        for kind, (rule, what, why) in against.items()
        if found[kind]
    )


def _stands_against(candidate: PersonId, exams: CourseExams) -> str | None:
    """Return what keeps a candidate from an exam, if anything does."""
    trainee, sittings, book = exams.roster.get(candidate), exams.sittings, exams.book
    if trainee is None:
        return "strange"
    if trainee.status is not EnrolmentStatus.ACTIVE:
        return "left"
    if trainee.exempt:
        return "exempt"
    if has_passed(candidate, sittings):
        return "passed"
    return None if rights_left(candidate, sittings, book) else "spent"
