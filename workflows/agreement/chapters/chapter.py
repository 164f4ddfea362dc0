"""What the chapters of an agreement share: its application and its office."""

from collections.abc import Iterable

from workflows.agreement.messages.agreement import AgreementApplication, Level, PreAssessmentForm
from workflows.agreement.rules.application import level_of
from workflows.agreement.rules.offices import breaches_of_office, office_of
from workflows.kernel.case.message import Message
from workflows.kernel.case.refusal import Reason
from workflows.kernel.story.story import Story


class Chapter(Story):
    """A chapter of the agreement; it has no state of its own."""

    @property
    def application(self) -> AgreementApplication:
        """The application that opened the case."""
        return self.file.start.read_as(AgreementApplication)

    @property
    def level(self) -> Level:
        """Level of the agreement, by its area (A-6.1, A-6.2)."""
        return level_of(self.application.area, special=self.application.special)

    @property
    def office(self) -> str:
        """The office that judges, issues and follows it (A-7.1, A-8.2)."""
        return office_of(self.level)

    @property
    def side(self) -> str:
        """The signing side as the register names it: ``provincial-directorate/44``."""
        return self.addressees(self.office)[0]

    @property
    def subject(self) -> str:
        """Code of the subject, as the office has picked it (R-A.7)."""
        return self.documents(PreAssessmentForm)[-1].subject

    def of_the_office(self, act: Message, rule: str) -> Iterable[Reason]:
        """Return why somebody may not act for the public side in this agreement (A-8.2)."""
        return breaches_of_office(self.level, by=act.actor, rule=rule)
