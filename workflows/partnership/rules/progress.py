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
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.partnership.messages import (
    CoordinatorNaming,
    Half,
    JointActionReport,
    JointWorkPublication,
    MonitoringReport,
    OfOneSchool,
    ProgrammePlan,
    ReportTakenBack,
    Row,
    VisitsSkipped,
)
from workflows.partnership.rules.actions import tested_grades
from workflows.partnership.rules.table import HALVES, OWN_COMMAND, TESTS
from workflows.partnership.rules.windows import Window, windows_of

COMPLETING: Final = (
    JointActionReport,
    VisitsSkipped,
    JointWorkPublication,
    CoordinatorNaming,
    MonitoringReport,
    ReportTakenBack,
)
"""The documents that complete rows or take that back, other than the programme's own."""

WHOLE: Final = "whole"
"""What a row needs that is one joint action."""


class RowState(StrEnum):
    """The state of a row; nothing else follows from being late (R-P.7)."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"  # its month is over, and it may still follow
    DONE_LATE = "done-late"


class Deed(Frozen):
    """One part of one row, done on a day or excused."""

    row: Row
    part: str
    """The school, the half, the grade, or `WHOLE`."""
    on: date | None
    """None where it is excused: an excuse has no day (R-P.4)."""

    @property
    def excused(self) -> bool:
        """Whether it is beyond the schools' means (R-P.4)."""
        return self.on is None


def deeds_of(document: Message, schools: Iterable[str]) -> tuple[Deed, ...]:
    """Return what a document brings for the rows of the table."""
    on: date | None
    parts: tuple[str, ...]
    match document:
        case ProgrammePlan(published_on=date() as on):
            row, parts = Row.WEB_SITES, tuple(schools)
        case JointActionReport(row=row, held_on=on):
            parts = _parts_of(document)
        case VisitsSkipped(row=row):
            parts, on = (Half.VISITS,), None
        case JointWorkPublication(school=school, published_on=on):
            row, parts = Row.WEB_SITES, (school,)
        case CoordinatorNaming(school=school, named_on=on):
            row, parts = Row.COORDINATORS, (school,)
        case MonitoringReport(school=school):
            row, parts, on = Row.MONITORING, (school,), local_day(document.counts_from)
        case _:
            return ()
    return tuple(Deed(row=row, part=part, on=on) for part in parts)


def _parts_of(report: JointActionReport) -> tuple[str, ...]:
    """Return what a report of a joint action is about; without a word of row 7, both its halves."""
    if report.row in TESTS:
        return tuple(str(grade) for grade in report.grades)
    return report.halves or HALVES.get(report.row) or (WHOLE,)


def day_of(document: Message) -> date | None:
    """Return the day that a report names; none: visits said to be beyond the means."""
    match document:
        case JointActionReport(held_on=on) | JointWorkPublication(published_on=on):
            return on
        case CoordinatorNaming(named_on=on):
            return on
        case _:
            return None


def row_of(document: Message) -> Row | None:
    """Return the row of which a document that can be taken back reports."""
    match document:
        case JointActionReport(row=row) | VisitsSkipped(row=row):
            return row
        case JointWorkPublication():
            return Row.WEB_SITES
        case CoordinatorNaming():
            return Row.COORDINATORS
        case _:
            return None


def takes_back(taken: ReportTakenBack, document: Message) -> bool:
    """Whether a school takes back what a document reports: its own, of that row and day."""
    return (
        isinstance(document, OfOneSchool)
        and row_of(document) is taken.row
        and (document.school, day_of(document)) == (taken.school, taken.on)
    )


def standing(documents: Iterable[Message]) -> list[Message]:
    """Return the documents that have not been taken back, in their order."""
    found: list[Message] = []
    for document in documents:
        if isinstance(document, ReportTakenBack):
            found = [each for each in found if not takes_back(document, each)]
        else:
            found.append(document)
    return found


class Progress(Frozen):
    """All deeds of an edition so far, in the order in which they were filed."""

    schools: tuple[str, ...]
    windows: dict[Row, Window]
    grades: tuple[int, ...]
    """In which level tests are held."""
    deeds: tuple[Deed, ...] = ()

    def needs(self, row: Row) -> tuple[str, ...]:
        """Return the parts that make a row (both schools, both halves, every grade)."""
        if row in OWN_COMMAND:
            return self.schools
        if row in TESTS:
            return tuple(str(grade) for grade in self.grades)
        return HALVES.get(row) or (WHOLE,)

    def first(self, row: Row, part: str) -> Deed | None:
        """Return the deed that completed a part; a second report of it changes nothing."""
        return next((deed for deed in self.deeds if (deed.row, deed.part) == (row, part)), None)

    def done_on(self, row: Row) -> date | None:
        """Return the day of the last of all the parts of a row, once every part is there."""
        parts = [self.first(row, part) for part in self.needs(row)]
        come = [deed for deed in parts if deed is not None]
        days = [deed.on for deed in come if deed.on is not None]
        return max(days, default=None) if len(come) == len(parts) else None

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
    if report.corrects is not None or report.school not in {other.school for other in filed}:
        return ()
    return (
        Reason(
            rule="R-P.7",
            what=f"{report.school} has filed its report",
            why="each school files one, and a newer one says what was wrong with it",
            do="leave it, or send the right one with corrects until the partner school's comes",
        ),
    )


def progress_of(file: CaseFile) -> Progress:
    """Return the progress in a case: all that has been done of the fifteen rows so far."""
    plan = file.start.read_as(ProgrammePlan)
    kinds = {kind.command: kind for kind in COMPLETING}
    come = [fact.read_as(kinds[fact.name]) for fact in file.facts_of_any(kinds)]
    return progress_by(standing((plan, *come)), plan, file.rulebook)


def progress_by(documents: Iterable[Message], plan: ProgrammePlan, book: Rulebook) -> Progress:
    """Return the progress that some documents make, in the order of their filing."""
    return Progress(
        schools=plan.schools,
        windows=windows_of(plan.school_year, book),
        grades=tested_grades(book),
        deeds=tuple(deed for one in documents for deed in deeds_of(one, plan.schools)),
    )


def breaches_of_taking_back(
    taken: ReportTakenBack, documents: Iterable[Message]
) -> tuple[Reason, ...]:
    """Return why nothing can be taken back: no such report stands (R-P.7)."""
    if any(takes_back(taken, document) for document in documents):
        return ()
    return (
        Reason(
            rule="R-P.7",
            what=f"{taken.school} has no report of row {taken.row} of {taken.on or 'no day'}",
            why="a school takes back what it has reported itself, by its row and day",
            do="check the row and the day that the report names",
        ),
    )
