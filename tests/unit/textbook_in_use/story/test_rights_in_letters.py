"""A right that is open is named by a letter with its last day, and kept open to that instant (S-N).

All last days are worked out by hand.
"""

from collections.abc import Callable
from typing import Final

import pytest

from tests.unit.textbook_in_use.books import DIGEST, Body, Book, opened, taught
from workflows.kernel.case.records import Entry, Notice
from workflows.kernel.law.term import TermState
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

Row = tuple[Callable[[], Book], str, str, Callable[[Book, str], Entry]]


def correcting() -> Book:
    """Agreed to, ordered, and served on Thursday, 14 October 2027."""
    book = taught()
    book.does("propose_text", Office.THIRD_PARTY, "2027-10-04T10:00", text=DIGEST, grounds="Hata")
    book.decides("decide_findings", "2027-10-11T10:00", about="proposal/1", agreed=True)
    body = {"about": "proposal/1", "days": 20, "letter_no": "E-1"}
    book.does("order_correction", Office.PRESIDENCY, "2027-10-12T10:00", **body)
    assert last_told(book).template == "correction_ordered"  # nothing runs before service
    book.serves("2027-10-14T10:00", "B-28.3/order-1")
    return book


def to_reflect() -> Book:
    """Ordered, and served on Thursday, 7 October 2027."""
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    body = {"change": 1, "days": 30, "letter_no": "E-2"}
    book.does("order_reflection", Office.PRESIDENCY, "2027-10-05T10:00", **body)
    assert last_told(book).template == "reflection_ordered"
    book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    return book


def printed() -> Book:
    """Printed on Monday, 1 March 2027."""
    book = opened()
    book.prints("2027-03-01T10:00")
    return book


def opened_in_december() -> Book:
    """Accepted in November, opened on Tuesday, 1 December 2026: its price is due within days."""
    return opened("2026-12-01T10:00")


def accepted_in_december() -> Book:
    """Accepted on Tuesday, 1 December 2026, opened on the day after it."""
    return opened("2026-12-02T10:00", decided_on="2026-12-01")


def corrects(book: Book, at: str) -> Entry:
    body: Body = {"about": "proposal/1", "copies": 2}
    return book.does("submit_corrected_book", Role.APPLICANT, at, **body)


def reflects(book: Book, at: str) -> Entry:
    return book.does("submit_reflection", Role.APPLICANT, at, change=1)


def delivers(book: Book, at: str) -> Entry:
    first: Body = {"printing": 1, "to": "presidency", "copies": 5}
    book.does("deliver_copies", Role.APPLICANT, "2027-03-26T10:00", **first)
    second: Body = {"printing": 1, "to": "publications-department", "copies": 1}
    return book.does("deliver_copies", Role.APPLICANT, at, **second)


def applies(book: Book, at: str) -> Entry:
    return book.does("apply_for_price", Role.APPLICANT, at, school_year=2027)


ROWS: Final[dict[str, Row]] = {
    # 14 October + 20 = 3 November, a Wednesday
    "correction": (correcting, "B-28.3", "2027-11-03T17:30:00", corrects),
    # 7 October + 30 = 6 November, a Saturday: Monday the 8th
    "reflection": (to_reflect, "B-27.1a", "2027-11-08T17:30:00", reflects),
    # 1 March + 30 = 31 March, a Wednesday
    "copies": (printed, "B-28.1a", "2027-03-31T17:30:00", delivers),
    # 7 December 2026 is a Monday
    "price": (opened_in_december, "B-33.1a", "2026-12-07T17:30:00", applies),
    # 31 December 2026 is a Thursday
    "price of a book of December": (
        accepted_in_december,
        "B-33.1b",
        "2026-12-31T17:30:00",
        applies,
    ),
}
"""Right: how it opens, the rule of its term, its last instant, what is sent."""

a_right = pytest.mark.parametrize("right", ROWS)


def last_told(book: Book) -> Notice:
    """The last letter to the applicant."""
    return [n for n in book.notices if n.addressee == Role.APPLICANT][-1]


def running(book: Book) -> list[tuple[str, str]]:
    """Rule and last instant of every letter on a period that runs."""
    told = [n for n in book.notices if n.template == "period_running"]
    assert {n.addressee for n in told} <= {Role.APPLICANT}
    return [(n.rule, str(n.facts["until_at"]).removesuffix("+03:00")) for n in told]


@pytest.mark.rule("S-N", "R-B.17", "B-28.3", "B-27.1a", "B-28.1a", "B-33.1a", "B-33.1b")
@a_right
def test_a_letter_names_the_last_instant_as_soon_as_the_days_run(right: str) -> None:
    opens, rule, until, _ = ROWS[right]
    book = opens()

    assert running(book)[-1] == (rule, until)
    assert last_told(book).template == "period_running"
    assert last_told(book).dated_at == book.now


@pytest.mark.rule("S-N", "R-S.4", "R-B.17", "B-28.1a", "B-33.1a", "B-33.1b")
@a_right
def test_what_the_letter_names_is_in_time_at_that_instant(right: str) -> None:
    opens, rule, until, send = ROWS[right]
    book = opens()
    send(book, until)
    book.until("2027-12-31T10:00")

    assert book.term(rule).state is TermState.MET


@pytest.mark.rule("S-N", "R-S.4", "R-B.17", "B-28.1a", "B-33.1a", "B-33.1b")
@pytest.mark.parametrize("right", [right for right in ROWS if right != "correction"])
def test_a_second_later_it_is_late(right: str) -> None:
    opens, rule, until, send = ROWS[right]
    book = opens()
    send(book, f"{until[:-2]}01")
    book.until("2027-12-31T10:00")

    assert book.term(rule).state is TermState.LAPSED


@pytest.mark.rule("S-N", "R-B.17", "B-28.3")
def test_a_late_correction_is_taken_once_the_offices_have_been_told() -> None:
    book = correcting()
    book.until("2027-11-04T12:00")  # the noon after it, a Thursday
    told = [n.addressee for n in book.notices if n.kind == "escalation"]
    assert told == [Office.PRESIDENCY]

    corrects(book, "2027-11-04T12:01")
    assert book.term("B-28.3").state is TermState.MET


@pytest.mark.rule("S-N", "R-B.17")
def test_a_last_day_that_is_decreed_a_holiday_is_told_anew() -> None:
    book = correcting()
    body: Body = {"days": {"2027-11-03": "idari izin"}, "decree_no": "2027/9"}
    book.does("decree_closure", Office.MINISTRY, "2027-10-18T10:00", **body)

    assert running(book)[-1] == ("B-28.3", "2027-11-04T17:30:00")


@pytest.mark.rule("S-N", "R-B.17")
@pytest.mark.parametrize(("recorded_on", "told"), [("2027-10-12", 1), ("2027-10-13", 0)])
def test_a_period_is_told_of_up_to_its_last_day_and_not_once_it_has_passed(
    recorded_on: str, told: int
) -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    order: Body = {"change": 1, "days": 5, "letter_no": "E-2"}
    book.does("order_reflection", Office.PRESIDENCY, "2027-10-05T10:00", **order)
    known = len(running(book))
    # served on Thursday, 7 October: up to Tuesday the 12th
    served: Body = {"notification": "B-27.1a/order-1", "served_on": "2027-10-07"}
    late: Body = {**served, "means": "electronic"}
    book.does("record_service", Office.PRESIDENCY, f"{recorded_on}T10:00", **late)

    assert book.due("B-27.1a") == "2027-10-12T17:30:00"
    assert len(running(book)) == known + told


@pytest.mark.rule("S-N", "B-33.1a")
def test_a_price_far_ahead_is_told_by_the_reminder_before_its_days_begin() -> None:
    book = opened()
    assert running(book) == []

    book.until("2026-11-30T12:00")
    [told] = [n for n in book.notices if n.kind == "reminder"]
    assert (told.rule, told.facts["due_on"]) == ("B-33.1a", "2026-12-07")


@pytest.mark.rule("S-N", "B-33.1a")
@pytest.mark.parametrize(
    ("filed", "told"),
    [
        # Monday, 7 December 2026: reminded ten days before, on Friday, 27 November
        ("2026-11-26T10:00", []),
        ("2026-11-27T10:00", [("B-33.1a", "2026-12-07T17:30:00")]),
        ("2026-11-30T10:00", [("B-33.1a", "2026-12-07T17:30:00")]),
        ("2026-12-07T10:00", [("B-33.1a", "2026-12-07T17:30:00")]),
    ],
)
def test_a_price_is_told_at_once_where_no_reminder_comes_before_its_days(
    filed: str, told: list[tuple[str, str]]
) -> None:
    assert running(opened(filed)) == told


@pytest.mark.rule("S-N", "B-33.1a", "R-B.15")
@pytest.mark.parametrize(
    ("asked_at", "told"),
    # Friday, 5 December 2031: reminded on Tuesday, 25 November
    [("2031-11-24T10:00", 0), ("2031-11-25T10:00", 1), ("2031-12-05T10:00", 1)],
)
def test_so_is_the_price_of_an_extension_that_is_asked_for_when_its_reminder_has_gone(
    asked_at: str, told: int
) -> None:
    book = opened()
    book.until("2031-09-15T09:00")
    book.asks_for_longer(asked_at)

    assert running(book) == [("B-33.1a", "2031-12-05T17:30:00")] * told


@pytest.mark.rule("S-N", "B-26.1", "R-B.5", "T-11.1ç")
def test_the_first_letter_names_the_last_day_for_an_extension_and_the_days_of_an_update() -> None:
    book = opened()
    [letter] = [n for n in book.notices if n.template == "book_in_use"]
    # 2027-28 to 2031-32, and the school year after it
    assert letter.facts["ends_on"] == "2032-08-31"
    assert letter.facts["update_from"] == "2031-09-01"
    assert letter.facts["update_until"] == "2033-08-31"

    book.until("2032-08-30T10:00")
    book.asks_for_longer("2032-08-31T23:59:59")
    assert book.stage == "extension"

    late = opened()
    late.until("2032-08-31T10:00")
    late.asks_for_longer("2032-09-01T00:00:01")
    late.until("2032-09-01T12:00")
    assert late.outcome == ("expired", "B-25.1", "2032-08-31")
