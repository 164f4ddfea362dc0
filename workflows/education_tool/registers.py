"""Registers of tools: what a case asks, and the rows that it enters."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import AwareDatetime, JsonValue

from workflows.education_tool.messages.application import Path, ToolApplication
from workflows.kernel.case.records import Inquiry
from workflows.kernel.case.rows import Row
from workflows.kernel.values import Code, PersonId, RegisterNo


class Register(StrEnum):
    """The registers that a case asks."""

    TOOL_DECISIONS = "tool-decisions"
    """Whether a conformity decision is known, and what it is about."""


class ToolDecision(Row):
    """A conformity decision, and the one transaction that it serves (E-35.5)."""

    register: ClassVar[str] = Register.TOOL_DECISIONS
    decision_no: RegisterNo
    decided_on: date
    tool_no: RegisterNo
    unit: Code
    path: Path
    transaction_no: RegisterNo | None


class ToolFee(Row):
    """The review fee of a tool as it was counted (E-15.1); of a corrected one the newest counts."""

    register: ClassVar[str] = "tool-fees"
    signatures: int
    coefficient: Decimal
    owed: Decimal
    paid: Decimal
    receipt_no: RegisterNo


class Refund(Row):
    """What of the fee goes back, to the kuruş (R-E.6, R-S.11)."""

    register: ClassVar[str] = "refunds"
    rule: Literal["R-E.6"] = "R-E.6"
    paid: Decimal
    refund: Decimal
    retained: Decimal


class EffortBudget(Row):
    """Hours that the review may take; never a term (R-E.1)."""

    register: ClassVar[str] = "effort-budgets"
    rule: str
    hours: Decimal
    """As ordered."""
    budget: int
    """At most."""


class LateHours(Row):
    """Hours of a commission's member beyond the limit, which are not paid (E-19)."""

    register: ClassVar[str] = "commission-duties"
    rule: Literal["S-19.1"] = "S-19.1"
    hours_unpaid: Decimal


class DutyEnd(Row):
    """The end of a member's duties on current commissions (E-19)."""

    register: ClassVar[str] = "commission-duties"
    rule: Literal["S-19.2"] = "S-19.2"
    ground: str
    finding_no: RegisterNo
    member: PersonId
    cancelled_at: AwareDatetime


class Payment(Row):
    """What reviewers were paid by a month's tally (E-15.5)."""

    register: ClassVar[str] = "reviewer-payments"
    month: str
    amount: Decimal


DECISION = "tool_decision"
"""Name under which an opening knows the earlier decision on a tool."""


def inquiries(application: ToolApplication) -> tuple[Inquiry, ...]:
    """Ask what an opening must know: the earlier decision, where there is one (E-35.4)."""
    if application.earlier_decision is None:
        return ()
    request: dict[str, JsonValue] = {"decision_no": application.earlier_decision}
    return (Inquiry(by=Register.TOOL_DECISIONS, request=request),)


def decision_in(known: Mapping[str, JsonValue]) -> ToolDecision | None:
    """Return the earlier decision that an opening knows; none where the register has none."""
    stated = known.get(DECISION)
    return None if stated is None else ToolDecision.model_validate(stated)
