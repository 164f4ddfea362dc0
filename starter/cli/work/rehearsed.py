"""What people read of a rehearsal: the dated time line, what failed, and the figures."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from starter.cli.work.rendering import clock, due, t
from starter.processes import PROCESSES
from starter.rehearsal.report import Line, Report
from workflows.kernel.words import KINDS, said, word


def report(played: Report, lang: str) -> RenderableType:
    """Write one scenario as it went."""
    parts: list[RenderableType] = [Text(played.title, style="bold"), _lines(played, lang)]
    parts += [Text(f"{each.rule}: {each.what}", style="red") for each in played.refused]
    if played.decision is not None:
        outcome = _word(played, f"outcome/{played.decision.outcome}", lang)
        day = said(played.decision.on, lang)
        parts.append(Text(f"{t('outcome', lang)}: {outcome} · {played.decision.rule} · {day}"))
    parts += [Text(f"✗ {_place(played, each.line)}{each}", style="red") for each in played.failures]
    if played.expectations and played.passed:
        parts.append(Text(f"✓ {played.expectations}", style="green"))
    figures = played.figures
    parts.append(
        Text(
            f"{figures.virtual_days} d → {figures.wall_seconds} s · {figures.events} events"
            f" · {figures.history_bytes // 1024} kB",
            style="dim",
        )
    )
    return Group(*parts)


def _lines(played: Report, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("counts", "entry", "rule", "by", "effects"):
        table.add_column(t(key, lang), overflow="fold")
    for line in played.lines:
        table.add_row(
            clock(line.counts_from),
            _title(played, line, lang),
            line.rule,
            line.actor,
            "\n".join(_effects(played, line, lang)),
            style="red" if line.reasons else None,
        )
    return table


def _title(played: Report, line: Line, lang: str) -> str:
    title = _word(played, line.name, lang)
    return f"{word(KINDS, line.kind, lang)}: {title}" if line.kind in KINDS else title


def _effects(played: Report, line: Line, lang: str) -> list[str]:
    effects = [f"{reason.rule}: {reason.what}" for reason in line.reasons]
    if line.stage and not line.reasons:
        effects.append(_word(played, line.stage, lang))
    effects += [
        f"{term.key} {t(term.state, lang)} · {due(term.due_at)}"
        + (f" (← {due(term.was_due_at)})" if term.was_due_at else "")
        for term in line.terms
    ]
    return [*effects, *line.notices]


def _word(played: Report, key: str, lang: str) -> str:
    process = PROCESSES.get(played.process)
    return process.word(key, lang) if process else key


def _place(played: Report, line: int | None) -> str:
    return f"{played.path}:{line}: " if played.path and line else ""
