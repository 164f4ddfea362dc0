"""What is recorded in parallel with a review: pay, late members, opinions, supplements."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.textbook_law.reviewers import breaches_of_pay
from workflows.textbook_review import letters
from workflows.textbook_review.chapters.seats import REVIEW, Seats
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.messages.commission import (
    DutyCancelled,
    EvaluationOrder,
    MemberLate,
    MemberLeft,
    ReviewerPayment,
    SupplementReport,
    UniversityOpinion,
)
from workflows.textbook_review.messages.ending import NameChange
from workflows.textbook_review.messages.objection import ObjectionCommission
from workflows.textbook_review.messages.review import Application, CommissionOrder
from workflows.textbook_review.offices import Office
from workflows.textbook_review.registers import DutyEnd, LateHours, Payment
from workflows.textbook_review.rules.effort import PAY
from workflows.textbook_review.rules.seats import breaches_of_departure
from workflows.textbook_review.rules.supplement import breaches_of_supplement_report


class SideDocuments(Seats):
    """The chapter on what is recorded at any stage and moves nothing."""

    def admit_side_documents(self, draft: Application) -> None:
        """Admit from here on what is recorded in parallel with the main path."""
        self.beside(
            SupplementReport,
            self.enter_supplement,
            judged_by=lambda report: self.against_supplement(report, draft),
        )
        self.beside(UniversityOpinion, judged_by=self.only_on_re_review)
        self.beside(MemberLate, self.report_late_member)
        self.beside(
            DutyCancelled,
            self.cancel_duty,
            judged_by=lambda gone: self.against_departure(gone, "S-19.2"),
        )
        self.beside(
            MemberLeft,
            self.tell_of_departure,
            judged_by=lambda left: (
                *self.against_departure(left, "R-T.29"),
                *self.misdated(left, left.left_on, "R-T.29"),
            ),
        )
        self.beside(NameChange, self.tell_of_names, judged_by=self.only_while_conditional)
        self.beside(
            ReviewerPayment,
            self.enter_payment,
            judged_by=lambda payment: self.against_payment(payment, draft),
        )

    def against_supplement(self, report: SupplementReport, draft: Application) -> Iterable[Reason]:
        """T-17.10a: reviewed only from 75 points on, and only where there is one."""
        yield from self.against_reporter(report, REVIEW)
        if self.reviews():
            yield from breaches_of_supplement_report(draft.work, self.last_score(), self.rulebook)
            return
        yield Reason(
            rule="T-17.10a",
            what="the work has not been reviewed yet",
            why="supplementary material is reviewed if the work has 75 points or more",
            do="record the review report first",
        )

    def enter_supplement(self, report: SupplementReport) -> None:
        """T-17.10a: what is unfit is to be corrected as the separate report says."""
        if not report.suitable:
            self.notify(letters.SupplementUnfit(report_no=report.report_no), rule="T-17.10a")

    def only_on_re_review(self, opinion: UniversityOpinion) -> Iterable[Reason]:
        """T-17.19: asked for where results of reviews differ materially."""
        rulings = [decision.decision for decision in self.documents(BoardDecision)]
        if BoardRuling.RE_REVIEW in rulings:
            return
        may_come = BoardRuling.CONDITIONAL not in rulings
        yield Reason(
            rule="T-17.19",
            what="no re-review has been ordered",
            why="a university is asked where the results of reviews differ",
            do="record it after the Board has ordered a re-review"
            if may_come
            else "leave it out: the Board has accepted the draft on conditions",
            acts=("record_board_decision",) if may_come else (),
            again=may_come,
        )

    def report_late_member(self, late: MemberLate) -> None:
        """S-19.1: time beyond the limit is not paid."""
        key = f"{self.file.case_id}/{late.member}/late/{late.counts_from.isoformat()}"
        self.enter(LateHours(hours_unpaid=late.hours_unpaid), key)

    def cancel_duty(self, cancelled: DutyCancelled) -> None:
        """S-19.2: the member's duties on all current commissions end, in other cases as well."""
        row = DutyEnd(
            ground=cancelled.ground,
            finding_no=cancelled.finding_no,
            member=cancelled.member,
            cancelled_at=cancelled.counts_from,
        )
        key = f"{self.file.case_id}/{cancelled.member}/{cancelled.finding_no}"
        self.enter(row, key)
        letter = letters.DutyCancelled(ground=cancelled.ground, finding_no=cancelled.finding_no)
        self.notify(letter, rule="S-19.2", to=Office.REVIEW_DEPARTMENT)

    def tell_of_departure(self, left: MemberLeft) -> None:
        """R-T.29: somebody else is to be selected."""
        letter = letters.MemberDeparted(ground=left.ground)
        self.notify(letter, rule="R-T.29", to=Office.REVIEW_DEPARTMENT)

    def against_departure(self, gone: DutyCancelled | MemberLeft, rule: str) -> Iterable[Reason]:
        """Return why nobody leaves: who sits on no current commission of this draft."""
        return breaches_of_departure(gone.member, self.sit_now(), rule)

    def only_while_conditional(self, changed: NameChange) -> Iterable[Reason]:
        """B-39.3: at the stage of conditional acceptance, by a contract before a notary."""
        yield from self.misdated(changed, changed.contract_on, "B-39.3", after=date.min)
        rulings = [decision.decision for decision in self.documents(BoardDecision)]
        if rulings[-1:] != [BoardRuling.CONDITIONAL]:
            yield Reason(
                rule="B-39.3",
                what="the draft is not accepted on conditions",
                why="before that nobody knows whose draft it is; afterwards m.39 asks for a notice "
                "within fifteen working days",
                do="send it once the acceptance on conditions has been served",
                acts=("record_service",),
            )

    def tell_of_names(self, changed: NameChange) -> None:
        """B-39.3: the Board and the branch learn by which contract the names change."""
        letter = letters.NamesChanged(
            contract_no=changed.contract_no, contract_on=changed.contract_on, whose=changed.whose
        )
        self.notify(letter, rule="B-39.3", to=Office.BOARD)
        self.notify(letter, rule="B-39.3", to=Office.BOOKS_BRANCH)

    def against_payment(self, payment: ReviewerPayment, draft: Application) -> Iterable[Reason]:
        """T-15.4, T-15.5: monthly, and at most 65 % of what is left of the fee."""
        return breaches_of_pay(
            payment,
            self.documents(ReviewerPayment),
            rules=PAY,
            ordered=self.hours_outside(),
            fee=self.fees_paid(draft),
            recorded_on=local_day(payment.counts_from),
            book=self.rulebook,
        )

    def hours_outside(self) -> Decimal:
        """Return the hours outside working hours that were ordered, of all members together."""
        orders = self.documents_of(CommissionOrder, EvaluationOrder, ObjectionCommission)
        return sum((order.outside * len(order.members) for order in orders), Decimal(0))

    def enter_payment(self, payment: ReviewerPayment) -> None:
        """T-15.4: by monthly tally."""
        row = Payment(month=payment.month, amount=payment.amount)
        self.enter(row, f"{self.file.case_id}/{payment.month}")
