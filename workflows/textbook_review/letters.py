"""The letters of the textbook review."""

from datetime import date
from decimal import Decimal
from typing import Self

from typing_extensions import override

from workflows.kernel.case.letters import Letter
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.law.term import Unit
from workflows.kernel.values import RegisterNo
from workflows.textbook_review.messages.board import BoardDecision
from workflows.textbook_review.messages.commission import CancellationGround, Leaving
from workflows.textbook_review.messages.ending import Named
from workflows.textbook_review.messages.objection import ObjectionReport
from workflows.textbook_review.messages.review import (
    CommissionOrder,
    PreliminaryCheck,
    ReviewReport,
)
from workflows.textbook_review.registers import Refund
from workflows.textbook_review.rules.bands import displayed

# -- filing and preliminary review -----------------------------------------------------------------


class Settled(Letter):
    """A letter that says what becomes of the fee (T-16, R-T.17)."""

    paid: Decimal
    refund: Decimal
    retained: Decimal

    @classmethod
    def of(cls, fee: Refund) -> Self:
        """Return the letter on what goes back."""
        return cls(paid=fee.paid, refund=fee.refund, retained=fee.retained)


class Refused(Letter):
    """A banned publisher's application is not accepted (S-5.2c to S-42.2)."""

    template = "refused"
    until: date
    """First day on which an application is accepted again."""


class RefusedWithFee(Settled):
    """The same, and what becomes of the fee (R-T.17)."""

    template = "refused"
    until: date

    @classmethod
    def until_and(cls, day: date, fee: Refund) -> Self:
        """Return the letter on a ban that ends on a day, and on what goes back."""
        return cls(until=day, paid=fee.paid, refund=fee.refund, retained=fee.retained)


class Returned(Letter):
    """The draft comes back from its preliminary review (T-13.2a, T-13.4)."""

    template = "returned"
    failed: tuple[PreliminaryCheck, ...]


# -- review ----------------------------------------------------------------------------------------


class Assignment(Letter):
    """To a commission, its chair and members: it is to look at the draft (T-17.3)."""

    template = "assignment"
    order_no: RegisterNo
    hours: Decimal
    hours_outside: Decimal
    """Which part of them lies outside working hours."""

    @classmethod
    def by(cls, order: CommissionOrder) -> Self:
        """Return the letter that serves an order."""
        return cls(order_no=order.order_no, hours=order.hours, hours_outside=order.outside)


class DutyCancelled(Letter):
    """To the department: a member's duties have ended (S-19.2)."""

    template = "duty_cancelled"
    ground: CancellationGround
    finding_no: RegisterNo


class MemberDeparted(Letter):
    """To the department: a member has left and is to be replaced (R-T.29)."""

    template = "member_departed"
    ground: Leaving


class SupplementUnfit(Letter):
    """The supplementary material is to be corrected (T-17.10a)."""

    template = "supplement_unfit"
    report_no: RegisterNo


class Rejected(Letter):
    """Scored too low for a textbook; open to an objection (T-17.12, T-22.1)."""

    template = "rejected"
    score: str
    report_no: RegisterNo
    reject_below: Decimal
    objection_days: int
    objection_unit: Unit

    @classmethod
    def after(cls, review: ReviewReport, book: Rulebook) -> Self:
        """Return the letter on a report."""
        objection = book.term("objection")
        return cls(
            score=displayed(review.score),
            report_no=review.report_no,
            reject_below=book.number("score.reject_below"),
            objection_days=objection.length,
            objection_unit=objection.unit,
        )


class ForwardingHeld(Letter):
    """To the Directorate: nothing is forwarded before a day (T-17.20)."""

    template = "forwarding_held"
    until: date


# -- corrections -----------------------------------------------------------------------------------


class Lapsed(Letter):
    """Not corrected in time: deemed not suitable (T-17.13, T-17.15b, T-17.18, T-17.25)."""

    template = "lapsed"
    days: int
    unit: Unit

    @classmethod
    def under(cls, law: str, book: Rulebook) -> Self:
        """Return the letter for a term of the rulebook."""
        term = book.term(law)
        return cls(days=term.length, unit=term.unit)


class ToCorrect(Letter):
    """The draft is to be corrected and handed in again."""

    days: int
    unit: Unit
    sets: int
    electronic_copies: int

    @classmethod
    def under(cls, law: str, book: Rulebook) -> Self:
        """Return the letter for a term of the rulebook."""
        term = book.term(law)
        return cls(
            days=term.length,
            unit=term.unit,
            sets=book.count("draft.sets"),
            electronic_copies=book.count("draft.electronic_copies"),
        )


class Correction(ToCorrect):
    """After an evaluation, or on the order of the Board (T-17.13, T-17.15a)."""

    template = "correction"


class UpdateCorrection(Correction):
    """After the evaluation of an update, which goes back so many times at most (T-17.25)."""

    times: int

    @override
    @classmethod
    def under(cls, law: str, book: Rulebook) -> Self:
        """Return the letter for a term of the rulebook."""
        draft = ToCorrect.under(law, book)
        return cls(**dict(draft), times=book.count("update.corrections"))


class Conditional(ToCorrect):
    """Accepted on condition that the findings are corrected (T-17.18a)."""

    template = "conditional"


class NewErrors(ToCorrect):
    """New errors in the corrections, to be corrected under guidance (T-17.18c)."""

    template = "new_errors"


# -- the Board -------------------------------------------------------------------------------------


class FollowUpDue(Letter):
    """To the Board: the follow-up form is to be signed (T-23.1)."""

    template = "follow_up_due"
    members: int
    members_while_away: int

    @classmethod
    def asking(cls, book: Rulebook) -> Self:
        """Return the letter with how many are to sign."""
        return cls(
            members=book.count("follow_up.members"),
            members_while_away=book.count("follow_up.members_while_away"),
        )


class Accepted(Letter):
    """Accepted as a textbook (T-17.23)."""

    template = "accepted"
    decision_no: RegisterNo
    decided_on: date
    report_no: RegisterNo | None

    @classmethod
    def by(cls, decision: BoardDecision) -> Self:
        """Return the letter on a decision."""
        return cls(
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            report_no=decision.reasoned_report_no,
        )


class ScoredNotSuitable(Letter):
    """Both commissions score the corrected draft too low (T-17.17a)."""

    template = "not_suitable"
    score: str
    report_no: RegisterNo
    board_from: Decimal

    @classmethod
    def after(cls, review: ReviewReport, book: Rulebook) -> Self:
        """Return the letter on the report of the second review."""
        return cls(
            score=displayed(review.score),
            report_no=review.report_no,
            board_from=book.number("score.board_from"),
        )


class NotSuitable(Letter):
    """Found not suitable by the Board (T-17.23)."""

    template = "not_suitable"
    decision_no: RegisterNo
    decided_on: date
    report_no: RegisterNo | None
    may_object: bool
    """Whether the one objection is still possible (R-T.13)."""
    objection_days: int
    objection_unit: Unit

    @classmethod
    def by(cls, decision: BoardDecision, book: Rulebook, *, may_object: bool) -> Self:
        """Return the letter on a decision."""
        objection = book.term("objection")
        return cls(
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            report_no=decision.reasoned_report_no,
            may_object=may_object,
            objection_days=objection.length,
            objection_unit=objection.unit,
        )


class ObjectionReceived(Letter):
    """To the Presidency: a new commission is to be formed (T-22.1)."""

    template = "objection_received"


class ObjectionDecided(Letter):
    """The Board has decided on the objection (T-22.2)."""

    template = "objection_decided"
    decision_no: RegisterNo
    decided_on: date
    report_no: RegisterNo
    score: str | None
    """None of what is reviewed without one (T-17.25, T-11.2b)."""

    @classmethod
    def by(cls, decision: BoardDecision, report: ObjectionReport) -> Self:
        """Return the letter on a decision and the report it follows."""
        return cls(
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            report_no=report.report_no,
            score=None if report.score is None else displayed(report.score),
        )


class DoubtReferred(Letter):
    """To the Board: a doubt has been laid before it (T-17.21)."""

    template = "doubt_referred"


class NamesChanged(Letter):
    """To the Board and the branch: names on the book change by contract (B-39.3)."""

    template = "names_changed"
    contract_no: RegisterNo
    contract_on: date
    whose: Named


# -- endings ---------------------------------------------------------------------------------------


class Withdrawn(Letter):
    """Withdrawn, where no fee was paid (T-16)."""

    template = "withdrawn"


class WithdrawnWithFee(Settled):
    """Withdrawn, and what becomes of the fee (T-16)."""

    template = "withdrawn"


class ReturnedEarly(Letter):
    """Returned before the end of its review; no fee is settled (S-5.2a, S-7.2, S-7.5)."""

    template = "returned_early"


class ReturnedEarlyWithFee(Settled):
    """Returned before the end of its review, and what becomes of the fee (T-16.2b, T-27.2a)."""

    template = "returned_early"


class Banned(Letter):
    """To the publisher: its applications are restricted (S-5.2c to S-42.2)."""

    template = "banned"
    until: date
    """First day on which an application is accepted again."""


class ProgrammeChanged(Letter):
    """The teaching programme has changed within the review (T-27.1b)."""

    template = "programme_changed"
    decision_no: RegisterNo
