"""What members write beside the case: who may, of which institution, and when."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.kit.reasons import rules_of
from workflows.agreement.forms import (
    Membership,
    MembershipEnd,
    PeriodReport,
    TrainingEnd,
    TrainingStart,
    TrainingStrike,
)
from workflows.agreement.messages.term import ReportLevel
from workflows.agreement.offices import ISSUERS, Office
from workflows.agreement.process import AGREEMENT
from workflows.agreement.registers import AgreementTerm, KutukRow
from workflows.agreement.rules.members import (
    breaches_of_leaving,
    breaches_of_membership,
    breaches_of_report,
    first_period,
)
from workflows.agreement.rules.trainings import (
    breaches_of_training_end,
    breaches_of_training_start,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor

CASE = "agreement-2026-0001"
STARTS, ENDS = date(2026, 8, 31), date(2027, 8, 31)
TERM = AgreementTerm(n=1, change="signed", starts_on=STARTS, ends_on=ENDS, programme="ascilik")
OVER = TERM.model_copy(update={"n": 3, "change": "run-off-over"})
EVERYBODY = tuple(Actor(role=role, id="x-1", institution="H1") for role in AGREEMENT.roles)
MANAGER = Actor(role=Office.PRINCIPAL, id="m-1", institution="H1")
NAMELESS = Actor(role=Office.PRINCIPAL, id="m-1")

MEMBERSHIP = Membership(case_id=CASE, level=ReportLevel.INSTITUTION, institution="H1")
TRAINING = TrainingStart(
    case_id=CASE,
    training="K-1",
    programme="ascilik",
    starts_on=date(2027, 8, 30),
    ends_on=date(2027, 10, 15),
)
FINISHED = TrainingEnd(case_id=CASE, training="K-1", finished_on=date(2027, 10, 15))
REPORTERS = {
    ReportLevel.INSTITUTION: (Office.PRINCIPAL, "A-11.3a"),
    ReportLevel.DISTRICT: (Office.DISTRICT_DIRECTORATE, "A-11.3b"),
    ReportLevel.PROVINCE: (Office.PROVINCIAL_DIRECTORATE, "A-11.3c"),
}


def against_start(by: Actor = MANAGER, **changes: Any) -> list[str]:
    known: dict[str, Any] = {
        "term": TERM,
        "member": True,
        "published": True,
    }
    form = TRAINING.model_copy(update=changes.pop("form", {}))
    return rules_of(breaches_of_training_start(form, by=by, **{**known, **changes}))


def against_end(by: Actor = MANAGER, **changes: Any) -> list[str]:
    known: dict[str, Any] = {
        "on": date(2027, 11, 1),
        "held_by": "H1",
        "starts_on": TRAINING.starts_on,
    }
    form = FINISHED.model_copy(update=changes.pop("form", {}))
    return rules_of(breaches_of_training_end(form, by=by, **{**known, **changes}))


def against_report(report: PeriodReport, by: Actor = MANAGER, on: date = STARTS) -> list[Reason]:
    return list(
        breaches_of_report(
            report,
            by=by,
            on=on,
            term=TERM,
            period_begins_on=STARTS,
            last_period=12,
            member=True,
        )
    )


# -- members and reports -------------------------------------------------------------------------


@pytest.mark.rule("A-11.3a", "A-11.3b", "A-11.3c")
@pytest.mark.parametrize("level", list(ReportLevel))
@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: actor.role)
def test_each_level_reports_for_itself_and_offices_say_who_takes_part(
    actor: Actor, level: ReportLevel
) -> None:
    role, rule = REPORTERS[level]
    report = PeriodReport(case_id=CASE, level=level, period=1, report="a" * 64)
    joining = MEMBERSHIP.model_copy(update={"level": level})
    offices = {
        Office.DIRECTORATE_GENERAL,
        Office.PROVINCIAL_DIRECTORATE,
        Office.DISTRICT_DIRECTORATE,
    }

    taken = against_report(report, by=actor)
    joined = breaches_of_membership(joining, by=actor, on=STARTS, term=TERM)

    assert rules_of(taken) == ([] if actor.role == role else [rule])
    assert rules_of(joined) == ([] if actor.role in offices else [rule])


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize("on", [STARTS, ENDS, date(2031, 1, 1)])
def test_no_report_comes_too_late(on: date) -> None:
    report = PeriodReport(case_id=CASE, level=ReportLevel.INSTITUTION, period=1, report="a" * 64)
    assert not against_report(report, on=on)


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(("period", "refused"), [(12, []), (13, ["R-A.2"]), (60, ["R-A.2"])])
def test_after_the_end_there_is_no_period_to_report_on(period: int, refused: list[str]) -> None:
    """Twelve months from 31 August 2026 to 31 August 2027."""
    report = PeriodReport(
        case_id=CASE, level=ReportLevel.INSTITUTION, period=period, report="a" * 64
    )
    assert rules_of(against_report(report, on=date(2031, 1, 1))) == refused


@pytest.mark.rule("A-11.3a")
def test_all_that_is_against_a_report_is_said_at_once() -> None:
    report = PeriodReport(case_id=CASE, level=ReportLevel.INSTITUTION, period=2, report="a" * 64)
    early = breaches_of_report(
        report,
        by=MANAGER,
        on=STARTS,
        term=TERM,
        period_begins_on=date(2026, 9, 30),
        last_period=12,
        member=False,
    )
    unsigned = breaches_of_report(
        report,
        by=NAMELESS,
        on=STARTS,
        term=None,
        period_begins_on=None,
        last_period=None,
        member=False,
    )

    assert [reason.what for reason in early] == [
        f"H1 does not take part in {CASE}",
        "period 2 has not begun",
    ]
    assert [reason.what for reason in unsigned] == [
        "the actor does not say for which institution",
        f"no agreement is in force under {CASE}",
    ]


@pytest.mark.rule("A-11.4", "R-A.10")
@pytest.mark.parametrize(("on", "refused"), [(ENDS, []), (date(2027, 9, 1), ["A-11.4"])])
def test_members_join_until_the_last_day(on: date, refused: list[str]) -> None:
    office = Actor(role=Office.DIRECTORATE_GENERAL, id="g-1")
    assert rules_of(breaches_of_membership(MEMBERSHIP, by=office, on=on, term=TERM)) == refused


@pytest.mark.rule("A-11.4", "R-A.5")
def test_who_took_part_before_the_end_is_entered_until_the_run_off_is_over() -> None:
    office = Actor(role=Office.DIRECTORATE_GENERAL, id="g-1")
    told_late = MEMBERSHIP.model_copy(update={"since": ENDS})
    on = date(2027, 9, 20)

    assert not breaches_of_membership(told_late, by=office, on=on, term=TERM)
    assert rules_of(breaches_of_membership(told_late, by=office, on=on, term=OVER)) == ["A-11.4"]


@pytest.mark.rule("R-A.16")
@pytest.mark.parametrize(
    ("by", "changes", "joined_on", "refused"),
    [
        pytest.param(MANAGER, {}, STARTS, [], id="by itself"),
        pytest.param(NAMELESS, {}, STARTS, ["A-11.3a"], id="by whom nobody knows"),
        pytest.param(
            Actor(role=Office.PRINCIPAL, id="m-2", institution="H2"),
            {},
            STARTS,
            ["A-11.3a"],
            id="by another",
        ),
        pytest.param(Actor(role=Office.DIRECTORATE_GENERAL, id="g"), {}, STARTS, [], id="office"),
        pytest.param(MANAGER, {}, None, ["A-11.3a"], id="who does not take part"),
        pytest.param(MANAGER, {"left_on": date(2026, 8, 30)}, STARTS, ["R-A.16"], id="too early"),
        pytest.param(
            MANAGER, {"left_on": date(2026, 8, 30), "mistaken": True}, STARTS, [], id="never in it"
        ),
    ],
)
def test_a_member_leaves_from_a_day_on(
    by: Actor, changes: dict[str, Any], joined_on: date | None, refused: list[str]
) -> None:
    form = MembershipEnd(
        case_id=CASE,
        level=ReportLevel.INSTITUTION,
        institution="H1",
        left_on=date(2027, 3, 1),
        reason="Kurum kapatıldı.",
    ).model_copy(update=changes)
    found = breaches_of_leaving(form, by=by, term=TERM, joined_on=joined_on)

    assert rules_of(found) == refused


@pytest.mark.rule("R-A.2")
@pytest.mark.parametrize(
    ("joined_on", "months", "first"),
    [
        # months from 31 August end on 30 September, 31 October, 30 November, …, 28 February
        pytest.param(date(2026, 8, 31), 1, 1, id="from the start"),
        pytest.param(date(2026, 9, 29), 1, 1, id="the day before the first month ends"),
        pytest.param(date(2026, 9, 30), 1, 2, id="the day on which it ends"),
        pytest.param(date(2026, 10, 30), 1, 2, id="a clamped month does not shorten the next"),
        pytest.param(date(2027, 2, 28), 3, 3, id="the day on which the second quarter ends"),
        pytest.param(date(2027, 2, 27), 6, 1, id="half a year"),
    ],
)
def test_a_member_reports_on_the_first_period_that_ends_after_it_joined(
    joined_on: date, months: int, first: int
) -> None:
    assert first_period(joined_on, anchor=STARTS, months=months) == first


# -- trainings -----------------------------------------------------------------------------------


@pytest.mark.rule("A-5.1", "A-11.4")
@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: actor.role)
def test_a_manager_begins_trainings_and_finishes_them_or_the_office_does(actor: Actor) -> None:
    manager = actor.role == Office.PRINCIPAL
    assert against_start(actor) == ([] if manager else ["A-5.1"])
    assert against_end(actor) == ([] if manager or actor.role in ISSUERS else ["A-11.4"])


@pytest.mark.rule("A-5.1", "A-8.10", "A-11.4", "R-A.5")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"form": {"starts_on": ENDS}}, ["R-A.5"], id="on the last day and on"),
        pytest.param({"form": {"starts_on": ENDS, "ends_on": ENDS}}, [], id="on the last day"),
        pytest.param({"form": {"starts_on": date(2027, 9, 1)}}, ["A-11.4"], id="after the end"),
        pytest.param({"form": {"starts_on": STARTS}}, [], id="on the first day"),
        pytest.param({"form": {"starts_on": date(2026, 8, 30)}}, ["A-8.10"], id="before it"),
        pytest.param({"form": {"ends_on": date(2027, 8, 29)}}, ["A-11.4"], id="backwards"),
        pytest.param({"term": OVER}, ["A-11.4"], id="after the run-off"),
        pytest.param({"published": False}, ["A-5.1"], id="programme not published"),
        pytest.param({"member": False}, ["A-5.1"], id="no member"),
        pytest.param({"term": None}, ["A-11.4"], id="not in the register"),
    ],
)
def test_what_can_begin_and_when(changes: dict[str, Any], refused: list[str]) -> None:
    assert against_start(**changes) == refused


@pytest.mark.rule("A-11.4")
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"form": {"finished_on": TRAINING.starts_on}}, [], id="on its first day"),
        pytest.param({"form": {"finished_on": date(2027, 8, 29)}}, ["A-11.4"], id="before it"),
        pytest.param({"form": {"finished_on": date(2027, 11, 1)}}, [], id="today"),
        pytest.param({"form": {"finished_on": date(2027, 11, 2)}}, ["A-11.4"], id="tomorrow"),
        pytest.param({"held_by": "H2"}, ["A-11.4"], id="another's"),
        pytest.param({"held_by": None, "starts_on": None}, ["A-11.4"], id="nobody's"),
    ],
)
def test_what_can_be_finished_and_when(changes: dict[str, Any], refused: list[str]) -> None:
    assert against_end(**changes) == refused


@pytest.mark.rule("A-5.1", "A-11.4")
def test_a_manager_says_of_which_institution() -> None:
    assert against_start(NAMELESS, member=False) == ["A-5.1"]
    assert against_end(NAMELESS) == ["A-11.4"]


@pytest.mark.rule("A-11.4")
@pytest.mark.parametrize(
    ("held_by", "refused"), [("H1", []), ("H2", ["A-11.4"]), (None, ["A-11.4"])]
)
def test_what_has_never_taken_place_is_struck_off_by_whoever_announced_it(
    held_by: str | None, refused: list[str]
) -> None:
    """Before its first day, too."""
    form = TrainingStrike(case_id=CASE, training="K-1", reason="Yeterli başvuru olmadı.")
    found = breaches_of_training_end(
        form,
        by=MANAGER,
        on=date(2027, 8, 1),
        held_by=held_by,
        starts_on=None if held_by is None else TRAINING.starts_on,
    )

    assert rules_of(found) == refused


# -- the kütük -----------------------------------------------------------------------------------


@pytest.mark.rule("A-10.3")
@pytest.mark.parametrize("number", ["2026-7", "2026/0007", "0007"])
def test_a_row_bears_a_number_of_the_register(number: str) -> None:
    with pytest.raises(ValidationError, match="number"):
        KutukRow.model_validate({"number": number})
