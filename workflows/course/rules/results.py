"""What becomes of a sitting (§8a, §14): papers, results, their correction, or nothing at all."""

from collections.abc import Iterable
from datetime import date

from workflows.course.messages.exams import (
    CandidatesTakenOff,
    ExamCancellation,
    ExamDocuments,
    ExamResult,
    ExamResults,
    GradeEntry,
    ResultsCorrection,
)
from workflows.course.rules.exams import (
    CourseExams,
    breaches_of_candidates,
    breaches_of_regime,
)
from workflows.course.rules.people import named
from workflows.course.rules.rights import ExamRegime, Sitting
from workflows.kernel.case.refusal import Reason
from workflows.kernel.values import PersonId, RegisterNo

GRADES = "grades-"
"""What begins the number of an exam under the earlier directive, which is an entry of grades."""


def breaches_of_grades(entry: GradeEntry, exams: CourseExams) -> tuple[Reason, ...]:
    """Return why grades cannot be entered like this: for the earlier directive only (C-8.2, C-8.4).

    Args:
        entry: The grades.
        exams: The course and its exams so far; see `sitting_of_grades`.
    """
    return (
        *breaches_of_regime(ExamRegime.OLD, exams),
        *breaches_of_candidates(entry.results, exams),
    )


def breaches_of_results(
    entry: ExamResults, sittings: Iterable[Sitting], *, today: date
) -> tuple[Reason, ...]:
    """Return why results are refused: they come once, for exactly the candidates (C-8.3).

    Args:
        entry: The results.
        sittings: The exams so far.
        today: Day of the record.
    """
    sitting, breaches = _open_sitting(entry.sitting, sittings)
    if sitting is None:
        return breaches
    found = []
    if today < sitting.held_on:
        found.append(
            _no(
                what=f"sitting {sitting.number} is held on {sitting.held_on}",
                why="nobody has a result before the exam",
                do=f"record the results on {sitting.held_on} or later",
            )
        )
    strange = [one for one in entry.results if one not in sitting.candidates]
    missing = [one for one in sitting.candidates if one not in entry.results]
    if strange or missing:
        found.append(
            _no(
                what=f"without a result: {named(missing) or 'nobody'}; "
                f"not on the list: {named(strange) or 'nobody'}",
                why="every candidate of the sitting gets a result, and nobody else",
                do="state one result for each candidate; who did not come is absent",
            )
        )
    return tuple(found)


def breaches_of_exam_cancellation(
    cancellation: ExamCancellation, sittings: Iterable[Sitting]
) -> tuple[Reason, ...]:
    """Return why a sitting cannot be cancelled: unknown, or its results are there (R-C.8)."""
    return _open_sitting(cancellation.sitting, sittings)[1]


def breaches_of_taking_off(
    taken: CandidatesTakenOff, sittings: Iterable[Sitting]
) -> tuple[Reason, ...]:
    """Return why candidates cannot come off a list: not on it, or nobody would be left (R-C.19)."""
    sitting, breaches = _open_sitting(taken.sitting, sittings, rule="R-C.19")
    if sitting is None:
        return breaches
    found = []
    strange = [one for one in taken.candidates if one not in sitting.candidates]
    if strange:
        found.append(
            _no(
                rule="R-C.19",
                what=f"not candidates of sitting {sitting.number}: {named(strange)}",
                why="only who is on a list can come off it",
                do="name candidates of the sitting",
            )
        )
    if set(sitting.candidates) <= set(taken.candidates):
        found.append(
            _no(
                rule="R-C.19",
                what=f"sitting {sitting.number} would have no candidate left",
                why="an exam without candidates is not held",
                do="call the sitting off instead",
            )
        )
    return tuple(found)


def breaches_of_correction(
    correction: ResultsCorrection, sittings: Iterable[Sitting]
) -> tuple[Reason, ...]:
    """Return why results cannot be corrected like this (R-C.19).

    Args:
        correction: The results as they should be.
        sittings: The exams so far.
    """
    before = results_to_correct(correction, sittings)
    if not before:
        return (
            _no(
                rule="R-C.19",
                what=f"there are no results of {correction.sitting or 'an entry of grades'}",
                why="only what has been recorded can be corrected",
                do="name a sitting whose results are recorded; leave it out for grades",
            ),
        )
    strange = [one for one in correction.results if one not in before]
    same = [one for one, right in correction.results.items() if before.get(one) is right]
    absent = correction.sitting is None and ExamResult.ABSENT in correction.results.values()
    found = []
    if strange:
        found.append(
            _no(
                rule="R-C.19",
                what=f"without a result so far: {named(strange)}",
                why="a correction changes a result that was recorded",
                do="leave them out",
            )
        )
    if same:
        found.append(
            _no(
                rule="R-C.19",
                what=f"recorded like this already: {named(same)}",
                why="a correction names those alone whose result changes",
                do="leave them out",
            )
        )
    if absent:
        found.append(
            _no(
                rule="C-8.2",
                what="somebody would be absent from an entry of grades",
                why="under the earlier directive there are grades, and no list of candidates",
                do="enter passed or failed",
            )
        )
    return tuple(found)


def results_to_correct(
    correction: ResultsCorrection, sittings: Iterable[Sitting]
) -> dict[PersonId, ExamResult]:
    """Return the results that a correction is about, as they have been recorded (R-C.19)."""
    found: dict[PersonId, ExamResult] = {}
    for one in sittings:
        if _concerns(correction, one):
            found |= one.results or {}
    return found


def corrected(correction: ResultsCorrection, sittings: Iterable[Sitting]) -> list[Sitting]:
    """Return the exams that a correction changes, each as it is after it (R-C.19).

    Of several entries of grades the last one of a trainee is corrected.
    """
    left, changed = dict(correction.results), list[Sitting]()
    for one in reversed([*sittings]):
        results = one.results or {}
        if _concerns(correction, one) and (own := left.keys() & results.keys()):
            right = {person: left.pop(person) for person in sorted(own)}
            changed.append(one.model_copy(update={"results": {**results, **right}}))
    return changed


def _concerns(correction: ResultsCorrection, sitting: Sitting) -> bool:
    if correction.sitting is None:
        return sitting.number.startswith(GRADES)
    return sitting.number == correction.sitting


def breaches_of_documents(
    documents: ExamDocuments, sittings: Iterable[Sitting]
) -> tuple[Reason, ...]:
    """Return why entry papers cannot be issued: only candidates of a sitting get them (C-14.1)."""
    sitting, breaches = _open_sitting(documents.sitting, sittings, rule="C-14.1")
    if sitting is None:
        return breaches
    strange = [one for one in documents.trainees or () if one not in sitting.candidates]
    if not strange:
        return ()
    return (
        _no(
            rule="C-14.1",
            what=f"not candidates of sitting {sitting.number}: {named(strange)}",
            why="entry papers are for those on the list of the exam",
            do="name candidates, or leave the list empty for all of them",
        ),
    )


def _no(*, what: str, why: str, do: str, rule: str = "C-8.3") -> Reason:
    return Reason(rule=rule, what=what, why=why, do=do)


def _open_sitting(
    number: RegisterNo, sittings: Iterable[Sitting], rule: str = "C-8.3"
) -> tuple[Sitting | None, tuple[Reason, ...]]:
    """Find a planned exam whose results are still to come, or say why there is none."""
    sitting = next((one for one in sittings if one.number == number), None)
    if sitting is None:
        what = f"there is no sitting {number}"
    elif sitting.cancelled_on is not None:
        what = f"sitting {number} is cancelled"
    elif sitting.results is not None:
        what = f"the results of sitting {number} are recorded"
    else:
        return sitting, ()
    why = "it concerns an exam that is planned and not yet judged"
    return None, (_no(rule=rule, what=what, why=why, do="name a planned sitting"),)
