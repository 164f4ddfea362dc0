"""Runs the work of one command and ends it: one output, one exit code, no trace-back."""

import json
import re
import sys
from collections.abc import Coroutine, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

from starter.cli.exits import DEBUG, Usage, debugging
from starter.client.exits import NOT_FOUND, OK, RECEIVED, REFUSED, TROUBLE

if TYPE_CHECKING:
    from rich.console import RenderableType


_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")

_AS_WRITTEN: Final = ("body", "content")
"""What holds a document: it is shown as it was sent."""


@dataclass(frozen=True)
class Settings:
    """What holds for every command."""

    home: Path
    """Folder of the embedded stack."""
    lang: str
    """``tr`` or ``en``: titles in what people read."""


@dataclass(frozen=True)
class Shown:
    """What a command has to say, to programs and to people."""

    data: Any
    """Plain JSON values."""
    human: "RenderableType"
    code: int = OK


SPOKEN: Final = ContextVar("SPOKEN", default="en")
"""Language of the command that runs; English where none has been read."""


_TYPED: Final = ContextVar[Mapping[str, Any]]("_TYPED", default=MappingProxyType({}))
"""What was typed behind the command that runs."""


def settings(ctx: typer.Context) -> Settings:
    """Return the global options."""
    _TYPED.set(ctx.params)
    found = ctx.find_object(Settings)
    assert found is not None, "the callback sets them before any command runs"
    return found


def finish(work: Coroutine[Any, Any, Shown], *, as_json: bool) -> NoReturn:
    """Do the work of a command, print what it says, and exit.

    Raises:
        typer.Exit: always, with the command's exit code.
    """
    # not needed for help, and slow to load
    from starter.runtime.event_loop import serve_in_loop  # noqa: PLC0415

    try:
        shown = serve_in_loop(work)
    except Exception as fault:
        if debugging():
            raise
        shown = rendered(fault, SPOKEN.get())
    if as_json:
        print_json(in_one_time(shown.data))
    else:
        _print(shown)
    raise typer.Exit(shown.code)


def print_json(data: Any) -> None:
    """Print what a command has to say to programs."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def in_one_time(data: Any) -> Any:
    """Return JSON with every instant as Istanbul reads it; a document stands as it was written.

    >>> in_one_time({"due_at": "2031-05-26T14:30:00Z", "body": {"at": "2031-05-26T14:30:00Z"}})
    {'due_at': '2031-05-26T17:30:00+03:00', 'body': {'at': '2031-05-26T14:30:00Z'}}
    """
    match data:
        case dict():
            return {
                key: each if key in _AS_WRITTEN else in_one_time(each) for key, each in data.items()
            }
        case list() | tuple():
            return [in_one_time(each) for each in data]
        case str() if _INSTANT.fullmatch(data):
            from datetime import datetime  # noqa: PLC0415 - not needed for help

            from workflows.kernel.law.calendar import ISTANBUL  # noqa: PLC0415

            return datetime.fromisoformat(data).astimezone(ISTANBUL).isoformat()
        case _:
            return data


def rendered(fault: Exception, lang: str = "en") -> Shown:
    """Say what went wrong in words a person can act on; to programs in English."""
    code, kind = _kind(fault)
    said = str(fault) or type(fault).__name__
    if kind == "unexpected":
        said = f"{type(fault).__name__}: {said}. With {DEBUG}=1 the full traceback is shown."
    data: dict[str, Any] = {"kind": kind, "said": said}
    reasons = getattr(fault, "reasons", ())
    if kind == "refused":
        data["reasons"] = [each.model_dump(mode="json") for each in reasons]
    if kind == "received":
        data |= {
            "case_id": getattr(fault, "case_id", None),
            "command_id": getattr(fault, "command_id", None),
            "received_at": at.isoformat() if (at := getattr(fault, "received_at", None)) else None,
        }
    return Shown({"error": data}, _said(kind, said, fault, lang), code)


def _kind(fault: Exception) -> tuple[int, str]:
    from starter.client import answers  # noqa: PLC0415 - keeps `vade --help` quick
    from starter.runtime.problem import StackProblem  # noqa: PLC0415

    kinds: dict[type[Exception], tuple[int, str]] = {
        answers.Refused: (REFUSED, "refused"),
        answers.AlreadyOpen: (REFUSED, "already-open"),
        answers.NotFound: (NOT_FOUND, "not-found"),
        answers.Received: (RECEIVED, "received"),
        answers.OutOfReach: (TROUBLE, "out-of-reach"),
        StackProblem: (TROUBLE, "stack"),
        Usage: (TROUBLE, "usage"),
    }
    fitting = (end for kind, end in kinds.items() if isinstance(fault, kind))
    return next(fitting, (TROUBLE, "unexpected"))


def _said(kind: str, said: str, fault: Exception, lang: str) -> "RenderableType":
    from rich.console import Group  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from starter.client.wording import fault_in, in_language  # noqa: PLC0415 - only where needed

    if kind != "refused":
        said = said if kind == "unexpected" else fault_in(fault, lang, _process())
        return Text(said, style="yellow" if kind == "received" else "red")
    lines = [
        Text.assemble((each.rule, "bold red"), f"  {each.what}\n    {each.why}\n    → {each.do}")
        for each in in_language(getattr(fault, "reasons", ()), lang, _process())
    ]
    return Group(*lines)


def _process() -> str | None:
    """Return the process that the command is about, if it names a case or a process."""
    from starter.client.processes import name_of  # noqa: PLC0415 - only where needed

    named = _TYPED.get()
    return name_of(str(named.get("case", ""))) or named.get("process")


def _print(shown: Shown) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    # errors are not output: a script that reads output must not take an error for it
    wrong = isinstance(shown.data, dict) and "error" in shown.data
    # an address that is cut off leads nowhere, and a token in two lines opens nothing
    text = isinstance(shown.human, Text)
    Console(stderr=wrong).print(shown.human, crop=False, soft_wrap=text)
