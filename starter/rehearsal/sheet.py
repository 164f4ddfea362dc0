"""YAML with line numbers, and without YAML's surprises.

Plain scalars are read as JSON would: true, false, null, numbers; everything else is text. So
``2031-05-26`` is text for a model to read, ``17:30`` is not a base-60 number, ``no`` is
a word. A key written twice is an error, not the last one.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from typing_extensions import override

Place = tuple[str | int, ...]

_MAP: Final = "tag:yaml.org,2002:map"


class SheetUnreadable(ValueError):
    """The text is not YAML, or writes a key twice."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _PlainLoader(yaml.CSafeLoader):
    """Reads plain scalars as JSON would."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("merge", r"^<<$", "<"),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


@dataclass(frozen=True)
class Spot:
    """A line of a file; of a text that no file holds, only the line."""

    file: Path | None
    line: int

    @override
    def __str__(self) -> str:
        return f"{self.file or 'scenario'}:{self.line}"


@dataclass(frozen=True)
class Sheet:
    """What a file says, and where it says it."""

    content: Any
    spots: dict[Place, Spot]
    file: Path | None = None

    def spot(self, place: Place) -> Spot:
        """Return where something stands, or the nearest thing around it that is written."""
        while place and place not in self.spots:
            place = place[:-1]
        return self.spots.get(place, Spot(self.file, 1))


def read_sheet(text: str, file: Path | None = None) -> Sheet:
    """Read a YAML document.

    Raises:
        SheetUnreadable: It is not YAML, or writes a key twice.
    """
    try:
        loader = _PlainLoader(text)
        try:
            root = loader.get_single_node()
            lines: dict[Place, int] = {}
            if root is not None:
                _note_lines(root, (), lines)
            content = loader.construct_document(root) if root is not None else {}
        finally:
            loader.dispose()
    except yaml.reader.ReaderError as wrong:
        raise SheetUnreadable(wrong.reason, text.count("\n", 0, wrong.position) + 1) from wrong
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        raise SheetUnreadable(wrong.problem or "not YAML", mark.line + 1 if mark else 1) from wrong
    spots = {place: Spot(file, line) for place, line in lines.items()}
    return Sheet(content=content, spots=spots, file=file)


def _note_lines(node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _note_lines(item, (*place, number), lines)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise SheetUnreadable(f"the key {key.value!r} is written twice", line)
            seen.add(key.value)
            lines[*place, key.value] = line
            _note_lines(value, (*place, key.value), lines)
