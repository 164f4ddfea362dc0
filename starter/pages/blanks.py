"""Forms on paper, to be filled in by hand at the table: what is known stands in them already."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from starter.forms.sheets import Column, Sheet, on_day, set_sheets
from starter.pages.fields import field_word, in_field, option_word, said_value, value_word
from starter.pages.form import Part
from starter.pages.records import SIDE_BY_SIDE, SIGN, TR, unit_of
from starter.pages.words import capitals, case_word, process_title

_LINE: Final = "." * 50
_YES_OR_NO: Final = "Evet (   )   Hayır (   )"
_EMPTY: Final = 5
"""Rows of a table in which nothing stands yet."""
_FEW: Final = 4
"""So many choices stand beside each other, to be marked."""


def blank(process: str, file_no: str, command: str, parts: Iterable[Part], on: date) -> bytes:
    """Return the form of a command as PDF/A, to be filled in by hand.

    Args:
        process: Of which process.
        file_no: The number of the case.
        command: The command.
        parts: The parts of its form, filled in with what is known.
        on: The day of its printing.
    """
    sheet = blank_sheet(process, file_no, command, parts)
    footer = f"Dosya: {file_no} · {on_day(on)}"
    return set_sheets([sheet], dated_on=on, unit=unit_of(process), footer=footer)


def blank_sheet(process: str, file_no: str, command: str, parts: Iterable[Part]) -> Sheet:
    """Return what stands on the paper of a form: one table at most, everything else in lines."""
    lines: list[tuple[str, str]] = [("Dosya", f"{process_title(process, TR)} {file_no}")]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    signers: tuple[str, ...] = ()
    for part in parts:
        if part.name in {"members", "signed_by"} and part.kind == "lines" and part.value:
            signers = tuple(part.value.splitlines())
        elif part.kind in {"rows", "pairs"} and not heads:
            heads, rows = _table(part)
        else:
            lines += _lines(part)
    signs = [*signers, *("" for _ in range(not signers))][:SIDE_BY_SIDE]
    return Sheet(
        title=capitals(case_word(process, command, TR)),
        facts=tuple(lines),
        columns=tuple(Column(head=head, width=4) for head in heads),
        rows=rows,
        signatures=tuple((each, SIGN) for each in signs),
    )


def _lines(part: Part, above: str = "") -> Iterator[tuple[str, str]]:
    label = f"{above}{field_word(part.name, TR)}"
    match part.kind:
        case "group":
            for inner in part.parts:
                yield from _lines(inner, f"{label}: ")
        case "document" | "documents":
            return  # it is added, not written
        case _:
            yield label, _said(part)


def _table(part: Part) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return a list as a table: what it is about, and a cell for each answer."""
    known = [_cells(each) for each in part.parts]
    if not known:
        return (field_word(part.name, TR),), tuple(("",) for _ in range(_EMPTY))
    heads = tuple(field_word(name, TR) for name, _ in known[0])
    rows = [tuple(said for _, said in cells) for cells in known]
    filled = any(each.everywhere() and _is_filled(each) for each in part.parts)
    empty = [tuple("" for _ in heads)] * (0 if filled or part.parts[0].key else _EMPTY - len(rows))
    return heads, (*rows, *empty)


def _cells(row: Part) -> list[tuple[str, str]]:
    """Return the cells of a row, each with the field that it is of."""
    first = [("checked", value_word(row.key, TR))] if row.key else []
    inner = row.parts if row.kind == "group" else (row,)
    return [*first, *((each.name, _said(each, cell=True, asks=bool(row.key))) for each in inner)]


def _is_filled(row: Part) -> bool:
    return any(part.value for part in row.everywhere() if part.kind not in {"yesno", "choice"})


def _said(part: Part, *, cell: bool = False, asks: bool = True) -> str:
    """Write what is known of a field, or the room to write it in."""
    if part.kind == "yesno":
        return _YES_OR_NO if asks else ""
    if part.value:
        return "\n".join(_written(part, value) for value in part.values)
    if 0 < len(part.options) <= _FEW:
        return "   ".join(f"{option_word(part.name, each, TR)} (   )" for each in part.options)
    return "" if cell else _LINE


def _written(part: Part, value: str) -> str:
    if part.options:
        return option_word(part.name, value, TR)
    return said_value(in_field(value, part.kind, TR), TR) if part.kind == "day" else value
