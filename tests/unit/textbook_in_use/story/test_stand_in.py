"""Tools in place of a textbook (m.34(1)): until a textbook is taught, five school years at most."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_in_use.books import BOOK, CALENDAR, UNIT, Body, Book, a_book, a_tool
from workflows.textbook_in_use.rules.stand_in import breaches_of_tool
from workflows.textbook_in_use.rules.term import first_school_year


def a_textbook(first: int, last: int | None = None, book_no: str = "2027-0031") -> Body:
    """A valid textbook of the lesson and grade, as the register tells it."""
    return {"book_no": book_no, "first_school_year": first, "last_school_year": last or first + 4}


def rows(tool: Book) -> list[tuple[Any, ...]]:
    """Change, last day and textbook of every row of the tool."""
    kept = tool.rows("stand-ins")
    assert [row["n"] for row in kept] == list(range(1, len(kept) + 1))
    return [(row["change"], row["ends_on"], row["textbook"]) for row in kept]


@pytest.mark.rule("B-34.1", "R-B.12")
def test_a_tool_is_read_for_five_school_years_from_its_first_use() -> None:
    tool = a_tool()
    assert (tool.stage, tool.waiting_on) == ("accepted", None)
    assert tool.rows("books-in-use") == [], "no textbook, and on no list of textbooks"

    tool.until("2027-09-01T00:01")
    assert tool.stage == "teaching"
    tool.until("2032-08-31T23:59")
    assert tool.file.decision is None
    tool.alone()

    assert tool.outcome == ("expired", "B-34.1", "2032-08-31")
    assert rows(tool) == [("opened", "2032-08-31", None), ("expired", "2032-08-31", None)]
    assert tool.letters("tool_in_use") == tool.letters("tool_over") == [("B-34.1", "applicant")]


@pytest.mark.rule("B-34.1", "R-B.24")
def test_its_case_learns_of_a_textbook_as_the_school_year_begins() -> None:
    tool = a_tool()
    tool.taught = [a_textbook(2029)]
    tool.until("2028-09-01T12:00")
    assert tool.file.decision is None, "accepted, and not taught yet"
    tool.alone()

    assert tool.outcome == ("replaced", "B-34.1", "2029-08-31")
    assert rows(tool)[-1] == ("replaced", "2029-08-31", "2027-0031")
    (letter,) = [n for n in tool.notices if n.template == "tool_over"]
    assert (letter.facts["on"], letter.facts["textbook"]) == ("2029-08-31", "2027-0031")


@pytest.mark.rule("B-34.1", "R-B.24")
def test_where_the_textbook_is_there_already_the_tool_is_never_valid() -> None:
    tool = a_tool(taught=(a_textbook(2025),))

    assert tool.outcome == ("replaced", "B-34.1", "2026-11-16")
    assert rows(tool)[-1] == ("replaced", "2026-11-16", "2027-0031")


@pytest.mark.rule("B-34.1")
@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_textbook(2022), id="its last year is 2026-27"),
        pytest.param(a_textbook(2029), id="accepted for later"),
    ],
)
def test_a_textbook_of_other_years_does_not_end_it_at_once(other: Body) -> None:
    tool = a_tool(taught=(other,))
    assert tool.file.decision is None
    (letter,) = [n for n in tool.notices if n.template == "tool_in_use"]
    coming = "2029-09-01" if other == a_textbook(2029) else None
    said = [letter.facts[name] for name in ("first_year_from", "until", "textbook_from")]
    assert said == ["2027-09-01", "2032-08-31", coming]


@pytest.mark.rule("B-34.1", "R-B.24")
def test_of_a_textbook_told_late_the_eve_of_its_first_year_is_the_last_day() -> None:
    tool = a_tool()
    tool.until("2028-10-02T09:00")
    tool.taught = [a_textbook(2028)]
    tool.alone()

    assert tool.outcome == ("replaced", "B-34.1", "2028-08-31")


@pytest.mark.rule("B-34.1", "R-B.24")
def test_a_tool_from_before_is_looked_at_when_filed_and_in_the_years_to_come() -> None:
    earlier: dict[str, Any] = {"decided_on": "2027-03-01", "first_school_year": 2027}
    late = a_tool("2028-10-02T10:00", **earlier)
    assert late.stage == "teaching"
    assert {term.partition("#")[0] for term in late.open_terms} == {"B-34.1", "R-B.24"}
    late.taught = [a_textbook(2031)]
    late.alone()
    assert late.outcome == ("replaced", "B-34.1", "2031-08-31")

    there = a_tool("2028-10-02T10:00", taught=(a_textbook(2028),), **earlier)
    assert there.outcome == ("replaced", "B-34.1", "2028-08-31")


@pytest.mark.rule("B-34.1")
def test_only_a_unit_has_a_tool_in_place_of_a_textbook_and_it_is_not_extended() -> None:
    unit: dict[str, Any] = {"stand_in": True, "applicant": UNIT}
    assert rules_of(breaches_of_tool(a_book(stand_in=True))) == ["B-34.1"]
    assert rules_of(breaches_of_tool(a_book(**unit, earlier_extensions=1))) == ["B-34.1"]
    assert breaches_of_tool(a_book(**unit)) == breaches_of_tool(a_book()) == ()


@pytest.mark.rule("B-34.1", "B-32.2c")
def test_its_first_year_is_not_put_off_for_a_list_of_textbooks() -> None:
    corrected = {"due_on": "2027-01-04", "completed_on": "2027-01-04"}
    tool = a_book(stand_in=True, applicant=UNIT, conditional=corrected)
    book = a_book(conditional=corrected)

    assert first_school_year(tool, CALENDAR) == 2027
    assert first_school_year(book, CALENDAR) == 2028
    assert BOOK.term("stand_in").length == 5
