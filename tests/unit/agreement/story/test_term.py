"""The end comes once: by its day, after an extension, or by a termination, in whatever order."""

from itertools import permutations
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import HELD_OPEN
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.kernel.case.command import Command
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement.entry import Admitted

from .cases import (
    ENDED,
    TURNED_DOWN,
    Agreement,
    completing,
    granted,
    in_force,
    opening,
    termination,
)

OFFICE = Office.DISTRICT_DIRECTORATE
ASKED = "2027-08-02T10:00"
"""A Monday, four weeks before the end."""
EXPIRED = ("A-8.10", {"on": "2027-08-31"})


# -- expiry and extension ------------------------------------------------------------------------


@pytest.mark.rule("A-8.10", "R-A.10")
def test_it_ends_with_its_last_day_at_midnight_after_three_reminders() -> None:
    """60, 30 and 10 days before 31 August 2027: 2 July, Sunday 1 and Saturday 21 August.

    On a weekend a reminder goes out on the Friday before.
    """
    play = in_force()
    play.until("2027-08-31T23:59")
    assert (play.stage, play.ends) == ("in-force", [])
    assert [day for _, _, day in play.told("A-8.10")] == ["2027-07-02", "2027-07-30", "2027-08-20"]
    play.until(ENDED)

    assert (play.stage, play.ends) == ("run-off", [EXPIRED])
    ended = ("A-8.10/1", "2027-08-31")
    groups = ("institution/**", "district-directorate/**", "provincial-directorate/**")
    assert play.told("A-8.10")[-4:] == [(ended[0], to, ended[1]) for to in ("applicant", *groups)]
    assert play.terms_entered == [("signed", "2027-08-31"), ("expired", "2027-08-31")]


@pytest.mark.rule("A-8.10", "R-A.10")
def test_it_ends_on_a_holiday_as_on_any_day() -> None:
    """29 October 2027 is Republic Day, a Friday."""
    play = in_force(draft={"ends_on": "2027-10-29"})
    play.until("2027-11-02T10:00")

    assert play.ends == [("A-8.10", {"on": "2027-10-29"})]
    assert play.due("A-8.10") == "2027-10-30T00:00:00"


@pytest.mark.rule("A-11.5", "R-A.4")
def test_extended_twice_it_ends_with_the_last_day_granted() -> None:
    play = in_force()
    play.wishes(ASKED)
    waiting = [play.waiting_on]
    play.grants("2027-08-20T10:00", until="2028-02-29")
    assert [*waiting, play.waiting_on] == [OFFICE, None]
    play.wishes("2028-02-01T10:00", wished_until="2028-12-31")
    play.grants("2028-02-29T23:59", until="2028-06-30")
    play.until("2028-06-30T23:59")
    assert play.ends == []
    play.until("2028-07-04T10:00")

    assert play.ends == [("A-8.10", {"on": "2028-06-30"})]
    assert play.terms_entered == [
        ("signed", "2027-08-31"),
        ("extended", "2028-02-29"),
        ("extended", "2028-06-30"),
        ("expired", "2028-06-30"),
    ]
    said = [(facts["granted"], facts["until"]) for _, facts in play.letters("extension_decided")]
    assert said == [(True, "2028-02-29"), (True, "2028-06-30")]


@pytest.mark.rule("A-11.5", "A-11.3a", "R-A.2")
def test_reports_go_on_from_the_same_anchor_after_an_extension() -> None:
    play = in_force()
    play.wishes(ASKED)
    play.grants("2027-08-20T10:00")
    play.until("2027-12-01T12:00")

    # 31 October 2027 is a Sunday; 30 September and 30 November are not
    assert play.dues("A-11.3a")[12:15] == ["2027-09-30", "2027-11-01", "2027-11-30"]
    assert play.stage == "in-force"


@pytest.mark.rule("A-11.5", "R-A.4")
def test_turned_down_with_reasons_it_ends_on_its_day() -> None:
    play = in_force()
    play.wishes(ASKED)
    name = "decide_extension"
    without = {key: value for key, value in TURNED_DOWN.items() if key != "reasons"}
    assert rules_of(play.refused(name, OFFICE, "2027-08-20T10:00", without)) == ["A-11.5"]
    play.send(name, OFFICE, "2027-08-20T11:00", TURNED_DOWN)
    play.until(ENDED)

    assert play.ends == [EXPIRED]
    ((rule, said),) = play.letters("extension_decided")
    assert rule == "A-11.5"
    assert (said["granted"], said["until"], said["reasons"]) == (
        False,
        "2027-08-31",
        TURNED_DOWN["reasons"],
    )


@pytest.mark.rule("A-11.5")
def test_nobody_extends_what_the_partner_has_not_asked_for() -> None:
    play = in_force()
    name, body = "decide_extension", granted("2028-08-31")
    assert rules_of(play.refused(name, OFFICE, "2027-08-20T10:00", body)) == ["A-11.5"]
    play.wishes("2027-08-20T11:00")
    play.grants("2027-08-20T12:00")

    again = play.refused(name, OFFICE, "2027-08-20T13:00", granted("2029-08-31"))
    assert rules_of(again) == ["A-11.5"]


@pytest.mark.rule("A-11.5")
def test_a_wish_names_a_later_day() -> None:
    play = in_force()
    body = {"wished_until": "2027-08-31"}

    reasons = play.refused("request_extension", Office.PARTNER, ASKED, body)
    assert rules_of(reasons) == ["A-11.5"]


@pytest.mark.rule("A-11.5", "R-A.4")
def test_after_an_extension_a_request_turned_down_leaves_the_day_granted() -> None:
    play = in_force()
    play.wishes(ASKED)
    play.grants("2027-08-20T10:00", until="2028-02-29")
    play.wishes("2028-02-01T10:00", wished_until="2028-12-31")
    play.send("decide_extension", OFFICE, "2028-02-10T10:00", TURNED_DOWN)

    said = [facts["until"] for _, facts in play.letters("extension_decided")]
    assert said == ["2028-02-29", "2028-02-29"]


@pytest.mark.rule("A-8.10", "A-11.5")
def test_an_extension_is_as_long_as_the_office_decides() -> None:
    """The calendar of these tests ends with 2034; the directive knows no longest term."""
    play = in_force()
    play.wishes(ASKED, wished_until="2060-08-31")
    play.grants("2027-08-20T11:00", until="2058-12-31")

    assert play.due("A-8.10#2") == "2059-01-01T00:00:00"


@pytest.mark.rule("R-A.4", "A-8.10")
def test_undecided_at_the_end_it_ends_and_a_later_yes_comes_too_late() -> None:
    play = in_force()
    play.wishes(ASKED)
    # before the end is settled at noon of the next working day, and after it
    name, body = "decide_extension", granted("2028-08-31")
    late = play.refused(name, OFFICE, "2027-09-01T09:00", body)
    assert set(rules_of(late)) == {"A-8.10", "R-A.4"}
    assert play.stage == "in-force"
    play.until(ENDED)
    assert play.ends == [EXPIRED]
    assert rules_of(play.refused(name, OFFICE, "2027-09-03T09:00", body)) == ["A-11.5"]
    assert play.letters("extension_decided") == []


@pytest.mark.rule("R-A.4")
def test_a_wish_of_the_last_minute_is_in_time_and_one_of_the_next_day_is_not() -> None:
    play = in_force()
    body = {"wished_until": "2028-08-31"}
    late = play.command("request_extension", Office.PARTNER, "2027-09-01T00:00:01", body)
    timely = play.command("request_extension", Office.PARTNER, "2027-08-31T23:59:59", body)
    judged = play.outage("2027-09-01T09:00", late, timely)

    assert [isinstance(one, Admitted) for one in judged] == [True, False]
    refused = judged[1]
    assert isinstance(refused, Refusal)
    # the term is over, and what the partner can do stands beside it
    assert rules_of(refused.reasons) == ["A-8.10", "R-A.4"]


def held_open() -> Agreement:
    play = in_force(given=opening(HELD_OPEN))
    play.wishes(ASKED)
    play.until("2027-09-20T10:00")
    assert (play.stage, play.waiting_on, play.ends) == ("in-force", OFFICE, [])
    return play


@pytest.mark.rule("R-A.4")
def test_where_the_setting_says_so_the_end_waits_for_a_yes() -> None:
    play = held_open()
    play.grants("2027-09-21T10:00", until="2028-03-31")
    play.until("2028-04-04T10:00")

    assert play.ends == [("A-8.10", {"on": "2028-03-31"})]


@pytest.mark.rule("R-A.4")
def test_where_the_setting_says_so_a_no_ends_it_with_its_own_day() -> None:
    play = held_open()
    play.send("decide_extension", OFFICE, "2027-09-21T10:00", TURNED_DOWN)

    assert (play.stage, play.ends) == ("run-off", [EXPIRED])


@pytest.mark.rule("R-A.4")
def test_where_the_setting_says_so_an_end_that_nobody_wished_to_put_off_comes_on_its_day() -> None:
    play = in_force(given=opening(HELD_OPEN))
    play.until(ENDED)

    assert play.ends == [EXPIRED]


# -- termination ---------------------------------------------------------------------------------


@pytest.mark.rule("A-8.8", "R-A.6")
def test_terminated_today_it_lasts_to_midnight() -> None:
    play = in_force()
    play.terminates("2027-04-14T10:00", "2027-04-14")
    assert (play.stage, play.ends) == ("in-force", [])
    play.until("2027-04-15T12:00")

    assert (play.stage, play.ends) == ("run-off", [("A-8.8", {"on": "2027-04-14"})])
    assert play.letters("agreement_terminated") == [
        ("A-8.8", {"letter_no": "L-9", "effective_on": "2027-04-14", "ground": "unilateral"})
    ]
    assert play.terms_entered == [("signed", "2027-08-31"), ("terminated", "2027-04-14")]


@pytest.mark.rule("A-8.8", "A-11.2", "R-A.6", "A-11.3a")
def test_terminated_for_a_later_day_it_runs_until_then_and_reports_go_on() -> None:
    """From 1 March to 30 June 2027, over the ends of four months."""
    play = in_force()
    play.terminates("2027-03-01T10:00", "2027-06-30")
    # the registers know at once: no training begins on that day or after
    assert play.terms_entered[-1] == ("terminated", "2027-06-30")
    play.until("2027-06-30T23:59")
    assert (play.stage, play.waiting_on, play.ends) == ("in-force", None, [])
    assert play.dues("A-11.3a")[5:] == [
        "2027-03-01",
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
        "2027-06-30",
    ]
    play.until("2027-07-02T10:00")
    assert play.ends == [("A-8.8", {"on": "2027-06-30"})]
    assert len(play.terms_entered) == 2


@pytest.mark.rule("R-A.6")
def test_decided_on_friday_and_recorded_on_monday_it_ends_on_friday() -> None:
    """16 April 2027 is a Friday; who recorded it on Monday did not decide it then."""
    play = in_force()
    play.terminates("2027-04-19T10:00", "2027-04-16", decided_on="2027-04-16")
    play.until("2027-04-20T12:01")

    assert (play.stage, play.ends) == ("run-off", [("A-8.8", {"on": "2027-04-16"})])
    (row,) = [r.row for r in play.registers if r.row.get("change") == "terminated"]
    assert (row["decided_on"], row["ground"]) == ("2027-04-16", "unilateral")


@pytest.mark.rule("A-8.10", "R-A.6", "R-A.12")
@pytest.mark.parametrize(
    ("effective_on", "decided_on", "rule"),
    [
        pytest.param("2027-04-13", "2027-04-14", "R-A.6", id="before it was decided"),
        pytest.param("2027-04-30", "2027-04-15", "R-A.6", id="decided tomorrow"),
        pytest.param("2026-08-25", "2026-08-19", "R-A.12", id="decided before the signing"),
        pytest.param("2027-09-01", None, "A-8.10", id="after the end"),
    ],
)
def test_a_termination_names_a_day_from_its_decision_to_the_end(
    effective_on: str, decided_on: str | None, rule: str
) -> None:
    """Signed on 20 August 2026, recorded on Wednesday 14 April 2027."""
    play = in_force()
    body = termination(effective_on) | {"decided_on": decided_on}

    reasons = play.refused("terminate_agreement", OFFICE, "2027-04-14T10:00", body)
    assert rules_of(reasons) == [rule]


@pytest.mark.rule("A-8.1", "A-8.8", "A-11.2", "R-A.6")
@pytest.mark.parametrize(
    ("ground", "rule"),
    [("unilateral", "A-8.8"), ("performance-indicators", "A-11.2"), ("mutual", "A-8.1")],
)
def test_letters_name_the_rule_of_the_ground(ground: str, rule: str) -> None:
    play = in_force()
    play.reviews("2027-03-02T10:00", kurs="0", kursiyer="0")
    play.terminates("2027-04-14T10:00", "2027-04-14", ground)
    play.until("2027-04-16T10:00")

    assert [r for r, _ in play.letters("agreement_terminated")] == [rule]
    assert [r for r, _ in play.ends] == [rule]


@pytest.mark.rule("R-A.6")
def test_a_later_decision_brings_a_termination_forward() -> None:
    """To Friday 14 May 2027; Kurban Bayramı is from Sunday 16 to Wednesday 19."""
    play = in_force()
    play.terminates("2027-04-14T10:00", "2027-06-30")
    later = termination("2027-07-30")
    assert rules_of(play.refused("terminate_agreement", OFFICE, "2027-04-20T10:00", later)) == [
        "A-8.10"
    ]
    play.terminates("2027-04-21T10:00", "2027-05-14", "mutual")
    play.until("2027-05-24T10:00")

    assert play.ends == [("A-8.1", {"on": "2027-05-14"})]
    assert play.terms_entered == [
        ("signed", "2027-08-31"),
        ("terminated", "2027-06-30"),
        ("terminated", "2027-05-14"),
    ]


@pytest.mark.rule("R-A.6", "A-11.5", "R-A.2")
def test_a_termination_taken_back_leaves_everything_as_it_was() -> None:
    play = in_force()
    play.wishes("2027-04-01T10:00")
    play.terminates("2027-04-14T10:00", "2027-06-15")
    body: dict[str, Any] = {"letter_no": "L-10", "decided_on": "2027-05-03"}
    name = "withdraw_termination"
    early = play.refused(name, OFFICE, "2027-05-02T10:00", body)
    assert rules_of(early) == ["R-A.6"]
    play.send(name, OFFICE, "2027-05-03T10:00", body)
    # a month, a quarter and a half-year end as if nothing had been cut off
    assert [play.running(rule) for rule in ("A-11.3a", "A-11.3b", "A-11.3c")] == [
        "2027-05-31",
        "2027-05-31",
        "2027-08-31",
    ]
    assert play.letters("termination_withdrawn") == [
        ("R-A.6", {"letter_no": "L-10", "until": "2027-08-31"})
    ]
    # the request of before is to be answered again
    assert (play.stage, play.waiting_on) == ("in-force", OFFICE)
    play.grants("2027-05-10T10:00", until="2027-12-31")
    play.until("2028-01-05T10:00")

    assert play.ends == [("A-8.10", {"on": "2027-12-31"})]


@pytest.mark.rule("R-A.6")
def test_what_has_ended_is_not_taken_back() -> None:
    play = in_force()
    play.terminates("2027-04-14T10:00", "2027-04-14")
    body: dict[str, Any] = {"letter_no": "L-10", "decided_on": "2027-04-15"}

    late = play.refused("withdraw_termination", OFFICE, "2027-04-15T09:00", body)
    assert set(rules_of(late)) == {"A-8.10"}


@pytest.mark.rule("A-8.8", "R-A.12")
def test_from_the_signature_on_it_can_be_terminated_and_is_registered_all_the_same() -> None:
    play = completing()
    play.terminates("2026-08-24T10:00", "2026-08-24")
    play.until("2026-08-26T10:00")
    assert play.ends == [("A-8.8", {"on": "2026-08-24"})]
    assert (play.stage, play.waiting_on) == ("completing", OFFICE)
    # it was never handed over, and its row says so
    play.registers_it("2026-08-27T10:00")
    (row,) = [r.row for r in play.registers if r.into == "kutuk"]

    assert (row["delivered_on"], row["system_entry_on"]) == (None, None)
    assert play.terms_entered == [("signed", "2027-08-31"), ("terminated", "2026-08-24")]
    assert play.stage == "run-off"


@pytest.mark.rule("A-8.10", "R-A.12")
def test_signed_and_never_registered_it_ends_with_its_day_and_everybody_hears_of_it() -> None:
    play = completing()
    play.until(ENDED)
    assert play.ends == [EXPIRED]
    assert (play.stage, play.waiting_on) == ("completing", OFFICE)
    play.delivers("2027-09-03T10:00")
    play.enters_system("2027-09-03T11:00")
    play.registers_it("2027-09-03T12:00")
    play.until("2027-09-03T12:01")

    assert play.terms_entered == [("signed", "2027-08-31"), ("expired", "2027-08-31")]
    # what was reported under it is asked for at once
    assert [play.dues(rule)[-1] for rule in ("A-11.3a", "A-11.3b", "A-11.3c")] == ["2027-08-31"] * 3


@pytest.mark.rule("A-11.4", "A-11.5", "R-A.6")
def test_all_who_take_part_hear_of_another_last_day_and_of_the_end() -> None:
    play = in_force()
    play.wishes(ASKED)
    play.grants("2027-08-20T10:00", until="2027-12-31")
    play.terminates("2027-09-06T10:00", "2027-10-15")
    play.send(
        "withdraw_termination",
        OFFICE,
        "2027-09-07T10:00",
        {"letter_no": "L-10", "decided_on": "2027-09-07"},
    )
    play.until("2028-01-05T10:00")

    told = [
        (n.addressee, n.facts["change"], n.facts["last_day"])
        for n in play.notices
        if n.template == "last_day_changed"
    ]
    said = [
        ("extended", "2027-12-31"),
        ("terminated", "2027-10-15"),
        ("termination-withdrawn", "2027-12-31"),
        ("expired", "2027-12-31"),
    ]
    groups = ("institution/**", "district-directorate/**", "provincial-directorate/**")
    assert told == [(group, *each) for each in said for group in groups]


@pytest.mark.rule("A-11.1", "A-11.2")
def test_for_missing_its_purpose_it_is_terminated_only_after_a_review_that_says_so() -> None:
    play = in_force()
    ground, day = "performance-indicators", "2027-04-30"
    name, body = "terminate_agreement", termination(day, ground)
    assert rules_of(play.refused(name, OFFICE, "2027-03-01T10:00", body)) == ["A-11.2"]
    play.reviews("2027-03-02T10:00", kurs="4", kursiyer="80")
    assert rules_of(play.refused(name, OFFICE, "2027-03-02T11:00", body)) == ["A-11.2"]
    play.reviews("2027-03-03T10:00", kurs="4", kursiyer="79")
    play.reviews("2027-03-04T10:00", kurs="4", kursiyer="80")
    # the last review counts
    assert rules_of(play.refused(name, OFFICE, "2027-03-04T11:00", body)) == ["A-11.2"]
    play.reviews("2027-03-05T10:00", kurs="3", kursiyer="80")
    play.terminates("2027-03-05T11:00", day, ground)
    play.until("2027-05-04T10:00")

    assert play.ends == [("A-11.2", {"on": day})]


@pytest.mark.rule("A-8.2", "A-11.2")
@pytest.mark.parametrize("code", ["0602", "34"])
def test_another_districts_office_ends_or_extends_nothing(code: str) -> None:
    play = in_force()
    play.wishes(ASKED)
    for name, body in (
        ("terminate_agreement", termination("2027-08-10")),
        ("decide_extension", granted("2028-08-31")),
    ):
        judged = play.judge(play.of(code, play.command(name, OFFICE, "2027-08-10T10:00", body)))
        assert not isinstance(judged, Admitted)
    assert play.terms_entered == [("signed", "2027-08-31")]


@pytest.mark.rule("A-11.2")
@pytest.mark.parametrize("level", [Level.PROVINCE, Level.GENERAL])
def test_at_every_level_its_own_office_ends_it(level: Level) -> None:
    play = in_force(level)
    body = termination("2027-04-14")
    assert play.refused("terminate_agreement", OFFICE, "2027-04-14T09:00", body)
    play.terminates("2027-04-14T10:00", "2027-04-14")
    play.until("2027-04-16T10:00")
    assert play.stage == "run-off"


@pytest.mark.rule("A-11.2", "R-A.6")
def test_once_terminated_it_is_extended_only_if_that_is_taken_back() -> None:
    play = in_force()
    play.wishes("2027-03-01T10:00")
    play.terminates("2027-04-14T10:00", "2027-06-30")

    for name, role, body in (
        ("decide_extension", OFFICE, granted("2028-08-31")),
        ("request_extension", Office.PARTNER, {"wished_until": "2028-08-31"}),
    ):
        assert play.refused(name, role, "2027-04-15T10:00", body)
    assert play.waiting_on is None


# -- at the instant ------------------------------------------------------------------------------


def ended(on: str) -> tuple[str, dict[str, Any]]:
    return ("A-8.8", {"on": on})


SHORT = {"ends_on": "2026-10-20"}
"""A Tuesday; the yes would be until Tuesday 15 December."""
NATURAL = ("A-8.10", {"on": "2026-10-20"})

RACES = [
    # when the yes counts from, when the termination does and from which day it is, and the end
    pytest.param("10-20T23:58", "10-20T23:59", "10-20", ended("2026-10-20"), id="yes, then over"),
    pytest.param("10-20T23:59", "10-20T23:58", "10-20", ended("2026-10-20"), id="over, then yes"),
    pytest.param("10-20T23:58", "10-20T23:59", "10-21", ended("2026-10-21"), id="yes, over later"),
    # without the yes its last day is the 20th, and it cannot be terminated for a later one
    pytest.param("10-20T23:59", "10-20T23:58", "10-21", None, id="too long, then yes"),
    pytest.param("10-20T23:59", "10-21T00:01", "10-21", ended("2026-10-21"), id="yes, midnight"),
    pytest.param("10-21T00:01", "10-20T23:59", "10-20", ended("2026-10-20"), id="over, midnight"),
    # the very instant is in time (R-S.4)
    pytest.param("10-21T00:00", "10-21T00:00", "10-21", ended("2026-10-21"), id="both at 24:00"),
    pytest.param("10-21T00:00", "10-21T00:01", "10-21", ended("2026-10-21"), id="yes at 24:00"),
    pytest.param("10-21T00:01", "10-21T00:02", "10-21", NATURAL, id="both after it"),
    pytest.param("10-21T00:02", "10-21T00:01", "10-21", NATURAL, id="both after it, turned round"),
]
"""None: it goes on to the day granted, 15 December 2026."""


def both(play: Agreement, yes: str, over: str, effective_on: str) -> list[Command]:
    body = termination(f"2026-{effective_on}")
    return [
        play.command("decide_extension", OFFICE, f"2026-{yes}", granted("2026-12-15")),
        play.command("terminate_agreement", OFFICE, f"2026-{over}", body),
    ]


def left(play: Agreement) -> tuple[Any, ...]:
    """What must be the same for every order of arrival."""
    return (
        play.stage,
        play.ends,
        play.terms_entered,
        play.letters("extension_decided"),
        play.letters("agreement_terminated"),
        sorted((n.occasion, n.addressee) for n in play.notices if n.kind == "notification"),
    )


@pytest.mark.rule("A-8.8", "A-8.10", "A-11.5", "R-A.4", "R-A.6", "R-A.10", "R-S.4")
@pytest.mark.parametrize(("yes", "over", "effective_on", "end"), RACES)
def test_extension_termination_and_expiry_end_it_once_in_every_order_of_arrival(
    yes: str, over: str, effective_on: str, end: tuple[str, dict[str, Any]] | None
) -> None:
    """Together after an outage in each order, and each in its own time."""
    plays = []
    for order in permutations(range(2)):
        play = in_force(draft=SHORT)
        play.wishes("2026-09-28T10:00", wished_until="2026-12-31")
        commands = both(play, yes, over, effective_on)
        play.outage("2026-10-23T10:00", *(commands[i] for i in order))
        plays.append(play)
    live = in_force(draft=SHORT)
    live.wishes("2026-09-28T10:00", wished_until="2026-12-31")
    for command in sorted(both(live, yes, over, effective_on), key=lambda c: c.counts_from):
        live.judge(command)
    live.until("2026-10-23T10:00")

    for play in (live, *plays):
        assert play.ends == ([end] if end else [])
        assert play.stage == ("run-off" if end else "in-force")
        play.until("2026-12-17T10:00")
        assert play.ends == [end or ("A-8.10", {"on": "2026-12-15"})]
        assert left(play) == left(live)


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "A-8.10")
def test_the_reports_that_are_due_with_the_end_are_asked_for_all_the_same() -> None:
    """31 August 2027 ends the agreement, a month, a quarter and a half-year."""
    missing = {("institution", 12): 1, ("district", 4): 1, ("province", 2): 1}
    awake, asleep = in_force(), in_force()
    for play in (awake, asleep):
        play.missing = missing
        play.until("2027-08-31T12:00")
    awake.until(ENDED)
    asleep.outage(ENDED)

    for play in (awake, asleep):
        told = sorted(rule for rule, _ in play.letters("report_overdue"))
        assert told == ["A-11.3a", "A-11.3b", "A-11.3c"]
        assert play.ends == [EXPIRED]
