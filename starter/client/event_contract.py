"""The public contract of events: one JSON Schema for each type, as it is sent.

What others are sent may gain fields, so a schema leaves room for them.
"""

from typing import Any, Final, Literal

from pydantic import create_model
from pydantic.json_schema import models_json_schema

from starter.client.schemas import DIALECT, Described
from workflows.kernel.case.events import KINDS, PREFIX, CloudEvent, Happened

FOLDER: Final = "events"
"""Where they lie in the contract."""


def event_schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each type of event by its file's name."""
    return {f"{FOLDER}/{kind.name}.json": _schema(kind) for kind in KINDS}


def _schema(kind: type[Happened]) -> dict[str, Any]:
    """Return the schema of an event with the data of that kind; it stands alone."""
    fields: Any = {"type": (Literal[PREFIX + kind.name], ...), "data": (kind, ...)}
    event = create_model("CloudEvent", __base__=CloudEvent, __doc__=kind.__doc__, **fields)
    _, made = models_json_schema([(event, "serialization")], schema_generator=Described)
    parts: dict[str, Any] = made["$defs"]
    own = parts.pop("CloudEvent")
    name = f"{FOLDER}/{kind.name}.json"
    return {"$schema": DIALECT, "$id": name, **own, "$defs": parts}
