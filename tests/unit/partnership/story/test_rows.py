"""Rows done, late, in halves, by both schools, in any order (R-P.3 to R-P.7)."""

from itertools import permutations

import pytest

from tests.kit.plays import at
from tests.kit.reasons import rules_of
from tests.unit.partnership.years import (
    BOOK,
    KAYSERI,
    MALATYA,
    SHARED,
    TO_JUNE,
    Body,
    Programme,
    a_report,
    opened,
    reporting,
    running,
)
from workflows.kernel.display.view import view_of
from workflows.kernel.law.rulebook import with_figures
from workflows.partnership.messages import Half, Row
from workflows.partnership.offices import Office
from workflows.partnership.process import PARTNERSHIP

SEPTEMBER = (Row.STATE_OF_SCHOOLS, Row.COORDINATORS, Row.SUBJECT_GROUPS, Row.FIRST_VISITS)


def do(programme: Programme, row: Row, received: str) -> None:
    """Do one row, whichever it is."""
    if row is Row.COORDINATORS:
        programme.names(received, MALATYA)
        programme.names(received, KAYSERI)
    else:
        programme.reports(received, row)


@pytest.mark.rule("R-P.1", "R-P.7", "P-2")
@pytest.mark.parametrize(
    ("reported", "held_on", "state"),
    [
        pytest.param("2026-08-20T10:00", "2026-08-20", "done", id="before its month"),
        pytest.param("2026-09-30T23:59:59", "2026-09-30", "done", id="at its last second"),
        pytest.param("2026-10-01T00:00:01", "2026-10-01", "done-late", id="a second after it"),
        pytest.param("2026-10-02T10:00", "2026-09-29", "done", id="held in time, reported after"),
        pytest.param("2027-07-20T10:00", "2027-07-19", "done-late", id="while reports are awaited"),
        pytest.param("2027-09-20T10:00", "2027-09-19", "done-late", id="while they are overdue"),
    ],
)
def test_a_row_is_done_in_time_or_late_by_the_day_on_which_it_was_held(
    reported: str, held_on: str, state: str
) -> None:
    programme = opened()
    entry = programme.reports(reported, Row.STATE_OF_SCHOOLS, held_on)

    assert programme.states["P-2"] == state
    assert programme.term("P-2").state == "met"
    # the time line shows how: every entry lists the register rows that it led to
    assert isinstance(entry.effects, dict)
    assert entry.effects["registers"] == [f"joint-actions: partnership-2026-0001/P-2/{state}"]
    assert programme.rows("joint-actions") == [
        {"row": "P-2", "state": state, "done_on": held_on, "visits_skipped": False}
    ]


@pytest.mark.rule("R-P.7")
def test_a_late_row_is_overdue_until_it_is_done() -> None:
    programme = running()
    assert view_of(PARTNERSHIP, programme.reading).overdue is False
    programme.until("2026-09-01T00:00:01")
    assert view_of(PARTNERSHIP, programme.reading).overdue is True
    programme.publishes("2026-09-07T10:00", MALATYA)
    programme.publishes("2026-09-07T11:00", KAYSERI)

    assert view_of(PARTNERSHIP, programme.reading).overdue is False
    assert programme.states["P-1"] == "done-late"


@pytest.mark.rule("R-P.6")
@pytest.mark.parametrize("order", list(permutations(SEPTEMBER)), ids=" ".join)
def test_the_rows_of_september_wait_for_no_order(order: tuple[Row, ...]) -> None:
    programme = running()
    for day, row in enumerate(order, start=7):
        do(programme, row, f"2026-09-{day:02}T10:00")

    assert programme.rows_in("done") == ["P-2", "P-3", "P-4", "P-5"]


def test_every_row_can_be_done_in_its_month() -> None:
    programme = reporting()

    assert programme.rows_in("done") == TO_JUNE
    assert programme.states["P-15"] == "open"
    assert [row["row"] for row in programme.rows("joint-actions")] == TO_JUNE


@pytest.mark.rule("P-1", "R-P.7")
def test_joint_work_is_shown_on_both_web_sites() -> None:
    programme = running()
    programme.publishes("2026-08-10T10:00", MALATYA)
    assert programme.states["P-1"] == "open"
    programme.publishes("2026-09-02T10:00", KAYSERI, on="2026-08-28")

    assert programme.states["P-1"] == "done"
    # met by the document that brought the last part, not by the first one
    assert programme.term("P-1").closed_at == at("2026-09-02T10:00")


@pytest.mark.rule("R-P.3", "P-1")
def test_a_published_programme_meets_the_first_row_and_goes_on_as_a_duty() -> None:
    programme = opened(published_on="2026-06-12")
    assert programme.states["P-1"] == "done"
    assert programme.term("P-1").state == "met"
    assert programme.told("P-1")[:1] == [("P-1/1", f"principal/{MALATYA}", "2026-06-15")]
    for month in ("2026-10", "2027-02", "2027-07"):
        programme.publishes(f"{month}-12T10:00", KAYSERI)

    assert programme.states["P-1"] == "done"
    assert len([e for e in programme.entries("command") if e[1] == "publish_joint_work"]) == 3


@pytest.mark.rule("R-P.3")
def test_without_the_standing_duty_joint_work_is_shown_once() -> None:
    once = with_figures(BOOK, {"figures.p1.standing": False})
    programme = opened(book=once, published_on="2026-06-12")
    body: Body = {"school": KAYSERI, "published_on": "2026-10-12", "note": "Sitede."}

    again = programme.refused("publish_joint_work", Office.PRINCIPAL, "2026-10-12T10:00", body)
    assert rules_of(again) == ["R-P.3"]


@pytest.mark.rule("P-3")
def test_each_school_names_a_coordinator_and_may_name_another() -> None:
    programme = running()
    programme.names("2026-09-02T10:00", MALATYA)
    assert programme.states["P-3"] == "open"
    programme.names("2026-09-03T10:00", MALATYA, coordinator="ko-2")
    assert programme.states["P-3"] == "open"
    programme.names("2026-09-04T10:00", KAYSERI)
    assert programme.states["P-3"] == "done"
    programme.names("2027-02-04T10:00", KAYSERI, coordinator="ko-3")

    assert programme.states["P-3"] == "done"


@pytest.mark.rule("P-3")
def test_nobody_is_coordinator_from_a_day_that_is_still_to_come() -> None:
    programme = running()
    body: Body = {"school": MALATYA, "coordinator": "ko-1", "named_on": "2026-09-03"}
    early = programme.refused("name_coordinators", Office.PRINCIPAL, "2026-09-02T10:00", body)
    assert rules_of(early) == ["P-3"]

    programme.send("name_coordinators", Office.PRINCIPAL, "2026-09-03T10:00", body)


@pytest.mark.rule("R-P.4", "P-5", "P-14")
@pytest.mark.parametrize(
    ("row", "month"), [(Row.FIRST_VISITS, "2026-09"), (Row.SECOND_VISITS, "2027-05")]
)
def test_visits_beyond_the_means_leave_the_cooperation(row: Row, month: str) -> None:
    programme = running()
    programme.skips(f"{month}-10T10:00", row)
    assert programme.states[row] == "open"
    body: Body = {"row": row.value, "school": KAYSERI, "reason": "Yol gideri yok."}
    again = programme.refused("skip_activity", Office.SCHOOL_COORDINATOR, f"{month}-11T10:00", body)
    assert rules_of(again) == ["R-P.4"]
    programme.reports(f"{month}-20T10:00", row, halves=[Half.COOPERATION.value])

    assert programme.states[row] == "done"
    assert programme.rows("joint-actions")[-1]["visits_skipped"] is True


@pytest.mark.rule("R-P.4", "R-P.7")
def test_cooperation_is_late_even_if_the_visits_were_excused_in_time() -> None:
    programme = running()
    programme.skips("2026-09-10T10:00", Row.FIRST_VISITS)
    programme.until("2026-10-01T00:00:01")
    assert programme.states["P-5"] == "late"
    programme.reports("2026-10-05T10:00", Row.FIRST_VISITS, halves=["cooperation"])

    assert programme.states["P-5"] == "done-late"


@pytest.mark.rule("R-P.5", "P-7")
def test_planning_settles_the_joint_mock_exams_and_not_the_joint_work() -> None:
    programme = running()
    for row in (Row.UNIVERSITY_EXAM, Row.SUPPORT_COURSES):
        body = a_report(row, "2026-10-10", progress="planned")
        refused = programme.refused("report_activity", Office.PRINCIPAL, "2026-10-10T10:00", body)
        assert rules_of(refused) == ["R-P.5"]
    exams: Body = {"halves": [Half.MOCK_EXAMS.value], "progress": "planned"}
    planned = a_report(Row.UNIVERSITY_EXAM, "2026-10-10") | exams
    programme.send("report_activity", Office.PRINCIPAL, "2026-10-10T11:00", planned)
    assert programme.states["P-7"] == "open"
    programme.reports("2026-10-20T10:00", Row.UNIVERSITY_EXAM, halves=[Half.JOINT_WORK.value])

    assert (programme.states["P-7"], programme.states["P-6"]) == ("done", "open")


@pytest.mark.rule("R-P.4", "P-5")
def test_an_excuse_told_late_makes_nothing_late() -> None:
    programme = running()
    programme.reports("2026-09-20T10:00", Row.FIRST_VISITS, halves=[Half.COOPERATION.value])
    programme.until("2026-10-01T00:00:01")
    assert programme.states["P-5"] == "late"
    programme.skips("2026-11-06T10:00", Row.FIRST_VISITS)

    assert programme.states["P-5"] == "done"
    assert programme.rows("joint-actions") == [
        {"row": "P-5", "state": "done", "done_on": "2026-09-20", "visits_skipped": True}
    ]


@pytest.mark.rule("P-8")
def test_grades_are_tested_on_several_days() -> None:
    programme = running()
    programme.reports("2026-11-10T10:00", Row.FIRST_LEVEL_TESTS, grades=[9])
    assert programme.states["P-8"] == "open"
    programme.reports("2026-11-12T10:00", Row.FIRST_LEVEL_TESTS, grades=[10, 11])

    assert programme.states["P-8"] == "done"
    assert programme.rows("joint-actions")[-1]["done_on"] == "2026-11-12"


@pytest.mark.rule("P-3", "R-P.9")
def test_once_a_school_has_named_its_coordinator_nobody_else_acts_as_one() -> None:
    programme = running()
    programme.names("2026-09-02T10:00", MALATYA, coordinator="ko-2")
    body = a_report(Row.SUPPORT_COURSES, "2026-10-10")
    name, role = "report_activity", Office.SCHOOL_COORDINATOR
    assert rules_of(programme.refused(name, role, "2026-10-10T10:00", body)) == ["P-3"]
    programme.names("2026-10-11T10:00", MALATYA)
    programme.send(name, role, "2026-10-11T11:00", body)

    assert programme.states["P-6"] == "done"


@pytest.mark.rule("R-P.7")
def test_a_wrong_report_is_taken_back_and_both_stay_in_the_journal() -> None:
    """Row 9 was held on 4 January, and reported as if it had been in December."""
    programme = running()
    programme.reports("2027-01-05T10:00", Row.PATENTS, held_on="2026-12-04")
    assert programme.states["P-9"] == "done"
    strange: Body = {"school": KAYSERI, "row": "P-9", "on": "2026-12-04", "reason": "Bizim değil."}
    refused = programme.refused("take_back_report", Office.PRINCIPAL, "2027-01-05T11:00", strange)
    assert rules_of(refused) == ["R-P.7"]
    programme.takes_back("2027-01-05T12:00", Row.PATENTS, "2026-12-04")
    programme.until("2027-01-05T12:01")
    assert programme.states["P-9"] == "late"
    programme.reports("2027-01-06T10:00", Row.PATENTS, held_on="2027-01-04")

    assert programme.states["P-9"] == "done-late"
    assert programme.term("P-9#2").state == "met"
    assert [row["done_on"] for row in programme.rows("joint-actions")] == [
        "2026-12-04",
        "2027-01-04",
    ]
    told = [e.name for e in programme.journal if e.kind == "command"]
    assert told == ["report_activity", "take_back_report", "report_activity"]


@pytest.mark.rule("R-P.4", "R-P.7")
def test_an_excuse_is_taken_back_when_visits_are_made_after_all() -> None:
    programme = running()
    programme.skips("2026-09-10T10:00", Row.FIRST_VISITS)
    programme.takes_back("2026-09-20T10:00", Row.FIRST_VISITS, None)
    programme.reports("2026-09-28T10:00", Row.FIRST_VISITS)

    assert programme.rows("joint-actions")[-1]["visits_skipped"] is False


@pytest.mark.rule("P-15", "R-P.7")
def test_a_wrong_monitoring_report_is_corrected_until_the_other_school_has_filed() -> None:
    programme = reporting()
    programme.evaluates("2027-07-05T10:00", MALATYA)
    body: Body = {"school": MALATYA, "report": "b" * 64}
    name, role = "file_evaluation_report", Office.PRINCIPAL
    assert rules_of(programme.refused(name, role, "2027-07-06T10:00", body)) == ["R-P.7"]
    programme.send(name, role, "2027-07-06T11:00", {**body, "corrects": "Yanlış belge."})
    assert programme.stage == "reporting"
    programme.evaluates("2027-07-07T10:00", KAYSERI)

    assert programme.outcome == ("completed", "P-15", "2027-07-07")
    assert [str(row["report"])[0] for row in programme.rows("monitoring-reports")] == [
        "a",
        "b",
        "a",
    ]


@pytest.mark.rule("P-0.2")
@pytest.mark.parametrize("instant", ["2026-06-20", "2026-11-20", "2027-07-20", "2027-09-20"])
def test_material_is_shared_at_any_time(instant: str) -> None:
    programme = opened()
    before = dict(programme.file.terms)
    programme.until(f"{instant}T09:00")
    entry = programme.send("share_material", Office.SCHOOL_COORDINATOR, f"{instant}T10:00", SHARED)

    assert (entry.rule, entry.body) == ("P-0.2", SHARED)
    assert set(programme.file.terms) >= set(before)
    assert "done" not in programme.states.values()
