"""Commissions: selected, approved and ordered (m.17(2) to (7), (14), m.20, m.11(2)b, m.22(2)).

The department selects, the Presidency approves; the Directorate orders those that review, the
Presidency all others (R-T.18). First reviews go in the order of application; what comes back is
reviewed out of it (T-17.16, R-T.12). Whoever leaves is replaced by the same chain (R-T.29).
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, cast

from pydantic import JsonValue

from workflows.kernel.case.message import M
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Awaited, Question, turn_in
from workflows.textbook_law.bans import free_of_bans
from workflows.textbook_law.draft import Member
from workflows.textbook_review.chapters.seats import (
    EVALUATION,
    OBJECTION,
    REVIEW,
    TRANSLATION,
    Ordered,
    Seats,
)
from workflows.textbook_review.letters import Assignment
from workflows.textbook_review.messages.commission import CommissionApproval, CommissionProposal
from workflows.textbook_review.messages.review import Application, AssignmentOrder, CommissionOrder
from workflows.textbook_review.rules.commission import (
    breaches_of_commission_proposal,
    breaches_of_order,
    breaches_of_order_without_approval,
)
from workflows.textbook_review.rules.conflict import (
    breaches_of_both_commissions,
    breaches_of_four_eyes,
    breaches_of_interest,
)
from workflows.textbook_review.rules.effort import review_hours, visual_hours
from workflows.textbook_review.rules.objection import breaches_of_objection_commission
from workflows.textbook_review.rules.seats import breaches_of_departed
from workflows.textbook_review.stages import Stage

Waiting = Callable[..., Awaitable[Any]]
"""How to wait for the first of several documents (`Story.first`), and for what else meanwhile."""


class Commissions(Seats):
    """The chapter on commissions."""

    async def appoint_first_commission(self, draft: Application) -> None:
        """Give the draft to its first commission, in the order of application (T-17.2, T-13.0)."""
        self.enqueue("first-review", received=draft)
        in_turn = turn_in("first-review", rule="T-17.16")
        # S-37.1, R-S.7: drafts of a publisher banned for pen names are not given to a commission
        await self.appoint(REVIEW, draft, in_turn=in_turn, granted_by=_NO_PEN_NAMES)

    async def appoint_another_commission(self, draft: Application) -> None:
        """Give the draft to a new commission, out of queue (T-17.19, R-T.12)."""
        await self.appoint(reviewing(draft), draft, stage=Stage.RE_REVIEW)

    async def appoint_translation_commission(self, draft: Application) -> None:
        """Give a translation to the commission that the Presidency sets up itself (T-11.2b)."""
        await self.appoint(TRANSLATION, draft, granted_by=_NO_PEN_NAMES)

    async def report_of(
        self,
        chain: Ordered,
        draft: Application,
        report: Awaited[M],
        *,
        stage: str | None,
        first: Waiting | None = None,
    ) -> M:
        """Wait for what a commission reports, appointed where there is none, and complete (R-T.29).

        Of an evaluation commission a report is admitted though no order was recorded; somebody is
        to look at that (T-20.1).

        Args:
            chain: By which acts it comes about.
            draft: What it looks at.
            report: What it reports.
            stage: Where the case stands meanwhile, if not where the report says.
            first: How to wait; what else may come meanwhile is looked at there.
        """
        first = first or self.first
        stage = stage or report.spec.stage
        report = report.at(stage)
        while True:
            if self.vacant(chain, report):
                await self.appoint(chain, draft, stage=stage, first=first)
            elif chain.selected is not None and self.last_asked(chain.order) is None:
                selection = self.selection(chain, draft, stage=stage)
                come: Any = await first(report, selection)
                if come.command == report.kind.command:
                    self.point_out(f"{chain.rule}/{chain.to}")
                    return cast("M", come)
                await self.appoint(chain, draft, stage=stage, selection=selection, first=first)
            else:
                return cast("M", await first(report.granted_by(self.duties_stand(chain))))

    async def appoint(
        self,
        chain: Ordered,
        draft: Application,
        *,
        stage: str | None = None,
        in_turn: Question | None = None,
        granted_by: Question | None = None,
        selection: Awaited[CommissionProposal] | None = None,
        first: Waiting | None = None,
    ) -> None:
        """Appoint a commission (T-20.1, T-17.3, R-T.18).

        Args:
            chain: By which acts.
            draft: What it looks at.
            stage: Where the case stands meanwhile, if not where its acts say.
            in_turn: What the queue is asked with the first selection.
            granted_by: What a register is asked with the order.
            selection: The first selection, where it was waited for beside something else.
            first: How to wait; what else may come meanwhile is looked at there.
        """
        first = first or self.first
        approved = None
        if chain.selected is not None:
            selection = selection or self.selection(chain, draft, stage=stage).granted_by(in_turn)
            approved = await self.agree_on(chain, draft, selection, stage=stage, first=first)
        order: AssignmentOrder = await first(
            self.document(chain.order)
            .sent_by(chain.by)
            .at(stage)
            .granted_by(granted_by)
            .judged_by(lambda asked: self.against_order(chain, asked, approved, draft))
        )
        self.serve_order(chain, draft, order)

    def selection(
        self, chain: Ordered, draft: Application, *, stage: str | None
    ) -> Awaited[CommissionProposal]:
        """The department's selection of chair and members (T-20.1, R-T.18)."""
        assert chain.selected is not None
        return (
            self.document(chain.selected[0])
            .at(stage)
            .judged_by(lambda selected: self.against_proposal(chain, selected, draft))
        )

    async def agree_on(
        self,
        chain: Ordered,
        draft: Application,
        selection: Awaited[CommissionProposal],
        *,
        stage: str | None,
        first: Waiting,
    ) -> CommissionProposal:
        """Let the department select until the Presidency approves (T-20.1, R-T.18)."""
        assert chain.selected is not None
        select, approve = chain.selected
        while True:
            proposal: CommissionProposal = await first(selection)
            proposers = {select.command: {proposal.actor.id}}
            approval: CommissionApproval = await first(
                self.document(approve).at(stage).judged_by(partial(_four_eyes, proposers=proposers))
            )
            if approval.approved:
                return proposal
            selection = self.selection(chain, draft, stage=stage)  # its turn has come already

    def against_proposal(
        self, chain: Ordered, selected: CommissionProposal, draft: Application
    ) -> Iterable[Reason]:
        """Return why these people cannot be selected (T-17.2, T-17.14a, R-T.26, R-T.29)."""
        kind = "evaluation" if chain is EVALUATION else "review"
        yield from breaches_of_commission_proposal(selected, draft.work, self.rulebook, kind)
        yield from self.against_members(selected.members, draft)
        other = self.documents((REVIEW if chain is EVALUATION else EVALUATION).order)
        if other:
            yield from breaches_of_both_commissions(selected.members, other[-1].members)

    def against_order(
        self,
        chain: Ordered,
        order: AssignmentOrder,
        approved: CommissionProposal | None,
        draft: Application,
    ) -> Iterable[Reason]:
        """Return why a commission cannot be ordered so (T-20.1, T-17.3, T-11.2b, T-22.2)."""
        if approved is not None:
            yield from breaches_of_order(order, approved)
            return
        yield from self.against_members(order.members, draft)
        if chain is OBJECTION:
            yield from breaches_of_objection_commission(order, self.members_of_process())
        else:
            yield from breaches_of_order_without_approval(order)

    def against_members(self, members: tuple[Member, ...], draft: Application) -> Iterable[Reason]:
        """Return who cannot judge this draft: who made it, and who has left (R-T.26, R-T.29)."""
        yield from breaches_of_interest(members, self.makers(draft))
        yield from breaches_of_departed([member.id for member in members], self.departed())

    def serve_order(self, chain: Ordered, draft: Application, order: AssignmentOrder) -> None:
        """Serve an assignment order on its commission and enter its budget (T-17.3, T-18.1)."""
        if chain.order is CommissionOrder:
            looks = visual_hours(draft.work, self.rulebook)
            budget = review_hours(draft.work, self.rulebook) + looks
            self.effort("T-18.1", budget=budget, hours=order.hours)
        self.notify(Assignment.by(order), rule="T-17.3", to=chain.to)


def reviewing(draft: Application) -> Ordered:
    """Return by which acts the review commission of a draft comes about."""
    return REVIEW if draft.translation_of is None else TRANSLATION


def _pen_name_ban(order: AssignmentOrder) -> dict[str, JsonValue]:
    return {"rules": ["S-37.1"], "on": local_day(order.counts_from).isoformat()}


_NO_PEN_NAMES = free_of_bans("S-37.1", _pen_name_ban)
"""S-37.1: drafts of a publisher that let authors use pen names are not taken into review."""


def _four_eyes(approved: CommissionApproval, proposers: dict[str, set[str]]) -> Iterable[Reason]:
    """R-T.26: whoever selected a commission does not approve it."""
    return breaches_of_four_eyes(approved.actor, proposers)
