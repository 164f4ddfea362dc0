"""Messages of the objection to findings (tespitlere itiraz; m.22)."""

from typing import Annotated

from pydantic import Field

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.roles import Role
from workflows.kernel.values import Frozen, RegisterNo, Text
from workflows.textbook_law.draft import Count, FeePayment
from workflows.textbook_review.messages.review import AssignmentOrder, Score
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

FindingNo = Annotated[int, Field(ge=1, le=100_000)]
"""Number of a finding (tespit) in the report that was served."""


class ContestedItem(Frozen):
    """One contested finding and the ground of the objection (itiraz edilen madde, gerekçe)."""

    finding_no: FindingNo
    ground: Text


@command(
    "file_objection",
    by=(Role.APPLICANT,),
    stage=Stage.OBJECTION_OPEN,
    rule="T-22.1",
    tr="İtiraz",
    en="Objection",
)
class Objection(Message):
    """The applicant objects to findings, once and with reasons (itiraz; T-22.1, T-22.3)."""

    items: Annotated[tuple[ContestedItem, ...], Field(min_length=1, max_length=2_000)]
    fee: FeePayment | None = None
    """The full review fee, paid again (T-22.3)."""


@command(
    "assign_objection_commission",
    by=(Office.PRESIDENCY,),
    stage=Stage.OBJECTION,
    rule="T-22.2",
    tr="İtiraz komisyonu",
    en="Objection commission",
)
class ObjectionCommission(AssignmentOrder):
    """The order for a commission that looks at an objection (itiraz komisyonu; T-22.2)."""


@command(
    "record_objection_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=Stage.OBJECTION,
    rule="T-22.2",
    tr="İtiraz raporu",
    en="Objection report",
)
class ObjectionReport(Message):
    """What the objection commission accepts, and the score that follows (T-22.2)."""

    accepted: Annotated[tuple[FindingNo, ...], Field(max_length=2_000)]
    """Numbers of the contested findings that the commission strikes out."""
    score: Score | None = None
    """None for updates and translations, which are reviewed without one (T-17.25, T-11.2b)."""
    scientific_errors: Count
    """Scientific errors that remain; the Board's limit is measured by them (T-17.18a)."""
    report_no: RegisterNo
