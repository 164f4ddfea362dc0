"""How a signed agreement stands at a point of the text: its papers, its last day, its periods."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.agreement.messages.agreement import DeliveryRecord, Draft, Signing, SystemEntry
from workflows.agreement.messages.term import ReportLevel, Termination
from workflows.agreement.rules.ending import GROUND_RULES
from workflows.kernel.law.term import Term


@dataclass(frozen=True)
class Period:
    """The reporting period that runs at a level."""

    level: ReportLevel
    n: int
    """Which one, 1 the first."""
    nth: int
    """Which term of its rule; another one than ``n`` once a last day has moved."""

    def next(self) -> "Period":
        """Return the period after it."""
        return replace(self, n=self.n + 1, nth=self.nth + 1)


Periods = tuple[Period, ...]
"""One for each level that has one left; they run side by side."""


@dataclass(frozen=True)
class Standing:
    """A signed agreement: what was signed, what is on record, until when it runs."""

    draft: Draft
    signing: Signing
    term: Term
    """To 24:00 of its last day."""
    written_until: date
    """Last day of the term as signed or extended, terminations left aside."""
    termination: Termination | None = None
    delivery: DeliveryRecord | None = None
    system_entry: SystemEntry | None = None
    periods: Periods | None = None
    """None until it is entered in the register (R-A.12)."""
    has_ended: bool = False

    @property
    def registered(self) -> bool:
        """Whether it is entered in the register: from then on it is taught and reported."""
        return self.periods is not None

    @property
    def last_day(self) -> date:
        """The last day of the agreement as it stands."""
        return self.written_until if self.termination is None else self.termination.effective_on

    @property
    def end_rule(self) -> str:
        """By which rule it ends: that of its term, or of the ground on which it is terminated."""
        return "A-8.10" if self.termination is None else GROUND_RULES[self.termination.ground]

    def but(self, **changed: Any) -> "Standing":
        """Return it with something changed."""
        return replace(self, **changed)
