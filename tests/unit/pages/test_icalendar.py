"""Calendars of terms, read by a second parser."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from activities.feeds import TermNow
from starter.pages.icalendar import Entry, calendar, folded
from workflows.kernel.law.calendar import ISTANBUL

SETTLED = datetime(2031, 3, 10, 12, tzinfo=UTC)
EVENING = datetime(2031, 4, 9, 17, 30, tzinfo=ISTANBUL)
MIDNIGHT = datetime(2031, 4, 10, tzinfo=ISTANBUL)
"""The end of 9 April."""


def entry(
    state: str, due: datetime | None, *, last: datetime = EVENING, sequence: int = 0
) -> Entry:
    term = TermNow(
        case_id="textbook-review-2031-0042",
        process="textbook-review",
        key="T-17.15b",
        state=state,
        due_at=due,
        last_due_at=due or EVENING,
        sequence=sequence,
        settled_at=SETTLED,
    )
    return Entry(
        uid="textbook-review-2031-0042/T-17.15b@vade",
        term=term,
        title="düzeltme: Ders kitabı incelemesi 2031-0042",
        said="T-17.15b; m.17(15), iade\nBaşvuru sahibi",
        address="http://vade/cases/textbook-review-2031-0042",
    )


def read(*entries: Entry) -> list[Any]:
    parsed: Any = Calendar.from_ical(calendar("Vade: İnceleme", entries))
    assert parsed["X-WR-CALNAME"] == "Vade: İnceleme"
    return list(parsed.walk("VEVENT"))


def test_a_term_to_the_end_of_its_day_takes_the_whole_day() -> None:
    (event,) = read(entry("open", MIDNIGHT))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2031, 4, 9), date(2031, 4, 10))
    assert (event["UID"], event["SEQUENCE"]) == ("textbook-review-2031-0042/T-17.15b@vade", 0)
    assert event["SUMMARY"] == "düzeltme: Ders kitabı incelemesi 2031-0042"
    assert event["DESCRIPTION"] == "T-17.15b; m.17(15), iade\nBaşvuru sahibi"


def test_a_term_to_an_hour_has_its_hour() -> None:
    (event,) = read(entry("open", EVENING))

    assert event["DTSTART"].dt == datetime(2031, 4, 9, 14, 30, tzinfo=UTC)


def test_each_change_of_a_term_is_the_same_event_one_further() -> None:
    (event,) = read(entry("open", EVENING + timedelta(days=7), sequence=1))

    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    assert event["DTSTART"].dt == datetime(2031, 4, 16, 14, 30, tzinfo=UTC)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == SETTLED


def test_a_pause_takes_the_event_out_at_the_day_that_it_had() -> None:
    (out,) = read(entry("paused", None, sequence=1))

    assert (out["STATUS"], out["SEQUENCE"]) == ("CANCELLED", 1)
    assert out["DTSTART"].dt == datetime(2031, 4, 9, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("state", ["met", "lapsed", "dropped"])
def test_a_term_that_is_settled_is_cancelled(state: str) -> None:
    (event,) = read(entry(state, EVENING, sequence=2))

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def test_a_term_that_is_overdue_stays() -> None:
    (event,) = read(entry("ended", EVENING))

    assert event["STATUS"] == "CONFIRMED"


def test_no_line_is_longer_than_others_may_read() -> None:
    line = "SUMMARY:" + "düşüncü" * 40

    assert all(len(part.encode()) <= 75 for part in folded(line).split("\r\n"))
    assert folded(line).replace("\r\n ", "") == line


def test_nothing_that_somebody_wrote_adds_a_property() -> None:
    wrong = Entry(**{**entry("open", EVENING).__dict__, "title": "a\r\nSTATUS:CANCELLED"})
    (event,) = read(wrong)

    assert (event["STATUS"], event["SUMMARY"]) == ("CONFIRMED", "a\nSTATUS:CANCELLED")
