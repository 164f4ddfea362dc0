"""What was mistyped is entered anew by whoever entered it, before anything is decided on it."""

from collections.abc import Iterable

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Question
from workflows.textbook_law.registers import Register
from workflows.textbook_review.chapters.commissions import reviewing
from workflows.textbook_review.chapters.preliminary import Preliminary
from workflows.textbook_review.chapters.reports import Reports
from workflows.textbook_review.chapters.seats import EVALUATION, REVIEW
from workflows.textbook_review.messages.commission import (
    EvaluationApproval,
    EvaluationOrder,
    EvaluationProposal,
)
from workflows.textbook_review.messages.mistyped import (
    EvaluationProposalCorrection,
    FeeCorrection,
    PreliminaryCorrection,
    ProposalCorrection,
    ReviewCorrection,
    TranslationReportCorrection,
    UpdateReportCorrection,
)
from workflows.textbook_review.messages.review import (
    Application,
    CorrectedDraft,
    PreliminaryCommission,
    ReviewReport,
    TakeUp,
)
from workflows.textbook_review.rules.bands import Band, band
from workflows.textbook_review.rules.review_report import breaches_of_review_report

APPOINTING = (EvaluationProposal, EvaluationApproval, EvaluationOrder)
"""Who is to evaluate is no decision on the report that they will look at."""


class Mistyped(Reports, Preliminary):
    """The chapter on corrections of what was entered."""

    def admit_corrections(self, draft: Application) -> None:
        """Admit what was mistyped anew, each by whoever entered it."""
        self.mend_by(
            FeeCorrection,
            granted_by=Question(Register.COEFFICIENTS, "T-15.2", _payment_day),
            harmless=(PreliminaryCommission, TakeUp),
        )
        self.mend_by(
            PreliminaryCorrection,
            judged_by=lambda anew: self.against_preliminary_report(
                anew.corrected, draft, next(iter(self.documents(CorrectedDraft)[-1:]), None)
            ),
        )
        self.mend_by(
            ProposalCorrection,
            judged_by=lambda anew: self.against_proposal(REVIEW, anew.corrected, draft),
        )
        self.mend_by(
            EvaluationProposalCorrection,
            judged_by=lambda anew: self.against_proposal(EVALUATION, anew.corrected, draft),
        )
        self.mend_by(
            ReviewCorrection,
            judged_by=lambda anew: self.against_review_anew(anew.corrected, draft),
            harmless=APPOINTING,
        )
        for kind in (UpdateReportCorrection, TranslationReportCorrection):
            self.mend_by(
                kind,
                judged_by=lambda anew: self.against_reporter(anew.corrected, reviewing(draft)),
                harmless=APPOINTING,
            )

    def against_review_anew(self, report: ReviewReport, draft: Application) -> Iterable[Reason]:
        """Return why a score cannot be entered anew: below 75 the draft is rejected at once."""
        yield from self.against_reporter(report, REVIEW)
        yield from breaches_of_review_report(report, draft.work, self.rulebook)
        entered, first = self.documents(ReviewReport)[-1], len(self.documents(ReviewReport)) == 1
        if first and band(entered.score, self.rulebook) is Band.BELOW_75:
            yield Reason(
                rule="T-17.12",
                what="the draft is deemed rejected, and its report has been sent to the applicant",
                why="a report is corrected as long as nothing has been decided on it",
                do="bring the mistake before the Board as a doubt (T-17.21)",
            )


def _payment_day(correction: FeeCorrection) -> dict[str, JsonValue]:
    return {"paid_on": correction.corrected.paid_on.isoformat()}
