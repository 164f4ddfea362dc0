"""Forms and registers on paper, as what stands on them; Typst sets them as PDF/A."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal

from activities.paper.typeset import typeset
from starter.forms.spreadsheet import Cell
from workflows.kernel.values import Frozen
from workflows.kernel.worded import day_in_words

_MINISTRY: Final = "Millî Eğitim Bakanlığı"


class Column(Frozen):
    """A column of a table: its heading, and how wide it is beside the others."""

    head: str
    width: int = 0
    """0: as wide as what stands in it."""
    kind: Literal["text", "number"] = "text"


class Sheet(Frozen):
    """One form, or one register."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    signatures: tuple[tuple[str, ...], ...] = ()
    """Side by side, each line by line."""


def set_sheets(
    sheets: Sequence[Sheet],
    *,
    dated_on: date,
    unit: str | None = None,
    of_ministry: bool = True,
    footer: str = "",
    flipped: bool = False,
) -> bytes:
    """Return sheets as one PDF/A, each beginning on a page of its own.

    Args:
        sheets: What stands on them, at least one.
        dated_on: Day of the document.
        unit: Which unit heads them.
        of_ministry: Whether it is the Ministry's own, and not an office of a province or district.
        footer: Stands at the foot of each page, beside its number.
        flipped: Whether they are wider than high.
    """
    said = {
        "labels": {"page": "Sayfa"},
        "author": unit or _MINISTRY,
        "unit": unit,
        "of_ministry": of_ministry,
        "subject": sheets[0].title,
        "footer": footer,
        "flipped": flipped,
        "sheets": [sheet.model_dump(mode="json") for sheet in sheets],
    }
    return typeset("form", said, dated_on=dated_on, language="tr")


def on_paper(value: Cell) -> str:
    """Write a cell as people read it.

    >>> on_paper(date(2031, 5, 26)), on_paper(1250), on_paper(None)
    ('26.05.2031', '1.250', '')
    """
    match value:
        case None:
            return ""
        case date():
            return f"{value:%d.%m.%Y}"
        case int():
            return f"{value:,}".replace(",", ".")
        case _:
            return value


def register(
    title: str,
    facts: Iterable[tuple[str, str]],
    heads: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
) -> Sheet:
    """Return a register as a sheet, its lines numbered."""
    lines = [(str(at), *map(on_paper, row)) for at, row in enumerate(rows, start=1)]
    return Sheet(
        title=title,
        facts=(*facts, ("Kayıt sayısı", on_paper(len(lines)))),
        columns=(Column(head="Sıra", kind="number"), *heads),
        rows=tuple(lines),
    )


def on_day(day: date) -> str:
    """Write a day in words."""
    return day_in_words(day, "tr")
