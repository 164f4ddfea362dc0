"""Supplementary material of a set (ek materyal; m.17(10))."""

from decimal import Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import PartKind, Work
from workflows.textbook_review.rules.bands import compared, displayed


def has_supplement(work: Work) -> bool:
    """Return whether supplementary material was filed with the work."""
    return any(part.kind is PartKind.SUPPLEMENT for part in work.parts)


def is_supplement_reviewed(work: Work, score: Decimal, book: Rulebook) -> bool:
    """Return whether the supplement gets a report of its own (T-17.10a).

    It does from 75 points of the work on, unless the criteria leave it out of the joint review
    (``supplement.joint_review``).
    """
    return (
        has_supplement(work)
        and book.flag("supplement.joint_review")
        and compared(score, book) >= book.number("supplement.review_from")
    )


def breaches_of_supplement_report(work: Work, score: Decimal, book: Rulebook) -> tuple[Reason, ...]:
    """Return why no report on supplementary material can be recorded (T-17.10a)."""
    if is_supplement_reviewed(work, score, book):
        return ()
    if not has_supplement(work):
        what = "no supplementary material was filed with this work"
    elif not book.flag("supplement.joint_review"):
        what = "the criteria leave supplementary material out of the joint review"
    else:
        what = f"the work has {displayed(score)} points"
    return (
        Reason(
            rule="T-17.10a",
            what=what,
            why="supplementary material is reviewed with a work that has it and reaches "
            f"{book.number('supplement.review_from')} points",
            do="leave the report out",
        ),
    )
