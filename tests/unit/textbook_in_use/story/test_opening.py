"""What opens the case of a book, by the whole filing; and the terms of a long life."""

from typing import Any, Final

import pytest

from tests.unit.textbook_in_use.books import Body, a_filing, opened, registers
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.process import IN_USE

FILED: Final = "2026-11-16T10:00"
ACCEPTED: Final[Body] = {
    "lesson": "matematik",
    "grade": "5",
    "decision_no": "2026/88",
    "decided_on": "2026-11-12",
    "first_school_year": 2027,
}


def refused(
    received: str = FILED, *, role: str = Office.PRESIDENCY, known: Any = None, **changes: Any
) -> list[str]:
    """The rules by which a filing is refused; none: it opens a case."""
    start = a_filing(received, role=role, **changes)
    opening = registers(**(known or {}))
    said = open_file(IN_USE, IN_USE.case_id(start.file_no), start, opening, start.received_at)
    return [reason.rule for reason in said.reasons] if isinstance(said, Refusal) else []


@pytest.mark.rule("B-25.1", "B-26.1")
def test_a_case_follows_a_book_up_to_the_last_day_of_its_term() -> None:
    # 2027-28 to 2031-32; extended once: to 2032-33
    assert refused("2032-08-31T23:59") == []
    assert refused("2032-09-01T00:00") == ["B-25.1"]
    assert refused("2032-09-01T00:00", earlier_extensions=1) == []
    assert refused("2033-09-01T00:00", earlier_extensions=1) == ["B-25.1"]


@pytest.mark.rule("B-25.1", "T-4.4", "B-26.2", "R-B.16")
def test_a_filing_is_judged_whole() -> None:
    review: dict[str, Any] = {"review": "2026-0042"}
    known: Body = {"accepted-books": ACCEPTED}
    assert refused(known=known, **review) == []
    assert refused(**review) == ["T-4.4"]
    assert refused(known={"accepted-books": {**ACCEPTED, "grade": "6"}}, **review) == ["B-25.1"]
    assert refused(known={**known, "books-opened": "textbook-in-use-2026-0001"}, **review) == [
        "T-4.4"
    ]
    assert refused(known=known, **review, earlier_extensions=1) == ["B-26.2"]
    assert refused(first_school_year=None) == ["B-25.1"]
    assert refused(decided_on="2026-11-17") == ["B-25.1"]
    assert refused(role=Role.APPLICANT) == ["B-25.1"]
    late = {"due_on": "2026-11-20", "completed_on": "2026-11-17"}
    assert refused(conditional=late) == ["R-B.16"]
    assert refused(decided_on="2026-11-17", first_school_year=None, role=Role.APPLICANT) == [
        *("B-25.1", "B-25.1", "B-25.1"),
    ]


TERMS: Final = {
    "R-B.3": ("2026-11-16", "2027-09-01T00:00:00", "met"),
    "B-25.1": ("2027-09-01", "2032-09-01T00:00:00", "dropped"),
    # each from 30 November; 7 December 2030 is a Saturday, 2031 a Sunday
    "B-33.1a": ("2026-11-30", "2026-12-07T17:30:00", "lapsed"),
    "B-33.1a#2": ("2027-11-30", "2027-12-07T17:30:00", "lapsed"),
    "B-33.1a#3": ("2028-11-30", "2028-12-07T17:30:00", "lapsed"),
    "B-33.1a#4": ("2029-11-30", "2029-12-07T17:30:00", "lapsed"),
    "B-33.1a#5": ("2030-11-30", "2030-12-06T17:30:00", "lapsed"),
    "B-33.1a#6": ("2031-11-30", "2031-12-05T17:30:00", "lapsed"),
    "B-26.1": ("2032-09-01", "2033-09-01T00:00:00", "dropped"),
    "B-28.1a": ("2032-09-15", "2032-10-15T17:30:00", "met"),
    # 28 February 2033 is a Monday
    "B-30.3": ("2032-12-31", "2033-02-28T17:30:00", "open"),
    "B-27.2b": ("2032-10-11", "2033-09-01T00:00:00", "open"),
}


@pytest.mark.rule("B-25.1", "R-B.3", "B-26.1", "B-27.2b", "B-28.1a", "B-30.3", "B-33.1a", "R-B.2")
def test_the_terms_of_a_book_that_is_extended_and_then_written_anew() -> None:
    book = opened()
    book.until("2031-09-15T09:00")
    book.asks_for_longer("2031-11-10T10:00")
    book.decides("decide_extension", "2032-03-01T10:00", granted=True)
    book.prints("2032-09-16T10:00", on="2032-09-15")
    book.delivers("2032-09-20T10:00")
    book.decides("record_programme_change", "2032-10-11T10:00", rewriting=True)

    terms = book.file.terms
    found = {key: (str(t.starts_on), book.due(key), str(t.state)) for key, t in terms.items()}
    assert found == TERMS


@pytest.mark.rule("R-B.3", "B-27.2b", "R-B.9")
def test_a_term_that_ends_on_the_next_day_starts_before_it() -> None:
    book = opened("2027-08-31T10:00")
    assert str(book.term("R-B.3").starts_on) == "2027-08-30"
    book.until("2027-09-15T10:00")
    day = {"ends_on": "2027-10-11"}
    book.decides("record_programme_change", "2027-10-11T10:00", rewriting=True, **day)
    assert str(book.term("B-27.2b").starts_on) == "2027-10-10"
    assert book.due("B-27.2b") == "2027-10-12T00:00:00"


@pytest.mark.rule("B-26.1", "B-33.1d")
def test_before_the_register_has_been_asked_nothing_stands_against_a_decision() -> None:
    book = opened()
    book.until("2032-01-02T10:00")
    book.asks_for_longer("2032-02-02T10:00")
    yes: Body = {"granted": True, "decision_no": "1", "decided_on": "2032-02-16"}
    price: Body = {"school_year": 2031, "price": "85.50", "approval_no": "O-1"}
    for name, role, body in (
        ("decide_extension", Office.BOARD, yes),
        (
            *("record_price", Office.PUBLICATIONS_DEPARTMENT),
            {**price, "approved_on": "2032-02-16"},
        ),
    ):
        command = book.command(name, role, "2032-02-16T10:00", body)
        assert isinstance(
            book.forked().judge(command.model_copy(update={"verdict": None})), Admitted
        )
