"""What follows from printings, findings and programme changes: letters, rows, who is awaited.

What may come more than once comes twice, so that each has a letter and a row of its own. Whole
values are compared; all days are worked out by hand.
"""

from typing import Any

import pytest

from tests.unit.textbook_in_use.books import DIGEST, Body, Book, opened, taught
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office

DECIDED: Body = {"decision_no": "2027/5"}


# -- printings and their comparison ----------------------------------------------------------------
@pytest.mark.rule("B-28.1a", "R-B.7", "B-28.1b")
def test_every_printing_has_its_thirty_days_its_rows_and_its_comparison() -> None:
    book = opened()
    book.prints("2027-03-01T10:00", 1)
    book.prints("2027-03-08T10:00", 3)
    third = {"printed_on": "2027-03-08", "copies": 10}
    for printing, right in ((2, False), (3, False), (4, True)):
        send = ("report_printing", Role.APPLICANT, "2027-03-08T11:00")
        if right:
            book.forked().does(*send, **third, printing=printing)
        else:
            assert book.may_not(*send, **third, printing=printing) == ("B-28.1a",)
    # 1 March + 30: Wed 31 March; 8 March + 30: Wed 7 April
    assert (book.due("B-28.1a"), book.due("B-28.1a#2")) == (
        "2027-03-31T17:30:00",
        "2027-04-07T17:30:00",
    )
    told = [(occasion, said["about"]) for occasion, _, said in book.said("period_running")]
    assert told == [
        ("B-28.1a/B-28.1a until 2027-03-31", "1"),
        ("B-28.1a/B-28.1a#2 until 2027-04-07", "3"),
    ]
    book.delivers("2027-03-10T10:00", 3)
    assert (book.term("B-28.1a").state, book.term("B-28.1a#2").state) == ("open", "met")
    assert (book.stage, book.waiting_on) == ("comparison", "review-department")
    book.until("2027-04-01T12:00")
    assert book.stage == "annulment"
    [first, second] = book.entered("printings")
    assert first == (
        "1",
        {"printing": 1, "printed_on": "2027-03-01", "copies": 20_000, "due_on": "2027-03-31"},
    )
    assert second[0] == "3"
    book.delivers("2027-04-02T10:00", 1)
    assert book.entered("printing-copies") == [
        ("3", {"printing": 3, "on": "2027-03-10", "in_time": True}),
        ("1", {"printing": 1, "on": "2027-04-02", "in_time": False}),
    ]
    for printing in (3, 1):
        assert "record_comparison" in book.awaited
        book.compares("2027-04-05T10:00" if printing == 3 else book.soon, "matches", printing)
    assert "record_comparison" not in book.awaited


@pytest.mark.rule("S-28.1a", "R-B.6")
def test_each_printing_whose_copies_do_not_come_is_a_ground_of_its_own() -> None:
    book = opened()
    book.prints("2027-03-01T10:00", 1)
    book.prints("2027-03-08T10:00", 3)
    book.until("2027-04-09T10:00")

    first: Body = {"ground": "S-28.1a/1", "found_on": "2027-03-31", "banned_until": None}
    second: Body = {"ground": "S-28.1a/3", "found_on": "2027-04-07", "banned_until": None}
    assert book.said("annulment_due") == [
        ("S-28.1a/S-28.1a/1", "applicant", first),
        ("S-28.1a/S-28.1a/1", "board", first),
        ("S-28.1a/S-28.1a/3", "applicant", second),
        ("S-28.1a/S-28.1a/3", "board", second),
    ]
    early = {**DECIDED, "ground": "S-28.1a/3", "decided_on": "2027-04-06"}
    assert book.may_not("annul_decision", Office.BOARD, "2027-04-09T11:00", **early) == ("R-B.6",)
    book.decides("annul_decision", "2027-04-09T11:00", ground="S-28.1a/3")
    said: Body = {
        **DECIDED,
        "decided_on": "2027-04-09",
        "banned_until": None,
        "announced": False,
    }
    assert book.said("annulled") == [("S-28.1a/annulled", "applicant", said)]
    row: Body = {"rule": "S-28.1a", **DECIDED, "decided_on": "2027-04-09", "announced": False}
    assert book.entered("annulments") == [("", row)]
    assert book.rows("sanctions") == []
    # taken off the list before its first year: nothing is taught, sales are owed
    assert book.terms_entered[-1] == ("annulled", 2031, "2027-04-09")
    assert book.open_terms == {"B-30.3"}
    assert (book.stage, book.waiting_on) == ("winding-up", "applicant")
    assert book.awaited == {"report_sales"}
    book.reports_sales("2027-04-12T10:00", 2027)
    assert book.outcome == ("annulled", "S-28.1a", "2027-04-09")


# -- findings and corrections ----------------------------------------------------------------------
def proposes(book: Book, received: str) -> None:
    body = {"text": DIGEST, "grounds": "Hata"}
    book.does("propose_text", Office.THIRD_PARTY, received, **body)


@pytest.mark.rule("B-28.3", "B-28.4", "R-B.17")
def test_every_finding_is_followed_with_letters_and_rows_of_its_own() -> None:
    book = taught()
    for n, day in ((1, "04"), (2, "05")):
        proposes(book, f"2027-10-{day}T10:00")
        about = {"about": f"proposal/{n}", "agreed": n == 2}
        book.decides("decide_findings", f"2027-10-{day}T11:00", **about)
    proposes(book, "2027-10-06T10:00")
    book.decides("decide_findings", "2027-10-06T11:00", about="proposal/3", agreed=True)
    decided = [(o, to, said["about"], said["agreed"]) for o, to, said in book.said(FOUND)]
    assert decided == [
        ("B-28.3/decision-1", "applicant", "proposal/1", False),
        ("B-28.3/decision-2", "applicant", "proposal/2", True),
        ("B-28.3/decision-3", "applicant", "proposal/3", True),
    ]
    assert book.said(FOUND)[1][2] == {
        "about": "proposal/2",
        "agreed": True,
        **DECIDED,
        "decided_on": "2027-10-05",
    }

    assert (book.stage, book.waiting_on) == ("findings", "presidency")
    for order, proposal, days in ((1, 3, 20), (2, 2, 10)):
        body = {"about": f"proposal/{proposal}", "days": days, "letter_no": f"E-{order}"}
        book.does("order_correction", Office.PRESIDENCY, f"2027-10-1{order}T10:00", **body)
    said = [(o, to, said) for o, to, said in book.said("correction_ordered")]
    third: Body = {"about": "proposal/3", "days": 20, "letter_no": "E-1", "copies": 2}
    second: Body = {"about": "proposal/2", "days": 10, "letter_no": "E-2", "copies": 2}
    assert said == [
        ("B-28.3/order-1", "applicant", third),
        ("B-28.3/order-2", "applicant", second),
    ]
    assert book.awaited == {"record_service"}
    book.serves("2027-10-14T10:00", "B-28.3/order-2")
    book.serves("2027-10-15T10:00", "B-28.3/order-1")
    # Thu 14 October + 10: Sun 24 → Mon 25; Fri 15 + 20: Thu 4 November
    assert (book.due("B-28.3#2"), book.due("B-28.3")) == (
        "2027-10-25T17:30:00",
        "2027-11-04T17:30:00",
    )
    told = [(occasion, said["about"]) for occasion, _, said in book.said("period_running")]
    assert told[-2:] == [
        ("B-28.3/B-28.3#2 until 2027-10-25", "proposal/2"),
        ("B-28.3/B-28.3 until 2027-11-04", "proposal/3"),
    ]
    body = {"about": "proposal/2", "copies": 2}
    book.does("submit_corrected_book", Role.APPLICANT, "2027-10-18T10:00", **body)
    assert (book.term("B-28.3").state, book.term("B-28.3#2").state) == ("open", "met")
    assert book.awaited == {"sign_final_copies", "submit_corrected_book"}


FOUND = "findings_decided"


@pytest.mark.rule("B-28.4", "R-B.17")
def test_a_book_that_is_not_mended_is_ordered_again_and_kept_once_it_is() -> None:
    book = taught()
    proposes(book, "2027-10-04T10:00")
    book.decides("decide_findings", "2027-10-05T10:00", about="proposal/1", agreed=True)
    about = {"about": "proposal/1"}
    for order, (days, mended) in enumerate(((20, False), (10, True)), start=1):
        day = f"2027-10-{9 + 2 * order:02}"  # the 11th, the 13th
        body = {**about, "days": days, "letter_no": f"E-{order}"}
        book.does("order_correction", Office.PRESIDENCY, f"{day}T10:00", **body)
        book.serves(f"{day}T11:00", f"B-28.3/order-{order}")
        book.does("submit_corrected_book", Role.APPLICANT, f"{day}T12:00", **about, copies=2)
        assert (book.stage, book.waiting_on) == ("correction", "review-department")
        signed = {**about, "all_corrected": mended, "kept_as": f"D-{order}"}
        book.does("sign_final_copies", Office.REVIEW_DEPARTMENT, f"{day}T13:00", **signed)

    no: Body = {**about, "corrected": False, "kept_as": "D-1"}
    yes: Body = {**about, "corrected": True, "kept_as": "D-2"}
    assert book.said("final_copies_checked") == [
        ("B-28.4/1", "applicant", no),
        ("B-28.4/2", "applicant", yes),
    ]
    assert book.entered("final-copies") == [("2", {**about, "kept_as": "D-2"})]
    assert (book.term("B-28.3").state, book.term("B-28.3#2").state) == ("met", "met")
    assert book.awaited == set()


# -- programme changes -----------------------------------------------------------------------------
def orders(book: Book, received: str, change: int, days: int) -> None:
    body = {"change": change, "days": days, "letter_no": f"E-{change}"}
    book.does("order_reflection", Office.PRESIDENCY, received, **body)


@pytest.mark.rule("B-27.1a", "R-B.17", "S-27.1")
def test_every_change_is_followed_with_letters_of_its_own() -> None:
    book = taught()
    for day in ("04", "05", "06"):
        book.decides("record_programme_change", f"2027-10-{day}T10:00", rewriting=False)
    orders(book, "2027-10-07T10:00", 3, 30)
    orders(book, "2027-10-07T11:00", 1, 10)
    assert [(o, to, said) for o, to, said in book.said("reflection_ordered")] == [
        ("B-27.1a/order-1", "applicant", {"change": 3, "days": 30, "letter_no": "E-3"}),
        ("B-27.1a/order-2", "applicant", {"change": 1, "days": 10, "letter_no": "E-1"}),
    ]
    book.serves("2027-10-08T10:00", "B-27.1a/order-2")
    book.serves("2027-10-11T10:00", "B-27.1a/order-1")
    # Fri 8 October + 10: Mon 18; Mon 11 + 30: Wed 10 November
    assert (book.due("B-27.1a#2"), book.due("B-27.1a")) == (
        "2027-10-18T17:30:00",
        "2027-11-10T17:30:00",
    )
    told = [(occasion, said["about"]) for occasion, _, said in book.said("period_running")]
    assert told[-2:] == [
        ("B-27.1a/B-27.1a#2 until 2027-10-18", "1"),
        ("B-27.1a/B-27.1a until 2027-11-10", "3"),
    ]

    # the first is reflected and found so, the second done officially, the third found undone
    book.does("submit_reflection", Role.APPLICANT, "2027-10-12T10:00", change=1)
    assert (book.term("B-27.1a").state, book.term("B-27.1a#2").state) == ("open", "met")
    check = {"change": 1, "reflected": True, "finding_no": "T-1", "found_on": "2027-10-13"}
    book.does("check_reflection", Office.PRESIDENCY, "2027-10-13T10:00", **check)
    official = {"change": 2, "letter_no": "E-9"}
    book.does("reflect_officially", Office.PRESIDENCY, "2027-10-13T11:00", **official)
    assert book.awaited == {"submit_reflection", "reflect_officially"}
    assert book.said("reflection_done") == [
        ("B-27.1a/done-1", "applicant", {"change": 1, "officially": False}),
        ("B-27.1a/done-2", "applicant", {"change": 2, "officially": True}),
    ]
    book.until("2027-11-11T12:00")
    assert book.term("B-27.1a").state == "lapsed"
    assert "check_reflection" in book.awaited
    undone = {"change": 3, "reflected": False, "finding_no": "T-3", "found_on": "2027-11-12"}
    book.does("check_reflection", Office.PRESIDENCY, "2027-11-12T10:00", **undone)
    due: Body = {"ground": "S-27.1/3", "found_on": "2027-11-12", "banned_until": None}
    assert book.said("annulment_due") == [
        ("S-27.1/finding-1", "applicant", due),
        ("S-27.1/finding-1", "board", due),
    ]
    assert book.awaited == {"annul_decision"}
    assert len(book.said("reflection_done")) == 2


@pytest.mark.rule("B-27.1a", "B-27.2b")
def test_a_change_after_one_that_forces_rewriting_is_still_asked_for() -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=True)
    assert "order_reflection" not in book.awaited
    book.decides("record_programme_change", "2027-10-05T10:00", rewriting=False)
    assert book.awaited == {"order_reflection", "reflect_officially"}
    orders(book, "2027-10-06T10:00", 1, 30)
    assert book.awaited == {"record_service", "reflect_officially"}


@pytest.mark.rule("B-27.1a", "R-B.17", "S-27.1")
def test_each_change_is_found_undone_by_the_period_of_its_own_order() -> None:
    book = taught()
    for day in ("04", "05"):
        book.decides("record_programme_change", f"2027-10-{day}T10:00", rewriting=False)
    for change, days in ((1, 5), (2, 30)):
        orders(book, f"2027-10-06T1{change}:00", change, days)
        book.serves(f"2027-10-07T1{change}:00", f"B-27.1a/order-{change}")
    # Thu 7 October + 5: Tue 12; + 30: Sat 6 November → Mon 8
    undone: dict[str, Any] = {"reflected": False, "finding_no": "T-1", "found_on": "2027-10-14"}
    send = ("check_reflection", Office.PRESIDENCY, "2027-10-14T10:00")
    # its period runs: it can neither be checked yet nor be found undone
    assert book.may_not(*send, **undone, change=2) == ("B-27.1a", "B-27.1a")
    book.does("submit_reflection", Role.APPLICANT, "2027-10-14T11:00", change=2)
    again = ("check_reflection", Office.PRESIDENCY, "2027-10-14T12:00")
    assert book.may_not(*again, **undone, change=2) == ("B-27.1a",)
    book.does(*again, **undone, change=1)
    assert book.stage == "annulment"


@pytest.mark.rule("B-27.1a", "R-B.6", "S-27.1")
def test_a_finding_that_is_taken_back_leaves_the_others_as_they_are() -> None:
    book = taught()
    for day in ("04", "05"):
        book.decides("record_programme_change", f"2027-10-{day}T10:00", rewriting=False)
    for change, letter in ((1, "order-1"), (2, "order-2")):
        orders(book, f"2027-10-06T1{change}:00", change, 5)
        book.serves(f"2027-10-07T1{change}:00", f"B-27.1a/{letter}")
    # Thu 7 October + 5: Tue 12; drawn on Wed 13 at noon
    for change in (1, 2):
        undone = {"change": change, "reflected": False, "finding_no": f"T-{change}"}
        found = {"found_on": "2027-10-14"}
        when = f"2027-10-14T1{change}:00"
        book.does("check_reflection", Office.PRESIDENCY, when, **undone, **found)
    assert book.awaited == {"annul_decision"}
    taken = {"ground": "S-27.1/2", "reason": "Yansıtılmış."}
    book.does("withdraw_finding", Office.PRESIDENCY, "2027-10-15T10:00", **taken)
    assert book.awaited == {
        *("annul_decision", "check_reflection", "submit_reflection", "reflect_officially"),
    }
    wrong: dict[str, Any] = {"change": 1, "reflected": True, "finding_no": "T-3"}
    check = ("check_reflection", Office.PRESIDENCY, "2027-10-18T10:00")
    assert book.may_not(*check, **wrong, found_on="2027-10-18") == ("B-27.1a",)
    book.does(*check, **{**wrong, "change": 2}, found_on="2027-10-18")
    assert book.awaited == {"annul_decision"}


@pytest.mark.rule("B-27.1a")
@pytest.mark.parametrize("served", [True, False])
def test_a_change_that_is_reflected_officially_ends_the_period_of_its_order(
    *, served: bool
) -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    orders(book, "2027-10-05T10:00", 1, 30)
    if served:
        book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    official = {"change": 1, "letter_no": "E-9"}
    book.does("reflect_officially", Office.PRESIDENCY, "2027-10-08T10:00", **official)

    assert book.awaited == set()
    assert not any(key.startswith("B-27.1a") for key in book.open_terms)
    if served:
        assert book.term("B-27.1a").state == "dropped"


@pytest.mark.rule("B-27.1a", "S-27.1")
def test_a_reflection_that_comes_late_is_checked_like_any_other() -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    orders(book, "2027-10-05T10:00", 1, 5)
    book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    # Thu 7 October + 5: Tue 12; drawn on Wed 13 at noon
    book.does("submit_reflection", Role.APPLICANT, "2027-10-14T10:00", change=1)
    assert book.term("B-27.1a").state == "lapsed"
    undone = {"change": 1, "reflected": False, "finding_no": "T-1", "found_on": "2027-10-15"}
    book.does("check_reflection", Office.PRESIDENCY, "2027-10-15T10:00", **undone)
    assert book.stage == "annulment"


@pytest.mark.rule("B-27.1a", "R-B.17")
def test_a_reflection_in_its_time_is_found_wanting_once_that_time_is_over() -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-04T10:00", rewriting=False)
    orders(book, "2027-10-05T10:00", 1, 5)
    book.serves("2027-10-07T10:00", "B-27.1a/order-1")
    book.does("submit_reflection", Role.APPLICANT, "2027-10-11T10:00", change=1)
    # due Tue 12 October, 17:30
    undone: dict[str, Any] = {"change": 1, "reflected": False, "finding_no": "T-1"}
    who, found = Office.PRESIDENCY, {"found_on": "2027-10-12"}
    at_its_end = "2027-10-12T17:30"
    assert book.may_not("check_reflection", who, at_its_end, **undone, **found) == ("B-27.1a",)
    done = {**undone, "reflected": True}
    book.forked().does("check_reflection", who, at_its_end, **done, **found)
    book.does("check_reflection", who, "2027-10-12T17:31", **undone, **found)
    assert book.stage == "annulment"
