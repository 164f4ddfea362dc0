"""V-2: what a case does depends on its file alone, never on clock, chance or the machine."""

import ast
from pathlib import Path

import pytest

import workflows

ROOT = Path(workflows.__file__).parent
ON_TEMPORAL = {*(ROOT / "kernel" / "temporal").glob("*.py"), ROOT / "running.py"}
TEXTS = sorted(ROOT.rglob("*.py"))
OF_TEMPORAL = {"asyncio", "temporalio", "workflow.now"}
"""What the running case may use: there Temporal makes of it what a replay finds again."""
FORBIDDEN_CALLS = {
    *("now", "utcnow", "today", "fromtimestamp", "open_connection", "urandom"),
    *("read_text", "read_bytes", "write_text", "write_bytes"),
}
FORBIDDEN_BUILTINS = {"open", "input", "print", "id", "hash", "exec", "eval", "__import__"}
FORBIDDEN_MODULES = {
    *("asyncio", "concurrent", "contextvars", "io", "multiprocessing", "os", "queue", "random"),
    *("secrets", "socket", "subprocess", "sys", "temporalio", "tempfile", "threading", "time"),
    *("uuid", "weakref", "zoneinfo"),
}
MUTATORS = {
    *("append", "add", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"),
    *("setdefault", "update"),
}
CACHES = {"cache", "lru_cache"}


def impurities(source: str) -> set[str]:
    """Name every module and call in a source on which two replays could differ."""
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {each.name.partition(".")[0] for each in names} & FORBIDDEN_MODULES
            case ast.ImportFrom(module=str(module)):
                found |= {module.partition(".")[0]} & FORBIDDEN_MODULES
            case ast.Call(func=ast.Attribute(value=ast.Name("workflow"), attr="now")):
                found.add("workflow.now")
            case ast.Call(func=ast.Attribute(attr=called)) if called in FORBIDDEN_CALLS:
                found.add(called)
            case ast.Call(func=ast.Name(called)) if called in FORBIDDEN_BUILTINS:
                found.add(called)
            case _:
                pass
    return found


def left_behind(source: str) -> set[str]:
    """Name what one case could leave in a module for another: all cases of a worker share it."""
    tree = ast.parse(source)
    own = {name for node in tree.body for name in _assigned(node)}
    found = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Global(names=names):
                found |= set(names)
            case ast.ImportFrom(module="functools", names=names):
                found |= {each.name for each in names} & CACHES
            case ast.Attribute(value=ast.Name("functools"), attr=cache) if cache in CACHES:
                found.add(cache)
            case ast.Call(func=ast.Attribute(value=ast.Name(name), attr=called)):
                found |= {name} & own if called in MUTATORS else set()
            case ast.Subscript(value=ast.Name(name), ctx=ast.Store() | ast.Del()):
                found |= {name} & own
            case ast.Attribute(value=ast.Name(name), ctx=ast.Store() | ast.Del()):
                found |= {name} & own
            case _:
                pass
    return found


def _assigned(node: ast.stmt) -> set[str]:
    """Return the names that a statement of a module gives to values."""
    match node:
        case ast.Assign(targets=targets):
            return {each.id for each in targets if isinstance(each, ast.Name)}
        case ast.AnnAssign(target=ast.Name(name)) | ast.ClassDef(name=name):
            return {name}
        case _:
            return set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_runs_outside_the_sandbox_is_pure(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not impurities(source) - (OF_TEMPORAL if path in ON_TEMPORAL else set())
    assert not left_behind(source)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("import random", {"random"}),
        ("from os import path", {"os"}),
        ("import datetime\ndatetime.date.today()", {"today"}),
        ("at = workflow.now()", {"workflow.now"}),
        ("at = datetime.now(UTC)", {"now"}),
        ("rulebook = open('rulebook.toml')", {"open"}),
        ("order = sorted(names, key=lambda n: hash(n))", {"hash"}),
        ("from uuid import uuid4", {"uuid"}),
        ("import threading", {"threading"}),
        ("from temporalio import workflow", {"temporalio"}),
        ("from zoneinfo import ZoneInfo", {"zoneinfo"}),
    ],
)
def test_what_two_replays_could_differ_on_is_found(source: str, named: set[str]) -> None:
    assert impurities(source) == named


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("SEEN = {}\ndef see(case):\n    SEEN[case] = True", {"SEEN"}),
        ("SEEN: list[str] = []\ndef see(case):\n    SEEN.append(case)", {"SEEN"}),
        ("n = 0\ndef count():\n    global n\n    n += 1", {"n"}),
        ("class Case: ...\ndef see(case):\n    Case.last = case", {"Case"}),
        ("from functools import lru_cache", {"lru_cache"}),
        ("import functools\n@functools.cache\ndef f(): ...", {"cache"}),
        ("WORDS = {'a': 1}\ndef f(words):\n    words['a'] = WORDS['a']", set()),
    ],
)
def test_what_one_case_could_leave_behind_for_another_is_found(
    source: str, named: set[str]
) -> None:
    assert left_behind(source) == named
