"""Refusals in Turkish: text for text what the code that refuses says in English.

A rule says no beside the code that decides, in English; `turkish.toml` of the same room has every
such text in Turkish, with the same places for values. What is said is looked up there as it comes:
from a running case, from a journal of last year, over HTTP. The values in it are written as Turkish
readers have them: days, roles, stages, acts.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from starter.client.processes import PROCESSES, ROLES
from starter.runtime.migrate import PROJECT
from workflows.kernel.case.refusal import Reason
from workflows.kernel.display.words import KINDS, TEXTS
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.worded import Words, day_in_words

CATALOGUE: Final = "turkish.toml"
"""In each room that refuses: English texts, and what they are in Turkish."""

PLACE: Final = re.compile(r"\{(\w+)\}")
"""Where a text names a value."""

_ROOMS: Final = ("workflows", "starter")
_DEEPEST: Final = 4
_DAY: Final = re.compile(
    r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?([+-]\d{2}:\d{2}|Z)?)?"
)
_LIST: Final = re.compile(r"(; |, | and | or )")
_JOINTS: Final = {" and ": " ve ", " or ": " veya "}
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")


def in_language(reasons: Iterable[Reason], language: str) -> tuple[Reason, ...]:
    """Return the reasons of a refusal as a reader has them.

    Args:
        reasons: As the code says them, in English.
        language: ``tr`` or ``en``.
    """
    if language == "en":
        return tuple(reasons)
    return tuple(
        each.model_copy(
            update={
                "what": in_turkish(each.what),
                "why": in_turkish(each.why),
                "do": in_turkish(each.do),
            }
        )
        for each in reasons
    )


def in_turkish(said: str) -> str:
    """Return what a text is in Turkish; one that nobody has translated as it is.

    >>> in_turkish("leave received_at out, or have the registry send it with register_no")
    'received_at alanını boş bırakın veya evrakı, register_no ile evrak birimine kaydettirin'
    """
    return translated(said) or said


def translated(said: str) -> str | None:
    """Return what a text is in Turkish, or None if no catalogue has it."""
    return _translated(said, 0)


def _translated(said: str, depth: int) -> str | None:
    if exact := _catalogue().get(said):
        return exact
    for pattern, turkish in _patterns():
        if found := pattern.fullmatch(said):
            values = {key: _value(value, depth + 1) for key, value in found.groupdict().items()}
            return PLACE.sub(lambda place: values[place[1]], turkish)  # noqa: B023 - used at once
    return None


def _value(said: str, depth: int) -> str:
    """Write a value as Turkish readers have it."""
    if word := _words().get(said):
        return word
    if depth < _DEEPEST and (whole := _translated(said, depth)):
        return whole
    if _DECIMAL.fullmatch(said):
        return said.replace(".", ",")
    parts = _LIST.split(said)
    if len(parts) > 1:
        return "".join(_JOINTS.get(each) or _value(each, depth + 1) for each in parts)
    return _DAY.sub(_day, said)


def _day(found: re.Match[str]) -> str:
    if found[4] is None:
        try:
            return day_in_words(date.fromisoformat(found[0]), "tr")
        except ValueError:
            return found[0]
    try:
        at = datetime.fromisoformat(found[0])
    except ValueError:
        return found[0]
    local = at if at.tzinfo is None else at.astimezone(ISTANBUL)
    return f"{day_in_words(local.date(), 'tr')} {local:%H.%M}"


@cache
def _catalogue() -> Mapping[str, str]:
    """Return all texts of all rooms."""
    merged: dict[str, str] = {}
    for path in catalogues():
        merged |= tomllib.loads(path.read_text(encoding="utf-8"))
    return merged


def catalogues() -> list[Path]:
    """Return where the Turkish texts are, one file for each room that refuses."""
    return sorted(path for room in _ROOMS for path in (PROJECT / room).rglob(CATALOGUE))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the texts that name values, those that say most beside them first."""
    named = [text for text in _catalogue() if PLACE.search(text)]
    named.sort(key=lambda text: -len(PLACE.sub("", text)))
    return tuple((_pattern(text), _catalogue()[text]) for text in named)


def _pattern(text: str) -> re.Pattern[str]:
    pieces = PLACE.split(text)  # text, name, text, name, ... text
    ways = (
        f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return re.compile("".join(ways), re.DOTALL)


@cache
def _words() -> Mapping[str, str]:
    """Return the words of keys as they travel: roles, stages, acts, outcomes, kinds of entries."""
    found: dict[str, str] = {}
    for words in (TEXTS, KINDS, *(each.vocabulary for each in PROCESSES.values()), ROLES):
        found |= _in_turkish(words)
    return found


def _in_turkish(words: Words) -> dict[str, str]:
    keys = {key.rsplit("/", 1)[-1]: turkish for key, (turkish, _) in words.items()}
    acts = {key.replace("_", " "): f"“{turkish}”" for key, turkish in keys.items() if "_" in key}
    return {english: turkish for turkish, english in words.values()} | acts | keys | {
        key: f"“{turkish}”" for key, turkish in keys.items() if "_" in key
    }
