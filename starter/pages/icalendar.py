"""Terms as a calendar that other programs read (RFC 5545).

An event keeps its UID for good. Whatever happens to its term raises its sequence; where the term is
met, paused or dropped it is sent as cancelled, so that programs that have it take it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from activities.feeds import TermNow
from starter.pages.spans import RUNS
from starter.pages.words import last_day

PRODUCT: Final = "-//Vade//Terms//TR"
WIDEST: Final = 75
"""Bytes of a line; a longer one is folded."""

KEPT: Final = timedelta(days=60)
"""How long a term that is over is still sent as cancelled, for programs that read seldom."""


@dataclass(frozen=True)
class Entry:
    """One term in a calendar."""

    uid: str
    term: TermNow
    title: str
    said: str
    address: str

    @property
    def stands(self) -> bool:
        """Whether its day stands in the calendar."""
        return self.term.state in RUNS and self.term.due_at is not None

    def lines(self) -> Iterable[str]:
        """Write it."""
        at, settled = self.term.last_due_at, _instant(self.term.settled_at)
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(self.uid)}"
        yield f"SEQUENCE:{self.term.sequence}"
        yield f"DTSTAMP:{settled}"
        yield f"LAST-MODIFIED:{settled}"
        day, hour = last_day(at)
        if hour:  # an instant: an event without an end
            yield f"DTSTART:{_instant(at)}"
        else:
            yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
            yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(self.title)}"
        yield f"DESCRIPTION:{escaped(self.said)}"
        yield f"URL:{self.address}"
        yield f"STATUS:{'CONFIRMED' if self.stands else 'CANCELLED'}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def calendar(title: str, entries: Iterable[Entry]) -> str:
    """Write a calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(title)}",
        f"X-WR-CALNAME:{escaped(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for entry in entries:
        lines += entry.lines()
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    r"""Write a text as a value.

    >>> escaped("m.17(15), b; iade")
    'm.17(15)\\, b\\; iade'
    """
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def folded(line: str) -> str:
    r"""Fold a line after so many bytes, never within a letter.

    >>> folded("SUMMARY:" + "ş" * 40).split("\r\n ")[1]
    'şşşşşşş'
    """
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > WIDEST:
            parts.append(part)
            part, size = "", 1  # the space that a folded line begins with
        part, size = part + letter, size + width
    return "\r\n ".join([*parts, part])


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
