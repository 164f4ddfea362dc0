"""The use of a conformity decision: for the one transaction it was given for (E-35.5)."""

from collections.abc import Iterable
from datetime import date

from workflows.education_tool.forms import DecisionUse
from workflows.education_tool.messages.application import Path
from workflows.education_tool.registers import ToolDecision
from workflows.education_tool.rules.filing import FOR_ONE_USE
from workflows.kernel.case.reasons import only
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor, Role

PATH_CALLED = {
    Path.PURCHASE: "purchase",
    Path.DONATION: "donation",
    Path.PROTOCOL: "protocol",
    Path.OWN: "tool of the Ministry",
    Path.REQUESTED: "tool that the Minister's office wants reviewed",
    Path.MINORITY_SCHOOL: "book of a minority school",
    Path.FOREIGN_SCHOOL: "book of a foreign school",
}
"""What the ways to a decision are called in a refusal."""

_APPLY = "apply for another review: an unchanged tool is only compared (E-35.4)"


def breaches_of_use(
    use: DecisionUse, *, by: Actor, on: date, decision: ToolDecision | None
) -> tuple[Reason, ...]:
    """Return why a decision cannot be used like this (E-35.5).

    Args:
        use: What it is to be used for.
        by: Who uses it.
        on: Day of the act, in Istanbul.
        decision: As the register has it; none where it has no such decision.
    """
    wrong = only("E-35.5", by, Role.APPLICANT, to="use a conformity decision")
    if decision is None:
        return (
            *wrong,
            Reason(
                rule="E-35.5",
                what=f"no conformity decision {use.decision_no} is registered",
                why="a tool comes to schools by a decision of the Presidency on it",
                do="check the number, or apply for a review of the tool",
            ),
        )
    return (
        *wrong,
        *_breaches_of_unit(by, decision),
        *_breaches_of_purpose(use, decision),
        *_breaches_of_day(use, on, decision),
    )


def _breaches_of_unit(by: Actor, decision: ToolDecision) -> Iterable[Reason]:
    if by.institution != decision.unit:
        yield Reason(
            rule="E-35.5",
            what=f"{by.institution or 'no institution'} uses the decision",
            why=f"it was given to {decision.unit} for its own transaction",
            do=_APPLY,
        )


def _breaches_of_purpose(use: DecisionUse, decision: ToolDecision) -> Iterable[Reason]:
    if decision.path not in FOR_ONE_USE:
        return
    if (use.path, use.transaction_no) != (decision.path, decision.transaction_no):
        yield Reason(
            rule="E-35.5",
            what=f"the decision is used for {use.transaction_no} ({PATH_CALLED[use.path]})",
            why=f"it holds for {decision.transaction_no} ({PATH_CALLED[decision.path]}) only",
            do=_APPLY,
        )


def _breaches_of_day(use: DecisionUse, on: date, decision: ToolDecision) -> Iterable[Reason]:
    if not decision.decided_on <= use.used_on <= on:
        yield Reason(
            rule="E-35.5",
            what=f"used on {use.used_on}",
            why=f"the decision is of {decision.decided_on}, and today is {on}",
            do="check the day of use",
        )
