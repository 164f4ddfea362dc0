"""Who sits on a commission, and that it is complete when it reports (m.19(2), m.20(1), R-T.29)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from workflows.kernel.case.file import Fact
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_law.duties import free_of_cancelled_duties
from workflows.textbook_review.chapters.chapter import Chapter
from workflows.textbook_review.messages.commission import (
    CommissionApproval,
    CommissionProposal,
    DutyCancelled,
    EvaluationApproval,
    EvaluationOrder,
    EvaluationProposal,
    MemberLeft,
)
from workflows.textbook_review.messages.objection import ObjectionCommission
from workflows.textbook_review.messages.review import (
    AssignmentOrder,
    CommissionOrder,
    EvaluationReport,
    PreliminaryCommission,
    PreliminaryReport,
)
from workflows.textbook_review.offices import Office
from workflows.textbook_review.rules.seats import breaches_of_membership, seated

Order = TypeVar("Order", bound=AssignmentOrder | PreliminaryCommission)


@dataclass(frozen=True)
class Chain(Generic[Order]):
    """By which acts a commission comes about (T-20.1, T-17.3)."""

    order: type[Order]
    by: Office
    """Who orders it."""
    to: Office
    """As whom it works, and is served its order."""
    rule: str
    """What a report of other people breaks."""
    selected: tuple[type[CommissionProposal], type[CommissionApproval]] | None = None
    """How the department selects and the Presidency approves it; none: the Presidency alone."""
    unordered: bool = False
    """Whether its report is admitted though no order was recorded, and pointed out (T-20.1)."""


Ordered: TypeAlias = Chain[Any]
"""One that an order of assignment ends: of every commission but the preliminary one."""

PRELIMINARY = Chain(
    PreliminaryCommission,
    Office.PRESIDENCY,
    Office.PRELIMINARY_COMMISSION,
    "T-13.0",
    unordered=True,
)
REVIEW: Ordered = Chain(
    CommissionOrder,
    Office.DIRECTORATE,
    Office.REVIEW_COMMISSION,
    "T-20.1",
    (CommissionProposal, CommissionApproval),
)
TRANSLATION: Ordered = Chain(
    CommissionOrder, Office.PRESIDENCY, Office.REVIEW_COMMISSION, "T-11.2b"
)
EVALUATION: Ordered = Chain(
    EvaluationOrder,
    Office.PRESIDENCY,
    Office.EVALUATION_COMMISSION,
    "T-20.1",
    (EvaluationProposal, EvaluationApproval),
    unordered=True,
)
OBJECTION: Ordered = Chain(
    ObjectionCommission, Office.PRESIDENCY, Office.REVIEW_COMMISSION, "T-22.2"
)

CHAINS: tuple[Chain[Any], ...] = (PRELIMINARY, REVIEW, EVALUATION, OBJECTION)
"""One for each kind of commission; that of a translation is a review commission."""


class Seats(Chapter):
    """The chapter on the members of commissions."""

    def sitting(self, chain: Chain[Any]) -> tuple[str, ...]:
        """Return who was ordered to the last commission of a kind; nobody: none was."""
        orders = self.documents(chain.order)
        return seated(orders[-1]) if orders else ()

    def sit_now(self) -> set[str]:
        """Return everybody who sits on a current commission of this draft.

        Where none was ordered, those who signed its last report do.
        """
        sit = {person for chain in CHAINS for person in self.sitting(chain)}
        if not self.sitting(PRELIMINARY):
            sit.update(*(report.members for report in self.documents(PreliminaryReport)[-1:]))
        if not self.sitting(EVALUATION):
            sit.update(m.id for r in self.documents(EvaluationReport)[-1:] for m in r.members)
        return sit - self.departed()

    def departed(self) -> set[str]:
        """Return everybody who has left the commissions of this draft (S-19.2, R-T.29)."""
        return {gone.member for gone in self.documents_of(DutyCancelled, MemberLeft)}

    def vacant(self, chain: Chain[Any], report: Awaited[Any]) -> bool:
        """Say whether a commission is missing or incomplete at the place in the text of a report.

        Whoever left before the report came, and after the commission was selected, is to be
        replaced; who leaves after the report takes nothing from it.
        """
        ordered = self.last_asked(chain.order)
        if ordered is None:
            return not chain.unordered
        since = ordered.n
        if chain.selected is not None:
            selected = self.last_asked(chain.selected[0])
            since = since if selected is None else selected.n
        come = self.file.fact(report.kind.command, report.nth)
        members = seated(ordered.read_as(chain.order))
        left = self.file.facts_of_any({DutyCancelled.command, MemberLeft.command})
        return any(
            gone.body["member"] in members and since < gone.n and (come is None or gone.n < come.n)
            for gone in left
        )

    def last_asked(self, kind: type[Message]) -> Fact | None:
        """Return the last document of a kind that has come where the text has asked for one."""
        come = [*self.file.facts_of(kind.command).values()][: len(self.asked_for(kind))]
        return come[-1] if come else None

    def against_reporter(self, report: Message, chain: Chain[Any]) -> Iterable[Reason]:
        """Return why somebody cannot report for a commission: only its members do (T-20.1)."""
        members = self.sitting(chain)
        return breaches_of_membership(report.actor, members, chain.rule) if members else ()

    def duties_stand(self, chain: Chain[Any]) -> Question | None:
        """Ask the register whether a member's duties have been cancelled in another case (S-19.2).

        None where there is no commission yet.
        """
        orders = self.documents(chain.order)
        if not orders:
            return None
        return free_of_cancelled_duties(seated(orders[-1]), since=orders[-1].counts_from)
