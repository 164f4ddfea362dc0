"""The review commission's report against what it measured (m.8(1)ç12, m.17(8))."""

from decimal import Decimal

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_work
from workflows.textbook_law.draft import Grade
from workflows.textbook_review.messages.review import ReviewReport
from workflows.textbook_review.rules.review_report import (
    breaches_of_review_report,
    breaches_of_score,
)


def a_report(most_lines: int | None, findings: int) -> ReviewReport:
    return ReviewReport.model_validate(
        {
            "score": "91",
            "findings": findings,
            "scientific_errors": 0,
            "most_lines": most_lines,
            "report_no": "R-2031-4",
        }
    )


@pytest.mark.rule("R-T.2")
@pytest.mark.parametrize("score", ["89.995", "0.001", "1e-30", "89.990"])
def test_a_score_has_at_most_two_decimals(score: str) -> None:
    assert rules_of(breaches_of_score(Decimal(score))) == ["R-T.2"]


@pytest.mark.rule("T-17.11")
@pytest.mark.parametrize("score", ["-0.01", "100.01", "1e30"])
def test_a_score_lies_between_0_and_100(score: str) -> None:
    assert rules_of(breaches_of_score(Decimal(score))) == ["T-17.11"]


@pytest.mark.rule("T-17.11", "R-T.2")
@pytest.mark.parametrize("score", ["0", "74.99", "100", "100.00", None])
def test_other_scores_stand_and_some_drafts_have_none(score: str | None) -> None:
    assert breaches_of_score(None if score is None else Decimal(score)) == ()


@pytest.mark.rule("T-8.1ç12")
@pytest.mark.parametrize(
    ("grade", "most_lines", "findings", "broken"),
    [
        pytest.param(1, 10, 0, [], id="grade 1: just 10 lines"),
        pytest.param(1, 11, 0, ["T-8.1ç12"], id="grade 1: a line too many"),
        pytest.param(1, 11, 1, [], id="grade 1: too many, and a finding"),
        pytest.param(7, 22, 0, [], id="grade 6 and above: 22 lines"),
        pytest.param(7, 23, 0, ["T-8.1ç12"], id="grade 6 and above: a line too many"),
        pytest.param(7, None, 0, [], id="not measured"),
        pytest.param("non-formal", 60, 0, [], id="non-formal: nothing is asked"),
    ],
)
def test_lines_set_too_close_are_a_finding(
    grade: Grade, most_lines: int | None, findings: int, broken: list[str]
) -> None:
    found = breaches_of_review_report(a_report(most_lines, findings), a_work(grade=grade), BOOK)

    assert rules_of(found) == broken


@pytest.mark.rule("T-8.1ç12")
def test_the_refusal_names_the_most_lines_of_the_grade() -> None:
    (breach,) = breaches_of_review_report(a_report(25, 0), a_work(), BOOK)

    assert "25 lines" in breach.what
    assert "at most 22" in breach.why
