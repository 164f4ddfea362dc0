"""What is kept of trainees outside the case: absences and fees.

There is no limit of absence, and nothing is refunded (R-C.12).
"""

from datetime import date

from workflows.course.forms import CourseFee, MissedLesson
from workflows.course.offices import Office
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor


def breaches_of_absence(
    form: MissedLesson, *, by: Actor, on: date, course: bool
) -> tuple[Reason, ...]:
    """Return why an absence cannot be recorded (C-12.1).

    Args:
        form: The lesson and the hours missed.
        by: Who records it.
        on: Day of the act, in Istanbul.
        course: Whether the course has been opened.
    """
    found = [*only("C-12.1", by, Office.PRINCIPAL, to="record an absence")]
    if form.lesson_on > on:
        found.append(
            Reason(
                rule="C-12.1",
                what=f"the lesson of {form.lesson_on} is still to come",
                why="an absence is recorded for a lesson that was missed",
                do="record it on that day or later",
            )
        )
    if not course:
        found.append(_no_course("C-12.1", form.case_id))
    return tuple(found)


def breaches_of_fee(form: CourseFee, *, by: Actor, on: date, course: bool) -> tuple[Reason, ...]:
    """Return why a payment cannot be entered (C-11.1).

    Args:
        form: The payment.
        by: Who enters it.
        on: Day of the act, in Istanbul.
        course: Whether the course has been opened.
    """
    found = [*only("C-11.1", by, Office.PRINCIPAL, to="enter a fee")]
    if by.institution is None:
        found.append(
            Reason(
                rule="C-11.1",
                what="the actor does not say which institution's receipt it is",
                why="receipts are numbered by each institution for itself",
                do="send it with the institution's code in actor.institution",
            )
        )
    if form.paid_on > on:
        found.append(
            Reason(
                rule="C-11.1",
                what=f"paid on {form.paid_on}, which is still to come",
                why="a payment is entered after it was made",
                do="check the date on the receipt",
            )
        )
    if not course:
        found.append(_no_course("C-11.1", form.case_id))
    return tuple(found)


def receipt_used(receipt_no: str) -> Reason:
    """Say that a receipt stands for another payment."""
    return Reason(
        rule="C-11.1",
        what=f"receipt {receipt_no} has been entered with another payment",
        why="one receipt is one payment of one trainee",
        do="check the number of the receipt; what was entered first stays",
    )


def _no_course(rule: str, case_id: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{case_id} has not been opened",
        why="a course keeps its trainees' absences and fees",
        do="look the course up with `vade list --all`",
    )
