"""What fields and values of messages are called: one dictionary for forms and journals."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from starter.client.processes import ROLES
from starter.pages.spans import term_name
from starter.pages.words import role_word
from workflows.kernel.worded import day_in_words

_READ: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(
    Path(__file__).with_name("dictionary.toml").read_text(encoding="utf-8")
)


SHORT: Final = 80
"""Characters of a value that stands in a line with others."""

_WEEKDAYS: Final[Mapping[str, tuple[str, str]]] = {
    "1": ("Pazartesi", "Monday"),
    "2": ("Salı", "Tuesday"),
    "3": ("Çarşamba", "Wednesday"),
    "4": ("Perşembe", "Thursday"),
    "5": ("Cuma", "Friday"),
    "6": ("Cumartesi", "Saturday"),
    "7": ("Pazar", "Sunday"),
}
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_DAY: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([012]\d|3[01])")
_HOUR: Final = re.compile(r"([01]\d:[0-5]\d|2[0-3]:[0-5]\d)(:[0-5]\d)?")
_GROUPED: Final = 1_000
"""From here on the digits of an amount stand in groups of three."""
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")


def field_word(name: str, language: str) -> str:
    """Return what a field of a message is called.

    >>> field_word("paid_on", "tr"), field_word("decision_no", "en")
    ('Yatırıldığı tarih', 'Decision number')
    """
    if language == "tr":
        return _READ["fields"].get(name, _humanised(name))
    return _READ["english"].get(name, _humanised(name))


def value_word(value: str, language: str) -> str:
    """Return what a value that a field may have is called; codes such as ``P-1`` stand as they are.

    >>> value_word("by-hand", "tr"), value_word("P-1", "tr")
    ('Elden', 'P-1')
    """
    if language == "tr":
        return _READ["values"].get(value, value)
    return value if not value.islower() else _humanised(value)


def option_word(field: str, value: str, language: str) -> str:
    """Return what a value of a field is called, where only the field says what it means.

    >>> option_word("weekday", "1", "tr"), option_word("kind", "single", "tr")
    ('Pazartesi', 'Tek kitap')
    >>> option_word("row", "P-3", "tr")
    'P-3 · okul koordinatörlerinin belirlenmesi'
    """
    if field == "role" and value in ROLES:
        return role_word(value, language)
    if field == "row" and value.startswith("P-"):
        return f"{value} · {term_name('partnership', value, language)}"
    if field == "weekday" and value in _WEEKDAYS:
        return _WEEKDAYS[value][language == "en"]
    return value_word(value, language)


def name_word(name: str, language: str) -> str:
    """Return what a name in a document is called: a field's, a value's, or a day's.

    >>> name_word("fee_paid", "tr"), name_word("2031-05-26", "en")
    ('İnceletme ücreti yatırılmış', '26 May 2031')
    """
    if has_word(name, "fields") or (language == "en" and "_" in name):
        return field_word(name, language)
    return said_value(name, language)


def said_value(value: object, language: str) -> str:
    """Write a value of a document as people do.

    >>> said_value("48750.00", "tr"), said_value("2031-05-26", "tr"), said_value("by-hand", "tr")
    ('48.750,00', '26 Mayıs 2031', 'Elden')
    >>> said_value("18:00:00", "tr"), said_value("18:00:00", "en")
    ('18.00', '18:00')
    """
    said = str(value)
    if found := _HOUR.fullmatch(said):
        return found[1].replace(":", "." if language == "tr" else ":")
    if _DAY.fullmatch(said):
        return day_in_words(date.fromisoformat(said), language)
    if _DECIMAL.fullmatch(said):
        whole, _, part = said.partition(".")
        grouped = f"{int(whole):,}" if abs(int(whole)) >= _GROUPED else whole
        return f"{grouped.replace(',', '.')},{part}" if language == "tr" else f"{grouped}.{part}"
    return value_word(said, language) if has_word(said, "values") else said


def in_field(value: str, kind: str, language: str) -> str:
    """Write a value as it stands in its field, or in the example beside it.

    >>> in_field("82.40", "decimal", "tr"), in_field("I-2031.88", "text", "tr")
    ('82,40', 'I-2031.88')
    """
    return said_value(value, language) if kind == "decimal" else value


def in_short(body: Mapping[str, object], language: str) -> list[tuple[str, str]]:
    """Return what a document says in single values, by name; yes and no as ``yes`` and ``no``."""
    plain = {
        n: v
        for n, v in body.items()
        if isinstance(v, str | int) and len(str(v)) <= SHORT and not _DIGEST.fullmatch(str(v))
    }
    return [
        (
            field_word(name, language),
            ("yes" if said else "no") if isinstance(said, bool) else said_value(said, language),
        )
        for name, said in plain.items()
    ]


def documents_in(body: object, name: str = "") -> list[tuple[str, str]]:
    """Return the documents that a value names by digest, each with the field that names it.

    >>> documents_in({"report": "a" * 64, "copies": 2})[0][0]
    'report'
    """
    match body:
        case dict():
            return [one for n, each in body.items() for one in documents_in(each, str(n))]
        case list() | tuple():
            return [one for each in body for one in documents_in(each, name)]
        case str() if _DIGEST.fullmatch(body):
            return [(name, body)]
        case _:
            return []


def has_word(name: str, of: str) -> bool:
    """Whether a field (``fields``) or a value (``values``) has its Turkish word."""
    return name in _READ[of]


def _humanised(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ")
    words = f"{words[:-3]} number" if words.endswith(" no") else words
    return words[:1].upper() + words[1:]
