"""The Presidency sets a fee that the rules do not give (R-T.28)."""

from workflows.kernel.case.declared import command
from workflows.kernel.case.message import Message
from workflows.kernel.values import RegisterNo
from workflows.textbook_law.draft import Lira
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage


@command(
    "record_fee_decision",
    by=(Office.PRESIDENCY,),
    stage=Stage.OBJECTION,
    rule="R-T.28",
    tr="İnceletme ücretinin belirlenmesi",
    en="Fee set by the Presidency",
)
class FeeDecision(Message):
    """What is owed for a review or an objection where the rules cannot compute it (R-T.28).

    No coefficient is registered for the payment date, or the work has no whole signature.
    """

    owed: Lira
    decision_no: RegisterNo
