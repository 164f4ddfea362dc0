"""Lesson plans of an active course (§4b): what was taught, what remains, how a plan is changed."""

from collections.abc import Sequence
from datetime import date, timedelta

from workflows.course.messages.course import LessonPlan, LessonPlanChange, Plan
from workflows.course.rules.plan import breaches_of_first_lesson
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.values import Frozen


class PastPlan(Frozen):
    """A lesson plan that another one has replaced, with its last day (C-4.2)."""

    lesson_plan: LessonPlan
    ends_on: date


def hours_of(lesson_plan: LessonPlan, *, until: date, calendar: Calendar) -> int:
    """Return the lesson hours from the first lesson up to and including a day (C-4.1, C-4.4).

    Courses are held at weekends, too; no lessons are held on public holidays and decreed closures.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    first = lesson_plan.first_lesson_on
    days = (first + timedelta(days=n) for n in range((until - first).days + 1))
    held = [day.isoweekday() for day in days if not calendar.is_holiday(day)]
    return sum(lesson.hours * held.count(lesson.weekday) for lesson in lesson_plan.lessons)


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
    planned = hours_of(change.lesson_plan, until=change.ends_on, calendar=calendar)
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
    if planned != remain:
        breaches.append(
            _unconfirmed(
                f"the new plan gives {planned} hours up to {change.ends_on}; {remain} remain",
                "plan exactly the hours that remain",
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
        for lesson in change.lesson_plan.lessons
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
