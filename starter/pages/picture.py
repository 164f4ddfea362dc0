"""The picture of a case's terms: drawn on the server, one row for each term, as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from markupsafe import Markup, escape

from starter.pages.spans import RUNS, Run, term_name
from starter.pages.words import said_due, t
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.worded import day_in_words

WIDTH: Final = 960
LABELS: Final = 330
"""Pixels on the left for what each term is called."""
ROW: Final = 34
HEAD: Final = 44
RIGHT: Final = 24
MOST_ROWS: Final = 30


@dataclass(frozen=True)
class _Scale:
    begin: datetime
    end: datetime
    now: datetime

    def x(self, at: datetime) -> float:
        """Return where an instant lies, in pixels."""
        whole = (self.end - self.begin).total_seconds() or 1.0
        share = (min(max(at, self.begin), self.end) - self.begin).total_seconds() / whole
        return LABELS + share * (WIDTH - LABELS - RIGHT)


def terms_picture(process: str, runs: Sequence[Run], now: datetime, lang: str) -> Markup:
    """Return the time line of a case's terms; empty where there is none.

    Args:
        process: Whose names the terms have.
        runs: Terms as they ran; of many, those that run and the last ones.
        now: Where today stands.
        lang: ``tr`` or ``en``.
    """
    shown = _chosen(runs)
    if not shown:
        return Markup()
    begin = min(run.changes[0].at for run in shown)
    ends = [(run.due_at if run.is_open else None) or run.last.at for run in shown]
    scale = _Scale(begin, max([*ends, now]) + timedelta(days=2), now)
    height = HEAD + ROW * len(shown) + 8
    parts = [_axis(scale, height, lang)]
    for n, run in enumerate(shown):
        parts.append(_row(process, run, scale, HEAD + n * ROW, lang))
    parts.append(_today(scale, height, lang))
    return Markup(
        '<svg class="picture" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="pic-t pic-d"><title id="pic-t">{title}</title>'
        '<desc id="pic-d">{desc}</desc>{body}</svg>'
    ).format(
        w=WIDTH, h=height, title=t("picture", lang), desc=t("picture_desc", lang),
        body=Markup("").join(parts),
    )  # fmt: skip


def _chosen(runs: Sequence[Run]) -> list[Run]:
    if len(runs) <= MOST_ROWS:
        return list(runs)
    kept = {id(run) for run in [*(r for r in runs if r.is_open), *runs[-MOST_ROWS:]]}
    return [run for run in runs if id(run) in kept][-MOST_ROWS:]


def _axis(scale: _Scale, height: int, lang: str) -> Markup:
    parts = []
    for day in _ticks(scale.begin.astimezone(ISTANBUL).date(), scale.end.astimezone(ISTANBUL)):
        at = datetime(day.year, day.month, day.day, tzinfo=ISTANBUL)
        x = scale.x(at)
        said = day_in_words(day, lang).split(" ")
        label = " ".join(said[1:]) if day.day == 1 else " ".join(said[:2])
        parts.append(
            Markup(
                '<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="22" y2="{h}"/>'
                '<text class="axis" x="{x:.1f}" y="15" text-anchor="middle">{label}</text>'
            ).format(x=x, h=height, label=label)
        )
    return Markup("").join(parts)


def _ticks(begin: date, end: datetime) -> list[date]:
    """Return the days that the axis names: weeks, months or years, six or so."""
    days = (end.date() - begin).days
    if days <= 45:
        step = 7 if days > 14 else 3
        first = begin + timedelta(days=step - 1)
        return [first + timedelta(days=n) for n in range(0, days - step, step)]
    every = max(1, round(days / 30 / 6))
    months = [(begin.year * 12 + begin.month + n) for n in range(0, days // 30 + 1, every)]
    found = [date(m // 12, m % 12 + 1, 1) for m in months]
    return [day for day in found if begin < day < end.date() - timedelta(days=days // 20)]


def _row(process: str, run: Run, scale: _Scale, top: int, lang: str) -> Markup:
    middle = top + ROW / 2
    name = term_name(process, run.key, lang)
    label = name if len(name) <= 38 else f"{name[:37]}…"
    state = t(f"term/{run.last.state}", lang)
    said = f"{run.key} {name}: {state}, {said_due(run.due_at, lang)}"
    parts = [
        Markup("<g><title>{}</title>").format(said),
        Markup(
            '<text class="label" x="0" y="{y:.1f}">{label}</text>'
            '<text class="rule" x="0" y="{z:.1f}">{key} · {state}</text>'
        ).format(y=middle - 2, z=middle + 11, label=label, key=run.key, state=state),
        *_bars(run, scale, middle),
        *(_former(end, scale, middle) for end in run.earlier_ends if run.is_open),
        _end(run, scale, middle),
        Markup("</g>"),
    ]
    return Markup("").join(parts)


def _bars(run: Run, scale: _Scale, middle: float) -> list[Markup]:
    """Draw how a term ran: one bar for each stretch between two changes."""
    bars = []
    for n, change in enumerate(run.changes):
        if change.state not in RUNS:
            break
        last = n == len(run.changes) - 1
        until = run.changes[n + 1].at if not last else (change.due_at or max(scale.now, change.at))
        x, width = scale.x(change.at), scale.x(until) - scale.x(change.at)
        bars.append(
            Markup(
                '<rect class="bar {state}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="12" '
                'rx="2"/>'
            ).format(state=change.state, x=x, y=middle - 8, w=max(width, 1.5))
        )
        if change.state == "paused":
            bars.append(_stripes(x, max(width, 1.5), middle))
    return bars


def _stripes(x: float, width: float, middle: float) -> Markup:
    """Mark a pause by more than its colour."""
    lines = [
        Markup('<line class="stripe" x1="{a:.1f}" x2="{a:.1f}" y1="{t:.1f}" y2="{b:.1f}"/>').format(
            a=x + at, t=middle - 8, b=middle + 4
        )
        for at in range(4, int(width), 6)
    ]
    return Markup("").join(lines)


def _former(end: datetime, scale: _Scale, middle: float) -> Markup:
    return Markup('<circle class="former" cx="{x:.1f}" cy="{y:.1f}" r="4"/>').format(
        x=scale.x(end), y=middle - 2
    )


def _end(run: Run, scale: _Scale, middle: float) -> Markup:
    """Mark the last day of a term that runs, or the day on which it was settled."""
    if run.is_open and run.due_at is None:
        return Markup()
    at = run.due_at if run.is_open and run.due_at else run.last.at
    kind = run.last.state
    x, y = scale.x(at), middle - 2
    shape = (
        Markup('<path class="end {k}" d="M{x:.1f} {a:.1f} l6 6 l-6 6 l-6 -6 z"/>')
        if run.is_open
        else Markup('<rect class="end {k}" x="{l:.1f}" y="{a:.1f}" width="9" height="9"/>')
    )
    return shape.format(k=escape(kind), x=x, l=x - 4.5, a=y - (6 if run.is_open else 4.5))


def _today(scale: _Scale, height: int, lang: str) -> Markup:
    return Markup(
        '<line class="today" x1="{x:.1f}" x2="{x:.1f}" y1="36" y2="{h}"/>'
        '<text class="today-label" x="{x:.1f}" y="32" text-anchor="middle">{said}</text>'
    ).format(x=scale.x(scale.now), h=height, said=t("now", lang))
