"""Rows that a partnership enters in official registers."""

from datetime import date
from typing import ClassVar

from workflows.kernel.case.rows import Row
from workflows.kernel.values import Code, Sha256
from workflows.partnership.messages import Row as TableRow
from workflows.partnership.rules.progress import RowState


class JointAction(Row):
    """A row of the programme's table that is done, in time or late (R-P.7)."""

    register: ClassVar[str] = "joint-actions"
    row: TableRow
    state: RowState
    done_on: date
    visits_skipped: bool


class SchoolReport(Row):
    """A school's report, with what was late on its day (P-15, R-P.7)."""

    register: ClassVar[str] = "monitoring-reports"
    school: Code
    report: Sha256
    done_late: tuple[TableRow, ...]
    not_done: tuple[TableRow, ...]
    visits_skipped: tuple[TableRow, ...]
