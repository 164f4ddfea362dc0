"""The way of a programme: opening, stages, who acts, reports, the end (R-P.7 to R-P.9)."""

from functools import cache
from typing import Any

import pytest

from tests.kit.plays import at
from tests.kit.reasons import rules_of
from tests.unit.partnership.years import (
    DIGEST,
    KAYSERI,
    MALATYA,
    SHARED,
    STRANGER,
    TO_JUNE,
    Body,
    Programme,
    a_filing,
    a_report,
    opened,
    registers,
    reporting,
    running,
)
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.display.details import details_of
from workflows.kernel.display.view import attributes_of
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.opening import open_file
from workflows.partnership.messages import Row
from workflows.partnership.offices import Office
from workflows.partnership.process import PARTNERSHIP
from workflows.partnership.stages import Stage

# -- opening -------------------------------------------------------------------------------------


@pytest.mark.rule("P-0.1", "P-1", "S-N")
def test_both_schools_hear_of_the_programme_and_of_what_their_web_sites_owe() -> None:
    programme = opened()

    assert (programme.stage, programme.waiting_on) == (Stage.OPEN, None)
    assert programme.told() == [
        ("P-1/1", f"principal/{MALATYA}", "2026-06-15"),
        ("P-1/1", f"principal/{KAYSERI}", "2026-06-15"),
    ]
    assert programme.notices[0].facts == {
        "file_no": "2026-0001",
        "school_year": 2026,
        "until": "2026-08-31",
        "late": False,
    }
    assert set(programme.states.values()) == {"open"}


@pytest.mark.rule("R-P.8", "R-P.9", "P-0.1")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        pytest.param({"schools": [MALATYA, MALATYA]}, "P-0.1", id="one school only"),
        pytest.param({"school_year": 2028}, "R-P.8", id="two years ahead"),
        pytest.param({"school": STRANGER}, "R-P.9", id="by another school"),
        pytest.param({"role": Office.MINISTRY}, "R-P.9", id="by the Ministry"),
    ],
)
def test_a_filing_against_the_programme_opens_no_case(changes: dict[str, Any], rule: str) -> None:
    no = open_file(
        PARTNERSHIP,
        "partnership-2026-0001",
        a_filing(**changes),
        registers(),
        at("2026-06-15T10:00"),
    )

    assert isinstance(no, Refusal)
    assert rules_of(no.reasons) == [rule]


@pytest.mark.rule("R-P.9")
def test_a_coordinator_of_the_other_school_may_open_it_too() -> None:
    assert opened(role=Office.SCHOOL_COORDINATOR, school=KAYSERI).stage == Stage.OPEN


@pytest.mark.rule("R-P.8")
@pytest.mark.parametrize("received", ["2026-08-01T00:00", "2026-08-10T10:00"])
def test_a_programme_opened_in_its_first_month_is_running_at_once(received: str) -> None:
    programme = opened(received)

    assert (programme.stage, programme.waiting_on) == (Stage.RUNNING, "school-coordinator")
    assert "R-P.8" not in programme.file.terms


@pytest.mark.rule("R-P.7")
def test_a_programme_opened_late_is_late_with_what_is_over_and_may_still_do_it() -> None:
    """On 5 October 2026 August and September are over."""
    programme = opened("2026-10-05T10:00")
    programme.until("2026-10-05T10:01")

    assert programme.stage == Stage.RUNNING
    assert programme.rows_in("late") == ["P-1", "P-2", "P-3", "P-4", "P-5"]
    programme.reports("2026-10-06T10:00", Row.SUBJECT_GROUPS)
    assert programme.states["P-4"] == "done-late"


@pytest.mark.rule("P-15")
@pytest.mark.parametrize("received", ["2027-07-01T00:00", "2027-07-05T10:00"])
def test_a_programme_opened_in_its_last_month_awaits_the_reports_at_once(received: str) -> None:
    programme = opened(received)
    assert programme.stage == Stage.REPORTING
    programme.until("2027-07-05T10:01")

    assert programme.rows_in("late") == TO_JUNE


# -- stages --------------------------------------------------------------------------------------


@pytest.mark.rule("R-P.1", "R-P.8", "P-15")
@pytest.mark.parametrize(
    ("instant", "stage", "waiting_on"),
    [
        pytest.param("2026-07-31T23:59:59", Stage.OPEN, None, id="the end of July"),
        pytest.param("2026-08-01T00:00:01", Stage.RUNNING, "school-coordinator", id="August"),
        pytest.param("2027-06-30T23:59:59", Stage.RUNNING, "school-coordinator", id="June"),
        pytest.param("2027-07-01T00:00:01", Stage.REPORTING, "school-coordinator", id="July"),
        pytest.param("2027-07-31T23:59:59", Stage.REPORTING, "school-coordinator", id="its end"),
        pytest.param("2027-08-01T00:00:01", Stage.OVERDUE, "school-coordinator", id="July is over"),
    ],
)
def test_a_programme_goes_on_by_the_calendar(
    instant: str, stage: Stage, waiting_on: str | None
) -> None:
    programme = opened()
    programme.until(instant)

    assert (programme.stage, programme.waiting_on) == (stage, waiting_on)


@pytest.mark.rule("R-P.8", "P-15")
def test_the_way_to_july_is_a_day_longer_with_a_29_february_in_it() -> None:
    """2027-28: 1 August 2027 to 30 June 2028 are 335 days, counted from 31 July."""
    programme = opened("2027-06-14T10:00", school_year=2027)
    programme.until("2027-08-01T00:00:01")
    running = programme.term("R-P.2")
    assert (str(running.starts_on), str(running.due_on)) == ("2027-07-31", "2028-06-30")
    programme.until("2028-06-30T23:59:59")
    assert programme.stage == Stage.RUNNING
    programme.until("2028-07-01T00:00:01")

    assert programme.stage == Stage.REPORTING


@pytest.mark.rule("R-P.6", "P-15")
def test_a_joint_action_does_not_bring_the_reports_forward() -> None:
    programme = running()
    programme.reports("2026-10-06T10:00", Row.SUPPORT_COURSES)
    assert programme.stage == Stage.RUNNING
    body: Body = {"school": MALATYA, "report": DIGEST}
    early = programme.refused(
        "file_evaluation_report", Office.SCHOOL_COORDINATOR, "2026-10-07T10:00", body
    )

    assert rules_of(early) == ["P-15"]


@pytest.mark.rule("R-P.8")
def test_no_joint_action_is_reported_before_the_first_month() -> None:
    programme = opened()
    body = a_report(Row.SUPPORT_COURSES, "2026-07-20")
    [no] = programme.refused("report_activity", Office.PRINCIPAL, "2026-07-31T23:59", body)

    assert no.rule == "P-0.1"
    assert "Open, before its first month" in no.what


@pytest.mark.rule("P-15")
def test_no_report_on_the_year_is_filed_before_july() -> None:
    programme = running()
    body: Body = {"school": MALATYA, "report": DIGEST}
    early = programme.refused(
        "file_evaluation_report", Office.SCHOOL_COORDINATOR, "2027-06-30T23:59:59", body
    )
    assert rules_of(early) == ["P-15"]
    programme.evaluates("2027-07-01T00:00:01", MALATYA)

    assert programme.stage == Stage.REPORTING


# -- who -----------------------------------------------------------------------------------------

BODIES: dict[str, Body] = {
    "report_activity": a_report(Row.SUPPORT_COURSES, "2027-07-05"),
    "file_evaluation_report": {"school": MALATYA, "report": DIGEST},
    "skip_activity": {"row": "P-5", "school": MALATYA, "reason": "Yol gideri yok."},
    "publish_joint_work": {"school": MALATYA, "published_on": "2027-07-05", "note": "Sitede."},
    "name_coordinators": {"school": MALATYA, "coordinator": "ko-1", "named_on": "2027-07-05"},
    "share_material": SHARED,
    "take_back_report": {"row": "P-14", "school": MALATYA, "reason": "Yanlış bildirildi."},
}
NOW = "2027-07-05T10:00"


@cache
def in_july() -> Programme:
    """In July; shared by tests in which nothing is admitted."""
    programme = opened()
    programme.skips("2027-05-20T10:00", Row.SECOND_VISITS)
    programme.until("2027-07-05T09:00")
    return programme


def test_every_command_has_its_document_here() -> None:
    assert set(BODIES) == {spec.name for spec in PARTNERSHIP.commands}


@pytest.mark.rule("R-P.9", "S-A")
@pytest.mark.parametrize("command", BODIES)
def test_only_a_coordinator_or_manager_of_a_partner_school_acts(command: str) -> None:
    programme = in_july()
    for role in PARTNERSHIP.roles:
        judged = gate.admit(
            programme.reading, programme.command(command, role, NOW, BODIES[command]), at(NOW)
        )
        may = role in {Office.SCHOOL_COORDINATOR, Office.PRINCIPAL}
        assert isinstance(judged, Refusal) is not may, role


@pytest.mark.rule("R-P.9")
@pytest.mark.parametrize("command", BODIES)
def test_nobody_acts_for_another_school(command: str) -> None:
    programme, body = in_july(), BODIES[command]

    other = programme.refused(command, Office.PRINCIPAL, NOW, body, institution=KAYSERI)
    (strange,) = programme.refused(command, Office.PRINCIPAL, NOW, body, institution=STRANGER)

    assert rules_of(other) == ["R-P.9"]
    assert strange.why == f"in this case principal acts for {MALATYA} or {KAYSERI}"


# -- the end -------------------------------------------------------------------------------------


@pytest.mark.rule("P-15", "S-K", "R-P.7")
def test_the_programme_closes_with_the_second_report() -> None:
    programme = reporting()
    programme.evaluates("2027-07-20T10:00", KAYSERI)
    assert (programme.stage, programme.states["P-15"]) == (Stage.REPORTING, "open")
    again: Body = {"school": KAYSERI, "report": DIGEST}
    refused = programme.refused(
        "file_evaluation_report", Office.PRINCIPAL, "2027-07-21T10:00", again
    )
    assert rules_of(refused) == ["R-P.7"]
    programme.evaluates("2027-07-31T23:59:59", MALATYA)

    assert programme.outcome == ("completed", "P-15", "2027-07-31")
    assert programme.stage == Stage.CLOSED
    assert set(programme.states.values()) == {"done"}
    assert [row["school"] for row in programme.rows("monitoring-reports")] == [KAYSERI, MALATYA]
    assert [told for told in programme.told("P-15") if "reminder" not in told[0]] == [
        (f"P-15/{nth}", f"school-coordinator/{school}", day)
        for nth, day in ((1, "2027-07-20"), (2, "2027-07-31"))
        for school in (MALATYA, KAYSERI)
    ]


@pytest.mark.rule("R-P.7", "P-15", "S-K")
def test_a_report_lists_what_is_late_and_what_is_not_done() -> None:
    programme = opened()
    programme.does_all(Row.SUPPORT_COURSES, Row.SECOND_VISITS, Row.PATENTS)
    programme.reports("2027-06-10T10:00", Row.PATENTS)
    programme.skips("2027-06-11T10:00", Row.SECOND_VISITS)
    programme.evaluates("2027-07-20T10:00", KAYSERI)
    tally: Body = {
        "done_late": ["P-9"],
        "not_done": ["P-6", "P-14"],
        "visits_skipped": ["P-14"],
    }
    assert programme.notices[-1].facts == {"file_no": "2026-0001", "school": KAYSERI, **tally}
    programme.reports("2027-07-22T10:00", Row.SUPPORT_COURSES)
    programme.evaluates("2027-07-30T10:00", MALATYA)

    assert programme.rows("monitoring-reports") == [
        {"school": KAYSERI, "report": DIGEST, **tally},
        {
            "school": MALATYA,
            "report": DIGEST,
            "done_late": ["P-6", "P-9"],
            "not_done": ["P-14"],
            "visits_skipped": ["P-14"],
        },
    ]


@pytest.mark.rule("R-P.7", "P-15")
def test_it_closes_although_rows_are_late_and_what_was_not_done_falls_away() -> None:
    programme = opened()
    programme.until("2027-07-10T09:00")
    programme.evaluates("2027-07-10T10:00", MALATYA)
    programme.evaluates("2027-07-10T11:00", KAYSERI)

    assert programme.outcome == ("completed", "P-15", "2027-07-10")
    assert programme.rows_in("late") == TO_JUNE
    assert {programme.term(row).state for row in TO_JUNE} == {"dropped"}


@pytest.mark.rule("P-15", "R-P.7")
def test_reports_may_come_after_july_and_are_late_then() -> None:
    programme = reporting()
    programme.evaluates("2027-07-20T10:00", KAYSERI)
    programme.until("2027-08-01T00:00:01")
    assert (programme.stage, programme.states["P-15"]) == (Stage.OVERDUE, "late")
    programme.evaluates("2027-09-06T10:00", MALATYA)

    assert programme.outcome == ("completed", "P-15", "2027-09-06")
    assert programme.states["P-15"] == "done-late"
    assert programme.rows("monitoring-reports")[-1]["done_late"] == ["P-15"]


@pytest.mark.rule("P-15")
def test_nothing_is_admitted_once_the_programme_is_closed() -> None:
    programme = reporting()
    programme.evaluates("2027-07-20T10:00", KAYSERI)
    programme.evaluates("2027-07-20T11:00", MALATYA)

    for command, body in BODIES.items():
        refused = programme.refused(command, Office.PRINCIPAL, "2027-07-21T10:00", body)
        assert rules_of(refused) == ["P-15"]


# -- what others see -----------------------------------------------------------------------------


def test_operators_see_stage_school_and_overdue_rows() -> None:
    programme = running()
    programme.until("2026-10-05T09:00")
    seen = attributes_of(PARTNERSHIP, programme.reading)
    details = details_of(PARTNERSHIP, programme.reading, ())

    assert (seen["Stage"], seen["WaitingOn"]) == ("running", "school-coordinator")
    assert (seen["Institution"], seen["Applicant"], seen["Overdue"]) == (MALATYA, None, True)
    assert "Yürütülüyor" in details
    assert "okul koordinatörlerinin belirlenmesi (sıra 3)" in details


def test_the_decree_of_a_closure_moves_no_window() -> None:
    """R-P.1: a month is a month; a term that never rolls stays where it is."""
    programme = running()
    body: Body = {"days": {"2026-08-31": "İdari izin"}, "decree_no": "2026/9"}
    programme.send("decree_closure", Office.MINISTRY, "2026-08-20T10:00", body)
    programme.until("2026-09-02T09:00")

    assert programme.due("P-1") == "2026-09-01T00:00:00"
    # Friday 28 August is the last working day now: 29 and 30 are a weekend
    assert [day for what, _, day in programme.told("P-1") if "reminder" in what] == [
        "2026-08-28",
        "2026-08-28",
    ]
