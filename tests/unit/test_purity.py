"""V-2: what a case does depends on its file alone, never on clock, chance or the machine."""

import ast
from pathlib import Path

import pytest

import workflows

ROOT = Path(workflows.__file__).parent
ON_TEMPORAL = {*(ROOT / "kernel" / "temporal").iterdir(), ROOT / "running.py"}
STORIES = sorted(each for each in ROOT.rglob("*.py") if each not in ON_TEMPORAL)
FORBIDDEN_CALLS = {"now", "utcnow", "today", "fromtimestamp", "open_connection", "urandom"}
FORBIDDEN_MODULES = {
    *("asyncio", "multiprocessing", "os", "random", "secrets", "socket", "subprocess"),
    *("sys", "temporalio", "threading", "time", "uuid", "zoneinfo"),
}


def impurities(source: str) -> set[str]:
    """Name every module and call in a source on which two replays could differ."""
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {each.name.partition(".")[0] for each in names} & FORBIDDEN_MODULES
            case ast.ImportFrom(module=str(module)):
                found |= {module.partition(".")[0]} & FORBIDDEN_MODULES
            case ast.Call(func=ast.Attribute(attr=called)) if called in FORBIDDEN_CALLS:
                found.add(called)
    return found


@pytest.mark.parametrize("path", STORIES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_runs_outside_the_sandbox_is_pure(path: Path) -> None:
    assert not impurities(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("import random", {"random"}),
        ("from os import path", {"os"}),
        ("import datetime\ndatetime.date.today()", {"today"}),
        ("at = workflow.now()", {"now"}),
        ("from temporalio import workflow", {"temporalio"}),
        ("from zoneinfo import ZoneInfo", {"zoneinfo"}),
    ],
)
def test_what_two_replays_could_differ_on_is_found(source: str, named: set[str]) -> None:
    assert impurities(source) == named
