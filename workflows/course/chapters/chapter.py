"""What the chapters of a course share: the plan in force, and who is enrolled."""

from datetime import date

from pydantic import JsonValue

from workflows.course.messages.course import (
    ApprovalDecision,
    CoursePlan,
    Enrolment,
    Plan,
    PlanRevision,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.rules.approval import approval_chain
from workflows.course.rules.people import Known, Trainee
from workflows.course.rules.plan import classroom_of
from workflows.kernel.case.declared import spec_of
from workflows.kernel.case.message import Message
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.story import Story
from workflows.kernel.values import PersonId


class Chapter(Story):
    """A chapter of the course; it has no state of its own."""

    def planned(self) -> Plan:
        """Return the plan as last saved; changes of an approved one are not in it."""
        revisions = self.documents(PlanRevision)
        if revisions:
            return revisions[-1].plan
        return self.file.start.read_as(CoursePlan).plan

    def capacity(self) -> int:
        """Return the seats of the planned classroom, as the directorate's list has it (C-10.1)."""
        room = classroom_of(self.published().get(f"classrooms/{self.planned().classroom}"))
        return room.capacity if room else 0

    def published(self) -> dict[str, JsonValue]:
        """Return the rows of the offices' lists that this case knows."""
        rows = dict(self.file.opening.known)
        for revision in self.documents(PlanRevision):
            rows |= revision.known or {}
        return rows

    def approvals_in_a_row(self) -> int:
        """Return how many of the chain have approved the plan; all of them: it is active."""
        wanted = len(approval_chain(self.rulebook))
        approved = 0
        for decision in self.documents(ApprovalDecision):
            approved = approved + 1 if decision.approved else 0
            if approved == wanted:
                break
        return approved

    @property
    def is_active(self) -> bool:
        """Whether the whole chain has approved the plan (C-7.2)."""
        return self.approvals_in_a_row() == len(approval_chain(self.rulebook))

    @property
    def is_taught(self) -> bool:
        """Whether the last lesson is over: the time to complete the course runs (C-8.1, C-8.11)."""
        book = self.rulebook
        rules = (book.term("completion").rule, book.term("document").rule)
        return any(term.rule in rules for term in self.file.open_terms)

    @property
    def planned_on(self) -> date:
        """The day on which the course was planned, which decides on the directive (R-C.6)."""
        return local_day(self.file.start.received_at)

    def sender_of(self, kind: type[Message]) -> str:
        """Return the office whose a document is."""
        return spec_of(kind).roles[0]

    def roster(self) -> dict[PersonId, Trainee]:
        """Return everybody enrolled, with status (C-7.1); who was struck off is not in it."""
        roster: dict[PersonId, Trainee] = {}
        for document in self.documents_of(Enrolment, TraineeCancellation, StatusChange):
            match document:
                case Enrolment():
                    starred = Known.model_validate(document.known or {}).taken_before
                    roster |= {
                        one.trainee: Trainee(exempt=one.trainee in starred)
                        for one in document.trainees
                    }
                case TraineeCancellation():
                    del roster[document.trainee]
                case StatusChange():
                    roster |= _changed(roster, document)
                case _:
                    raise AssertionError(document)
        return roster


def _changed(roster: dict[PersonId, Trainee], change: StatusChange) -> dict[PersonId, Trainee]:
    return {
        one: roster[one].model_copy(update={"status": status})
        for one, status in change.changes.items()
    }
