"""Sets a page as PDF/A-2a, readable by screen readers too (PDF/UA-1).

What it says is given as plain values; a page has no other source, no clock and no font but those
that Typst brings along (Libertinus Serif, SIL Open Font License). So the same words are the same
bytes on any machine with this Typst.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, Literal

from workflows.kernel.law.calendar import ISTANBUL

_HERE: Final = Path(__file__).parent

Shape = Literal["letter", "form"]


def typeset(shape: Shape, said: Mapping[str, Any], *, dated_on: date, language: str) -> bytes:
    """Return the page as PDF.

    Args:
        shape: Which template sets it.
        said: What it says, as the template names it.
        dated_on: The document's own day; its file says no other.
        language: ``tr`` or ``en``: for hyphenation, and for whoever reads it aloud.
    """
    import typst  # noqa: PLC0415 - whoever writes a spreadsheet sets no page

    day = {"year": dated_on.year, "month": dated_on.month, "day": dated_on.day}
    given = {**said, "day": day, "language": language}
    return typst.compile(
        _HERE / f"{shape}.typ",
        root=_HERE,
        format="pdf",
        sys_inputs={"said": json.dumps(given, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(dated_on, time.min, ISTANBUL),
    )
