"""The review of a draft textbook, from filing to decision (m.11 to m.23).

- filed, taken up, preliminary review; any check failed: returned
- coded, sealed, handed over; commission; first review: below 75: rejected
- evaluation; 75 to 90 and agreed: correction, second review, second evaluation
- everything else before the Board: accepted, not suitable, conditional, re-review, correction
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from pydantic import JsonValue
from temporalio import workflow
from temporalio.common import RawValue
from typing_extensions import override

from workflows.kernel.act import Message, Reason, Role
from workflows.kernel.calendar import local_day
from workflows.kernel.case import Case
from workflows.kernel.file import Decision
from workflows.kernel.story import Queued
from workflows.kernel.term import Term
from workflows.textbook.messages import (
    Application,
    BoardDecision,
    BoardRuling,
    CommissionOrder,
    ConditionalCheck,
    ConditionalCorrections,
    CorrectedDraft,
    EvaluationReport,
    GuidedCompletion,
    GuidedCorrections,
    HandOver,
    Outcome,
    PreliminaryReport,
    ReviewReport,
    Stage,
    TakeUp,
)
from workflows.textbook.process import REVIEW
from workflows.textbook.rules.bands import Band, band, displayed
from workflows.textbook.rules.bans import active_bans
from workflows.textbook.rules.board import Path, breaches_of_board_decision
from workflows.textbook.rules.commission import breaches_of_commission_order
from workflows.textbook.rules.dates import breaches_of_date
from workflows.textbook.rules.evaluation import breaches_of_first_evaluation
from workflows.textbook.rules.filing import breaches_of_delivery, breaches_of_filing
from workflows.textbook.rules.preliminary import (
    breaches_of_hand_over,
    breaches_of_preliminary_report,
)
from workflows.textbook.rules.second_round import both_below_90, breaches_of_second_evaluation


@dataclass(frozen=True)
class Presented:
    """A draft before the Board: by which path it came, and with how many scientific errors."""

    path: Path
    scientific_errors: int


@workflow.defn(name="TextbookReview")
class TextbookReview(Case):
    """Review of one draft textbook (taslak ders kitabının incelenmesi)."""

    process = REVIEW

    @workflow.init
    def __init__(self, start: RawValue = None) -> None:  # type: ignore[assignment] # none sent
        super().__init__(start)

    @override
    @workflow.run
    async def run(self, start: RawValue = None) -> Decision:  # type: ignore[assignment]
        """Follow the regulation; safe to walk again after continue-as-new."""
        draft = await self.opened(Application)
        filed_on = local_day(draft.counts_from)

        # T-11.1a, T-7.1: three sets and an electronic copy, on a working day in working hours
        if wrong := breaches_of_filing(draft, draft.counts_from, self.file.calendar, self.rulebook):
            self.refuse(wrong)

        # S-5.2c, S-7.5, S-28.1b, S-37.1, S-42.2: a banned publisher's application is not accepted
        if bans := active_bans(draft, self.file.opening.sanctions, filed_on):
            ban = bans[0]
            self.notify(ban.rule, template="refused", facts={"until": ban.ends_on.isoformat()})
            return await self.close(Outcome.REFUSED, rule=ban.rule)

        # T-18.3: the first review is done within a year of the application, or six months later
        first_review = self.open("first_review", since=draft)

        # T-13, T-14.2: three members look at fee, form and anonymity before anyone reads the book
        preliminary = await self.preliminary_review(draft, filed=draft)
        if preliminary.failed:
            self.notify("T-13.2a", template="returned", facts=_failed(preliminary))
            return await self.close(Outcome.RETURNED, rule="T-13.2a")

        # T-13.2b, T-13.2c: coded, sealed, handed over to the Directorate
        await self.hand_over(draft)

        # T-17.2 to T-17.12: the commission's score; below 75 is the end
        review = await self.review(draft, within=first_review)
        score_band = band(review.score, self.rulebook)
        if score_band is Band.BELOW_75:
            self.notify("T-17.12", template="rejected", facts=_scored(review))
            return await self.close(Outcome.REJECTED, rule="T-17.12")

        # T-17.13, T-17.14a: the evaluation commission looks at the draft and at the report
        evaluation = await self.expect(
            EvaluationReport,
            unless=lambda report: (
                *breaches_of_first_evaluation(report, score_band, draft.work, self.rulebook),
                *self.misdated(report, report.dated_on, "T-17.14a"),
            ),
        )

        # T-17.13: from 90 points always to the Board; T-17.14b: so does a disagreement
        if score_band is Band.FROM_90:
            presented = Presented(Path.HIGH_SCORE, evaluation.scientific_errors)
        elif not evaluation.agrees:
            presented = Presented(Path.DISAGREEMENT, evaluation.scientific_errors)
        else:
            # T-17.15 to T-17.17: thirty days to correct, then both commissions once more
            corrected = await self.correction(
                draft,
                "correction",
                notified_by="T-17.15a",
                after=evaluation.dated_on or local_day(evaluation.counts_from),
            )
            if isinstance(corrected, Decision):
                return corrected
            presented = corrected

        # T-17.13, T-17.14b, T-17.17b to T-17.19: the Board decides
        return await self.board(draft, presented)

    async def preliminary_review(
        self, draft: Application, *, filed: Application | CorrectedDraft
    ) -> PreliminaryReport:
        """Three members, ten working days from the filing, in application order (T-13, T-14.2)."""
        corrected = filed if isinstance(filed, CorrectedDraft) else None
        stage = Stage.PRELIMINARY_REVIEW if corrected is None else Stage.SECOND_PRELIMINARY
        ten_days = self.open("preliminary_review", since=filed)
        self.enqueue("preliminary-review", received=filed)
        await self.expect(
            TakeUp,
            stage=Stage.SUBMITTED if corrected is None else stage,
            queue=Queued("preliminary-review", rule="T-14.2"),
        )
        return await self.expect(
            PreliminaryReport,
            watch=ten_days,
            stage=stage,
            unless=lambda report: breaches_of_preliminary_report(
                report,
                draft,
                self.rulebook,
                coefficient=self.file.opening.coefficient,
                filed_on=local_day(draft.counts_from),
                corrected=corrected,
            ),
        )

    async def hand_over(self, draft: Application) -> None:
        """Code a publisher's draft, seal what names it, pass on the rest (T-13.2b, T-13.2c)."""
        handed = await self.expect(
            HandOver, unless=lambda sealed: breaches_of_hand_over(sealed, draft)
        )
        self.enter(
            "sealed-envelopes",
            handed.sealed_envelope_no,
            {"file_no": self.file.file_no, "anonymity_code": handed.anonymity_code},
        )

    async def review(self, draft: Application, *, within: Term) -> ReviewReport:
        """Assign the commission and wait for its first report (T-17.2 to T-17.11, T-18.3)."""
        order = await self.expect(
            CommissionOrder,
            unless=lambda asked: breaches_of_commission_order(asked, draft.work, self.rulebook),
        )
        # T-17.3: the order is served on chair and members
        self.notify(
            "T-17.3",
            template="assignment",
            to=Role.REVIEW_COMMISSION,
            facts={"order_no": order.order_no, "hours": str(order.hours)},
        )
        return await self.expect(ReviewReport, watch=within)

    async def correction(
        self, draft: Application, law: str, *, notified_by: str, after: date
    ) -> Presented | Decision:
        """One round of correction: corrected, reviewed and evaluated anew (T-17.15 to T-17.17)."""
        corrected = await self.corrected_draft(draft, law, notified_by=notified_by, after=after)
        if corrected is None:
            rule = self.rulebook.term(law).rule
            self.notify(rule, template="lapsed", facts=self.days_of(law))
            return await self.close(Outcome.NOT_SUITABLE, rule=rule)

        # T-17.16: out of queue; are the findings mended, are there new errors, what score now?
        review = await self.expect(ReviewReport, stage=Stage.SECOND_REVIEW)
        evaluation = await self.expect(
            EvaluationReport,
            stage=Stage.SECOND_EVALUATION,
            unless=lambda report: breaches_of_second_evaluation(
                review, report, draft.work, self.rulebook
            ),
        )

        # T-17.17a: both below 90 is the end; T-17.17b: else the Board
        if both_below_90(review, evaluation, self.rulebook):
            self.notify("T-17.17a", template="not_suitable", facts=_scored(review))
            return await self.close(Outcome.NOT_SUITABLE, rule="T-17.17a")
        return Presented(Path.SECOND_ROUND, evaluation.scientific_errors)

    async def corrected_draft(
        self, draft: Application, law: str, *, notified_by: str, after: date
    ) -> CorrectedDraft | None:
        """Wait for a draft that passes the preliminary review within its days (T-17.15, T-13.4)."""
        served = await self.served(
            notified_by,
            template="correction",
            by=Role.REVIEW_DEPARTMENT,
            after=after,
            facts=self.days_of(law),
        )
        correction = self.open(law, since=served.served_on)
        while filed := await self.expect(
            CorrectedDraft,
            within=correction,
            unless=lambda sent: breaches_of_delivery(sent.delivered, self.rulebook),
        ):
            # R-T.6: the clock stands while the preliminary commission has the draft
            self.pause(correction, "ön inceleme", since=filed)
            check = await self.preliminary_review(draft, filed=filed)
            if not check.failed:
                self.meet(correction, by=filed)
                return filed

            # T-13.4: returned; what is left of the days runs on from service
            returned = await self.served(
                "T-13.4",
                template="returned",
                by=Role.BOOKS_BRANCH,
                after=local_day(filed.counts_from),
                facts=_failed(check),
            )
            stood = self.rulebook.flag("correction.pause_in_prelim")
            runs_on = returned.served_on if stood else local_day(filed.counts_from)
            correction = self.resume(correction, "ön inceleme", since=runs_on)
        return None

    async def board(self, draft: Application, presented: Presented) -> Decision:
        """The Board decides, as often as it takes (T-17.13, T-17.14b, T-17.17b to T-17.19)."""
        while True:
            decision = await self.expect(
                BoardDecision,
                unless=partial(self.wrong_with_decision, draft=draft, presented=presented),
            )
            match decision.decision:
                case BoardRuling.ACCEPT:
                    return await self.accept(draft, decision, rule=presented.path)
                case BoardRuling.NOT_SUITABLE:
                    self.notify("T-17.23", template="not_suitable", facts=_decided(decision))
                    return await self.close(Outcome.NOT_SUITABLE, rule="T-17.23")
                case BoardRuling.CONDITIONAL:
                    return await self.conditional_acceptance(draft, decision)
                case BoardRuling.RE_REVIEW:
                    presented = await self.re_review(draft)
                case BoardRuling.CORRECTION:
                    corrected = await self.correction(
                        draft,
                        "board_correction",
                        notified_by="T-17.13",
                        after=decision.decided_on,
                    )
                    if isinstance(corrected, Decision):
                        return corrected
                    presented = corrected

    def wrong_with_decision(
        self, decision: BoardDecision, draft: Application, presented: Presented
    ) -> tuple[Reason, ...]:
        """Return why a decision cannot be the Board's on this draft (T-17.13 to T-17.19)."""
        return (
            *breaches_of_board_decision(
                decision,
                presented.path,
                draft.work.pages,
                presented.scientific_errors,
                self.rulebook,
            ),
            *self.misdated(decision, decision.decided_on, "T-4.4"),
        )

    def misdated(self, document: Message, stated_on: date | None, rule: str) -> tuple[Reason, ...]:
        """Return why a document cannot bear its date."""
        return breaches_of_date(
            stated_on,
            filed_on=local_day(self.file.start.received_at),
            recorded_on=local_day(document.counts_from),
            rule=rule,
        )

    async def re_review(self, draft: Application) -> Presented:
        """A new commission, out of queue, its result by way of evaluation (T-17.19, R-T.12)."""
        order = await self.expect(
            CommissionOrder,
            stage=Stage.RE_REVIEW,
            unless=lambda asked: breaches_of_commission_order(asked, draft.work, self.rulebook),
        )
        self.notify(
            "T-17.3",
            template="assignment",
            to=Role.REVIEW_COMMISSION,
            facts={"order_no": order.order_no, "hours": str(order.hours)},
        )
        review = await self.expect(ReviewReport, stage=Stage.RE_REVIEW)
        evaluation = await self.expect(
            EvaluationReport,
            stage=Stage.RE_EVALUATION,
            unless=lambda report: breaches_of_first_evaluation(
                report, band(review.score, self.rulebook), draft.work, self.rulebook
            ),
        )
        return Presented(Path.RE_REVIEW, evaluation.scientific_errors)

    async def conditional_acceptance(self, draft: Application, decision: BoardDecision) -> Decision:
        """Accepted, if the findings are reflected in seven days (T-17.18)."""
        served = await self.served(
            "T-17.18a",
            template="conditional",
            by=Role.REVIEW_DEPARTMENT,
            after=decision.decided_on,
            facts=self.days_of("conditional"),
        )
        seven_days = self.open("conditional", since=served.served_on)
        corrections = await self.expect(
            ConditionalCorrections,
            within=seven_days,
            unless=lambda sent: breaches_of_delivery(sent.delivered, self.rulebook),
        )
        if corrections is None:
            return await self.unsuitable("conditional")
        self.meet(seven_days, by=corrections)
        check = await self.expect(ConditionalCheck)
        if not check.findings_reflected:
            return await self.unsuitable("conditional")
        if check.new_errors == 0:
            return await self.accept(draft, decision, rule="T-17.18b")

        # T-17.18c: new errors; fifteen working days under the evaluation commission's guidance
        served = await self.served(
            "T-17.18c",
            template="new_errors",
            by=Role.REVIEW_DEPARTMENT,
            after=local_day(corrections.counts_from),
            facts=self.days_of("guided"),
        )
        fifteen_days = self.open("guided", since=served.served_on)
        guided = await self.expect(
            GuidedCorrections,
            within=fifteen_days,
            unless=lambda sent: breaches_of_delivery(sent.delivered, self.rulebook),
        )
        if guided is None:
            return await self.unsuitable("guided")
        self.meet(fifteen_days, by=guided)
        last = await self.expect(GuidedCompletion)
        if not last.completed:
            return await self.unsuitable("guided")
        return await self.accept(draft, decision, rule="T-17.18c")

    async def accept(self, draft: Application, decision: BoardDecision, *, rule: str) -> Decision:
        """A draft becomes a textbook by the Board's decision alone (T-4.4, T-17.23)."""
        self.notify("T-17.23", template="accepted", facts=_decided(decision))
        self.enter(
            "books",
            self.file.file_no,
            {
                "lesson": draft.work.lesson,
                "grade": str(draft.work.grade),
                "decision_no": decision.decision_no,
                "decided_on": decision.decided_on.isoformat(),
                "first_school_year": decision.first_school_year,
            },
        )
        return await self.close(Outcome.ACCEPTED, rule=rule)

    async def unsuitable(self, law: str) -> Decision:
        """Findings not met in their time: deemed not suitable (T-17.18)."""
        rule = self.rulebook.term(law).rule
        self.notify(rule, template="lapsed", facts=self.days_of(law))
        return await self.close(Outcome.NOT_SUITABLE, rule=rule)

    def days_of(self, law: str) -> dict[str, JsonValue]:
        """Return how many days a term of the rulebook has, for a letter."""
        return {"days": self.rulebook.term(law).length}


def _failed(report: PreliminaryReport) -> dict[str, JsonValue]:
    return {"failed": [check.value for check in report.failed_checks]}


def _scored(report: ReviewReport) -> dict[str, JsonValue]:
    return {"score": displayed(report.score), "report_no": report.report_no}


def _decided(decision: BoardDecision) -> dict[str, JsonValue]:
    return {
        "decision_no": decision.decision_no,
        "decided_on": decision.decided_on.isoformat(),
        "report_no": decision.reasoned_report_no,
    }
