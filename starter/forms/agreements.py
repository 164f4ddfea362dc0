"""Agreements outside their cases: who takes part, what members report, which trainings they hold.

    join ──▶ members          file_report ──▶ reports          begin, finish ──▶ trainings

Each act is judged by the rules of `workflows.agreement` and is done in the caller's transaction,
or refused with every reason. No case is notified: it asks the registers when a period or its
run-off is over, and then reminds exactly those who are missing.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from activities.agreement import agreements
from activities.agreement.agreements import MemberRow, ReportRow, TrainingRow
from activities.database import Connection
from activities.registers.calendar import calendar_from
from activities.registers.reference import known_on
from starter.client.answers import Refused
from starter.forms.form import read, refuse
from workflows.agreement.forms import Membership, PeriodReport, TrainingEnd, TrainingStart
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.registers import AgreementTerm
from workflows.agreement.rules import cadence, members
from workflows.kernel.case.records import Lookup
from workflows.kernel.law.calendar import add_months, local_day
from workflows.kernel.roles import Actor
from workflows.kernel.values import Frozen

PROGRAMMES = "programmes"


class Taken(Frozen):
    """A report that has been taken, and whether it came in time."""

    due_on: date
    late: bool
    """Shown beside it; nothing else follows (R-A.2)."""


# -- who takes part ------------------------------------------------------------------------------


async def join_agreement(
    conn: Connection, actor: Actor, form: Membership | Mapping[str, Any], *, on: date
) -> MemberRow:
    """Enter who takes part in an agreement and reports on it (A-11.3a to A-11.3c).

    Entered again, the first day stays.

    Args:
        conn: In a transaction.
        actor: A general, provincial or district directorate.
        form: A `Membership`, or its fields.
        on: Day of the act, in Istanbul.

    Returns:
        The member, with the first period on which it reports.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Membership, form, "A-11.3a")
    term = await agreements.term_of(conn, filled.case_id)
    refuse(members.breaches_of_membership(filled, by=actor, on=on, term=term))
    assert term is not None, "refused without one"
    anchor, months = await _cadence(conn, filled.case_id, filled.level, term)
    member = MemberRow(
        institution=filled.institution,
        level=filled.level.value,
        joined_on=on,
        first_period=members.first_period(on, anchor=anchor, months=months),
    )
    return await agreements.enter_member(conn, filled.case_id, member, by=actor.id)


async def _cadence(
    conn: Connection, case_id: str, level: ReportLevel, term: AgreementTerm
) -> tuple[date, int]:
    """Return the day from which a level's periods are counted, and their length in months."""
    book = await agreements.rulebook_of(conn, case_id)
    assert book is not None, "an agreement with a term has a case, and that a rulebook"
    months = book.term(cadence.term_of(level)).length
    return cadence.anchor_of(term.starts_on, book), months


# -- reports -------------------------------------------------------------------------------------


async def file_report(
    conn: Connection,
    actor: Actor,
    form: PeriodReport | Mapping[str, Any],
    *,
    received_at: datetime,
) -> Taken:
    """File a member's report on a period; a late one is taken like any (A-11.3a to c, R-A.2).

    The same report again is the first one.

    Args:
        conn: In a transaction.
        actor: The member: the manager of an institution, a district or provincial directorate.
        form: A `PeriodReport`, or its fields.
        received_at: From when it counts.

    Raises:
        Refused: With all reasons.
    """
    filled = read(PeriodReport, form, "A-11.3a")
    case_id, level = filled.case_id, filled.level
    term = await agreements.term_of(conn, case_id)
    refuse(
        members.breaches_of_report(
            filled,
            by=actor,
            on=local_day(received_at),
            term=term,
            period_begins_on=None if term is None else await _begins_on(conn, filled, term),
            member=await _takes_part(conn, case_id, actor, level),
        )
    )
    assert actor.institution is not None, "refused without one"
    assert term is not None, "refused without one"
    report = ReportRow(
        period=filled.period,
        institution=actor.institution,
        due_on=await _due_on(conn, filled, term),
        received_at=received_at,
        report=filled.report,
    )
    filed = await agreements.enter_report(conn, case_id, level.value, report, by=actor.id)
    if filed.report != report.report:
        raise Refused((members.period_reported(filled),))
    return Taken(due_on=filed.due_on, late=filed.late)


async def _begins_on(conn: Connection, form: PeriodReport, term: AgreementTerm) -> date:
    anchor, months = await _cadence(conn, form.case_id, form.level, term)
    return max(add_months(anchor, (form.period - 1) * months), term.starts_on)


async def _due_on(conn: Connection, form: PeriodReport, term: AgreementTerm) -> date:
    anchor, months = await _cadence(conn, form.case_id, form.level, term)
    calendar = await calendar_from(conn, add_months(anchor, form.period * months).year)
    return cadence.report_due_on(anchor, months, form.period, calendar)


async def _takes_part(conn: Connection, case_id: str, actor: Actor, level: ReportLevel) -> bool:
    if actor.institution is None:
        return False
    member = await agreements.member_of(conn, case_id, actor.institution, level.value)
    return member is not None


# -- trainings -----------------------------------------------------------------------------------


async def begin_training(
    conn: Connection, actor: Actor, form: TrainingStart | Mapping[str, Any], *, on: date
) -> TrainingRow:
    """Begin a training under an agreement (A-5.1, A-11.4, R-A.5).

    The same training again is the first one.

    Args:
        conn: In a transaction.
        actor: The manager of the institution that holds it.
        form: A `TrainingStart`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons: the agreement has ended, or ends on the training's first day or
            before; the programme is not published.
    """
    filled = read(TrainingStart, form, "A-5.1")
    # No end is recorded meanwhile: a training counts as begun before it, or is judged by it.
    await agreements.lock_agreement(conn, filled.case_id)
    term = await agreements.term_of(conn, filled.case_id)
    refuse(
        members.breaches_of_training_start(
            filled,
            by=actor,
            on=on,
            term=term,
            member=await _takes_part(conn, filled.case_id, actor, ReportLevel.INSTITUTION),
            published=await _published(conn, filled, term),
        )
    )
    assert actor.institution is not None, "refused without one"
    training = TrainingRow(
        training=filled.training,
        institution=actor.institution,
        programme=filled.programme,
        starts_on=filled.starts_on,
        ends_on=filled.ends_on,
        finished_on=None,
    )
    begun = await agreements.enter_training(conn, filled.case_id, training, by=actor.id)
    if begun.model_copy(update={"finished_on": None}) != training:
        raise Refused((members.number_used(filled.training),))
    return begun


async def _published(conn: Connection, form: TrainingStart, term: AgreementTerm | None) -> bool:
    """Return whether a programme is published: on its list, or in the agreement itself."""
    if term is not None and term.programme == form.programme:
        return True
    listed = Lookup(book=PROGRAMMES, key=form.programme)
    return listed.name in await known_on(conn, [listed], form.starts_on)


async def finish_training(
    conn: Connection, actor: Actor, form: TrainingEnd | Mapping[str, Any], *, on: date
) -> TrainingRow:
    """Record that a training is finished, in force or after the end (A-11.4).

    Args:
        conn: In a transaction.
        actor: The manager of the institution that holds it.
        form: A `TrainingEnd`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(TrainingEnd, form, "A-11.4")
    known = await agreements.training_of(conn, filled.case_id, filled.training)
    refuse(
        members.breaches_of_training_end(
            filled,
            by=actor,
            on=on,
            held_by=None if known is None else known.institution,
            starts_on=None if known is None else known.starts_on,
        )
    )
    ended = await agreements.end_training(
        conn, filled.case_id, filled.training, on=filled.finished_on, by=actor.id
    )
    if ended.finished_on is not None and ended.finished_on != filled.finished_on:
        raise Refused((members.finished_before(filled, ended.finished_on),))
    return ended
