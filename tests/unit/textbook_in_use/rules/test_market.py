"""Prices, sales, names and rights of a book in use."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.textbook_in_use.books import BOOK, CALENDAR, a_book
from workflows.textbook_in_use.messages.market import (
    NameChange,
    NamesDecision,
    PriceBreach,
    PriceSet,
    RightsNotice,
    SalesReport,
)
from workflows.textbook_in_use.rules.names import (
    breaches_of_name_change,
    breaches_of_names_decision,
    breaches_of_rights_notice,
    rule_of,
    told_by,
)
from workflows.textbook_in_use.rules.price import (
    breaches_of_price_breach,
    breaches_of_school_year,
    breaches_of_unit_price,
    first_price_day,
    price_day,
)
from workflows.textbook_in_use.rules.sales import breaches_of_sales_report
from workflows.textbook_law.prices import UnitPriceTable


def rules_of(reasons: tuple[Any, ...]) -> list[str]:
    return [reason.rule for reason in reasons]


# -- prices ----------------------------------------------------------------------------------------


def last_day(school_year: int, decided_on: date) -> date:
    day = price_day(school_year, decided_on, CALENDAR, BOOK)
    return CALENDAR.working_day_at_or_before(day.by)


@pytest.mark.rule("B-33.1a", "R-B.2", "R-B.14")
@pytest.mark.parametrize(
    ("school_year", "day"),
    # the last working day of 1 to 7 December, as the catalogue has it
    [(2027, (2026, 12, 7)), (2028, (2027, 12, 7)), (2029, (2028, 12, 7)), (2030, (2029, 12, 7))],
)
def test_a_book_accepted_before_december_applies_in_its_first_week(
    school_year: int, day: tuple[int, int, int]
) -> None:
    assert last_day(school_year, date(2026, 11, 12)) == date(*day)


@pytest.mark.rule("B-33.1b", "R-B.14")
@pytest.mark.parametrize(
    ("decided_on", "day"),
    [
        pytest.param(date(2026, 12, 1), date(2026, 12, 31), id="1 December"),
        pytest.param(date(2026, 12, 8), date(2026, 12, 31), id="the sixth working day"),
        pytest.param(date(2026, 11, 30), date(2026, 12, 7), id="30 November"),
        pytest.param(date(2028, 12, 4), date(2028, 12, 29), id="2028 ends on a Friday, the 29th"),
    ],
)
def test_a_book_accepted_in_december_applies_by_its_last_working_day(
    decided_on: date, day: date
) -> None:
    assert last_day(decided_on.year + 1, decided_on) == day


@pytest.mark.rule("B-33.1a", "R-B.4")
def test_the_first_application_is_the_first_one_still_to_come() -> None:
    missed = first_price_day(2027, date(2026, 12, 9), date(2026, 12, 14), CALENDAR, BOOK)
    on_the_day = first_price_day(2027, date(2026, 11, 12), date(2026, 12, 7), CALENDAR, BOOK)
    old = first_price_day(2023, date(2022, 11, 11), date(2026, 12, 8), CALENDAR, BOOK)

    assert (missed.school_year, missed.by) == (2028, date(2027, 12, 7))
    assert (on_the_day.school_year, on_the_day.by) == (2027, date(2026, 12, 7))
    assert (old.school_year, old.by) == (2028, date(2027, 12, 7))


@pytest.mark.rule("R-B.15")
def test_a_price_is_that_of_a_school_year_of_the_term() -> None:
    for school_year, refused in ((2026, True), (2027, False), (2032, False), (2033, True)):
        assert bool(breaches_of_school_year(school_year, 2027, 2032, "B-33.1a")) is refused


PRICED = PriceSet(
    school_year=2027, price=Decimal("85.50"), approval_no="O-1", approved_on=date(2027, 1, 5)
)


@pytest.mark.rule("S-33.1e", "B-33.1d")
@pytest.mark.parametrize(
    ("kind", "charged", "sold_on", "refused"),
    [
        pytest.param("above", "85.51", date(2027, 9, 15), [], id="a kuruş above"),
        pytest.param("above", "85.50", date(2027, 9, 15), ["S-33.1e"], id="for the price"),
        pytest.param("above", "90.00", date(2027, 1, 4), ["S-33.1e"], id="no price yet"),
        pytest.param("unpriced", "10.00", date(2027, 1, 4), [], id="before the approval"),
        pytest.param("unpriced", "10.00", date(2027, 1, 5), ["S-33.1e"], id="from the approval on"),
    ],
)
def test_a_price_is_broken_without_one_or_above_it(
    kind: str, charged: str, sold_on: date, refused: list[str]
) -> None:
    body = {"kind": kind, "charged": charged, "sold_on": sold_on}
    found = PriceBreach.model_validate({**body, "finding_no": "F-1", "found_on": sold_on})

    assert rules_of(breaches_of_price_breach(found, [PRICED])) == refused


# -- sales -----------------------------------------------------------------------------------------


@pytest.mark.rule("B-30.3", "R-B.8")
@pytest.mark.parametrize(
    ("year", "first", "over", "refused"),
    [
        (2027, 2027, False, []),
        (2028, 2027, False, ["R-B.8"]),
        (2028, 2027, True, []),
        (2029, 2027, True, ["R-B.8"]),
        (2026, 2027, False, ["B-30.3"]),
        (2027, None, False, ["B-30.3"]),
    ],
)
def test_sales_are_reported_of_a_year_that_is_over(
    year: int, first: int | None, refused: list[str], *, over: bool
) -> None:
    report = SalesReport(year=year, printed=1, sold=1)
    found = breaches_of_sales_report(report, first=first, on=date(2028, 2, 1), over=over)

    assert rules_of(found) == refused


# -- names and rights ------------------------------------------------------------------------------

BY_CONTRACT = NameChange.model_validate(
    {"whose": "authors", "contract_no": "N-1", "contract_on": "2027-05-10"}
)
DISPUTED = NameChange.model_validate({"whose": "authors", "disputed": True})


@pytest.mark.rule("B-39.1", "R-B.12")
def test_a_contract_is_told_within_fifteen_working_days() -> None:
    # Mon 10 May 2027; 11-14, 20-21, 24-28, 31 May, 1-3 June (17-19 May closed)
    assert told_by(date(2027, 5, 10), CALENDAR, BOOK) == date(2027, 6, 3)


@pytest.mark.rule("B-39.1", "B-39.2")
def test_names_change_by_a_contract_or_are_disputed() -> None:
    nothing = NameChange.model_validate({"whose": "authors"})
    told_on = date(2027, 5, 20)

    assert rules_of(breaches_of_name_change(nothing, told_on=told_on)) == ["B-39.1"]
    assert breaches_of_name_change(BY_CONTRACT, told_on=told_on) == ()
    assert breaches_of_name_change(DISPUTED, told_on=told_on) == ()
    early = breaches_of_name_change(BY_CONTRACT, told_on=date(2027, 5, 9))
    assert rules_of(early) == ["B-39.1"]


@pytest.mark.rule("B-39.2")
def test_in_a_dispute_the_board_needs_a_final_judgment() -> None:
    body = {"request": 1, "decision_no": "1", "decided_on": "2027-06-01"}
    yes = NamesDecision.model_validate({**body, "granted": True})
    no = NamesDecision.model_validate({**body, "granted": False})

    assert rules_of(breaches_of_names_decision(yes, DISPUTED, judged=False)) == ["B-39.2"]
    assert breaches_of_names_decision(yes, DISPUTED, judged=True) == ()
    assert breaches_of_names_decision(no, DISPUTED, judged=False) == ()
    assert breaches_of_names_decision(yes, BY_CONTRACT, judged=False) == ()


@pytest.mark.rule("B-39.3")
def test_a_contract_of_the_conditional_stage_is_one_of_its_own() -> None:
    conditional = {"due_on": "2027-05-20", "completed_on": "2027-05-20"}
    book = a_book(decided_on="2027-05-03", first_school_year=2028, conditional=conditional)

    assert rule_of(BY_CONTRACT, book) == "B-39.3"
    assert rule_of(BY_CONTRACT, a_book()) == "B-39.1"
    assert rule_of(DISPUTED, book) == "B-39.2"


@pytest.mark.rule("B-28.2")
def test_a_transfer_names_the_new_holder() -> None:
    said = {"event": "transferred", "since": "2027-05-10"}
    to = {**said, "transferred_to": "publisher-9"}
    stops = {"event": "not-printing", "since": "2027-09-01"}
    for body, on, wrong in (
        (said, date(2027, 5, 11), 1),
        (to, date(2027, 5, 11), 0),
        (to, date(2027, 5, 9), 1),
        (stops, date(2027, 5, 11), 0),
    ):
        notice = RightsNotice.model_validate(body)
        assert len(breaches_of_rights_notice(notice, told_on=on)) == wrong


@pytest.mark.rule("B-33.1d", "B-33.1ç")
def test_no_price_lies_above_the_approved_unit_prices() -> None:
    table = UnitPriceTable.model_validate(
        {
            "school_year": 2027,
            "decision_no": "F-1",
            "approval_no": "B-1",
            "approved_on": "2026-12-21",
            "prices": [
                {"paper": "saman", "size": "a4", "binding": "board", "per_signature": "4.255"}
            ],
        }
    )

    def wrong(price: str, *, binding: str | None = "board", known: bool = True) -> list[str]:
        make = None if binding is None else {"paper": "saman", "size": "a4", "binding": binding}
        stated = PriceSet.model_validate(
            {**PRICED.model_dump(), "price": price, "make": make, "signature_count": 15}
        )
        found = breaches_of_unit_price(stated, table if known else None)
        return [reason.what for reason in found]

    # fifteen signatures at 4.255: 63.825, half up 63.83
    assert wrong("63.83") == []
    assert wrong("63.84") == ["63.84 lira for 15 signatures"]
    assert wrong("1.00", binding="cloth") == ["saman a4 cloth has no unit price"]
    assert wrong("1.00", binding=None) == [
        "paper, size, binding or signatures of the book are not stated"
    ]
    assert wrong("99.00", known=False) == []
