"""The form of a case file, and how what an earlier release carried is lifted to it.

A file is written and read by one build only; between two builds lies a boundary, and there it is
lifted, with its documents, before anything is read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from workflows.kernel.case.carried import in_full
from workflows.kernel.case.file import CaseFile
from workflows.kernel.case.message import Message
from workflows.kernel.case.process import Process
from workflows.kernel.case.standing_commands import STANDING

Raw = dict[str, Any]


class NotLifted(Exception):
    """A file that this release cannot read: it is newer, or has what nobody knows any more."""


def lift(raw: Raw) -> Raw:
    """Return a carried file in today's form, its documents as they are.

    Raises:
        NotLifted: It has a form that this release does not know: that of a later one.
    """
    form = raw.get("v")
    if not isinstance(form, int) or not 1 <= form <= CaseFile.form():
        raise NotLifted(f"its form is {form}; this release reads 1 to {CaseFile.form()}")
    for step in _LIFTS[form - 1 :]:
        raw = step(raw)
    return raw


def carried_file(process: Process, raw: Raw) -> CaseFile:
    """Read a carried file, lifted to today's form with all its documents.

    Raises:
        NotLifted: This release cannot read it.
    """
    lifted = _with_documents(process, in_full(lift(raw)))
    if lifted["text"] > process.text:
        known = f"this release knows {process.text}"
        raise NotLifted(f"it is told by edition {lifted['text']} of its text; {known}")
    try:
        return CaseFile.model_validate(lifted)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise NotLifted(f"{where}: {first['msg']}") from wrong


def _with_documents(process: Process, raw: Raw) -> Raw:
    kinds = _kinds(process)
    forms = raw["forms"]

    def body(name: str, was: Raw) -> Raw:
        return _document(kinds[name], was, forms.get(name, 1)) if name in kinds else was

    application = process.application.command
    return {
        **raw,
        "forms": process.forms,
        "start": {**raw["start"], "body": body(application, raw["start"]["body"])},
        "facts": [{**fact, "body": body(fact["name"], fact["body"])} for fact in raw["facts"]],
        "pending": [_pending(waiting, body) for waiting in raw["pending"]],
    }


def _kinds(process: Process) -> Mapping[str, type[Message]]:
    kinds = (process.application, *process.messages, *STANDING)
    return {kind.command: kind for kind in kinds}


def _document(kind: type[Message], body: Raw, form: int) -> Raw:
    if form > kind.form():
        newer = f"{kind.command} has form {form}; this release reads 1 to {kind.form()}"
        raise NotLifted(newer)
    for step in kind.lifts[form - 1 :]:
        body = step(body)
    return body


def _pending(waiting: Raw, body: Callable[[str, Raw], Raw]) -> Raw:
    command = waiting["command"]
    envelope = {
        **command["envelope"],
        "body": body(command["name"], command["envelope"]["body"]),
    }
    return {**waiting, "command": {**command, "envelope": envelope}}


def _to_2(raw: Raw) -> Raw:
    """Form 2 says by which edition of its text a case is told, and the forms of its documents."""
    return {"facts": [], "pending": [], **raw, "v": 2, "text": 1, "forms": {}}


_LIFTS = (_to_2,)
"""From each form of the file to the next."""
