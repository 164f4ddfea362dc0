"""Who may do what in a course, at every stage."""

import pytest

from tests.kit.plays import at
from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.course.stages import Stage
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate

from .cases import OFFICES, WAYS, Course, active

WHEN = "2028-02-01T10:00"


def assert_refused_to_others(course: Course, command: str, roles: tuple[str, ...]) -> None:
    for role in COURSE.roles:
        sent = course.command(command, role, WHEN)
        judged = gate.admit(course.reading, sent, at(WHEN))
        if not isinstance(judged, Refusal):
            assert role in roles, (command, role)
            continue
        strangers = [reason for reason in judged.reasons if " may not " in reason.what]
        assert bool(strangers) is (role not in roles), (command, role)


def test_there_is_a_way_to_every_stage() -> None:
    assert {stage: way().stage for stage, way in WAYS.items()} == {s: s for s in Stage}


@pytest.mark.rule("C-0.1", "C-8.8")
@pytest.mark.parametrize("stage", WAYS)
def test_acts_reserved_to_an_office_are_refused_to_every_other(stage: Stage) -> None:
    course = WAYS[stage]()
    for awaited in course.reading.awaited:
        assert_refused_to_others(course, awaited.command, awaited.roles)


@pytest.mark.rule("C-0.1")
@pytest.mark.parametrize("stage", WAYS)
def test_what_an_institution_does_its_principal_does(stage: Stage) -> None:
    """The offices of the ministry plan exams, inquire, approve, and add whom a court hides."""
    theirs = {
        "decide_approval",
        "enrol_trainees",
        "record_investigation",
        "schedule_exam",
        "record_exam_results",
        "cancel_exam",
        "take_off_candidates",
        "correct_exam_results",
        "record_grades",
    }
    for awaited in WAYS[stage]().reading.awaited:
        assert awaited.command in theirs or awaited.roles == (Office.PRINCIPAL,)


@pytest.mark.rule("C-0.1")
def test_every_office_but_the_directorate_general_is_bound_to_a_place() -> None:
    course = active()
    taking_part = {role for spec in course.process.commands for role in spec.roles}
    bound = course.process.bound(course.file)

    assert {role: codes[0] for role, codes in bound.items()} == OFFICES
    assert taking_part - set(bound) == {Office.DIRECTORATE_GENERAL}
