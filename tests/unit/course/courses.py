"""Plans, trainees and exams that the tests of the course lifecycle share."""

from datetime import date
from typing import Any

from starter.runtime.serving import editions_of
from workflows.course.messages.course import Plan
from workflows.course.messages.exams import ExamResult
from workflows.course.process import COURSE
from workflows.course.rules.people import Trainee
from workflows.course.rules.plan import Classroom, Programme
from workflows.course.rules.rights import Sitting
from workflows.kernel.law.rulebook import edition_on

EDITIONS = editions_of(COURSE)
BOOK = edition_on(EDITIONS, date(2026, 8, 31))

PLANNED_ON = date(2026, 8, 31)
"""A Monday."""
STARTS_ON = date(2026, 9, 7)
"""The Monday after it."""
ENDS_ON = date(2026, 11, 27)
"""A Friday."""

PROGRAMME = Programme(
    code="ingilizce-a1",
    kinds=("ozel-kurs", "ozel-egitim-kursu"),
    levels=(),
    hours=92,
    kind_of_lesson="yabanci-dil",
)
CLASSROOM = Classroom(
    code="derslik-1", institution="99001122", capacity=20, lesson_kinds=("yabanci-dil", "bilisim")
)


def a_lesson(weekday: int, hours: int = 4, instructor: str = "egitici-1") -> dict[str, Any]:
    """A lesson in the evening."""
    return {"weekday": weekday, "starts_at": "18:00", "hours": hours, "instructor": instructor}


def a_day(on: date, hours: int = 4, instructor: str = "egitici-1") -> dict[str, Any]:
    """A lesson of one day alone, in the evening."""
    return {"on": on, "starts_at": "18:00", "hours": hours, "instructor": instructor}


def a_lesson_plan(first: date | str, *lessons: dict[str, Any]) -> dict[str, Any]:
    """Lessons of the week from a day on."""
    return {"first_lesson_on": first, "lessons": lessons}


def a_plan(**changes: Any) -> Plan:
    """Mondays and Thursdays, four hours each, from 7 September to 27 November 2026.

    Twelve Mondays and twelve Thursdays, 29 October being a holiday: (12 + 11) x 4 = 92 hours.
    """
    usual: dict[str, Any] = {
        "opening_mode": "normal",
        "programme": "ingilizce-a1",
        "certificated": True,
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "responsible": "yetkili-1",
        "classroom": "derslik-1",
        "instructors": ("egitici-1", "egitici-2"),
        "hours": 92,
        "lesson_plan": a_lesson_plan(STARTS_ON, a_lesson(1), a_lesson(4)),
    }
    return Plan.model_validate(usual | changes)


def a_roster(*keys: str, **others: Trainee) -> dict[str, Trainee]:
    """Active trainees by key, and others as they stand."""
    return {**{key: Trainee() for key in keys}, **others}


def a_sitting(number: str, held_on: date, /, **results: str | None) -> Sitting:
    """An exam by the results of its candidates; with None among them it is still to come."""
    judged = {one: ExamResult(found) for one, found in results.items() if found is not None}
    return Sitting(
        number=number,
        held_on=held_on,
        candidates=tuple(results),
        results=judged if len(judged) == len(results) else None,
    )
