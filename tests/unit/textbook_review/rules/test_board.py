"""What the Board may decide (m.17(13), (14), (17) to (19), (24))."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_work
from workflows.kernel.law.rulebook import with_figures
from workflows.textbook_law.draft import Part, PartKind, WorkKind
from workflows.textbook_review.messages.board import BoardDecision, BoardRuling
from workflows.textbook_review.rules.board import (
    BeforeBoard,
    Path,
    breaches_of_board_decision,
    open_rulings,
    within_error_limit,
)

ACCEPT, CONDITIONAL = BoardRuling.ACCEPT, BoardRuling.CONDITIONAL
WITHOUT_ACCEPTANCE = (BoardRuling.RE_REVIEW, BoardRuling.CORRECTION, BoardRuling.NOT_SUITABLE)


def a_decision(ruling: BoardRuling, **changes: Any) -> BoardDecision:
    usual: dict[str, Any] = {
        "decision": ruling,
        "decision_no": "KK-2031-44",
        "decided_on": date(2031, 9, 1),
        "reasoned_report_no": "GR-1" if ruling is BoardRuling.NOT_SUITABLE else None,
        "first_school_year": 2032 if ruling in {ACCEPT, CONDITIONAL} else None,
    }
    return BoardDecision.model_validate(usual | changes)


@pytest.mark.rule("T-17.18a")
@pytest.mark.rule("R-T.9")
@pytest.mark.parametrize(
    ("pages", "errors", "allowed"),
    [
        pytest.param(200, 12, True, id="R-T.9 200 pages allow 12"),
        pytest.param(200, 13, False, id="R-T.9 200 pages do not allow 13"),
        pytest.param(208, 13, True, id="T.8 208 pages allow 13"),
        pytest.param(208, 14, False, id="T.8 208 pages do not allow 14"),
        pytest.param(15, 0, True, id="no error is always allowed"),
        pytest.param(15, 1, False, id="one error needs 16 pages"),
    ],
)
def test_one_scientific_error_per_sixteen_pages(
    pages: int,
    errors: int,
    allowed: bool,  # noqa: FBT001
) -> None:
    assert within_error_limit(pages, errors, BOOK) is allowed


@pytest.mark.rule("R-T.9")
def test_the_pages_of_a_set_are_added_up() -> None:
    parts = (
        Part(kind=PartKind.TEXTBOOK, pages=120),
        Part(kind=PartKind.WORKBOOK, pages=80),
        Part(kind=PartKind.AUDIO, pages=0),
    )

    assert a_work(kind=WorkKind.SET, parts=parts).pages == 200


@pytest.mark.parametrize(
    ("path", "rulings"),
    [
        pytest.param(
            Path.HIGH_SCORE,
            (ACCEPT, CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=pytest.mark.rule("T-17.13"),
        ),
        pytest.param(
            Path.DISAGREEMENT,
            (CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=[pytest.mark.rule("T-17.14b"), pytest.mark.rule("R-T.8")],
        ),
        pytest.param(
            Path.SECOND_ROUND,
            (ACCEPT, CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=pytest.mark.rule("T-17.17b"),
        ),
        pytest.param(
            Path.RE_REVIEW,
            (ACCEPT, CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=pytest.mark.rule("T-17.19"),
        ),
        pytest.param(
            Path.OBJECTION,
            (ACCEPT, CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=pytest.mark.rule("T-22.2"),
        ),
        pytest.param(
            Path.UPDATE,
            (ACCEPT, CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=pytest.mark.rule("T-17.25"),
        ),
        pytest.param(
            Path.TRANSLATION,
            (ACCEPT, CONDITIONAL, *WITHOUT_ACCEPTANCE),
            marks=pytest.mark.rule("T-11.2b"),
        ),
    ],
)
def test_each_path_opens_its_decisions(path: Path, rulings: tuple[BoardRuling, ...]) -> None:
    assert open_rulings(BeforeBoard(path, 200, 12), BOOK) == rulings
    assert open_rulings(BeforeBoard(path, 200, 13), BOOK) == tuple(
        r for r in rulings if r is not CONDITIONAL
    )


@pytest.mark.rule("R-T.8")
def test_a_setting_closes_conditional_acceptance_after_a_disagreement() -> None:
    strict = with_figures(BOOK, {"figures.board.p14.conditional": False})

    assert open_rulings(BeforeBoard(Path.DISAGREEMENT, 200, 0), strict) == WITHOUT_ACCEPTANCE
    assert CONDITIONAL in open_rulings(BeforeBoard(Path.HIGH_SCORE, 200, 0), strict)


@pytest.mark.rule("R-T.23")
@pytest.mark.parametrize("path", [Path.UPDATE, Path.TRANSLATION, Path.RE_REVIEW, Path.OBJECTION])
def test_only_a_draft_with_a_score_is_accepted_on_conditions(path: Path) -> None:
    scored = BeforeBoard(path, 200, 0)
    unscored = replace(scored, scored=False)
    refused = breaches_of_board_decision(a_decision(CONDITIONAL), unscored, BOOK)

    assert CONDITIONAL in open_rulings(scored, BOOK)
    assert open_rulings(unscored, BOOK) == (ACCEPT, *WITHOUT_ACCEPTANCE)
    assert rules_of(refused) == ["R-T.23"]


@pytest.mark.rule("T-17.13")
@given(
    st.sampled_from(Path),
    st.sampled_from(BoardRuling),
    st.integers(1, 600),
    st.integers(0, 60),
)
def test_what_is_open_is_admitted_and_what_is_not_is_refused(
    path: Path, ruling: BoardRuling, pages: int, errors: int
) -> None:
    breaches = breaches_of_board_decision(
        a_decision(ruling), BeforeBoard(path, pages, errors), BOOK
    )

    assert (breaches == ()) is (ruling in open_rulings(BeforeBoard(path, pages, errors), BOOK))


@pytest.mark.rule("T-17.18a")
def test_too_many_errors_are_told_with_their_limit() -> None:
    decision = a_decision(CONDITIONAL)

    (breach,) = breaches_of_board_decision(decision, BeforeBoard(Path.HIGH_SCORE, 200, 13), BOOK)

    assert breach.rule == "T-17.18a"
    assert breach.what == "13 scientific errors on 200 pages"
    assert breach.why.endswith("that is 12")
    assert breach.do == "decide one of: accept, re-review, correction, not-suitable"


@pytest.mark.rule("T-17.14b")
def test_a_draft_in_dispute_cannot_simply_be_accepted() -> None:
    decision = a_decision(ACCEPT)

    assert rules_of(
        breaches_of_board_decision(decision, BeforeBoard(Path.DISAGREEMENT, 200, 0), BOOK)
    ) == ["T-17.14b"]


@pytest.mark.rule("T-17.23")
def test_a_rejection_needs_a_reasoned_report() -> None:
    bare = a_decision(BoardRuling.NOT_SUITABLE, reasoned_report_no=None)

    assert rules_of(
        breaches_of_board_decision(bare, BeforeBoard(Path.HIGH_SCORE, 200, 0), BOOK)
    ) == ["T-17.23"]


@pytest.mark.parametrize("ruling", list(BoardRuling))
def test_only_an_accepted_book_has_a_first_school_year(ruling: BoardRuling) -> None:
    decision = a_decision(ruling, first_school_year=2032)

    breaches = breaches_of_board_decision(decision, BeforeBoard(Path.HIGH_SCORE, 200, 0), BOOK)

    assert rules_of(breaches) == ([] if ruling in {ACCEPT, CONDITIONAL} else ["B-25.1"])


@pytest.mark.rule("B-25.1")
@pytest.mark.parametrize("ruling", [ACCEPT, CONDITIONAL])
def test_an_acceptance_names_the_school_year_from_which_its_term_runs(ruling: BoardRuling) -> None:
    silent = a_decision(ruling, first_school_year=None)

    breaches = breaches_of_board_decision(silent, BeforeBoard(Path.HIGH_SCORE, 200, 0), BOOK)

    assert rules_of(breaches) == ["B-25.1"]
