"""Progress in a year: what each row needs, what has been done of it, in time or late (R-P.7).

A row is judged by the days on which its parts happened, not by when they were reported.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.values import Frozen
from workflows.partnership.messages import (
    CoordinatorNaming,
    Half,
    JointActionReport,
    JointWorkPublication,
    MonitoringReport,
    ProgrammePlan,
    Row,
    VisitsSkipped,
)
from workflows.partnership.rules.table import IN_HALVES, OWN_COMMAND
from workflows.partnership.rules.windows import Window, windows_of

COMPLETING: Final = (
    JointActionReport,
    VisitsSkipped,
    JointWorkPublication,
    CoordinatorNaming,
    MonitoringReport,
)
"""The documents that complete rows, other than the programme's own."""

WHOLE: Final = "whole"
"""What a row needs that is one joint action."""


class RowState(StrEnum):
    """The state of a row; nothing else follows from being late (R-P.7)."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"  # its month is over, and it may still follow
    DONE_LATE = "done-late"


class Deed(Frozen):
    """One part of one row, done or excused on a day."""

    row: Row
    part: str
    """The school, the half, or `WHOLE`."""
    on: date
    excused: bool = False
    """Whether it is beyond the schools' means (R-P.4)."""


def deeds_of(document: Message, schools: Iterable[str]) -> tuple[Deed, ...]:
    """Return what a document brings for the rows of the table."""
    match document:
        case ProgrammePlan(published_on=date() as on):
            row, parts = Row.WEB_SITES, tuple(schools)
        case JointActionReport(row=row, held_on=on):
            parts = document.halves or (WHOLE,)
        case VisitsSkipped(row=row):
            parts, on = (Half.VISITS,), local_day(document.counts_from)
        case JointWorkPublication(school=school, published_on=on):
            row, parts = Row.WEB_SITES, (school,)
        case CoordinatorNaming(school=school, named_on=on):
            row, parts = Row.COORDINATORS, (school,)
        case MonitoringReport(school=school):
            row, parts, on = Row.MONITORING, (school,), local_day(document.counts_from)
        case _:
            return ()
    excused = isinstance(document, VisitsSkipped)
    return tuple(Deed(row=row, part=part, on=on, excused=excused) for part in parts)


class Progress(Frozen):
    """All deeds of an edition so far, in the order in which they were filed."""

    schools: tuple[str, ...]
    windows: dict[Row, Window]
    deeds: tuple[Deed, ...] = ()

    def needs(self, row: Row) -> tuple[str, ...]:
        """Return the parts that make a row (P-1, P-3, P-15: both schools; R-P.4: both halves)."""
        if row in OWN_COMMAND:
            return self.schools
        return tuple(Half) if row in IN_HALVES else (WHOLE,)

    def first(self, row: Row, part: str) -> Deed | None:
        """Return the deed that completed a part; a second report of it changes nothing."""
        return next((deed for deed in self.deeds if (deed.row, deed.part) == (row, part)), None)

    def done_on(self, row: Row) -> date | None:
        """Return the day of the last of all the parts of a row, once every part is there."""
        parts = [self.first(row, part) for part in self.needs(row)]
        days = [deed.on for deed in parts if deed is not None]
        return max(days) if len(days) == len(parts) else None

    def state(self, row: Row, *, over: bool) -> RowState:
        """Return the state of a row, its month being over or not (R-P.1, R-P.7)."""
        done_on = self.done_on(row)
        if done_on is None:
            return RowState.LATE if over else RowState.OPEN
        return RowState.DONE_LATE if done_on > self.windows[row].last else RowState.DONE

    def rows_in(self, state: RowState, on: date) -> list[Row]:
        """Return the rows in a state on a day, in the order of the table."""
        over = {row: on > window.last for row, window in self.windows.items()}
        return [row for row in Row if self.state(row, over=over[row]) is state]

    def skipped(self) -> list[Row]:
        """Return the rows whose visits were beyond the schools' means (R-P.4)."""
        found = [self.first(row, Half.VISITS) for row in Row]
        return [deed.row for deed in found if deed is not None and deed.excused]

    def with_visits(self) -> list[Row]:
        """Return the rows whose visits are done or excused."""
        return [row for row in Row if self.first(row, Half.VISITS) is not None]


def breaches_of_monitoring_report(
    report: MonitoringReport, filed: Iterable[MonitoringReport]
) -> tuple[Reason, ...]:
    """Return why a school cannot report: each files one report (P-15, R-P.7)."""
    if report.school not in {other.school for other in filed}:
        return ()
    return (
        Reason(
            rule="R-P.7",
            what=f"{report.school} has filed its report",
            why="each school files one",
            do="wait for the report of the partner school: the programme closes with it",
        ),
    )


def progress_of(file: CaseFile) -> Progress:
    """Return the progress in a case: all that has been done of the fifteen rows so far."""
    plan = file.start.read_as(ProgrammePlan)
    kinds = {kind.command: kind for kind in COMPLETING}
    come = [fact.read_as(kinds[fact.name]) for fact in file.facts_of_any(kinds)]
    return Progress(
        schools=plan.schools,
        windows=windows_of(plan.school_year, file.rulebook),
        deeds=tuple(deed for one in (plan, *come) for deed in deeds_of(one, plan.schools)),
    )
