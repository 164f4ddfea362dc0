"""What the README of a folder of examples says: ways of a case, and which file goes which."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from starter.rehearsal.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = EXAMPLES / "textbook-review"
COURSES = EXAMPLES / "course"
AGREEMENTS = EXAMPLES / "agreement"
TOOLS = EXAMPLES / "education-tool"
BOOKS = EXAMPLES / "textbook-in-use"

_DRAWN = re.compile(r"^  (\w+) --> (\w+)(?:: (.+))?$", re.MULTILINE)
_ROW = re.compile(r"^\| (\w+) → (\w+) \| (.*?) ?\| `(.+)` \| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([a-z0-9-]+)\]\(\1\.yaml\)")


class Edge(NamedTuple):
    """A way from one state of the diagram to another."""

    start: str
    end: str
    when: str


class Way(NamedTuple):
    """An edge, the stages that a case shows on it, and the files that take it."""

    edge: Edge
    stages: str
    examples: tuple[str, ...]


def _readme(folder: Path) -> str:
    return (folder / "README.md").read_text("utf-8")


def drawn(folder: Path = FOLDER) -> Counter[Edge]:
    """The edges of the diagram, those to and from its ends left out."""
    return Counter(Edge(*edge) for edge in _DRAWN.findall(_readme(folder)))


def ways(folder: Path = FOLDER) -> tuple[Way, ...]:
    """The rows of the table."""
    return tuple(
        Way(Edge(start, end, when), stages, tuple(_LINK.findall(files)))
        for start, end, when, stages, files in _ROW.findall(_readme(folder))
    )


def mentioned(folder: Path = FOLDER) -> set[str]:
    """Every file that is linked anywhere."""
    return set(_LINK.findall(_readme(folder)))


def ways_of(example: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """The stages that a file is said to pass one after the other, for each of its ways."""
    return tuple(way.stages for way in ways(folder) if example in way.examples)


def walk(report: Report) -> str:
    """The stages that a case passed, as the table writes them; at its end stands the outcome."""
    passed: list[str] = []
    for line in report.lines:
        stage = line.decision.outcome if line.decision else line.stage
        if stage is not None and passed[-1:] != [stage]:
            passed.append(stage)
    return " → ".join(passed)
