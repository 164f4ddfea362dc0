"""Those who review, in any process of the regulation: why a duty ends, and what they are paid."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import StringConstraints

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.textbook_law.fees import KURUS

Month = Annotated[str, StringConstraints(pattern=r"^2[01]\d\d-(0[1-9]|1[0-2])$")]
"""A calendar month: ``2031-04``."""


class CancellationGround(StrEnum):
    """Why a commission duty is cancelled (m.19(2))."""

    DELIBERATE_DELAY = "deliberate-delay"  # sürenin kasıtlı geçirilmesi
    PRINCIPLES_IGNORED = "principles-ignored"  # temel ilkelerin dikkate alınmaması
    METHOD_IGNORED = "method-ignored"  # inceleme esas ve usullerine uymama
    MISINFORMATION = "misinformation"  # Kurulu veya Başkanlığı yanlış bilgilendirme
    NOT_OBJECTIVE = "not-objective"  # objektif değerlendirme yapmama


class MonthsPay(Protocol):
    """What reviewers are paid for one month by its tally (puantaj)."""

    @property
    def month(self) -> str:
        """The month of the tally."""

    @property
    def amount(self) -> Decimal:
        """Paid to all reviewers together."""

    @property
    def hours(self) -> Decimal | None:
        """Worked outside working hours by all of them; none where the tally does not say."""

    @property
    def deductions(self) -> Decimal:
        """Legal deductions from the fee, all told."""


class PayRules(Frozen):
    """By which rules a process says what a month's pay breaks, and how work is ordered in it."""

    month: str
    ordered: str
    hours: str
    cap: str
    orders: tuple[str, ...] = ()
    """Commands by which work may still be ordered outside working hours."""


def payable(fee: Decimal, deductions: Decimal, book: Rulebook) -> Decimal:
    """Return the most that reviewers may be paid in all out of a fee, in lira (m.15(5)).

    Args:
        fee: What was paid for the review.
        deductions: Legal deductions from it.
        book: The case's rulebook with ``reviewer_pay.cap_percent``.
    """
    cap = (fee - deductions) * book.number("reviewer_pay.cap_percent") / 100
    # R-S.11: half up to the kuruş, once, at the end
    return cap.quantize(KURUS, rounding=ROUND_HALF_UP)


def breaches_of_pay(
    pay: MonthsPay,
    earlier: Iterable[MonthsPay],
    *,
    rules: PayRules,
    ordered: Decimal,
    fee: Decimal | None,
    recorded_on: date,
    book: Rulebook,
) -> tuple[Reason, ...]:
    """Return why a month's pay cannot be recorded (m.15(4) to (6), m.19(1)).

    Args:
        pay: The month's pay and the legal deductions as they stand.
        earlier: Payments recorded before.
        rules: The rules of the process that say all this.
        ordered: Hours outside working hours that the orders so far allow, of all together.
        fee: What was paid for the review; none where it is free, and then there is no cap.
        recorded_on: Day on which the payment was received.
        book: The case's rulebook.
    """
    before = tuple(earlier)
    return (
        *_breaches_of_month(pay, before, rules.month, recorded_on),
        *_breaches_of_hours(pay, before, rules, ordered),
        *(() if fee is None else _breaches_of_cap(pay, before, rules.cap, fee, book)),
    )


def _breaches_of_month(
    pay: MonthsPay, before: tuple[MonthsPay, ...], rule: str, recorded_on: date
) -> tuple[Reason, ...]:
    if any(pay.month == other.month for other in before):
        what = f"{pay.month} has been paid already"
    elif pay.month > f"{recorded_on:%Y-%m}":
        what = f"{pay.month} has not begun"
    else:
        return ()
    return (
        Reason(
            rule=rule,
            what=what,
            why="work is paid by the tally of a month, issued once for what was done in it",
            do="check the month of the tally",
        ),
    )


def _breaches_of_hours(
    pay: MonthsPay, before: tuple[MonthsPay, ...], rules: PayRules, ordered: Decimal
) -> tuple[Reason, ...]:
    if pay.hours is None:
        return ()
    if ordered == 0:
        first = ", or have the work ordered outside working hours first" if rules.orders else ""
        return (
            Reason(
                rule=rules.ordered,
                what="no order has work done outside working hours",
                why="those who actually work outside working hours are paid",
                do=f"leave the payment out{first}",
                acts=rules.orders,
            ),
        )
    paid = sum((other.hours or Decimal(0) for other in before), Decimal(0))
    if paid + pay.hours <= ordered:
        return ()
    return (
        Reason(
            rule=rules.hours,
            what=f"{pay.hours} hours after {paid} hours exceed the {ordered} hours ordered",
            why="work beyond the time that was set is not paid",
            do=f"pay at most {max(ordered - paid, Decimal(0))} hours",
        ),
    )


def _breaches_of_cap(
    pay: MonthsPay, before: tuple[MonthsPay, ...], rule: str, fee: Decimal, book: Rulebook
) -> tuple[Reason, ...]:
    if pay.deductions > fee:
        return (
            Reason(
                rule=rule,
                what=f"deductions of {pay.deductions:.2f} lira exceed the fee of {fee:.2f}",
                why="deductions are made from the fee",
                do="state the legal deductions from this fee",
            ),
        )
    cap = payable(fee, pay.deductions, book)
    paid = sum((other.amount for other in before), Decimal(0))
    if paid + pay.amount <= cap:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"{pay.amount:.2f} lira after {paid:.2f} lira exceed {cap:.2f} lira",
            why=f"reviewers get at most {book.number('reviewer_pay.cap_percent')} % of the fee "
            "less legal deductions, over all payments",
            do=f"pay at most {max(cap - paid, Decimal(0)):.2f} lira",
        ),
    )
