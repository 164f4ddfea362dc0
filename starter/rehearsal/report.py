"""What a rehearsal shows: the dated time line, what was not as expected, and figures."""

from datetime import date
from pathlib import Path

from pydantic import AwareDatetime, Field, TypeAdapter
from typing_extensions import override

from workflows.kernel.case.file import Decision
from workflows.kernel.case.records import Entry
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import Frozen


class TermChange(Frozen):
    """What an act did to a term."""

    key: str
    state: str
    due_at: AwareDatetime | None
    """Last instant in time; none while the clock is paused."""
    was_due_at: AwareDatetime | None = None


class Line(Frozen):
    """One act of a case, or a refusal, with what followed."""

    case_id: str
    counts_from: AwareDatetime
    settled_at: AwareDatetime
    """When the case dealt with it; a lapse takes effect days after the instant it counts from."""
    kind: str
    """As in the journal: ``command``, ``reminder``, ``lapse``, …"""
    name: str
    rule: str
    actor: str
    stage: str | None
    terms: tuple[TermChange, ...] = ()
    notices: tuple[str, ...] = ()
    decision: Decision | None = None
    reasons: tuple[Reason, ...] = ()


class Failure(Frozen):
    """One expectation that failed."""

    file: Path | None
    """The scenario's, or the one that it extends."""
    line: int | None
    where: str
    """``step 3 (2031-05-02 18:00)`` or ``at the end``."""
    what: str
    expected: str
    came: str

    @override
    def __str__(self) -> str:
        return f"{self.where}: {self.what}: expected {self.expected}, came {self.came}"


class Figures(Frozen):
    """How much there was of it."""

    virtual_days: int
    """From the opening to the last thing that happened."""
    wall_seconds: float
    commands: int
    reminders: int
    runs: int
    """One, and one more each time that the case continued as new."""
    events: int
    """In all histories, those of virtual time left out."""
    history_bytes: int
    """Size of all histories, those events included."""


class Report(Frozen):
    """One scenario as it went."""

    path: Path | None
    title: str
    process: str
    cases: tuple[str, ...]
    stage: str | None
    """Where the first case stands at the end."""
    decision: Decision | None
    refused: tuple[Reason, ...] = ()
    """Why the filing itself was refused, if it was."""
    lines: tuple[Line, ...]
    failures: tuple[Failure, ...]
    figures: Figures
    opened_on: date
    expectations: int = Field(ge=0)
    """How many things were checked."""

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.failures


def line_of(case_id: str, entry: Entry) -> Line:
    """Return a journal entry as a line."""
    effects = entry.effects if isinstance(entry.effects, dict) else {}
    refusal = entry.body if entry.kind == "refused" and isinstance(entry.body, dict) else {}
    reasons = TypeAdapter(tuple[Reason, ...]).validate_python(refusal.get("reasons", ()))
    return Line.model_validate(
        {
            "case_id": case_id,
            "counts_from": entry.counts_from,
            "settled_at": entry.settled_at,
            "kind": entry.kind,
            "name": entry.name,
            "rule": reasons[0].rule if reasons else entry.rule,
            "actor": entry.actor.role,
            "stage": effects.get("stage"),
            "terms": effects.get("terms", ()),
            "notices": effects.get("notices", ()),
            "decision": effects.get("decision") if entry.kind != "refused" else None,
            "reasons": reasons,
        }
    )
