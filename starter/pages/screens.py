"""What officials know from their own screens: colours of a course, rows of a programme."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from starter.client.models import Step
from starter.pages.spans import term_name
from starter.pages.words import case_word, has_words, role_word, t
from workflows.kernel.case.message import Message
from workflows.partnership.messages import (
    CoordinatorNaming,
    JointActionReport,
    JointWorkPublication,
    MonitoringReport,
    OfOneSchool,
    ProgrammePlan,
    ReportTakenBack,
    Row,
    VisitsSkipped,
)
from workflows.partnership.process import PARTNERSHIP
from workflows.partnership.rules.progress import standing
from workflows.partnership.rules.table import OWN_COMMAND

_MESSAGES: Final[Mapping[str, type[Message]]] = {
    kind.command: kind
    for kind in (
        CoordinatorNaming,
        JointActionReport,
        JointWorkPublication,
        MonitoringReport,
        ReportTakenBack,
        VisitsSkipped,
    )
}
_ROW_OF: Final = {command: row for row, command in OWN_COMMAND.items()}


class RowLine(NamedTuple):
    """One row of a programme's table."""

    row: str
    said: str
    state: str
    """``open``, ``done``, ``late`` or ``done-late``."""
    schools: tuple[str, ...] | None
    """Which schools have done their part, where each has its own."""


def screen_said(process: str, screen: Mapping[str, str], lang: str) -> list[tuple[str, str]]:
    """Write what the screens of a process show; a programme's is a table, see `programme_rows`."""
    if process == PARTNERSHIP.name:
        return []
    return [(_name(name, lang), _value(process, said, lang)) for name, said in screen.items()]


def _name(name: str, lang: str) -> str:
    kind, _, office = name.partition("/")
    return (
        t(f"screen/{kind}", lang, office=role_word(office, lang))
        if office
        else t(f"screen/{kind}", lang)
    )


def _value(process: str, said: str, lang: str) -> str:
    if has_words(key := f"screen-value/{said}"):
        return t(key, lang)
    return case_word(process, f"outcome/{said}", lang) if said.islower() else said


def programme_rows(
    process: str, screen: Mapping[str, str], steps: Iterable[Step], lang: str
) -> tuple[tuple[RowLine, ...], int]:
    """Return the rows of a programme's table, and how many schools it has; none of a course."""
    if process != PARTNERSHIP.name:
        return (), 0
    schools, done = _by_schools(steps)
    lines = tuple(
        RowLine(
            row=row,
            said=term_name(process, row, lang),
            state=screen[row],
            schools=tuple(done[row]) if row in OWN_COMMAND else None,
        )
        for row in Row
        if row in screen
    )
    return lines, len(schools)


def _by_schools(steps: Iterable[Step]) -> tuple[tuple[str, ...], Mapping[Row, dict[str, None]]]:
    """Return the schools of a programme, and of the rows that each does itself, who has."""
    schools: tuple[str, ...] = ()
    done: dict[Row, dict[str, None]] = {row: {} for row in OWN_COMMAND}
    documents = []
    for step in steps:
        if not isinstance(step.body, dict):
            continue
        if step.name == ProgrammePlan.command:
            plan = ProgrammePlan.model_validate(step.body)
            schools = plan.schools
            if plan.published_on is not None:
                done[Row.WEB_SITES] = dict.fromkeys(schools)
        elif step.kind == "command" and step.name in _MESSAGES:
            documents.append(_MESSAGES[step.name].model_validate(step.body))
    for document in standing(documents):
        if isinstance(document, OfOneSchool) and (row := _ROW_OF.get(document.command)):
            done[row][document.school] = None
    return schools, done
