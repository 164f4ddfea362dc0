"""What the Board may decide, and when (m.17(13), (14), (17) to (19), (24))."""

from enum import StrEnum

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling


class Path(StrEnum):
    """The way by which a draft came before the Board; the value is the rule that opens it."""

    HIGH_SCORE = "T-17.13"
    """First review of 90 or more."""
    DISAGREEMENT = "T-17.14b"
    """First review from 75 to 90, and the evaluation commission disagrees."""
    SECOND_ROUND = "T-17.17b"
    """After a correction: 90 or more, or the commissions disagree."""
    OBJECTION = "T-22.2"
    """After an objection, reviewed by a new commission."""
    RE_REVIEW = "T-17.19"
    """After a review that the Board ordered anew; wholly the Board's to decide."""
    UPDATE = "T-17.25"
    """An update, clean or at the end of its corrections; reviewed without a score."""
    TRANSLATION = "T-11.2b"
    """A translation of an accepted book, reviewed as such only."""


def within_error_limit(pages: int, scientific_errors: int, book: Rulebook) -> bool:
    """Return whether the scientific errors do not exceed a sixteenth of the pages (T-17.18a).

    In whole numbers, 16 x errors <= pages: 200 pages allow 12 errors (R-T.9).
    """
    return scientific_errors * book.count("conditional.pages_per_error") <= pages


def open_rulings(
    path: Path, pages: int, scientific_errors: int, book: Rulebook
) -> tuple[BoardRuling, ...]:
    """Return what the Board may decide on a draft that came by this path.

    m.17(14) knows no acceptance, yet (18) presumes a conditional one there: that one is open while
    ``board.p14.conditional`` says so (R-T.8).
    """
    rulings = [BoardRuling.RE_REVIEW, BoardRuling.CORRECTION, BoardRuling.NOT_SUITABLE]
    may_condition = path is not Path.DISAGREEMENT or book.flag("board.p14.conditional")
    if may_condition and within_error_limit(pages, scientific_errors, book):
        rulings.insert(0, BoardRuling.CONDITIONAL)
    if path is not Path.DISAGREEMENT:
        rulings.insert(0, BoardRuling.ACCEPT)
    return tuple(rulings)


def breaches_of_board_decision(
    decision: BoardDecision, path: Path, pages: int, scientific_errors: int, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a Board decision cannot be recorded (T-17.13 to T-17.19, T-17.23).

    Args:
        decision: The decision to judge.
        path: How the draft came before the Board.
        pages: Inner pages of the work; of a set, the sum (R-T.9).
        scientific_errors: Scientific errors as the last evaluation report counts them.
        book: The case's rulebook.
    """
    return (
        *_breaches_of_ruling(decision, path, pages, scientific_errors, book),
        *_breaches_of_reasoned_report(decision),
        *_breaches_of_school_year(decision),
    )


def _breaches_of_ruling(
    decision: BoardDecision, path: Path, pages: int, scientific_errors: int, book: Rulebook
) -> tuple[Reason, ...]:
    rulings = open_rulings(path, pages, scientific_errors, book)
    if decision.decision in rulings:
        return ()
    do = "decide one of: " + ", ".join(rulings)
    conditional = decision.decision is BoardRuling.CONDITIONAL
    if conditional and not within_error_limit(pages, scientific_errors, book):
        per_error = book.count("conditional.pages_per_error")
        return (
            Reason(
                rule="T-17.18a",
                what=f"{scientific_errors} scientific errors on {pages} pages",
                why=f"conditional acceptance allows one per {per_error} pages, "
                f"that is {pages // per_error}",
                do=do,
            ),
        )
    return (
        Reason(
            rule=path.value,
            what=f"the decision {decision.decision.value} is not open on this path",
            why="where the evaluation commission disagrees on a score below 90, "
            "the draft cannot be accepted as it is",
            do=do,
        ),
    )


def _breaches_of_reasoned_report(decision: BoardDecision) -> tuple[Reason, ...]:
    if decision.decision is not BoardRuling.NOT_SUITABLE or decision.reasoned_report_no is not None:
        return ()
    return (
        Reason(
            rule="T-17.23",
            what="the rejection has no reasoned report",
            why="a draft found not suitable gets a reasoned report (m.17(24))",
            do="state the number of the reasoned report",
        ),
    )


def _breaches_of_school_year(decision: BoardDecision) -> tuple[Reason, ...]:
    accepts = decision.decision in {BoardRuling.ACCEPT, BoardRuling.CONDITIONAL}
    if accepts is (decision.first_school_year is not None):
        return ()
    if accepts:
        return (
            Reason(
                rule="B-25.1",
                what="the decision names no school year from which the book is taught",
                why="the five years of its term begin with the school year of the decision",
                do="state the first school year",
            ),
        )
    return (
        Reason(
            rule="B-25.1",
            what=f"the decision names {decision.first_school_year} as first school year",
            why="only an accepted book is taught",
            do="leave the first school year out",
        ),
    )
