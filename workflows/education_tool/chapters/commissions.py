"""The commission of a tool: selected, approved, ordered, and replaced (m.20(1), 35(7), 36, 19)."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from workflows.education_tool.chapters.beginning import Beginning
from workflows.education_tool.letters import Assignment
from workflows.education_tool.messages.application import ToolApplication
from workflows.education_tool.messages.commission import (
    CommissionApproval,
    CommissionOrder,
    CommissionProposal,
)
from workflows.education_tool.messages.review import CommissionReport
from workflows.education_tool.offices import Office
from workflows.education_tool.registers import EffortBudget
from workflows.education_tool.rules.commission import (
    breaches_of_commission,
    breaches_of_four_eyes,
    breaches_of_reporter,
    breaches_of_signatures,
)
from workflows.education_tool.rules.filing import OF_SCHOOLS
from workflows.education_tool.rules.hours import breaches_of_hours, hours_of
from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.waiting import Awaited, Question
from workflows.textbook_law.duties import free_of_cancelled_duties

Report = TypeVar("Report", bound=CommissionReport)


class Commissions(Beginning):
    """The chapter on the commission of a tool."""

    async def appoint_commission(self, application: ToolApplication) -> None:
        """Have a commission selected and approved, and the tool given to it (E-35.7)."""
        while True:
            proposal = await self.expect(self.proposal(application))
            if await self.is_commission_approved(application, proposal):
                break
        await self.order(application)

    def proposal(
        self, application: ToolApplication, *, stage: str | None = None
    ) -> Awaited[CommissionProposal]:
        """Describe a selection: by the department, of a school's book by the Presidency itself."""
        by = Office.PRESIDENCY if application.path in OF_SCHOOLS else Office.REVIEW_DEPARTMENT
        return (
            self.document(CommissionProposal)
            .at(stage)
            .sent_by(by)
            .judged_by(lambda selected: self.against_proposal(selected, application))
        )

    def against_proposal(
        self, selected: CommissionProposal, application: ToolApplication
    ) -> Iterable[Reason]:
        """E-35.7, E-19: enough members of each kind, and nobody concerned or cancelled."""
        return breaches_of_commission(
            selected.members,
            application.tool.purpose,
            concerned=self.concerned(application),
            cancelled=self.cancelled(),
            book=self.rulebook,
        )

    async def is_commission_approved(
        self, application: ToolApplication, proposal: CommissionProposal
    ) -> bool:
        """The Presidency approves the selection; what it sets up itself needs no approval."""
        if application.path in OF_SCHOOLS:
            return True
        approval = await self.expect(
            self.document(CommissionApproval).judged_by(
                lambda answer: breaches_of_four_eyes(answer.actor, proposal.actor)
            )
        )
        return approval.approved

    async def order(self, application: ToolApplication) -> None:
        """The Directorate gives the tool to its commission, within the hours of m.36."""
        budget = hours_of(application.tool.contents, application.tool, self.rulebook)
        order = await self.expect(
            self.document(CommissionOrder).judged_by(
                lambda asked: breaches_of_hours(asked.hours, budget)
            )
        )
        nth = self.number("effort")
        row = EffortBudget(rule=budget.rule, hours=order.hours, budget=budget.most)
        self.enter(row, f"{self.file.case_id}/{nth}")
        letter = Assignment(order_no=order.order_no, hours=order.hours)
        self.notify(letter, rule="E-35.7", to=Office.REVIEW_COMMISSION)

    async def report_of_commission(
        self,
        application: ToolApplication,
        kind: type[Report],
        against: Callable[[Report], Iterable[Reason]],
        *,
        stage: str,
    ) -> Report:
        """Wait for a report that all members sign; meanwhile they may be replaced (E-21.1, E-19).

        A member falls ill or loses the duty: the department selects anew, and the new commission
        signs.
        """
        awaited = self.document(kind).judged_by(
            lambda report: (*self.against_signatures(report, application), *against(report))
        )
        while True:
            asked = awaited.granted_by(self.duties_stand(application))
            come = await self.first(asked, self.proposal(application, stage=stage))
            if not isinstance(come, CommissionProposal):
                report: Report = come
                return report
            if await self.is_commission_approved(application, come):
                await self.order(application)

    def duties_stand(self, application: ToolApplication) -> Question:
        """Ask the register whether a member's duties have been cancelled in another case (S-19.2).

        m.19(2) ends them on every current commission, of a textbook or of a tool.
        """
        people = [member.id for member in self.members(application)]
        since = self.documents(CommissionOrder)[-1].counts_from
        return free_of_cancelled_duties(people, since=since)

    def against_signatures(
        self, report: CommissionReport, application: ToolApplication
    ) -> Iterable[Reason]:
        """E-21.1, E-19: sent and signed by those who sit on the commission, and by nobody else."""
        members = self.members(application)
        return (
            *breaches_of_reporter(report.actor, members),
            *breaches_of_signatures(report.signed_by, members, self.cancelled()),
        )
