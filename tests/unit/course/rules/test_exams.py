"""CourseExams of a certificated course (§8a, §13, §14)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.calendars import turkish_calendar
from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK, PLANNED_ON, a_plan, a_roster, a_sitting
from workflows.course.messages.course import EnrolmentStatus
from workflows.course.messages.exams import (
    ExamCancellation,
    ExamDocuments,
    ExamRequest,
    ExamResult,
    ExamResults,
    ExamSitting,
    GradeEntry,
)
from workflows.course.rules.exams import (
    CourseExams,
    breaches_of_exam_request,
    breaches_of_sitting,
)
from workflows.course.rules.people import Trainee
from workflows.course.rules.results import (
    breaches_of_documents,
    breaches_of_exam_cancellation,
    breaches_of_grades,
    breaches_of_results,
)
from workflows.course.rules.rights import Sitting, rights_used
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import Rulebook, with_figures

TURKEY = turkish_calendar()
WORKING = with_figures(BOOK, {"figures.exam.days": "WORKING"})
SPARING = with_figures(BOOK, {"figures.exam.noshow": "SPARES"})
OLD_DAY, NEW_DAY = date(2020, 4, 16), date(2020, 4, 17)
HELD = date(2026, 12, 7)
"""A Monday, ten days after the course has ended."""
ROSTER = a_roster(
    "k1",
    "k2",
    exempt=Trainee(exempt=True),
    absentee=Trainee(status=EnrolmentStatus.FAILED_BY_ABSENCE),
    gone=Trainee(status=EnrolmentStatus.WITHDRAWN),
    dead=Trainee(status=EnrolmentStatus.DECEASED),
)
CONTEXT: dict[str, Any] = {
    "plan": a_plan(),
    "planned_on": PLANNED_ON,
    "roster": ROSTER,
    "calendar": TURKEY,
    "book": BOOK,
}
FOUR_FAILURES = [a_sitting(f"F-{n}", HELD, k1="failed") for n in range(4)]


def exams(sittings: Any, **changes: Any) -> CourseExams:
    """The course, its trainees and its exams so far."""
    return CourseExams(**CONTEXT | {"sittings": sittings} | changes)


def requested(
    *keys: str, sittings: Any = (), wished_on: date = HELD, confirmed: bool = True, **changes: Any
) -> list[str]:
    """The rules that a request for an exam breaks, made on 30 November 2026."""
    request = ExamRequest.model_validate(
        {"candidates": {key: {} for key in keys}, "wished_on": wished_on, "confirmed": confirmed}
    )
    today = changes.pop("today", date(2026, 11, 30))
    return rules_of(breaches_of_exam_request(request, exams(sittings, **changes), today=today))


def planned(
    *keys: str, sittings: Any = (), held_on: date = HELD, number: str = "S-9", **changes: Any
) -> list[str]:
    """The rules that an exam breaks, planned on 27 November 2026; everybody has been reported."""
    sitting = ExamSitting(sitting=number, held_on=held_on, candidates=keys)
    reported = (*ROSTER, "stranger")
    today = changes.pop("today", date(2026, 11, 27))
    asked_for = changes.pop("requested", reported)
    judged = breaches_of_sitting(
        sitting, exams(sittings, **changes), today=today, requested=asked_for
    )
    return rules_of(judged)


def graded(*keys: str, sittings: Any = (), **changes: Any) -> list[str]:
    """The rules that an entry of grades breaks, in a course planned on 16 April 2020."""
    entry = GradeEntry.model_validate({"results": dict.fromkeys(keys, "passed")})
    return rules_of(breaches_of_grades(entry, exams(sittings, **{"planned_on": OLD_DAY} | changes)))


@pytest.mark.rule("C-8.3")
def test_what_is_in_order_breaks_nothing() -> None:
    assert requested("k1", "k2") == []
    assert planned("k1", "k2") == []
    assert graded("k1", "k2") == []


@pytest.mark.rule("C-8.2", "C-8.3", "R-C.6")
def test_each_directive_has_its_own_way() -> None:
    assert requested("k1", planned_on=NEW_DAY) == planned("k1", planned_on=NEW_DAY) == []
    assert requested("k1", planned_on=OLD_DAY) == planned("k1", planned_on=OLD_DAY) == ["C-8.2"]
    assert graded("k1", planned_on=OLD_DAY) == []
    assert graded("k1", planned_on=NEW_DAY) == ["C-8.3"]


@pytest.mark.rule("C-8.2", "C-8.3")
def test_an_uncertificated_course_has_neither_exams_nor_grades() -> None:
    plan = a_plan(certificated=False)

    assert requested("k1", plan=plan) == planned("k1", plan=plan) == ["C-8.3"]
    assert graded("k1", plan=plan) == ["C-8.2"]


@pytest.mark.rule("C-13.1")
def test_candidates_are_confirmed_for_a_day_to_come() -> None:
    today = date(2026, 12, 7)

    assert requested("k1", confirmed=False) == ["C-13.1"]
    assert requested("k1", today=today, wished_on=today) == []
    assert requested("k1", today=today, wished_on=date(2026, 12, 4)) == ["C-13.1"]


@pytest.mark.rule("C-8.5")
@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2026, 11, 27), ["C-8.5"], id="the last day of the course"),
        pytest.param(date(2026, 11, 28), [], id="the day after it, a Saturday"),
        # twelve months on is Saturday 27 November 2027
        pytest.param(date(2027, 11, 27), [], id="the anniversary, a Saturday"),
        pytest.param(date(2027, 11, 28), ["C-8.5"], id="the day after the anniversary"),
        pytest.param(date(2027, 11, 29), ["C-8.5"], id="the Monday it is not rolled to"),
    ],
)
def test_exams_lie_between_the_end_and_twelve_months_after(day: date, found: list[str]) -> None:
    today = date(2026, 11, 27)

    assert planned("k1", held_on=day) == found
    assert requested("k1", wished_on=day, today=today) == found


@pytest.mark.rule("C-8.3")
def test_an_exam_is_planned_for_a_day_to_come() -> None:
    assert planned("k1", today=HELD) == []
    assert planned("k1", today=date(2026, 12, 8)) == ["C-8.3"]


@pytest.mark.rule("R-C.9")
@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 12, 5), id="a Saturday"),
        pytest.param(date(2027, 1, 1), id="New Year"),
        pytest.param(date(2027, 11, 27), id="the anniversary, a Saturday"),
    ],
)
def test_exams_are_held_on_any_day_unless_working_days_alone_are_set(day: date) -> None:
    assert planned("k1", held_on=day) == requested("k1", wished_on=day) == []
    found = ["C-8.5"] if day == date(2027, 11, 27) else ["R-C.9"]
    assert planned("k1", held_on=day, book=WORKING) == found
    assert requested("k1", wished_on=day, book=WORKING) == found


@pytest.mark.rule("R-C.18")
@pytest.mark.parametrize(
    ("called_off", "more", "day", "found"),
    [
        # the last exam day is Saturday 27 November 2027
        pytest.param((2027, 11, 26), 5, (2027, 11, 28), ["C-8.5"], id="the day before: no more"),
        pytest.param((2027, 11, 27), 0, (2027, 11, 29), ["C-8.5"], id="on it: no day more"),
        pytest.param((2027, 11, 27), 5, (2027, 12, 3), [], id="on it: five working days more"),
        pytest.param((2027, 11, 27), 5, (2027, 12, 4), ["C-8.5"], id="on it: not six"),
        pytest.param((2027, 12, 1), 5, (2027, 12, 8), [], id="after it: from the day itself"),
    ],
)
def test_called_off_on_the_last_day_or_later_it_is_held_again_only_if_set(
    called_off: tuple[int, int, int], more: int, day: tuple[int, int, int], found: list[str]
) -> None:
    book = with_figures(BOOK, {"figures.exam.replan_after_limit": more})
    off = a_sitting("S-1", date(2027, 11, 26), k1=None)
    sittings = [off.model_copy(update={"cancelled_on": date(*called_off)})]
    today = date(2027, 11, 26)

    assert planned("k1", sittings=sittings, held_on=date(*day), book=book, today=today) == found
    # for whom no sitting was called off the twelve months are the end
    also = planned("k1", "k2", sittings=sittings, held_on=date(*day), book=book, today=today)
    assert also == ["C-8.5"]


@pytest.mark.rule("C-13.1")
def test_an_interpreter_is_for_foreign_nationals() -> None:
    def judged(known: dict[str, Any]) -> list[str]:
        request = ExamRequest.model_validate(
            {"candidates": {"k1": {"interpreter": True}, "k2": {}}, "wished_on": HELD}
            | {"confirmed": True}
        )
        request.learn(known)
        return rules_of(breaches_of_exam_request(request, exams(()), today=date(2026, 11, 30)))

    assert judged({"citizens": ["k1"]}) == ["C-13.1"]
    assert judged({"citizens": ["k2"]}) == judged({"citizens": []}) == []


CANDIDATES = [
    pytest.param("k1", (), [], id="an active trainee"),
    pytest.param("stranger", (), ["C-8.3"], id="nobody of this course"),
    pytest.param(
        "exempt", (), ["C-8.4"], id="took the module before", marks=pytest.mark.rule("C-8.4")
    ),
    pytest.param("absentee", (), ["C-7.1"], id="failed by absence"),
    pytest.param("gone", (), ["C-7.1"], id="withdrawn"),
    pytest.param("dead", (), ["C-7.1"], id="deceased"),
    pytest.param("k1", [a_sitting("P", HELD, k1="passed")], ["C-8.3"], id="passed already"),
    pytest.param("k1", FOUR_FAILURES[:3], [], id="the fourth right"),
    pytest.param("k1", FOUR_FAILURES, ["C-8.5"], id="a fifth time"),
    pytest.param(
        "k1",
        [*FOUR_FAILURES[:3], a_sitting("N", HELD, k1=None)],
        ["C-8.5"],
        id="the fourth is planned already",
    ),
]


@pytest.mark.rule("C-8.3", "C-8.5", "R-C.8")
@pytest.mark.parametrize(("key", "sittings", "found"), CANDIDATES)
def test_a_candidate_is_active_has_not_passed_and_has_a_right_left(
    key: str, sittings: list[Sitting], found: list[str]
) -> None:
    assert requested(key, "k2", sittings=sittings) == found
    assert planned(key, "k2", sittings=sittings) == found
    assert graded(key, "k2", sittings=sittings) == found


def test_every_reason_is_said_once_with_everybody_it_concerns() -> None:
    keys = ("gone", "exempt", "dead", "stranger")

    assert planned(*keys) == ["C-8.3", "C-7.1", "C-8.4"]


@pytest.mark.rule("C-8.3")
def test_only_reported_candidates_are_examined_each_once() -> None:
    assert planned("k1", "k2", requested=("k1",)) == ["C-8.3"]
    assert planned("k1", "k2", requested=("k1", "k2")) == []
    assert planned("k1", "k1") == ["C-8.3"]


@pytest.mark.rule("C-8.3")
def test_a_sitting_has_a_number_of_its_own() -> None:
    taken = [a_sitting("S-9", HELD, k2="failed")]

    assert planned("k1", sittings=taken, number="S-9") == ["C-8.3"]
    assert planned("k1", sittings=taken, number="S-10") == []


@pytest.mark.rule("C-8.5", "R-C.8")
@pytest.mark.parametrize("book", [BOOK, SPARING])
@given(st.lists(st.sampled_from([None, "failed", "absent", "cancelled"]), max_size=14))
def test_no_row_of_exams_uses_more_than_four_rights(book: Rulebook, ends: list[str | None]) -> None:
    """Plan one exam after the other wherever it is lawful, and let each end in any way."""
    sittings: list[Sitting] = []
    for n, end in enumerate(ends):
        before = list(sittings)
        found = planned("k1", sittings=before, number=f"S-{n}", book=book)
        spent = sum(one.is_pending for one in before) + rights_used("k1", before, book)
        assert found == ([] if spent < 4 else ["C-8.5"])
        if not found:
            held = a_sitting(f"S-{n}", HELD, k1=None if end == "cancelled" else end)
            sittings.append(
                held.model_copy(update={"cancelled_on": HELD if end == "cancelled" else None})
            )

    assert rights_used("k1", sittings, book) <= 4


PLANNED_SITTING = a_sitting("S-1", HELD, k1=None, k2=None)
CLOSED_SITTINGS = [
    pytest.param((), id="no such sitting"),
    pytest.param((a_sitting("S-1", HELD, k1="failed", k2="passed"),), id="judged already"),
    pytest.param((PLANNED_SITTING.model_copy(update={"cancelled_on": HELD}),), id="cancelled"),
]


def results(found: dict[str, str], sittings: tuple[Sitting, ...], today: date) -> list[str]:
    entry = ExamResults(
        sitting="S-1", results={key: ExamResult(value) for key, value in found.items()}
    )
    return rules_of(breaches_of_results(entry, sittings, today=today))


@pytest.mark.rule("C-8.3")
@pytest.mark.parametrize(
    ("found", "broken"),
    [
        pytest.param({"k1": "passed", "k2": "absent"}, [], id="one for each"),
        pytest.param({"k1": "passed"}, ["C-8.3"], id="one without"),
        pytest.param({"k1": "passed", "k2": "failed", "k3": "failed"}, ["C-8.3"], id="one more"),
        pytest.param({"k1": "passed", "k3": "failed"}, ["C-8.3"], id="somebody else"),
    ],
)
def test_exactly_the_candidates_get_a_result(found: dict[str, str], broken: list[str]) -> None:
    assert results(found, (PLANNED_SITTING,), HELD) == broken


@pytest.mark.rule("C-8.3")
def test_nobody_has_a_result_before_the_exam() -> None:
    both = {"k1": "passed", "k2": "failed"}

    assert results(both, (PLANNED_SITTING,), HELD) == []
    assert results(both, (PLANNED_SITTING,), date(2026, 12, 6)) == ["C-8.3"]


@pytest.mark.rule("C-8.3", "C-14.1", "R-C.8")
@pytest.mark.parametrize("sittings", CLOSED_SITTINGS)
def test_a_sitting_that_is_not_open_takes_nothing_more(sittings: tuple[Sitting, ...]) -> None:
    cancellation = ExamCancellation(sitting="S-1", reason="Salon kullanılamıyor.")
    documents = ExamDocuments(sitting="S-1")

    def against(found: tuple[Reason, ...]) -> list[str]:
        return rules_of(found)

    assert results({"k1": "passed", "k2": "failed"}, sittings, HELD) == ["C-8.3"]
    assert against(breaches_of_exam_cancellation(cancellation, sittings)) == ["C-8.3"]
    assert against(breaches_of_documents(documents, sittings)) == ["C-14.1"]


@pytest.mark.rule("R-C.8")
def test_a_planned_sitting_can_be_cancelled() -> None:
    cancellation = ExamCancellation(sitting="S-1", reason="Salon kullanılamıyor.")

    assert breaches_of_exam_cancellation(cancellation, (PLANNED_SITTING,)) == ()


@pytest.mark.rule("C-14.1")
@pytest.mark.parametrize(
    ("trainees", "found"),
    [
        pytest.param(None, [], id="all"),
        pytest.param(("k2",), [], id="one"),
        pytest.param(("k2", "k3"), ["C-14.1"], id="one of another exam"),
    ],
)
def test_entry_papers_are_for_candidates(
    trainees: tuple[str, ...] | None, found: list[str]
) -> None:
    documents = ExamDocuments(sitting="S-1", trainees=trainees)

    assert rules_of(breaches_of_documents(documents, (PLANNED_SITTING,))) == found
