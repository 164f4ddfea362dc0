"""Who sits on the commission of a tool, and who signs for it."""

import pytest

from tests.unit.education_tool.tools import BOOK, members
from workflows.education_tool.messages.application import Purpose
from workflows.education_tool.rules.commission import (
    breaches_of_commission,
    breaches_of_four_eyes,
    breaches_of_membership,
    breaches_of_signatures,
)
from workflows.kernel.roles import Actor, Role
from workflows.textbook_law.draft import Member, MemberRole


def rules(
    found: tuple[Member, ...],
    purpose: Purpose = Purpose.RESOURCE,
    *,
    concerned: tuple[str, ...] = (),
    cancelled: tuple[str, ...] = (),
) -> list[str]:
    reasons = breaches_of_commission(
        found, purpose, concerned=concerned, cancelled=cancelled, book=BOOK
    )
    return [reason.rule for reason in reasons]


@pytest.mark.rule("E-35.7")
@pytest.mark.parametrize(
    ("purpose", "least"),
    [(Purpose.RESOURCE, 3), (Purpose.GENERAL_AIMS, 3), (Purpose.OTHER, 1)],
)
def test_field_experts_by_what_the_tool_is_for(purpose: Purpose, least: int) -> None:
    assert rules(members(least), purpose) == []
    others = members(1, MemberRole.TECHNOLOGY_EXPERT)
    assert rules((*members(least - 1), *others), purpose) == ["E-35.7"]


@pytest.mark.rule("E-35.7")
def test_seven_members_at_most() -> None:
    assert rules(members(7)) == []
    assert rules(members(8)) == ["E-35.7"]


@pytest.mark.rule("E-35.7", "E-21.1")
def test_a_refusal_says_how_many_are_missing_or_too_many_and_who() -> None:
    few, many, unsigned = (
        breaches_of_commission(members(1), Purpose.RESOURCE, concerned=(), cancelled=(), book=BOOK),
        breaches_of_commission(members(9), Purpose.RESOURCE, concerned=(), cancelled=(), book=BOOK),
        breaches_of_signatures(("field-expert-1", "stranger"), members(2), ()),
    )

    assert [reason.do for reason in (*few, *many)] == ["add 2", "leave out 2"]
    assert unsigned[0].what == (
        "signed, not members: stranger; members, not signed: field-expert-2"
    )
    (missing,) = breaches_of_signatures(("field-expert-1",), members(2), ())
    assert "not members: nobody" in missing.what


@pytest.mark.rule("E-35.7")
def test_every_seat_is_another_person() -> None:
    assert rules((*members(3), members(1)[0])) == ["E-35.7"]


@pytest.mark.rule("E-17.5")
@pytest.mark.parametrize(
    ("outside", "protocol", "said"),
    [
        (True, "PR-1", []),
        (True, None, ["guest-1 comes from outside without a protocol"]),
        (False, "PR-1", ["guest-1 has a protocol and does not come from outside"]),
        (False, None, []),
    ],
)
def test_outside_experts_sit_by_protocol(
    outside: bool,  # noqa: FBT001 - a row of the table
    protocol: str | None,
    said: list[str],
) -> None:
    guest = Member(
        role=MemberRole.LANGUAGE_EXPERT, id="guest-1", outside=outside, protocol_no=protocol
    )
    reasons = breaches_of_commission(
        (*members(3), guest), Purpose.RESOURCE, concerned=(), cancelled=(), book=BOOK
    )
    assert [reason.what for reason in reasons] == said
    assert {reason.rule for reason in reasons} <= {"E-17.5"}


@pytest.mark.rule("E-19")
def test_nobody_sits_who_owns_the_tool_or_whose_duty_was_cancelled() -> None:
    assert rules(members(3), concerned=("field-expert-1",)) == ["E-19"]
    assert rules(members(3), cancelled=("field-expert-1",)) == ["E-19"]


@pytest.mark.rule("E-19")
def test_whoever_selected_does_not_approve_unless_it_is_entered_from_paper() -> None:
    one = Actor(role="presidency", id="person-1")
    paper = Actor(role=Role.REGISTRY, id="person-1")

    assert [r.rule for r in breaches_of_four_eyes(one, one)] == ["E-19"]
    assert breaches_of_four_eyes(one, one.model_copy(update={"id": "person-2"})) == ()
    assert breaches_of_four_eyes(paper, one) == ()


@pytest.mark.rule("E-21.1", "E-19")
def test_a_report_is_signed_by_all_members_and_by_nobody_else() -> None:
    sitting = members(3)
    everybody = tuple(member.id for member in sitting)

    assert breaches_of_signatures(everybody, sitting, ()) == ()
    for signed in (everybody[:2], (*everybody, "stranger")):
        assert [r.rule for r in breaches_of_signatures(signed, sitting, ())] == ["E-21.1"]
    gone = breaches_of_signatures(everybody, sitting, everybody[:1])
    assert [r.rule for r in gone] == ["E-19"]


@pytest.mark.rule("E-19")
def test_only_a_member_has_a_duty_that_could_end() -> None:
    assert breaches_of_membership("field-expert-1", members(3)) == ()
    assert [r.rule for r in breaches_of_membership("stranger", members(3))] == ["E-19"]
