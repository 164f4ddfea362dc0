"""Lesson plans of an active course (§4b).

All hours are counted with a finger on the calendar. Up to Thursday 29 October 2026 the usual plan
has eight Mondays (7, 14, 21, 28 September; 5, 12, 19, 26 October) and seven Thursdays (10, 17, 24
September; 1, 8, 15, 22 October; the 29th is a holiday): 15 lessons of four hours, that is 60, and
32 of 92 remain.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import plain_calendar, turkish_calendar
from tests.kit.reasons import rules_of
from tests.unit.course.courses import ENDS_ON, STARTS_ON, a_lesson, a_lesson_plan, a_plan
from workflows.course.messages.course import LessonPlan, LessonPlanChange, SingleLesson
from workflows.course.rules.lessons import (
    PastPlan,
    breaches_of_lesson_plan_change,
    hours_of,
    plan_after,
    remaining_hours,
)
from workflows.course.rules.plan import breaches_of_first_lesson
from workflows.kernel.law.calendar import Calendar, CalendarEnds, local_day

TURKEY = turkish_calendar()
TODAY = local_day(datetime(2026, 10, 28, 21, 30, tzinfo=UTC))
"""Half past midnight in Istanbul: already the 29th (R-C.13)."""


def weekly(first: date, *lessons: dict[str, Any]) -> LessonPlan:
    return LessonPlan.model_validate(a_lesson_plan(first, *lessons))


def a_change(**changes: Any) -> LessonPlanChange:
    """Fridays and Mondays from 30 October: four of each up to 23 November, that is 32 hours."""
    usual: dict[str, Any] = {
        "old_plan_ends_on": date(2026, 10, 29),
        "lesson_plan": a_lesson_plan(date(2026, 10, 30), a_lesson(5), a_lesson(1)),
        "ends_on": date(2026, 11, 23),
        "remaining_hours": 32,
    }
    return LessonPlanChange.model_validate(usual | changes)


def broken(*, today: date = TODAY, earlier: tuple[PastPlan, ...] = (), **changes: Any) -> list[str]:
    found = breaches_of_lesson_plan_change(
        a_change(**changes), a_plan(), earlier, today=today, calendar=TURKEY
    )
    return rules_of(found)


@pytest.mark.rule("C-4.1")
@pytest.mark.parametrize(
    ("until", "hours"),
    [
        pytest.param(date(2026, 9, 6), 0, id="the day before"),
        pytest.param(date(2026, 9, 7), 4, id="the first lesson"),
        pytest.param(date(2026, 9, 9), 4, id="no lesson in between"),
        pytest.param(date(2026, 9, 10), 8, id="the second lesson"),
        pytest.param(date(2026, 10, 28), 60, id="before the holiday"),
        pytest.param(date(2026, 10, 29), 60, id="no lesson on the holiday"),
        pytest.param(ENDS_ON, 92, id="the whole course"),
    ],
)
def test_lessons_are_held_every_week_but_not_on_holidays(until: date, hours: int) -> None:
    assert hours_of(a_plan().lesson_plan, until=until, calendar=TURKEY) == hours


@pytest.mark.rule("C-4.1")
def test_lessons_are_held_at_weekends_and_on_half_days_but_not_on_a_sunday_holiday() -> None:
    sundays = weekly(date(2026, 8, 2), a_lesson(7, hours=6))
    wednesdays = weekly(date(2026, 10, 21), a_lesson(3, hours=2))

    # 2, 9, 16, 23 August; 30 August is a Sunday, too
    assert hours_of(sundays, until=date(2026, 8, 31), calendar=TURKEY) == 24
    # 28 October has the afternoon off and remains a working day (R-S.1)
    assert hours_of(wednesdays, until=date(2026, 10, 28), calendar=TURKEY) == 4


@pytest.mark.rule("C-4.1")
def test_two_lessons_of_one_day_are_both_held() -> None:
    twice = weekly(STARTS_ON, a_lesson(1, hours=2), a_lesson(1, hours=3))

    assert hours_of(twice, until=date(2026, 9, 14), calendar=TURKEY) == 10


def test_hours_past_the_known_calendar_are_not_guessed() -> None:
    short = Calendar(closed={}, half={}, covers_until=date(2026, 9, 30))

    with pytest.raises(CalendarEnds):
        hours_of(a_plan().lesson_plan, until=date(2026, 10, 1), calendar=short)


@given(
    st.sets(st.integers(1, 7), min_size=1),
    st.integers(0, 400),
    st.sets(st.integers(0, 400), max_size=30),
)
def test_hours_are_the_lessons_of_each_open_day(
    weekdays: set[int], length: int, closed: set[int]
) -> None:
    days = [STARTS_ON + timedelta(days=n) for n in range(length + 1)]
    calendar = plain_calendar({STARTS_ON + timedelta(days=n): "tatil" for n in closed})
    plan = weekly(STARTS_ON, *(a_lesson(weekday, hours=weekday) for weekday in weekdays))

    # the weekday number is the number of its hours; weekday() counts from zero
    taught = [day.weekday() + 1 for n, day in enumerate(days) if n not in closed]

    assert hours_of(plan, until=days[-1], calendar=calendar) == sum(
        number for number in taught if number in weekdays
    )


@pytest.mark.rule("C-4.4")
def test_what_remains_is_the_course_less_all_earlier_plans() -> None:
    first = a_plan()
    # Fridays 30 October, 6 November and Mondays 2, 9 November: another 16 hours by 9 November
    second = plan_after(first, a_change())
    past = PastPlan(lesson_plan=first.lesson_plan, ends_on=TODAY)

    assert remaining_hours(first, (), until=TODAY, calendar=TURKEY) == 92 - 60
    on = date(2026, 11, 9)
    assert remaining_hours(second, (past,), until=on, calendar=TURKEY) == 92 - 60 - 16


@pytest.mark.rule("C-4.4")
def test_nothing_is_taught_after_the_end_and_never_less_than_nothing_remains() -> None:
    short = a_plan(ends_on=date(2026, 10, 29))
    full = a_plan(hours=50)

    assert remaining_hours(short, (), until=ENDS_ON, calendar=TURKEY) == 32
    assert remaining_hours(full, (), until=TODAY, calendar=TURKEY) == 0


@pytest.mark.rule("C-4.2", "C-4.3", "C-4.4", "C-4.5")
def test_a_change_in_order_breaks_nothing() -> None:
    assert broken() == []


@pytest.mark.rule("C-4.2")
@pytest.mark.rule("R-C.13")
@pytest.mark.parametrize(
    ("last", "found"),
    [
        pytest.param(date(2026, 10, 28), ["C-4.2"], id="the day that UTC still shows"),
        pytest.param(date(2026, 10, 29), [], id="today in Istanbul"),
        pytest.param(date(2026, 10, 30), ["C-4.2", "C-4.3"], id="tomorrow"),
    ],
)
def test_the_old_plan_ends_today(last: date, found: list[str]) -> None:
    assert broken(old_plan_ends_on=last) == found


@pytest.mark.rule("C-4.3", "C-4.1")
@pytest.mark.parametrize(
    ("first", "found"),
    [
        pytest.param(date(2026, 10, 30), [], id="the day after"),
        pytest.param(date(2026, 10, 29), ["C-4.3", "C-4.1"], id="on the last day of the old plan"),
        pytest.param(date(2026, 10, 27), ["C-4.3", "C-4.1"], id="before it"),
    ],
)
def test_the_new_plan_has_no_lesson_while_the_old_one_runs(first: date, found: list[str]) -> None:
    # neither the 27th (a Tuesday) nor the 29th (a Thursday) is a lesson day, so the hours fit
    lessons = a_lesson_plan(first, a_lesson(5), a_lesson(1))

    assert broken(lesson_plan=lessons) == found


@pytest.mark.rule("C-4.1")
@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2026, 10, 30), [], id="on the first day"),
        pytest.param(date(2026, 10, 29), ["C-4.1"], id="on the holiday before it"),
        pytest.param(date(2026, 11, 24), ["C-4.1"], id="after the last one"),
    ],
)
def test_no_single_day_is_planned_outside_the_lessons(day: date, found: list[str]) -> None:
    """Of the new plan, which begins on Friday 30 October and ends on Monday 23 November."""
    plan = plan_after(a_plan(), a_change())
    weekly_one = plan.lesson_plan.lessons[0].model_dump(exclude={"weekday"})
    single = SingleLesson.model_validate({**weekly_one, "on": day})
    lessons = plan.lesson_plan.model_copy(update={"days": (single,)})

    changed = plan.model_copy(update={"lesson_plan": lessons})

    assert rules_of(breaches_of_first_lesson(changed)) == found


@pytest.mark.rule("C-4.4")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"remaining_hours": 31}, ["C-4.4"], id="an hour too few said to remain"),
        pytest.param({"remaining_hours": 33}, ["C-4.4"], id="an hour too many"),
        pytest.param({"ends_on": date(2026, 11, 22)}, ["C-4.4"], id="a lesson short"),
        pytest.param({"ends_on": date(2026, 11, 26)}, [], id="days without lessons do no harm"),
        pytest.param({"ends_on": date(2026, 11, 27)}, ["C-4.4"], id="a lesson too many"),
        pytest.param(
            {"ends_on": date(2026, 10, 29)}, ["C-4.1", "C-4.4"], id="over before it begins"
        ),
        pytest.param({"corrected_plans": False}, ["C-4.4"], id="errors in old plans"),
        pytest.param(
            {"remaining_hours": 36, "ends_on": date(2026, 11, 27), "corrected_plans": False},
            ["C-4.4", "C-4.4", "C-4.4"],
            id="all of it",
        ),
    ],
)
def test_the_new_plan_fills_exactly_the_hours_that_remain(
    changes: dict[str, Any], found: list[str]
) -> None:
    assert broken(**changes) == found


@pytest.mark.rule("C-4.1", "C-4.4")
def test_an_end_is_not_put_off_by_a_plan_without_lessons() -> None:
    """Of a course whose hours are taught nothing remains, and nothing is what this plan gives."""
    change = a_change(
        old_plan_ends_on=ENDS_ON,
        lesson_plan=a_lesson_plan(date(2028, 1, 7), a_lesson(5)),
        ends_on=date(2028, 1, 6),
        remaining_hours=0,
    )
    no = breaches_of_lesson_plan_change(change, a_plan(), (), today=ENDS_ON, calendar=TURKEY)

    assert rules_of(no) == ["C-4.1"]


@pytest.mark.rule("C-4.4")
def test_a_second_change_counts_the_first_plan_as_well() -> None:
    first = a_plan()
    plan = plan_after(first, a_change())
    past = PastPlan(lesson_plan=first.lesson_plan, ends_on=TODAY)
    # the 16 hours that remain on 9 November: two Saturdays of eight, the 14th and the 21st
    change = a_change(
        old_plan_ends_on=date(2026, 11, 9),
        lesson_plan=a_lesson_plan(date(2026, 11, 14), a_lesson(6, hours=8)),
        ends_on=date(2026, 11, 21),
        remaining_hours=16,
    )

    def judged(earlier: tuple[PastPlan, ...]) -> list[str]:
        return rules_of(
            breaches_of_lesson_plan_change(
                change, plan, earlier, today=date(2026, 11, 9), calendar=TURKEY
            )
        )

    assert judged((past,)) == []
    assert judged(()) == ["C-4.4", "C-4.4"]


@pytest.mark.rule("C-4.5")
@pytest.mark.parametrize(
    ("giver", "selected", "found"),
    [
        pytest.param("egitici-2", None, [], id="selected before"),
        pytest.param("egitici-3", None, ["C-4.5"], id="never selected"),
        pytest.param("egitici-3", ("egitici-1", "egitici-3"), [], id="selected in this act"),
        pytest.param("egitici-2", ("egitici-1",), ["C-4.5"], id="unselected in this act"),
    ],
)
def test_instructors_change_in_the_same_act(
    giver: str, selected: tuple[str, ...] | None, found: list[str]
) -> None:
    lessons = a_lesson_plan(date(2026, 10, 30), a_lesson(5, instructor=giver), a_lesson(1))

    assert broken(lesson_plan=lessons, instructors=selected) == found


@pytest.mark.rule("C-4.5")
@pytest.mark.parametrize("selected", [None, ("egitici-3",)])
def test_a_change_leaves_the_rest_of_the_plan_alone(selected: tuple[str, ...] | None) -> None:
    before, change = a_plan(), a_change(instructors=selected)

    assert plan_after(before, change) == a_plan(
        lesson_plan=change.lesson_plan,
        ends_on=date(2026, 11, 23),
        instructors=selected or ("egitici-1", "egitici-2"),
    )
