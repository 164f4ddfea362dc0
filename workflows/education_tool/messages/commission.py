"""Messages about the commission of a tool and around it: who sits, who is late, who is paid."""

from typing import Annotated

from pydantic import Field
from typing_extensions import override

from workflows.education_tool.messages.application import ReasonedDecision
from workflows.education_tool.offices import Office
from workflows.education_tool.stages import Stage
from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import PersonId, RegisterNo
from workflows.textbook_law.draft import Hours, Lira, Members
from workflows.textbook_law.reviewers import CancellationGround, Month

Signatures = Annotated[tuple[PersonId, ...], Field(min_length=1, max_length=40)]
"""Who signed a report; the members sign together (E-21.1)."""


@command(
    "propose_commission",
    by=(Office.REVIEW_DEPARTMENT, Office.PRESIDENCY),
    stage=Stage.COMMISSION,
    rule="E-35.7",
    tr="Komisyonun belirlenmesi",
    en="Selection of a commission",
)
class CommissionProposal(Message):
    """The Review Department selects a commission; for a school's book the Presidency sets it up."""

    members: Members


@command(
    "approve_commission",
    by=(Office.PRESIDENCY,),
    stage=Stage.COMMISSION,
    rule="E-35.7",
    tr="Başkanlık onayı",
    en="Approval of a commission",
)
class CommissionApproval(ReasonedDecision):
    """The Presidency approves the selection or sends it back (Başkanlık onayı; m.20(1))."""

    approved: bool
    approval_no: RegisterNo

    @property
    @override
    def favourable(self) -> bool:
        """Whether the commission is approved."""
        return self.approved


@command(
    "assign_commission",
    by=(Office.DIRECTORATE,),
    stage=Stage.COMMISSION,
    rule="E-35.7",
    tr="Görevlendirme emri",
    en="Assignment order",
)
class CommissionOrder(Message):
    """The Directorate gives the tool to its commission (görevlendirme emri; E-35.7, m.36)."""

    order_no: RegisterNo
    hours: Hours
    """Total time of the review; an effort budget, not a term (R-E.1)."""
    in_hours: bool
    """Whether the work is done within working hours."""


@command(
    "record_late_member",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=None,
    rule="E-19",
    tr="Geciken üye",
    en="Late member",
)
class MemberLate(Message):
    """A member overran the set time without acceptable excuse (m.19(1))."""

    member: PersonId
    hours_unpaid: Hours
    """Work beyond the set time; it is not paid."""


@command(
    "cancel_commission_duty",
    by=(Office.PRESIDENCY,),
    stage=None,
    rule="E-19",
    tr="Komisyon görevinin iptali",
    en="Duty cancelled",
)
class DutyCancelled(Message):
    """The Presidency cancels a member's current duty (görevin iptali; m.19(2))."""

    member: PersonId
    ground: CancellationGround
    finding_no: RegisterNo


@command(
    "record_reviewer_payment",
    by=(Office.REVOLVING_FUND,),
    stage=None,
    rule="E-15.5",
    tr="İnceleme ücreti ödemesi",
    en="Reviewers' pay",
)
class ReviewerPayment(Message):
    """Reviewers' pay of one month by the monthly tally (puantaj; E-15.5)."""

    month: Month
    amount: Lira
    """Paid for this tool in that month, to all reviewers together."""
    hours: Hours
    """Hours worked outside working hours by the signature sheets, of all together."""
    deductions: Lira
    """Legal deductions (yasal kesintiler) from the review fee, all told; not only this month's."""
