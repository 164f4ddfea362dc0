"""Calendars of terms, read by a second parser."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from starter.pages.icalendar import KEPT, Entry, calendar, folded
from starter.pages.spans import Change, Run
from workflows.kernel.law.calendar import ISTANBUL

NOW = datetime(2031, 4, 1, 9, tzinfo=UTC)
OPENED = datetime(2031, 3, 10, 12, tzinfo=UTC)
EVENING = datetime(2031, 4, 9, 17, 30, tzinfo=ISTANBUL)
MIDNIGHT = datetime(2031, 4, 10, tzinfo=ISTANBUL)
"""The end of 9 April."""


def entry(*changes: tuple[str, datetime | None]) -> Entry:
    run = Run("T-17.15b")
    for n, (state, due) in enumerate(changes):
        at = OPENED + timedelta(days=n)
        run.changes.append(Change(at=at, state=state, due_at=due, settled_at=at))
    return Entry(
        uid="textbook-review-2031-0042/T-17.15b@vade",
        run=run,
        title="düzeltme: Ders kitabı incelemesi 2031-0042",
        said="T-17.15b; m.17(15), iade\nBaşvuru sahibi",
        address="http://vade/cases/textbook-review-2031-0042",
    )


def read(*entries: Entry, now: datetime = NOW) -> list[Any]:
    parsed: Any = Calendar.from_ical(calendar("Vade: İnceleme", entries, now))
    assert parsed["X-WR-CALNAME"] == "Vade: İnceleme"
    return list(parsed.walk("VEVENT"))


def test_a_term_to_the_end_of_its_day_takes_the_whole_day() -> None:
    (event,) = read(entry(("open", MIDNIGHT)))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2031, 4, 9), date(2031, 4, 10))
    assert (event["UID"], event["SEQUENCE"]) == ("textbook-review-2031-0042/T-17.15b@vade", 0)
    assert event["SUMMARY"] == "düzeltme: Ders kitabı incelemesi 2031-0042"
    assert event["DESCRIPTION"] == "T-17.15b; m.17(15), iade\nBaşvuru sahibi"


def test_a_term_to_an_hour_has_its_hour() -> None:
    (event,) = read(entry(("open", EVENING)))

    assert event["DTSTART"].dt == datetime(2031, 4, 9, 14, 30, tzinfo=UTC)


def test_a_term_that_moves_is_the_same_event_one_further() -> None:
    (event,) = read(entry(("open", EVENING), ("open", EVENING + timedelta(days=7))))

    assert event["SEQUENCE"] == 1
    assert event["DTSTART"].dt == datetime(2031, 4, 16, 14, 30, tzinfo=UTC)
    assert event["STATUS"] == "CONFIRMED"


def test_a_pause_takes_the_event_out_and_resuming_brings_it_back() -> None:
    paused = entry(("open", EVENING), ("paused", None))
    resumed = entry(("open", EVENING), ("paused", None), ("open", MIDNIGHT))

    (out,), (back,) = read(paused), read(resumed)
    assert (out["STATUS"], out["SEQUENCE"]) == ("CANCELLED", 1)
    assert (back["STATUS"], back["SEQUENCE"]) == ("CONFIRMED", 2)
    assert out["UID"] == back["UID"]


def test_a_term_that_is_met_is_cancelled_and_forgotten_later() -> None:
    met = entry(("open", EVENING), ("met", EVENING))
    settled = met.run.last.settled_at

    (event,) = read(met)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert len(read(met, now=settled + KEPT)) == 1
    assert read(met, now=settled + KEPT + timedelta(seconds=1)) == []


def test_a_term_that_is_overdue_stays() -> None:
    (event,) = read(entry(("open", EVENING), ("ended", EVENING)), now=NOW + timedelta(days=400))

    assert event["STATUS"] == "CONFIRMED"


def test_a_term_that_never_had_a_day_is_in_no_calendar() -> None:
    assert read(entry(("paused", None))) == []


def test_no_line_is_longer_than_others_may_read() -> None:
    line = "SUMMARY:" + "düşüncü" * 40

    assert all(len(part.encode()) <= 75 for part in folded(line).split("\r\n"))
    assert folded(line).replace("\r\n ", "") == line


def test_nothing_that_somebody_wrote_adds_a_property() -> None:
    wrong = Entry(**{**entry(("open", EVENING)).__dict__, "title": "a\r\nSTATUS:CANCELLED"})
    (event,) = read(wrong)

    assert (event["STATUS"], event["SUMMARY"]) == ("CONFIRMED", "a\nSTATUS:CANCELLED")
