"""The dated table of the programme, played from its opening on: windows, reminders, ends.

Each row's month comes from the table; its last day was looked up in a printed calendar, the
reminder is that day, or the last weekday before it that is not a public holiday.
"""

from datetime import date

import pytest

from tests.unit.partnership.years import KAYSERI, MALATYA, Programme, opened
from workflows.partnership.messages import Row

MANAGED = {"P-1", "P-3"}
"""Rows that the schools' managers are reminded of; of all others, their coordinators."""

THIS_EDITION = [
    # 2026-27, the worked example of the catalogue: row, window end, reminder
    ("P-1", "2026-08-31", "2026-08-31"),  # Monday
    ("P-2", "2026-09-30", "2026-09-30"),  # Wednesday
    ("P-3", "2026-09-30", "2026-09-30"),
    ("P-4", "2026-09-30", "2026-09-30"),
    ("P-5", "2026-09-30", "2026-09-30"),
    ("P-6", "2026-10-31", "2026-10-30"),  # Saturday; Friday
    ("P-7", "2026-10-31", "2026-10-30"),
    ("P-8", "2026-11-30", "2026-11-30"),  # Monday
    ("P-9", "2026-12-31", "2026-12-31"),  # Thursday
    ("P-10", "2027-01-31", "2027-01-29"),  # Sunday; Friday
    ("P-11", "2027-02-28", "2027-02-26"),  # Sunday; Friday
    ("P-12", "2027-03-31", "2027-03-31"),  # Wednesday
    ("P-13", "2027-04-30", "2027-04-30"),  # Friday
    ("P-14", "2027-05-31", "2027-05-31"),  # Monday
    ("P-15", "2027-07-31", "2027-07-30"),  # Saturday; Friday
]

FIRST_EDITION = [
    # 2022-23, the edition of the document itself, opened on its day, Wednesday 10 August 2022
    ("P-1", "2022-08-31", "2022-08-31"),  # Wednesday
    ("P-2", "2022-09-30", "2022-09-30"),  # Friday
    ("P-3", "2022-09-30", "2022-09-30"),
    ("P-4", "2022-09-30", "2022-09-30"),
    ("P-5", "2022-09-30", "2022-09-30"),
    ("P-6", "2022-10-31", "2022-10-31"),  # Monday
    ("P-7", "2022-10-31", "2022-10-31"),
    ("P-8", "2022-11-30", "2022-11-30"),  # Wednesday
    ("P-9", "2022-12-31", "2022-12-30"),  # Saturday; Friday
    ("P-10", "2023-01-31", "2023-01-31"),  # Tuesday
    ("P-11", "2023-02-28", "2023-02-28"),  # Tuesday
    ("P-12", "2023-03-31", "2023-03-31"),  # Friday
    ("P-13", "2023-04-30", "2023-04-28"),  # Sunday; Friday
    ("P-14", "2023-05-31", "2023-05-31"),  # Wednesday
    ("P-15", "2023-07-31", "2023-07-31"),  # Monday
]


def after(day: str) -> str:
    """Midnight at the end of a day, as clocks show it."""
    return f"{date.fromordinal(date.fromisoformat(day).toordinal() + 1)}T00:00:00"


def of(row: str) -> tuple[str, str]:
    """The two offices that are reminded of a row."""
    role = "principal" if row in MANAGED else "school-coordinator"
    return f"{role}/{MALATYA}", f"{role}/{KAYSERI}"


def left_alone(received: str, school_year: int) -> Programme:
    """A programme of which nobody does anything."""
    programme = opened(received, school_year=school_year)
    programme.alone()
    return programme


@pytest.fixture(scope="module")
def this_edition() -> Programme:
    return left_alone("2026-06-15T10:00", school_year=2026)


@pytest.fixture(scope="module")
def first_edition() -> Programme:
    return left_alone("2022-08-10T10:00", school_year=2022)


@pytest.mark.rule("R-P.1", "R-P.8", "S-D")
@pytest.mark.parametrize(
    ("row", "ends_on", "reminded_on"),
    [pytest.param(*e, id=e[0], marks=pytest.mark.rule(e[0])) for e in THIS_EDITION],
)
def test_the_worked_example_of_2026(
    this_edition: Programme, row: str, ends_on: str, reminded_on: str
) -> None:
    assert_dated(this_edition, row, ends_on, reminded_on)


@pytest.mark.rule("R-P.1", "S-D")
@pytest.mark.parametrize(
    ("row", "ends_on", "reminded_on"),
    [pytest.param(*e, id=e[0], marks=pytest.mark.rule(e[0])) for e in FIRST_EDITION],
)
def test_the_edition_of_the_document_itself(
    first_edition: Programme, row: str, ends_on: str, reminded_on: str
) -> None:
    assert_dated(first_edition, row, ends_on, reminded_on)


def assert_dated(programme: Programme, row: str, ends_on: str, reminded_on: str) -> None:
    """The whole month counts: from its first day to 24:00 of its last, and nothing rolls."""
    term = programme.term(row)
    first = date.fromisoformat(ends_on).replace(day=1)
    assert (term.starts_on.toordinal() + 1, str(term.due_on)) == (first.toordinal(), ends_on)
    assert programme.due(row) == after(ends_on)
    assert [(to, day) for _, to, day in programme.told(row) if "reminder" in _] == [
        (to, reminded_on) for to in of(row)
    ]


@pytest.mark.rule("R-P.7")
def test_nothing_follows_from_doing_nothing(this_edition: Programme) -> None:
    """Every row is late, none lapses, nobody is told but the schools, the case stays open."""
    assert set(this_edition.states.values()) == {"late"}
    assert this_edition.entries("lapse", "escalation", "extension") == []
    assert [at for _, name, at in this_edition.entries("ended") if name.startswith("P-")] == [
        f"{after(ends_on)[:-2]}01" for _, ends_on, _ in THIS_EDITION_BY_DAY
    ]
    addressees = {notice.addressee for notice in this_edition.notices}
    assert addressees == {*of("P-1"), *of("P-2")}
    assert (this_edition.stage, this_edition.outcome) == ("overdue", None)
    assert {term.rule for term in this_edition.file.open_terms} == set(Row)


THIS_EDITION_BY_DAY = sorted(THIS_EDITION, key=lambda entry: entry[1])


@pytest.mark.rule("R-P.2")
def test_june_is_quiet(this_edition: Programme) -> None:
    dated = [entry.counts_from for entry in this_edition.journal]

    # the end of May is dated 00:00:01 of 1 June
    assert [f"{day:%Y-%m-%d %H:%M:%S}" for day in dated if f"{day:%Y-%m}" == "2027-06"] == [
        "2027-06-01 00:00:01"
    ]


@pytest.mark.rule("R-P.1", "P-12")
def test_a_month_that_ends_in_a_feast_is_reminded_of_before_it_and_does_not_roll() -> None:
    """Ramazan Bayramı 2025: Sunday 30 March to Tuesday 1 April; the 28th is the Friday before."""
    programme = opened("2024-06-14T10:00", school_year=2024)
    programme.until("2025-04-02T09:00")

    assert programme.due("P-12") == "2025-04-01T00:00:00"
    assert [day for _, _, day in programme.told("P-12")] == ["2025-03-28", "2025-03-28"]


@pytest.mark.rule("R-P.1", "P-11")
def test_a_leap_year_has_a_longer_february() -> None:
    """29 February 2028 is a Tuesday."""
    programme = opened("2027-06-14T10:00", school_year=2027)
    programme.until("2028-03-01T00:00:01")

    assert programme.due("P-11") == "2028-03-01T00:00:00"
    assert [day for _, _, day in programme.told("P-11")] == ["2028-02-29", "2028-02-29"]
    assert programme.states["P-11"] == "late"
