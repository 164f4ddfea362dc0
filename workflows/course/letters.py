"""The letters of a course; none names a trainee."""

from datetime import date

from workflows.kernel.case.letters import Letter
from workflows.kernel.law.term import Unit


class SentBackByChain(Letter):
    """To the principal: somebody in the chain has not approved (R-C.3)."""

    template = "sent_back_by_chain"


class ExamRequested(Letter):
    """To the directorate: an exam is to be planned (C-8.3)."""

    template = "exam_requested"
    candidates: int
    interpreters: int
    wished_on: date
    window: int
    """How long after the end of the course exams are held (C-8.5)."""
    window_unit: Unit


class ExamScheduled(Letter):
    """To the principal: an exam has been planned (C-8.3)."""

    template = "exam_scheduled"
    sitting: str
    held_on: date
    candidates: int


class ExamCancelled(Letter):
    """To the principal: an exam has been cancelled (C-8.3)."""

    template = "exam_cancelled"
    sitting: str
