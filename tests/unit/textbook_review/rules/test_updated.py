"""Updated re-applications (m.7(6), m.11(1)ç, m.13(2), m.17(25))."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import (
    BOOK,
    COEFFICIENT,
    FILED_ON,
    a_unit_application,
    an_application,
)
from workflows.kernel.law.calendar import ISTANBUL, Calendar
from workflows.textbook_law.bans import active_bans
from workflows.textbook_law.draft import UpdatedBook
from workflows.textbook_law.fees import breaches_of_fee
from workflows.textbook_law.registers import Sanction
from workflows.textbook_law.terms import BookTerm, term_at, update_window
from workflows.textbook_review.messages.review import Application, HandOver
from workflows.textbook_review.rules.filing import breaches_of_filing
from workflows.textbook_review.rules.preliminary import breaches_of_hand_over
from workflows.textbook_review.rules.translated import breaches_of_translation
from workflows.textbook_review.rules.updated import breaches_of_update, goes_back

CALENDAR = Calendar(
    closed={},
    half={},
    covers_until=date(2034, 12, 31),
    school_years={2030: (date(2030, 9, 9), date(2031, 6, 13))},
)


def updating(**changes: Any) -> UpdatedBook:
    """A book whose term ends with the school year of 2030/31, one copy of it handed over."""
    usual = {"book_no": "2025-0042", "last_school_year": 2030, "previous_copies": 1}
    return UpdatedBook.model_validate(usual | changes)


def an_update(**changes: Any) -> Application:
    return an_application(updates=updating(**changes))


@pytest.mark.rule("T-11.1ç")
@pytest.mark.parametrize(
    ("filed_on", "found"),
    [
        pytest.param(date(2030, 9, 6), ["T-11.1ç"], id="before the last school year"),
        pytest.param(date(2030, 9, 9), [], id="as it begins, by the calendar"),
        pytest.param(date(2031, 7, 1), [], id="the summer belongs to it"),
        pytest.param(date(2032, 8, 31), [], id="to the end of the following one"),
        pytest.param(date(2032, 9, 1), ["T-11.1ç"], id="a day later"),
    ],
)
def test_an_update_is_filed_in_the_last_school_year_or_the_next(
    filed_on: date, found: list[str]
) -> None:
    received_at = datetime.combine(filed_on, time(10), ISTANBUL)

    assert rules_of(breaches_of_filing(an_update(), received_at, CALENDAR, BOOK)) == found


@pytest.mark.rule("T-11.1ç")
@given(st.dates(date(2028, 1, 1), date(2034, 12, 31)), st.integers(2028, 2034))
def test_the_window_is_two_school_years(filed_on: date, last: int) -> None:
    update = an_update(last_school_year=last)
    in_time = CALENDAR.school_year_of(filed_on) in {last, last + 1}

    assert (breaches_of_update(update, filed_on, CALENDAR, BOOK) == ()) is in_time


@pytest.mark.rule("T-11.1ç")
def test_a_late_update_is_told_its_window_and_the_ordinary_way() -> None:
    (breach,) = breaches_of_update(an_update(), date(2032, 9, 1), CALENDAR, BOOK)

    assert update_window(2030, CALENDAR, BOOK) == (date(2030, 9, 9), date(2032, 8, 31))
    assert "2030-09-09 to 2032-08-31" in breach.what
    assert "ordinary application" in breach.do


@pytest.mark.rule("R-T.22")
def test_the_last_extended_year_opens_the_window_of_an_extended_term() -> None:
    # the term of the book above, taught two school years longer: two more years of the window
    filed_on = date(2034, 8, 31)

    assert update_window(2032, CALENDAR, BOOK) == (date(2032, 9, 1), filed_on)
    for last, found in ((2030, ["T-11.1ç"]), (2032, [])):
        update = an_update(last_school_year=last)
        assert rules_of(breaches_of_update(update, filed_on, CALENDAR, BOOK)) == found
    # within the window of the term as it was, before the one of the extended term
    early = breaches_of_update(an_update(last_school_year=2032), date(2032, 8, 31), CALENDAR, BOOK)
    assert rules_of(early) == ["T-11.1ç"]


def a_term(since: str = "2026-11-16", **changes: Any) -> BookTerm:
    """The book of 2026 as the register has it from a day on: taught until 2030/31."""
    usual = {
        "since": f"{since}T10:00:00+03:00",
        "change": "opened",
        "last_school_year": 2030,
        "ends_on": "2031-06-13",
        "update_from": "2030-09-09",
        "update_until": "2032-08-31",
    }
    return BookTerm.model_validate(usual | changes)


EXTENDED = a_term(
    "2031-03-03",
    change="extended",
    last_school_year=2031,
    ends_on="2032-08-31",
    update_from="2031-09-01",
    update_until="2033-08-31",
)


@pytest.mark.rule("T-11.1ç", "R-T.33")
@pytest.mark.parametrize("stated", [None, 2026, 2030])
@pytest.mark.parametrize(
    ("filed_on", "found"),
    [
        pytest.param(date(2030, 9, 6), ["T-11.1ç"], id="not open yet"),
        pytest.param(date(2030, 9, 9), [], id="first day"),
        pytest.param(date(2032, 8, 31), [], id="last day"),
        pytest.param(date(2032, 9, 1), ["T-11.1ç"], id="closed"),
    ],
)
def test_the_register_says_when_a_book_may_be_updated(
    filed_on: date, found: list[str], stated: int | None
) -> None:
    update = an_update(last_school_year=stated)

    assert rules_of(breaches_of_update(update, filed_on, CALENDAR, BOOK, a_term())) == found


@pytest.mark.rule("T-11.1ç")
def test_who_files_too_early_is_told_from_when_on() -> None:
    (early,) = breaches_of_update(an_update(), date(2030, 9, 6), CALENDAR, BOOK, a_term())
    (late,) = breaches_of_update(an_update(), date(2032, 9, 1), CALENDAR, BOOK, a_term())

    assert early.do == "file it from 2030-09-09 on, or file the draft as an ordinary application"
    assert late.do == "file the draft as an ordinary application"


@pytest.mark.rule("T-11.1ç")
def test_a_book_that_nobody_knows_is_declared_or_not_updated() -> None:
    filed_on = date(2031, 7, 1)
    (unknown,) = breaches_of_update(an_update(last_school_year=None), filed_on, CALENDAR, BOOK)

    assert unknown.rule == "T-11.1ç"
    assert unknown.what == "no register has a book 2025-0042"
    assert breaches_of_update(an_update(), filed_on, CALENDAR, BOOK) == ()


@pytest.mark.rule("T-11.1ç", "B-27.2b")
@pytest.mark.parametrize(
    ("change", "ground"), [("annulled", "annulled"), ("rewritten", "written anew")]
)
def test_a_book_whose_term_was_cut_short_is_not_updated(change: str, ground: str) -> None:
    term = a_term(change=change, update_from=None, update_until=None, ends_on="2031-06-13")
    (breach,) = breaches_of_update(an_update(), date(2031, 7, 1), CALENDAR, BOOK, term)

    assert ground in breach.why
    assert breach.do == "file the draft as an ordinary application"


@pytest.mark.rule("T-11.1ç", "R-T.33")
def test_the_days_that_the_publisher_was_told_hold_where_school_years_move() -> None:
    told = a_term(update_from="2030-09-02", update_until="2032-09-05")
    days = (date(2030, 9, 2), date(2032, 9, 5))

    assert told.window(CALENDAR, BOOK) == days
    assert a_term(update_from="2030-09-16", update_until="2032-08-20").window(CALENDAR, BOOK) == (
        date(2030, 9, 9),
        date(2032, 8, 31),
    )


@pytest.mark.rule("T-11.1ç", "R-T.33")
@pytest.mark.parametrize(
    ("received", "found"),
    [
        pytest.param("2031-03-03T09:59", [], id="before the extension was known"),
        pytest.param("2031-03-03T10:00", ["T-11.1ç"], id="after it"),
    ],
)
def test_an_update_told_late_is_judged_by_the_term_as_it_stood(
    received: str, found: list[str]
) -> None:
    told: list[Any] = [term.model_dump(mode="json") for term in (EXTENDED, a_term())]
    at = datetime.fromisoformat(f"{received}:00+03:00")
    update = an_update(last_school_year=None)

    breaches = breaches_of_filing(update, at, CALENDAR, BOOK, {"book-terms": told})
    assert rules_of(breaches) == found
    assert term_at({"book-terms": told}, datetime(2026, 11, 16, 9, tzinfo=ISTANBUL)) is None


@pytest.mark.rule("T-11.2b")
@pytest.mark.parametrize(
    ("filed_on", "change", "found"),
    [
        pytest.param(date(2031, 8, 31), {}, [], id="the summer after the last school year"),
        pytest.param(date(2031, 9, 1), {}, ["T-11.2b"], id="the term is over"),
        pytest.param(date(2031, 5, 5), {"change": "annulled"}, ["T-11.2b"], id="annulled"),
        pytest.param(date(2031, 6, 13), {"change": "rewritten"}, [], id="its last day"),
        pytest.param(date(2031, 6, 14), {"change": "rewritten"}, ["T-11.2b"], id="cut short"),
    ],
)
def test_a_translation_is_of_a_book_in_its_term_by_the_register(
    filed_on: date, change: dict[str, Any], found: list[str]
) -> None:
    short: dict[str, Any] = {"update_from": None, "update_until": None} if change else {}
    translation = an_application(translation_of="2025-0042")
    term = a_term(**change, **short)

    assert rules_of(breaches_of_translation(translation, filed_on, CALENDAR, term)) == found
    (unknown,) = breaches_of_translation(translation, filed_on, CALENDAR)
    assert unknown.what == "no register has a book 2025-0042"


@pytest.mark.rule("T-11.1ç")
def test_a_copy_of_the_previous_book_comes_along() -> None:
    bare = breaches_of_update(an_update(previous_copies=0), FILED_ON, CALENDAR, BOOK)

    assert rules_of(bare) == ["T-11.1ç"]
    assert "previous book" in bare[0].what
    assert breaches_of_update(an_update(previous_copies=2), FILED_ON, CALENDAR, BOOK) == ()


@pytest.mark.rule("T-11.1ç")
def test_updates_are_for_publishers_and_other_drafts_are_none() -> None:
    unit = a_unit_application(updates=updating())

    assert rules_of(breaches_of_update(unit, FILED_ON, CALENDAR, BOOK)) == ["T-11.1ç"]
    assert breaches_of_update(an_application(), date(2033, 1, 3), CALENDAR, BOOK) == ()


@pytest.mark.rule("T-17.25")
@pytest.mark.parametrize(
    ("errors", "corrections", "returned"),
    [
        pytest.param(0, 0, False, id="clean: to the Board"),
        pytest.param(1, 0, True, id="errors: a first correction"),
        pytest.param(1, 1, True, id="errors again: a second one"),
        pytest.param(1, 2, False, id="the third result goes to the Board"),
        pytest.param(0, 1, False, id="clean after a correction"),
    ],
)
def test_an_update_goes_back_at_most_twice(
    errors: int, corrections: int, *, returned: bool
) -> None:
    assert goes_back(errors, corrections, BOOK) is returned


@pytest.mark.rule("T-13.2d")
def test_an_update_is_handed_over_without_a_code() -> None:
    coded = HandOver(anonymity_code="K7-0312", sealed_envelope_no="Z-12")
    open_ = HandOver(sealed_envelope_no="Z-12")

    assert breaches_of_hand_over(open_, an_update()) == ()
    assert rules_of(breaches_of_hand_over(coded, an_update())) == ["T-13.2d"]


@pytest.mark.rule("T-17.25e")
def test_an_update_pays_the_fee_of_any_other_draft() -> None:
    unpaid = an_application(updates=updating(), fee=None)

    assert breaches_of_fee(an_update(), COEFFICIENT, FILED_ON, BOOK) == ()
    assert rules_of(breaches_of_fee(unpaid, COEFFICIENT, FILED_ON, BOOK)) == ["T-13.1a"]


@pytest.mark.rule("S-7.6")
@pytest.mark.parametrize("rule", ["S-5.2c", "S-7.5", "S-37.1"])
def test_the_ban_for_quoting_does_not_reach_an_update_others_do(rule: str) -> None:
    ban = Sanction(
        id="Y-1",
        rule=rule,
        subject="pub-17",
        scope={},
        starts_on=date(2031, 1, 1),
        ends_on=date(2032, 1, 1),
    )

    assert active_bans(an_application(), [ban], FILED_ON) == (ban,)
    assert active_bans(an_update(), [ban], FILED_ON) == (() if rule == "S-7.5" else (ban,))
