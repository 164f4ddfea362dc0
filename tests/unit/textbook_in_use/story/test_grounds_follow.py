"""What follows from a ground: letters, rows, who is awaited.

What may come more than once comes twice, so that each has a letter and a row of its own. Whole
values are compared; all days are worked out by hand.
"""

from typing import Any, Final

import pytest

from tests.unit.textbook_in_use.books import Body, Book, opened, taught
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

DECIDED: Final[Body] = {"decision_no": "2027/5"}
PUBLICATIONS: Final = Office.PUBLICATIONS_DEPARTMENT


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
