"""What the Board decides, and what follows (m.17(13), (14), (17) to (19), (23), (24))."""

from dataclasses import replace

from workflows.kernel.case.file import Decision
from workflows.kernel.case.rows import CaseToOpen
from workflows.kernel.law.calendar import local_day
from workflows.textbook_law.draft import StaffRole
from workflows.textbook_review.chapters.board import Overruled
from workflows.textbook_review.chapters.conditional import ConditionalAcceptance, Met
from workflows.textbook_review.chapters.corrections import Corrections
from workflows.textbook_review.chapters.facts import is_scored
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.registers import Book, ToolInPlace
from workflows.textbook_review.results import Accepted, Correction, NotSuitable
from workflows.textbook_review.rules.acceptance import (
    IN_USE,
    filing_of_book,
    telling_of_version,
)
from workflows.textbook_review.rules.bands import band
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.evaluation import breaches_of_first_evaluation
from workflows.textbook_review.rules.routes import prints_commission
from workflows.textbook_review.stages import Outcome, Stage


class Decisions(Corrections, ConditionalAcceptance):
    """The chapter on decisions."""

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
                path, decided = await self.decide_on(draft, brought)
            else:
                path, decided = Path.OBJECTION, brought
            brought = await self.carry_out(draft, decided, path)
        return brought

    async def decide_on(
        self, draft: Application, presented: Presented
    ) -> tuple[Path, BoardDecision]:
        """Have a draft decided on; an objection that comes before goes first (R-T.13)."""
        try:
            decided = await self.receive_board_decision(draft, presented)
        except Overruled as by:
            return Path.OBJECTION, by.decision
        if presented.path is Path.OBJECTION:
            self.notify(self.answer_objection(decided, runs_on=False), rule="T-22.2")
        return presented.path, decided

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
                    decision=decision,
                )

    async def find_not_suitable(
        self, draft: Application, decision: BoardDecision
    ) -> Presented | Decision:
        """Found not suitable, with a reasoned report; open to one objection (T-17.23, T-22.1)."""
        letter = NotSuitable.by(decision, self.reports(), self.remedy(draft))
        return await self.conclude(
            draft,
            letter,
            outcome=Outcome.NOT_SUITABLE,
            rule="T-17.23",
            on=decision.decided_on,
            served_anyway=True,
        )

    async def accept_conditionally(self, draft: Application, decision: BoardDecision) -> Decision:
        """Accepted, if the findings are reflected in their days (T-17.18)."""
        met = await self.meet_conditions(draft, decision)
        if isinstance(met, Decision):
            return met
        return await self.accept(draft, decision, rule=met.rule, met=met)

    async def review_again(self, draft: Application) -> Presented:
        """A new commission, out of queue, its result by way of evaluation (T-17.19, R-T.12)."""
        await self.appoint_another_commission(draft)
        if not is_scored(draft):
            seen = await self.receive_unscored(
                draft, review=Stage.RE_REVIEW, evaluation=Stage.RE_EVALUATION
            )
            return replace(seen, path=Path.RE_REVIEW)
        review = await self.receive_review(draft, stage=Stage.RE_REVIEW)
        await self.forward(draft, review)
        evaluation = await self.receive_evaluation(
            draft,
            lambda report: breaches_of_first_evaluation(report, band(review.score, self.rulebook)),
            stage=Stage.RE_EVALUATION,
        )
        return Presented(Path.RE_REVIEW, evaluation.scientific_errors)

    async def accept(
        self, draft: Application, decision: BoardDecision, *, rule: str, met: Met | None = None
    ) -> Decision:
        """A draft becomes a textbook by the Board's decision alone (T-4.4, T-17.23)."""
        self.notify(Accepted.by(decision, self.reports()), rule="T-17.23")
        self.open_envelope_for("found suitable", on=decision.decided_on)
        # T-7.1ç, T-8.1ç7, R-T.19: who is named on the cover
        authors = sum(person.role is StaffRole.AUTHOR for person in draft.staff)
        commission = prints_commission(draft.route, draft.applicant.kind, authors, self.rulebook)
        kind = ToolInPlace if draft.in_place_of_textbook else Book
        book = kind(
            names_on_cover="commission" if commission else "authors",
            lesson=draft.work.lesson,
            grade=str(draft.work.grade),
            decision_no=decision.decision_no,
            decided_on=decision.decided_on,
            first_school_year=decision.first_school_year,
        )
        self.enter(book, self.file.file_no)
        # m.11(1)ç, (2)b: the case of the book that is updated or translated learns of it
        last = met.check if met else decision
        if (told := telling_of_version(draft, decision, self.file.file_no, last)) is not None:
            self.enter(told, self.file.case_id)
        # m.25, R-B.16: a book in use from now on; whom it belongs to the dossier knows
        self.enter(self.book_in_use(draft, decision, met), self.file.case_id)
        return await self.close(Outcome.ACCEPTED, rule=rule)

    def book_in_use(
        self, draft: Application, decision: BoardDecision, met: Met | None
    ) -> CaseToOpen:
        """Return the case of the book: it counts from the act that made it a textbook."""
        last = met.check if met else decision
        filing = filing_of_book(
            draft,
            decision,
            review=self.file.file_no,
            due_on=self.file.term(met.days.key).due_on if met else None,
            completed_on=local_day(last.counts_from) if met else None,
        )
        return CaseToOpen(process=IN_USE, received_at=last.counts_from, body=filing)
