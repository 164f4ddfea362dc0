"""The follow-up form of the guiding Board members (m.23)."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK
from workflows.textbook_review.messages.commission import FollowUpForm
from workflows.textbook_review.rules.follow_up import breaches_of_follow_up_form


def a_form(*members: str, absent_reason: Any = None) -> FollowUpForm:
    return FollowUpForm(members=members, absent_reason=absent_reason, form_no="T-2031-4")


@pytest.mark.rule("T-23.1")
@pytest.mark.parametrize(
    ("form", "refused"),
    [
        pytest.param(a_form("b-1", "b-2"), [], id="two"),
        pytest.param(a_form("b-1", "b-2", "b-3"), [], id="three"),
        pytest.param(a_form("b-1"), ["T-23.1"], id="one"),
        pytest.param(a_form("b-1", "b-1"), ["T-23.1"], id="one, twice"),
        pytest.param(a_form("b-1", absent_reason="leave"), [], id="one, two on leave"),
        pytest.param(a_form("b-1", absent_reason="sick"), [], id="one, two sick"),
        pytest.param(a_form("b-1", absent_reason="duty"), [], id="one, two on duty"),
        pytest.param(a_form("b-1", "b-1", absent_reason="duty"), ["T-23.1"], id="away and twice"),
        pytest.param(a_form("b-1", "b-2", absent_reason="duty"), [], id="two all the same"),
    ],
)
def test_two_members_sign_or_one_while_two_are_away(form: FollowUpForm, refused: list[str]) -> None:
    assert rules_of(breaches_of_follow_up_form(form, (), BOOK)) == refused


@pytest.mark.rule("R-T.26")
def test_who_sat_on_a_commission_of_the_draft_does_not_sign() -> None:
    commissions = ("person-0", "b-2")

    assert breaches_of_follow_up_form(a_form("b-1", "b-3"), commissions, BOOK) == ()
    (breach,) = breaches_of_follow_up_form(a_form("b-1", "b-2"), commissions, BOOK)
    assert breach.rule == "R-T.26"
    assert breach.what == "b-2 guides a commission of this draft and sat on one"


@pytest.mark.rule("T-23.1", "R-T.26")
def test_a_form_is_told_everything_that_is_wrong_with_it() -> None:
    found = breaches_of_follow_up_form(a_form("b-2", "b-2"), {"b-2"}, BOOK)

    assert rules_of(found) == ["T-23.1", "R-T.26"]


@pytest.mark.rule("T-23.1")
def test_nobody_or_another_reason_does_not_decode() -> None:
    with pytest.raises(ValidationError):
        a_form()
    with pytest.raises(ValidationError):
        a_form("b-1", absent_reason="busy")
