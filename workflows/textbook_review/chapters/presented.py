"""A draft before the Board."""

from dataclasses import dataclass
from datetime import date

from workflows.textbook_review.rules.board import Path


@dataclass(frozen=True)
class Presented:
    """By which path a draft came before the Board, and with how many scientific errors."""

    path: Path
    scientific_errors: int
    since: date | None = None
    """A day before which the Board cannot have decided, where that matters."""
    errors: int = 0
    """Errors of every kind, of a draft that is reviewed without a score (T-17.25)."""
    reported_on: date | None = None
    """Day of the report on such a draft."""
