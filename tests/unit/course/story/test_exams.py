"""The exams of a certificated course (§8a, §13, §14): whose turn it is, how often, until when."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK
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
    course = planned(received=f"{planned_on}T10:00", **SPRING)
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
def test_what_is_told_names_programme_and_candidates_by_their_keys() -> None:
    course = in_exams()
    body: Body = {
        "candidates": {"t-1": {"interpreter": True}, "t-2": {}},
        "wished_on": "2026-12-10",
        "confirmed": True,
    }
    course.send("request_exam", Office.PRINCIPAL, "2026-12-01T10:00", body)
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-11", "t-1")

    over, asked, scheduled = (notice.facts for notice in course.notices)
    assert over == {
        "file_no": "2026-0007",
        "last_day": "2027-11-27",
        "exams_until": "2027-11-27",
        "exam_rights": 4,
    }
    assert asked == {
        "file_no": "2026-0007",
        "programme": "ingilizce-a1",
        "candidates": 2,
        "who": ["t-1", "t-2"],
        "interpreters": 1,
        "wished_on": "2026-12-10",
        "last_day": "2027-11-27",
        "any_day": True,
    }
    assert scheduled == {
        "file_no": "2026-0007",
        "programme": "ingilizce-a1",
        "sitting": "S-1",
        "held_on": "2026-12-11",
        "candidates": 1,
        "who": ["t-1"],
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
    # a day that is over; somebody for whom nobody has asked
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
def test_the_last_exam_day_is_the_anniversary_itself_even_in_a_feast() -> None:
    """Twelve months from Sunday 28 February 2027 is Monday 28 February 2028, in the feast."""
    course = active("t-1", "t-2", **UNTIL_28_FEBRUARY)
    course.until("2027-03-01T09:00")
    assert course.due("C-8.5") == "2028-02-29T00:00:00"
    course.asks("2028-02-21T10:00", "t-1", "t-2", wished_on="2028-02-28")

    assert not_scheduled(course, "2028-02-21T12:00", "t-1", on="2028-02-29") == ["C-8.5"]
    course.schedules("2028-02-21T13:00", "S-1", "2028-02-28", "t-1")
    assert not_ticked(course, "2028-02-28T23:00") == ["R-C.11"]
    course.records("2028-03-01T10:00", "S-1", t_1="passed")


@pytest.mark.rule("R-C.9")
def test_on_working_days_alone_the_term_ends_with_the_last_of_them() -> None:
    """Saturday 26 February 2028 is the first day of the feast, Friday the 25th its eve."""
    book = with_figures(BOOK, {"figures.exam.days": "WORKING"})
    course = active("t-1", book=book, **UNTIL_28_FEBRUARY)
    course.until("2027-03-01T09:00")

    assert course.due("C-8.5") == "2028-02-26T00:00:00"
    assert course.due("C-8.1") == "2028-02-29T00:00:00"
    course.asks("2028-02-21T10:00", "t-1", wished_on="2028-02-25")
    assert not_scheduled(course, "2028-02-21T11:00", "t-1", on="2028-02-26") == ["C-8.5"]
    assert not_scheduled(course, "2028-02-21T12:00", "t-1", on="2028-02-27") == ["C-8.5"]
    course.schedules("2028-02-21T13:00", "S-1", "2028-02-25", "t-1")


@pytest.mark.rule("C-8.5", "R-C.9", "R-C.11")
def test_after_the_last_day_nobody_is_examined_and_only_results_are_waited_for() -> None:
    """The last day of the twelve months is Saturday 27 November 2027."""
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


PRINCIPAL, OFFICE = f"principal/{INSTITUTION}", f"education-directorate/{DISTRICT}"
GENERAL = "general-directorate"


@pytest.mark.rule("C-8.5")
def test_whoever_s_turn_it_is_is_reminded_of_the_end_of_the_exams() -> None:
    """Before Saturday 27 November 2027, on the working day at or before.

    Sixty days before it is Tuesday 28 September, thirty Thursday 28 October, ten Wednesday 17
    November. Until Monday 4 October nobody has asked for an exam; then one is to be planned.
    """
    course = in_exams("t-1", "t-2")
    course.until("2027-10-04T09:00")
    course.asks("2027-10-04T10:00", "t-1", wished_on="2027-11-20")
    assert course.term("C-8.5").law.awaits == MEM
    course.until("2027-11-27T12:00")

    assert [(to, on) for _, to, on in course.told("C-8.5")] == [
        (PRINCIPAL, "2027-09-28"),
        (OFFICE, "2027-10-28"),
        (OFFICE, "2027-11-17"),
    ]


@pytest.mark.rule("C-8.5", "R-C.11")
def test_nobody_is_reminded_of_exams_once_all_are_done_until_somebody_waits_again() -> None:
    course = in_exams("t-1")
    course.examines("S-1", "2026-12-10", t_1="passed")
    assert course.term("C-8.5").state == "dropped"
    course.corrects("2026-12-11T10:00", "S-1", t_1="failed")

    assert course.due("C-8.5#2") == "2027-11-28T00:00:00"
    assert turn(course) == ("request_exam", Office.PRINCIPAL)
    course.until("2027-11-27T12:00")
    reminded = [what for what, *_ in course.told("C-8.5") if "reminder" in what]
    assert {what.split("/")[0] for what in reminded} == {"C-8.5#2"}


@pytest.mark.rule("C-8.5")
def test_at_the_end_every_office_is_told_and_the_unexamined_are_named() -> None:
    """t-1 waits for a result, for t-2 an exam was asked and none planned, t-3 was forgotten."""
    course = in_exams("t-1", "t-2", "t-3", exempt=("t-4",))
    course.asks("2027-11-15T10:00", "t-1", "t-2", wished_on="2027-11-26")
    course.schedules("2027-11-16T10:00", "S-1", "2027-11-27", "t-1")
    course.until("2027-11-28T00:00:01")

    assert course.file.attention == ("story/C-8.5/t-2", "story/C-8.5/t-3")
    assert [(to, on) for _, to, on in course.told("C-8.5")][-3:] == [
        (PRINCIPAL, "2027-11-28"),
        (OFFICE, "2027-11-28"),
        (GENERAL, "2027-11-28"),
    ]
    told = [notice for notice in course.notices if notice.template == "exam_time_over"]
    assert told[0].facts == {
        "file_no": "2026-0007",
        "programme": "ingilizce-a1",
        "last_day": "2027-11-27",
        "unexamined": 2,
        "who": ["t-2", "t-3"],
        "unplanned": 1,
    }
    # the end may be approved, and they stay named
    course.records("2027-11-29T10:00", "S-1", t_1="passed")
    course.ticks("2027-11-29T11:00")
    assert course.file.attention == ("story/C-8.5/t-2", "story/C-8.5/t-3")


@pytest.mark.rule("C-8.5", "R-C.11")
def test_where_everybody_was_examined_the_end_is_not_told_of() -> None:
    course = in_exams("t-1")
    course.asks("2027-11-15T10:00", "t-1", wished_on="2027-11-26")
    course.schedules("2027-11-16T10:00", "S-1", "2027-11-26", "t-1")
    course.until("2027-12-01T00:00:01")

    assert (course.file.attention, turn(course)) == ((), ("record_exam_results", MEM))
    assert [what for what, *_ in course.told("C-8.5") if "reminder" not in what] == []


# -- called off when it is too late --------------------------------------------------------------


@pytest.mark.rule("R-C.18", "C-8.5")
@pytest.mark.parametrize("on", ["2027-11-27", "2027-11-29"])
def test_an_exam_called_off_on_the_last_day_or_later_is_no_more_held_and_all_are_told(
    on: str,
) -> None:
    course = in_exams("t-1", "t-2")
    course.asks("2027-11-22T10:00", "t-1", "t-2", wished_on="2027-11-27")
    course.schedules("2027-11-22T11:00", "S-1", "2027-11-27", "t-1", "t-2")
    course.calls_off(f"{on}T18:00", "S-1")

    assert course.file.attention == ("story/C-8.5/t-1", "story/C-8.5/t-2")
    assert course.told("R-C.18") == [("R-C.18/1", to, on) for to in (PRINCIPAL, OFFICE, GENERAL)]
    assert course.notices[-1].facts["replan_until"] is None
    course.until("2027-11-29T19:00")
    assert not_scheduled(course, course.soon, "t-1", on="2027-11-30") == ["C-8.5"]
    course.ticks(course.soon)


@pytest.mark.rule("R-C.18", "R-C.8")
def test_called_off_before_that_it_is_planned_anew_by_a_day_that_the_letter_names() -> None:
    course = in_exams("t-1")
    course.asks("2027-11-22T10:00", "t-1", wished_on="2027-11-26")
    course.schedules("2027-11-22T11:00", "S-1", "2027-11-26", "t-1")
    course.calls_off("2027-11-26T08:00", "S-1")

    assert course.file.attention == ()
    assert course.notices[-1].facts["replan_until"] == "2027-11-27"
    course.schedules("2027-11-26T09:00", "S-2", "2027-11-27", "t-1")


@pytest.mark.rule("R-C.18")
def test_it_is_a_figure_whether_it_is_held_again() -> None:
    """Five working days from Monday 29 November 2027 are Monday 6 December."""
    book = with_figures(BOOK, {"figures.exam.replan_after_limit": 5})
    course = in_exams("t-1", "t-2", book=book)
    course.asks("2027-11-22T10:00", "t-1", "t-2", wished_on="2027-11-27")
    course.schedules("2027-11-22T11:00", "S-1", "2027-11-27", "t-1")
    course.calls_off("2027-11-29T18:00", "S-1")

    assert course.notices[-1].facts["replan_until"] == "2027-12-06"
    assert (course.due("C-8.5#2"), turn(course)) == (
        "2027-12-07T00:00:00",
        ("schedule_exam", MEM),
    )
    assert not_ticked(course, course.soon) == ["R-C.11"]
    assert not_scheduled(course, course.soon, "t-2", on="2027-12-06") == ["C-8.5"]
    course.schedules("2027-11-30T10:00", "S-2", "2027-12-06", "t-1")
    course.records("2027-12-06T18:00", "S-2", t_1="passed")
    course.ticks("2027-12-07T10:00")


# -- what was entered wrong ----------------------------------------------------------------------


@pytest.mark.rule("R-C.19")
def test_results_are_corrected_by_the_directorate_with_a_reason_until_the_end_approval() -> None:
    course = in_exams("t-1", "t-2")
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="failed")

    def not_corrected(by: str, body: Body) -> list[str]:
        return rules_of(course.refused("correct_exam_results", by, course.soon, body))

    right: Body = {"sitting": "S-1", "results": {"t-2": "passed"}}
    assert not_corrected(MEM, right) == ["R-C.19"]
    assert not_corrected(Office.PRINCIPAL, right | REASON) == ["R-C.19"]
    assert not_corrected(MEM, REASON | right | {"results": {"t-2": "failed"}}) == ["R-C.19"]
    assert not_corrected(MEM, REASON | right | {"results": {"t-9": "failed"}}) == ["R-C.19"]
    assert not_corrected(MEM, REASON | right | {"sitting": "S-9"}) == ["R-C.19"]
    first = course.journal[-1]
    course.corrects("2026-12-14T10:00", "S-1", t_1="absent", t_2="passed")

    assert first in course.journal
    assert course.notices[-1].facts == {
        "file_no": "2026-0007",
        "programme": "ingilizce-a1",
        "corrected": True,
        "reason": "Yeterli başvuru olmadı.",
        "passed": 1,
        "failed": 0,
        "absent": 1,
        "with_rights": 1,
        "without_rights": 0,
        "last_day": "2027-11-27",
    }
    course.examines("S-2", "2026-12-18", t_1="passed")
    course.ticks("2026-12-21T10:00")
    no = course.refused("correct_exam_results", MEM, course.soon, REASON | right)
    assert rules_of(no) == ["R-C.19"]


@pytest.mark.rule("R-C.19", "C-8.2")
def test_of_grades_the_last_one_of_each_is_corrected() -> None:
    course = in_spring_of_2020("2020-04-16")
    course.grades("2020-07-14T10:00", t_1="failed", t_2="failed")
    course.grades("2020-07-21T10:00", t_1="failed")
    course.corrects("2020-07-22T10:00", None, t_1="passed", t_2="passed")

    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    body: Body = REASON | {"results": {"t-1": "absent"}}
    no = course.refused("correct_exam_results", MEM, course.soon, body)
    assert rules_of(no) == ["C-8.2"]


@pytest.mark.rule("R-C.19", "C-8.2")
def test_a_pass_that_was_a_mistake_is_none_once_the_last_grade_is_corrected() -> None:
    course = in_spring_of_2020("2020-04-16")
    course.grades("2020-07-14T10:00", t_1="failed", t_2="passed")
    course.grades("2020-07-21T10:00", t_1="passed")
    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)
    course.corrects("2020-07-22T10:00", None, t_1="failed")

    assert turn(course) == ("record_grades", MEM)


@pytest.mark.rule("R-C.19", "R-C.8")
def test_whoever_came_off_a_list_is_not_among_those_planned_anew() -> None:
    course = in_exams("t-1", "t-2")
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1", "t-2")
    course.takes_off("2026-12-03T10:00", "S-1", "t-2")
    course.calls_off("2026-12-04T10:00", "S-1")

    assert not_scheduled(course, course.soon, "t-1", "t-2", on="2026-12-17") == ["C-8.3"]
    course.schedules(course.soon, "S-2", "2026-12-17", "t-1")


@pytest.mark.rule("R-C.19", "R-C.8")
def test_who_died_before_an_exam_comes_off_its_list_and_uses_up_no_right() -> None:
    course = in_exams("t-1", "t-2")
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1", "t-2")
    course.sets("2026-12-09T10:00", t_2="deceased")
    all_of_them: Body = REASON | {"sitting": "S-1", "candidates": ["t-1", "t-2"]}
    for body in (all_of_them, all_of_them | {"candidates": ["t-9"]}):
        no = course.refused("take_off_candidates", MEM, course.soon, body)
        assert rules_of(no) == ["R-C.19"]
    course.takes_off("2026-12-09T11:00", "S-1", "t-2")

    assert course.told("R-C.19") == [("R-C.19/1", PRINCIPAL, "2026-12-09")]
    course.records("2026-12-10T17:00", "S-1", t_1="passed")
    course.ticks("2026-12-11T10:00")


@pytest.mark.rule("R-C.19", "C-8.3")
def test_who_was_put_down_by_mistake_is_asked_for_anew() -> None:
    course = in_exams("t-1", "t-2")
    course.asks("2026-12-01T10:00", "t-1", "t-2", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1", "t-2")
    course.takes_off("2026-12-10T11:00", "S-1", "t-2")
    course.records("2026-12-10T17:00", "S-1", t_1="passed")
    assert turn(course) == ("request_exam", Office.PRINCIPAL)
    for number, day in enumerate(FOUR, start=2):
        later = f"2027-{6 + number:02}{day[7:]}"
        course.examines(f"S-{number}", later, t_2="failed")

    # four exams after it: none was used up by the one that was not sat
    assert turn(course) == ("approve_end_of_course", Office.PRINCIPAL)


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

    # the whole of 1 January 2023, and the exams and grades with it
    assert course.due("C-8.1") == course.due("C-8.5") == "2023-01-02T00:00:00"


@pytest.mark.rule("C-8.6", "C-8.5")
def test_and_examined_until_then() -> None:
    """The course ended on 10 July 2020; Wednesday 15 June 2022 is almost two years after it."""
    course = in_spring_of_2020("2020-04-17")
    course.examines("S-1", "2022-06-15", t_1="passed")
    course.until("2022-12-31T10:00")

    assert not_asked(course, course.soon, "t-2", on="2023-01-02") == ["C-8.5"]
    course.asks("2022-12-31T11:00", "t-2", wished_on="2023-01-01")
