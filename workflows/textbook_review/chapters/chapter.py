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
from workflows.textbook_law.registers import coefficient_in
from workflows.textbook_review.messages.commission import EvaluationOrder
from workflows.textbook_review.messages.fee import FeeDecision
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
from workflows.textbook_review.results import Reports
from workflows.textbook_review.rules.bands import displayed
from workflows.textbook_review.rules.effort import overrun
from workflows.textbook_review.rules.objection import awaits_fee_decision

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

_PRELIMINARY = (PreliminaryCommission, PreliminaryReport)
"""Where the members of the preliminary commission stand."""


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
        """Return who filed or wrote what others decide on."""
        wrote = {kind.command: {d.actor.id for d in self.by_people(kind)} for kind in WRITTEN}
        return {**wrote, "file_application": {self.file.start.actor.id}}

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
        named = self.documents_of(CommissionOrder, EvaluationOrder, EvaluationReport)
        return [
            *(m for by in self.documents_of(*_PRELIMINARY) for m in by.members),
            *(member.id for by in named for member in by.members),
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
        """Return how many findings the last report counts; 0 where none has counted any.

        The evaluation commission adds and strikes out, and its report is the one that is served and
        governs (T-17.14a, T-17.22). Where it does not count anew the review's count stands, unless
        it names more scientific errors than that.
        """
        return self.errors_of(*self.last_reports())

    def errors_of(self, review: Reviewed | None, evaluation: EvaluationReport | None) -> int:
        """Return how many findings of every kind two reports leave, the evaluation's first."""
        if evaluation is not None and evaluation.findings is not None:
            return evaluation.findings
        reviewed = 0
        if review is not None:
            reviewed = review.findings if isinstance(review, ReviewReport) else review.errors
        return reviewed if evaluation is None else max(reviewed, evaluation.scientific_errors)

    def last_reports(self) -> tuple[Reviewed | None, EvaluationReport | None]:
        """Return the last reports of both commissions, as far as there are any."""
        reviews, evaluations = self.reviews(), self.documents(EvaluationReport)
        return (reviews[-1] if reviews else None, evaluations[-1] if evaluations else None)

    def scientific_errors(self) -> int | None:
        """Return how many scientific errors the last report counts; none: there is no report."""
        review, evaluation = self.last_reports()
        if isinstance(review, TranslationReport):
            return 0
        report = evaluation or review
        return None if report is None else report.scientific_errors

    def last_score(self) -> Decimal | None:
        """Return the score that stands: of the last review, or of an objection to it."""
        scored = self.documents_of(ReviewReport, ObjectionReport)
        scores: list[Decimal] = [report.score for report in scored if report.score is not None]
        return scores[-1] if scores else None

    def reports(self) -> Reports:
        """Return what goes out with a result: the reports and the score (T-17.23)."""
        review, evaluation = self.last_reports()
        objections = self.documents(ObjectionReport)
        score = self.last_score()
        return Reports(
            score=None if score is None else displayed(score),
            review_report_no=review.report_no if review else None,
            evaluation_report_no=evaluation.report_no if evaluation else None,
            objection_report_no=objections[-1].report_no if objections else None,
        )

    # -- money ---------------------------------------------------------------------------------

    def fees_paid(self, draft: Application) -> Decimal | None:
        """Return all that was paid for this draft, for an objection as well; none: no fee."""
        objections = self.documents(Objection)
        paid = [p.amount for p in (draft.fee, *(o.fee for o in objections)) if p is not None]
        return sum(paid, Decimal(0)) if paid else None

    def is_short_of_fee(self, objection: Objection) -> bool:
        """Return whether less was paid for an objection than the Presidency has set (R-T.28)."""
        decided = self.documents(FeeDecision)
        coefficient = coefficient_in(objection.known or {})
        application = self.file.start.read_as(Application)
        if not decided or objection.fee is None:
            return False
        open_ = awaits_fee_decision(application, coefficient, self.rulebook)
        return open_ and objection.fee.amount < decided[-1].owed

    # -- the end -------------------------------------------------------------------------------

    def conclude_now(self) -> None:
        """Note that the draft is concluded, though an objection may still have it reviewed anew."""
        self.settled_once("concluded", lambda: len(self.documents(Objection)))

    @property
    def is_concluded(self) -> bool:
        """Whether the draft is deemed rejected or found not suitable, and nobody has objected."""
        objections = len(self.documents(Objection))
        concluded = [v for key, v in self.file.settled.items() if key.startswith("concluded/")]
        return objections in concluded

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
