"""Supplementary material (m.17(10))."""

from decimal import Decimal

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_work
from workflows.kernel.law.rulebook import with_figures
from workflows.textbook_law.draft import Part, PartKind, Work, WorkKind
from workflows.textbook_review.rules.supplement import (
    breaches_of_supplement_report,
    is_supplement_reviewed,
)

APART = with_figures(BOOK, {"figures.supplement.joint_review": False})


def a_set() -> Work:
    parts = (
        Part(kind=PartKind.TEXTBOOK, pages=160),
        Part(kind=PartKind.WORKBOOK, pages=96),
        Part(kind=PartKind.SUPPLEMENT, pages=24),
    )
    return a_work(kind=WorkKind.SET, parts=parts)


@pytest.mark.rule("T-17.10a")
@pytest.mark.parametrize(
    ("score", "reviewed"),
    [("74.99", False), ("75", True), ("75.00", True), ("100", True), ("0", False)],
)
def test_a_supplement_is_reviewed_from_75_points(score: str, reviewed: bool) -> None:  # noqa: FBT001
    points = Decimal(score)

    assert is_supplement_reviewed(a_set(), points, BOOK) is reviewed
    refused = [] if reviewed else ["T-17.10a"]
    assert rules_of(breaches_of_supplement_report(a_set(), points, BOOK)) == refused


@pytest.mark.rule("T-17.10a")
def test_the_refusal_says_what_is_in_the_way() -> None:
    reached = Decimal(80)
    whats = [
        breaches_of_supplement_report(work, score, book)[0].what
        for work, score, book in (
            (a_work(), reached, BOOK),
            (a_set(), reached, APART),
            (a_set(), Decimal("74.995"), BOOK),
        )
    ]

    assert whats == [
        "no supplementary material was filed with this work",
        "the criteria leave supplementary material out of the joint review",
        "the work has 74.99 points",
    ]
