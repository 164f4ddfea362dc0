"""What the chapters of the review share."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.roles import Role
from workflows.kernel.story.story import Story
from workflows.textbook_law.dates import breaches_of_date
from workflows.textbook_review.messages.commission import EvaluationOrder
from workflows.textbook_review.messages.objection import (
    Objection,
    ObjectionCommission,
    ObjectionReport,
)
from workflows.textbook_review.messages.review import (
    Application,
    CommissionOrder,
    CorrectedDraft,
    EvaluationReport,
    PreliminaryCommission,
    PreliminaryReport,
    ReviewReport,
)
from workflows.textbook_review.messages.unscored import TranslationReport, UpdateReport
from workflows.textbook_review.registers import EffortBudget
from workflows.textbook_review.rules.effort import overrun

Reviewed = ReviewReport | UpdateReport | TranslationReport
"""What a review commission reports: with a score, or without one (T-17.25, T-11.2b)."""

WRITTEN = (
    CorrectedDraft,
    PreliminaryReport,
    ReviewReport,
    UpdateReport,
    TranslationReport,
    EvaluationReport,
    Objection,
    ObjectionReport,
)
"""The documents on which others decide; whoever filed or wrote one does not."""


REPORTS = (ReviewReport, UpdateReport, TranslationReport, EvaluationReport, ObjectionReport)
"""What commissions report to the Board."""


class Chapter(Story):
    """A chapter of the review; it has no state of its own."""

    def misdated(
        self, document: Message, stated_on: date | None, rule: str, *, after: date | None = None
    ) -> tuple[Reason, ...]:
        """Return why a document cannot bear its date: before ``after``, or the filing (R-T.32)."""
        return breaches_of_date(
            stated_on,
            since=after or local_day(self.file.start.received_at),
            recorded_on=local_day(document.counts_from),
            rule=rule,
        )

    # -- who had a hand in it ------------------------------------------------------------------

    def hands(self) -> dict[str, Collection[str]]:
        """Return who filed or wrote what others decide on, and who sat on a commission."""
        wrote = {kind.command: {d.actor.id for d in self.by_people(kind)} for kind in WRITTEN}
        return {
            **wrote,
            "file_application": {self.file.start.actor.id},
            "the work of a commission": self.earlier_members(),
        }

    def by_people(self, kind: type[Message]) -> list[Message]:
        """Return the documents of a kind, without those that the registry entered from paper."""
        return [d for d in self.documents(kind) if d.actor.role != Role.REGISTRY]

    def makers(self, draft: Application) -> list[str]:
        """Return who made or filed the draft: nobody of them judges it."""
        return [self.file.start.actor.id, *(person.id for person in draft.staff)]

    def earlier_members(self) -> list[str]:
        """Return everybody who has sat on a commission of this draft so far."""
        heard = self.documents(ObjectionCommission)
        return [*self.members_of_process(), *(m.id for order in heard for m in order.members)]

    def members_of_process(self) -> list[str]:
        """Return who sat on a commission before an objection was heard (T-22.2)."""
        orders = self.documents_of(CommissionOrder, EvaluationOrder)
        return [
            *(m for set_up in self.documents(PreliminaryCommission) for m in set_up.members),
            *(member.id for order in orders for member in order.members),
        ]

    # -- reports -------------------------------------------------------------------------------

    def reviews(self) -> list[Reviewed]:
        """Return the reports of review commissions; one draft has only one kind of them."""
        return [
            *self.documents(ReviewReport),
            *self.documents(UpdateReport),
            *self.documents(TranslationReport),
        ]

    def findings(self) -> int:
        """Return how many findings the last report of a review commission counts."""
        report = self.reviews()[-1]
        return report.findings if isinstance(report, ReviewReport) else report.errors

    def scientific_errors(self) -> int:
        """Return how many scientific errors the last report counts; of a translation, none."""
        evaluations = self.documents(EvaluationReport)
        report = evaluations[-1] if evaluations else self.reviews()[-1]
        return 0 if isinstance(report, TranslationReport) else report.scientific_errors

    def last_report_on(self) -> date:
        """Return the day of the last report of a commission; nothing that answers it is earlier."""
        reports = self.documents_of(*REPORTS)
        days = [getattr(r, "dated_on", None) or local_day(r.counts_from) for r in reports]
        return max(days, default=local_day(self.file.start.received_at))

    # -- effort --------------------------------------------------------------------------------

    def effort(self, rule: str, *, budget: int, hours: Decimal | None = None) -> None:
        """Enter a budget of hours and flag its overrun; hours are never a term (S-E, R-T.21).

        Args:
            rule: What gives the budget.
            budget: Hours.
            hours: Hours ordered or spent, where they are stated.
        """
        nth = self.number(f"effort/{rule}")
        row = EffortBudget(
            rule=rule,
            hours=hours,
            budget=budget,
            overrun=None if hours is None else overrun(hours, budget),
        )
        self.enter(row, f"{self.file.case_id}/{rule}/{nth}")
