"""What the school partnership reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys
from workflows.partnership.messages import Row

KEYS: Final = Keys(
    terms=frozenset({"opening", "running", *(row.value for row in Row)}),
    figures=frozenset(
        {
            *(f"month.{row}" for row in Row),
            "edition.first_month",
            "edition.years_ahead",
            "p1.standing",
            "tests.grades",
        }
    ),
)
