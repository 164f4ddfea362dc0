"""The end of a course (§8)."""

from datetime import date
from typing import Any

import pytest

from tests.kit.calendars import turkish_calendar
from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK, a_plan, a_roster, a_sitting
from workflows.course.messages.course import CertificateIssue, EnrolmentStatus, Plan
from workflows.course.rules.ending import (
    breaches_of_certificates,
    breaches_of_end_approval,
    document_of,
)
from workflows.course.rules.people import Trainee
from workflows.course.rules.rights import Sitting
from workflows.kernel.law.rulebook import with_figures

TURKEY = turkish_calendar()
UNGATED = with_figures(BOOK, {"figures.course.tick_requires_grades": False})
HELD = date(2026, 12, 7)
TODAY = date(2026, 12, 31)
LAST_EXAM_DAY = date(2027, 11, 27)
"""A Saturday, twelve months after the end."""


def broken(*sittings: Sitting, today: date = TODAY, **changes: Any) -> list[str]:
    """The rules that the end approval breaks; k1 is the only active trainee."""
    usual: dict[str, Any] = {
        "plan": a_plan(),
        "roster": a_roster("k1", starred=Trainee(exempt=True)),
        "calendar": TURKEY,
        "book": BOOK,
    }
    return rules_of(breaches_of_end_approval(sittings=sittings, today=today, **(usual | changes)))


def failures(count: int, result: str = "failed") -> list[Sitting]:
    return [a_sitting(f"F-{n}", HELD, k1=result) for n in range(count)]


@pytest.mark.rule("R-C.11", "R-C.8")
@pytest.mark.parametrize(
    ("sittings", "found"),
    [
        pytest.param([], ["R-C.11"], id="never examined"),
        pytest.param([a_sitting("S-1", HELD, k1=None)], ["R-C.11"], id="exam planned"),
        pytest.param([a_sitting("S-1", HELD, k1="passed")], [], id="passed"),
        pytest.param(failures(3), ["R-C.11"], id="failed three times"),
        pytest.param(failures(4), [], id="failed four times"),
        pytest.param(failures(4, "absent"), [], id="absent four times"),
        pytest.param(
            [*failures(3), a_sitting("S-1", HELD, k1=None)], ["R-C.11"], id="the fourth planned"
        ),
    ],
)
def test_the_end_waits_for_the_last_result_of_everybody(
    sittings: list[Sitting], found: list[str]
) -> None:
    assert broken(*sittings) == found


@pytest.mark.rule("R-C.11")
@pytest.mark.parametrize("status", list(EnrolmentStatus))
def test_nobody_waits_for_who_has_left(status: EnrolmentStatus) -> None:
    roster = {"k1": Trainee(status=status)}

    assert broken(roster=roster) == (["R-C.11"] if status is EnrolmentStatus.ACTIVE else [])


@pytest.mark.rule("R-C.11")
def test_whether_the_end_waits_is_a_setting() -> None:
    assert broken(book=UNGATED) == []


@pytest.mark.rule("R-C.10", "R-C.11")
@pytest.mark.parametrize(
    ("today", "found"),
    [
        pytest.param(LAST_EXAM_DAY, ["R-C.11"], id="an exam is possible still today"),
        pytest.param(date(2027, 11, 28), [], id="none is possible any more"),
        pytest.param(date(2029, 1, 2), [], id="long overdue"),
    ],
)
def test_after_the_last_exam_day_nobody_waits_for_an_exam(today: date, found: list[str]) -> None:
    assert broken(*failures(1), today=today) == found


@pytest.mark.rule("R-C.11")
def test_results_of_an_exam_that_was_held_are_waited_for_even_then() -> None:
    late = date(2027, 12, 1)
    pending = a_sitting("S-1", LAST_EXAM_DAY, k1=None)

    assert broken(pending, today=late) == ["R-C.11"]
    assert broken(pending.model_copy(update={"cancelled_on": late}), today=late) == []


@pytest.mark.rule("R-C.18", "R-C.11")
def test_who_may_be_examined_after_the_limit_is_waited_for_so_long() -> None:
    """Called off on Saturday 27 November 2027, five working days more: Friday 3 December."""
    five = with_figures(BOOK, {"figures.exam.replan_after_limit": 5})
    off = a_sitting("S-1", LAST_EXAM_DAY, k1=None).model_copy(
        update={"cancelled_on": LAST_EXAM_DAY}
    )

    assert broken(off, book=five, today=date(2027, 12, 3)) == ["R-C.11"]
    assert broken(off, book=five, today=date(2027, 12, 4)) == []
    assert broken(off, today=date(2027, 11, 28)) == []


@pytest.mark.rule("C-8.11")
def test_an_uncertificated_course_waits_for_no_exam() -> None:
    assert broken(plan=a_plan(certificated=False)) == []


@pytest.mark.rule("C-8.9", "C-8.11")
def test_each_document_has_its_name() -> None:
    plans = [a_plan(), a_plan(level=2), a_plan(certificated=False)]

    assert [document_of(plan) for plan in plans] == [
        "Kurs Tamamlama Belgesi",
        "Seviye Tamamlama Belgesi",
        "Katılım Belgesi",
    ]


@pytest.mark.rule("C-8.9", "C-8.10", "C-8.11")
@pytest.mark.parametrize(
    ("plan", "found"),
    [
        pytest.param(a_plan(), ["C-8.9"], id="certificated: on paper"),
        pytest.param(a_plan(level=2), [], id="levelled: printing is halted, the screen is valid"),
        pytest.param(a_plan(certificated=False), [], id="uncertificated: the screen suffices"),
    ],
)
def test_the_screen_suffices_where_there_is_no_paper(plan: Plan, found: list[str]) -> None:
    on_screen = breaches_of_certificates(CertificateIssue(document="screen"), plan=plan)

    assert rules_of(on_screen) == found
    assert breaches_of_certificates(CertificateIssue(document="printed"), plan=plan) == ()
