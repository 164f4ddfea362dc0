"""What follows from prices and sales, year by year.

What may come more than once comes twice, so that each has a letter and a row of its own. Whole
values are compared; all days are worked out by hand.
"""

from typing import Any, Final

import pytest

from tests.unit.textbook_in_use.books import Body, Book, opened, taught
from workflows.kernel.judgement import gate
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

PUBLICATIONS: Final = Office.PUBLICATIONS_DEPARTMENT


# -- prices ----------------------------------------------------------------------------------------
DECEMBERS: Final = {
    # the last working day of 1 to 7 December; 7 December 2030 is a Saturday
    "B-33.1a": (2027, "2026-12-07"),
    "B-33.1a#2": (2028, "2027-12-07"),
    "B-33.1a#3": (2029, "2028-12-07"),
    "B-33.1a#4": (2030, "2029-12-07"),
    "B-33.1a#5": (2031, "2030-12-06"),
}


@pytest.mark.rule("B-33.1a", "R-B.2", "R-B.14", "R-B.15")
def test_every_school_year_has_one_december_for_its_price() -> None:
    in_time, late, silent = opened(), opened(), opened()
    for key, (school_year, day) in DECEMBERS.items():
        for book in (in_time, late, silent):
            assert book.due(key) == f"{day}T17:30:00"
            assert {k for k in book.open_terms if k.startswith("B-33")} == {key}
        said = {"school_year": school_year}
        applies = ("apply_for_price", Role.APPLICANT)
        in_time.does(*applies, f"{day}T17:30", **said)
        late.does(*applies, f"{day}T17:30:01", **said)
        for book in (late, silent):
            book.until(f"{school_year - 1}-12-11T12:00")
        states = [book.term(key).state for book in (in_time, late, silent)]
        assert states == ["met", "lapsed", "lapsed"]

    for book in (in_time, late, silent):  # the last year of the term has had its price day
        assert not any(k.startswith("B-33") for k in book.open_terms)
    assert [row["school_year"] for row in in_time.rows("price-applications")] == [
        *range(2027, 2032)
    ]
    assert [key for key, _ in late.entered("price-applications")] == list("12345")
    assert in_time.said("price_not_asked_for") == []
    told = [
        (f"B-33.1a/{year}", "applicant", {"school_year": year, "due_on": day})
        for year, day in DECEMBERS.values()
    ]
    assert late.said("price_not_asked_for") == silent.said("price_not_asked_for") == told


@pytest.mark.rule("B-33.1b", "B-33.1a", "R-B.14", "R-B.15")
def test_a_book_of_december_has_its_own_first_day_and_then_the_first_week() -> None:
    book = opened("2026-12-02T10:00", decided_on="2026-12-01")
    assert book.due("B-33.1b") == "2026-12-31T17:30:00"
    assert book.term("B-33.1b").starts_on.isoformat() == "2026-11-30"
    # opened within these days: the letter, not a reminder, tells of them
    told = [(occasion, said["about"]) for occasion, _, said in book.said("period_running")]
    assert told == [("B-33.1b/B-33.1b until 2026-12-31", "2027")]
    # Thu 31 December; drawn on Mon 4 January at noon, Friday being a holiday
    book.until("2027-01-04T12:00")
    said: Body = {"school_year": 2027, "due_on": "2026-12-31"}
    assert book.said("price_not_asked_for") == [("B-33.1b/2027", "applicant", said)]
    assert book.due("B-33.1a") == "2027-12-07T17:30:00"
    assert len(book.said("period_running")) == 1


@pytest.mark.rule("R-B.15", "B-33.1a", "B-26.1")
@pytest.mark.parametrize(
    ("asked_at", "has_term"),
    # the last working day of the first week of December 2031 is Friday, the 5th
    [("2031-12-05T17:30", True), ("2031-12-06T10:00", False)],
)
def test_an_extension_asked_for_by_the_price_day_has_one_and_a_later_one_has_none(
    asked_at: str, *, has_term: bool
) -> None:
    book = opened()
    book.until("2031-09-15T09:00")
    book.asks_for_longer(asked_at)
    assert ("B-33.1a#6" in book.file.terms) is has_term
    book.decides("decide_extension", book.soon, granted=True)
    if has_term:
        assert book.due("B-33.1a#6") == "2031-12-05T17:30:00"
    # the second extension is another year: 1 to 7 December 2032, a Tuesday
    book.until("2032-09-15T09:00")
    book.asks_for_longer("2032-12-01T10:00")
    key = "B-33.1a#7"
    assert book.due(key) == "2032-12-07T17:30:00"


@pytest.mark.rule("R-B.15", "B-26.1")
@pytest.mark.parametrize(
    ("filed", "filing", "asked_on", "key"),
    [
        # accepted in November 2021 for 2022-23 to 2026-27: the only price day still to come is
        # that of the extension
        ("2026-11-16T10:00", {"decided_on": "2021-11-11", "first_school_year": 2022}, 2026, 1),
        # accepted in December 2026: the first year has the end of the month, the sixth is no. 5
        ("2026-12-02T10:00", {"decided_on": "2026-12-01"}, 2031, 5),
        ("2026-11-16T10:00", {}, 2031, 6),
    ],
)
def test_the_price_day_of_an_extension_that_is_refused_is_dropped(
    filed: str, filing: dict[str, Any], asked_on: int, key: int
) -> None:
    book = opened(filed, **filing)
    book.until(f"{asked_on}-11-17T09:00")
    term = "B-33.1a" if key == 1 else f"B-33.1a#{key}"
    assert term not in book.open_terms
    book.asks_for_longer(f"{asked_on}-11-18T10:00")
    assert term in book.open_terms
    day = f"{asked_on}-11-24T10:00"
    book.decides("decide_extension", day, granted=False, reasons="Alan dolu.")
    assert book.term(term).state == "dropped"
    assert book.said("price_not_asked_for") == [] or key > 1


@pytest.mark.rule("B-33.1d")
def test_every_price_is_entered_and_told() -> None:
    book = taught()
    for school_year, price, day in ((2027, "85.50", "04"), (2028, "99.90", "05")):
        body = {"school_year": school_year, "price": price, "approval_no": f"O-{day}"}
        approved = {"approved_on": f"2027-10-{day}"}
        book.does("record_price", PUBLICATIONS, f"2027-10-{day}T10:00", **body, **approved)

    first: Body = {
        "school_year": 2027,
        "price": "85.50",
        "approval_no": "O-04",
        "approved_on": "2027-10-04",
    }
    second: Body = {
        "school_year": 2028,
        "price": "99.90",
        "approval_no": "O-05",
        "approved_on": "2027-10-05",
    }
    assert book.entered("prices") == [("1", first), ("2", second)]
    assert book.said("price_recorded") == [
        ("B-33.1d/1", "applicant", first),
        ("B-33.1d/2", "applicant", second),
    ]


@pytest.mark.rule("S-33.1e")
def test_a_sale_is_above_the_price_of_its_day() -> None:
    book = taught()
    for day, price in (("04", "90.00"), ("11", "80.00")):
        body = {"school_year": 2027, "price": price, "approval_no": f"O-{day}"}
        approved = {"approved_on": f"2027-10-{day}"}
        book.does("record_price", PUBLICATIONS, f"2027-10-{day}T10:00", **body, **approved)
    sold: Any = {"kind": "above", "charged": "85.00", "finding_no": "F-1"}
    found: Any = {"found_on": "2027-10-12"}
    sends = ("record_price_breach", PUBLICATIONS, "2027-10-12T10:00")

    assert book.may_not(*sends, **sold, **found, sold_on="2027-10-10") == ("S-33.1e",)
    book.does(*sends, **sold, **found, sold_on="2027-10-11")
    assert book.stage == "annulment"


# -- sales -----------------------------------------------------------------------------------------
@pytest.mark.rule("B-30.3", "R-B.8")
def test_sales_of_every_year_from_the_first_printing_on_have_their_two_months() -> None:
    book = opened()
    assert "B-30.3" not in book.file.terms
    book.prints("2027-06-15T10:00")
    # 31 December + 2 months: Tue 29 February 2028, Wed 28 February 2029, Thu 28 February 2030
    assert book.due("B-30.3") == "2028-02-29T17:30:00"
    book.does(*("report_sales", Role.APPLICANT, "2028-02-29T17:30"), **sales(2027))
    assert book.term("B-30.3").state == "met"
    assert book.due("B-30.3#2") == "2029-02-28T17:30:00"
    book.does(*("report_sales", Role.APPLICANT, "2029-02-28T17:31"), **sales(2028))
    book.until("2029-03-01T12:00")
    assert book.term("B-30.3#2").state == "lapsed"
    assert book.due("B-30.3#3") == "2030-02-28T17:30:00"
    book.until("2030-03-01T12:00")

    assert book.said("sales_not_reported") == [
        (f"B-30.3/{year}", to, {"year": year, "due_on": day})
        for year, day in ((2028, "2029-02-28"), (2029, "2030-02-28"))
        for to in ("publications-department", "applicant")
    ]
    rows = [
        ("1", {**sales(2027), "reported_on": "2028-02-29"}),
        ("2", {**sales(2028), "reported_on": "2029-02-28"}),
    ]
    assert book.entered("sales-reports") == rows


def sales(year: int) -> Body:
    return {"year": year, "printed": 20_000, "sold": 18_500 + year}


@pytest.mark.rule("B-30.3", "R-B.8")
@pytest.mark.parametrize(
    ("filing", "printed_on", "first_due"),
    [
        # printed before Vade: from the year of the filing on; 28 February 2027 is a Sunday
        ({"printed_before": True}, None, "2027-03-01T17:30:00"),
        ({"printed_before": True}, "2027-06-15", "2027-03-01T17:30:00"),
        # an imprint of the year before, told in 2027: the filing was in 2026
        ({}, "2026-12-15", "2027-03-01T17:30:00"),
        ({}, "2027-01-04", "2028-02-29T17:30:00"),
    ],
)
def test_sales_are_followed_from_the_first_imprint_but_not_from_before_the_filing(
    filing: dict[str, Any], printed_on: str | None, first_due: str
) -> None:
    book = opened(**filing)
    if printed_on is not None:
        book.prints(
            "2027-06-15T10:00" if printed_on > "2027-01-31" else "2027-01-05T10:00", on=printed_on
        )

    assert book.due("B-30.3") == first_due


@pytest.mark.rule("B-30.3", "R-B.8")
def test_a_book_that_is_over_owes_the_sales_of_its_last_year_and_no_further_ones() -> None:
    book = opened()
    book.until("2032-06-01T10:00")
    book.prints("2032-06-15T10:00")
    book.delivers("2032-06-16T10:00")
    book.compares("2032-06-17T10:00", "matches")
    book.until("2032-09-01T12:00")
    assert (book.stage, book.waiting_on) == ("winding-up", "applicant")
    assert book.open_terms == {"B-30.3"}
    # 31 December 2032 + 2 months: 28 February 2033, a Monday; drawn on Tue at noon
    book.until("2033-03-01T11:59")
    assert book.stage == "winding-up"
    book.until("2033-03-01T12:00")
    assert book.outcome == ("expired", "B-25.1", "2032-08-31")
    assert [key for key in book.file.terms if key.startswith("B-30")] == ["B-30.3"]


# -- what registers are asked ----------------------------------------------------------------------


def asked(book: Book, name: str, role: str, body: Body) -> tuple[str, str, Any]:
    """Which register is asked before a command is let in, by which rule, and what."""
    found = gate.question_for(book.reading, book.command(name, role, book.soon, body))
    assert found is not None
    question, request = found
    return question.by, question.rule, request


@pytest.mark.rule("B-33.1d", "B-33.1ç")
def test_the_register_is_asked_for_the_unit_prices_of_the_school_year_of_a_price() -> None:
    price: Body = {"school_year": 2029, "price": "85.50", "approval_no": "O-1"}
    body: Body = {**price, "approved_on": "2027-10-01"}
    expected = ("unit-prices", "B-33.1d", {"school_year": 2029})
    assert asked(taught(), "record_price", PUBLICATIONS, body) == expected


@pytest.mark.rule("B-26.1", "R-B.20")
def test_the_register_is_asked_for_the_books_of_the_field_in_the_year_that_is_asked_for() -> None:
    book = opened()
    book.until("2032-01-02T10:00")
    decision: Body = {"granted": True, "decision_no": "1", "decided_on": "2032-02-02"}
    for year in (2032, 2033):
        book.asks_for_longer(f"{year}-02-02T10:00")
        request = {"field": "matematik", "school_year": year}
        found = asked(book, "decide_extension", Office.BOARD, decision)
        assert found == ("books-in-use", "B-26.1", request)
        book.decides("decide_extension", f"{year}-02-16T10:00", granted=True)
