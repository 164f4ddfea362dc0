"""Who may come and go while a course is planned and taught (§2, §3, §5, §7)."""

from collections.abc import Iterable

from pydantic import JsonValue

from workflows.course.chapters.chapter import Chapter
from workflows.course.letters import HiddenIdentityReported, NumberChangeReported, PhotosOwed
from workflows.course.messages.course import (
    CourseEndApproval,
    Enrolment,
    HiddenIdentityLetter,
    Investigation,
    NumberChangeLetter,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.offices import Office
from workflows.course.registers import Register
from workflows.course.rules.people import (
    Known,
    Progress,
    breaches_of_enrolment,
    breaches_of_investigation,
    breaches_of_number_letter,
    breaches_of_status,
    breaches_of_trainee_cancellation,
    photo_if_born_by,
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
        self.beside(
            Enrolment, self.tell_of_photos, granted_by=known, judged_by=self.against_enrolment
        )
        self.beside(
            TraineeCancellation,
            judged_by=lambda struck: breaches_of_trainee_cancellation(
                struck, roster=self.roster(), approved_by_directorate=self.is_active
            ),
        )
        self.beside(
            StatusChange,
            judged_by=lambda change: breaches_of_status(
                change,
                roster=self.roster(),
                active=self.is_active,
                ended=self.is_ended,
                capacity=self.capacity(),
            ),
        )
        self.beside(
            Investigation,
            judged_by=lambda record: breaches_of_investigation(
                record, active=self.is_active, today=local_day(record.counts_from)
            ),
        )
        self.keep_letters()

    def keep_letters(self) -> None:
        """Pass on the institution's official letters on who its trainees are (C-2.2, C-16.1)."""
        self.beside(HiddenIdentityLetter, self.pass_on_hidden)
        self.beside(
            NumberChangeLetter,
            self.pass_on_number,
            judged_by=lambda letter: breaches_of_number_letter(letter, roster=self.roster()),
        )

    def pass_on_hidden(self, letter: HiddenIdentityLetter) -> None:
        """Tell the directorate, and the directorate general, which alone adds such a trainee."""
        reported = HiddenIdentityReported(letter_no=letter.letter_no)
        for office in (Office.EDUCATION_DIRECTORATE, Office.DIRECTORATE_GENERAL):
            self.notify(reported, rule="C-2.2", to=office)

    def pass_on_number(self, letter: NumberChangeLetter) -> None:
        """Tell the directorate general, which alone changes a number (C-16.1)."""
        reported = NumberChangeReported(letter_no=letter.letter_no)
        self.notify(reported, rule="C-16.1", to=Office.DIRECTORATE_GENERAL)

    def tell_of_photos(self, enrolment: Enrolment) -> None:
        """Tell the principal of new trainees who need a photo and have none (C-3.1, R-C.5)."""
        without = Known.model_validate(enrolment.known or {}).without_photo
        if without:
            min_age = self.rulebook.count("photo.min_age")
            owed = PhotosOwed(trainees=len(without), min_age=min_age)
            self.notify(owed, rule="C-3.1", to=Office.PRINCIPAL)

    @property
    def is_ended(self) -> bool:
        """Whether the end of the course is approved (C-8.8)."""
        return bool(self.documents(CourseEndApproval))

    def whom(self, enrolment: Enrolment) -> dict[str, JsonValue]:
        """Say what to ask the register of people."""
        plan = self.planned()
        return {
            "trainees": [one.trainee for one in enrolment.trainees],
            "programme": plan.programme,
            "level": plan.level,
            "photo_if_born_by": photo_if_born_by(
                local_day(enrolment.counts_from), self.rulebook
            ).isoformat(),
        }

    def against_enrolment(self, enrolment: Enrolment) -> Iterable[Reason]:
        """Return why these trainees cannot be added now (C-2.1 to C-2.3, C-10.1, C-15.1)."""
        return breaches_of_enrolment(
            enrolment,
            by=enrolment.actor.role,
            progress=Progress(
                approved_by_institution=self.approvals_in_a_row() > 0,
                active=self.is_active,
                taught=self.is_taught,
                ended=self.is_ended,
                investigated=bool(self.documents(Investigation)),
            ),
            known=Known.model_validate(enrolment.known or {}),
            roster=self.roster(),
            capacity=self.capacity(),
            book=self.rulebook,
        )
