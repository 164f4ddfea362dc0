"""Before the Board, and the end that a result brings (m.17(12), (13), (17) to (19), (24), m.22)."""

from datetime import date
from functools import partial
from typing import Any, TypeVar

from workflows.kernel.case.file import Decision
from workflows.kernel.case.letters import Letter
from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited
from workflows.textbook_review.chapters.commissions import Waiting, reviewing
from workflows.textbook_review.chapters.endings import Endings
from workflows.textbook_review.chapters.facts import is_scored
from workflows.textbook_review.chapters.objections import Meanwhile, Objections
from workflows.textbook_review.chapters.presented import Objecting, Presented
from workflows.textbook_review.chapters.reports import Reports
from workflows.textbook_review.chapters.seats import REVIEW, TRANSLATION
from workflows.textbook_review.letters import FollowUpDue
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.messages.commission import FollowUpForm, SupplementReport
from workflows.textbook_review.messages.fee import FeeDecision
from workflows.textbook_review.messages.objection import Objection
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport
from workflows.textbook_review.offices import Office
from workflows.textbook_review.results import ObjectionInadmissible
from workflows.textbook_review.rules.board import BeforeBoard, Path, breaches_of_board_decision
from workflows.textbook_review.rules.conflict import breaches_of_four_eyes
from workflows.textbook_review.rules.follow_up import breaches_of_follow_up_form
from workflows.textbook_review.rules.supplement import (
    breaches_of_acceptance,
    breaches_of_presentation,
)
from workflows.textbook_review.rules.updated import may_go_back

U = TypeVar("U", TranslationReport, UpdateReport)


class Overruled(Exception):
    """The Board has decided on an objection otherwise than that the correction goes on."""

    def __init__(self, decision: BoardDecision) -> None:
        super().__init__(decision.decision_no)
        self.decision = decision


class Board(Reports, Objections, Endings):
    """The chapter on what comes before the Board."""

    async def receive_board_decision(
        self, draft: Application, presented: Presented, *, meanwhile: Meanwhile = ()
    ) -> BoardDecision:
        """Wait for a decision that the Board may take on a draft presented so (T-4.4).

        T-23.1: presented it is once the members who guide the commission have signed its form.

        Raises:
            Overruled: An objection has come before, and the Board has decided on it.
        """
        meanwhile = tuple(meanwhile)
        self.notify(FollowUpDue.asking(self.rulebook), rule="T-23.1", to=Office.BOARD)
        form = self.document(FollowUpForm).judged_by(
            lambda signed: (
                *breaches_of_follow_up_form(signed, self.earlier_members(), self.rulebook),
                *self.not_presentable(draft),
            )
        )
        first = self.unless_objected(draft, presented.objecting, meanwhile=meanwhile)
        await first(form)
        decision = self.document(BoardDecision).judged_by(
            partial(self.wrong_with_decision, draft=draft, presented=presented)
        )
        decided: BoardDecision = await first(decision)
        self.drop_chance(presented.objecting)
        return decided

    def not_presentable(self, draft: Application) -> tuple[Reason, ...]:
        """Return why a draft cannot come before the Board yet (T-17.10a)."""
        reports = self.documents(SupplementReport)
        return breaches_of_presentation(draft.work, self.last_score(), reports, self.rulebook)

    def wrong_with_decision(
        self, decision: BoardDecision, draft: Application, presented: Presented
    ) -> tuple[Reason, ...]:
        """Return why a decision cannot be the Board's on this draft (T-17.13 to T-17.19)."""
        before = BeforeBoard(
            path=presented.path,
            pages=draft.work.pages,
            scientific_errors=presented.scientific_errors,
            scored=is_scored(draft),
            corrections_left=self.may_be_corrected(draft),
        )
        unfit = decision.decision is BoardRuling.ACCEPT
        return (
            *breaches_of_four_eyes(decision.actor, self.hands(), self.earlier_members()),
            *breaches_of_board_decision(decision, before, self.rulebook),
            *(breaches_of_acceptance(self.documents(SupplementReport)) if unfit else ()),
            *self.misdated(decision, decision.decided_on, "T-4.4", after=self.last_report_on()),
        )

    def may_be_corrected(self, draft: Application) -> bool:
        """Whether the draft may go back for thirty days, or still has some of them (R-T.25)."""
        if draft.updates is None:
            return True
        of_thirty = {
            self.rulebook.term("update_correction").rule,
            self.rulebook.term("board_correction").rule,
        }
        rounds = [term for term in self.file.terms.values() if term.rule in of_thirty]
        running = any(term.is_open for term in rounds)
        return running or may_go_back(len(rounds), self.rulebook)

    # -- an objection --------------------------------------------------------------------------

    async def decide_on_objection(
        self, draft: Application, objection: Objection, *, meanwhile: Meanwhile = ()
    ) -> BoardDecision | None:
        """A new commission, then the Board (T-22.2); none if it is not looked at (T-22.3)."""
        presented = await self.review_objection(draft, objection, meanwhile=meanwhile)
        if presented is None:
            return None
        return await self.receive_board_decision(draft, presented, meanwhile=meanwhile)

    def not_looked_at(self, objection: Objection, *, runs_on: bool) -> ObjectionInadmissible:
        """Give the fee of an objection back that was too little; return the letter (T-22.3)."""
        set_fee, back = self.documents(FeeDecision)[-1], self.refund_inadmissible(objection)
        assert back is not None, "what is short of its fee has one"
        return ObjectionInadmissible(
            decision_no=set_fee.decision_no,
            paid=back.paid,
            owed=set_fee.owed,
            refund=back.refund,
            runs_on=runs_on,
        )

    def unless_objected(
        self, draft: Application, objecting: Objecting, *, meanwhile: Meanwhile = ()
    ) -> Waiting:
        """Return how to wait where an objection may come, which is decided on first (R-T.13).

        What it returns raises `Overruled` if the Board decides that the correction does not go on.

        Args:
            draft: The draft.
            objecting: The one objection, as long as it may come; emptied once it has.
            meanwhile: What else may come; it is looked at later.
        """

        async def first(*documents: Awaited[Any]) -> Any:
            while True:
                come = await self.first(*documents, *objecting).meanwhile(*meanwhile)
                if not isinstance(come, Objection):
                    return come
                await self.overrule(draft, come, objecting)

        return first

    def drop_chance(self, objecting: Objecting) -> None:
        """Drop what is left of the days to object: another result has taken the place of it."""
        for days in (chance.within for chance in objecting if chance.within):
            self.drop(days)

    async def overrule(
        self, draft: Application, objection: Objection, objecting: Objecting
    ) -> None:
        """Have an objection decided on while a second round waits for that (R-T.13).

        Raises:
            Overruled: The Board has decided that the correction does not go on.
        """
        objecting.clear()
        decision = await self.decide_on_objection(draft, objection)
        if decision is None:
            self.notify(self.not_looked_at(objection, runs_on=False), rule="T-22.3")
            return
        self.notify(self.answer_objection(decision, runs_on=False), rule="T-22.2")
        if decision.decision is not BoardRuling.CORRECTION:
            raise Overruled(decision)

    # -- reviewed without a score --------------------------------------------------------------

    async def receive_unscored(
        self,
        draft: Application,
        *,
        review: str,
        evaluation: str,
        watch: Term | None = None,
        objecting: Objecting | None = None,
    ) -> Presented:
        """Wait for the report on an update or a translation: no score (T-17.25, T-11.2b).

        Args:
            draft: The update or the translation.
            review: Stage of the review.
            evaluation: Stage of the evaluation; a translation has none.
            watch: Term that runs for the report.
            objecting: The one objection, as long as it may come beside.

        Raises:
            Overruled: An objection has come, and the Board has decided otherwise.
        """
        objecting = [] if objecting is None else objecting
        first = self.unless_objected(draft, objecting)
        if draft.translation_of is not None:
            # R-T.24: straight to the Board; the errors found decide nothing by themselves
            of_translation = self.unscored_report(TranslationReport, draft, watch)
            translation = await self.report_of(
                TRANSLATION, draft, of_translation, stage=review, first=first
            )
            return Presented(Path.TRANSLATION, 0, errors=translation.errors, objecting=objecting)
        of_update = self.unscored_report(UpdateReport, draft, watch)
        report = await self.report_of(REVIEW, draft, of_update, stage=review, first=first)
        evaluated = await self.receive_evaluation(
            draft, lambda _: (), stage=evaluation, first=first
        )
        return Presented(
            Path.UPDATE,
            evaluated.scientific_errors,
            errors=self.errors_of(report, evaluated),
            reported_on=evaluated.dated_on or local_day(evaluated.counts_from),
            objecting=objecting,
        )

    def unscored_report(self, kind: type[U], draft: Application, watch: Term | None) -> Awaited[U]:
        """What the review commission of an update or a translation reports."""
        chain = reviewing(draft)
        return (
            self.document(kind)
            .reminded_by(watch)
            .judged_by(lambda found: self.against_reporter(found, chain))
        )

    # -- the end -------------------------------------------------------------------------------

    async def conclude(
        self,
        draft: Application,
        letter: Letter,
        *,
        outcome: str,
        rule: str,
        on: date,
        objecting: Objecting | None = None,
        served_anyway: bool = False,
    ) -> Presented | Decision:
        """Serve a result that ends the review; it is open to the one objection (T-22.1, R-T.13).

        Args:
            draft: The draft.
            letter: The result with its ground, its reports and the remedy.
            outcome: How the review ends if nobody objects.
            rule: What says so.
            on: The day of the result; that is the day of the end as well.
            objecting: The objection to what was served before, as long as its days run.
            served_anyway: Whether the end waits for service though nobody can object any more.
        """
        objecting = [] if objecting is None else objecting
        self.conclude_now()
        objected = self.settled_once("objected before", lambda: self.has_objected)
        if objected and not served_anyway:
            self.open_envelope_for(f"sent back {rule}")
            self.notify(letter, rule=rule)
            return await self.close(outcome, rule=rule, on=on)
        served = await self.send_back(
            letter, rule=rule, by=Office.REVIEW_DEPARTMENT, after=on, meanwhile=objecting
        )
        objection = self.earliest(*objecting)
        if objection is None and not objected:
            self.drop_chance(objecting)
            objection = await self.object_to(draft, served)
        if isinstance(objection, Objection):
            presented = await self.review_objection(draft, objection)
            if presented is not None:
                return presented
            self.notify(self.not_looked_at(objection, runs_on=False), rule="T-22.3")
        return await self.close(outcome, rule=rule, on=on)

    async def object_to(self, draft: Application, served: Service) -> Objection | None:
        """Wait for an objection to a result, as long as its days run (T-22.1)."""
        chance, days = self.objection_to(draft, served)
        self.tell_days(days)
        objection: Objection | None = await self.first(chance)
        return objection
