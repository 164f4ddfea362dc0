"""What a book in use does not take in: prices, sales, changes, rights, names, a unit's findings."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from tests.unit.textbook_in_use.books import Book, opened, taught
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

NO: Final = {"decision_no": "2027/5"}
A_PRICE: Final = {"school_year": 2027, "price": "85.50", "approval_no": "O-1"}
FALSE: Final = {"authority": "judicial", "finding_no": "T-1"}
PROVEN: Final = {"kind": "plagiarism", "judgment_no": "M-1"}


def longer_asked() -> Book:
    """An extension is asked for on Monday, 2 February 2032."""
    book = opened()
    book.until("2032-01-02T10:00")
    book.asks_for_longer("2032-02-02T10:00")
    return book


def extended() -> Book:
    """Its first school year is 2027-28, its last one the extended 2032-33."""
    book = longer_asked()
    book.decides("decide_extension", "2032-02-16T10:00", granted=True)
    return book


@pytest.mark.rule("B-33.1a", "B-33.1d", "R-B.15")
@pytest.mark.parametrize(
    ("opens", "last"), [(opened, 2031), (longer_asked, 2032), (extended, 2032)]
)
def test_prices_are_those_of_school_years_of_the_term(opens: Callable[[], Book], last: int) -> None:
    book = opens()
    for school_year, refused in ((2026, True), (2027, False), (last, False), (last + 1, True)):
        body = {"school_year": school_year}
        applies = ("apply_for_price", Role.APPLICANT, book.soon)
        priced = ("record_price", Office.PUBLICATIONS_DEPARTMENT, book.soon)
        price = {**A_PRICE, **body, "approved_on": book.soon[:10]}
        if refused:
            assert book.may_not(*applies, **body) == ("B-33.1a",)
            assert book.may_not(*priced, **price) == ("B-33.1d",)
        else:
            fork = book.forked()
            assert fork.does(*applies, **body).kind == "command"
            assert fork.does(*priced, **price).kind == "command"


@pytest.mark.rule("B-30.3", "R-B.8")
def test_sales_are_those_of_a_year_that_is_over() -> None:
    book = opened()
    body = {"printed": 20_000, "sold": 18_500}
    reports = ("report_sales", Role.APPLICANT)

    assert book.may_not(*reports, "2027-01-11T10:00", **body, year=2026) == ("B-30.3",)
    book.prints("2027-06-15T10:00")
    assert book.may_not(*reports, "2027-12-31T23:59", **body, year=2027) == ("R-B.8",)
    assert book.may_not(*reports, "2028-01-01T00:00", **body, year=2026) == ("B-30.3",)
    assert book.does(*reports, "2028-01-01T00:01", **body, year=2027).kind == "command"


@pytest.mark.rule("B-27.1a", "B-27.2b", "R-B.9")
def test_a_change_that_forces_rewriting_ends_the_term_once_and_no_other_names_a_day() -> None:
    book = taught()
    send = ("record_programme_change", Office.BOARD, "2028-02-14T10:00")
    body = {**NO, "decided_on": "2028-02-14"}
    harmless = {**body, "rewriting": False, "ends_on": "2028-03-15"}
    rewritten: dict[str, Any] = {**body, "rewriting": True}

    assert book.may_not(*send, **harmless) == ("B-27.1a",)
    assert book.may_not(*send, **rewritten, ends_on="2028-02-13") == ("R-B.9",)
    # the term ends on 31 August 2032
    assert book.may_not(*send, **rewritten, ends_on="2032-09-01") == ("R-B.9",)
    assert book.forked().does(*send, **rewritten, ends_on="2032-08-31").kind == "command"
    book.does(*send, **rewritten, ends_on="2028-03-15")
    again = ("record_programme_change", Office.BOARD, "2028-02-15T10:00")
    assert book.may_not(*again, **rewritten) == ("B-27.2b",)
    # a named day lies within the term as it stands now
    late = {**rewritten, "ends_on": "2028-02-13"}
    assert book.may_not(*again, **late) == ("B-27.2b", "R-B.9")


@pytest.mark.rule("B-28.2")
def test_a_transfer_that_is_still_to_come_or_goes_to_nobody_is_not_taken_in() -> None:
    book = taught()
    send = ("notify_rights", Role.APPLICANT, "2027-10-05T10:00")
    to = {"event": "transferred", "transferred_to": "publisher-9"}

    assert book.may_not(*send, **to, since="2027-10-06") == ("B-28.2",)
    assert book.may_not(*send, event="transferred", since="2027-10-05") == ("B-28.2",)
    assert book.does(*send, **to, since="2027-10-05").kind == "command"


@pytest.mark.rule("B-39.1", "B-39.2")
def test_a_contract_that_is_still_to_come_is_not_taken_in_nor_a_judgment_on_nothing() -> None:
    book = taught()
    send = ("notify_name_change", Role.APPLICANT, "2027-10-05T10:00")
    contract = {"whose": "authors", "contract_no": "N-1"}
    judged = {"request": 1, "judgment_no": "M-1", "final_on": "2027-10-04"}
    judgment = ("record_judgment", Role.APPLICANT, "2027-10-06T10:00")

    assert book.may_not(*send, **contract, contract_on="2027-10-06") == ("B-39.1",)
    assert book.may_not(*judgment, **judged) == ("B-39.2",)
    book.does("notify_name_change", Role.APPLICANT, "2027-10-06T11:00", **contract, **CONTRACT_ON)
    later = ("record_judgment", Role.APPLICANT, "2027-10-06T12:00")
    assert book.may_not(*later, **judged) == ("B-39.2",)


CONTRACT_ON: Final = {"contract_on": "2027-10-06"}


@pytest.mark.rule("R-S.9")
@pytest.mark.parametrize(
    ("command", "day", "body"),
    [
        ("record_false_document", "found_on", FALSE),
        ("record_proven_offence", "final_on", PROVEN),
    ],
)
def test_findings_about_publishers_are_not_those_of_a_unit(
    command: str, day: str, body: Mapping[str, Any]
) -> None:
    unit = {"kind": "unit", "key": "unit-3", "institution": "BIRIM-3"}
    book = opened(applicant=unit)

    said = book.may_not(
        command, Office.PRESIDENCY, "2027-01-11T10:00", **body, **{day: "2027-01-11"}
    )
    assert said == ("R-S.9",)
