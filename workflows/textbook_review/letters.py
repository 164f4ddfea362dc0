"""The letters of the textbook review, but for those that bring a result (`results`)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from workflows.kernel.case.letters import Letter
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import RegisterNo, Text
from workflows.textbook_law.grounds import Named
from workflows.textbook_review.messages.commission import CancellationGround, Leaving
from workflows.textbook_review.messages.review import AssignmentOrder, PreliminaryCheck
from workflows.textbook_review.registers import Refund

# -- filing and preliminary review -----------------------------------------------------------------


class Refused(Letter):
    """A banned publisher's application is not accepted (S-5.2c to S-42.2)."""

    template = "refused"
    until: date
    """First day on which an application is accepted again."""


class RefusedWithFee(Letter):
    """The same, and what becomes of the fee (R-T.17)."""

    template = "refused"
    until: date
    paid: Decimal
    refund: Decimal
    retained: Decimal

    @classmethod
    def until_and(cls, day: date, fee: Refund) -> Self:
        """Return the letter on a ban that ends on a day, and on what goes back."""
        return cls(until=day, paid=fee.paid, refund=fee.refund, retained=fee.retained)


class Undeclared(Letter):
    """To the preliminary commission: what a publisher's form does not say (T-4.3, T-5.1)."""

    template = "undeclared"
    silent: tuple[str, ...]
    """Names of the declarations."""


class Returned(Letter):
    """The draft comes back from its preliminary review (T-13.2a)."""

    template = "returned"
    failed: tuple[PreliminaryCheck, ...]
    report_no: RegisterNo | None
    fee_kept: bool
    """Whether a fee was paid, which stays credited to a filing anew (R-T.17)."""


class ReturnedAgain(Letter):
    """The corrected draft comes back; what is left of the days runs on with service (T-13.4)."""

    template = "returned"
    failed: tuple[PreliminaryCheck, ...]
    report_no: RegisterNo | None
    objection_until: date | None
    """Last day of the objection, if it is still open beside (T-22.1)."""


# -- review ----------------------------------------------------------------------------------------


class Assignment(Letter):
    """To a commission, its chair and members: it is to look at the draft (T-17.3)."""

    template = "assignment"
    order_no: RegisterNo
    hours: Decimal | None
    hours_outside: Decimal | None
    """Which part of them lies outside working hours."""

    @classmethod
    def by(cls, order: AssignmentOrder) -> Self:
        """Return the letter that serves an order."""
        outside = None if order.hours is None else order.outside
        return cls(order_no=order.order_no, hours=order.hours, hours_outside=outside)


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


class ForwardingHeld(Letter):
    """To the Directorate: nothing is forwarded before a day (T-17.20)."""

    template = "forwarding_held"
    until: date


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


class ObjectionReceived(Letter):
    """To the Presidency: a new commission is to be formed (T-22.1)."""

    template = "objection_received"
    fee_open: bool
    """Whether the Presidency has to set the fee first (R-T.28)."""


class DoubtReferred(Letter):
    """To the Board: a doubt has been laid before it (T-17.21)."""

    template = "doubt_referred"
    question: Text


class NamesChanged(Letter):
    """To the Board and the branch: names on the book change by contract (B-39.3)."""

    template = "names_changed"
    contract_no: RegisterNo
    contract_on: date
    whose: Named


# -- endings ---------------------------------------------------------------------------------------


class Settled(Letter):
    """A letter that says what becomes of the fee (T-16)."""

    paid: Decimal
    refund: Decimal
    retained: Decimal
    objection_paid: Decimal | None
    """Of it, what was paid for an objection (T-22.3)."""
    objection_refund: Decimal | None

    @classmethod
    def of(cls, fees: Sequence[Refund]) -> Self:
        """Return the letter on what goes back: of the application's fee, then an objection's."""
        objection = fees[1] if len(fees) > 1 else None
        return cls(
            paid=sum((fee.paid for fee in fees), Decimal(0)),
            refund=sum((fee.refund for fee in fees), Decimal(0)),
            retained=sum((fee.retained for fee in fees), Decimal(0)),
            objection_paid=objection.paid if objection else None,
            objection_refund=objection.refund if objection else None,
        )


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
    """Returned before the end of its review, and what becomes of the fee (T-27.2a)."""

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
