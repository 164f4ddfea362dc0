"""The score bands (m.17(12) to (14))."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.textbook_review.drafts import BOOK
from workflows.kernel.law.rulebook import with_figures
from workflows.textbook_review.rules.bands import Band, band, below_90, displayed


@pytest.mark.rule("T-17.12")
@pytest.mark.rule("T-17.13")
@pytest.mark.rule("T-17.14a")
@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param("0", Band.BELOW_75, id="m.17/12 nothing"),
        pytest.param("74.99", Band.BELOW_75, id="m.17/12 just below"),
        pytest.param("75", Band.FROM_75_TO_90, id="m.17/14 exactly 75"),
        pytest.param("89.99", Band.FROM_75_TO_90, id="m.17/14 exactly 89.99"),
        pytest.param("90", Band.FROM_90, id="m.17/13 exactly 90"),
        pytest.param("100", Band.FROM_90, id="m.17/13 full marks"),
    ],
)
def test_a_score_lies_in_one_of_three_bands(score: str, expected: Band) -> None:
    assert band(Decimal(score), BOOK) is expected


@pytest.mark.rule("R-T.2")
@pytest.mark.parametrize(
    ("mean", "unrounded", "rounded"),
    [
        pytest.param("74.995", Band.BELOW_75, Band.FROM_75_TO_90, id="the gap below 75"),
        pytest.param("89.995", Band.FROM_75_TO_90, Band.FROM_90, id="the gap below 90"),
        pytest.param("89.994", Band.FROM_75_TO_90, Band.FROM_75_TO_90, id="no gap either way"),
    ],
)
def test_a_computed_mean_is_compared_unrounded_unless_set_otherwise(
    mean: str, unrounded: Band, rounded: Band
) -> None:
    half_up = with_figures(BOOK, {"figures.score.rounding": "HALF_UP"})

    assert band(Decimal(mean), BOOK) is unrounded
    assert band(Decimal(mean), half_up) is rounded


@pytest.mark.rule("R-T.2")
@pytest.mark.parametrize(
    ("mean", "read"),
    [("89.995", "89.99"), ("89.999999", "89.99"), ("90", "90.00"), ("82.4", "82.40")],
)
def test_a_score_is_shown_cut_off_at_two_decimals(mean: str, read: str) -> None:
    assert displayed(Decimal(mean)) == read


@pytest.mark.rule("R-T.2")
@given(st.decimals(0, 100, places=6))
def test_what_people_read_never_crosses_a_band(mean: Decimal) -> None:
    assert band(Decimal(displayed(mean)), BOOK) is band(mean, BOOK)


@pytest.mark.rule("T-17.17a")
@given(st.decimals(0, 100, places=3))
def test_below_90_is_every_band_but_the_highest(score: Decimal) -> None:
    assert below_90(score, BOOK) is (band(score, BOOK) is not Band.FROM_90)


@pytest.mark.rule("T-17.12")
def test_the_thresholds_are_those_of_the_rulebook() -> None:
    milder = with_figures(BOOK, {"figures.score.reject_below": "70"})

    assert band(Decimal(72), BOOK) is Band.BELOW_75
    assert band(Decimal(72), milder) is Band.FROM_75_TO_90
