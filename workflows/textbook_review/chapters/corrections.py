"""Corrections and the second round (m.17(15) to (17), (20), (25), m.13(4))."""

from datetime import date, timedelta

from workflows.kernel.case.file import Decision
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_law.registers import HeldDraft
from workflows.textbook_review.chapters.board import Board, Overruled
from workflows.textbook_review.chapters.facts import is_scored
from workflows.textbook_review.chapters.preliminary import Preliminary
from workflows.textbook_review.chapters.presented import Objecting, Presented
from workflows.textbook_review.letters import ForwardingHeld, ReturnedAgain
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.messages.objection import Objection
from workflows.textbook_review.messages.review import (
    Application,
    CorrectedDraft,
    EvaluationReport,
    ReviewReport,
)
from workflows.textbook_review.offices import Office
from workflows.textbook_review.results import Correction, Lapsed, ScoredNotSuitable
from workflows.textbook_review.rules.bands import is_forwarded_to_department
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.filing import breaches_of_delivery
from workflows.textbook_review.rules.forwarding import held_until, last_day_of_hold
from workflows.textbook_review.rules.second_round import (
    both_below_90,
    breaches_of_second_evaluation,
)
from workflows.textbook_review.stages import Outcome, Stage

_DAY = timedelta(days=1)


class Corrections(Board, Preliminary):
    """The chapter on corrections."""

    async def correct(
        self,
        draft: Application,
        letter: type[Correction],
        law: str,
        *,
        notified_by: str,
        after: date,
        decision: BoardDecision | None = None,
    ) -> Presented | BoardDecision | Decision:
        """One round of correction: corrected, reviewed and evaluated anew (T-17.15 to T-17.17).

        The Board may decide meanwhile, on an objection; then that decision is what comes of it.

        Args:
            draft: The draft.
            letter: By which it goes back.
            law: Name of its thirty days in the rulebook.
            notified_by: What asks for the letter.
            after: The day of what the letter answers.
            decision: Of the Board, where it has ordered the correction.
        """
        said = letter.under(
            law, self.rulebook, self.reports(), self.remedy(draft), decision=decision
        )
        objecting: Objecting = []
        try:
            corrected = await self.receive_corrected_draft(
                draft, said, law, objecting, notified_by=notified_by, after=after
            )
            if corrected is None:
                rule = self.rulebook.term(law).rule
                self.notify(Lapsed.under(law, self.rulebook), rule=rule)
                return await self.close(Outcome.NOT_SUITABLE, rule=rule)
            return await self.review_corrected(draft, objecting)
        except Overruled as by:
            return by.decision

    # -- the corrected draft -------------------------------------------------------------------

    async def receive_corrected_draft(
        self,
        draft: Application,
        letter: Correction,
        law: str,
        objecting: Objecting,
        *,
        notified_by: str,
        after: date,
    ) -> CorrectedDraft | None:
        """Wait for a draft that passes the preliminary review within its days (T-17.15, T-13.4).

        Raises:
            Overruled: An objection has come, and the Board has decided otherwise.
        """
        may_object = letter.may_object
        served = await self.send_back(
            letter, rule=notified_by, by=Office.REVIEW_DEPARTMENT, after=after
        )
        correction = self.open(law, since=served.served_on)
        beside = []
        if may_object:
            chance, days = self.objection_to(draft, served)
            objecting.append(chance)
            beside.append(days)
        self.tell_days(correction, *beside)
        filing, looked_at_from = self.corrected_draft_by(correction), None
        while True:
            filed = await self.first(filing, *objecting)
            if filed is None:
                return None
            if isinstance(filed, Objection):
                objecting.clear()
                looked_at_from = await self.hear_objection(draft, filed, correction, filing)
            elif await self.check_again(draft, filed, correction, objecting, looked_at_from):
                passed: CorrectedDraft = filed
                return passed
            else:
                filing, looked_at_from = self.corrected_draft_by(correction), None
            if self.earliest(filing) is None:
                self.tell_days(correction, *beside)

    async def hear_objection(
        self,
        draft: Application,
        objection: Objection,
        correction: Term,
        filing: Awaited[CorrectedDraft],
    ) -> date:
        """Stop the days of a correction until the decision on an objection is served (R-T.13).

        A corrected draft may come all the same.

        Returns:
            The day from which the correction goes on.

        Raises:
            Overruled: The Board has decided that it does not.
        """
        objected_on = local_day(objection.counts_from)
        self.pause(correction, "itiraz", since=objected_on)
        decision = await self.decide_on_objection(draft, objection, meanwhile=[filing])
        decided_on = objected_on if decision is None else decision.decided_on
        goes_on = decision is None or decision.decision is BoardRuling.CORRECTION
        # whoever has filed already waits for nothing: the clock stands for the filing anyway
        filed = self.settled_once("corrected before", lambda: self.earliest(filing) is not None)
        runs_on = goes_on and not filed
        rule, said = (
            ("T-22.3", self.not_looked_at(objection, runs_on=runs_on))
            if decision is None
            else ("T-22.2", self.answer_objection(decision, runs_on=runs_on))
        )
        if runs_on:
            served = await self.send_back(
                said, rule=rule, by=Office.REVIEW_DEPARTMENT, after=decided_on, meanwhile=[filing]
            )
            decided_on = served.served_on
        else:
            self.notify(said, rule=rule)
        if decision is not None and not goes_on:
            self.drop(correction)
            raise Overruled(decision)
        self.resume(correction, "itiraz", since=decided_on)
        return decided_on

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
        objecting: Objecting,
        looked_at_from: date | None,
    ) -> bool:
        """Say whether a corrected draft passes the preliminary review; else return it (T-13.4)."""
        # R-T.6: the clock is paused while the preliminary commission has the draft
        self.pause(correction, "ön inceleme", since=local_day(filed.counts_from))
        check = await self.review_preliminarily(
            draft, filed=filed, meanwhile=objecting, since=looked_at_from
        )
        if not check.failed:
            self.meet(correction, by=filed)
            return True

        # T-13.4: returned; what is left of the days runs on from service
        until = [t.due_on for c in objecting if (t := c.within) and self.current(t).is_open]
        letter = ReturnedAgain(
            failed=check.failed_checks,
            report_no=check.report_no,
            objection_until=until[0] if until else None,
        )
        returned = await self.send_back(
            letter,
            rule="T-13.4",
            by=Office.BOOKS_BRANCH,
            after=local_day(check.counts_from),
            meanwhile=objecting,
        )
        stood = self.rulebook.flag("correction.pause_in_prelim")
        runs_on = returned.served_on if stood else local_day(filed.counts_from)
        self.resume(correction, "ön inceleme", since=runs_on)
        return False

    # -- the second round ----------------------------------------------------------------------

    async def review_corrected(
        self, draft: Application, objecting: Objecting
    ) -> Presented | BoardDecision | Decision:
        """Out of queue: are findings corrected, are there new errors, what score now (T-17.16)?

        The fifteen days to object run on meanwhile; what comes in them is decided on first, and the
        second round waits for it (T-22.1, R-T.13).

        Raises:
            Overruled: An objection has come, and the Board has decided otherwise.
        """
        if not is_scored(draft):
            return await self.receive_unscored(
                draft,
                review=Stage.SECOND_REVIEW,
                evaluation=Stage.SECOND_EVALUATION,
                objecting=objecting,
            )
        first = self.unless_objected(draft, objecting)
        review = await self.receive_review(draft, stage=Stage.SECOND_REVIEW, first=first)
        await self.forward(draft, review, objecting)
        evaluation = await self.receive_evaluation(
            draft,
            lambda report: breaches_of_second_evaluation(review, report, self.rulebook),
            stage=Stage.SECOND_EVALUATION,
            first=first,
        )

        # T-17.17a: both below 90 is the end; T-17.17b: else the Board
        if both_below_90(review, evaluation, self.rulebook):
            return await self.find_both_below(draft, evaluation, objecting)
        return Presented(Path.SECOND_ROUND, evaluation.scientific_errors, objecting=objecting)

    async def find_both_below(
        self, draft: Application, evaluation: EvaluationReport, objecting: Objecting
    ) -> Presented | Decision:
        """Deemed not suitable, upon evaluation; open to objection (T-17.17a, T-22.1)."""
        letter = ScoredNotSuitable.after(self.reports(), self.remedy(draft), self.rulebook)
        return await self.conclude(
            draft,
            letter,
            outcome=Outcome.NOT_SUITABLE,
            rule="T-17.17a",
            on=evaluation.dated_on or local_day(evaluation.counts_from),
            objecting=objecting,
        )

    async def forward(
        self, draft: Application, review: ReviewReport, objecting: Objecting | None = None
    ) -> None:
        """Hold what would be forwarded shortly before the last acceptance date (T-17.20).

        In every round, and only what has 75 points or more; the rest is sent on by no rule that
        would be stopped.
        """
        objecting = [] if objecting is None else objecting
        day = local_day(review.counts_from)
        until = self.settled_once("forwarding held until", lambda: self.held_until(day, review))
        if until is None:
            return
        held = ForwardingHeld(until=date.fromisoformat(until))
        self.notify(held, rule="T-17.20", to=Office.DIRECTORATE)
        row = HeldDraft(file_no=self.file.file_no, received_at=draft.counts_from, until=held.until)
        self.enter(row, f"{self.file.case_id}/{self.number('held')}")
        last_day = last_day_of_hold(day.year, self.rulebook)
        hold = self.open("forwarding_hold", since=self.today - _DAY, through=last_day)
        waiting = self.first(*objecting).else_at(hold).held_at(Stage.HELD)
        while (objection := await waiting) is not None:
            await self.overrule(draft, objection, objecting)
            waiting = self.first().else_at(hold).held_at(Stage.HELD)

    def held_until(self, day: date, review: ReviewReport) -> str | None:
        """Return from which day a report of a day is forwarded, if not at once (T-17.20)."""
        if not is_forwarded_to_department(review.score, self.rulebook):
            return None
        until = held_until(day, self.file.calendar, self.rulebook)
        return until.isoformat() if until else None
