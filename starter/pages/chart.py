"""Charts of counts, drawn on the server as SVG: one bar for each, what is late in another shade."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

WIDTH: Final = 720
LABELS: Final = 230
ROW: Final = 30


def bars_picture(title: str, bars: Sequence[tuple[str, int, int]]) -> Markup:
    """Return a chart of bars: what each is called, how many there are, and how many are late."""
    most = max((count for _, count, _ in bars), default=0) or 1
    body = [_bar(n, bar, most) for n, bar in enumerate(bars)]
    said = ", ".join(f"{label}: {count}" for label, count, _ in bars)
    return Markup(
        '<svg class="picture chart" viewBox="0 0 {w} {h}" role="img" aria-label="{title}. {said}">'
        "{body}</svg>"
    ).format(w=WIDTH, h=ROW * max(len(bars), 1), title=title, said=said, body=Markup("").join(body))


def _bar(n: int, bar: tuple[str, int, int], most: int) -> Markup:
    label, count, late = bar
    scale = (WIDTH - LABELS - 70) / most
    middle = n * ROW + ROW / 2
    return Markup(
        '<text class="label" x="0" y="{text:.1f}">{label}</text>'
        '<rect class="bar" x="{x}" y="{top:.1f}" width="{all:.1f}" height="16" rx="2"/>'
        '<rect class="bar ended" x="{x}" y="{top:.1f}" width="{late:.1f}" height="16" rx="2"/>'
        '<text class="value" x="{end:.1f}" y="{text:.1f}">{said}</text>'
    ).format(
        text=middle + 4, label=label, x=LABELS, top=middle - 8, all=count * scale,
        late=late * scale, end=LABELS + count * scale + 8,
        said=f"{count} ({late})" if late else count,
    )  # fmt: skip
