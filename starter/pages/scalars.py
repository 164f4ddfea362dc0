"""Single values of a form: what kind of input each has, and how it is read and written."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pydantic import JsonValue, TypeAdapter

from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.values import PersonId

PERSON: Final = str(TypeAdapter(PersonId).json_schema()["pattern"])
"""How a schema says that a field names a person, or somebody else by a key."""

DIGEST: Final = "^[0-9a-f]{64}$"
"""How a schema says that a field names a document."""


def text_kind(met: Mapping[str, Any]) -> str:
    """Return what kind of input a text has."""
    match met.get("format"):
        case "date":
            return "day"
        case "date-time":
            return "instant"
        case "time":
            return "time"
        case _:
            pattern = str(met.get("pattern", ""))
            if pattern == DIGEST:
                return "document"
            if pattern.startswith(("^[0-9]+(\\.", "^-?[0-9]+(\\.")):
                return "decimal"
            return "prose" if met.get("maxLength", 0) > 200 else "text"


def typed(said: str, met: Mapping[str, Any]) -> JsonValue:
    """Return a value as its schema has it; what is none stays as it was written."""
    match met.get("type"), text_kind(met):
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


def written(kind: str, value: JsonValue) -> str:
    """Return a value as an input shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "instant":
        return f"{datetime.fromisoformat(str(value)).astimezone(ISTANBUL):%Y-%m-%dT%H:%M}"
    return str(value)
