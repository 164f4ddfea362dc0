"""What is recorded beside the way of a draft: envelope, doubts, opinions, lateness, pay."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import BOOK, COEFFICIENT, a_unit_application, a_work
from workflows.textbook_law.draft import PartKind, WorkKind
from workflows.textbook_law.fees import fee_of
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    Body,
    Review,
    draft,
)
from .ways import (
    at_directorate,
    before_board,
    in_coding,
    in_correction,
    in_evaluation,
    in_first_review,
    in_re_review,
    in_second_evaluation,
    objected,
    rejected,
)

MARCH_25 = "2026-03-25T10:00"
DECIDED: Body = {"decision_no": "K-5", "decided_on": "2026-03-25"}


# -- the sealed envelope -------------------------------------------------------------------------


def below_90_twice() -> Review:
    review = in_second_evaluation("88.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=True)
    return review


def ruled_by_board(decision: str) -> Review:
    review = before_board()
    review.decides("2026-11-24T10:00", decision)
    return review


def openings(review: Review) -> list[tuple[Any, Any]]:
    rows = review.rows("envelope-openings")
    assert {(row["envelope_no"], row["rule"]) for row in rows} <= {("Z-1", "T-13.3")}
    return [(row["ground"], row["on"]) for row in rows]


@pytest.mark.rule("T-13.3")
def test_the_board_may_have_the_envelope_opened_at_any_stage() -> None:
    review = at_directorate()
    review.send("open_envelope", Office.BOARD, MARCH_25, DECIDED)

    assert openings(review) == [("board-decision K-5", "2026-03-25")]
    assert (review.stage, review.outcome) == (Stage.AT_DIRECTORATE, None)
    assert review.effects()["registers"] == ["envelope-openings: Z-1/board-decision K-5"]


@pytest.mark.rule("T-13.3")
@pytest.mark.parametrize("decided_on", ["2026-03-08", "2026-03-26"])
def test_its_decision_is_neither_older_than_the_case_nor_still_to_come(decided_on: str) -> None:
    body = DECIDED | {"decided_on": decided_on}
    refused = at_directorate().refused("open_envelope", Office.BOARD, MARCH_25, body)

    assert rules_of(refused) == ["T-13.3"]


@pytest.mark.rule("T-13.3", "T-13.2c")
def test_before_the_hand_over_there_is_no_envelope_to_open() -> None:
    refused = in_coding().refused("open_envelope", Office.BOARD, MARCH_25, DECIDED)

    assert rules_of(refused) == ["T-13.3"]


@pytest.mark.rule("T-13.3")
def test_the_board_opens_the_envelope_of_a_draft_that_is_found_suitable() -> None:
    review = before_board()
    assert openings(review) == []
    review.decides("2026-11-25T10:00", "accept", decided_on="2026-11-24")

    assert openings(review) == [("found suitable", "2026-11-24")]


@pytest.mark.rule("T-13.3", "T-13.4")
def test_the_branch_opens_it_whenever_the_draft_goes_back_in_corrections_as_well() -> None:
    review = in_correction()
    assert openings(review) == [("sent back T-17.15a/1", "2026-04-20")]
    review.refiles("2026-05-11T14:00")
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00", "type_size")

    assert openings(review)[1:] == [("sent back T-13.4/1", "2026-05-13")]


@pytest.mark.rule("T-13.3")
@pytest.mark.parametrize(
    ("review", "ground", "on"),
    [
        pytest.param(rejected, "sent back T-17.12/1", "2026-04-06", id="rejected"),
        pytest.param(below_90_twice, "sent back T-17.17a/1", "2026-06-22", id="below 90 twice"),
        pytest.param(
            lambda: ruled_by_board("not-suitable"), "sent back T-17.23/1", "2026-11-24", id="Board"
        ),
        pytest.param(
            lambda: ruled_by_board("correction"), "sent back T-17.13/1", "2026-11-24", id="again"
        ),
        pytest.param(
            lambda: ruled_by_board("conditional"), "sent back T-17.18a/1", "2026-11-24", id="if"
        ),
    ],
)
def test_every_result_that_goes_back_opens_it_once(review: Any, ground: str, on: str) -> None:
    assert openings(review())[-1] == (ground, on)
    assert [ground for ground, _ in openings(review())].count(ground) == 1


# -- doubts and opinions -------------------------------------------------------------------------


@pytest.mark.rule("T-17.21")
def test_a_doubt_is_laid_before_the_board_which_answers_it_once() -> None:
    review = in_first_review()
    name = "record_board_guidance"
    answer: Body = DECIDED | {"guidance": "the annex counts"}
    assert rules_of(review.refused(name, Office.BOARD, MARCH_25, answer)) == ["T-17.21"]

    doubt: Body = {"question": "does the annex count?"}
    review.send("refer_doubt_to_board", Office.REVIEW_COMMISSION, "2026-03-25T11:00", doubt)
    early = answer | {"decided_on": "2026-03-26"}
    assert rules_of(review.refused(name, Office.BOARD, "2026-03-25T12:00", early)) == ["T-17.21"]
    review.send(name, Office.BOARD, "2026-03-25T13:00", answer)
    assert rules_of(review.refused(name, Office.BOARD, "2026-03-25T14:00", answer)) == ["T-17.21"]

    assert (review.stage, review.outcome) == (Stage.FIRST_REVIEW, None)
    asked = [entry.body for entry in review.journal if entry.name == "refer_doubt_to_board"]
    assert asked == [doubt]


@pytest.mark.rule("T-17.19")
def test_a_university_is_asked_once_a_re_review_has_been_ordered() -> None:
    name, role = "record_university_opinion", Office.REVIEW_DEPARTMENT
    body: Body = {"university": "ankara", "opinion_no": "U-1", "favourable": True}
    assert rules_of(before_board().refused(name, role, "2026-11-25T10:00", body)) == ["T-17.19"]
    review = in_re_review()
    review.send(name, role, "2026-11-25T10:00", body)

    assert review.stage == Stage.RE_REVIEW


# -- supplementary material ----------------------------------------------------------------------


def with_supplement(score: str) -> Review:
    parts = (
        {"kind": PartKind.TEXTBOOK, "pages": 208},
        {"kind": PartKind.WORKBOOK, "pages": 96},
        {"kind": PartKind.SUPPLEMENT, "pages": 32},
    )
    work = a_work(kind=WorkKind.SET, parts=parts)
    owed = fee_of(work, COEFFICIENT, BOOK)
    fee = {"amount": str(owed), "paid_on": "2026-03-06", "receipt_no": "D-77"}
    return in_evaluation(score, application=draft(work=work, fee=fee))


@pytest.mark.rule("T-17.10a")
@pytest.mark.parametrize("suitable", [True, False])
def test_supplementary_material_has_a_report_of_its_own(*, suitable: bool) -> None:
    review = with_supplement("75.00")
    body: Body = {"suitable": suitable, "report_no": "EM-1"}
    review.send("record_supplement_report", Office.REVIEW_COMMISSION, "2026-04-07T10:00", body)

    told = [] if suitable else [("T-17.10a/1", "applicant", "2026-04-07")]
    assert review.told("T-17.10a") == told
    assert (review.stage, review.outcome) == (Stage.EVALUATION, None)


@pytest.mark.rule("T-17.10a")
@pytest.mark.parametrize(
    "way",
    [
        pytest.param(lambda: with_supplement("74.99"), id="below 75 points"),
        pytest.param(in_evaluation, id="a work without supplement"),
        pytest.param(in_first_review, id="no score yet"),
    ],
)
def test_there_is_none_below_75_points_and_none_where_there_is_no_supplement(way: Any) -> None:
    review: Review = way()
    name, role = "record_supplement_report", Office.REVIEW_COMMISSION
    body: Body = {"suitable": True, "report_no": "EM-1"}

    assert rules_of(review.refused(name, role, "2026-04-07T10:00", body)) == ["T-17.10a"]


# -- late members, cancelled duties --------------------------------------------------------------


@pytest.mark.rule("S-19.1")
def test_time_beyond_the_limit_is_on_record_as_unpaid_each_time() -> None:
    review = in_first_review()
    for day, hours in (("25", "3.5"), ("26", "1")):
        body: Body = {"member": "person-2", "hours_unpaid": hours}
        name = "record_late_member"
        review.send(name, Office.REVIEW_DEPARTMENT, f"2026-03-{day}T10:00", body)

    assert review.rows("commission-duties") == [
        {"rule": "S-19.1", "hours_unpaid": "3.5"},
        {"rule": "S-19.1", "hours_unpaid": "1"},
    ]
    keys = [r.key for r in review.registers if r.into == "commission-duties"]
    assert all("/person-2/" in key for key in keys)
    assert review.stage == Stage.FIRST_REVIEW


@pytest.mark.rule("S-19.2")
def test_a_cancelled_duty_is_on_record_and_the_department_is_told() -> None:
    review = in_first_review()
    body: Body = {"member": "person-2", "ground": "not-objective", "finding_no": "B-7"}
    review.send("cancel_commission_duty", Office.PRESIDENCY, MARCH_25, body)

    assert review.rows("commission-duties") == [
        {
            "rule": "S-19.2",
            "ground": "not-objective",
            "finding_no": "B-7",
            "member": "person-2",
            "cancelled_at": f"{MARCH_25}:00+03:00",
        }
    ]
    assert review.told("S-19.2") == [("S-19.2/1", "review-department", "2026-03-25")]
    assert "person-2" not in review.notices[-1].model_dump_json()


# -- pay -----------------------------------------------------------------------------------------


def pays(month: str, amount: str, deductions: str = "8750.00") -> Body:
    return {"month": month, "amount": amount, "deductions": deductions, "hours": "40"}


@pytest.mark.rule("T-15.4", "T-15.5")
def test_reviewers_get_at_most_65_percent_of_what_is_left_of_the_fee() -> None:
    """48750.00 less 8750.00 are 40000.00 lira, of which 26000.00 may be paid."""
    review = in_evaluation()
    name, role = "record_reviewer_payment", Office.REVOLVING_FUND
    review.send(name, role, "2026-04-30T10:00", pays("2026-03", "20000.00"))
    when = "2026-05-29T10:00"
    too_much = review.refused(name, role, when, pays("2026-04", "6000.01"))
    assert rules_of(too_much) == ["T-15.5"]
    assert rules_of(review.refused(name, role, when, pays("2026-03", "1.00"))) == ["T-15.4"]
    assert rules_of(review.refused(name, role, when, pays("2026-06", "1.00"))) == ["T-15.4"]
    review.send(name, role, when, pays("2026-04", "6000.00"))

    assert review.rows("reviewer-payments") == [
        {"month": "2026-03", "amount": "20000.00"},
        {"month": "2026-04", "amount": "6000.00"},
    ]
    assert review.stage == Stage.EVALUATION


@pytest.mark.rule("T-15.5", "T-22.3")
def test_the_fee_of_an_objection_pays_reviewers_as_well() -> None:
    """48750.00 and 50700.00 less 8750.00 are 90700.00 lira, of which 58955.00 may be paid."""
    review = objected()
    name, role = "record_reviewer_payment", Office.REVOLVING_FUND
    too_much = pays("2026-04", "58955.01")
    assert rules_of(review.refused(name, role, "2026-05-04T10:00", too_much)) == ["T-15.5"]
    review.send(name, role, "2026-05-04T10:00", pays("2026-04", "58955.00"))

    assert len(review.rows("reviewer-payments")) == 1


@pytest.mark.rule("T-15.5", "R-T.17")
def test_the_rule_sets_no_cap_where_no_fee_is_paid() -> None:
    review = in_coding(application=a_unit_application())
    review.hands_over("2026-03-18T10:00", code=None)
    review.assigns("2026-03-23T10:00")
    body = pays("2026-03", "90000.00", deductions="0.00")
    review.send("record_reviewer_payment", Office.REVOLVING_FUND, "2026-04-30T10:00", body)

    assert len(review.rows("reviewer-payments")) == 1
