"""Supplementary material of a set (ek materyal; m.17(10))."""

from collections.abc import Sequence
from decimal import Decimal

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.draft import PartKind, Work
from workflows.textbook_review.messages.commission import SupplementReport
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


def breaches_of_presentation(
    work: Work, score: Decimal | None, reports: Sequence[SupplementReport], book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a draft cannot be presented to the Board yet: its supplement was not reviewed.

    Args:
        work: The draft.
        score: Its score; none of what is reviewed without one.
        reports: The reports on its supplement so far.
        book: The case's rulebook.
    """
    if reports or score is None or not is_supplement_reviewed(work, score, book):
        return ()
    return (
        Reason(
            rule="T-17.10a",
            what="the supplementary material has not been reviewed",
            why=f"it is reviewed with a work of {book.number('supplement.review_from')} points "
            "or more, by a report of its own (m.17(10))",
            do="have the review commission report on it first: record_supplement_report",
            acts=("record_supplement_report",),
        ),
    )


def breaches_of_acceptance(reports: Sequence[SupplementReport]) -> tuple[Reason, ...]:
    """Return why a set cannot be accepted as it is: its supplement was found unfit (T-17.10a)."""
    if not reports or reports[-1].suitable:
        return ()
    return (
        Reason(
            rule="T-17.10a",
            what=f"the supplement is unfit by report {reports[-1].report_no}",
            why="unfit supplementary material is to be corrected as its report says (m.17(10))",
            do="have it corrected and reported on anew (record_supplement_report), "
            "or decide otherwise",
        ),
    )


def breaches_of_supplement_report(
    work: Work, score: Decimal | None, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why no report on supplementary material can be recorded (T-17.10a).

    Of a work that is reviewed without a score there is no limit to reach.
    """
    joint = book.flag("supplement.joint_review")
    if score is None and has_supplement(work) and joint:
        return ()
    if score is not None and is_supplement_reviewed(work, score, book):
        return ()
    if not has_supplement(work):
        what = "no supplementary material was filed with this work"
    elif score is None or not joint:
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
