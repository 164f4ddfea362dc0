"""The register of people: how the world enters and changes it, and what is kept of trainees.

    register, find ──▶ key                                     the key that cases know
    hide, lift, change the number, add a photo ──▶ the register of people
    absence, fee, its correction ──▶ the books of a course
    a certificate from before this system ──▶ the register of certificates

Each act is judged by the rules of `workflows.course.rules` and is done in the caller's transaction,
or refused with every reason. No case is notified: courses ask the register when they need to know.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from activities.course import people
from activities.database import Connection
from starter.client.answers import Refused
from starter.forms.form import read, refuse
from workflows.course.forms import (
    CourseFee,
    FeeCorrection,
    IdentityOrder,
    MissedLesson,
    NumberCorrection,
    OlderCertificate,
    Photo,
    Registration,
    Search,
)
from workflows.course.registers import certificate_key
from workflows.course.rules import absences_and_fees, identity
from workflows.course.rules.absences_and_fees import kept_course
from workflows.kernel.roles import Actor

_LETTERS: Final = "bcdfghjkmnpqrstvwxyz"  # no vowels: a key is not to spell anything
_LENGTH: Final = 14


# -- who they are ------------------------------------------------------------------------------


async def register_person(
    conn: Connection, actor: Actor, form: Registration | Mapping[str, Any], *, on: date
) -> str:
    """Register a person, and return the key by which cases know them (C-2.1, C-2.2).

    Somebody who is registered already, with the same date of birth, keeps the key there is.

    Args:
        conn: In a transaction.
        actor: The manager of an institution, or the directorate general.
        form: A `Registration`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Registration, form, "C-2.1")
    number = filled.national_id
    await people.lock_number(conn, number)
    found = await people.person_by_number(conn, number)
    refuse(
        identity.breaches_of_registration(
            filled,
            by=actor,
            on=on,
            holder=_holder(found),
            replaced=found is None and await people.has_been_replaced(conn, number),
        )
    )
    key = await _enter(conn, actor, filled) if found is None else found.person
    if filled.hidden_by is not None:
        order = IdentityOrder(person=key, decision=filled.hidden_by)
        await hide_identity(conn, actor, order, on=on)
    return key


async def _enter(conn: Connection, actor: Actor, form: Registration) -> str:
    key = form.person or f"t-{''.join(secrets.choice(_LETTERS) for _ in range(_LENGTH))}"
    entered = await people.insert_person(
        conn, key, national_id=form.national_id, birth_date=form.birth_date, by=actor.id
    )
    if not entered:  # nobody has the number: that was looked up under its lock
        raise Refused((identity.key_used(key),))
    return key


async def find_person(conn: Connection, actor: Actor, form: Search | Mapping[str, Any]) -> str:
    """Return the key of a person, by identity number and date of birth (C-2.1).

    Raises:
        Refused: Nobody comes up. An identity that a court hides comes up for the directorate
            general alone, and for all others as if there were nobody (C-2.2).
    """
    filled = read(Search, form, "C-2.1")
    found = await people.person_by_number(conn, filled.national_id)
    refuse(identity.breaches_of_search(filled.birth_date, by=actor, holder=_holder(found)))
    assert found is not None, "nobody to be shown is refused"
    return found.person


async def hide_identity(
    conn: Connection, actor: Actor, form: IdentityOrder | Mapping[str, Any], *, on: date
) -> None:
    """Hide an identity by a current court decision, or go on hiding it (C-2.2).

    Raises:
        Refused: With all reasons.
    """
    await _order(conn, actor, form, on=on, hides=True)


async def lift_hiding(
    conn: Connection, actor: Actor, form: IdentityOrder | Mapping[str, Any], *, on: date
) -> None:
    """Show an identity again by a current court decision (C-2.2).

    Raises:
        Refused: With all reasons.
    """
    await _order(conn, actor, form, on=on, hides=False)


async def _order(
    conn: Connection,
    actor: Actor,
    form: IdentityOrder | Mapping[str, Any],
    *,
    on: date,
    hides: bool,
) -> None:
    filled = read(IdentityOrder, form, "C-2.2")
    known = await _locked(conn, filled.person, "C-2.2")
    last = await people.last_decision(conn, filled.person)
    refuse(
        identity.breaches_of_order(
            filled, by=actor, on=on, last=last, hides=hides, hidden=known.hidden
        )
    )
    await people.enter_decision(
        conn,
        filled.person,
        number=filled.decision.number,
        decided_on=filled.decision.decided_on,
        document=filled.decision.document,
        hides=hides,
        by=actor.id,
    )


async def change_national_id(
    conn: Connection, actor: Actor, form: NumberCorrection | Mapping[str, Any], *, on: date
) -> None:
    """Change a person's identity number; the former one is kept with its papers (C-16.1).

    Args:
        conn: In a transaction.
        actor: The directorate general.
        form: A `NumberCorrection`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(NumberCorrection, form, "C-16.1")
    await people.lock_number(conn, filled.national_id)
    known = await _locked(conn, filled.person, "C-16.1")
    refuse(
        identity.breaches_of_number_change(
            filled,
            by=actor,
            former=known.national_id,
            taken=await people.number_taken(conn, filled.national_id, besides=filled.person),
        )
    )
    change = people.NumberChange(
        former=known.national_id,
        changed_to=filled.national_id,
        letter_no=filled.letter_no,
        former_extract=filled.former_extract,
        new_extract=filled.new_extract,
        changed_by=actor.id,
        changed_on=on,
    )
    await people.change_number(conn, filled.person, change)


async def add_photo(conn: Connection, actor: Actor, form: Photo | Mapping[str, Any]) -> None:
    """Add a person's photo, or replace it (C-3.1).

    Raises:
        Refused: With all reasons.
    """
    filled = read(Photo, form, "C-3.1")
    refuse(identity.breaches_of_photo(filled, by=actor))
    await _locked(conn, filled.person, "C-3.1")
    await people.set_photo(conn, filled.person, filled.photo)


async def _locked(conn: Connection, person: str, rule: str) -> people.PersonRow:
    await people.lock_person(conn, person)
    found = await people.persons(conn, [person])
    if not found:
        raise Refused((identity.nobody(rule, person),))
    return found[0]


def _holder(found: people.PersonRow | None) -> identity.Holder | None:
    if found is None:
        return None
    return identity.Holder(birth_date=found.birth_date, hidden=found.hidden)


# -- what is kept of them in a course ----------------------------------------------------------


async def record_absence(
    conn: Connection, actor: Actor, form: MissedLesson | Mapping[str, Any], *, on: date
) -> None:
    """Record the hours that a trainee missed of a lesson (C-12.1).

    Recorded again, the lesson is corrected; no hours take the absence back. Nothing follows from
    any number of hours: the manager sets the trainee's status (R-C.12).

    Args:
        conn: In a transaction.
        actor: The principal of the course.
        form: A `MissedLesson`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(MissedLesson, form, "C-12.1")
    course = kept_course(await people.course_acts(conn, filled.case_id))
    refuse(absences_and_fees.breaches_of_absence(filled, by=actor, on=on, course=course))
    await _locked(conn, filled.person, "C-12.1")
    missed = people.AbsenceRow(
        lesson_on=filled.lesson_on, starts_at=filled.starts_at, hours=filled.hours
    )
    await people.enter_absence(conn, filled.person, filled.case_id, missed, by=actor.id)


async def record_fee(
    conn: Connection, actor: Actor, form: CourseFee | Mapping[str, Any], *, on: date
) -> None:
    """Enter what a trainee paid for a course, whole or an instalment (C-11.1).

    The same payment again is the first one.

    Args:
        conn: In a transaction.
        actor: The principal of the course, whose institution's receipt it is.
        form: A `CourseFee`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(CourseFee, form, "C-11.1")
    course = kept_course(await people.course_acts(conn, filled.case_id))
    refuse(absences_and_fees.breaches_of_fee(filled, by=actor, on=on, course=course))
    assert actor.institution is not None, "refused without the course's own"
    await _locked(conn, filled.person, "C-11.1")
    paid = people.FeeRow.model_validate(filled.model_dump())
    if await people.enter_fee(conn, actor.institution, paid, by=actor.id) != paid:
        raise Refused((absences_and_fees.receipt_used(filled.receipt_no),))


async def correct_fee(
    conn: Connection, actor: Actor, form: FeeCorrection | Mapping[str, Any], *, on: date
) -> None:
    """Correct a payment that was entered wrong, or take it back with an amount of 0 (C-11.1).

    The first entry stays to be seen, with every correction and its reason.

    Args:
        conn: In a transaction.
        actor: The principal of the course, whose institution's receipt it is.
        form: A `FeeCorrection`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(FeeCorrection, form, "C-11.1")
    course = kept_course(await people.course_acts(conn, filled.case_id))
    refuse(absences_and_fees.breaches_of_fee(filled, by=actor, on=on, course=course))
    assert actor.institution is not None, "refused without the course's own"
    await _locked(conn, filled.person, "C-11.1")
    if await people.fee_of(conn, actor.institution, filled.receipt_no) is None:
        raise Refused((absences_and_fees.no_receipt(filled.receipt_no),))
    right = people.FeeRow.model_validate(filled.model_dump(exclude={"reason"}))
    await people.correct_fee(conn, actor.institution, right, reason=filled.reason, by=actor.id)


async def enter_older_certificate(
    conn: Connection, actor: Actor, form: OlderCertificate | Mapping[str, Any], *, on: date
) -> None:
    """Enter a certificate from before this system, correct it or withdraw it (R-C.20).

    Args:
        conn: In a transaction.
        actor: The education directorate.
        form: An `OlderCertificate`, or its fields.
        on: Day of the act, in Istanbul.

    Raises:
        Refused: With all reasons.
    """
    filled = read(OlderCertificate, form, "R-C.20")
    await _locked(conn, filled.person, "R-C.20")
    key = certificate_key(filled.person, filled.programme, filled.level)
    refuse(
        identity.breaches_of_older_certificate(
            filled,
            by=actor,
            on=on,
            entered=await people.older_certificate_known(conn, key),
            known=await people.certificate_known(conn, key),
        )
    )
    row = people.OlderCertificateRow.model_validate(filled.model_dump())
    await people.enter_older_certificate(conn, row, by=actor.id)
