"""Hours of work (m.14, m.17(22), m.18(1), (2)): budgets of effort, never terms (R-T.21)."""

from decimal import Decimal

from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import PartKind, Work
from workflows.textbook_law.fees import signatures
from workflows.textbook_law.reviewers import PayRules
from workflows.textbook_law.sets import is_primary

PAY = PayRules(
    month="T-15.4", ordered="T-15.4", hours="S-19.1", cap="T-15.5", orders=("assign_commission",)
)
"""By which rules those who review a draft are paid (m.15(4) to (6), m.19(1))."""

LOOKED_THROUGH = (PartKind.TEXTBOOK, PartKind.WORKBOOK, PartKind.TEACHERS_GUIDE)
"""The parts on each of which the preliminary commission spends its time (T-14.1)."""


def preliminary_hours(work: Work, book: Rulebook) -> int:
    """Return the hours of the preliminary review: one each for three kinds of books (T-14.1)."""
    parts = sum(part.kind in LOOKED_THROUGH for part in work.parts)
    return parts * book.count("effort.preliminary.per_part")


def review_hours(work: Work, book: Rulebook) -> int:
    """Return the hours of the review, by signatures and grade or subject (T-18.1).

    Up to grade 8 the grade decides, from there on and in non-formal education the subject; a book
    for a foreign language is one written in it. Of a set, the signatures of all parts together
    (R-T.9).
    """
    if is_primary(work.grade, book):
        row = f"grade.{work.grade}"
    elif work.foreign_language:
        row = "foreign-language"
    else:
        row = work.subject_group.value
    return signatures(work.pages, book) * book.count(f"effort.review.{row}")


def visual_hours(work: Work, book: Rulebook) -> int:
    """Return the hours of the visual review: one for each signature (T-18.2).

    The law speaks of primary and secondary books; non-formal ones follow our reading (R-T.21).
    """
    row = "non-formal" if work.grade == "non-formal" else "school"
    return signatures(work.pages, book) * book.count(f"effort.visual.{row}")


def evaluation_hours(work: Work, book: Rulebook) -> int:
    """Return the most hours of the evaluation: 27 for one work, 45 for a set (T-17.22)."""
    return book.count(f"effort.evaluation.{work.kind.value}")


def overrun(hours: Decimal, budget: int) -> str | None:
    """Return a flag for hours that exceed their budget, none for hours within it.

    What was ordered or spent stands all the same: more hours refuse nothing (R-T.21).

    Args:
        hours: Hours ordered or spent.
        budget: Hours.

    >>> overrun(Decimal("80.5"), 78)
    '80.5 hours, budget 78: 2.5 over'
    """
    if hours <= budget:
        return None
    return f"{hours} hours, budget {budget}: {hours - budget} over"
