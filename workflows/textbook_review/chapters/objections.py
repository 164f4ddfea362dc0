"""Objections to findings (m.22): once, with reasons, within fifteen days, before a new commission.

They lie against a rejection below 75 points, a return for correction, a second round below 90, an
early return as unfit for the programme and a rejection by the Board, not against a return at the
preliminary review (R-T.13).
"""

from collections.abc import Iterable
from typing import Any

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.law.calendar import local_day
from workflows.kernel.law.term import Term
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_law.fees import owes_fee
from workflows.textbook_law.registers import Register, coefficient_in
from workflows.textbook_review.chapters.commissions import Commissions
from workflows.textbook_review.chapters.facts import is_scored
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.chapters.seats import OBJECTION
from workflows.textbook_review.letters import ObjectionReceived
from workflows.textbook_review.messages.board import BoardDecision
from workflows.textbook_review.messages.fee import FeeDecision
from workflows.textbook_review.messages.objection import (
    Objection,
    ObjectionReport,
)
from workflows.textbook_review.messages.review import Application, ReviewReport
from workflows.textbook_review.offices import Office
from workflows.textbook_review.results import DaysRunning, ObjectionDecided, Remedy
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.objection import (
    awaits_fee_decision,
    breaches_of_objection,
    breaches_of_objection_fee,
    breaches_of_objection_report,
)
from workflows.textbook_review.rules.review_report import breaches_of_score
from workflows.textbook_review.stages import Stage

Meanwhile = Iterable[Awaited[Any]]
"""What else may come while something is waited for."""


class Objections(Commissions):
    """The chapter on objections."""

    @property
    def has_objected(self) -> bool:
        """Whether the one objection of this application came at an earlier chance (R-T.13).

        The place in the text decides, not the instant: paper may have been received before the
        service that it answers was recorded here.
        """
        return bool(self.asked_for(Objection))

    def remedy(self, draft: Application) -> Remedy:
        """Return what a result says of the objection to it (T-22.1, T-22.3, R-T.13)."""
        return Remedy.of(
            self.rulebook,
            may_object=not self.has_objected,
            fee_due=owes_fee(draft, self.rulebook),
        )

    def objection_to(self, draft: Application, served: Service) -> tuple[Awaited[Objection], Term]:
        """Open the fifteen days from service in which an objection may come (T-22.1, R-T.4)."""
        days = self.open("objection", since=served.served_on)
        # the findings of the report that was served, whatever is reported meanwhile
        findings = self.settled_once("findings served", self.findings)
        chance = (
            self.document(Objection)
            .by(days)
            .reminded_by(days)  # met as soon as it comes, though it may be looked at only later
            .granted_by(Question(Register.COEFFICIENTS, "T-22.3", _payment_day))
            .judged_by(lambda objection: self.against_objection(objection, draft, findings))
        )
        return chance, days

    def tell_days(self, *terms: Term) -> None:
        """Tell the applicant the last day of each thing that it may still do (R-T.4).

        Service has been recorded, a clock runs on, or a decree has moved a day: whenever there is a
        day of which nobody has been told, one letter names all that are running. Nothing is said of
        a day that has passed: nobody can act by it any more.
        """
        known = [term for term in map(self.current, terms) if term.is_open and term.due_on]
        new = [term for term in known if self.first_time(f"days/{_last_day(term)}")]
        to_come = [term for term in new if self.is_running(term)]
        if to_come:
            about = ", ".join(_last_day(term) for term in to_come)
            running = [term for term in known if self.is_running(term)]
            self.notify(DaysRunning.of(running), rule="R-T.4", about=about)

    def is_running(self, term: Term) -> bool:
        """Whether a term has a last day that is still to come."""
        return term.is_open and term.due_on is not None and self.today <= term.due_on

    def current(self, term: Term) -> Term:
        """Return a term as it stands now."""
        return self.file.term(term.key)

    def against_objection(
        self, objection: Objection, draft: Application, findings: int
    ) -> Iterable[Reason]:
        """Return why an objection cannot be received (T-22.1, T-22.3)."""
        yield from breaches_of_objection(objection, findings=findings, earlier_objections=0)
        if objection.known is not None:  # asked for the coefficient of the period
            coefficient = coefficient_in(objection.known)
            filed_on = local_day(objection.counts_from)
            yield from breaches_of_objection_fee(
                objection, draft, coefficient, filed_on, self.rulebook
            )

    async def review_objection(
        self, draft: Application, objection: Objection, *, meanwhile: Meanwhile = ()
    ) -> Presented | None:
        """A new commission looks at the contested items and scores them anew (T-22.2).

        None if it is not looked at: less was paid than the Presidency has set (T-22.3, R-T.28).
        """
        meanwhile = tuple(meanwhile)
        coefficient = coefficient_in(objection.known or {})
        fee_open = objection.known is not None and awaits_fee_decision(
            draft, coefficient, self.rulebook
        )
        self.notify(ObjectionReceived(fee_open=fee_open), rule="T-22.1", to=Office.PRESIDENCY)
        if fee_open:
            await self.expect(self.document(FeeDecision).at(Stage.OBJECTION), meanwhile=meanwhile)
            if self.is_short_of_fee(objection):
                return None
        awaited = self.document(ObjectionReport).judged_by(
            lambda found: self.against_objection_report(found, objection, draft)
        )
        report = await self.report_of(
            OBJECTION,
            draft,
            awaited,
            stage=None,
            first=lambda *choices: self.first(*choices).meanwhile(*meanwhile),
        )
        return Presented(Path.OBJECTION, report.scientific_errors)

    def against_objection_report(
        self, found: ObjectionReport, objection: Objection, draft: Application
    ) -> Iterable[Reason]:
        """Return why a report on an objection cannot stand (T-22.2, R-T.27)."""
        scores = self.documents(ReviewReport)
        return (
            *self.against_reporter(found, OBJECTION),
            *breaches_of_score(found.score),
            *breaches_of_objection_report(
                found,
                objection,
                scientific_errors=self.scientific_errors(),
                scored=is_scored(draft),
                score_before=scores[-1].score if scores else None,
            ),
        )

    def answer_objection(self, decision: BoardDecision, *, runs_on: bool) -> ObjectionDecided:
        """Return the letter on what the Board has decided on the objection (T-22.2, T-17.23)."""
        report = self.documents(ObjectionReport)[-1]
        return ObjectionDecided.by(decision, report, runs_on=runs_on)


def _last_day(term: Term) -> str:
    return f"{term.key} {term.due_on}"


def _payment_day(objection: Objection) -> dict[str, JsonValue]:
    return {"paid_on": objection.fee.paid_on.isoformat() if objection.fee else None}
