"""All that a year leads to: each term, each letter, each row, and who is awaited when.

What may come more than once comes twice. Whole values are compared; all days are worked out by
hand.
"""

from functools import cache
from typing import Any, Final

import pytest
from pydantic import JsonValue

from tests.unit.ministry_year.years import (
    COMMISSION,
    DIGEST,
    PRICES,
    Body,
    Year,
    opened,
)
from workflows.ministry_year.offices import Office

DEPARTMENT: Final = Office.PUBLICATIONS_DEPARTMENT
GUIDE: Final[Body] = {"lesson": "muzik", "guide": DIGEST}


@cache
def whole() -> Year:
    """A year in which everything comes, and twice what may come twice."""
    case = opened()
    for month, day in ((9, "30"), (10, "30"), (11, "30")):
        case.sends_month(f"2026-{month:02}-{day}T10:00", month)
    case.forms_commission("2026-12-01T10:00")
    case.forms_commission("2026-12-02T10:00")
    case.sets_prices("2026-12-14T10:00")
    case.approves("2026-12-16T10:00", approved=False, reasons="Maliyet")
    case.sets_prices("2026-12-18T10:00", "F-2")
    case.approves("2026-12-21T10:00", "F-2", approval_no="B-2")
    case.sends_month("2026-12-30T10:00", 12)
    case.sends_list("2026-12-30T11:00")
    case.publishes("2027-01-08T10:00")
    case.buys("2027-03-01T10:00")
    two: list[JsonValue] = [
        {"book_no": f"2026-000{n}", "needed": 10 * n, "copies": n} for n in (7, 8)
    ]
    body: Body = {"purchases": two, "approval_no": "S-2"}
    case.does("record_purchases", DEPARTMENT, "2027-03-02T10:00", **body)
    case.asks_about_leftovers("2027-03-08T10:00")
    case.asks_about_leftovers("2027-03-09T10:00", "K-2")
    case.gives_opinion("2027-03-15T10:00", "K-2", distribute=False, reasons="Program")
    case.gives_opinion("2027-03-16T10:00")
    for day, copies in (("06", 200), ("07", 300)):
        given: Body = {"request_no": "K-1", "copies": copies}
        case.does("distribute_leftovers", DEPARTMENT, f"2027-09-{day}T10:00", **given)
    for day, kind in (("08", "guide-book"), ("09", "programme-guide")):
        guide: Body = {**GUIDE, "kind": kind, "programme_decision_no": "K-8"}
        case.does("submit_guide", Office.MINISTRY_UNIT, f"2027-09-{day}T10:00", **guide)
        shown: Body = {"stages": [kind], "decision_no": f"Y-{day}"}
        case.does("publish_stages", Office.PRESIDENCY, f"2027-09-{day}T11:00", **shown)
    case.reports("2027-10-04T10:00")
    return case


TERMS: Final = {
    # Tue 8 December 2026 is the sixth working day; twenty before it: Tue 10 November
    "T-17.20": ("2026-08-31", "2026-11-10T00:00:00", "met"),
    "T-17.20#2": ("2026-11-09", "2026-12-09T00:00:00", "met"),
    "B-32.2a": ("2026-08-31", "2026-12-08T17:30:00", "met"),
    # the last working days of the months; 31 October 2026 is a Saturday
    "B-32.1#9": ("2026-08-31", "2026-09-30T17:30:00", "met"),
    "B-32.1#10": ("2026-09-30", "2026-10-30T17:30:00", "met"),
    "B-32.1#11": ("2026-10-31", "2026-11-30T17:30:00", "met"),
    "B-32.1#12": ("2026-11-30", "2026-12-31T17:30:00", "met"),
    # 1 to 7 December, a Monday; the year's last working day, a Thursday; 10 January is a Sunday
    "R-B.21": ("2026-08-31", "2026-12-07T17:30:00", "met"),
    "R-B.21#2": ("2026-12-01", "2026-12-31T17:30:00", "met"),
    "R-B.21#3": ("2026-12-14", "2027-01-08T17:30:00", "met"),
    "B-32.2a#2": ("2026-12-08", "2026-12-31T17:30:00", "met"),
    "B-32.2b": ("2026-12-08", "2027-01-08T17:30:00", "met"),
    "R-B.22": ("2027-01-08", "2027-12-31T17:30:00", "met"),
}


@pytest.mark.rule("T-17.20", "R-T.16", "B-32.1", "B-32.2a", "B-32.2b", "R-B.10", "R-B.13")
@pytest.mark.rule("R-B.2", "R-B.21", "R-B.22")
def test_the_terms_of_a_year_are_these() -> None:
    case = whole()
    found = {
        key: (str(term.starts_on), case.due(key), term.state)
        for key, term in case.file.terms.items()
    }
    assert found == TERMS


LETTERS: Final[dict[str, list[tuple[str, tuple[str, ...], dict[str, Any]]]]] = {
    "year_opened": [
        (
            "B-32.2a/opened",
            (Office.PRESIDENCY, Office.DIRECTORATE, DEPARTMENT),
            {
                "year": 2026,
                "held_from": "2026-11-10",
                "last_acceptance": "2026-12-08",
                "sent_by": "2026-12-31",
                "published_by": "2027-01-08",
            },
        )
    ],
    "forwarding_stopped": [
        ("T-17.20/stopped", (Office.DIRECTORATE,), {"last_acceptance": "2026-12-08"})
    ],
    "forwarding_resumed": [
        ("T-17.20/resumed", (Office.DIRECTORATE,), {"held": 2, "first": "2026-0004"})
    ],
    "year_list_due": [
        ("B-32.2a/due", (Office.PRESIDENCY,), {"year": 2026, "sent_by": "2026-12-31"})
    ],
    "list_sent": [
        *(
            (
                f"B-32.1/{month}",
                (DEPARTMENT,),
                {
                    "year": 2026,
                    "month": month,
                    "letter_no": f"E-{month}",
                    "books": 3,
                    "digest": DIGEST,
                },
            )
            for month in (9, 10, 11, 12)
        ),
        (
            "B-32.2a/sent",
            (DEPARTMENT,),
            {"year": 2026, "month": None, "letter_no": "E-99", "books": 3, "digest": DIGEST},
        ),
    ],
    "list_published": [
        (
            "B-32.2b/published",
            (Office.PRESIDENCY,),
            {
                "school_year": 2027,
                "journal_no": "2027-1",
                "published_on": "2027-01-08",
                "books": 3,
                "unpriced": 1,
                "late": False,
            },
        )
    ],
    "commission_formed": [
        (f"B-33.1c/{nth}", (Office.PRICE_COMMISSION,), {"order_no": "O-1", "members": 8})
        for nth in (1, 2)
    ],
    "unit_prices_set": [
        (f"B-33.1d/set-{nth}", (Office.MINISTRY,), {"decision_no": f"F-{nth}", "prices": 2})
        for nth in (1, 2)
    ],
    "unit_prices_decided": [
        (
            f"B-33.1d/{nth}",
            (DEPARTMENT, Office.PRICE_COMMISSION),
            {
                "approved": nth == 2,
                "school_year": 2027,
                "decision_no": f"F-{nth}",
                "approval_no": f"B-{nth}",
                "approved_on": day,
                "reasons": reasons,
            },
        )
        for nth, day, reasons in ((1, "2026-12-16", "Maliyet"), (2, "2026-12-21", None))
    ],
    "leftovers_asked_about": [
        (
            f"B-29.3/asked-{number}",
            (Office.PRESIDENCY,),
            {"request_no": number, "book_no": "2024-0003", "printed_in": 2024, "copies": 500},
        )
        for number in ("K-1", "K-2")
    ],
    "leftovers_judged": [
        (
            f"B-29.3/judged-{number}",
            (DEPARTMENT,),
            {
                "request_no": number,
                "distribute": reasons is None,
                "letter_no": "G-1",
                "reasons": reasons,
            },
        )
        for number, reasons in (("K-2", "Program"), ("K-1", None))
    ],
    "guide_received": [
        (f"B-34.2/{nth}", (Office.PRESIDENCY,), {**GUIDE, "guide_book": nth == 1}) for nth in (1, 2)
    ],
    "distribution_reported": [
        (
            "B-30.2/reported",
            (Office.PRESIDENCY,),
            # 900 + 7 and 8 copies, of two books
            {
                "school_year": 2027,
                "report_no": "R-1",
                "statistics": DIGEST,
                "books": 2,
                "copies": 915,
            },
        )
    ],
}
"""Template: occasion, addressees, what it says."""


@pytest.mark.rule("B-29.1", "B-29.3", "B-30.2", "B-32.1", "B-32.2a", "B-32.2b", "B-33.1c")
@pytest.mark.rule("B-33.1d", "B-34.2", "T-17.20", "R-T.16")
@pytest.mark.parametrize("template", LETTERS)
def test_every_letter_of_a_year_says_this_to_these(template: str) -> None:
    expected = [(about, to, said) for about, offices, said in LETTERS[template] for to in offices]
    assert whole().said(template) == expected


DATED: Final = {
    "B-32.2a/opened": "2026-09-01",
    "T-17.20/stopped": "2026-11-10",
    "B-32.2a/due": "2026-12-08",
    "T-17.20/resumed": "2026-12-09",
    "B-33.1d/set-1": "2026-12-14",
    "B-33.1d/1": "2026-12-16",
    "B-33.1d/set-2": "2026-12-18",
    "B-33.1d/2": "2026-12-21",
    "B-32.1/12": "2026-12-30",
    "B-32.2a/sent": "2026-12-30",
    "B-32.2b/published": "2027-01-08",
    "B-29.3/asked-K-2": "2027-03-09",
    "B-29.3/judged-K-2": "2027-03-15",
    "B-34.2/2": "2027-09-09",
    "B-30.2/reported": "2027-10-04",
}


@pytest.mark.rule("B-32.2a", "B-32.2b", "T-17.20")
def test_every_letter_is_of_the_day_on_which_it_falls_due() -> None:
    days = {occasion: day for occasion, _, day in whole().told()}
    assert {occasion: days[occasion] for occasion in DATED} == DATED


def test_there_is_no_other_letter_in_a_year() -> None:
    told = {n.template for n in whole().notices if n.kind == "notification"}
    assert told == set(LETTERS)


SEATED: Final[list[Body]] = [{"body": None, **member} for member in COMMISSION]
LEFT: Final[Body] = {"book_no": "2024-0003"}
BOUGHT: Final[Body] = {"school_year": 2027}
ROWS: Final[dict[str, list[tuple[str, Body]]]] = {
    "ministry-years": [("2026", {"year": 2026, "file_no": "2026-0001"})],
    "book-lists": [
        (
            f"{kind}/{month or 1}",
            {
                "kind": kind,
                "year": 2026,
                "month": month,
                "on": on,
                "no": no,
                "books": 3,
                "digest": DIGEST,
            },
        )
        for kind, month, on, no in (
            ("monthly", 9, "2026-09-30", "E-9"),
            ("monthly", 10, "2026-10-30", "E-10"),
            ("monthly", 11, "2026-11-30", "E-11"),
            ("monthly", 12, "2026-12-30", "E-12"),
            ("year", None, "2026-12-30", "E-99"),
            ("journal", None, "2027-01-08", "2027-1"),
        )
    ],
    "price-commissions": [
        (f"{nth}", {"year": 2026, "order_no": "O-1", "members": [*SEATED]}) for nth in (1, 2)
    ],
    "unit-prices": [
        (
            "2",
            {
                "school_year": 2027,
                "decision_no": "F-2",
                "approval_no": "B-2",
                "approved_on": "2026-12-21",
                "prices": [*PRICES],
            },
        )
    ],
    "purchases": [
        (
            "1/1",
            {
                **BOUGHT,
                "book_no": "2026-0007",
                "needed": 1000,
                "copies": 900,
                "approval_no": "S-1",
            },
        ),
        *(
            (
                f"2/{line}",
                {
                    **BOUGHT,
                    "book_no": f"2026-000{n}",
                    "needed": 10 * n,
                    "copies": n,
                    "approval_no": "S-2",
                },
            )
            for line, n in ((1, 7), (2, 8))
        ),
    ],
    "leftovers": [
        (
            f"{number}/{what}/{nth}",
            {**LEFT, "request_no": number, "what": what, "copies": copies, "on": on},
        )
        for number, what, nth, copies, on in (
            ("K-1", "asked", 1, 500, "2027-03-08"),
            ("K-2", "asked", 1, 500, "2027-03-09"),
            ("K-2", "not-to-distribute", 1, 500, "2027-03-15"),
            ("K-1", "to-distribute", 1, 500, "2027-03-16"),
            ("K-1", "distributed", 1, 200, "2027-09-06"),
            ("K-1", "distributed", 2, 300, "2027-09-07"),
        )
    ],
    "published-stages": [
        ("1", {"stages": ["guide-book"], "decision_no": "Y-08"}),
        ("2", {"stages": ["programme-guide"], "decision_no": "Y-09"}),
    ],
    "guides": [
        (
            f"{nth}",
            {**GUIDE, "kind": kind, "programme_decision_no": "K-8", "submitted_on": on},
        )
        for nth, kind, on in (
            (1, "guide-book", "2027-09-08"),
            (2, "programme-guide", "2027-09-09"),
        )
    ],
    "distribution-reports": [
        (
            "",
            {
                "school_year": 2027,
                "report_no": "R-1",
                "statistics": DIGEST,
                "dated_on": "2027-10-04",
            },
        )
    ],
}
"""Register: key within the case, row."""


@pytest.mark.rule("B-29.1", "B-29.3", "B-30.1", "B-30.2", "B-32.1", "B-32.2a", "B-32.2b")
@pytest.mark.rule("B-33.1c", "B-33.1d", "B-34.2", "R-B.23")
@pytest.mark.parametrize("register", ROWS)
def test_every_row_of_a_year_is_entered_under_its_key(register: str) -> None:
    assert whole().entered(register) == ROWS[register]


def test_there_is_no_other_row_in_a_year() -> None:
    assert {each.into for each in whole().registers} == set(ROWS)
