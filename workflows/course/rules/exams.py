"""Exams of a certificated course (§8a, §13): asked for and planned, for whom and on which day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from workflows.course.messages.course import EnrolmentStatus, Plan
from workflows.course.messages.exams import ExamRequest, ExamSitting
from workflows.course.rules.people import Roster, named
from workflows.course.rules.rights import (
    ExamRegime,
    Sitting,
    exam_regime,
    has_passed,
    last_day_of,
    last_exam_day,
    on_any_day,
    rights_left,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen, PersonId


class Interpreted(Frozen):
    """What the register of people says of those who want an interpreter."""

    citizens: tuple[PersonId, ...] = ()
    """Their identity number is not one of a foreign national (C-13.1)."""


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
        *breaches_of_regime(ExamRegime.NEW, exams),
        *_breaches_of_wish(request, today),
        *_breaches_of_interpreters(request),
        *_breaches_of_window(request.wished_on, request.candidates, exams),
        *breaches_of_candidates(request.candidates, exams),
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


def _breaches_of_interpreters(request: ExamRequest) -> Iterable[Reason]:
    citizens = Interpreted.model_validate(request.known or {}).citizens
    wrong = [one for one, asked in request.candidates.items() if asked.interpreter]
    wrong = [one for one in wrong if one in citizens]
    if wrong:
        yield Reason(
            rule="C-13.1",
            what=f"an interpreter is asked for by citizens: {named(wrong)}",
            why="the interpreter is for candidates of foreign nationality",
            do="leave the interpreter out for them",
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
        *breaches_of_regime(ExamRegime.NEW, exams),
        *_breaches_of_number(sitting, exams.sittings),
        *_breaches_of_day(sitting.held_on, today),
        *_breaches_of_window(sitting.held_on, sitting.candidates, exams),
        *_breaches_of_list(sitting, requested),
        *breaches_of_candidates(sitting.candidates, exams),
    )


def _no(*, what: str, why: str, do: str, rule: str = "C-8.3") -> Reason:
    return Reason(rule=rule, what=what, why=why, do=do)


def breaches_of_regime(wanted: ExamRegime, exams: CourseExams) -> tuple[Reason, ...]:
    """Return why a course is not examined under this directive (C-8.2, C-8.3, R-C.6)."""
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


def _breaches_of_window(
    day: date, candidates: Collection[PersonId], exams: CourseExams
) -> tuple[Reason, ...]:
    """Say why no exam can be held on a day: too late, too early, or a day without exams (C-8.5)."""
    plan, book, calendar = exams.plan, exams.book, exams.calendar
    ends_on, law = plan.ends_on, book.term("exam_window")
    last = last_exam_day(ends_on, calendar, book)
    until = min(last_day_of(c, exams.sittings, last, calendar, book) for c in candidates)
    closed = None if on_any_day(book) else calendar.why_closed(day)
    breaches = []
    if not ends_on < day <= until:
        breaches.append(
            _no(
                rule="C-8.5",
                what=f"the exam would be held on {day}",
                why=f"the course ended on {ends_on}; exams follow it, the last one no later than "
                f"{law.length} months after, and that is {last}",
                do=f"choose a day after {ends_on}, up to {until}",
            )
        )
    elif closed is not None:
        breaches.append(
            _no(
                rule="R-C.9",
                what=f"{day} is not a working day ({closed})",
                why="exams are held on working days here (exam.days)",
                do="choose a working day",
            )
        )
    return tuple(breaches)


def _breaches_of_day(day: date, today: date) -> tuple[Reason, ...]:
    if day >= today:
        return ()
    return (
        _no(
            what=f"the exam would be held on {day}, in the past",
            why=f"it is planned on {today}, and its candidates have to be notified",
            do=f"choose {today} or a later day",
        ),
    )


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


def breaches_of_candidates(
    candidates: Iterable[PersonId], exams: CourseExams
) -> tuple[Reason, ...]:
    """Return who of the candidates cannot sit an exam, by reason; the first of several counts."""
    rights, out = exams.book.count("exam.rights"), "leave them out"
    found: dict[str | None, list[PersonId]] = defaultdict(list)
    for one in dict.fromkeys(candidates):
        found[_stands_against(one, exams)].append(one)
    against = {
        "strange": _no(
            what=f"not enrolled in this course: {named(found['strange'])}",
            why="exams are for its own trainees",
            do=out,
        ),
        "left": _no(
            rule="C-7.1",
            what=f"not active trainees: {named(found['left'])}",
            why="those who have left or failed by absence sit none",
            do=out,
        ),
        "exempt": _no(
            rule="C-8.4",
            what=f"exempt: {named(found['exempt'])}",
            why="those who took the module before get neither grade nor exam",
            do=out,
        ),
        "passed": _no(
            what=f"passed already: {named(found['passed'])}",
            why="one passed exam leads to the certificate",
            do=out,
        ),
        "spent": _no(
            rule="C-8.5",
            what=f"without an exam right left: {named(found['spent'])}",
            why=f"each trainee has {rights} exam rights, and a planned exam takes one",
            do=out,
        ),
    }
    return tuple(reason for kind, reason in against.items() if found[kind])


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
