"""The letters of a course. Trainees are named by the keys of the register of people, never else."""

from datetime import date

from workflows.kernel.case.letters import Letter
from workflows.kernel.values import PersonId, Text


class SentBackByChain(Letter):
    """To the principal: somebody in the chain has not approved (R-C.3)."""

    template = "sent_back_by_chain"
    reasons: Text | None
    """As whoever did not approve gave them."""


class PhotosOwed(Letter):
    """To the principal: trainees old enough to need a photo have none (C-3.1)."""

    template = "photos_owed"
    trainees: int
    min_age: int
    """Completed years of age from which a photo is needed (R-C.5)."""


class HiddenIdentityReported(Letter):
    """To the directorate and the directorate general: a trainee whom a court hides (C-2.2)."""

    template = "hidden_identity_reported"
    letter_no: str


class NumberChangeReported(Letter):
    """To the directorate general: a trainee's identity number has changed (C-16.1)."""

    template = "number_change_reported"
    letter_no: str


class LessonsOver(Letter):
    """To the principal: until when the course is completed, and exams are held (C-8.1, C-8.5)."""

    template = "lessons_over"
    last_day: date
    exams_until: date | None
    """The last day on which an exam may be held; none: there are no exams (C-8.11)."""
    exam_rights: int | None


class ExamRequested(Letter):
    """To the directorate: an exam is to be planned (C-8.3)."""

    template = "exam_requested"
    programme: str
    candidates: int
    who: tuple[PersonId, ...]
    interpreters: int
    wished_on: date
    last_day: date
    """The last day on which an exam may be held (C-8.5)."""
    any_day: bool
    """Whether weekends and holidays will do (R-C.9)."""


class ExamScheduled(Letter):
    """To the principal: an exam has been planned (C-8.3)."""

    template = "exam_scheduled"
    programme: str
    sitting: str
    held_on: date
    candidates: int
    who: tuple[PersonId, ...]


class ExamJudged(Letter):
    """To the principal: the results of an exam, or of its correction, and what remains (C-8.5)."""

    template = "exam_judged"
    programme: str
    corrected: bool
    reason: Text | None
    """Of a correction."""
    passed: int
    failed: int
    absent: int
    with_rights: int
    """Those who did not pass and may still be examined."""
    without_rights: int
    """Those who did not pass and may not."""
    last_day: date


class CandidatesOff(Letter):
    """To the principal: candidates have come off an exam's list and keep their right (R-C.19)."""

    template = "candidates_off"
    programme: str
    sitting: str
    candidates: int
    who: tuple[PersonId, ...]
    reason: Text
    last_day: date


class ExamCancelled(Letter):
    """To the principal: an exam has been called off, and what remains (R-C.8, R-C.18)."""

    template = "exam_cancelled"
    programme: str
    sitting: str
    reason: Text
    last_day: date
    replan_until: date | None
    """Until when it can be held again; none: no more."""


class ExamTimeOver(Letter):
    """To all three offices: the time for exams is over, and some were not examined (C-8.5)."""

    template = "exam_time_over"
    programme: str
    last_day: date
    unexamined: int
    who: tuple[PersonId, ...]
    """Those who were not examined."""
    unplanned: int
    """Those among them for whom an exam had been asked and none was held."""


class CourseStopped(Letter):
    """To principal and directorate: a course ended during its exams, without documents (C-9)."""

    template = "course_stopped"
    passed: int
    """Those whose passed exam leads to no certificate."""
    unexamined: int
