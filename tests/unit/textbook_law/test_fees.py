"""The review fee (m.15)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    COEFFICIENT,
    FEE,
    FILED_ON,
    a_unit_application,
    a_work,
    an_application,
)
from workflows.kernel.law.rulebook import with_figures
from workflows.textbook_law.draft import FeePayment, Part, PartKind, Route
from workflows.textbook_law.fees import breaches_of_fee, owes_fee, review_fee, signatures

coefficients = st.decimals("0.000001", "100", places=6)


@pytest.mark.rule("T-15.1b")
@pytest.mark.rule("R-T.3")
@pytest.mark.parametrize(
    ("pages", "charged"),
    [
        pytest.param(0, 0, id="nothing"),
        pytest.param(7, 0, id="m.15/1 seven pages are no signature"),
        pytest.param(8, 1, id="R-T.3 eight pages are one"),
        pytest.param(15, 1, id="R-T.3 fifteen pages are one"),
        pytest.param(16, 1, id="m.15/1 one whole signature"),
        pytest.param(160, 10, id="m.15/1 ten whole signatures"),
        pytest.param(167, 10, id="m.15/1 seven pages over are free"),
        pytest.param(168, 11, id="R-T.3 eight pages over are not"),
        pytest.param(208, 13, id="T.8 the worked example"),
    ],
)
def test_signatures_are_counted_by_sixteen_pages(pages: int, charged: int) -> None:
    assert signatures(pages, BOOK) == charged


@pytest.mark.rule("R-T.3")
@given(st.integers(0, 5_000))
def test_no_more_than_seven_pages_are_free_and_none_is_charged_twice(pages: int) -> None:
    assert -8 <= pages - 16 * signatures(pages, BOOK) <= 7


@pytest.mark.rule("T-15.1a")
def test_the_worked_fee_of_208_pages() -> None:
    assert str(review_fee(208, COEFFICIENT, BOOK)) == "48750.00"


@pytest.mark.rule("R-S.11")
@pytest.mark.parametrize(
    ("coefficient", "fee"),
    [
        pytest.param("0.0000015", "0.00", id="0.0045 stays below half a kuruş"),
        pytest.param("0.055001666666", "165.00", id="165.004999998 is rounded once only"),
        pytest.param("0.055005", "165.02", id="165.015 rises"),
        pytest.param("0.055015", "165.05", id="165.045 rises: half up, not half even"),
    ],
)
def test_the_fee_is_rounded_half_up_to_the_kurus(coefficient: str, fee: str) -> None:
    assert str(review_fee(16, Decimal(coefficient), BOOK)) == fee


@pytest.mark.rule("T-15.1a")
@given(st.integers(0, 2_000), st.integers(0, 200), coefficients)
def test_more_pages_never_cost_less(pages: int, more: int, coefficient: Decimal) -> None:
    assert review_fee(pages + more, coefficient, BOOK) >= review_fee(pages, coefficient, BOOK)


@pytest.mark.rule("T-15.1a")
@pytest.mark.rule("R-T.17")
@pytest.mark.parametrize("route", list(Route))
def test_only_privately_prepared_drafts_of_publishers_owe_a_fee(route: Route) -> None:
    assert owes_fee(an_application(route=route), BOOK) is (route is Route.PRIVATE)
    assert not owes_fee(a_unit_application(route=route), BOOK)


@pytest.mark.rule("R-T.17")
def test_a_setting_makes_units_pay() -> None:
    book = with_figures(BOOK, {"figures.fee.unit": True})

    assert owes_fee(a_unit_application(), book)
    assert rules_of(breaches_of_fee(a_unit_application(), COEFFICIENT, FILED_ON, book)) == [
        "T-13.1a"
    ]


@pytest.mark.rule("T-13.1a")
@pytest.mark.parametrize(
    ("paid", "broken"),
    [
        pytest.param("48749.99", ["T-13.1a"], id="one kuruş short"),
        pytest.param("48750.00", [], id="in full"),
        pytest.param("50000.00", [], id="more than owed"),
    ],
)
def test_the_fee_is_paid_in_full_or_not(paid: str, broken: list[str]) -> None:
    application = an_application(fee=FEE.model_copy(update={"amount": Decimal(paid)}))

    assert rules_of(breaches_of_fee(application, COEFFICIENT, FILED_ON, BOOK)) == broken


@pytest.mark.rule("T-13.1a")
def test_a_short_fee_says_what_is_missing() -> None:
    application = an_application(fee=FEE.model_copy(update={"amount": Decimal("48000.00")}))

    (breach,) = breaches_of_fee(application, COEFFICIENT, FILED_ON, BOOK)

    assert breach.what == "48000.00 lira were paid, 48750.00 lira are owed"
    assert breach.why == "13 signatures x 3000 x coefficient 1.25"
    assert "750.00" in breach.do


@pytest.mark.rule("T-15.2")
@pytest.mark.parametrize(
    ("paid_on", "broken"),
    [
        pytest.param(date(2031, 3, 10), [], id="on the day of filing"),
        pytest.param(date(2031, 3, 11), ["T-15.2"], id="a day later"),
    ],
)
def test_the_fee_is_paid_no_later_than_the_filing(paid_on: date, broken: list[str]) -> None:
    fee = FeePayment(amount=FEE.amount, paid_on=paid_on, receipt_no="D-1")

    breaches = breaches_of_fee(an_application(fee=fee), COEFFICIENT, FILED_ON, BOOK)

    assert rules_of(breaches) == broken


@pytest.mark.rule("T-15.1a")
def test_without_a_coefficient_no_fee_can_be_judged() -> None:
    assert rules_of(breaches_of_fee(an_application(), None, FILED_ON, BOOK)) == ["T-15.1a"]


@pytest.mark.rule("T-13.1a")
def test_a_private_draft_without_payment_is_short_of_everything() -> None:
    application = an_application(fee=None)

    assert rules_of(breaches_of_fee(application, COEFFICIENT, FILED_ON, BOOK)) == ["T-13.1a"]


@pytest.mark.rule("R-T.17")
def test_a_unit_is_asked_for_nothing() -> None:
    assert breaches_of_fee(a_unit_application(), None, FILED_ON, BOOK) == ()


@pytest.mark.rule("R-T.3")
def test_a_work_of_seven_pages_is_for_the_presidency_to_judge() -> None:
    leaflet = a_work(parts=(Part(kind=PartKind.TEXTBOOK, pages=7),))

    breaches = breaches_of_fee(an_application(work=leaflet), COEFFICIENT, FILED_ON, BOOK)

    assert rules_of(breaches) == ["R-T.3"]
