"""Which rules may refuse a command, read from the code that refuses: for the published contract.

A case refuses with what its judges find (`judged_by`), with what a register says no to
(`granted_by`), and with what a pure function of its rules finds wrong with a document. This module
finds these functions by the document that they are about, follows what they call, and collects the
rule IDs that their reasons name. It runs none of them; what it finds may be more than a case ever
says.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from starter.runtime.migrate import PROJECT
from workflows.kernel.case.message import Message
from workflows.kernel.case.process import Process

SHARED: Final = ("workflows.textbook_law", "workflows.kernel.story", "workflows.kernel.case")
"""Rooms whose functions find reasons for several processes."""

_RULE: Final = re.compile(r"R-[A-Z]\.\d+|[A-Z]-\d[\w.]*")
_WAITS: Final = frozenset({"document", "expect", "end_by", "beside", "mend_by"})
_JUDGES: Final = frozenset({"judged_by", "granted_by"})

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_Judge: TypeAlias = tuple[_Function, ast.AST]
"""What judges a document, and the function in which that is said."""


@dataclass(frozen=True)
class _Source:
    """The functions and constants of some rooms, by their bare names."""

    trees: tuple[ast.Module, ...]
    functions: Mapping[str, list[_Function]]
    constants: Mapping[str, list[ast.expr]]


def _source(*packages: str) -> _Source:
    trees = tuple(tree for package in packages for tree in _trees(package))
    functions: dict[str, list[_Function]] = {}
    constants: dict[str, list[ast.expr]] = {}
    for tree in trees:
        for function in _outermost(tree):
            functions.setdefault(function.name, []).append(function)
        for name, value in _assignments(tree.body):
            constants.setdefault(name, []).append(value)
    return _Source(trees, functions, constants)


def _folder(package: str) -> Path:
    return PROJECT.joinpath(*package.split("."))


@cache
def _trees(package: str) -> tuple[ast.Module, ...]:
    paths = sorted(_folder(package).rglob("*.py"))
    return tuple(ast.parse(path.read_text("utf-8")) for path in paths)


@cache
def rules_of(process: Process) -> Mapping[str, tuple[str, ...]]:
    """Return by the name of each command, and ``start``, which rules may refuse it."""
    source = _source(process.room, *SHARED)
    found = {"start": _against_filing(process.application, source)}
    for spec in process.commands:
        found[spec.name] = {spec.rule} | _against(spec.message, source)
    return {name: tuple(sorted(rules, key=in_order)) for name, rules in found.items()}


@cache
def rules_cited_by(process: Process) -> tuple[str, ...]:
    """Return every rule that a process's text and rulebook name.

    A case refuses what it does not wait for by the rule of what it waits for instead, and once it
    is closed by the rule that closed it.
    """
    named = (rule for t in _trees(process.room) for node in ast.walk(t) for rule in _named(node))
    book = _folder(process.room).joinpath("rulebook.toml").read_text("utf-8")
    figures = re.findall(rf'"({_RULE.pattern})"', book)
    found = {*named, *figures, *(spec.rule for spec in process.commands)}
    return tuple(sorted(found, key=in_order))


def in_order(rule: str) -> tuple[str, list[tuple[int, str]]]:
    """Return where a rule stands among others: by its letter, then by its numbers.

    >>> sorted(["T-17.2", "T-4.1", "R-S.3", "T-17.15b"], key=in_order)
    ['R-S.3', 'T-4.1', 'T-17.2', 'T-17.15b']
    """
    letter, _, rest = rule.rpartition("-")
    parts = re.findall(r"(\d*)([^\d.]*)", rest)
    return letter, [(int(number or 0), word) for number, word in parts if number or word]


def _against_filing(kind: type[Message], source: _Source) -> set[str]:
    """Return the rules by which the filing that opens a case may be refused."""
    judges = [each for tree in source.trees for each in _judges_of_filing(kind.__name__, tree)]
    return _rules_by(judges, source)


def _against(kind: type[Message], source: _Source) -> set[str]:
    """Return the rules by which a command's document may be refused."""
    name = kind.__name__
    judges = [each for tree in source.trees for each in _judges_of(name, tree)]
    taking = [
        (function, function)
        for functions in source.functions.values()
        for function in functions
        if _finds_reasons(function) and name in _taken_by(function)
    ]
    return _rules_by([*judges, *taking], source)


def _rules_by(judges: Iterable[_Judge], source: _Source) -> set[str]:
    found: set[str] = set()
    seen: set[str] = set()
    for within, judge in judges:
        found |= _rules_in(judge, within, source, seen)
    return found


def _judges_of(kind: str, tree: ast.Module) -> Iterator[_Judge]:
    """Yield what judges a document, with the function that says so."""
    for within in _outermost(tree):
        calls = _calls(within)
        for call in calls:
            if _called(call) not in _WAITS or kind not in _names(call):
                continue
            for keyword in call.keywords:
                if keyword.arg in _JUDGES:
                    yield within, keyword.value
            # what is said of it further on: document(M).sent_by(…).judged_by(…)
            for outer in calls:
                if _called(outer) in _JUDGES and call in _calls(outer.func):
                    yield from ((within, arg) for arg in outer.args)


def _judges_of_filing(kind: str, tree: ast.Module) -> Iterator[_Judge]:
    """Yield what judges the filing that opens a case, if it is of a kind."""
    for within in _outermost(tree):
        calls = _calls(within)
        if any(_called(call) == "filing" and kind in _names(call) for call in calls):
            judging = (call for call in calls if _called(call) == "judge_filing")
            yield from ((within, arg) for call in judging for arg in call.args)


def _rules_in(node: ast.AST, within: _Function, source: _Source, seen: set[str]) -> set[str]:
    """Return the rules that an expression or a function names, itself or by what it calls."""
    found: set[str] = set()
    for each in ast.walk(node):
        found |= _named(each)
        name = each.id if isinstance(each, ast.Name) else getattr(each, "attr", None)
        if not isinstance(name, str) or name in seen:
            continue
        if local := _locals(within).get(name):
            # other functions call their own things alike
            inner = seen | {name}
            found |= {rule for value in local for rule in _rules_in(value, within, source, inner)}
            continue
        functions = [f for f in source.functions.get(name, ()) if _finds_reasons(f)]
        if functions or name in source.constants:
            seen.add(name)
        for value in source.constants.get(name, ()):
            found |= _rules_in(value, within, source, seen)
        for function in functions:
            found |= _rules_in(function, function, source, seen)
    return found


def _named(node: ast.AST) -> set[str]:
    """Return the rule that a text is the ID of, if it is one."""
    value = node.value if isinstance(node, ast.Constant) else None
    return {value} if isinstance(value, str) and _RULE.fullmatch(value) else set()


@cache
def _outermost(node: ast.AST) -> tuple[_Function, ...]:
    """Return the functions and methods of a module, without those within others."""
    found: list[_Function] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            found.append(child)
        elif isinstance(child, ast.ClassDef):
            found.extend(_outermost(child))
    return tuple(found)


@cache
def _finds_reasons(function: _Function) -> bool:
    """Whether what a function returns are reasons of a refusal, or what finds them."""
    said = "" if function.returns is None else ast.unparse(function.returns)
    return any(word in said for word in ("Reason", "Refusal", "Question"))


@cache
def _taken_by(function: _Function) -> frozenset[str]:
    """Return the names of the types that a function takes."""
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return frozenset(
        node.id
        for argument in given
        if argument.annotation is not None
        for node in ast.walk(argument.annotation)
        if isinstance(node, ast.Name)
    )


@cache
def _locals(function: _Function) -> Mapping[str, list[ast.AST]]:
    """Return what a function calls by names of its own."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(function):
        if isinstance(node, _Function) and node is not function:
            found.setdefault(node.name, []).append(node)
        for name, value in _assignments([node]):
            found.setdefault(name, []).append(value)
    return found


def _assignments(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (target.id for target in targets if isinstance(target, ast.Name))
            yield from ((name, node.value) for name in names)


@cache
def _calls(node: ast.AST) -> tuple[ast.Call, ...]:
    return tuple(each for each in ast.walk(node) if isinstance(each, ast.Call))


def _names(call: ast.Call) -> set[str]:
    return {arg.id for arg in call.args if isinstance(arg, ast.Name)}


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
