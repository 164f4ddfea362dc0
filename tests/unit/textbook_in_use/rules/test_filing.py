"""What opens the case of a book, and the terms of its rulebook."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.unit.textbook_in_use.books import A_BOOK, BOOK, CALENDAR, a_book
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.term import OnEnd, open_term
from workflows.kernel.roles import Actor, Role
from workflows.textbook_in_use.messages.printing import CopiesDelivered, Printing, Receiver
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.rules.filing import breaches_of_opening
from workflows.textbook_in_use.rules.printing import (
    breaches_of_printing,
    completing,
    missing_copies,
)

ENTERED = {
    "lesson": "matematik",
    "grade": "5",
    "decision_no": "2026/88",
    "decided_on": "2026-11-12",
    "first_school_year": 2027,
}
"""What the review has entered in the register of books."""


def refused(
    accepted: Any = None,
    *,
    by: str = Office.PRESIDENCY,
    ended: date | None = None,
    other_case: str | None = None,
    **changes: Any,
) -> list[str]:
    said = breaches_of_opening(
        a_book(**changes),
        accepted,
        by=Actor(role=by, id="a-1"),
        filed_on=date(2026, 11, 16),
        ended_on=ended or date(2032, 8, 31),
        other_case=other_case,
    )
    return [reason.rule for reason in said]


@pytest.mark.rule("B-25.1")
def test_a_decision_that_names_no_school_year_is_incomplete() -> None:
    assert refused() == []
    assert refused(first_school_year=None) == ["B-25.1"]


@pytest.mark.rule("B-25.1")
def test_offices_that_have_the_decision_open_the_case_of_a_book_that_is_in_use() -> None:
    assert refused(by=Office.BOOKS_BRANCH) == refused(by=Role.REGISTRY) == []
    assert refused(by=Role.APPLICANT) == ["B-25.1"]
    assert refused(decided_on="2026-11-17") == ["B-25.1"]
    assert refused(ended=date(2026, 11, 16)) == []
    assert refused(ended=date(2026, 11, 15)) == ["B-25.1"]


@pytest.mark.rule("T-4.4", "B-25.1")
def test_a_book_of_a_review_is_as_the_register_has_it() -> None:
    assert refused(ENTERED, review="2026-0042") == []
    assert refused(None, review="2026-0042") == ["T-4.4"]
    other = ENTERED | {"first_school_year": 2028, "decision_no": "2026/89"}
    assert refused(other, review="2026-0042") == ["B-25.1", "B-25.1"]
    assert refused(ENTERED, review="2026-0042", earlier_extensions=1) == ["B-26.2"]


@pytest.mark.rule("T-4.4", "B-25.1")
def test_the_end_of_a_review_opens_the_case_of_its_book_and_nobody_opens_another() -> None:
    book: dict[str, Any] = {"review": "2026-0042"}
    assert refused(ENTERED, by=Role.SYSTEM, **book) == []
    assert refused(ENTERED, other_case="textbook-in-use-2026-0007", **book) == ["T-4.4"]


@pytest.mark.rule("R-B.16")
def test_a_conditional_acceptance_is_filed_once_its_corrections_are_confirmed() -> None:
    conditional = {"due_on": "2026-11-20", "completed_on": "2026-11-17"}

    assert refused(conditional=conditional) == ["R-B.16"]
    assert refused(conditional=conditional | {"completed_on": "2026-11-16"}) == []


def test_the_example_is_a_book() -> None:
    assert a_book().model_dump(mode="json", exclude_defaults=True) == A_BOOK


# -- printings -------------------------------------------------------------------------------------


def a_printing(number: int, on: str) -> Printing:
    return Printing(printing=number, printed_on=date.fromisoformat(on), copies=10)


def copies(to: Receiver, number: int, printing: int = 1) -> CopiesDelivered:
    return CopiesDelivered(printing=printing, to=to, copies=number)


@pytest.mark.rule("B-28.1a", "R-B.7")
def test_a_printing_is_delivered_once_both_offices_have_their_copies() -> None:
    five, one = copies(Receiver.PRESIDENCY, 5), copies(Receiver.PUBLICATIONS_DEPARTMENT, 1)
    three, two = copies(Receiver.PRESIDENCY, 3), copies(Receiver.PRESIDENCY, 2)

    assert completing([five], 1, BOOK) is None
    assert completing([five, one], 1, BOOK) is one
    assert completing([three, one, two], 1, BOOK) is two
    assert completing([five, one], 2, BOOK) is None
    assert missing_copies([three], 1, Receiver.PRESIDENCY, BOOK) == 2


@pytest.mark.rule("B-28.1a")
def test_printings_come_in_their_order() -> None:
    first = a_printing(1, "2027-06-15")
    days = {"accepted_on": date(2026, 11, 12), "reported_on": date(2027, 9, 1)}

    def wrong(number: int, on: str) -> int:
        return len(breaches_of_printing(a_printing(number, on), [first], **days))

    assert breaches_of_printing(first, [], **days) == ()
    assert wrong(2, "2027-06-15") == 0
    assert wrong(1, "2027-07-01") == 1
    assert wrong(2, "2027-06-14") == 1
    assert wrong(2, "2027-09-02") == 1
    assert len(breaches_of_printing(a_printing(1, "2026-11-11"), [], **days)) == 1


# -- the rulebook ----------------------------------------------------------------------------------

OPENED_AT = datetime(2026, 11, 16, 10, 0, tzinfo=ISTANBUL)


def due(name: str, since: date, **changes: Any) -> tuple[Any, Any]:
    law = BOOK.term(name).model_copy(update=changes)
    term = open_term(law, law.rule, since, OPENED_AT, CALENDAR)
    at = term.due_at
    return term.due_on, None if at is None else at.astimezone(ISTANBUL).strftime("%m-%d %H:%M")


@pytest.mark.rule("B-28.1a", "R-B.7")
def test_copies_are_due_thirty_days_after_the_imprint() -> None:
    # Tue 15 June 2027 + 30 = Thu 15 July, a holiday
    assert due("copies", date(2027, 6, 15)) == (date(2027, 7, 16), "07-16 17:30")


@pytest.mark.rule("B-25.1", "R-B.3")
def test_a_book_is_taught_for_five_school_years() -> None:
    assert due("teaching", date(2027, 9, 1)) == (date(2032, 8, 31), "09-01 00:00")


@pytest.mark.rule("B-26.1")
def test_an_extension_is_one_school_year() -> None:
    assert due("extension", date(2032, 9, 1)) == (date(2033, 8, 31), "09-01 00:00")


@pytest.mark.rule("R-B.8", "B-30.3")
def test_sales_of_a_year_are_due_at_the_end_of_february() -> None:
    assert due("sales", date(2027, 12, 31)) == (date(2028, 2, 29), "02-29 17:30")


@pytest.mark.rule("R-B.17")
def test_a_missed_period_of_article_28_has_no_consequence_of_its_own() -> None:
    assert BOOK.term("correction").on_end is OnEnd.ESCALATE
    assert BOOK.term("correction").escalates_to == ("presidency", "board")


@pytest.mark.rule("R-B.6")
def test_no_term_annuls_by_itself() -> None:
    board = Office.BOARD.value
    assert all(law.awaits != board for law in BOOK.terms.values())
