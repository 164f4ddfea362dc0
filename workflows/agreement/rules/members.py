"""What members write outside the case: who takes part, reports (m.11(3)), trainings (m.5, m.11(4)).

The office that runs an agreement says who takes part; each member then acts for itself. A late
report is never refused (R-A.2).
"""

from datetime import date

from workflows.agreement.forms import (
    Membership,
    MembershipEnd,
    PeriodReport,
    TrainingEnd,
)
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.offices import Office
from workflows.agreement.registers import AgreementTerm
from workflows.agreement.rules.cadence import period_ends_on
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor

OFFICES = (Office.DIRECTORATE_GENERAL, Office.PROVINCIAL_DIRECTORATE, Office.DISTRICT_DIRECTORATE)

_REPORTERS = {
    ReportLevel.INSTITUTION: (Office.PRINCIPAL, "A-11.3a"),
    ReportLevel.DISTRICT: (Office.DISTRICT_DIRECTORATE, "A-11.3b"),
    ReportLevel.PROVINCE: (Office.PROVINCIAL_DIRECTORATE, "A-11.3c"),
}


def rule_of(level: ReportLevel) -> str:
    """Return the rule by which a level reports: ``A-11.3a``."""
    return _REPORTERS[level][1]


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
        term: From when to when the agreement is in force; none before it is in the register.
    """
    rule = rule_of(form.level)
    found = [*only(rule, by, *OFFICES, to="say who takes part")]
    if term is None:
        return (*found, not_registered(rule, form.case_id))
    if term.run_off_over:
        found.append(over(form.case_id, term))
    since = form.since or on
    if since > term.ends_on:
        found.append(
            Reason(
                rule="A-11.4",
                what=f"{form.case_id} ended on {term.ends_on}",
                why=f"it would take part from {since} on, and after the end nobody does",
                do="state in since from when it has taken part, if that was before the end",
            )
        )
    return tuple(found)


def breaches_of_leaving(
    form: MembershipEnd, *, by: Actor, term: AgreementTerm | None, joined_on: date | None
) -> tuple[Reason, ...]:
    """Return why one who takes part cannot leave like this (R-A.16).

    Args:
        form: Who leaves, and from when.
        by: The office that says who takes part, or whoever leaves.
        term: From when to when the agreement is in force; none before it is in the register.
        joined_on: From when it takes part; none if it does not.
    """
    own_role, rule = _REPORTERS[form.level]
    its_own = by.role == own_role and by.institution == form.institution
    found = () if its_own else only(rule, by, *OFFICES, to="say who takes part")
    if term is None:
        return (*found, not_registered(rule, form.case_id))
    if joined_on is None:
        return (*found, no_member(rule, form.institution, form.case_id))
    if form.left_on >= joined_on or form.mistaken:
        return found
    return (
        *found,
        Reason(
            rule="R-A.16",
            what=f"leaves on {form.left_on}, before it took part",
            why=f"it takes part from {joined_on} on",
            do="name that day or a later one, or say that it was entered by mistake (mistaken)",
        ),
    )


def breaches_of_report(
    form: PeriodReport,
    *,
    by: Actor,
    on: date,
    term: AgreementTerm | None,
    period_begins_on: date | None,
    last_period: int | None,
    member: bool,
) -> tuple[Reason, ...]:
    """Return why a report cannot be taken (A-11.3a to A-11.3c); being late is not a reason (R-A.2).

    Args:
        form: The report.
        by: The member that reports.
        on: Day of receipt, in Istanbul.
        term: From when to when the agreement is in force; none before it is in the register.
        period_begins_on: Day on which the period begins; none before that.
        last_period: The last one that begins before the agreement ends or the member leaves.
        member: Whether the actor's institution takes part at this level, or has.
    """
    role, rule = _REPORTERS[form.level]
    found = [*only(rule, by, role, to=f"report as {form.level}"), *nameless(rule, by)]
    if term is None:
        found.append(not_registered(rule, form.case_id))
    elif by.institution is not None and not member:
        found.append(no_member(rule, by.institution, form.case_id))
    if last_period is not None and form.period > last_period:
        found.append(
            Reason(
                rule="R-A.2",
                what=f"there is no period {form.period}",
                why=f"the last one that begins before the end is period {last_period}",
                do="check the number of the period; the rest goes into the final report",
            )
        )
    elif period_begins_on is not None and on < period_begins_on:
        found.append(
            Reason(
                rule=rule,
                what=f"period {form.period} has not begun",
                why=f"it begins on {period_begins_on}; a report covers what has been done",
                do="check the number of the period",
            )
        )
    return tuple(found)


def period_reported(form: PeriodReport) -> Reason:
    """Say that another report stands for the period."""
    return Reason(
        rule=rule_of(form.level),
        what=f"another report on period {form.period} has been filed",
        why="there is one report a period, and a newer one says what was wrong with it",
        do="leave it, or send the right one with corrects",
    )


def report_decided(form: PeriodReport) -> Reason:
    """Say that a report is not corrected any more."""
    return _decided(
        f"the report on period {form.period} is part of what {form.case_id} was wound up by"
    )


def training_end_decided(form: TrainingEnd) -> Reason:
    """Say that the end of a training is not corrected any more."""
    return _decided(f"the end of {form.training} is part of what {form.case_id} was wound up by")


def _decided(what: str) -> Reason:
    """Say that nothing is corrected any more: the run-off is confirmed by what stands."""
    return Reason(
        rule="A-11.4",
        what=what,
        why="its run-off is confirmed, and what it rests on stays as it is",
        do="put it into the final report",
    )


def nameless(rule: str, by: Actor) -> tuple[Reason, ...]:
    """Say that an actor does not say for which institution it acts."""
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


def not_registered(rule: str, case_id: str) -> Reason:
    """Say that there is no agreement yet under which to act."""
    return Reason(
        rule=rule,
        what=f"no agreement is in force under {case_id}",
        why="members take part, teach and report once it is signed and entered (R-A.12)",
        do="look the case up with `vade list --all`, and have its entry recorded first",
    )


def over(case_id: str, term: AgreementTerm) -> Reason:
    """Say that the run-off of an agreement is confirmed."""
    return Reason(
        rule="A-11.4",
        what=f"{case_id} ended on {term.ends_on}, and its run-off is confirmed",
        why="after the end there is no activity but training begun before, until that is finished",
        do="take it up under a new agreement",
    )


def no_member(rule: str, institution: str, case_id: str) -> Reason:
    """Say that an institution does not take part."""
    return Reason(
        rule=rule,
        what=f"{institution} does not take part in {case_id}",
        why="those who take part report, and their trainings are finished after the end",
        do="have the office enter it as a member first",
    )
