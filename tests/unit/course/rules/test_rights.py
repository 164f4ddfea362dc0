"""Exam rights (§8a): by which directive, until when, how many."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import turkish_calendar
from tests.unit.course.courses import BOOK, a_sitting
from workflows.course.messages.exams import ExamResult, GradeEntry
from workflows.course.rules.rights import (
    ExamRegime,
    Sitting,
    completion_counts_from,
    exam_regime,
    exam_window,
    exams_count_from,
    has_passed,
    is_pending,
    last_exam_day,
    rights_left,
    rights_used,
    sitting_of_grades,
)
from workflows.kernel.law.calendar import ISTANBUL, add_months
from workflows.kernel.law.rulebook import Rulebook, with_figures
from workflows.kernel.law.term import open_term

TURKEY = turkish_calendar()
WORKING = with_figures(BOOK, {"figures.exam.days": "WORKING"})
OPENED_AT = datetime(2026, 8, 31, 10, 0, tzinfo=ISTANBUL)
SPARING = with_figures(BOOK, {"figures.exam.noshow": "SPARES"})
HELD = date(2026, 12, 7)


@pytest.mark.rule("C-8.2", "C-8.3", "R-C.6")
@pytest.mark.parametrize(
    ("planned_on", "regime"),
    [
        pytest.param(date(2020, 4, 15), ExamRegime.OLD, id="before"),
        pytest.param(date(2020, 4, 16), ExamRegime.OLD, id="on the day itself"),
        pytest.param(date(2020, 4, 17), ExamRegime.NEW, id="after"),
    ],
)
def test_the_day_of_planning_decides_on_the_directive(planned_on: date, regime: str) -> None:
    assert exam_regime(planned_on, BOOK) is regime


@pytest.mark.rule("C-8.5", "R-C.9")
@pytest.mark.parametrize(
    ("ends_on", "last", "working"),
    [
        # 28 February 2028 is the third day of Ramazan, 26 and 27 the first two and the weekend
        pytest.param("2027-02-28", "2028-02-28", "2028-02-25", id="in Ramazan; the arife"),
        pytest.param("2026-11-27", "2027-11-27", "2027-11-26", id="a Saturday; the Friday"),
        pytest.param("2026-11-26", "2027-11-26", "2027-11-26", id="a Friday: that day"),
        # 29 February 2028 and twelve months are 28 February 2029, a Wednesday
        pytest.param("2028-02-29", "2029-02-28", "2029-02-28", id="from a leap day"),
        # 1 January 2027 is a Friday and a holiday
        pytest.param("2026-01-01", "2027-01-01", "2026-12-31", id="New Year; the day before"),
        pytest.param("2021-01-29", "2023-01-01", "2022-12-30", id="over by 2022: one day for all"),
    ],
)
def test_the_last_exam_is_no_later_than_twelve_months_after_the_end(
    ends_on: str, last: str, working: str
) -> None:
    """The anniversary itself; where exams are held on working days, the last one up to it."""
    for book, day in ((BOOK, last), (WORKING, working)):
        found = last_exam_day(date.fromisoformat(ends_on), TURKEY, book)
        assert found == date.fromisoformat(day)


@pytest.mark.rule("R-C.9", "C-8.5")
@given(st.dates(date(2022, 1, 2), date(2043, 12, 31)), st.sampled_from(["ANY", "WORKING"]))
def test_the_last_exam_day_is_the_one_that_the_term_shows(ends_on: date, days: str) -> None:
    leap_day = (ends_on.month, ends_on.day) == (2, 29)
    anniversary = ends_on.replace(year=ends_on.year + 1, day=28 if leap_day else ends_on.day)
    book = with_figures(BOOK, {"figures.exam.days": days})
    term = open_term(exam_window(book), "C-8.5", ends_on, OPENED_AT, TURKEY)

    last = last_exam_day(ends_on, TURKEY, book)

    assert last == term.due_on
    if days == "ANY":
        assert last == anniversary
        return
    assert TURKEY.is_working_day(last)
    between = [last + timedelta(days=n + 1) for n in range((anniversary - last).days)]
    assert not any(TURKEY.is_working_day(day) for day in between)


@pytest.mark.rule("C-8.6", "R-C.7", "C-8.1", "C-8.5")
@pytest.mark.parametrize(
    ("ends_on", "due"),
    [
        pytest.param("2020-06-30", "2023-01-01", id="long over"),
        pytest.param("2022-01-01", "2023-01-01", id="on the day itself"),
        pytest.param("2022-01-02", "2023-01-02", id="the day after: a year of its own"),
        pytest.param("2028-02-29", "2029-02-28", id="from a leap day"),
    ],
)
def test_certificates_of_courses_over_by_2022_are_due_on_one_day(ends_on: str, due: str) -> None:
    day = date.fromisoformat(ends_on)

    assert add_months(completion_counts_from(day, BOOK), 12) == date.fromisoformat(due)
    # C-8.6: and so are their exams and grades
    assert add_months(exams_count_from(day, BOOK), 12) == date.fromisoformat(due)


@pytest.mark.rule("C-8.5", "R-C.8")
@pytest.mark.parametrize(
    ("result", "book", "used", "left"),
    [
        pytest.param("passed", BOOK, 1, 3, id="passed"),
        pytest.param("failed", BOOK, 1, 3, id="failed"),
        pytest.param("absent", BOOK, 1, 3, id="absent"),
        pytest.param("absent", SPARING, 0, 4, id="absent, if set so"),
        pytest.param("failed", SPARING, 1, 3, id="failed, all the same"),
        pytest.param(None, BOOK, 0, 3, id="planned: not used, yet not left either"),
    ],
)
def test_an_exam_uses_up_a_right(result: str | None, book: Rulebook, used: int, left: int) -> None:
    sittings = (a_sitting("S-1", HELD, k1=result), a_sitting("S-2", HELD, k2="failed"))

    assert rights_used("k1", sittings, book) == used
    assert rights_left("k1", sittings, book) == left


@pytest.mark.rule("R-C.8")
@pytest.mark.parametrize("result", [None, "failed"])
def test_a_cancelled_exam_uses_up_nothing(result: str | None) -> None:
    sittings = (a_sitting("S-1", HELD, k1=result).model_copy(update={"cancelled_on": HELD}),)

    assert rights_used("k1", sittings, BOOK) == 0
    assert rights_left("k1", sittings, BOOK) == 4
    assert not is_pending("k1", sittings)


@pytest.mark.rule("C-8.5")
@pytest.mark.parametrize(("held", "left"), [(0, 4), (3, 1), (4, 0), (5, 0)])
def test_there_are_four_rights_and_never_fewer_than_none(held: int, left: int) -> None:
    sittings = [a_sitting(f"S-{n}", HELD, k1="failed") for n in range(held)]

    assert rights_left("k1", sittings, BOOK) == left


def test_who_has_passed_once_has_passed() -> None:
    sittings = (
        a_sitting("S-1", HELD, k1="failed", k2="failed"),
        a_sitting("S-2", HELD, k1="passed", k2="absent"),
        a_sitting("S-3", HELD, k3=None),
    )

    assert [has_passed(one, sittings) for one in ("k1", "k2", "k3")] == [True, False, False]
    assert [is_pending(one, sittings) for one in ("k1", "k2", "k3")] == [False, False, True]


@pytest.mark.rule("C-8.2")
def test_grades_of_the_earlier_directive_stand_for_an_exam() -> None:
    entry = GradeEntry(results={"k1": ExamResult.PASSED, "k2": ExamResult.FAILED})

    sitting = sitting_of_grades(entry, number="N-1", on=date(2020, 6, 1))

    assert sitting == Sitting(
        number="N-1",
        held_on=date(2020, 6, 1),
        candidates=("k1", "k2"),
        results={"k1": ExamResult.PASSED, "k2": ExamResult.FAILED},
    )
