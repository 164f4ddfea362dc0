"""After the end: what has begun is finished, then the final report, and the archive."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import LEVELS
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.kernel.judgement import gate

from .cases import Agreement, Body, applied, calendar, in_force, opening, run_off

OFFICE = Office.DISTRICT_DIRECTORATE
REPORT = {"report": "b" * 64}


@pytest.mark.rule("A-11.4")
def test_while_a_training_is_held_the_run_off_is_not_over() -> None:
    play = run_off()
    assert (play.stage, play.waiting_on) == ("run-off", OFFICE)
    reasons = play.refused("confirm_run_off", OFFICE, "2027-09-10T10:00", known={"unfinished": 2})
    assert rules_of(reasons) == ["A-11.4"]
    assert "2" in reasons[0].what
    play.finishes("2027-11-10T10:00")

    assert (play.stage, play.waiting_on) == ("archiving", OFFICE)


def asked_before(play: Agreement, received: str) -> object:
    command = play.command("confirm_run_off", OFFICE, received)
    asked = gate.question_for(play.reading, command)
    assert asked is not None
    assert asked[0].by == "trainings"
    return asked[1]


@pytest.mark.rule("A-11.4", "R-A.5")
def test_the_registers_are_asked_for_what_began_before_the_end() -> None:
    terminated = in_force()
    terminated.terminates("2027-03-01T10:00", "2027-06-30")
    terminated.until("2027-07-02T10:00")

    assert asked_before(run_off(), "2027-09-10T10:00") == {"last_day": "2027-08-31"}
    assert asked_before(terminated, "2027-07-10T10:00") == {"last_day": "2027-06-30"}


@pytest.mark.rule("A-11.4")
def test_the_run_off_does_not_end_before_the_agreement() -> None:
    play = in_force()

    reasons = play.refused("confirm_run_off", OFFICE, "2027-08-31T10:00")
    assert rules_of(reasons) == ["A-11.4"]


@pytest.mark.rule("A-10.3", "R-A.2")
@pytest.mark.parametrize("level", LEVELS)
def test_one_last_report_and_then_the_archive(level: Level) -> None:
    play = run_off(level)
    play.finishes("2027-09-10T10:00")
    role, file_no = play.office, {"file_no": "A-1"}
    early = play.refused("archive_agreement", role, "2027-09-11T10:00", file_no)
    assert rules_of(early) == ["A-10.3"]
    play.send("file_final_report", role, "2027-09-13T10:00", REPORT)
    again = play.refused("file_final_report", role, "2027-09-13T11:00", REPORT)
    assert rules_of(again) == ["R-A.2"]
    right: Body = {"report": "c" * 64, "corrects": "Yanlış belge yüklenmiş."}
    play.send("file_final_report", role, "2027-09-13T12:00", right)
    play.archives("2027-09-14T10:00")

    assert play.outcome == ("archived", "A-10.3", "2027-09-14")
    assert [term.key for term in play.file.open_terms] == []
    (row,) = [r.row for r in play.registers if r.into == "agreement-archive"]
    assert row == {"file_no": "A-1", "archived_on": "2027-09-14"}


@pytest.mark.rule("A-10.3")
def test_nothing_comes_after_the_archive() -> None:
    play = run_off()
    play.finishes("2027-09-10T10:00")
    play.send("file_final_report", OFFICE, "2027-09-13T10:00", REPORT)
    play.archives("2027-09-14T10:00")
    entries = len(play.journal)
    play.until("2030-01-01T10:00")

    assert len(play.journal) == entries
    assert rules_of(play.refused("file_final_report", OFFICE, "2030-01-02T10:00", REPORT)) == [
        "A-10.3"
    ]


@pytest.mark.rule("A-11.4")
def test_what_was_entered_while_the_run_off_was_being_confirmed_keeps_the_file_open() -> None:
    play = run_off()
    play.finishes("2027-09-10T10:00")
    play.send("file_final_report", OFFICE, "2027-09-13T10:00", REPORT)
    body, known = {"file_no": "A-1"}, {"unfinished": 1}
    reasons = play.refused("archive_agreement", OFFICE, "2027-09-14T10:00", body, known=known)
    assert rules_of(reasons) == ["A-11.4"]
    play.archives("2027-09-15T10:00")

    assert play.outcome == ("archived", "A-10.3", "2027-09-15")


@pytest.mark.rule("A-11.4")
def test_each_month_of_the_run_off_the_office_is_told_what_is_unfinished() -> None:
    """It ended on 31 August 2027: a month is over with 30 September, 31 October, 30 November."""
    play = run_off()
    play.unfinished = 2
    play.until("2027-11-02T10:00")
    play.unfinished = 0
    play.until("2027-12-02T10:00")
    told = [
        (n.addressee, n.dated_at.date().isoformat(), n.facts["unfinished"])
        for n in play.notices
        if n.template == "run_off_continues"
    ]
    office = "district-directorate/0601"

    assert told == [
        (office, "2027-10-01", 2),
        (office, "2027-11-01", 2),
        (office, "2027-12-01", 0),
    ]
    assert (play.stage, play.waiting_on) == ("run-off", OFFICE)
    play.finishes("2027-12-03T10:00")
    assert play.file.open_terms == ()


@pytest.mark.rule("A-8.10")
def test_an_application_alone_is_no_agreement() -> None:
    play = applied()
    play.until("2028-01-01T10:00")

    assert (play.terms_entered, play.ends, dict(play.file.terms)) == ([], [], {})


@pytest.mark.rule("A-11.3a", "A-11.3c", "R-A.2")
def test_reports_past_the_known_calendar_wait_for_its_renewal_and_renumber_nothing() -> None:
    """Known to 2028: half-yearly reports stop in August, monthly ones in November."""
    given = opening(known_until=calendar(2028))
    play = in_force(given=given, draft={"ends_on": "2031-12-31"})
    play.until("2028-12-21T10:00")
    asked = [fact for fact in play.file.facts if fact.name == "find_missing_reports"]
    numbered = play.reading.counts["expect/find_missing_reports"]
    assert [term.key for term in play.file.open_terms] == ["A-8.10"]

    days = {
        day.isoformat(): {"called": name, "source": "computed"}
        for day, name in calendar(2031).closed.items()
        if day.year > 2028
    }
    renewal: Any = {"version": 1, "covers_until": "2031-12-31", "closed": days, "grounds": "2031"}
    play.send("renew_calendar", Office.MINISTRY, "2028-12-21T11:00", renewal)
    reported = {term.rule for term in play.file.open_terms} - {"A-8.10"}
    assert reported == {"A-11.3a", "A-11.3b", "A-11.3c"}
    assert play.reading.counts["expect/find_missing_reports"] == numbered + 3
    play.until("2029-03-05T10:00")

    facts = [fact for fact in play.file.facts if fact.name == "find_missing_reports"]
    assert facts[: len(asked)] == asked
    come = [(fact.body["level"], fact.body["period"]) for fact in facts]
    assert come == list(dict.fromkeys(come))
    assert [period for level, period in come if level == "province"] == [1, 2, 3, 4, 5]
    assert [period for level, period in come if level == "institution"] == list(range(1, 31))
