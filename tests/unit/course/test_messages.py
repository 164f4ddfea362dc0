"""Shapes of the messages: what decodes and what does not."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from workflows.course.messages import course as messages
from workflows.course.messages.course import (
    CertificateIssue,
    CourseEndApproval,
    CoursePlan,
    Enrolment,
    Investigation,
    LessonPlan,
    NewPlanCancellation,
    Plan,
    StatusChange,
    TraineeCancellation,
    WeeklyLesson,
)
from workflows.course.messages.exams import GradeEntry

from .courses import STARTS_ON, a_lesson, a_lesson_plan, a_plan


def refused(kind: type[BaseModel], body: dict[str, Any]) -> list[str]:
    """The fields that do not fit."""
    with pytest.raises(ValidationError) as wrong:
        kind.model_validate(body)
    return [str(error["loc"][0]) for error in wrong.value.errors()]


def test_a_plan_goes_through_json_unchanged() -> None:
    plan = CoursePlan(
        institution="99001122", institution_kind="ozel-kurs", district="06-CANKAYA", plan=a_plan()
    )

    assert CoursePlan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.rule("C-1.1")
@pytest.mark.parametrize("mode", ["special", "", None])
def test_a_course_opens_in_normal_status_only(mode: Any) -> None:
    assert refused(Plan, a_plan().model_dump() | {"opening_mode": mode}) == ["opening_mode"]


@pytest.mark.rule("C-1.4")
@pytest.mark.parametrize(
    "field", ["starts_on", "ends_on", "responsible", "classroom", "certificated"]
)
def test_a_plan_states_dates_room_who_is_responsible_and_whether_it_is_certificated(
    field: str,
) -> None:
    body = a_plan().model_dump()
    del body[field]

    assert refused(Plan, body) == [field]


@pytest.mark.rule("C-1.5")
def test_a_plan_names_an_instructor() -> None:
    assert refused(Plan, a_plan().model_dump() | {"instructors": []}) == ["instructors"]


@pytest.mark.rule("C-4.1")
@pytest.mark.parametrize(
    ("field", "value"),
    [("weekday", 0), ("weekday", 8), ("hours", 0), ("hours", 13), ("instructor", "Ayşe Kaya")],
)
def test_a_lesson_has_a_day_of_the_week_hours_and_an_instructor_by_key(
    field: str, value: Any
) -> None:
    assert refused(WeeklyLesson, a_lesson(1) | {field: value}) == [field]


@pytest.mark.rule("C-4.1")
def test_a_lesson_plan_has_lessons() -> None:
    with pytest.raises(ValidationError, match="a lesson plan has lessons"):
        LessonPlan.model_validate(a_lesson_plan(STARTS_ON))


@pytest.mark.rule("C-2.3")
@pytest.mark.parametrize("pdf", ["", "ab" * 31, "AB" * 32, "sorusturma.pdf"])
def test_an_inquiry_has_number_date_and_the_digest_of_its_document(pdf: str) -> None:
    body = {"number": "E-2026/77", "dated_on": "2026-10-05", "pdf": "ab" * 32}

    assert Investigation.model_validate(body).pdf == "ab" * 32
    assert refused(Investigation, body | {"pdf": pdf}) == ["pdf"]


@pytest.mark.rule("C-5.1")
def test_striking_a_trainee_off_is_explained() -> None:
    assert refused(TraineeCancellation, {"trainee": "k1", "explanation": "  "}) == ["explanation"]


@pytest.mark.rule("C-7.1")
def test_there_are_four_statuses() -> None:
    given = ["active", "failed-by-absence", "withdrawn", "deceased"]
    change = StatusChange.model_validate({"changes": dict(zip("abcd", given, strict=True))})

    assert [status.value for status in change.changes.values()] == given
    assert refused(StatusChange, {"changes": {"k1": "ill"}}) == ["changes"]


@pytest.mark.rule("C-9.1", "C-9.2", "C-9.3")
@pytest.mark.parametrize(
    "kind",
    [
        messages.NewPlanCancellation,
        messages.CourseCancellation,
        messages.ClosingRequest,
    ],
)
def test_whoever_ends_a_course_early_says_why(kind: type[NewPlanCancellation]) -> None:
    assert kind.model_validate({"reason": "Yeterli kursiyer yok."}).reason
    assert refused(kind, {}) == ["reason"]


@pytest.mark.parametrize("size", [0, 501])
def test_trainees_come_by_up_to_five_hundred(size: int) -> None:
    people = [{"trainee": f"k{n}"} for n in range(size)]

    assert refused(Enrolment, {"trainees": people}) == ["trainees"]
    assert len(Enrolment.model_validate({"trainees": [{"trainee": "k1"}] * 500}).trainees) == 500


@pytest.mark.rule("C-8.2")
def test_nobody_is_absent_from_a_grade() -> None:
    assert refused(GradeEntry, {"results": {"k1": "absent"}}) == ["results"]
    assert GradeEntry.model_validate({"results": {"k1": "failed"}}).results == {"k1": "failed"}


@pytest.mark.rule("C-8.11")
def test_a_document_is_printed_or_opened_on_the_screen() -> None:
    assert CertificateIssue.model_validate({"document": "screen"}).document == "screen"
    assert refused(CertificateIssue, {"document": "copied"}) == ["document"]


@pytest.mark.rule("C-8.8")
def test_the_end_approval_is_a_box_and_nothing_else() -> None:
    assert CourseEndApproval.model_validate({}) == CourseEndApproval()
    assert refused(CourseEndApproval, {"grades": "all"}) == ["grades"]
