"""The registers of cooperation agreements: subjects, the kütük, members, reports, trainings.

Hundreds of institutions report and teach under one agreement. They write here and not to the case,
which asks when a period or the run-off is over. Who may write what is decided before it gets here:
`starter.forms.agreements`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from pydantic import AwareDatetime, Field, JsonValue

from activities.database import Connection, queries
from activities.registers.decisions import Decider, Writer, once, request_of, subject_of
from activities.registers.numbers import next_file_number
from workflows.agreement.registers import AgreementTerm, Register
from workflows.kernel.case.records import Decide, RegisterWrite, Verdict
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen

_SQL = queries("agreement/agreements")

ReportsOf = Literal["institution", "district", "province"]
"""Who reports: an institution, a district or a provincial directorate (A-11.3a to A-11.3c)."""


class MemberRow(Frozen):
    """One who takes part in an agreement, and reports on it."""

    institution: str
    level: ReportsOf
    joined_on: date
    first_period: int
    """Number of the first period on which it reports."""
    left_on: date | None = None
    last_period: int | None = None
    """Number of the last one, once it has left; 0: it owes none (R-A.16)."""

    def takes_part_on(self, day: date) -> bool:
        """Whether it has not left by a day."""
        return self.left_on is None or day < self.left_on


class ReportRow(Frozen):
    """One report on one period."""

    period: int
    institution: str
    due_on: date
    received_at: AwareDatetime
    report: str
    """SHA-256 of the document, in hex."""

    @property
    def late(self) -> bool:
        """Whether it came after 24:00 of the day it was due; nothing follows from that (R-A.2)."""
        return local_day(self.received_at) > self.due_on


class TrainingRow(Frozen):
    """One training under an agreement."""

    training: str
    institution: str
    programme: str
    starts_on: date
    ends_on: date
    """As planned."""
    finished_on: date | None
    entered_on: date | None = None
    struck_on: date | None = None
    """When it was struck off as never held."""

    @property
    def late(self) -> bool:
        """Whether it was entered after it had begun; nothing else follows from that (R-A.5)."""
        return self.entered_on is not None and self.entered_on > self.starts_on


# -- what cases ask ----------------------------------------------------------------------------


class _Subject(Frozen):
    subject: str
    level: Literal["district", "province", "general"]
    reserve: bool
    on: date
    body: str | None = None
    file_no: str | None = None


class _Number(Frozen):
    side: str = Field(min_length=1)
    on: date
    file_no: str | None = None


class _Period(Frozen):
    level: ReportsOf
    period: int = Field(ge=1)
    file_no: str | None = None


class _RunOff(Frozen):
    last_day: date | None = None
    file_no: str | None = None


async def _subject(conn: Connection, asked: Decide) -> Verdict:
    """Say what else there is with the same body and subject, and take the subject if asked to.

    Asked with ``subject``, ``level``, ``reserve`` and the day ``on``, it tells how many
    ``overlaps`` there are among districts and provinces, and the ``case`` and last day (``until``)
    of what the directorate general has, or prepares. With ``reserve`` the case also gets the
    subject; below the general level it is then refused while there is such a case (A-8.7, R-A.7).
    Without, as for an application that is turned down, nothing is refused. A branch counts as its
    ``body`` (R-A.15).
    """
    wanted = request_of(asked, _Subject)
    partner = wanted.body or await subject_of(conn, asked.case_id)
    await conn.execute(_SQL["lock_subject"], partner, wanted.subject)
    if wanted.reserve:
        return await once(conn, asked, lambda: _reserve(conn, asked, wanted, partner))
    facts = await _same_subject(conn, asked.case_id, wanted, partner)
    return Verdict(granted=True, facts=facts)


async def _same_subject(
    conn: Connection, case_id: str, wanted: _Subject, partner: str
) -> dict[str, JsonValue]:
    rows = await conn.fetch(_SQL["same_subject"], partner, wanted.subject, case_id, wanted.on)
    general = [row for row in rows if row["level"] == "general"]
    facts: dict[str, JsonValue] = {"overlaps": len(rows) - len(general)}
    if general:
        until = general[0]["ends_on"]
        facts["case"] = general[0]["case_id"]
        facts["until"] = None if until is None else until.isoformat()
    return facts


async def _reserve(conn: Connection, asked: Decide, wanted: _Subject, partner: str) -> Verdict:
    facts = await _same_subject(conn, asked.case_id, wanted, partner)
    if "case" in facts and wanted.level != "general":
        return Verdict(granted=False, facts={"rule": "A-8.7", **facts})
    await conn.execute(_SQL["know_body"], partner)
    row = (partner, wanted.subject, wanted.level, wanted.on, asked.command_id)
    await conn.execute(_SQL["reserve_subject"], asked.case_id, *row)
    return Verdict(granted=True, facts=facts)


async def _kutuk_number(conn: Connection, asked: Decide) -> Verdict:
    """Give the agreement its ``number``, gap-free by signing ``side`` and year (A-10.3)."""
    wanted = request_of(asked, _Number)
    # The claim is the agreement's and not the command's: should the case not use the number after
    # all, its next attempt gets the same one, and no gap is left.
    number = await next_file_number(conn, f"kutuk/{wanted.side}", wanted.on.year, asked.case_id)
    return Verdict(granted=True, facts={"number": number})


async def _missing_reports(conn: Connection, asked: Decide) -> Verdict:
    """Count who is ``missing`` ``of`` those who owe a report (A-11.3a to A-11.3c)."""
    which = request_of(asked, _Period)
    missing = await missing_reporters(conn, asked.case_id, which.level, which.period)
    owed = await conn.fetchval(_SQL["owed"], asked.case_id, which.level, which.period)
    return Verdict(granted=True, facts={"missing": len(missing), "of": owed})


async def _unfinished(conn: Connection, asked: Decide) -> Verdict:
    """Count the ``unfinished`` trainings that an agreement with this ``last_day`` covers (A-11.4).

    Those ``not_covered`` are told beside them.
    """
    last_day = request_of(asked, _RunOff).last_day
    row = await conn.fetchrow(_SQL["unfinished"], asked.case_id, last_day)
    assert row is not None, "a count is one row"
    latest = row["latest_start"]
    return Verdict(
        granted=True,
        facts={
            "unfinished": row["unfinished"],
            "latest_start": None if latest is None else latest.isoformat(),
            "not_covered": row["not_covered"],
        },
    )


DECIDERS: Final[Mapping[str, Decider]] = {
    Register.SUBJECTS: _subject,
    Register.KUTUK: _kutuk_number,
    Register.REPORTS: _missing_reports,
    Register.TRAININGS: _unfinished,
}


# -- when an agreement is in force ---------------------------------------------------------------


async def lock_agreement(conn: Connection, case_id: str) -> None:
    """Let nobody else change an agreement's term or begin a training until the transaction ends."""
    await conn.execute(_SQL["lock_agreement"], case_id)


async def _put_term(conn: Connection, case_id: str, entry_n: int, entered: RegisterWrite) -> None:
    """Enter from when to when an agreement is in force; a row entered before stays."""
    term = AgreementTerm.model_validate(entered.row)
    await lock_agreement(conn, case_id)
    days = (term.n, term.change, term.starts_on, term.ends_on)
    taught = (term.programme, list(term.further_programmes))
    decided = (term.decided_on, term.letter_no, term.ground)
    await conn.execute(_SQL["insert_term"], case_id, *days, *taught, *decided, entry_n)


WRITERS: Final[Mapping[str, Writer]] = {AgreementTerm.register: _put_term}


async def term_of(conn: Connection, case_id: str) -> AgreementTerm | None:
    """Return from when to when an agreement is in force; none before it is signed."""
    row = await conn.fetchrow(_SQL["term"], case_id)
    return None if row is None else AgreementTerm.model_validate(dict(row))


async def rulebook_of(conn: Connection, case_id: str) -> Rulebook | None:
    """Return the rulebook that a case was opened with; none if there is no such case."""
    body = await conn.fetchval(_SQL["rulebook"], case_id)
    return None if body is None else Rulebook.model_validate(body)


# -- members and reports -------------------------------------------------------------------------


async def enter_member(conn: Connection, case_id: str, member: MemberRow, *, by: str) -> MemberRow:
    """Enter one who takes part, and return the row that counts: this one, or the one before it."""
    row = (member.institution, member.level, member.joined_on, member.first_period)
    await conn.execute(_SQL["insert_member"], case_id, *row, by)
    entered = await member_of(conn, case_id, member.institution, member.level)
    assert entered is not None, "entered above, and members are never deleted"
    return entered


async def take_part_again(conn: Connection, case_id: str, member: MemberRow) -> MemberRow:
    """Let one who has left take part again, from another day on."""
    row = (member.institution, member.level, member.joined_on, member.first_period)
    await conn.execute(_SQL["rejoin"], case_id, *row)
    again = await member_of(conn, case_id, member.institution, member.level)
    assert again is not None, "the caller has seen it"
    return again


async def leave(conn: Connection, case_id: str, member: MemberRow, *, reason: str) -> MemberRow:
    """Note from when one no longer takes part, and on which period it reports last."""
    row = (member.institution, member.level, member.left_on, member.last_period)
    await conn.execute(_SQL["leave"], case_id, *row, reason)
    left = await member_of(conn, case_id, member.institution, member.level)
    assert left is not None, "the caller has seen it"
    return left


async def member_of(
    conn: Connection, case_id: str, institution: str, level: ReportsOf
) -> MemberRow | None:
    """Return one who takes part."""
    row = await conn.fetchrow(_SQL["member"], case_id, institution, level)
    return None if row is None else MemberRow.model_validate(dict(row))


async def enter_report(
    conn: Connection,
    case_id: str,
    level: ReportsOf,
    report: ReportRow,
    *,
    by: str,
    corrects: str | None = None,
) -> ReportRow:
    """Enter one report, and return the one that counts for the period: this, or one before it.

    It takes the place of another one only if it ``corrects`` that.
    """
    row = (report.period, report.institution, report.due_on, report.received_at, report.report)
    await conn.execute(_SQL["insert_report"], case_id, level, *row, by)
    if corrects is not None:
        anew = (report.period, report.institution, report.report)
        await conn.execute(_SQL["correct_report"], case_id, level, *anew, by, corrects)
    filed = await reports_of(conn, case_id, level, report.period)
    (stands,) = (each for each in filed if each.institution == report.institution)
    return stands


async def reports_of(
    conn: Connection, case_id: str, level: ReportsOf, period: int | None = None
) -> tuple[ReportRow, ...]:
    """Return the reports on an agreement, or on one period of it, by period and institution."""
    rows = await conn.fetch(_SQL["reports"], case_id, level, period)
    return tuple(ReportRow.model_validate(dict(row)) for row in rows)


async def missing_reporters(
    conn: Connection, case_id: str, level: ReportsOf, period: int
) -> tuple[str, ...]:
    """Return the codes of those who owe a report on a period and have not filed it."""
    rows = await conn.fetch(_SQL["missing"], case_id, level, period)
    return tuple(row["institution"] for row in rows)


# -- trainings -----------------------------------------------------------------------------------


async def enter_training(
    conn: Connection, case_id: str, training: TrainingRow, *, by: str
) -> TrainingRow:
    """Enter a training, and return the one that stands under its number."""
    row = (training.training, training.institution, training.programme)
    days = (training.starts_on, training.ends_on)
    await conn.execute(_SQL["insert_training"], case_id, *row, *days, by, training.entered_on)
    entered = await training_of(conn, case_id, training.training)
    assert entered is not None, "entered above, and trainings are never deleted"
    return entered


async def training_of(conn: Connection, case_id: str, training: str) -> TrainingRow | None:
    """Return one training by its number."""
    row = await conn.fetchrow(_SQL["training"], case_id, training)
    return None if row is None else TrainingRow.model_validate(dict(row))


async def correct_training(
    conn: Connection, case_id: str, training: TrainingRow, *, by: str, corrects: str
) -> None:
    """Put other particulars in the place of those of a training that is still held."""
    row = (training.training, training.programme, training.starts_on, training.ends_on)
    await conn.execute(_SQL["correct_training"], case_id, *row, by, corrects)


async def end_training(
    conn: Connection,
    case_id: str,
    training: str,
    *,
    on: date,
    by: str,
    corrects: str | None = None,
) -> TrainingRow:
    """Note that a training is finished; another day noted before stays unless it is corrected."""
    await conn.execute(_SQL["finish_training"], case_id, training, on, by)
    ended = await training_of(conn, case_id, training)
    assert ended is not None, "the caller has seen it"
    if corrects is None or ended.finished_on == on:
        return ended
    await conn.execute(_SQL["correct_end"], case_id, training, on, by, corrects)
    return ended.model_copy(update={"finished_on": on})


async def strike_training(
    conn: Connection, case_id: str, training: str, *, on: date, by: str, reason: str
) -> None:
    """Strike a training off that has never been held."""
    await conn.execute(_SQL["strike_training"], case_id, training, on, by, reason)


async def partner_of(conn: Connection, case_id: str) -> str:
    """Return the name of the partner, or its key where the dossier has none."""
    return str(await conn.fetchval(_SQL["partner_of"], case_id) or "")
