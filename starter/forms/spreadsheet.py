"""How cells of spreadsheets are written: days as days, text as text that nobody computes."""

import re
from datetime import date
from typing import Final, TypeAlias

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

Cell: TypeAlias = str | date | int | None

# What no XML file may hold (XML 1.0, 2.2); openpyxl itself lets U+FFFE and U+FFFF through.
_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """Write a value into a cell."""
    cell = sheet.cell(row=row, column=column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "dd.mm.yyyy"
    elif isinstance(value, int):
        cell.value = value
    elif value is not None:
        cell.value = _NO_XML.sub("", value)
        # a name that begins with = is a name: nobody's spreadsheet is to compute it
        cell.data_type = "s"
