"""How a figure grows with the number of open cases, and what it comes to at 100,000.

A power of the number, fitted to the logarithms by least squares: with 1 it grows in proportion,
with 0 not at all.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FULL: Final = 100_000
"""Open cases of a ministry."""


@dataclass(frozen=True)
class Fit:
    """``factor * n ** exponent``."""

    factor: float
    exponent: float
    r2: float
    """How much of what differs it explains: 1 is all."""

    def at(self, n: int) -> float:
        """Return what it comes to.

        >>> Fit(factor=2, exponent=1, r2=1).at(10)
        20.0
        """
        return float(self.factor * n**self.exponent)

    def said(self) -> str:
        """Say it.

        >>> Fit(factor=0.00213, exponent=1.0349, r2=0.98).said()
        '0.00213 · n^1.03 (R² 0.980)'
        """
        return f"{self.factor:.3g} · n^{self.exponent:.2f} (R² {self.r2:.3f})"


def fitted(measured: Mapping[int, float]) -> Fit:
    """Fit what was measured, by the number of cases.

    Raises:
        ValueError: There are not two sizes, or something took no time.

    >>> found = fitted({10: 20, 100: 200, 1000: 2000})
    >>> round(found.factor, 6), round(found.exponent, 6), round(found.at(100_000))
    (2.0, 1.0, 200000)
    >>> round(fitted({10: 5, 1000: 5}).exponent, 6)
    0.0
    """
    if len(measured) < 2 or min(measured.values()) <= 0:
        raise ValueError("a fit takes two sizes, and figures above zero")
    points = [(math.log(n), math.log(figure)) for n, figure in measured.items()]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    exponent = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    level = mean_y - exponent * mean_x
    left = sum((y - level - exponent * x) ** 2 for x, y in points)
    varies = sum((y - mean_y) ** 2 for _, y in points)
    return Fit(math.exp(level), exponent, 1.0 if varies == 0 else 1 - left / varies)
