"""The trainees of a course (§2, §3, §5, §7, §15): who may join, be struck off, change status."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.course.messages.course import (
    Enrolment,
    EnrolmentStatus,
    Investigation,
    NumberChangeLetter,
    Plan,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.offices import Office
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import add_months
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen, PersonId

MONTHS_A_YEAR = 12
SHOWN = 5


class Trainee(Frozen):
    """How a trainee stands in this course: all that the case itself knows of anybody."""

    exempt: bool = False
    """Starred: the module was taken before (muaf; C-8.4)."""
    status: EnrolmentStatus = EnrolmentStatus.ACTIVE


Roster = Mapping[PersonId, Trainee]
"""Everybody enrolled, by key."""


class Known(Frozen):
    """What the register of people says of those to be enrolled; who is in no list is in order."""

    unknown: tuple[PersonId, ...] = ()
    """No person has this identity number and birth date (C-2.1)."""
    hidden: tuple[PersonId, ...] = ()
    """A court hides the identity (C-2.2)."""
    without_previous_level: tuple[PersonId, ...] = ()
    """The level below has no certificate yet (C-15.1)."""
    taken_before: tuple[PersonId, ...] = ()
    """They have the certificate of this very programme and level: starred (C-8.4)."""
    without_photo: tuple[PersonId, ...] = ()
    """They are old enough to need a photo, and have none (C-3.1)."""


def named(people: Iterable[PersonId]) -> str:
    """Name the first few of many trainees, by key, and count the others.

    >>> named(["p-1", "p-2"]), named(f"p-{n}" for n in range(7))
    ('p-1, p-2', 'p-0, p-1, p-2, p-3, p-4 and 2 more')
    """
    keys = list(people)
    shown = ", ".join(keys[:SHOWN])
    return shown if len(keys) <= SHOWN else f"{shown} and {len(keys) - SHOWN} more"


def photo_if_born_by(on: date, book: Rulebook) -> date:
    """Return the last day of birth of those who need a photo on a day (C-3.1, R-C.5).

    Nobody is kept out of a course for lack of one.

    Args:
        on: The day in question.
        book: Rulebook with ``photo.min_age``, in completed years.
    """
    months = book.count("photo.min_age") * MONTHS_A_YEAR
    day = add_months(on, -months)
    after = day + timedelta(days=1)
    # who was born on a leap day is a year older on the last of February
    return after if add_months(after, months) <= on else day


@dataclass(frozen=True)
class Progress:
    """How far a course has come, as far as that decides who may still join it."""

    approved_by_institution: bool
    """The principal has approved the plan."""
    active: bool
    """The whole chain has."""
    taught: bool
    """The last lesson is over."""
    ended: bool
    """The end of the course is approved."""
    investigated: bool
    """The directorate has recorded its inquiry."""


def breaches_of_enrolment(
    enrolment: Enrolment,
    *,
    by: str,
    progress: Progress,
    known: Known,
    roster: Roster,
    capacity: int,
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why trainees cannot be added like this (C-2.1 to C-2.3, C-8.8, C-10.1, C-15.1, R-C.2).

    Args:
        enrolment: Who is to be added.
        by: Who adds them.
        progress: How far the course has come.
        known: What the register of people says of them.
        roster: Everybody enrolled so far.
        capacity: Seats of the classroom.
        book: The case's rulebook.
    """
    return (
        *_breaches_of_time(progress, book),
        *_breaches_of_known(enrolment, by, known),
        *_breaches_of_roster(enrolment, roster, capacity),
    )


def breaches_of_investigation(
    investigation: Investigation, *, active: bool, today: date
) -> tuple[Reason, ...]:
    """Return why an inquiry cannot be recorded: too early, or dated too late (C-2.3, R-C.15).

    Args:
        investigation: The record.
        active: Whether the whole chain has approved the plan.
        today: Day of the record.
    """
    breaches = []
    if not active:
        breaches.append(
            Reason(
                rule="C-2.3",
                what="the course is not active",
                why="the inquiry opens an approved course; before that its trainees are added "
                "without one",
                do="record it once the whole chain has approved the plan",
                acts=("decide_approval",),
            )
        )
    if investigation.dated_on > today:
        breaches.append(
            Reason(
                rule="C-2.3",
                what=f"the inquiry is dated {investigation.dated_on}",
                why=f"it is recorded on {today}",
                do="correct the date",
            )
        )
    return tuple(breaches)


def breaches_of_trainee_cancellation(
    cancellation: TraineeCancellation, *, roster: Roster, approved_by_directorate: bool
) -> tuple[Reason, ...]:
    """Return why a trainee cannot be struck off: too late, or not enrolled (C-5.1, R-C.2).

    Between the first approval and the last it is still possible (R-C.2).
    """
    breaches = []
    if approved_by_directorate:
        breaches.append(
            Reason(
                rule="C-5.1",
                what=f"{cancellation.trainee} is in a course that the directorate has approved",
                why="trainees are removed only before that",
                do="change the trainee's status instead",
            )
        )
    return (*breaches, *_strangers([cancellation.trainee], roster, "C-5.1"))


def breaches_of_status(
    change: StatusChange, *, roster: Roster, active: bool, ended: bool, capacity: int
) -> tuple[Reason, ...]:
    """Return why statuses cannot be changed like this (C-7.1, C-8.8, C-10.1, R-C.19).

    Args:
        change: The trainees, and the new status of each.
        roster: Everybody enrolled so far.
        active: Whether the whole chain has approved the plan.
        ended: Whether the end of the course is approved.
        capacity: Seats of the classroom: who comes back needs one.
    """
    breaches = []
    if ended:
        breaches.append(_ended("nothing: certificates go by the statuses of that moment"))
    if not active:
        breaches.append(
            Reason(
                rule="C-7.1",
                what="the course is not active",
                why="statuses are kept from the last approval on",
                do="remove trainees instead, as long as the course is not approved",
            )
        )
    back = [
        one
        for one, status in change.changes.items()
        if status is EnrolmentStatus.ACTIVE
        and one in roster
        and roster[one].status is not EnrolmentStatus.ACTIVE
    ]
    left = sum(
        status is not EnrolmentStatus.ACTIVE and one in _seated(roster)
        for one, status in change.changes.items()
    )
    free = capacity - len(_seated(roster)) + left
    return (
        *breaches,
        *_strangers(change.changes, roster, "C-7.1"),
        *_breaches_of_seats(len(back), free, capacity),
    )


def breaches_of_number_letter(letter: NumberChangeLetter, *, roster: Roster) -> tuple[Reason, ...]:
    """Return why a letter on a changed number is not passed on: who, or its papers (C-16.1)."""
    breaches = [*_strangers([letter.trainee], roster, "C-16.1")]
    if letter.former_extract == letter.new_extract:
        breaches.append(
            Reason(
                rule="C-16.1",
                what="the same extract is attached twice",
                why="one extract shows the former number and the other one the new number",
                do="attach both extracts of the civil registry",
            )
        )
    return tuple(breaches)


def breaches_of_revision(
    plan: Plan, *, before: Plan, roster: Roster, capacity: int
) -> tuple[Reason, ...]:
    """Return why a plan cannot be revised like this while trainees are enrolled (C-10.1, C-15.1).

    Args:
        plan: The plan as it is to be.
        before: The plan as it is.
        roster: Everybody enrolled so far.
        capacity: Seats of the classroom of the new plan.
    """
    breaches = []
    if roster and (plan.programme, plan.level) != (before.programme, before.level):
        breaches.append(
            Reason(
                rule="C-15.1",
                what="programme or level would change while trainees are enrolled",
                why="whether they have completed the level below was judged by the plan as it is",
                do="remove them first, and enrol them anew after the revision",
            )
        )
    return (*breaches, *_breaches_of_seats(len(_seated(roster)), capacity, capacity))


def _ended(do: str) -> Reason:
    return Reason(
        rule="C-8.8",
        what="the end of the course is approved",
        why="with that the principal has stated that the work with the trainees is done",
        do=do,
    )


def _strangers(people: Iterable[PersonId], roster: Roster, rule: str) -> tuple[Reason, ...]:
    strange = [one for one in people if one not in roster]
    if not strange:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"not enrolled in this course: {named(strange)}",
            why="it concerns the trainees of this course only",
            do="name enrolled trainees",
        ),
    )


def _breaches_of_time(progress: Progress, book: Rulebook) -> tuple[Reason, ...]:
    if progress.ended:
        return (_ended("enrol them in another course"),)
    if progress.taught:
        return (
            Reason(
                rule="R-C.16",
                what="the last lesson of the course is over",
                why="nobody can follow a course that has been held",
                do="enrol them in another course",
            ),
        )
    if progress.active and not progress.investigated:
        return (
            Reason(
                rule="C-2.3",
                what="the directorate has recorded no inquiry for this approved course",
                why="trainees join an approved course only after that record",
                do="have the inquiry recorded with number, date and document",
            ),
        )
    between = progress.approved_by_institution and not progress.active
    if between and book.text("course.between") == "FREEZE":
        return (
            Reason(
                rule="R-C.2",
                what="the course is waiting for approval",
                why="trainees are added before the first approval, or into an approved course",
                do="wait for the last approval, or have the plan sent back",
                acts=("decide_approval",),
            ),
        )
    return ()


def _breaches_of_known(enrolment: Enrolment, by: str, known: Known) -> tuple[Reason, ...]:
    asked = [one.trainee for one in enrolment.trainees]
    unknown = [one for one in asked if one in known.unknown]
    hidden = [one for one in asked if one in known.hidden and by != Office.DIRECTORATE_GENERAL]
    below = [one for one in asked if one in known.without_previous_level]
    found = (
        (
            unknown,
            Reason(
                rule="C-2.1",
                what=f"nobody has this identity: {named(unknown)}",
                why="trainees are added by identity number and birth date",
                do="correct the identity number or the birth date",
            ),
        ),
        (
            hidden,
            Reason(
                rule="C-2.2",
                what=f"a court hides the identity of {named(hidden)}",
                why="only the directorate general adds such a trainee",
                do="write to the directorate, with a current court decision and the form",
            ),
        ),
        (
            below,
            Reason(
                rule="C-15.1",
                what=f"the level below is not completed by {named(below)}",
                why="the next level opens with the certificate of the one below",
                do="have that course completed first",
            ),
        ),
    )
    return tuple(reason for people, reason in found if people)


def _breaches_of_roster(enrolment: Enrolment, roster: Roster, capacity: int) -> tuple[Reason, ...]:
    asked = Counter(one.trainee for one in enrolment.trainees)
    twice = [one for one, times in asked.items() if times > 1 or one in roster]
    breaches = []
    if twice:
        breaches.append(
            Reason(
                rule="C-2.1",
                what=f"enrolled already, or named twice: {named(twice)}",
                why="a trainee has one place in a course",
                do="leave them out",
            )
        )
    free = capacity - len(_seated(roster))
    return (*breaches, *_breaches_of_seats(len(asked.keys() - roster.keys()), free, capacity))


def _seated(roster: Roster) -> set[PersonId]:
    return {one for one, trainee in roster.items() if trainee.status is EnrolmentStatus.ACTIVE}


def _breaches_of_seats(wanted: int, free: int, capacity: int) -> tuple[Reason, ...]:
    if wanted <= max(0, free):
        return ()
    return (
        Reason(
            rule="C-10.1",
            what=f"{wanted} trainees need seats, {max(0, free)} of {capacity} are free",
            why="a classroom takes as many as its licence says",
            do="add fewer trainees, or plan a second course",
        ),
    )
