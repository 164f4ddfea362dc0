"""The rulebook of a process: its terms and figures, each dated and with the rule it comes from.

A rulebook is written in TOML, one table per edition. A case keeps the edition of its day::

    process = "textbook-review"

    [[edition]]
    edition = "2010"
    in_force_from = 2010-01-01

    [edition.terms.correction]
    description = "The applicant corrects a draft and files it again."
    rule = "T-17.15b"
    name = {tr = "düzeltme", en = "correction"}
    ...

    [edition.figures]
    score.reject_below = {value = "75", unit = "point", rule = "T-17.12", description = "…"}

    [[edition]]
    edition = "2011-06"
    in_force_from = 2011-06-11
    amends = "2010"                # all else as in that edition
    terms.correction.length = 30

Decimals are written as strings or plain TOML numbers; neither ever becomes a binary float. Units
and descriptions are for readers of the rulebook: no case records them, so they may be reworded.
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, JsonValue, ValidationError, model_validator

from workflows.kernel.law.agenda import Settings
from workflows.kernel.law.term import TermLaw
from workflows.kernel.values import Frozen

_ROW = "write {value = …, unit = …, rule = …, description = …}"


class NotInForce(ValueError):
    """No row of law covers the question: the day is too early, or the name is unknown."""


class FigureUnit(StrEnum):
    """In what a figure is counted; of a list, each of its parts."""

    DAY = "day"
    WORKING_DAY = "working-day"
    MONTH = "month"  # of the calendar, 1 to 12
    YEAR = "year"
    SCHOOL_YEAR = "school-year"
    HOUR = "hour"
    DATE = "date"
    TIMES = "times"
    POINT = "point"  # of a score
    INDICATOR = "indicator"  # what a coefficient turns into lira
    PERCENT = "percent"
    PERSON = "person"
    EXAM = "exam"
    GRADE = "grade"
    COPY = "copy"
    PAGE = "page"
    SCREEN = "screen"  # of electronic content
    MINUTE = "minute"
    SIGNATURE = "signature"  # forma
    LINE = "line"
    TYPE_POINT = "type-point"
    FLAG = "flag"
    TEXT = "text"


class Figure(Frozen):
    """One figure as its row of the rulebook has it; a case records value and rule alone."""

    value: JsonValue
    unit: FigureUnit
    rule: str
    description: str = Field(min_length=1)
    """What it means, in one line."""

    @property
    def recorded(self) -> JsonValue:
        """The value as cases record it: a list as one text, its parts separated by blanks."""
        return " ".join(map(str, self.value)) if isinstance(self.value, list) else self.value

    @model_validator(mode="after")
    def _fits_its_unit(self) -> Self:
        parts = self.value if isinstance(self.value, list) else [self.value]
        if not parts or not all(_is_in(self.unit, part) for part in parts):
            raise ValueError(f"{self.value!r} is not in {self.unit}")
        if isinstance(self.value, list) and any(len(str(part).split()) != 1 for part in parts):
            raise ValueError(f"a part of {self.value!r} is not one word")
        return self


class Keys(Frozen):
    """Every term and figure that a process reads, as its room declares them."""

    terms: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()


class Rulebook(Frozen):
    """One edition, as a case records it on opening."""

    process: str
    edition: str
    in_force_from: date
    terms: dict[str, TermLaw] = Field(default_factory=dict)
    """By name: ``correction``."""
    figures: dict[str, JsonValue] = Field(default_factory=dict)
    """By dotted name: ``score.reject_below``; decimals as strings."""
    rules: dict[str, str] = Field(default_factory=dict)
    """Name of a figure to the rule or reading it comes from."""
    agenda: Settings = Settings()

    def term(self, name: str) -> TermLaw:
        """Return the law of a term.

        Raises:
            NotInForce: this edition has no such term.
        """
        try:
            return self.terms[name]
        except KeyError:
            raise NotInForce(f"{self._title} has no term {name!r}") from None

    def number(self, name: str) -> Decimal:
        """Return a figure as a decimal.

        Raises:
            NotInForce: this edition has no such figure.
            TypeError: it is not a number.
        """
        value = self._figure(name)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise TypeError(f"{name} is not a decimal: {value!r}")
        return Decimal(value)

    def count(self, name: str) -> int:
        """Return a figure as a whole number.

        Raises:
            NotInForce: this edition has no such figure.
            TypeError: it is not a whole number.
        """
        value = self._figure(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name} is not a whole number: {value!r}")
        return value

    def flag(self, name: str) -> bool:
        """Return a figure that says yes or no.

        Raises:
            NotInForce: this edition has no such figure.
            TypeError: it says neither.
        """
        value = self._figure(name)
        if not isinstance(value, bool):
            raise TypeError(f"{name} is neither true nor false: {value!r}")
        return value

    def text(self, name: str) -> str:
        """Return a figure that is a word.

        Raises:
            NotInForce: this edition has no such figure.
            TypeError: it is not a text.
        """
        value = self._figure(name)
        if not isinstance(value, str):
            raise TypeError(f"{name} is not text: {value!r}")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """Return the parts of a figure that is a list.

        Raises:
            NotInForce: this edition has no such figure.
            TypeError: it is not a text.
        """
        return tuple(self.text(name).split())

    def require(self, keys: Keys) -> None:
        """Refuse an edition that lacks what its process reads, or has one that nobody reads.

        Unchecked, a misspelt name would surface in a running case, on the day it is asked for.

        Raises:
            ValueError: with every such name.
        """
        wrong = [
            f"{complaint} {kind} {name!r}"
            for kind, has, reads in (
                ("term", self.terms.keys(), keys.terms),
                ("figure", self.figures.keys(), keys.figures),
            )
            for complaint, names in (("has no", reads - has), ("nobody reads", has - reads))
            for name in sorted(names)
        ]
        if wrong:
            raise ValueError(f"{self._title}: {', '.join(wrong)}")

    def require_roles(self, roles: Collection[str]) -> None:
        """Refuse an edition whose terms name a role that its process does not have.

        Raises:
            ValueError: with every such term and role.
        """
        wrong = [
            f"term {name!r} names {role!r}, which is no role of the process"
            for name, law in self.terms.items()
            for role in law.roles
            if role not in roles
        ]
        if wrong:
            raise ValueError(f"{self._title}: {', '.join(wrong)}")

    @property
    def _title(self) -> str:
        return f"rulebook {self.process} {self.edition}"

    def _figure(self, name: str) -> JsonValue:
        try:
            return self.figures[name]
        except KeyError:
            raise NotInForce(f"{self._title} has no figure {name!r}") from None


def load_editions(toml_text: str) -> tuple[Rulebook, ...]:
    """Read the editions of a rulebook, in order of their first day.

    Raises:
        ValueError: not TOML, an unknown or missing key, a figure without its rule, unit and
            description or not in its unit, a term without description, two editions of one process
            with the same name or first day, or one that amends an unknown edition.
    """
    document = tomllib.loads(toml_text, parse_float=str)
    raw: dict[tuple[str, str], dict[str, Any]] = {}
    for table in document.get("edition", ()):
        process = str(table.get("process", document.get("process")))
        key = process, str(table.get("edition"))
        if key in raw:
            raise ValueError(f"edition {key[1]!r} of {process} is written twice")
        amended = table.pop("amends", None)
        if amended is not None and (process, amended) not in raw:
            raise ValueError(
                f"edition {key[1]!r} amends {amended!r}, which is not written above it"
            )
        base = {} if amended is None else raw[process, amended]
        raw[key] = _merged(base, {**table, "process": process})
    editions = tuple(sorted((_rulebook(table) for table in raw.values()), key=_first_day))
    if len({(e.process, e.in_force_from) for e in editions}) < len(editions):
        raise ValueError("two editions of one process come into force on the same day")
    return editions


def edition_on(editions: Iterable[Rulebook], day: date) -> Rulebook:
    """Return the edition in force on a day, out of those of one process.

    Raises:
        NotInForce: the day is before the first edition.
        ValueError: the editions belong to several processes.
    """
    known = sorted(editions, key=_first_day)
    if len({e.process for e in known}) > 1:
        raise ValueError("editions of several processes: choose the process first")
    begun = [e for e in known if e.in_force_from <= day]
    if not begun:
        since = f", only from {known[0].in_force_from} on" if known else ""
        raise NotInForce(f"no edition is in force on {day}{since}")
    return begun[-1]


def with_figures(rulebook: Rulebook, overrides: Mapping[str, JsonValue]) -> Rulebook:
    """Return a changed edition, to see what other figures would do to a case.

    Args:
        rulebook: The edition to start from.
        overrides: New values by path: ``terms.correction.length``, ``figures.score.reject_below``
            or ``agenda.remind_at``.

    Raises:
        NotInForce: a path names nothing in this edition.
        ValueError: a value does not fit.
    """
    if not overrides:
        return rulebook
    table = rulebook.model_dump(mode="json")
    for path, value in overrides.items():
        room, _, name = path.partition(".")
        branch = table.get(room) if room in {"terms", "figures", "agenda"} else None
        while room != "figures" and "." in name and isinstance(branch, dict):
            step, _, name = name.partition(".")
            branch = branch.get(step)
        if not isinstance(branch, dict) or name not in branch:
            raise NotInForce(f"{rulebook.process} {rulebook.edition} has nothing named {path!r}")
        branch[name] = value
    table["edition"] = rulebook.edition.removesuffix("+changed") + "+changed"
    return Rulebook.model_validate(table)


def _first_day(rulebook: Rulebook) -> date:
    return rulebook.in_force_from


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with changes written over it, tables within tables merged; a copy."""
    both = dict(base)
    for name, value in changes.items():
        old = both.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            both[name] = _merged(old, value)
        else:
            both[name] = value
    return both


def _rulebook(table: dict[str, Any]) -> Rulebook:
    figures = dict(_figures(table.get("figures", {}), ""))
    values = {name: figure.recorded for name, figure in figures.items()}
    rules = {name: figure.rule for name, figure in figures.items()}
    terms = {name: _undescribed(name, law) for name, law in table.get("terms", {}).items()}
    return Rulebook.model_validate({**table, "terms": terms, "figures": values, "rules": rules})


def _undescribed(name: str, law: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a term as cases record it, once it says what it is about."""
    recorded = dict(law)
    if not recorded.pop("description", None):
        raise ValueError(f"term {name} has no description")
    return recorded


def _figures(table: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, Figure]]:
    """Flatten the tables of figures into dotted names."""
    for key, value in table.items():
        name = prefix + key
        if isinstance(value, dict) and "value" in value:
            yield name, _figure(name, value)
        elif isinstance(value, dict):
            yield from _figures(value, f"{name}.")
        else:
            raise ValueError(f"figure {name} names no rule: {_ROW}")


def _figure(name: str, row: Mapping[str, Any]) -> Figure:
    try:
        return Figure.model_validate(row)
    except ValidationError as wrong:
        said = ", ".join(" ".join(map(str, (*e["loc"], e["msg"]))) for e in wrong.errors())
        raise ValueError(f"figure {name}: {said}; {_ROW}") from wrong


def _is_in(unit: FigureUnit, part: JsonValue) -> bool:
    """Return whether a value can be in a unit; decimals are texts here, never floats."""
    match unit:
        case FigureUnit.FLAG:
            return isinstance(part, bool)
        case FigureUnit.TEXT:
            return isinstance(part, str)
        case FigureUnit.DATE:
            return isinstance(part, str) and _is_written(date.fromisoformat, part)
        case _:
            number = isinstance(part, int | str) and not isinstance(part, bool)
            return number and _is_written(Decimal, str(part))


def _is_written(kind: Callable[[str], object], text: str) -> bool:
    try:
        kind(text)
    except (ValueError, InvalidOperation):
        return False
    return True
