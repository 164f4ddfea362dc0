"""An update or a translation that is accepted beside a book (m.11(1)ç, (2)b)."""

from typing import Any

import pytest

from tests.unit.textbook_in_use.books import Book, in_last_year
from workflows.kernel.roles import Role

WHEN = "2031-11-12T10:00"


def version(**changes: Any) -> dict[str, Any]:
    """What the review of an update tells: accepted on Wednesday 12 November 2031 for 2032-33."""
    told: dict[str, Any] = {
        "version": "update",
        "review": "2031-0042",
        "decision_no": "2031/88",
        "decided_on": "2031-11-12",
        "first_school_year": 2032,
    }
    return {**told, **changes}


def told(**changes: Any) -> Book:
    book = in_last_year()
    book.does("record_version", Role.SYSTEM, WHEN, **version(**changes))
    return book


@pytest.mark.rule("R-B.25")
@pytest.mark.parametrize("kind", ["update", "translation"])
def test_an_accepted_version_is_told_and_ends_nothing(kind: str) -> None:
    book = told(version=kind)

    assert book.letters("version_accepted") == [
        ("R-B.25", "applicant"),
        ("R-B.25", "publications-department"),
    ]
    letter = next(n for n in book.notices if n.template == "version_accepted")
    assert letter.facts["version"] == kind
    assert (letter.facts["first_year_from"], letter.facts["own_term_until"]) == (
        "2032-09-01",
        "2032-08-31",
    )
    assert [row["review"] for row in book.rows("book-versions")] == ["2031-0042"]
    book.alone()
    assert book.outcome == ("expired", "B-25.1", "2032-08-31")


@pytest.mark.rule("R-B.25")
def test_it_is_told_once_of_a_review_and_dated_by_then() -> None:
    book = told()
    send = ("record_version", Role.REGISTRY, "2031-11-13T10:00")

    assert book.may_not(*send, **version()) == ("R-B.25",)
    assert book.may_not(*send, **version(review="2031-0043", decided_on="2031-11-14")) == (
        "R-B.25",
    )
    book.does(*send, **version(review="2031-0043"))


@pytest.mark.rule("R-B.25", "B-26.1")
def test_the_term_may_be_extended_all_the_same_as_the_register_counts() -> None:
    book = told()
    book.asks_for_longer("2032-02-02T10:00")
    book.others = 1
    book.decides("decide_extension", "2032-03-01T10:00", granted=True)
    assert book.stage == "extended"
