"""What is kept beside a course: absences, fees, accounts, programmes, classrooms."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from tests.kit.persons import DIRECTORATE, GENERAL, MANAGER, OTHERS, PROVINCE
from tests.kit.reasons import rules_of
from tests.unit.course.courses import a_lesson, a_lesson_plan, a_plan
from workflows.course.forms import AccountOpening, AccountRole, CourseFee, MissedLesson
from workflows.course.messages.course import LessonPlan
from workflows.course.offices import Office
from workflows.course.rules.absences_and_fees import (
    KeptCourse,
    breaches_of_absence,
    breaches_of_fee,
    kept_course,
)
from workflows.course.rules.accounts import (
    breaches_of_administration,
    breaches_of_closing,
    breaches_of_opening,
    named_by_number,
)
from workflows.course.rules.plan import Classroom
from workflows.course.rules.published import breaches_of_classroom, breaches_of_programme
from workflows.kernel.roles import Actor

TODAY = date(2031, 3, 10)
MISSED = MissedLesson(
    person="t-1", case_id="course-2031-0001", lesson_on=TODAY, starts_at=time(18), hours=2
)
PAID: dict[str, Any] = {
    "person": "t-1",
    "case_id": "course-2031-0001",
    "explanation": "birinci taksit",
    "paid_on": "2031-03-10",
    "amount": "1250.50",
    "receipt_no": "D-17",
}
FEE = CourseFee.model_validate(PAID)
OURS = KeptCourse(
    institution="99970001",
    trainees=frozenset({"t-1"}),
    plans=(LessonPlan.model_validate(a_lesson_plan(date(2031, 3, 3), a_lesson(1))),),
)
"""Four hours every Monday from 3 March 2031; the 10th is the second one."""
MANAGERS_ACCOUNT = AccountOpening(institution="99970001", role=AccountRole.PRINCIPAL, person="p-1")
OWN_ACCOUNT = MANAGERS_ACCOUNT.model_copy(update={"role": AccountRole.USER_ADMINISTRATOR})
ROOM = Classroom(code="d-1", institution="99970001", capacity=20, lesson_kinds=("dil",))


# -- absences and fees -------------------------------------------------------------------------


@pytest.mark.rule("C-12.1", "C-11.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_only_a_manager_keeps_absences_and_fees(actor: Actor) -> None:
    manager = actor.role == Office.PRINCIPAL
    absence = breaches_of_absence(MISSED, by=actor, on=TODAY, course=OURS)
    fee = breaches_of_fee(FEE, by=actor, on=TODAY, course=OURS)
    assert rules_of(absence) == ([] if manager else ["C-12.1"])
    assert rules_of(fee) == ([] if manager else ["C-11.1"])


@pytest.mark.rule("C-12.1", "C-11.1")
def test_what_is_still_to_come_is_not_kept() -> None:
    lesson = MISSED.model_copy(update={"lesson_on": date(2031, 3, 17)})
    payment = FEE.model_copy(update={"paid_on": date(2031, 3, 11)})
    assert rules_of(breaches_of_absence(lesson, by=MANAGER, on=TODAY, course=OURS)) == ["C-12.1"]
    assert rules_of(breaches_of_fee(payment, by=MANAGER, on=TODAY, course=OURS)) == ["C-11.1"]


@pytest.mark.rule("C-12.1", "C-11.1")
def test_nothing_is_kept_of_a_course_that_was_never_opened() -> None:
    assert rules_of(breaches_of_absence(MISSED, by=MANAGER, on=TODAY, course=None)) == ["C-12.1"]
    assert rules_of(breaches_of_fee(FEE, by=MANAGER, on=TODAY, course=None)) == ["C-11.1"]


@pytest.mark.rule("C-11.1", "C-12.1", "C-0.1")
@pytest.mark.parametrize("institution", [None, "99970002"])
def test_they_are_kept_by_the_principal_of_the_course_and_of_no_other(
    institution: str | None,
) -> None:
    other = MANAGER.model_copy(update={"institution": institution})
    assert rules_of(breaches_of_fee(FEE, by=other, on=TODAY, course=OURS)) == ["C-11.1"]
    assert rules_of(breaches_of_absence(MISSED, by=other, on=TODAY, course=OURS)) == ["C-12.1"]


@pytest.mark.rule("C-11.1", "C-12.1")
def test_they_are_kept_of_its_own_trainees() -> None:
    stranger = {"person": "t-9"}
    fee = breaches_of_fee(FEE.model_copy(update=stranger), by=MANAGER, on=TODAY, course=OURS)
    missed = MISSED.model_copy(update=stranger)
    absence = breaches_of_absence(missed, by=MANAGER, on=TODAY, course=OURS)
    assert (rules_of(fee), rules_of(absence)) == (["C-11.1"], ["C-12.1"])


@pytest.mark.rule("C-12.1")
@pytest.mark.parametrize(
    ("lesson", "found"),
    [
        pytest.param({}, [], id="a lesson of the plan"),
        pytest.param({"hours": 4}, [], id="all of it"),
        pytest.param({"hours": 5}, ["C-12.1"], id="more hours than it has"),
        pytest.param({"starts_at": time(3)}, ["C-12.1"], id="at an hour without a lesson"),
        pytest.param({"lesson_on": date(2031, 3, 9)}, ["C-12.1"], id="on a day without one"),
        pytest.param({"lesson_on": date(2031, 2, 24)}, ["C-12.1"], id="before the course"),
        pytest.param({"starts_at": time(3), "hours": 0}, [], id="taken back"),
    ],
)
def test_an_absence_is_of_a_lesson_of_the_course(lesson: dict[str, Any], found: list[str]) -> None:
    missed = MISSED.model_copy(update=lesson)
    assert rules_of(breaches_of_absence(missed, by=MANAGER, on=TODAY, course=OURS)) == found


@pytest.mark.rule("C-11.1", "C-12.1")
def test_a_course_is_read_from_its_journal() -> None:
    """Its trainees but for who was struck off; every lesson plan since the last revision."""
    plan = a_plan().model_dump(mode="json")
    change = {
        "old_plan_ends_on": "2026-10-14",
        "lesson_plan": a_lesson_plan("2026-10-20", a_lesson(2)),
        "ends_on": "2027-01-05",
        "remaining_hours": 48,
    }
    filed = {"institution": "99970001", "institution_kind": "ozel-kurs", "district": "D-34"}
    acts: list[tuple[str, Any]] = [
        ("plan_course", {**filed, "plan": plan}),
        ("enrol_trainees", {"trainees": [{"trainee": "t-1"}, {"trainee": "t-2"}]}),
        ("cancel_trainee", {"trainee": "t-2", "explanation": "Vazgeçti."}),
        ("revise_plan", {"plan": plan}),
        ("change_lesson_plan", change),
    ]

    course = kept_course(acts)
    assert course is not None
    assert (course.institution, set(course.trainees)) == ("99970001", {"t-1"})
    assert course.hours_on(date(2026, 9, 7), time(18)) == 4
    assert course.hours_on(date(2026, 10, 20), time(18)) == 4
    assert course.hours_on(date(2026, 10, 13), time(18)) == 0
    assert kept_course(acts[1:3]) is None


@pytest.mark.rule("C-11.1")
@pytest.mark.parametrize("amount", ["0", "-1", "10.005", "NaN", "1000000000000.00"])
def test_a_fee_is_an_amount_to_the_kurus(amount: str) -> None:
    assert FEE.amount == Decimal("1250.50")
    with pytest.raises(ValidationError):
        CourseFee.model_validate({**PAID, "amount": amount})


@pytest.mark.rule("C-11.1")
@pytest.mark.parametrize("field", ["explanation", "paid_on", "amount", "receipt_no", "person"])
def test_a_payment_has_explanation_day_amount_receipt_and_payer(field: str) -> None:
    with pytest.raises(ValidationError):
        CourseFee.model_validate({key: value for key, value in PAID.items() if key != field})


# -- accounts ----------------------------------------------------------------------------------


@pytest.mark.rule("C-17.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_user_administrators_alone_give_accounts(actor: Actor) -> None:
    expected = [] if actor.role == Office.USER_ADMINISTRATOR else ["C-17.1"]
    assert rules_of(breaches_of_opening(MANAGERS_ACCOUNT, by=actor, holder=None)) == expected


@pytest.mark.rule("C-17.1")
def test_an_institutions_administrator_administers_that_institution() -> None:
    own = PROVINCE.model_copy(update={"institution": "99970001"})
    assert breaches_of_administration("99970001", by=own) == ()
    assert breaches_of_administration("99970001", by=PROVINCE) == ()
    assert rules_of(breaches_of_administration("99970002", by=own)) == ["C-17.1"]


@pytest.mark.rule("C-17.2")
def test_the_institutions_account_is_named_by_its_code_and_a_managers_by_the_number() -> None:
    named = {role: named_by_number(role) for role in AccountRole}
    assert named == {AccountRole.USER_ADMINISTRATOR: False, AccountRole.PRINCIPAL: True}


@pytest.mark.rule("C-17.3")
def test_nobody_is_given_an_account_that_another_holds() -> None:
    assert breaches_of_opening(OWN_ACCOUNT, by=PROVINCE, holder="p-1") == ()
    assert breaches_of_opening(MANAGERS_ACCOUNT, by=PROVINCE, holder="p-2") == ()
    assert rules_of(breaches_of_opening(OWN_ACCOUNT, by=PROVINCE, holder="p-2")) == ["C-17.3"]


@pytest.mark.rule("C-17.3")
@pytest.mark.parametrize(
    ("last_opened", "refused"),
    [
        pytest.param(TODAY, False, id="opened today"),
        pytest.param(date(2031, 3, 11), True, id="opened tomorrow"),
        pytest.param(None, True, id="none open"),
    ],
)
def test_an_open_account_is_closed_not_before_it_was_opened(
    last_opened: date | None, *, refused: bool
) -> None:
    reasons = breaches_of_closing("99970001", by=PROVINCE, on=TODAY, last_opened=last_opened)
    assert rules_of(reasons) == (["C-17.3"] if refused else [])


# -- what offices publish ----------------------------------------------------------------------


@pytest.mark.rule("C-1.2", "C-10.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_programmes_are_the_directorate_generals_and_classrooms_the_directorates(
    actor: Actor,
) -> None:
    programme = breaches_of_programme(by=actor)
    classroom = breaches_of_classroom(ROOM, by=actor, before=None)
    assert rules_of(programme) == ([] if actor.role == GENERAL.role else ["C-1.2"])
    assert rules_of(classroom) == ([] if actor.role == DIRECTORATE.role else ["C-10.1"])


@pytest.mark.rule("C-10.1")
def test_a_classroom_has_places_and_a_code_of_its_own() -> None:
    before = ROOM.model_dump(mode="json")
    larger = ROOM.model_copy(update={"capacity": 24})
    empty = ROOM.model_copy(update={"capacity": 0})
    elsewhere = ROOM.model_copy(update={"institution": "99970002"})

    assert breaches_of_classroom(larger, by=DIRECTORATE, before=before) == ()
    assert rules_of(breaches_of_classroom(empty, by=DIRECTORATE, before=None)) == ["C-10.1"]
    assert rules_of(breaches_of_classroom(elsewhere, by=DIRECTORATE, before=before)) == ["C-10.1"]
