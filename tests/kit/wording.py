"""The texts of all refusals, read from the code that refuses: none of it is run.

A text is what a reason says is wrong, why, or what to do. Where it names a value, the text has a
place for it: ``granted after {ends_on}``. Of a text that is put together all ways are returned.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Final

from starter.runtime.migrate import PROJECT

ROOMS: Final = ("workflows", "starter", "activities")

_SAYS: Final = frozenset({"what", "why", "do"})
_FAULTS: Final = frozenset(
    {
        *("NotFound", "NotAllowed", "AlreadyOpen", "Received", "OutOfReach", "Usage"),
        *("Denied", "Unreadable", "NotTaken", "StackProblem", "ReceiptUnreadable", "NoEdition"),
    }
)
"""Exceptions that people read: what they are made with."""

_SHAPES: Final = frozenset({"messages", "forms.py", "values.py"})
"""Where a `ValueError` says what is wrong with a message."""

_SPOKEN: Final = (ast.Constant, ast.JoinedStr, ast.IfExp, ast.BinOp)
_MOST_WAYS: Final = 64
_DEEPEST: Final = 8
_FEW: Final = 4
_WORD: Final = re.compile(r"[a-z]{2}")
_KEY: Final = re.compile(r"[a-z]+_[a-z_]+")

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class _Code:
    """What the texts of a module may be made of, by bare name."""

    functions: dict[str, list[tuple[Path, _Function]]] = field(default_factory=dict)
    constants: dict[str, list[ast.expr]] = field(default_factory=dict)
    calls: dict[str, list[tuple["_Scope", ast.Call]]] = field(default_factory=dict)
    inner: dict[str, None] = field(default_factory=dict)
    """Texts that stand for a value in another one, and are looked up on their own."""
    known: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    """Ways that have been worked out, by the expression's identity and how deep it lay."""
    owners: dict[int, str] = field(default_factory=dict)
    """The class of a method, by the function's identity."""


@dataclass(frozen=True)
class _Scope:
    path: Path
    function: _Function | None = None


@dataclass(frozen=True)
class Text:
    """A text of a refusal, and where it stands."""

    said: str
    path: Path
    line: int


@cache
def texts() -> tuple[Text, ...]:
    """Return every text of every refusal of the product, each once, in order of the files."""
    code, found = _read(), dict[str, Text]()
    for scope, told in _all_told(code):
        code.inner.clear()
        for said in (*_ways(told, scope, code, 0), *code.inner):
            if _WORD.search(_literal(said)):
                found.setdefault(said, Text(said, scope.path, told.lineno))
    return tuple(found.values())


def _all_told(code: _Code) -> Iterator[tuple[_Scope, ast.expr]]:
    for path in _files():
        for scope, call in _calls_of(path):
            yield from ((scope, told) for told in _told(scope, call, code))
    for path, function in code.functions["__init__"]:
        if code.owners.get(id(function)) in _FAULTS:
            yield from ((_Scope(path), default) for default in function.args.defaults)


def _told(scope: _Scope, call: ast.Call, code: _Code) -> Iterable[ast.expr]:
    """Return what a call says to people: the parts of a reason, the words of a fault."""
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if {*named} >= _SAYS or ("rule" in named and _SAYS & {*named}):
        return [value for name, value in named.items() if name in _SAYS]
    if _name(call.func) == "_Ahead":  # why an act waits, told to who sent it
        return [*call.args, *named.values()]
    made = scope.function is not None and code.owners.get(id(scope.function)) in _FAULTS
    shape = _name(call.func) == "ValueError" and _SHAPES & {*scope.path.parts, scope.path.name}
    if shape or _name(call.func) in _FAULTS or (made and _name(call.func) == "__init__"):
        said = [value for name, value in named.items() if name != "type"]  # Temporal's word
        return [each for each in (*call.args, *said) if isinstance(each, _SPOKEN)]
    return []


def _literal(said: str) -> str:
    return "".join(part.split("}")[-1] for part in said.split("{"))


def _files() -> list[Path]:
    return sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))


@cache
def _read() -> _Code:
    code = _Code()
    for path in _files():
        tree = _tree(path)
        for node in ast.walk(tree):
            if isinstance(node, _Function):
                code.functions.setdefault(node.name, []).append((path, node))
            if isinstance(node, ast.ClassDef):
                code.owners |= {id(each): node.name for each in node.body}
        for node in tree.body:
            for name, value in _assigned(node):
                code.constants.setdefault(name, []).append(value)
        for scope, call in _calls_of(path):
            code.calls.setdefault(_name(call.func), []).append((scope, call))
    return code


def _calls_of(path: Path) -> Iterator[tuple[_Scope, ast.Call]]:
    def look(node: ast.AST, scope: _Scope) -> Iterator[tuple[_Scope, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            inner = _Scope(path, child) if isinstance(child, _Function) else scope
            if isinstance(child, ast.Call):
                yield scope, child
            yield from look(child, inner)

    yield from look(_tree(path), _Scope(path))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bound(target, value)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.For(target=target, iter=ast.Tuple(elts=elts) | ast.List(elts=elts)):
            for each in elts:
                yield from _bound(target, each)
        case _:
            return


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            for one, other in zip(targets, values, strict=False):
                yield from _bound(one, other)
        case ast.Tuple(), ast.IfExp(body=body, orelse=orelse):
            yield from _bound(target, body)
            yield from _bound(target, orelse)
        case ast.Tuple(), ast.Subscript(value=ast.Dict(values=values)):
            for each in values:
                yield from _bound(target, each)
        case _:
            return


def _name(func: ast.expr) -> str:
    match func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _ways(expr: ast.expr, scope: _Scope, code: _Code, depth: int) -> list[str]:
    """Return all that an expression may say; a place of its own where that is a value."""
    if depth > _DEEPEST:
        return [_place(expr)]
    known = code.known.get((id(expr), depth))
    if known is None:
        known = code.known[id(expr), depth] = _spelled(expr, scope, code, depth)[:_MOST_WAYS]
    return known


def _spelled(expr: ast.expr, scope: _Scope, code: _Code, depth: int) -> list[str]:
    """Return what a text says by itself, and by its parts."""
    parts: list[list[str]] = [
        _ways(part, scope, code, depth + 1) for part in _parts_of(expr, scope, code)
    ]
    match expr:
        case ast.Constant(value=said):
            return [said.replace("{", "").replace("}", "")] if isinstance(said, str) else []
        case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
            return _joined(parts)
        case ast.FormattedValue(value=value):
            return _part(value, scope, code, depth + 1)
        case ast.Name(id=name):
            return _named(name, expr, scope, code, depth)
        case ast.Call(func=ast.Name(id=name)):
            return _returned(name, code, depth) or [_place(expr)]
        case _:
            return [way for part in parts for way in part] or [_place(expr)]


def _parts_of(expr: ast.expr, scope: _Scope, code: _Code) -> Iterable[ast.expr]:
    """Return what a text is put together from, or one of which it is."""
    match expr:
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (left, right)
        case ast.IfExp(body=body, orelse=orelse):
            return (body, orelse)
        case ast.Subscript(value=ast.Dict(values=parts)):
            return parts
        case ast.Subscript(value=ast.Name(id=name)):
            tables = _values_of(name, scope, code)[0]
            return [part for t in tables if isinstance(t, ast.Dict) for part in t.values]
        case _:
            return ()


def _returned(name: str, code: _Code, depth: int) -> list[str]:
    """Return what functions of a name return."""
    return [
        way
        for path, function in code.functions.get(name, [])
        if id(function) not in code.owners
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value is not None
        for way in _ways(node.value, _Scope(path, function), code, depth + 1)
    ]


def _part(value: ast.expr, scope: _Scope, code: _Code, depth: int) -> list[str]:
    """Return what a value inside a text may say: its words if it has some, else a place."""
    ways = _ways(value, scope, code, depth)
    words = [way for way in ways if not _is_place(way)]
    if len(words) <= _FEW and not any("{" in way for way in words):
        return words if len(words) == len(ways) else [_place(value), *words]
    # a value whose words are many, or name values themselves, is looked up on its own
    if not any(_KEY.fullmatch(way) for way in words):  # keys have words of their own
        code.inner.update(dict.fromkeys(words))
    return [_place(value)]


def _is_place(way: str) -> bool:
    return way.startswith("{") and way.find("}") == len(way) - 1


def _named(name: str, expr: ast.expr, scope: _Scope, code: _Code, depth: int) -> list[str]:
    values, asked = _values_of(name, scope, code)
    found = [way for value in values for way in _ways(value, scope, code, depth + 1)]
    for where, value in asked:
        found += _ways(value, where, code, depth + 1)
    return list(dict.fromkeys(found)) or [_place(expr)]


def _values_of(
    name: str, scope: _Scope, code: _Code
) -> tuple[list[ast.expr], list[tuple[_Scope, ast.expr]]]:
    """Return what a name stands for: assigned here, a parameter as it is called, a constant."""
    if scope.function is not None:
        own = [v for node in ast.walk(scope.function) for n, v in _assigned(node) if n == name]
        if own:
            return own, []
        if asked := list(_arguments(name, scope.function, code)):
            return [], asked
    return code.constants.get(name, []), []


def _arguments(name: str, function: _Function, code: _Code) -> Iterator[tuple[_Scope, ast.expr]]:
    signature = function.args
    places = [each.arg for each in (*signature.posonlyargs, *signature.args)]
    if name not in places and name not in [each.arg for each in signature.kwonlyargs]:
        return
    offset = 1 if places[:1] in (["self"], ["cls"]) else 0
    for scope, call in code.calls.get(function.name, []):
        if scope.function is function or not _may_be(call, function, code):
            continue
        given = {k.arg: k.value for k in call.keywords}
        if name in given:
            yield scope, given[name]
        elif name in places and places.index(name) - offset < len(call.args):
            yield scope, call.args[places.index(name) - offset]


def _may_be(call: ast.Call, function: _Function, code: _Code) -> bool:
    """Whether a call by a function's name may be one of it: of a method, on its class or itself."""
    owner = code.owners.get(id(function))
    match call.func:
        case ast.Attribute(value=ast.Name(id=name)):
            return owner is not None and name in {owner, "self", "cls"}
        case ast.Attribute():
            return owner is not None
        case _:
            return owner is None


def _joined(parts: Iterable[list[str]]) -> list[str]:
    ways = islice(product(*(part or [""] for part in parts)), _MOST_WAYS)
    return [_numbered("".join(way)) for way in ways]


def _numbered(way: str) -> str:
    """Name each place once: ``{day}``, ``{day2}``."""
    seen: dict[str, int] = {}
    out, rest = "", way
    while "{" in rest:
        before, _, after = rest.partition("{")
        name, _, rest = after.partition("}")
        bare = name.rstrip("0123456789") or name
        seen[bare] = seen.get(bare, 0) + 1
        out += before + "{" + (bare if seen[bare] == 1 else f"{bare}{seen[bare]}") + "}"
    return out + rest


def _place(expr: ast.expr) -> str:
    """Name a value by the last name in it.

    >>> _place(ast.parse("', '.join(twice)", mode="eval").body)
    '{twice}'
    """
    called = {id(node.func) for node in ast.walk(expr) if isinstance(node, ast.Call)}
    names = [
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(expr)
        if isinstance(node, ast.Name | ast.Attribute) and id(node) not in called
    ]
    names = [name for name in names if not name.isupper()]
    return "{" + (names[0] if names else "value").strip("_").lower() + "}"
