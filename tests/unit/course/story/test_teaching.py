"""An active course: another lesson plan, an early end, or its last day (§4b, §7, §9)."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import a_lesson, a_lesson_plan
from workflows.course.offices import Office
from workflows.course.stages import Stage
from workflows.kernel.case.refusal import Refusal

from .cases import (
    CHAIN,
    DISTRICT,
    INSTITUTION,
    REASON,
    Body,
    Course,
    active,
    at_district_director,
    changed,
    changing,
    closing,
    ended,
    in_exams,
    planned,
    uncertificated,
)

BRIEF: dict[str, Any] = {
    "lesson_plan": a_lesson_plan(date(2026, 10, 16), a_lesson(5), a_lesson(2)),
    "ends_on": date(2026, 11, 24),
}
"""Fridays and Tuesdays from 16 October: six of each up to Tuesday 24 November, 48 hours."""
SHORT: dict[str, Any] = {
    "lesson_plan": a_lesson_plan(date(2026, 10, 15), *(a_lesson(day, 12) for day in (4, 6))),
    "ends_on": date(2026, 10, 24),
}
"""Thursday 15, Saturday 17, Thursday 22 and Saturday 24 October, twelve hours each."""


def not_changed(course: Course, at: str, **changes: Any) -> list[str]:
    body = changed(**changes)
    return rules_of(course.refused("change_lesson_plan", Office.PRINCIPAL, at, body))


# -- another lesson plan -------------------------------------------------------------------------


@pytest.mark.rule("C-4.2", "C-6.1", "C-9.3", "R-C.3")
def test_a_change_of_plan_passes_the_whole_chain_and_moves_the_end() -> None:
    course = changing()
    stood = [(course.stage, course.waiting_on, course.screen["course"])]
    for role, day in zip(CHAIN, (15, 16, 19), strict=True):
        course.approves(role, f"2026-10-{day}T12:00")
        stood.append((course.stage, course.waiting_on, course.screen["course"]))

    assert stood == [
        *((Stage.PLAN_CHANGE_APPROVAL, role, "red") for role in CHAIN),
        (Stage.ACTIVE, None, "active"),
    ]
    assert course.term("C-7.2").state == "dropped"
    assert course.due("C-7.2#2") == "2027-01-06T00:00:00"
    course.until("2027-01-06T00:00:00")
    assert course.stage == Stage.ACTIVE
    course.until("2027-01-06T00:00:01")
    # a year from Tuesday 5 January 2027, on the plan in force (R-C.9)
    assert (course.stage, course.due("C-8.1")) == (Stage.EXAMS, "2028-01-06T00:00:00")


@pytest.mark.rule("C-4.2")
def test_a_change_may_bring_the_end_forward() -> None:
    course = active()
    course.changes("2026-10-14T12:00", **BRIEF)
    course.approved("2026-10-15", "2026-10-15", "2026-10-15")

    assert course.due("C-7.2#2") == "2026-11-25T00:00:00"


@pytest.mark.rule("R-C.3")
@pytest.mark.parametrize("role", CHAIN)
def test_a_change_that_is_sent_back_leaves_the_plan_as_it_was(role: str) -> None:
    course = changing()
    for earlier in CHAIN[: CHAIN.index(role)]:
        course.approves(earlier, course.soon)
    course.returns(role, "2026-10-19T12:00")

    assert (course.stage, course.due("C-7.2")) == (Stage.ACTIVE, "2026-11-28T00:00:00")
    assert course.told() == [("R-C.3/1", f"principal/{INSTITUTION}", "2026-10-19")]
    assert "C-7.2#2" not in course.file.terms


@pytest.mark.rule("C-4.2", "R-C.13")
@pytest.mark.parametrize(
    ("last", "found"),
    [("2026-10-29", []), ("2026-10-28", ["C-4.2"])],
    ids=["today", "yesterday"],
)
def test_the_old_plan_ends_on_the_day_of_the_save_in_istanbul(last: str, found: list[str]) -> None:
    """Half past midnight on Thursday 29 October here, 21:30 of the 28th in UTC.

    Up to that holiday eight Mondays and seven Thursdays were taught, 60 of 92 hours. Fridays and
    Tuesdays from the 30th: four of each up to 24 November are the 32 hours that remain.
    """
    course = active()
    body = changed(
        old_plan_ends_on=last,
        lesson_plan=a_lesson_plan(date(2026, 10, 30), a_lesson(5), a_lesson(2)),
        ends_on=date(2026, 11, 24),
        remaining_hours=32,
    )
    judged = course.judge(
        course.command("change_lesson_plan", Office.PRINCIPAL, "2026-10-29T00:30", body)
    )

    assert (rules_of(judged.reasons) if isinstance(judged, Refusal) else []) == found
    assert course.stage == (Stage.ACTIVE if found else Stage.PLAN_CHANGE_APPROVAL)


@pytest.mark.rule("C-4.1", "C-4.2", "C-4.3", "C-4.4", "C-4.5")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"old_plan_ends_on": "2026-10-13"}, ["C-4.2"], id="it ended yesterday"),
        pytest.param({"old_plan_ends_on": "2026-10-15"}, ["C-4.2", "C-4.4", "C-4.4"], id="later"),
        pytest.param({"remaining_hours": 44}, ["C-4.4"], id="not the hours that remain"),
        pytest.param({"ends_on": "2026-12-29"}, ["C-4.4"], id="a lesson short"),
        pytest.param({"corrected_plans": False}, ["C-4.4"], id="errors in old plans"),
        pytest.param(
            {"lesson_plan": a_lesson_plan(date(2026, 10, 20), a_lesson(2, instructor="egitici-3"))},
            ["C-4.5"],
            id="an instructor whom nobody selected",
        ),
        pytest.param(
            {"lesson_plan": a_lesson_plan(date(2026, 10, 14), a_lesson(2))},
            ["C-4.3", "C-4.1"],
            id="from the last day of the old plan on",
        ),
    ],
)
def test_a_change_that_is_not_in_order_is_not_saved(
    changes: dict[str, Any], found: list[str]
) -> None:
    course = active()

    assert not_changed(course, "2026-10-14T12:00", **changes) == found
    assert course.stage == Stage.ACTIVE


@pytest.mark.rule("C-4.4", "C-4.5")
def test_a_second_change_counts_what_was_taught_under_both_plans() -> None:
    """On Wednesday 11 November 44 hours of the first plan and four Tuesdays of the second are over.

    Those are 20 and 27 October, 3 and 10 November: 60 hours. The 32 that remain are the eight
    Wednesdays from 18 November to 6 January: two, then five in December, then one.
    """
    course = changing()
    course.approved("2026-10-15", "2026-10-15", "2026-10-15")
    anew: dict[str, Any] = {
        "old_plan_ends_on": "2026-11-11",
        "lesson_plan": a_lesson_plan(date(2026, 11, 18), a_lesson(3, instructor="egitici-3")),
        "ends_on": "2027-01-06",
        "instructors": ["egitici-3"],
    }

    assert not_changed(course, "2026-11-11T12:00", **anew, remaining_hours=48) == ["C-4.4"]
    course.changes("2026-11-11T13:00", **anew, remaining_hours=32)
    course.approved("2026-11-12", "2026-11-12", "2026-11-12")
    assert course.due("C-7.2#3") == "2027-01-07T00:00:00"


@pytest.mark.rule("C-4.2", "C-7.2")
@pytest.mark.parametrize("way", [planned, at_district_director, in_exams, ended])
def test_only_a_course_that_is_taught_changes_its_lesson_plan(way: Any) -> None:
    course = way()
    today = course.soon[:10]

    assert not_changed(course, course.soon, old_plan_ends_on=today) == ["C-4.2"]


@pytest.mark.rule("C-4.2", "C-9.2", "C-9.3", "R-C.17")
def test_one_change_or_closing_at_a_time_and_it_can_be_taken_back_or_the_course_cancelled() -> None:
    for way, stage in ((changing, "plan-change-approval"), (closing, "closing-approval")):
        course = way()
        course.approves(Office.PRINCIPAL, "2026-10-14T12:30")
        assert not_changed(course, "2026-10-14T13:00") == ["C-4.2"]
        no = course.refused("close_course", Office.PRINCIPAL, "2026-10-14T14:00", REASON)
        assert (course.stage, rules_of(no)) == (stage, ["C-9.3"])
        course.withdraws("2026-10-14T15:00")
        assert (course.stage, course.waiting_on) == (Stage.ACTIVE, None)
        assert course.due("C-7.2") == "2026-11-28T00:00:00"
        # anew, from the first of the three
        course.closes("2026-10-15T10:00")
        assert course.waiting_on == Office.PRINCIPAL
        course.cancels("2026-10-15T11:00")
        assert course.outcome == ("cancelled", "C-9.2", "2026-10-15")


@pytest.mark.rule("R-C.17", "C-8.3", "C-8.5")
def test_exams_go_on_while_a_closing_is_before_the_chain() -> None:
    course = in_exams("t-1", "t-2")
    course.asks("2026-12-01T10:00", "t-1", wished_on="2026-12-10")
    course.schedules("2026-12-02T10:00", "S-1", "2026-12-10", "t-1")
    course.closes("2026-12-03T10:00")
    assert (course.stage, course.waiting_on) == (Stage.CLOSING_APPROVAL, Office.PRINCIPAL)
    # the year to complete the course is now theirs to watch
    course.approves(Office.PRINCIPAL, "2026-12-03T11:00")
    assert course.term("C-8.1").law.awaits == Office.BRANCH_MANAGER
    course.records("2026-12-10T17:00", "S-1", t_1="failed")
    course.examines("S-2", "2026-12-18", t_1="passed", t_2="passed")
    no = course.refused("approve_end_of_course", Office.PRINCIPAL, course.soon)
    assert rules_of(no) == ["C-8.8"]
    course.withdraws("2026-12-21T10:00")
    course.ticks("2026-12-21T11:00")

    assert course.stage == Stage.END_APPROVED
    assert course.term("C-8.1").law.awaits == Office.PRINCIPAL


# -- the last day --------------------------------------------------------------------------------


@pytest.mark.rule("C-7.2")
def test_a_course_left_alone_ends_at_midnight_of_its_last_day() -> None:
    course = active()
    course.until("2026-11-28T00:00:00")
    assert (course.stage, course.waiting_on) == (Stage.ACTIVE, None)
    course.until("2026-11-28T00:00:01")

    assert (course.stage, course.waiting_on) == (Stage.EXAMS, Office.PRINCIPAL)
    assert [name for _, name, _ in course.entries("ended")] == ["C-7.2"]
    assert course.told() == [("C-7.2/C-8.1", "principal/99001122", "2026-11-28")]


@pytest.mark.rule("C-7.2")
def test_the_last_day_is_the_same_to_a_case_that_slept_through_it() -> None:
    """An act of the last instant is still one of an active course, however late it is settled."""
    course = active()
    in_time = course.command("close_course", Office.PRINCIPAL, "2026-11-28T00:00:00", REASON)
    course.outage("2026-12-03T10:00", in_time)
    assert course.stage == Stage.CLOSING_APPROVAL

    other = active()
    body: Body = changed(old_plan_ends_on="2026-11-28")
    late = other.command("change_lesson_plan", Office.PRINCIPAL, "2026-11-28T00:00:01", body)
    other.outage("2026-12-03T10:00", late)
    assert (other.stage, other.open_commands >= {"request_exam"}) == (Stage.EXAMS, True)
    # the year counts from the last day, not from the day on which the case woke up
    assert other.due("C-8.1") == "2027-11-28T00:00:00"


@pytest.mark.rule("C-7.2", "R-C.9", "R-C.17")
def test_a_change_still_in_the_chain_on_the_old_last_day_holds_up_no_term_of_the_end() -> None:
    approved, refused = changing("t-1"), changing("t-1")
    for course in (approved, refused):
        course.until("2026-12-01T10:00")
        assert course.stage == Stage.PLAN_CHANGE_APPROVAL
        assert course.due("C-8.1") == course.due("C-8.5") == "2027-11-28T00:00:00"
        course.asks("2026-12-01T10:30", "t-1", wished_on="2026-12-18")

    approved.approved("2026-12-01", "2026-12-02", "2026-12-03")
    assert (approved.stage, approved.due("C-7.2#2")) == (Stage.ACTIVE, "2027-01-06T00:00:00")
    assert approved.term("C-8.1").state == approved.term("C-8.5").state == "dropped"
    approved.until("2027-01-06T00:00:01")
    # a year from Tuesday 5 January 2027, on the plan in force (R-C.9)
    for term in ("C-8.1#2", "C-8.5#2"):
        assert approved.due(term) == "2028-01-06T00:00:00"
    refused.returns(Office.PRINCIPAL, "2026-12-01T12:00")
    assert (refused.stage, refused.due("C-8.1")) == (Stage.EXAMS, "2027-11-28T00:00:00")


@pytest.mark.rule("C-7.2", "R-C.9")
def test_a_change_approved_after_its_own_last_day_leads_to_the_exams() -> None:
    course = active()
    course.changes("2026-10-14T12:00", **SHORT)
    course.approved("2026-10-19", "2026-10-20", "2026-10-26")

    # a year from Saturday 24 October 2026
    assert (course.stage, course.due("C-8.1")) == (Stage.EXAMS, "2027-10-25T00:00:00")


# -- closing and cancelling ----------------------------------------------------------------------


@pytest.mark.rule("C-9.3", "C-6.1")
def test_a_course_is_closed_once_all_three_have_approved() -> None:
    course = closing()
    stood = [(course.stage, course.waiting_on, course.screen["course"])]
    for role, day in zip(CHAIN, (15, 16, 19), strict=True):
        assert course.outcome is None
        course.approves(role, f"2026-10-{day}T12:00")
        stood.append((course.stage, course.waiting_on, course.screen["course"]))

    assert stood == [
        *((Stage.CLOSING_APPROVAL, role, "red") for role in CHAIN),
        (Stage.CLOSED, None, "closed"),
    ]
    assert course.outcome == ("closed", "C-9.3", "2026-10-19")
    assert course.term("C-7.2").state == "dropped"


@pytest.mark.rule("C-9.3")
@pytest.mark.parametrize("way", [closing, changing])
def test_they_approve_a_closing_or_a_change_in_their_order_too(way: Any) -> None:
    course = way()
    for role in CHAIN[1:]:
        no = course.refused("decide_approval", role, "2026-10-15T12:00", {"approved": True})
        assert rules_of(no) == ["C-6.1"]


@pytest.mark.rule("C-9.3", "R-C.3")
@pytest.mark.parametrize("role", CHAIN)
def test_a_closing_that_one_of_them_refuses_leaves_the_course_open(role: str) -> None:
    course = closing()
    for earlier in CHAIN[: CHAIN.index(role)]:
        course.approves(earlier, course.soon)
    course.returns(role, "2026-10-19T12:00")

    assert (course.stage, course.due("C-7.2")) == (Stage.ACTIVE, "2026-11-28T00:00:00")
    course.closes("2026-10-20T12:00")
    assert (course.stage, course.waiting_on) == (Stage.CLOSING_APPROVAL, Office.PRINCIPAL)


@pytest.mark.rule("C-9.3")
@pytest.mark.parametrize(
    ("way", "stage"), [(in_exams, Stage.EXAMS), (uncertificated, Stage.ACTIVE)]
)
def test_after_the_last_lesson_a_course_is_still_closed_or_goes_on(way: Any, stage: Stage) -> None:
    course = way()
    course.closes(course.soon)
    assert course.stage == Stage.CLOSING_APPROVAL
    course.returns(Office.PRINCIPAL, course.soon)
    assert (course.stage, course.waiting_on) == (stage, Office.PRINCIPAL)
    course.closes(course.soon)
    for role in CHAIN:
        course.approves(role, course.soon)

    assert course.outcome is not None
    assert course.outcome[:2] == ("closed", "C-9.3")


@pytest.mark.rule("C-9.3", "C-7.2")
def test_a_closing_refused_after_the_last_day_leads_to_the_exams() -> None:
    course = closing()
    course.until("2026-12-01T10:00")
    assert course.stage == Stage.CLOSING_APPROVAL
    course.returns(Office.PRINCIPAL, "2026-12-01T12:00")

    assert (course.stage, course.due("C-8.1")) == (Stage.EXAMS, "2027-11-28T00:00:00")


@pytest.mark.rule("C-9.2")
@pytest.mark.parametrize("way", [active, in_exams, uncertificated])
def test_an_active_course_is_cancelled_at_once_by_its_principal_alone(way: Any) -> None:
    course = way()
    course.cancels(course.soon)

    assert course.outcome is not None
    assert course.outcome[:2] == ("cancelled", "C-9.2")
    assert course.screen == {"course": "cancelled"}
    assert course.certificates == []
    assert all(not term.is_open for term in course.file.terms.values())


@pytest.mark.rule("C-9.2", "C-9.3")
def test_who_is_left_without_a_document_is_told_of_to_principal_and_directorate() -> None:
    cancelled, closed = in_exams("t-1", "t-2"), in_exams("t-1", "t-2")
    for course in (cancelled, closed):
        course.examines("S-1", "2026-12-10", t_1="passed", t_2="failed")
    cancelled.cancels("2026-12-11T10:00")
    closed.closes("2026-12-11T10:00")
    closed.approved("2026-12-14", "2026-12-14", "2026-12-14")

    for course, rule, on in (
        (cancelled, "C-9.2", "2026-12-11"),
        (closed, "C-9.3", "2026-12-14"),
    ):
        assert course.told(rule) == [
            (f"{rule}/1", f"principal/{INSTITUTION}", on),
            (f"{rule}/1", f"education-directorate/{DISTRICT}", on),
        ]
        assert course.notices[-1].facts == {
            "file_no": "2026-0007",
            "passed": 1,
            "unexamined": 1,
        }
    taught = active()
    taught.cancels(taught.soon)
    assert taught.told() == []


@pytest.mark.rule("C-9.2", "C-9.3")
@pytest.mark.parametrize("name", ["cancel_course", "close_course"])
def test_both_have_a_reason_and_are_the_principals(name: str) -> None:
    course, rule = active(), {"cancel_course": "C-9.2", "close_course": "C-9.3"}[name]
    assert rules_of(course.refused(name, Office.PRINCIPAL, course.soon, {})) == [rule]
    no = course.refused(name, Office.EDUCATION_DIRECTORATE, course.soon, REASON)

    assert rules_of(no) == [rule]


@pytest.mark.rule("C-9.1", "C-9.2", "C-9.3", "C-8.8")
def test_each_way_out_has_its_place() -> None:
    for way, name, rule in (
        (planned, "cancel_course", "C-9.2"),
        (planned, "close_course", "C-9.3"),
        (active, "cancel_new_plan", "C-9.1"),
        (ended, "cancel_course", "C-9.2"),
        (ended, "close_course", "C-9.3"),
    ):
        course = way()
        assert rules_of(course.refused(name, Office.PRINCIPAL, course.soon, REASON)) == [rule]
