"""Documents to try at a state of a case: what others have sent, dated anew and varied.

Nothing here knows a process. A document begins as one that a play or the contract's example has
sent; its days are moved to today, and its fields are varied one at a time along its schema.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, TypeAlias

from pydantic import JsonValue

from tests.kit.contracts import EXAMPLES, example
from tests.kit.plays import Play
from workflows.kernel.case.message import Message
from workflows.kernel.law.calendar import local_day

Body: TypeAlias = dict[str, JsonValue]

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_YEARS: Final = range(2000, 2100)


@dataclass(frozen=True)
class Model:
    """A document that somebody has sent, and what a register knew of it."""

    body: Body
    sent_on: date
    known: Body = field(default_factory=dict)

    def dated(self, today: date) -> Iterator[Body]:
        """The document as if it were sent today: moved, as it stands, of today, of last year."""
        moved = today - self.sent_on
        yield _mapped(self.body, lambda day: day + moved, years=today.year - self.sent_on.year)
        yield self.body
        yield _mapped(self.body, lambda _: today, years=today.year - self.sent_on.year)
        for earlier in (1, 2):
            years = today.year - self.sent_on.year - earlier
            yield _mapped(self.body, lambda _: today, years=years)


def models(plays: Iterable[Play], process: str) -> dict[str, list[Model]]:
    """Everything that plays of a process have sent, by command, and the contract's examples."""
    found: dict[str, list[Model]] = defaultdict(list)
    for play in plays:
        for command in play.commands:
            known = command.verdict.facts if command.verdict else {}
            model = Model(command.envelope.body, local_day(command.counts_from), known)
            if all(model.body != other.body for other in found[command.name]):
                found[command.name].append(model)
    for path in sorted((EXAMPLES / process).glob("*.json")):
        if path.stem not in {"start", "result"}:
            body = example(f"{process}/{path.name}")["body"]
            found[path.stem].append(Model(body, max(_days(body), default=date(2031, 3, 10))))
    return dict(found)


def varied(kind: type[Message], body: Body) -> Iterator[Body]:
    """The document with one field changed along its schema, each possible value in turn."""
    for name, values in _variants(kind):
        for value in values:
            if name not in body or body[name] != value:
                yield {**body, name: value}


@cache
def _variants(kind: type[Message]) -> tuple[tuple[str, tuple[JsonValue, ...]], ...]:
    schema = kind.model_json_schema()
    defs = schema.get("$defs", {})
    fields = schema.get("properties", {}).items()
    return tuple((name, tuple(_values(one, defs))) for name, one in fields)


def _values(schema: Any, defs: Any) -> Iterator[JsonValue]:
    if "$ref" in schema:
        yield from _values(defs[schema["$ref"].rpartition("/")[2]], defs)
    for one in schema.get("anyOf", ()):
        yield from _values(one, defs)
    yield from schema.get("enum", ())
    if "const" in schema:
        yield schema["const"]
    match schema.get("type"):
        case "boolean":
            yield from (True, False)
        case "null":
            yield None
        case "array":
            yield []
        case "integer":
            yield 0
        case "string" if (
            "enum" not in schema and "format" not in schema and "pattern" not in schema
        ):
            yield "E-1"


def _mapped(value: Any, move: Any, *, years: int) -> Any:
    match value:
        case dict():
            return {key: _mapped(one, move, years=years) for key, one in value.items()}
        case list():
            return [_mapped(one, move, years=years) for one in value]
        case str() if _DAY.fullmatch(value):
            return move(date.fromisoformat(value)).isoformat()
        case int() if value in _YEARS and not isinstance(value, bool):
            return value + years
    return value


def names_in(play: Play) -> dict[str, list[str]]:
    """What a case calls people and things, by the field that names them; the newest come first."""
    named: dict[str, list[str]] = defaultdict(list)
    papers = (
        *(fact.body for fact in reversed(play.file.facts)),
        play.file.start.body,
        *(notice.facts for notice in reversed(play.notices)),
    )
    for body in papers:
        for name, value in _named(body):
            if value not in named[name]:
                named[name].append(value)
    return named


def at_home(value: Any, named: dict[str, list[str]], name: str = "") -> Any:
    """The document with names that the case knows in place of those that it does not."""
    match value:
        case dict():
            return {key: at_home(one, named, key) for key, one in value.items()}
        case list():
            return [at_home(one, named, name) for one in value]
        case str() if name in named and value not in named[name]:
            return named[name][0]
    return value


def _named(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, one in value.items():
                yield from _named(one, key)
        case list():
            for one in value:
                yield from _named(one, name)
        case str() if not _DAY.fullmatch(value):
            yield name, value


def _days(value: Any) -> Iterator[date]:
    match value:
        case dict():
            for one in value.values():
                yield from _days(one)
        case list():
            for one in value:
                yield from _days(one)
        case str() if _DAY.fullmatch(value):
            yield date.fromisoformat(value)


NEXT: Final = timedelta(hours=1)
"""How long after the last act somebody acts."""
