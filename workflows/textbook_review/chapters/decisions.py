"""Corrections and the Board's decisions (m.17(13) to (19), m.13(4))."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar, cast

from workflows.kernel.case.file import Decision
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_law.draft import StaffRole
from workflows.textbook_review.chapters.endings import Endings
from workflows.textbook_review.chapters.facts import is_scored
from workflows.textbook_review.chapters.objections import Objections
from workflows.textbook_review.chapters.preliminary import Preliminary
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.chapters.reports import Reports
from workflows.textbook_review.letters import (
    Accepted,
    Conditional,
    Correction,
    FollowUpDue,
    Lapsed,
    NewErrors,
    NotSuitable,
    Returned,
    ScoredNotSuitable,
    ToCorrect,
)
from workflows.textbook_review.messages.board import (
    BoardDecision,
    BoardRuling,
    ConditionalCheck,
    ConditionalCorrections,
    GuidedCompletion,
    GuidedCorrections,
)
from workflows.textbook_review.messages.commission import FollowUpForm
from workflows.textbook_review.messages.objection import Objection
from workflows.textbook_review.messages.review import Application, CorrectedDraft
from workflows.textbook_review.offices import Office
from workflows.textbook_review.registers import Book
from workflows.textbook_review.rules.bands import band
from workflows.textbook_review.rules.board import Path, breaches_of_board_decision
from workflows.textbook_review.rules.conflict import breaches_of_four_eyes
from workflows.textbook_review.rules.evaluation import breaches_of_first_evaluation
from workflows.textbook_review.rules.filing import breaches_of_delivery
from workflows.textbook_review.rules.follow_up import breaches_of_follow_up_form
from workflows.textbook_review.rules.routes import prints_commission
from workflows.textbook_review.rules.second_round import (
    both_below_90,
    breaches_of_second_evaluation,
)
from workflows.textbook_review.stages import Outcome, Stage

C = TypeVar("C", ConditionalCorrections, GuidedCorrections)


class Decisions(Preliminary, Reports, Objections, Endings):
    """The chapter on corrections and decisions."""

    async def correct(
        self,
        draft: Application,
        letter: type[Correction],
        law: str,
        *,
        notified_by: str,
        after: date,
    ) -> Presented | BoardDecision | Decision:
        """One round of correction: corrected, reviewed and evaluated anew (T-17.15 to T-17.17).

        The Board may decide meanwhile, on an objection; then that decision is what comes of it.
        """
        corrected = await self.receive_corrected_draft(
            draft, letter, law, notified_by=notified_by, after=after
        )
        if isinstance(corrected, BoardDecision):
            return corrected
        if corrected is None:
            rule = self.rulebook.term(law).rule
            self.notify(Lapsed.under(law, self.rulebook), rule=rule)
            return await self.close(Outcome.NOT_SUITABLE, rule=rule)

        # T-17.16: out of queue; are the findings corrected, are there new errors, what score now?
        if not is_scored(draft):
            return await self.receive_unscored(
                draft, review=Stage.SECOND_REVIEW, evaluation=Stage.SECOND_EVALUATION
            )
        review = await self.receive_review(draft, stage=Stage.SECOND_REVIEW)
        evaluation = await self.receive_evaluation(
            draft,
            lambda report: breaches_of_second_evaluation(review, report, self.rulebook),
            stage=Stage.SECOND_EVALUATION,
        )

        # T-17.17a: both below 90 is the end; T-17.17b: else the Board
        if both_below_90(review, evaluation, self.rulebook):
            self.open_envelope_for("sent back T-17.17a")
            self.notify(ScoredNotSuitable.after(review, self.rulebook), rule="T-17.17a")
            return await self.close(Outcome.NOT_SUITABLE, rule="T-17.17a")
        return Presented(Path.SECOND_ROUND, evaluation.scientific_errors)

    async def receive_corrected_draft(
        self,
        draft: Application,
        letter: type[Correction],
        law: str,
        *,
        notified_by: str,
        after: date,
    ) -> CorrectedDraft | BoardDecision | None:
        """Wait for a draft that passes the preliminary review within its days (T-17.15, T-13.4)."""
        served = await self.send_back(
            letter.under(law, self.rulebook),
            rule=notified_by,
            by=Office.REVIEW_DEPARTMENT,
            after=after,
        )
        correction = self.open(law, since=served.served_on)
        objecting = [] if self.has_objected else [self.objection_to(draft, served)]
        while True:
            filed = await self.first(self.corrected_draft_by(correction), *objecting)
            if filed is None:
                return None
            if isinstance(filed, Objection):
                # R-T.13: the clock is paused until the Board has decided on the objection
                objecting = []
                self.pause(correction, "itiraz", since=local_day(filed.counts_from))
                decision = await self.decide_on_objection(draft, filed)
                if decision.decision is not BoardRuling.CORRECTION:
                    self.drop(correction)
                    return decision
                correction = self.resume(correction, "itiraz", since=decision.decided_on)
            elif await self.check_again(draft, filed, correction, objecting):
                return await self.consider_objection(draft, filed, objecting)

    async def consider_objection(
        self, draft: Application, filed: CorrectedDraft, objecting: list[Awaited[Objection]]
    ) -> CorrectedDraft | BoardDecision:
        """Continue with a corrected draft, or with the Board's ruling on an objection meanwhile.

        An objection may come while the preliminary commission has the corrected draft, or while a
        return waits for its service: its fifteen days run on (T-22.1).
        """
        objection = self.earliest(*objecting)
        if objection is None:
            for days in (chance.within for chance in objecting if chance.within):
                self.drop(days)
            return filed
        decision = await self.decide_on_objection(draft, cast("Objection", objection))
        return filed if decision.decision is BoardRuling.CORRECTION else decision

    async def decide_on_objection(self, draft: Application, objection: Objection) -> BoardDecision:
        """A new commission, then the Board (T-22.2)."""
        return await self.receive_board_decision(
            draft, await self.review_objection(draft, objection)
        )

    def corrected_draft_by(self, correction: Term) -> Awaited[CorrectedDraft]:
        """The corrected draft, as long as its days run (T-17.15)."""
        return (
            self.document(CorrectedDraft)
            .by(correction)
            .judged_by(lambda sent: breaches_of_delivery(sent.delivered, self.rulebook))
        )

    async def check_again(
        self,
        draft: Application,
        filed: CorrectedDraft,
        correction: Term,
        objecting: list[Awaited[Objection]],
    ) -> bool:
        """Say whether a corrected draft passes the preliminary review; else return it (T-13.4)."""
        # R-T.6: the clock is paused while the preliminary commission has the draft
        self.pause(correction, "ön inceleme", since=local_day(filed.counts_from))
        check = await self.review_preliminarily(draft, filed=filed, meanwhile=objecting)
        if not check.failed:
            self.meet(correction, by=filed)
            return True

        # T-13.4: returned; what is left of the days runs on from service
        returned = await self.send_back(
            Returned(failed=check.failed_checks),
            rule="T-13.4",
            by=Office.BOOKS_BRANCH,
            after=local_day(check.counts_from),
            meanwhile=objecting,
        )
        stood = self.rulebook.flag("correction.pause_in_prelim")
        runs_on = returned.served_on if stood else local_day(filed.counts_from)
        self.resume(correction, "ön inceleme", since=runs_on)
        return False

    async def go_before_board(
        self, draft: Application, brought: Presented | BoardDecision | Decision
    ) -> Decision:
        """The Board decides, as often as it takes (T-17.13, T-17.14b, T-17.17b to T-17.19).

        Args:
            draft: The draft.
            brought: How it comes before the Board; or what the Board has decided already, on an
                objection against a correction (T-22.2); or the end, where there was one before.
        """
        while not isinstance(brought, Decision):
            if isinstance(brought, Presented):
                path = brought.path
                decided = await self.receive_board_decision(draft, brought)
            else:
                path = Path.OBJECTION
                decided = brought
            brought = await self.carry_out(draft, decided, path)
        return brought

    async def receive_board_decision(
        self, draft: Application, presented: Presented
    ) -> BoardDecision:
        """Wait for a decision that the Board may take on a draft presented so (T-4.4).

        T-23.1: presented it is once the members who guide the commission have signed its form.
        """
        self.notify(FollowUpDue.asking(self.rulebook), rule="T-23.1", to=Office.BOARD)
        await self.expect(
            self.document(FollowUpForm).judged_by(
                lambda form: breaches_of_follow_up_form(form, self.earlier_members(), self.rulebook)
            )
        )
        decision = await self.expect(
            self.document(BoardDecision).judged_by(
                partial(self.wrong_with_decision, draft=draft, presented=presented)
            )
        )
        if presented.path is Path.OBJECTION:
            self.tell_of_objection(decision)
        return decision

    async def carry_out(
        self, draft: Application, decision: BoardDecision, path: Path
    ) -> Presented | BoardDecision | Decision:
        """Do what the Board has decided (T-17.17b to T-17.19, T-22.2)."""
        match decision.decision:
            case BoardRuling.ACCEPT:
                return await self.accept(draft, decision, rule=path)
            case BoardRuling.NOT_SUITABLE:
                return await self.find_not_suitable(draft, decision)
            case BoardRuling.CONDITIONAL:
                return await self.accept_conditionally(draft, decision)
            case BoardRuling.RE_REVIEW:
                return await self.review_again(draft)
            case BoardRuling.CORRECTION:
                return await self.correct(
                    draft,
                    Correction,
                    "board_correction",
                    notified_by="T-17.13",
                    after=decision.decided_on,
                )

    async def find_not_suitable(
        self, draft: Application, decision: BoardDecision
    ) -> Presented | Decision:
        """Found not suitable, with a reasoned report; open to one objection (T-17.23, T-22.1)."""
        served = await self.send_back(
            NotSuitable.by(decision, self.rulebook, may_object=not self.has_objected),
            rule="T-17.23",
            by=Office.REVIEW_DEPARTMENT,
            after=decision.decided_on,
        )
        if not self.has_objected:
            objection = await self.first(self.objection_to(draft, served))
            if objection is not None:
                return await self.review_objection(draft, objection)
        return await self.close(Outcome.NOT_SUITABLE, rule="T-17.23", on=decision.decided_on)

    def wrong_with_decision(
        self, decision: BoardDecision, draft: Application, presented: Presented
    ) -> tuple[Reason, ...]:
        """Return why a decision cannot be the Board's on this draft (T-17.13 to T-17.19)."""
        return (
            *breaches_of_four_eyes(decision.actor, self.hands()),
            *breaches_of_board_decision(
                decision,
                presented.path,
                draft.work.pages,
                presented.scientific_errors,
                self.rulebook,
            ),
            *self.misdated(decision, decision.decided_on, "T-4.4", after=self.last_report_on()),
        )

    async def accept_conditionally(self, draft: Application, decision: BoardDecision) -> Decision:
        """Accepted, if the findings are reflected in seven days (T-17.18)."""
        corrections = await self.receive_corrections(
            ConditionalCorrections,
            "conditional",
            notified_by="T-17.18a",
            letter=Conditional,
            after=decision.decided_on,
        )
        if corrections is None:
            return await self.end_unsuitable("conditional")
        check = await self.checked_by_evaluation(draft, self.document(ConditionalCheck))
        if not check.findings_reflected:
            return await self.end_unsuitable("conditional")
        if check.new_errors == 0:
            return await self.accept(draft, decision, rule="T-17.18b")

        # T-17.18c: new errors; fifteen working days under the evaluation commission's guidance
        guided = await self.receive_corrections(
            GuidedCorrections,
            "guided",
            notified_by="T-17.18c",
            letter=NewErrors,
            after=local_day(check.counts_from),
        )
        if guided is None:
            return await self.end_unsuitable("guided")
        last = await self.checked_by_evaluation(draft, self.document(GuidedCompletion))
        if not last.completed:
            return await self.end_unsuitable("guided")
        return await self.accept(draft, decision, rule="T-17.18c")

    async def receive_corrections(
        self, kind: type[C], law: str, *, notified_by: str, letter: type[ToCorrect], after: date
    ) -> C | None:
        """Send the findings and wait for a corrected copy within its days (T-17.18)."""
        served = await self.send_back(
            letter.under(law, self.rulebook),
            rule=notified_by,
            by=Office.REVIEW_DEPARTMENT,
            after=after,
        )
        days = self.open(law, since=served.served_on)
        corrections = await self.expect(
            self.document(kind)
            .by(days)
            .judged_by(lambda sent: breaches_of_delivery(sent.delivered, self.rulebook))
        )
        if corrections is not None:
            self.meet(days, by=corrections)
        return corrections

    async def review_again(self, draft: Application) -> Presented:
        """A new commission, out of queue, its result by way of evaluation (T-17.19, R-T.12)."""
        await self.appoint_another_commission(draft)
        if not is_scored(draft):
            seen = await self.receive_unscored(
                draft, review=Stage.RE_REVIEW, evaluation=Stage.RE_EVALUATION
            )
            return replace(seen, path=Path.RE_REVIEW)
        review = await self.receive_review(draft, stage=Stage.RE_REVIEW)
        evaluation = await self.receive_evaluation(
            draft,
            lambda report: breaches_of_first_evaluation(report, band(review.score, self.rulebook)),
            stage=Stage.RE_EVALUATION,
        )
        return Presented(Path.RE_REVIEW, evaluation.scientific_errors)

    async def accept(self, draft: Application, decision: BoardDecision, *, rule: str) -> Decision:
        """A draft becomes a textbook by the Board's decision alone (T-4.4, T-17.23)."""
        self.notify(Accepted.by(decision), rule="T-17.23")
        self.open_envelope_for("found suitable", on=decision.decided_on)
        # T-7.1ç, T-8.1ç7, R-T.19: who is named on the cover
        authors = sum(person.role is StaffRole.AUTHOR for person in draft.staff)
        commission = prints_commission(draft.route, draft.applicant.kind, authors, self.rulebook)
        book = Book(
            names_on_cover="commission" if commission else "authors",
            lesson=draft.work.lesson,
            grade=str(draft.work.grade),
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            first_school_year=decision.first_school_year,
        )
        self.enter(book, self.file.file_no)
        return await self.close(Outcome.ACCEPTED, rule=rule)

    async def end_unsuitable(self, law: str) -> Decision:
        """Findings not met in their time: deemed not suitable (T-17.18)."""
        rule = self.rulebook.term(law).rule
        self.notify(Lapsed.under(law, self.rulebook), rule=rule)
        return await self.close(Outcome.NOT_SUITABLE, rule=rule)
