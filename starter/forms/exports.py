"""Lists and registers of the Ministry's year as a spreadsheet for people, or CSV for programs."""

import asyncio
import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from activities.database import Connection
from activities.post.grounds import LAWS
from activities.post.letter import said_number, said_school_year
from activities.textbook.exports import exported
from starter.forms.sheets import Column, register, set_sheets
from starter.forms.spreadsheet import Cell, put

TITLES: Final = {
    "january-list": "Ocak ayı listesi",
    "december-list": "Aralık ayı listesi",
    "monthly-lists": "Aylık listeler",
    "books": "Ders kitapları",
    "price-commission": "Fiyat komisyonu",
    "unit-prices": "Forma birim fiyatları",
    "prices": "Fiyatlar",
    "purchases": "Satın alınan kitaplar",
    "leftovers": "Kalan baskılar",
    "held-drafts": "Bekletilen taslaklar",
}
"""What can be exported, and the title of its sheet."""

HEADINGS: Final = {
    "approval_no": "Onay no",
    "approved_on": "Onay tarihi",
    "authors": "Yazarı",
    "binding": "Cilt",
    "body": "Temsil ettiği birim/kuruluş",
    "book_no": "Kitap no",
    "copies": "Adet",
    "decided_on": "Kurul kararı tarihi",
    "decision_no": "Karar no",
    "field": "Alan",
    "file_no": "Dosya no",
    "first_school_year": "İlk öğretim yılı",
    "forwarded_from": "Gönderilebileceği gün",
    "grade": "Sınıf",
    "last_school_year": "Son öğretim yılı",
    "lesson": "Ders",
    "month": "Ay",
    "needed": "İhtiyaç",
    "no": "Yazı no",
    "on": "Tarih",
    "order_no": "Görevlendirme no",
    "paper": "Kâğıt cinsi",
    "per_signature": "Forma birim fiyatı (TL)",
    "person": "Üye",
    "price": "Fiyatı (TL)",
    "publisher": "Yayınevi",
    "request_no": "İstem no",
    "seat": "Üyelik",
    "sent_on": "Gönderme tarihi",
    "size": "Ebat",
    "title": "Kitabın adı",
    "valid": "Geçerli mi",
    "what": "Durumu",
}
"""The columns as officials call them; programs read their names."""

WORDS: Final = {
    True: "evet",
    False: "hayır",
    "asked": "görüş istendi",
    "to-distribute": "dağıtılabilir",
    "not-to-distribute": "dağıtılmayacak",
    "distributed": "dağıtıldı",
    "board": "karton",
    "cloth": "bez",
    "chair": "başkan (Daire Başkanı)",
    "textbooks-head": "Başkanlığın ilgili Daire Başkanı",
    "branch-manager": "ilgili şube müdürü",
    "unit-delegate": "ilgili birim yetkilisi",
    "state-books": "Devlet Kitapları Mütedavil Sermayesi Müdürü",
    "chambers-union": "TOBB temsilcisi",
    "publishers": "yayıncı kuruluşu temsilcisi",
}
"""Values that people read in words."""

WIDTHS: Final = {"title": 9, "authors": 8, "publisher": 7, "lesson": 6, "body": 8, "grade": 3}
"""Of columns on paper, beside the usual 4."""

MONEY: Final = frozenset({"price", "per_signature"})
IN_WORDS: Final = frozenset({"binding", "seat", "valid", "what"})
WIDTH: Final = 22


async def write_export(conn: Connection, what: str, year: int, file: Path) -> int:
    """Write a list or register to an ``.xlsx``, ``.csv`` or ``.pdf`` file; return how many lines.

    Args:
        conn: A connection.
        what: One of `TITLES`.
        year: The calendar year of lists and prices.
        file: Where to; what is there is replaced.
    """
    columns, rows = await exported(conn, what, year)
    lines = [dict(row) for row in rows]
    if file.suffix.lower() == ".csv":
        _write_csv(file, columns, lines)
    elif file.suffix.lower() == ".pdf":
        await asyncio.to_thread(file.write_bytes, on_pages(what, year, columns, lines))
    else:
        _workbook(TITLES[what], columns, lines).save(file)
    return len(lines)


async def export_on_pages(conn: Connection, what: str, year: int) -> bytes:
    """Return a list or register of a year as PDF/A."""
    columns, rows = await exported(conn, what, year)
    return await asyncio.to_thread(on_pages, what, year, columns, [dict(row) for row in rows])


def on_pages(
    what: str, year: int, columns: Sequence[str], lines: Sequence[dict[str, Any]]
) -> bytes:
    """Return a list or register as PDF/A, dated by the last day of its year."""
    heads = [
        Column(
            head=HEADINGS[name],
            width=WIDTHS.get(name, 4),
            kind="number" if name in MONEY else "text",
        )
        for name in columns
    ]
    rows = [[_printed(name, line[name]) for name in columns] for line in lines]
    sheet = register(TITLES[what], [("Yıl", str(year))], heads, rows)
    unit = (LAWS["T"].unit or {})["tr"]
    last = date(year, 12, 31)
    return set_sheets([sheet], dated_on=last, unit=unit, footer=TITLES[what], flipped=True)


def _write_csv(file: Path, columns: Sequence[str], lines: Sequence[dict[str, Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        for line in lines:
            writer.writerow({name: _plain(value) for name, value in line.items()})


def _plain(value: Any) -> Any:
    """Write days and truth as JSON does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _workbook(title: str, columns: Sequence[str], lines: Sequence[dict[str, Any]]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet), "a new workbook has one sheet"
    sheet.title = title
    for at, name in enumerate(columns, start=1):
        put(sheet, 1, at, HEADINGS[name])
        sheet.cell(row=1, column=at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = WIDTH
    for n, line in enumerate(lines, start=2):
        for at, name in enumerate(columns, start=1):
            put(sheet, n, at, _read(name, line[name]))
    sheet.freeze_panes = "A2"
    return book


def _read(name: str, value: Any) -> Cell:
    told: Cell = WORDS.get(value, value) if name in IN_WORDS else value
    return told


def _printed(name: str, value: Any) -> Cell:
    if name.endswith("school_year") and value is not None:
        return said_school_year(str(value))
    return said_number(str(value), "tr") if name in MONEY and value else _read(name, value)
