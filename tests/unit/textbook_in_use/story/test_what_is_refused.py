"""Every document of a book in use bears a lawful day, and is about something that is open for it.

The day of what a document answers is the first one that it can bear, the day on which it comes in
the last one.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import pytest

from tests.unit.textbook_in_use.books import DIGEST, Book, opened, taught
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

ACCEPTED: Final = "2026-11-12"
NO: Final = {"decision_no": "2027/5"}


def printed() -> Book:
    """Printed on Tuesday, 15 June 2027, its copies complete on Friday, the 18th."""
    book = opened()
    book.prints("2027-06-15T10:00")
    book.delivers("2027-06-18T10:00")
    return book


def proposed() -> Book:
    """Two new texts are before the Board."""
    book = opened()
    for day in ("11", "12"):
        body = {"text": DIGEST, "grounds": "Hata"}
        book.does("propose_text", Office.THIRD_PARTY, f"2027-01-{day}T10:00", **body)
    return book


def agreed() -> Book:
    """The Board agrees to the second of them on Monday, 18 January 2027."""
    book = proposed()
    book.decides("decide_findings", "2027-01-18T10:00", about="proposal/2", agreed=True)
    return book


def ordered() -> Book:
    """Ordered on Wednesday, 20 January 2027."""
    book = agreed()
    body = {"about": "proposal/2", "days": 20, "letter_no": "E-1"}
    book.does("order_correction", Office.PRESIDENCY, "2027-01-20T10:00", **body)
    return book


def served() -> Book:
    book = ordered()
    book.serves("2027-01-21T10:00", "B-28.3/order-1")
    return book


def corrected() -> Book:
    book = served()
    body = {"about": "proposal/2", "copies": 2}
    book.does("submit_corrected_book", Role.APPLICANT, "2027-01-25T10:00", **body)
    return book


def changed() -> Book:
    """Two changes of the programme, neither of which forces rewriting."""
    book = taught()
    for day in ("04", "05"):
        book.decides("record_programme_change", f"2027-10-{day}T10:00", rewriting=False)
    return book


def change_ordered() -> Book:
    """The second change is asked for on Wednesday, 6 October 2027."""
    book = changed()
    body = {"change": 2, "days": 30, "letter_no": "E-2"}
    book.does("order_reflection", Office.PRESIDENCY, "2027-10-06T10:00", **body)
    return book


def change_served() -> Book:
    book = change_ordered()
    book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    return book


def reflected() -> Book:
    book = change_served()
    book.does("submit_reflection", Role.APPLICANT, "2027-10-11T10:00", change=2)
    return book


def longer_asked() -> Book:
    """An extension is asked for on Monday, 2 February 2032."""
    book = opened()
    book.until("2032-01-02T10:00")
    book.asks_for_longer("2032-02-02T10:00")
    return book


def disputed() -> Book:
    """Names are agreed on, then disputed on Tuesday, 5 October 2027."""
    book = taught()
    contract = {"whose": "authors", "contract_no": "N-1", "contract_on": "2027-10-01"}
    book.does("notify_name_change", Role.APPLICANT, "2027-10-04T10:00", **contract)
    dispute = {"whose": "authors", "disputed": True}
    book.does("notify_name_change", Role.APPLICANT, "2027-10-05T10:00", **dispute)
    return book


def found_false() -> Book:
    """Found on Monday, 4 October 2027, recorded two days later."""
    book = taught()
    body = {"authority": "judicial", "finding_no": "T-1", "found_on": "2027-10-04"}
    book.does("record_false_document", Office.PRESIDENCY, "2027-10-06T10:00", **body)
    return book


def annulled() -> Book:
    """Annulled for a mismatch on Monday, 12 July 2027."""
    book = printed()
    book.compares("2027-07-01T10:00", "mismatch")
    book.decides("annul_decision", "2027-07-12T10:00", ground="S-28.1b/1")
    return book


class Dated(NamedTuple):
    """A document that bears a day."""

    opens: Callable[[], Book]
    command: str
    role: str
    day: str
    """Its field for the day."""
    since: str
    """The first lawful day."""
    comes_on: str
    rule: str
    body: Mapping[str, Any]


SOLD: Final = {"kind": "unpriced", "charged": "10", "finding_no": "F-1"}
A_PRICE: Final = {"school_year": 2027, "price": "85.50", "approval_no": "O-1"}
A_REPORT: Final = {"printing": 1, "report_no": "K-1", "found": "matches"}
FALSE: Final = {"authority": "judicial", "finding_no": "T-1"}
PROVEN: Final = {"kind": "plagiarism", "judgment_no": "M-1"}
CHECKED: Final = {"change": 2, "reflected": True, "finding_no": "T-2"}
SERVICE: Final = {"means": "electronic"}

DATED: Final[dict[str, Dated]] = {
    "printing": Dated(
        *(opened, "report_printing", Role.APPLICANT, "printed_on", ACCEPTED, "2027-03-01"),
        *("B-28.1a", {"printing": 1, "copies": 10}),
    ),
    "comparison": Dated(
        *(printed, "record_comparison", Office.REVIEW_DEPARTMENT, "dated_on", "2027-06-18"),
        *("2027-06-28", "B-28.1b", A_REPORT),
    ),
    "findings": Dated(
        *(proposed, "decide_findings", Office.BOARD, "decided_on", ACCEPTED, "2027-01-18"),
        *("B-28.3", {**NO, "about": "proposal/2", "agreed": True}),
    ),
    "service of an order to correct": Dated(
        *(ordered, "record_service", Office.PRESIDENCY, "served_on", "2027-01-20", "2027-01-25"),
        *("R-B.17", {**SERVICE, "notification": "B-28.3/order-1"}),
    ),
    "service of an order to reflect": Dated(
        *(change_ordered, "record_service", Office.PRESIDENCY, "served_on", "2027-10-06"),
        *("2027-10-11", "R-B.17", {**SERVICE, "notification": "B-27.1a/order-1"}),
    ),
    "programme change": Dated(
        *(taught, "record_programme_change", Office.BOARD, "decided_on", ACCEPTED, "2027-10-04"),
        *("B-27.2b", {**NO, "rewriting": False}),
    ),
    "check": Dated(
        *(reflected, "check_reflection", Office.PRESIDENCY, "found_on", ACCEPTED, "2027-10-18"),
        *("B-27.1a", CHECKED),
    ),
    "extension": Dated(
        *(longer_asked, "decide_extension", Office.BOARD, "decided_on", "2032-02-02"),
        *("2032-02-16", "B-26.1", {**NO, "granted": True}),
    ),
    "price": Dated(
        *(opened, "record_price", Office.PUBLICATIONS_DEPARTMENT, "approved_on", ACCEPTED),
        *("2027-01-11", "B-33.1d", A_PRICE),
    ),
    "sale": Dated(
        *(opened, "record_price_breach", Office.PUBLICATIONS_DEPARTMENT, "sold_on", ACCEPTED),
        *("2027-01-11", "S-33.1e", {**SOLD, "found_on": "2027-01-11"}),
    ),
    "broken price": Dated(
        *(opened, "record_price_breach", Office.PUBLICATIONS_DEPARTMENT, "found_on", "2027-01-06"),
        *("2027-01-11", "S-33.1e", {**SOLD, "sold_on": "2027-01-06"}),
    ),
    "names": Dated(
        *(disputed, "decide_names", Office.BOARD, "decided_on", "2027-10-04", "2027-10-11"),
        *("B-39.2", {**NO, "request": 1, "granted": True}),
    ),
    "false document": Dated(
        *(opened, "record_false_document", Office.PRESIDENCY, "found_on", ACCEPTED, "2027-01-11"),
        *("S-5.2b", FALSE),
    ),
    "offence": Dated(
        *(opened, "record_proven_offence", Office.PRESIDENCY, "final_on", ACCEPTED, "2027-01-11"),
        *("S-42.2", PROVEN),
    ),
    "annulment": Dated(
        *(found_false, "annul_decision", Office.BOARD, "decided_on", "2027-10-04", "2027-10-11"),
        *("R-B.6", {**NO, "ground": "S-5.2b/1"}),
    ),
    "announcement": Dated(
        *(annulled, "record_announcement", Office.PUBLICATIONS_DEPARTMENT, "published_on"),
        *("2027-07-12", "2027-08-02", "S-28.1b", {"journal_no": "2790"}),
    ),
}


@pytest.mark.rule("R-B.7", "R-B.17", "R-B.6", "B-28.1b", "B-28.3", "B-27.1a", "B-27.2b", "B-26.1")
@pytest.mark.rule("B-33.1d", "S-33.1e", "B-39.2", "S-5.2b", "S-42.2", "S-28.1b")
@pytest.mark.parametrize("name", DATED)
def test_nothing_is_dated_before_what_it_answers_or_after_it_comes_in(name: str) -> None:
    row = DATED[name]
    book, comes_at = row.opens(), f"{row.comes_on}T15:00"

    def dated(day: str, days: int = 0) -> dict[str, Any]:
        return {**row.body, row.day: str(date.fromisoformat(day) + timedelta(days=days))}

    for wrong in (dated(row.since, -1), dated(row.comes_on, 1)):
        assert set(book.may_not(row.command, row.role, comes_at, **wrong)) == {row.rule}
    for right in (dated(row.since), dated(row.comes_on)):
        assert book.forked().does(row.command, row.role, comes_at, **right).kind == "command"


@pytest.mark.rule("R-B.6", "S-5.2b")
def test_a_refusal_says_what_a_document_cannot_precede() -> None:
    early = {**FALSE, "found_on": "2026-11-11"}
    [no] = opened().why_not("record_false_document", Office.PRESIDENCY, "2027-01-11T10:00", **early)
    assert no.why == "the Board's acceptance is of 2026-11-12, and nothing precedes it"
    too_early = {**NO, "ground": "S-5.2b/1", "decided_on": "2027-10-03"}
    [no] = found_false().why_not("annul_decision", Office.BOARD, "2027-10-11T10:00", **too_early)
    assert no.why == "what it answers is of 2027-10-04, and nothing precedes it"


@pytest.mark.rule("B-39.2")
def test_a_judgment_is_final_by_the_day_on_which_it_comes_in_and_may_be_older() -> None:
    book = disputed()
    send = ("record_judgment", Role.APPLICANT, "2027-10-11T15:00")
    body = {"request": 2, "judgment_no": "M-1"}

    assert book.may_not(*send, **body, final_on="2027-10-12") == ("B-39.2",)
    for day in ("2027-10-11", "2026-01-05"):
        assert book.forked().does(*send, **body, final_on=day).kind == "command"


class About(NamedTuple):
    """A document that is about one of several things."""

    opens: Callable[[], Book]
    command: str
    role: str
    comes_at: str
    rule: str
    body: Mapping[str, Any]
    right: Mapping[str, Any]
    wrong: Mapping[str, Any]


ABOUT: Final[dict[str, About]] = {
    "copies": About(
        *(printed, "deliver_copies", Role.APPLICANT, "2027-06-21T10:00", "B-28.1a"),
        *({"to": "presidency", "copies": 1}, {"printing": 1}, {"printing": 2}),
    ),
    "comparison": About(
        *(printed, "record_comparison", Office.REVIEW_DEPARTMENT, "2027-06-28T10:00", "B-28.1b"),
        *({**A_REPORT, "dated_on": "2027-06-28"}, {"printing": 1}, {"printing": 2}),
    ),
    "findings": About(
        *(agreed, "decide_findings", Office.BOARD, "2027-01-19T10:00", "B-28.3"),
        {**NO, "agreed": True, "decided_on": "2027-01-19"},
        *({"about": "proposal/1"}, {"about": "proposal/2"}),
    ),
    "order to correct": About(
        *(agreed, "order_correction", Office.PRESIDENCY, "2027-01-20T10:00", "B-28.3"),
        *({"days": 20, "letter_no": "E-1"}, {"about": "proposal/2"}, {"about": "proposal/1"}),
    ),
    "service": About(
        *(ordered, "record_service", Office.PRESIDENCY, "2027-01-21T10:00", "R-B.17"),
        {**SERVICE, "served_on": "2027-01-21"},
        *({"notification": "B-28.3/order-1"}, {"notification": "B-28.3/order-2"}),
    ),
    "corrected book": About(
        *(served, "submit_corrected_book", Role.APPLICANT, "2027-01-25T10:00", "B-28.4"),
        *({"copies": 2}, {"about": "proposal/2"}, {"about": "proposal/1"}),
    ),
    "copies of a corrected book": About(
        *(served, "submit_corrected_book", Role.APPLICANT, "2027-01-25T10:00", "B-28.4"),
        *({"about": "proposal/2"}, {"copies": 2}, {"copies": 1}),
    ),
    "final copies": About(
        *(corrected, "sign_final_copies", Office.REVIEW_DEPARTMENT, "2027-01-26T10:00", "B-28.4"),
        {"all_corrected": True, "kept_as": "D-1"},
        *({"about": "proposal/2"}, {"about": "proposal/1"}),
    ),
    "order to reflect": About(
        *(change_ordered, "order_reflection", Office.PRESIDENCY, "2027-10-08T10:00", "B-27.1a"),
        *({"days": 20, "letter_no": "E-3"}, {"change": 1}, {"change": 2}),
    ),
    "reflection": About(
        *(change_served, "submit_reflection", Role.APPLICANT, "2027-10-11T10:00", "B-27.1a"),
        *({}, {"change": 2}, {"change": 1}),
    ),
    "official reflection": About(
        *(changed, "reflect_officially", Office.MINISTRY_UNIT, "2027-10-11T10:00", "B-27.1a"),
        *({"letter_no": "E-3"}, {"change": 2}, {"change": 3}),
    ),
    "check": About(
        *(reflected, "check_reflection", Office.PRESIDENCY, "2027-10-18T10:00", "B-27.1a"),
        *({**CHECKED, "found_on": "2027-10-18"}, {"change": 2}, {"change": 1}),
    ),
    "judgment": About(
        *(disputed, "record_judgment", Role.APPLICANT, "2027-10-11T10:00", "B-39.2"),
        {"judgment_no": "M-1", "final_on": "2027-10-11"},
        *({"request": 2}, {"request": 1}),
    ),
    "names": About(
        *(disputed, "decide_names", Office.BOARD, "2027-10-11T10:00", "B-39.2"),
        {**NO, "granted": False, "decided_on": "2027-10-11"},
        *({"request": 2}, {"request": 3}),
    ),
    "annulment": About(
        *(found_false, "annul_decision", Office.BOARD, "2027-10-11T10:00", "R-B.6"),
        {**NO, "decided_on": "2027-10-11"},
        *({"ground": "S-5.2b/1"}, {"ground": "S-42.2/1"}),
    ),
    "withdrawal": About(
        *(found_false, "withdraw_finding", Office.PRESIDENCY, "2027-10-11T10:00", "R-B.6"),
        *({"reason": "Başka kitap."}, {"ground": "S-5.2b/1"}, {"ground": "S-42.2/1"}),
    ),
}


@pytest.mark.rule("B-28.1a", "B-28.1b", "B-28.3", "B-28.4", "R-B.17", "B-27.1a", "B-39.2", "R-B.6")
@pytest.mark.parametrize("name", ABOUT)
def test_a_document_is_about_something_that_is_open_for_it(name: str) -> None:
    row = ABOUT[name]
    book = row.opens()
    send = (row.command, row.role, row.comes_at)

    assert book.may_not(*send, **{**row.body, **row.wrong}) == (row.rule,)
    assert book.does(*send, **{**row.body, **row.right}).kind == "command"
