"""The partnership as the kernel runs it: commands, who sends them, where they stand."""

from collections.abc import Mapping

from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.process import Asked, Identity, Process
from workflows.kernel.law.term import TermState
from workflows.kernel.roles import Role
from workflows.partnership.keys import KEYS
from workflows.partnership.messages import (
    CoordinatorNaming,
    JointActionReport,
    JointWorkPublication,
    MaterialShared,
    MonitoringReport,
    ProgrammePlan,
    ReportTakenBack,
    Row,
    VisitsSkipped,
)
from workflows.partnership.offices import SPEAKERS, Office
from workflows.partnership.rules.progress import progress_of
from workflows.partnership.stages import Outcome, Stage
from workflows.partnership.story import SchoolPartnership


def _planned(file: CaseFile) -> ProgrammePlan:
    return file.start.read_as(ProgrammePlan)


def _identity(file: CaseFile) -> Identity:
    """Show the school that opened the programme; lists have room for one."""
    return Identity(institution=file.start.actor.institution)


def _bound(file: CaseFile) -> Mapping[str, tuple[str, ...]]:
    """Return the institutions whose coordinators and managers act here: the two schools (R-P.9)."""
    return dict.fromkeys(SPEAKERS, _planned(file).schools)


def _screen(file: CaseFile, _stage: str) -> Mapping[str, str]:
    """Show how every row stands: open, done, late, or done late (R-P.7)."""
    progress = progress_of(file)
    # a term that no longer runs was met, or its month is over; the newest one of a row counts
    newest = {term.rule: term for term in file.terms.values()}
    running = {row: newest[row].state is TermState.OPEN for row in Row}
    return {row.value: progress.state(row, over=not running[row]).value for row in Row}


PARTNERSHIP = Process(
    name="partnership",
    workflow_type="SchoolPartnership",
    task_queue="vade-partnership",
    application=ProgrammePlan,
    story=SchoolPartnership,
    asks=lambda _: Asked(applicant=None),
    identity=_identity,
    bound=_bound,
    screen=_screen,
    keys=KEYS,
    stages=Stage,
    outcomes=Outcome,
    offices=Office,
    decreed_by=(Office.MINISTRY, Role.REGISTRY),
    order_decided_by=(Office.MINISTRY,),
    messages=(
        JointActionReport,
        MonitoringReport,
        # at any stage
        VisitsSkipped,
        JointWorkPublication,
        CoordinatorNaming,
        MaterialShared,
        ReportTakenBack,
    ),
)
