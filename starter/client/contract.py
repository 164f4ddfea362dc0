"""The public contract: one bundle per process, one of what every case understands, and events.

    python -m starter.client.contract docs/contract        writes them; a test compares

Generated from the models by which cases decode and answer, so it cannot promise anything else. It
is stricter than they are where JSON offers two spellings: decimals are strings and instants carry
seconds and an offset. What callers send has no unknown fields; what cases send may gain some.

A bundle is a JSON Schema that stands alone. Each message is one of its ``$defs``, under the name by
which it is sent; a command's says who may send it. A process's bundle names its own roles only, so
another process's new office leaves it as it is.
"""

import json
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, Field, RootModel, create_model

from starter.client import errors, exits, nexus
from starter.client.event_contract import event_schemas
from starter.client.models import Explained
from starter.client.processes import PROCESSES
from starter.client.schemas import DIALECT, described, open_to_more
from starter.runtime.settings import NAMESPACE
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Answer, Envelope, Message, StartMessage
from workflows.kernel.case.process import Process
from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.standing_commands import (
    STANDING,
    CalendarRenewal,
    Closure,
    OrderDecision,
)
from workflows.kernel.display.attributes import SEARCH_ATTRIBUTES
from workflows.kernel.display.view import View
from workflows.kernel.law.term import TermState
from workflows.kernel.roles import Role
from workflows.kernel.values import Frozen

COMMAND: Final = "python -m starter.client.contract docs/contract"
"""What writes the files anew."""

STANDING_BUNDLE: Final = "standing.json"
"""What all processes share: commands, answers, queries, refusals."""

WIDTH: Final = 100
"""Columns of a line in the files."""

EXITS: Final = {
    exits.OK: "done",
    exits.REFUSED: "a check failed, or the law (or the case) refused",
    exits.TROUBLE: "wrong usage, or the stack has a problem",
    exits.NOT_FOUND: "no such case or term",
    exits.RECEIVED: "received and dated, but the case is out of reach: it is delivered later",
}


class Opening(Frozen):
    """What `view` returns until the case is open: a moment, or as long as no worker runs."""

    case_id: str
    stage: Literal["opening"]


class Shown(RootModel[View | Opening]):
    """What the query `view` returns."""


class RefusalDetails(RootModel[tuple[Reason, ...]]):
    """First detail of an error of type `Refused`: every reason, the one to act on first."""

    root: tuple[Reason, ...] = Field(min_length=1)


def bundles(processes: Iterable[Process] = PROCESSES.values()) -> dict[str, dict[str, Any]]:
    """Return every file of the contract of these processes by its name."""
    files = {f"{process.name}.json": _of_process(process) for process in processes}
    return {**files, STANDING_BUNDLE: _of_all()}


def files() -> dict[str, dict[str, Any]]:
    """Return every schema file of the contract: the bundles, each type of event, the service."""
    return {**bundles(), **open_to_more(event_schemas()), nexus.FILE: nexus.bundle()}


def write(folder: Path) -> None:
    """Write every file of the contract; what else lies in the folder stays."""
    for name, content in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(content), encoding="utf-8")
    (folder / errors.PAGE).write_text(errors.page(), encoding="utf-8")


def text(content: Mapping[str, Any]) -> str:
    """Return a file of the contract as it is checked in."""
    return _lines(content, "", 0) + "\n"


def _lines(value: Any, indent: str, taken: int) -> str:
    """Return a value as JSON, on one line where it fits after what is taken of that line."""
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list) or taken + len(flat) <= WIDTH:
        return flat
    inner = indent + "  "
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    named = (
        [(f"{json.dumps(key, ensure_ascii=False)}: ", each) for key, each in value.items()]
        if isinstance(value, dict)
        else [("", each) for each in value]
    )
    lines = ",\n".join(
        f"{inner}{name}{_lines(each, inner, len(inner) + len(name) + 1)}" for name, each in named
    )
    return f"{opening}\n{lines}\n{indent}{closing}"


# -- the bundles -----------------------------------------------------------------------------------


def _of_process(process: Process) -> dict[str, Any]:
    """Return where a case is started, what it understands, who may send it, and how it ends."""
    file_no = StartMessage.model_json_schema()["properties"]["file_no"]["pattern"]
    sending = {role for spec in process.commands for role in senders(spec.roles)}
    assert set(process.awaiting_stages) <= set(process.stages), "every stage has its words"
    return {
        "$schema": DIALECT,
        "$id": f"{process.name}.json",
        "v": 1,
        "workflow_type": process.workflow_type,
        "task_queue": process.task_queue,
        "workflow_id": f"^{process.name}-{file_no.removeprefix('^')}",
        "id_reuse_policy": "REJECT_DUPLICATE",
        "start": _at("start"),
        "result": _at("result"),
        "commands": {
            spec.name: {
                "schema": _at(spec.name),
                "rule": spec.rule,
                "stage": spec.stage,
                "title": _said(spec.words),
            }
            for spec in process.commands
        },
        "stages": _words((stage.value, stage.words) for stage in process.stages),
        "outcomes": _words((outcome.value, outcome.words) for outcome in process.outcomes),
        "roles": _words(process.roles.items()),
        "standing": {
            Closure.command: {"roles": list(process.decreed_by)},
            CalendarRenewal.command: {"roles": list(process.decreed_by)},
            OrderDecision.command: {"roles": list(process.order_decided_by)},
        },
        "$defs": _defs(
            {spec.message: senders(spec.roles) for spec in process.commands},
            roles=[role for role in process.roles if role in sending],
            start=process.application,
            returned={"result": Decision},
        ),
    }


def _of_all() -> dict[str, Any]:
    """Return what holds for every case, whatever its process."""
    return {
        "$schema": DIALECT,
        "$id": STANDING_BUNDLE,
        "v": 1,
        "namespace": NAMESPACE,
        "encoding": "json/plain",
        "command": {
            "as_update": "the name is the command's, the update ID its command_id; answered",
            "as_signal": "the name is the command's; journalled, never answered",
            "no_answer": "no worker runs, and an update is in no history until one does: send the "
            "same command_id and body as a signal. It counts once, from the signal's own event, "
            "even if the update is carried out as well; ask `view`, or send the update again, for "
            "its answer",
            "received_at": "left out: a command counts from its arrival. Only the registry states "
            "an earlier receipt, of a paper, with its register_no; of anybody else it is refused "
            "(V-5), unless the front door's register says the same",
            "answer": _at("answer"),
        },
        "commands": {kind.command: {"schema": _at(kind.command)} for kind in STANDING},
        "roles_note": "these are known to every case; a process's bundle has its offices, too. A "
        "command's schema has the roles that may ever send it; where it leaves them open, the "
        "process or the rule of the term names them. The view lists under `allowed` who may send "
        "what at the moment.",
        "queries": {
            "view": {"argument": None, "result": _at("view")},
            "why": {
                "argument": "key or rule ID of a term, as text; all open terms without one",
                "result": _at("why"),
            },
        },
        "refused": {
            "error": "ApplicationError",
            "type": "Refused",
            "non_retryable": True,
            "message": "<rule>: <what>, of the first reason",
            "details": [_at("refused")],
        },
        "term_states": [state.value for state in TermState],
        "search_attributes": dict(SEARCH_ATTRIBUTES),
        "roles": _words((role.value, role.words) for role in Role),
        "exit_codes": {str(code): said for code, said in EXITS.items()},
        "$defs": _defs(
            {kind: spec_of(kind).roles for kind in STANDING},
            returned={"answer": Answer, "refused": RefusalDetails, "view": Shown, "why": Explained},
        ),
    }


def senders(roles: Collection[str]) -> tuple[str, ...]:
    """Return who may send what is for these roles: what applicants do, the registry files (V-5)."""
    paper = Role.APPLICANT in roles and Role.REGISTRY not in roles
    return (*roles, Role.REGISTRY) if paper else tuple(roles)


def _at(name: str) -> str:
    return f"#/$defs/{name}"


def _words(words: Iterable[tuple[str, tuple[str, str]]]) -> dict[str, dict[str, str]]:
    return {str(key): _said(said) for key, said in words}


def _said(pair: tuple[str, str]) -> dict[str, str]:
    return {"tr": pair[0], "en": pair[1]}


# -- their messages --------------------------------------------------------------------------------

_FILED: Final = "EnvelopeOfApplicant"
_PAPER: Final = {
    "description": "An applicant's command. The registry sends it for paper, under a register "
    "number.",
    "$ref": _at("Envelope"),
    "if": {"properties": {"actor": {"properties": {"role": {"const": Role.REGISTRY.value}}}}},
    "then": {"properties": {"register_no": {"type": "string"}}, "required": ["register_no"]},
}


def _defs(
    commands: Mapping[type[Message], Collection[str]],
    *,
    returned: Mapping[str, type[BaseModel]],
    roles: Collection[str] = (),
    start: type[Message] | None = None,
) -> dict[str, Any]:
    """Return every message under the name by which it is sent, before them what they consist of.

    Args:
        commands: Who may send each; nobody in particular: whoever its rule names.
        returned: What cases send.
        roles: Who sends anything at all; nobody in particular: whoever the process knows.
        start: What a filing brings.
    """
    filing = [] if start is None else [_carrying(StartMessage, start)]
    parts = described("validation", Envelope, *filing, *commands)
    # each command says what its envelope carries and who sends it
    parts["Envelope"]["properties"]["body"] = {"type": "object"}
    if roles:
        parts["Actor"]["properties"]["role"] = {"enum": list(roles)}
    del parts["JsonValue"]
    messages = {kind.command: _command(kind, may) for kind, may in commands.items()}
    if any(message["$ref"] == _at(_FILED) for message in messages.values()):
        assert _FILED not in parts, "one name, one part"
        parts[_FILED] = _PAPER
    if filing:
        messages = {"start": parts.pop(StartMessage.__name__), **messages}
    answers = open_to_more(described("serialization", *returned.values()))
    for name, kind in returned.items():
        messages[name] = answers.pop(kind.__name__)
    assert not parts.keys() & answers.keys(), "one name, one part"
    return {**dict(sorted({**parts, **answers}.items())), **messages}


def _command(kind: type[Message], may: Collection[str]) -> dict[str, Any]:
    envelope = _FILED if Role.APPLICANT in may and Role.REGISTRY in may else "Envelope"
    sender = {"actor": {"properties": {"role": {"enum": list(may)}}}} if may else {}
    message = {
        "$ref": _at(envelope),
        "properties": {**sender, "body": {"$ref": _at(kind.__name__)}},
    }
    return message if _bare(kind) else {**message, "required": ["body"]}


def _carrying(envelope: type[Frozen], kind: type[Message]) -> type[Frozen]:
    """Return the envelope with the body that it carries under this name."""
    body: Any = (kind, Field(default_factory=kind)) if _bare(kind) else (kind, ...)
    carrying: type[Frozen] = create_model(
        envelope.__name__, __base__=envelope, __doc__=envelope.__doc__, body=body
    )
    return carrying


def _bare(kind: type[Message]) -> bool:
    """Whether a message says all by its name: nothing has to be in its body."""
    return all(not field.is_required() for field in kind.model_fields.values())


def main(arguments: list[str]) -> int:
    """Write the contract into the folder named."""
    if len(arguments) != 1:
        sys.stderr.write(f"usage: {COMMAND}\n")
        return exits.TROUBLE
    write(Path(arguments[0]))
    return exits.OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
