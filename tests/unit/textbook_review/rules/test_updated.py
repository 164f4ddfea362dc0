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
from workflows.textbook_review.messages.review import Application, HandOver
from workflows.textbook_review.rules.filing import breaches_of_filing
from workflows.textbook_review.rules.preliminary import breaches_of_hand_over
from workflows.textbook_review.rules.updated import breaches_of_update, goes_back, window

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

    assert window(updating(), CALENDAR, BOOK) == (date(2030, 9, 9), date(2032, 8, 31))
    assert "2030-09-09 to 2032-08-31" in breach.what
    assert "ordinary application" in breach.do


@pytest.mark.rule("R-T.22")
def test_the_last_extended_year_opens_the_window_of_an_extended_term() -> None:
    # the term of the book above, taught two school years longer: two more years of the window
    extended = updating(last_school_year=2032)
    filed_on = date(2034, 8, 31)

    assert window(extended, CALENDAR, BOOK) == (date(2032, 9, 1), filed_on)
    for last, found in ((2030, ["T-11.1ç"]), (2032, [])):
        update = an_update(last_school_year=last)
        assert rules_of(breaches_of_update(update, filed_on, CALENDAR, BOOK)) == found
    # within the window of the term as it was, before the one of the extended term
    early = breaches_of_update(an_update(last_school_year=2032), date(2032, 8, 31), CALENDAR, BOOK)
    assert rules_of(early) == ["T-11.1ç"]


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
