"""What review and evaluation commissions report (m.17(8) to (17), (25), m.11(2)b)."""

from collections.abc import Callable, Iterable

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.textbook_review.chapters.commissions import Commissions
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.messages.review import (
    Application,
    CommissionOrder,
    EvaluationReport,
    ReviewReport,
)
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.commission import breaches_of_evaluation_commission
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
        return await self.expect(
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
        report = await self.expect(
            self.document(EvaluationReport)
            .at(stage)
            .judged_by(lambda found: (*against(found), *self.against_evaluation(found, draft)))
        )
        budget = evaluation_hours(draft.work, self.rulebook)
        self.effort("T-17.22", budget=budget, hours=report.hours)
        return report

    def against_evaluation(self, report: EvaluationReport, draft: Application) -> Iterable[Reason]:
        """Return why these people cannot evaluate this draft, or not on that day."""
        reviewers = self.documents(CommissionOrder)[-1].members
        yield from breaches_of_both_commissions(report.members, reviewers)
        yield from breaches_of_interest(report.members, self.makers(draft))
        yield from self.misdated(report, report.dated_on, "T-17.14a")

    async def receive_unscored(
        self,
        draft: Application,
        *,
        review: str,
        evaluation: str,
        watch: Term | None = None,
    ) -> Presented:
        """Wait for the report on an update or a translation: no score (T-17.25, T-11.2b).

        Args:
            draft: The update or the translation.
            review: Stage of the review.
            evaluation: Stage of the evaluation; a translation has none.
            watch: Term that runs for the report.
        """
        if draft.translation_of is not None:
            translation = await self.expect(
                self.document(TranslationReport).reminded_by(watch).at(review)
            )
            return Presented(Path.TRANSLATION, 0, errors=translation.errors)
        report = await self.expect(self.document(UpdateReport).reminded_by(watch).at(review))
        evaluated = await self.receive_evaluation(
            draft,
            lambda found: breaches_of_evaluation_commission(found, draft.work, self.rulebook),
            stage=evaluation,
        )
        return Presented(
            Path.UPDATE,
            evaluated.scientific_errors,
            errors=max(report.errors, evaluated.scientific_errors),
            reported_on=evaluated.dated_on or local_day(evaluated.counts_from),
        )
