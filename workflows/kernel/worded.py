"""What is said in both languages: stages, outcomes, roles, and a day as people write it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Self

Words = Mapping[str, tuple[str, str]]
"""Key to (Turkish, English)."""


class Worded(StrEnum):
    """A value as it travels, and its words beside it.

    >>> class Stage(Worded):
    ...     HELD = "held", "Bekletiliyor", "Held"
    >>> Stage.HELD == "held", Stage("held").words
    (True, ('Bekletiliyor', 'Held'))
    """

    tr: str
    en: str

    def __new__(cls, value: str, tr: str = "", en: str = "") -> Self:
        """Take the value and its words in Turkish and English."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.tr, made.en = tr, en
        return made

    @property
    def words(self) -> tuple[str, str]:
        """What it is called in Turkish and in English."""
        return (self.tr, self.en)


def titles_of(stages: type[Worded], outcomes: type[Worded]) -> Words:
    """Return what stages are called, and outcomes under ``outcome/…``."""
    return {
        **{stage.value: stage.words for stage in stages},
        **{f"outcome/{outcome}": outcome.words for outcome in outcomes},
    }


MONTHS: Mapping[str, tuple[str, ...]] = {
    "tr": (
        *("Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran"),
        *("Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def day_in_words(day: date, language: str) -> str:
    """Write a day as people do, in a language (``tr`` or ``en``).

    >>> day_in_words(date(2031, 5, 26), "tr"), day_in_words(date(2031, 5, 26), "en")
    ('26 Mayıs 2031', '26 May 2031')
    """
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
