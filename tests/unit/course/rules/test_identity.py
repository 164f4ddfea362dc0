"""Registering people, hiding them, changing numbers: who may, on what papers, and what is told."""

from datetime import date
from typing import Any

import pytest

from tests.kit.persons import GENERAL, MANAGER, OTHERS, an_identity_number
from tests.kit.reasons import rules_of
from workflows.course.forms import (
    CourtDecision,
    IdentityOrder,
    NumberCorrection,
    OlderCertificate,
    Photo,
    Registration,
)
from workflows.course.offices import Office
from workflows.course.rules.identity import (
    Holder,
    breaches_of_number_change,
    breaches_of_older_certificate,
    breaches_of_order,
    breaches_of_photo,
    breaches_of_registration,
    breaches_of_search,
)
from workflows.kernel.case.refusal import Reason
from workflows.kernel.roles import Actor

TODAY = date(2031, 3, 10)
BORN = date(2010, 5, 7)
FORMER, NEW = an_identity_number(1), an_identity_number(2)
DECISION = CourtDecision(number="2031/17-E", decided_on=date(2031, 2, 3), document="d" * 64)
REGISTRATION = Registration(national_id=FORMER, birth_date=BORN)
ORDER = IdentityOrder(person="t-1", decision=DECISION)
CORRECTION = NumberCorrection(
    person="t-1", national_id=NEW, letter_no="E-5", former_extract="a" * 64, new_extract="b" * 64
)
PHOTO = Photo(person="t-1", photo="c" * 64, upright_passport_photo=True)
ENTERING = {Office.PRINCIPAL, Office.DIRECTORATE_GENERAL}


def registered(
    form: Registration = REGISTRATION,
    *,
    by: Actor = MANAGER,
    holder: Holder | None = None,
    replaced: bool = False,
) -> tuple[Reason, ...]:
    return breaches_of_registration(form, by=by, on=TODAY, holder=holder, replaced=replaced)


def ordered(
    order: IdentityOrder = ORDER,
    *,
    by: Actor = GENERAL,
    last: date | None = None,
    hides: bool = True,
    hidden: bool = False,
) -> tuple[Reason, ...]:
    return breaches_of_order(order, by=by, on=TODAY, last=last, hides=hides, hidden=hidden)


def corrected(
    form: NumberCorrection = CORRECTION, *, by: Actor = GENERAL, taken: bool = False
) -> tuple[Reason, ...]:
    return breaches_of_number_change(form, by=by, former=FORMER, taken=taken)


@pytest.mark.rule("C-2.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_managers_and_the_directorate_general_register_people(actor: Actor) -> None:
    assert rules_of(registered(by=actor)) == ([] if actor.role in ENTERING else ["C-2.1"])


@pytest.mark.rule("C-2.1")
def test_nobody_is_born_tomorrow() -> None:
    tomorrow = REGISTRATION.model_copy(update={"birth_date": date(2031, 3, 11)})
    today = REGISTRATION.model_copy(update={"birth_date": TODAY})
    assert rules_of(registered(tomorrow)) == ["C-2.1"]
    assert registered(today) == ()


@pytest.mark.rule("C-2.2")
def test_a_hidden_person_is_entered_by_the_directorate_general_alone() -> None:
    hidden = REGISTRATION.model_copy(update={"hidden_by": DECISION})
    assert registered(hidden, by=GENERAL) == ()
    assert rules_of(registered(hidden, by=MANAGER)) == ["C-2.2"]


@pytest.mark.rule("C-2.1", "C-2.2")
def test_a_wrong_date_and_a_hidden_identity_are_told_apart_by_nobody() -> None:
    """Else an institution could find out by trying whose identity a court hides."""
    wrong_date = registered(holder=Holder(birth_date=date(2010, 5, 8), hidden=False))
    hidden = registered(holder=Holder(birth_date=BORN, hidden=True))
    not_there = breaches_of_search(BORN, by=MANAGER, holder=None)

    assert wrong_date == hidden == not_there
    assert rules_of(hidden) == ["C-2.1", "C-2.2"]


@pytest.mark.rule("C-2.1", "C-2.2")
def test_number_and_date_of_birth_bring_up_who_is_not_hidden() -> None:
    known, hidden = (
        Holder(birth_date=BORN, hidden=False),
        Holder(birth_date=BORN, hidden=True),
    )
    other_date = known.model_copy(update={"birth_date": date(2010, 5, 8)})

    assert breaches_of_search(BORN, by=MANAGER, holder=known) == ()
    assert breaches_of_search(BORN, by=GENERAL, holder=hidden) == ()
    assert registered(holder=known) == ()
    assert registered(by=GENERAL, holder=hidden) == ()
    assert breaches_of_search(BORN, by=GENERAL, holder=other_date) != ()
    assert breaches_of_search(BORN, by=MANAGER, holder=hidden) != ()


@pytest.mark.rule("C-2.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_whoever_may_not_look_learns_nothing(actor: Actor) -> None:
    if actor.role in ENTERING:
        return
    known = Holder(birth_date=BORN, hidden=False)
    looks = [breaches_of_search(BORN, by=actor, holder=each) for each in (None, known)]
    assert looks[0] == looks[1]
    assert rules_of(looks[0]) == ["C-2.1"]


@pytest.mark.rule("C-16.1")
def test_a_number_that_was_replaced_registers_nobody_twice() -> None:
    assert rules_of(registered(replaced=True)) == ["C-16.1"]


@pytest.mark.rule("C-2.2")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
@pytest.mark.parametrize("hides", [True, False])
def test_only_the_directorate_general_hides_and_shows(actor: Actor, *, hides: bool) -> None:
    expected = [] if actor.role == Office.DIRECTORATE_GENERAL else ["C-2.2"]
    assert rules_of(ordered(by=actor, hides=hides, hidden=not hides)) == expected


@pytest.mark.rule("C-2.2")
@pytest.mark.parametrize(
    ("decided_on", "last", "refused"),
    [
        pytest.param(TODAY, None, False, id="decided today"),
        pytest.param(date(2031, 3, 11), None, True, id="not decided yet"),
        pytest.param(date(2031, 2, 3), date(2031, 2, 3), False, id="the newest one again"),
        pytest.param(date(2031, 2, 2), date(2031, 2, 3), True, id="a newer one is known"),
    ],
)
def test_the_decision_is_the_current_one(
    decided_on: date, last: date | None, *, refused: bool
) -> None:
    decision = DECISION.model_copy(update={"decided_on": decided_on})
    reasons = ordered(IdentityOrder(person="t-1", decision=decision), last=last)
    assert rules_of(reasons) == (["C-2.2"] if refused else [])


@pytest.mark.rule("C-2.2")
def test_hiding_may_go_on_but_nothing_is_shown_that_is_not_hidden() -> None:
    assert ordered(hides=True, hidden=True) == ()
    assert ordered(hides=False, hidden=True) == ()
    assert rules_of(ordered(hides=False, hidden=False)) == ["C-2.2"]


@pytest.mark.rule("C-16.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_only_the_directorate_general_changes_a_number(actor: Actor) -> None:
    if actor.role == Office.DIRECTORATE_GENERAL:
        assert corrected(by=actor) == ()
    else:
        assert rules_of(corrected(by=actor)) == ["C-16.1"]
        assert corrected(by=actor, taken=True) == corrected(by=actor), "tells whose number it is"


@pytest.mark.rule("C-16.1")
def test_a_change_needs_two_extracts_and_a_number_of_ones_own() -> None:
    one_extract = CORRECTION.model_copy(update={"new_extract": CORRECTION.former_extract})
    same_number = CORRECTION.model_copy(update={"national_id": FORMER})

    assert "twice" in corrected(one_extract)[0].what
    assert "already" in corrected(same_number)[0].what
    assert "another person's" in corrected(taken=True)[0].what
    assert not any(n in f"{corrected(taken=True)}" for n in (FORMER, NEW))


@pytest.mark.rule("C-3.1")
@pytest.mark.parametrize("actor", OTHERS, ids=lambda actor: actor.role)
def test_managers_and_the_directorate_general_add_photos(actor: Actor) -> None:
    expected = [] if actor.role in ENTERING else ["C-3.1"]
    assert rules_of(breaches_of_photo(PHOTO, by=actor)) == expected


@pytest.mark.rule("C-3.1")
def test_a_photo_that_nobody_looked_at_is_refused() -> None:
    unseen = PHOTO.model_copy(update={"upright_passport_photo": False})
    assert rules_of(breaches_of_photo(unseen, by=MANAGER)) == ["C-3.1"]


OLDER = OlderCertificate(
    person="t-1", programme="asci-cirakligi", number="B-12", dated_on=date(2019, 6, 14)
)


@pytest.mark.rule("R-C.20")
@pytest.mark.parametrize(
    ("changes", "register", "found"),
    [
        pytest.param({}, (False, False), 0, id="the first time"),
        pytest.param({"dated_on": TODAY}, (False, False), 0, id="issued today"),
        pytest.param({"dated_on": date(2031, 3, 11)}, (False, False), 1, id="dated tomorrow"),
        pytest.param({}, (False, True), 1, id="a course has entered it"),
        pytest.param({}, (True, True), 1, id="entered before, and no reason"),
        pytest.param({"reason": "wrong number"}, (True, True), 0, id="corrected with a reason"),
        pytest.param(
            {"withdrawn": True, "reason": "no such paper"}, (True, True), 0, id="withdrawn"
        ),
        pytest.param(
            {"withdrawn": True, "reason": "no such paper"},
            (False, False),
            1,
            id="withdrawn, and never entered",
        ),
    ],
)
def test_an_older_certificate_is_entered_once_and_changed_with_a_reason(
    changes: dict[str, Any], register: tuple[bool, bool], found: int
) -> None:
    entered, known = register
    by = Actor(role=Office.EDUCATION_DIRECTORATE, id="md-1")

    breaches = breaches_of_older_certificate(
        OLDER.model_copy(update=changes), by=by, on=TODAY, entered=entered, known=known
    )

    assert rules_of(breaches) == ["R-C.20"] * found


@pytest.mark.rule("R-C.20")
def test_only_the_education_directorate_enters_an_older_certificate() -> None:
    by = Actor(role=Office.PRINCIPAL, id="p-1")

    breaches = breaches_of_older_certificate(OLDER, by=by, on=TODAY, entered=True, known=True)

    assert [breach.what for breach in breaches] != []
    assert rules_of(breaches) == ["R-C.20"]
