"""What a letter rests on, whose paper it is written on, and which court may be turned to.

The first letter of a rule names its regulation: ``T-17.15b`` and the reading ``R-T.15`` are of the
textbook regulation.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from workflows.kernel.values import Frozen

_HERE: Final = Path(__file__).parent
_OF_TEXTBOOKS: Final = "T"

ARTICLES: Final[Mapping[str, str]] = tomllib.loads(
    (_HERE / "articles.toml").read_text(encoding="utf-8")
)
"""Rule or reading to the article where it stands."""

_REMEDIES: Final[dict[str, Any]] = tomllib.loads(
    (_HERE / "remedies.toml").read_text(encoding="utf-8")
)


class Law(Frozen):
    """A regulation, and the unit that writes by it."""

    law: dict[str, str]
    unit: dict[str, str] | None = None
    """None where the regulation names no unit that writes."""
    code: str
    """Stands in the numbers of its letters."""


class Issuer(Frozen):
    """An office that signs its own letters."""

    unit: dict[str, str]
    code: str


_PAPERS: Final[dict[str, Any]] = tomllib.loads((_HERE / "laws.toml").read_text(encoding="utf-8"))

LAWS: Final[Mapping[str, Law]] = {
    letter: Law.model_validate(said) for letter, said in _PAPERS.items() if letter != "issuers"
}
"""First letter of a rule to its regulation; books, tools and sanctions are of that on textbooks."""

ISSUERS: Final[Mapping[str, Issuer]] = {
    role: Issuer.model_validate(said) for role, said in _PAPERS["issuers"].items()
}
"""Role to the office; whoever is not here writes as the unit of its regulation."""


class Court(Frozen):
    """The way to court, from service on (2577, m.7)."""

    days: int
    law: str


def law_of(rule: str) -> Law:
    """Return the regulation of a rule or reading.

    >>> law_of("R-A.11").code, law_of("S-42.2").code
    ('HBÖGM', 'TTKB')
    """
    return LAWS.get(rule.removeprefix("R-")[0], LAWS[_OF_TEXTBOOKS])


def issuer_of(addressed: str | None) -> Issuer | None:
    """Return the office that signs, by its address; none where the unit of the regulation does.

    >>> issuer_of("provincial-directorate/44").code, issuer_of("general-directorate")
    ('İLMEM', None)
    """
    return ISSUERS.get((addressed or "").partition("/")[0])


def court_for(template: str, facts: Mapping[str, JsonValue], language: str) -> Court | None:
    """Return the way to court where a letter ends a matter against its reader; none otherwise.

    Args:
        template: Name of the letter.
        facts: What it says, and its ``rule``.
        language: ``tr`` or ``en``.
    """
    under = _REMEDIES["letters"].get(template)
    if under is None or not all(_is_so(facts.get(key), said) for key, said in under.items()):
        return None
    court = _REMEDIES["court"]
    return Court(days=court["days"], law=court["law"][language])


def _is_so(fact: JsonValue, wanted: Sequence[JsonValue] | str) -> bool:
    """Whether a fact is one of those wanted, or is said at all and is not zero.

    >>> _is_so("0.00", "said"), _is_so("4875.00", "said"), _is_so(False, [False])
    (False, True, True)
    """
    if wanted == "said":
        return bool(fact) and str(fact).strip("0.") != ""
    return fact in wanted


def cited(rule: str, article: str | None, language: str) -> str:
    """Name a regulation with the article on which a letter rests.

    >>> cited("P-15", "row 15", "tr")
    '10 Ağustos 2022 tarihli Okul Ortaklığı Programı, sıra 15'
    """
    if article and language == "tr":
        article = article.replace("rows", "sıra").replace("row", "sıra").replace("table", "tablo")
    law = law_of(rule).law[language]
    return f"{law}, {article}" if article else law
