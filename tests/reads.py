"""Which terms and figures does code read? Its calls, walked without running any of them.

A name need not stand in the call itself: it may be a parameter, chosen by a condition, come from a
table or from another function. What only a case knows is left open: ``ban.*.years``.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

FIGURE_READS = {"count", "number", "flag", "text", "words"}
TERM_OPENS = {"open", "hold"}
BOOKS = {"book", "rulebook"}

OPEN = "*"
"""Stands for the part of a name that only a case knows."""


class Unreadable(Exception):
    """No name can be made out: write it where it can be seen."""


@dataclass(frozen=True)
class Module:
    """The source of a module, and what its names mean."""

    name: str
    tree: ast.Module
    names: Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """One name that is read, or the shape of several."""

    kind: str
    """``terms`` or ``figures``."""
    name: str
    within: str
    """The function that reads it."""
    where: str

    def fits(self, key: str) -> bool:
        """Tell whether it may be this key that is read."""
        return fnmatchcase(key, self.name)


def room(package: str) -> list[Module]:
    """Return the modules of a room, without the one that declares what they read."""
    folder = ROOT.joinpath(*package.split("."))
    paths = (path for path in sorted(folder.rglob("*.py")) if path.stem not in {"keys", "__init__"})
    found = []
    for path in paths:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.append(Module(name, tree, vars(import_module(name))))
    return found


class Reader:
    """Finds what a room reads."""

    def __init__(self, modules: list[Module], *, lenient: bool = False) -> None:
        """Walk modules; a lenient reader passes over names that it cannot make out."""
        self._lenient = lenient
        self._home: dict[ast.AST, tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef | None]] = {}
        self._functions: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
        self._calls: dict[str, list[ast.Call]] = {}
        for module in modules:
            self._settle(module.tree, module, None)

    def _settle(
        self,
        node: ast.AST,
        module: Module,
        function: ast.FunctionDef | ast.AsyncFunctionDef | None,
    ) -> None:
        self._home[node] = module, function
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self._functions.setdefault(node.name, []).append(node)
            function = node
        if isinstance(node, ast.Call):
            self._calls.setdefault(_last(node.func), []).append(node)
        for child in ast.iter_child_nodes(node):
            self._settle(child, module, function)

    def calls(self) -> set[str]:
        """Return the names of all functions that are called."""
        return set(self._calls)

    def reached(self, modules: list[Module]) -> set[str]:
        """Return the names of all functions that some modules come to, by way of others too.

        A function that is handed on counts like one that is called.
        """
        own = {module.name for module in modules}
        named: dict[str, set[str]] = {}
        for node, (module, function) in self._home.items():
            if isinstance(node, ast.Name | ast.Attribute) and _last(node) in self._functions:
                within = "" if module.name in own or function is None else function.name
                named.setdefault(within, set()).add(_last(node))
        reached: set[str] = set()
        front = named.get("", set())
        while front:
            reached |= front
            front = {name for each in front for name in named.get(each, ())} - reached
        return reached

    def reads(self) -> set[Read]:
        """Return everything that is read.

        Raises:
            Unreadable: a name cannot be made out.
        """
        found = set()
        for kind, asked in self._askings():
            module, function = self._home[asked]
            where = f"{module.name}:{asked.lineno}"
            try:
                names = self._names(asked)
            except Unreadable as why:
                if self._lenient:
                    continue
                raise Unreadable(f"{where}: {ast.unparse(asked)}: {why}") from why
            if not names or OPEN in names:
                raise Unreadable(f"{where}: {ast.unparse(asked)}: nothing of it is known")
            within = function.name if function else ""
            found |= {Read(kind, name, within, where) for name in names}
        return found

    def _askings(self) -> Iterator[tuple[str, ast.expr]]:
        for node in self._home:
            match node:
                case ast.Call(func=ast.Attribute(value=of, attr=verb), args=[asked, *_]):
                    if verb in FIGURE_READS and _last(of) in BOOKS:
                        yield "figures", asked
                    elif (verb == "term" and _last(of) in BOOKS) or (
                        verb in TERM_OPENS and _last(of) == "self"
                    ):
                        yield "terms", asked
                # a guard for older rulebooks; misspelt it would switch the rule off
                case ast.Compare(
                    left=asked,
                    ops=[ast.In() | ast.NotIn()],
                    comparators=[ast.Attribute(value=of, attr="figures" | "terms" as kind)],
                ) if _last(of) in BOOKS:
                    yield kind, asked

    def _names(self, node: ast.AST, seen: tuple[ast.AST, ...] = ()) -> set[str]:
        """Return every text that an expression may be."""
        if node in seen:
            return set()
        seen = (*seen, node)
        names = self._home[node][0].names
        match node:
            case ast.Constant(value=str(text)):
                found = {text}
            case ast.JoinedStr(values=parts):
                found = {"".join(each) for each in product(*(self._part(p, seen) for p in parts))}
            case ast.IfExp(body=one, orelse=other):
                found = self._union([one, other], seen)
            case ast.Name(id=name):
                found = self._named(node, name, seen)
            case ast.Attribute(value=ast.Name(id=of), attr=attr) if _is_enum(names.get(of)):
                found = {names[of][attr].value}
            case ast.Subscript(value=ast.Name(id=of)) if isinstance(names.get(of), Mapping):
                found = set(map(str, names[of].values()))
            case ast.Call(func=called) if _last(called) in self._functions:
                found = self._union(list(self._returned(_last(called))), seen)
            case _:
                raise Unreadable(f"nothing is known of {ast.unparse(node)}")
        return found

    def _returned(self, name: str) -> Iterator[ast.expr]:
        for function in self._functions[name]:
            for each in ast.walk(function):
                if isinstance(each, ast.Return) and each.value is not None:
                    yield each.value

    def _union(self, nodes: list[ast.expr], seen: tuple[ast.AST, ...]) -> set[str]:
        return {name for node in nodes for name in self._names(node, seen)}

    def _part(self, node: ast.AST, seen: tuple[ast.AST, ...]) -> set[str]:
        try:
            return self._names(node.value if isinstance(node, ast.FormattedValue) else node, seen)
        except Unreadable:
            return {OPEN}

    def _named(self, node: ast.AST, name: str, seen: tuple[ast.AST, ...]) -> set[str]:
        module, function = self._home[node]
        if function is not None:
            parameters = [*function.args.posonlyargs, *function.args.args]
            for parameter in (*parameters, *function.args.kwonlyargs):
                if parameter.arg == name:
                    return self._handed(function, parameter, parameters, seen)
            if bound := _bound(function, name):
                loops = _loops(function)
                each = [self._looped(v) if v in loops else self._part(v, seen) for v in bound]
                return set().union(*each)
        if isinstance(text := module.names.get(name), str):
            return {text}
        raise Unreadable(f"{name} is nowhere set")

    def _looped(self, loop: ast.expr) -> set[str]:
        """Return the values of the kind over which a loop goes, by its name or its annotation."""
        for each in ast.walk(loop):
            if isinstance(each, ast.Name) and _is_enum(kind := self._meant(loop, each.id)):
                return {member.value for member in kind}
            if isinstance(each, ast.Call):
                for function in self._functions.get(_last(each.func), ()):
                    for part in ast.walk(function.returns) if function.returns else ():
                        if isinstance(part, ast.Name) and _is_enum(
                            kind := self._meant(function, part.id)
                        ):
                            return {member.value for member in kind}
        raise Unreadable(f"nothing is known of what {ast.unparse(loop)} yields")

    def _meant(self, node: ast.AST, name: str) -> Any:
        return self._home[node][0].names.get(name)

    def _handed(
        self,
        function: ast.FunctionDef | ast.AsyncFunctionDef,
        parameter: ast.arg,
        parameters: list[ast.arg],
        seen: tuple[ast.AST, ...],
    ) -> set[str]:
        """Return what callers hand to a parameter; every value if it is an enumeration's."""
        annotation = parameter.annotation
        if isinstance(annotation, ast.Name) and _is_enum(
            kind := self._meant(function, annotation.id)
        ):
            return {member.value for member in kind}
        free = [each for each in parameters if each.arg not in {"self", "cls"}]
        handed = []
        for call in self._calls.get(function.name, ()):
            by_name = [each.value for each in call.keywords if each.arg == parameter.arg]
            by_place = call.args[free.index(parameter) :][:1] if parameter in free else []
            handed += by_name or by_place
        if not handed:
            raise Unreadable(f"nobody hands {parameter.arg} to {function.name}")
        return self._union(handed, seen)


def _bound(function: ast.AST, name: str) -> list[ast.expr]:
    """Return what a local name is bound to: values, or what a loop goes over."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                found += _pairs(target, node.value, name)
        elif isinstance(node, ast.For | ast.comprehension):
            bound = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
            found += [node.iter] if name in bound else []
    return found


def _pairs(target: ast.expr, value: ast.expr, name: str) -> list[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        return [value]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        both = zip(target.elts, value.elts, strict=True)
        return [found for one, other in both for found in _pairs(one, other, name)]
    return []


def _loops(function: ast.AST) -> set[ast.expr]:
    return {n.iter for n in ast.walk(function) if isinstance(n, ast.For | ast.comprehension)}


def _last(node: ast.expr) -> str:
    """Return the last part of a dotted name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)
