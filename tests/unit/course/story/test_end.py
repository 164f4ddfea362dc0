"""The end of a course (§8, §15): its approval, its documents, and what an overrun leads to."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK, a_plan
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.law.rulebook import with_figures

from .cases import (
    DISTRICT,
    INSTITUTION,
    SECOND_LEVEL,
    Body,
    Course,
    active,
    changing,
    completed,
    ended,
    in_exams,
    planned,
    uncertificated,
)

OFFICE, GENERAL = f"education-directorate/{DISTRICT}", "general-directorate"
PRINCIPAL = f"principal/{INSTITUTION}"
PLAIN = {"document": "Kurs Tamamlama Belgesi"}
LEVEL = {"document": "Seviye Tamamlama Belgesi"}


def not_ticked(course: Course, at: str, by: str = Office.PRINCIPAL) -> list[str]:
    return rules_of(course.refused("approve_end_of_course", by, at))


def not_issued(course: Course, document: str, by: str = Office.PRINCIPAL) -> list[str]:
    body: Body = {"document": document}
    return rules_of(course.refused("issue_certificates", by, course.soon, body))


# -- the end approval ----------------------------------------------------------------------------


@pytest.mark.rule("C-8.8", "R-C.11")
def test_the_box_is_ticked_when_nobody_waits_for_a_result_any_more() -> None:
    """One has passed, one is exempt, one has left; the fourth is still to be examined."""
    course = in_exams("t-1", "t-2", "t-4", exempt=("t-3",))
    course.examines("S-1", "2026-12-10", t_1="passed")
    course.sets("2026-12-11T10:00", t_2="failed-by-absence")
    assert not_ticked(course, "2026-12-11T11:00") == ["R-C.11"]
    course.examines("S-2", "2026-12-18", t_4="passed")
    course.ticks("2026-12-21T10:00")

    assert (course.stage, course.waiting_on) == (Stage.END_APPROVED, Office.PRINCIPAL)
    assert course.open_commands == {"issue_certificates"}
    assert course.term("C-8.5").state == "dropped"


@pytest.mark.rule("C-8.8")
@pytest.mark.parametrize("by", [Office.EDUCATION_DIRECTORATE, Office.DISTRICT_DIRECTOR])
def test_only_the_principal_ticks_it(by: str) -> None:
    course = in_exams()
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="passed")

    assert not_ticked(course, "2026-12-11T10:00", by=by) == ["C-8.8"]
    course.ticks("2026-12-11T11:00")


@pytest.mark.rule("C-8.8")
@pytest.mark.parametrize("way", [planned, active, changing, ended])
def test_it_is_ticked_after_the_last_lesson_and_once(way: Any) -> None:
    course = way()

    assert not_ticked(course, course.soon) == ["C-8.8"]


@pytest.mark.rule("R-C.11")
def test_it_is_a_figure_whether_the_box_waits_for_results() -> None:
    book = with_figures(BOOK, {"figures.course.tick_requires_grades": False})
    course = in_exams(book=book)
    course.ticks("2026-12-01T10:00")

    assert course.stage == Stage.END_APPROVED


# -- the documents -------------------------------------------------------------------------------


@pytest.mark.rule("C-8.9", "C-15.1", "C-8.4")
def test_with_the_certificates_the_course_is_completed_and_the_next_level_opens() -> None:
    """Whoever passed or is exempt gets one; who failed four times or has left gets none."""
    course = in_exams("t-1", "t-2", "t-4", exempt=("t-3", "t-5"))
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="failed", t_4="passed")
    for number, day in enumerate(("2027-01-14", "2027-02-11", "2027-03-18"), start=2):
        course.examines(f"S-{number}", day, t_2="failed")
    course.sets("2027-03-19T10:00", t_4="withdrawn", t_5="failed-by-absence")
    course.ticks("2027-03-19T11:00")
    assert course.certificates == []
    course.issues("2027-03-19T12:00")

    assert course.outcome == ("completed", "C-8.9", "2027-03-19")
    assert course.certificates == ["t-1/ingilizce-a1/0", "t-3/ingilizce-a1/0"]
    assert course.registers[0].row == {"programme": "ingilizce-a1", "level": None}
    assert course.term("C-8.1").state == "met"


@pytest.mark.rule("C-15.1", "C-8.10")
def test_a_level_is_entered_as_such_and_its_halted_print_is_no_failure() -> None:
    course = ended(**SECOND_LEVEL)
    shown = [course.screen]
    course.issues("2026-12-15T10:00", "screen")
    shown.append(course.screen)

    assert shown == [
        {"course": "active", "gear": "green", "printer": "grey", **LEVEL} | {"notice": "stopped"},
        {"course": "completed", "printer": "green", **LEVEL},
    ]
    assert course.certificates == ["t-1/ingilizce-seviyeli/2"]
    assert course.registers[0].row == {"programme": "ingilizce-seviyeli", "level": 2}


@pytest.mark.rule("C-8.10")
def test_it_is_the_plan_as_revised_that_has_a_level() -> None:
    course = planned(**SECOND_LEVEL)
    course.revises("2026-08-31T10:30", a_plan())
    course.enrols("2026-08-31T11:00", "t-1")
    course.approved("2026-09-01", "2026-09-02", "2026-09-03")
    course.until("2026-11-30T09:00")
    course.examines("S-1", "2026-12-10", t_1="passed")
    course.ticks("2026-12-11T10:00")

    assert course.screen == {"course": "active", "gear": "green", "printer": "grey"} | PLAIN
    course.issues("2026-12-15T10:00")
    assert course.certificates == ["t-1/ingilizce-a1/0"]


@pytest.mark.rule("C-8.9", "C-8.8")
def test_certificates_are_printed_by_the_principal_after_the_end_approval() -> None:
    assert not_issued(in_exams(), "printed") == ["C-8.9"]
    assert not_issued(ended(), "screen") == ["C-8.9"]
    assert not_issued(ended(), "printed", by=Office.EDUCATION_DIRECTORATE) == ["C-8.9"]
    assert completed().outcome == ("completed", "C-8.9", "2026-12-15")


@pytest.mark.rule("C-7.2", "C-8.7", "C-8.9")
def test_gear_and_printer_show_what_is_still_missing() -> None:
    course = in_exams()
    shown = [course.screen]
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="passed")
    shown.append(course.screen)  # grey even though the results are in
    course.ticks("2026-12-11T10:00")
    shown.append(course.screen)
    course.issues("2026-12-14T10:00")
    shown.append(course.screen)

    assert shown == [
        {"course": "active", "gear": "grey"},
        {"course": "active", "gear": "grey"},
        {"course": "active", "gear": "green", "printer": "grey", **PLAIN},
        {"course": "completed", "printer": "green", **PLAIN},
    ]


@pytest.mark.rule("C-8.9")
def test_nothing_follows_the_end() -> None:
    course = completed()

    assert course.open_commands == set()
    assert not_issued(course, "printed") == ["C-8.9"]


# -- a year to complete it -----------------------------------------------------------------------


@pytest.mark.rule("C-8.1", "R-C.9", "R-C.10")
def test_an_overdue_course_is_reported_and_never_ends_by_itself() -> None:
    """It ended on Friday 27 November 2026; the year is over with Saturday 27 November 2027.

    Reminders fall on the working day at or before: 60 days before it is Tuesday 28 September, 30
    Thursday 28 October, 10 Wednesday 17 November. The second office hears of it five working days
    later, on Friday 3 December.
    """
    course = in_exams("t-1")
    course.alone()

    assert course.told("C-8.1") == [
        ("C-8.1/reminder/60/2027-11-27", PRINCIPAL, "2027-09-28"),
        ("C-8.1/reminder/30/2027-11-27", PRINCIPAL, "2027-10-28"),
        ("C-8.1/reminder/10/2027-11-27", PRINCIPAL, "2027-11-17"),
        ("C-8.1/escalation/1/2027-11-27", OFFICE, "2027-11-28"),
        ("C-8.1/escalation/2/2027-11-27", GENERAL, "2027-12-03"),
    ]
    assert (course.outcome, course.stage) == (None, Stage.EXAMS)
    # the box is ticked late, and the certificates are late but valid
    course.ticks("2029-03-01T10:00")
    course.issues("2029-03-01T11:00")
    assert course.outcome == ("completed", "C-8.9", "2029-03-01")


@pytest.mark.rule("C-8.1", "R-C.10")
def test_the_year_goes_on_after_the_end_approval() -> None:
    course = ended()
    course.until("2027-12-04T10:00")

    assert (course.stage, course.term("C-8.1").state) == (Stage.END_APPROVED, "ended")
    assert [to for _, to, _ in course.told("C-8.1")][3:] == [OFFICE, GENERAL]
    course.issues("2027-12-06T10:00")
    assert course.outcome == ("completed", "C-8.9", "2027-12-06")
    assert course.certificates == ["t-1/ingilizce-a1/0"]


@pytest.mark.rule("C-8.1", "R-C.9")
def test_a_year_from_a_leap_day_ends_with_february() -> None:
    """From Tuesday 29 February 2028: Wednesday 28 February 2029, a working day."""
    course = active(ends_on="2028-02-29")
    course.until("2028-03-01T09:00")

    assert course.due("C-8.1") == course.due("C-8.5") == "2029-03-01T00:00:00"


# -- without a certificate -----------------------------------------------------------------------


@pytest.mark.rule("C-8.11", "R-C.10")
def test_an_uncertificated_course_has_a_month_that_is_neither_rolled_nor_enforced() -> None:
    """From Sunday 31 January 2027: Sunday 28 February 2027.

    Reminders: ten days before, Thursday the 18th; three, Thursday the 25th; none, Friday the 26th,
    the working day before that Sunday. The second office hears of it on Friday 5 March.
    """
    course = uncertificated()
    assert (course.stage, course.waiting_on) == (Stage.ACTIVE, Office.PRINCIPAL)
    assert course.due("C-8.11") == "2027-03-01T00:00:00"
    assert {"C-8.1", "C-8.5"} & course.file.terms.keys() == set()
    course.alone()

    assert [(to, on) for _, to, on in course.told("C-8.11")] == [
        (PRINCIPAL, "2027-02-18"),
        (PRINCIPAL, "2027-02-25"),
        (PRINCIPAL, "2027-02-26"),
        (OFFICE, "2027-03-01"),
        (GENERAL, "2027-03-05"),
    ]
    assert course.outcome is None
    course.ticks("2027-04-01T10:00")
    course.issues("2027-04-01T11:00", "screen")
    assert course.outcome == ("completed", "C-8.11", "2027-04-01")


@pytest.mark.rule("C-8.11", "C-8.8", "C-15.1")
def test_it_is_ticked_without_results_opened_on_the_screen_and_opens_no_level() -> None:
    course = uncertificated(exempt=("t-3",))
    assert course.screen == {"course": "active", "gear": "grey"}
    course.ticks("2027-02-02T10:00")
    attended = {"document": "Katılım Belgesi"}
    assert course.screen == {"course": "active", "gear": "green", "printer": "grey"} | attended
    course.issues("2027-02-02T11:00", "screen")

    assert course.outcome == ("completed", "C-8.11", "2027-02-02")
    assert course.screen == {"course": "completed", "printer": "green"} | attended
    assert course.certificates == []
    assert course.told() == [("C-7.2/C-8.11", "principal/99001122", "2027-02-01")]


@pytest.mark.rule("C-8.11", "C-8.8")
def test_nor_is_it_ticked_before_its_last_lesson() -> None:
    course = active(certificated=False)

    assert not_ticked(course, "2026-11-27T18:00") == ["C-8.8"]
    course.until("2026-11-28T00:00:01")
    course.ticks("2026-11-28T10:00")
