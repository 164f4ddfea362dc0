"""Documents that whoever entered them enters anew, because something in them was mistyped."""

from workflows.education_tool.messages.application import FeeReceipt
from workflows.education_tool.messages.commission import CommissionProposal
from workflows.education_tool.messages.review import ReviewReport
from workflows.education_tool.offices import Office
from workflows.kernel.case.correction import Correction
from workflows.kernel.case.declared import command


@command(
    "correct_fee_receipt",
    by=(Office.REVOLVING_FUND,),
    stage=None,
    rule="E-15.1",
    tr="Dekont bilgisinin düzeltilmesi",
    en="Correction of the fee receipt",
)
class FeeCorrection(Correction):
    """The bank receipt, entered anew (E-15.1)."""

    corrects = FeeReceipt
    corrected: FeeReceipt


@command(
    "correct_commission_proposal",
    by=(Office.REVIEW_DEPARTMENT, Office.PRESIDENCY),
    stage=None,
    rule="E-35.7",
    tr="Komisyon önerisinin düzeltilmesi",
    en="Correction of a selection",
)
class ProposalCorrection(Correction):
    """The members of a commission, entered anew (E-35.7)."""

    corrects = CommissionProposal
    corrected: CommissionProposal


@command(
    "correct_review_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=None,
    rule="E-35.3",
    tr="İnceleme raporunun düzeltilmesi",
    en="Correction of a review report",
)
class ReportCorrection(Correction):
    """A report and its result, entered anew (E-35.3)."""

    corrects = ReviewReport
    corrected: ReviewReport
