"""Acts that the law reserves to an office (S-A): a table written from the articles."""

import pytest

from tests.kit.plays import at
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.roles import Role
from workflows.textbook_review.process import REVIEW
from workflows.textbook_review.stages import Stage

from .reviews import Review
from .ways import WAYS, in_first_review

WHEN = "2027-02-01T10:00"

BOARD, TTK, PRJ, DIR = "board", "presidency", "review-department", "directorate"
BRANCH, RF, PRE = "books-branch", "revolving-fund", "preliminary-commission"
REV, EVAL = "review-commission", "evaluation-commission"

BY_LAW = [
    # article, act, who alone may do it, at which stage
    ("m.4(1)g, 17", "record_board_decision", BOARD, Stage.BOARD),
    ("m.23", "sign_follow_up_form", BOARD, Stage.FOLLOW_UP),
    ("m.13(1)", "set_up_preliminary_commission", TTK, Stage.SUBMITTED),
    ("m.13(1)", "record_preliminary_report", PRE, Stage.PRELIMINARY_REVIEW),
    ("m.13(2)", "hand_over_to_directorate", BRANCH, Stage.CODING),
    ("m.17(8), (11)", "record_review_report", REV, Stage.FIRST_REVIEW),
    ("m.17(16)", "record_review_report", REV, Stage.SECOND_REVIEW),
    ("m.17(14)", "record_evaluation_report", EVAL, Stage.EVALUATION),
    ("m.17(17)", "record_evaluation_report", EVAL, Stage.SECOND_EVALUATION),
    ("m.20(1)", "propose_commission", PRJ, Stage.AT_DIRECTORATE),
    ("m.20(1)", "propose_commission", PRJ, Stage.RE_REVIEW),
    ("m.22(2)", "assign_objection_commission", TTK, Stage.OBJECTION),
    ("m.17(18)", "record_conditional_check", EVAL, Stage.CONDITIONAL_CHECK),
    ("m.17(18)", "record_guided_corrections_complete", EVAL, Stage.GUIDED_CHECK),
    ("m.17(15)", "submit_corrected_draft", "applicant", Stage.CORRECTION),
    ("m.22(1)", "file_objection", "applicant", Stage.OBJECTION_OPEN),
]
BESIDE_BY_LAW = [
    ("m.13(3)", "open_envelope", BOARD),
    ("m.16(2)", "record_unfit_for_programme", BOARD),
    ("m.7(5)", "record_quotation_breach", BOARD),
    ("m.27", "record_programme_change", BOARD),
    ("m.17(21)", "record_board_guidance", BOARD),
    ("m.7(2)", "record_unfit_authors", TTK),
    ("m.5(2)", "record_false_document", TTK),
    ("m.37(1)", "record_pen_name", TTK),
    ("m.42(1)", "record_proven_offence", TTK),
    ("m.42(1)", "record_criminal_complaint", TTK),
    ("m.19(2)", "cancel_commission_duty", TTK),
    ("m.15(4)", "record_reviewer_payment", RF),
    ("m.17(10)", "record_supplement_report", REV),
    ("m.16", "withdraw", "applicant"),
]
APPOINTING = [
    # an approval and an order follow a selection; who may do them is law as well
    ("m.20(1)", "approve_commission", TTK),
    ("m.17(2)", "assign_commission", DIR),
]


def may(review: Review, name: str) -> set[str]:
    """Who is let in with an act, as the gate answers to every role, one after the other."""
    let_in = set()
    for role in REVIEW.roles:
        judged = gate.admit(review.reading, review.command(name, role, WHEN), at(WHEN))
        reasons = judged.reasons if isinstance(judged, Refusal) else ()
        if not any(
            " may not " in reason.what or "is not open" in reason.what for reason in reasons
        ):
            let_in.add(role)
    return let_in


@pytest.mark.rule("S-A")
@pytest.mark.parametrize(
    ("name", "role", "stage"), [pytest.param(*row[1:], id=f"{row[1]} {row[0]}") for row in BY_LAW]
)
def test_what_the_law_reserves_to_an_office_nobody_else_does(
    name: str, role: str, stage: Stage
) -> None:
    assert may(WAYS[stage](), name) == {role}


@pytest.mark.rule("S-A")
@pytest.mark.parametrize(
    ("name", "role"), [pytest.param(*row[1:], id=f"{row[1]} {row[0]}") for row in BESIDE_BY_LAW]
)
def test_so_it_is_with_what_may_come_at_any_stage(name: str, role: str) -> None:
    assert may(in_first_review(), name) == {role}


@pytest.mark.rule("S-A", "T-20.1", "T-17.2", "R-T.18")
def test_the_presidency_approves_and_the_directorate_orders() -> None:
    review = WAYS[Stage.AT_DIRECTORATE]()
    review.proposes("2026-03-23T10:00")
    for _, name, role in APPOINTING:
        assert may(review, name) == {role}
        review.approves("2026-03-23T11:00") if role == TTK else None


@pytest.mark.rule("S-A", "T-17.14a", "T-17.3")
def test_of_an_evaluation_commission_the_presidency_does_both() -> None:
    review = in_first_review()
    review.scores("2026-04-06T10:00", "82.40")
    assert may(review, "propose_evaluation_commission") == {PRJ}


@pytest.mark.rule("S-A")
def test_the_registry_stands_for_an_applicant_only_with_a_paper() -> None:
    assert Role.REGISTRY not in may(in_first_review(), "withdraw")
