"""Acceptance on conditions: seven days, then fifteen working days for new errors (m.17(18))."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from workflows.kernel.case.file import Decision
from workflows.kernel.case.letters import Letter
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.textbook_review.chapters.board import Board
from workflows.textbook_review.messages.board import (
    BoardDecision,
    ConditionalCheck,
    ConditionalCorrections,
    GuidedCompletion,
    GuidedCorrections,
)
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.offices import Office
from workflows.textbook_review.results import (
    Conditional,
    CorrectionsIncomplete,
    Lapsed,
    NewErrors,
)
from workflows.textbook_review.rules.filing import breaches_of_delivery
from workflows.textbook_review.stages import Outcome

C = TypeVar("C", ConditionalCorrections, GuidedCorrections)
K = TypeVar("K", ConditionalCheck, GuidedCompletion)


@dataclass(frozen=True)
class Met:
    """How the conditions of an acceptance were met."""

    rule: str
    """By which the draft is accepted."""
    check: ConditionalCheck | GuidedCompletion
    """The confirmation with which the draft becomes a textbook (R-B.16)."""
    days: Term
    """The period that ran last."""


class ConditionalAcceptance(Board):
    """The chapter on acceptance on conditions."""

    async def meet_conditions(self, draft: Application, decision: BoardDecision) -> Met | Decision:
        """Have the findings reflected in seven days (T-17.18).

        Returns:
            How the conditions were met; or the end, where they were not.
        """
        mended = await self.mend(
            draft,
            "conditional",
            Conditional.by(decision, self.reports(), self.rulebook),
            (ConditionalCorrections, ConditionalCheck),
            notified_by="T-17.18a",
            after=decision.decided_on,
        )
        if mended is None:
            return await self.end_unsuitable("conditional")
        check, days = mended
        if check.new_errors == 0:
            return Met("T-17.18b", check, days)

        # T-17.18c: new errors; fifteen working days under the evaluation commission's guidance
        last = await self.mend(
            draft,
            "guided",
            NewErrors.after(check.report_no, self.reports(), self.rulebook),
            (GuidedCorrections, GuidedCompletion),
            notified_by="T-17.18c",
            after=local_day(check.counts_from),
        )
        return await self.end_unsuitable("guided") if last is None else Met("T-17.18c", *last)

    async def mend(
        self,
        draft: Application,
        law: str,
        letter: Letter,
        kinds: tuple[type[C], type[K]],
        *,
        notified_by: str,
        after: date,
    ) -> tuple[K, Term] | None:
        """Send what is to be mended, and wait for corrections that a check finds done (T-17.18).

        The applicant may try as often as the days allow: what does not do yet comes back with the
        report of the check, and the days run on. Only their end makes the draft unsuitable.

        Returns:
            The check that found them done, and the days in which they were; none if they lapsed.
        """
        corrections_of, check_of = kinds
        served = await self.send_back(
            letter, rule=notified_by, by=Office.REVIEW_DEPARTMENT, after=after
        )
        days = self.open(law, since=served.served_on)
        self.tell_days(days)
        while True:
            corrections = await self.expect(
                self.document(corrections_of)
                .by(days)
                .judged_by(lambda sent: breaches_of_delivery(sent.delivered, self.rulebook))
            )
            if corrections is None:
                return None
            self.meet(days, by=corrections)
            check = await self.checked_by_evaluation(draft, self.document(check_of))
            if check.does:
                return check, days
            days = self.reopen(days, by=check)
            self.tell_days(days)
            self.say_incomplete(days, check)

    def say_incomplete(self, days: Term, check: ConditionalCheck | GuidedCompletion) -> None:
        """Tell the applicant what its corrections lack, if there is time left to mend it."""
        nth = self.number(f"incomplete/{days.key}")
        until, until_at = days.due_on, days.due_at
        if until is None or until_at is None or check.counts_from > until_at:
            return
        letter = CorrectionsIncomplete(report_no=check.report_no, until=until, until_at=until_at)
        self.notify(letter, rule=days.rule, about=f"incomplete/{days.key}/{nth}")

    async def end_unsuitable(self, law: str) -> Decision:
        """Findings not met by the end of their days: deemed not suitable (T-17.18)."""
        rule = self.rulebook.term(law).rule
        self.notify(Lapsed.under(law, self.rulebook), rule=rule)
        return await self.close(Outcome.NOT_SUITABLE, rule=rule)
