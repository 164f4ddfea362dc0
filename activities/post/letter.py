"""The words of a notice: plain letters in Turkish or English, from ``letters``.

A notice names its template, which lies in the folder of its process, or above them if it serves
all; a process that has not written one gets the general notification. The first line of a letter is
its subject.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes, select_autoescape
from pydantic import AwareDatetime, JsonValue

from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.values import Frozen
from workflows.kernel.worded import day_in_words

_LETTERS = Path(__file__).parent / "letters"
_FOLDERS: Final = (_LETTERS, *sorted(each for each in _LETTERS.iterdir() if each.is_dir()))
_GENERAL: Final = "notification"

_AFFIRMED: Final = {"tr": ("evet", "hayır"), "en": ("yes", "no")}
_LABELS: Final = {
    "tr": {
        "score": "Puan",
        "stage": "Aşama",
        "outcome": "Sonuç",
        "reason": "Gerekçe",
        "reasons": "Gerekçe",
        "findings": "Tespitler",
        "decision": "Karar",
        "fee": "Ücret",
        "code": "Kod",
    },
    "en": {},
}

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)")


class Letter(Frozen):
    """A letter ready to be sent."""

    subject: str
    text: str


class Particulars(Frozen):
    """What a letter is about, and to whom it goes."""

    template: str
    rule: str
    dated_at: AwareDatetime
    name: str
    facts: dict[str, JsonValue]


def write_letter(about: Particulars, language: str) -> Letter:
    """Return the letter for one notice.

    Args:
        about: The notice with the addressee's name.
        language: ``tr`` or ``en``.
    """
    template = _name(about.template, language)
    asked = _asked_for(template, language)
    # A process may say less than a letter asks for; that must not hold up the letter.
    known = {key: about.facts.get(key) for key in asked}
    known |= {"file_no": known.get("file_no") or "—", "name": about.name, "rule": about.rule}
    details = tuple(_details(about, asked, language))
    letter = _letters(language).get_template(template)
    whole = letter.render({**known, "dated_at": about.dated_at, "details": details})
    subject, _, text = whole.partition("\n")
    return Letter(subject=" ".join(subject.split()), text=text.strip() + "\n")


def said_day(value: JsonValue | date, language: str) -> str:
    """Write a day as people do.

    >>> said_day("2031-05-26", "tr"), said_day(None, "en")
    ('26 Mayıs 2031', '—')
    """
    if value is None:
        return "—"
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return day_in_words(day, language)


def said_moment(value: JsonValue | datetime, language: str) -> str:
    """Write an instant as people in Istanbul do; midnight is 24:00 of the day before (R-S.4).

    >>> said_moment("2031-05-26T14:30:00+00:00", "tr")
    '26 Mayıs 2031, saat 17.30'
    >>> said_moment("2031-05-27T00:00:00+03:00", "en")
    '26 May 2031, 24:00'
    """
    if value is None:
        return "—"
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    local = instant.astimezone(ISTANBUL)
    day, clock = local.date(), f"{local:%H:%M}"
    if local.time() == time.min:
        day, clock = day - timedelta(days=1), "24:00"
    said = f"saat {clock.replace(':', '.')}" if language == "tr" else clock
    return f"{said_day(day, language)}, {said}"


def said_number(value: JsonValue, language: str) -> str:
    """Write a decimal as people do.

    >>> said_number("82.40", "tr"), said_number("82.40", "en")
    ('82,40', '82.40')
    """
    text = "—" if value is None else str(value)
    return text.replace(".", ",") if language == "tr" else text


def _details(about: Particulars, asked: frozenset[str], language: str) -> Iterator[tuple[str, str]]:
    """List what a notice says and its letter does not speak of."""
    labels: Mapping[str, str] = _LABELS[language]
    for key, value in about.facts.items():
        if key not in asked and value is not None:
            yield labels.get(key, key.replace("_", " ")), _said(value, language)


def _said(value: JsonValue, language: str) -> str:
    if isinstance(value, bool):
        return _AFFIRMED[language][0 if value else 1]
    if isinstance(value, list):
        return "; ".join(_said(item, language) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(item, language)}" for key, item in value.items())
    text = "—" if value is None else str(value)
    # A day or an instant among the facts is written as people do; other text stays as it is.
    if _INSTANT.fullmatch(text):
        with suppress(ValueError):
            return said_moment(text, language)
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return said_day(text, language)
    return text


@cache
def _letters(language: str) -> Environment:
    letters = Environment(
        loader=FileSystemLoader(_FOLDERS),
        autoescape=select_autoescape(default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    letters.filters["number"] = lambda value: said_number(value, language)
    letters.filters["day"] = lambda value: said_day(value, language)
    letters.filters["moment"] = lambda value: said_moment(value, language)
    return letters


def _name(template: str, language: str) -> str:
    named = f"{template}.{language}.j2"
    return named if _path(named) is not None else f"{_GENERAL}.{language}.j2"


def _path(template: str) -> Path | None:
    return next((each / template for each in _FOLDERS if (each / template).is_file()), None)


@cache
def _asked_for(template: str, language: str) -> frozenset[str]:
    """Return what a letter speaks of, with the letters it is made from."""
    letters = _letters(language)
    path = _path(template)
    assert path is not None
    tree = letters.parse(path.read_text(encoding="utf-8"))
    others = (each for each in meta.find_referenced_templates(tree) if each is not None)
    own = meta.find_undeclared_variables(tree) - _brought_along(tree)
    return frozenset(own).union(*(_asked_for(other, language) for other in others))


def _brought_along(tree: nodes.Template) -> set[str]:
    """Return what a letter sets or imports itself; its blocks see that as well."""
    names = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    for imported in tree.find_all(nodes.FromImport):
        names |= {each if isinstance(each, str) else each[1] for each in imported.names}
    return names
