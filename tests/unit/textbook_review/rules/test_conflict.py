"""Four eyes and conflicts of interest."""

from hashlib import sha256

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import seats
from workflows.kernel.case.file import sealed
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.draft import Member, MemberRole
from workflows.textbook_review.offices import Office
from workflows.textbook_review.rules.conflict import (
    breaches_of_both_commissions,
    breaches_of_four_eyes,
    breaches_of_interest,
)

EARLIER = {
    "file_application": {"p-1"},
    "record_review_report": {"p-2", "p-3"},
    "record_evaluation_report": {"p-3"},
}


@pytest.mark.rule("R-T.26")
@pytest.mark.parametrize(
    ("actor", "commands"),
    [
        pytest.param("p-4", [], id="nobody from before"),
        pytest.param("p-1", ["file_application"], id="who filed"),
        pytest.param("p-2", ["record_review_report"], id="who wrote one of them"),
        pytest.param(
            "p-3", ["record_review_report", "record_evaluation_report"], id="who wrote both"
        ),
    ],
)
def test_whoever_filed_or_wrote_does_not_decide(actor: str, commands: list[str]) -> None:
    found = breaches_of_four_eyes(Actor(role=Office.BOARD, id=actor), EARLIER)

    assert rules_of(found) == ["R-T.26"] * len(commands)
    assert [breach.what for breach in found] == [
        f"{actor} has a hand in {command} of this case" for command in commands
    ]


@pytest.mark.rule("R-T.26")
def test_the_registry_enters_and_decides_nothing() -> None:
    assert breaches_of_four_eyes(Actor(role=Role.REGISTRY, id="p-1"), EARLIER) == ()


@pytest.mark.rule("R-T.26", "T-13.2c")
def test_who_filed_is_known_in_a_sealed_file_as_well() -> None:
    earlier = {"file_application": {sealed("p-1")}}

    found = breaches_of_four_eyes(Actor(role=Office.PRESIDENCY, id="p-1"), earlier)

    assert [breach.what for breach in found] == ["p-1 has a hand in file_application of this case"]
    assert breaches_of_four_eyes(Actor(role=Office.PRESIDENCY, id="p-2"), earlier) == ()


@pytest.mark.rule("T-13.2c")
def test_a_seal_is_a_digest_of_the_key() -> None:
    # by hand: SHA-256 of the key as a JSON text, twelve hex digits of it
    hexadecimal = sha256(b'"author-1"').hexdigest()

    assert sealed("author-1") == "sealed-" + hexadecimal[:12]


@pytest.mark.rule("R-T.26")
def test_nobody_reviews_a_draft_that_they_helped_to_prepare() -> None:
    members = seats(3, 1, 1)

    assert breaches_of_interest(members, ()) == ()
    assert breaches_of_interest(members, {"author-1"}) == ()
    (breach,) = breaches_of_interest(members, {"author-1", "person-3"})
    assert breach.rule == "R-T.26"
    assert "person-3" in breach.what


@pytest.mark.rule("R-T.26", "T-13.2c")
def test_nor_a_draft_whose_makers_are_sealed() -> None:
    staff = {sealed("author-1"), sealed("person-3")}

    (breach,) = breaches_of_interest(seats(3, 1, 1), staff)

    assert "person-3" in breach.what


@pytest.mark.rule("T-17.14a")
def test_the_evaluation_commission_is_made_of_other_people() -> None:
    reviewing = seats(3, 1, 1)
    evaluating = tuple(
        Member(role=MemberRole.FIELD_EXPERT, id=person) for person in ("reader-1", "reader-2")
    )

    assert breaches_of_both_commissions(evaluating, reviewing) == ()
    (breach,) = breaches_of_both_commissions((*evaluating, reviewing[4]), reviewing)
    assert breach.rule == "T-17.14a"
    assert "person-4" in breach.what
