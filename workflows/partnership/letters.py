"""The letters of a school partnership."""

from datetime import date

from workflows.kernel.case.letters import Letter
from workflows.kernel.values import Code
from workflows.partnership.messages import Row


class ProgrammeOpened(Letter):
    """To both schools: what their web sites are to show, and until when (P-1)."""

    template = "programme_opened"
    school_year: int
    """The year in which it begins."""
    until: date
    late: bool = False
    """Whether that day was over when the programme was opened (R-P.7)."""


class MonitoringReportFiled(Letter):
    """To both schools: one has reported, and what is late by then (P-15, R-P.7)."""

    template = "monitoring_report_filed"
    school: Code
    done_late: tuple[Row, ...]
    not_done: tuple[Row, ...]
    visits_skipped: tuple[Row, ...]
