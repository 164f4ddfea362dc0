"""The dated figures of the cooperation agreement, read from the rulebook as it ships."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import turkish_calendar
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.rules.cadence import report_due_on, term_of
from workflows.kernel.law.calendar import ISTANBUL
from workflows.kernel.law.rulebook import NotInForce, edition_on
from workflows.kernel.law.term import OnEnd, Roll, open_term

from .agreements import BOOK, EDITIONS, STARTS_ON

OPENED_AT = datetime(2026, 8, 31, 10, 0, tzinfo=ISTANBUL)
TURKEY = turkish_calendar()


def in_istanbul(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ISTANBUL)


@pytest.mark.rule("A-8.10", "R-A.10")
@pytest.mark.parametrize(
    ("days", "due_on", "due_at"),
    [
        # 31 August 2026 to 31 August 2027: no 29 February between them
        pytest.param(365, date(2027, 8, 31), "2027-09-01T00:00", id="a year"),
        # 30 + 31 + 30 + 31 + 31 + 28 days from September to February; a Sunday
        pytest.param(181, date(2027, 2, 28), "2027-03-01T00:00", id="not rolled from a Sunday"),
    ],
)
def test_an_agreement_ends_at_midnight_of_its_last_day(
    days: int, due_on: date, due_at: str
) -> None:
    law = BOOK.term("agreement").model_copy(update={"length": days})
    found = open_term(law, law.rule, STARTS_ON, OPENED_AT, TURKEY)

    assert (found.due_on, found.due_at) == (due_on, in_istanbul(due_at))


@pytest.mark.rule("R-A.2")
@given(level=st.sampled_from(list(ReportLevel)), n=st.integers(1, 20))
def test_a_term_of_n_periods_ends_where_the_rule_says(level: ReportLevel, n: int) -> None:
    law = BOOK.term(term_of(level))
    longer = law.model_copy(update={"length": n * law.length})
    found = open_term(longer, law.rule, STARTS_ON, OPENED_AT, TURKEY)

    far = date(2099, 12, 31)
    assert found.due_on == report_due_on(STARTS_ON, law.length, n, TURKEY, last_day=far)


@pytest.mark.parametrize(
    ("term", "months", "awaits"),
    [
        pytest.param("monthly", 1, "principal", marks=pytest.mark.rule("A-11.3a")),
        pytest.param("quarterly", 3, "district-directorate", marks=pytest.mark.rule("A-11.3b")),
        pytest.param("half_yearly", 6, "provincial-directorate", marks=pytest.mark.rule("A-11.3c")),
    ],
)
def test_reports_come_monthly_quarterly_and_half_yearly(
    term: str, months: int, awaits: str
) -> None:
    law = BOOK.term(term)

    assert (law.length, law.unit, law.awaits) == (months, "months", awaits)


@pytest.mark.rule("R-A.2")
def test_a_late_report_is_reminded_of_afterwards_and_nothing_follows() -> None:
    reports = [BOOK.term(term_of(level)) for level in ReportLevel]

    assert {law.on_end for law in reports} == {OnEnd.RELEASE}
    assert {law.roll for law in reports} == {Roll.NEXT}
    assert {(law.reminders, law.escalates_to) for law in reports} == {((), ())}


@pytest.mark.rule("R-A.3")
def test_no_answer_of_an_office_has_a_term() -> None:
    assert set(BOOK.terms) == {"monthly", "quarterly", "half_yearly", "agreement", "run_off"}
    assert BOOK.term("run_off").administrative


@pytest.mark.rule("A-8.10", "R-A.4")
def test_an_agreement_lapses_with_its_term_after_three_reminders() -> None:
    law = BOOK.term("agreement")

    assert (law.on_end, law.roll, law.awaits) == (OnEnd.LAPSE, Roll.NONE, "applicant")
    assert law.reminders == (60, 30, 10)
    assert not BOOK.flag("extension.hold_open")


def test_every_term_and_figure_names_its_rule() -> None:
    assert BOOK.rules == {
        "report.anchor": "R-A.2",
        "extension.hold_open": "R-A.4",
    }
    assert all(law.rule.startswith("A-") for law in BOOK.terms.values())


def test_no_agreement_is_older_than_the_youngest_law_that_the_directive_names() -> None:
    assert edition_on(EDITIONS, date(2013, 9, 7)).edition == "2013-09-07"
    with pytest.raises(NotInForce):
        edition_on(EDITIONS, date(2013, 9, 6))
