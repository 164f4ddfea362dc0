"""A draft before the Board."""

from dataclasses import dataclass, field
from datetime import date

from workflows.kernel.story.waiting import Awaited
from workflows.textbook_review.messages.objection import Objection
from workflows.textbook_review.rules.board import Path

Objecting = list[Awaited[Objection]]
"""The one objection beside a correction, as long as it may come; empty once it has."""


@dataclass(frozen=True)
class Presented:
    """By which path a draft came before the Board, and with how many scientific errors."""

    path: Path
    scientific_errors: int
    errors: int = 0
    """Errors of every kind, of a draft that is reviewed without a score (T-17.25)."""
    reported_on: date | None = None
    """Day of the report on such a draft."""
    objecting: Objecting = field(default_factory=list, compare=False)
    """An objection to what was served before, as long as its days run."""
