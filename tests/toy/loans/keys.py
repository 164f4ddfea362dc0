"""What the loan reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys

KEYS: Final = Keys(
    terms=frozenset({"loan", "overdue"}),
    figures=frozenset({"loan.most_days", "loan.overdue_allowed"}),
)
