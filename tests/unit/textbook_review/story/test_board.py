"""Before the Board: decisions, conditional acceptance, re-review, and how a review ends."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, a_work
from workflows.kernel.judgement import gate
from workflows.kernel.law.rulebook import with_figures
from workflows.kernel.roles import Role
from workflows.textbook_law.draft import PartKind, WorkKind
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    DELIVERED,
    Review,
    draft,
    ruled,
)
from .ways import (
    before_board,
    conditional,
    guided,
    in_conditional_check,
    in_evaluation,
    in_guided_check,
    in_re_evaluation,
    in_re_review,
    in_second_evaluation,
)

BOARD_DAY = "2026-11-24T10:00"


def refused_ruling(review: Review, decision: str, **more: Any) -> list[str]:
    body = ruled(decision, **more)
    return rules_of(review.refused("record_board_decision", Office.BOARD, BOARD_DAY, body))


def after_disagreement(score: str = "82.40", **given: Any) -> Review:
    review = in_evaluation(score, **given)
    review.evaluates("2026-04-20T10:00", agrees=False)
    review.signs("2026-04-21T10:00")
    return review


def after_second_round(**given: Any) -> Review:
    review = in_second_evaluation("91.00", **given)
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=False)
    return review


# -- acceptance ----------------------------------------------------------------------------------


@pytest.mark.rule("T-4.4", "T-17.13", "T-17.23")
def test_a_draft_of_90_points_is_accepted_by_the_board_and_becomes_a_textbook() -> None:
    review = before_board()
    assert review.books == []
    review.decides(BOARD_DAY, "accept", first_school_year=2027)

    assert review.outcome == ("accepted", "T-17.13", "2026-11-24")
    assert review.books == [
        {
            "names_on_cover": "authors",
            "lesson": "matematik",
            "grade": "7",
            "decision_no": "K-1",
            "decided_on": "2026-11-24",
            "first_school_year": 2027,
        }
    ]
    assert review.told("T-17.23") == [("T-17.23/1", "applicant", "2026-11-24")]
    assert review.notices[-1].facts["decision_no"] == "K-1"
    assert (review.stage, review.file.open_terms) == (Stage.CLOSED, ())


@pytest.mark.rule("T-17.13")
@pytest.mark.parametrize("agrees", [True, False])
def test_from_90_points_the_board_decides_whatever_the_evaluation_says(*, agrees: bool) -> None:
    review = in_evaluation("90.00")
    review.evaluates("2026-04-20T10:00", agrees=agrees)

    assert review.stage == Stage.FOLLOW_UP
    review.decides(BOARD_DAY, "accept")
    assert review.outcome == ("accepted", "T-17.13", "2026-11-24")


@pytest.mark.rule("T-17.17b", "R-T.11")
def test_after_the_second_round_the_board_may_accept() -> None:
    review = after_second_round()
    review.decides(BOARD_DAY, "accept")

    assert review.outcome == ("accepted", "T-17.17b", "2026-11-24")


@pytest.mark.rule("T-17.14b", "R-T.8")
def test_after_a_disagreement_the_board_may_accept_conditionally_only() -> None:
    review = after_disagreement()
    assert refused_ruling(review, "accept") == ["T-17.14b"]
    review.decides(BOARD_DAY, "conditional")
    assert review.stage == Stage.AWAITING_SERVICE

    strict = after_disagreement(book=with_figures(BOOK, {"figures.board.p14.conditional": False}))
    assert refused_ruling(strict, "conditional") == ["T-17.14b"]


@pytest.mark.rule("T-17.14b")
@pytest.mark.parametrize(
    ("decision", "stage"),
    [
        ("re-review", Stage.RE_REVIEW),
        ("correction", Stage.AWAITING_SERVICE),
        ("not-suitable", Stage.AWAITING_SERVICE),
    ],
)
def test_after_a_disagreement_the_board_has_three_ways_more(decision: str, stage: Stage) -> None:
    review = after_disagreement()
    review.decides(BOARD_DAY, decision)

    assert review.stage == stage
    assert review.books == []


@pytest.mark.rule("T-17.23")
def test_a_rejection_by_the_board_needs_a_reasoned_report_and_tells_the_applicant() -> None:
    review = before_board()
    assert refused_ruling(review, "not-suitable", reasoned_report_no=None) == ["T-17.23"]
    review.decides(BOARD_DAY, "not-suitable")
    assert review.told("T-17.23") == [("T-17.23/1", "applicant", "2026-11-24")]
    assert review.notices[-1].facts["report_no"] == "GR-1"
    assert review.stage == Stage.AWAITING_SERVICE
    review.serves("T-17.23/1", "2026-11-30T10:00")
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.23", "2026-11-24")
    assert review.books == []


@pytest.mark.rule("T-4.4")
@pytest.mark.parametrize(
    "decided_on",
    [
        pytest.param("2062-11-24", id="still to come"),
        pytest.param("2026-03-08", id="before the filing"),
    ],
)
def test_a_decision_is_dated_between_the_filing_and_the_day_it_is_recorded(
    decided_on: str,
) -> None:
    review = before_board()

    assert len(refused_ruling(review, "conditional", decided_on=decided_on)) == 1


# -- correction ordered by the Board -------------------------------------------------------------


def corrected_by_order(review: Review, nth: int = 1) -> None:
    """Correct within a week what the Board ordered; both commissions see it at 90 again."""
    month = nth + 1
    review.serves(f"T-17.13/{nth}", f"2027-{month:02}-01T10:00")
    review.refiles(f"2027-{month:02}-04T10:00")
    review.takes_up(f"2027-{month:02}-05T10:00")
    review.examines(f"2027-{month:02}-05T11:00")
    review.scores(f"2027-{month:02}-19T10:00", "91.00")
    review.evaluates(f"2027-{month:02}-22T10:00", agrees=True, below_90=False)


@pytest.mark.rule("T-17.13", "R-T.11")
def test_the_board_may_order_corrections_as_often_as_it_takes() -> None:
    review = before_board()
    for nth in (1, 2, 3):
        review.decides("2027-01-25T10:00" if nth == 1 else f"2027-{nth:02}-25T10:00", "correction")
        assert review.stage == Stage.AWAITING_SERVICE
        corrected_by_order(review, nth)
        assert review.stage == Stage.FOLLOW_UP

    keys = [key for key in review.file.terms if key.startswith("T-17.13")]
    assert keys == ["T-17.13", "T-17.13#2", "T-17.13#3"]
    assert {review.term(key).state for key in keys} == {"met"}
    review.decides("2027-04-26T10:00", "accept")
    assert review.outcome == ("accepted", "T-17.17b", "2027-04-26")


@pytest.mark.rule("R-T.7", "T-17.13", "R-S.12")
def test_a_correction_ordered_by_the_board_lapses_alike_and_bans_nobody() -> None:
    review = before_board()
    review.decides(BOARD_DAY, "correction")
    review.serves("T-17.13/1", "2026-12-01T10:00")
    assert review.due("T-17.13") == "2026-12-31T17:30:00"
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.13", "2026-12-31")
    assert ("T-17.13/2", "applicant", "2026-12-31") in review.told("T-17.13")
    registers = {"queue", "sealed-envelopes", "effort-budgets", "envelope-openings"}
    assert {entered.into for entered in review.registers} == registers


# -- re-review -----------------------------------------------------------------------------------


@pytest.mark.rule("T-17.19", "R-T.12")
def test_a_re_review_has_a_new_commission_and_comes_back_by_evaluation() -> None:
    review = in_re_review()
    assert (review.stage, review.waiting_on) == (Stage.RE_REVIEW, Office.REVIEW_DEPARTMENT)

    review = in_re_evaluation()
    assert [(occasion, to) for occasion, to, _ in review.told("T-17.3")] == [
        ("T-17.3/1", "review-commission"),
        ("T-17.3/1", "evaluation-commission"),
        ("T-17.3/2", "review-commission"),
    ]
    assert (review.stage, review.waiting_on) == (Stage.RE_EVALUATION, Office.EVALUATION_COMMISSION)
    review.evaluates("2027-01-25T10:00", agrees=False, scientific_errors=0)
    assert review.stage == Stage.FOLLOW_UP
    review.decides("2027-02-01T10:00", "accept")
    assert review.outcome == ("accepted", "T-17.19", "2027-02-01")


@pytest.mark.rule("T-17.19")
def test_the_board_may_order_more_than_one_re_review() -> None:
    review = in_re_evaluation()
    review.evaluates("2027-01-25T10:00", agrees=True)
    review.decides("2027-02-01T10:00", "re-review")

    assert review.stage == Stage.RE_REVIEW


# -- conditional acceptance ----------------------------------------------------------------------


@pytest.mark.rule("T-17.18a", "R-T.9")
@pytest.mark.parametrize(
    ("pages", "errors", "refused"),
    [
        pytest.param(208, 13, [], id="208 pages allow 13"),
        pytest.param(208, 14, ["T-17.18a"], id="208 pages do not allow 14"),
        pytest.param(200, 12, [], id="200 pages allow 12"),
        pytest.param(200, 13, ["T-17.18a"], id="200 pages do not allow 13"),
    ],
)
def test_scientific_errors_may_not_exceed_a_sixteenth_of_the_pages(
    pages: int, errors: int, refused: list[str]
) -> None:
    work = a_work(parts=({"kind": PartKind.TEXTBOOK, "pages": pages},))
    review = before_board(errors, application=draft(work=work))
    command = review.command("record_board_decision", Office.BOARD, BOARD_DAY, ruled("conditional"))
    no = gate.refusal_of(review.reading, command, command.counts_from)

    assert (rules_of(no.reasons) if no else []) == refused


@pytest.mark.rule("R-T.9")
@pytest.mark.parametrize("decision", ["correction", "re-review", "not-suitable"])
def test_beyond_the_limit_the_other_decisions_remain(decision: str) -> None:
    review = before_board(14)
    review.decides(BOARD_DAY, decision)

    assert review.books == []


@pytest.mark.rule("R-T.9")
def test_the_limit_of_a_set_is_that_of_all_its_inner_pages() -> None:
    parts = tuple({"kind": kind, "pages": 112} for kind in (PartKind.TEXTBOOK, PartKind.WORKBOOK))
    work = a_work(kind=WorkKind.SET, parts=parts)
    fee = {"amount": "52500.00", "paid_on": "2026-03-06", "receipt_no": "D-77"}

    review = before_board(14, application=draft(work=work, fee=fee))
    review.decides(BOARD_DAY, "conditional")
    too_many = before_board(15, application=draft(work=work, fee=fee))
    assert refused_ruling(too_many, "conditional") == ["T-17.18a"]


@pytest.mark.rule("T-17.18a", "T-17.18b", "R-T.4", "R-S.4", "S-D")
def test_seven_days_from_the_service_of_the_report() -> None:
    """T.8: served on Tuesday 1 December, due on Tuesday the 8th at close of business."""
    review = conditional()

    assert review.told("T-17.18a") == [("T-17.18a/1", "applicant", "2026-11-24")]
    assert (review.stage, review.due("T-17.18b")) == (Stage.CONDITIONAL, "2026-12-08T17:30:00")
    name, late = "submit_conditional_corrections", "2026-12-08T17:30:01"
    assert rules_of(review.refused(name, Role.APPLICANT, late, DELIVERED)) == ["T-17.18b"]
    review.alone()
    assert review.outcome == ("not-suitable", "T-17.18b", "2026-12-08")
    assert ("T-17.18b/1", "applicant", "2026-12-08") in review.told("T-17.18b")
    assert review.books == []


@pytest.mark.rule("T-17.18b")
def test_with_all_findings_reflected_and_no_new_errors_the_draft_is_accepted() -> None:
    review = in_conditional_check()
    assert (review.stage, review.waiting_on) == (
        Stage.CONDITIONAL_CHECK,
        Office.EVALUATION_COMMISSION,
    )
    review.checks("2026-12-07T10:00")

    assert review.outcome == ("accepted", "T-17.18b", "2026-12-07")
    assert [book["first_school_year"] for book in review.books] == [2027]


@pytest.mark.rule("T-17.18b")
@pytest.mark.parametrize("new_errors", [0, 3])
def test_findings_left_out_come_back_and_the_seven_days_run_on(new_errors: int) -> None:
    """Served on Tuesday 1 December: seven days end on Tuesday the 8th."""
    review = in_conditional_check()
    assert review.term("T-17.18b").state == "met"
    review.checks("2026-12-07T10:00", new_errors, reflected=False)

    assert (review.stage, review.waiting_on) == (Stage.CONDITIONAL, Role.APPLICANT)
    assert review.due("T-17.18b") == "2026-12-08T17:30:00"
    [back] = [n for n in review.notices if n.template == "corrections_incomplete"]
    assert (back.rule, back.facts["report_no"], back.facts["until"]) == (
        "T-17.18b",
        "S-1",
        "2026-12-08",
    )
    review.reflects("2026-12-08T17:30")
    review.checks("2026-12-10T10:00")
    assert review.outcome == ("accepted", "T-17.18b", "2026-12-10")


@pytest.mark.rule("T-17.18b")
def test_only_the_end_of_the_seven_days_makes_the_draft_unsuitable() -> None:
    """Paper of the last day may still be entered until noon of the next working day."""
    review = in_conditional_check()
    review.checks("2026-12-07T10:00", reflected=False)
    review.until("2026-12-09T11:59")
    assert review.stage == Stage.CONDITIONAL
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.18b", "2026-12-08")
    assert review.books == []


@pytest.mark.rule("T-17.18c", "R-T.4", "R-S.1", "S-D")
@pytest.mark.parametrize(
    ("served_at", "due"),
    [
        pytest.param("2026-12-08T10:00", "2026-12-29T17:30:00", id="served on 8 December"),
        pytest.param("2026-12-11T10:00", "2027-01-04T17:30:00", id="11 December, over New Year"),
    ],
)
def test_new_errors_are_mended_within_fifteen_working_days(served_at: str, due: str) -> None:
    """T.8."""
    review = guided(served_at)

    assert review.told("T-17.18c")[0] == ("T-17.18c/1", "applicant", "2026-12-07")
    assert (review.stage, review.due("T-17.18c")) == (Stage.GUIDED, due)
    review.alone()
    assert review.outcome == ("not-suitable", "T-17.18c", due[:10])


@pytest.mark.rule("T-17.18c")
def test_the_evaluation_commission_says_whether_they_are_mended() -> None:
    review = in_guided_check()
    assert review.waiting_on == Office.EVALUATION_COMMISSION
    review.finishes("2027-01-11T10:00")

    assert review.outcome == ("accepted", "T-17.18c", "2027-01-11")
    assert len(review.books) == 1


@pytest.mark.rule("T-17.18c")
def test_under_its_guidance_the_applicant_tries_as_often_as_the_days_allow() -> None:
    """Served on Friday 11 December: fifteen working days end on Monday 4 January (T.8)."""
    review = in_guided_check()
    for day, said in (("2026-12-29", "S-2"), ("2026-12-31", "S-2")):
        review.finishes(f"{day}T10:00", completed=False)
        assert (review.stage, review.due("T-17.18c")) == (Stage.GUIDED, "2027-01-04T17:30:00")
        assert review.notices[-1].facts["report_no"] == said
        review.mends(f"{day}T16:00")
    review.finishes("2027-01-11T10:00")

    assert review.outcome == ("accepted", "T-17.18c", "2027-01-11")
    told = [occasion for occasion, _, _ in review.told("T-17.18c") if "incomplete" in occasion]
    assert told == ["T-17.18c/incomplete/T-17.18c/1", "T-17.18c/incomplete/T-17.18c/2"]


@pytest.mark.rule("T-17.18c")
def test_what_is_not_mended_when_the_fifteen_days_are_over_is_unsuitable_from_their_end() -> None:
    """The last check of Monday 11 January finds the last try wanting; nobody is told of days."""
    review = in_guided_check()
    review.finishes("2027-01-11T10:00", completed=False)
    assert not [n for n in review.notices if n.template == "corrections_incomplete"]
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.18c", "2027-01-04")
    assert review.books == []


@pytest.mark.rule("R-T.6", "T-17.18b", "T-17.18c")
@pytest.mark.parametrize("key", ["T-17.18b", "T-17.18c"])
def test_these_clocks_never_stand(key: str) -> None:
    assert not guided().term(key).law.pausable


@pytest.mark.rule("T-17.18b", "T-17.18c")
@pytest.mark.parametrize("key", ["T-17.18b", "T-17.18c"])
def test_corrections_filed_in_time_meet_their_term(key: str) -> None:
    """Filed in time, the applicant is neither reminded any more nor does a lapse go on record."""
    review = in_conditional_check() if key == "T-17.18b" else in_guided_check()
    told = len(review.told(key))
    review.until("2027-02-01T10:00")

    assert review.term(key).state == "met"
    assert len(review.told(key)) == told
    assert review.entries("lapse") == []
