"""What was mistyped is entered anew by whoever entered it, before anything is decided on it."""

from collections.abc import Iterable

from pydantic import JsonValue

from workflows.education_tool.chapters.side_documents import SideDocuments
from workflows.education_tool.messages.application import ToolApplication
from workflows.education_tool.messages.commission import CommissionApproval, CommissionProposal
from workflows.education_tool.messages.mistyped import (
    FeeCorrection,
    ProposalCorrection,
    ReportCorrection,
)
from workflows.education_tool.messages.review import Comparison, Result, ReviewReport
from workflows.education_tool.rules.fees import charged_for
from workflows.education_tool.rules.report import breaches_of_report
from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Question
from workflows.textbook_law.registers import Register


class Mistyped(SideDocuments):
    """The chapter on corrections of what was entered."""

    def admit_corrections(self, application: ToolApplication) -> None:
        """Admit what was mistyped anew, each by whoever entered it."""
        self.mend_by(
            FeeCorrection,
            granted_by=Question(Register.COEFFICIENTS, "R-E.8", _payment_day),
            judged_by=lambda anew: self.against_fee_anew(anew, application),
            # who is to review the tool is no decision on its fee
            harmless=(CommissionProposal, CommissionApproval),
        )
        self.mend_by(
            ProposalCorrection,
            judged_by=lambda anew: self.against_proposal(anew.corrected, application),
        )
        self.mend_by(
            ReportCorrection,
            judged_by=lambda anew: self.against_report_anew(anew.corrected, application),
        )

    def against_fee_anew(
        self, anew: FeeCorrection, application: ToolApplication
    ) -> Iterable[Reason]:
        """E-15.1, R-E.8: what is entered anew is judged as the first was, by its own day."""
        compared = self.documents(Comparison)
        contents = compared[-1].changed if compared else application.tool.contents
        owed_for = charged_for(contents, application.tool, self.rulebook)
        return self.against_fee(anew.corrected, owed_for, known=anew.known)

    def against_report_anew(
        self, report: ReviewReport, application: ToolApplication
    ) -> Iterable[Reason]:
        """E-35.3: a report of which the owner has heard by a letter stays as it is."""
        yield from self.against_signatures(report, application)
        yield from breaches_of_report(report, application.tool)
        if self.documents(ReviewReport)[-1].result is not Result.SUITABLE:
            yield Reason(
                rule="E-35.3",
                what="the owner has been asked to mend what the report has found",
                why="a report is corrected as long as nothing has been decided on it",
                do="confirm the mended tool, or bring the mistake before the Presidency",
            )


def _payment_day(correction: FeeCorrection) -> dict[str, JsonValue]:
    return {"paid_on": correction.corrected.fee.paid_on.isoformat()}
