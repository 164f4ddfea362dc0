"""What review and evaluation commissions report (m.17(8) to (17), (25), m.11(2)b)."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from workflows.kernel.case.message import M
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_review.chapters.commissions import Commissions, reviewing
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.chapters.seats import EVALUATION, REVIEW
from workflows.textbook_review.messages.commission import EvaluationOrder
from workflows.textbook_review.messages.review import (
    Application,
    EvaluationReport,
    ReviewReport,
)
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.effort import evaluation_hours
from workflows.textbook_review.rules.review_report import breaches_of_review_report
from workflows.textbook_review.rules.seats import breaches_of_signatures

U = TypeVar("U", TranslationReport, UpdateReport)


class Reports(Commissions):
    """The chapter on the reports of commissions."""

    async def receive_review(
        self, draft: Application, *, watch: Term | None = None, stage: str | None = None
    ) -> ReviewReport:
        """Wait for a report with its score (T-17.8, T-17.11)."""
        report = self.document(ReviewReport).reminded_by(watch)
        judged = report.judged_by(
            lambda found: (
                *self.against_reporter(found, REVIEW),
                *breaches_of_review_report(found, draft.work, self.rulebook),
            )
        )
        return await self.report_of(REVIEW, draft, judged, stage=stage)

    async def receive_evaluation(
        self,
        draft: Application,
        against: Callable[[EvaluationReport], Iterable[Reason]],
        *,
        stage: str | None = None,
    ) -> EvaluationReport:
        """Wait for other people's look at draft and report (T-17.14a, T-17.16, T-17.22)."""
        awaited = self.document(EvaluationReport).judged_by(
            lambda found: (*against(found), *self.against_evaluation(found))
        )
        report = await self.report_of(EVALUATION, draft, awaited, stage=stage)
        budget = evaluation_hours(draft.work, self.rulebook)
        self.effort("T-17.22", budget=budget, hours=report.hours)
        return report

    def against_evaluation(self, report: EvaluationReport) -> Iterable[Reason]:
        """Return why it is not the report of the ordered commission, or not of that day."""
        yield from self.against_reporter(report, EVALUATION)
        yield from breaches_of_signatures(report.members, self.documents(EvaluationOrder)[-1])
        reviewed_on = local_day(self.reviews()[-1].counts_from)
        yield from self.misdated(report, report.dated_on, "T-17.14a", after=reviewed_on)

    async def checked_by_evaluation(self, draft: Application, check: Awaited[M]) -> M:
        """Wait for a check that is the evaluation commission's, complete as ever (T-17.18c)."""
        judged = check.judged_by(lambda found: self.against_reporter(found, EVALUATION))
        return await self.report_of(EVALUATION, draft, judged, stage=check.spec.stage)

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
            found = await self.receive_unscored_report(TranslationReport, draft, watch, review)
            return Presented(Path.TRANSLATION, 0, errors=found.errors)
        report = await self.receive_unscored_report(UpdateReport, draft, watch, review)
        evaluated = await self.receive_evaluation(draft, lambda _: (), stage=evaluation)
        return Presented(
            Path.UPDATE,
            evaluated.scientific_errors,
            errors=max(report.errors, evaluated.scientific_errors),
            reported_on=evaluated.dated_on or local_day(evaluated.counts_from),
        )

    async def receive_unscored_report(
        self, kind: type[U], draft: Application, watch: Term | None, stage: str
    ) -> U:
        """Wait for what the review commission of an update or a translation reports."""
        chain = reviewing(draft)
        awaited = self.document(kind).reminded_by(watch)
        judged = awaited.judged_by(lambda found: self.against_reporter(found, chain))
        return await self.report_of(chain, draft, judged, stage=stage)
