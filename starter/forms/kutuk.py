"""The register of agreements (Ek-6 İş Birliği Kütük Defteri) as the spreadsheet m.10(3) wants.

The register itself lies in PostgreSQL; this writes a copy for an office. m.10(3) refers to Ek-6 for
the headings, and the annex is not part of the text: the columns are what m.8 to m.11 want entered
or followed.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from activities.agreement.kutuk import KutukEntry, kutuk_entries
from activities.database import Connection
from activities.post.grounds import LAWS, issuer_of
from starter.client.processes import ROLES
from starter.forms.sheets import Column as Head
from starter.forms.sheets import register, set_sheets
from starter.forms.spreadsheet import Cell, put
from workflows.agreement.messages.agreement import Level, PartnerKind
from workflows.agreement.registers import KutukRow
from workflows.kernel.display.words import word
from workflows.kernel.law.calendar import add_months

SHEET: Final = "Kütük Defteri"

_KINDS: Final = {
    PartnerKind.NGO: "sivil toplum kuruluşu",
    PartnerKind.PRIVATE: "özel kurum veya kuruluş",
    PartnerKind.PUBLIC: "resmî kurum veya kuruluş",
}
_AREAS: Final = {
    Level.DISTRICT: "ilçe geneli",
    Level.PROVINCE: "il geneli",
    Level.GENERAL: "Türkiye geneli",
}
_STANDS: Final = {
    None: "imzalandı",
    "signed": "yürürlükte",
    "extended": "süresi uzatıldı",
    "expired": "süresi doldu",
    "terminated": "feshedildi",
    "termination-withdrawn": "fesih geri alındı",
}
_GROUNDS: Final = {
    "unilateral": "tek taraflı fesih (m.8(8))",
    "performance-indicators": "amacına ulaşmama (m.11(2))",
    "mutual": "tarafların mutabakatı (m.8(1))",
}


class Column(NamedTuple):
    """One column: its heading, how wide it is in characters, and what stands in it."""

    heading: str
    width: int
    cell: Callable[[KutukRow, KutukEntry], Cell]


COLUMNS: Final = (
    Column("Kütük no", 12, lambda row, _: row.number),
    Column("Kayıt tarihi", 13, lambda row, _: row.entered_on),
    Column("Düzenleyen birim", 34, lambda row, _: office(row.side)),
    Column("İş birliği yapılan kurum/kuruluş", 40, lambda _, entry: entry.partner),
    Column("Kurum/kuruluş türü", 26, lambda row, _: _KINDS[row.partner_kind]),
    Column("Kapsam", 16, lambda row, _: _AREAS[row.level]),
    Column("Konu", 24, lambda row, _: row.subject),
    Column("Öğretim programı", 24, lambda row, _: _programmes(row)),
    Column("İmza tarihi", 13, lambda row, _: row.signed_on),
    Column("İmzalayan", 28, lambda row, _: word(ROLES, row.signed_by, "tr")),
    Column("Yetki onayı no", 16, lambda row, _: row.designation_no),
    Column("Nüsha sayısı", 12, lambda row, _: _count(row.counterparts)),
    Column("Başlangıç tarihi", 16, lambda row, _: row.starts_on),
    Column("Bitiş tarihi (belgede)", 20, lambda row, _: row.ends_on),
    Column("Süresi", 16, lambda row, _: duration(row.starts_on, row.ends_on)),
    Column("Teslim tarihi", 13, lambda row, _: row.delivered_on),
    Column("Teslim tutanağı no (Ek-5)", 24, lambda row, _: row.delivery_record),
    Column("e-Yaygın kayıt tarihi", 20, lambda row, _: row.system_entry_on),
    Column("Performans göstergeleri", 44, lambda row, _: _indicators(row)),
    Column("Durumu", 18, lambda _, entry: _STANDS[entry.change]),
    Column("Bitiş tarihi (son durum)", 22, lambda row, entry: entry.ends_on or row.ends_on),
    Column("Süre uzatımı", 36, lambda _, entry: _extensions(entry)),
    Column("Fesih tarihi", 13, lambda _, entry: _last_change(entry, "ends_on")),
    Column("Fesih gerekçesi", 34, lambda _, entry: _last_change(entry, "ground")),
    Column("Dosya", 28, lambda _, entry: entry.case_id),
    Column("Arşiv dosya no", 18, lambda _, entry: entry.archive_file),
)


ON_PAPER: Final = frozenset(
    {
        *("Kütük no", "Kayıt tarihi", "Düzenleyen birim", "İş birliği yapılan kurum/kuruluş"),
        *("Konu", "İmza tarihi", "Başlangıç tarihi", "Bitiş tarihi (belgede)", "Teslim tarihi"),
        *("Teslim tutanağı no (Ek-5)", "Durumu", "Bitiş tarihi (son durum)"),
    }
)
"""The columns of the printed book; the spreadsheet has all."""
A_DAY: Final = 19
"""The least width on paper, beside the others: a number or a day stands in one line."""


def office(side: str) -> str:
    """Write a signing side as officials call it.

    >>> office("provincial-directorate/44")
    'İl Millî Eğitim Müdürlüğü 44'
    """
    role, _, code = side.partition("/")
    return f"{word(ROLES, role, 'tr')} {code}".strip()


def duration(starts_on: date, ends_on: date) -> str:
    """Write how long an agreement was signed for: whole months, and the days beyond them.

    Both its first and its last day are days of the agreement.

    >>> duration(date(2032, 1, 1), date(2032, 12, 31))
    '12 ay'
    >>> duration(date(2026, 8, 31), date(2026, 10, 1))
    '1 ay 2 gün'
    """
    over = ends_on + timedelta(days=1)
    months = (over.year - starts_on.year) * 12 + over.month - starts_on.month
    if add_months(starts_on, months) > over:
        months -= 1
    days = (over - add_months(starts_on, months)).days
    parts = (f"{months} ay" if months else "", f"{days} gün" if days else "")
    return " ".join(part for part in parts if part)


def workbook(entries: Iterable[KutukEntry]) -> Workbook:
    """Return the register as a workbook: one sheet, one row an agreement, days as days."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet), "a new workbook has one sheet"
    sheet.title = SHEET
    for at, column in enumerate(COLUMNS, start=1):
        head = sheet.cell(row=1, column=at, value=column.heading)
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    last = 1
    for last, entry in enumerate(entries, start=2):
        row = KutukRow.model_validate(entry.content)
        for at, column in enumerate(COLUMNS, start=1):
            put(sheet, last, at, column.cell(row, entry))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    return book


async def write_kutuk(
    conn: Connection, file: Path, *, side: str | None = None, year: int | None = None
) -> int:
    """Write the register of agreements to an ``.xlsx`` or ``.pdf`` file; return how many there are.

    Args:
        conn: A connection.
        file: Where to; what is there is replaced.
        side: Of one signing side only: ``provincial-directorate/44``.
        year: With numbers of one year only.
    """
    entries = await kutuk_entries(conn, side=side, year=year)
    if file.suffix.lower() == ".pdf":
        await asyncio.to_thread(file.write_bytes, on_pages(entries, side=side, year=year))
    else:
        workbook(entries).save(file)
    return len(entries)


async def kutuk_on_pages(conn: Connection, *, side: str | None, year: int) -> bytes:
    """Return the register of agreements as PDF/A, of one signing side or of all."""
    entries = await kutuk_entries(conn, side=side, year=year)
    return await asyncio.to_thread(on_pages, entries, side=side, year=year)


def on_pages(entries: Sequence[KutukEntry], *, side: str | None, year: int | None) -> bytes:
    """Return the register as PDF/A: what fits on paper, dated by its newest entry."""
    columns = [column for column in COLUMNS if column.heading in ON_PAPER]
    rows = [KutukRow.model_validate(entry.content) for entry in entries]
    sheet = register(
        "İŞ BİRLİĞİ KÜTÜK DEFTERİ (Ek-6)",
        [
            *((("Düzenleyen birim", office(side)),) if side else ()),
            *((("Yıl", str(year)),) if year else ()),
        ],
        [Head(head=column.heading, width=max(column.width, A_DAY)) for column in columns],
        [
            [column.cell(row, entry) for column in columns]
            for row, entry in zip(rows, entries, strict=True)
        ],
    )
    newest = max((row.entered_on for row in rows), default=date(year or 2000, 1, 1))
    own = issuer_of(side)
    unit = office(side or "") if own else (LAWS["A"].unit or {})["tr"]
    return set_sheets(
        [sheet],
        dated_on=newest,
        unit=unit,
        of_ministry=own is None,
        footer="Kütük defteri",
        flipped=True,
    )


def _indicators(row: KutukRow) -> str:
    return "\n".join(f"{one.key}: {one.target}" for one in row.performance_indicators)


def _programmes(row: KutukRow) -> str:
    return "\n".join((row.programme, *row.further_programmes))


def _extensions(entry: KutukEntry) -> str | None:
    """Write each extension: until when, decided when, by which letter."""
    granted = [one for one in entry.changes if one.change == "extended"]
    lines = (f"{_day(one.ends_on)} ({_day(one.decided_on)}, {one.letter_no})" for one in granted)
    return "\n".join(lines) or None


def _last_change(entry: KutukEntry, field: Literal["ends_on", "ground"]) -> Cell:
    """Write the day or the ground of a termination, if the agreement is terminated."""
    about_end = [one for one in entry.changes if one.change.startswith("termina")]
    if not about_end or about_end[-1].change != "terminated":
        return None
    last = about_end[-1]
    return last.ends_on if field == "ends_on" else _GROUNDS.get(last.ground or "")


def _count(number: int | None) -> str | None:
    return None if number is None else str(number)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d.%m.%Y}"
