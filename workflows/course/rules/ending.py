"""The end of a course (§8): when the end may be approved, and with which document it completes."""

from collections.abc import Collection
from datetime import date

from workflows.course.messages.course import CertificateIssue, EnrolmentStatus, Plan
from workflows.course.rules.people import Roster, named
from workflows.course.rules.rights import (
    Sitting,
    has_passed,
    is_pending,
    last_day_of,
    last_exam_day,
    rights_used,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import PersonId


def without_result(
    roster: Roster, sittings: Collection[Sitting], book: Rulebook
) -> tuple[PersonId, ...]:
    """Return the trainees whose exams are not done (R-C.11).

    Exams are done for whoever passed, used up all rights, is exempt or is no longer active.
    """
    rights = book.count("exam.rights")
    return tuple(
        one
        for one, trainee in roster.items()
        if trainee.status is EnrolmentStatus.ACTIVE
        and not trainee.exempt
        and not has_passed(one, sittings)
        and rights_used(one, sittings, book) < rights
    )


def certified(roster: Roster, sittings: Collection[Sitting]) -> tuple[PersonId, ...]:
    """Return who gets a certificate: active to the end, and passed or exempt (C-7.1, C-15.1)."""
    return tuple(
        one
        for one, trainee in roster.items()
        if trainee.status is EnrolmentStatus.ACTIVE
        and (trainee.exempt or has_passed(one, sittings))
    )


def breaches_of_end_approval(
    *,
    plan: Plan,
    roster: Roster,
    sittings: Collection[Sitting],
    today: date,
    calendar: Calendar,
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why the end cannot be approved yet (C-8.8, R-C.11).

    After the last exam day nobody can be examined any more: then it waits only for results of
    exams that were held.

    Args:
        plan: The plan in force.
        roster: Everybody enrolled.
        sittings: The exams so far.
        today: Day of the approval.
        calendar: The calendar of the case.
        book: The case's rulebook.

    Raises:
        CalendarEnds: the calendar does not reach the last exam day.
    """
    if not plan.certificated or not book.flag("course.tick_requires_grades"):
        return ()
    last = last_exam_day(plan.ends_on, calendar, book)
    waiting = [
        one
        for one in without_result(roster, sittings, book)
        if is_pending(one, sittings) or today <= last_day_of(one, sittings, last, calendar, book)
    ]
    if not waiting:
        return ()
    return (
        Reason(
            rule="R-C.11",
            what=f"without a final result: {named(waiting)}",
            why="each trainee has passed, has used all exam rights, is exempt, or has left, until "
            "the time for exams is over",
            do="have the exams held and their results recorded, or set the status of who has left",
            acts=("record_exam_results", "set_trainee_status"),
        ),
    )


def document_of(plan: Plan) -> str:
    """Return what the document at the end of a course is called (C-8.9, C-8.11)."""
    if not plan.certificated:
        return "Katılım Belgesi"
    return "Kurs Tamamlama Belgesi" if plan.level is None else "Seviye Tamamlama Belgesi"


def breaches_of_certificates(issue: CertificateIssue, *, plan: Plan) -> tuple[Reason, ...]:
    """Return why documents cannot be issued like this (C-8.9, C-8.10, C-8.11).

    The screen suffices for an uncertificated course, and for a levelled one: there printing is
    halted, yet what appears on the screen is valid (C-8.10).
    """
    if issue.document == "printed" or not plan.certificated or plan.level is not None:
        return ()
    return (
        Reason(
            rule="C-8.9",
            what="the certificates were opened on the screen only",
            why="the course stays active until they are issued; only without a certificate the "
            "screen suffices",
            do="print the certificates",
        ),
    )
