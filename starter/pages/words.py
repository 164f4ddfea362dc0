"""The words of the pages, and how they write days, instants and whatever has a key."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from starter.client.processes import PROCESSES, ROLES, process_of
from workflows.kernel.display.words import KINDS, TEXTS, word
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.worded import Words, day_in_words

WORDS: Final[Words] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)


WORDS_FOR_MANY: Final[Words] = {"institution": ("kurum", "institution")}
"""Addressees that are no role: members of an agreement."""


def t(key: str, lang: str, **parts: object) -> str:
    """Return one of the pages' own words."""
    said = word(WORDS, key, lang)
    return said.format(**parts) if parts else said


def role_word(name: str | None, lang: str) -> str:
    """Write a role, or an addressee such as ``principal/99001122``, as officials call it.

    >>> role_word("review-commission", "tr"), role_word("institution/34001", "en")
    ('İnceleme komisyonu', 'Institution (34001)')
    """
    role, _, institution = (name or "").partition("/")
    said = capital(word({**WORDS_FOR_MANY, **ROLES}, role, lang), lang)
    return f"{said} ({institution})" if institution.strip("*") else said


TITLES: Final[Words] = {
    "textbook-review": ("Ders kitabı incelemesi", "Textbook review"),
    "textbook-in-use": ("Okutulan ders kitabı", "Textbook in use"),
    "education-tool-review": ("Eğitim aracı incelemesi", "Education tool review"),
    "ministry-year": ("Bakanlık yılı", "Ministry year"),
    "course": ("Kurs", "Course"),
    "agreement": ("İş birliği", "Agreement"),
    "partnership": ("Okul ortaklığı", "School partnership"),
}


def capital(said: str, lang: str) -> str:
    """Begin with a capital, as Turkish has it.

    >>> capital("inceleme komisyonu", "tr"), capital("review commission", "en")
    ('İnceleme komisyonu', 'Review commission')
    """
    first = "İ" if lang == "tr" and said.startswith("i") else said[:1].upper()
    return first + said[1:]


def sentence(said: str, lang: str) -> str:
    """Write a reason of a refusal as a sentence of its own.

    >>> sentence("ilk karar verilmiş", "tr")
    'İlk karar verilmiş.'
    """
    return capital(said, lang) + ("" if said.endswith((".", "?", "!")) else ".")


def process_title(name: str, lang: str) -> str:
    """Write what a process is called; one that has no name here, as its filing is."""
    process = PROCESSES[name]
    filing = process.application.command
    return word(TITLES, name, lang) if name in TITLES else process.word(filing, lang)


def case_title(case_id: str, lang: str) -> str:
    """Write what people call a case: its process and its file number.

    >>> case_title("course-2031-0042", "tr")
    'Kurs 2031-0042'
    """
    process = process_of(case_id)
    if process is None:
        return case_id
    return f"{process_title(process.name, lang)} {case_id.removeprefix(process.case_id(''))}"


def case_word(process: str, key: str, lang: str) -> str:
    """Write a stage, outcome (``outcome/…``) or command of a process."""
    return PROCESSES[process].word(key, lang)


def kind_word(kind: str, lang: str) -> str:
    """Write what kind of entry a journal has; empty for an ordinary one."""
    return word(KINDS, kind, lang) if kind in KINDS else ""


def kernel_word(key: str, lang: str) -> str:
    """Return one of the kernel's own words."""
    return word(TEXTS, key, lang)


def last_day(at: datetime) -> tuple[date, str]:
    """Return the day of a due instant and its hour; at midnight it is the whole day before.

    >>> last_day(datetime.fromisoformat("2031-05-26T21:00:00+00:00"))
    (datetime.date(2031, 5, 26), '')
    >>> last_day(datetime.fromisoformat("2031-05-26T14:30:00+00:00"))
    (datetime.date(2031, 5, 26), '17.30')
    """
    local = at.astimezone(ISTANBUL)
    if local.time() == time.min:
        return (local - timedelta(days=1)).date(), ""
    return local.date(), f"{local:%H.%M}"


def said_due(at: datetime | None, lang: str) -> str:
    """Write a due instant: the day, and the hour where it is not the whole day."""
    if at is None:
        return "—"
    day, hour = last_day(at)
    said = day_in_words(day, lang)
    if not hour:
        return said
    return f"{said}, saat {hour}" if lang == "tr" else f"{said}, {hour.replace('.', ':')}"


def said_day(at: datetime, lang: str) -> str:
    """Write the day of an instant as it is in Istanbul."""
    return day_in_words(at.astimezone(ISTANBUL).date(), lang)


def said_moment(at: datetime | None, lang: str) -> str:
    """Write an instant as it is in Istanbul."""
    if at is None:
        return "—"
    local = at.astimezone(ISTANBUL)
    clock = f"{local:%H.%M}" if lang == "tr" else f"{local:%H:%M}"
    return f"{day_in_words(local.date(), lang)}, {clock}"


def said_from_now(at: datetime, now: datetime, lang: str) -> str:
    """Write how far away a last day is."""
    days = (last_day(at)[0] - now.astimezone(ISTANBUL).date()).days
    match days:
        case 0:
            return t("today", lang)
        case 1:
            return t("tomorrow", lang)
        case _ if days > 0:
            return t("in_days", lang, n=days)
        case _:
            return t("days_ago", lang, n=-days)


def said_size(size: int, lang: str) -> str:
    """Write how large a document is.

    >>> said_size(43, "tr"), said_size(12_400, "tr"), said_size(3_440_000, "tr")
    ('43 bayt', '12 kB', '3,4 MB')
    """
    if size < 1_000:
        return f"{size} {t('bytes', lang)}"
    if size < 1_000_000:
        return f"{size // 1_000} kB"
    said = f"{size / 1_000_000:.1f} MB"
    return said.replace(".", ",") if lang == "tr" else said
