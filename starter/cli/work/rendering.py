"""What people read: tables and lines, in Turkish or English titles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from activities.journal.projection import CaseRow, Listed
from activities.post.notices import Undelivered
from activities.registers.openings import Link
from activities.webhooks.subscriptions import DeadLetter, Subscription
from starter.cli.work import waiting
from starter.cli.work.speaking import clock, due, role, t
from starter.client.explanations import explained
from starter.client.wording import in_language, said_in
from workflows.kernel.case.events import PREFIX
from workflows.kernel.case.message import Answer, OpenTerm
from workflows.kernel.case.process import Process
from workflows.kernel.case.records import Entry
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.details import attention_said
from workflows.kernel.display.view import AllowedCommand, PendingView, TermView, View
from workflows.kernel.display.words import KINDS, TEXTS, word
from workflows.kernel.worded import day_in_words

if TYPE_CHECKING:
    from activities.post.correspondence import Numbered

WIDE: Final = 110
"""Columns of a screen on which a case needs one line."""


def reasons(why: Iterable[Reason], lang: str, process: str) -> RenderableType:
    """Write the reasons of a refusal: rule, what, why, what to do."""
    return Group(
        *(
            Text.assemble(
                (each.rule, "bold red"), f"  {each.what}\n    {each.why}\n    → {each.do}"
            )
            for each in in_language(why, lang, process)
        )
    )


def answer(process: Process, said: Answer, lang: str) -> RenderableType:
    """Write a case's answer."""
    head = Text.assemble(
        ("✓ ", "green"),
        f"{said.command_id} · {t('entry', lang)} {said.entry} · {t('stage', lang)}: ",
        (process.word(said.stage, lang), "bold"),
    )
    terms = [_open_term(term, lang) for term in said.terms]
    if said.held is None:
        return Group(head, *terms)
    lines = waiting.held(said.command_id, said.held, lang)
    return Group(*(Text(line, style="yellow") for line in lines), *terms)


def _open_term(term: OpenTerm, lang: str) -> Text:
    return Text(f"  {term.key} · {t('due', lang)}: {due(term.due_at)} · {t(term.state, lang)}")


def view(process: Process, shown: View, lang: str) -> RenderableType:
    """Write a whole case."""
    parts: list[RenderableType] = [
        Text.assemble((shown.case_id, "bold"), f" · {clock(shown.received_at)}"),
        Text(f"{t('stage', lang)}: {process.word(shown.stage, lang)} ({shown.stage})"),
    ]
    if shown.decision is not None:
        outcome = process.word(f"outcome/{shown.decision.outcome}", lang)
        day = day_in_words(shown.decision.on, lang)
        parts.append(Text(f"{t('outcome', lang)}: {outcome} · {shown.decision.rule} · {day}"))
    else:
        parts.append(Text(f"{t('awaited', lang)}: {role(shown.waiting_on, lang)}"))
    if shown.parked is not None:
        parts.append(Text(f"{word(TEXTS, 'parked', lang)}: {shown.parked}", style="red"))
    for why, what in attention_said(shown.needs_attention, lang):
        named = ", ".join(role(each, lang) for each in what)
        parts.append(Text(f"{why} {named}", style="yellow"))
    if shown.calendar_ends is not None:
        ends = f"{word(TEXTS, 'calendar-ends', lang)} {shown.calendar_ends}"
        parts.append(Text(ends, style="yellow"))
    if shown.pending:
        parts.append(_pending(shown.pending, lang))
    if shown.terms:
        parts.append(_terms(shown.terms, lang))
    parts += _allowed(process, shown.allowed, lang)
    return Group(*parts)


def linked(case_id: str, found: Iterable[Link], lang: str) -> RenderableType:
    """Write which case a case has opened, and which one opened it."""
    lines: list[RenderableType] = []
    for link in found:
        if link.opened_case == case_id:
            lines.append(Text(f"{t('opened_by', lang)}: {link.from_case}"))
        elif link.refusal is not None:
            (first,) = in_language(link.refusal.reasons[:1], lang)
            why = f"{first.rule}: {first.what}; {first.do}"
            said = f"{t('not_opened', lang)}: {link.process} · {why}"
            lines.append(Text(said, style="yellow"))
        else:
            lines.append(Text(f"{t('opens', lang)}: {link.opened_case or link.process}"))
    return Group(*lines)


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", header_style="bold",
        box=box.SIMPLE_HEAD, pad_edge=False,
    )  # fmt: skip
    for column in columns:
        # an ID or an instant cut off is of no use; what people wrote may wrap
        table.add_column(column, overflow="fold")
    return table


def _pending(pending: Iterable[PendingView], lang: str) -> Table:
    columns = (t(key, lang) for key in ("command", "counts", "why", "what_then"))
    table = _table(t("pending", lang), *columns)
    for each in pending:
        table.add_row(
            f"{each.title} ({each.command})\n{each.command_id}",
            clock(each.counts_from),
            f"{each.rule}: {said_in(each.because, lang)}{waiting.both_ways(each, lang)}",
            waiting.then(each.waits_for, each.until, lang),
        )
    return table


def _terms(terms: Iterable[TermView], lang: str) -> Table:
    columns = (t(key, lang) for key in ("rule", "term", "due", "awaited", "state"))
    table = _table(t("terms", lang), *columns)
    for term in terms:
        style = "red" if term.state == "ended" else None
        table.add_row(
            term.key,
            f"{term.name} ({term.article})",
            due(term.due_at),
            role(term.awaits, lang),
            t(term.state, lang),
            style=style,
        )
    return table


def _allowed(
    process: Process, allowed: Iterable[AllowedCommand], lang: str
) -> Iterator[RenderableType]:
    """Write the commands that are awaited each in its row, those of any stage in one paragraph."""
    awaited = [each for each in allowed if not each.aside]
    asides = [each for each in allowed if each.aside]
    if awaited:
        table = _table(t("allowed", lang), t("command", lang), t("by", lang), t("rule", lang))
        table.columns[0].no_wrap = table.columns[2].no_wrap = True  # copied as they stand
        for each in awaited:
            roles = ", ".join(f"{role(r, lang)} ({r})" for r in each.roles)
            table.add_row(f"{each.name}\n{process.word(each.name, lang)}", roles, each.rule)
        yield table
    if asides:
        named = ", ".join(f"{process.word(each.name, lang)} ({each.name})" for each in asides)
        yield Text(f"{word(TEXTS, 'asides', lang)}: {named}")


def derivation(terms: Iterable[TermView], lang: str) -> RenderableType:
    """Write how each date came about, step by step."""
    parts: list[RenderableType] = []
    for term in terms:
        parts.append(
            Text.assemble(
                (f"{term.key} {term.name}", "bold"),
                f" · {term.article} · {t('due', lang)}: {due(term.due_at)} · {t(term.state, lang)}",
            )
        )
        parts += [
            Text(
                f"  {step.day.isoformat() if step.day else '':10}  {explained(step.text, lang)}"
                + (f"  [{step.rule}]" if step.rule else "")
            )
            for step in term.steps
        ]
    return Group(*parts)


def cases(processes: Mapping[str, Process], listed: Listed, lang: str) -> RenderableType:
    """Write a list of cases, and how many it leaves out."""
    if not listed.cases:
        return Text(t("none", lang))
    table = _Cases(processes, listed.cases, lang)
    if not listed.left_out:
        return table
    said = t("left_out", lang).format(shown=len(listed.cases), of=listed.fitting)
    return Group(table, Text(said, style="yellow"))


@dataclass(frozen=True)
class _Cases:
    """A row for each case; on a narrow screen with lines in its cells, so that no word is cut."""

    processes: Mapping[str, Process]
    rows: Iterable[CaseRow]
    lang: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= WIDE
        names = ("case", "stage", "awaited", "term", "due", "state")
        table = _table("", *(t(key, self.lang) for key in (names if wide else names[:2])))
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
        process = self.processes.get(row.process)
        return (
            row.case_id,
            process.word(row.stage, self.lang) if process else row.stage,
            role(row.waiting_on, self.lang),
            row.next_term or "—",
            due(row.next_due),
            _how_it_stands(process, row, self.lang),
        )


def _how_it_stands(process: Process | None, row: CaseRow, lang: str) -> str:
    if row.outcome is not None:
        outcome = process.word(f"outcome/{row.outcome}", lang) if process else row.outcome
        return f"{outcome} · {row.outcome_rule}"
    flags = [word(TEXTS, "overdue", lang)] if row.overdue else []
    flags += [t("attention", lang)] if row.needs_attention else []
    return " · ".join([*flags, *(waiting.in_list(each, lang) for each in row.pending)])


def timeline(process: Process, entries: Iterable[Entry], lang: str) -> RenderableType:
    """Write a journal."""
    columns = (t(key, lang) for key in ("entry", "rule", "counts", "settled", "by", "effects"))
    table = _table("", "#", *columns)
    table.columns[2].no_wrap = True
    for entry in entries:
        table.add_row(
            str(entry.n),
            _title(process, entry, lang),
            entry.rule,
            clock(entry.counts_from),
            clock(entry.settled_at),
            role(entry.actor.role, lang),
            "\n".join(_effects(process, entry, lang)),
        )
    return table


def _title(process: Process, entry: Entry, lang: str) -> str:
    title = process.word(entry.name, lang)
    return f"{word(KINDS, entry.kind, lang)}: {title}" if entry.kind in KINDS else title


def _effects(process: Process, entry: Entry, lang: str) -> list[str]:
    effects = entry.effects if isinstance(entry.effects, dict) else {}
    lines = [process.word(str(effects.get("stage", "")), lang)]
    terms = effects.get("terms")
    for term in terms if isinstance(terms, list) else []:
        if isinstance(term, dict):
            at = term.get("due_at")
            when = due(datetime.fromisoformat(str(at))) if at else "—"
            lines.append(f"{term.get('key')} {t(str(term.get('state')), lang)} · {when}")
    decision = effects.get("decision")
    if isinstance(decision, dict):
        lines.append(process.word(f"outcome/{decision.get('outcome')}", lang))
    return [line for line in lines if line]


def undelivered(notices: Iterable[Undelivered], lang: str) -> RenderableType:
    """Write what has not arrived, and when it is tried again."""
    columns = ("case", "occasion", "to", "state", "why", "next_try")
    table = _table("", *(t(key, lang) for key in columns))
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


def called(found: Iterable[Subscription], lang: str) -> RenderableType:
    """Write who is called."""
    columns = ("webhook", "url", "types", "state", "waiting", "dead")
    table = _table("", *(t(key, lang) for key in columns))
    for each in found:
        types = each.types and ", ".join(name.removeprefix(PREFIX) for name in each.types)
        state = t("called" if each.paused_at is None else "not_called", lang)
        why = f" ({each.paused_why})" if each.paused_why else ""
        table.add_row(
            each.name,
            each.url,
            types or t("all_types", lang),
            state + why,
            str(each.waiting),
            str(each.dead),
            style="red" if each.dead else None,
        )
    return table if table.row_count else Text(t("none", lang))


def stuck(found: Iterable[DeadLetter], lang: str) -> RenderableType:
    """Write what was not taken, and why."""
    columns = ("webhook", "event", "kind", "why", "attempts", "since")
    table = _table("", *(t(key, lang) for key in columns))
    for each in found:
        table.add_row(
            each.webhook,
            each.event_id,
            each.type.removeprefix(PREFIX),
            each.why,
            str(each.attempts),
            clock(each.failing_since),
        )
    return table if table.row_count else Text(t("none", lang))


def letters(found: "Iterable[Numbered]", lang: str) -> RenderableType:
    """Write the letters of a case."""
    columns = ("number", "day", "to", "subject", "state")
    table = _table(t("letters", lang), *(t(key, lang) for key in columns))
    table.columns[0].no_wrap = True
    for each in found:
        said = t(f"letter-{each.state}", lang)
        table.add_row(
            each.number, each.dated_on.isoformat(), role(each.addressee, lang), each.subject, said
        )
    return table if table.row_count else Text(t("none", lang))


def days(rows: Iterable[tuple[date, str, str]], lang: str) -> RenderableType:
    """Write closed and half days."""
    table = _table("", t("day", lang), t("kind", lang), t("name", lang))
    for day, kind, name in rows:
        table.add_row(day.isoformat(), t(kind, lang), name)
    return table


def links(found: Iterable[tuple[str, str]]) -> RenderableType:
    """Write addresses, one a line and unbroken, so that they can be copied."""
    return Group(
        *(
            Text(f"{title}\n  {address}", overflow="ignore", no_wrap=True)
            for title, address in found
        )
    )
