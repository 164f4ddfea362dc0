"""What is recorded in parallel with a review, and what ends it early (m.15(4) to (6), 16, 19)."""

from collections.abc import Iterable
from decimal import Decimal

from workflows.education_tool import letters
from workflows.education_tool.chapters.results import Results
from workflows.education_tool.messages.application import ToolApplication
from workflows.education_tool.messages.commission import (
    CommissionApproval,
    CommissionOrder,
    DutyCancelled,
    MemberLate,
    ReviewerPayment,
)
from workflows.education_tool.messages.review import Withdrawal
from workflows.education_tool.offices import Office
from workflows.education_tool.registers import DutyEnd, LateHours, Payment, Refund
from workflows.education_tool.rules.commission import breaches_of_membership
from workflows.education_tool.rules.fees import PAY
from workflows.education_tool.rules.filing import breaches_of_unit
from workflows.education_tool.rules.refunds import RefundPoint, refund
from workflows.education_tool.stages import Outcome
from workflows.kernel.case.file import Decision
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.textbook_law.reviewers import breaches_of_pay


class SideDocuments(Results):
    """The chapter on what may come at any stage."""

    def admit_side_documents(self, application: ToolApplication) -> None:
        """Admit from here on what is recorded beside the main path."""
        self.end_by(
            Withdrawal, judged_by=lambda given_up: breaches_of_unit(given_up.actor, application)
        )
        self.beside(
            MemberLate,
            self.report_late_member,
            judged_by=lambda late: self.against_person(late.member, application),
        )
        self.beside(
            DutyCancelled,
            self.cancel_duty,
            judged_by=lambda cancelled: self.against_person(cancelled.member, application),
        )
        self.beside(ReviewerPayment, self.enter_payment, judged_by=self.against_payment)

    def against_person(self, person: str, application: ToolApplication) -> Iterable[Reason]:
        """E-19: a member of the commission of this tool."""
        return breaches_of_membership(person, self.members(application))

    def report_late_member(self, late: MemberLate) -> None:
        """E-19: time beyond the limit is not paid."""
        key = f"{self.file.case_id}/{late.member}/late/{late.counts_from.isoformat()}"
        self.enter(LateHours(hours_unpaid=late.hours_unpaid), key)

    def cancel_duty(self, cancelled: DutyCancelled) -> None:
        """E-19: the member's duties on current commissions end, and the department replaces."""
        row = DutyEnd(
            ground=cancelled.ground,
            finding_no=cancelled.finding_no,
            member=cancelled.member,
            cancelled_at=cancelled.counts_from,
        )
        self.enter(row, f"{self.file.case_id}/{cancelled.member}/{cancelled.finding_no}")
        letter = letters.DutyCancelled(ground=cancelled.ground, finding_no=cancelled.finding_no)
        self.notify(letter, rule="E-19", to=Office.REVIEW_DEPARTMENT)

    def against_payment(self, payment: ReviewerPayment) -> Iterable[Reason]:
        """E-15.5: monthly, for work outside hours, and at most 65 % of what is left of the fee."""
        orders = self.documents(CommissionOrder)
        return breaches_of_pay(
            payment,
            self.documents(ReviewerPayment),
            rules=PAY,
            ordered=sum((o.hours for o in orders if not o.in_hours), Decimal(0)),
            fee=self.fee_paid(),
            recorded_on=local_day(payment.counts_from),
            book=self.rulebook,
        )

    def enter_payment(self, payment: ReviewerPayment) -> None:
        """E-15.5: by monthly tally."""
        row = Payment(month=payment.month, amount=payment.amount)
        self.enter(row, f"{self.file.case_id}/{payment.month}")

    # -- a withdrawal --------------------------------------------------------------------------

    async def end_withdrawn(self, application: ToolApplication) -> Decision:
        """The unit gives up; the fee goes back to the owner by how far the review is (R-E.6)."""
        fee = self.refund_fee()
        letter = (
            letters.Withdrawn()
            if fee is None
            else letters.WithdrawnWithFee(paid=fee.paid, refund=fee.refund, retained=fee.retained)
        )
        self.tell(letter, application, rule="R-E.6")
        return await self.close(Outcome.WITHDRAWN, rule="R-E.6")

    def refund_fee(self) -> Refund | None:
        """Enter what of the fee goes back, to the kuruş (R-E.6, R-S.11)."""
        paid = self.fee_paid()
        if paid is None:
            return None
        back = refund(paid, self.refund_point(), self.rulebook)
        row = Refund(paid=paid, refund=back, retained=paid - back)
        self.enter(row, self.file.case_id)
        return row

    def refund_point(self) -> RefundPoint:
        """How far the review has come, as m.16 sees it."""
        if self.documents(CommissionOrder):
            return RefundPoint.GIVEN_TO_COMMISSION
        if any(answer.approved for answer in self.documents(CommissionApproval)):
            return RefundPoint.AT_DIRECTORATE
        return RefundPoint.BEFORE_COMMISSION
