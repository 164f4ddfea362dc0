"""What review and evaluation commissions report (m.17(8) to (17), (25), m.11(2)b)."""

from collections.abc import Callable, Iterable

from workflows.kernel.case.message import M
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_review.chapters.commissions import Commissions, Waiting
from workflows.textbook_review.chapters.seats import EVALUATION, REVIEW
from workflows.textbook_review.messages.commission import EvaluationOrder
from workflows.textbook_review.messages.review import (
    Application,
    CommissionOrder,
    EvaluationReport,
    ReviewReport,
)
from workflows.textbook_review.rules.commission import breaches_of_evaluation_commission
from workflows.textbook_review.rules.conflict import breaches_of_both_commissions
from workflows.textbook_review.rules.effort import evaluation_hours
from workflows.textbook_review.rules.review_report import breaches_of_review_report
from workflows.textbook_review.rules.seats import breaches_of_signatures


class Reports(Commissions):
    """The chapter on the reports of commissions."""

    async def receive_review(
        self,
        draft: Application,
        *,
        watch: Term | None = None,
        stage: str | None = None,
        first: Waiting | None = None,
    ) -> ReviewReport:
        """Wait for a report with its score (T-17.8, T-17.11)."""
        report = (
            self.document(ReviewReport)
            .reminded_by(watch)
            .judged_by(
                lambda found: (
                    *self.against_reporter(found, REVIEW),
                    *breaches_of_review_report(found, draft.work, self.rulebook),
                )
            )
        )
        return await self.report_of(REVIEW, draft, report, stage=stage, first=first)

    async def receive_evaluation(
        self,
        draft: Application,
        against: Callable[[EvaluationReport], Iterable[Reason]],
        *,
        stage: str | None = None,
        first: Waiting | None = None,
    ) -> EvaluationReport:
        """Wait for other people's look at draft and report (T-17.14a, T-17.16, T-17.22)."""
        awaited = self.document(EvaluationReport).judged_by(
            lambda found: (*against(found), *self.against_evaluation(found, draft))
        )
        report = await self.report_of(EVALUATION, draft, awaited, stage=stage, first=first)
        budget = evaluation_hours(draft.work, self.rulebook)
        self.effort("T-17.22", budget=budget, hours=report.hours)
        return report

    def against_evaluation(self, report: EvaluationReport, draft: Application) -> Iterable[Reason]:
        """Return why it is not the report of the commission, or not of that day (T-20.1).

        Where no commission was ordered, those who signed are looked at like those of an order.
        """
        orders = self.documents(EvaluationOrder)
        if orders:
            yield from self.against_reporter(report, EVALUATION)
            yield from breaches_of_signatures(report.members, orders[-1])
        else:
            yield from breaches_of_evaluation_commission(report.members, draft.work, self.rulebook)
            yield from self.against_members(report.members, draft)
            reviewers = self.documents(CommissionOrder)[-1].members
            yield from breaches_of_both_commissions(report.members, reviewers)
        reviewed_on = local_day(self.reviews()[-1].counts_from)
        yield from self.misdated(report, report.dated_on, "T-17.14a", after=reviewed_on)

    async def checked_by_evaluation(self, draft: Application, check: Awaited[M]) -> M:
        """Wait for a check that is the evaluation commission's, complete as ever (T-17.18c)."""
        judged = check.judged_by(lambda found: self.against_reporter(found, EVALUATION))
        return await self.report_of(EVALUATION, draft, judged, stage=check.spec.stage)
