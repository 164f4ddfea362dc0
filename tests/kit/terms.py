"""Terms for tests: rows of law as the rulebook has them, opened under the Turkish calendar."""

from datetime import date, datetime, time
from typing import Any

from tests.kit.calendars import turkish_calendar
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.term import (
    Expiry,
    Extension,
    ExtensionLaw,
    OnEnd,
    Roll,
    Term,
    TermLaw,
    Unit,
    open_term,
    paused,
    resumed,
)

TURKEY = turkish_calendar()


def law(rule: str, length: int, unit: Unit, **more: Any) -> TermLaw:
    """Return a row of law; what a test does not care about is filled in."""
    usual: dict[str, Any] = {
        "name": {"tr": "süre", "en": "term"},
        "article": "m.17",
        "on_end": OnEnd.LAPSE,
        "awaits": "applicant",
    }
    return TermLaw(rule=rule, length=length, unit=unit, **{**usual, **more})


def more_of(rule: str, length: int | None, unit: Unit, max_count: int = 1) -> ExtensionLaw:
    return ExtensionLaw(
        rule=rule, length=length, unit=unit, max_count=max_count, by=("presidency",)
    )


CORRECTION = law(
    "T-17.15b",
    30,
    Unit.CALENDAR_DAYS,
    expiry=Expiry.CLOSE_OF_BUSINESS,
    reminders=(10, 3, 0),
    pausable=True,
)
PRELIMINARY_REVIEW = law(
    "T-14.2",
    10,
    Unit.WORKING_DAYS,
    on_end=OnEnd.ESCALATE,
    reminders=(3, 1, 0),
    escalates_to=("daire", "başkanlık", "bakanlık"),
    extension=more_of("T-14.2", None, Unit.WORKING_DAYS),
)
OBJECTION = law("T-22.1", 15, Unit.CALENDAR_DAYS, reminders=(3,))
FIRST_REVIEW = law(
    "T-18.3",
    1,
    Unit.YEARS,
    on_end=OnEnd.EXTEND,
    extension=more_of("T-18.3", 6, Unit.MONTHS),
)
TEACHING = law(
    "B-25.1",
    5,
    Unit.SCHOOL_YEARS,
    roll=Roll.NONE,
    extension=more_of("B-26.2", 1, Unit.SCHOOL_YEARS, max_count=2),
)


def opened(
    row: TermLaw,
    starts_on: date,
    calendar: Calendar = TURKEY,
    opened_at: datetime | None = None,
) -> Term:
    """Open a term, on the morning of the day it starts from unless said otherwise."""
    at = calendar.at(starts_on, time(10)) if opened_at is None else opened_at
    return open_term(row, row.rule, starts_on, at, calendar)


def stood(term: Term, reason: str, since: date, until: date) -> Term:
    """Let the clock of a term stand from one day to another."""
    return resumed(paused(term, reason, since, TURKEY), reason, until, TURKEY)


def by(length: int, unit: Unit, decided_on: date, rule: str = "T-14.2") -> Extension:
    """Extend by so much, decided at noon of a day."""
    decided_at = TURKEY.at(decided_on, time(12))
    return Extension(length=length, unit=unit, reason="yoğunluk", decided_at=decided_at, rule=rule)
