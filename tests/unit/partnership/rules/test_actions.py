"""What is reported of the joint actions, row by row (P-1 to P-14, R-P.3 to R-P.5)."""

from datetime import date
from typing import Any

import pytest
from pydantic import JsonValue

from tests.kit.reasons import rules_of
from tests.unit.partnership.years import BOOK, JOINT, MALATYA, a_report
from workflows.kernel.law.rulebook import with_figures
from workflows.partnership.messages import (
    CoordinatorNaming,
    JointActionReport,
    JointWorkPublication,
    Row,
    VisitsSkipped,
)
from workflows.partnership.rules.actions import (
    breaches_of_action_report,
    breaches_of_naming,
    breaches_of_publication,
    breaches_of_skip,
)

TODAY = date(2026, 10, 20)
HALVED = (Row.FIRST_VISITS, Row.SECOND_VISITS)


def broken(row: Row, held_on: str = "2026-10-15", **changes: Any) -> list[str]:
    """Rules that a report of 20 October 2026 breaks."""
    report = JointActionReport.model_validate(a_report(row, held_on, **changes))
    found = breaches_of_action_report(report, today=TODAY, first_day=date(2026, 8, 1), book=BOOK)
    return rules_of(found)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row, marks=pytest.mark.rule(row.value)) for row in JOINT]
)
def test_every_joint_action_can_be_reported_before_in_and_after_its_month(row: Row) -> None:
    """R-P.7: 20 October is in the months of rows 6 and 7, late for 2 to 5, early for the others."""
    assert broken(row) == []


@pytest.mark.parametrize(
    ("row", "command"),
    [
        pytest.param(Row.WEB_SITES, "publish_joint_work", marks=pytest.mark.rule("P-1")),
        pytest.param(Row.COORDINATORS, "name_coordinators", marks=pytest.mark.rule("P-3")),
        pytest.param(Row.MONITORING, "file_evaluation_report", marks=pytest.mark.rule("P-15")),
    ],
)
def test_what_each_school_does_for_itself_has_a_document_of_its_own(row: Row, command: str) -> None:
    report = JointActionReport.model_validate(a_report(row, "2026-10-15"))
    [no] = breaches_of_action_report(report, today=TODAY, first_day=date(2026, 8, 1), book=BOOK)

    assert (no.rule, no.do) == (row, f"send {command}")


@pytest.mark.rule("P-6")
def test_an_action_is_reported_once_it_has_been_held() -> None:
    assert broken(Row.SUPPORT_COURSES, "2026-10-20") == []
    assert broken(Row.SUPPORT_COURSES, "2026-10-21") == ["P-6"]


@pytest.mark.rule("R-P.8")
def test_an_action_belongs_to_the_edition_in_whose_year_it_was_held() -> None:
    assert broken(Row.SUPPORT_COURSES, "2026-08-01") == []
    assert broken(Row.SUPPORT_COURSES, "2026-07-31") == ["R-P.8"]


@pytest.mark.rule("R-P.5", "P-7")
@pytest.mark.parametrize("row", JOINT)
def test_planning_alone_is_enough_for_no_row(row: Row) -> None:
    assert broken(row, progress="planned") == ["R-P.5"]
    assert broken(row, progress="begun") == broken(row, progress="done") == []


@pytest.mark.rule("R-P.5", "P-5", "P-7", "P-14")
@pytest.mark.parametrize(
    ("row", "halves", "found"),
    [
        pytest.param(Row.UNIVERSITY_EXAM, ["mock-exams"], [], id="mock exams"),
        pytest.param(Row.UNIVERSITY_EXAM, ["joint-work"], ["R-P.5"], id="joint work"),
        pytest.param(Row.UNIVERSITY_EXAM, ["joint-work", "mock-exams"], ["R-P.5"], id="both"),
        pytest.param(Row.FIRST_VISITS, ["visits"], [], id="first visits"),
        pytest.param(Row.SECOND_VISITS, ["visits"], [], id="second visits"),
        pytest.param(Row.SECOND_VISITS, ["cooperation"], ["R-P.5"], id="cooperation"),
    ],
)
def test_mock_exams_and_visits_are_planned(row: Row, halves: JsonValue, found: list[str]) -> None:
    assert broken(row, progress="planned", halves=halves) == found


@pytest.mark.rule("R-P.4", "P-5", "P-14")
@pytest.mark.parametrize("row", JOINT)
def test_only_the_rows_of_visits_have_halves(row: Row) -> None:
    assert broken(row, halves=["visits"]) == ([] if row in HALVED else ["R-P.4"])
    exam = row is Row.UNIVERSITY_EXAM
    assert broken(row, halves=["mock-exams"]) == ([] if exam else ["R-P.4"])
    assert broken(row, halves=[]) == (["R-P.4"] if row in HALVED else [])


@pytest.mark.rule("P-2")
@pytest.mark.parametrize(
    ("participants", "meeting", "found"),
    [
        pytest.param(["managers", "counsellors", "teachers"], "online", [], id="others may come"),
        pytest.param(["managers"], "online", ["P-2"], id="without counsellors"),
        pytest.param(["counsellors"], "online", ["P-2"], id="without managers"),
        pytest.param(["managers", "counsellors"], "in-person", ["P-2"], id="not online"),
        pytest.param([], None, ["P-2", "P-2"], id="no meeting at all"),
    ],
)
def test_managers_and_counsellors_meet_online(
    participants: JsonValue, meeting: str | None, found: list[str]
) -> None:
    assert broken(Row.STATE_OF_SCHOOLS, participants=participants, meeting=meeting) == found


@pytest.mark.rule("P-4", "P-0.1")
@pytest.mark.parametrize(
    ("participants", "meeting", "found"),
    [
        pytest.param(["subject-group-heads"], "online", [], id="online"),
        pytest.param(["subject-group-heads"], "in-person", [], id="face to face"),
        pytest.param(["subject-group-heads"], None, ["P-4"], id="not met"),
        pytest.param(["teachers"], "online", ["P-4"], id="without the heads"),
    ],
)
def test_subject_groups_meet_with_their_heads_as_they_like(
    participants: JsonValue, meeting: str | None, found: list[str]
) -> None:
    assert broken(Row.SUBJECT_GROUPS, participants=participants, meeting=meeting) == found


@pytest.mark.rule("P-8", "P-13")
@pytest.mark.parametrize("row", [Row.FIRST_LEVEL_TESTS, Row.SECOND_LEVEL_TESTS])
@pytest.mark.parametrize(
    ("grades", "some"),
    [([9, 10, 11], True), ([9], True), ([12, 10], True), ([12], False), ([], False)],
)
def test_level_tests_are_held_in_grades_9_to_11_on_one_day_or_several(
    row: Row, grades: JsonValue, *, some: bool
) -> None:
    assert broken(row, grades=grades) == ([] if some else [row])


# -- visits beyond the means -----------------------------------------------------------------------


@pytest.mark.rule("R-P.4", "P-5", "P-14")
@pytest.mark.parametrize("row", Row)
def test_lack_of_means_excuses_visits_and_nothing_else(row: Row) -> None:
    skipped = VisitsSkipped(row=row, school=MALATYA, reason="Yol gideri karşılanamadı.")

    assert rules_of(breaches_of_skip(skipped, done=())) == ([] if row in HALVED else ["R-P.4"])
    assert rules_of(breaches_of_skip(skipped, done=HALVED)) == ["R-P.4"]


# -- what each school does for itself --------------------------------------------------------------


def shown(on: date) -> JointWorkPublication:
    return JointWorkPublication(school=MALATYA, published_on=on, note="Sitede yayımlandı.")


@pytest.mark.rule("P-1")
def test_joint_work_is_shown_by_the_day_on_which_it_is_said_to_be() -> None:
    for day, found in ((TODAY, []), (date(2026, 10, 21), ["P-1"])):
        breaches = breaches_of_publication(shown(day), today=TODAY, shown=False, book=BOOK)
        assert rules_of(breaches) == found


@pytest.mark.rule("R-P.3")
def test_showing_joint_work_stands_as_a_duty_unless_the_rulebook_says_otherwise() -> None:
    once = with_figures(BOOK, {"figures.p1.standing": False})

    again = breaches_of_publication(shown(TODAY), today=TODAY, shown=True, book=BOOK)
    assert rules_of(again) == []
    again = breaches_of_publication(shown(TODAY), today=TODAY, shown=True, book=once)
    assert rules_of(again) == ["R-P.3"]
    first = breaches_of_publication(shown(TODAY), today=TODAY, shown=False, book=once)
    assert rules_of(first) == []
    early = breaches_of_publication(shown(date(2026, 10, 21)), today=TODAY, shown=True, book=once)
    assert rules_of(early) == ["P-1", "R-P.3"]


@pytest.mark.rule("P-3")
def test_a_coordinator_is_named_by_the_day_on_which_that_is_said() -> None:
    for day, found in ((TODAY, []), (date(2026, 10, 21), ["P-3"])):
        naming = CoordinatorNaming(school=MALATYA, coordinator="ko-1", named_on=day)
        assert rules_of(breaches_of_naming(naming, today=TODAY)) == found
