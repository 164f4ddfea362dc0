"""What the cooperation agreement reads in its rulebook."""

from typing import Final

from workflows.kernel.law.rulebook import Keys

KEYS: Final = Keys(
    terms=frozenset({"monthly", "quarterly", "half_yearly", "agreement", "run_off"}),
    figures=frozenset({"report.anchor", "extension.hold_open"}),
)
