"""Documents that whoever entered them enters anew, because something in them was mistyped."""

from workflows.kernel.case.correction import Correction
from workflows.kernel.case.declared import command
from workflows.kernel.roles import Role
from workflows.textbook_law.draft import FeePayment
from workflows.textbook_review.messages.commission import CommissionProposal, EvaluationProposal
from workflows.textbook_review.messages.review import Application, PreliminaryReport, ReviewReport
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport
from workflows.textbook_review.offices import Office


@command(
    "correct_fee_receipt",
    by=(Role.APPLICANT,),
    stage=None,
    rule="T-15.2",
    tr="Dekont bilgisinin düzeltilmesi",
    en="Correction of the fee receipt",
)
class FeeCorrection(Correction):
    """What the filing states of the bank receipt, entered anew (T-15.2)."""

    corrects = Application
    field = "fee"
    corrected: FeePayment


@command(
    "correct_preliminary_report",
    by=(Office.PRELIMINARY_COMMISSION,),
    stage=None,
    rule="T-13.0",
    tr="Ön inceleme raporunun düzeltilmesi",
    en="Correction of the preliminary report",
)
class PreliminaryCorrection(Correction):
    """The preliminary report, entered anew (T-13.0)."""

    corrects = PreliminaryReport
    corrected: PreliminaryReport


@command(
    "correct_commission_proposal",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=None,
    rule="T-20.1",
    tr="Komisyon önerisinin düzeltilmesi",
    en="Correction of a selection",
)
class ProposalCorrection(Correction):
    """The members of a commission, entered anew (T-20.1)."""

    corrects = CommissionProposal
    corrected: CommissionProposal


@command(
    "correct_evaluation_proposal",
    by=(Office.REVIEW_DEPARTMENT,),
    stage=None,
    rule="T-20.1",
    tr="Değerlendirme komisyonu önerisinin düzeltilmesi",
    en="Correction of a selection for the evaluation",
)
class EvaluationProposalCorrection(Correction):
    """The members of an evaluation commission, entered anew (T-20.1)."""

    corrects = EvaluationProposal
    corrected: EvaluationProposal


@command(
    "correct_review_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=None,
    rule="T-17.11",
    tr="İnceleme raporu ve puanının düzeltilmesi",
    en="Correction of a review report",
)
class ReviewCorrection(Correction):
    """A review report and its score, entered anew (T-17.11)."""

    corrects = ReviewReport
    corrected: ReviewReport


@command(
    "correct_update_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=None,
    rule="T-17.25",
    tr="Güncelleme inceleme raporunun düzeltilmesi",
    en="Correction of the report on an update",
)
class UpdateReportCorrection(Correction):
    """The report on an update, entered anew (T-17.25)."""

    corrects = UpdateReport
    corrected: UpdateReport


@command(
    "correct_translation_report",
    by=(Office.REVIEW_COMMISSION,),
    stage=None,
    rule="T-11.2b",
    tr="Tercüme inceleme raporunun düzeltilmesi",
    en="Correction of the report on a translation",
)
class TranslationReportCorrection(Correction):
    """The report on a translation, entered anew (T-11.2b)."""

    corrects = TranslationReport
    corrected: TranslationReport
