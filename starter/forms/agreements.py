"""Agreements outside their cases: who takes part, what members report, which trainings they hold.

    join, leave ──▶ members       file_report ──▶ reports       begin, finish, strike ──▶ trainings

What was entered wrongly may be corrected by whoever entered it, with what was wrong, until the
run-off is confirmed; both entries stay on record.

Each act is judged by the rules of `workflows.agreement` and is done in the caller's transaction,
or refused with every reason. No case is notified: it asks the registers when a period or its
run-off is over, and then reminds exactly those who are missing.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from activities.agreement import agreements
from activities.agreement.agreements import MemberRow, ReportRow, TrainingRow
from activities.database import Connection
from activities.registers.calendar import calendar_from
from activities.registers.reference import known_on
from starter.client.answers import Refused
from starter.forms.form import read, refuse
from workflows.agreement.forms import (
    Membership,
    MembershipEnd,
    PeriodReport,
    TrainingEnd,
    TrainingStart,
    TrainingStrike,
)
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.registers import AgreementTerm
from workflows.agreement.rules import cadence, members, trainings
from workflows.kernel.case.records import Lookup
from workflows.kernel.case.refusal import Reason
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

    Entered again, the first day stays; one that has left takes part again.

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
    since = filled.since or on
    member = MemberRow(
        institution=filled.institution,
        level=filled.level.value,
        joined_on=since,
        first_period=members.first_period(since, anchor=anchor, months=months),
    )
    entered = await agreements.enter_member(conn, filled.case_id, member, by=actor.id)
    if entered.takes_part_on(since):
        return entered
    return await agreements.take_part_again(conn, filled.case_id, member)


async def leave_agreement(
    conn: Connection, actor: Actor, form: MembershipEnd | Mapping[str, Any], *, on: date
) -> MemberRow:
    """Note that one who takes part leaves, and reports up to that day (R-A.16).

    Args:
        conn: In a transaction.
        actor: A general, provincial or district directorate, or whoever leaves.
        form: A `MembershipEnd`, or its fields.
        on: Day of the act, in Istanbul.

    Returns:
        The member, with the last period on which it reports.

    Raises:
        Refused: With all reasons.
    """
    filled = read(MembershipEnd, form, "R-A.16")
    term = await agreements.term_of(conn, filled.case_id)
    member = await agreements.member_of(
        conn, filled.case_id, filled.institution, filled.level.value
    )
    joined_on = None if member is None else member.joined_on
    refuse(members.breaches_of_leaving(filled, by=actor, term=term, joined_on=joined_on))
    assert term is not None, "refused without one"
    assert member is not None, "refused without one"
    anchor, months = await _cadence(conn, filled.case_id, filled.level, term)
    last = cadence.last_period_of(anchor, months, filled.left_on)
    left = member.model_copy(
        update={"left_on": filled.left_on, "last_period": 0 if filled.mistaken else last}
    )
    return await agreements.leave(conn, filled.case_id, left, reason=filled.reason)


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
    member = await _member(conn, case_id, actor, level)
    refuse(
        members.breaches_of_report(
            filled,
            by=actor,
            on=local_day(received_at),
            term=term,
            period_begins_on=None if term is None else await _begins_on(conn, filled, term),
            last_period=None if term is None else await _last_period(conn, filled, term, member),
            member=member is not None,
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
    corrects = None if term.run_off_over else filled.corrects
    filed = await agreements.enter_report(
        conn, case_id, level.value, report, by=actor.id, corrects=corrects
    )
    if filed.report != report.report:
        over = members.report_decided(filled)
        raise Refused((over if term.run_off_over else members.period_reported(filled),))
    return Taken(due_on=filed.due_on, late=filed.late)


async def _begins_on(conn: Connection, form: PeriodReport, term: AgreementTerm) -> date:
    anchor, months = await _cadence(conn, form.case_id, form.level, term)
    return max(add_months(anchor, (form.period - 1) * months), term.starts_on)


async def _last_period(
    conn: Connection, form: PeriodReport, term: AgreementTerm, member: MemberRow | None
) -> int:
    """Return the last period on which a report can come: of the agreement, or of the member."""
    anchor, months = await _cadence(conn, form.case_id, form.level, term)
    last = cadence.last_period_of(anchor, months, term.ends_on)
    left = None if member is None else member.last_period
    return last if left is None else min(last, left)


async def _due_on(conn: Connection, form: PeriodReport, term: AgreementTerm) -> date:
    anchor, months = await _cadence(conn, form.case_id, form.level, term)
    calendar = await calendar_from(conn, add_months(anchor, form.period * months).year)
    due_on = cadence.report_due_on(anchor, months, form.period, calendar, last_day=term.ends_on)
    assert due_on is not None, "refused where the agreement has no such period"
    return due_on


async def _member(
    conn: Connection, case_id: str, actor: Actor, level: ReportLevel
) -> MemberRow | None:
    if actor.institution is None:
        return None
    return await agreements.member_of(conn, case_id, actor.institution, level.value)


# -- trainings -----------------------------------------------------------------------------------


async def begin_training(
    conn: Connection, actor: Actor, form: TrainingStart | Mapping[str, Any], *, on: date
) -> TrainingRow:
    """Begin a training under an agreement (A-5.1, A-11.4, R-A.5).

    The same training again is the first one; other particulars need what was wrong with the first.

    Args:
        conn: In a transaction.
        actor: The manager of the institution that holds it.
        form: A `TrainingStart`, or its fields.
        on: Day of the act, in Istanbul; the training may have begun before it.

    Raises:
        Refused: With all reasons: the agreement ends before the training begins; the programme is
            not published.
    """
    filled = read(TrainingStart, form, "A-5.1")
    # No end is recorded meanwhile: a training counts as begun before it, or is judged by it.
    await agreements.lock_agreement(conn, filled.case_id)
    term = await agreements.term_of(conn, filled.case_id)
    member = await _member(conn, filled.case_id, actor, ReportLevel.INSTITUTION)
    refuse(
        trainings.breaches_of_training_start(
            filled,
            by=actor,
            term=term,
            member=member is not None and member.takes_part_on(filled.starts_on),
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
        entered_on=on,
    )
    begun = await agreements.enter_training(conn, filled.case_id, training, by=actor.id)
    if _particulars(begun) == _particulars(training):
        return begun
    refuse(_against_other_particulars(filled, begun, training))
    assert filled.corrects is not None, "refused without it"
    await agreements.correct_training(
        conn, filled.case_id, training, by=actor.id, corrects=filled.corrects
    )
    return training.model_copy(update={"entered_on": begun.entered_on})


def _particulars(row: TrainingRow) -> tuple[object, ...]:
    return row.institution, row.programme, row.starts_on, row.ends_on


def _against_other_particulars(
    form: TrainingStart, begun: TrainingRow, wished: TrainingRow
) -> Iterator[Reason]:
    if begun.struck_on is not None:
        yield trainings.struck_off(form.training)
    elif begun.finished_on is not None:
        yield trainings.finished_already(form.training)
    elif form.corrects is None or begun.institution != wished.institution:
        yield trainings.number_used(form.training)


async def _published(conn: Connection, form: TrainingStart, term: AgreementTerm | None) -> bool:
    """Return whether a programme is published: on its list, or in the agreement itself."""
    if term is not None and form.programme in term.programmes:
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
    known = await _held(conn, actor, filled, on=on)
    if known.struck_on is not None:
        raise Refused((trainings.struck_off(filled.training),))
    term = await agreements.term_of(conn, filled.case_id)
    over = term is not None and term.run_off_over
    ended = await agreements.end_training(
        conn,
        filled.case_id,
        filled.training,
        on=filled.finished_on,
        by=actor.id,
        corrects=None if over else filled.corrects,
    )
    if ended.finished_on is not None and ended.finished_on != filled.finished_on:
        decided = members.training_end_decided(filled)
        raise Refused((decided if over else trainings.finished_before(filled, ended.finished_on),))
    return ended


async def strike_training(
    conn: Connection, actor: Actor, form: TrainingStrike | Mapping[str, Any], *, on: date
) -> None:
    """Strike a training off that was announced and has never taken place (A-11.4).

    Args:
        conn: In a transaction.
        actor: The manager of the institution that announced it, or the office.
        form: A `TrainingStrike`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(TrainingStrike, form, "A-11.4")
    known = await _held(conn, actor, filled, on=on)
    if known.finished_on is not None:
        raise Refused((trainings.finished_already(filled.training),))
    case_id, reason = filled.case_id, filled.reason
    await agreements.strike_training(
        conn, case_id, filled.training, on=on, by=actor.id, reason=reason
    )


async def _held(
    conn: Connection, actor: Actor, form: TrainingEnd | TrainingStrike, *, on: date
) -> TrainingRow:
    known = await agreements.training_of(conn, form.case_id, form.training)
    refuse(
        trainings.breaches_of_training_end(
            form,
            by=actor,
            on=on,
            held_by=None if known is None else known.institution,
            starts_on=None if known is None else known.starts_on,
        )
    )
    assert known is not None, "refused without one"
    return known
