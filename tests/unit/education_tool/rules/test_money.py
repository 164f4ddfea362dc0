"""Refunds of a review that is given up, and the pay of reviewers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.education_tool.tools import BOOK, LIRA
from workflows.education_tool.messages.commission import ReviewerPayment
from workflows.education_tool.rules.fees import PAY
from workflows.education_tool.rules.refunds import RefundPoint, refund
from workflows.textbook_law.reviewers import breaches_of_pay, payable


@pytest.mark.rule("R-E.6", "R-S.11")
@pytest.mark.parametrize(
    ("paid", "point", "back"),
    [
        ("43200.00", RefundPoint.BEFORE_COMMISSION, "43200.00"),
        ("43200.00", RefundPoint.AT_DIRECTORATE, "38880.00"),
        ("43200.00", RefundPoint.GIVEN_TO_COMMISSION, "0.00"),
        # nine tenths of five kuruş are 4.5: half up
        ("0.05", RefundPoint.AT_DIRECTORATE, "0.05"),
    ],
)
def test_a_refund_follows_how_far_the_review_has_come(
    paid: str, point: RefundPoint, back: str
) -> None:
    assert str(refund(Decimal(paid), point, BOOK)) == back


def pay(month: str = "2026-06", **changes: Any) -> ReviewerPayment:
    usual = {"month": month, "amount": "1000.00", "hours": "4", "deductions": "3200.00"}
    return ReviewerPayment.model_validate(usual | changes)


def rules(payment: ReviewerPayment, *earlier: ReviewerPayment, **changes: Any) -> list[str]:
    said: dict[str, Any] = {
        "rules": PAY,
        "ordered": Decimal(24),
        "fee": LIRA,
        "recorded_on": date(2026, 7, 1),
        "book": BOOK,
    }
    return [reason.rule for reason in breaches_of_pay(payment, earlier, **(said | changes))]


@pytest.mark.rule("E-15.5")
def test_reviewers_get_65_percent_of_the_fee_less_deductions_at_most() -> None:
    """65 % of 40 000 lira: 26 000, over all payments."""
    assert str(payable(LIRA, Decimal("3200.00"), BOOK)) == "26000.00"
    assert rules(pay(amount="26000.00")) == []
    assert rules(pay(amount="26000.01")) == ["E-15.5"]
    assert rules(pay(amount="20000.00"), pay("2026-05", amount="6000.01")) == ["E-15.5"]
    assert rules(pay(amount="20000.00"), pay("2026-05", amount="6000.00")) == []


@pytest.mark.rule("E-15.5")
def test_without_a_fee_there_is_no_cap_and_deductions_do_not_exceed_it() -> None:
    assert rules(pay(amount="999999.00"), fee=None) == []
    assert rules(pay(deductions="43200.01")) == ["E-15.5"]


@pytest.mark.rule("E-15.5")
def test_a_month_is_paid_once_and_not_before_it_has_begun() -> None:
    assert rules(pay(), pay()) == ["E-15.5"]
    assert rules(pay("2026-07")) == []
    assert rules(pay("2026-08")) == ["E-15.5"]


@pytest.mark.rule("E-15.5", "E-19")
def test_only_ordered_hours_outside_working_hours_are_paid() -> None:
    assert rules(pay(hours="24")) == []
    assert rules(pay(hours="20"), pay("2026-05", hours="4.5")) == ["E-15.5"]
    assert rules(pay(), ordered=Decimal(0)) == ["E-15.5"]
