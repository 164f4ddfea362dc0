"""Planning a course (§1, §10): programme, level, dates, classroom, instructors."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import JsonValue, ValidationError

from workflows.course.messages.course import Plan
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import Frozen


class Certificating(StrEnum):
    """Whether courses of a programme lead to a certificate (belge durumu; C-8.12)."""

    CERTIFICATED = "certificated"  # belgeli
    UNCERTIFICATED = "uncertificated"  # belgesiz: KPSS, ALES, TUS, Bilim Grubu I–V
    EITHER = "either"  # as planned: İngilizce Dil Öğretimi


class Programme(Frozen):
    """A programme as the directorate general publishes it (kurs programı; C-1.2, C-1.3)."""

    code: str
    kinds: tuple[str, ...]
    """Kinds of institution on whose list it stands."""
    levels: tuple[int, ...]
    """Empty for a programme without levels."""
    hours: int
    kind_of_lesson: str
    certificate: Certificating = Certificating.EITHER


class Classroom(Frozen):
    """A classroom as the directorate enters it from the licence (sınıf; C-10.1)."""

    code: str
    institution: str
    capacity: int
    lesson_kinds: tuple[str, ...]


_Row = TypeVar("_Row", Programme, Classroom)


def programme_of(row: JsonValue) -> Programme | None:
    """Read a reference row as a programme; one that cannot be read counts as unknown (C-1.2)."""
    return _read(Programme, row)


def classroom_of(row: JsonValue) -> Classroom | None:
    """Read a reference row as a classroom; one that cannot be read counts as unknown (C-10.1)."""
    return _read(Classroom, row)


def breaches_of_plan(
    plan: Plan,
    *,
    institution: str,
    institution_kind: str,
    programme: Programme | None,
    classroom: Classroom | None,
    today: date,
) -> tuple[Reason, ...]:
    """Return why a course cannot be planned like this (C-1.1 to C-1.5, C-4.1, C-10.1).

    Args:
        plan: The plan as saved; its opening mode is a matter of shape (C-1.1).
        institution: Code of the institution that plans it.
        institution_kind: Its kind, which decides on the list of programmes.
        programme: The programme's row, if there is one.
        classroom: The classroom's row, if there is one.
        today: Day of the save in Istanbul (R-C.13).
    """
    return (
        *_breaches_of_programme(plan, institution_kind, programme),
        *_breaches_of_dates(plan, today),
        *_breaches_of_classroom(plan, institution, programme, classroom),
        *_breaches_of_lessons(plan),
    )


def breaches_of_first_lesson(plan: Plan) -> tuple[Reason, ...]:
    """Return why lessons cannot begin then: outside the course, or on a day without any (C-4.1)."""
    breaches = []
    first = plan.lesson_plan.first_lesson_on
    if not plan.starts_on <= first <= plan.ends_on:
        breaches.append(
            Reason(
                rule="C-4.1",
                what=f"the first lesson would be on {first}",
                why=f"the course runs from {plan.starts_on} to {plan.ends_on}",
                do="plan the first lesson in that time",
            )
        )
    weekdays = {lesson.weekday for lesson in plan.lesson_plan.lessons}
    days = [lesson.on for lesson in plan.lesson_plan.days]
    if first.isoweekday() not in weekdays and first not in days:
        breaches.append(
            Reason(
                rule="C-4.1",
                what=f"on {first} there would be no lesson",
                why="it is stated as the day of the first one, but none is planned for it",
                do="correct the day, or plan a lesson for it",
            )
        )
    outside = [str(day) for day in days if not first <= day <= plan.ends_on]
    if outside:
        breaches.append(
            Reason(
                rule="C-4.1",
                what=f"lessons are planned for {', '.join(outside)}",
                why=f"the lessons run from {first} to the last day, {plan.ends_on}",
                do="plan them for days in that time",
            )
        )
    return tuple(breaches)


def _read(kind: type[_Row], row: JsonValue) -> _Row | None:
    try:
        return kind.model_validate(row)
    except ValidationError:
        return None


def _breaches_of_programme(
    plan: Plan, institution_kind: str, programme: Programme | None
) -> tuple[Reason, ...]:
    if programme is None or institution_kind not in programme.kinds:
        return (
            Reason(
                rule="C-1.2",
                what=f"{plan.programme} is not on the list for {institution_kind}",
                why="an institution teaches what the directorate general publishes for its kind",
                do="choose a programme of that list",
            ),
        )
    breaches = []
    if plan.level not in (programme.levels or (None,)):
        levels = ", ".join(str(level) for level in programme.levels) or "none"
        breaches.append(
            Reason(
                rule="C-1.3",
                what=f"{plan.programme} has no level {plan.level}"
                if plan.level is not None
                else f"no level of {plan.programme} is chosen",
                why=f"a level is chosen where the programme has levels; here: {levels}",
                do="choose one of these levels, or no level where there is none",
            )
        )
    status = Certificating.CERTIFICATED if plan.certificated else Certificating.UNCERTIFICATED
    if programme.certificate not in {status, Certificating.EITHER}:
        breaches.append(
            Reason(
                rule="C-8.12",
                what=f"{plan.programme} would be planned with a certificate"
                if plan.certificated
                else f"{plan.programme} would be planned without a certificate",
                why="whether a course leads to a certificate goes with its programme",
                do="plan it without a certificate"
                if plan.certificated
                else "plan it with a certificate",
            )
        )
    if plan.hours != programme.hours:
        breaches.append(
            Reason(
                rule="C-1.4",
                what=f"{plan.hours} hours are planned",
                why=f"the programme takes {programme.hours} hours",
                do=f"plan {programme.hours} hours",
            )
        )
    return tuple(breaches)


def _breaches_of_dates(plan: Plan, today: date) -> tuple[Reason, ...]:
    breaches = []
    if plan.starts_on < today:
        breaches.append(
            Reason(
                rule="C-1.4",
                what=f"the course would start on {plan.starts_on}, in the past",
                why=f"it is planned on {today}, and approved after that",
                do=f"let it start on {today} or later",
            )
        )
    if plan.ends_on < plan.starts_on:
        breaches.append(
            Reason(
                rule="C-1.4",
                what=f"the course would end on {plan.ends_on}, before it starts",
                why=f"it starts on {plan.starts_on}",
                do="correct one of the two dates",
            )
        )
    return tuple(breaches)


def _breaches_of_classroom(
    plan: Plan, institution: str, programme: Programme | None, classroom: Classroom | None
) -> tuple[Reason, ...]:
    if classroom is None or classroom.institution != institution:
        what = f"{plan.classroom} is not a classroom of this institution"
    elif programme is not None and programme.kind_of_lesson not in classroom.lesson_kinds:
        what = f"{plan.classroom} is not meant for {programme.kind_of_lesson}"
    else:
        return ()
    return (
        Reason(
            rule="C-10.1",
            what=what,
            why="classrooms are entered by the directorate from the licence, with the lessons and "
            "the number of trainees for which each is meant",
            do="choose another classroom, or have this one entered by the directorate",
        ),
    )


def _breaches_of_lessons(plan: Plan) -> tuple[Reason, ...]:
    breaches = []
    unselected = dict.fromkeys(
        one.instructor
        for one in plan.lesson_plan.all_lessons
        if one.instructor not in plan.instructors
    )
    if unselected:
        breaches.append(
            Reason(
                rule="C-1.5",
                what=f"lessons are given by {', '.join(unselected)}, not selected as instructor",
                why="every lesson is given by a selected instructor",
                do="select the instructor, or plan the lesson with another one",
            )
        )
    return (*breaches, *breaches_of_first_lesson(plan))
