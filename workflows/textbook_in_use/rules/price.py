"""Prices: when they are applied for, and when one is broken (m.33)."""

from collections.abc import Sequence
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen
from workflows.textbook_in_use.messages.market import Breach, PriceBreach, PriceSet
from workflows.textbook_in_use.rules.term import last_acceptance_day
from workflows.textbook_law.acceptance import DECEMBER
from workflows.textbook_law.prices import Binding, UnitPriceTable

BINDING_CALLED = {Binding.BOARD: "board", Binding.CLOTH: "cloth"}
"""What bindings are called in a refusal."""


class PriceDay(Frozen):
    """Up to which day a price is applied for; the last working day at or before it (m.33(1))."""

    school_year: int
    by: date
    december: bool
    """Whether the book was accepted in that very December (B-33.1b)."""


def price_day(school_year: int, decided_on: date, calendar: Calendar, book: Rulebook) -> PriceDay:
    """Return up to which day the price of a school year is applied for (R-B.2, R-B.14, R-B.15).

    In the December before it: in the first week, or up to the end of the month where the Board
    accepted the book in that December, up to its sixth working day.
    """
    year = school_year - 1
    accepted_in = (decided_on.year, decided_on.month) == (year, DECEMBER)
    if accepted_in and decided_on <= last_acceptance_day(year, calendar, book):
        return PriceDay(school_year=school_year, by=date(year, DECEMBER, 31), december=True)
    last = date(year, DECEMBER, book.count("price.first_week_ends"))
    return PriceDay(school_year=school_year, by=last, december=False)


def first_price_day(
    first: int, decided_on: date, filed_on: date, calendar: Calendar, book: Rulebook
) -> PriceDay:
    """Return the first price application that is still to come.

    Args:
        first: First school year of the book.
        decided_on: Day of the Board's acceptance.
        filed_on: Day on which its case was opened.
        calendar: The calendar.
        book: The rulebook.
    """
    school_year = max(first, filed_on.year)
    while True:
        day = price_day(school_year, decided_on, calendar, book)
        last_day = calendar.working_day_at_or_before(day.by)
        if max(filed_on, decided_on) <= last_day:
            return day
        school_year += 1


def breaches_of_school_year(
    school_year: int, first: int, last: int, rule: str
) -> tuple[Reason, ...]:
    """Return why a price cannot be that of a school year: the book is not taught in it."""
    if first <= school_year <= last:
        return ()
    return (
        Reason(
            rule=rule,
            what=f"the book is not taught in {school_year}",
            why=f"its term is from {first} to {last}",
            do=f"name a school year from {first} to {last}",
        ),
    )


def breaches_of_unit_price(price: PriceSet, table: UnitPriceTable | None) -> tuple[Reason, ...]:
    """Return why a price cannot be set: above the approved unit prices (B-33.1d).

    Args:
        price: The price.
        table: The unit prices of its school year; none: that year's are not in the register.
    """
    if table is None:
        return ()
    made = f"the unit prices of {table.school_year} are in force by {table.approval_no}"
    if price.make is None or price.signature_count is None:
        what, why = "paper, size, binding or signatures of the book are not stated", made
        do = "state how the book is made, and how many signatures it has"
    elif (highest := table.highest_price(price.make, price.signature_count)) is None:
        make = price.make
        what = f"{make.paper} {make.size} {BINDING_CALLED[make.binding]} has no unit price"
        why, do = made, "have the price commission set one, or correct how the book is made"
    elif price.price > highest:
        what = f"{price.price} lira for {price.signature_count} signatures"
        why = (
            f"by the unit prices of {table.school_year} ({table.approval_no}) "
            f"it is {highest} lira at most"
        )
        do = f"set {highest} lira or less"
    else:
        return ()
    return (Reason(rule="B-33.1d", what=what, why=why, do=do),)


def price_on(day: date, prices: Sequence[PriceSet]) -> PriceSet | None:
    """Return the price in force on a day, the last one that was approved; none: unpriced."""
    in_force = [each for each in prices if each.approved_on <= day]
    return max(in_force, key=lambda each: each.approved_on, default=None)


def breaches_of_price_breach(found: PriceBreach, prices: Sequence[PriceSet]) -> tuple[Reason, ...]:
    """Return why a breach cannot be recorded: the price was not broken so (S-33.1e)."""
    price = price_on(found.sold_on, prices)
    if found.kind is Breach.UNPRICED:
        if price is None:
            return ()
        what = f"a price of {price.price} lira was in force on {found.sold_on}"
        do = "record it as sold above the price, if it was; else leave it out"
    elif price is None:
        what = f"no price was in force on {found.sold_on}"
        do = "record it as sold without a price"
    elif found.charged <= price.price:
        what = f"sold for {found.charged} lira, the price in force is {price.price}"
        do = "leave it out: the price has been kept"
    else:
        return ()
    return (
        Reason(
            rule="S-33.1e",
            what=what,
            why="the decision is annulled where a book is sold without a price, or above it",
            do=do,
        ),
    )
