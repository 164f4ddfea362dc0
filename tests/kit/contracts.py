"""The contract as it is checked in: schemas, and the plain JSON that stands for each message."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from starter.client import contract

CONTRACT = Path("docs/contract")
EXAMPLES = CONTRACT / "examples"
SCHEMAS = {name: made for name, made in contract.schemas().items() if name != contract.INDEX}


def example(name: str) -> Any:
    """Read an example by its path: ``textbook-review/take_up.json``."""
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


def errors(name: str, value: Any) -> list[str]:
    """Say what a schema has against a value."""
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(value)]
