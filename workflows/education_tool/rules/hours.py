"""Hours of a review (m.36): by medium and level, and more for a foreign language.

They are budgets of effort, never terms (R-E.1). Only books and electronic content have maxima; the
hours of everything else are fixed.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from workflows.education_tool.messages.application import Content, Level, Medium, Tool
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.textbook_law.fees import signatures, whole_ones

BY_LEVEL: Final = {
    Medium.BOOK: "printed",
    Medium.SCREENS: "content",
    Medium.CONTENT: "content",
}
"""Media whose hours depend on the level, and the figures that say how many (E-36.1a, E-36.1b)."""

BY_TIME: Final = (Medium.FILM, Medium.VIDEO, Medium.AUDIO, Medium.ANIMATION)
"""Media that are measured in minutes (E-36.1c)."""

BY_PIECE: Final = tuple(m for m in Medium if m not in BY_LEVEL and m not in BY_TIME)
"""Media that are counted piece by piece (E-36.1c)."""


class Hours(Frozen):
    """How many hours a review may take."""

    least: int
    """What the text fixes."""
    most: int
    """All told, the addition for a foreign language included; 0: the text knows no hours."""
    rule: str
    """What says so."""


def hours_of(contents: Iterable[Content], tool: Tool, book: Rulebook) -> Hours:
    """Return the hours in which contents of a tool are reviewed (E-36.1a to E-36.1c, E-36.2)."""
    parts = tuple(contents)
    hours = [(c.medium, hours_of_one(c, tool.level, book)) for c in parts]
    fixed = sum(each for medium, each in hours if medium not in BY_LEVEL)
    most = sum(each for _, each in hours)
    rule = book.rules[figure_of(parts[0].medium, tool.level)]
    if tool.foreign_language is not None:
        most, rule = most * (1 + book.count("effort.foreign_language.times")), "E-36.2"
    return Hours(least=fixed, most=most, rule=rule)


def hours_of_one(content: Content, level: Level, book: Rulebook) -> int:
    """Return the hours of one piece of a tool in Turkish, at most (E-36.1a to E-36.1c)."""
    each = book.count(figure_of(content.medium, level))
    return each * units_of(content, book)


def units_of(content: Content, book: Rulebook) -> int:
    """Return how often a piece of a tool counts: signatures, half hours or pieces (R-E.3).

    Screens are counted like pages; whether a half hour that has only begun counts is a reading.
    """
    match content.medium:
        case Medium.BOOK:
            return signatures(content.quantity, book)
        case Medium.SCREENS:
            return whole_ones(content.quantity, book.count("content.screens"), book)
        case Medium.CONTENT:
            return _stretches(content.quantity, "content.minutes", book)
        case medium if medium in BY_TIME:
            return _stretches(content.quantity, "recording.minutes", book)
        case _:
            return content.quantity


def figure_of(medium: Medium, level: Level) -> str:
    """Return the name of the figure that has the hours of a medium at a level."""
    by_level = BY_LEVEL.get(medium)
    return f"effort.{by_level}.{level.value}" if by_level else f"effort.{medium.value}"


def breaches_of_hours(hours: Decimal, budget: Hours) -> tuple[Reason, ...]:
    """Return why an order cannot give a commission so many hours (E-36.1a to E-36.2).

    A tool of no whole signature has no hours in the text; the order then sets them.
    """
    if budget.most == 0:
        return ()
    if hours > budget.most:
        return (
            Reason(
                rule=budget.rule,
                what=f"{hours} hours are ordered",
                why=f"the review of this tool takes {budget.most} hours at most",
                do=f"order {budget.most} hours or less",
            ),
        )
    if hours < budget.least:
        return (
            Reason(
                rule="E-36.1c",
                what=f"{hours} hours are ordered",
                why=f"for its pieces and recordings the text fixes {budget.least} hours",
                do=f"order {budget.least} hours or more, {budget.most} at most",
            ),
        )
    return ()


def _stretches(minutes: int, figure: str, book: Rulebook) -> int:
    whole, begun = divmod(minutes, book.count(figure))
    return whole + (begun > 0 and book.flag("minutes.begun_count"))
