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
def test_a_term_is_as_long_as_both_sides_agree_on() -> None:
    """The calendar of these tests ends with 2034; the directive knows no longest term."""
    play = signing(draft={"ends_on": "2051-08-31"})
    play.signs("2026-08-20T10:00")

    assert play.due("A-8.10") == "2051-09-01T00:00:00"


@pytest.mark.rule("A-8.10", "R-A.13")
def test_a_draft_whose_term_has_run_out_gives_way_to_another_until_it_is_signed() -> None:
    play = signing(draft={"ends_on": "2026-10-30"})
    role = Office.DISTRICT_DIRECTORATE
    late = play.refused("record_signing", role, "2026-11-02T10:00", play.signing("2026-11-02"))
    assert rules_of(late) == ["A-8.10"]
    play.drafts("2026-11-03T10:00", ends_on="2027-10-29")
    assert (play.stage, play.waiting_on) == ("signing", role)
    play.signs("2026-11-04T10:00")

    assert play.due("A-8.10") == "2027-10-30T00:00:00"


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
        ({"last_page_signed": False}, "A-9.3"),
        ({"blue_ink": False}, "A-9.3"),
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
    assert "enter_in_register" in play.open_commands
    play.registers_it("2026-08-24T10:00")
    assert (play.stage, play.waiting_on) == ("in-force", None)
    assert play.terms_entered == [("signed", "2027-08-31")]


@pytest.mark.rule("A-10.1", "A-10.2")
@pytest.mark.parametrize("name", sorted(COMPLETED))
def test_each_is_recorded_once_unless_it_was_recorded_wrongly(name: str) -> None:
    play = completing()
    completes(play, name, "2026-08-21T10:00")
    body, day, rule = COMPLETED[name]

    again = play.refused(name, play.office, "2026-08-21T11:00", body | {day: "2026-08-21"})
    assert rules_of(again) == [rule]
    right = body | {day: "2026-08-20", "corrects": "Gün yanlış yazılmış."}
    play.send(name, play.office, "2026-08-21T12:00", right)
    for other in set(COMPLETED) - {name}:
        completes(play, other, "2026-08-21T13:00")
    play.registers_it("2026-08-24T10:00")

    (row,) = [r.row for r in play.registers if r.into == "kutuk"]
    field = {"record_delivery": "delivered_on", "record_system_entry": "system_entry_on"}[name]
    assert row[field] == "2026-08-20"
    bodies: list[Any] = [entry.body for entry in play.journal if entry.name == name]
    assert [both[day] for both in bodies] == ["2026-08-21", "2026-08-20"]


@pytest.mark.rule("A-9.1", "A-9.3", "A-10.3")
def test_what_was_signed_is_recorded_anew_until_it_is_in_the_register() -> None:
    """The paper says 30 September 2027, and it was signed by three parties on the 19th."""
    play = completing()
    role = Office.DISTRICT_DIRECTORATE
    draft = play.draft(ends_on="2027-09-30")
    assert rules_of(play.refused("record_draft", role, "2026-08-20T11:00", draft)) == ["A-9.1"]
    play.drafts("2026-08-20T12:00", ends_on="2027-09-30", corrects="Son gün yanlış yazılmış.")
    assert play.due("A-8.10#2") == "2027-10-01T00:00:00"
    signing = play.signing("2026-08-19")
    assert rules_of(play.refused("record_signing", role, "2026-08-20T13:00", signing)) == ["A-9.3"]
    play.signs("2026-08-20T14:00", signed_on="2026-08-19", corrects="İmza günü yanlış yazılmış.")
    play.delivers("2026-08-21T10:00")
    play.enters_system("2026-08-21T11:00")
    play.registers_it("2026-08-24T10:00")

    (row,) = [r.row for r in play.registers if r.into == "kutuk"]
    assert (row["signed_on"], row["ends_on"]) == ("2026-08-19", "2027-09-30")
    assert play.terms_entered == [("signed", "2027-09-30")]
    late = play.refused("record_draft", role, "2026-08-25T10:00", draft | {"corrects": "Yanlış."})
    assert rules_of(late) == ["A-9.1"]


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
        "further_programmes": [],
        "signed_on": "2026-08-20",
        "signed_by": "district-directorate",
        "designation_no": None,
        "counterparts": 2,
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
