"""A ready template of a body: every field that it must have, filled in as its schema would have it.

What is filled in is a form to write in, not an example: it has the shape, and says nothing true.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from starter.client.contract import STANDING_BUNDLE, bundles
from starter.client.examples import STANDING_FOLDER, example_of
from starter.client.processes import PROCESSES
from workflows.kernel.case.standing_commands import STANDING

DAY: Final = "2031-01-15"
INSTANT: Final = "2031-01-15T09:30:00+03:00"
DEPTH: Final = 12
"""How deep a body goes; a schema that refers to itself ends there."""


class Body(NamedTuple):
    """What can be shown of a message's body."""

    template: Any
    example: Any
    """The contract's; none where it has none."""


@cache
def bodies_of(process: str) -> Mapping[str, Body]:
    """Return the bodies of a process's messages by command; that of its filing is ``start``."""
    made = bundles([PROCESSES[process]])
    own = ["start", *(spec.name for spec in PROCESSES[process].commands)]
    found = {name: _body(made[f"{process}.json"], process, name) for name in own}
    common = (kind.command for kind in STANDING)
    return found | {name: _body(made[STANDING_BUNDLE], STANDING_FOLDER, name) for name in common}


def _body(bundle: Mapping[str, Any], folder: str, message: str) -> Body:
    schema = bundle["$defs"][message]["properties"]["body"]
    return Body(template(schema, bundle["$defs"]), example_of(folder, message))


def template(schema: Mapping[str, Any], defs: Mapping[str, Any], depth: int = 0) -> Any:
    """Return a value of a schema's shape.

    Args:
        schema: JSON Schema of the body.
        defs: What it refers to, by name.
        depth: How deep it lies in the whole.
    """
    if depth > DEPTH:
        return None
    if "$ref" in schema:
        return template(defs[str(schema["$ref"]).rpartition("/")[2]], defs, depth + 1)
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return template(schema[several][0], defs, depth + 1)
    return _typed(schema, defs, depth)


def _typed(schema: Mapping[str, Any], defs: Mapping[str, Any], depth: int) -> Any:
    match schema.get("type"):
        case "object":
            must, fields = schema.get("required", ()), schema.get("properties", {})
            return {name: template(fields[name], defs, depth + 1) for name in must}
        case "array":
            items = schema.get("prefixItems") or [schema.get("items", {})] * schema.get(
                "minItems", 0
            )
            return [template(each, defs, depth + 1) for each in items]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return _text(schema)
        case _:
            return None


def _text(schema: Mapping[str, Any]) -> str:
    match schema.get("format"):
        case "date":
            return DAY
        case "date-time":
            return INSTANT
        case "time":
            return "09:30:00"
        case _:
            number = str(schema.get("pattern", "")).startswith(("^[0-9]+(", "^-?[0-9]+("))
            return "0" if number else "…"
