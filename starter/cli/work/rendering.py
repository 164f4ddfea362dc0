"""What people read: tables and lines, in Turkish or English titles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from activities.journal.projection import CaseRow, Listed
from starter.cli.work import waiting
from starter.cli.work.speaking import clock, due, role, t
from starter.client.processes import titles
from workflows.kernel.case.records import Entry
from workflows.kernel.display.words import KINDS, TEXTS, word
from workflows.kernel.roles import Role
from workflows.kernel.worded import Words

if TYPE_CHECKING:
    from activities.post.correspondence import Numbered
    from activities.post.notices import Undelivered

WIDE: Final = 110
"""Columns of a screen on which a case needs one line."""

SAME_MOMENT: Final = timedelta(minutes=1)
"""What is settled later than this after the instant from which it counts shows both."""


def titled_table(title: str, *columns: str) -> Table:
    """Return an empty table as every command draws it: a title, headings, no frame."""
    table = Table(
        title=title, title_justify="left", title_style="bold", header_style="bold",
        box=box.SIMPLE_HEAD, pad_edge=False,
    )  # fmt: skip
    for column in columns:
        # an ID or an instant cut off is of no use; what people wrote may wrap
        table.add_column(column, overflow="fold")
    return table


def cases(listed: Listed, lang: str) -> RenderableType:
    """Write a list of cases, and how many it leaves out."""
    if not listed.cases:
        return Text(t("none", lang))
    table = _Cases(listed.cases, lang)
    if not listed.left_out:
        return table
    said = t("left_out", lang).format(shown=len(listed.cases), of=listed.fitting)
    return Group(table, Text(said, style="yellow"))


@dataclass(frozen=True)
class _Cases:
    """A row for each case; on a narrow screen with lines in its cells, so that no word is cut."""

    rows: Iterable[CaseRow]
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= WIDE
        names = ("case", "stage", "awaited", "term", "due", "state")
        table = titled_table("", *(t(key, self.lang) for key in (names if wide else names[:2])))
        if not wide:
            table.add_column(t("due", self.lang))
        for whole in (0, 4 if wide else 2):  # IDs are copied, instants are read at a glance
            table.columns[whole].no_wrap = True
        for row in self.rows:
            case, stage, awaited, term, last, state = self._cells(row)
            narrow = (case, "\n".join(filter(None, (stage, awaited, state))), f"{last}\n{term}")
            cells = (case, stage, awaited, term, last, state) if wide else narrow
            table.add_row(*cells, style="red" if row.overdue else None)
        yield table

    def _cells(self, row: CaseRow) -> tuple[str, str, str, str, str, str]:
        return (
            row.case_id,
            word(titles(row.process), row.stage, self.lang),
            role(row.waiting_on, self.lang),
            row.next_term or "—",
            due(row.next_due),
            _how_it_stands(row, self.lang),
        )


def _how_it_stands(row: CaseRow, lang: str) -> str:
    if row.outcome is not None:
        outcome = word(titles(row.process), f"outcome/{row.outcome}", lang)
        return f"{outcome} · {row.outcome_rule}"
    flags = [word(TEXTS, "overdue", lang)] if row.overdue else []
    flags += [t("attention", lang)] if row.needs_attention else []
    return " · ".join([*flags, *(waiting.in_list(each, lang) for each in row.pending)])


def timeline(said: Words, entries: Iterable[Entry], lang: str) -> RenderableType:
    """Write a journal in the words of its process: what was done, and what its document says."""
    return _Journal(said, tuple(entries), lang)


@dataclass(frozen=True)
class _Journal:
    """A row for each entry; on a narrow screen with lines in its cells, so that no word is cut."""

    said: Words
    entries: Iterable[Entry]
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= WIDE
        full = ("entry", "rule", "counts", "settled", "by", "effects")
        names = full if wide else ("counts", "entry", "effects")
        table = titled_table("", "#", *(t(key, self.lang) for key in names))
        table.columns[2 if wide else 1].no_wrap = True
        for entry in self.entries:
            table.add_row(str(entry.n), *(self._wide(entry) if wide else self._narrow(entry)))
        yield table

    def _wide(self, entry: Entry) -> tuple[str, ...]:
        return (
            "\n".join([_title(self.said, entry, self.lang), *_document(entry, self.lang)]),
            entry.rule,
            clock(entry.counts_from),
            clock(entry.settled_at),
            _by(entry, self.lang),
            "\n".join(_effects(self.said, entry, self.lang)),
        )

    def _narrow(self, entry: Entry) -> tuple[str, ...]:
        when = [clock(entry.counts_from)]
        if entry.settled_at - entry.counts_from > SAME_MOMENT:
            when += [f"{t('settled', self.lang)}:", clock(entry.settled_at)]
        title, by = _title(self.said, entry, self.lang), _by(entry, self.lang)
        done = [f"{title} · {entry.rule}", *_document(entry, self.lang), f"— {by}"]
        effects = _effects(self.said, entry, self.lang)
        return "\n".join(when), "\n".join(done), "\n".join(effects)


def _title(said: Words, entry: Entry, lang: str) -> str:
    title = word(said, entry.name, lang)
    return f"{word(KINDS, entry.kind, lang)}: {title}" if entry.kind in KINDS else title


def _document(entry: Entry, lang: str) -> Iterable[str]:
    """Write what a command brought in single values: scores, numbers, days."""
    from starter.pages.fields import in_short  # noqa: PLC0415 - reads the dictionary

    if entry.kind == "command" and isinstance(entry.body, dict):
        for name, value in in_short(entry.body, lang):
            yield f"  {name}: {t(value, lang) if value in {'yes', 'no'} else value}"


def _by(entry: Entry, lang: str) -> str:
    """Write who acted; of who applied no key: a draft is reviewed without its name."""
    who = entry.actor
    said = role(who.role, lang)
    return said if who.role in {Role.APPLICANT, Role.SYSTEM} else f"{said} ({who.id})"


def _effects(said: Words, entry: Entry, lang: str) -> list[str]:
    effects = entry.effects if isinstance(entry.effects, dict) else {}
    lines = [word(said, str(effects.get("stage", "")), lang)]
    terms = effects.get("terms")
    for term in terms if isinstance(terms, list) else []:
        if isinstance(term, dict):
            at = term.get("due_at")
            when = due(datetime.fromisoformat(str(at))) if at else "—"
            lines.append(f"{term.get('key')} {t(str(term.get('state')), lang)} · {when}")
    decision = effects.get("decision")
    if isinstance(decision, dict):
        lines.append(word(said, f"outcome/{decision.get('outcome')}", lang))
    return [line for line in lines if line]


def undelivered(notices: "Iterable[Undelivered]", lang: str) -> RenderableType:
    """Write what has not arrived, and when it is tried again."""
    columns = ("case", "occasion", "to", "state", "why", "next_try")
    table = titled_table("", *(t(key, lang) for key in columns))
    table.columns[5].no_wrap = True
    for each in notices:
        table.add_row(
            each.case_id,
            each.occasion,
            each.addressee,
            t(each.state, lang),
            each.why or "—",
            clock(each.next_try_at),
        )
    return table if table.row_count else Text(t("none", lang))


def letters(found: "Iterable[Numbered]", lang: str) -> RenderableType:
    """Write the letters of a case."""
    columns = ("number", "day", "to", "subject", "state")
    table = titled_table(t("letters", lang), *(t(key, lang) for key in columns))
    table.columns[0].no_wrap = True
    for each in found:
        said = t(f"letter-{each.state}", lang)
        table.add_row(
            each.number, each.dated_on.isoformat(), role(each.addressee, lang), each.subject, said
        )
    return table if table.row_count else Text(t("none", lang))


def days(rows: Iterable[tuple[date, str, str]], lang: str) -> RenderableType:
    """Write closed and half days."""
    table = titled_table("", t("day", lang), t("kind", lang), t("name", lang))
    for day, kind, name in rows:
        table.add_row(day.isoformat(), t(kind, lang), name)
    return table
