"""The letters of a tool review; those about results go to the unit and to the owner."""

from datetime import date
from decimal import Decimal

from workflows.education_tool.messages.application import Ground, Path
from workflows.kernel.case.letters import Letter
from workflows.kernel.values import RegisterNo, Text


class Exempt(Letter):
    """The tool needs no review (E-35.6)."""

    template = "tool_exempt"
    ground: Ground
    letter_no: RegisterNo


class NotExempt(Letter):
    """The tool is reviewed after all (E-35.6)."""

    template = "tool_not_exempt"
    letter_no: RegisterNo
    reasons: Text


class DonationRefused(Letter):
    """The Ministry does not approve the donation, so the tool is not reviewed (E-35.1b)."""

    template = "tool_donation_refused"
    approval_no: RegisterNo
    reasons: Text


class FeeDue(Letter):
    """The review waits for its fee (E-15.1, E-15.3)."""

    template = "tool_fee_due"
    signatures: int
    """Of books; of everything else hours of the review stand for them (E-15.1b)."""
    indicator: Decimal
    only_changes: bool
    """Whether the fee is for what has changed in a tool found suitable before (R-E.7)."""


class Assignment(Letter):
    """To the commission: the tool is theirs to review (E-35.7)."""

    template = "tool_assignment"
    order_no: RegisterNo
    hours: Decimal


class MendingAsked(Letter):
    """The tool is suitable once its errors are mended (E-35.3, R-E.4)."""

    template = "tool_mending_asked"
    report_no: RegisterNo
    error_slip_no: RegisterNo
    again: bool
    """Whether the commission still finds errors in a tool that was to be mended."""
    reminder_days: int


class Conforms(Letter):
    """The Presidency has found the tool in conformity (E-35.5)."""

    template = "tool_conforms"
    decision_no: RegisterNo
    decided_on: date
    path: Path
    transaction_no: RegisterNo | None
    """The one transaction that it serves; none where it may be used without one."""


class NotSuitable(Letter):
    """The tool is not suitable: by the commission's report, or by the Presidency's decision."""

    template = "tool_not_suitable"
    report_no: RegisterNo
    error_slip_no: RegisterNo | None
    decision_no: RegisterNo | None = None
    decided_on: date | None = None
    reasons: Text | None = None


class Withdrawn(Letter):
    """The unit has given the review up (R-E.6)."""

    template = "tool_withdrawn"


class WithdrawnWithFee(Withdrawn):
    """The same, with what becomes of the fee."""

    paid: Decimal
    refund: Decimal
    retained: Decimal


class DutyCancelled(Letter):
    """To the department: a member is to be replaced (E-19)."""

    template = "tool_duty_cancelled"
    ground: str
    finding_no: RegisterNo
