"""The form for the register beside the cases: what a conformity decision has been used for."""

from datetime import date

from workflows.education_tool.messages.application import Path
from workflows.kernel.values import Frozen, RegisterNo


class DecisionUse(Frozen):
    """A unit buys or takes a tool on the strength of a decision (E-35.5)."""

    decision_no: RegisterNo
    path: Path
    transaction_no: RegisterNo
    """The purchase, donation or protocol for which it is used."""
    used_on: date
