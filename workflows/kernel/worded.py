"""Values that say in both languages what they are: stages, outcomes, roles."""

from collections.abc import Mapping
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
