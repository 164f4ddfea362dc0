"""How the command line says its own words, and writes instants and roles."""

from datetime import datetime, time, timedelta

from starter.cli.work.words import WORDS
from starter.client.processes import ROLES
from workflows.kernel.display.words import word
from workflows.kernel.law.calendar import ISTANBUL, local_day


def t(key: str, lang: str) -> str:
    """Return a word of the command line."""
    return word(WORDS, key, lang)


def said(key: str, lang: str, **parts: object) -> str:
    """Return a sentence of the command line with what it is about."""
    return t(key, lang).format(**parts)


def clock(at: datetime | None) -> str:
    """Write an instant as Istanbul reads it; a line where there is none.

    >>> clock(datetime.fromisoformat("2031-05-26T21:00:00+00:00"))
    '2031-05-27 00:00'
    """
    return f"{at.astimezone(ISTANBUL):%Y-%m-%d %H:%M}" if at else "—"


def due(at: datetime | None) -> str:
    """Write a due instant; midnight belongs to the day that ends with it.

    >>> due(datetime.fromisoformat("2031-05-26T21:00:00+00:00"))
    '2031-05-26 24:00'
    """
    if at is not None and at.astimezone(ISTANBUL).time() == time.min:
        return f"{local_day(at - timedelta(microseconds=1))} 24:00"
    return clock(at)


def role(name: str | None, lang: str) -> str:
    """Write a role as officials call it, one of a single institution with its code."""
    office, _, institution = (name or "").partition("/")
    return f"{word(ROLES, office, lang)} {institution}".strip() if office else "—"
