"""Objections to findings (m.22): once, with reasons, within fifteen days, before a new commission.

They lie against a rejection below 75 points, a return for correction and a rejection by the Board,
not against a return at the preliminary review (R-T.13).
"""

from collections.abc import Iterable

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.case.standing_commands import Service
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_law.registers import Register, coefficient_in
from workflows.textbook_review.chapters.commissions import Commissions
from workflows.textbook_review.chapters.facts import is_scored
from workflows.textbook_review.chapters.presented import Presented
from workflows.textbook_review.chapters.seats import OBJECTION
from workflows.textbook_review.letters import ObjectionDecided, ObjectionReceived
from workflows.textbook_review.messages.board import BoardDecision
from workflows.textbook_review.messages.objection import (
    Objection,
    ObjectionReport,
)
from workflows.textbook_review.messages.review import Application
from workflows.textbook_review.offices import Office
from workflows.textbook_review.rules.board import Path
from workflows.textbook_review.rules.objection import (
    breaches_of_objection,
    breaches_of_objection_fee,
    breaches_of_objection_report,
)
from workflows.textbook_review.rules.review_report import breaches_of_score


class Objections(Commissions):
    """The chapter on objections."""

    @property
    def has_objected(self) -> bool:
        """Whether the one objection of this application came at an earlier chance (R-T.13).

        The place in the text decides, not the instant: paper may have been received before the
        service that it answers was recorded here.
        """
        return bool(self.asked_for(Objection))

    def objection_to(self, draft: Application, served: Service) -> Awaited[Objection]:
        """Open the fifteen days from service in which an objection may come (T-22.1, R-T.4)."""
        days = self.open("objection", since=served.served_on)
        return (
            self.document(Objection)
            .by(days)
            .reminded_by(days)  # met as soon as it comes, though it may be looked at only later
            .granted_by(Question(Register.COEFFICIENTS, "T-22.3", _payment_day))
            .judged_by(lambda objection: self.against_objection(objection, draft))
        )

    def against_objection(self, objection: Objection, draft: Application) -> Iterable[Reason]:
        """Return why an objection cannot be received (T-22.1, T-22.3)."""
        yield from breaches_of_objection(objection, findings=self.findings(), earlier_objections=0)
        if objection.known is not None:  # asked for the coefficient of the period
            coefficient = coefficient_in(objection.known)
            filed_on = local_day(objection.counts_from)
            yield from breaches_of_objection_fee(
                objection, draft, coefficient, filed_on, self.rulebook
            )

    async def review_objection(self, draft: Application, objection: Objection) -> Presented:
        """A new commission looks at the contested items and scores them anew (T-22.2)."""
        self.notify(ObjectionReceived(), rule="T-22.1", to=Office.PRESIDENCY)
        awaited = self.document(ObjectionReport).judged_by(
            lambda found: (
                *self.against_reporter(found, OBJECTION),
                *breaches_of_score(found.score),
                *breaches_of_objection_report(
                    found,
                    objection,
                    scientific_errors=self.scientific_errors(),
                    scored=is_scored(draft),
                ),
            )
        )
        report = await self.report_of(OBJECTION, draft, awaited, stage=None)
        # a pause that the objection began does not end before it
        since = local_day(objection.counts_from)
        return Presented(Path.OBJECTION, report.scientific_errors, since)

    def tell_of_objection(self, decision: BoardDecision) -> None:
        """Notify the applicant of what the Board has decided on the objection (T-22.2, T-17.23)."""
        report = self.documents(ObjectionReport)[-1]
        self.notify(ObjectionDecided.by(decision, report), rule="T-22.2")


def _payment_day(objection: Objection) -> dict[str, JsonValue]:
    return {"paid_on": objection.fee.paid_on.isoformat() if objection.fee else None}
