"""Entries of a case's journal on paper: the receipt slip of a filing, a report to be signed."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pydantic import JsonValue

from activities.post.grounds import ARTICLES, cited, law_of
from starter.client.models import Step
from starter.client.processes import PROCESSES
from starter.forms.sheets import Column, Sheet, set_sheets
from starter.pages.fields import documents_in, field_word, name_word, said_value
from starter.pages.papers import is_received
from starter.pages.spans import runs_of, term_name
from starter.pages.words import capitals, case_word, process_title, role_word, said_due, said_moment
from workflows.kernel.law.calendar import local_day

TR: Final = "tr"
_RECEIVED: Final = (
    "Yukarıda bilgileri yazılı evrak, belirtilen tarih ve saatte alınmış ve kayda geçirilmiştir."
)
_RECORDED: Final = "Bu işlem, belirtilen tarih ve saatte dosyaya kaydedilmiştir."
SIGN: Final = "Adı SOYADI / İmza"
SIDE_BY_SIDE: Final = 4
"""So many sign beside each other; where there are more, each signs in a line of the table."""


class Told(NamedTuple):
    """What a document says: in single lines, in one table, and by whose hands."""

    lines: tuple[tuple[str, str], ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    signers: tuple[str, ...] = ()


def record(process: str, file_no: str, step: Step) -> bytes:
    """Return an entry of a journal as PDF/A, as far as its reader sees it.

    Args:
        process: Whose journal it is.
        file_no: The number of the case.
        step: The entry.
    """
    sheet = record_sheet(process, file_no, step)
    return set_sheets(
        [sheet],
        dated_on=local_day(step.counts_from),
        unit=unit_of(process),
        footer=f"Dosya: {file_no} · Kayıt: {step.n} · {step.hash[:16]}",
    )


def unit_of(process: str) -> str | None:
    """Return which unit's papers those of a process are, where its regulation names one."""
    unit = law_of(PROCESSES[process].commands[0].rule).unit
    return unit[TR] if unit else None


def record_sheet(process: str, file_no: str, step: Step) -> Sheet:
    """Return what stands on the paper of an entry."""
    told = _told(step.body if isinstance(step.body, dict) else {})
    filed = is_received(step)
    name = case_word(process, step.name, TR)
    heads, rows, beside = told.heads, told.rows, told.signers
    if len(beside) > SIDE_BY_SIDE and not rows:
        heads, rows, beside = ("Üye",), tuple((each,) for each in beside), ()
    signs = bool(rows) and not beside and not filed
    columns = tuple(Column(head=head) for head in heads)
    return Sheet(
        title="ALINDI BELGESİ" if filed else capitals(name),
        facts=(*_head(process, file_no, step), *told.lines),
        words=(_RECEIVED if filed else _RECORDED,),
        columns=(*columns, Column(head="İmza", width=5)) if signs else columns,
        rows=tuple((*row, "") for row in rows) if signs else rows,
        signatures=tuple((each, SIGN) for each in beside)
        or ((role_word(step.role, TR) if not filed else "Teslim alan", SIGN),),
    )


def _head(process: str, file_no: str, step: Step) -> Iterator[tuple[str, str]]:
    yield "Dosya", f"{process_title(process, TR)} {file_no}"
    if is_received(step):
        yield "İşlem", case_word(process, step.name, TR)
    yield "Tarih ve saat", said_moment(step.counts_from, TR)
    yield "Yapan", role_word(step.role, TR)
    if article := ARTICLES.get(step.rule):
        yield "Dayanak", cited(step.rule, article, TR)
    for run in runs_of([step]):
        if run.is_open:
            yield "Açılan süre", f"{term_name(process, run.key, TR)}, {said_due(run.due_at, TR)}"


def _told(body: Mapping[str, JsonValue]) -> Told:
    """Return what a document says; the first list of rows in it is its table."""
    lines: list[tuple[str, str]] = []
    table: list[Mapping[str, JsonValue]] = []
    signers: tuple[str, ...] = ()
    for name, value in body.items():
        rows = _rows(value)
        if rows and not table:
            table = rows
        elif name in {"members", "signed_by"} and isinstance(value, list):
            signers = tuple(map(str, value))
        else:
            lines += _lines(field_word(name, TR), name, value)
    heads = list(dict.fromkeys(name for row in table for name in row))
    cells = tuple(tuple(_said(row.get(head)) for head in heads) for row in table)
    return Told(tuple(lines), tuple(field_word(head, TR) for head in heads), cells, signers)


def _rows(value: JsonValue) -> list[Mapping[str, JsonValue]]:
    """Return a value as rows of a table: a list of groups, or groups by what they are about."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict)]
    if isinstance(value, dict) and value and all(isinstance(v, dict) for v in value.values()):
        return [{"checked": key, **each} for key, each in value.items() if isinstance(each, dict)]
    return []


def _lines(label: str, name: str, value: JsonValue) -> Iterator[tuple[str, str]]:
    match value:
        case None | [] | "":
            return
        case dict():
            for inner, each in value.items():
                yield from _lines(f"{label}: {name_word(inner, TR)}", inner, each)
        case _:
            yield label, _said(value)


def _said(value: JsonValue) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "Evet", False: "Hayır"}[value]
    match value:
        case dict():
            inner = (f"{name_word(name, TR)}: {_said(each)}" for name, each in value.items())
            return "; ".join(inner)
        case list():
            return ", ".join(map(_said, value))
        case str() if documents_in({"": value}):
            return f"{value[:16]}…"
        case _:
            return name_word(value, TR) if isinstance(value, str) else said_value(value, TR)
