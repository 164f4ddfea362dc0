"""Performance indicators: what was to be reached, and what was not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import indicators
from workflows.agreement.messages.term import PerformanceIndicatorReview
from workflows.agreement.rules.performance_indicators import breaches_of_review, missed

AGREED = indicators(kurs="4", kursiyer="80", basari="75.50")


def a_review(**results: str) -> PerformanceIndicatorReview:
    return PerformanceIndicatorReview.model_validate({"results": results})


@pytest.mark.rule("A-11.1", "A-11.2")
@pytest.mark.parametrize(
    ("results", "short"),
    [
        pytest.param(("4", "80", "75.50"), (), id="each exactly"),
        pytest.param(("5", "120", "99"), (), id="each and more"),
        pytest.param(("3", "80", "75.50"), ("kurs",), id="one course too few"),
        pytest.param(("4", "80", "75.49"), ("basari",), id="a hundredth short"),
        pytest.param(("0", "0", "0"), ("kurs", "kursiyer", "basari"), id="nothing at all"),
    ],
)
def test_an_indicator_below_its_target_is_missed(
    results: tuple[str, str, str], short: tuple[str, ...]
) -> None:
    kurs, kursiyer, basari = results
    review = a_review(kurs=kurs, kursiyer=kursiyer, basari=basari)

    assert missed(AGREED, review.results) == short
    assert breaches_of_review(review, AGREED) == ()


@pytest.mark.rule("A-11.1")
def test_an_indicator_without_a_result_is_missed() -> None:
    assert missed(AGREED, {"kurs": Decimal(4)}) == ("kursiyer", "basari")


amounts = st.decimals(0, 10_000, places=2)


@pytest.mark.rule("A-11.1")
@given(target=amounts, result=amounts)
def test_reaching_the_target_is_enough(target: Decimal, result: Decimal) -> None:
    assert bool(missed(indicators(kurs=str(target)), {"kurs": result})) is (result - target < 0)


@pytest.mark.rule("A-11.1")
@pytest.mark.parametrize(
    ("results", "what"),
    [
        pytest.param(
            {"kurs": "4", "kursiyer": "80"},
            "without a result: basari; not agreed on: none",
            id="one missing",
        ),
        pytest.param(
            {"kurs": "4", "kursiyer": "80", "basari": "80", "sergi": "1"},
            "without a result: none; not agreed on: sergi",
            id="one too many",
        ),
    ],
)
def test_a_review_has_a_result_for_what_was_agreed_on(results: dict[str, str], what: str) -> None:
    breaches = breaches_of_review(a_review(**results), AGREED)

    assert rules_of(breaches) == ["A-11.1"]
    assert breaches[0].what == what
