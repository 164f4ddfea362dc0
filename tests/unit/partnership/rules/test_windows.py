"""The months of the table, and the school years to which they belong (R-P.1, R-P.2, R-P.8)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.partnership.years import BOOK
from workflows.kernel.law.rulebook import with_figures
from workflows.partnership.messages import Row
from workflows.partnership.rules.windows import edition_of, window_of, windows_of

TABLE = [
    # row, month of the first edition, month of the edition four years later: the programme's table
    ("P-1", (2022, 8), (2026, 8)),
    ("P-2", (2022, 9), (2026, 9)),
    ("P-3", (2022, 9), (2026, 9)),
    ("P-4", (2022, 9), (2026, 9)),
    ("P-5", (2022, 9), (2026, 9)),
    ("P-6", (2022, 10), (2026, 10)),
    ("P-7", (2022, 10), (2026, 10)),
    ("P-8", (2022, 11), (2026, 11)),
    ("P-9", (2022, 12), (2026, 12)),
    ("P-10", (2023, 1), (2027, 1)),
    ("P-11", (2023, 2), (2027, 2)),
    ("P-12", (2023, 3), (2027, 3)),
    ("P-13", (2023, 4), (2027, 4)),
    ("P-14", (2023, 5), (2027, 5)),
    ("P-15", (2023, 7), (2027, 7)),
]

in_the_order_of_the_table = pytest.mark.parametrize(
    ("row", "first", "later"),
    [pytest.param(*entry, id=entry[0], marks=pytest.mark.rule(entry[0])) for entry in TABLE],
)


@in_the_order_of_the_table
@pytest.mark.rule("R-P.8")
def test_a_row_has_its_month_and_in_later_editions_the_same(
    row: str, first: tuple[int, int], later: tuple[int, int]
) -> None:
    for school_year, month in ((2022, first), (2026, later)):
        window = window_of(Row(row), school_year, BOOK)
        assert (window.first.year, window.first.month) == month


def test_the_table_has_fifteen_rows() -> None:
    assert [row for row, _, _ in TABLE] == [row.value for row in Row]


rows = st.sampled_from(list(Row))
years = st.integers(2022, 2099)


@pytest.mark.rule("R-P.1")
@given(row=rows, year=years)
def test_a_window_is_one_whole_month(row: Row, year: int) -> None:
    window = window_of(row, year, BOOK)

    assert window.first.day == 1
    assert window.last.month == window.first.month
    assert (window.last + timedelta(days=1)).day == 1
    assert window.first + timedelta(days=window.days) == window.last + timedelta(days=1)


@pytest.mark.rule("R-P.1")
@pytest.mark.parametrize(
    ("school_year", "last"),
    [
        pytest.param(2026, date(2027, 2, 28), id="2027 has 365 days"),
        pytest.param(2031, date(2032, 2, 29), id="2032 has 366 days"),
    ],
)
def test_february_has_the_days_it_has(school_year: int, last: date) -> None:
    assert window_of(Row.CAREER_PLANNING, school_year, BOOK).last == last


@pytest.mark.rule("R-P.2")
@given(year=years)
def test_nothing_falls_in_june(year: int) -> None:
    months = {window.first.month for window in windows_of(year, BOOK).values()}

    assert months == set(range(1, 13)) - {6}


@pytest.mark.rule("R-P.8")
@given(row=rows, year=years)
def test_every_month_belongs_to_its_edition(row: Row, year: int) -> None:
    window = window_of(row, year, BOOK)

    assert {edition_of(window.first, BOOK), edition_of(window.last, BOOK)} == {year}


@pytest.mark.rule("R-P.8")
@pytest.mark.parametrize(
    ("day", "school_year"),
    [
        pytest.param(date(2031, 7, 31), 2030, id="the last day of July"),
        pytest.param(date(2031, 8, 1), 2031, id="the August before September"),
        pytest.param(date(2032, 6, 15), 2031, id="June"),
    ],
)
def test_the_august_before_the_school_year_belongs_to_it(day: date, school_year: int) -> None:
    assert edition_of(day, BOOK) == school_year


@pytest.mark.rule("R-P.8")
def test_a_later_edition_may_have_other_months() -> None:
    """Were row 15 moved to June by an amendment, it would still be the second calendar year."""
    amended = with_figures(BOOK, {"figures.month.P-15": 6})

    assert window_of(Row.MONITORING, 2031, amended).first == date(2032, 6, 1)
