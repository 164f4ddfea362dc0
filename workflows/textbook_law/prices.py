"""Unit prices (birim fiyat): what a signature (forma) may cost, and up to what a book is priced.

The price commission sets them by paper, size and binding; no book's price lies above them (m.33).
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue

from workflows.kernel.case.rows import Row
from workflows.kernel.values import Frozen, RegisterNo, Slug
from workflows.textbook_law.registers import Register

KURUS = Decimal("0.01")

SignaturePrice = Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=4)]
"""Price of a signature in Turkish lira."""

Signatures = Annotated[int, Field(ge=1, le=999)]
"""Number of signatures (forma) of a book."""


class Binding(StrEnum):
    """How a book is bound (cilt)."""

    BOARD = "board"  # karton
    CLOTH = "cloth"  # bez


class Make(Frozen):
    """What a unit price depends on (B-33.1ç)."""

    paper: Slug
    """Kind of paper (kâğıdın cinsi), as the commission names it: ``birinci-hamur``."""
    size: Slug
    """Size (ebat): ``19-5x27-5``."""
    binding: Binding


class UnitPrice(Make):
    """Price of a signature for books made in one way (B-33.1ç)."""

    per_signature: SignaturePrice

    @property
    def make(self) -> tuple[str, str, str]:
        """Paper, size and binding: what it is the price of."""
        return self.paper, self.size, self.binding.value


class UnitPriceTable(Row):
    """The unit prices of a school year, in force since the Ministry's approval (B-33.1d)."""

    register: ClassVar[str] = Register.UNIT_PRICES
    school_year: int
    decision_no: RegisterNo
    approval_no: RegisterNo
    approved_on: date
    prices: tuple[UnitPrice, ...]

    def highest_price(self, make: Make, signature_count: int) -> Decimal | None:
        """Return the highest price of such a book, to the kuruş; none: not in the table."""
        asked = (make.paper, make.size, make.binding.value)
        for price in self.prices:
            if price.make == asked:
                return (price.per_signature * signature_count).quantize(KURUS, ROUND_HALF_UP)
        return None


def unit_prices_in(known: Mapping[str, JsonValue] | None) -> UnitPriceTable | None:
    """Return the table that the register told; none: it has none of that school year."""
    row = (known or {}).get(Register.UNIT_PRICES)
    return None if row is None else UnitPriceTable.model_validate(row)
