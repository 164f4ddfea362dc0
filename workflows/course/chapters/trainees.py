"""Who may come and go while a course is planned and taught (§2, §3, §5, §7)."""

from collections.abc import Iterable

from pydantic import JsonValue

from workflows.course.chapters.chapter import Chapter
from workflows.course.messages.course import (
    CourseEndApproval,
    Enrolment,
    Investigation,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.registers import Register
from workflows.course.rules.people import (
    Known,
    Progress,
    breaches_of_enrolment,
    breaches_of_investigation,
    breaches_of_status,
    breaches_of_trainee_cancellation,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.calendar import local_day
from workflows.kernel.story.waiting import Question


class Trainees(Chapter):
    """The chapter on the trainees; it moves nothing, the plan does."""

    def keep_trainees(self) -> None:
        """Admit from here on who joins, leaves or changes status."""
        # C-2.1, C-2.2, C-15.1: are they known, hidden, done with the level below?
        known = Question(Register.PEOPLE, "C-2.1", self.whom)
        self.beside(Enrolment, granted_by=known, judged_by=self.against_enrolment)
        self.beside(
            TraineeCancellation,
            judged_by=lambda struck: breaches_of_trainee_cancellation(
                struck, roster=self.roster(), approved_by_directorate=self.is_active
            ),
        )
        self.beside(
            StatusChange,
            judged_by=lambda change: breaches_of_status(
                change, roster=self.roster(), active=self.is_active, capacity=self.capacity()
            ),
        )
        self.beside(
            Investigation,
            judged_by=lambda record: breaches_of_investigation(
                record, today=local_day(record.counts_from)
            ),
        )

    def whom(self, enrolment: Enrolment) -> dict[str, JsonValue]:
        """Say what to ask the register of people."""
        plan = self.planned()
        return {
            "trainees": [one.trainee for one in enrolment.trainees],
            "programme": plan.programme,
            "level": plan.level,
        }

    def against_enrolment(self, enrolment: Enrolment) -> Iterable[Reason]:
        """Return why these trainees cannot be added now (C-2.1 to C-2.3, C-10.1, C-15.1)."""
        return breaches_of_enrolment(
            enrolment,
            by=enrolment.actor.role,
            progress=Progress(
                approved_by_institution=self.approvals_in_a_row() > 0,
                active=self.is_active,
                ended=bool(self.documents(CourseEndApproval)),
                investigated=bool(self.documents(Investigation)),
            ),
            known=Known.model_validate(enrolment.known or {}),
            roster=self.roster(),
            capacity=self.capacity(),
            book=self.rulebook,
        )
