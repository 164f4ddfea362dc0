"""What goes back of the review fee (m.16)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.textbook_review.drafts import BOOK
from workflows.textbook_review.rules.refunds import RefundPoint, refund, retained, rule_of

FEE = Decimal("48750.00")

fees = st.decimals(min_value=0, max_value=10_000_000, places=2)
points = st.sampled_from(RefundPoint)


@pytest.mark.parametrize(
    ("point", "rule", "back"),
    [
        pytest.param(
            RefundPoint.BEFORE_PRELIMINARY, "T-16.1", "48750.00", marks=pytest.mark.rule("T-16.1")
        ),
        pytest.param(
            RefundPoint.AFTER_PRELIMINARY, "R-T.17", "43875.00", marks=pytest.mark.rule("R-T.17")
        ),
        pytest.param(
            RefundPoint.AT_DIRECTORATE, "T-16.2a", "43875.00", marks=pytest.mark.rule("T-16.2a")
        ),
        pytest.param(
            RefundPoint.GIVEN_TO_COMMISSION, "T-16.2b", "0.00", marks=pytest.mark.rule("T-16.2b")
        ),
        pytest.param(
            RefundPoint.UNFIT_FOR_PROGRAMME, "T-16.2b", "0.00", marks=pytest.mark.rule("T-16.2b")
        ),
        pytest.param(
            RefundPoint.REWRITING_CHANGE, "T-16.3", "48750.00", marks=pytest.mark.rule("T-16.3")
        ),
    ],
)
def test_the_refund_falls_with_how_far_the_review_has_come(
    point: RefundPoint, rule: str, back: str
) -> None:
    assert str(refund(FEE, point, BOOK)) == back
    assert rule_of(point, BOOK) == rule


@pytest.mark.rule("R-S.11")
@pytest.mark.parametrize(
    ("fee", "back", "kept"),
    [
        pytest.param("1000.05", "900.05", "100.00", id="900.045 is rounded up"),
        pytest.param("1000.04", "900.04", "100.00", id="900.036 is rounded up"),
        pytest.param("1000.01", "900.01", "100.00", id="900.009 is rounded up"),
        pytest.param("1000.06", "900.05", "100.01", id="900.054 is rounded down"),
    ],
)
def test_the_refund_is_rounded_once_and_the_rest_is_kept(fee: str, back: str, kept: str) -> None:
    assert str(refund(Decimal(fee), RefundPoint.AT_DIRECTORATE, BOOK)) == back
    assert str(retained(Decimal(fee), RefundPoint.AT_DIRECTORATE, BOOK)) == kept


@pytest.mark.rule("R-S.11")
@given(fees, points)
def test_refund_and_retained_part_always_make_up_the_fee(fee: Decimal, point: RefundPoint) -> None:
    back, kept = refund(fee, point, BOOK), retained(fee, point, BOOK)

    assert back + kept == fee
    assert min(back, kept) >= 0
