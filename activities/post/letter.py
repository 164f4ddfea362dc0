"""The words of a notice: plain letters in Turkish or English, from ``letters``.

A notice names its template, which lies in the folder of its process, or above them if it serves
all. Its facts are the template's variables: one that is missing stops the letter, and the mailer
says so. The first line of a template is the letter's subject, the rest its body; what all letters
say besides is in ``mail``, and on paper in the template of the page.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic import AwareDatetime, JsonValue

from activities.post.earlier import said_earlier
from activities.post.grounds import ARTICLES, cited, court_for
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.values import Frozen
from workflows.kernel.worded import day_in_words

_LETTERS = Path(__file__).parent / "letters"
FOLDERS: Final = (_LETTERS, *sorted(each for each in _LETTERS.iterdir() if each.is_dir()))
"""Where the letters of this release lie: those of all processes, and those of each."""
_GENERAL: Final = "notification"
"""Goes out in place of a letter that this release no longer has."""


class Letter(Frozen):
    """A letter ready to be sent."""

    subject: str
    text: str
    """As a mail says it, with all that it names at its end."""
    body: str
    """What the letter itself says."""
    remedy: str | None
    """How its reader may turn to a court."""
    ground: str
    dated_on: date


class Particulars(Frozen):
    """What a letter is about, and to whom it goes."""

    template: str
    rule: str
    dated_at: AwareDatetime
    name: str
    facts: dict[str, JsonValue]
    number: str | None = None
    """The letter's own number (Sayı); none for what is mail alone."""
    issuer: str | None = None
    """What the office that signs is called in its place, if the register says it."""


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
    article = str(facts.get("article") or ARTICLES.get(about.rule) or "") or None
    facts["article"] = article
    given = {"name": about.name, "rule": about.rule, "dated_at": about.dated_at.isoformat()}
    letters = _letters(language, folders)
    whole = letters.get_template(_name(about.template, language, folders))
    subject, _, body = whole.render({**facts, **given}).partition("\n")
    court = court_for(about.template, {**facts, **given}, language)
    parts = {
        "body": body.strip(),
        "remedy": court and letters.get_template(f"court.{language}.j2").render(court).strip(),
        "ground": cited(about.rule, article, language),
        "dated_on": counted_on(about.dated_at),
    }
    mail = letters.get_template(f"mail.{language}.j2")
    text = mail.render({**facts, **given, **parts, "number": about.number})
    return Letter.model_validate(
        {"subject": " ".join(subject.split()), "text": text.strip() + "\n", **parts}
    )


def counted_on(at: datetime) -> date:
    """Return the day of an instant in Istanbul; midnight is 24:00 of the day before (R-S.4).

    >>> counted_on(datetime.fromisoformat("2031-05-27T00:00:00+03:00"))
    datetime.date(2031, 5, 26)
    """
    local = at.astimezone(ISTANBUL)
    return local.date() - timedelta(days=local.time() == time.min)


def said_day(value: str, language: str) -> str:
    """Write a day as people do.

    >>> said_day("2031-05-26", "tr")
    '26 Mayıs 2031'
    """
    return day_in_words(date.fromisoformat(value), language)


def said_moment(value: str, language: str) -> str:
    """Write an instant as people in Istanbul do; midnight is the end of the day before (R-S.4).

    >>> said_moment("2031-05-26T14:30:00+00:00", "tr")
    '26 Mayıs 2031, saat 17.30'
    >>> said_moment("2031-05-27T00:00:00+03:00", "tr")
    '26 Mayıs 2031 günü sonu'
    >>> said_moment("2031-05-27T00:00:00+03:00", "en")
    '26 May 2031, end of the day'
    """
    at = datetime.fromisoformat(value)
    local, day = at.astimezone(ISTANBUL), day_in_words(counted_on(at), language)
    if local.time() == time.min:
        return f"{day} günü sonu" if language == "tr" else f"{day}, end of the day"
    return f"{day}, saat {local:%H.%M}" if language == "tr" else f"{day}, {local:%H:%M}"


def said_number(value: str, language: str) -> str:
    """Write a number as people do: thousands and decimals.

    >>> said_number("1048750.40", "tr"), said_number("48750.00", "en"), said_number("75", "tr")
    ('1.048.750,40', '48,750.00', '75')
    """
    english = f"{Decimal(value):,}"
    return english.translate(_TURKISH) if language == "tr" else english


_TURKISH: Final = str.maketrans(",.", ".,")


def said_school_year(value: str) -> str:
    """Write a school year by the years in which it begins and ends.

    >>> said_school_year("2031")
    '2031-2032'
    """
    return f"{value}-{int(value) + 1}"


def warm(language: str) -> None:
    """Read the letters of a language beforehand, so that nobody waits for it."""
    letters = _letters(language, FOLDERS)
    for name in letters.list_templates(filter_func=lambda each: each.endswith(f".{language}.j2")):
        letters.get_template(name)


@cache
def _letters(language: str, folders: tuple[Path, ...]) -> Environment:
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
    letters.filters["article"] = lambda rule: ARTICLES[str(rule)]
    letters.filters["school_year"] = lambda value: said_school_year(str(value))
    return letters


def _name(template: str, language: str, folders: tuple[Path, ...] = FOLDERS) -> str:
    named = f"{template}.{language}.j2"
    there = any((folder / named).is_file() for folder in folders)
    return named if there else f"{_GENERAL}.{language}.j2"
