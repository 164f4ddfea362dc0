"""What members write outside the case: who takes part, reports (m.11(3)), trainings (m.5, m.11(4)).

The office that runs an agreement says who takes part; each member then acts for itself. A late
report is never refused (R-A.2).
"""

from datetime import date

from workflows.agreement.forms import Membership, PeriodReport, TrainingEnd, TrainingStart
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.offices import Office
from workflows.agreement.registers import AgreementTerm
from workflows.agreement.rules.cadence import period_ends_on
from workflows.agreement.rules.ending import covers_training
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor

_OFFICES = (Office.DIRECTORATE_GENERAL, Office.PROVINCIAL_DIRECTORATE, Office.DISTRICT_DIRECTORATE)

_REPORTERS = {
    ReportLevel.INSTITUTION: (Office.PRINCIPAL, "A-11.3a"),
    ReportLevel.DISTRICT: (Office.DISTRICT_DIRECTORATE, "A-11.3b"),
    ReportLevel.PROVINCE: (Office.PROVINCIAL_DIRECTORATE, "A-11.3c"),
}


def rule_of(level: ReportLevel) -> str:
    """Return the rule by which a level reports: ``A-11.3a``."""
    return _REPORTERS[level][1]


def has_ended(term: AgreementTerm, on: date) -> bool:
    """Return whether an agreement is over on a day: its last day lasts to 24:00 (R-A.10)."""
    return on > term.ends_on


def first_period(joined_on: date, *, anchor: date, months: int) -> int:
    """Return the first period on which a member reports: the first that ends after it joined.

    Args:
        joined_on: Day from which it takes part.
        anchor: Day from which periods are counted (R-A.2).
        months: Length of a period.

    >>> first_period(date(2026, 9, 30), anchor=date(2026, 8, 31), months=1)
    2
    """
    n = 1
    while period_ends_on(anchor, months, n) <= joined_on:
        n += 1
    return n


def breaches_of_membership(
    form: Membership, *, by: Actor, on: date, term: AgreementTerm | None
) -> tuple[Reason, ...]:
    """Return why somebody cannot be entered as taking part (A-11.3a to A-11.3c, A-11.4).

    Args:
        form: Who is to take part.
        by: The office that enters it.
        on: Day of the act, in Istanbul.
        term: From when to when the agreement is in force; none before it is signed.
    """
    rule = rule_of(form.level)
    found = [*only(rule, by, *_OFFICES, to="say who takes part")]
    if term is None:
        found.append(_not_signed(rule, form.case_id))
    elif has_ended(term, on):
        found.append(_over(form.case_id, term))
    return tuple(found)


def breaches_of_report(
    form: PeriodReport,
    *,
    by: Actor,
    on: date,
    term: AgreementTerm | None,
    period_begins_on: date | None,
    member: bool,
) -> tuple[Reason, ...]:
    """Return why a report cannot be taken (A-11.3a to A-11.3c); being late is not a reason (R-A.2).

    Args:
        form: The report.
        by: The member that reports.
        on: Day of receipt, in Istanbul.
        term: From when to when the agreement is in force; none before it is signed.
        period_begins_on: Day on which the period begins; none before the agreement is signed.
        member: Whether the actor's institution takes part at this level.
    """
    role, rule = _REPORTERS[form.level]
    found = [*only(rule, by, role, to=f"report as {form.level}"), *_nameless(rule, by)]
    if term is None:
        found.append(_not_signed(rule, form.case_id))
    elif by.institution is not None and not member:
        found.append(_no_member(rule, by.institution, form.case_id))
    if period_begins_on is not None and on < period_begins_on:
        found.append(
            Reason(
                rule=rule,
                what=f"period {form.period} has not begun",
                why=f"it begins on {period_begins_on}; a report covers what has been done",
                do="check the number of the period",
            )
        )
    return tuple(found)


def breaches_of_training_start(
    form: TrainingStart,
    *,
    by: Actor,
    on: date,
    term: AgreementTerm | None,
    member: bool,
    published: bool,
) -> tuple[Reason, ...]:
    """Return why a training cannot begin under an agreement (A-5.1, A-11.4, R-A.5).

    Args:
        form: The training.
        by: The manager of the institution that holds it.
        on: Day of the act, in Istanbul.
        term: From when to when the agreement is in force; none before it is signed.
        member: Whether the actor's institution takes part.
        published: Whether the programme is published when the training begins.
    """
    found = [*only("A-5.1", by, Office.PRINCIPAL, to="begin a training"), *_nameless("A-5.1", by)]
    if not published:
        found.append(_unpublished(form.programme))
    if form.ends_on < form.starts_on:
        found.append(_backwards(form))
    if term is None:
        return (*found, _not_signed("A-11.4", form.case_id))
    if by.institution is not None and not member:
        found.append(_no_member("A-5.1", by.institution, form.case_id))
    if form.starts_on < term.starts_on:
        found.append(_too_early(form, term))
    if has_ended(term, on):
        found.append(_over(form.case_id, term))
    elif not covers_training(form.starts_on, term.ends_on):
        found.append(_too_late(form, term))
    return tuple(found)


def breaches_of_training_end(
    form: TrainingEnd, *, by: Actor, on: date, held_by: str | None, starts_on: date | None
) -> tuple[Reason, ...]:
    """Return why a training cannot be recorded as finished (A-11.4).

    Args:
        form: When it was finished.
        by: The manager of the institution that held it.
        on: Day of the act, in Istanbul.
        held_by: Code of that institution; none if nobody has begun it.
        starts_on: Its first day; none if nobody has begun it.
    """
    found = [
        *only("A-11.4", by, Office.PRINCIPAL, to="finish a training"),
        *_nameless("A-11.4", by),
    ]
    if held_by is None or starts_on is None:
        return (*found, _unknown(form))
    if by.institution is not None and by.institution != held_by:
        found.append(
            Reason(
                rule="A-11.4",
                what=f"{form.training} is not held by {by.institution}",
                why="whoever has begun a training finishes it",
                do="have it sent by the institution that holds it",
            )
        )
    if form.finished_on < starts_on or form.finished_on > on:
        found.append(
            Reason(
                rule="A-11.4",
                what=f"finished on {form.finished_on}",
                why=f"it began on {starts_on}, and what has happened is recorded, not what will",
                do="check the day",
            )
        )
    return tuple(found)


def period_reported(form: PeriodReport) -> Reason:
    """Say that another report stands for the period."""
    return Reason(
        rule=rule_of(form.level),
        what=f"another report on period {form.period} has been filed",
        why="there is one report a period; what was filed first stays",
        do="put what has changed into the report on the next period",
    )


def number_used(training: str) -> Reason:
    """Say that a number stands for another training."""
    return Reason(
        rule="A-11.4",
        what=f"{training} has been begun with other particulars",
        why="one number is one training; what was entered first stays",
        do="check the number, or begin it under another one",
    )


def finished_before(form: TrainingEnd, finished_on: date) -> Reason:
    """Say that a training was finished on another day."""
    return Reason(
        rule="A-11.4",
        what=f"{form.training} is on record as finished on {finished_on}",
        why="a training is finished once",
        do="leave it; what was entered first stays",
    )


def _nameless(rule: str, by: Actor) -> tuple[Reason, ...]:
    if by.institution is not None:
        return ()
    return (
        Reason(
            rule=rule,
            what="the actor does not say for which institution",
            why="each member reports and teaches for itself",
            do="send it with the institution's code in actor.institution",
        ),
    )


def _not_signed(rule: str, case_id: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"no agreement is in force under {case_id}",
        why="members take part, teach and report under an agreement that is signed",
        do="look the case up with `vade list --all`",
    )


def _over(case_id: str, term: AgreementTerm) -> Reason:
    return Reason(
        rule="A-11.4",
        what=f"{case_id} ended on {term.ends_on}",
        why="after the end there is no activity but training begun before",
        do="apply for a new agreement",
    )


def _no_member(rule: str, institution: str, case_id: str) -> Reason:
    return Reason(
        rule=rule,
        what=f"{institution} does not take part in {case_id}",
        why="those who take part report, and their trainings are finished after the end",
        do="have the office enter it as a member first",
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


def _too_late(form: TrainingStart, term: AgreementTerm) -> Reason:
    return Reason(
        rule="R-A.5",
        what=f"begins on {form.starts_on}",
        why=f"the agreement ends on {term.ends_on}, and a training begins on an earlier day",
        do="begin it earlier, or after an extension",
    )


def _unknown(form: TrainingEnd) -> Reason:
    return Reason(
        rule="A-11.4",
        what=f"nobody has begun {form.training} under {form.case_id}",
        why="only what has begun before the end is finished after it",
        do="check the number of the training",
    )
