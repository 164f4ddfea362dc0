"""What becomes of the fee when a review is given up (m.16(1), (2), R-E.6)."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from workflows.kernel.law.rulebook import Rulebook
from workflows.textbook_law.fees import KURUS


class RefundPoint(StrEnum):
    """How far a review has come; the value is the figure of its share.

    A tool has no preliminary review: until its commission is approved nobody has done anything for
    it, and from then on it lies at the Directorate.
    """

    BEFORE_COMMISSION = "before_commission"
    AT_DIRECTORATE = "at_directorate"
    GIVEN_TO_COMMISSION = "given_to_commission"


def refund(paid: Decimal, point: RefundPoint, book: Rulebook) -> Decimal:
    """Return how much of the paid fee goes back to the owner, in lira and kuruş (R-E.6)."""
    share = paid * book.number(f"refund.{point.value}.percent") / 100
    # R-S.11: half up to the kuruş, once, at the end
    return share.quantize(KURUS, rounding=ROUND_HALF_UP)
