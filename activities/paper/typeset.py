"""Sets a page as PDF/A-2a, readable by screen readers too (PDF/UA-1).

What it says is given as plain values; a page has no other source, no clock and no font but those
that Typst brings along (Libertinus Serif, SIL Open Font License). So the same words are the same
bytes on any machine with this Typst.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any, Final, Literal

from workflows.kernel.law.calendar import ISTANBUL

if TYPE_CHECKING:
    from typst import Compiler

_HERE: Final = Path(__file__).parent

_OF_THREAD: Final = local()

_LONG_WORD: Final = re.compile(r"\S{31}")
"""As the templates have it; in JSON a word may seem longer by its marks, and none shorter."""

Shape = Literal["letter", "form"]


def typeset(shape: Shape, said: Mapping[str, Any], *, dated_on: date, language: str) -> bytes:
    """Return the page as PDF.

    Args:
        shape: Which template sets it.
        said: What it says, as the template names it.
        dated_on: The document's own day; its file says no other.
        language: ``tr`` or ``en``: for hyphenation, and for whoever reads it aloud.
    """
    day = {"year": dated_on.year, "month": dated_on.month, "day": dated_on.day}
    # the search for such words takes Typst longer than any other rule of the page
    has_long_words = _LONG_WORD.search(json.dumps(said, ensure_ascii=False)) is not None
    given = {**said, "day": day, "language": language, "has_long_words": has_long_words}
    page = _compiler().compile(
        _document(shape, given),
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(dated_on, time.min, ISTANBUL),
    )
    assert isinstance(page, bytes), "a PDF is one file"
    return page


def _document(shape: Shape, given: Mapping[str, Any]) -> bytes:
    """Write what Typst is to set: all of what it says is one text, and none of it is run.

    Given as inputs it would be part of the library, which Typst would then look through anew.
    """
    text = json.dumps(given, ensure_ascii=False).replace("\\", r"\\").replace('"', r"\"")
    return f'#import "{shape}.typ": page-of\n#page-of(json(bytes("{text}")))'.encode()


def _compiler() -> "Compiler":
    """Return the compiler of this thread, which has read fonts and templates."""
    import typst  # noqa: PLC0415 - whoever writes a spreadsheet sets no page

    if not hasattr(_OF_THREAD, "compiler"):
        _OF_THREAD.compiler = typst.Compiler(root=_HERE, ignore_system_fonts=True)
    kept: Compiler = _OF_THREAD.compiler
    return kept
