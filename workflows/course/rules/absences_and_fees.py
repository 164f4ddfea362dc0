"""What is kept of trainees outside the case: absences and fees.

Both are kept by the principal of the course, of its own trainees. There is no limit of absence, and
nothing is refunded (R-C.12).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from pydantic import JsonValue

from workflows.course.forms import CourseFee, FeeCorrection, MissedLesson
from workflows.course.messages.course import (
    CoursePlan,
    Enrolment,
    LessonPlan,
    LessonPlanChange,
    PlanRevision,
    TraineeCancellation,
)
from workflows.course.offices import Office
from workflows.course.rules.lessons import is_on
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor
from workflows.kernel.values import PersonId


@dataclass(frozen=True)
class KeptCourse:
    """A course as far as absences and fees are judged by it."""

    institution: str
    trainees: frozenset[PersonId]
    """Whoever is or was enrolled, but for those struck off before it began (C-5.1)."""
    plans: tuple[LessonPlan, ...]
    """Every lesson plan that it has or had, changes that wait for approval among them."""

    def hours_on(self, day: date, starts_at: time) -> int:
        """Return the most hours of a lesson that one of its plans has at that time."""
        found = (
            lesson.hours
            for plan in self.plans
            if plan.first_lesson_on <= day
            for lesson in plan.all_lessons
            if lesson.starts_at == starts_at and is_on(lesson, day)
        )
        return max(found, default=0)


def kept_course(acts: Iterable[tuple[str, JsonValue]]) -> KeptCourse | None:
    """Read a course from its journal; none if it has not been opened.

    Args:
        acts: Name and body of the acts that say so, in their order.
    """
    institution: str | None = None
    trainees: set[PersonId] = set()
    plans: list[LessonPlan] = []
    for name, body in acts:
        match name:
            case CoursePlan.command:
                filed = CoursePlan.model_validate(body)
                institution = filed.institution
                plans = [filed.plan.lesson_plan]
            case PlanRevision.command:
                plans = [PlanRevision.model_validate(body).plan.lesson_plan]
            case LessonPlanChange.command:
                plans.append(LessonPlanChange.model_validate(body).lesson_plan)
            case Enrolment.command:
                trainees |= {one.trainee for one in Enrolment.model_validate(body).trainees}
            case TraineeCancellation.command:
                trainees.discard(TraineeCancellation.model_validate(body).trainee)
            case _:
                pass
    if institution is None:
        return None
    return KeptCourse(institution, frozenset(trainees), tuple(plans))


def breaches_of_absence(
    form: MissedLesson, *, by: Actor, on: date, course: KeptCourse | None
) -> tuple[Reason, ...]:
    """Return why an absence cannot be recorded (C-12.1).

    Args:
        form: The lesson and the hours missed.
        by: Who records it.
        on: Day of the act, in Istanbul.
        course: The course; none if it has not been opened.
    """
    found = [*only("C-12.1", by, Office.PRINCIPAL, to="record an absence")]
    found += _not_its_own("C-12.1", by, form.person, form.case_id, course)
    if form.lesson_on > on:
        found.append(
            Reason(
                rule="C-12.1",
                what=f"the lesson of {form.lesson_on} is still to come",
                why="an absence is recorded for a lesson that was missed",
                do="record it on that day or later",
            )
        )
    planned = course.hours_on(form.lesson_on, form.starts_at) if course else form.hours
    if form.hours > planned:
        found.append(
            Reason(
                rule="C-12.1",
                what=f"{form.hours} hours on {form.lesson_on} at {form.starts_at:%H:%M}",
                why=f"the lesson plan of {form.case_id} has {planned} hours at that time",
                do="check day, beginning and hours of the lesson",
            )
        )
    return tuple(found)


def breaches_of_fee(
    form: CourseFee | FeeCorrection, *, by: Actor, on: date, course: KeptCourse | None
) -> tuple[Reason, ...]:
    """Return why a payment cannot be entered, or corrected (C-11.1).

    Args:
        form: The payment.
        by: Who enters it.
        on: Day of the act, in Istanbul.
        course: The course; none if it has not been opened.
    """
    found = [*only("C-11.1", by, Office.PRINCIPAL, to="enter a fee")]
    found += _not_its_own("C-11.1", by, form.person, form.case_id, course)
    if form.paid_on > on:
        found.append(
            Reason(
                rule="C-11.1",
                what=f"paid on {form.paid_on}, which is still to come",
                why="a payment is entered after it was made",
                do="check the date on the receipt",
            )
        )
    return tuple(found)


def receipt_used(receipt_no: str) -> Reason:
    """Say that a receipt stands for another payment."""
    return Reason(
        rule="C-11.1",
        what=f"receipt {receipt_no} has been entered with another payment",
        why="one receipt is one payment of one trainee",
        do="check the number of the receipt; correct the payment, with a reason, if it is wrong",
    )


def no_receipt(receipt_no: str) -> Reason:
    """Say that there is nothing to be corrected under a receipt."""
    return Reason(
        rule="C-11.1",
        what=f"receipt {receipt_no} has not been entered",
        why="only a payment that was entered can be corrected",
        do="check the number of the receipt, or enter the payment",
    )


def _not_its_own(
    rule: str, by: Actor, person: PersonId, case_id: str, course: KeptCourse | None
) -> Iterator[Reason]:
    """Say what is not of this course: the course itself, who acts, or whom it is about."""
    if course is None:
        yield Reason(
            rule=rule,
            what=f"{case_id} has not been opened",
            why="a course keeps its trainees' absences and fees",
            do="look the course up with `vade list --all`",
        )
        return
    if by.institution != course.institution:
        yield Reason(
            rule=rule,
            what=f"{by.institution or 'no institution'} would keep it of a course of "
            f"{course.institution}",
            why="absences and fees are kept by the principal of the course",
            do=f"have it entered by the principal of {course.institution}",
        )
    if person not in course.trainees:
        yield Reason(
            rule=rule,
            what=f"{person} is not a trainee of {case_id}",
            why="absences and fees are kept of the course's own trainees",
            do="check the person and the course",
        )
