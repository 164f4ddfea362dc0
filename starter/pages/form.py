"""A form made from a message's schema: its parts to be drawn, and what they say as a body.

A form travels flat, as browsers send it: ``fee.paid_on`` names a field of a field, ``members.0`` a
row, ``members.#`` how many rows are shown. A body is laid flat to fill a form in, and gathered from
it again; what is left empty is not sent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from pydantic import JsonValue

from starter.client.processes import ROLES
from starter.pages.rows import shown
from starter.pages.scalars import DIGEST, PERSON, text_kind, typed, written
from starter.pages.words import in_order
from workflows.kernel.roles import Role
from workflows.kernel.values import DOCUMENT_KIND

Schema = Mapping[str, Any]
DOCUMENT: Final = ".@"
"""What the name of an input ends with that brings the document of a field."""

CHOSEN: Final[Mapping[str, tuple[str, ...]]] = {
    "weekday": tuple(map(str, range(1, 8))),
    "role": tuple(sorted(set(ROLES) - {Role.SYSTEM}, key=lambda role: in_order(ROLES[role][0]))),
}
"""Fields of a few values that their schema does not name: days of the week, roles."""

DEEPEST: Final = 12
_SCALARS: Final = ("string", "integer", "number", "boolean")


Flat = Mapping[str, list[str]]
"""What a browser sent: each name with its values."""


@dataclass(frozen=True)
class Part:
    """One part of a form, to be drawn."""

    path: str
    name: str
    kind: str
    """``text``, ``whole``, ``decimal``, ``day``, ``instant``, ``time``, ``choice``, ``yesno``,
    ``many``, ``lines``, ``document``, ``documents``, ``group``, ``rows`` or ``pairs``."""
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
    pattern: str = ""
    """Of a text, or of each line: what it has to look like."""
    accepts: str = ""
    """Of a document: the media type that it has to have; empty where any will do."""

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

    @cached_property
    def asks_for_documents(self) -> bool:
        """Whether a field anywhere in it is a document."""
        return DIGEST in _patterns([self.schema, self.defs])

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
        if name in CHOSEN and kind in {"whole", "text"}:
            kind, options = "choice", CHOSEN[name]
        return Part(
            path, name, kind, required, said=str(met.get("description", "")), options=options,
            values=tuple(filled.get(path, _default(met, kind))), least=met.get("minimum"),
            most=met.get("maximum"), parts=parts,
            pattern=str(self._met(met.get("items", met)).get("pattern", "")),
            accepts=str(self._met(met.get("items", met)).get(DOCUMENT_KIND, "")),
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
        named = {"pattern": next(iter(met.get("patternProperties", {})), "")}
        key_shape = {**named, **self._met(met.get("propertyNames", {})), "type": "string"}
        called = _called(key_shape)
        for n in range(_rows(path, {"minItems": 1}, filled, required=required)):
            at = f"{path}.{n}"
            key_part = self._part(f"{at}.key", called, key_shape, filled, required=required)
            value = self._part(f"{at}.value", name, of, filled, required=required)
            yield Part(at, "", "group", required, parts=(key_part, value))

    def _kind(self, met: Schema) -> str:
        if "enum" in met or "const" in met:
            return "choice"
        match met.get("type"):
            case "object":
                return "pairs" if _is_map(met) else "group"
            case "array":
                items = self._met(met.get("items", {}))
                return _list_kind(items)
            case kind:
                return {"boolean": "yesno", "integer": "whole"}.get(str(kind)) or text_kind(met)

    def _options(self, met: Schema, kind: str) -> tuple[str, ...]:
        if kind == "many":
            return tuple(map(str, self._met(met["items"])["enum"]))
        if kind != "choice":
            return ()
        return tuple(map(str, met.get("enum", [met.get("const")])))

    # -- gathering -----------------------------------------------------------------------------

    def _gathered(self, path: str, schema: Schema, filled: Flat) -> JsonValue:
        met = self._met(schema)
        match self._kind(met):
            case "group":
                return self._gathered_group(path, met, filled)
            case "rows":
                rows = (
                    self._gathered(f"{path}.{n}", met["items"], filled)
                    for n in range(shown(path, filled))
                )
                return [row for row in rows if not self._is_blank(row, met["items"])] or None
            case "pairs":
                return self._gathered_pairs(path, met, filled)
            case "many":
                return list(filled.get(path, ())) or None
            case "lines" | "documents":
                items = self._met(met["items"])
                lines = "\n".join(filled.get(path, ())).splitlines()
                return [typed(line.strip(), items) for line in lines if line.strip()] or None
            case _:
                # of two documents, the one that was chosen last
                said = next(reversed(filled.get(path, ())), "").strip()
                return typed(said, met) if said else None

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

    def _is_blank(self, row: JsonValue, schema: Schema) -> bool:
        """Whether nobody has filled a row in: what stands in it stands in every new one."""
        if not isinstance(row, dict):
            return row is None
        shapes = self.properties(schema)
        return all(
            name in shapes and value == self._met(shapes[name]).get("default", self)
            for name, value in row.items()
        )

    def _gathered_pairs(self, path: str, met: Schema, filled: Flat) -> JsonValue:
        of, found = _values_of(met), {}
        if keys := self._keys(met):
            for key in keys:
                found[key] = self._gathered(f"{path}.{key}", of, filled)
        else:
            for n in range(shown(path, filled)):
                key = next(iter(filled.get(f"{path}.{n}.key", ())), "").strip()
                if key:
                    found[key] = self._gathered(f"{path}.{n}.value", of, filled)
            # whoever is named is sent: with nothing said of them, the case says what is missing
            empty: JsonValue = {} if self._kind(self._met(of)) == "group" else None
            return {key: empty if value is None else value for key, value in found.items()} or None
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
            case "many" | "documents", list():
                laid[path] = [str(each) for each in value]
            case "lines", list():
                laid[path] = ["\n".join(str(each) for each in value)]
            case kind, _:
                laid[path] = [written(kind, value)]

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


def _patterns(schema: object) -> set[str]:
    match schema:
        case dict():
            own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
            return own.union(*map(_patterns, schema.values()))
        case list():
            return set().union(*map(_patterns, schema))
        case _:
            return set()


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


def _default(met: Schema, kind: str) -> list[str]:
    """Return what holds where nothing is said, of what is chosen from a few."""
    value = met.get("default", met.get("const"))
    return [] if value is None or kind not in {"yesno", "choice"} else [written(kind, value)]


def _called(key: Schema) -> str:
    """Return what the key of a pair is called: a day, a person, or just a key."""
    if key.get("format") == "date":
        return "on"
    return "id" if key.get("pattern") == PERSON else "key"


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _renamed(part: Part, key: str) -> Part:
    return Part(**{**part.__dict__, "key": key, "name": key})


def _rows(path: str, met: Schema, filled: Flat, *, required: bool) -> int:
    if f"{path}.#" in filled:
        return shown(path, filled)
    return int(met.get("minItems", 1)) if required else 0


def _is_map(met: Schema) -> bool:
    return isinstance(met.get("additionalProperties"), dict) or "patternProperties" in met


def _values_of(met: Schema) -> Schema:
    """Return the schema of what a map holds."""
    several = [*met.get("patternProperties", {}).values(), met.get("additionalProperties")]
    of: Schema = several[0]
    return of


def _list_kind(items: Schema) -> str:
    if "enum" in items:
        return "many"
    if items.get("pattern") == DIGEST:
        return "documents"
    return "lines" if _is_scalar(items) else "rows"


def _is_scalar(schema: Schema) -> bool:
    return schema.get("type") in _SCALARS or ("anyOf" in schema and "properties" not in schema)
