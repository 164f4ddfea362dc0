"""Which office runs an agreement, who signs it and who approves its costs."""

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import APPROVERS, LEVELS, OFFICES, SIGNATORIES, by
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.agreement.rules.offices import (
    breaches_of_actor,
    breaches_of_office,
    cost_approver_of,
    office_of,
    signatory_of,
)


@pytest.mark.rule("A-7.1", "A-8.2", "R-A.9")
def test_the_office_of_the_area_runs_an_agreement() -> None:
    assert {level: office_of(level) for level in LEVELS} == OFFICES


@pytest.mark.rule("A-8.3")
def test_directors_sign_and_for_the_country_the_minister() -> None:
    assert {level: signatory_of(level) for level in LEVELS} == SIGNATORIES


@pytest.mark.rule("A-8.6")
def test_the_minister_approves_costs_of_the_centre_and_the_governor_all_others() -> None:
    assert {level: cost_approver_of(level) for level in LEVELS} == APPROVERS


@pytest.mark.rule("A-8.2", "R-A.9")
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "role", [*OFFICES.values(), Office.MINISTER, Office.PRINCIPAL, Office.PARTNER]
)
def test_no_other_office_acts_in_an_agreement(level: Level, role: str) -> None:
    expected = [] if OFFICES[level] == role else ["A-11.1"]
    assert rules_of(breaches_of_office(level, by=by(role), rule="A-11.1")) == expected


@pytest.mark.rule("A-8.6")
def test_what_is_one_roles_is_nobody_elses() -> None:
    assert breaches_of_actor(Office.GOVERNOR, by=by(Office.GOVERNOR), rule="A-8.6") == ()
    (breach,) = breaches_of_actor(Office.GOVERNOR, by=by(Office.MINISTER), rule="A-8.6")
    assert (breach.rule, breach.do) == ("A-8.6", "leave it to governor")
