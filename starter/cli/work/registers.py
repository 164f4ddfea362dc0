"""The registers beside any case: their rows, forms filled in by name, a publisher's bans."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from activities.listing import ListedRow, Sees, WantedRows, list_rows
from activities.textbook.sanctions import sanctions_of
from starter.api.access.registers import REGISTERS
from starter.cli.exits import Usage
from starter.cli.finish import Settings, Shown
from starter.cli.work.database import database
from starter.cli.work.inputs import actor_from, body_from, day_from, in_code, wall_clock
from starter.cli.work.rendering import titled_table
from starter.cli.work.speaking import said, t
from starter.forms.doors import DOORS
from starter.forms.doors import fill_in as filled_in
from starter.pages.fields import field_word, name_word, said_value
from starter.pages.words import t as page_word

AT_A_GLANCE: Final = 100
"""Most rows that a person reads, unless another number is asked for."""

ROOM: Final = 20
"""Columns of the screen that a column of a table needs at least."""

_ALL: Final = 1_000_000
_EVERYTHING: Final = Sees(everything=True)
"""Whoever has the database's address reads all of it."""


@dataclass(frozen=True)
class Asked:
    """Which rows are to be listed, as it was typed; all of it holds together."""

    key: str | None = None
    subject: str | None = None
    institution: str | None = None
    case_id: str | None = None
    on: str | None = None
    limit: int | None = None


async def listed(settings: Settings) -> Shown:
    """List the registers, each with its forms."""
    lang = settings.lang
    table = titled_table("", t("register", lang), t("name", lang), t("forms", lang))
    table.columns[0].no_wrap = True
    data = []
    for name, each in REGISTERS.items():
        title = each.en if lang == "en" else each.tr
        forms = {form: page_word(f"form/{form}", lang) for form in each.doors(name)}
        table.add_row(name, title, "\n".join(f"{form} ({said})" for form, said in forms.items()))
        data.append({"register": name, "title": title, "forms": forms})
    return Shown(data, Group(table, Text(t("register_help", lang))))


async def rows(settings: Settings, name: str, asked: Asked, *, for_programs: bool) -> Shown:
    """List rows of a register; of one that names people, those of one person alone.

    Raises:
        Usage: There is no such register, or it has to be said whose row is looked for.
    """
    found = REGISTERS.get(name)
    if found is None:
        raise Usage(f"no register {name!r}; there are: {in_code(REGISTERS)}")
    if found.one_by_one and asked.key is None and asked.subject is None:
        raise Usage(said("one_by_one", settings.lang, register=name))
    wanted = WantedRows(
        register_name=name,
        key=asked.key,
        subject=asked.subject,
        institution=asked.institution,
        case_id=asked.case_id,
        on=day_from(asked.on) if asked.on else None,
    )
    limit = asked.limit or (_ALL if for_programs else AT_A_GLANCE)
    async with database(settings) as pool, pool.acquire() as conn:
        come = await list_rows(conn, wanted, _EVERYTHING, limit=limit + 1)
    human = _rows(come[:limit], settings.lang)
    if len(come) > limit:
        more = Text(said("more_rows", settings.lang, n=limit), style="yellow")
        human = Group(human, more)
    return Shown([row.content for row in come[:limit]], human)


def _rows(found: Iterable[ListedRow], lang: str) -> RenderableType:
    contents = tuple(row.content for row in found)
    return _Rows(contents, lang) if contents else Text(t("none", lang))


@dataclass(frozen=True)
class _Rows:
    """A table; where it has more columns than the screen has room for, each row by itself."""

    contents: tuple[dict[str, Any], ...]
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        names = list(dict.fromkeys(name for content in self.contents for name in content))
        if len(names) * ROOM > options.max_width:
            yield from self._one_by_one()
            return
        table = titled_table("", *(field_word(name, self.lang) for name in names))
        for content in self.contents:
            table.add_row(*(_cell(content.get(name), self.lang) for name in names))
        yield table

    def _one_by_one(self) -> RenderResult:
        for content in self.contents:
            told = Table.grid(padding=(0, 2))
            for name, value in content.items():
                told.add_row(field_word(name, self.lang), _cell(value, self.lang))
            yield told
            yield Text()


def _cell(value: Any, lang: str) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return page_word("yes" if value else "no", lang)
        case dict():
            lines = (
                f"{name_word(name, lang)}: {_cell(each, lang)}" for name, each in value.items()
            )
            return "\n".join(lines)
        case list():
            return ", ".join(_cell(each, lang) for each in value)
        case _:
            return said_value(value, lang)


async def fill_in(
    settings: Settings, form: str, body: str | None, fields: list[str], by: str
) -> Shown:
    """Fill in one of the forms, now.

    Raises:
        Usage: There is no such form.
        Refused: With all reasons.
    """
    if form not in DOORS:
        raise Usage(f"no form {form!r}; there are: {in_code(DOORS)}")
    content, actor = body_from(body, fields), actor_from(by)
    async with database(settings) as pool:
        answer = await filled_in(pool, form, actor, content, at=wall_clock())
    lang = settings.lang
    lines = [f"✓ {form} · {page_word(f'form/{form}', lang)}"]
    if isinstance(answer, dict):
        told = {name: value for name, value in answer.items() if value is not None}
        lines += [
            f"  {field_word(name, lang)}: {_cell(value, lang)}" for name, value in told.items()
        ]
    return Shown({"form": form, "done": True, "answer": answer}, Text("\n".join(lines)))


async def bans(settings: Settings, publisher: str) -> Shown:
    """List the bans on a publisher as they stand."""
    async with database(settings) as pool, pool.acquire() as conn:
        found = await sanctions_of(conn, publisher)
    heads = ("ban", "rule", "scope", "from", "accepted_again")
    table = titled_table("", *(t(head, settings.lang) for head in heads))
    for ban in found:
        scope = ", ".join(f"{key} {value}" for key, value in ban.scope.items())
        table.add_row(ban.id, ban.rule, scope, str(ban.starts_on), str(ban.ends_on))
    human = table if found else Text(t("none", settings.lang))
    return Shown([ban.model_dump(mode="json") for ban in found], human)
