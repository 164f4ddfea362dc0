"""A course from its plan to the last approval (§1, §6, §9a)."""

from datetime import UTC, date
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK, STARTS_ON, a_lesson, a_lesson_plan, a_plan
from workflows.course.offices import Office
from workflows.course.process import COURSE
from workflows.course.stages import Stage
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement.opening import open_file
from workflows.kernel.law.rulebook import with_figures

from .cases import (
    CHAIN,
    DISTRICT,
    INSTITUTION,
    LEVELLED,
    REASON,
    SMALL,
    a_dated_plan,
    active,
    at_branch_manager,
    at_district_director,
    changing,
    enrolled,
    filing,
    opening,
    planned,
    published,
    revised,
)

WHEN = "2026-09-04T10:00"


def not_opened(*without: str, by: dict[str, Any] | None = None, **plan: Any) -> list[str]:
    """The rules for which no course comes of a plan."""
    start = filing(a_plan(**plan), **(by or {}))
    opened = open_file(COURSE, "course-1", start, opening(BOOK, *without), start.received_at)
    assert isinstance(opened, Refusal)
    return rules_of(opened.reasons)


# -- the plan ------------------------------------------------------------------------------------


@pytest.mark.rule("C-1.1", "C-1.6")
def test_a_saved_plan_waits_for_the_principals_approval() -> None:
    course = planned()

    assert (course.stage, course.waiting_on) == (Stage.PLANNED, Office.PRINCIPAL)
    assert course.open_commands == {"decide_approval", "revise_plan", "cancel_new_plan"}
    assert course.file.terms == {}


@pytest.mark.rule("C-0.1")
@pytest.mark.parametrize(
    "by",
    [
        pytest.param({"institution": "99003344"}, id="another institution's principal"),
        pytest.param({"institution": None}, id="a principal of no institution"),
        pytest.param({"role": Office.EDUCATION_DIRECTORATE}, id="the directorate"),
    ],
)
def test_a_course_is_planned_by_its_own_principal(by: dict[str, Any]) -> None:
    assert not_opened(by=by) == ["C-0.1"]


@pytest.mark.rule("C-1.2", "C-1.3", "C-1.4", "C-1.5", "C-4.1", "C-10.1")
@pytest.mark.parametrize(
    ("plan", "without", "found"),
    [
        pytest.param({}, "programmes/ingilizce-a1", ["C-1.2"], id="programme not published"),
        pytest.param({}, "classrooms/derslik-1", ["C-10.1"], id="classroom not entered"),
        pytest.param({"level": 1}, "", ["C-1.3"], id="a level where there is none"),
        pytest.param({"programme": LEVELLED.code}, "", ["C-1.3"], id="no level"),
        pytest.param({"starts_on": date(2026, 8, 30)}, "", ["C-1.4"], id="starts yesterday"),
        pytest.param({"instructors": ("egitici-2",)}, "", ["C-1.5"], id="nobody selected"),
        pytest.param(
            {"lesson_plan": a_lesson_plan(date(2026, 9, 8), a_lesson(1))},
            "",
            ["C-4.1"],
            id="a Tuesday as the day of the first lesson, on Mondays",
        ),
    ],
)
def test_no_course_comes_of_a_plan_that_is_not_in_order(
    plan: dict[str, Any], without: str, found: list[str]
) -> None:
    assert not_opened(without, **plan) == found


@pytest.mark.rule("R-C.13", "C-1.4")
def test_today_is_the_day_in_istanbul() -> None:
    """Half past midnight of the 31st here, when it is still the 30th in UTC."""
    course = planned(received="2026-08-31T00:30", starts_on=date(2026, 8, 31))
    assert course.file.start.received_at.astimezone(UTC).date() == date(2026, 8, 30)
    no = course.refused(
        "revise_plan",
        Office.PRINCIPAL,
        "2026-09-01T00:30",
        revised(a_plan(starts_on=date(2026, 8, 31))),
        known=published(),
    )

    assert rules_of(no) == ["C-1.4"]


# -- revision ------------------------------------------------------------------------------------


@pytest.mark.rule("R-C.3", "C-1.4", "C-6.2")
def test_until_the_principal_approves_the_plan_is_revised_and_the_last_one_holds() -> None:
    course = planned()
    course.revises("2026-08-31T12:00", a_dated_plan(ends_on=date(2026, 12, 18)))
    course.revises(
        "2026-08-31T13:00", a_dated_plan(ends_on=date(2026, 12, 11), starts_on=date(2026, 9, 14))
    )
    course.approved("2026-09-01", "2026-09-02", "2026-09-03")

    assert course.due("C-7.2") == "2026-12-12T00:00:00"


@pytest.mark.rule("C-1.2", "C-1.4", "C-10.1")
@pytest.mark.parametrize(
    ("plan", "found"),
    [
        pytest.param({"programme": "ingilizce-c2"}, ["C-1.2"], id="not on the list"),
        pytest.param({"starts_on": date(2026, 9, 1)}, ["C-1.4"], id="in the past by then"),
        pytest.param({"classroom": "derslik-9"}, ["C-10.1"], id="no classroom of its own"),
    ],
)
def test_a_revised_plan_is_judged_on_the_day_of_the_revision(
    plan: dict[str, Any], found: list[str]
) -> None:
    course, body = planned(), revised(a_plan(**plan))
    refused = course.refused(
        "revise_plan", Office.PRINCIPAL, "2026-09-02T10:00", body, known=published()
    )

    assert rules_of(refused) == found


@pytest.mark.rule("C-10.1", "C-15.1")
def test_a_revision_keeps_seats_and_level_of_whoever_is_enrolled() -> None:
    course = planned()
    course.enrols("2026-08-31T11:00", "t-1", "t-2", "t-3")

    def against(**plan: Any) -> list[str]:
        body = revised(a_plan(**plan))
        no = course.refused("revise_plan", Office.PRINCIPAL, course.soon, body, known=published())
        return rules_of(no)

    assert against(classroom=SMALL.code) == ["C-10.1"]
    assert against(programme=LEVELLED.code, level=2) == ["C-15.1"]
    course.send(
        "cancel_trainee",
        Office.PRINCIPAL,
        course.soon,
        {"trainee": "t-3", "explanation": "Vazgeçti."},
    )
    course.revises(course.soon, a_plan(classroom=SMALL.code))
    full = course.refused("enrol_trainees", Office.PRINCIPAL, course.soon, enrolled("t-4"))
    assert rules_of(full) == ["C-10.1"]


# -- approvals -----------------------------------------------------------------------------------


@pytest.mark.rule("C-6.1", "C-6.2", "C-7.2")
def test_three_approve_in_order_and_the_course_is_active() -> None:
    course = planned()
    stood = [(course.stage, course.waiting_on)]
    for role, day in zip(CHAIN, ("2026-09-01", "2026-09-02", "2026-09-03"), strict=True):
        course.approves(role, f"{day}T12:00")
        stood.append((course.stage, course.waiting_on))

    assert stood == [
        (Stage.PLANNED, Office.PRINCIPAL),
        (Stage.AT_BRANCH_MANAGER, Office.BRANCH_MANAGER),
        (Stage.AT_DISTRICT_DIRECTOR, Office.DISTRICT_DIRECTOR),
        (Stage.ACTIVE, None),
    ]
    # until the last instant of Friday 27 November
    assert course.due("C-7.2") == "2026-11-28T00:00:00"
    assert course.told() == []


@pytest.mark.rule("C-6.1")
@pytest.mark.parametrize("way", [planned, at_branch_manager, at_district_director])
def test_nobody_approves_out_of_turn(way: Any) -> None:
    course = way()
    for role in set(CHAIN) - {course.waiting_on}:
        no = course.refused("decide_approval", role, WHEN, {"approved": True})
        assert rules_of(no) == ["C-6.1"]


@pytest.mark.rule("C-0.1")
def test_an_office_of_another_institution_or_district_decides_nothing_here() -> None:
    course = at_branch_manager()
    own = course.command("decide_approval", Office.BRANCH_MANAGER, WHEN, {"approved": True})
    judged = course.judge(course.of("D-06", own))
    assert isinstance(judged, Refusal)
    [no] = judged.reasons
    assert no.why == f"in this case branch-manager acts for {DISTRICT}"

    plan = planned()
    own = plan.command("cancel_new_plan", Office.PRINCIPAL, WHEN, REASON)
    judged = plan.judge(plan.of("99003344", own))
    assert isinstance(judged, Refusal)
    [no] = judged.reasons
    assert no.why == f"in this case principal acts for {INSTITUTION}"
    assert plan.stage == Stage.PLANNED


@pytest.mark.rule("R-C.3")
@pytest.mark.parametrize(
    ("way", "role"),
    [(at_branch_manager, Office.BRANCH_MANAGER), (at_district_director, Office.DISTRICT_DIRECTOR)],
)
def test_what_goes_back_starts_again_at_the_first_step(way: Any, role: str) -> None:
    course = way()
    course.returns(role, WHEN)

    assert (course.stage, course.waiting_on) == (Stage.PLANNED, Office.PRINCIPAL)
    assert course.told() == [("R-C.3/1", f"principal/{INSTITUTION}", "2026-09-04")]
    course.revises(
        "2026-09-05T10:00", a_dated_plan(ends_on=date(2026, 12, 11), starts_on=date(2026, 9, 14))
    )
    course.approved("2026-09-07", "2026-09-08", "2026-09-09")
    assert course.due("C-7.2") == "2026-12-12T00:00:00"


@pytest.mark.rule("R-C.3")
@pytest.mark.parametrize("way", [planned, at_branch_manager, at_district_director])
def test_nothing_goes_back_without_reasons(way: Any) -> None:
    course = way()
    no = course.refused("decide_approval", course.waiting_on, WHEN, {"approved": False})

    assert rules_of(no) == ["R-C.3"]


@pytest.mark.rule("C-6.2")
def test_a_principal_who_does_not_approve_has_the_plan_revised() -> None:
    course = planned()
    course.returns(Office.PRINCIPAL, "2026-09-01T10:00")

    assert course.stage == Stage.PLANNED
    assert course.told() == []
    course.approved("2026-09-01", "2026-09-02", "2026-09-03")
    assert course.stage == Stage.ACTIVE


@pytest.mark.rule("R-C.4")
@pytest.mark.parametrize(
    "chain",
    [
        ("principal",),
        ("principal", "education-directorate"),
        (
            "principal",
            "branch-manager",
            "education-directorate",
            "district-director",
        ),
    ],
)
def test_another_chain_approves_in_its_own_order(chain: tuple[str, ...]) -> None:
    """An institution without a district has fewer to ask, and every one of them is asked."""
    book = with_figures(BOOK, {"figures.approval.chain": " ".join(chain)})
    course = planned(book=book)
    assert set(chain) <= set(COURSE.spec("decide_approval").roles)  # as the contract says
    for day, role in enumerate(chain, start=1):
        assert (course.stage == Stage.ACTIVE, course.waiting_on) == (False, role)
        course.approves(Office(role), f"2026-09-0{day}T12:00")

    assert course.stage == Stage.ACTIVE
    course.closes("2026-09-14T12:00")
    for day, role in enumerate(chain, start=15):
        assert (course.stage, course.waiting_on) == (Stage.CLOSING_APPROVAL, role)
        course.approves(Office(role), f"2026-09-{day}T12:00")
    assert course.outcome == ("closed", "C-9.3", f"2026-09-{14 + len(chain)}")


@pytest.mark.rule("R-C.16", "C-7.2")
@pytest.mark.parametrize("way", [planned, at_branch_manager, at_district_director])
def test_nobody_approves_after_the_first_lesson_and_the_dates_are_revised_first(way: Any) -> None:
    """The first lesson is on Monday 7 September 2026."""
    course = way()
    role = Office(course.waiting_on)
    late = course.refused("decide_approval", role, "2026-09-08T09:00", {"approved": True})
    assert rules_of(late) == ["R-C.16"]
    if role != Office.PRINCIPAL:
        course.returns(role, "2026-09-08T10:00")
    plan = a_dated_plan(starts_on=date(2026, 9, 14), ends_on=date(2026, 12, 11))
    course.revises("2026-09-08T11:00", plan)
    course.approved("2026-09-09", "2026-09-10", "2026-09-14")

    assert (course.stage, course.due("C-7.2")) == (Stage.ACTIVE, "2026-12-12T00:00:00")


@pytest.mark.rule("C-4.1", "R-C.14")
def test_a_plan_whose_lessons_do_not_give_its_hours_is_not_saved() -> None:
    """A lesson of one hour each Monday of the twelve gives twelve of 92 hours."""
    assert not_opened(lesson_plan=a_lesson_plan(STARTS_ON, a_lesson(1, hours=1))) == ["C-4.1"]


@pytest.mark.rule("C-8.12")
@pytest.mark.parametrize(
    ("status", "certificated", "found"),
    [
        ("uncertificated", True, ["C-8.12"]),
        ("uncertificated", False, []),
        ("certificated", False, ["C-8.12"]),
        ("either", False, []),
    ],
)
def test_the_certificate_goes_with_the_programme(
    *, status: str, certificated: bool, found: list[str]
) -> None:
    course = planned()
    rows: Any = published()
    rows["programmes/ingilizce-a1"]["certificate"] = status
    body = revised(a_plan(certificated=certificated))
    command = course.command("revise_plan", Office.PRINCIPAL, course.soon, body, known=rows)

    judged = course.judge(command)
    assert (rules_of(judged.reasons) if isinstance(judged, Refusal) else []) == found


# -- giving up a plan ----------------------------------------------------------------------------


@pytest.mark.rule("C-9.1")
def test_a_plan_that_nobody_approved_is_given_up() -> None:
    course = planned()
    course.send("cancel_new_plan", Office.PRINCIPAL, WHEN, REASON)

    assert course.outcome == ("cancelled", "C-9.1", "2026-09-04")
    assert course.screen == {"course": "cancelled"}


@pytest.mark.rule("C-9.1", "C-9.2", "R-C.2")
def test_between_the_approvals_a_plan_is_given_up_only_after_its_return() -> None:
    course = at_branch_manager()
    for name, rule in (("cancel_new_plan", "C-9.1"), ("cancel_course", "C-9.2")):
        assert rules_of(course.refused(name, Office.PRINCIPAL, WHEN, REASON)) == [rule]
    course.returns(Office.BRANCH_MANAGER, "2026-09-05T10:00")
    course.send("cancel_new_plan", Office.PRINCIPAL, "2026-09-07T10:00", REASON)

    assert course.outcome == ("cancelled", "C-9.1", "2026-09-07")


@pytest.mark.rule("C-9.1")
@pytest.mark.parametrize("body", [{}, {"reason": ""}])
def test_giving_up_has_a_reason(body: dict[str, Any]) -> None:
    assert rules_of(planned().refused("cancel_new_plan", Office.PRINCIPAL, WHEN, body)) == ["C-9.1"]


# -- what the screens show -----------------------------------------------------------------------


@pytest.mark.rule("C-7.2", "C-8.7", "C-6.3")
def test_a_course_in_approval_is_shown_red_and_an_active_one_is_not() -> None:
    ways = (planned, at_branch_manager, at_district_director, changing, active)
    shown = [way().screen for way in ways]

    icons = [
        {f"approval/{office}": "green-gear" if n < given else "hourglass" for n, office in who}
        for given in (0, 1, 2, 0)
        if (who := [*enumerate(CHAIN)])
    ]
    assert shown == [
        *({"course": "red", **each} for each in icons),
        {"course": "active", "gear": "grey"},
    ]
