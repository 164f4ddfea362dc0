"""What follows from grounds, prices, sales, rights and names: letters, rows, terms year by year.

What may come more than once comes twice, so that each has a letter and a row of its own. All days
are worked out by hand.
"""

from typing import Any, Final

import pytest

from tests.unit.textbook_in_use.books import Body, Book, opened, taught
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

DECIDED: Final[Body] = {"decision_no": "2027/5"}
PUBLICATIONS: Final = Office.PUBLICATIONS_DEPARTMENT

# -- grounds ---------------------------------------------------------------------------------------


def finds(book: Book, what: str, received: str, **changes: Any) -> None:
    """Record a finding: a false document, an offence, or a price that was broken."""
    day = received[:10]
    sale = {"kind": "unpriced", "charged": "10", "finding_no": "F-1"}
    found: dict[str, tuple[str, str, dict[str, Any]]] = {
        "false": (
            "record_false_document",
            Office.PRESIDENCY,
            {"authority": "judicial", "finding_no": "T-1", "found_on": day},
        ),
        "offence": (
            "record_proven_offence",
            Office.PRESIDENCY,
            {"kind": "plagiarism", "judgment_no": "M-1", "final_on": day},
        ),
        "price": (
            "record_price_breach",
            PUBLICATIONS,
            {**sale, "sold_on": day, "found_on": day},
        ),
    }
    name, role, body = found[what]
    book.does(name, role, received, **{**body, **changes})


@pytest.mark.rule("R-B.6", "S-5.2b", "S-5.2c", "S-33.1e", "S-42.2", "R-S.6")
def test_every_finding_is_told_to_board_and_applicant_and_some_ban_at_once() -> None:
    book = opened()
    finds(book, "price", "2027-01-04T10:00")
    finds(book, "false", "2027-01-06T10:00", found_on="2027-01-05")
    finds(book, "price", "2027-01-07T10:00")
    finds(book, "false", "2027-01-08T10:00")
    finds(book, "offence", "2027-01-11T10:00")

    told: list[tuple[str, Body]] = [
        ("S-33.1e/finding-1", {"ground": "S-33.1e/1", "found_on": "2027-01-04"}),
        ("S-5.2b/finding-1", {"ground": "S-5.2b/1", "found_on": "2027-01-05"}),
        ("S-33.1e/finding-2", {"ground": "S-33.1e/2", "found_on": "2027-01-07"}),
        ("S-5.2b/finding-2", {"ground": "S-5.2b/2", "found_on": "2027-01-08"}),
        ("S-42.2/finding-1", {"ground": "S-42.2/1", "found_on": "2027-01-11"}),
    ]
    # one year after a false document, two after an offence; the price bans nobody
    banned = [None, "2028-01-05", None, "2028-01-08", "2029-01-11"]
    assert book.said("annulment_due") == [
        (occasion, to, {**said, "banned_until": until})
        for (occasion, said), until in zip(told, banned, strict=True)
        for to in ("applicant", "board")
    ]
    bans = [(key, row["rule"], row["starts_on"], row["ends_on"]) for key, row in book.entered(BANS)]
    assert bans == [
        ("S-5.2b/1", "S-5.2c", "2027-01-05", "2028-01-05"),
        ("S-5.2b/2", "S-5.2c", "2027-01-08", "2028-01-08"),
        ("S-42.2/1", "S-42.2", "2027-01-11", "2029-01-11"),
    ]
    assert (book.stage, book.waiting_on) == ("annulment", "board")


BANS: Final = "sanctions"


@pytest.mark.rule("R-B.6", "S-5.2c", "S-42.2")
@pytest.mark.parametrize(
    ("what", "rule", "office", "pointed_out"),
    [
        ("false", "S-5.2b", Office.PRESIDENCY, 1),
        ("offence", "S-42.2", Office.PRESIDENCY, 1),
        ("price", "S-33.1e", PUBLICATIONS, 0),
    ],
)
def test_a_finding_that_is_taken_back_is_told_and_a_ban_in_the_register_is_pointed_out(
    what: str, rule: str, office: Office, pointed_out: int
) -> None:
    book = opened()
    for day in ("04", "05"):
        finds(book, what, f"2027-01-{day}T10:00")
    for nth, day in ((2, "06"), (1, "07")):
        assert (book.stage, len(book.said("finding_withdrawn"))) == ("annulment", 2 - nth)
        taken = {"ground": f"{rule}/{nth}", "reason": f"Yanlış kitap {nth}."}
        book.does("withdraw_finding", office, f"2027-01-{day}T10:00", **taken)

    assert book.said("finding_withdrawn") == [
        (f"{rule}/withdrawn-1", "applicant", {"ground": f"{rule}/2", "reason": "Yanlış kitap 2."}),
        (f"{rule}/withdrawn-2", "applicant", {"ground": f"{rule}/1", "reason": "Yanlış kitap 1."}),
    ]
    assert (book.stage, book.awaited) == ("accepted", set())
    assert len(book.file.attention) == 2 * pointed_out


@pytest.mark.rule("R-B.6", "S-33.1e", "S-5.2c", "S-42.2")
@pytest.mark.parametrize(
    ("what", "rule", "until"),
    [
        ("price", "S-33.1e", None),
        # banned by the finding already, which told the day
        ("false", "S-5.2b", None),
        ("offence", "S-42.2", None),
    ],
)
def test_an_annulment_is_told_entered_and_ends_the_book_on_its_day(
    what: str, rule: str, until: str | None
) -> None:
    book = opened()
    finds(book, what, "2027-10-04T10:00")
    bans = book.entered(BANS)
    decided = {"ground": f"{rule}/1", "decided_on": "2027-10-08"}
    book.decides("annul_decision", "2027-10-11T10:00", **decided)

    said: Body = {
        **DECIDED,
        "decided_on": "2027-10-08",
        "banned_until": until,
        "announced": False,
    }
    assert book.said("annulled") == [(f"{rule}/annulled", "applicant", said)]
    row: Body = {"rule": rule, **DECIDED, "decided_on": "2027-10-08", "announced": False}
    assert book.entered("annulments") == [("", row)]
    assert book.entered(BANS) == bans
    # nothing was printed: nothing is owed any more
    assert book.outcome == ("annulled", rule, "2027-10-08")
    assert book.said("term_over") == []


@pytest.mark.rule("S-28.1b", "R-S.6")
def test_a_mismatch_is_told_with_the_end_of_its_ban_and_waits_for_the_announcement() -> None:
    book = opened()
    book.prints("2027-06-15T10:00")
    book.delivers("2027-06-18T10:00")
    book.compares("2027-07-01T10:00", "mismatch")
    due: Body = {"ground": "S-28.1b/1", "found_on": "2027-07-01", "banned_until": None}
    assert book.said("annulment_due") == [
        ("S-28.1b/finding-1", "applicant", due),
        ("S-28.1b/finding-1", "board", due),
    ]
    book.decides("annul_decision", "2027-07-12T10:00", ground="S-28.1b/1")

    said: Body = {
        **DECIDED,
        "decided_on": "2027-07-12",
        "banned_until": "2029-07-12",
        "announced": True,
    }
    assert book.said("annulled") == [("S-28.1b/annulled", "applicant", said)]
    assert [row["announced"] for row in book.rows("annulments")] == [True]
    assert [key for key, _ in book.entered(BANS)] == ["S-28.1b/1"]
    assert book.awaited == {"record_announcement", "report_sales"}
    book.reports_sales("2027-07-13T10:00", 2027)
    assert (book.outcome, book.awaited) == (None, {"record_announcement"})
    shown = {"journal_no": "2790", "published_on": "2027-08-02"}
    book.does("record_announcement", PUBLICATIONS, "2027-08-03T10:00", **shown)
    assert book.entered("annulment-announcements") == [("1", shown)]
    assert book.outcome == ("annulled", "S-28.1b", "2027-07-12")


@pytest.mark.rule("S-28.1b")
def test_an_announced_annulment_still_waits_for_the_last_sales() -> None:
    book = taught()
    book.prints("2027-10-11T10:00", 2)
    book.delivers("2027-10-12T10:00", 2)
    book.compares("2027-10-18T10:00", "mismatch", 2)
    book.decides("annul_decision", "2027-11-08T10:00", ground="S-28.1b/2")
    # all else is dropped: the price of the next year, the term
    assert book.open_terms == {"B-30.3"}
    for command in ("apply_for_price", "report_printing", "request_extension", "notify_rights"):
        body: Body = {"school_year": 2028} if command == "apply_for_price" else {}
        assert book.may_not(command, Role.APPLICANT, "2027-11-08T11:00", **body)
    shown = {"journal_no": "2790", "published_on": "2027-12-01"}
    book.does("record_announcement", PUBLICATIONS, "2027-12-01T10:00", **shown)
    assert (book.outcome, book.stage, book.awaited) == (None, "winding-up", {"report_sales"})
    # of a year that goes on it is reported at once, for the book is over
    book.reports_sales("2027-12-02T10:00", 2027)
    assert book.outcome == ("annulled", "S-28.1b", "2027-11-08")


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
        applies: Any = ("apply_for_price", Role.APPLICANT)
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
    sends: Any = ("record_price_breach", PUBLICATIONS, "2027-10-12T10:00")

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
    assert (book.outcome, book.stage, book.waiting_on) == (None, "winding-up", "applicant")
    assert book.open_terms == {"B-30.3"}
    # 31 December 2032 + 2 months: 28 February 2033, a Monday; drawn on Tue at noon
    book.until("2033-03-01T11:59")
    assert book.outcome is None
    book.until("2033-03-01T12:00")
    assert book.outcome == ("expired", "B-25.1", "2032-08-31")
    assert [key for key in book.file.terms if key.startswith("B-30")] == ["B-30.3"]


# -- rights and names ------------------------------------------------------------------------------


@pytest.mark.rule("B-28.2")
def test_every_notice_about_rights_is_entered_and_told_to_both_offices() -> None:
    book = taught()
    stops: Body = {"event": "not-printing", "since": "2027-11-01"}
    passes: Body = {
        "event": "transferred",
        "since": "2027-10-04",
        "transferred_to": "publisher-9",
    }
    book.does("notify_rights", Role.APPLICANT, "2027-10-05T10:00", **stops)
    book.does("notify_rights", Role.APPLICANT, "2027-10-06T10:00", **passes)

    assert book.entered("book-rights") == [("1", {**stops, "transferred_to": None}), ("2", passes)]
    first: Body = {"transferred": False, "since": "2027-11-01"}
    second: Body = {"transferred": True, "since": "2027-10-04"}
    assert book.said("rights_told") == [
        ("B-28.2/1", "presidency", first),
        ("B-28.2/1", "publications-department", first),
        ("B-28.2/2", "presidency", second),
        ("B-28.2/2", "publications-department", second),
    ]


@pytest.mark.rule("B-39.1", "B-39.2", "R-B.18", "R-B.12")
def test_every_change_of_names_is_answered_and_entered_where_it_is_granted() -> None:
    book = taught()
    contract = {"contract_no": "N-1", "contract_on": "2027-09-30"}
    told: list[dict[str, Any]] = [
        {"whose": "authors", **contract},
        {"whose": "publisher", **contract},
        {"whose": "authors", "disputed": True},
    ]
    for day, body in zip(("04", "05", "06"), told, strict=True):
        book.does("notify_name_change", Role.APPLICANT, f"2027-10-{day}T10:00", **body)
    assert not book.file.attention
    # in another order than they were told
    book.decides("decide_names", "2027-10-11T10:00", request=3, granted=False)
    book.decides("decide_names", "2027-10-11T11:00", request=2, granted=True)
    assert len(book.file.attention) == 1  # a new publisher: who that is an operator enters
    assert book.awaited == {"decide_names"}
    again = {**DECIDED, "request": 2, "granted": True, "decided_on": "2027-10-11"}
    assert book.may_not("decide_names", Office.BOARD, "2027-10-11T12:00", **again) == ("B-39.2",)
    book.decides("decide_names", "2027-10-12T10:00", request=1, granted=True)

    assert len(book.file.attention) == 1
    assert book.awaited == set()
    said: Body = {**DECIDED, "decided_on": "2027-10-11", "told_by": None}
    assert book.said("names_decided") == [
        ("B-39.2/3", "applicant", {**said, "granted": False}),
        ("B-39.1/2", "applicant", {**said, "granted": True}),
        ("B-39.1/1", "applicant", {**said, "granted": True, "decided_on": "2027-10-12"}),
    ]
    row: Body = {"rule": "B-39.1", **DECIDED}
    assert book.entered("book-names") == [
        ("2", {**row, "whose": "publisher", "decided_on": "2027-10-11"}),
        ("1", {**row, "whose": "authors", "decided_on": "2027-10-12"}),
    ]


@pytest.mark.rule("B-39.1", "R-B.12")
@pytest.mark.parametrize(
    ("told_at", "noted"),
    # Wed 1 September 2027 + 15 working days: 2-3, 6-10, 13-17, 20-22
    [("2027-09-22T23:00", None), ("2027-09-23T00:00", "2027-09-22")],
)
def test_a_contract_told_on_the_fifteenth_working_day_is_in_time(
    told_at: str, noted: str | None
) -> None:
    book = opened()
    contract = {"whose": "authors", "contract_no": "N-1", "contract_on": "2027-09-01"}
    book.does("notify_name_change", Role.APPLICANT, told_at, **contract)
    book.decides("decide_names", "2027-09-27T10:00", request=1, granted=True)

    [(_, _, said)] = book.said("names_decided")
    assert said["told_by"] == noted


@pytest.mark.rule("B-39.2")
def test_a_judgment_settles_the_dispute_that_it_names_and_no_other() -> None:
    book = taught()
    for day in ("04", "05"):
        body = {"whose": "authors", "disputed": True}
        book.does("notify_name_change", Role.APPLICANT, f"2027-10-{day}T10:00", **body)
    judged = {"request": 2, "judgment_no": "M-1", "final_on": "2027-10-06"}
    book.does("record_judgment", Office.PRESIDENCY, "2027-10-07T10:00", **judged)
    yes = {**DECIDED, "granted": True, "decided_on": "2027-10-11"}
    send: Any = ("decide_names", Office.BOARD, "2027-10-11T10:00")

    assert book.may_not(*send, **yes, request=1) == ("B-39.2",)
    book.does(*send, **yes, request=2)
    assert [key for key, _ in book.entered("book-names")] == ["2"]
    again = {**judged, "request": 2}
    assert book.may_not("record_judgment", Role.APPLICANT, "2027-10-12T10:00", **again) == (
        "B-39.2",
    )


@pytest.mark.rule("B-39.3")
def test_a_contract_of_the_conditional_stage_is_answered_by_its_own_rule() -> None:
    conditional = {"due_on": "2026-11-20", "completed_on": "2026-11-18"}
    book = opened("2026-11-19T10:00", conditional=conditional)
    for minute, day in enumerate(("2026-11-12", "2026-11-18", "2026-11-11", "2026-11-19")):
        contract = {"whose": "authors", "contract_no": f"N-{minute}", "contract_on": day}
        book.does("notify_name_change", Role.APPLICANT, f"2026-11-19T11:0{minute}", **contract)
    for request in (1, 2, 3, 4):
        book.decides("decide_names", f"2026-11-23T10:0{request}", request=request, granted=True)

    # from the decision to the last correction, both days included
    rules = [rule for rule, _ in book.letters("names_decided")]
    assert rules == ["B-39.3", "B-39.3", "B-39.1", "B-39.1"]
    assert [row["rule"] for row in book.rows("book-names")] == rules
