"""The contract as it is checked in: schemas, and the plain JSON that stands for each message."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from starter.client import contract

CONTRACT = Path("docs/contract")
EXAMPLES = CONTRACT / "examples"
BUNDLES = contract.bundles()


def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a message by the path of its example, with all that it refers to."""
    folder, _, message = name.removesuffix(".json").rpartition("/")
    bundle = BUNDLES[f"{folder}.json" if folder else contract.STANDING_BUNDLE]
    return {"$schema": bundle["$schema"], "$defs": bundle["$defs"], **bundle["$defs"][message]}


def _paths() -> Iterator[str]:
    for name, bundle in BUNDLES.items():
        folder = name.removesuffix(".json")
        for message in bundle["$defs"]:
            if message in bundle["commands"] or message in {"start", "result"}:
                yield f"{folder}/{message}.json"
            elif message.islower():
                yield f"{message}.json"


SCHEMAS = {name: schema_of(name) for name in _paths()}
"""Every message by the path of its example, whether it has one or not."""


def example(name: str) -> Any:
    """Read an example by its path: ``textbook-review/take_up.json``."""
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


def errors(name: str, value: Any) -> list[str]:
    """Say what the schema of a message has against a value."""
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(value)]
