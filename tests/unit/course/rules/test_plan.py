"""Planning a course (§1, §10)."""

from datetime import date
from typing import Any

import pytest
from pydantic import JsonValue

from tests.kit.reasons import rules_of
from tests.unit.course.courses import (
    CLASSROOM,
    PLANNED_ON,
    PROGRAMME,
    STARTS_ON,
    a_lesson,
    a_lesson_plan,
    a_plan,
)
from workflows.course.rules.plan import (
    Classroom,
    Programme,
    breaches_of_plan,
    classroom_of,
    programme_of,
)

LEVELLED = PROGRAMME.model_copy(update={"levels": (1, 2, 3)})


def broken(
    *,
    programme: Programme | None = PROGRAMME,
    classroom: Classroom | None = CLASSROOM,
    kind: str = "ozel-kurs",
    institution: str = "99001122",
    today: date = PLANNED_ON,
    **changes: Any,
) -> list[str]:
    """The rules that a plan breaks, planned a week before it starts."""
    found = breaches_of_plan(
        a_plan(**changes),
        institution=institution,
        institution_kind=kind,
        programme=programme,
        classroom=classroom,
        today=today,
    )
    return rules_of(found)


@pytest.mark.rule("C-1.6")
def test_a_plan_in_order_breaks_nothing() -> None:
    assert broken() == []


@pytest.mark.rule("C-1.2")
@pytest.mark.parametrize(
    ("programme", "kind", "found"),
    [
        pytest.param(PROGRAMME, "ozel-egitim-kursu", [], id="listed for this kind, too"),
        pytest.param(PROGRAMME, "surucu-kursu", ["C-1.2"], id="listed for other kinds"),
        pytest.param(None, "ozel-kurs", ["C-1.2"], id="not listed at all"),
    ],
)
def test_the_programme_is_published_for_the_kind_of_institution(
    programme: Programme | None, kind: str, found: list[str]
) -> None:
    assert broken(programme=programme, kind=kind) == found


@pytest.mark.rule("C-1.3")
@pytest.mark.parametrize(
    ("programme", "level", "found"),
    [
        pytest.param(LEVELLED, 3, [], id="one of the levels"),
        pytest.param(LEVELLED, 4, ["C-1.3"], id="no such level"),
        pytest.param(LEVELLED, None, ["C-1.3"], id="none chosen"),
        pytest.param(PROGRAMME, None, [], id="no levels, none chosen"),
        pytest.param(PROGRAMME, 1, ["C-1.3"], id="no levels, one chosen"),
    ],
)
def test_a_level_is_chosen_where_there_are_levels(
    programme: Programme, level: int | None, found: list[str]
) -> None:
    assert broken(programme=programme, level=level) == found


@pytest.mark.rule("C-1.4")
@pytest.mark.parametrize(
    ("today", "ends_on", "found"),
    [
        pytest.param(STARTS_ON, date(2026, 9, 7), [], id="today, one day long"),
        pytest.param(date(2026, 9, 8), date(2026, 11, 27), ["C-1.4"], id="started yesterday"),
        pytest.param(PLANNED_ON, date(2026, 9, 6), ["C-1.4", "C-4.1"], id="over before it starts"),
    ],
)
def test_a_course_starts_no_earlier_than_today_and_ends_no_earlier_than_it_starts(
    today: date, ends_on: date, found: list[str]
) -> None:
    assert broken(today=today, ends_on=ends_on) == found


@pytest.mark.rule("C-1.4")
@pytest.mark.parametrize(("hours", "found"), [(91, ["C-1.4"]), (92, []), (93, ["C-1.4"])])
def test_a_course_takes_the_hours_of_its_programme(hours: int, found: list[str]) -> None:
    assert broken(hours=hours) == found


@pytest.mark.rule("C-1.5")
def test_every_lesson_is_given_by_a_selected_instructor() -> None:
    second = a_lesson_plan(STARTS_ON, a_lesson(1), a_lesson(4, instructor="egitici-2"))
    stranger = a_lesson_plan(STARTS_ON, a_lesson(1), a_lesson(4, instructor="egitici-3"))

    assert broken(lesson_plan=second) == []
    assert broken(lesson_plan=stranger) == ["C-1.5"]


@pytest.mark.rule("C-4.1")
@pytest.mark.parametrize(
    ("first", "found"),
    [
        pytest.param(date(2026, 9, 10), [], id="a Thursday"),
        pytest.param(date(2026, 9, 9), ["C-4.1"], id="a Wednesday without lessons"),
        pytest.param(date(2026, 9, 3), ["C-4.1"], id="a Thursday before the course"),
        pytest.param(date(2026, 11, 30), ["C-4.1"], id="a Monday after the course"),
    ],
)
def test_the_first_lesson_is_on_a_lesson_day_of_the_course(first: date, found: list[str]) -> None:
    assert broken(lesson_plan=a_lesson_plan(first, a_lesson(1), a_lesson(4))) == found


@pytest.mark.rule("C-10.1")
@pytest.mark.parametrize(
    ("classroom", "institution", "found"),
    [
        pytest.param(None, "99001122", ["C-10.1"], id="never entered"),
        pytest.param(CLASSROOM, "99003344", ["C-10.1"], id="another institution's"),
        pytest.param(
            CLASSROOM.model_copy(update={"lesson_kinds": ("bilisim",)}),
            "99001122",
            ["C-10.1"],
            id="meant for other lessons",
        ),
    ],
)
def test_a_classroom_is_the_institutions_own_and_meant_for_the_lesson(
    classroom: Classroom | None, institution: str, found: list[str]
) -> None:
    assert broken(classroom=classroom, institution=institution) == found


def test_everything_wrong_is_said_at_once() -> None:
    assert broken(
        programme=LEVELLED,
        classroom=None,
        today=date(2027, 1, 4),
        hours=10,
        lesson_plan=a_lesson_plan(date(2026, 9, 8), a_lesson(1, instructor="egitici-9")),
    ) == ["C-1.3", "C-1.4", "C-1.4", "C-10.1", "C-1.5", "C-4.1"]


@pytest.mark.rule("C-1.2", "C-10.1")
@pytest.mark.parametrize(
    "row", [None, "ingilizce-a1", {"code": "ingilizce-a1"}, {"unknown": True}, []]
)
def test_a_row_that_cannot_be_read_counts_as_unknown(row: JsonValue) -> None:
    assert programme_of(row) is None
    assert classroom_of(row) is None


def test_a_row_of_the_reference_data_is_read() -> None:
    assert programme_of(PROGRAMME.model_dump(mode="json")) == PROGRAMME
    assert classroom_of(CLASSROOM.model_dump(mode="json")) == CLASSROOM
