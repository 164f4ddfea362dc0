"""A conformity decision serves the one transaction for which it was given."""

from datetime import date
from typing import Any

import pytest

from tests.unit.education_tool.tools import UNIT
from workflows.education_tool.forms import DecisionUse
from workflows.education_tool.messages.application import Path
from workflows.education_tool.registers import ToolDecision
from workflows.education_tool.rules.uses import breaches_of_use
from workflows.kernel.roles import Actor, Role

BY = Actor(role=Role.APPLICANT, id="applicant-1", institution=UNIT)
TODAY = date(2026, 7, 1)
DECISION = ToolDecision.model_validate(
    {
        "decision_no": "UK-1",
        "decided_on": "2026-06-26",
        "tool_no": "EA-7",
        "unit": UNIT,
        "path": "purchase",
        "transaction_no": "SA-2026-9",
    }
)


def rules(*, by: Actor = BY, decision: ToolDecision | None = DECISION, **changes: Any) -> list[str]:
    usual = {
        "decision_no": "UK-1",
        "path": "purchase",
        "transaction_no": "SA-2026-9",
        "used_on": "2026-06-30",
    }
    use = DecisionUse.model_validate(usual | changes)
    return [r.rule for r in breaches_of_use(use, by=by, on=TODAY, decision=decision)]


@pytest.mark.rule("E-35.5")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="its own purchase"),
        pytest.param({"used_on": "2026-06-26"}, [], id="on the day of the decision"),
        pytest.param({"used_on": "2026-07-01"}, [], id="today"),
        pytest.param({"transaction_no": "SA-2026-10"}, ["E-35.5"], id="another purchase"),
        pytest.param({"path": "donation"}, ["E-35.5"], id="a donation of that number"),
        pytest.param({"used_on": "2026-06-25"}, ["E-35.5"], id="before the decision"),
        pytest.param({"used_on": "2026-07-02"}, ["E-35.5"], id="still to come"),
        pytest.param({"decision": None}, ["E-35.5"], id="no such decision"),
    ],
)
def test_a_decision_holds_for_its_transaction_only(
    changes: dict[str, Any], found: list[str]
) -> None:
    assert rules(**changes) == found


@pytest.mark.rule("E-35.5")
@pytest.mark.parametrize(
    "by",
    [
        Actor(role=Role.APPLICANT, id="applicant-2", institution="BIRIM-4"),
        Actor(role="tool-owner", id="owner-9", institution=UNIT),
    ],
)
def test_only_the_unit_that_got_it_uses_it(by: Actor) -> None:
    assert rules(by=by) == ["E-35.5"]


@pytest.mark.rule("E-35.5")
def test_a_decision_on_the_ministrys_own_tool_serves_any_use() -> None:
    own = DECISION.model_copy(update={"path": Path.OWN, "transaction_no": None})

    assert rules(decision=own) == []


@pytest.mark.rule("E-35.5")
def test_whoever_may_not_use_one_hears_so_even_where_there_is_none() -> None:
    owner = Actor(role="tool-owner", id="owner-9", institution=UNIT)

    assert rules(by=owner, decision=None) == ["E-35.5", "E-35.5"]
