"""Reviewers' pay out of the fee (m.15(4) to (6))."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK
from workflows.kernel.case.refusal import Reason
from workflows.textbook_law.reviewers import breaches_of_pay, payable
from workflows.textbook_review.messages.commission import ReviewerPayment
from workflows.textbook_review.rules.effort import PAY

FEE = Decimal("48750.00")
# 65 % of 48 750.00 less 8 750.00
CAP = Decimal("26000.00")

amounts = st.decimals(min_value=0, max_value=60_000, places=2)


def a_payment(amount: str | Decimal = "26000.00", **changes: Any) -> ReviewerPayment:
    usual = {"month": "2031-04", "amount": amount, "deductions": "8750.00", "hours": "10"}
    return ReviewerPayment.model_validate(usual | changes)


def breaches(
    payment: ReviewerPayment,
    *earlier: ReviewerPayment,
    fee: Decimal | None = FEE,
    ordered: str = "100",
) -> tuple[Reason, ...]:
    return breaches_of_pay(
        payment,
        earlier,
        rules=PAY,
        ordered=Decimal(ordered),
        fee=fee,
        recorded_on=date(2031, 4, 30),
        book=BOOK,
    )


@pytest.mark.rule("T-15.4")
def test_nobody_is_paid_where_all_work_lies_within_working_hours() -> None:
    assert rules_of(breaches(a_payment("100.00"), ordered="0")) == ["T-15.4"]
    assert breaches(a_payment("100.00"), ordered="10") == ()


@pytest.mark.rule("S-19.1")
def test_hours_beyond_those_that_were_set_are_not_paid() -> None:
    earlier = a_payment("100.00", month="2031-03", hours="90.5")

    assert breaches(a_payment("100.00", hours="9.5"), earlier) == ()
    (breach,) = breaches(a_payment("100.00", hours="12"), earlier)
    assert (breach.rule, breach.do) == ("S-19.1", "pay at most 9.5 hours")


@pytest.mark.rule("T-15.5")
def test_reviewers_get_at_most_65_percent_of_the_fee_less_deductions() -> None:
    assert str(payable(FEE, Decimal("8750.00"), BOOK)) == "26000.00"
    assert breaches(a_payment("26000.00")) == ()
    (breach,) = breaches(a_payment("26000.01"))
    assert breach.rule == "T-15.5"
    assert breach.do == "pay at most 26000.00 lira"


@pytest.mark.rule("T-15.5")
def test_the_cap_is_over_all_payments() -> None:
    earlier = (a_payment("10000.00", month="2031-02"), a_payment("6000.00", month="2031-03"))

    assert breaches(a_payment("10000.00"), *earlier) == ()
    (breach,) = breaches(a_payment("10000.01"), *earlier)
    assert breach.do == "pay at most 10000.00 lira"


@pytest.mark.rule("T-15.5")
def test_the_deductions_that_count_are_the_latest() -> None:
    earlier = a_payment("26000.00", month="2031-03")

    assert rules_of(breaches(a_payment("0.01"), earlier)) == ["T-15.5"]
    assert breaches(a_payment("650.00", deductions="7750.00"), earlier) == ()


@pytest.mark.rule("T-15.5")
def test_deductions_do_not_exceed_the_fee() -> None:
    assert breaches(a_payment("0", deductions="48750.00")) == ()
    assert rules_of(breaches(a_payment("0", deductions="48750.01"))) == ["T-15.5"]


@pytest.mark.rule("T-15.5")
def test_a_draft_reviewed_without_a_fee_has_no_cap() -> None:
    assert breaches(a_payment("99999.00"), fee=None) == ()


@pytest.mark.rule("T-15.5", "R-S.11")
@given(st.lists(amounts, max_size=6))
def test_no_row_of_payments_ever_exceeds_the_cap(wanted: list[Decimal]) -> None:
    paid: list[ReviewerPayment] = []
    for n, amount in enumerate(wanted):
        payment = a_payment(amount, month=f"2030-{n + 1:02}")
        if not breaches(payment, *paid):
            paid.append(payment)

    assert sum((payment.amount for payment in paid), Decimal(0)) <= CAP


@pytest.mark.rule("T-15.4")
@pytest.mark.parametrize(
    ("month", "refused"),
    [
        pytest.param("2031-04", [], id="this month"),
        pytest.param("2030-12", [], id="an earlier month"),
        pytest.param("2031-05", ["T-15.4"], id="a month to come"),
        pytest.param("2031-03", ["T-15.4"], id="a month paid before"),
    ],
)
def test_every_month_is_paid_once_and_not_before_it_begins(month: str, refused: list[str]) -> None:
    paid = a_payment("100.00", month="2031-03")

    assert rules_of(breaches(a_payment("100.00", month=month), paid)) == refused


@pytest.mark.rule("T-15.4")
@pytest.mark.parametrize("month", ["2031-13", "2031-00", "2031-4", "04-2031", "2031"])
def test_a_month_is_a_month(month: str) -> None:
    with pytest.raises(ValidationError):
        a_payment(month=month)
