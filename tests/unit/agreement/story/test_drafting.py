"""From the draft to the register: every gate through the story, and completing in any order."""

from itertools import permutations
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import LEVELS, SIGNATORIES
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.kernel.display.view import view_of

from .cases import Agreement, Body, completing, drafting, in_force, signing

TWICE = [{"key": "kurs", "target": "4"}, {"key": "kurs", "target": "5"}]


# -- the draft -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        pytest.param({"duties_written": False}, "A-8.4", marks=pytest.mark.rule("A-8.4")),
        pytest.param(
            {"unilateral_termination_clause": False}, "A-8.8", marks=pytest.mark.rule("A-8.8")
        ),
        pytest.param({"logos_lawful": False}, "A-8.9", marks=pytest.mark.rule("A-8.9")),
        pytest.param({"ends_on": "2026-08-31"}, "A-8.10", marks=pytest.mark.rule("A-8.10")),
        # the calendar of these tests ends with 2034, and the year after the end has to be in it
        pytest.param({"ends_on": "2034-01-01"}, "A-8.10", marks=pytest.mark.rule("A-8.10")),
        pytest.param({"transfers_powers": True}, "A-8.11", marks=pytest.mark.rule("A-8.11")),
        pytest.param({"charges_trainees": True}, "A-8.12", marks=pytest.mark.rule("A-8.12")),
        pytest.param({"model": "ek-3"}, "A-9.1", marks=pytest.mark.rule("A-9.1")),
        pytest.param({"performance_indicators": TWICE}, "A-11.1", marks=pytest.mark.rule("A-11.1")),
    ],
)
def test_a_draft_with_one_fault_stays_a_draft(changes: dict[str, Any], rule: str) -> None:
    play = drafting()
    role = Office.DISTRICT_DIRECTORATE
    body = play.draft(**changes)

    assert rules_of(play.refused("record_draft", role, "2026-08-10T10:00", body)) == [rule]
    assert play.stage == "drafting"
    play.drafts("2026-08-11T10:00")
    assert play.stage == "signing"


@pytest.mark.rule("A-8.10")
def test_the_longest_term_ends_with_the_last_year_but_one_of_the_calendar() -> None:
    play = signing(draft={"ends_on": "2033-12-31"})

    assert play.stage == "signing"


@pytest.mark.rule("A-9.1")
@pytest.mark.parametrize("level", LEVELS)
def test_each_level_drafts_along_its_own_annex(level: Level) -> None:
    play = drafting(level)
    wrong = "ek-4" if level is Level.GENERAL else "ek-3"
    body = play.draft(model=wrong)

    assert rules_of(play.refused("record_draft", play.office, "2026-08-10T10:00", body)) == [
        "A-9.1"
    ]
    play.drafts("2026-08-10T11:00")
    assert play.stage == "signing"


# -- the signing ---------------------------------------------------------------------------------


@pytest.mark.rule("A-8.3", "R-A.9")
@pytest.mark.parametrize("level", LEVELS)
def test_each_level_has_its_own_signatory(level: Level) -> None:
    play = signing(level)
    for signatory in set(SIGNATORIES.values()) - {SIGNATORIES[level]}:
        body = play.signing("2026-08-20", signed_by=signatory.value)
        reasons = play.refused("record_signing", play.office, "2026-08-20T10:00", body)
        assert rules_of(reasons) == ["A-8.3"]
    play.signs("2026-08-20T11:00")
    assert play.stage == "completing"


@pytest.mark.rule("R-A.9")
def test_for_the_minister_a_designated_manager_signs_and_the_designation_is_kept() -> None:
    play = signing(Level.GENERAL)
    play.signs("2026-08-20T10:00", designation_no="G-4")
    play.delivers("2026-08-21T10:00")
    play.enters_system("2026-08-21T11:00")
    play.registers_it("2026-08-24T10:00")

    (row,) = [r.row for r in play.registers if r.into == "kutuk"]
    assert (row["signed_by"], row["designation_no"]) == ("minister", "G-4")
    assert row["side"] == "general-directorate"


@pytest.mark.rule("R-A.9")
def test_a_director_does_not_have_somebody_else_sign() -> None:
    play = signing()
    body = play.signing("2026-08-20", designation_no="G-4")
    role = Office.DISTRICT_DIRECTORATE

    assert rules_of(play.refused("record_signing", role, "2026-08-20T10:00", body)) == ["R-A.9"]


@pytest.mark.rule("A-8.1", "A-9.3")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"counterparts": 1}, "A-9.3"),
        ({"counterparts": 3}, "A-9.3"),
        ({"initialled": False}, "A-9.3"),
        ({"sealed": False}, "A-9.3"),
        ({"signed_on": "2026-08-21"}, "A-8.1"),
    ],
)
def test_nothing_is_signed_by_halves(changes: dict[str, Any], rule: str) -> None:
    play = signing()
    body = play.signing("2026-08-20") | changes
    role = Office.DISTRICT_DIRECTORATE

    assert rules_of(play.refused("record_signing", role, "2026-08-20T10:00", body)) == [rule]
    assert play.stage == "signing"


@pytest.mark.rule("A-9.3")
def test_three_parties_sign_three_counterparts() -> None:
    play = signing(draft={"parties": 3})
    play.signs("2026-08-20T10:00", counterparts=3)

    assert play.stage == "completing"


# -- delivery, system, register ------------------------------------------------------------------

COMPLETED: dict[str, tuple[Body, str, str]] = {
    "record_delivery": ({"record_no": "E-5", "to_authorised": True}, "delivered_on", "A-10.1"),
    "record_system_entry": ({}, "entered_on", "A-10.2"),
}


def completes(play: Agreement, name: str, received: str) -> None:
    body, day, _ = COMPLETED[name]
    play.send(name, play.office, received, body | {day: received[:10]})


@pytest.mark.rule("A-10.1", "A-10.2", "A-10.3")
@pytest.mark.parametrize("order", list(permutations(COMPLETED)), ids="-".join)
def test_delivery_and_system_come_in_any_order_and_the_register_last(
    order: tuple[str, ...],
) -> None:
    play = completing()
    assert (play.stage, play.waiting_on) == ("completing", "district-directorate")
    for hour, name in zip((10, 11), order, strict=True):
        early = play.refused(
            "enter_in_register",
            Office.DISTRICT_DIRECTORATE,
            f"2026-08-21T{hour}:00",
            {"entered_on": "2026-08-21"},
        )
        assert rules_of(early) == ["A-10.3"]
        assert play.terms_entered == []
        completes(play, name, f"2026-08-21T{hour}:30")
    assert play.open_commands == {"enter_in_register"}
    play.registers_it("2026-08-24T10:00")
    assert (play.stage, play.waiting_on) == ("in-force", None)
    assert play.terms_entered == [("signed", "2027-08-31")]


@pytest.mark.rule("A-10.1", "A-10.2")
@pytest.mark.parametrize("name", sorted(COMPLETED))
def test_each_is_recorded_once(name: str) -> None:
    play = completing()
    completes(play, name, "2026-08-21T10:00")
    body, day, rule = COMPLETED[name]

    again = play.refused(name, play.office, "2026-08-21T11:00", body | {day: "2026-08-21"})
    assert rules_of(again) == [rule]


@pytest.mark.rule("A-10.1", "A-10.2")
@pytest.mark.parametrize("name", sorted(COMPLETED))
@pytest.mark.parametrize("day", ["2026-08-19", "2026-08-22"])
def test_nothing_follows_before_the_signing_or_in_the_future(name: str, day: str) -> None:
    """Signed on the 20th, recorded on the 21st."""
    play = completing()
    body, field, rule = COMPLETED[name]

    reasons = play.refused(name, play.office, "2026-08-21T10:00", body | {field: day})
    assert rules_of(reasons) == [rule]


@pytest.mark.rule("A-10.1")
def test_a_counterpart_is_handed_to_the_authorised_person() -> None:
    play = completing()
    body: Body = {"record_no": "E-5", "delivered_on": "2026-08-21", "to_authorised": False}
    role = Office.DISTRICT_DIRECTORATE

    assert rules_of(play.refused("record_delivery", role, "2026-08-21T10:00", body)) == ["A-10.1"]


@pytest.mark.rule("A-10.3")
def test_the_row_in_the_register_bears_the_number_that_the_register_gave() -> None:
    play = in_force()
    (write,) = [r for r in play.registers if r.into == "kutuk"]

    assert write.key == "district-directorate/0601/2026-0007"
    assert write.row == {
        "number": "2026-0007",
        "entered_on": "2026-08-24",
        "side": "district-directorate/0601",
        "partner_kind": "public",
        "level": "district",
        "subject": "asci",
        "programme": "asci-yardimcisi",
        "signed_on": "2026-08-20",
        "signed_by": "district-directorate",
        "designation_no": None,
        "starts_on": "2026-08-31",
        "ends_on": "2027-08-31",
        "delivered_on": "2026-08-21",
        "delivery_record": "E-5",
        "system_entry_on": "2026-08-21",
        "performance_indicators": [
            {"key": "kurs", "target": "4"},
            {"key": "kursiyer", "target": "80"},
        ],
    }


@pytest.mark.rule("A-10.3")
def test_the_side_of_a_province_is_its_own() -> None:
    (row,) = [r.row for r in in_force(Level.PROVINCE).registers if r.into == "kutuk"]

    assert row["side"] == "provincial-directorate/06"


def test_the_screen_says_that_it_is_in_force_and_until_when() -> None:
    view = view_of(AGREEMENT, in_force().reading)

    assert view.stage == "in-force"
    assert {term.rule for term in view.terms} == {"A-8.10", "A-11.3a", "A-11.3b", "A-11.3c"}
