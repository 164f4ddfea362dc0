"""The end: extension, termination and run-off."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import BOOK, ENDS_ON, FIRST_AFTER, HELD_OPEN, a_draft
from workflows.agreement.messages.term import ExtensionDecision, ExtensionRequest, Termination
from workflows.agreement.rules.ending import (
    breaches_of_extension_decision,
    breaches_of_extension_request,
    breaches_of_run_off_end,
    breaches_of_termination,
    covers_training,
    last_day,
)
from workflows.kernel.law.rulebook import Rulebook

IN_TIME = date(2027, 8, 2)
LATER = date(2028, 2, 29)


def a_decision(**changes: Any) -> ExtensionDecision:
    """Granted for another half year."""
    usual: dict[str, Any] = {
        "granted": True,
        "until": LATER,
        "letter_no": "E-40",
        "performance_indicators_met": True,
    }
    return ExtensionDecision.model_validate(usual | changes)


def a_termination(**changes: Any) -> Termination:
    usual: dict[str, Any] = {
        "effective_on": date(2027, 3, 15),
        "letter_no": "E-41",
        "ground": "mutual",
    }
    return Termination.model_validate(usual | changes)


def decided(today: date = IN_TIME, book: Rulebook = BOOK, **changes: Any) -> list[str]:
    """The rules that a decision on an extension breaks."""
    decision = a_decision(**changes)
    return rules_of(
        breaches_of_extension_decision(decision, ends_on=ENDS_ON, today=today, book=book)
    )


def ended(
    today: date = date(2027, 3, 15), missed: tuple[str, ...] = (), **changes: Any
) -> list[str]:
    """The rules that a termination breaks."""
    termination = a_termination(**changes)
    return rules_of(
        breaches_of_termination(termination, ends_on=ENDS_ON, today=today, missed=missed)
    )


# -- extension -----------------------------------------------------------------------------------


@pytest.mark.rule("A-11.5", "R-A.4", "R-A.10")
@pytest.mark.parametrize(
    ("today", "wished_until", "found"),
    [
        pytest.param(IN_TIME, LATER, [], id="in time"),
        pytest.param(ENDS_ON, FIRST_AFTER, [], id="on the last day, for a day more"),
        pytest.param(FIRST_AFTER, LATER, ["R-A.4"], id="the day after"),
        pytest.param(IN_TIME, ENDS_ON, ["A-11.5"], id="for not a day more"),
        pytest.param(FIRST_AFTER, ENDS_ON, ["R-A.4", "A-11.5"], id="both"),
    ],
)
def test_a_longer_term_is_asked_for_by_the_end_of_the_last_day(
    today: date, wished_until: date, found: list[str]
) -> None:
    request = ExtensionRequest(wished_until=wished_until)

    assert rules_of(breaches_of_extension_request(request, ends_on=ENDS_ON, today=today)) == found


@pytest.mark.rule("A-11.5", "R-A.4", "R-A.10")
@pytest.mark.parametrize(
    ("today", "book", "found"),
    [
        pytest.param(IN_TIME, BOOK, [], id="in time"),
        pytest.param(ENDS_ON, BOOK, [], id="on the last day"),
        pytest.param(FIRST_AFTER, BOOK, ["R-A.4"], id="the day after: a new agreement"),
        pytest.param(FIRST_AFTER, HELD_OPEN, [], id="the day after, if held open"),
    ],
)
def test_a_late_yes_does_not_bring_an_agreement_back(
    today: date, book: Rulebook, found: list[str]
) -> None:
    assert decided(today, book) == found


@pytest.mark.rule("A-11.5")
@pytest.mark.parametrize(
    ("until", "found"),
    [
        pytest.param(FIRST_AFTER, [], id="a day more"),
        pytest.param(date(2057, 8, 31), [], id="as long as it is decided"),
        pytest.param(ENDS_ON, ["A-11.5"], id="not a day more"),
        pytest.param(None, ["A-11.5"], id="for ever"),
    ],
)
def test_a_term_is_extended_to_a_later_day(until: date | None, found: list[str]) -> None:
    assert decided(until=until) == found


@pytest.mark.rule("A-11.5")
@pytest.mark.parametrize("met", [True, False])
def test_indicators_are_weighed_and_the_decision_is_the_offices(*, met: bool) -> None:
    assert decided(performance_indicators_met=met) == []


@pytest.mark.rule("A-11.5")
@pytest.mark.parametrize("today", [IN_TIME, FIRST_AFTER])
def test_a_no_has_reasons_and_no_day(today: date) -> None:
    reasons = "Göstergelere ulaşılamadı."

    assert decided(today, granted=False, until=None, reasons=reasons) == []
    assert decided(today, granted=False, until=None) == ["A-11.5"]
    assert decided(today, granted=False, reasons=reasons) == ["A-11.5"]


@pytest.mark.rule("A-8.10", "A-11.5", "R-A.4")
def test_a_term_may_be_extended_again_and_again() -> None:
    no = a_decision(granted=False, until=None, reasons="Göstergelere ulaşılamadı.")
    more = [a_decision(until=date(year, 8, 31)) for year in range(2028, 2033)]

    assert last_day(a_draft(), []) == ENDS_ON
    assert last_day(a_draft(), [no]) == ENDS_ON
    assert last_day(a_draft(), [*more, no]) == date(2032, 8, 31)


# -- termination ---------------------------------------------------------------------------------


@pytest.mark.rule("A-8.8", "R-A.6")
@pytest.mark.parametrize(
    ("effective_on", "found"),
    [
        pytest.param("2027-03-14", ["R-A.6"], id="yesterday"),
        pytest.param("2027-03-15", [], id="today, without notice"),
        pytest.param("2027-03-16", [], id="tomorrow"),
        pytest.param("2027-08-31", [], id="on the last day"),
        pytest.param("2027-09-01", ["A-8.10"], id="after the end"),
    ],
)
@pytest.mark.parametrize("ground", ["unilateral", "mutual"])
def test_a_termination_takes_effect_on_the_day_decided_and_never_before(
    effective_on: str, found: list[str], ground: str
) -> None:
    assert ended(effective_on=effective_on, ground=ground) == found


@pytest.mark.rule("A-11.2")
def test_for_missed_indicators_an_agreement_ends_by_a_review() -> None:
    assert ended(ground="performance-indicators", missed=("kurs",)) == []
    assert ended(ground="performance-indicators") == ["A-11.2"]
    assert ended(ground="unilateral") == []


# -- run-off -------------------------------------------------------------------------------------


@pytest.mark.rule("A-11.4", "R-A.5")
@pytest.mark.parametrize(
    ("starts_on", "covered"),
    [
        pytest.param(date(2027, 8, 30), True, id="Monday 30 August 2027: finished in run-off"),
        pytest.param(ENDS_ON, False, id="Tuesday 31 August 2027: not covered"),
        pytest.param(FIRST_AFTER, False, id="after the end"),
    ],
)
def test_training_begun_before_the_end_is_finished(starts_on: date, *, covered: bool) -> None:
    assert covers_training(starts_on, ENDS_ON) is covered


@pytest.mark.rule("R-A.5")
@given(ends_on=st.dates(date(2020, 1, 1), date(2040, 1, 1)), days=st.integers(-400, 400))
def test_begun_before_is_on_an_earlier_day(ends_on: date, days: int) -> None:
    assert covers_training(ends_on + timedelta(days=days), ends_on) is (days < 0)


@pytest.mark.rule("A-11.4")
@pytest.mark.parametrize(("unfinished", "found"), [(0, []), (1, ["A-11.4"]), (40, ["A-11.4"])])
def test_the_run_off_lasts_until_all_training_is_finished(
    unfinished: int, found: list[str]
) -> None:
    assert rules_of(breaches_of_run_off_end(unfinished=unfinished)) == found


# -- older agreements ----------------------------------------------------------------------------
