"""What the chapters of a tool review share."""

from workflows.education_tool.messages.application import ToolApplication
from workflows.education_tool.messages.commission import (
    CommissionApproval,
    CommissionProposal,
    DutyCancelled,
)
from workflows.education_tool.offices import Office
from workflows.education_tool.rules.filing import OF_SCHOOLS
from workflows.kernel.case.letters import Letter
from workflows.kernel.story.story import Story
from workflows.textbook_law.draft import Member


class Chapter(Story):
    """A chapter of the review; it has no state of its own."""

    def tell(self, letter: Letter, application: ToolApplication, *, rule: str) -> None:
        """Notify the unit that applied, and the owner where there is one."""
        self.notify(letter, rule=rule)
        if application.owner is not None:
            self.notify(letter, rule=rule, to=Office.OWNER)

    def concerned(self, application: ToolApplication) -> tuple[str, ...]:
        """Return who filed the application or owns the tool: they judge nothing about it."""
        owner = application.owner
        return (self.file.start.actor.id, *((owner.key,) if owner else ()))

    def members(self, application: ToolApplication) -> tuple[Member, ...]:
        """Return who sits on the commission now; nobody before there is one (E-35.7)."""
        proposals = self.documents(CommissionProposal)
        if application.path not in OF_SCHOOLS:
            answered = zip(proposals, self.documents(CommissionApproval), strict=False)
            proposals = [proposal for proposal, answer in answered if answer.approved]
        return proposals[-1].members if proposals else ()

    def cancelled(self) -> set[str]:
        """Return whose duty on this tool has been cancelled (E-19)."""
        return {cancelled.member for cancelled in self.documents(DutyCancelled)}
