"""Who sits on a commission (m.17(2) to (7), (14))."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.textbook.messages import (
    CommissionOrder,
    EvaluationReport,
    Member,
    MemberRole,
    Work,
)
from workflows.textbook.rules.bands import Band
from workflows.textbook.rules.commission import (
    breaches_of_commission_order,
    breaches_of_evaluation_commission,
)
from workflows.textbook.rules.evaluation import breaches_of_first_evaluation

from .drafts import BOOK, a_work, rules_of, seats

TURKISH = a_work(lesson="turkce", field="turkce")
ENGLISH = a_work(lesson="ingilizce", field="ingilizce", foreign_language=True)
PAINTING = a_work(lesson="gorsel-sanatlar", field="resim")


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
    order = an_order(seats(field, language, visual))

    assert rules_of(breaches_of_commission_order(order, a_work(), BOOK)) == ["T-17.2"] * broken


@pytest.mark.rule("T-17.2")
@pytest.mark.parametrize("role", list(MemberRole))
def test_any_expert_may_be_added_where_needed(role: MemberRole) -> None:
    order = an_order((*seats(3, 1, 1), Member(role=role, id="another")))

    assert breaches_of_commission_order(order, a_work(), BOOK) == ()


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
    ],
)
def test_an_expert_is_left_out_where_the_field_is_theirs(
    work: Work, members: tuple[Member, ...], broken: list[str]
) -> None:
    assert rules_of(breaches_of_commission_order(an_order(members), work, BOOK)) == broken


@pytest.mark.rule("T-17.3")
def test_the_chair_is_one_of_the_members() -> None:
    order = an_order(seats(3, 1, 1), chair="somebody-else")

    assert rules_of(breaches_of_commission_order(order, a_work(), BOOK)) == ["T-17.3"]


@pytest.mark.rule("T-17.2")
def test_nobody_sits_twice() -> None:
    members = (*seats(3, 1, 0), Member(role=MemberRole.VISUAL_DESIGNER, id="person-0"))

    breaches = breaches_of_commission_order(an_order(members), a_work(), BOOK)

    assert [breach.what for breach in breaches] == ["person-0 is named more than once"]


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
    breaches = breaches_of_evaluation_commission(an_evaluation(members), work, BOOK)

    assert rules_of(breaches) == ["T-17.14a"] * broken


@pytest.mark.rule("T-17.2")
@pytest.mark.rule("T-17.14a")
@given(st.integers(1, 5), st.integers(0, 2), st.integers(0, 2))
def test_who_may_review_may_also_evaluate(field: int, language: int, visual: int) -> None:
    members = seats(field, language, visual)
    for work in (a_work(), TURKISH, ENGLISH, PAINTING):
        if not breaches_of_commission_order(an_order(members), work, BOOK):
            assert not breaches_of_evaluation_commission(an_evaluation(members), work, BOOK)


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

    assert rules_of(breaches_of_first_evaluation(evaluation, band, a_work(), BOOK)) == broken
