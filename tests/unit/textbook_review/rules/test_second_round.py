"""Second review and second evaluation (m.17(16), (17))."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, seats
from workflows.textbook_review.messages.review import EvaluationReport, ReviewReport
from workflows.textbook_review.rules.second_round import (
    both_below_90,
    breaches_of_second_evaluation,
)


def a_review(score: str) -> ReviewReport:
    return ReviewReport(score=Decimal(score), findings=4, scientific_errors=1, report_no="R-2")


def an_evaluation(**changes: Any) -> EvaluationReport:
    usual: dict[str, Any] = {
        "members": seats(2, 1, 1),
        "agrees": True,
        "below_90": True,
        "scientific_errors": 1,
        "report_no": "D-10",
    }
    return EvaluationReport.model_validate(usual | changes)


@pytest.mark.rule("T-17.17a")
@pytest.mark.rule("T-17.17b")
@pytest.mark.parametrize(
    ("score", "evaluation_below", "ends"),
    [
        pytest.param("89.99", True, True, id="m.17/17 both below"),
        pytest.param("89.99", False, False, id="m.17/17 the evaluation disagrees"),
        pytest.param("90", True, False, id="m.17/17 the review has 90"),
        pytest.param("90", False, False, id="m.17/17 both at 90 or above"),
        pytest.param("90", None, False, id="the evaluation says nothing"),
        pytest.param("89.99", None, False, id="silence is not the same evaluation"),
    ],
)
def test_only_both_below_90_ends_the_case(
    score: str,
    evaluation_below: bool | None,  # noqa: FBT001
    ends: bool,  # noqa: FBT001
) -> None:
    evaluation = an_evaluation(below_90=evaluation_below)

    assert both_below_90(a_review(score), evaluation, BOOK) is ends


@pytest.mark.rule("R-T.10")
def test_there_is_no_second_test_at_75() -> None:
    hopeless = a_review("12.50")
    dissent = an_evaluation(agrees=False, below_90=False, reasons="Hatalar giderilmiş.")

    assert breaches_of_second_evaluation(hopeless, dissent, BOOK) == ()
    assert not both_below_90(hopeless, dissent, BOOK)


@pytest.mark.rule("T-17.17a")
def test_the_second_evaluation_says_on_which_side_of_90_it_stands() -> None:
    silent = an_evaluation(below_90=None)

    assert rules_of(breaches_of_second_evaluation(a_review("80"), silent, BOOK)) == ["T-17.17a"]


@pytest.mark.rule("T-17.17b")
@given(st.decimals(0, 100, places=2), st.booleans(), st.booleans())
def test_agreement_is_about_the_side_of_90(
    score: Decimal,
    agrees: bool,  # noqa: FBT001
    evaluation_below: bool,  # noqa: FBT001
) -> None:
    evaluation = an_evaluation(agrees=agrees, below_90=evaluation_below, reasons="Gerekçe.")
    same_side = (score < 90) is evaluation_below

    breaches = breaches_of_second_evaluation(a_review(str(score)), evaluation, BOOK)

    assert rules_of(breaches) == ([] if agrees is same_side else ["T-17.17b"])


@pytest.mark.rule("T-17.17b")
def test_whatever_goes_to_the_board_has_its_reasons() -> None:
    dissent = an_evaluation(agrees=False, below_90=False)
    praise = an_evaluation(agrees=True, below_90=False)
    both_below = an_evaluation(agrees=True, below_90=True)

    # m.17(17): "gerekçeli bir rapor ile" is said of both: 90 and more, and disagreement
    assert rules_of(breaches_of_second_evaluation(a_review("92"), praise, BOOK)) == ["T-17.17b"]
    assert breaches_of_second_evaluation(a_review("80"), both_below, BOOK) == ()
    assert rules_of(breaches_of_second_evaluation(a_review("80"), dissent, BOOK)) == ["T-17.17b"]
