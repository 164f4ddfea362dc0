"""The three score bands of the first review (m.17(12) to (14))."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from workflows.kernel.law.rulebook import Rulebook

TWO_DECIMALS = Decimal("0.01")


class Band(StrEnum):
    """Where a score lies; named by the figures of the regulation of 2011."""

    BELOW_75 = "below-75"
    """Deemed rejected (T-17.12)."""
    FROM_75_TO_90 = "from-75-to-90"
    """To the evaluation commission, then correction or the Board (T-17.14, T-17.15)."""
    FROM_90 = "from-90"
    """To the evaluation commission and always to the Board (T-17.13)."""


def compared(score: Decimal, book: Rulebook) -> Decimal:
    """Return the score as the thresholds see it: unrounded, unless the rulebook rounds (R-T.2)."""
    if book.text("score.rounding") == "HALF_UP":
        return score.quantize(TWO_DECIMALS, rounding=ROUND_HALF_UP)
    return score


def band(score: Decimal, book: Rulebook) -> Band:
    """Return the band of a score out of 100: [0, 75), [75, 90) or [90, 100] (R-T.2)."""
    points = compared(score, book)
    if points < book.number("score.reject_below"):
        return Band.BELOW_75
    if points < book.number("score.board_from"):
        return Band.FROM_75_TO_90
    return Band.FROM_90


def below_90(score: Decimal, book: Rulebook) -> bool:
    """Return whether a score stays below the Board's threshold (T-17.17a)."""
    return compared(score, book) < book.number("score.board_from")


def is_forwarded_to_department(score: Decimal, book: Rulebook) -> bool:
    """Return whether a draft is sent on from the Directorate by its score: from 75 on (T-17.20)."""
    return band(score, book) is not Band.BELOW_75


def displayed(score: Decimal) -> str:
    """Return a score for people: two decimals, cut off, so that 89.995 never reads 90 (R-T.2).

    >>> displayed(Decimal("89.995"))
    '89.99'
    """
    return str(score.quantize(TWO_DECIMALS, rounding=ROUND_DOWN))
