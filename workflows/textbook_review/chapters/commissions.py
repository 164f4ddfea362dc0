"""Review commissions: selected, approved and ordered (m.17(2) to (7), m.20, m.11(2)b).

The department selects, the Presidency approves, the Directorate orders (R-T.18). First reviews go
in the order of application; what comes back is reviewed out of it (T-17.16, R-T.12).
"""

from collections.abc import Iterable
from functools import partial

from pydantic import JsonValue

from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Question, turn_in
from workflows.textbook_law.bans import free_of_bans
from workflows.textbook_review.chapters.chapter import Chapter
from workflows.textbook_review.letters import Assignment
from workflows.textbook_review.messages.commission import CommissionApproval, CommissionProposal
from workflows.textbook_review.messages.review import Application, CommissionOrder
from workflows.textbook_review.offices import Office
from workflows.textbook_review.rules.commission import (
    breaches_of_commission_proposal,
    breaches_of_order,
)
from workflows.textbook_review.rules.conflict import breaches_of_four_eyes, breaches_of_interest
from workflows.textbook_review.rules.effort import review_hours, visual_hours
from workflows.textbook_review.stages import Stage


class Commissions(Chapter):
    """The chapter on review commissions."""

    async def appoint_first_commission(self, draft: Application) -> None:
        """Give the draft to its first commission, in the order of application (T-17.2, T-13.0)."""
        self.enqueue("first-review", received=draft)
        in_turn = turn_in("first-review", rule="T-17.16")
        proposal = await self.agree_on_commission(draft, stage=None, asks=in_turn)
        # S-37.1, R-S.7: drafts of a publisher banned for pen names are not given to a commission
        order = await self.expect(
            self.document(CommissionOrder)
            .sent_by(Office.DIRECTORATE)
            .granted_by(free_of_bans("S-37.1", _pen_name_ban))
            .judged_by(lambda asked: breaches_of_order(asked, proposal))
        )
        self.order_commission(draft, order)

    async def appoint_another_commission(self, draft: Application) -> None:
        """Give the draft to a new commission, out of queue (T-17.19, R-T.12)."""
        proposal = await self.agree_on_commission(draft, stage=Stage.RE_REVIEW)
        order = await self.expect(
            self.document(CommissionOrder)
            .sent_by(Office.DIRECTORATE)
            .at(Stage.RE_REVIEW)
            .judged_by(lambda asked: breaches_of_order(asked, proposal))
        )
        self.order_commission(draft, order)

    async def appoint_translation_commission(
        self, draft: Application, *, stage: str | None = None
    ) -> None:
        """Give a translation to the commission that the Presidency sets up itself (T-11.2b)."""
        order = await self.expect(
            self.document(CommissionOrder)
            .sent_by(Office.PRESIDENCY)
            .at(stage)
            .judged_by(
                lambda asked: (
                    *breaches_of_order(asked, None),
                    *breaches_of_interest(asked.members, self.makers(draft)),
                )
            )
        )
        self.order_commission(draft, order)

    async def agree_on_commission(
        self, draft: Application, *, stage: str | None, asks: Question | None = None
    ) -> CommissionProposal:
        """Let the department select until the Presidency approves (T-20.1, R-T.18)."""
        while True:
            proposal = await self.expect(
                self.document(CommissionProposal)
                .at(stage)
                .granted_by(asks)
                .judged_by(
                    lambda selected: (
                        *breaches_of_commission_proposal(selected, draft.work, self.rulebook),
                        *breaches_of_interest(selected.members, self.makers(draft)),
                    )
                )
            )
            proposers = {CommissionProposal.command: {proposal.actor.id}}
            approval = await self.expect(
                self.document(CommissionApproval)
                .at(stage)
                .judged_by(partial(_four_eyes, proposers=proposers))
            )
            if approval.approved:
                return proposal
            asks = None  # its turn has come already

    def order_commission(self, draft: Application, order: CommissionOrder) -> None:
        """Serve an assignment order and enter its budget (T-17.3, T-18.1, T-18.2)."""
        budget = review_hours(draft.work, self.rulebook) + visual_hours(draft.work, self.rulebook)
        self.effort("T-18.1", budget=budget, hours=order.hours)
        letter = Assignment(order_no=order.order_no, hours=order.hours)
        self.notify(letter, rule="T-17.3", to=Office.REVIEW_COMMISSION)


def _pen_name_ban(order: CommissionOrder) -> dict[str, JsonValue]:
    return {"rules": ["S-37.1"], "on": local_day(order.counts_from).isoformat()}


def _four_eyes(approved: CommissionApproval, proposers: dict[str, set[str]]) -> Iterable[Reason]:
    """S-19.2: whoever selected a commission does not approve it."""
    return breaches_of_four_eyes(approved.actor, proposers)
