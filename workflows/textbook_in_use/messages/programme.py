"""Programme changes and what they ask of a book in use (m.27)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import RegisterNo
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.stages import Stage

ChangeNo = Annotated[int, Field(ge=1, le=999)]
"""Which programme change, as this case counts them."""


@command(
    "record_programme_change",
    by=(Office.BOARD,),
    stage=None,
    rule="B-27.2b",
    tr="Program değişikliği",
    en="Programme change",
)
class ProgrammeChange(Message):
    """The Board changes the teaching programme (program değişikliği; B-27.1a, B-27.2b)."""

    rewriting: bool
    """Whether the book would have to be written anew; then its term ends."""
    decision_no: RegisterNo
    decided_on: date
    ends_on: date | None = None
    """Of a rewriting change: the last day that the Board names; else of the school year (R-B.9)."""


@command(
    "order_reflection",
    by=(Office.PRESIDENCY,),
    stage=Stage.REFLECTION,
    rule="B-27.1a",
    tr="Değişikliğin yansıtılmasının istenmesi",
    en="Order to reflect a change",
)
class ReflectionOrder(Message):
    """The applicant is asked to reflect a change, in the period that is set (B-27.1a, R-B.17)."""

    change: ChangeNo
    days: Annotated[int, Field(ge=1, le=365)]
    """Calendar days from service."""
    letter_no: RegisterNo


@command(
    "submit_reflection",
    by=(Role.APPLICANT,),
    stage=Stage.REFLECTION,
    rule="B-27.1a",
    tr="Yansıtılan değişiklik",
    en="Change reflected",
)
class Reflection(Message):
    """The applicant has reflected a change in the book (B-27.1a)."""

    change: ChangeNo


@command(
    "reflect_officially",
    by=(Office.PRESIDENCY, Office.MINISTRY_UNIT),
    stage=Stage.REFLECTION,
    rule="B-27.1a",
    tr="Değişikliğin resen yansıtılması",
    en="Change reflected officially",
)
class OfficialReflection(Message):
    """Presidency or unit reflects a change without asking the authors (B-27.1a)."""

    change: ChangeNo
    letter_no: RegisterNo


@command(
    "check_reflection",
    by=(Office.PRESIDENCY,),
    stage=Stage.REFLECTION,
    rule="B-27.1a",
    tr="Yansıtmanın kontrolü",
    en="Check of a reflection",
)
class ReflectionCheck(Message):
    """The Presidency finds a change reflected, or not in its time (tespit; B-27.1a, S-27.1)."""

    change: ChangeNo
    reflected: bool
    finding_no: RegisterNo
    found_on: date
