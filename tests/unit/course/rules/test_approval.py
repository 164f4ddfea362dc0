"""The chain of approvals (§6)."""

import pytest

from tests.kit.reasons import rules_of
from tests.unit.course.courses import BOOK
from workflows.course.messages.course import ApprovalDecision
from workflows.course.offices import Office
from workflows.course.rules.approval import approval_chain, breaches_of_approval
from workflows.kernel.law.rulebook import with_figures


@pytest.mark.rule("C-6.1")
def test_the_institution_approves_first_then_the_district() -> None:
    assert approval_chain(BOOK) == (
        Office.PRINCIPAL,
        Office.BRANCH_MANAGER,
        Office.DISTRICT_DIRECTOR,
    )


@pytest.mark.rule("R-C.4")
def test_the_chain_is_a_setting() -> None:
    without_district = with_figures(
        BOOK, {"figures.approval.chain": "principal education-directorate"}
    )
    nonsense = with_figures(BOOK, {"figures.approval.chain": "principal nobody"})

    assert approval_chain(without_district) == (
        Office.PRINCIPAL,
        Office.EDUCATION_DIRECTORATE,
    )
    with pytest.raises(ValueError, match="nobody"):
        approval_chain(nonsense)


@pytest.mark.rule("R-C.3")
@pytest.mark.parametrize(
    ("approved", "reasons", "found"),
    [
        pytest.param(True, None, [], id="approved"),
        pytest.param(False, "Eğitici belgesi eksik.", [], id="back, and why"),
        pytest.param(False, None, ["R-C.3"], id="back, and nobody knows why"),
    ],
)
def test_what_goes_back_goes_back_with_reasons(
    *, approved: bool, reasons: str | None, found: list[str]
) -> None:
    decision = ApprovalDecision(approved=approved, reasons=reasons)

    assert rules_of(breaches_of_approval(decision)) == found
