"""The trainees of a course (§2, §3, §5, §7, §15)."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK, a_plan, a_roster
from workflows.course.messages.course import (
    Enrolment,
    EnrolmentStatus,
    Investigation,
    NumberChangeLetter,
    StatusChange,
    TraineeCancellation,
)
from workflows.course.offices import Office
from workflows.course.rules.people import (
    Known,
    Progress,
    Trainee,
    breaches_of_enrolment,
    breaches_of_investigation,
    breaches_of_number_letter,
    breaches_of_revision,
    breaches_of_status,
    breaches_of_trainee_cancellation,
    photo_if_born_by,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.law.rulebook import with_figures

OPEN = with_figures(BOOK, {"figures.course.between": "OPEN"})


def an_enrolment(*keys: str) -> Enrolment:
    return Enrolment.model_validate({"trainees": [{"trainee": key} for key in keys]})


def breaches(enrolment: Enrolment, **changes: Any) -> tuple[Reason, ...]:
    """What stands against it in a planned course of twenty seats, with one trainee so far."""
    usual: dict[str, Any] = {
        "by": Office.PRINCIPAL,
        "known": Known(),
        "roster": a_roster("kursiyer-1"),
        "capacity": 20,
        "book": BOOK,
    }
    stage = {each.name: changes.pop(each.name, False) for each in fields(Progress)}
    return breaches_of_enrolment(enrolment, progress=Progress(**stage), **(usual | changes))


def broken(*keys: str, **changes: Any) -> list[str]:
    return rules_of(breaches(an_enrolment(*keys), **changes))


@pytest.mark.rule("C-2.1")
def test_trainees_are_added_before_any_approval() -> None:
    assert broken("kursiyer-2", "kursiyer-3") == []


@pytest.mark.rule("R-C.2")
def test_between_the_approvals_nobody_is_added_unless_set_otherwise() -> None:
    assert broken("kursiyer-2", approved_by_institution=True) == ["R-C.2"]
    assert broken("kursiyer-2", approved_by_institution=True, investigated=True) == ["R-C.2"]
    assert broken("kursiyer-2", approved_by_institution=True, book=OPEN) == []


@pytest.mark.rule("C-2.3")
@pytest.mark.parametrize(("investigated", "found"), [(False, ["C-2.3"]), (True, [])])
def test_an_approved_course_takes_trainees_after_the_inquiry_only(
    *, investigated: bool, found: list[str]
) -> None:
    assert (
        broken("kursiyer-2", approved_by_institution=True, active=True, investigated=investigated)
        == found
    )


@pytest.mark.rule("C-2.3")
@pytest.mark.parametrize(
    ("dated_on", "found"), [(date(2026, 10, 5), []), (date(2026, 10, 6), ["C-2.3"])]
)
def test_an_inquiry_is_no_younger_than_its_record(dated_on: date, found: list[str]) -> None:
    inquiry = Investigation(number="E-2026/77", dated_on=dated_on, pdf="ab" * 32)

    assert (
        rules_of(breaches_of_investigation(inquiry, active=True, today=date(2026, 10, 5))) == found
    )
    early = breaches_of_investigation(inquiry, active=False, today=date(2026, 10, 5))
    assert rules_of(early) == ["C-2.3", *found]


@pytest.mark.rule("C-2.1")
def test_nobody_is_added_without_a_matching_identity() -> None:
    known = Known(unknown=("kursiyer-3", "kursiyer-9"))

    [no] = breaches(an_enrolment("kursiyer-2", "kursiyer-3"), known=known)

    assert (no.rule, no.what) == ("C-2.1", "nobody has this identity: kursiyer-3")


@pytest.mark.rule("C-2.2")
@pytest.mark.parametrize(
    ("by", "found"),
    [
        (Office.PRINCIPAL, ["C-2.2"]),
        (Office.EDUCATION_DIRECTORATE, ["C-2.2"]),
        (Office.DIRECTORATE_GENERAL, []),
    ],
)
def test_only_the_directorate_general_adds_whom_a_court_hides(by: str, found: list[str]) -> None:
    known = Known(hidden=("kursiyer-2",))

    assert broken("kursiyer-2", "kursiyer-3", by=by, known=known) == found
    assert broken("kursiyer-3", by=by, known=known) == []


@pytest.mark.rule("C-15.1")
def test_the_next_level_opens_with_the_certificate_of_the_one_below() -> None:
    known = Known(without_previous_level=("kursiyer-2",))

    assert broken("kursiyer-2", known=known) == ["C-15.1"]
    assert broken("kursiyer-3", known=known) == []


@pytest.mark.rule("C-2.1")
@pytest.mark.parametrize("keys", [("kursiyer-1",), ("kursiyer-2", "kursiyer-2")])
def test_a_trainee_has_one_place_in_a_course(keys: tuple[str, ...]) -> None:
    assert broken(*keys) == ["C-2.1"]


@pytest.mark.rule("C-10.1")
@pytest.mark.parametrize(("capacity", "found"), [(3, []), (2, ["C-10.1"]), (0, ["C-10.1"])])
def test_a_classroom_takes_as_many_as_it_has_seats(capacity: int, found: list[str]) -> None:
    assert broken("kursiyer-2", "kursiyer-3", capacity=capacity) == found


@pytest.mark.rule("C-10.1")
@pytest.mark.parametrize("status", [one for one in EnrolmentStatus if one != "active"])
def test_who_has_left_leaves_a_seat(status: EnrolmentStatus) -> None:
    roster = {"kursiyer-1": Trainee(status=status)}

    assert broken("kursiyer-2", capacity=1, roster=roster) == []
    assert broken("kursiyer-2", capacity=1) == ["C-10.1"]


def test_many_trainees_are_named_by_the_first_few() -> None:
    keys = [f"kursiyer-{n}" for n in range(2, 402)]

    [no] = breaches(an_enrolment(*keys), known=Known(unknown=tuple(keys)), capacity=500)

    assert no.what.endswith("kursiyer-5, kursiyer-6 and 395 more")


@pytest.mark.rule("C-5.1")
@pytest.mark.rule("R-C.2")
@pytest.mark.parametrize(
    ("approved", "trainee", "found"),
    [
        pytest.param(False, "kursiyer-1", [], id="before the last approval"),
        pytest.param(True, "kursiyer-1", ["C-5.1"], id="after it"),
        pytest.param(False, "kursiyer-9", ["C-5.1"], id="nobody of this course"),
    ],
)
def test_a_trainee_is_struck_off_while_the_directorate_has_not_approved(
    *, approved: bool, trainee: str, found: list[str]
) -> None:
    cancellation = TraineeCancellation(trainee=trainee, explanation="Kursiyer vazgeçti.")

    assert (
        rules_of(
            breaches_of_trainee_cancellation(
                cancellation, roster=a_roster("kursiyer-1"), approved_by_directorate=approved
            )
        )
        == found
    )


@pytest.mark.rule("C-7.1")
@pytest.mark.parametrize(
    ("active", "trainee", "found"),
    [
        pytest.param(True, "kursiyer-1", [], id="an active course"),
        pytest.param(False, "kursiyer-1", ["C-7.1"], id="not active"),
        pytest.param(True, "kursiyer-9", ["C-7.1"], id="nobody of this course"),
    ],
)
@pytest.mark.parametrize("status", list(EnrolmentStatus))
def test_a_status_is_set_in_an_active_course(
    *, status: EnrolmentStatus, active: bool, trainee: str, found: list[str]
) -> None:
    change = StatusChange(changes={trainee: status})

    no = breaches_of_status(
        change, roster=a_roster("kursiyer-1"), active=active, ended=False, capacity=1
    )
    assert rules_of(no) == found


@pytest.mark.rule("C-10.1")
@pytest.mark.parametrize(
    ("capacity", "changes", "found"),
    [
        pytest.param(1, {"gone": "active"}, ["C-10.1"], id="the seat is taken"),
        pytest.param(2, {"gone": "active"}, [], id="a seat is free"),
        pytest.param(1, {"gone": "active", "kursiyer-1": "withdrawn"}, [], id="one seat changes"),
        pytest.param(0, {"kursiyer-1": "active"}, [], id="nobody comes back"),
        pytest.param(0, {"kursiyer-1": "deceased"}, [], id="nobody is kept for want of a seat"),
    ],
)
def test_who_comes_back_needs_a_seat(
    capacity: int, changes: dict[str, str], found: list[str]
) -> None:
    gone = Trainee(status=EnrolmentStatus.WITHDRAWN)
    change = StatusChange.model_validate({"changes": changes})
    roster = a_roster("kursiyer-1", gone=gone)

    no = breaches_of_status(change, roster=roster, active=True, ended=False, capacity=capacity)
    assert rules_of(no) == found


@pytest.mark.rule("C-8.8")
def test_after_the_end_approval_nobody_joins() -> None:
    ended = {"approved_by_institution": True, "active": True, "investigated": True, "ended": True}

    assert broken("kursiyer-2", **ended) == ["C-8.8"]


@pytest.mark.rule("C-8.8", "R-C.19")
def test_nor_does_anybody_s_status_change() -> None:
    change = StatusChange(changes={"kursiyer-1": EnrolmentStatus.DECEASED})

    no = breaches_of_status(
        change, roster=a_roster("kursiyer-1"), active=True, ended=True, capacity=20
    )
    assert rules_of(no) == ["C-8.8"]


@pytest.mark.rule("R-C.16")
def test_after_the_last_lesson_nobody_joins() -> None:
    taught = {"approved_by_institution": True, "active": True, "investigated": True}

    assert broken("kursiyer-2", **taught, taught=True) == ["R-C.16"]
    assert broken("kursiyer-2", **taught) == []


@pytest.mark.rule("C-16.1")
def test_a_letter_on_a_changed_number_has_both_extracts_and_is_about_a_trainee() -> None:
    def judged(trainee: str, former: str) -> list[str]:
        letter = NumberChangeLetter(
            trainee=trainee, letter_no="E-1", former_extract=former, new_extract="b" * 64
        )
        return rules_of(breaches_of_number_letter(letter, roster=a_roster("kursiyer-1")))

    assert judged("kursiyer-1", "a" * 64) == []
    assert judged("kursiyer-1", "b" * 64) == judged("kursiyer-9", "a" * 64) == ["C-16.1"]


@pytest.mark.rule("C-10.1", "C-15.1")
@pytest.mark.parametrize(
    ("enrolled", "changes", "capacity", "found"),
    [
        pytest.param(2, {"hours": 90}, 2, [], id="neither programme nor level"),
        pytest.param(2, {}, 1, ["C-10.1"], id="a smaller classroom"),
        pytest.param(1, {"programme": "ingilizce-b1"}, 2, ["C-15.1"], id="another programme"),
        pytest.param(1, {"level": 2}, 2, ["C-15.1"], id="another level"),
        pytest.param(0, {"level": 2, "programme": "ingilizce-b1"}, 0, [], id="nobody enrolled"),
    ],
)
def test_a_plan_with_trainees_keeps_what_they_were_enrolled_by(
    enrolled: int, changes: dict[str, Any], capacity: int, found: list[str]
) -> None:
    roster = a_roster(*(f"kursiyer-{n}" for n in range(enrolled)))

    no = breaches_of_revision(a_plan(**changes), before=a_plan(), roster=roster, capacity=capacity)
    assert rules_of(no) == found


@pytest.mark.rule("C-3.1")
@pytest.mark.rule("R-C.5")
@pytest.mark.parametrize(
    ("birth_date", "due"),
    [
        pytest.param(date(2010, 10, 5), True, id="sixteen today"),
        pytest.param(date(2010, 10, 6), False, id="sixteen tomorrow: fifteen is not over fifteen"),
        pytest.param(date(1990, 1, 1), True, id="a grown-up"),
    ],
)
def test_a_photo_is_due_from_the_sixteenth_birthday(birth_date: date, due: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (birth_date <= photo_if_born_by(date(2026, 10, 5), BOOK)) is due


@pytest.mark.rule("R-C.5")
@given(st.dates(date(1950, 1, 1), date(2015, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_photo_is_due_by_completed_years(birth_date: date, on: date) -> None:
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    years = on.year - birth_date.year - (not had_birthday)

    # born on 29 February, sixteen on 29 February: both years are leap years
    assert (birth_date <= photo_if_born_by(on, BOOK)) is (years > 15)


@pytest.mark.rule("R-C.5")
def test_who_was_born_on_a_leap_day_is_a_year_older_on_the_last_of_february() -> None:
    """Fifteen years from 29 February 2012 are 28 February 2027."""
    fifteen = with_figures(BOOK, {"figures.photo.min_age": 15})

    assert photo_if_born_by(date(2027, 2, 28), fifteen) == date(2012, 2, 29)
    assert photo_if_born_by(date(2027, 2, 27), fifteen) == date(2012, 2, 27)
