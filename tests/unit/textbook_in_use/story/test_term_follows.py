"""What follows for the teaching term, from its first letter to its end.

What may come more than once comes twice, so that each has a letter and a row of its own. Whole
values are compared; all days are worked out by hand.
"""

import pytest

from tests.unit.textbook_in_use.books import Body, opened, taught

DECIDED: Body = {"decision_no": "2027/5"}


# -- the beginning and the end ---------------------------------------------------------------------
@pytest.mark.rule("B-25.1", "B-28.1a", "T-11.1ç", "R-T.22", "R-B.3")
def test_the_first_letter_says_all_that_the_applicant_owes_and_may_ask_for() -> None:
    book = opened()
    said: Body = {
        "first_year_from": "2027-09-01",
        "ends_on": "2032-08-31",
        "deferred": False,
        "copies_presidency": 5,
        "copies_publications": 1,
        "copies_days": 30,
        "update_from": "2031-09-01",
        "update_until": "2033-08-31",
    }
    row: Body = {
        "n": 1,
        "change": "opened",
        "book_no": "2026-0007",
        "review": None,
        "field": "matematik",
        "lesson": "matematik",
        "grade": "5",
        "decision_no": "2026/88",
        "decided_on": "2026-11-12",
        "first_school_year": 2027,
        "last_school_year": 2031,
        "ends_on": "2032-08-31",
        "valid": True,
        "update_from": "2031-09-01",
        "update_until": "2033-08-31",
    }

    assert book.said("book_in_use") == [("B-25.1/opened", "applicant", said)]
    assert book.entered("books-in-use") == [("1", row)]
    assert book.said("list_missed") == []

    book.until("2032-09-01T12:00")
    over: Body = {"on": "2032-08-31", "update_until": "2033-08-31"}
    ended: Body = {**row, "n": 2, "change": "expired", "valid": False}
    assert book.said("term_over") == [("B-25.1/over", "applicant", over)]
    assert book.entered("books-in-use")[1:] == [("2", ended)]


@pytest.mark.rule("T-4.4", "B-25.1")
def test_the_row_of_a_book_names_the_review_that_it_comes_from() -> None:
    accepted: Body = {"decision_no": "2026/88", "decided_on": "2026-11-12"}
    book = opened(known={"accepted-books": accepted}, review="2026-0042")
    assert [row["review"] for row in book.rows("books-in-use")] == ["2026-0042"]


@pytest.mark.rule("B-25.1", "B-26.2")
def test_a_book_that_was_extended_before_goes_on_with_the_years_it_has() -> None:
    # accepted in 2021 for 2022-23, extended once: to 2027-28
    book = opened(decided_on="2021-11-11", first_school_year=2022, earlier_extensions=1)
    [(_, _, said)] = book.said("book_in_use")

    assert book.stage == "extended"
    assert (said["ends_on"], said["update_until"]) == ("2028-08-31", "2029-08-31")
    assert book.due("B-26.1") == "2028-09-01T00:00:00"
    assert book.term("B-26.1").starts_on.isoformat() == "2027-09-01"
    assert "B-25.1" not in book.file.terms
    assert book.terms_entered == [("opened", 2027, "2028-08-31")]


@pytest.mark.rule("R-B.3")
@pytest.mark.parametrize(
    ("filed", "stage"), [("2027-08-31T10:00", "accepted"), ("2027-09-01T10:00", "teaching")]
)
def test_a_book_waits_for_its_first_school_year_up_to_the_eve(filed: str, stage: str) -> None:
    book = opened(filed)
    assert book.stage == stage

    book.until("2027-09-01T00:00")
    assert book.stage == stage
    book.until("2027-09-01T00:01")
    assert book.stage == "teaching"


@pytest.mark.rule("R-B.19", "R-B.4", "B-32.2a")
def test_both_offices_are_told_the_day_up_to_which_the_list_was_open() -> None:
    # the sixth working day of December 2026 is Tuesday the 8th
    book = opened("2026-12-14T10:00", decided_on="2026-12-09")
    said: Body = {"decided_on": "2026-12-09", "cut_off": "2026-12-08"}
    assert book.said("list_missed") == [
        ("R-B.19/1", "presidency", said),
        ("R-B.19/1", "publications-department", said),
    ]
    assert len(book.file.attention) == 1

    for in_time in (
        opened("2026-12-14T10:00", decided_on="2026-12-08"),
        # of a decision in the year before the last one nobody has to be warned any more
        opened("2028-01-10T10:00", decided_on="2026-12-09"),
    ):
        assert in_time.said("list_missed") == []
        assert not in_time.file.attention
    assert len(opened("2027-12-20T10:00", decided_on="2026-12-09").said("list_missed")) == 2


@pytest.mark.rule("B-32.2c", "R-B.19")
def test_a_deferred_book_has_its_letter_and_its_row_for_the_later_year() -> None:
    conditional = {"due_on": "2027-01-04", "completed_on": "2027-01-04"}
    book = opened("2027-01-05T10:00", decided_on="2026-12-08", conditional=conditional)
    [(_, _, said)] = book.said("book_in_use")

    assert said["deferred"] is True
    assert (said["first_year_from"], said["ends_on"]) == ("2028-09-01", "2033-08-31")
    assert book.rows("books-in-use")[0]["first_school_year"] == 2028


# -- extension and rewriting -----------------------------------------------------------------------
@pytest.mark.rule("B-26.1", "T-11.1ç", "R-T.22")
def test_each_decision_on_an_extension_has_its_letter_and_only_a_granted_one_its_row() -> None:
    book = opened()
    book.until("2031-12-31T10:00")
    book.asks_for_longer("2032-02-02T10:00")
    refused: Body = {"granted": False, "reasons": "Alan dolu."}
    book.decides("decide_extension", "2032-02-16T10:00", **refused)
    assert book.stage == "teaching"
    book.asks_for_longer("2032-03-01T10:00")
    book.decides("decide_extension", "2032-03-15T10:00", granted=True)

    no: Body = {
        **DECIDED,
        **refused,
        "decided_on": "2032-02-16",
        "until": "2032-08-31",
        "update_from": "2031-09-01",
        "update_until": "2033-08-31",
    }
    yes: Body = {
        **DECIDED,
        "granted": True,
        "reasons": None,
        "decided_on": "2032-03-15",
        "until": "2033-08-31",
        "update_from": "2032-09-01",
        "update_until": "2034-08-31",
    }
    assert book.said("term_prolonged") == [
        ("B-26.1/1", "applicant", no),
        ("B-26.1/2", "applicant", yes),
    ]
    assert (book.due("B-25.1"), book.term("B-25.1").state) == ("2032-09-01T00:00:00", "dropped")
    assert book.term("B-26.1").starts_on.isoformat() == "2032-09-01"
    book.until("2033-09-01T12:00")
    assert book.terms_entered == [
        ("opened", 2031, "2032-08-31"),
        ("extended", 2032, "2033-08-31"),
        ("expired", 2032, "2033-08-31"),
    ]
    [(occasion, _, over)] = book.said("term_over")
    assert (occasion, over["update_until"]) == ("B-26.1/over", "2034-08-31")


@pytest.mark.rule("B-27.2b", "R-B.9")
def test_a_rewriting_change_has_its_letter_and_its_row_and_leaves_no_update() -> None:
    book = taught()
    book.decides("record_programme_change", "2027-10-11T10:00", rewriting=False)
    change = {"rewriting": True, "ends_on": "2028-03-15"}
    book.decides("record_programme_change", "2028-02-14T10:00", **change)

    said: Body = {**DECIDED, "ends_on": "2028-03-15"}
    assert book.said("term_rewritten") == [("B-27.2b/rewritten", "applicant", said)]
    assert book.due("B-27.2b") == "2028-03-16T00:00:00"
    assert book.term("B-25.1").state == "dropped"
    assert book.stage == "reflection"  # of the first change; the order is still awaited
    book.reports_sales("2028-02-15T10:00", 2027)
    book.until("2028-03-16T12:00")
    over: Body = {"on": "2028-03-15", "update_until": None}
    assert book.said("term_over") == [("B-27.2b/over", "applicant", over)]
    # 15 March 2028 lies in the school year 2027-28
    assert book.terms_entered == [
        ("opened", 2031, "2032-08-31"),
        ("rewritten", 2027, "2028-03-15"),
        ("expired", 2027, "2028-03-15"),
    ]
    windows = [(r["update_from"], r["update_until"]) for r in book.rows("books-in-use")]
    assert windows == [("2031-09-01", "2033-08-31"), (None, None), (None, None)]


@pytest.mark.rule("B-27.2b", "R-B.9", "B-26.1")
def test_a_rewriting_change_of_an_extended_term_ends_it_and_leaves_an_application_moot() -> None:
    book = opened()
    book.until("2031-12-31T10:00")
    for year in ("2032", "2033"):
        book.asks_for_longer(f"{year}-02-02T10:00")
        if year == "2032":
            book.decides("decide_extension", "2032-02-16T10:00", granted=True)
    book.decides("record_programme_change", "2033-02-14T10:00", rewriting=True)

    # no day is named: the end of the school year of the change
    assert book.due("B-27.2b") == "2033-09-01T00:00:00"
    assert book.term("B-26.1").state == "dropped"
    assert "decide_extension" not in book.awaited
    book.until("2033-09-01T12:00")
    assert book.outcome == ("expired", "B-27.2b", "2033-08-31")
    assert [row[0] for row in book.terms_entered] == ["opened", "extended", "rewritten", "expired"]
