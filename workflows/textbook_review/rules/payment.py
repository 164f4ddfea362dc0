"""What reviewers are paid out of the review fee (inceleme ücreti; m.15(4) to (6))."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.reviewers import payable
from workflows.textbook_review.messages.commission import ReviewerPayment


def breaches_of_reviewer_payment(
    payment: ReviewerPayment,
    earlier: Iterable[ReviewerPayment],
    *,
    ordered: Decimal,
    fee: Decimal | None,
    recorded_on: date,
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why a month's pay cannot be recorded (T-15.4, T-15.5, S-19.1).

    Args:
        payment: The month's pay and the legal deductions as they stand.
        earlier: Payments recorded before.
        ordered: Hours outside working hours that the orders so far allow, of all members together.
        fee: What was paid for this draft; none where it is reviewed without a fee, and then the
            rule sets no cap.
        recorded_on: Day on which the payment was received.
        book: The case's rulebook.
    """
    paid_before = tuple(earlier)
    return (
        *_breaches_of_month(payment, paid_before, recorded_on),
        *_breaches_of_hours(payment, paid_before, ordered),
        *(() if fee is None else _breaches_of_cap(payment, paid_before, fee, book)),
    )


def _breaches_of_month(
    payment: ReviewerPayment, earlier: tuple[ReviewerPayment, ...], recorded_on: date
) -> tuple[Reason, ...]:
    if any(payment.month == before.month for before in earlier):
        what = f"{payment.month} has been paid already"
    elif payment.month > f"{recorded_on:%Y-%m}":
        what = f"{payment.month} has not begun"
    else:
        return ()
    return (
        Reason(
            rule="T-15.4",
            what=what,
            why="work is paid by the tally of a month, issued once for what was done in it",
            do="check the month of the tally",
        ),
    )


def _breaches_of_hours(
    payment: ReviewerPayment, earlier: tuple[ReviewerPayment, ...], ordered: Decimal
) -> tuple[Reason, ...]:
    if payment.hours is None:
        return ()
    if ordered == 0:
        return (
            Reason(
                rule="T-15.4",
                what="no order has work done outside working hours",
                why="those who actually work outside working hours are paid",
                do="leave the payment out, or have the work ordered outside working hours first",
                acts=("assign_commission",),
            ),
        )
    paid = sum((before.hours or Decimal(0) for before in earlier), Decimal(0))
    if paid + payment.hours <= ordered:
        return ()
    return (
        Reason(
            rule="S-19.1",
            what=f"{payment.hours} hours after {paid} hours exceed the {ordered} hours ordered",
            why="work beyond the time that was set is not paid",
            do=f"pay at most {max(ordered - paid, Decimal(0))} hours",
        ),
    )


def _breaches_of_cap(
    payment: ReviewerPayment, earlier: tuple[ReviewerPayment, ...], fee: Decimal, book: Rulebook
) -> tuple[Reason, ...]:
    if payment.deductions > fee:
        return (
            Reason(
                rule="T-15.5",
                what=f"deductions of {payment.deductions:.2f} lira exceed the fee of {fee:.2f}",
                why="deductions are made from the fee",
                do="state the legal deductions from this draft's fee",
            ),
        )
    cap = payable(fee, payment.deductions, book)
    paid = sum((before.amount for before in earlier), Decimal(0))
    if paid + payment.amount <= cap:
        return ()
    return (
        Reason(
            rule="T-15.5",
            what=f"{payment.amount:.2f} lira after {paid:.2f} lira exceed {cap:.2f} lira",
            why=f"reviewers get at most {book.number('reviewer_pay.cap_percent')} % of the fee "
            "less legal deductions, over all payments",
            do=f"pay at most {max(cap - paid, Decimal(0)):.2f} lira",
        ),
    )
