"""The exams of a certificated course (§8a, §13, §14): whose turn it is, how often, until when."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK, a_lesson, a_lesson_plan
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.law.rulebook import with_figures

from .cases import (
    DISTRICT,
    INSTITUTION,
    REASON,
    UNTIL_28_FEBRUARY,
    Body,
    Course,
    active,
    in_exams,
    planned,
    requested,
    seated,
    uncertificated,
)

MEM = Office.EDUCATION_DIRECTORATE
SPRING: dict[str, Any] = {"starts_on": date(2020, 4, 20), "ends_on": date(2020, 7, 10)}
"""Twelve weeks of 2020 from a Monday to a Friday."""


def turn(course: Course) -> tuple[str, str | None]:
    """The document that the course waits for first, and from whom."""
    return course.reading.awaited[0].command, course.waiting_on


def not_asked(course: Course, at: str, *keys: str, on: str, confirmed: bool = True) -> list[str]:
    body = requested(*keys, wished_on=on, confirmed=confirmed)
    return rules_of(course.refused("request_exam", Office.PRINCIPAL, at, body))


def not_scheduled(course: Course, at: str, *keys: str, on: str, number: str = "S-9") -> list[str]:
    return rules_of(course.refused("schedule_exam", MEM, at, seated(number, on, *keys)))


def not_ticked(course: Course, at: str) -> list[str]:
    return rules_of(course.refused("approve_end_of_course", Office.PRINCIPAL, at))


def in_spring_of_2020(planned_on: str, *, exempt: tuple[str, ...] = ()) -> Course:
    """A course planned on a day of April 2020, its last lesson over."""
    lessons = a_lesson_plan(date(2020, 4, 20), a_lesson(1), a_lesson(4))
    course = planned(received=f"{planned_on}T10:00", **SPRING, lesson_plan=lessons)
    course.enrols(f"{planned_on}T11:00", "t-1", "t-2", exempt=exempt)
    course.approved("2020-04-17", "2020-04-17", "2020-04-17")
    course.until("2020-07-13T09:00")
    return course


# -- whose turn it is ----------------------------------------------------------------------------


@pytest.mark.rule("C-8.3")
def test_the_institution_asks_and_the_directorate_plans_holds_and_records() -> None:
    course = in_exams()
    stood = [turn(course)]
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    stood.append(turn(course))
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-11", "t-1", "t-2")
    stood.append(turn(course))
    course.records("2026-12-11T17:00", "S-1", t_1="passed", t_2="failed")
    stood.append(turn(course))
    course.examines("S-2", "2026-12-18", t_2="passed")
    stood.append(turn(course))

    assert stood == [
        ("request_exam", Office.PRINCIPAL),
        ("schedule_exam", MEM),
        ("record_exam_results", MEM),
        ("request_exam", Office.PRINCIPAL),
        ("approve_end_of_course", Office.PRINCIPAL),
    ]
    assert course.stage == Stage.EXAMS
    assert course.told("C-8.3") == [
        ("C-8.3/1", f"education-directorate/{DISTRICT}", "2026-12-01"),
        ("C-8.3/1", f"principal/{INSTITUTION}", "2026-12-02"),
        ("C-8.3/2", f"education-directorate/{DISTRICT}", "2026-12-16"),
        ("C-8.3/2", f"principal/{INSTITUTION}", "2026-12-17"),
    ]


@pytest.mark.rule("C-8.3", "C-13.1")
def test_what_is_told_names_no_trainee() -> None:
    course = in_exams()
    body: Body = {
        "candidates": {"t-1": {"interpreter": True}, "t-2": {}},
        "wished_on": "2026-12-10",
        "confirmed": True,
    }
    course.send("request_exam", Office.PRINCIPAL, "2026-12-01T10:00", body)
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-11", "t-1")

    asked, scheduled = (notice.facts for notice in course.notices)
    assert asked == {
        "file_no": "2026-0007",
        "candidates": 2,
        "interpreters": 1,
        "wished_on": "2026-12-10",
        "window": 12,
        "window_unit": "months",
    }
    assert scheduled == {
        "file_no": "2026-0007",
        "sitting": "S-1",
        "held_on": "2026-12-11",
        "candidates": 1,
    }


@pytest.mark.rule("C-8.3", "R-C.11")
def test_nobody_waits_for_an_exam_of_somebody_who_has_left() -> None:
    course = in_exams()
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="failed")
    course.asks("2026-12-14T10:00", "t-2", wished_on="2026-12-18")
    assert turn(course) == ("schedule_exam", MEM)
    course.sets("2026-12-14T11:00", t_2="withdrawn")

    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    course.ticks("2026-12-14T12:00")


@pytest.mark.rule("C-8.3")
def test_only_the_directorate_plans_and_grades_and_only_the_institution_asks() -> None:
    course = in_exams()
    asked, planned_ = requested("t-1", wished_on="2026-12-10"), seated("S-1", "2026-12-10", "t-1")

    assert rules_of(course.refused("request_exam", MEM, course.soon, asked)) == ["C-8.3"]
    course.asks("2026-12-01T10:00", "t-1", wished_on="2026-12-10")
    no = course.refused("schedule_exam", Office.PRINCIPAL, course.soon, planned_)
    assert rules_of(no) == ["C-8.3"]
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1")
    body: Body = {"sitting": "S-1", "results": {"t-1": "passed"}}
    no = course.refused("record_exam_results", Office.PRINCIPAL, "2026-12-10T17:00", body)
    assert rules_of(no) == ["C-8.3"]


@pytest.mark.rule("C-8.3", "C-8.4", "C-13.1")
def test_an_exam_is_asked_for_its_own_confirmed_candidates() -> None:
    course = in_exams(exempt=("t-3",))

    assert not_asked(course, course.soon, "t-9", on="2026-12-10") == ["C-8.3"]
    assert not_asked(course, course.soon, "t-3", on="2026-12-10") == ["C-8.4"]
    assert not_asked(course, course.soon, "t-1", on="2026-12-10", confirmed=False) == ["C-13.1"]
    assert not_scheduled(course, course.soon, "t-1", on="2026-12-10") == ["C-8.3"]
    course.asks("2026-12-01T10:00", "t-1", wished_on="2026-12-10")
    # a Sunday; a day that is over; somebody for whom nobody has asked
    assert not_scheduled(course, course.soon, "t-1", on="2026-12-13") == ["C-8.5"]
    assert not_scheduled(course, "2026-12-03T10:00", "t-1", on="2026-12-02") == ["C-8.3"]
    assert not_scheduled(course, course.soon, "t-1", "t-2", on="2026-12-10") == ["C-8.3"]


@pytest.mark.rule("C-8.3")
def test_results_are_those_of_the_candidates_once_and_after_the_exam() -> None:
    course = in_exams()
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1", "t-2")

    def not_recorded(at: str, **results: str) -> list[str]:
        found: Body = {key.replace("_", "-"): result for key, result in results.items()}
        body: Body = {"sitting": "S-1", "results": found}
        return rules_of(course.refused("record_exam_results", MEM, at, body))

    assert not_recorded("2026-12-09T10:00", t_1="passed", t_2="passed") == ["C-8.3"]
    assert not_recorded("2026-12-10T17:00", t_1="passed") == ["C-8.3"]
    course.records("2026-12-10T18:00", "S-1", t_1="passed", t_2="failed")
    assert not_recorded("2026-12-10T19:00", t_1="passed", t_2="passed") == ["C-8.3"]
    assert not_asked(course, "2026-12-11T10:00", "t-1", on="2026-12-18") == ["C-8.3"]
    no = course.refused("cancel_exam", MEM, "2026-12-11T11:00", REASON | {"sitting": "S-1"})
    assert rules_of(no) == ["C-8.3"]


@pytest.mark.rule("C-14.1")
def test_entry_papers_are_issued_for_all_or_for_some_candidates_of_a_sitting() -> None:
    course = in_exams()
    name, role = "issue_exam_documents", Office.PRINCIPAL
    assert rules_of(course.refused(name, role, course.soon, {"sitting": "S-1"})) == ["C-14.1"]
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1")
    some: Body = {"sitting": "S-1", "trainees": ["t-2"]}

    assert rules_of(course.refused(name, role, course.soon, some)) == ["C-14.1"]
    course.send(name, role, "2026-12-03T10:00", {"sitting": "S-1"})
    course.send(name, role, "2026-12-03T11:00", {"sitting": "S-1", "trainees": ["t-1"]})
    assert turn(course) == ("record_exam_results", MEM)
    course.records("2026-12-10T17:00", "S-1", t_1="passed")


# -- four rights ---------------------------------------------------------------------------------

FOUR = ("2026-12-10", "2027-01-14", "2027-02-11", "2027-03-18")
"""Thursdays."""


@pytest.mark.rule("C-8.5", "R-C.8", "R-C.11")
@pytest.mark.parametrize("result", ["failed", "absent"])
def test_after_four_exams_failed_or_missed_there_is_no_fifth(result: str) -> None:
    course = in_exams("t-1")
    for number, day in enumerate(FOUR, start=1):
        assert turn(course) == ("request_exam", Office.PRINCIPAL)
        assert not_ticked(course, course.soon) == ["R-C.11"]
        course.examines(f"S-{number}", day, t_1=result)

    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    assert not_asked(course, "2027-03-19T10:00", "t-1", on="2027-04-15") == ["C-8.5"]
    course.ticks("2027-03-19T11:00")
    course.issues("2027-03-19T12:00")
    assert course.outcome == ("completed", "C-8.9", "2027-03-19")
    assert course.certificates == []


@pytest.mark.rule("R-C.8")
def test_it_is_a_figure_whether_a_missed_exam_uses_up_a_right() -> None:
    course = in_exams("t-1", book=with_figures(BOOK, {"figures.exam.noshow": "SPARES"}))
    for number, day in enumerate(FOUR, start=1):
        course.examines(f"S-{number}", day, t_1="absent")

    assert turn(course) == ("request_exam", Office.PRINCIPAL)
    course.examines("S-5", "2027-04-15", t_1="passed")


@pytest.mark.rule("R-C.8", "C-8.5")
def test_a_cancelled_exam_uses_up_no_right_and_is_planned_anew() -> None:
    course = in_exams("t-1")
    for number, day in enumerate(FOUR[:3], start=1):
        course.examines(f"S-{number}", day, t_1="failed")
    course.asks("2027-03-15T10:00", "t-1", wished_on="2027-03-18")
    course.schedules("2027-03-15T11:00", "S-4", "2027-03-18", "t-1")
    assert not_asked(course, "2027-03-15T12:00", "t-1", on="2027-03-25") == ["C-8.5"]
    course.calls_off("2027-03-16T10:00", "S-4")

    assert turn(course) == ("schedule_exam", MEM)
    assert course.told()[-1] == ("C-8.3/5", f"principal/{INSTITUTION}", "2027-03-16")
    course.schedules("2027-03-16T11:00", "S-5", "2027-03-25", "t-1")
    course.records("2027-03-25T17:00", "S-5", t_1="passed")
    course.ticks("2027-03-26T10:00")


@pytest.mark.rule("R-C.8")
def test_a_sitting_is_called_off_by_the_directorate_with_a_reason() -> None:
    course = in_exams()
    course.asks("2026-12-01T10:00", "t-1", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1")
    named = REASON | {"sitting": "S-1"}

    def not_called_off(by: str, body: Body) -> list[str]:
        return rules_of(course.refused("cancel_exam", by, course.soon, body))

    assert not_called_off(Office.PRINCIPAL, named) == ["R-C.8"]
    assert not_called_off(MEM, {"sitting": "S-1"}) == ["R-C.8"]
    course.calls_off(course.soon, "S-1")
    # the number is not used again, and there are no results of it
    assert not_scheduled(course, course.soon, "t-1", on="2026-12-10", number="S-1") == ["C-8.3"]
    body: Body = {"sitting": "S-1", "results": {"t-1": "passed"}}
    no = course.refused("record_exam_results", MEM, "2026-12-10T17:00", body)
    assert rules_of(no) == ["C-8.3"]


# -- the last day --------------------------------------------------------------------------------


@pytest.mark.rule("C-8.5", "R-C.9")
def test_the_last_exam_day_is_not_rolled_over_a_feast() -> None:
    """Twelve months from Sunday 28 February 2027 is Monday 28 February 2028, in the feast.

    Saturday the 26th is its first day. Friday the 25th is its eve: open in the morning.
    """
    course = active("t-1", "t-2", **UNTIL_28_FEBRUARY)
    course.until("2027-03-01T09:00")
    assert course.due("C-8.5") == "2028-02-29T00:00:00"
    course.asks("2028-02-21T10:00", "t-1", "t-2", wished_on="2028-02-25")

    assert not_scheduled(course, "2028-02-21T11:00", "t-1", on="2028-02-28") == ["C-8.5", "C-8.5"]
    assert not_scheduled(course, "2028-02-21T12:00", "t-1", on="2028-03-01") == ["C-8.5"]
    course.schedules("2028-02-21T13:00", "S-1", "2028-02-25", "t-1")
    course.records("2028-03-01T10:00", "S-1", t_1="passed")


@pytest.mark.rule("C-8.5", "R-C.9", "R-C.11")
def test_after_the_last_day_nobody_is_examined_and_only_results_are_waited_for() -> None:
    """The last working day of the twelve months is Friday 26 November 2027."""
    course = in_exams("t-1", "t-2", "t-3")
    course.asks("2027-11-22T10:00", "t-1", "t-2", wished_on="2027-11-26")
    course.schedules("2027-11-22T11:00", "S-1", "2027-11-26", "t-1")
    assert not_ticked(course, "2027-11-26T10:00") == ["R-C.11"]
    course.until("2027-11-29T09:00")

    # t-1 has sat an exam without a result; for t-2 one was asked, for t-3 none
    assert turn(course) == ("record_exam_results", MEM)
    assert not_asked(course, course.soon, "t-3", on="2027-11-30") == ["C-8.5"]
    assert not_scheduled(course, course.soon, "t-2", on="2027-11-30") == ["C-8.5"]
    assert not_scheduled(course, course.soon, "t-2", on="2027-11-26") == ["C-8.3"]
    assert not_ticked(course, course.soon) == ["R-C.11"]
    course.records("2027-11-30T10:00", "S-1", t_1="failed")
    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    course.ticks("2027-11-30T11:00")


@pytest.mark.rule("C-8.5")
def test_when_the_time_for_exams_is_over_it_is_the_principals_turn_by_the_calendar_alone() -> None:
    course = in_exams("t-1")
    course.asks("2027-11-22T10:00", "t-1", wished_on="2027-11-26")
    course.until("2027-11-28T00:00:00")
    assert turn(course) == ("schedule_exam", MEM)
    course.until("2027-11-28T00:00:01")

    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    assert (course.stage, course.term("C-8.5").state) == (Stage.EXAMS, "met")


@pytest.mark.rule("C-8.5")
def test_reminders_of_the_exams_go_out_two_months_one_and_ten_days_before() -> None:
    """Before Saturday 27 November 2027, on the working day at or before.

    Sixty days before it is Tuesday 28 September, thirty Thursday 28 October, ten Wednesday 17
    November.
    """
    course = in_exams()
    course.until("2027-11-27T12:00")

    assert [on for *_, on in course.told("C-8.5")] == ["2027-09-28", "2027-10-28", "2027-11-17"]
    assert {to for _, to, _ in course.told("C-8.5")} == {f"principal/{INSTITUTION}"}


# -- before the end, and without a certificate ---------------------------------------------------


@pytest.mark.rule("C-8.3", "C-8.5")
@pytest.mark.parametrize("way", [active, uncertificated])
def test_there_are_no_exams_before_the_end_nor_without_a_certificate(way: Any) -> None:
    course = way()
    body = requested("t-1", wished_on="2027-03-10")

    no = course.refused("request_exam", Office.PRINCIPAL, course.soon, body)
    assert rules_of(no) == ["C-8.3"]
    assert "C-8.5" not in course.file.terms


# -- the earlier directive -----------------------------------------------------------------------


@pytest.mark.rule("C-8.2", "R-C.6", "C-8.4")
def test_a_course_planned_by_16_april_2020_is_graded_by_the_directorate() -> None:
    course = in_spring_of_2020("2020-04-16", exempt=("t-3",))
    assert turn(course) == ("record_grades", MEM)
    assert not_asked(course, "2020-07-13T10:00", "t-1", on="2020-07-20") == ["C-8.2"]

    def not_graded(by: str, **results: str) -> list[str]:
        found: Body = {key.replace("_", "-"): result for key, result in results.items()}
        return rules_of(course.refused("record_grades", by, course.soon, {"results": found}))

    assert not_graded(Office.PRINCIPAL, t_1="passed") == ["C-8.2"]
    assert not_graded(MEM, t_1="passed", t_3="passed") == ["C-8.4"]
    course.grades("2020-07-14T10:00", t_1="passed", t_2="failed")
    assert turn(course) == ("record_grades", MEM)
    assert not_ticked(course, course.soon) == ["R-C.11"]
    course.grades("2020-07-21T10:00", t_2="passed")
    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    course.ticks("2020-07-22T10:00")


@pytest.mark.rule("C-8.2", "C-8.3", "R-C.6")
def test_one_planned_on_the_17th_is_examined_under_the_new_one() -> None:
    course = in_spring_of_2020("2020-04-17")
    assert turn(course) == ("request_exam", Office.PRINCIPAL)

    no = course.refused("record_grades", MEM, course.soon, {"results": {"t-1": "passed"}})
    assert rules_of(no) == ["C-8.3"]
    course.asks("2020-07-14T10:00", "t-1", wished_on="2020-07-20")


@pytest.mark.rule("C-8.6", "R-C.7")
@pytest.mark.parametrize("planned_on", ["2020-04-16", "2020-04-17"])
def test_whatever_ended_by_new_year_2022_is_completed_by_new_year_2023(planned_on: str) -> None:
    course = in_spring_of_2020(planned_on)

    # the whole of 1 January 2023; the exams still end a year after 10 July 2020
    assert course.due("C-8.1") == "2023-01-02T00:00:00"
    assert course.due("C-8.5") == "2021-07-11T00:00:00"
