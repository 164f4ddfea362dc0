"""What becomes of the review fee when a review ends early (inceletme ücretinin iadesi; m.16)."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.fees import KURUS


class RefundPoint(StrEnum):
    """How far a review had come, or why it ended; the value is the figure of its share."""

    BEFORE_PRELIMINARY = "before_preliminary"
    """Withdrawn before the preliminary review (T-16.1); an objection that nobody looks at."""
    AFTER_PRELIMINARY = "after_preliminary"
    """Passed the preliminary review, not yet sent to the Directorate; an objection that no
    commission has yet (R-T.17)."""
    AT_DIRECTORATE = "at_directorate"
    """At the Directorate, not yet given to a commission (T-16.2a)."""
    GIVEN_TO_COMMISSION = "given_to_commission"
    """Withdrawn once a review commission has the draft (T-16.2b)."""
    REWRITING_CHANGE = "rewriting_change"
    """The programme changed so far that the book must be written anew (T-16.3)."""
    REFUSED_FILING = "refused_filing"
    """Not accepted at all, because of a ban (R-T.17)."""
    UNFIT_FOR_PROGRAMME = "unfit_for_programme"
    """Returned early by the Board as unfit for the programme (T-16.2b)."""


def refund(fee_paid: Decimal, point: RefundPoint, book: Rulebook) -> Decimal:
    """Return how much of the paid fee goes back, in Turkish lira and kuruş (T-16.1 to T-16.3).

    A draft that fails its preliminary review has no such point: its fee stays credited to a
    filing anew and is refunded by hand only (R-T.17).

    Args:
        fee_paid: The fee as paid; units and the Ministry's routes paid none.
        point: How far the review had come.
        book: The case's rulebook with ``refund.<point>.percent``.
    """
    share = fee_paid * book.number(f"refund.{point.value}.percent") / 100
    # R-S.11: half up to the kuruş, once, at the end
    return share.quantize(KURUS, rounding=ROUND_HALF_UP)


def retained(fee_paid: Decimal, point: RefundPoint, book: Rulebook) -> Decimal:
    """Return what the revolving fund keeps: the fee less the refund, never rounded by itself.

    That way both parts always make up the fee (R-S.11).
    """
    return fee_paid - refund(fee_paid, point, book)


def rule_of(point: RefundPoint, book: Rulebook) -> str:
    """Return the rule or reading that says what goes back: ``T-16.2a``."""
    return book.rules[f"refund.{point.value}.percent"]
