"""Who sits on a commission (m.17(2) to (7), (14))."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_work, seats
from workflows.textbook_law.draft import Member, MemberRole, Work
from workflows.textbook_review.messages.commission import CommissionProposal
from workflows.textbook_review.messages.review import CommissionOrder, EvaluationReport
from workflows.textbook_review.rules.bands import Band
from workflows.textbook_review.rules.commission import (
    breaches_of_commission_proposal,
    breaches_of_order,
    breaches_of_order_without_approval,
)
from workflows.textbook_review.rules.evaluation import breaches_of_first_evaluation

TURKISH = a_work(lesson="turkce", field="turkce")
ENGLISH = a_work(lesson="ingilizce", field="ingilizce", foreign_language=True)
BOTH = a_work(lesson="turkce", field="resim")
PAINTING = a_work(lesson="gorsel-sanatlar", field="resim")


def a_proposal(members: tuple[Member, ...], **changes: Any) -> CommissionProposal:
    usual: dict[str, Any] = {"members": members, "chair": members[0].id}
    return CommissionProposal.model_validate(usual | changes)


def an_order(members: tuple[Member, ...], **changes: Any) -> CommissionOrder:
    usual: dict[str, Any] = {
        "members": members,
        "chair": members[0].id,
        "order_no": "G-5",
        "hours": Decimal(78),
        "in_hours": True,
    }
    return CommissionOrder.model_validate(usual | changes)


def an_evaluation(members: tuple[Member, ...], **changes: Any) -> EvaluationReport:
    usual: dict[str, Any] = {
        "members": members,
        "agrees": True,
        "scientific_errors": 3,
        "report_no": "D-9",
    }
    return EvaluationReport.model_validate(usual | changes)


@pytest.mark.rule("T-17.2")
@pytest.mark.parametrize(
    ("field", "language", "visual", "broken"),
    [
        pytest.param(3, 1, 1, 0, id="m.17/2 just enough"),
        pytest.param(5, 2, 2, 0, id="m.17/2 more of each"),
        pytest.param(2, 1, 1, 1, id="two field experts"),
        pytest.param(3, 0, 1, 1, id="no language expert"),
        pytest.param(3, 1, 0, 1, id="no visual designer"),
        pytest.param(1, 0, 0, 3, id="every seat short: all are named"),
    ],
)
def test_a_review_commission_has_its_experts(
    field: int, language: int, visual: int, broken: int
) -> None:
    proposal = a_proposal(seats(field, language, visual))

    found = breaches_of_commission_proposal(proposal, a_work(), BOOK)

    assert rules_of(found) == ["T-17.2"] * broken


@pytest.mark.rule("T-17.2")
@pytest.mark.parametrize("role", list(MemberRole))
def test_any_expert_may_be_added_where_needed(role: MemberRole) -> None:
    proposal = a_proposal((*seats(3, 1, 1), Member(role=role, id="another")))

    assert breaches_of_commission_proposal(proposal, a_work(), BOOK) == ()


@pytest.mark.rule("T-17.6")
@pytest.mark.parametrize(
    ("work", "members", "broken"),
    [
        pytest.param(TURKISH, seats(3, 0, 1), [], id="Turkish: four members"),
        pytest.param(ENGLISH, seats(3, 0, 1), [], id="foreign language: four members"),
        pytest.param(PAINTING, seats(3, 1, 0), [], id="painting: four members"),
        pytest.param(TURKISH, seats(3, 1, 1), ["T-17.6"], id="Turkish: language expert added"),
        pytest.param(PAINTING, seats(3, 1, 1), ["T-17.6"], id="painting: designer added"),
        pytest.param(TURKISH, seats(2, 0, 1), ["T-17.2"], id="Turkish: three members"),
        pytest.param(PAINTING, seats(3, 0, 0), ["T-17.2"], id="painting: no language expert"),
        pytest.param(BOTH, seats(3, 0, 0), ["T-17.6"], id="m.17/7 both left out: three"),
        pytest.param(BOTH, seats(4, 0, 0), [], id="m.17/7 both left out: four"),
    ],
)
def test_an_expert_is_left_out_where_the_field_is_theirs(
    work: Work, members: tuple[Member, ...], broken: list[str]
) -> None:
    found = breaches_of_commission_proposal(a_proposal(members), work, BOOK)

    assert rules_of(found) == broken


@pytest.mark.rule("T-17.3")
def test_the_chair_is_one_of_the_members() -> None:
    proposal = a_proposal(seats(3, 1, 1), chair="somebody-else")

    assert rules_of(breaches_of_commission_proposal(proposal, a_work(), BOOK)) == ["T-17.3"]


@pytest.mark.rule("T-17.2")
def test_nobody_sits_twice() -> None:
    members = (*seats(3, 1, 0), Member(role=MemberRole.VISUAL_DESIGNER, id="person-0"))

    breaches = breaches_of_commission_proposal(a_proposal(members), a_work(), BOOK)

    assert [breach.what for breach in breaches] == ["person-0 is named more than once"]


FROM_OUTSIDE = [
    pytest.param(True, "PR-2031-4", [], id="m.17/5 from a university, by protocol"),
    pytest.param(True, None, ["T-17.5"], id="from a university, no protocol"),
    pytest.param(False, "PR-2031-4", ["T-17.5"], id="a protocol for one of the Ministry"),
    pytest.param(False, None, [], id="one of the Ministry"),
]


@pytest.mark.rule("T-17.5")
@pytest.mark.parametrize(("outside", "protocol_no", "broken"), FROM_OUTSIDE)
def test_who_comes_from_outside_sits_by_protocol(
    outside: bool,  # noqa: FBT001
    protocol_no: str | None,
    broken: list[str],
) -> None:
    expert = Member(
        role=MemberRole.FIELD_EXPERT, id="professor-1", outside=outside, protocol_no=protocol_no
    )
    members = (*seats(3, 1, 1), expert)

    proposed = breaches_of_commission_proposal(a_proposal(members), a_work(), BOOK)
    evaluating = breaches_of_commission_proposal(a_proposal(members), a_work(), BOOK, "evaluation")

    assert rules_of(proposed) == broken
    assert rules_of(evaluating) == broken


# -- the order that follows ------------------------------------------------------------------------


@pytest.mark.rule("T-20.1")
@pytest.mark.rule("R-T.18")
def test_the_order_assigns_the_commission_that_was_approved() -> None:
    members = seats(3, 1, 1)
    approved = a_proposal(members)

    assert breaches_of_order(an_order(members), approved) == ()
    assert breaches_of_order(an_order(members[::-1], chair="person-0"), approved) == ()


STRANGER = Member(role=MemberRole.VISUAL_DESIGNER, id="person-9")


@pytest.mark.rule("T-20.1")
@pytest.mark.rule("R-T.18")
@pytest.mark.parametrize(
    ("members", "chair", "what"),
    [
        pytest.param(
            (*seats(3, 1, 0), STRANGER),
            "person-0",
            "not approved: person-9, visual designer; "
            "approved, not named: person-4, visual designer",
            id="somebody else",
        ),
        pytest.param(
            (*seats(3, 1, 1), STRANGER),
            "person-0",
            "not approved: person-9, visual designer; approved, not named: nobody",
            id="one more",
        ),
        pytest.param(
            seats(3, 1, 0),
            "person-0",
            "not approved: nobody; approved, not named: person-4, visual designer",
            id="one less",
        ),
        pytest.param(
            (*seats(3, 1, 1), seats(1, 0, 0)[0]),
            "person-0",
            "not approved: person-0, field expert; approved, not named: nobody",
            id="one of them twice",
        ),
        pytest.param(
            seats(3, 2, 0),
            "person-0",
            "not approved: person-4, language expert; "
            "approved, not named: person-4, visual designer",
            id="in another role",
        ),
        pytest.param(
            seats(3, 1, 1),
            "person-1",
            "not approved: person-1, chair; approved, not named: person-0, chair",
            id="another chair",
        ),
    ],
)
def test_another_commission_than_the_approved_one_is_not_assigned(
    members: tuple[Member, ...], chair: str, what: str
) -> None:
    (breach,) = breaches_of_order(an_order(members, chair=chair), a_proposal(seats(3, 1, 1)))

    assert breach.rule == "T-20.1"
    assert breach.what == f"the order names, {what}"


@pytest.mark.rule("T-11.2b")
@pytest.mark.rule("T-17.3")
def test_the_presidency_sets_up_the_commission_for_a_translation_itself() -> None:
    translators = seats(1, 1, 0)

    assert breaches_of_order_without_approval(an_order(translators)) == ()
    strange = breaches_of_order_without_approval(an_order(translators, chair="person-7"))
    assert rules_of(strange) == ["T-17.3"]


@pytest.mark.rule("T-17.3")
@pytest.mark.parametrize(
    ("stated", "outside"),
    [
        pytest.param({"in_hours": True}, 0, id="all within"),
        pytest.param({"in_hours": False}, 78, id="all outside"),
        pytest.param({"in_hours": True, "hours_outside": Decimal(20)}, 20, id="partly outside"),
    ],
)
def test_an_order_says_which_part_lies_outside_working_hours(
    stated: dict[str, Any], outside: int
) -> None:
    assert an_order(seats(3, 1, 1), **stated).outside == outside


@pytest.mark.rule("T-17.3")
@pytest.mark.parametrize(
    "stated",
    [
        pytest.param({"hours_outside": Decimal(79)}, id="more than the whole"),
        pytest.param(
            {"in_hours": False, "hours_outside": Decimal(20)}, id="none within, yet a part"
        ),
    ],
)
def test_the_part_fits_the_whole(stated: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="hours_outside"):
        an_order(seats(3, 1, 1), **stated)


# -- the evaluation commission ---------------------------------------------------------------------


@pytest.mark.rule("T-17.14a")
@pytest.mark.parametrize(
    ("work", "members", "broken"),
    [
        pytest.param(a_work(), seats(2, 1, 1), 0, id="m.17/14 just enough"),
        pytest.param(a_work(), seats(1, 1, 1), 1, id="one field expert"),
        pytest.param(a_work(), seats(2, 0, 1), 1, id="no language expert"),
        pytest.param(a_work(), seats(2, 1, 0), 1, id="no visual designer"),
        pytest.param(TURKISH, seats(2, 0, 1), 0, id="m.17/6 Turkish"),
    ],
)
def test_an_evaluation_commission_has_its_experts(
    work: Work, members: tuple[Member, ...], broken: int
) -> None:
    breaches = breaches_of_commission_proposal(a_proposal(members), work, BOOK, "evaluation")

    assert rules_of(breaches) == ["T-17.14a"] * broken


@pytest.mark.rule("T-17.2")
@pytest.mark.rule("T-17.14a")
@given(st.integers(1, 5), st.integers(0, 2), st.integers(0, 2))
def test_who_may_review_may_also_evaluate(field: int, language: int, visual: int) -> None:
    members = seats(field, language, visual)
    for work in (a_work(), TURKISH, ENGLISH, PAINTING):
        if not breaches_of_commission_proposal(a_proposal(members), work, BOOK):
            selected = a_proposal(members)
            assert not breaches_of_commission_proposal(selected, work, BOOK, "evaluation")


@pytest.mark.rule("T-17.14b")
@pytest.mark.parametrize(
    ("band", "agrees", "reasons", "broken"),
    [
        pytest.param(Band.FROM_75_TO_90, True, None, [], id="agrees"),
        pytest.param(Band.FROM_75_TO_90, False, "Puan düşük.", [], id="disagrees with reasons"),
        pytest.param(Band.FROM_75_TO_90, False, None, ["T-17.14b"], id="disagrees without"),
        pytest.param(Band.FROM_90, False, None, [], id="T-17.13 the Board sees it anyway"),
    ],
)
def test_a_disagreement_goes_to_the_board_with_reasons(
    band: Band,
    agrees: bool,  # noqa: FBT001
    reasons: str | None,
    broken: list[str],
) -> None:
    evaluation = an_evaluation(seats(2, 1, 1), agrees=agrees, reasons=reasons)

    assert rules_of(breaches_of_first_evaluation(evaluation, band)) == broken
