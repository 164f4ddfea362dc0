"""What offices publish beside any case: the list of programmes, the classrooms of a licence.

Courses read these rows when they open, as they stand on the day of filing, and keep what they read.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from activities.database import Connection
from activities.registers.reference import known_on, put_reference
from starter.client.answers import Refused
from starter.forms.form import read, refuse
from workflows.course.offices import Office
from workflows.course.rules.plan import Certificating, Classroom, Programme
from workflows.course.rules.published import breaches_of_classroom, breaches_of_programme
from workflows.kernel.case.reasons import only
from workflows.kernel.case.records import Lookup
from workflows.kernel.roles import Actor
from workflows.kernel.values import Code, Frozen, Slug

PROGRAMMES = "programmes"
CLASSROOMS = "classrooms"


async def publish_programme(
    conn: Connection, actor: Actor, row: Programme | Mapping[str, Any], *, from_day: date
) -> None:
    """Put a programme on the published list, or publish it anew, from a day on (C-1.2).

    Args:
        conn: In a transaction.
        actor: The directorate general.
        row: A `Programme`, or its fields.
        from_day: First day on which courses may be planned by it.

    Raises:
        Refused: With all reasons.
    """
    programme = read(Programme, row, "C-1.2")
    refuse(breaches_of_programme(by=actor))
    content = programme.model_dump(mode="json")
    await put_reference(conn, PROGRAMMES, programme.code, content, from_day)


async def set_classroom(
    conn: Connection, actor: Actor, row: Classroom | Mapping[str, Any], *, from_day: date
) -> None:
    """Enter a classroom as the licence of its institution allows it, from a day on (C-10.1).

    Args:
        conn: In a transaction.
        actor: The directorate of national education.
        row: A `Classroom`, or its fields.
        from_day: First day on which courses may be planned in it.

    Raises:
        Refused: With all reasons.
    """
    classroom = read(Classroom, row, "C-10.1")
    asked = Lookup(book=CLASSROOMS, key=classroom.code)
    known = await known_on(conn, [asked], from_day)
    refuse(breaches_of_classroom(classroom, by=actor, before=known.get(asked.name)))
    content = classroom.model_dump(mode="json")
    await put_reference(conn, CLASSROOMS, classroom.code, content, from_day)


# -- with the day from which a row holds, as forms -----------------------------------------------


class ProgrammeEntry(Frozen):
    """A programme of the published list, from a day on (kurs programı; C-1.2)."""

    code: Slug
    kinds: Annotated[tuple[Slug, ...], Field(max_length=40)]
    """Kinds of institution on whose list it stands."""
    levels: Annotated[tuple[Annotated[int, Field(ge=1, le=20)], ...], Field(max_length=20)] = ()
    """Empty for a programme without levels."""
    hours: Annotated[int, Field(ge=1, le=10_000)]
    kind_of_lesson: Slug
    certificate: Certificating = Certificating.EITHER
    from_day: date
    """First day on which courses may be planned by it."""


class ClassroomEntry(Frozen):
    """A classroom as the licence of its institution allows it, from a day on (sınıf; C-10.1)."""

    code: Code
    institution: Code
    capacity: Annotated[int, Field(ge=0, le=10_000)]
    lesson_kinds: Annotated[tuple[Slug, ...], Field(max_length=40)]
    from_day: date
    """First day on which courses may be planned in it."""


async def enter_programme(
    conn: Connection, actor: Actor, form: ProgrammeEntry | Mapping[str, Any]
) -> None:
    """Publish a programme by its form.

    Raises:
        Refused: With all reasons.
    """
    filled = read(ProgrammeEntry, form, "C-1.2")
    row = Programme.model_validate(filled.model_dump(exclude={"from_day"}))
    await publish_programme(conn, actor, row, from_day=filled.from_day)


async def enter_classroom(
    conn: Connection, actor: Actor, form: ClassroomEntry | Mapping[str, Any]
) -> None:
    """Enter a classroom by its form.

    Raises:
        Refused: With all reasons.
    """
    filled = read(ClassroomEntry, form, "C-10.1")
    row = Classroom.model_validate(filled.model_dump(exclude={"from_day"}))
    await set_classroom(conn, actor, row, from_day=filled.from_day)


class Withdrawal(Frozen):
    """A row that no longer holds, from a day on; what was opened by it keeps it."""

    code: Code
    from_day: date
    """First day on which it does not hold."""


async def withdraw_programme(
    conn: Connection, actor: Actor, form: Withdrawal | Mapping[str, Any]
) -> None:
    """Take a programme off the published list, from a day on (C-1.2).

    Args:
        conn: In a transaction.
        actor: The directorate general.
        form: A `Withdrawal`, or its fields.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Withdrawal, form, "C-1.2")
    refuse(breaches_of_programme(by=actor))
    await _withdraw(conn, PROGRAMMES, filled, "C-1.2")


async def withdraw_classroom(
    conn: Connection, actor: Actor, form: Withdrawal | Mapping[str, Any]
) -> None:
    """Take a classroom that is closed out of the register, from a day on (C-10.1).

    Args:
        conn: In a transaction.
        actor: The directorate of national education.
        form: A `Withdrawal`, or its fields.

    Raises:
        Refused: With all reasons.
    """
    filled = read(Withdrawal, form, "C-10.1")
    refuse(only("C-10.1", actor, Office.EDUCATION_DIRECTORATE, to="withdraw a classroom"))
    await _withdraw(conn, CLASSROOMS, filled, "C-10.1")


async def _withdraw(conn: Connection, register: str, form: Withdrawal, rule: str) -> None:
    asked = Lookup(book=register, key=form.code)
    if asked.name not in await known_on(conn, [asked], form.from_day):
        raise Refused.because(
            rule,
            what=f"{form.code} does not hold on {form.from_day}",
            why="only what holds is withdrawn",
            do="check the code and the day",
        )
    await put_reference(conn, register, form.code, None, form.from_day)
