"""Books in use: one just accepted and printed, one in its last school year."""

from datetime import timedelta
from typing import Any, Final

from starter.embedded.sample_cases.reviews import publisher, served
from starter.embedded.sample_cases.sample import Body, Days, Sample, Step, edition
from workflows.kernel.roles import Role
from workflows.textbook_in_use.offices import Office
from workflows.textbook_in_use.process import IN_USE
from workflows.textbook_in_use.rules.term import earliest_school_year

_YEARS: Final = 5
"""School years of a teaching term (B-25.1)."""

_SOON: Final = timedelta(days=100)
"""A term that ends sooner is left to others: its reminders have begun."""


def _filed(days: Days, n: int, lesson: str, grade: int) -> Body:
    return {
        "applicant": {"kind": "publisher", "key": publisher(n), "institution": f"YAYIN-{n}"},
        "lesson": lesson,
        "field": lesson,
        "grade": grade,
        "decision_no": f"{days.filed_on.year}/88",
    }


def _new(days: Days) -> Body:
    """Accepted on the day of its filing, for the first school year whose list is still open."""
    book = edition(IN_USE, days.filed_on)
    accepted = {
        "decided_on": days.filed_on.isoformat(),
        "first_school_year": earliest_school_year(days.filed_on, days.calendar, book),
    }
    return _filed(days, 1, "biyoloji", 9) | accepted


def _old(days: Days) -> Body:
    """From before Vade, in its last school year: no price is to be applied for any more."""
    last = days.calendar.school_year_of(days.filed_on)
    if days.calendar.school_year(last)[1] < days.today + _SOON:
        last += 1
    first = last - _YEARS + 1
    before = {
        "decided_on": f"{first - 1}-11-10",
        "first_school_year": first,
        "printed_before": True,
    }
    return _filed(days, 3, "geometri", 8) | before


def _printed(days: Days) -> Body:
    return {"printing": 1, "printed_on": days.filed_on.isoformat(), "copies": 20_000}


def _copies(to: str, copies: int) -> Any:
    return lambda _days: {"printing": 1, "to": to, "copies": copies}


def _changed(days: Days) -> Body:
    decided = {"decision_no": f"{days.filed_on.year}/21", "decided_on": days.filed_on.isoformat()}
    return {"rewriting": False, **decided}


def _ordered(_days: Days) -> Body:
    return {"change": 1, "days": 30, "letter_no": "E-88"}


_PRINTED: Final = (
    Step("report_printing", Role.APPLICANT, _printed, by=publisher(1)),
    Step("deliver_copies", Role.APPLICANT, _copies("publications-department", 1), by=publisher(1)),
    Step("deliver_copies", Role.APPLICANT, _copies("presidency", 5), by=publisher(1)),
)
_TO_BE_REFLECTED: Final = (
    Step("record_programme_change", Office.BOARD, _changed),
    Step("order_reflection", Office.PRESIDENCY, _ordered),
    served("B-27.1a/order-1", Office.PRESIDENCY),
)

BOOKS: Final = (
    # filed on the last working day: no December in which a price is applied for ends on the way
    Sample(IN_USE, "ornek-1", _new, 1, _PRINTED),
    Sample(IN_USE, "ornek-2", _old, 1, _TO_BE_REFLECTED),
)
