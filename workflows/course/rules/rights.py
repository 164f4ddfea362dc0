"""Exam rights (§8a): by which directive, until when, and how many are left to a trainee."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from workflows.course.messages.exams import ExamResult, GradeEntry
from workflows.kernel.law.calendar import Calendar, add_months
from workflows.kernel.law.derivation import Roll, derive
from workflows.kernel.law.rulebook import Rulebook
from workflows.kernel.law.term import TermLaw
from workflows.kernel.values import Frozen, PersonId, RegisterNo

ANY_DAY = "ANY"
"""The value of ``exam.days`` by which exams are held on any day (R-C.9)."""


class ExamRegime(StrEnum):
    """By which directive a course is examined; the value is the rule that says so."""

    OLD = "C-8.2"  # eski sınav yönergesi: the directorate enters grades
    NEW = "C-8.3"  # yeni sınav yönergesi: the directorate holds the exams


class Sitting(Frozen):
    """One exam, as far as it has gone."""

    number: RegisterNo
    held_on: date
    candidates: tuple[PersonId, ...]
    """Those on its list; who was taken off it is not."""
    results: dict[PersonId, ExamResult] | None = None
    """None until the directorate records them."""
    cancelled_on: date | None = None
    """The day on which it was called off, if it was."""

    @property
    def is_pending(self) -> bool:
        """Whether it is planned, and its results are still to come."""
        return self.results is None and self.cancelled_on is None


def exam_regime(planned_on: date, book: Rulebook) -> ExamRegime:
    """Return by which directive a course planned on that day is examined (C-8.2, C-8.3, R-C.6)."""
    last = date.fromisoformat(book.text("exam.new_regime_after"))
    return ExamRegime.NEW if planned_on > last else ExamRegime.OLD


# -- until when ----------------------------------------------------------------------------------


def exam_window(book: Rulebook) -> TermLaw:
    """Return the law of the time for exams (C-8.5).

    It ends with the anniversary itself, or with the working day at or before it where exams are
    held on working days alone (R-C.9).
    """
    law = book.term("exam_window")
    if on_any_day(book):
        return law
    return law.model_copy(update={"roll": Roll.PREVIOUS})


def on_any_day(book: Rulebook) -> bool:
    """Return whether exams may be held at weekends and on holidays, too (R-C.9)."""
    return book.text("exam.days") == ANY_DAY


def last_exam_day(ends_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which an exam may be held: the one that the term shows (C-8.5).

    Args:
        ends_on: Last day of the course on the plan in force.
        calendar: The calendar of the case.
        book: Rulebook with the term ``exam_window``, in months.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    counted = derive(exam_window(book), exams_count_from(ends_on, book), (), (), calendar)
    assert counted.due_on is not None, "only a paused term has no end"
    return counted.due_on


def completion_counts_from(ends_on: date, book: Rulebook) -> date:
    """Return the day from which the term ``completion`` counts (C-8.1, C-8.6, R-C.7)."""
    return _counts_from(ends_on, book.term("completion").length, book)


def exams_count_from(ends_on: date, book: Rulebook) -> date:
    """Return the day from which the term ``exam_window`` counts (C-8.5, C-8.6, R-C.7)."""
    return _counts_from(ends_on, book.term("exam_window").length, book)


def _counts_from(ends_on: date, months: int, book: Rulebook) -> date:
    """Count from the end of the course, but so that older ones end with their one fixed day.

    C-8.6: courses that had ended by 1 January 2022 have their exams, grades and certificates by
    1 January 2023.
    """
    if ends_on <= date.fromisoformat(book.text("certificates.fixed_if_ended_by")):
        return add_months(date.fromisoformat(book.text("certificates.fixed_due_on")), -months)
    return ends_on


def replanned_until(sitting: Sitting, last: date, calendar: Calendar, book: Rulebook) -> date:
    """Return until when the candidates of a sitting that was called off may still be examined.

    Up to the last exam day; called off on that day or after it, some working days more if the
    figure ``exam.replan_after_limit`` gives any (R-C.18).

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    called_off, more = sitting.cancelled_on, book.count("exam.replan_after_limit")
    if called_off is None or called_off < last or not more:
        return last
    return calendar.add_working_days(called_off, more)


def last_day_of(
    trainee: PersonId, sittings: Iterable[Sitting], last: date, calendar: Calendar, book: Rulebook
) -> date:
    """Return the last day on which one trainee may be examined (C-8.5, R-C.18).

    Args:
        trainee: Who.
        sittings: The exams so far.
        last: The last exam day of the course.
        calendar: The calendar of the case.
        book: The case's rulebook.

    Raises:
        CalendarEnds: the calendar does not reach so far.
    """
    own = (one for one in sittings if trainee in one.candidates)
    return max((replanned_until(one, last, calendar, book) for one in own), default=last)


# -- how many ------------------------------------------------------------------------------------


def has_passed(trainee: PersonId, sittings: Iterable[Sitting]) -> bool:
    """Return whether a trainee has passed one of the exams."""
    return any((one.results or {}).get(trainee) is ExamResult.PASSED for one in sittings)


def is_pending(trainee: PersonId, sittings: Iterable[Sitting]) -> bool:
    """Return whether a trainee is on a planned exam whose results are still to come."""
    return any(one.is_pending and trainee in one.candidates for one in sittings)


def rights_used(trainee: PersonId, sittings: Iterable[Sitting], book: Rulebook) -> int:
    """Return how many exam rights (sınav hakkı) are used up (C-8.5, R-C.8).

    A held exam with the trainee on its list counts, a missed one while ``exam.noshow`` says
    ``CONSUMES``; one that was called off never does.
    """
    spared = () if book.text("exam.noshow") == "CONSUMES" else (ExamResult.ABSENT,)
    found = ((one.results or {}).get(trainee) for one in sittings if one.cancelled_on is None)
    return sum(result is not None and result not in spared for result in found)


def rights_left(trainee: PersonId, sittings: Collection[Sitting], book: Rulebook) -> int:
    """Return to how many more exams a trainee may be put down; a planned one is taken (C-8.5)."""
    planned = sum(one.is_pending and trainee in one.candidates for one in sittings)
    return max(0, book.count("exam.rights") - rights_used(trainee, sittings, book) - planned)


def sitting_of_grades(entry: GradeEntry, *, number: RegisterNo, on: date) -> Sitting:
    """Return the exam that an entry of grades under the earlier directive stands for (C-8.2)."""
    results = {trainee: ExamResult(result) for trainee, result in entry.results.items()}
    return Sitting(number=number, held_on=on, candidates=tuple(results), results=results)
