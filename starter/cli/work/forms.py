"""Messages and forms of registers as they are filled in: their fields and what these are called."""

from collections.abc import Iterable
from typing import Any

from rich.console import Group
from rich.text import Text

from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.inputs import in_code
from starter.cli.work.rendering import titled_table
from starter.cli.work.speaking import role, t
from starter.client import templates
from starter.client.processes import PROCESSES
from starter.forms.doors import DOORS
from starter.pages.fields import field_word, name_word, value_word
from starter.pages.form import Form, Part
from starter.pages.messages import START, form_of, form_of_register
from starter.pages.words import t as page_word


def template(what: str, command: str, *, empty: bool) -> Any:
    """Return a body to write in.

    Raises:
        Usage: There is no such process, command or form of a register.
    """
    if what in DOORS:
        form = form_of_register(what)
        return templates.template(form.schema, form.defs)
    bodies = templates.bodies_of(_process(what))
    if command not in bodies:
        raise Usage(f"{what} has no command {command!r}; it has: {in_code(bodies)}")
    found = bodies[command]
    return found.template if empty or found.example is None else found.example


async def form(settings: Settings, what: str, command: str | None) -> Shown:
    """Return the fields of a message or of a form; of a process alone, its messages.

    Raises:
        Usage: There is no such process, command or form of a register.
    """
    lang = settings.lang
    if what in DOORS:
        door, made = DOORS[what], form_of_register(what)
        return _shown(made, (what, page_word(f"form/{what}", lang), door.rule, door.by), lang)
    process = PROCESSES[_process(what)]
    if command is None:
        return _messages(what, lang)
    try:
        made = form_of(what, command)
    except KeyError:
        bodies = templates.bodies_of(what)
        raise Usage(f"{what} has no command {command!r}; it has: {in_code(bodies)}") from None
    spec = next((spec for spec in process.commands if spec.name == command), None)
    title = process.word(process.application.command if command == START else command, lang)
    about = (command, title, spec.rule if spec else "", spec.roles if spec else ())
    return _shown(made, about, lang)


def _process(what: str) -> str:
    if what in PROCESSES:
        return what
    raise Usage(
        f"there is no process or form {what!r}; processes: {in_code(PROCESSES)}; "
        f"forms of registers: {in_code(DOORS)}"
    )


def _messages(name: str, lang: str) -> Shown:
    process = PROCESSES[name]
    filing = process.word(process.application.command, lang)
    rows: list[tuple[str, str, tuple[str, ...]]] = [(START, filing, ())]
    rows += [(spec.name, process.word(spec.name, lang), spec.roles) for spec in process.commands]
    table = titled_table("", t("command", lang), t("name", lang), t("by", lang))
    table.columns[0].no_wrap = True
    for each, title, roles in rows:
        table.add_row(each, title, ", ".join(role(one, lang) for one in roles))
    data = [{"command": each, "title": title, "roles": [*roles]} for each, title, roles in rows]
    return Shown(data, table)


def _shown(made: Form, about: tuple[str, str, str, tuple[str, ...]], lang: str) -> Shown:
    name, title, rule, roles = about
    fields = [each for part in _opened(made) for each in _fields(part.name, part)]
    head = Text.assemble((name, "bold"), f" · {title}", f" · {rule}" if rule else "")
    by = [Text(f"{t('by', lang)}: {', '.join(role(one, lang) for one in roles)}")] if roles else []
    table = titled_table("", t("field", lang), t("meaning", lang), t("kind", lang))
    table.columns[0].no_wrap = True
    for path, part in fields:
        options = [f"{one} ({value_word(one, lang)})" for one in part.options]
        said = "\n".join([_called(part, lang), *options])
        table.add_row(f"{path} *" if part.required else path, said, t(f"field/{part.kind}", lang))
    data = {
        "name": name,
        "title": title,
        "rule": rule or None,
        "roles": [*roles],
        "fields": [
            {
                "path": path,
                "title": _called(part, lang),
                "kind": part.kind,
                "required": part.required,
                "values": [*part.options],
            }
            for path, part in fields
        ],
    }
    return Shown(data, Group(head, *by, table, Text(t("required", lang))))


def _opened(made: Form) -> tuple[Part, ...]:
    """Return the parts of a form with one row in every list, so that its fields are seen."""
    rows: dict[str, list[str]] = {}
    while True:
        parts = made.parts(rows)
        every = (each for part in parts for each in part.everywhere())
        lists = [each.path for each in every if each.kind in {"rows", "pairs"} and not each.parts]
        if not lists:
            return parts
        rows |= {f"{path}.#": ["1"] for path in lists}


def _fields(path: str, part: Part) -> Iterable[tuple[str, Part]]:
    """Return a part and those in it, each with where it stands in a body."""
    yield path, part
    match part.kind:
        case "rows":
            for inner in part.parts[0].parts:
                yield from _fields(f"{path}[].{inner.name}", inner)
        case "pairs" if not part.parts[0].key:
            yield from _fields(f"{path}.…", part.parts[0].parts[1])
        case "group" | "pairs":
            for inner in part.parts:
                yield from _fields(f"{path}.{inner.key or inner.name}", inner)
        case _:
            pass


def _called(part: Part, lang: str) -> str:
    return name_word(part.key, lang) if part.key else field_word(part.name, lang)
