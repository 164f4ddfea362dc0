"""How a model becomes a JSON Schema that needs no Python beside it.

Field descriptions are the strings that stand under the fields in the source; where a field has
none, its type's own (``RegisterNo``) says what it is.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import (
    DefsRef,
    GenerateJsonSchema,
    JsonSchemaKeyT,
    JsonSchemaMode,
    JsonSchemaValue,
    models_json_schema,
)
from pydantic_core import CoreSchema, core_schema
from typing_extensions import override

DIALECT: Final = GenerateJsonSchema.schema_dialect

INSTANT: Final = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$"
"""ISO 8601 with seconds and offset, for clients that do not check formats."""


class Described(GenerateJsonSchema):
    """Writes decimals as strings, instants with an offset, and what each field means."""

    @override
    def generate_definitions(
        self, inputs: Sequence[tuple[JsonSchemaKeyT, JsonSchemaMode, CoreSchema]]
    ) -> tuple[
        dict[tuple[JsonSchemaKeyT, JsonSchemaMode], JsonSchemaValue],
        dict[DefsRef, JsonSchemaValue],
    ]:
        by_key, definitions = super().generate_definitions(inputs)
        for made in definitions.values():
            made.pop("title", None)  # it is the name of the definition
            if "enum" in made and "description" in made:
                # what follows the first sentence of an enumeration is about its source
                made["description"] = _plain(made["description"]).partition(". ")[0]
        return by_key, definitions

    @override
    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        # what cases send is always whole
        return self.mode == "serialization" or super().field_is_required(field, total)

    @override
    def field_title_should_be_set(self, schema: CoreSchema) -> bool:
        return False

    @override
    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": _decimal_pattern(schema)}

    @override
    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "format": "date-time", "pattern": INSTANT}

    @override
    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        if "description" in made:
            made["description"] = _plain(made["description"])
        for kind in schema["cls"].__mro__:
            for field, said in _said_of_fields(kind).items():
                if field in made.get("properties", {}):
                    made["properties"][field].setdefault("description", said)
        return made


def _decimal_pattern(schema: core_schema.DecimalSchema) -> str:
    sign = "" if schema.get("ge", schema.get("gt", -1)) >= 0 else "-?"
    places = schema.get("decimal_places")
    fraction = r"(\.[0-9]+)?" if places is None else rf"(\.[0-9]{{1,{places}}})?"
    return f"^{sign}[0-9]+{fraction}$"


@cache
def _said_of_fields(kind: type) -> dict[str, str]:
    """Return what the source says under the fields of a class itself."""
    tree = _tree(kind.__module__)
    if tree is None:
        return {}
    types = _said_of_types(kind.__module__)
    found = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == kind.__name__]
    if not found:
        return {}
    by_type = {
        node.target.id: types[used.id]
        for node in found[0].body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        for used in ast.walk(node.annotation)
        if isinstance(used, ast.Name) and used.id in types
    }
    return {**by_type, **dict(_documented(found[0].body))}


@cache
def _said_of_types(module: str) -> dict[str, str]:
    """Return what the source says under the types that a module defines or imports."""
    tree = _tree(module)
    if tree is None:
        return {}
    imported = {
        name.asname or name.name: said[name.name]
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for said in (_said_of_types(node.module),)
        for name in node.names
        if name.name in said
    }
    return {**imported, **dict(_documented(tree.body))}


@cache
def _tree(module: str) -> ast.Module | None:
    source = sys.modules.get(module)
    if source is None or not module.startswith(("workflows.", "starter.")):
        return None
    return ast.parse(inspect.getsource(source))


def _documented(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield the names in a body that a string stands under, with that string."""
    for node, below in pairwise(body):
        if not (isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)):
            continue
        named = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(named[0], ast.Name) and isinstance(below.value.value, str):
            yield named[0].id, _plain(below.value.value)


def _plain(said: str) -> str:
    """Return a docstring as one line for people: the mark-up of the source is gone."""
    return re.sub(r"\s+", " ", inspect.cleandoc(said)).replace("``", "`")


def described(mode: JsonSchemaMode, *kinds: type[BaseModel]) -> dict[str, Any]:
    """Return the schemas of models and of what they consist of, by their names."""
    _, made = models_json_schema([(kind, mode) for kind in kinds], schema_generator=Described)
    parts: dict[str, Any] = made["$defs"]
    return parts


def open_to_more(value: Any) -> Any:
    """Let a client's check pass when a case one day says more than it does now."""
    if isinstance(value, dict):
        closed = value.get("additionalProperties") is False
        kept = {k: v for k, v in value.items() if not closed or k != "additionalProperties"}
        return {k: open_to_more(v) for k, v in kept.items()}
    return [open_to_more(each) for each in value] if isinstance(value, list) else value
