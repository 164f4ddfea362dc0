"""The public contract: one JSON Schema per message, and an index of all that has a name.

    python -m starter.client.contract docs/contract        writes them; a test compares

Generated from the models by which cases decode and answer, so it cannot promise anything else. It
is stricter than they are where JSON offers two spellings: decimals are strings and instants carry
seconds and an offset. What callers send has no unknown fields; what cases send may gain some.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, RootModel, create_model
from pydantic.json_schema import JsonSchemaMode

from starter.client import exits
from starter.client.processes import PROCESSES
from starter.client.schemas import DIALECT, Described
from starter.runtime.settings import NAMESPACE
from workflows.kernel.act import Answer, Envelope, Frozen, Message, Reason, StartMessage
from workflows.kernel.attributes import SEARCH_ATTRIBUTES
from workflows.kernel.file import Decision
from workflows.kernel.messages import STANDING
from workflows.kernel.process import Process
from workflows.kernel.term import TermState
from workflows.kernel.view import TermView, View
from workflows.kernel.words import ROLES

COMMAND: Final = "python -m starter.client.contract docs/contract"
"""What writes the files anew."""

INDEX: Final = "index.json"

EXITS: Final = {
    exits.OK: "done",
    exits.REFUSED: "a check failed, or the law (or the case) refused",
    exits.TROUBLE: "wrong usage, or the stack has a problem",
    exits.NOT_FOUND: "no such case or term",
    exits.RECEIVED: "received and dated, but the case is out of reach: it will be told",
}

_OUTCOME: Final = "outcome/"


class Opening(Frozen):
    """What `view` returns until the case is open: a moment, or as long as no worker runs."""

    case_id: str
    stage: Literal["opening"]


class Shown(RootModel[View | Opening]):
    """What the query `view` returns."""


class Explained(RootModel[tuple[TermView, ...]]):
    """What the query `why` returns: the terms asked for, each with the derivation of its date."""


class RefusalDetails(RootModel[tuple[Reason, ...]]):
    """First detail of an error of type `Refused`: every reason, the one to act on first."""

    root: tuple[Reason, ...] = Field(min_length=1)


def schemas() -> dict[str, dict[str, Any]]:
    """Return every file of the contract by its path: the schemas, and the index last."""
    files: dict[str, dict[str, Any]] = {}
    for process in PROCESSES.values():
        files |= _of_process(process)
    for kind in STANDING:
        title = f"{kind.command}: any process"
        files[_standing(kind)] = _sent(_carrying(Envelope, kind), _standing(kind), title)
    files["answer.json"] = _returned(Answer, "answer.json", "Answer to an admitted command")
    files["refused.json"] = _returned(RefusalDetails, "refused.json", "Details of a refusal")
    files["view.json"] = _returned(Shown, "view.json", "Result of the query view")
    files["why.json"] = _returned(Explained, "why.json", "Result of the query why")
    files[INDEX] = index()
    return files


def index() -> dict[str, Any]:
    """Return all that has a name: where to send what, who may, and what comes back."""
    return {
        "v": 1,
        "namespace": NAMESPACE,
        "encoding": "json/plain",
        "processes": {process.name: _entry(process) for process in PROCESSES.values()},
        "standing_commands": {
            kind.command: {"schema": _standing(kind), "roles": list(getattr(kind, "roles", ()))}
            for kind in STANDING
        },
        "command": {
            "as_update": "the name is the command's, the update ID its command_id; answered",
            "as_signal": "the name is the command's; journalled, never answered",
            "answer": "answer.json",
        },
        "roles_note": "roles are who usually sends a command; where they are empty the rule of the "
        "term names them. The view lists under `allowed` who may send what at the moment.",
        "queries": {
            "view": {"argument": None, "result": "view.json"},
            "why": {
                "argument": "key or rule ID of a term, as text; all open terms without one",
                "result": "why.json",
            },
        },
        "refused": {
            "error": "ApplicationError",
            "type": "Refused",
            "non_retryable": True,
            "message": "<rule>: <what>, of the first reason",
            "details": ["refused.json"],
        },
        "term_states": [state.value for state in TermState],
        "search_attributes": dict(SEARCH_ATTRIBUTES),
        "roles": _words(ROLES.items()),
        "exit_codes": {str(code): said for code, said in EXITS.items()},
    }


def write(folder: Path) -> None:
    """Write every file of the contract; what else lies in the folder stays."""
    for name, content in schemas().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(content), encoding="utf-8")


def text(content: Mapping[str, Any]) -> str:
    """Return a file of the contract as it is checked in."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


# -- one process -----------------------------------------------------------------------------------


def _of_process(process: Process) -> dict[str, dict[str, Any]]:
    start, result = f"{process.name}/start.json", f"{process.name}/result.json"
    filing = _carrying(StartMessage, process.application)
    files = {start: _sent(filing, start, f"Start of {process.workflow_type}")}
    for spec in process.commands:
        path = _own(process, spec.message)
        title = f"{spec.name}: {process.name}"
        files[path] = _sent(_carrying(Envelope, spec.message), path, title)
    files[result] = _returned(Decision, result, f"Result of {process.workflow_type}")
    return files


def _entry(process: Process) -> dict[str, Any]:
    file_no = StartMessage.model_json_schema()["properties"]["file_no"]["pattern"]
    stages = set(process.stages)
    commands = {spec.name for spec in process.commands} | {kind.command for kind in STANDING}
    named = [(key, said) for key, said in process.words.items() if key not in commands]
    outcomes = [(k.removeprefix(_OUTCOME), said) for k, said in named if k.startswith(_OUTCOME)]
    others = [(k, said) for k, said in named if not k.startswith(_OUTCOME)]
    assert stages <= dict(others).keys(), "every stage has its words"
    return {
        "workflow_type": process.workflow_type,
        "task_queue": process.task_queue,
        "workflow_id": f"^{process.name}-{file_no.removeprefix('^')}",
        "id_reuse_policy": "REJECT_DUPLICATE",
        "start": f"{process.name}/start.json",
        "result": f"{process.name}/result.json",
        "commands": {
            spec.name: {
                "schema": _own(process, spec.message),
                "roles": [role.value for role in spec.roles],
                "rule": spec.rule,
                "title": _said(process.words[spec.name]),
            }
            for spec in process.commands
        },
        "stages": _words((k, s) for k, s in others if k != process.application.command),
        "outcomes": _words(outcomes),
    }


def _own(process: Process, kind: type[Message]) -> str:
    return f"{process.name}/{kind.command}.json"


def _standing(kind: type[Message]) -> str:
    return f"standing/{kind.command}.json"


def _words(words: Iterable[tuple[str, tuple[str, str]]]) -> dict[str, dict[str, str]]:
    return {str(key): _said(said) for key, said in words}


def _said(pair: tuple[str, str]) -> dict[str, str]:
    return {"tr": pair[0], "en": pair[1]}


# -- one message -----------------------------------------------------------------------------------


def _carrying(envelope: type[Frozen], kind: type[Message]) -> type[Frozen]:
    """Return the envelope with the body that it carries under this name."""
    bare = all(not field.is_required() for field in kind.model_fields.values())
    body: Any = (kind, Field(default_factory=kind)) if bare else (kind, ...)
    carrying: type[Frozen] = create_model(
        envelope.__name__, __base__=envelope, __doc__=envelope.__doc__, body=body
    )
    return carrying


def _sent(kind: type[Frozen], path: str, title: str) -> dict[str, Any]:
    return _schema(kind, path, title, mode="validation")


def _returned(kind: Any, path: str, title: str) -> dict[str, Any]:
    opened: dict[str, Any] = _open(_schema(kind, path, title, mode="serialization"))
    return opened


def _schema(kind: Any, path: str, title: str, *, mode: JsonSchemaMode) -> dict[str, Any]:
    made = kind.model_json_schema(mode=mode, schema_generator=Described)
    return {"$schema": DIALECT, "$id": path, **made, "title": title}


def _open(value: Any) -> Any:
    """Let a client's check pass when a case one day says more than it does now."""
    if isinstance(value, dict):
        closed = value.get("additionalProperties") is False
        return {k: _open(v) for k, v in value.items() if not closed or k != "additionalProperties"}
    return [_open(each) for each in value] if isinstance(value, list) else value


def main(arguments: list[str]) -> int:
    """Write the contract into the folder named."""
    if len(arguments) != 1:
        sys.stderr.write(f"usage: {COMMAND}\n")
        return exits.TROUBLE
    write(Path(arguments[0]))
    return exits.OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
