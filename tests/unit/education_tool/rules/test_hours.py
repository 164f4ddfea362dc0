"""Hours of a review by medium and level, and their rounding."""

from decimal import Decimal

import pytest

from tests.unit.education_tool.tools import BOOK, a_tool
from workflows.education_tool.messages.application import Content, Medium
from workflows.education_tool.rules.hours import (
    BY_PIECE,
    Hours,
    breaches_of_hours,
    hours_of,
)


def most(level: str, medium: str, quantity: int, **tool: object) -> int:
    contents = (Content(medium=Medium(medium), quantity=quantity),)
    return hours_of(contents, a_tool(level=level, **tool), BOOK).most


@pytest.mark.rule("E-36.1a", "E-15.1")
@pytest.mark.parametrize(
    ("level", "pages", "hours"),
    [
        pytest.param(
            "primary", 71, 8, id="71 pages are four signatures, seven pages over are free"
        ),
        pytest.param("primary", 72, 10, id="eight pages over are not"),
        pytest.param("secondary", 64, 12, id="three hours in secondary"),
        pytest.param("primary", 7, 0, id="no whole signature"),
    ],
)
def test_a_book_takes_hours_by_signature_and_level(level: str, pages: int, hours: int) -> None:
    assert most(level, "book", pages) == hours


@pytest.mark.rule("E-36.1b", "R-E.3")
@pytest.mark.parametrize(
    ("level", "medium", "quantity", "hours"),
    [
        pytest.param("secondary", "screens", 40, 24, id="40 screens: remainder of eight counts"),
        pytest.param("secondary", "screens", 39, 16, id="39 screens: remainder of seven does not"),
        pytest.param("primary", "screens", 32, 8, id="four hours in primary"),
        pytest.param("primary", "content", 30, 4, id="thirty minutes are one"),
        pytest.param("primary", "content", 31, 8, id="begun minutes count in full"),
        pytest.param("secondary", "content", 1, 8, id="one minute"),
    ],
)
def test_content_counts_by_sixteen_screens_or_thirty_minutes(
    level: str, medium: str, quantity: int, hours: int
) -> None:
    assert most(level, medium, quantity) == hours


@pytest.mark.rule("R-E.3")
def test_where_begun_minutes_do_not_count_only_whole_ones_do() -> None:
    book = BOOK.model_copy(update={"figures": BOOK.figures | {"minutes.begun_count": False}})
    film = (Content(medium=Medium.FILM, quantity=89),)

    assert hours_of(film, a_tool(), book).most == 4  # two whole half hours of two hours each
    assert hours_of(film, a_tool(), BOOK).most == 6


@pytest.mark.rule("E-36.1c")
@pytest.mark.parametrize(
    ("medium", "quantity", "hours"),
    [
        ("table", 3, 3),
        ("slide", 20, 20),
        ("picture", 2, 2),
        ("photograph", 1, 1),
        ("globe", 1, 5),
        ("atlas-map", 12, 24),
        ("map", 2, 4),
        ("non-printed", 3, 6),
        ("film", 60, 4),
        ("video", 61, 6),
        ("audio", 30, 2),
        ("animation", 15, 2),
    ],
)
def test_other_media_have_fixed_hours(medium: str, quantity: int, hours: int) -> None:
    contents = (Content(medium=Medium(medium), quantity=quantity),)

    for level in ("primary", "secondary", "non-formal"):
        found = hours_of(contents, a_tool(level=level), BOOK)
        assert (found.least, found.most, found.rule) == (hours, hours, "E-36.1c")


@pytest.mark.rule("R-E.10")
@pytest.mark.parametrize("medium", ["book", "screens", "content"])
def test_a_non_formal_tool_takes_as_long_as_a_secondary_one(medium: str) -> None:
    assert most("non-formal", medium, 160) == most("secondary", medium, 160) > 0


@pytest.mark.rule("E-36.2")
def test_a_foreign_language_adds_up_to_twice_the_hours() -> None:
    """24 hours and at most 48 more."""
    contents = (Content(medium=Medium.SCREENS, quantity=40),)

    found = hours_of(contents, a_tool(foreign_language="ingilizce"), BOOK)

    assert found == Hours(least=0, most=72, rule="E-36.2")


@pytest.mark.rule("E-36.1a", "E-36.1b", "E-36.1c", "E-36.2")
@pytest.mark.parametrize(
    ("hours", "budget", "rule"),
    [
        pytest.param("24", Hours(least=0, most=24, rule="E-36.1b"), None, id="at most"),
        pytest.param("24.5", Hours(least=0, most=24, rule="E-36.1b"), "E-36.1b", id="above it"),
        pytest.param("72.5", Hours(least=0, most=72, rule="E-36.2"), "E-36.2", id="foreign"),
        pytest.param("8.5", Hours(least=0, most=8, rule="E-36.1a"), "E-36.1a", id="a book"),
        pytest.param("4.5", Hours(least=5, most=5, rule="E-36.1c"), "E-36.1c", id="below fixed"),
        pytest.param("5", Hours(least=5, most=5, rule="E-36.1c"), None, id="fixed"),
        pytest.param("3", Hours(least=0, most=0, rule="E-36.1a"), None, id="no whole signature"),
    ],
)
def test_an_order_stays_within_the_hours_of_the_text(
    hours: str, budget: Hours, rule: str | None
) -> None:
    reasons = breaches_of_hours(Decimal(hours), budget)

    assert [reason.rule for reason in reasons] == ([rule] if rule else [])


def test_every_medium_has_its_hours() -> None:
    assert {m for m in Medium if most("primary", m.value, 960) == 0} == set()
    assert len(BY_PIECE) == 8
