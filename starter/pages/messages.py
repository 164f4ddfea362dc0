"""The form of each message of a process, and of each form of a register."""

from functools import cache
from typing import Final

from pydantic import BaseModel

from starter.client.fitting import document
from starter.client.processes import PROCESSES
from starter.client.schemas import Described
from starter.forms.doors import DOORS
from starter.pages.form import Form

START: Final = "start"
"""The filing of a process among its messages."""


@cache
def form_of(process: str, command: str) -> Form:
    """Return the form of a message of a process, as the contract describes it.

    Raises:
        KeyError: The process has no such command.
    """
    of = PROCESSES[process]
    kind = of.application if command == START else document(of, command)
    if kind is None:
        raise KeyError(command)
    return _made(kind)


@cache
def form_of_register(name: str) -> Form:
    """Return a form of a register, as its schema describes it."""
    return _made(DOORS[name].kind)


def _made(kind: type[BaseModel]) -> Form:
    schema = kind.model_json_schema(schema_generator=Described)
    return Form(schema, schema.get("$defs", {}))
