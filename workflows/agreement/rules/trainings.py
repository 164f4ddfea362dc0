"""Trainings under an agreement (m.5, m.11(4)): begun, finished, struck off.

The institution that holds one enters it, late as it may be: the day on which it began decides.
"""

from datetime import date

from workflows.agreement.forms import TrainingEnd, TrainingStart, TrainingStrike
from workflows.agreement.offices import Office
from workflows.agreement.registers import AgreementTerm
from workflows.agreement.rules.ending import covers_training
from workflows.agreement.rules.members import OFFICES, nameless, no_member, not_registered, over
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor


def breaches_of_training_start(
    form: TrainingStart,
    *,
    by: Actor,
    term: AgreementTerm | None,
    member: bool,
    published: bool,
) -> tuple[Reason, ...]:
    """Return why a training cannot be entered under an agreement (A-5.1, A-11.4, R-A.5).

    That it is entered late is no reason, until the run-off is over.

    Args:
        form: The training.
        by: The manager of the institution that holds it.
        term: From when to when the agreement is in force; none before it is in the register.
        member: Whether the actor's institution takes part on the training's first day.
        published: Whether the programme is published when the training begins.
    """
    found = [*only("A-5.1", by, Office.PRINCIPAL, to="begin a training"), *nameless("A-5.1", by)]
    if not published:
        found.append(_unpublished(form.programme))
    if form.ends_on < form.starts_on:
        found.append(_backwards(form))
    if term is None:
        return (*found, not_registered("A-11.4", form.case_id))
    if by.institution is not None and not member:
        found.append(no_member("A-5.1", by.institution, form.case_id))
    if form.starts_on < term.starts_on:
        found.append(_too_early(form, term))
    if term.run_off_over:
        found.append(over(form.case_id, term))
    elif form.starts_on > term.ends_on:
        found.append(_after_the_end(form, term))
    elif not covers_training(form.starts_on, form.ends_on, term.ends_on):
        found.append(_goes_on(form, term))
    return tuple(found)


def breaches_of_training_end(
    form: TrainingEnd | TrainingStrike,
    *,
    by: Actor,
    on: date,
    held_by: str | None,
    starts_on: date | None,
) -> tuple[Reason, ...]:
    """Return why a training cannot be recorded as finished, or struck off (A-11.4).

    Args:
        form: When it was finished, or why it has never taken place.
        by: The manager of the institution that held it, or the office that runs the agreement.
        on: Day of the act, in Istanbul.
        held_by: Code of that institution; none if nobody has begun it.
        starts_on: Its first day; none if nobody has begun it.
    """
    roles = (Office.PRINCIPAL, *OFFICES)
    found = [*only("A-11.4", by, *roles, to="finish a training"), *nameless("A-11.4", by)]
    if held_by is None or starts_on is None:
        return (*found, _unknown(form))
    is_manager = by.role == Office.PRINCIPAL and by.institution is not None
    if is_manager and by.institution != held_by:
        found.append(
            Reason(
                rule="A-11.4",
                what=f"{form.training} is not held by {by.institution}",
                why="whoever has begun a training finishes it",
                do="have it sent by the institution that holds it, or by the office",
            )
        )
    if isinstance(form, TrainingEnd) and not starts_on <= form.finished_on <= on:
        found.append(
            Reason(
                rule="A-11.4",
                what=f"finished on {form.finished_on}",
                why=f"it began on {starts_on}, and what has happened is recorded, not what will",
                do="check the day; what has never taken place is struck off",
            )
        )
    return tuple(found)


def number_used(training: str) -> Reason:
    """Say that a number stands for another training."""
    return Reason(
        rule="A-11.4",
        what=f"{training} has been begun with other particulars",
        why="one number is one training, and newer particulars say what was wrong with the others",
        do="check the number, or send the right particulars with corrects",
    )


def finished_before(form: TrainingEnd, finished_on: date) -> Reason:
    """Say that a training was finished on another day."""
    return Reason(
        rule="A-11.4",
        what=f"{form.training} is on record as finished on {finished_on}",
        why="a training is finished once, and a newer day says what was wrong with the other",
        do="leave it, or send the right day with corrects",
    )


def struck_off(training: str) -> Reason:
    """Say that a training has been struck off."""
    return Reason(
        rule="A-11.4",
        what=f"{training} is struck off as never held",
        why="what has never taken place is neither finished nor changed",
        do="enter it under another number, if it is held after all",
    )


def finished_already(training: str) -> Reason:
    """Say that a training is finished, and so has taken place."""
    return Reason(
        rule="A-11.4",
        what=f"{training} is on record as finished",
        why="what has taken place is not struck off, and its particulars stay",
        do="leave it; a wrong day is corrected by finishing it with corrects",
    )


def _after_the_end(form: TrainingStart, term: AgreementTerm) -> Reason:
    return Reason(
        rule="A-11.4",
        what=f"begins on {form.starts_on}",
        why=f"the agreement ends on {term.ends_on}, and after it there is no activity",
        do="begin it before that day, or under a new agreement",
    )


def _unpublished(programme: str) -> Reason:
    return Reason(
        rule="A-5.1",
        what=f"programme {programme} is not published",
        why="a programme is prepared and published before there are courses and certificates",
        do="have it published by the general directorate first",
    )


def _backwards(form: TrainingStart) -> Reason:
    return Reason(
        rule="A-11.4",
        what=f"from {form.starts_on} to {form.ends_on}",
        why="a training ends on its first day or later",
        do="check both days",
    )


def _too_early(form: TrainingStart, term: AgreementTerm) -> Reason:
    return Reason(
        rule="A-8.10",
        what=f"begins on {form.starts_on}, before the agreement",
        why=f"the agreement is in force from {term.starts_on} on",
        do="begin it on that day or later",
    )


def _goes_on(form: TrainingStart, term: AgreementTerm) -> Reason:
    return Reason(
        rule="R-A.5",
        what=f"begins on {form.starts_on} and goes on to {form.ends_on}",
        why=f"the agreement ends on {term.ends_on}: what begins on that day also ends on it",
        do="begin it earlier, or under a new agreement",
    )


def _unknown(form: TrainingEnd | TrainingStrike) -> Reason:
    return Reason(
        rule="A-11.4",
        what=f"nobody has begun {form.training} under {form.case_id}",
        why="only what has begun before the end is finished after it",
        do="check the number of the training",
    )
