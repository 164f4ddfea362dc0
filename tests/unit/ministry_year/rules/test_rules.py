"""Filing, price commission, unit prices, purchases, leftovers: the rules as values."""

from datetime import date
from typing import Any

import pytest

from tests.unit.ministry_year.years import BOOK, COMMISSION, DIGEST, PRICES
from workflows.kernel.roles import Actor, Role
from workflows.ministry_year.messages.distribution import (
    GuideSubmission,
    LeftoverDistribution,
    Purchases,
)
from workflows.ministry_year.messages.lists import MonthlyList, OpenedYear
from workflows.ministry_year.messages.prices import PriceCommission, UnitPrices
from workflows.ministry_year.offices import Office
from workflows.ministry_year.rules.distribution import (
    breaches_of_guide,
    breaches_of_leftover_distribution,
    breaches_of_purchases,
)
from workflows.ministry_year.rules.filing import breaches_of_opening
from workflows.ministry_year.rules.lists import breaches_of_monthly_list
from workflows.ministry_year.rules.prices import breaches_of_commission, breaches_of_unit_prices

ON = date(2026, 9, 1)
SEATS = {
    "chair": "the department, in the chair",
    "textbooks-head": "the Presidency's department for textbooks",
    "branch-manager": "the branch of the department",
    "unit-delegate": "the unit of the Ministry",
    "state-books": "the directorate of state books",
    "chambers-union": "the union of chambers",
    "publishers": "the organisations of publishers",
}


def formed(*members: dict[str, Any]) -> list[str]:
    """What is wrong with a commission of these members."""
    commission = PriceCommission.model_validate({"members": members, "order_no": "O-1"})
    return [reason.what for reason in breaches_of_commission(commission)]


@pytest.mark.rule("B-33.1c")
def test_the_commission_has_a_member_for_each_seat_that_the_regulation_names() -> None:
    assert formed(*COMMISSION) == []
    for seat in {member["seat"] for member in COMMISSION}:
        rest = [member for member in COMMISSION if member["seat"] != seat]
        assert formed(*rest) == [f"nobody sits for {SEATS[str(seat)]}"]


@pytest.mark.rule("B-33.1c")
def test_only_units_and_publishers_organisations_have_several_members() -> None:
    unit = {"seat": "unit-delegate", "person": "p-9", "body": "tegm"}
    assert formed(*COMMISSION, unit) == []
    assert formed(*COMMISSION, {"seat": "chair", "person": "p-9"}) == [
        f"more than one sits for {SEATS['chair']}"
    ]
    again = {"seat": "publishers", "person": "p-9", "body": "tyb"}
    assert formed(*COMMISSION, again) == ["represented more than once: tyb"]
    nobody = {"seat": "publishers", "person": "p-9"}
    assert formed(*COMMISSION, nobody) == ["not said for whom: p-9"]
    twice = {"seat": "unit-delegate", "person": "p-1", "body": "tegm"}
    assert formed(*COMMISSION, twice) == ["sits on it more than once: p-1"]


@pytest.mark.rule("B-33.1ç")
def test_a_paper_size_and_binding_has_one_unit_price() -> None:
    def wrong(*prices: dict[str, Any], decided_on: str = "2026-12-14") -> list[str]:
        body = {"prices": prices, "decision_no": "F-2", "decided_on": decided_on}
        found = breaches_of_unit_prices(
            UnitPrices.model_validate(body),
            formed_on=date(2026, 12, 1),
            on=date(2026, 12, 14),
            decision_nos=("F-1",),
        )
        return [reason.what for reason in found]

    assert wrong(*PRICES) == []
    assert wrong(*PRICES, PRICES[0]) == ["priced more than once in board: birinci-hamur 19-5x27-5"]
    assert wrong(*PRICES, decided_on="2026-11-30") == ["decided on 2026-11-30"]
    assert wrong(*PRICES, decided_on="2026-12-15") == ["decided on 2026-12-15"]


@pytest.mark.rule("R-B.23")
def test_a_year_is_opened_once_by_the_presidency_before_it_is_over() -> None:
    def wrong(year: int, *, first: str | None = None, role: str = Office.PRESIDENCY) -> list[str]:
        found = breaches_of_opening(
            OpenedYear(year=year),
            {"ministry-years": first},
            by=Actor(role=role, id="x-1"),
            filed_on=ON,
            book=BOOK,
        )
        return [reason.what for reason in found]

    assert [bool(wrong(year)) for year in (2025, 2026, 2027, 2028)] == [True, False, False, True]
    assert wrong(2026, role=Role.REGISTRY) == []
    assert wrong(2026, role=Office.PUBLICATIONS_DEPARTMENT)
    assert wrong(2026, first="2026-0001") == ["the year 2026 has been opened under 2026-0001"]


@pytest.mark.rule("B-32.1")
def test_a_month_has_one_list_from_its_first_day_on() -> None:
    def wrong(month: int, on: date) -> bool:
        sent = MonthlyList(month=month, letter_no="E-1")
        return bool(breaches_of_monthly_list(sent, year=2026, sent_months=(9,), on=on))

    assert wrong(9, date(2026, 9, 30))
    assert wrong(10, date(2026, 9, 30))
    assert not wrong(10, date(2026, 10, 1))


@pytest.mark.rule("B-29.1")
def test_only_announced_books_are_bought_and_no_more_than_schools_need() -> None:
    def wrong(*, copies: int, published: bool = True, missing: tuple[str, ...] = ()) -> list[str]:
        book = {"book_no": "2026-0007", "needed": 1000, "copies": copies}
        bought = Purchases.model_validate({"purchases": [book], "approval_no": "S-1"})
        found = breaches_of_purchases(bought, published=published, unannounced=missing)
        return [reason.what for reason in found]

    assert wrong(copies=1000) == []
    assert wrong(copies=1001) == ["more copies than needed: 2026-0007"]
    assert wrong(copies=1, missing=("2026-0007",)) == ["not on the published list: 2026-0007"]
    assert wrong(copies=1, published=False) == [
        "the list of the school year has not been published"
    ]


@pytest.mark.rule("B-29.3")
def test_leftovers_are_held_until_the_opinion_allows_them() -> None:
    def wrong(number: str, copies: int) -> list[str]:
        given = LeftoverDistribution(request_no=number, copies=copies)
        found = breaches_of_leftover_distribution(given, left={"K-1": 500}, refused=("K-2",))
        return [reason.what for reason in found]

    assert wrong("K-1", 500) == []
    assert wrong("K-1", 501) == ["501 copies to give out on K-1, and 500 are left"]
    assert wrong("K-2", 1) == ["the opinion on K-2 is against giving the copies out"]
    assert wrong("K-3", 1) == ["there is no opinion on K-3"]


@pytest.mark.rule("B-34.2")
def test_a_guide_book_is_for_a_lesson_that_is_decided_to_have_no_textbook() -> None:
    def wrong(kind: str, decision: str | None) -> bool:
        body = {"kind": kind, "lesson": "muzik", "guide": DIGEST, "programme_decision_no": decision}
        return bool(breaches_of_guide(GuideSubmission.model_validate(body)))

    assert wrong("guide-book", None)
    assert not wrong("guide-book", "K-1")
    assert not wrong("programme-guide", None)
