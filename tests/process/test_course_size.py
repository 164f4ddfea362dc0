"""What a large course costs in history: four hundred trainees, a third of them with four exams.

Trainees are entries of the course and no cases of their own: its history grows with the acts of the
offices, whatever the number of those concerned. Events that virtual time adds are not counted.

Lessons on Mondays and Thursdays from Mon 1 September 2031: ten up to Thu 2 October, 40 hours. Exams
on Mondays of the year after, all before the first reminder of Tue 3 August 2032.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from stdnum.tr import tckimlik

from starter.rehearsal.engine import Engine
from starter.rehearsal.play import play
from starter.rehearsal.scenario import Scenario
from tests.budgets import PROPERTY

TRAINEES = [f"t-{n:03d}" for n in range(400)]
WEAK = TRAINEES[::3]
"""134 who pass none of their four exams; the others pass the first."""
IN_A_CLASS, IN_A_HALL = 100, 50
"""How many the institution adds at once, and how many sit one exam."""

ROUNDS = (
    ("2031-10-06", "2031-10-13", "2031-11-03", TRAINEES),
    ("2031-11-10", "2031-11-17", "2032-01-05", WEAK),
    ("2032-01-12", "2032-01-19", "2032-03-01", WEAK),
    ("2032-03-08", "2032-03-15", "2032-04-05", WEAK),
)
"""Days of the request, of the planning and of the exam, and who sits it."""

A_RUN = 2_000
"""Events at most."""

Step = dict[str, Any]

PRINCIPAL = {"role": "principal", "id": "principal-17", "institution": "KURS-17"}
DIRECTORATE = {"role": "education-directorate", "id": "mem-6", "institution": "ILCE-6"}
CHAIN = (
    PRINCIPAL,
    {"role": "branch-manager", "id": "branch-6", "institution": "ILCE-6"},
    {"role": "district-director", "id": "director-6", "institution": "ILCE-6"},
)


def in_parts(people: Sequence[str], size: int) -> list[Sequence[str]]:
    return [people[start : start + size] for start in range(0, len(people), size)]


def act(at: str, command: str, by: dict[str, str], **body: Any) -> Step:
    return {"at": at, "send": command, "by": by, "with": body}


def enrolment() -> list[Step]:
    """All in classes of a hundred, then the three approvals."""
    classes = [[{"trainee": one} for one in part] for part in in_parts(TRAINEES, IN_A_CLASS)]
    days = ("2031-08-20", "2031-08-21", "2031-08-22")
    return [
        *(act("2031-08-19T10:00", "enrol_trainees", PRINCIPAL, trainees=each) for each in classes),
        *(
            act(f"{day}T10:00", "decide_approval", by, approved=True)
            for day, by in zip(days, CHAIN, strict=True)
        ),
    ]


def exams() -> list[Step]:
    """Four rounds: asked for at once, held in halls of fifty."""
    steps = []
    for number, (asked_on, planned_on, held_on, people) in enumerate(ROUNDS, start=1):
        asked: Step = {"candidates": {one: {} for one in people}, "wished_on": held_on}
        steps.append(act(f"{asked_on}T10:00", "request_exam", PRINCIPAL, **asked, confirmed=True))
        halls = {f"S-{number}/{n}": hall for n, hall in enumerate(in_parts(people, IN_A_HALL))}
        for sitting, hall in halls.items():
            listed = {"sitting": sitting, "held_on": held_on, "candidates": list(hall)}
            at = f"{planned_on}T10:00"
            steps.append(act(at, "schedule_exam", DIRECTORATE, **listed))
            steps.append(act(at, "issue_exam_documents", PRINCIPAL, sitting=sitting))
        for sitting, hall in halls.items():
            results = {one: "failed" if one in WEAK else "passed" for one in hall}
            found = {"sitting": sitting, "results": results}
            steps.append(act(f"{held_on}T18:00", "record_exam_results", DIRECTORATE, **found))
    return steps


def the_end() -> list[Step]:
    """A fifth exam is refused to all who have no right left; the end follows."""
    fifth: Step = {"candidates": {one: {} for one in WEAK}, "wished_on": "2032-05-03"}
    return [
        {
            **act("2032-04-06T10:00", "request_exam", PRINCIPAL, **fifth, confirmed=True),
            "refused": "C-8.5",
        },
        act("2032-04-06T11:00", "approve_end_of_course", PRINCIPAL),
        act("2032-04-07T10:00", "issue_certificates", PRINCIPAL, document="printed"),
    ]


def a_course() -> Scenario:
    """The whole course, as a scenario file would tell it."""
    plan = {
        "opening_mode": "normal",
        "programme": "ingilizce-a1",
        "certificated": True,
        "starts_on": "2031-09-01",
        "ends_on": "2031-10-02",
        "responsible": "yetkili-1",
        "classroom": "salon-1",
        "instructors": ["egitici-1"],
        "hours": 40,
        "lesson_plan": {
            "first_lesson_on": "2031-09-01",
            "lessons": [
                {"weekday": day, "starts_at": "18:00", "hours": 4, "instructor": "egitici-1"}
                for day in (1, 4)
            ],
        },
    }
    return Scenario.model_validate(
        {
            "title": "A course of four hundred",
            "process": "course",
            "opens": "2031-08-18T10:00",
            "by": PRINCIPAL,
            "given": {"reference": published(), "people": registered()},
            "application": {
                "institution": "KURS-17",
                "institution_kind": "ozel-kurs",
                "district": "ILCE-6",
                "plan": plan,
            },
            "steps": [*enrolment(), *exams(), *the_end()],
            "expect": {"outcome": "completed", "rule": "C-8.9", "closed": "2032-04-07"},
        }
    )


def published() -> dict[str, Any]:
    lessons = "yabanci-dil"
    programme = {"kinds": ["ozel-kurs"], "levels": [], "hours": 40, "kind_of_lesson": lessons}
    hall = {"institution": "KURS-17", "capacity": len(TRAINEES), "lesson_kinds": [lessons]}
    return {
        "programmes": {"ingilizce-a1": {"code": "ingilizce-a1", **programme}},
        "classrooms": {"salon-1": {"code": "salon-1", **hall}},
    }


def registered() -> list[dict[str, str]]:
    """Everybody with an invented number whose two last digits check the others."""
    stems = {one: str(100_000_000 + n) for n, one in enumerate(TRAINEES)}
    return [
        {
            "person": one,
            "national_id": stem + tckimlik.calc_check_digits(stem),
            "birth_date": "2001-05-17",
        }
        for one, stem in stems.items()
    ]


@pytest.mark.rule("C-8.5", "R-C.8", "R-C.11")
@pytest.mark.timeout(240)
async def test_a_course_of_four_hundred_stays_within_one_run(
    engine: Engine, record_property: Callable[[str, object], None]
) -> None:
    report = await play(a_course(), engine)

    assert [str(failure) for failure in report.failures] == []
    figures = report.figures
    record_property(
        PROPERTY,
        f"course of {len(TRAINEES)} trainees, {len(WEAK)} of them with four exams: "
        f"{figures.events} events in {figures.runs} run of {A_RUN} · "
        f"{figures.history_bytes / 1000:.0f} kB · {figures.commands} commands",
    )
    assert figures.runs == 1
    assert figures.events <= A_RUN
