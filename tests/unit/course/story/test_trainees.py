"""Who joins a course, leaves it or changes status, and when (§2, §5, §7, §10, §15)."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.law.rulebook import with_figures

from .cases import (
    DISTRICT,
    INSTITUTION,
    SECOND_LEVEL,
    SMALL,
    Body,
    Course,
    active,
    at_branch_manager,
    at_district_director,
    changing,
    closing,
    ended,
    enrolled,
    in_exams,
    planned,
    requested,
)

LATE = "2026-10-12T10:00"
"""A Monday in the middle of the course."""
TINY: dict[str, Any] = {"classroom": SMALL.code}
"""Two seats."""


def struck(trainee: str) -> Body:
    return {"trainee": trainee, "explanation": "Vazgeçti."}


def not_enrolled(
    course: Course, *keys: str, at: str = LATE, by: str = Office.PRINCIPAL, **known: Any
) -> list[str]:
    return rules_of(course.refused("enrol_trainees", by, at, enrolled(*keys), known=known))


# -- before any approval -------------------------------------------------------------------------


@pytest.mark.rule("C-2.1")
def test_before_any_approval_trainees_are_added_as_often_as_it_takes() -> None:
    course = planned()
    course.enrols("2026-08-31T11:00", "t-1", "t-2")
    course.enrols("2026-08-31T12:00", "t-3")

    assert course.stage == Stage.PLANNED
    assert not_enrolled(course, "t-3", "t-4", at=course.soon) == ["C-2.1"]
    assert not_enrolled(course, "t-4", at=course.soon, unknown=["t-4"]) == ["C-2.1"]


@pytest.mark.rule("C-2.1", "C-15.1")
def test_the_register_of_people_is_asked_for_trainees_programme_and_level() -> None:
    course = planned(**SECOND_LEVEL)
    command = course.command("enrol_trainees", Office.PRINCIPAL, LATE, enrolled("t-1", "t-2"))
    asked = gate.question_for(course.reading, command)
    assert asked is not None
    question, request = asked

    assert question.by == "people"
    assert request == {
        "trainees": ["t-1", "t-2"],
        "programme": "ingilizce-seviyeli",
        "level": 2,
        # C-3.1, R-C.5: sixteen years before the day of the enrolment
        "photo_if_born_by": f"{int(LATE[:4]) - 16}{LATE[4:10]}",
    }


@pytest.mark.rule("C-15.1")
def test_who_has_not_completed_the_level_below_is_not_added() -> None:
    course = planned(**SECOND_LEVEL)

    assert not_enrolled(course, "t-1", "t-2", without_previous_level=["t-2"]) == ["C-15.1"]
    course.enrols(course.soon, "t-1")


@pytest.mark.rule("C-2.2")
def test_whom_a_court_hides_the_directorate_general_adds_and_nobody_else() -> None:
    course = planned()
    hidden: dict[str, Any] = {"hidden": ["t-9"]}

    assert not_enrolled(course, "t-9", at="2026-08-31T11:00", **hidden) == ["C-2.2"]
    directorate = Office.EDUCATION_DIRECTORATE
    # it may add nobody, hidden or not
    assert not_enrolled(course, "t-9", at="2026-08-31T12:00", by=directorate, **hidden) == [
        "C-2.1",
        "C-2.2",
    ]
    course.enrols("2026-08-31T13:00", "t-9", by=Office.DIRECTORATE_GENERAL, **hidden)
    assert not_enrolled(course, "t-9", at=course.soon) == ["C-2.1"]


@pytest.mark.rule("C-10.1", "C-7.1")
def test_a_classroom_takes_as_many_as_it_has_seats() -> None:
    course = planned(**TINY)
    course.enrols("2026-08-31T11:00", "t-1")
    assert not_enrolled(course, "t-2", "t-3", at="2026-08-31T12:00") == ["C-10.1"]
    course.enrols("2026-08-31T13:00", "t-2")
    course.approved("2026-09-01", "2026-09-02", "2026-09-03")
    course.inquires("2026-10-12T10:00")

    assert not_enrolled(course, "t-3", at="2026-10-12T11:00") == ["C-10.1"]
    course.sets("2026-10-12T12:00", t_1="withdrawn")
    course.enrols("2026-10-12T13:00", "t-3")
    back: Body = {"changes": {"t-1": "active"}}
    no = course.refused("set_trainee_status", Office.PRINCIPAL, "2026-10-12T14:00", back)
    assert rules_of(no) == ["C-10.1"]


# -- between the approvals -----------------------------------------------------------------------


@pytest.mark.rule("R-C.2", "C-2.1", "C-2.3")
@pytest.mark.parametrize("way", [at_branch_manager, at_district_director])
@pytest.mark.parametrize("by", [Office.PRINCIPAL, Office.DIRECTORATE_GENERAL])
def test_between_the_approvals_nobody_is_added(way: Any, by: str) -> None:
    course = way()
    assert not_enrolled(course, "t-3", at="2026-09-03T10:00", by=by) == ["R-C.2"]
    body: Body = {"number": "E-77", "dated_on": "2026-09-03", "pdf": "0" * 64}
    mem = Office.EDUCATION_DIRECTORATE
    early = course.refused("record_investigation", mem, "2026-09-03T11:00", body)
    assert rules_of(early) == ["C-2.3"]  # R-C.15: an inquiry is for approved courses
    assert not_enrolled(course, "t-3", at="2026-09-03T12:00", by=by) == ["R-C.2"]

    course.returns(Office(course.waiting_on), "2026-09-03T13:00")
    course.enrols("2026-09-03T14:00", "t-3", by=by)


@pytest.mark.rule("R-C.2")
def test_it_is_a_figure_whether_they_are_frozen() -> None:
    course = at_branch_manager(book=with_figures(BOOK, {"figures.course.between": "OPEN"}))

    course.enrols("2026-09-03T10:00", "t-3")


@pytest.mark.rule("C-5.1", "R-C.2")
@pytest.mark.parametrize("way", [planned, at_branch_manager, at_district_director])
def test_until_the_last_approval_a_trainee_is_struck_off_with_an_explanation(way: Any) -> None:
    course = way()
    if course.stage == Stage.PLANNED:
        course.enrols("2026-08-31T11:00", "t-1")
    role, stage = Office.PRINCIPAL, course.stage

    unexplained = course.refused("cancel_trainee", role, "2026-09-03T09:00", {"trainee": "t-1"})
    assert rules_of(unexplained) == ["C-5.1"]
    course.send("cancel_trainee", role, "2026-09-03T10:00", struck("t-1"))
    again = course.refused("cancel_trainee", role, "2026-09-03T11:00", struck("t-1"))
    assert (rules_of(again), course.stage) == (["C-5.1"], stage)


@pytest.mark.rule("C-5.1", "C-6.1")
def test_to_strike_off_a_trainee_does_not_undo_an_approval() -> None:
    course = at_branch_manager()
    course.send("cancel_trainee", Office.PRINCIPAL, "2026-09-02T10:00", struck("t-1"))
    course.approves(Office.BRANCH_MANAGER, "2026-09-02T12:00")
    course.approves(Office.DISTRICT_DIRECTOR, "2026-09-03T12:00")

    assert course.stage == Stage.ACTIVE


# -- an active course ----------------------------------------------------------------------------


@pytest.mark.rule("C-2.3")
def test_into_an_approved_course_trainees_come_after_the_inquiry_only() -> None:
    course = active()
    assert not_enrolled(course, "t-3") == ["C-2.3"]
    course.inquires("2026-10-12T11:00")
    course.enrols("2026-10-12T12:00", "t-3")

    assert (course.stage, course.waiting_on) == (Stage.ACTIVE, None)
    assert not_enrolled(course, "t-3", at="2026-10-12T13:00") == ["C-2.1"]


@pytest.mark.rule("C-2.3")
@pytest.mark.parametrize(
    ("role", "body", "found"),
    [
        (Office.PRINCIPAL, {}, ["C-2.3"]),
        (Office.EDUCATION_DIRECTORATE, {"pdf": "not a digest"}, ["C-2.3"]),
        (Office.EDUCATION_DIRECTORATE, {"dated_on": "2026-10-13"}, ["C-2.3"]),
    ],
    ids=["by the institution", "without its document", "dated tomorrow"],
)
def test_the_inquiry_is_the_directorates_with_number_date_and_document(
    role: str, body: Body, found: list[str]
) -> None:
    course = active()
    record: Body = {"number": "E-77", "dated_on": "2026-10-12", "pdf": "0" * 64}

    assert rules_of(course.refused("record_investigation", role, LATE, record | body)) == found
    assert not_enrolled(course, "t-3", at="2026-10-12T11:00") == ["C-2.3"]


@pytest.mark.rule("C-5.1", "C-7.1")
@pytest.mark.parametrize("way", [active, changing, closing, in_exams])
def test_from_the_last_approval_on_a_trainee_gets_a_status_and_is_not_struck_off(way: Any) -> None:
    course = way()
    no = course.refused("cancel_trainee", Office.PRINCIPAL, course.soon, struck("t-1"))
    assert rules_of(no) == ["C-5.1"]
    stood = course.stage
    course.sets(course.soon, t_1="failed-by-absence", t_2="deceased")

    assert course.stage == stood


@pytest.mark.rule("C-7.1")
@pytest.mark.parametrize("way", [at_branch_manager, at_district_director])
def test_before_it_nobody_has_a_status(way: Any) -> None:
    body: Body = {"changes": {"t-1": "withdrawn"}}
    no = way().refused("set_trainee_status", Office.PRINCIPAL, "2026-09-03T10:00", body)

    assert rules_of(no) == ["C-7.1"]


@pytest.mark.rule("C-7.1")
@pytest.mark.parametrize("status", ["failed-by-absence", "withdrawn", "deceased"])
def test_who_has_left_sits_no_exam_until_the_status_is_corrected(status: str) -> None:
    course = active()
    course.sets(LATE, t_1=status)
    course.until("2026-11-30T09:00")
    body = requested("t-1", wished_on="2026-12-10")

    no = course.refused("request_exam", Office.PRINCIPAL, "2026-12-01T10:00", body)
    assert rules_of(no) == ["C-7.1"]
    course.sets("2026-12-01T11:00", t_1="active")
    course.asks("2026-12-01T12:00", "t-1", wished_on="2026-12-10")


@pytest.mark.rule("C-8.8")
def test_after_the_end_approval_nobody_joins_any_more() -> None:
    """Not even after an inquiry: an exempt trainee would get a certificate without any exam."""
    course = ended()
    course.inquires("2026-12-14T11:00")

    assert not_enrolled(course, "t-9", at="2026-12-14T12:00") == ["C-8.8"]


@pytest.mark.rule("C-0.1", "C-2.1")
def test_trainees_are_added_by_the_courses_own_principal() -> None:
    course = planned()
    own = course.command("enrol_trainees", Office.PRINCIPAL, LATE, enrolled("t-1"), known={})

    judged = course.judge(course.of(DISTRICT, own))
    assert isinstance(judged, Refusal)
    assert [reason.what for reason in judged.reasons] == [f"principal acts for {DISTRICT}"]


# -- what the registers say, and the letters that follow -----------------------------------------


@pytest.mark.rule("C-8.4", "R-C.20")
def test_the_star_is_the_register_s_and_nobody_can_ask_for_it() -> None:
    course = planned()
    starred: Body = {"trainees": [{"trainee": "t-9", "exempt": True}]}
    no = course.refused("enrol_trainees", Office.PRINCIPAL, "2026-08-31T11:00", starred)
    assert set(rules_of(no)) == {"C-2.1"}
    course.enrols("2026-08-31T12:00", "t-1", exempt=("t-2",))
    course.approved("2026-09-01", "2026-09-02", "2026-09-03")
    course.until("2026-11-30T09:00")

    body = requested("t-2", wished_on="2026-12-10")
    no = course.refused("request_exam", Office.PRINCIPAL, "2026-12-01T10:00", body)
    assert rules_of(no) == ["C-8.4"]
    course.examines("S-1", "2026-12-10", t_1="passed")


@pytest.mark.rule("C-3.1", "R-C.5")
def test_the_principal_is_told_how_many_photos_are_missing_and_nobody_is_kept_out() -> None:
    course = planned()
    course.enrols("2026-08-31T11:00", "t-1", "t-2", "t-3", without_photo=["t-1", "t-3"])
    course.enrols("2026-08-31T12:00", "t-4")

    assert course.told() == [("C-3.1/1", f"principal/{INSTITUTION}", "2026-08-31")]
    assert course.notices[0].facts == {"file_no": "2026-0007", "trainees": 2, "min_age": 16}


@pytest.mark.rule("C-2.2", "C-16.1")
def test_official_letters_on_trainees_reach_the_offices_whose_they_are() -> None:
    course = active()
    hidden: Body = {
        "letter_no": "E-71",
        "court_decision": "a" * 64,
        "enrolment_form": "b" * 64,
    }
    number: Body = {
        "trainee": "t-1",
        "letter_no": "E-72",
        "former_extract": "a" * 64,
        "new_extract": "b" * 64,
    }
    for name, body, rule in (
        ("report_hidden_identity", hidden, "C-2.2"),
        ("report_number_change", number, "C-16.1"),
    ):
        no = course.refused(name, Office.EDUCATION_DIRECTORATE, course.soon, body)
        assert rules_of(no) == [rule]
    no = course.refused(
        "report_number_change", Office.PRINCIPAL, course.soon, number | {"trainee": "t-9"}
    )
    assert rules_of(no) == ["C-16.1"]
    course.send("report_hidden_identity", Office.PRINCIPAL, "2026-10-05T10:00", hidden)
    course.send("report_number_change", Office.PRINCIPAL, "2026-10-05T11:00", number)

    assert course.told() == [
        ("C-2.2/1", f"education-directorate/{DISTRICT}", "2026-10-05"),
        ("C-2.2/1", "general-directorate", "2026-10-05"),
        ("C-16.1/1", "general-directorate", "2026-10-05"),
    ]


@pytest.mark.rule("R-C.16", "C-8.8", "R-C.19")
def test_nobody_joins_after_the_last_lesson_nor_changes_status_after_the_end_approval() -> None:
    course = active()
    course.inquires("2026-10-12T10:00")
    assert not_enrolled(course, "t-3", at="2026-11-28T09:00") == ["R-C.16"]
    course.examines("S-1", "2026-12-10", t_1="passed", t_2="passed")
    course.ticks("2026-12-11T10:00")
    back: Body = {"changes": {"t-1": "failed-by-absence"}}
    no = course.refused("set_trainee_status", Office.PRINCIPAL, course.soon, back)

    assert rules_of(no) == ["C-8.8"]
    course.issues("2026-12-14T10:00")
    assert course.certificates == ["t-1/ingilizce-a1/0", "t-2/ingilizce-a1/0"]


@pytest.mark.rule("R-C.15", "C-2.3")
def test_one_inquiry_opens_the_course_for_good() -> None:
    course = active()
    course.inquires("2026-10-05T10:00")
    course.enrols("2026-10-05T11:00", "t-3")
    course.enrols("2026-11-20T10:00", "t-4")

    assert course.open_commands >= {"close_course"}
