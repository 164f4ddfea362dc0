"""The review of a draft textbook, from filing to decision (m.11 to m.23).

- filed, taken up, preliminary review; any check failed: returned
- coded, sealed, handed over; commission; first review: below 75: rejected
- evaluation; 75 to 90 and agreed: correction, second review, second evaluation
- everything else before the Board: accepted, not suitable, conditional, re-review, correction
"""

from typing_extensions import override

from workflows.kernel.case.file import Decision
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.reading import Interrupted
from workflows.textbook_law.bans import active_bans
from workflows.textbook_law.registers import bans_in
from workflows.textbook_review.chapters.decisions import Decisions
from workflows.textbook_review.chapters.mistyped import Mistyped
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.chapters.side_documents import SideDocuments
from workflows.textbook_review.letters import Refused, RefusedWithFee, Returned
from workflows.textbook_review.messages.board import BoardDecision
from workflows.textbook_review.messages.ending import UnfitForProgramme
from workflows.textbook_review.messages.review import Application, ReviewReport
from workflows.textbook_review.results import (
    Correction,
    Rejected,
    ReturnedUnfit,
    UpdateCorrection,
)
from workflows.textbook_review.rules.bands import Band, band
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.evaluation import breaches_of_first_evaluation
from workflows.textbook_review.rules.filing import breaches_of_filing
from workflows.textbook_review.rules.refunds import RefundPoint
from workflows.textbook_review.rules.updated import goes_back
from workflows.textbook_review.stages import Outcome, Stage


class TextbookReview(Decisions, SideDocuments, Mistyped):
    """Review of one draft textbook (taslak ders kitabının incelenmesi)."""

    @override
    async def run(self) -> Decision:
        """Follow the regulation; safe to walk again after continue-as-new."""
        draft = await self.filing(Application)
        filed_on = local_day(draft.counts_from)

        # T-11.1a, T-7.1: three sets and an electronic copy, on a working day in working hours
        self.judge_filing(
            lambda: breaches_of_filing(
                draft,
                draft.counts_from,
                self.file.calendar,
                self.rulebook,
                self.file.opening.known,
            )
        )

        # S-5.2c, S-7.5, S-28.1b, S-37.1, S-42.2: a banned publisher's application is not accepted
        if bans := active_bans(draft, bans_in(self.file.opening.known), filed_on):
            ban = bans[0]
            # R-T.17: what was paid for a filing that is not accepted goes back in full
            fees = self.refund_fees(draft, RefundPoint.REFUSED_FILING)
            until = ban.ends_on
            letter = RefusedWithFee.until_and(until, fees[0]) if fees else Refused(until=until)
            self.notify(letter, rule=ban.rule)
            return await self.close(Outcome.REFUSED, rule=ban.rule)

        self.admit_early_endings(draft)
        self.admit_side_documents(draft)
        self.admit_corrections(draft)
        try:
            return await self.follow_review(draft)
        except Interrupted as by:
            # T-16, T-27.2a, S-5.2a, S-7.2, S-7.5: ended from outside, at whatever stage
            if isinstance(by.document, UnfitForProgramme):
                return await self.return_unfit(draft, by.document)
            return await self.end_early(draft, by.document)

    async def follow_review(self, draft: Application) -> Decision:
        """From the preliminary review to the Board (T-13 to T-17)."""
        # T-18.3: the first review is done within a year of the application, or six months later
        first_review = self.open("first_review", since=draft)

        # T-13, T-14.2: three members look at fee, form and anonymity before anyone reads the book
        preliminary = await self.review_preliminarily(draft, filed=draft)
        if preliminary.failed:
            returned = Returned(
                failed=preliminary.failed_checks,
                report_no=preliminary.report_no,
                fee_kept=draft.fee is not None,
            )
            self.notify(returned, rule="T-13.2a")
            return await self.close(Outcome.RETURNED, rule="T-13.2a")

        # T-13.2b, T-13.2c: coded, sealed, handed over to the Directorate
        await self.hand_over(draft)

        # T-11.2b, T-17.25: translations and updates are reviewed without a score
        if draft.translation_of is not None:
            return await self.review_translation(draft, within=first_review)
        if draft.updates is not None:
            return await self.review_update(draft, within=first_review)

        # T-20.1, T-17.2 to T-17.12: a commission and its score; below 75 is the end
        await self.appoint_first_commission(draft)
        review = await self.receive_review(draft, watch=first_review)
        score_band = band(review.score, self.rulebook)
        if score_band is Band.BELOW_75:
            return await self.reject(draft, review)

        # T-17.20: from 75 points on, sent on to the department, unless December holds it back
        await self.forward(draft, review)

        # T-17.13, T-17.14a: the evaluation commission looks at the draft and at the report
        evaluation = await self.receive_evaluation(
            draft,
            lambda report: breaches_of_first_evaluation(report, score_band),
        )

        errors = evaluation.scientific_errors
        reported_on = evaluation.dated_on or local_day(evaluation.counts_from)
        brought: Presented | BoardDecision | Decision
        match score_band, evaluation.agrees:
            case Band.FROM_90, _:
                # T-17.13: from 90 points always to the Board
                brought = Presented(Path.HIGH_SCORE, errors)
            case _, False:
                # T-17.14b: so does a disagreement
                brought = Presented(Path.DISAGREEMENT, errors)
            case _:
                # T-17.15 to T-17.17: thirty days to correct, then both commissions once more
                brought = await self.correct(
                    draft, Correction, "correction", notified_by="T-17.15a", after=reported_on
                )

        # T-17.13, T-17.14b, T-17.17b to T-17.19: the Board decides
        return await self.go_before_board(draft, brought)

    async def review_update(self, draft: Application, *, within: Term) -> Decision:
        """An updated book: identity open, no score, back at most twice (T-17.25)."""
        await self.appoint_first_commission(draft)
        presented = await self.receive_unscored(
            draft, review=Stage.FIRST_REVIEW, evaluation=Stage.EVALUATION, watch=within
        )
        corrections = 0
        while goes_back(presented.errors, corrections, self.rulebook):
            corrections += 1
            corrected = await self.correct(
                draft,
                UpdateCorrection,
                "update_correction",
                notified_by="T-17.25",
                after=presented.reported_on or local_day(draft.counts_from),
            )
            if not isinstance(corrected, Presented):
                return await self.go_before_board(draft, corrected)
            presented = corrected
            if goes_back(presented.errors, corrections, self.rulebook):
                self.drop_chance(presented.objecting)
        return await self.go_before_board(draft, presented)

    async def review_translation(self, draft: Application, *, within: Term) -> Decision:
        """The translation of an accepted book: looked at as a translation only (T-11.2b)."""
        await self.appoint_translation_commission(draft)
        presented = await self.receive_unscored(
            draft, review=Stage.FIRST_REVIEW, evaluation=Stage.EVALUATION, watch=within
        )
        return await self.go_before_board(draft, presented)

    async def reject(self, draft: Application, review: ReviewReport) -> Decision:
        """Deemed rejected; open to one objection within fifteen days (T-17.12, T-22.1)."""
        concluded = await self.conclude(
            draft,
            Rejected.after(self.reports(), self.remedy(draft), self.rulebook),
            outcome=Outcome.REJECTED,
            rule="T-17.12",
            on=local_day(review.counts_from),
        )
        return await self.go_before_board(draft, concluded)

    async def return_unfit(self, draft: Application, found: UnfitForProgramme) -> Decision:
        """Returned early as unfit for the programme; open to one objection (T-16.2b, R-T.13)."""
        self.refund_fees(draft, RefundPoint.UNFIT_FOR_PROGRAMME)
        self.drop_running()
        fee_paid = self.fees_paid(draft)
        letter = ReturnedUnfit.by(found, self.reports(), self.remedy(draft), fee_paid=fee_paid)
        self.admit_endings_again(draft)
        try:
            concluded = await self.conclude(
                draft, letter, outcome=Outcome.RETURNED, rule="T-16.2b", on=found.decided_on
            )
            return await self.go_before_board(draft, concluded)
        except Interrupted as by:
            return await self.end_early(draft, by.document)
