"""The end: extension, termination and run-off."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import BOOK, ENDS_ON, FIRST_AFTER, HELD_OPEN, SIGNED_ON
from workflows.agreement.messages.term import ExtensionDecision, ExtensionRequest, Termination
from workflows.agreement.rules.ending import (
    breaches_of_extension_decision,
    breaches_of_extension_request,
    breaches_of_run_off_end,
    breaches_of_termination,
    covers_training,
)
from workflows.kernel.law.rulebook import Rulebook

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


def decided(book: Rulebook = BOOK, *, late: bool = False, **changes: Any) -> list[str]:
    """The rules that a decision on an extension breaks."""
    decision = a_decision(**changes)
    return rules_of(
        breaches_of_extension_decision(decision, ends_on=ENDS_ON, ended=late, book=book)
    )


def ended(
    today: date = date(2027, 3, 15), missed: tuple[str, ...] = (), **changes: Any
) -> list[str]:
    """The rules that a termination breaks."""
    termination = a_termination(**changes)
    return rules_of(
        breaches_of_termination(
            termination, signed_on=SIGNED_ON, ends_on=ENDS_ON, today=today, missed=missed
        )
    )


# -- extension -----------------------------------------------------------------------------------


@pytest.mark.rule("A-11.5", "R-A.4")
@pytest.mark.parametrize(
    ("wished_until", "found"),
    [
        pytest.param(LATER, [], id="half a year"),
        pytest.param(FIRST_AFTER, [], id="a day more"),
        pytest.param(ENDS_ON, ["A-11.5"], id="not a day more"),
    ],
)
def test_a_longer_term_ends_on_a_later_day(wished_until: date, found: list[str]) -> None:
    request = ExtensionRequest(wished_until=wished_until)

    in_time = breaches_of_extension_request(request, ends_on=ENDS_ON, ended=False)
    late = breaches_of_extension_request(request, ends_on=ENDS_ON, ended=True)
    assert (rules_of(in_time), rules_of(late)) == (found, ["R-A.4", *found])


@pytest.mark.rule("A-11.5", "R-A.4")
@pytest.mark.parametrize(
    ("late", "book", "found"),
    [
        pytest.param(False, BOOK, [], id="in time"),
        pytest.param(True, BOOK, ["R-A.4"], id="after the end: a new agreement"),
        pytest.param(True, HELD_OPEN, [], id="after the end, if held open"),
    ],
)
def test_a_late_yes_does_not_bring_an_agreement_back(
    *, late: bool, book: Rulebook, found: list[str]
) -> None:
    assert decided(book, late=late) == found


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
@pytest.mark.parametrize("late", [True, False])
def test_a_no_has_reasons_and_no_day(*, late: bool) -> None:
    reasons = "Göstergelere ulaşılamadı."

    assert decided(late=late, granted=False, until=None, reasons=reasons) == []
    assert decided(late=late, granted=False, until=None) == ["A-11.5"]
    assert decided(late=late, granted=False, reasons=reasons) == ["A-11.5"]


# -- termination ---------------------------------------------------------------------------------


@pytest.mark.rule("A-8.8", "R-A.6", "R-A.12")
@pytest.mark.parametrize(
    ("effective_on", "decided_on", "found"),
    [
        pytest.param("2027-03-15", None, [], id="today, without notice"),
        pytest.param("2027-03-12", None, [], id="by a decision of Friday, told on Monday"),
        pytest.param("2027-03-12", "2027-03-12", [], id="the same, with its day"),
        pytest.param("2027-03-12", "2027-03-13", ["R-A.6"], id="before it was decided"),
        pytest.param("2027-03-16", "2027-03-16", ["R-A.6"], id="decided tomorrow"),
        pytest.param("2027-03-16", None, [], id="tomorrow"),
        pytest.param("2026-08-20", "2026-08-20", [], id="on the day of the signing"),
        pytest.param("2026-08-19", None, ["R-A.12"], id="before the signing"),
        pytest.param("2027-08-31", None, [], id="on the last day"),
        pytest.param("2027-09-01", None, ["A-8.10"], id="after the end"),
    ],
)
@pytest.mark.parametrize("ground", ["unilateral", "mutual"])
def test_a_termination_takes_effect_on_the_day_decided_and_never_before(
    effective_on: str, decided_on: str | None, found: list[str], ground: str
) -> None:
    """Signed on 20 August 2026, recorded on Monday 15 March 2027."""
    assert ended(effective_on=effective_on, decided_on=decided_on, ground=ground) == found


@pytest.mark.rule("A-11.2")
def test_for_missed_indicators_an_agreement_ends_by_a_review() -> None:
    assert ended(ground="performance-indicators", missed=("kurs",)) == []
    assert ended(ground="performance-indicators") == ["A-11.2"]
    assert ended(ground="unilateral") == []


# -- run-off -------------------------------------------------------------------------------------


@pytest.mark.rule("A-11.4", "R-A.5", "R-A.10")
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "covered"),
    [
        pytest.param(date(2027, 8, 30), date(2027, 9, 30), True, id="Monday 30: run-off"),
        pytest.param(ENDS_ON, date(2027, 9, 30), False, id="Tuesday 31 and on: not covered"),
        pytest.param(ENDS_ON, ENDS_ON, True, id="on Tuesday 31 alone"),
        pytest.param(FIRST_AFTER, FIRST_AFTER, False, id="after the end"),
    ],
)
def test_training_begun_before_the_end_is_finished(
    starts_on: date, ends_on: date, *, covered: bool
) -> None:
    assert covers_training(starts_on, ends_on, ENDS_ON) is covered


@pytest.mark.rule("R-A.5")
@given(
    last_day=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(-400, 400),
    more=st.integers(1, 400),
)
def test_begun_before_is_on_an_earlier_day(last_day: date, days: int, more: int) -> None:
    starts_on = last_day + timedelta(days=days)
    assert covers_training(starts_on, starts_on + timedelta(days=more), last_day) is (days < 0)


@pytest.mark.rule("A-11.4")
@pytest.mark.parametrize(("unfinished", "found"), [(0, []), (1, ["A-11.4"]), (40, ["A-11.4"])])
def test_the_run_off_lasts_until_all_training_is_finished(
    unfinished: int, found: list[str]
) -> None:
    assert rules_of(breaches_of_run_off_end(unfinished=unfinished)) == found


# -- older agreements ----------------------------------------------------------------------------
