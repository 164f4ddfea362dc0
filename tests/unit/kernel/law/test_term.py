"""Terms: the worked examples of the rule catalogue, last instants, states.

Every date is worked out by hand as the catalogue shows it, none is taken from the program.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests.kit.terms import (
    CORRECTION,
    FIRST_REVIEW,
    PRELIMINARY_REVIEW,
    TEACHING,
    TURKEY,
    law,
    opened,
)
from workflows.kernel.law.calendar import CalendarEnds
from workflows.kernel.law.term import (
    Expiry,
    Roll,
    TermLaw,
    TermState,
    Unit,
    dropped,
    ended,
    lapsed,
    met,
    open_term,
    paused,
    sent,
)

CD, WD, MONTHS = Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS
COB = {"expiry": Expiry.CLOSE_OF_BUSINESS}
NO_ROLL = {"roll": Roll.NONE}


def example(row: TermLaw, start: str, nominal: str, due: str, name: str, *readings: str) -> Any:
    """One worked example: the day it starts from, its nominal end and its last day."""
    marks = [pytest.mark.rule(rule) for rule in (row.rule, *readings)]
    dates = (date.fromisoformat(day) for day in (start, nominal, due))
    return pytest.param(row, *dates, id=f"{row.rule} {name}", marks=marks)


TEXTBOOK = [
    example(
        PRELIMINARY_REVIEW,
        "2026-03-09",
        "2026-03-24",
        "2026-03-24",
        "over Ramazan; the arife counts",
        "R-S.1",
        "R-S.2",
    ),
    example(
        FIRST_REVIEW,
        "2026-03-09",
        "2027-03-09",
        "2027-03-12",
        "a year later is Ramazan",
        "R-S.3",
        "R-S.5",
        "R-T.5",
    ),
    example(law("T-22.1", 15, CD), "2026-04-27", "2026-05-12", "2026-05-12", "objection"),
    example(
        CORRECTION,
        "2026-04-27",
        "2026-05-27",
        "2026-06-01",
        "correction over Kurban",
        "R-T.5",
        "R-S.3",
    ),
    example(
        PRELIMINARY_REVIEW,
        "2026-05-11",
        "2026-05-26",
        "2026-05-26",
        "re-filed: 19 May is closed, the arife counts",
        "R-S.1",
    ),
    example(law("T-17.18b", 7, CD, **COB), "2026-12-01", "2026-12-08", "2026-12-08", "seven days"),
    example(law("T-17.18c", 15, WD, **COB), "2026-12-08", "2026-12-29", "2026-12-29", "new errors"),
    example(
        law("T-17.18c", 15, WD, **COB),
        "2026-12-11",
        "2027-01-04",
        "2027-01-04",
        "new errors, past 1 January",
        "R-S.1",
    ),
]

BOOK = [
    example(
        law("B-28.1a", 30, CD),
        "2027-06-15",
        "2027-07-15",
        "2027-07-16",
        "printed copies; 15 July is closed",
        "R-S.3",
    ),
    example(
        law("B-39.1", 15, WD),
        "2027-05-10",
        "2027-06-03",
        "2027-06-03",
        "notarial contract; 17 to 19 May closed",
        "R-S.1",
    ),
    example(
        TEACHING,
        "2027-09-01",
        "2032-08-31",
        "2032-08-31",
        "five school years from 2027-28, through 2031-32",
        "R-B.3",
    ),
    example(
        law("B-30.3", 2, MONTHS),
        "2027-12-31",
        "2028-02-29",
        "2028-02-29",
        "sales of 2027 by the end of February",
    ),
    example(
        law("B-32.2b", 10, CD, roll=Roll.PREVIOUS),
        "2026-12-31",
        "2027-01-10",
        "2027-01-08",
        "the January list moves back",
        "R-B.10",
    ),
]

COURSE = [
    example(
        law("C-8.5", 12, MONTHS, roll=Roll.PREVIOUS, **COB),
        "2027-02-28",
        "2028-02-28",
        "2028-02-25",
        "fourth exam right, latest working day before Ramazan",
        "R-C.9",
    ),
    example(
        law("C-8.1", 1, Unit.YEARS, **NO_ROLL),
        "2027-02-28",
        "2028-02-28",
        "2028-02-28",
        "completion alert",
    ),
    example(
        law("C-8.11", 1, MONTHS, **NO_ROLL),
        "2027-01-31",
        "2027-02-28",
        "2027-02-28",
        "uncertified, clamped, no roll",
        "R-S.5",
    ),
    example(
        law("C-8.5", 12, MONTHS, **NO_ROLL),
        "2028-02-29",
        "2029-02-28",
        "2029-02-28",
        "from a leap day",
        "R-C.9",
    ),
]


@pytest.mark.parametrize(("row", "starts_on", "nominal_on", "due_on"), [*TEXTBOOK, *BOOK, *COURSE])
def test_worked_example(row: TermLaw, starts_on: date, nominal_on: date, due_on: date) -> None:
    term = opened(row, starts_on)

    assert (term.nominal_on, term.due_on, term.state) == (nominal_on, due_on, TermState.OPEN)


AGREEMENT_START = date(2026, 8, 31)
MONTHLY = [
    (1, date(2026, 9, 30), date(2026, 9, 30)),
    (2, date(2026, 10, 31), date(2026, 11, 2)),
    (3, date(2026, 11, 30), date(2026, 11, 30)),
    (4, date(2026, 12, 31), date(2026, 12, 31)),
    (5, date(2027, 1, 31), date(2027, 2, 1)),
    (6, date(2027, 2, 28), date(2027, 3, 1)),
    (7, date(2027, 3, 31), date(2027, 3, 31)),
    (8, date(2027, 4, 30), date(2027, 4, 30)),
    (9, date(2027, 5, 31), date(2027, 5, 31)),
    (10, date(2027, 6, 30), date(2027, 6, 30)),
    (11, date(2027, 7, 31), date(2027, 8, 2)),
    (12, date(2027, 8, 31), date(2027, 8, 31)),
]


@pytest.mark.rule("R-A.2")
@pytest.mark.rule("R-S.5")
@pytest.mark.parametrize(("months", "nominal_on", "due_on"), MONTHLY)
def test_agreement_reports_count_their_months_from_the_start(
    months: int, nominal_on: date, due_on: date
) -> None:
    """A: start Mon 31 Aug 2026; the 3rd, 6th, 9th and 12th serve the longer periods too."""
    term = opened(law("A-11.3a", months, MONTHS), AGREEMENT_START)

    assert (term.nominal_on, term.due_on) == (nominal_on, due_on)


@pytest.mark.rule("R-P.1")
@pytest.mark.parametrize(
    ("months", "window_end"),
    [
        pytest.param(1, date(2026, 9, 30), id="P-2 to P-5"),
        pytest.param(2, date(2026, 10, 31), id="P-6, P-7: a Saturday"),
        pytest.param(5, date(2027, 1, 31), id="P-10: a Sunday"),
        pytest.param(6, date(2027, 2, 28), id="P-11: a Sunday"),
        pytest.param(11, date(2027, 7, 31), id="P-15: a Saturday"),
    ],
)
def test_partnership_windows_end_with_the_month(months: int, window_end: date) -> None:
    term = opened(law("P-6", months, MONTHS, **NO_ROLL), AGREEMENT_START)

    assert term.due_on == window_end
    assert term.due_at == TURKEY.at(window_end + timedelta(days=1), time(0))


@pytest.mark.rule("T-14.2")
@pytest.mark.rule("R-S.1")
def test_where_half_days_do_not_count_the_preliminary_review_ends_a_day_later() -> None:
    strict = TURKEY.model_copy(update={"half_days_count": False})

    assert opened(PRELIMINARY_REVIEW, date(2026, 3, 9), strict).due_on == date(2026, 3, 25)


@pytest.mark.rule("R-B.3")
def test_school_years_end_where_the_ministry_calendar_says() -> None:
    ministry = TURKEY.model_copy(
        update={"school_years": {2035: (date(2035, 9, 10), date(2036, 6, 20))}}
    )

    assert opened(TEACHING, date(2031, 9, 1), ministry).due_on == date(2036, 6, 20)


def test_no_end_is_guessed_past_the_known_holidays() -> None:
    with pytest.raises(CalendarEnds, match="2045-12-31"):
        opened(FIRST_REVIEW, date(2045, 3, 1))


# -- the last instant ------------------------------------------------------------------------------


@pytest.mark.rule("R-S.4")
@pytest.mark.rule("R-B.11")
@pytest.mark.parametrize(
    ("row", "starts_on", "due_at"),
    [
        pytest.param(
            law("T-22.1", 15, CD),
            date(2026, 4, 27),
            datetime(2026, 5, 12, 21, tzinfo=UTC),
            id="24:00 of the last day",
        ),
        pytest.param(
            CORRECTION,
            date(2026, 4, 27),
            datetime(2026, 6, 1, 14, 30, tzinfo=UTC),
            id="close of business",
        ),
        pytest.param(
            law("T-17.18c", 10, WD, **COB),
            date(2026, 5, 11),
            datetime(2026, 5, 26, 10, tzinfo=UTC),
            id="an arife closes at one",
        ),
    ],
)
def test_the_last_instant_in_time(row: TermLaw, starts_on: date, due_at: datetime) -> None:
    assert opened(row, starts_on).due_at == due_at


# -- states ----------------------------------------------------------------------------------------


def test_a_term_opened_late_has_its_true_dates() -> None:
    term = open_term(
        CORRECTION, "T-17.15b#2", date(2026, 4, 27), TURKEY.at(date(2026, 7, 1), time(12)), TURKEY
    )

    assert (term.key, term.rule, term.due_on) == ("T-17.15b#2", "T-17.15b", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("close", "state"),
    [(met, TermState.MET), (lapsed, TermState.LAPSED), (dropped, TermState.DROPPED)],
)
def test_a_closed_term_says_how_and_when(close: Any, state: TermState) -> None:
    at = TURKEY.at(date(2026, 5, 11), time(12))
    done = close(opened(CORRECTION, date(2026, 4, 27)), at)

    assert (done.state, done.closed_at, done.is_open) == (state, at, False)
    assert dropped(done, at + timedelta(days=1)) == done
    assert ended(done) == done
    assert paused(done, "itiraz", date(2026, 5, 12), TURKEY) == done
    with pytest.raises(ValueError, match=f"closed already: {state}"):
        met(done, at)
    with pytest.raises(ValueError, match=f"closed already: {state}"):
        lapsed(done, at)


def test_an_occasion_is_noted_once() -> None:
    term = opened(CORRECTION, date(2026, 4, 27))
    noted = sent(sent(term, "reminder/10/2026-06-01"), "reminder/3/2026-06-01")

    assert noted.sent == ("reminder/10/2026-06-01", "reminder/3/2026-06-01")
    assert sent(noted, "reminder/10/2026-06-01") == noted
