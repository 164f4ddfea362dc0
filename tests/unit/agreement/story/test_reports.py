"""Reports of three levels side by side, indicators and publicity, while it runs and after."""

from datetime import date, timedelta

import pytest
from pydantic import JsonValue

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import BY_CALENDAR
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.kernel.roles import Role

from .cases import (
    Agreement,
    Body,
    calendar,
    completing,
    drafting,
    in_force,
    opening,
    run_off,
    signing,
)

# The worked table of the catalogue: start Monday 31 August 2026, end Tuesday 31 August 2027. Days
# that fall on a weekend are rolled to Monday; no holiday is among them.
MONTHLY = [
    "2026-09-30",
    "2026-11-02",
    "2026-11-30",
    "2026-12-31",
    "2027-02-01",
    "2027-03-01",
    "2027-03-31",
    "2027-04-30",
    "2027-05-31",
    "2027-06-30",
    "2027-08-02",
    "2027-08-31",
]
QUARTERLY = ["2026-11-30", "2027-03-01", "2027-05-31", "2027-08-31"]
HALF_YEARLY = ["2027-03-01", "2027-08-31"]
TABLE = {"A-11.3a": MONTHLY, "A-11.3b": QUARTERLY, "A-11.3c": HALF_YEARLY}

EVERYBODY = {
    (level, period): 2
    for level in ("institution", "district", "province")
    for period in range(1, 40)
}
GROUPS = {
    "A-11.3a": "institution/*",
    "A-11.3b": "district-directorate/*",
    "A-11.3c": "provincial-directorate/*",
}


def asking(play: Agreement, missing: dict[tuple[str, int], int]) -> Agreement:
    """The registers know from here on who has not reported."""
    play.missing = missing
    return play


def day_after(day: str) -> str:
    """A period lasts to 24:00 of its last day: who is missing is asked at 00:00 of the next."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


# -- the worked table ----------------------------------------------------------------------------


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2", "R-S.3")
def test_a_year_of_reports_is_that_of_the_worked_table() -> None:
    play = asking(in_force(), EVERYBODY)
    play.until("2027-09-01T00:30")

    for rule, table in TABLE.items():
        # the last one ends with the agreement, and none comes after it
        assert play.dues(rule) == table
        group = GROUPS[rule]
        assert play.told(rule) == [
            (f"{rule}/{n}", group, day_after(day)) for n, day in enumerate(table, start=1)
        ]
    asked = [entry for entry in play.journal if entry.name == "find_missing_reports"]
    assert len(asked) == 12 + 4 + 2
    assert {(entry.actor.role, entry.actor.id) for entry in asked} == {(Role.SYSTEM, "vade")}


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2")
def test_no_level_waits_for_another() -> None:
    """30 November 2026: a month and a quarter end on one day, the half-year goes on."""
    play = in_force()
    play.until("2026-11-30T23:59")
    assert [len(play.dues(rule)) for rule in TABLE] == [3, 1, 1]
    play.until("2026-12-01T00:00:01")
    assert [len(play.dues(rule)) for rule in TABLE] == [4, 2, 1]


@pytest.mark.rule("R-A.2")
def test_who_is_missing_is_reminded_and_nothing_else_follows() -> None:
    play = asking(in_force(), {("institution", 2): 3})
    play.until("2026-12-31T12:00")

    assert play.letters("report_overdue") == [
        (
            "A-11.3a",
            {"level": "institution", "period": 2, "missing": 3, "of": 5, "months": 1},
        )
    ]
    assert play.told("A-11.3a") == [("A-11.3a/1", "institution/*", "2026-11-03")]
    assert play.stage == "in-force"
    assert play.entries("lapse", "escalation", "reminder") == []


@pytest.mark.rule("R-A.2")
def test_nobody_is_reminded_where_all_have_reported() -> None:
    play = in_force()
    play.until("2027-06-30T12:00")

    assert play.letters("report_overdue") == []
    assert play.dues("A-11.3a")[:9] == MONTHLY[:9]


@pytest.mark.rule("R-A.2")
def test_what_the_register_answered_stands_in_the_journal() -> None:
    play = asking(in_force(), {("institution", 1): 4})
    play.until("2026-10-01T12:00")

    fact = play.file.fact("find_missing_reports", 1)
    assert fact is not None
    assert (fact.body, fact.known) == (
        {"level": "institution", "period": 1},
        {"missing": 4, "of": 5},
    )


@pytest.mark.rule("R-A.2")
def test_an_outage_over_several_periods_asks_for_each_of_them() -> None:
    play = asking(in_force(), EVERYBODY)
    play.outage("2027-03-02T12:00")

    assert [len(play.dues(rule)) for rule in TABLE] == [7, 3, 2]
    assert [len(play.told(rule)) for rule in TABLE] == [6, 2, 1]


@pytest.mark.rule("R-A.2")
def test_an_agreement_registered_late_asks_at_once_for_what_is_over() -> None:
    """Registered on Thursday 5 November: September and October are over."""
    play = completing()
    play.delivers("2026-11-04T10:00")
    play.enters_system("2026-11-04T11:00")
    play.registers_it("2026-11-05T10:00")
    play.until("2026-11-05T10:00")

    assert play.dues("A-11.3a") == MONTHLY[:3]
    assert play.stage == "in-force"


@pytest.mark.rule("R-A.2")
def test_an_agreement_that_began_before_its_application_asks_for_what_was_over_then() -> None:
    """From Monday 4 May, applied for on 1 July: the month to 4 June was over before."""
    play = drafting()
    play.drafts("2026-08-10T10:00", starts_on="2026-05-04", ends_on="2027-05-04")
    play.signs("2026-08-20T10:00")
    play.delivers("2026-08-21T10:00")
    play.enters_system("2026-08-21T11:00")
    play.registers_it("2026-08-24T10:00")
    play.until("2026-08-24T10:00")

    assert play.stage == "in-force"
    # 4 July is a Saturday
    assert play.dues("A-11.3a") == ["2026-06-04", "2026-07-06", "2026-08-04", "2026-09-04"]
    asked = [entry for entry in play.journal if entry.name == "find_missing_reports"]
    assert min(entry.counts_from for entry in asked) == play.file.start.received_at


@pytest.mark.rule("R-A.2")
def test_where_periods_are_those_of_the_calendar_the_first_is_the_one_that_runs() -> None:
    """From 31 August: September, the quarter to 30 September, the half-year to 31 December."""
    play = in_force(given=opening(BY_CALENDAR))

    firsts = [play.dues(rule) for rule in TABLE]
    assert firsts == [["2026-09-30"], ["2026-09-30"], ["2026-12-31"]]
    play.until("2027-01-05T12:00")
    # 31 October is a Saturday, 31 January a Sunday
    assert play.dues("A-11.3a") == [
        "2026-09-30",
        "2026-11-02",
        "2026-11-30",
        "2026-12-31",
        "2027-02-01",
    ]
    assert [
        entry.body
        for entry in play.journal
        if entry.name == "find_missing_reports" and "province" in str(entry.body)
    ] == [{"level": "province", "period": 2}]


# -- after the end -------------------------------------------------------------------------------


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c", "R-A.2")
def test_a_calendar_year_owes_twelve_four_and_two_reports() -> None:
    """From 1 January to Friday 31 December 2027: counted, the last ones would end on 1 January."""
    year = {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    play = asking(in_force(draft=year), EVERYBODY)
    play.until("2028-01-10T12:00")

    assert [len(play.told(rule)) for rule in TABLE] == [12, 4, 2]
    assert [play.dues(rule)[-1] for rule in TABLE] == ["2027-12-31"] * 3
    assert {play.told(rule)[-1][2] for rule in TABLE} == {"2028-01-01"}
    play.finishes("2028-01-11T10:00")
    play.until("2029-01-10T12:00")
    assert [len(play.dues(rule)) for rule in TABLE] == [12, 4, 2]


@pytest.mark.rule("A-11.3a", "R-A.2", "R-A.6")
def test_the_period_in_which_it_is_terminated_is_cut_off_there_and_rolls() -> None:
    """Saturday 12 June 2027: due on Monday 14; the month, the quarter, the half-year that run."""
    play = asking(in_force(), EVERYBODY)
    play.terminates("2027-06-01T10:00", "2027-06-12")
    assert [play.running(rule) for rule in TABLE] == ["2027-06-14"] * 3
    play.until("2027-06-30T12:00")

    assert [day for _, _, day in play.told("A-11.3c")] == ["2027-03-02", "2027-06-15"]
    assert [len(play.told(rule)) for rule in TABLE] == [10, 4, 2]


@pytest.mark.rule("A-11.3a", "R-A.2", "R-A.6")
def test_a_termination_recorded_late_asks_at_once_for_what_it_has_cut_off() -> None:
    """Decided and effective on Friday 16 April, recorded on Monday 19."""
    play = asking(in_force(), EVERYBODY)
    play.terminates("2027-04-19T10:00", "2027-04-16")
    play.until("2027-04-19T10:01")

    assert [play.dues(rule)[-1] for rule in TABLE] == ["2027-04-16"] * 3
    assert [len(play.told(rule)) for rule in TABLE] == [8, 3, 2]


@pytest.mark.rule("R-A.2")
def test_the_run_off_is_not_confirmed_while_the_last_reports_may_still_come() -> None:
    """It ends on Saturday 21 August 2027: reports may come until Monday 23, 24:00."""
    play = asking(in_force(draft={"ends_on": "2027-08-21"}), EVERYBODY)
    play.until("2027-08-23T13:00")
    assert play.stage == "run-off"
    name, known = "confirm_run_off", {"unfinished": 0}
    early = play.refused(name, play.office, "2027-08-23T14:00", known=known)
    assert rules_of(early) == ["R-A.2"]
    assert "2027-08-23" in early[0].do
    play.finishes("2027-08-24T10:00")

    assert {play.told(rule)[-1][2] for rule in TABLE} == {"2027-08-24"}
    assert play.stage == "archiving"


@pytest.mark.rule("R-A.2", "A-11.4")
def test_after_the_end_no_period_begins_however_long_the_run_off_goes_on() -> None:
    play = asking(run_off(), EVERYBODY)
    assert play.stage == "run-off"
    reported = [play.dues(rule) for rule in TABLE]
    play.until("2028-03-01T12:00")

    assert [play.dues(rule) for rule in TABLE] == reported == list(TABLE.values())


@pytest.mark.rule("A-11.4")
def test_a_run_off_outlives_the_calendar() -> None:
    """The calendar ends with 2029."""
    play = run_off(given=opening(known_until=calendar(2029)))
    play.until("2035-01-01T12:00")

    assert play.stage == "run-off"
    play.finishes("2035-01-02T10:00")
    assert play.stage == "archiving"


# -- beside the term -----------------------------------------------------------------------------


@pytest.mark.rule("A-11.1")
def test_a_review_states_every_indicator_and_no_other() -> None:
    play = in_force()
    role = Office.DISTRICT_DIRECTORATE
    wrong: tuple[Body, ...] = ({"kurs": "4"}, {"kurs": "4", "kursiyer": "80", "sergi": "1"})
    for results in wrong:
        reasons = play.refused(
            "review_performance_indicators", role, "2027-02-01T10:00", {"results": results}
        )
        assert rules_of(reasons) == ["A-11.1"]
    play.reviews("2027-02-01T10:00", kurs="4", kursiyer="80")
    play.reviews("2027-03-01T10:00", kurs="5", kursiyer="91")
    assert play.stage == "in-force"


def publicity(**changes: JsonValue) -> Body:
    return {
        "approved": True,
        "letter_no": "L-3",
        "materials": ["a" * 64],
        "follows_guide": True,
        **changes,
    }


@pytest.mark.rule("A-13.1")
@pytest.mark.parametrize("approved", [True, False])
def test_what_the_partner_may_publish_it_learns_by_letter(
    approved: bool,  # noqa: FBT001 - a case of the table
) -> None:
    play = in_force()
    name, role = "decide_publicity", Office.DISTRICT_DIRECTORATE
    play.send(name, role, "2026-10-05T10:00", publicity(approved=approved))

    said = {"letter_no": "L-3", "approved": approved, "step": "preparation"}
    assert play.letters("publicity_decided") == [("A-13.1", said)]
    assert play.stage == "in-force"


@pytest.mark.rule("A-13.1")
def test_the_partner_asks_and_the_office_is_told() -> None:
    play = completing()
    play.send(
        "request_publicity", Office.PARTNER, "2026-08-21T10:00", {"materials": ["a" * 64, "b" * 64]}
    )

    assert play.letters("publicity_requested") == [
        ("A-13.1", {"step": "preparation", "materials": 2})
    ]
    assert play.told("A-13.1") == [("A-13.1/1", "district-directorate/0601", "2026-08-21")]


@pytest.mark.rule("A-13.1")
def test_material_follows_the_guide_and_is_carried_out_with_an_approval_of_its_own() -> None:
    play = in_force()
    name, role = "decide_publicity", Office.DISTRICT_DIRECTORATE
    for unseen in (None, False):
        body = publicity(follows_guide=unseen)
        assert rules_of(play.refused(name, role, "2026-10-05T10:00", body)) == ["A-13.1"]
    carried_out = publicity(step="activity", letter_no="L-4")
    assert rules_of(play.refused(name, role, "2026-10-05T10:00", carried_out)) == ["A-13.1"]
    play.send(name, role, "2026-10-05T11:00", publicity())
    play.send(name, role, "2026-10-06T10:00", carried_out)

    assert [facts["step"] for _, facts in play.letters("publicity_decided")] == [
        "preparation",
        "activity",
    ]


@pytest.mark.rule("A-11.4", "A-13.1")
def test_after_the_end_no_publicity_is_asked_for_or_approved() -> None:
    """The agreement lasts to 24:00 of Tuesday 31 August 2027."""
    play = in_force()
    name, role = "decide_publicity", Office.DISTRICT_DIRECTORATE
    play.send(name, role, "2027-08-31T23:59", publicity())
    for received in ("2027-09-01T09:00", "2027-09-10T10:00"):
        assert rules_of(play.refused(name, role, received, publicity())) == ["A-11.4"]
    asked: Body = {"materials": ["a" * 64]}
    late = play.refused("request_publicity", Office.PARTNER, "2027-09-10T10:00", asked)
    assert rules_of(late) == ["A-11.4"]
    play.finishes("2027-09-11T10:00")
    assert rules_of(play.refused(name, role, "2027-09-12T10:00", publicity())) == ["A-11.4"]
    # what was asked for before may still be turned down
    play.send(name, role, "2027-09-12T11:00", publicity(approved=False))


@pytest.mark.rule("A-11.1", "A-13.1", "A-8.2")
@pytest.mark.parametrize(
    ("name", "body", "rule"),
    [
        (
            "review_performance_indicators",
            {"results": {"kurs": "4", "kursiyer": "80"}},
            "A-11.1",
        ),
        (
            "decide_publicity",
            publicity(),
            "A-13.1",
        ),
    ],
)
def test_beside_the_term_too_the_office_of_the_area_acts(name: str, body: Body, rule: str) -> None:
    play = in_force(Level.PROVINCE)
    for other in (Office.DISTRICT_DIRECTORATE, Office.DIRECTORATE_GENERAL):
        reasons = play.refused(name, other, "2026-10-05T10:00", body)
        assert set(rules_of(reasons)) == {rule}
    play.send(name, Office.PROVINCIAL_DIRECTORATE, "2026-10-05T11:00", body)


@pytest.mark.rule("A-11.1", "A-13.1")
def test_before_it_is_signed_there_is_nothing_to_watch_or_to_publish() -> None:
    play = signing()
    body = publicity()
    role = Office.DISTRICT_DIRECTORATE

    assert rules_of(play.refused("decide_publicity", role, "2026-08-21T10:00", body)) == ["A-13.1"]
