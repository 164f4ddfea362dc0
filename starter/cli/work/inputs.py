"""What was typed, read into what the client takes."""

import json
import re
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter, ValidationError

from starter.cli.exits import Usage
from starter.client.answers import NotFound
from starter.client.processes import PROCESSES, ROLES, name_of, titles
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.roles import Actor

if TYPE_CHECKING:
    from workflows.kernel.case.process import Process

_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_FILE_NO: Final = re.compile(r"^[A-Za-z0-9]{1,20}-\d{1,19}$")
_DURATION: Final = re.compile(r"^(\d{1,5})([hdw])$")


def body_from(source: str | None, fields: list[str]) -> dict[str, Any]:
    """Return a message's body: a file or standard input, with single fields set on top.

    A whole envelope, as the contract's examples are, gives its body.

    Raises:
        Usage: It cannot be read, or a field is not ``key=value``.
    """
    body: Any = {} if source is None else _loaded(source)
    if not isinstance(body, dict):
        raise Usage("the body is not an object of fields")
    if isinstance(body.get("body"), dict) and {"v", "actor"} & body.keys():
        body = body["body"]
    for field in fields:
        key, equals, value = field.partition("=")
        if not equals or not all(key.split(".")):
            raise Usage(f"--set takes key=value, not {field!r}")
        _put(body, key.split("."), _value(value))
    return {str(key): value for key, value in body.items()}


def _loaded(source: str) -> Any:
    from starter.cli.work.plain import NotPlain, plain  # noqa: PLC0415 - most commands read no YAML

    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
    except OSError as fault:
        raise Usage(f"{source} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise Usage(f"{source} is not UTF-8 text") from fault
    try:
        return plain(text)
    except NotPlain as fault:
        where = f", line {fault.line}" if fault.line else ""
        raise Usage(f"{source} is neither YAML nor JSON{where}") from fault


def _put(body: dict[str, Any], path: list[str], value: Any) -> None:
    inner: Any = body
    for n, part in enumerate(path):
        last = n == len(path) - 1
        if isinstance(inner, list) and part.isdecimal() and int(part) <= len(inner):
            inner += [{}] if int(part) == len(inner) else []
            place: Any = int(part)
        elif isinstance(inner, dict):
            place = part
        else:
            raise _no_fields(path, path[n - 1])
        if last:
            inner[place] = value
        else:
            inner = inner.setdefault(place, {}) if isinstance(inner, dict) else inner[place]


def _no_fields(path: list[str], part: str) -> Usage:
    return Usage(f"--set {'.'.join(path)}: {part} has no fields of its own")


def _value(text: str) -> Any:
    """Return JSON where it is JSON; fractions and everything else stay text, exactly as typed."""
    try:
        return json.loads(text, parse_float=str, parse_constant=str)
    except ValueError:
        return text


def in_code(names: Iterable[str]) -> str:
    """Write names as they are typed: in whatever language, they stay as they are.

    >>> in_code(["board", "registry"])
    '`board`, `registry`'
    """
    return ", ".join(f"`{name}`" for name in names)


def actor_from(text: str) -> Actor:
    """Return who acts, from ``role``, ``role:id`` or ``role:id@institution``.

    Raises:
        Usage: There is no such role, or the ID has other characters than letters, digits, ._:-

    >>> actor_from("applicant:pub-17").id
    'pub-17'
    >>> actor_from("principal:mudur-1@99001122").institution
    '99001122'
    """
    who, _, institution = text.partition("@")
    role, _, own_id = who.partition(":")
    if role not in ROLES:
        raise Usage(f"there is no role {role!r}; roles: {in_code(ROLES)}")
    try:
        return Actor(role=role, id=own_id or "cli", institution=institution or None)
    except ValidationError as wrong:
        raise Usage(
            f"--as {text}: an ID is up to 64 letters, digits and ._:-, an institution's code up "
            "to 32 letters, digits and ._-"
        ) from wrong


def instant_from(text: str) -> datetime:
    """Return an instant; without an offset it is Istanbul time.

    Raises:
        Usage: It is not one.

    >>> instant_from("2031-03-10T09:30").isoformat()
    '2031-03-10T09:30:00+03:00'
    """
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=ISTANBUL)).astimezone(at.tzinfo or ISTANBUL)
    except (ValueError, OverflowError) as wrong:
        raise Usage(f"{text!r} is not an instant: write 2031-03-10T09:30") from wrong


def day_from(text: str) -> date:
    """Return a day.

    Raises:
        Usage: It is not one.
    """
    try:
        return TypeAdapter(date).validate_python(text)
    except ValidationError as wrong:
        raise Usage(f"{text!r} is not a day: write 2031-04-30") from wrong


def duration_from(text: str) -> timedelta:
    """Return a length of time.

    Raises:
        Usage: It is not one.

    >>> duration_from("30d").days
    30
    """
    found = _DURATION.match(text)
    if found is None:
        raise Usage(f"{text!r} is not a length of time: write 12h, 30d or 2w")
    return int(found[1]) * _UNITS[found[2]]


def process_named(name: str) -> str:
    """Return the name of a process.

    Raises:
        Usage: There is none of that name.
    """
    if name not in PROCESSES:
        raise Usage(f"there is no process {name!r}; processes: {', '.join(PROCESSES)}")
    return name


def process_from(name: str) -> "Process":
    """Return a process by its name.

    Raises:
        Usage: There is none of that name.
    """
    return PROCESSES[process_named(name)]


def stage_from(name: str) -> str:
    """Return a stage as cases of some process have it.

    Raises:
        Usage: No process has it.
    """
    named = {key for each in PROCESSES for key in titles(each)}
    stages = sorted(key for key in named if not key.startswith("outcome/"))
    if name not in stages:
        raise Usage(f"there is no stage {name!r}; stages: {in_code(stages)}")
    return name


def role_from(name: str) -> str:
    """Return a role.

    Raises:
        Usage: There is none of that name.
    """
    if name not in ROLES:
        raise Usage(f"there is no role {name!r}; roles: {in_code(ROLES)}")
    return name


def process_behind(case_id: str) -> "Process":
    """Return the process of a case.

    Raises:
        NotFound: The ID is nobody's.
    """
    return PROCESSES[named_behind(case_id)]


def named_behind(case_id: str) -> str:
    """Return the name of a case's process.

    Raises:
        NotFound: The ID is nobody's.
    """
    name = name_of(case_id)
    if name is None:
        number = case_id if _FILE_NO.match(case_id) else "2031-0042"
        example = f"{next(iter(PROCESSES))}-{number}"
        raise NotFound(case_id, f"is not a case ID; one looks like {example}")
    return name


def wall_clock() -> datetime:
    """Return the present instant, for lists that people look at."""
    return datetime.now(UTC)


def check_file(file: Path, kinds: tuple[str, ...], *, force: bool) -> None:
    """Stop before anything is read if a file cannot be written as wished.

    Raises:
        Usage: It has another ending, is there already, or has no folder.
    """
    if file.suffix.lower() not in kinds:
        named = " or ".join(f"something{kind}" for kind in kinds)
        raise Usage(f"{file} has another ending: name it {named}")
    if file.exists() and not force:
        raise Usage(f"{file} exists already; --force replaces it")
    if not file.absolute().parent.is_dir():
        raise Usage(f"there is no folder {file.parent}")
