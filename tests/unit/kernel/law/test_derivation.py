"""Why this date: every step in words, and what a decreed closure does to it.

Every date is worked out by hand, none is taken from the program.
"""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import plain_calendar
from tests.kit.terms import CORRECTION, PRELIMINARY_REVIEW, TEACHING, TURKEY, by, law, opened
from workflows.kernel.law.term import (
    DerivationStep,
    Expiry,
    Term,
    TermLaw,
    TermState,
    Unit,
    ended,
    extended,
    met,
    moved,
    paused,
    resumed,
)

PRELIMINARY = "ön inceleme"
CD, WD = Unit.CALENDAR_DAYS, Unit.WORKING_DAYS

starts = st.dates(date(2026, 1, 1), date(2036, 12, 31))
laws = st.builds(
    law,
    rule=st.just("T-17.15b"),
    length=st.integers(1, 60),
    unit=st.sampled_from([CD, WD]),
    expiry=st.sampled_from(Expiry),
    pausable=st.just(True),  # noqa: FBT003
)


# -- why this date ---------------------------------------------------------------------------------


def told(term: Term) -> list[tuple[str, str, str | None]]:
    return [(step.kind, step.text, step.rule) for step in term.steps]


@pytest.mark.rule("R-S.2")
@pytest.mark.rule("R-S.3")
@pytest.mark.rule("R-S.4")
def test_an_official_can_follow_a_roll_over() -> None:
    closed = dict.fromkeys([date(2026, 5, 27), date(2026, 5, 28), date(2026, 5, 29)], "Kurban")
    term = opened(CORRECTION, date(2026, 4, 27), plain_calendar(closed))

    assert told(term) == [
        ("start", "Başlangıç: 27 Nisan 2026 Pazartesi; bu gün sayılmaz.", "R-S.2"),
        ("count", "30 gün sayıldı: 27 Mayıs 2026 Çarşamba.", "T-17.15b"),
        ("skip", "27 Mayıs 2026 Çarşamba iş günü değil: Kurban.", "R-S.1"),
        ("skip", "28 Mayıs 2026 Perşembe iş günü değil: Kurban.", "R-S.1"),
        ("skip", "29 Mayıs 2026 Cuma iş günü değil: Kurban.", "R-S.1"),
        ("skip", "30 Mayıs 2026 Cumartesi iş günü değil: hafta sonu.", "R-S.1"),
        ("skip", "31 Mayıs 2026 Pazar iş günü değil: hafta sonu.", "R-S.1"),
        ("roll", "Son gün izleyen ilk iş gününe kaydı: 1 Haziran 2026 Pazartesi.", "R-S.3"),
        ("expiry", "Son an: 1 Haziran 2026 Pazartesi, mesai bitimi, 17.30.", "R-S.4"),
    ]


@pytest.mark.rule("R-T.6")
def test_an_official_can_follow_a_pause_and_what_remained() -> None:
    term = opened(CORRECTION, date(2026, 4, 27), plain_calendar())
    term = paused(term, PRELIMINARY, date(2026, 5, 11), plain_calendar())
    term = resumed(term, PRELIMINARY, date(2026, 5, 22), plain_calendar())

    assert told(term)[2:] == [
        ("pause", "11 Mayıs 2026 Pazartesi: süre durdu (ön inceleme); kalan 16 gün.", None),
        (
            "resume",
            (
                "22 Mayıs 2026 Cuma: süre yeniden işlemeye başladı; "
                "kalan 16 gün: 7 Haziran 2026 Pazar."
            ),
            "R-S.4",
        ),
        ("skip", "7 Haziran 2026 Pazar iş günü değil: hafta sonu.", "R-S.1"),
        ("roll", "Son gün izleyen ilk iş gününe kaydı: 8 Haziran 2026 Pazartesi.", "R-S.3"),
        ("expiry", "Son an: 8 Haziran 2026 Pazartesi, mesai bitimi, 17.30.", "R-S.4"),
    ]


@pytest.mark.rule("T-14.2")
def test_an_official_can_follow_working_days_and_an_extension() -> None:
    calendar = plain_calendar({date(2026, 3, 20): "Ramazan Bayramı", date(2026, 3, 26): "izin"})
    term = extended(
        opened(PRELIMINARY_REVIEW, date(2026, 3, 9), calendar),
        by(3, WD, date(2026, 3, 23)),
        calendar,
    )

    assert told(term) == [
        ("start", "Başlangıç: 9 Mart 2026 Pazartesi; bu gün sayılmaz.", "R-S.2"),
        ("count", "10 iş günü sayıldı: 24 Mart 2026 Salı.", "T-14.2"),
        ("skip", "20 Mart 2026 Cuma sayılmadı: Ramazan Bayramı.", "R-S.1"),
        (
            "extend",
            (
                "3 iş günü uzatıldı (yoğunluk): "
                "24 Mart 2026 Salı gününden 30 Mart 2026 Pazartesi gününe."
            ),
            "T-14.2",
        ),
        ("skip", "26 Mart 2026 Perşembe sayılmadı: izin.", "R-S.1"),
        ("expiry", "Son an: 30 Mart 2026 Pazartesi, gün sonu, 24.00.", "R-S.4"),
    ]


@pytest.mark.rule("R-B.3")
def test_an_official_can_follow_school_years() -> None:
    assert told(opened(TEACHING, date(2027, 9, 1))) == [
        ("start", "Başlangıç: 1 Eylül 2027 Çarşamba; 2027-2028 öğretim yılı ilk yıldır.", "R-B.3"),
        ("count", "5 öğretim yılı sayıldı: 31 Ağustos 2032 Salı.", "B-25.1"),
        ("expiry", "Son an: 31 Ağustos 2032 Salı, gün sonu, 24.00.", "R-S.4"),
    ]


@given(row=laws, starts_on=starts, used=st.integers(0, 90), stands=st.none() | st.integers(0, 90))
def test_every_derivation_begins_with_the_start_and_ends_with_the_last_instant(
    row: TermLaw, starts_on: date, used: int, stands: int | None
) -> None:
    since = starts_on + timedelta(days=used)
    term = paused(opened(row, starts_on), PRELIMINARY, since, TURKEY)
    if stands is not None:
        term = resumed(term, PRELIMINARY, since + timedelta(days=stands), TURKEY)

    assert term.steps[0].kind == "start"
    assert term.steps[-1].kind == ("stand-still" if stands is None else "expiry")
    assert Term.model_validate_json(term.model_dump_json()) == term


# -- decreed closures ------------------------------------------------------------------------------

DECREED = TURKEY.closed_also({date(2026, 6, 1): "idari izin"})


@pytest.mark.rule("R-S.1")
def test_a_closure_on_the_last_day_moves_it_and_says_so() -> None:
    term = opened(CORRECTION, date(2026, 4, 27))
    after = moved(term, DECREED)

    assert after.due_on == date(2026, 6, 2)
    assert after.steps[-1] == DerivationStep(
        kind="closure",
        text="Tatil kararı: son gün 1 Haziran 2026 Pazartesi iken 2 Haziran 2026 Salı oldu.",
        day=date(2026, 6, 2),
        rule="R-S.1",
    )


@pytest.mark.rule("R-S.1")
def test_a_closure_within_working_days_is_one_more_day_not_counted() -> None:
    decreed = TURKEY.closed_also({date(2026, 3, 16): "idari izin"})
    after = moved(opened(PRELIMINARY_REVIEW, date(2026, 3, 9)), decreed)

    assert after.due_on == date(2026, 3, 25)
    assert [s.day for s in after.steps if s.kind == "skip"] == [
        date(2026, 3, 16),
        date(2026, 3, 20),
    ]


def test_a_closure_that_touches_nothing_leaves_the_term_equal() -> None:
    term = opened(law("T-22.1", 15, CD), date(2026, 4, 27))

    assert moved(term, DECREED) == term


def test_an_ended_term_moved_past_its_end_runs_again_and_another_does_not() -> None:
    correction = ended(opened(CORRECTION, date(2026, 4, 27)))
    objection = ended(opened(law("T-22.1", 15, CD), date(2026, 4, 27)))

    assert moved(correction, DECREED).state is TermState.OPEN
    assert moved(objection, DECREED).state is TermState.ENDED


def test_a_closed_term_never_moves() -> None:
    done = met(opened(CORRECTION, date(2026, 4, 27)), TURKEY.at(date(2026, 5, 11), time(12)))

    assert moved(done, DECREED) == done


def test_what_a_closure_moved_is_still_told_after_a_pause() -> None:
    after = moved(opened(CORRECTION, date(2026, 4, 27)), DECREED)
    later = resumed(
        paused(after, PRELIMINARY, date(2026, 5, 11), DECREED),
        PRELIMINARY,
        date(2026, 5, 22),
        DECREED,
    )

    assert [step.kind for step in later.steps].count("closure") == 1


@given(row=laws, starts_on=starts, closed=st.lists(st.integers(0, 120), max_size=20))
def test_a_closure_never_shortens_a_term(row: TermLaw, starts_on: date, closed: list[int]) -> None:
    days = {starts_on + timedelta(days=n): "idari izin" for n in closed}
    term = opened(row, starts_on)
    after = moved(term, TURKEY.closed_also(days))

    assert term.due_at is not None
    assert after.due_at is not None
    assert after.due_at >= term.due_at
    assert (after.steps[-1].kind == "closure") == (after.due_at > term.due_at)
