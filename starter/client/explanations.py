"""Explanations of dates in English: text for text what a case says in Turkish.

A case explains each of its dates in Turkish, the language of its regulation, and keeps these texts.
Here they are read again, as they come, and said in English for who reads English.
"""

import re
from collections.abc import Mapping
from typing import Final

from workflows.kernel.worded import MONTHS

_DAY: Final = r"\d{1,2} \w+ \d{4} \w+"
_UNIT: Final = r"gün|iş günü|ay|yıl|öğretim yılı"

UNITS: Final[Mapping[str, str]] = {
    "gün": "day(s)",
    "iş günü": "working day(s)",
    "ay": "month(s)",
    "yıl": "year(s)",
    "öğretim yılı": "school year(s)",
}

WEEKDAYS: Final[Mapping[str, str]] = {
    "Pazartesi": "Monday",
    "Salı": "Tuesday",
    "Çarşamba": "Wednesday",
    "Perşembe": "Thursday",
    "Cuma": "Friday",
    "Cumartesi": "Saturday",
    "Pazar": "Sunday",
}

DAYS_OFF: Final[Mapping[str, str]] = {
    "hafta sonu": "weekend",
    "Yılbaşı": "New Year's Day",
    "Ramazan Bayramı": "Eid al-Fitr",
    "Kurban Bayramı": "Eid al-Adha",
    "Ulusal Egemenlik ve Çocuk Bayramı": "National Sovereignty and Children's Day",
    "Emek ve Dayanışma Günü": "Labour and Solidarity Day",
    "Atatürk'ü Anma, Gençlik ve Spor Bayramı": ("Commemoration of Atatürk, Youth and Sports Day"),
    "Demokrasi ve Millî Birlik Günü": "Democracy and National Unity Day",
    "Zafer Bayramı": "Victory Day",
    "Cumhuriyet Bayramı": "Republic Day",
    "(saat 13.00'ten)": "(from 13:00)",
    "(tahmini)": "(estimated)",
    "Tatil kararı": "Closure decreed",
    "Takvim yenilendi": "Calendar renewed",
}
"""What the calendar calls days on which offices are closed, and why it changes.

A decree's own name stays as it is.
"""

_TEXTS: Final = (
    (rf"Başlangıç: ({_DAY}); bu gün sayılmaz\.", "It starts on {0}; that day is not counted."),
    (
        rf"Başlangıç: ({_DAY}); (\d+-\d+) öğretim yılı ilk yıldır\.",
        "It starts on {0}; the school year {1} is the first year.",
    ),
    (rf"(\d+) ({_UNIT}) sayıldı: ({_DAY})\.", "{0} {1} are counted: {2}."),
    (
        (
            rf"(\d+) yılının (\d+)\. ayının (\d+)\. iş günü"
            rf"(?:, (\d+) iş günü öncesi)?(?: ([+-]\d+) gün)?: ({_DAY})\."
        ),
        "working day {2} of month {1} of {0}{3:, {} working day(s) before}{4: {} day(s)}: {5}.",
    ),
    (
        rf"(\d+) ({_UNIT}) uzatıldı \((.*)\): ({_DAY}) gününden ({_DAY}) gününe\.",
        "It is extended by {0} {1} ({2}): from {3} to {4}.",
    ),
    (
        rf"(\d+) ({_UNIT}) uzatıldı \((.*)\); kalan (\d+) ({_UNIT})\.",
        "It is extended by {0} {1} ({2}); {3} {4} remain.",
    ),
    (
        rf"({_DAY}): süre durdu \((.*)\); kalan (\d+) ({_UNIT})\.",
        "{0}: the clock is paused ({1}); {2} {3} remain.",
    ),
    (
        (
            rf"({_DAY}): süre yeniden işlemeye başladı; kalan (\d+) ({_UNIT})"
            rf"(, izleyen ilk iş günü biter)?: ({_DAY})\."
        ),
        "{0}: the clock runs again; {1} {2} remain{3:, and it ends on the next working day}: {4}.",
    ),
    (
        r"Süre duruyor; son gün, yeniden işleyince belli olur\.",
        "The clock is paused; the last day is known once it runs again.",
    ),
    (
        rf"(.*): son gün ({_DAY}) iken ({_DAY}) oldu\.",
        "{0}: the last day was {1} and is now {2}.",
    ),
    (
        r"(.*): son an (\d\d)\.(\d\d) iken (\d\d)\.(\d\d) oldu\.",
        "{0}: the last instant was {1}:{2} and is now {3}:{4}.",
    ),
    (rf"({_DAY}) sayılmadı: (.*)\.", "{0} is not counted: {1}."),
    (rf"({_DAY}) iş günü değil: (.*)\.", "{0} is not a working day: {1}."),
    (
        rf"Son gün izleyen ilk iş gününe kaydı: ({_DAY})\.",
        "The last day moves to the next working day: {0}.",
    ),
    (
        rf"Son gün önceki son iş gününe kaydı: ({_DAY})\.",
        "The last day moves to the working day before: {0}.",
    ),
    (rf"Son an: ({_DAY}), gün sonu, 24\.00\.", "The last instant: {0}, the end of the day, 24:00."),
    (
        rf"Son an: ({_DAY}), mesai bitimi, (\d\d)\.(\d\d)(?: \(yarım gün: (.*)\))?\.",
        "The last instant: {0}, the close of offices, {1}:{2}{3: (half a day: {})}.",
    ),
)
"""Turkish, and English with its parts by number; ``{3: (… {})}`` is said only if there is one."""

_PATTERNS: Final = tuple((re.compile(turkish), english) for turkish, english in _TEXTS)
_PART: Final = re.compile(r"\{(\d)(?::((?:[^{}]|\{\})*))?\}")
_DATED: Final = re.compile(r"(\d{1,2}) (\w+) (\d{4})(?: (\w+))?")


def explained(text: str, language: str) -> str:
    """Return a step of an explanation in a language (``tr`` or ``en``).

    >>> explained("30 gün sayıldı: 27 Mayıs 2026 Çarşamba.", "en")
    '30 day(s) are counted: Wednesday 27 May 2026.'
    """
    if language == "tr":
        return text
    for pattern, english in _PATTERNS:
        if found := pattern.fullmatch(text):
            return _filled(english, [_value(part) for part in found.groups()])
    return text


def _filled(english: str, parts: list[str | None]) -> str:
    def said(place: re.Match[str]) -> str:
        part = parts[int(place[1])]
        if place[2] is None:
            return part or ""
        return "" if part is None else place[2].replace("{}", part)

    return _PART.sub(said, english)


def _value(part: str | None) -> str | None:
    """Write a value: a unit, a day of the week, a day."""
    if part is None:
        return None
    if (found := _DATED.fullmatch(part)) and found[2] in MONTHS["tr"]:
        month = MONTHS["en"][MONTHS["tr"].index(found[2])]
        day = f"{found[1]} {month} {found[3]}"
        return f"{WEEKDAYS[found[4]]} {day}" if found[4] else day
    if part in UNITS:
        return UNITS[part]
    for turkish, english in DAYS_OFF.items():
        part = part.replace(turkish, english)
    return part
