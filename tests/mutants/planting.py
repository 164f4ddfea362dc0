"""Plant mutants in one file: what mutmut would change, and what rules and stories can lose besides.

Words are left alone: strings, and what a refusal says. So is an argument by position that would
only be missing. On the other hand an `if` is turned round, a breach is dropped from those that are
gathered, a condition from a comprehension, and a step from a story.

mutmut changes functions and plain methods; properties and the tables of a module are out of reach.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import (
    Mutation,
    MutationVisitor,
    combine_mutations_to_source,
    deep_replace,
)
from mutmut.mutation.mutators import (
    mutation_operators,
    operator_arg_removal,
    operator_assignment,
    operator_string,
)
from mutmut.mutation.pragma_handling import IgnoredCode
from typing_extensions import override

SAID: Final = ("what", "why", "do")
"""What a refusal says besides its rule."""

STRINGS: Final = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)

Key = tuple[str, str, str, str]
"""File, function, the lines before and after."""

Operator = tuple[type, Callable[[Any], Iterable[cst.CSTNode]]]


@dataclass(frozen=True)
class Mutant:
    """One change of one function, not made until a test run chooses it."""

    name: str
    """By which the copied function is chosen: module, function, number."""
    file: str
    function: str
    line: int
    before: str
    """The lines that are changed, without their margins."""
    after: str

    @property
    def key(self) -> Key:
        """What stays the same while lines move."""
        return self.file, self.function, self.before, self.after


class Planter(MutationVisitor):
    """Collects the changes of a file, none of them within words."""

    @override
    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        return _is_said(node) or super()._skip_node_and_children(node)


def planted(file: str, code: str) -> tuple[str, tuple[Mutant, ...]]:
    """Return a file with all its mutants, none of which is chosen, and what they are.

    Args:
        file: Its path from the root of the repository.
        code: What stands in it.
    """
    wrapper = MetadataWrapper(cst.parse_module(code))
    planter = Planter(OPERATORS, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(planter)
    lines = wrapper.resolve(PositionProvider)
    copied = combine_mutations_to_source(module, planter.mutations)
    dotted = file.removesuffix(".py").replace("/", ".")
    changes = (
        (path, function, mutation)
        for path, function in _functions(module)
        for mutation in planter.mutations
        if mutation.contained_by_top_level_function is function
    )
    mutants = tuple(
        Mutant(
            f"{dotted}.{name}",
            file,
            path,
            lines[mutation.original_node].start.line,
            *_changed(module, function, mutation),
        )
        for name, (path, function, mutation) in zip(copied.mutant_names, changes, strict=True)
    )
    return copied.code, mutants


def _functions(module: cst.Module) -> Iterator[tuple[str, cst.FunctionDef]]:
    """Yield functions and methods with their names, in the order of the file."""
    for statement in module.body:
        if isinstance(statement, cst.FunctionDef):
            yield statement.name.value, statement
        elif isinstance(statement, cst.ClassDef):
            for method in statement.body.body:
                if isinstance(method, cst.FunctionDef):
                    yield f"{statement.name.value}.{method.name.value}", method


def _changed(module: cst.Module, function: cst.FunctionDef, mutation: Mutation) -> tuple[str, str]:
    """Return the lines that a change replaces, and those by which it does."""
    mutated = deep_replace(function, mutation.original_node, mutation.mutated_node)
    if not isinstance(mutated, cst.CSTNode):
        raise TypeError(mutated)
    old, new = (module.code_for_node(each).splitlines() for each in (function, mutated))
    spans = [
        span
        for what, *span in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
        if what != "equal"
    ]
    return (
        " ".join(line.strip() for start, end, _, _ in spans for line in old[start:end]),
        " ".join(line.strip() for _, _, start, end in spans for line in new[start:end]),
    )


def _is_said(node: cst.CSTNode | None) -> bool:
    match node:
        case cst.Arg(keyword=cst.Name(value=name)) if name in SAID:
            return True
        case cst.Arg(value=value):
            return _is_said(value)
        case cst.Tuple(elements=[*elements]) if elements:
            return all(_is_said(element.value) for element in elements)
        case _:
            return isinstance(node, STRINGS)


def _without_argument(node: cst.Call) -> Iterator[cst.Call]:
    """Yield a call with one argument gone, or nothing in its place."""
    said = [arg for arg in node.args if _is_said(arg)]
    by_position = sum(arg.keyword is None and not arg.star for arg in node.args)
    for mutated in operator_arg_removal(node):
        kept = sum(arg.keyword is None and not arg.star for arg in mutated.args)
        if kept == by_position and all(any(arg is one for one in mutated.args) for arg in said):
            yield mutated


def _assigned_nothing(node: cst.Assign | cst.AnnAssign) -> Iterator[cst.CSTNode]:
    if not _is_said(node.value):
        yield from operator_assignment(node)


def _turned_round(node: cst.If) -> Iterator[cst.If]:
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(test=cst.UnaryOperation(operator=cst.Not(), expression=test))


def _without_breach(node: cst.Tuple | cst.List) -> Iterator[cst.Tuple | cst.List]:
    """Yield what is gathered without one of the groups in it."""
    for i, element in enumerate(node.elements):
        if isinstance(element, cst.StarredElement):
            yield node.with_changes(elements=[*node.elements[:i], *node.elements[i + 1 :]])


def _without_condition(node: cst.CompFor) -> Iterator[cst.CompFor]:
    for i in range(len(node.ifs)):
        yield node.with_changes(ifs=[*node.ifs[:i], *node.ifs[i + 1 :]])


def _without_step(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """Yield a statement that does nothing; what is yielded there is left out."""
    match node.value:
        case cst.Yield():
            yield node.with_changes(value=cst.parse_expression("None if True else (yield)"))
        case cst.Call() | cst.Await():
            yield cst.Pass()
        case _:
            return


_REPLACED: Final[dict[object, Callable[[Any], Iterable[cst.CSTNode]]]] = {
    operator_arg_removal: _without_argument,
    operator_assignment: _assigned_nothing,
}

OPERATORS: Final[Sequence[Operator]] = (
    *(
        (kind, _REPLACED.get(operator, operator))
        for kind, operator in mutation_operators
        if operator is not operator_string
    ),
    (cst.If, _turned_round),
    (cst.Tuple, _without_breach),
    (cst.List, _without_breach),
    (cst.CompFor, _without_condition),
    (cst.Expr, _without_step),
)
