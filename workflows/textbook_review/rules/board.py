"""What the Board may decide, and when (m.17(13), (14), (17) to (19), (24))."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class BeforeBoard:
    """What of a draft before the Board decides which rulings are open."""

    path: Path
    pages: int
    """Inner pages of the work; of a set, the sum (R-T.9)."""
    scientific_errors: int
    """As the last evaluation report counts them."""
    scored: bool = True
    """Updates and translations are reviewed without a score (T-17.25, T-11.2b)."""
    corrections_left: bool = True
    """An update goes back for thirty days so many times and no more (T-17.25, R-T.25)."""


def open_rulings(draft: BeforeBoard, book: Rulebook) -> tuple[BoardRuling, ...]:
    """Return what the Board may decide on a draft that has come before it.

    m.17(14) knows no acceptance, yet (18) presumes a conditional one there: that one is open while
    ``board.p14.conditional`` says so (R-T.8). It is open on drafts with a score alone, as
    ``board.conditional`` says (R-T.23).
    """
    rulings = [BoardRuling.RE_REVIEW, BoardRuling.NOT_SUITABLE]
    if draft.corrections_left:
        rulings.insert(1, BoardRuling.CORRECTION)
    if may_condition(draft, book) and within_error_limit(
        draft.pages, draft.scientific_errors, book
    ):
        rulings.insert(0, BoardRuling.CONDITIONAL)
    if draft.path is not Path.DISAGREEMENT:
        rulings.insert(0, BoardRuling.ACCEPT)
    return tuple(rulings)


def may_condition(draft: BeforeBoard, book: Rulebook) -> bool:
    """Return whether a draft may be accepted on conditions, but for its errors (R-T.8, R-T.23)."""
    # a rulebook recorded before this figure lets the Board condition whatever it discusses
    all_drafts = "board.conditional" not in book.figures or book.text("board.conditional") == "ALL"
    if not draft.scored and not all_drafts:
        return False
    return draft.path is not Path.DISAGREEMENT or book.flag("board.p14.conditional")


def breaches_of_board_decision(
    decision: BoardDecision, draft: BeforeBoard, book: Rulebook
) -> tuple[Reason, ...]:
    """Return why a Board decision cannot be recorded (T-17.13 to T-17.19, T-17.23)."""
    return (
        *_breaches_of_ruling(decision, draft, book),
        *_breaches_of_reasoned_report(decision),
        *_breaches_of_school_year(decision),
    )


def _breaches_of_ruling(
    decision: BoardDecision, draft: BeforeBoard, book: Rulebook
) -> tuple[Reason, ...]:
    rulings = open_rulings(draft, book)
    if decision.decision in rulings:
        return ()
    return (_closed(decision.decision, draft, book, do=_one_of(rulings)),)


def _one_of(rulings: tuple[BoardRuling, ...]) -> str:
    """Return which rulings are open; re-review and rejection always are."""
    accept = "accept, " if BoardRuling.ACCEPT in rulings else ""
    conditional = "conditional, " if BoardRuling.CONDITIONAL in rulings else ""
    correction = "correction, " if BoardRuling.CORRECTION in rulings else ""
    return f"decide one of: {accept}{conditional}re-review, {correction}not-suitable"


def _closed(ruling: BoardRuling, draft: BeforeBoard, book: Rulebook, *, do: str) -> Reason:
    """Return why a ruling is not open."""
    match ruling:
        case BoardRuling.CONDITIONAL if not may_condition(draft, book) and not draft.scored:
            return Reason(
                rule="R-T.23",
                what="the draft is reviewed without a score",
                why="only drafts that are reviewed with a score are accepted on conditions",
                do=do,
            )
        case BoardRuling.CONDITIONAL if may_condition(draft, book):
            per_error = book.count("conditional.pages_per_error")
            return Reason(
                rule="T-17.18a",
                what=f"{draft.scientific_errors} scientific errors on {draft.pages} pages",
                why=f"conditional acceptance allows one per {per_error} pages, "
                f"that is {draft.pages // per_error}",
                do=do,
            )
        case BoardRuling.CORRECTION:
            times = book.count("update.corrections")
            return Reason(
                rule="R-T.25",
                what="the update has gone back as often as it may",
                why=f"an update goes back for correction at most {times} times (m.17(25))",
                do=do,
            )
        case _:
            named = "conditional acceptance" if ruling is BoardRuling.CONDITIONAL else "acceptance"
            return Reason(
                rule=draft.path.value,
                what=f"{named} is not open on this path",
                why="where the evaluation commission disagrees on a score below 90, "
                "the draft cannot be accepted as it is",
                do=do,
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
