"""The exams of a course as its documents leave them, each with its results or its cancellation."""

from collections.abc import Iterable
from typing import Any, Final

from workflows.course.messages.exams import (
    CandidatesTakenOff,
    ExamCancellation,
    ExamResults,
    ExamSitting,
    GradeEntry,
    ResultsCorrection,
)
from workflows.course.rules.results import GRADES, corrected
from workflows.course.rules.rights import Sitting, sitting_of_grades
from workflows.kernel.law.calendar import local_day

ABOUT_SITTINGS: Final = (
    ExamSitting,
    ExamResults,
    ExamCancellation,
    CandidatesTakenOff,
    GradeEntry,
    ResultsCorrection,
)
"""The documents that plan, hold, call off or correct exams."""


def sittings_after(acts: Iterable[Any]) -> list[Sitting]:
    """Return the exams as these documents leave them, in the order in which they were planned."""
    found: dict[str, Sitting] = {}
    for n, act in enumerate(acts, start=1):
        for one in _after(act, n, found):
            found[one.number] = one
    return list(found.values())


def _after(act: Any, n: int, found: dict[str, Sitting]) -> list[Sitting]:
    """Return the exams as they are after one act about them.

    Args:
        act: The document.
        n: Its number among these acts.
        found: The exams before it, by number.
    """
    match act:
        case ExamSitting():
            new = Sitting(number=act.sitting, held_on=act.held_on, candidates=act.candidates)
            return [new]
        case ExamResults():
            return [_with(found[act.sitting], results=act.results)]
        case ExamCancellation():
            return [_with(found[act.sitting], cancelled_on=local_day(act.counts_from))]
        case CandidatesTakenOff():
            sitting = found[act.sitting]
            left = tuple(one for one in sitting.candidates if one not in act.candidates)
            return [_with(sitting, candidates=left)]
        case GradeEntry():
            on = local_day(act.counts_from)
            return [sitting_of_grades(act, number=f"{GRADES}{n}", on=on)]
        case ResultsCorrection():
            return corrected(act, found.values())
        case _:
            raise AssertionError(act)


def _with(sitting: Sitting, **changes: object) -> Sitting:
    return sitting.model_copy(update=changes)
