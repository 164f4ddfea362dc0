"""The operators' guide says what the system does: stages, log events with keys, codes, findings."""

import ast
import re
from pathlib import Path

import pytest

from starter.cli.exits import EXIT_CODES
from starter.client import audit
from workflows.agreement.process import AGREEMENT
from workflows.course.process import COURSE
from workflows.education_tool.process import TOOL_REVIEW
from workflows.kernel.case.process import Process
from workflows.ministry_year.process import YEAR
from workflows.partnership.process import PARTNERSHIP
from workflows.textbook_in_use.process import IN_USE
from workflows.textbook_review.offices import Office
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Outcome

GUIDE = Path("docs/operations.md").read_text(encoding="utf-8")
SOURCES = ("activities", "starter", "workflows")
COMMISSIONS = (
    Office.PRELIMINARY_COMMISSION,
    Office.REVIEW_COMMISSION,
    Office.EVALUATION_COMMISSION,
)
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading."""
    section = GUIDE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert lines is not None
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines.group().splitlines()[2:]
    ]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def logged() -> dict[str, tuple[str, list[str]]]:
    """Every event that the code logs: its level and its keys."""
    found: dict[str, tuple[str, list[str]]] = {}
    files = [path for room in SOURCES for path in Path(room).rglob("*.py")]
    for path in (*files, Path("worker.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"log", "_log"}
                and node.func.attr in LEVELS
            ):
                (event,) = node.args
                assert isinstance(event, ast.Constant), f"{path}: an event is a constant"
                assert isinstance(event.value, str)
                keys = [keyword.arg or "**" for keyword in node.keywords]
                found[event.value] = (node.func.attr, keys)
    return found


def test_every_log_event_is_listed_with_its_keys() -> None:
    listed = {words(event)[0]: (level, words(keys)) for event, level, keys, _ in rows("Log events")}
    assert listed == logged()


@pytest.mark.parametrize(
    ("heading", "process"),
    [
        ("Textbook review", REVIEW),
        ("Education tool", TOOL_REVIEW),
        ("Course", COURSE),
        ("Cooperation agreement", AGREEMENT),
        ("School partnership", PARTNERSHIP),
        ("Textbook in use", IN_USE),
        ("Ministry's year", YEAR),
    ],
    ids=lambda value: value.name if isinstance(value, Process) else "",
)
def test_every_stage_is_described_with_its_commands(heading: str, process: Process) -> None:
    told = {words(row[0])[0]: row for row in rows(f"{heading}, stage by stage")}
    assert list(told) == [stage.value for stage in process.stages]
    of_a_stage = [spec for spec in process.commands if spec.stage]
    for spec in of_a_stage:
        row = told[spec.stage or ""]
        assert spec.name in words(row[2]), spec.name
        assert spec.roles[0] in row[1] + row[2], spec.name
    named = {name for row in told.values() for name in words(row[2])}
    assert named == {spec.name for spec in of_a_stage}


@pytest.mark.parametrize(
    ("heading", "process"),
    [
        ("Education tool", TOOL_REVIEW),
        ("Course", COURSE),
        ("Cooperation agreement", AGREEMENT),
        ("School partnership", PARTNERSHIP),
        ("Textbook in use", IN_USE),
        ("Ministry's year", YEAR),
    ],
)
def test_what_may_come_at_any_stage_is_named_below_the_table(
    heading: str, process: Process
) -> None:
    section = GUIDE.split(f"\n## {heading}, stage by stage\n", 1)[1].split("\n## ", 1)[0]
    said = set(words(section[section.index("At any stage") :]))
    assert {spec.name for spec in process.commands if spec.stage is None} <= said


def test_every_act_that_is_open_at_any_stage_is_described_with_who_may_send_it() -> None:
    told = {words(row[0])[0]: row[1] for row in rows("Textbook review, at any stage")}
    at_any_stage = {s.name: s.roles for s in REVIEW.commands if s.stage is None}
    assert told.keys() == at_any_stage.keys()
    for name, roles in at_any_stage.items():
        said = told[name].replace("any commission", ", ".join(COMMISSIONS))
        assert set(said.split(", ")) == set(roles), name


def test_every_outcome_that_a_review_can_have_is_named() -> None:
    said = GUIDE.split("\nOutcomes: ", 1)[1].split(". ", 1)[0]
    assert set(words(said)) == {outcome.value for outcome in Outcome}


def test_every_exit_code_is_explained() -> None:
    codes = re.findall(r"^(\d)  ", EXIT_CODES, re.MULTILINE)
    assert [row[0] for row in rows("Exit codes of `vade`")] == codes


def test_every_finding_of_the_audit_has_its_act() -> None:
    assert audit.__doc__ is not None
    kinds = re.findall(r"^    (\w+) {2,}", audit.__doc__, re.MULTILINE)
    assert [words(row[0])[0] for row in rows("What `vade audit` finds")] == kinds
    source = Path(audit.__file__).read_text(encoding="utf-8")
    made = re.findall(r'Finding\.of\(\s*[\w.]+,\s*"(\w+)"', source)
    assert set(made) == set(kinds)
