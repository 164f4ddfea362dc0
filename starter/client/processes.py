"""The processes that Vade runs, as the doors know them: names, commands and words, no workflow.

What they are called, where their cases stand and who acts in them is known at once. A process with
its messages and its text is loaded when somebody asks for it: a list of cases needs none.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from typing_extensions import override

from workflows.kernel.case.declared import CommandSpec, spec_of
from workflows.kernel.case.standing_commands import STANDING
from workflows.kernel.roles import Role
from workflows.kernel.worded import Words, titles_of

if TYPE_CHECKING:
    from workflows.kernel.case.process import Process


class _Room(NamedTuple):
    """Where a process lives, and what it is called there."""

    package: str
    process: str

    def has(self, module: str, name: str) -> Any:
        """Return something of one of its modules."""
        return getattr(import_module(f"workflows.{self.package}.{module}"), name)


_ROOMS: Final = {
    "textbook-review": _Room("textbook_review", "REVIEW"),
    "textbook-in-use": _Room("textbook_in_use", "IN_USE"),
    "education-tool-review": _Room("education_tool", "TOOL_REVIEW"),
    "ministry-year": _Room("ministry_year", "YEAR"),
    "course": _Room("course", "COURSE"),
    "agreement": _Room("agreement", "AGREEMENT"),
    "partnership": _Room("partnership", "PARTNERSHIP"),
}


class _Processes(Mapping[str, "Process"]):
    """Processes by name, each loaded when it is asked for."""

    @override
    def __getitem__(self, name: str) -> "Process":
        room = _ROOMS[name]
        found: Process = room.has("process", room.process)
        return found

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(_ROOMS)

    @override
    def __len__(self) -> int:
        return len(_ROOMS)

    @override
    def __contains__(self, name: object) -> bool:
        return name in _ROOMS


PROCESSES: Final = _Processes()
"""By name, which is the first part of every case's ID; the worker serves the same (tested)."""

_OFFICES: Final = (role for room in _ROOMS.values() for role in room.has("offices", "Office"))

ROLES: Final[Words] = MappingProxyType({role.value: role.words for role in (*Role, *_OFFICES)})
"""Who acts in cases of any process, and what they are called: one table for letters and lists."""


@cache
def titles(process: str) -> Words:
    """Return the stages of a process, and its outcomes (``outcome/…``); none if there is no such.

    >>> titles("partnership")["outcome/completed"]
    ('Program tamamlandı', 'Completed')
    """
    if process not in _ROOMS:
        return {}
    room = _ROOMS[process]
    return titles_of(room.has("stages", "Stage"), room.has("stages", "Outcome"))


@cache
def commands(process: str) -> Words:
    """Return what the commands of a process are called, and its filing, without loading its text.

    >>> commands("agreement")["record_draft"]
    ('İş birliği belgesi taslağı', 'Draft')
    """
    package = _ROOMS[process].package
    parts = [import_module(f"workflows.{package}.messages")]
    parts += [
        import_module(f"{parts[0].__name__}.{each.name}")
        for each in iter_modules(getattr(parts[0], "__path__", ()))
    ]
    kinds = (each for part in parts for each in vars(part).values() if isinstance(each, type))
    specs = (*(vars(kind).get("declared") for kind in kinds), *map(spec_of, STANDING))
    return {spec.name: spec.words for spec in specs if isinstance(spec, CommandSpec)}


def words(process: str) -> Words:
    """Return all words of a process: stages, outcomes (``outcome/…``) and commands."""
    return {**titles(process), **commands(process)}


def name_of(case_id: str) -> str | None:
    """Return the name of the process that a case ID belongs to; none if it is nobody's."""
    fitting = [name for name in _ROOMS if case_id.startswith(f"{name}-") and case_id != f"{name}-"]
    return max(fitting, key=len, default=None)


def process_of(case_id: str) -> "Process | None":
    """Return the process that a case ID belongs to; none if it is nobody's.

    >>> process_of("textbook-review-2031-0042").workflow_type
    'TextbookReview'
    >>> process_of("textbook-review-") is None
    True
    """
    name = name_of(case_id)
    return None if name is None else PROCESSES[name]
