"""The register of agreements (Ek-6 İş Birliği Kütük Defteri) as the spreadsheet m.10(3) wants.

The register itself lies in PostgreSQL; this writes a copy for an office. m.10(3) refers to Ek-6 for
the headings, and the annex is not part of the text: the columns are what m.8 to m.11 want entered
or followed.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from activities.agreement.agreements import KutukEntry, kutuk_entries
from activities.database import Connection
from starter.client.processes import ROLES
from workflows.agreement.messages.agreement import Level, PartnerKind
from workflows.agreement.registers import KutukRow
from workflows.kernel.display.words import word

Cell: TypeAlias = str | date | None

SHEET: Final = "Kütük Defteri"

# What no XML file may hold (XML 1.0, 2.2); openpyxl itself lets U+FFFE and U+FFFF through.
_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

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
    Column("Öğretim programı", 24, lambda row, _: row.programme),
    Column("İmza tarihi", 13, lambda row, _: row.signed_on),
    Column("İmzalayan", 28, lambda row, _: word(ROLES, row.signed_by, "tr")),
    Column("Yetki onayı no", 16, lambda row, _: row.designation_no),
    Column("Başlangıç tarihi", 16, lambda row, _: row.starts_on),
    Column("Bitiş tarihi (belgede)", 20, lambda row, _: row.ends_on),
    Column("Teslim tarihi", 13, lambda row, _: row.delivered_on),
    Column("Teslim tutanağı no (Ek-5)", 24, lambda row, _: row.delivery_record),
    Column("e-Yaygın kayıt tarihi", 20, lambda row, _: row.system_entry_on),
    Column("Performans göstergeleri", 44, lambda row, _: _indicators(row)),
    Column("Durumu", 18, lambda _, entry: _STANDS[entry.change]),
    Column("Bitiş tarihi (son durum)", 22, lambda row, entry: entry.ends_on or row.ends_on),
    Column("Dosya", 28, lambda _, entry: entry.case_id),
)


def office(side: str) -> str:
    """Write a signing side as officials call it.

    >>> office("provincial-directorate/44")
    'İl Millî Eğitim Müdürlüğü 44'
    """
    role, _, code = side.partition("/")
    return f"{word(ROLES, role, 'tr')} {code}".strip()


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
            _put(sheet, last, at, column.cell(row, entry))
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    return book


async def write_kutuk(
    conn: Connection, file: Path, *, side: str | None = None, year: int | None = None
) -> int:
    """Write the register of agreements to an ``.xlsx`` file, and return how many there are.

    Args:
        conn: A connection.
        file: Where to; what is there is replaced.
        side: Of one signing side only: ``provincial-directorate/44``.
        year: With numbers of one year only.
    """
    entries = await kutuk_entries(conn, side=side, year=year)
    workbook(entries).save(file)
    return len(entries)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    cell = sheet.cell(row=row, column=column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "dd.mm.yyyy"
    elif value is not None:
        cell.value = _NO_XML.sub("", value)
        # a name that begins with = is a name: nobody's spreadsheet is to compute it
        cell.data_type = "s"


def _indicators(row: KutukRow) -> str:
    return "\n".join(f"{one.key}: {one.target}" for one in row.performance_indicators)
