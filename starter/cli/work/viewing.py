"""How one case is shown to people: where it stands, its terms, what may be done, and answers."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from activities.registers.openings import Link
from starter.cli.work import waiting
from starter.cli.work.rendering import titled_table
from starter.cli.work.speaking import clock, due, role, t
from starter.client.explanations import explained
from starter.client.wording import in_language, said_in
from workflows.kernel.case.file import Decision
from workflows.kernel.case.message import Answer, OpenTerm
from workflows.kernel.case.process import Process
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.details import attention_said
from workflows.kernel.display.view import AllowedCommand, PendingView, TermView, View
from workflows.kernel.display.words import TEXTS, word
from workflows.kernel.worded import day_in_words


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


def outcome(process: Process, decision: Decision, lang: str) -> Text:
    """Write how a case has ended."""
    ended = process.word(f"outcome/{decision.outcome}", lang)
    day = day_in_words(decision.on, lang)
    return Text(f"{t('outcome', lang)}: {ended} · {decision.rule} · {day}")


def view(process: Process, shown: View, lang: str) -> RenderableType:
    """Write a whole case."""
    parts: list[RenderableType] = [
        Text.assemble((shown.case_id, "bold"), f" · {clock(shown.received_at)}"),
        Text(f"{t('stage', lang)}: {process.word(shown.stage, lang)} ({shown.stage})"),
    ]
    if shown.decision is not None:
        parts.append(outcome(process, shown.decision, lang))
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


def _pending(pending: Iterable[PendingView], lang: str) -> Table:
    columns = (t(key, lang) for key in ("command", "counts", "why", "what_then"))
    table = titled_table(t("pending", lang), *columns)
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
    table = titled_table(t("terms", lang), *columns)
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
        table = titled_table(t("allowed", lang), t("command", lang), t("by", lang), t("rule", lang))
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
        steps = Table.grid(padding=(0, 2))
        for step in term.steps:
            day = step.day.isoformat() if step.day else ""
            said = explained(step.text, lang) + (f"  [{step.rule}]" if step.rule else "")
            steps.add_row("", day, Text(said))
        parts.append(steps)
    return Group(*parts)
