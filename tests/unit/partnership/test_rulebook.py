"""The dated figures of the programme, read from the rulebook as it ships."""

from datetime import date

import pytest

from workflows.kernel.law.rulebook import NotInForce, edition_on
from workflows.kernel.law.term import Expiry, OnEnd, Roll, Unit
from workflows.partnership.messages import Row
from workflows.partnership.offices import Office
from workflows.partnership.rules.windows import window_of

from .years import BOOK, EDITIONS


@pytest.mark.rule("S-D", "R-P.1")
@pytest.mark.parametrize("row", Row)
def test_every_row_is_a_term_of_one_month_that_never_rolls(row: Row) -> None:
    law = BOOK.term(row)

    assert (law.rule, law.article) == (row, f"sıra {row.value[2:]}")
    assert (law.unit, law.expiry, law.roll) == (Unit.CALENDAR_DAYS, Expiry.MIDNIGHT, Roll.NONE)
    assert law.length == window_of(row, 2026, BOOK).days  # 2027 is not a leap year
    assert law.reminders == (0,)


@pytest.mark.rule("R-P.7")
def test_no_row_lapses_and_no_office_is_told() -> None:
    """No sanction: a missed action is late, and may follow."""
    laws = [BOOK.term(row) for row in Row]

    assert {law.on_end for law in laws} == {OnEnd.ESCALATE}
    assert {law.escalates_to for law in laws} == {()}
    assert all(law.extension is None for law in laws)


@pytest.mark.rule("R-P.9")
def test_managers_act_where_no_coordinator_is_named_yet() -> None:
    awaited = {row: BOOK.term(row).awaits for row in Row}

    managers = {row for row, role in awaited.items() if role == Office.PRINCIPAL}
    assert managers == {Row.WEB_SITES, Row.COORDINATORS}
    assert set(awaited.values()) == {Office.PRINCIPAL, Office.SCHOOL_COORDINATOR}


def test_the_stages_go_on_by_the_calendar_alone() -> None:
    for name in ("opening", "running"):
        law = BOOK.term(name)
        assert (law.on_end, law.administrative, law.reminders) == (OnEnd.RELEASE, True, ())


def test_every_term_and_figure_names_its_rule() -> None:
    assert set(BOOK.rules) == set(BOOK.figures)
    named = [*BOOK.rules.values(), *(law.rule for law in BOOK.terms.values())]
    assert all(rule.startswith(("P-", "R-P.")) for rule in named)
    assert {name: BOOK.rules[f"month.{name}"] for name in Row} == {row: row for row in Row}


def test_the_programme_is_dated_10_august_2022() -> None:
    assert edition_on(EDITIONS, date(2022, 8, 10)).edition == "2022-08-10"
    with pytest.raises(NotInForce):
        edition_on(EDITIONS, date(2022, 8, 9))
