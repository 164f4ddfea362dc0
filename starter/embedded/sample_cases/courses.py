"""Courses of a private institution: one is taught, one is with the branch manager."""

from datetime import date, timedelta
from typing import Any, Final

from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, fixed
from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.course.rules.plan import Classroom, Programme
from workflows.kernel.roles import Actor

INSTITUTION: Final = "ORNEK-KURS"
DISTRICT: Final = "ORNEK-ILCE"

PROGRAMME: Final = Programme(
    code="ornek-ingilizce-a1",
    kinds=("ozel-kurs",),
    levels=(),
    hours=40,
    kind_of_lesson="yabanci-dil",
)
CLASSROOM: Final = Classroom(
    code="ornek-derslik-1", institution=INSTITUTION, capacity=20, lesson_kinds=("yabanci-dil",)
)
TRAINEES: Final = (
    # invented, with the check digits of a real number
    ("ornek-kursiyer-1", "10000003116", date(1998, 4, 12)),
    ("ornek-kursiyer-2", "10000023398", date(1989, 7, 2)),
)

_LESSONS: Final = 10
_HOURS: Final = 4
_PRINCIPAL: Final = "ornek-mudur"


def _planned(days: Days) -> Body:
    """Ten lessons on ten working days, from the fifth after the filing on."""
    lessons = [days.after(n) for n in range(5, 5 + _LESSONS)]
    plan = {
        "opening_mode": "normal",
        "programme": PROGRAMME.code,
        "certificated": True,
        "starts_on": lessons[0].isoformat(),
        "ends_on": (lessons[-1] + timedelta(days=1)).isoformat(),
        "responsible": "ornek-yetkili",
        "classroom": CLASSROOM.code,
        "instructors": ["ornek-egitici"],
        "hours": PROGRAMME.hours,
        "lesson_plan": {
            "first_lesson_on": lessons[0].isoformat(),
            "days": [_lesson(day) for day in lessons],
        },
    }
    about = {"institution": INSTITUTION, "institution_kind": "ozel-kurs", "district": DISTRICT}
    return {**about, "plan": plan}


def _lesson(on: date) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "starts_at": "18:00",
        "hours": _HOURS,
        "instructor": "ornek-egitici",
    }


def _approved(role: str, institution: str, after: int) -> Step:
    by = _PRINCIPAL if role == Office.PRINCIPAL else None
    yes = fixed(approved=True)
    return Step("decide_approval", role, yes, by=by, institution=institution, after=after)


_ENROLLED: Final = (
    Step(
        "enrol_trainees",
        Office.PRINCIPAL,
        fixed(trainees=[{"trainee": person} for person, _, _ in TRAINEES]),
        by=_PRINCIPAL,
        institution=INSTITUTION,
    ),
    _approved(Office.PRINCIPAL, INSTITUTION, 0),
)
_TAUGHT: Final = (
    *_ENROLLED,
    _approved(Office.BRANCH_MANAGER, DISTRICT, 1),
    _approved(Office.DISTRICT_DIRECTOR, DISTRICT, 2),
)


def _course(n: int, ago: int, steps: tuple[Step, ...]) -> Sample:
    principal = Actor(role=Office.PRINCIPAL, id=_PRINCIPAL, institution=INSTITUTION)
    return Sample(COURSE, f"ornek-{n}", _planned, ago, steps, by=principal)


COURSES: Final = (_course(1, 8, _TAUGHT), _course(2, 2, _ENROLLED))
