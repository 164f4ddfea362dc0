"""Exam rights (§8a): by which directive, until when, and how many are left to a trainee."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from workflows.course.messages.exams import ExamResult, GradeEntry
from workflows.kernel.law.calendar import Calendar, add_months
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.values import Frozen, PersonId, RegisterNo


class ExamRegime(StrEnum):
    """By which directive a course is examined; the value is the rule that says so."""

    OLD = "C-8.2"  # eski sınav yönergesi: the directorate enters grades
    NEW = "C-8.3"  # yeni sınav yönergesi: the directorate holds the exams


class Sitting(Frozen):
    """One exam, as far as it has gone."""

    number: RegisterNo
    held_on: date
    candidates: tuple[PersonId, ...]
    results: dict[PersonId, ExamResult] | None = None
    """None until the directorate records them."""
    cancelled: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether it is planned, and its results are still to come."""
        return self.results is None and not self.cancelled


def exam_regime(planned_on: date, book: Rulebook) -> ExamRegime:
    """Return by which directive a course planned on that day is examined (C-8.2, C-8.3, R-C.6)."""
    last = date.fromisoformat(book.text("exam.new_regime_after"))
    return ExamRegime.NEW if planned_on > last else ExamRegime.OLD


def last_exam_day(ends_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which an exam may be held: never rolled forward (C-8.5, R-C.9).

    Args:
        ends_on: Last day of the course on the plan in force.
        calendar: The calendar of the case.
        book: Rulebook with the term ``exam_window``, in months.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    anniversary = add_months(ends_on, book.term("exam_window").length)
    return calendar.working_day_at_or_before(anniversary)


def certificates_due(ends_on: date, book: Rulebook) -> date:
    """Return the day by which certificates are due (C-8.1, C-8.6, R-C.7).

    For all courses ended by 1 January 2022 it is one fixed day, for later ones a year on.
    """
    if ends_on <= date.fromisoformat(book.text("certificates.fixed_if_ended_by")):
        return date.fromisoformat(book.text("certificates.fixed_due_on"))
    return add_months(ends_on, book.term("completion").length)


def completion_counts_from(ends_on: date, book: Rulebook) -> date:
    """Return the day from which the term ``completion`` counts, so that it ends when it is due.

    That is the end of the course, but for those that have one fixed day (C-8.6, R-C.7).
    """
    months = book.term("completion").length
    due_on = certificates_due(ends_on, book)
    return ends_on if add_months(ends_on, months) == due_on else add_months(due_on, -months)


def has_passed(trainee: PersonId, sittings: Iterable[Sitting]) -> bool:
    """Return whether a trainee has passed one of the exams."""
    return any((one.results or {}).get(trainee) is ExamResult.PASSED for one in sittings)


def is_pending(trainee: PersonId, sittings: Iterable[Sitting]) -> bool:
    """Return whether a trainee is on a planned exam whose results are still to come."""
    return any(one.is_pending and trainee in one.candidates for one in sittings)


def rights_used(trainee: PersonId, sittings: Iterable[Sitting], book: Rulebook) -> int:
    """Return how many exam rights (sınav hakkı) are used up (C-8.5, R-C.8).

    A held exam with the trainee on its list counts, a missed one while ``exam.noshow`` says
    ``CONSUMES``; a cancelled one never does.
    """
    spared = () if book.text("exam.noshow") == "CONSUMES" else (ExamResult.ABSENT,)
    found = ((one.results or {}).get(trainee) for one in sittings if not one.cancelled)
    return sum(result is not None and result not in spared for result in found)


def rights_left(trainee: PersonId, sittings: Collection[Sitting], book: Rulebook) -> int:
    """Return to how many more exams a trainee may be put down; a planned one is taken (C-8.5)."""
    planned = sum(one.is_pending and trainee in one.candidates for one in sittings)
    return max(0, book.count("exam.rights") - rights_used(trainee, sittings, book) - planned)


def sitting_of_grades(entry: GradeEntry, *, number: RegisterNo, on: date) -> Sitting:
    """Return the exam that an entry of grades under the earlier directive stands for (C-8.2)."""
    results = {trainee: ExamResult(result) for trainee, result in entry.results.items()}
    return Sitting(number=number, held_on=on, candidates=tuple(results), results=results)
