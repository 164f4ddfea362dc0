"""Explanations of dates in English: every step that a case may take, said word for word."""

import re
from collections.abc import Iterator
from datetime import date, time

import pytest

from starter.client.explanations import explained
from tests.kit.calendars import plain_calendar
from tests.kit.terms import CORRECTION, PRELIMINARY_REVIEW, TEACHING, TURKEY, by, law, opened
from workflows.kernel.law.calendar import Calendar
from workflows.kernel.law.derivation import Extension, Pause, Period, WorkingDayOfMonth, derive
from workflows.kernel.law.term import Expiry, Roll, Term, Unit, extended, moved, paused, resumed

WD = Unit.WORKING_DAYS


def terms() -> Iterator[Term]:
    half = plain_calendar().model_copy(update={"half": {date(2026, 5, 26): "Kurban Bayramı"}})
    yield opened(CORRECTION, date(2026, 4, 26), half)
    running = opened(CORRECTION, date(2026, 4, 27), TURKEY)
    yield running
    still = paused(running, "ön inceleme", date(2026, 5, 11), TURKEY)
    yield still
    yield resumed(still, "ön inceleme", date(2026, 5, 22), TURKEY)
    used_up = paused(running, "ön inceleme", date(2026, 6, 1), TURKEY)
    yield resumed(used_up, "ön inceleme", date(2026, 6, 5), TURKEY)
    looked_at = opened(PRELIMINARY_REVIEW, date(2026, 3, 9), TURKEY)
    yield extended(looked_at, by(3, WD, date(2026, 3, 23)), TURKEY)
    yield opened(TEACHING, date(2026, 9, 14), TURKEY)
    yield moved(running, plain_calendar({date(2026, 5, 27): "idari izin"}))
    yield moved(running, plain_calendar({date(2026, 5, 27): "idari izin"}), "Takvim yenilendi")
    shorter = plain_calendar().model_copy(update={"half": {date(2026, 5, 27): "Arife"}})
    yield moved(opened(CORRECTION, date(2026, 4, 27), plain_calendar()), shorter)
    yield opened(law("A-1", 1, Unit.MONTHS, roll=Roll.PREVIOUS), date(2026, 4, 16), TURKEY)


def steps(calendar: Calendar = TURKEY) -> list[str]:
    said = [step.text for term in terms() for step in term.steps]
    last = WorkingDayOfMonth(year=2026, month=11, nth=1, working_days_before=2, days_after=-3)
    period = Period(rule="B-1", length=1, unit=Unit.CALENDAR_DAYS, expiry=Expiry.MIDNIGHT)
    told = derive(period, date(2026, 4, 1), (), (), calendar, through=last)
    more = Extension(
        length=5, unit=Unit.CALENDAR_DAYS, reason="yoğunluk", rule="B-1",
        decided_at=calendar.at(date(2026, 4, 8), time(10)),
    )  # fmt: skip
    stands = Pause(reason="ön inceleme", starts_on=date(2026, 4, 6))
    longer = derive(period, date(2026, 4, 1), (stands,), (more,), calendar)
    return said + [step.text for step in (*told.steps, *longer.steps)]


@pytest.mark.parametrize("text", sorted({*steps()}))
def test_no_turkish_is_left_in_an_english_explanation(text: str) -> None:
    assert explained(text, "tr") == text
    english = explained(text, "en")
    assert english != text
    left = english.replace("ön inceleme", "").replace("yoğunluk", "").replace("Atatürk", "")
    assert not re.search(r"[çğıöşüÇĞİÖŞÜ]|\bgün|\bkalan|\bay\b", left), english


@pytest.mark.parametrize(
    ("turkish", "english"),
    [
        ("Başlangıç: 27 Nisan 2026 Pazartesi; bu gün sayılmaz.",
         "It starts on Monday 27 April 2026; that day is not counted."),
        ("27 Mayıs 2026 Çarşamba iş günü değil: Kurban Bayramı.",
         "Wednesday 27 May 2026 is not a working day: Eid al-Adha."),
        ("11 Mayıs 2026 Pazartesi: süre durdu (ön inceleme); kalan 16 gün.",
         "Monday 11 May 2026: the clock is paused (ön inceleme); 16 day(s) remain."),
        (("5 Haziran 2026 Cuma: süre yeniden işlemeye başladı; kalan 0 gün, izleyen ilk iş günü "
         "biter: 8 Haziran 2026 Pazartesi."),
         ("Friday 5 June 2026: the clock runs again; 0 day(s) remain, and it ends on the next "
         "working day: Monday 8 June 2026.")),
        ("Son an: 26 Mayıs 2026 Salı, mesai bitimi, 12.30 (yarım gün: Kurban Bayramı).",
         ("The last instant: Tuesday 26 May 2026, the close of offices, 12:30 "
         "(half a day: Eid al-Adha).")),
    ],
)  # fmt: skip
def test_an_explanation_is_said_in_english_word_for_word(turkish: str, english: str) -> None:
    assert explained(turkish, "en") == english


def test_what_no_case_of_today_says_stays_as_it_is() -> None:
    assert explained("Başka bir açıklama.", "en") == "Başka bir açıklama."
