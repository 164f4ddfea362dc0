"""Gates before the signing: the approval of costs, and what the draft has to say."""

from datetime import date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import APPROVERS, LEVELS, STARTS_ON, a_draft, by, indicators
from workflows.agreement.messages.agreement import CostApproval, Level
from workflows.agreement.offices import Office
from workflows.agreement.rules.drafting import (
    breaches_of_cost_approval,
    breaches_of_draft,
    model_of,
)

TODAY = date(2026, 7, 20)


def broken(level: Level = Level.DISTRICT, **changes: Any) -> list[str]:
    """The rules that a draft breaks."""
    return rules_of(breaches_of_draft(a_draft(**changes), level=level, costs_approved=False))


@pytest.mark.rule("A-8.6", "R-A.14")
@pytest.mark.parametrize("level", LEVELS)
def test_a_draft_gives_to_the_public_side_only_costs_that_are_approved(level: Level) -> None:
    draft = a_draft(public_cost=True, model=model_of(level))

    assert rules_of(breaches_of_draft(draft, level=level, costs_approved=False)) == ["A-8.6"]
    assert breaches_of_draft(draft, level=level, costs_approved=True) == ()


@pytest.mark.rule("A-8.6")
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("role", [Office.MINISTER, Office.GOVERNOR, Office.DIRECTORATE_GENERAL])
@pytest.mark.parametrize("approved", [True, False])
def test_costs_are_approved_by_the_minister_or_the_governor(
    level: Level, role: str, *, approved: bool
) -> None:
    approval = CostApproval(approved=approved, approval_no="O-9", decided_on=TODAY)
    found = breaches_of_cost_approval(approval, level=level, by=by(role), today=TODAY)

    assert rules_of(found) == ([] if APPROVERS[level] == role else ["A-8.6"])


@pytest.mark.rule("A-8.6")
def test_an_approval_has_been_given_when_it_is_recorded() -> None:
    approval = CostApproval(approved=True, approval_no="O-9", decided_on=date(2026, 7, 21))
    governor = by(Office.GOVERNOR)

    early = breaches_of_cost_approval(approval, level=Level.PROVINCE, by=governor, today=TODAY)
    assert rules_of(early) == ["A-8.6"]


@pytest.mark.rule("A-9.1")
def test_a_draft_in_order_breaks_nothing() -> None:
    assert broken() == []


@pytest.mark.rule("A-9.1")
@pytest.mark.parametrize(
    ("level", "model"), [("district", "ek-4"), ("province", "ek-4"), ("general", "ek-3")]
)
def test_the_centre_drafts_along_annex_three_and_all_others_along_annex_four(
    level: str, model: str
) -> None:
    other = {"ek-3": "ek-4", "ek-4": "ek-3"}[model]

    assert model_of(Level(level)) == model
    assert broken(Level(level), model=model) == []
    assert broken(Level(level), model=other) == ["A-9.1"]


@pytest.mark.rule("A-8.10")
@pytest.mark.parametrize(
    ("ends_on", "found"),
    [
        pytest.param(date(2026, 9, 1), [], id="the day after its first"),
        pytest.param(STARTS_ON, ["A-8.10"], id="on its first day"),
        pytest.param(date(2026, 8, 30), ["A-8.10"], id="before its first day"),
    ],
)
def test_a_term_ends_after_it_has_begun(ends_on: date, found: list[str]) -> None:
    assert broken(ends_on=ends_on) == found


@pytest.mark.parametrize(
    ("field", "wrong", "rule"),
    [
        pytest.param("duties_written", False, "A-8.4", marks=pytest.mark.rule("A-8.4")),
        pytest.param(
            "unilateral_termination_clause", False, "A-8.8", marks=pytest.mark.rule("A-8.8")
        ),
        pytest.param("logos_lawful", False, "A-8.9", marks=pytest.mark.rule("A-8.9")),
        pytest.param("transfers_powers", True, "A-8.11", marks=pytest.mark.rule("A-8.11")),
        pytest.param("charges_trainees", True, "A-8.12", marks=pytest.mark.rule("A-8.12")),
    ],
)
def test_a_draft_says_what_it_must_and_not_what_it_may_not(
    field: str, *, wrong: bool, rule: str
) -> None:
    change: dict[str, Any] = {field: wrong}

    assert broken(**change) == [rule]


@pytest.mark.rule("A-11.1")
def test_a_performance_indicator_has_one_target() -> None:
    (one,) = indicators(kurs="4")

    assert broken(performance_indicators=(one,)) == []
    assert broken(performance_indicators=(one, *indicators(kurs="5"))) == ["A-11.1"]


def test_everything_wrong_is_said_at_once() -> None:
    (one,) = indicators(kurs="4")
    everything: dict[str, Any] = {
        "model": "ek-3",
        "ends_on": STARTS_ON,
        "unilateral_termination_clause": False,
        "duties_written": False,
        "logos_lawful": False,
        "transfers_powers": True,
        "charges_trainees": True,
        "performance_indicators": (one, one),
    }

    assert broken(**everything) == [
        "A-9.1",
        "A-8.10",
        "A-8.4",
        "A-8.8",
        "A-8.9",
        "A-8.11",
        "A-8.12",
        "A-11.1",
    ]
