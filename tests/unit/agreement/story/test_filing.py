"""From the application to the draft: papers, programme, the office of the area, subject, costs."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.agreement.agreements import APPROVERS, LEVELS, OFFICES
from workflows.agreement.messages.agreement import Level
from workflows.agreement.offices import Office
from workflows.agreement.process import AGREEMENT
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.opening import open_file

from .cases import (
    Agreement,
    Body,
    applied,
    assessment,
    completing,
    drafting,
    filing,
    opening,
    signing,
)

APPROVED: Body = {"approved": True, "approval_no": "V-12", "decided_on": "2026-07-14"}
EVERYTHING = {
    "ngo": ("letter", "ek-1", "legal-personality", "signature-circular", "branch-proof"),
    "private": ("letter", "ek-1", "trade-registry", "signature-circular", "branch-proof"),
    "public": ("letter", "ek-1"),
}
"""Of a partner that has branches."""


def of_partner(kind: str, *, without: str | None = None) -> dict[str, Any]:
    papers = [paper for paper in EVERYTHING[kind] if paper != without]
    return {"partner_kind": kind, "has_branch": True, "documents": papers}


def refusal(**changes: Any) -> Refusal:
    start = filing(**changes)
    judged = open_file(AGREEMENT, "agreement-2026-1", start, opening(), start.received_at)
    assert isinstance(judged, Refusal)
    return judged


# -- papers and office ---------------------------------------------------------------------------


@pytest.mark.rule("A-6.3a", "A-6.3b", "A-6.3c")
@pytest.mark.parametrize(
    ("kind", "paper", "rule"),
    [
        (kind, paper, rule)
        for kind, rule in (("ngo", "A-6.3a"), ("private", "A-6.3b"), ("public", "A-6.3c"))
        for paper in EVERYTHING[kind]
    ],
)
def test_no_case_is_opened_while_a_paper_is_missing(kind: str, paper: str, rule: str) -> None:
    assert rules_of(refusal(**of_partner(kind, without=paper)).reasons) == [rule]


@pytest.mark.rule("A-6.3a", "A-6.3b", "A-6.3c", "A-7.1")
@pytest.mark.parametrize("kind", sorted(EVERYTHING))
def test_with_all_its_papers_an_application_waits_for_the_office(kind: str) -> None:
    play = applied(**of_partner(kind))

    assert (play.stage, play.waiting_on) == ("pre-assessment", "district-directorate")
    assert play.notices == []


@pytest.mark.rule("A-6.1", "A-6.2", "A-8.2", "R-A.8")
@pytest.mark.parametrize(
    ("area", "special", "office"),
    [
        pytest.param({"districts": ["0601"]}, False, "district-directorate", id="a district"),
        pytest.param(
            {"districts": ["0601", "0602"], "provinces": ["06"]},
            False,
            "provincial-directorate",
            id="two districts",
        ),
        pytest.param({"provinces": ["06"]}, False, "provincial-directorate", id="a province"),
        pytest.param({"provinces": ["06", "34"]}, False, "general-directorate", id="two"),
        pytest.param({"nationwide": True}, False, "general-directorate", id="the country"),
        pytest.param({"districts": ["0601"]}, True, "general-directorate", id="an open school"),
    ],
)
def test_its_area_decides_which_office_judges_it_wherever_it_was_sent(
    area: dict[str, Any],
    special: bool,  # noqa: FBT001 - a case of the table
    office: str,
) -> None:
    plays = [applied(area=area, special=special, applied_to=level.value) for level in LEVELS]

    assert {play.waiting_on for play in plays} == {office}
    right = [OFFICES[level] == office for level in LEVELS]
    assert [not play.letters("redirected") for play in plays] == right
    assert [rule for play in plays for rule, _ in play.letters("redirected")] == ["A-6.1"] * 2
    said = [facts for play in plays for _, facts in play.letters("redirected")]
    assert said == [{"office": office}] * 2


@pytest.mark.rule("A-8.2")
@pytest.mark.parametrize(
    ("area", "special", "issuer"),
    [
        ({"districts": ["0601"]}, False, "district-directorate/0601"),
        ({"provinces": ["06"]}, False, "provincial-directorate/06"),
        ({"nationwide": True}, False, "general-directorate"),
        ({"districts": ["0601"]}, True, "general-directorate"),
    ],
)
def test_the_office_whose_agreement_it_is_signs_its_letters(
    area: dict[str, Any],
    special: bool,  # noqa: FBT001 - a case of the table
    issuer: str,
) -> None:
    plays = [applied(area=area, special=special, applied_to=level.value) for level in LEVELS]
    told = [notice for play in plays for notice in play.notices]
    assert told
    assert {notice.facts["issuer"] for notice in told} == {issuer}


# -- the programme -------------------------------------------------------------------------------


@pytest.mark.rule("A-5.1", "A-5.2")
def test_a_programme_that_is_not_published_comes_first() -> None:
    play = applied(given=opening(known={}))

    assert (play.stage, play.waiting_on) == ("await-programme", "general-directorate")
    assert play.letters("programme_first") == [("A-5.2", {"programme": "asci-yardimcisi"})]
    early = play.refused(
        "record_pre_assessment", Office.DISTRICT_DIRECTORATE, "2026-07-02T10:00", assessment()
    )
    assert rules_of(early) == ["A-7.1"]
    body: Body = {"programme_no": "P-3", "published_on": "2026-07-07"}
    name, role = "record_programme_published", Office.DIRECTORATE_GENERAL
    # a day later than the record, it is not published yet
    assert rules_of(play.refused(name, role, "2026-07-06T10:00", body)) == ["A-5.1"]
    play.send(name, role, "2026-07-07T10:00", body)
    assert play.stage == "pre-assessment"


@pytest.mark.rule("A-5.1")
def test_another_programme_that_is_published_does_not_help() -> None:
    play = applied(given=opening(known={"programmes/asci-yardimcisi-2": {}}))

    assert play.stage == "await-programme"


# -- the judgement -------------------------------------------------------------------------------


@pytest.mark.rule("A-7.2")
def test_yes_goes_out_by_letter_and_the_draft_is_awaited() -> None:
    play = drafting()

    assert play.stage == "drafting"
    yes = {"favourable": True, "letter_no": "L-1", "reasons": None}
    assert play.letters("application_judged") == [("A-7.2", yes)]
    assert play.told("A-7.2") == [("A-7.2/1", "applicant", "2026-07-10")]


@pytest.mark.rule("A-7.2")
def test_no_goes_out_by_letter_with_its_reasons_and_ends_the_case() -> None:
    play = applied()
    no = assessment(favourable=False)
    name, role = "record_pre_assessment", Office.DISTRICT_DIRECTORATE
    assert rules_of(play.refused(name, role, "2026-07-09T10:00", no)) == ["A-7.2"]
    play.assesses("2026-07-10T10:00", favourable=False, reasons="Talep yok.")

    assert play.outcome == ("refused", "A-7.2", "2026-07-10")
    said = {"favourable": False, "letter_no": "L-1", "reasons": "Talep yok."}
    assert play.letters("application_judged") == [("A-7.2", said)]


@pytest.mark.rule("R-A.3")
def test_no_office_is_hurried_by_the_directive() -> None:
    play = applied()
    play.until("2031-01-01T10:00")

    assert (play.stage, play.notices, len(play.journal)) == ("pre-assessment", [], 1)


@pytest.mark.rule("A-8.7", "R-A.7")
def test_a_subject_that_the_directorate_general_holds_is_not_agreed_on_below_it() -> None:
    play = applied()
    holder: Body = {"case": "agreement-2025-9", "until": "2028-01-31"}
    reasons = play.refused(
        "record_pre_assessment",
        Office.DISTRICT_DIRECTORATE,
        "2026-07-10T10:00",
        assessment(),
        known=holder,
        granted=False,
    )

    assert rules_of(reasons) == ["A-8.7"]
    assert "agreement-2025-9" in reasons[0].what
    assert (play.stage, play.notices) == ("pre-assessment", [])
    play.assesses("2026-07-11T10:00", subject="pasta")
    assert play.stage == "drafting"


@pytest.mark.rule("A-8.7", "R-A.7")
@pytest.mark.parametrize("favourable", [True, False])
def test_only_a_yes_reserves_the_subject(
    favourable: bool,  # noqa: FBT001 - a case of the table
) -> None:
    """The day is Istanbul's, half an hour after midnight there."""
    play = applied()
    body = assessment(favourable=favourable, reasons=None if favourable else "Talep yok.")
    command = play.command(
        "record_pre_assessment", Office.DISTRICT_DIRECTORATE, "2026-07-11T00:30", body
    )
    asked = gate.question_for(play.reading, command)

    assert asked is not None
    assert asked[0].by == "subjects"
    assert asked[1] == {
        "subject": "asci",
        "level": "district",
        "reserve": favourable,
        "on": "2026-07-11",
        "body": None,
    }


@pytest.mark.rule("A-8.7", "R-A.15")
def test_a_branch_is_looked_up_under_the_body_it_belongs_to() -> None:
    play = applied(branch_of="genel-merkez")
    command = play.command(
        "record_pre_assessment", Office.DISTRICT_DIRECTORATE, "2026-07-10T10:00", assessment()
    )
    asked = gate.question_for(play.reading, command)

    assert asked is not None
    assert isinstance(asked[1], dict)
    assert asked[1]["body"] == "genel-merkez"


@pytest.mark.rule("A-8.2")
@pytest.mark.parametrize("level", [Level.DISTRICT, Level.PROVINCE])
def test_the_same_office_of_another_place_is_refused(level: Level) -> None:
    play = applied(level)
    body = assessment()
    command = play.command("record_pre_assessment", OFFICES[level], "2026-07-10T10:00", body)
    judged = play.judge(play.of("34", command))

    assert isinstance(judged, Refusal)
    assert judged.refused_by == "A-7.1"
    assert "34" in judged.reasons[0].what
    assert play.stage == "pre-assessment"


@pytest.mark.rule("A-7.1", "A-8.2")
@pytest.mark.parametrize("level", LEVELS)
def test_no_other_office_judges_it(level: Level) -> None:
    play = applied(level)
    for other in LEVELS:
        if other is not level:
            reasons = play.refused(
                "record_pre_assessment", OFFICES[other], "2026-07-10T10:00", assessment()
            )
            assert "A-7.1" in rules_of(reasons)
    assert play.stage == "pre-assessment"


# -- costs ---------------------------------------------------------------------------------------


def with_costs(level: Level) -> Agreement:
    return drafting(level, public_cost=True)


@pytest.mark.rule("A-8.6")
@pytest.mark.parametrize("level", LEVELS)
def test_where_the_public_side_pays_minister_or_governor_comes_before_the_draft(
    level: Level,
) -> None:
    play = with_costs(level)
    approver = APPROVERS[level]
    other = Office.GOVERNOR if approver == Office.MINISTER else Office.MINISTER

    assert (play.stage, play.waiting_on) == ("cost-approval", approver)
    early = play.refused("record_draft", OFFICES[level], "2026-07-13T10:00", play.draft())
    assert rules_of(early) == ["A-9.1"]
    by_other = play.refused("record_cost_approval", other, "2026-07-14T10:00", APPROVED)
    assert set(rules_of(by_other)) == {"A-8.6"}
    name, tomorrow = "record_cost_approval", APPROVED | {"decided_on": "2026-07-15"}
    early = play.refused(name, approver, "2026-07-14T10:45", tomorrow)
    assert rules_of(early) == ["A-8.6"]
    play.send(name, approver, "2026-07-14T11:00", APPROVED)
    assert (play.stage, play.letters("costs_refused")) == ("drafting", [])


def turned_down(level: Level) -> Agreement:
    play = with_costs(level)
    no: Body = APPROVED | {"approved": False}
    play.send("record_cost_approval", APPROVERS[level], "2026-07-14T11:00", no)
    return play


@pytest.mark.rule("A-8.6", "R-A.14")
@pytest.mark.parametrize("level", LEVELS)
def test_costs_that_are_not_approved_are_the_partners_to_bear(level: Level) -> None:
    play = turned_down(level)
    assert (play.stage, play.waiting_on) == ("costs-refused", "partner")
    assert play.letters("costs_refused") == [("A-8.6", {"approval_no": "V-12"})]
    play.send("bear_costs", Office.PARTNER, "2026-07-20T10:00")
    assert (play.stage, play.outcome) == ("drafting", None)
    # what the partner bears, the draft does not give to the public side
    drafted = play.refused(
        "record_draft", play.office, "2026-07-21T10:00", play.draft(public_cost=True)
    )
    assert rules_of(drafted) == ["A-8.6"]
    play.drafts("2026-07-21T11:00")
    assert play.stage == "signing"


@pytest.mark.rule("A-8.6", "R-A.14")
def test_costs_turned_down_may_be_approved_after_all_or_the_application_withdrawn() -> None:
    play, withdrawn = turned_down(Level.DISTRICT), turned_down(Level.DISTRICT)
    play.send("record_cost_approval", Office.GOVERNOR, "2026-07-20T10:00", APPROVED)
    assert play.stage == "drafting"
    withdrawn.send("withdraw_application", Office.PARTNER, "2026-07-20T10:00")

    assert withdrawn.outcome == ("withdrawn", "A-8.1", "2026-07-20")


@pytest.mark.rule("A-8.6", "R-A.14")
def test_a_draft_that_brings_up_public_costs_needs_the_approval_then() -> None:
    play = drafting()
    role, body = Office.DISTRICT_DIRECTORATE, {"public_cost": True}
    reasons = play.refused("record_draft", role, "2026-07-20T10:00", play.draft(**body))
    assert rules_of(reasons) == ["A-8.6"]
    play.send("record_cost_approval", Office.GOVERNOR, "2026-07-21T10:00", APPROVED)
    play.drafts("2026-07-22T10:00", **body)
    assert play.stage == "signing"
    # taken back before it is signed: the draft falls, and a new one leaves the costs to the partner
    no: Body = APPROVED | {"approved": False, "decided_on": "2026-07-23"}
    play.send("record_cost_approval", Office.GOVERNOR, "2026-07-23T10:00", no)
    assert play.stage == "drafting"
    play.drafts("2026-07-24T10:00")
    assert play.stage == "signing"


# -- second thoughts -----------------------------------------------------------------------------

UNSIGNED: dict[str, Callable[[], Agreement]] = {
    "await-programme": lambda: applied(given=opening(known={})),
    "pre-assessment": applied,
    "cost-approval": lambda: with_costs(Level.DISTRICT),
    "costs-refused": lambda: turned_down(Level.DISTRICT),
    "drafting": drafting,
    "signing": signing,
}


@pytest.mark.rule("A-8.1", "R-A.13")
@pytest.mark.parametrize("stage", list(UNSIGNED))
def test_until_it_is_signed_the_partner_may_withdraw_and_the_office_may_give_up(
    stage: str,
) -> None:
    withdrawn, given_up = UNSIGNED[stage](), UNSIGNED[stage]()
    assert withdrawn.stage == stage
    withdrawn.send("withdraw_application", Office.PARTNER, "2026-08-12T10:00")
    office = Office.DISTRICT_DIRECTORATE
    reasons: Body = {"letter_no": "L-5", "reasons": "Kurum başka bir işe ayrıldı."}
    strange = given_up.refused(
        "give_up_cooperation", Office.DIRECTORATE_GENERAL, "2026-08-12T09:00", reasons
    )
    assert rules_of(strange) == ["R-A.13"]
    given_up.send("give_up_cooperation", office, "2026-08-12T10:00", reasons)

    assert withdrawn.outcome == ("withdrawn", "A-8.1", "2026-08-12")
    told = [to for _, to, _ in withdrawn.told("A-8.1")]
    assert told == ["applicant", "district-directorate/0601"]
    assert given_up.outcome == ("given-up", "A-8.1", "2026-08-12")
    assert given_up.letters("cooperation_given_up") == [("A-8.1", reasons)]


@pytest.mark.rule("A-8.1", "R-A.13")
def test_once_it_is_signed_nobody_has_second_thoughts() -> None:
    play = completing()

    late = play.refused("withdraw_application", Office.PARTNER, "2026-08-21T10:00")
    assert rules_of(late) == ["R-A.13"]
    body: Body = {"letter_no": "L-5", "reasons": "Gerek kalmadı."}
    role = Office.DISTRICT_DIRECTORATE
    assert rules_of(play.refused("give_up_cooperation", role, "2026-08-21T10:00", body)) == [
        "R-A.13"
    ]


@pytest.mark.rule("A-5.1", "A-5.2", "R-A.11")
def test_of_several_programmes_each_that_is_missing_is_waited_for() -> None:
    """None of the directive's articles has one programme to an agreement."""
    play = applied(
        given=opening(known={"programmes/asci-yardimcisi": {}}),
        further_programmes=("pasta", "servis", "asci-yardimcisi"),
    )
    assert play.letters("programme_first") == [("A-5.2", {"programme": "pasta, servis"})]
    name, role = "record_programme_published", Office.DIRECTORATE_GENERAL
    body: Body = {"programme_no": "P-3", "published_on": "2026-07-07"}
    unnamed = play.refused(name, role, "2026-07-07T10:00", body)
    assert rules_of(unnamed) == ["A-5.2"]
    play.send(name, role, "2026-07-07T11:00", body | {"programme": "servis"})
    assert play.stage == "await-programme"
    play.send(name, role, "2026-07-08T10:00", body)

    assert play.stage == "pre-assessment"
