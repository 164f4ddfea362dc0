"""School years of a book: the first, the last, extensions, and the window of an update."""

from datetime import date
from typing import Any

import pytest

from tests.unit.textbook_in_use.books import BOOK, CALENDAR, a_book
from workflows.textbook_in_use.messages.acceptance import ConditionalAcceptance
from workflows.textbook_in_use.messages.term import ExtensionDecision
from workflows.textbook_in_use.rules.term import (
    breaches_of_extension,
    breaches_of_extension_request,
    breaches_of_rewriting,
    earliest_school_year,
    first_school_year,
    is_deferred,
    last_acceptance_day,
)
from workflows.textbook_law.terms import update_window


def rules_of(reasons: tuple[Any, ...]) -> list[str]:
    return [reason.rule for reason in reasons]


@pytest.mark.rule("B-32.2a")
@pytest.mark.parametrize(
    ("year", "day"),
    # the anchors of the catalogue
    [(2026, 8), (2027, 8), (2028, 8), (2029, 10)],
)
def test_the_list_takes_acceptances_up_to_the_sixth_working_day(year: int, day: int) -> None:
    assert last_acceptance_day(year, CALENDAR, BOOK) == date(year, 12, day)


@pytest.mark.rule("B-32.2a", "R-B.4")
@pytest.mark.parametrize(
    ("decided_on", "school_year"),
    [
        pytest.param(date(2026, 3, 2), 2027, id="in spring: the list of January"),
        pytest.param(date(2026, 12, 8), 2027, id="on the sixth working day"),
        pytest.param(date(2026, 12, 9), 2028, id="a day later: the school year after next"),
    ],
)
def test_the_earliest_school_year_follows_from_the_list(decided_on: date, school_year: int) -> None:
    assert earliest_school_year(decided_on, CALENDAR, BOOK) == school_year


@pytest.mark.rule("B-32.2c", "R-B.1", "R-B.16")
@pytest.mark.parametrize(
    ("due_on", "completed_on", "deferred"),
    [
        # December 2026 ends on Thu 31, a working day; Mon 4 January 2027 is the catalogue's example
        pytest.param(date(2027, 1, 4), date(2027, 1, 4), True, id="due and done in January"),
        pytest.param(date(2027, 1, 4), date(2026, 12, 31), False, id="done on 31 December"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 6), False, id="due on the last working day"),
        pytest.param(date(2027, 1, 4), date(2027, 1, 11), True, id="filed before, confirmed after"),
    ],
)
def test_corrections_that_outlast_december_put_the_book_off(
    due_on: date, completed_on: date, *, deferred: bool
) -> None:
    corrected = ConditionalAcceptance(due_on=due_on, completed_on=completed_on)

    assert is_deferred(corrected, 2027, CALENDAR) is deferred
    book = a_book(conditional=corrected)
    assert first_school_year(book, CALENDAR) == (2028 if deferred else 2027)


@pytest.mark.rule("B-32.2c")
def test_a_book_accepted_at_once_is_never_put_off() -> None:
    assert not is_deferred(None, 2027, CALENDAR)


@pytest.mark.rule("T-11.1ç", "R-T.22")
def test_an_update_is_filed_in_the_last_school_year_and_the_next() -> None:
    # the last one is 2031-32: from 1 September 2031 to 31 August 2033
    window = (date(2031, 9, 1), date(2033, 8, 31))

    assert update_window(2031, CALENDAR, BOOK) == window


def asked(on: date, *, years: int = 0, pending: bool = False) -> list[str]:
    """Ask for an extension of a term whose last school year is 2031-32."""
    return rules_of(
        breaches_of_extension_request(
            on=on, last=2031, years_given=years, pending=pending, calendar=CALENDAR, book=BOOK
        )
    )


@pytest.mark.rule("R-B.5", "B-26.1")
def test_an_extension_is_asked_for_in_the_last_school_year() -> None:
    assert asked(date(2031, 8, 31)) == ["R-B.5"]
    assert asked(date(2031, 9, 1)) == []
    assert asked(date(2032, 3, 1), pending=True) == ["B-26.1"]


@pytest.mark.rule("B-26.2")
def test_a_term_is_extended_twice_at_most() -> None:
    assert asked(date(2032, 3, 1), years=1) == []
    assert asked(date(2032, 3, 1), years=2) == ["B-26.2"]


@pytest.mark.rule("B-26.1", "R-B.5", "R-B.20")
@pytest.mark.parametrize(("others", "refused"), [(0, []), (1, []), (2, ["B-26.1"])])
def test_the_field_may_have_one_other_book(others: int, refused: list[str]) -> None:
    yes = ExtensionDecision(granted=True, decision_no="1", decided_on=date(2032, 3, 1))
    no = yes.model_copy(update={"granted": False})
    about: dict[str, Any] = {"field": "matematik", "school_year": 2032, "book": BOOK}

    assert rules_of(breaches_of_extension(yes, others=others, **about)) == refused
    assert rules_of(breaches_of_extension(no, others=others, **about)) == ["B-26.1"]
    reasoned = no.model_copy(update={"reasons": "Alanda başka kitap var."})
    assert breaches_of_extension(reasoned, others=others, **about) == ()


@pytest.mark.rule("R-B.9")
@pytest.mark.parametrize(
    ("ends_on", "refused"),
    [
        (None, []),
        (date(2029, 2, 12), []),
        (date(2029, 2, 11), ["R-B.9"]),
        (date(2032, 8, 31), []),
        (date(2032, 9, 1), ["R-B.9"]),
    ],
)
def test_a_rewriting_change_ends_the_term_between_its_decision_and_its_last_day(
    ends_on: date | None, refused: list[str]
) -> None:
    days = {"decided_on": date(2029, 2, 12), "term_ends_on": date(2032, 8, 31)}

    assert rules_of(breaches_of_rewriting(ends_on, **days)) == refused
