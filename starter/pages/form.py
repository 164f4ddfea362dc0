"""A form made from a message's schema: its parts to be drawn, and what they say as a body.

A form travels flat, as browsers send it: ``fee.paid_on`` names a field of a field, ``members.0`` a
row, ``members.#`` how many rows are shown. A body is laid flat to fill a form in, and gathered from
it again; what is left empty is not sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pydantic import JsonValue

from workflows.kernel.law.calendar import ISTANBUL

Schema = Mapping[str, Any]
Flat = Mapping[str, list[str]]
"""What a browser sent: each name with its values."""

DEEPEST: Final = 12
MOST_ROWS: Final = 100
_SCALARS: Final = ("string", "integer", "number", "boolean")


@dataclass(frozen=True)
class Part:
    """One part of a form, to be drawn."""

    path: str
    name: str
    kind: str
    """``text``, ``whole``, ``decimal``, ``day``, ``instant``, ``time``, ``choice``, ``yesno``,
    ``many``, ``lines``, ``group``, ``rows`` or ``pairs``."""
    required: bool
    said: str = ""
    """What the contract says of it, in English."""
    options: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()
    least: int | None = None
    most: int | None = None
    key: str = ""
    """Of a row of pairs: what it stands for, where that is given."""

    @property
    def value(self) -> str:
        """The one value there is."""
        return self.values[0] if self.values else ""

    def everywhere(self) -> Iterable["Part"]:
        """Return it and all parts in it."""
        yield self
        for part in self.parts:
            yield from part.everywhere()


@dataclass(frozen=True)
class Form:
    """The form of one message.

    Args:
        schema: Of its body.
        defs: What the schema refers to.
    """

    schema: Schema
    defs: Mapping[str, Schema] = field(default_factory=dict)

    def parts(self, filled: Flat) -> tuple[Part, ...]:
        """Return its parts, filled in."""
        return self._part("", "", self.schema, filled, required=True).parts

    def body(self, filled: Flat) -> dict[str, JsonValue]:
        """Return what was filled in as a body; what does not fit is left for the case to judge."""
        gathered = self._gathered("", self.schema, filled)
        return gathered if isinstance(gathered, dict) else {}

    def shape(self, name: str) -> Schema | None:
        """Return the schema of one field of the body with what it refers to put in."""
        found = self.properties(self.schema).get(name)
        return None if found is None else self._whole(found)

    def flat(self, body: Mapping[str, JsonValue]) -> dict[str, list[str]]:
        """Return a body, or some of its fields, as a browser would send it."""
        laid: dict[str, list[str]] = {}
        shapes = self.properties(self.schema)
        for name, value in body.items():
            if name in shapes:
                self._lay(name, shapes[name], value, laid)
        return laid

    def properties(self, schema: Schema) -> Mapping[str, Schema]:
        """Return the fields of an object by name."""
        found: Mapping[str, Schema] = self._met(schema).get("properties", {})
        return found

    # -- schemas -------------------------------------------------------------------------------

    def _met(self, schema: Schema) -> Schema:
        """Return a schema with its reference and its choice of null resolved."""
        for _ in range(DEEPEST):
            several = [s for s in schema.get("anyOf", ()) if s.get("type") != "null"]
            if "$ref" in schema:
                name = str(schema["$ref"]).rpartition("/")[2]
                rest = {k: v for k, v in schema.items() if k != "$ref"}
                schema = {**self.defs[name], **rest}
            elif len(several) == 1:
                rest = {k: v for k, v in schema.items() if k != "anyOf"}
                schema = {**rest, **several[0]}
            else:
                return schema
        return schema

    def _whole(self, schema: Schema, depth: int = 0) -> Schema:
        if depth > DEEPEST:
            return {}
        met = {k: v for k, v in self._met(schema).items() if k not in {"description", "default"}}
        if "items" in met:
            met["items"] = self._whole(met["items"], depth + 1)
        if "properties" in met:
            fields = met["properties"].items()
            met["properties"] = {name: self._whole(s, depth + 1) for name, s in fields}
        return met

    def _keys(self, schema: Schema) -> tuple[str, ...]:
        """Return the keys that a map of pairs has, where they are given."""
        return tuple(self._met(schema.get("propertyNames", {})).get("enum", ()))

    # -- drawing -------------------------------------------------------------------------------

    def _part(self, path: str, name: str, schema: Schema, filled: Flat, *, required: bool) -> Part:
        met = self._met(schema)
        kind, parts = self._kind(met), tuple[Part, ...]()
        match kind:
            case "group":
                must = met.get("required", ())
                parts = tuple(
                    self._part(_below(path, n), n, s, filled, required=required and n in must)
                    for n, s in met.get("properties", {}).items()
                )
            case "rows":
                parts = tuple(
                    self._part(f"{path}.{n}", name, met["items"], filled, required=required)
                    for n in range(_rows(path, met, filled, required=required))
                )
            case "pairs":
                parts = tuple(self._pairs(path, name, met, filled, required=required))
            case _:
                pass
        options = self._options(met, kind)
        return Part(
            path, name, kind, required, said=str(met.get("description", "")), options=options,
            values=tuple(filled.get(path, ())), least=met.get("minimum"),
            most=met.get("maximum"), parts=parts,
        )  # fmt: skip

    def _pairs(
        self, path: str, name: str, met: Schema, filled: Flat, *, required: bool
    ) -> Iterable[Part]:
        of = _values_of(met)
        for key in self._keys(met):
            part = self._part(f"{path}.{key}", key, of, filled, required=required)
            yield _renamed(part, key)
        if self._keys(met):
            return
        key_shape = {**self._met(met.get("propertyNames", {})), "type": "string"}
        called = "on" if key_shape.get("format") == "date" else "key"
        for n in range(_rows(path, {"minItems": 1}, filled, required=required)):
            at = f"{path}.{n}"
            key_part = self._part(f"{at}.key", called, key_shape, filled, required=required)
            value = self._part(f"{at}.value", name, of, filled, required=required)
            yield Part(at, "", "group", required, parts=(key_part, value))

    def _kind(self, met: Schema) -> str:
        if "enum" in met:
            return "choice"
        match met.get("type"):
            case "object":
                return "pairs" if _is_map(met) else "group"
            case "array":
                items = self._met(met.get("items", {}))
                return "many" if "enum" in items else "lines" if _is_scalar(items) else "rows"
            case kind:
                return {"boolean": "yesno", "integer": "whole"}.get(str(kind)) or _text_kind(met)

    def _options(self, met: Schema, kind: str) -> tuple[str, ...]:
        if kind == "many":
            return tuple(map(str, self._met(met["items"])["enum"]))
        return tuple(map(str, met.get("enum", ()))) if kind == "choice" else ()

    # -- gathering -----------------------------------------------------------------------------

    def _gathered(self, path: str, schema: Schema, filled: Flat) -> JsonValue:
        met = self._met(schema)
        match self._kind(met):
            case "group":
                return self._gathered_group(path, met, filled)
            case "rows":
                rows = (
                    self._gathered(f"{path}.{n}", met["items"], filled)
                    for n in range(_shown(path, filled))
                )
                return [row for row in rows if row is not None] or None
            case "pairs":
                return self._gathered_pairs(path, met, filled)
            case "many":
                return list(filled.get(path, ())) or None
            case "lines":
                items = self._met(met["items"])
                lines = "\n".join(filled.get(path, ())).splitlines()
                return [_typed(line.strip(), items) for line in lines if line.strip()] or None
            case _:
                said = next(iter(filled.get(path, ())), "").strip()
                return _typed(said, met) if said else None

    def _gathered_group(self, path: str, met: Schema, filled: Flat) -> JsonValue:
        fields = met.get("properties", {})
        found = {
            name: value
            for name, of in fields.items()
            if (value := self._gathered(_below(path, name), of, filled)) is not None
        }
        if not found and path:
            return None
        # of a list that must be there, nothing chosen is an empty one
        empty: dict[str, JsonValue] = {
            name: []
            for name in met.get("required", ())
            if name not in found and self._met(fields[name]).get("type") == "array"
        }
        return {**found, **empty}

    def _gathered_pairs(self, path: str, met: Schema, filled: Flat) -> JsonValue:
        of, found = _values_of(met), {}
        if keys := self._keys(met):
            for key in keys:
                found[key] = self._gathered(f"{path}.{key}", of, filled)
        else:
            for n in range(_shown(path, filled)):
                key = next(iter(filled.get(f"{path}.{n}.key", ())), "").strip()
                if key:
                    found[key] = self._gathered(f"{path}.{n}.value", of, filled)
        return {key: value for key, value in found.items() if value is not None} or None

    # -- laying flat ---------------------------------------------------------------------------

    def _lay(self, path: str, schema: Schema, value: JsonValue, laid: dict[str, list[str]]) -> None:
        met = self._met(schema)
        match self._kind(met), value:
            case _, None:
                return
            case "group", dict():
                for name, of in met.get("properties", {}).items():
                    self._lay(_below(path, name), of, value.get(name), laid)
            case "rows", list():
                laid[f"{path}.#"] = [str(len(value))]
                for n, row in enumerate(value):
                    self._lay(f"{path}.{n}", met["items"], row, laid)
            case "pairs", dict():
                self._lay_pairs(path, met, value, laid)
            case "many", list():
                laid[path] = [str(each) for each in value]
            case "lines", list():
                laid[path] = ["\n".join(str(each) for each in value)]
            case kind, _:
                laid[path] = [_written(kind, value)]

    def _lay_pairs(
        self, path: str, met: Schema, value: Mapping[str, JsonValue], laid: dict[str, list[str]]
    ) -> None:
        of = _values_of(met)
        if self._keys(met):
            for key, each in value.items():
                self._lay(f"{path}.{key}", of, each, laid)
            return
        laid[f"{path}.#"] = [str(len(value))]
        for n, (key, each) in enumerate(value.items()):
            laid[f"{path}.{n}.key"] = [key]
            self._lay(f"{path}.{n}.value", of, each, laid)


def place_of(loc: str, paths: Iterable[str]) -> str:
    """Return the part of a form that a fault is about: what it names beside fields is left out.

    >>> place_of("work.grade.literal['non-formal']", ["work", "work.grade"])
    'work.grade'
    """
    known, place = set(paths), ""
    for part in loc.split("."):
        if (deeper := _below(place, part)) in known:
            place = deeper
    return place


def changed_rows(filled: Flat, button: str) -> dict[str, list[str]]:
    """Return a form with a row more (``more:members``) or less (``less:members``)."""
    change, _, path = button.partition(":")
    rows = _shown(path, filled) + (1 if change == "more" else -1)
    return {**filled, f"{path}.#": [str(min(max(rows, 0), MOST_ROWS))]}


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _renamed(part: Part, key: str) -> Part:
    return Part(**{**part.__dict__, "key": key, "name": key})


def _shown(path: str, filled: Flat) -> int:
    said = next(iter(filled.get(f"{path}.#", ())), "")
    return min(int(said), MOST_ROWS) if said.isdecimal() else 0


def _rows(path: str, met: Schema, filled: Flat, *, required: bool) -> int:
    if f"{path}.#" in filled:
        return _shown(path, filled)
    return int(met.get("minItems", 1)) if required else 0


def _is_map(met: Schema) -> bool:
    return isinstance(met.get("additionalProperties"), dict) or "patternProperties" in met


def _values_of(met: Schema) -> Schema:
    """Return the schema of what a map holds."""
    several = [*met.get("patternProperties", {}).values(), met.get("additionalProperties")]
    of: Schema = several[0]
    return of


def _is_scalar(schema: Schema) -> bool:
    return schema.get("type") in _SCALARS or ("anyOf" in schema and "properties" not in schema)


def _text_kind(met: Schema) -> str:
    match met.get("format"):
        case "date":
            return "day"
        case "date-time":
            return "instant"
        case "time":
            return "time"
        case _:
            pattern = str(met.get("pattern", ""))
            if pattern.startswith(("^[0-9]+(\\.", "^-?[0-9]+(\\.")):
                return "decimal"
            return "prose" if met.get("maxLength", 0) > 200 else "text"


def _typed(said: str, met: Schema) -> JsonValue:
    """Return a value as its schema has it; what is none stays as it was written."""
    match met.get("type"), _text_kind(met):
        case "boolean", _:
            return {"true": True, "false": False}.get(said, said)
        case "integer", _:
            plain = said.replace(".", "").replace(" ", "")
            return int(plain) if plain.lstrip("-").isdecimal() else said
        case "string", "decimal":
            return _decimal(said)
        case "string", "instant":
            return _instant(said)
        case None, _ if said.isdecimal() and any(
            each.get("type") == "integer" for each in met.get("anyOf", ())
        ):
            return int(said)
        case _:
            return said


def _decimal(said: str) -> str:
    """Return a decimal as messages have it: ``1.234,50`` and ``1234.50`` are the same."""
    plain = said.replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        return f"{Decimal(plain):f}"
    except InvalidOperation:
        return said


def _instant(said: str) -> str:
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return said
    return (at if at.tzinfo else at.replace(tzinfo=ISTANBUL)).isoformat()


def _written(kind: str, value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "instant":
        return f"{datetime.fromisoformat(str(value)).astimezone(ISTANBUL):%Y-%m-%dT%H:%M}"
    return str(value)
