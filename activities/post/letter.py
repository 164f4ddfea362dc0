"""The words of a notice: plain letters in Turkish or English, from ``letters``.

A notice names its template, which lies in the folder of its process, or above them if it serves
all. Its facts are the template's variables: one that is missing stops the letter, and the mailer
says so. The first line of a letter is its subject.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic import AwareDatetime, JsonValue

from activities.post.earlier import said_earlier
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.values import Frozen
from workflows.kernel.worded import day_in_words

_HERE = Path(__file__).parent
_LETTERS = _HERE / "letters"
FOLDERS: Final = (_LETTERS, *sorted(each for each in _LETTERS.iterdir() if each.is_dir()))
"""Where the letters of this release lie: those of all processes, and those of each."""
_GENERAL: Final = "notification"
"""Goes out in place of a letter that this release no longer has."""

ARTICLES: Final[Mapping[str, str]] = tomllib.loads(
    (_HERE / "articles.toml").read_text(encoding="utf-8")
)
"""Rule or reading to the article where it stands."""


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


def write_letter(about: Particulars, language: str, folders: tuple[Path, ...] = FOLDERS) -> Letter:
    """Return the letter for one notice.

    Args:
        about: The notice with the addressee's name.
        language: ``tr`` or ``en``.
        folders: Where letters lie.

    Raises:
        UndefinedError: A fact is missing of which the letter speaks.
    """
    facts = {**said_earlier(about.template, about.rule), **about.facts}
    # a term says itself under which article its edition has it
    facts["article"] = facts.get("article") or ARTICLES.get(about.rule)
    given = {"name": about.name, "rule": about.rule, "dated_at": about.dated_at.isoformat()}
    letter = _letters(language, folders).get_template(_name(about.template, language, folders))
    subject, _, text = letter.render({**facts, **given}).partition("\n")
    return Letter(subject=" ".join(subject.split()), text=text.strip() + "\n")


def said_day(value: str, language: str) -> str:
    """Write a day as people do.

    >>> said_day("2031-05-26", "tr")
    '26 Mayıs 2031'
    """
    return day_in_words(date.fromisoformat(value), language)


def said_moment(value: str, language: str) -> str:
    """Write an instant as people in Istanbul do; midnight is 24:00 of the day before (R-S.4).

    >>> said_moment("2031-05-26T14:30:00+00:00", "tr")
    '26 Mayıs 2031, saat 17.30'
    >>> said_moment("2031-05-27T00:00:00+03:00", "en")
    '26 May 2031, 24:00'
    """
    local = datetime.fromisoformat(value).astimezone(ISTANBUL)
    day, clock = local.date(), f"{local:%H:%M}"
    if local.time() == time.min:
        day, clock = day - timedelta(days=1), "24:00"
    said = f"saat {clock.replace(':', '.')}" if language == "tr" else clock
    return f"{day_in_words(day, language)}, {said}"


def said_number(value: str, language: str) -> str:
    """Write a decimal as people do.

    >>> said_number("82.40", "tr"), said_number("82.40", "en")
    ('82,40', '82.40')
    """
    return value.replace(".", ",") if language == "tr" else value


@cache
def _letters(language: str, folders: tuple[Path, ...] = FOLDERS) -> Environment:
    letters = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # `str` raises where a fact is missing, and names it
    letters.filters["number"] = lambda value: said_number(str(value), language)
    letters.filters["day"] = lambda value: said_day(str(value), language)
    letters.filters["moment"] = lambda value: said_moment(str(value), language)
    return letters


def _name(template: str, language: str, folders: tuple[Path, ...] = FOLDERS) -> str:
    named = f"{template}.{language}.j2"
    there = any((folder / named).is_file() for folder in folders)
    return named if there else f"{_GENERAL}.{language}.j2"
