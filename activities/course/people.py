"""People: who trainees, instructors and holders of accounts are, and what is kept of each.

Cases know people by opaque keys. Identity number, birth date, photo, absences and fees lie here and
nowhere else; neither a number nor a date of birth goes into a log, an error or a representation.
What may be entered, and by whom, is decided before it gets here: `starter.forms.people`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Final, TypeAlias

from pydantic import Field, JsonValue

from activities.database import Connection, Row, queries
from activities.registers.decisions import Decider, request_of
from workflows.course.registers import Register, certificate_key
from workflows.kernel.case.records import Decide, Verdict
from workflows.kernel.values import Frozen

_SQL = queries("course/people")


CourseAct: TypeAlias = tuple[str, JsonValue]
"""One act of a course: the name of its command, and the body."""


class _Enrolment(Frozen):
    trainees: tuple[str, ...]
    programme: str
    level: int | None = None
    photo_if_born_by: date
    file_no: str | None = None


class _Interpreted(Frozen):
    people: tuple[str, ...]
    file_no: str | None = None


class PersonRow(Frozen):
    """One person; printing it shows the key alone."""

    person: str
    national_id: str = Field(repr=False)
    birth_date: date = Field(repr=False)
    hidden: bool
    """A court has ordered that the identity be hidden (C-2.2)."""
    photo: str | None
    """SHA-256 of the picture, in hex (C-3.1)."""


class NumberChange(Frozen):
    """One change of an identity number, and the papers it rests on (C-16.1)."""

    former: str = Field(repr=False)
    changed_to: str = Field(repr=False)
    letter_no: str
    former_extract: str
    """SHA-256 of the extract of the civil registry with the former number."""
    new_extract: str
    changed_by: str
    changed_on: date


class OlderCertificateRow(Frozen):
    """A certificate from before this system, with its number and date (R-C.20)."""

    person: str
    programme: str
    level: int | None
    number: str
    dated_on: date
    withdrawn: bool
    reason: str | None


class AbsenceRow(Frozen):
    """Hours missed of one lesson (C-12.1)."""

    lesson_on: date
    starts_at: time
    hours: int


class FeeRow(Frozen):
    """One payment of a trainee for a course, in lira (C-11.1)."""

    receipt_no: str
    person: str
    case_id: str
    paid_on: date
    amount: Decimal
    explanation: str


# -- who they are ------------------------------------------------------------------------------


async def lock_number(conn: Connection, national_id: str) -> None:
    """Let nobody else decide on an identity number until the transaction ends."""
    await conn.execute(_SQL["lock_number"], national_id)


async def lock_person(conn: Connection, person: str) -> None:
    """Let nobody else change a person's row until the transaction ends."""
    await conn.execute(_SQL["lock_person"], person)


async def person_by_number(conn: Connection, national_id: str) -> PersonRow | None:
    """Return who has a number now."""
    row = await conn.fetchrow(_SQL["person_by_number"], national_id)
    return None if row is None else _person(row)


async def persons(conn: Connection, keys: Iterable[str]) -> tuple[PersonRow, ...]:
    """Return those of the keys who are known, in the order of the keys' text."""
    rows = await conn.fetch(_SQL["persons"], list(keys))
    return tuple(_person(row) for row in rows)


async def certified_in(conn: Connection, case_id: str) -> tuple[str, ...]:
    """Return the keys of those who have a certificate of a course."""
    return tuple(row["person"] for row in await conn.fetch(_SQL["certified_in"], case_id))


async def insert_person(
    conn: Connection,
    person: str,
    *,
    national_id: str,
    birth_date: date,
    by: str,
    hidden: bool = False,
) -> bool:
    """Enter one person.

    Returns:
        Whether the row was entered; if not, key or number is another person's.
    """
    row = (person, national_id, birth_date, hidden, by)
    return await conn.fetchval(_SQL["insert_person"], *row) is not None


async def has_been_replaced(conn: Connection, national_id: str) -> bool:
    """Return whether somebody had the number and has another one since (C-16.1)."""
    return bool(await conn.fetchval(_SQL["has_been_replaced"], national_id))


async def number_taken(conn: Connection, national_id: str, *, besides: str) -> bool:
    """Return whether a number is, or was, that of anybody else."""
    return bool(await conn.fetchval(_SQL["number_taken"], national_id, besides))


async def change_number(conn: Connection, person: str, change: NumberChange) -> None:
    """Give a person another number, and keep the former one with its papers."""
    await conn.execute(_SQL["insert_number_change"], person, *change.model_dump().values())
    await conn.execute(_SQL["set_number"], person, change.changed_to)


async def number_changes(conn: Connection, person: str) -> tuple[NumberChange, ...]:
    """Return every change of a person's number, oldest first."""
    rows = await conn.fetch(_SQL["number_changes"], person)
    return tuple(NumberChange.model_validate(dict(row)) for row in rows)


async def last_decision(conn: Connection, person: str) -> date | None:
    """Return the day of the newest court decision about a person's identity."""
    newest: date | None = await conn.fetchval(_SQL["last_decision"], person)
    return newest


async def enter_decision(
    conn: Connection,
    person: str,
    *,
    number: str,
    decided_on: date,
    document: str,
    hides: bool,
    by: str,
) -> None:
    """Keep a court decision, and hide the person's identity or show it again (C-2.2)."""
    await conn.execute(_SQL["insert_decision"], person, number, decided_on, document, hides, by)
    await conn.execute(_SQL["set_hidden"], person, hides)


async def set_photo(conn: Connection, person: str, photo: str) -> None:
    """Set the digest of a person's picture; a newer picture replaces the one before (C-3.1)."""
    await conn.execute(_SQL["set_photo"], person, photo)


def _person(row: Row) -> PersonRow:
    return PersonRow.model_validate(dict(row))


# -- what is kept of them in a course ----------------------------------------------------------


async def course_acts(conn: Connection, case_id: str) -> tuple[CourseAct, ...]:
    """Return what the journal says of a course's institution, trainees and lessons, in order."""
    rows = await conn.fetch(_SQL["course_acts"], case_id)
    return tuple((row["name"], row["body"]) for row in rows)


async def enter_absence(
    conn: Connection, person: str, case_id: str, absence: AbsenceRow, *, by: str
) -> None:
    """Keep the hours missed of a lesson; the newest entry of a lesson counts (C-12.1)."""
    await conn.execute(
        _SQL["insert_absence"],
        person,
        case_id,
        absence.lesson_on,
        absence.starts_at,
        absence.hours,
        by,
    )


async def absences_of(conn: Connection, case_id: str, person: str) -> tuple[AbsenceRow, ...]:
    """Return the lessons that a trainee of a course has missed, in their order."""
    rows = await conn.fetch(_SQL["absences_of"], case_id, person)
    return tuple(AbsenceRow.model_validate(dict(row)) for row in rows)


async def enter_fee(conn: Connection, institution: str, fee: FeeRow, *, by: str) -> FeeRow:
    """Keep one payment (C-11.1).

    Returns:
        The payment that the institution's receipt stands for: this one, or the one before it.
    """
    await conn.execute(
        _SQL["insert_fee"],
        institution,
        fee.receipt_no,
        fee.person,
        fee.case_id,
        fee.paid_on,
        fee.amount,
        fee.explanation,
        by,
    )
    entered = await fee_of(conn, institution, fee.receipt_no)
    assert entered is not None, "entered above, and fees are never deleted"
    return entered


async def fee_of(conn: Connection, institution: str, receipt_no: str) -> FeeRow | None:
    """Return the payment that a receipt stands for now (C-11.1)."""
    row = await conn.fetchrow(_SQL["fee"], institution, receipt_no)
    return None if row is None else FeeRow.model_validate(dict(row))


async def correct_fee(
    conn: Connection, institution: str, fee: FeeRow, *, reason: str, by: str
) -> None:
    """Have a receipt stand for another payment, or for none; the first entry stays (C-11.1)."""
    row = (fee.receipt_no, fee.person, fee.case_id, fee.paid_on, fee.amount, fee.explanation)
    await conn.execute(_SQL["insert_fee_correction"], institution, *row, reason, by)


async def fees_of(conn: Connection, case_id: str, person: str) -> tuple[FeeRow, ...]:
    """Return what a trainee has paid for a course, in the order of the days of payment."""
    rows = await conn.fetch(_SQL["fees_of"], case_id, person)
    return tuple(FeeRow.model_validate(dict(row)) for row in rows)


# -- what courses ask --------------------------------------------------------------------------


async def enrolment_facts(
    conn: Connection,
    trainees: Sequence[str],
    programme: str,
    level: int | None,
    photo_if_born_by: date,
) -> dict[str, JsonValue]:
    """Say what the registers know of people to be enrolled; the rules judge by it.

    Args:
        conn: A connection.
        trainees: Keys of those to be enrolled.
        programme: Code of the programme.
        level: Level of the course; none where the programme has none.
        photo_if_born_by: Last day of birth of those who need a photo (R-C.5).

    Returns:
        Keys by what is so: ``unknown``, ``hidden`` by a court (C-2.2), ``without_previous_level``:
        no certificate of the level below, from the second level on (C-15.1), ``taken_before``:
        with the certificate of this programme and level (C-8.4), ``without_photo``: who needs one
        and has none (C-3.1).
    """
    below = None if level is None or level <= 1 else f"{programme}/{level - 1}"
    own = f"{programme}/{level or 0}"
    rows = await conn.fetch(_SQL["enrolment_facts"], list(trainees), below, own, photo_if_born_by)
    found = ("unknown", "hidden", "without_previous_level", "taken_before", "without_photo")
    return {what: [row["person"] for row in rows if row[what]] for what in found}


async def certificate_known(conn: Connection, key: str) -> bool:
    """Return whether somebody has a certificate, from a course or from before (C-8.4, C-15.1)."""
    return bool(await conn.fetchval(_SQL["certificate_known"], key))


async def older_certificate_known(conn: Connection, key: str) -> bool:
    """Return whether a certificate was entered as one from before, withdrawn ones included."""
    return bool(await conn.fetchval(_SQL["older_certificate_known"], key))


async def enter_older_certificate(
    conn: Connection, certificate: OlderCertificateRow, *, by: str
) -> None:
    """Keep a certificate from before this system, its correction or its withdrawal (R-C.20)."""
    key = certificate_key(certificate.person, certificate.programme, certificate.level)
    row = certificate.model_dump().values()
    await conn.execute(_SQL["insert_older_certificate"], key, *row, by)


async def _whom(conn: Connection, asked: Decide) -> Verdict:
    wanted = request_of(asked, _Enrolment)
    facts = await enrolment_facts(
        conn, wanted.trainees, wanted.programme, wanted.level, wanted.photo_if_born_by
    )
    return Verdict(granted=True, facts=facts)


async def _citizens(conn: Connection, asked: Decide) -> Verdict:
    wanted = request_of(asked, _Interpreted)
    rows = await conn.fetch(_SQL["citizens"], list(wanted.people))
    return Verdict(granted=True, facts={"citizens": [row["person"] for row in rows]})


DECIDERS: Final[Mapping[str, Decider]] = {
    Register.PEOPLE: _whom,
    Register.NATIONALITY: _citizens,
}
