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
from starter.client.processes import words as words_of
from starter.runtime.migrate import PROJECT
from starter.runtime.problem import StackProblem
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.worded import Words, day_in_words

CATALOGUE: Final = "turkish.toml"
"""In each room that refuses: English texts, and what they are in Turkish."""

PLACE: Final = re.compile(r"\{(\w+)\}")
"""Where a text names a value."""

_UNFIT: Final = "bu alan uygun değil"
_ROOMS: Final = ("workflows", "activities", "starter")
_DEEPEST: Final = 4
_DAY: Final = re.compile(
    r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?([+-]\d{2}:\d{2}|Z)?)?"
)
_LIST: Final = re.compile(r"(; |, | and | or )")
_JOINTS: Final = {" and ": " ve ", " or ": " veya "}
_FIELD: Final = re.compile(r"([\w.()\[\] -]+): ((?:Value error, |[A-Z]).*)", re.DOTALL)
_CASE: Final = re.compile(r"([\w.:-]+) (.+)", re.DOTALL)
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")


def in_language(
    reasons: Iterable[Reason], language: str, process: str | None = None
) -> tuple[Reason, ...]:
    """Return the reasons of a refusal as a reader has them.

    Args:
        reasons: As the code says them, in English.
        language: ``tr`` or ``en``.
        process: Whose words stages and acts have; a few are called otherwise in another one.
    """
    if language == "en":
        return tuple(reasons)
    return tuple(
        each.model_copy(
            update={
                "what": in_turkish(each.what, process),
                "why": in_turkish(each.why, process),
                "do": in_turkish(each.do, process),
            }
        )
        for each in reasons
    )


def fault_in(fault: Exception, language: str, process: str | None = None) -> str:
    """Return what a fault says, in the language of who reads it."""
    if language == "en":
        return str(fault)
    if isinstance(fault, StackProblem):
        return f"{in_turkish(fault.what)} {in_turkish(fault.do)}"
    return in_turkish(str(fault), process)


def said_in(text: str, language: str, process: str | None = None) -> str:
    """Return a text of the code in a language; English is what it is written in."""
    return text if language == "en" else in_turkish(text, process)


def in_turkish(said: str, process: str | None = None) -> str:
    """Return what a text is in Turkish; one that nobody has translated as it is.

    >>> in_turkish("served on 2031-05-26, which is still to come")
    'tebliğ günü olarak yazılan 26 Mayıs 2031 henüz gelmedi'
    """
    return _catalogue().get(said) or _translated(said, _words(process), 0) or said


def _translated(said: str, words: Mapping[str, str], depth: int) -> str | None:
    if exact := _catalogue().get(said):
        return exact
    for pattern, turkish in _patterns():
        if found := pattern.fullmatch(said):
            values = found.groupdict()
            return PLACE.sub(lambda at: _value(values[at[1]], words, depth + 1), turkish)  # noqa: B023
    return _of_a_part(said, words, depth)


def _of_a_part(said: str, words: Mapping[str, str], depth: int) -> str | None:
    """Write what begins with a field (``fee.paid_on: …``) or a case (``course-2031-1 …``)."""
    if (found := _FIELD.fullmatch(said)) is not None:
        return f"{found[1]}: {shape_in_turkish(found[2])}"
    if depth == 0 and (found := _CASE.fullmatch(said)) is not None:
        rest = _translated(found[2], words, depth + 1)
        return rest and f"{found[1]} {rest}"
    return None


def _value(said: str, words: Mapping[str, str], depth: int) -> str:
    """Write a value as Turkish readers have it."""
    if word := words.get(said):
        return word
    if depth < _DEEPEST and (whole := _translated(said, words, depth)):
        return whole
    if _DECIMAL.fullmatch(said):
        return said.replace(".", ",")
    parts = _LIST.split(said)
    if len(parts) > 1:  # value, joint, value
        return "".join(
            _JOINTS.get(part, part) if at % 2 else _value(part, words, depth + 1)
            for at, part in enumerate(parts)
        )
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


_SHAPES: Final[tuple[tuple[str, str], ...]] = (
    (r"Field required", "Bu alan zorunludur"),
    (r"Input should be a valid date.*", "Geçerli bir tarih yazın"),
    (r"Input should be a valid datetime.*", "Geçerli bir tarih ve saat yazın"),
    (r"Input should be (a|in a) valid time.*", "Geçerli bir saat yazın"),
    (r"Input should be a valid integer.*", "Tam sayı yazın"),
    (r"Input should be a valid (decimal|number).*", "Sayı yazın"),
    (r"Input should be a valid boolean.*", "Evet veya hayır seçin"),
    (r"Decimal input should have no more than (\d+) decimal places?", r"En çok \1 ondalık yazın"),
    (r"Input should be greater than or equal to (\S+)", r"En az \1 olmalı"),
    (r"Input should be greater than (\S+)", r"\1 değerinden büyük olmalı"),
    (r"Input should be less than or equal to (\S+)", r"En çok \1 olmalı"),
    (r"Input should be less than (\S+)", r"\1 değerinden küçük olmalı"),
    (r"String should have at least (\d+) characters?", r"En az \1 karakter yazın"),
    (r"String should have at most (\d+) characters?", r"En çok \1 karakter yazın"),
    (r"List should have at least (\d+) items?.*|Tuple should have at least (\d+) items?.*",
     "Daha fazla satır gerekir"),
    (r"(List|Tuple) should have at most (\d+) items?.*", r"En çok \2 satır olabilir"),
    (r"Extra inputs are not permitted", "böyle bir alan yok"),
    (r"String should match pattern.*", "Biçimi uygun değil; örneğe bakın"),
    (r"Input should be .*", "Geçerli seçeneklerden biri olmalı"),
)  # fmt: skip
"""What pydantic says of a field, and what that is in Turkish."""


def shape_in_turkish(said: str) -> str:
    """Write a fault of shape in Turkish, as pydantic or a message's own check says it.

    >>> shape_in_turkish("Input should be less than or equal to 100")
    'En çok 100 olmalı'
    """
    own = said.removeprefix("Value error, ")
    if own != said:
        return _translated(own, _words(None), 0) or _UNFIT
    return _shape(said) or _UNFIT


def _shape(said: str) -> str | None:
    for pattern, turkish in _SHAPES:
        if found := re.fullmatch(pattern, said):
            return found.expand(turkish)
    return None


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
    ways = (f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    return re.compile("".join(ways), re.DOTALL)


@cache
def _words(process: str | None) -> Mapping[str, str]:
    """Return the words of keys as they travel, roles, stages, acts, outcomes: a process's first."""
    found: dict[str, str] = {}
    for each in reversed([*PROCESSES]):
        found |= _in_turkish(words_of(each))
    own = words_of(process) if process is not None and process in PROCESSES else {}
    return found | _in_turkish(ROLES) | _in_turkish(own)


def _in_turkish(words: Words) -> dict[str, str]:
    keys = {key.rsplit("/", 1)[-1]: turkish for key, (turkish, _) in words.items()}
    acts = {key.replace("_", " "): f"“{turkish}”" for key, turkish in keys.items() if "_" in key}
    return (
        {english: turkish for turkish, english in words.values()}
        | acts
        | keys
        | {key: f"“{turkish}”" for key, turkish in keys.items() if "_" in key}
    )
