"""What review and evaluation commissions report (m.17(8) to (17), (25), m.11(2)b)."""

from collections.abc import Callable, Iterable

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_review.chapters.commissions import Commissions
from workflows.textbook_review.messages.review import (
    Application,
    CommissionOrder,
    EvaluationReport,
    ReviewReport,
)
from workflows.textbook_review.rules.conflict import (
    breaches_of_both_commissions,
    breaches_of_interest,
)
from workflows.textbook_review.rules.effort import evaluation_hours
from workflows.textbook_review.rules.review_report import breaches_of_review_report


class Reports(Commissions):
    """The chapter on the reports of commissions."""

    async def receive_review(
        self, draft: Application, *, watch: Term | None = None, stage: str | None = None
    ) -> ReviewReport:
        """Wait for a report with its score (T-17.8, T-17.11)."""
        return await self.expect(self.review_report(draft, watch=watch, stage=stage))

    def review_report(
        self, draft: Application, *, watch: Term | None = None, stage: str | None = None
    ) -> Awaited[ReviewReport]:
        """The report of a review commission (T-17.8, T-17.11)."""
        return (
            self.document(ReviewReport)
            .reminded_by(watch)
            .at(stage)
            .judged_by(lambda report: breaches_of_review_report(report, draft.work, self.rulebook))
        )

    async def receive_evaluation(
        self,
        draft: Application,
        against: Callable[[EvaluationReport], Iterable[Reason]],
        *,
        stage: str | None = None,
    ) -> EvaluationReport:
        """Wait for other people's look at draft and report (T-17.14a, T-17.16, T-17.22)."""
        report = await self.expect(self.evaluation_report(draft, against, stage=stage))
        self.enter_evaluation(draft, report)
        return report

    def evaluation_report(
        self,
        draft: Application,
        against: Callable[[EvaluationReport], Iterable[Reason]],
        *,
        stage: str | None = None,
    ) -> Awaited[EvaluationReport]:
        """The report of an evaluation commission (T-17.14a, T-17.16)."""
        return (
            self.document(EvaluationReport)
            .at(stage)
            .judged_by(lambda found: (*against(found), *self.against_evaluation(found, draft)))
        )

    def enter_evaluation(self, draft: Application, report: EvaluationReport) -> None:
        """Enter the hours that an evaluation took, beside their budget (T-17.22)."""
        budget = evaluation_hours(draft.work, self.rulebook)
        self.effort("T-17.22", budget=budget, hours=report.hours)

    def against_evaluation(self, report: EvaluationReport, draft: Application) -> Iterable[Reason]:
        """Return why these people cannot evaluate this draft, or not on that day."""
        reviewers = self.documents(CommissionOrder)[-1].members
        yield from breaches_of_both_commissions(report.members, reviewers)
        yield from breaches_of_interest(report.members, self.makers(draft))
        yield from self.misdated(report, report.dated_on, "T-17.14a")
