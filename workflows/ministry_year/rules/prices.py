"""The price commission: who sits on it, what it sets, what the Ministry decides (m.33(1)c to d)."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from workflows.kernel.case.refusal import Reason
from workflows.ministry_year.messages.prices import (
    Member,
    PriceCommission,
    Seat,
    UnitPriceApproval,
    UnitPrices,
)
from workflows.textbook_law.prices import Binding

_BINDINGS = {Binding.BOARD: "in board", Binding.CLOTH: "in cloth"}

_SEATS = {
    Seat.CHAIR: "the department, in the chair",
    Seat.TEXTBOOKS_HEAD: "the Presidency's department for textbooks",
    Seat.BRANCH_MANAGER: "the branch of the department",
    Seat.UNIT_DELEGATE: "the unit of the Ministry",
    Seat.STATE_BOOKS: "the directorate of state books",
    Seat.CHAMBERS_UNION: "the union of chambers",
    Seat.PUBLISHERS: "the organisations of publishers",
}

BY_BODY = (Seat.UNIT_DELEGATE, Seat.PUBLISHERS)
"""Seats of which each unit or organisation has one; all others are there once."""


def breaches_of_commission(formed: PriceCommission) -> tuple[Reason, ...]:
    """Return what is wrong with the composition of the price commission (B-33.1c)."""
    return (
        *_breaches_of_seats(formed.members),
        *_breaches_of_bodies(formed.members),
        *_breaches_of_persons(formed.members),
    )


def breaches_of_unit_prices(
    decided: UnitPrices, *, formed_on: date, on: date, decision_nos: Collection[str]
) -> tuple[Reason, ...]:
    """Return why the commission cannot have set such unit prices (B-33.1ç)."""
    wrong = []
    makes = Counter(price.make for price in decided.prices)
    for bound in Binding:
        twice = [f"{paper} {size}" for (paper, size, b), n in makes.items() if b == bound and n > 1]
        if twice:
            wrong.append(
                _reason(
                    "B-33.1ç",
                    what=f"priced more than once {_BINDINGS[bound]}: {', '.join(twice)}",
                    why="a paper, size and binding have one unit price",
                    do="leave one price for each",
                )
            )
    if not formed_on <= decided.decided_on <= on:
        wrong.append(
            _reason(
                "B-33.1ç",
                what=f"decided on {decided.decided_on}",
                why=f"the commission was formed on {formed_on}, and this was recorded on {on}",
                do=f"state a day from {formed_on} to {on}",
            )
        )
    if decided.decision_no in decision_nos:
        wrong.append(
            _reason(
                "B-33.1ç",
                what=f"the decision {decided.decision_no} is recorded already",
                why="what the Ministry has not approved is decided anew, under a new number",
                do="state the number of the new decision",
            )
        )
    return tuple(wrong)


def breaches_of_approval(
    decided: UnitPriceApproval, *, decision_no: str, set_on: date, on: date
) -> tuple[Reason, ...]:
    """Return why the Ministry cannot have decided so (B-33.1d)."""
    wrong = []
    if decided.decision_no != decision_no:
        wrong.append(
            _reason(
                "B-33.1d",
                what=f"{decided.decision_no} is not what is before the Ministry",
                why=f"the commission's last decision is {decision_no}",
                do=f"decide on {decision_no}",
            )
        )
    if not set_on <= decided.approved_on <= on:
        wrong.append(
            _reason(
                "B-33.1d",
                what=f"decided on {decided.approved_on}",
                why=f"the prices were set on {set_on}, and this was recorded on {on}",
                do=f"state a day from {set_on} to {on}",
            )
        )
    if not decided.approved and decided.reasons is None:
        wrong.append(
            _reason(
                "B-33.1d",
                what="no reasons are stated",
                why="the commission decides anew, and has to know what on",
                do="state the reasons",
            )
        )
    return tuple(wrong)


def _breaches_of_seats(members: Collection[Member]) -> tuple[Reason, ...]:
    filled = Counter(member.seat for member in members)
    missing = [
        _reason(
            "B-33.1c",
            what=f"nobody sits for {_SEATS[seat]}",
            why="the regulation names who sits on the commission",
            do="name a member for this seat",
        )
        for seat in Seat
        if not filled[seat]
    ]
    double = [
        _reason(
            "B-33.1c",
            what=f"more than one sits for {_SEATS[seat]}",
            why="this seat is there once",
            do="name one member for this seat",
        )
        for seat in Seat
        if filled[seat] > 1 and seat not in BY_BODY
    ]
    return (*missing, *double)


def _breaches_of_bodies(members: Collection[Member]) -> tuple[Reason, ...]:
    wrong = []
    nameless = [m.person for m in members if m.seat in BY_BODY and m.body is None]
    if nameless:
        wrong.append(
            _reason(
                "B-33.1c",
                what=f"not said for whom: {', '.join(nameless)}",
                why="units and publishers' organisations are represented one by one",
                do="name the unit or organisation",
            )
        )
    bodies = Counter(m.body for m in members if m.seat is Seat.PUBLISHERS and m.body)
    twice = [body for body, n in bodies.items() if n > 1]
    if twice:
        wrong.append(
            _reason(
                "B-33.1c",
                what=f"represented more than once: {', '.join(twice)}",
                why="each publishers' organisation has one representative",
                do="name one for each",
            )
        )
    return tuple(wrong)


def _breaches_of_persons(members: Collection[Member]) -> tuple[Reason, ...]:
    persons = Counter(member.person for member in members)
    twice = [person for person, n in persons.items() if n > 1]
    if not twice:
        return ()
    return (
        _reason(
            "B-33.1c",
            what=f"sits on it more than once: {', '.join(twice)}",
            why="each seat has a member of its own",
            do="name another member",
        ),
    )


def _reason(rule: str, *, what: str, why: str, do: str) -> Reason:
    return Reason(rule=rule, what=what, why=why, do=do)
