"""Lesson plans (§4): what they give, what was taught and remains, how a plan is changed."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from workflows.course.messages.course import (
    LessonPlan,
    LessonPlanChange,
    Plan,
    SingleLesson,
    WeeklyLesson,
)
from workflows.course.rules.plan import breaches_of_first_lesson
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.values import Frozen


class PastPlan(Frozen):
    """A lesson plan that another one has replaced, with its last day (C-4.2)."""

    lesson_plan: LessonPlan
    ends_on: date


class HeldLesson(Frozen):
    """One lesson on its day."""

    on: date
    starts_at: time
    hours: int


def lessons_of(
    lesson_plan: LessonPlan, *, until: date, calendar: Calendar
) -> tuple[HeldLesson, ...]:
    """Return the lessons up to and including a day, in order of time (C-4.1).

    Courses are held at weekends, too; no lessons are held on public holidays and decreed closures
    (R-C.14).

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    first = lesson_plan.first_lesson_on
    days = (first + timedelta(days=n) for n in range((until - first).days + 1))
    found = [
        HeldLesson(on=day, starts_at=lesson.starts_at, hours=lesson.hours)
        for day in days
        if not calendar.is_holiday(day)
        for lesson in lesson_plan.all_lessons
        if is_on(lesson, day)
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.starts_at)))


def is_on(lesson: WeeklyLesson | SingleLesson, day: date) -> bool:
    """Return whether a lesson is on a day, holidays left aside: its own, or its weekday."""
    if isinstance(lesson, SingleLesson):
        return lesson.on == day
    return lesson.weekday == day.isoweekday()


def hours_of(lesson_plan: LessonPlan, *, until: date, calendar: Calendar) -> int:
    """Return the lesson hours up to and including a day (C-4.1, C-4.4).

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    return sum(one.hours for one in lessons_of(lesson_plan, until=until, calendar=calendar))


def gives(lesson_plan: LessonPlan, hours: int, *, until: date, calendar: Calendar) -> bool:
    """Return whether a plan gives so many hours: the last lesson may be a shorter one (R-C.14).

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    lessons = lessons_of(lesson_plan, until=until, calendar=calendar)
    planned = sum(one.hours for one in lessons)
    last = lessons[-1].hours if lessons else 0
    return planned - last < hours <= planned or (not lessons and not hours)


def breaches_of_first_plan(plan: Plan, calendar: Calendar) -> tuple[Reason, ...]:
    """Return why lessons do not fit the course when it is planned (C-4.1, R-C.14).

    Raises:
        CalendarEnds: the calendar does not reach the end of the course.
    """
    breaches = [*_breaches_of_holidays(plan.lesson_plan, calendar)]
    if not gives(plan.lesson_plan, plan.hours, until=plan.ends_on, calendar=calendar):
        planned = hours_of(plan.lesson_plan, until=plan.ends_on, calendar=calendar)
        breaches.append(
            Reason(
                rule="C-4.1",
                what=f"the lessons give {planned} hours up to {plan.ends_on}",
                why=f"the course has {plan.hours} hours; public holidays bear no lesson, and only "
                "the last lesson may be shorter than planned",
                do="plan as many lessons as the course has hours, or correct its last day",
            )
        )
    return tuple(breaches)


def _breaches_of_holidays(lesson_plan: LessonPlan, calendar: Calendar) -> Iterator[Reason]:
    closed = [one.on for one in lesson_plan.days if calendar.is_holiday(one.on)]
    if closed:
        yield Reason(
            rule="R-C.14",
            what=f"lessons are planned for {', '.join(map(str, closed))}",
            why="public holidays and decreed closures bear no lesson",
            do="plan them for other days",
        )


def remaining_hours(
    plan: Plan, earlier: Sequence[PastPlan], *, until: date, calendar: Calendar
) -> int:
    """Return the hours still to be taught once the plan in force ends on a day (C-4.4).

    Args:
        plan: The plan in force.
        earlier: The lesson plans that it has replaced.
        until: The last day of the lesson plan in force.
        calendar: The calendar of the case.

    Returns:
        Lesson hours of the course less those under all these plans; never less than none.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    in_force = PastPlan(lesson_plan=plan.lesson_plan, ends_on=min(until, plan.ends_on))
    taught = sum(
        hours_of(past.lesson_plan, until=past.ends_on, calendar=calendar)
        for past in (*earlier, in_force)
    )
    return max(0, plan.hours - taught)


def plan_after(plan: Plan, change: LessonPlanChange) -> Plan:
    """Return the plan in force after a change: its lessons, its end and who gives them (C-4.5)."""
    changed = {
        "lesson_plan": change.lesson_plan,
        "ends_on": change.ends_on,
        "instructors": change.instructors or plan.instructors,
    }
    return plan.model_copy(update=changed)


def breaches_of_lesson_plan_change(
    change: LessonPlanChange,
    plan: Plan,
    earlier: Sequence[PastPlan],
    *,
    today: date,
    calendar: Calendar,
) -> tuple[Reason, ...]:
    """Return why a lesson plan cannot be changed like this (C-4.1 to C-4.5).

    A plan without a lesson of its own would move the end of the course, and with it every date
    that counts from there.

    Args:
        change: The new lesson plan.
        plan: The plan in force.
        earlier: The lesson plans that it has replaced.
        today: Day of the save in Istanbul (R-C.13).
        calendar: The calendar of the case.

    Raises:
        CalendarEnds: the calendar does not reach the end of the course.
    """
    return (
        *_breaches_of_days(change, today),
        *breaches_of_first_lesson(plan_after(plan, change)),
        *_breaches_of_holidays(change.lesson_plan, calendar),
        *_breaches_of_hours(change, plan, earlier, calendar),
        *_breaches_of_instructors(change, plan),
    )


def _breaches_of_days(change: LessonPlanChange, today: date) -> tuple[Reason, ...]:
    breaches = []
    last = change.old_plan_ends_on
    if last != today:
        breaches.append(
            Reason(
                rule="C-4.2",
                what=f"the old plan would end on {last}",
                why="it ends on the day on which the change is saved, never earlier",
                do=f"let it end on {today}",
            )
        )
    first = change.lesson_plan.first_lesson_on
    if first <= last:
        breaches.append(
            Reason(
                rule="C-4.3",
                what=f"the new plan has a lesson on {first}",
                why=f"up to and including {last} lessons belong to the old plan",
                do="let the new plan start later",
            )
        )
    return tuple(breaches)


def _breaches_of_hours(
    change: LessonPlanChange, plan: Plan, earlier: Sequence[PastPlan], calendar: Calendar
) -> tuple[Reason, ...]:
    remain = remaining_hours(plan, earlier, until=change.old_plan_ends_on, calendar=calendar)
    breaches = []
    if not change.corrected_plans:
        breaches.append(
            _unconfirmed(
                "old plans still have errors", "correct them, or make them passive, and save again"
            )
        )
    if change.remaining_hours != remain:
        breaches.append(
            _unconfirmed(
                f"{change.remaining_hours} hours are stated to remain, but {remain} do",
                "have the remaining hours calculated again",
            )
        )
    if not gives(change.lesson_plan, remain, until=change.ends_on, calendar=calendar):
        planned = hours_of(change.lesson_plan, until=change.ends_on, calendar=calendar)
        breaches.append(
            _unconfirmed(
                f"the new plan gives {planned} hours up to {change.ends_on}; {remain} remain",
                "plan the hours that remain; only the last lesson may be shorter than planned",
            )
        )
    return tuple(breaches)


def _unconfirmed(what: str, do: str) -> Reason:
    why = "a new plan is saved once the remaining hours are confirmed, old errors corrected first"
    return Reason(rule="C-4.4", what=what, why=why, do=do)


def _breaches_of_instructors(change: LessonPlanChange, plan: Plan) -> tuple[Reason, ...]:
    selected = plan_after(plan, change).instructors
    unselected = dict.fromkeys(
        lesson.instructor
        for lesson in change.lesson_plan.all_lessons
        if lesson.instructor not in selected
    )
    if not unselected:
        return ()
    return (
        Reason(
            rule="C-4.5",
            what=f"lessons are given by {', '.join(unselected)}, not selected as instructor",
            why="whoever leaves is unselected and whoever comes is selected in the same act",
            do="select the instructors of the new plan with it",
        ),
    )
