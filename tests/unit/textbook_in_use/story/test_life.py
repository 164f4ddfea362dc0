"""A book in use told at the gate: its term, its printings, its end."""

from typing import Any

import pytest

from tests.kit.plays import assert_folds, assert_reads_the_same
from tests.unit.textbook_in_use.books import (
    DIGEST,
    Body,
    Book,
    corrected,
    extended,
    in_last_year,
    opened,
    reflecting,
    taught,
)
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office


@pytest.mark.rule("B-25.1", "R-B.3")
def test_a_book_is_taught_from_the_named_school_year_for_five_years() -> None:
    book = opened()
    assert (book.stage, book.waiting_on) == ("accepted", None)
    assert book.due("B-25.1") == "2032-09-01T00:00:00"

    book.until("2027-09-01T00:01")
    assert book.stage == "teaching"
    book.until("2032-09-01T11:59")
    assert book.file.decision is None
    book.until("2032-09-01T12:00")

    assert book.outcome == ("expired", "B-25.1", "2032-08-31")
    assert book.terms_entered == [
        ("opened", 2031, "2032-08-31"),
        ("expired", 2031, "2032-08-31"),
    ]
    assert book.rows("books-in-use")[-1]["valid"] is False


@pytest.mark.rule("T-11.1ç", "R-T.22")
def test_the_register_has_the_window_of_an_update() -> None:
    book = extended()
    windows = [(r["update_from"], r["update_until"]) for r in book.rows("books-in-use")]

    assert windows == [("2031-09-01", "2033-08-31"), ("2032-09-01", "2034-08-31")]


@pytest.mark.rule("B-32.2c", "R-B.1")
def test_a_deferred_book_begins_a_school_year_later() -> None:
    conditional = {"due_on": "2027-01-04", "completed_on": "2027-01-04"}
    book = opened("2027-01-05T10:00", decided_on="2026-12-08", conditional=conditional)

    assert book.terms_entered == [("opened", 2032, "2033-08-31")]
    (letter,) = [n for n in book.notices if n.template == "book_in_use"]
    assert letter.facts["deferred"] is True


@pytest.mark.rule("R-B.19", "R-B.4")
def test_a_missed_list_is_told_and_the_named_year_stands() -> None:
    book = opened("2026-12-14T10:00", decided_on="2026-12-09")

    assert book.letters("list_missed") == [
        ("R-B.19", "presidency"),
        ("R-B.19", "publications-department"),
    ]
    assert book.file.attention
    assert book.terms_entered == [("opened", 2031, "2032-08-31")]
    assert not opened(decided_on="2026-11-12").file.attention


# -- extension -------------------------------------------------------------------------------------


@pytest.mark.rule("B-26.1", "B-26.2")
def test_a_term_is_extended_twice_and_not_a_third_time() -> None:
    book = in_last_year()
    for year in (2032, 2033):
        assert book.may_not(
            "decide_extension",
            Office.BOARD,
            f"{year}-01-10T10:00",
            granted=True,
            decision_no="1",
            decided_on=f"{year}-01-10",
        )
        book.asks_for_longer(f"{year}-02-02T10:00")
        assert (book.stage, book.waiting_on) == ("extension", "board")
        book.decides("decide_extension", f"{year}-03-01T10:00", granted=True)
    assert book.due("B-26.1#2") == "2034-09-01T00:00:00"
    assert book.may_not("request_extension", Role.APPLICANT, "2034-02-02T10:00") == ("B-26.2",)
    book.alone()
    assert book.outcome == ("expired", "B-26.1", "2034-08-31")
    assert [row[0] for row in book.terms_entered] == ["opened", "extended", "extended", "expired"]


@pytest.mark.rule("B-26.1", "R-B.20")
def test_a_full_field_is_not_extended() -> None:
    book = in_last_year()
    book.asks_for_longer("2032-02-02T10:00")
    book.others = 2
    decided = {"decision_no": "1", "decided_on": "2032-03-01"}
    when = "2032-03-01T10:00"
    assert book.may_not("decide_extension", Office.BOARD, when, granted=True, **decided) == (
        "B-26.1",
    )
    book.others = 1
    book.does("decide_extension", Office.BOARD, when, granted=True, **decided)
    assert book.stage == "extended"


@pytest.mark.rule("B-26.1", "R-B.5")
def test_the_end_of_the_term_waits_for_an_application_that_came_in_time() -> None:
    book = in_last_year()
    book.asks_for_longer("2032-08-31T23:00")
    book.until("2032-09-02T10:00")
    assert (book.outcome, book.stage) == (None, "extension")

    book.decides("decide_extension", "2032-09-06T10:00", granted=False, reasons="Alan dolu.")
    assert book.outcome == ("expired", "B-25.1", "2032-08-31")


@pytest.mark.rule("R-B.15", "B-33.1a")
def test_an_extended_book_is_priced_like_a_running_one() -> None:
    book = in_last_year()
    book.asks_for_longer("2031-11-10T10:00")
    # 1 to 7 December 2031: the 7th is a Sunday
    assert book.due("B-33.1a#6") == "2031-12-05T17:30:00"
    book.decides("decide_extension", "2031-11-24T10:00", granted=False, reasons="Alan dolu.")
    assert "B-33.1a#6" not in book.open_terms

    late = in_last_year()
    late.asks_for_longer("2032-02-02T10:00")
    assert not any(key.startswith("B-33") for key in late.open_terms)
    late.does("apply_for_price", Role.APPLICANT, "2032-02-03T10:00", school_year=2032)
    assert late.rows("price-applications") == [{"school_year": 2032, "applied_on": "2032-02-03"}]


@pytest.mark.rule("B-27.2b", "R-B.9")
@pytest.mark.parametrize(
    ("named", "last_day"), [(None, "2028-08-31"), ("2028-03-15", "2028-03-15")]
)
def test_a_rewriting_change_ends_the_term(named: str | None, last_day: str) -> None:
    book = taught()
    change: dict[str, Any] = {"rewriting": True, "ends_on": named}
    book.decides("record_programme_change", "2028-02-14T10:00", **change)
    assert "B-25.1" not in book.open_terms
    assert book.may_not("request_extension", Role.APPLICANT, "2028-03-01T10:00") == ("B-27.2b",)
    book.alone()

    assert book.outcome == ("expired", "B-27.2b", last_day)
    assert [row[0] for row in book.terms_entered] == ["opened", "rewritten", "expired"]
    assert {row["update_until"] for row in book.rows("books-in-use")[1:]} == {None}


# -- printings -------------------------------------------------------------------------------------


@pytest.mark.rule("B-28.1a", "S-28.1a", "R-B.6")
def test_copies_that_do_not_come_go_before_the_board() -> None:
    book = opened()
    book.prints("2027-06-15T10:00")
    book.delivers("2027-06-20T10:00", presidency=4, publications_department=1)
    assert book.due("B-28.1a") == "2027-07-16T17:30:00"
    # Fri 16 July; drawn on Mon 19 at noon
    book.until("2027-07-19T11:59")
    assert book.stage == "accepted"
    book.until("2027-07-19T12:00")

    assert (book.stage, book.waiting_on) == ("annulment", "board")
    assert book.letters("annulment_due") == [("S-28.1a", "applicant"), ("S-28.1a", "board")]
    book.delivers("2027-07-20T10:00", presidency=1)
    assert book.awaited >= {"annul_decision", "record_comparison"}
    book.decides("annul_decision", "2027-08-02T10:00", ground="S-28.1a/1")
    assert book.stage == "winding-up"
    assert book.rows("sanctions") == []
    assert book.terms_entered[-1][0] == "annulled"


@pytest.mark.rule("B-28.1a")
def test_copies_at_the_last_instant_are_in_time_and_a_minute_later_are_not() -> None:
    for instant, stage in (("2027-07-16T17:30", "comparison"), ("2027-07-16T17:31", "annulment")):
        book = opened()
        book.prints("2027-06-15T10:00")
        for to, number in (("publications-department", 1), ("presidency", 5)):
            body: Body = {"printing": 1, "to": to, "copies": number}
            name = f"{to}-{instant}".replace(":", ".")
            book.send("deliver_copies", Role.APPLICANT, instant, body, command_id=name)
        book.until("2027-07-20T10:00")
        assert book.stage == stage


@pytest.mark.rule("B-28.1b", "S-28.1b", "R-S.6")
def test_a_mismatch_is_annulled_announced_and_bans() -> None:
    book = taught()
    book.prints("2027-10-11T10:00", 2)
    book.delivers("2027-10-12T10:00", 2)
    book.compares("2027-10-18T10:00", "mismatch", 2)
    assert book.rows("sanctions") == []
    book.decides("annul_decision", "2027-11-08T10:00", ground="S-28.1b/2")

    assert (book.stage, book.waiting_on) == ("announcing", "publications-department")
    (ban,) = book.rows("sanctions")
    assert (ban["scope"], ban["starts_on"], ban["ends_on"]) == (
        {"book": "2026-0007"},
        "2027-11-08",
        "2029-11-08",
    )
    shown = {"journal_no": "2790", "published_on": "2027-12-01"}
    book.does("record_announcement", Office.PUBLICATIONS_DEPARTMENT, "2027-12-01T10:00", **shown)
    book.reports_sales("2027-12-02T10:00", 2027)
    assert book.outcome == ("annulled", "S-28.1b", "2027-11-08")


@pytest.mark.rule("R-B.6")
def test_a_mismatch_that_is_taken_back_is_compared_again() -> None:
    book = opened()
    book.prints("2027-06-15T10:00")
    book.delivers("2027-06-20T10:00")
    book.compares("2027-07-01T10:00", "mismatch")
    body = {"ground": "S-28.1b/1", "reason": "Yanlış nüsha."}
    book.does("withdraw_finding", Office.REVIEW_DEPARTMENT, "2027-07-02T10:00", **body)
    assert book.awaited == {"record_comparison"}
    book.compares("2027-07-05T10:00", "matches")
    assert book.awaited == set()


# -- findings and corrections ----------------------------------------------------------------------


@pytest.mark.rule("B-28.3", "B-28.4", "R-B.17")
def test_a_proposal_is_agreed_to_ordered_served_corrected_and_signed() -> None:
    book = corrected()

    # served on Thu 14 October 2027, + 20 → Wed 3 November
    assert book.due("B-28.3") == "2027-11-03T17:30:00"
    assert book.term("B-28.3").state == "met"
    assert book.rows("final-copies") == [{"about": "proposal/1", "kept_as": "D-1"}]
    assert book.stage == "teaching"


@pytest.mark.rule("B-28.1c", "R-B.17")
def test_findings_of_a_printing_are_no_mismatch_and_late_corrections_are_taken() -> None:
    book = opened()
    book.prints("2027-06-15T10:00")
    book.delivers("2027-06-20T10:00")
    book.compares("2027-07-01T10:00", "updates")
    assert (book.stage, book.waiting_on) == ("findings", "board")
    book.decides("decide_findings", "2027-07-05T10:00", about="printing/1", agreed=True)
    body = {"about": "printing/1", "days": 10, "letter_no": "E-1"}
    book.does("order_correction", Office.PRESIDENCY, "2027-07-06T10:00", **body)
    book.serves("2027-07-07T10:00", "B-28.1c/order-1")
    # Wed 7 July + 10 = Sat 17 → Mon 19 July
    assert book.due("B-28.1c") == "2027-07-19T17:30:00"
    book.until("2027-07-20T10:00")
    assert book.letters("escalation") == [("B-28.1c", "presidency")]
    late = {"about": "printing/1", "copies": 2}
    book.does("submit_corrected_book", Role.APPLICANT, "2027-08-02T10:00", **late)
    assert (book.stage, book.waiting_on) == ("correction", "review-department")


@pytest.mark.rule("B-28.3")
def test_a_proposal_that_the_board_refuses_asks_nothing_of_anybody() -> None:
    book = opened()
    body = {"text": DIGEST, "grounds": "Hata"}
    book.does("propose_text", Office.MINISTRY_UNIT, "2027-01-11T10:00", **body)
    book.decides("decide_findings", "2027-01-18T10:00", about="proposal/1", agreed=False)

    assert (book.stage, book.awaited) == ("accepted", set())


@pytest.mark.rule("B-27.1a", "S-27.1")
def test_a_change_is_found_undone_after_its_time_alone() -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    assert book.awaited == {"order_reflection", "reflect_officially"}
    body = {"change": 1, "days": 30, "letter_no": "E-2"}
    book.does("order_reflection", Office.PRESIDENCY, "2027-10-05T10:00", **body)
    book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    # Thu 7 October + 30 = Sat 6 November → Mon 8, 17:30; drawn on Tue 9 at noon
    assert book.due("B-27.1a") == "2027-11-08T17:30:00"
    undone = {"change": 1, "reflected": False, "finding_no": "T-1"}
    who = Office.PRESIDENCY
    early = {**undone, "found_on": "2027-11-08"}
    assert book.may_not("check_reflection", who, "2027-11-08T17:00", **early) == ("B-27.1a",)
    book.does("check_reflection", who, "2027-11-10T10:00", **undone, found_on="2027-11-10")
    assert (book.stage, book.waiting_on) == ("annulment", "board")

    taken = {"ground": "S-27.1/1", "reason": "Yanlış kitap."}
    book.does("withdraw_finding", who, "2027-11-11T10:00", **taken)
    assert book.stage == "reflection"
    assert "check_reflection" in book.awaited


@pytest.mark.rule("B-27.1a")
def test_a_change_may_be_reflected_officially_at_any_step() -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    body = {"change": 1, "letter_no": "E-3"}
    book.does("reflect_officially", Office.MINISTRY_UNIT, "2027-10-05T10:00", **body)

    assert (book.stage, book.awaited) == ("teaching", set())


# -- the Board, price and sales --------------------------------------------------------------------


@pytest.mark.rule("S-5.2b", "S-5.2c", "R-S.6", "R-B.6")
def test_a_false_document_bans_from_its_finding_and_waits_for_the_board() -> None:
    book = taught()
    body = {"authority": "judicial", "finding_no": "T-1", "found_on": "2027-10-04"}
    book.does("record_false_document", Office.PRESIDENCY, "2027-10-05T10:00", **body)

    (ban,) = book.rows("sanctions")
    assert (ban["rule"], ban["starts_on"], ban["ends_on"]) == (
        "S-5.2c",
        "2027-10-04",
        "2028-10-04",
    )
    book.decides("annul_decision", "2027-11-01T10:00", ground="S-5.2b/1")
    assert len(book.rows("sanctions")) == 1
    assert book.rows("annulments")[0]["announced"] is False


@pytest.mark.rule("S-42.2")
def test_a_proven_offence_bans_from_its_judgment() -> None:
    book = taught()
    body = {"kind": "plagiarism", "judgment_no": "2027/80", "final_on": "2027-09-20"}
    book.does("record_proven_offence", Office.PRESIDENCY, "2027-10-05T10:00", **body)

    (ban,) = book.rows("sanctions")
    assert (ban["rule"], ban["starts_on"], ban["ends_on"]) == (
        "S-42.2",
        "2027-09-20",
        "2029-09-20",
    )


@pytest.mark.rule("S-33.1e", "R-B.6")
def test_a_pending_ground_is_acted_on_before_the_term_ends() -> None:
    book = in_last_year()
    body = {"kind": "unpriced", "charged": "10", "sold_on": "2032-08-30", "finding_no": "F-1"}
    who = Office.PUBLICATIONS_DEPARTMENT
    book.does("record_price_breach", who, "2032-08-30T10:00", **body, found_on="2032-08-30")
    book.until("2032-09-06T10:00")
    assert (book.outcome, book.stage) == (None, "annulment")

    taken = {"ground": "S-33.1e/1", "reason": "Başka bir kitap."}
    book.does("withdraw_finding", who, "2032-09-06T11:00", **taken)
    assert book.outcome == ("expired", "B-25.1", "2032-08-31")


@pytest.mark.rule("B-33.1a", "B-33.1b")
def test_a_price_that_is_not_asked_for_is_told_once_each_december() -> None:
    book = opened("2026-12-02T10:00", decided_on="2026-12-01")
    assert book.due("B-33.1b") == "2026-12-31T17:30:00"
    book.until("2028-01-10T10:00")

    assert book.letters("price_not_asked_for") == [
        ("B-33.1b", "applicant"),
        ("B-33.1a", "applicant"),
    ]


@pytest.mark.rule("B-30.3", "R-B.8")
def test_sales_that_are_not_reported_are_told_and_lead_to_nothing() -> None:
    book = taught()
    book.until("2028-03-06T10:00")

    assert book.letters("sales_not_reported") == [
        ("B-30.3", "publications-department"),
        ("B-30.3", "applicant"),
    ]
    assert book.stage == "teaching"
    book.reports_sales("2028-03-07T10:00", 2027)
    (row,) = book.rows("sales-reports")
    assert (row["year"], row["reported_on"]) == (2027, "2028-03-07")


@pytest.mark.rule("B-28.2")
def test_a_transfer_is_told_to_both_offices() -> None:
    book = taught()
    body = {"event": "transferred", "since": "2027-10-04", "transferred_to": "publisher-9"}
    book.does("notify_rights", Role.APPLICANT, "2027-10-05T10:00", **body)

    assert book.letters("rights_told") == [
        ("B-28.2", "presidency"),
        ("B-28.2", "publications-department"),
    ]


@pytest.mark.rule("B-39.1", "B-39.2", "R-B.12", "R-B.18")
def test_every_change_of_names_goes_to_the_board_and_lateness_is_only_noted() -> None:
    book = taught()
    contract = {"whose": "authors", "contract_no": "N-1", "contract_on": "2027-09-01"}
    book.does("notify_name_change", Role.APPLICANT, "2027-10-05T10:00", **contract)
    assert (book.stage, book.waiting_on) == ("names", "board")
    book.decides("decide_names", "2027-10-11T10:00", request=1, granted=True)
    (letter,) = [n for n in book.notices if n.template == "names_decided"]
    # Wed 1 September + 15 working days: 2-3, 6-10, 13-17, 20-22
    assert letter.facts["told_by"] == "2027-09-22"

    disputed = {"whose": "authors", "disputed": True}
    book.does("notify_name_change", Role.APPLICANT, "2027-10-12T10:00", **disputed)
    decided = {"request": 2, "granted": True, "decision_no": "1", "decided_on": "2027-10-18"}
    assert book.may_not("decide_names", Office.BOARD, "2027-10-18T10:00", **decided) == ("B-39.2",)
    judged = {"request": 2, "judgment_no": "M-1", "final_on": "2027-10-20"}
    book.does("record_judgment", Role.APPLICANT, "2027-10-25T10:00", **judged)
    book.does("decide_names", Office.BOARD, "2027-10-26T10:00", **decided)
    assert book.stage == "teaching"


# -- every state has a way out ---------------------------------------------------------------------

WAYS = [opened, taught, corrected, extended, reflecting, in_last_year]


@pytest.mark.parametrize("way", WAYS)
def test_a_case_folds_and_reads_the_same(way: Any) -> None:
    book: Book = way()

    assert_reads_the_same(book.reading, book.now)
    assert_folds(book.begun[0], book)


@pytest.mark.parametrize("way", WAYS)
def test_left_alone_every_book_comes_to_its_end(way: Any) -> None:
    book: Book = way()
    book.alone()

    assert book.outcome is not None or book.awaited


@pytest.mark.rule("B-33.1d", "B-33.1ç")
def test_a_price_above_the_approved_unit_prices_is_refused_by_the_register() -> None:
    book = taught()
    table: Body = {
        "school_year": 2027,
        "decision_no": "F-1",
        "approval_no": "B-1",
        "approved_on": "2026-12-21",
        "prices": [{"paper": "saman", "size": "a4", "binding": "board", "per_signature": "4.25"}],
    }
    made: Body = {"paper": "saman", "size": "a4", "binding": "board"}
    known: Body = {"unit-prices": table}

    def a_price(price: str) -> Body:
        return {
            "school_year": 2027,
            "price": price,
            "approval_no": "O-1",
            "approved_on": "2027-10-04",
            "make": made,
            "signature_count": 20,
        }

    send = ("record_price", Office.PUBLICATIONS_DEPARTMENT, "2027-10-04T10:00")
    # twenty signatures at 4.25 lira: 85 lira
    (refused,) = book.refused(*send, a_price("85.01"), known=known)
    assert (refused.rule, refused.do) == ("B-33.1d", "set 85.00 lira or less")
    book.send(*send, a_price("85.00"), known=known)
    assert book.rows("prices")[0]["price"] == "85.00"
