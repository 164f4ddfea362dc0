"""Objections: once, with reasons, in fifteen days, before people who have not sat before (m.22)."""

from typing import Any

import pytest

from tests.kit.reasons import rules_of
from tests.unit.textbook_review.drafts import a_unit_application
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.roles import Role
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    OTHERS,
    Body,
    Review,
    an_expert,
    contested,
    heard,
    order,
)
from .ways import (
    in_coding,
    in_evaluation,
    objected,
    objected_in_correction,
    refiled,
    rejected,
)

DUE = "2026-04-24T17:30:00"
"""Fifteen days after Wednesday 8 April are Thursday 23 April, a holiday."""


def refused_objection(review: Review, received: str, body: Body, **known: Any) -> list[str]:
    says: Body = {"coefficient": "1.30"} | known
    name = "file_objection"
    return rules_of(review.refused(name, Role.APPLICANT, received, body, known=says))


# -- fifteen days --------------------------------------------------------------------------------


@pytest.mark.rule("T-22.1", "R-T.4", "R-T.5", "R-S.4", "S-D")
@pytest.mark.parametrize(
    ("received", "in_time"),
    [
        pytest.param(DUE, True, id="close of business of the day it rolled to"),
        pytest.param("2026-04-24T17:30:01", False, id="a second later"),
    ],
)
def test_an_objection_is_in_time_until_business_closes_on_the_fifteenth_day(
    *, received: str, in_time: bool
) -> None:
    review = rejected()
    assert (review.stage, review.due("T-22.1")) == (Stage.OBJECTION_OPEN, DUE)
    known: Body = {"coefficient": "1.30"}
    command = review.command("file_objection", Role.APPLICANT, received, contested(), known=known)
    judged = review.judge(command)

    assert isinstance(judged, Admitted) is in_time
    assert review.stage == (Stage.OBJECTION if in_time else Stage.OBJECTION_OPEN)
    assert not isinstance(judged, Refusal) or rules_of(judged.reasons) == ["T-22.1"]


@pytest.mark.rule("T-22.1", "T-17.12")
def test_a_rejection_that_nobody_contests_is_that_of_its_report() -> None:
    review = rejected()
    review.alone()

    assert review.outcome == ("rejected", "T-17.12", "2026-04-06")
    assert review.entries("lapse") == [("lapse", "T-22.1", DUE)]
    reminded = [day for _, _, day in review.told("T-22.1")]
    assert reminded == ["2026-04-17", "2026-04-22", "2026-04-24"]


@pytest.mark.rule("T-22.1")
def test_nobody_is_reminded_of_days_that_were_used() -> None:
    review = objected()
    told = review.told("T-22.1")
    assert told[-1] == ("T-22.1/1", "presidency", "2026-04-20")
    review.until("2026-06-01T10:00")

    assert review.term("T-22.1").state == "met"
    assert (review.told("T-22.1"), review.entries("lapse")) == (told, [])


@pytest.mark.rule("T-22.1")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(contested(3, 3), id="a finding twice"),
        pytest.param(contested(21), id="a finding that the report does not have"),
    ],
)
def test_an_objection_names_findings_of_the_report_each_with_its_ground(body: Body) -> None:
    assert refused_objection(rejected(), "2026-04-20T10:00", body) == ["T-22.1"]
    silent: Body = contested() | {"items": []}
    assert refused_objection(rejected(), "2026-04-20T10:00", silent) == ["T-22.1"]


@pytest.mark.rule("T-22.1", "R-T.13")
def test_a_preliminary_return_is_not_open_to_objection() -> None:
    """The days against the findings end on Tuesday 12 May; the return of the 13th opens none."""
    review = refiled()
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00", "type_size")
    assert review.stage == Stage.AWAITING_SERVICE
    assert refused_objection(review, "2026-05-13T11:00", contested()) == ["T-22.1"]
    review.serves("T-13.4/1", "2026-05-14T10:00", by=Office.BOOKS_BRANCH)

    assert review.stage == Stage.CORRECTION
    assert refused_objection(review, "2026-05-14T11:00", contested()) == ["T-22.1"]
    assert [key for key in review.file.terms if key.startswith("T-22.1")] == ["T-22.1"]


# -- fee -----------------------------------------------------------------------------------------


@pytest.mark.rule("T-22.3")
@pytest.mark.parametrize(
    ("body", "known", "refused"),
    [
        pytest.param(contested(), {}, [], id="13 signatures x 3000 x 1.30"),
        pytest.param(contested(paid="50699.99"), {}, ["T-22.3"], id="a kurus less"),
        pytest.param(contested(paid="48750.00"), {}, ["T-22.3"], id="the coefficient of before"),
        pytest.param(contested(paid=None), {}, ["T-22.3"], id="not paid"),
        pytest.param(contested(receipt_no="D-77"), {}, ["T-22.3"], id="the receipt of before"),
        pytest.param(contested(paid_on="2026-04-21"), {}, ["T-22.3"], id="paid tomorrow"),
        pytest.param(contested(), {"coefficient": None}, [], id="no coefficient known"),
        pytest.param(
            contested(paid_on="2026-04-21"), {"coefficient": None}, ["T-22.3"], id="nor a past day"
        ),
    ],
)
def test_the_fee_is_paid_in_full_once_more_with_the_coefficient_of_that_period(
    body: Body, known: Body, refused: list[str]
) -> None:
    review = rejected()
    says: Body = {"coefficient": "1.30", **known}
    when = "2026-04-20T10:00"
    judged = review.judge(review.command("file_objection", Role.APPLICANT, when, body, known=says))

    assert (rules_of(judged.reasons) if isinstance(judged, Refusal) else []) == refused
    assert (review.stage == Stage.OBJECTION) is (not refused)


@pytest.mark.rule("T-22.3")
@pytest.mark.parametrize("paid_on", ["2026-04-17", None])
def test_the_register_is_asked_for_the_coefficient_of_the_payment_day(paid_on: str | None) -> None:
    body = contested(paid=None) if paid_on is None else contested(paid_on=paid_on)
    review = rejected()
    command = review.command("file_objection", Role.APPLICANT, "2026-04-20T10:00", body)
    asked = gate.question_for(review.reading, command)

    assert asked is not None
    assert (asked[0].by, asked[1]) == ("coefficients", {"paid_on": paid_on})


@pytest.mark.rule("T-22.3", "R-T.17")
def test_who_paid_nothing_for_the_review_pays_nothing_for_an_objection() -> None:
    review = in_coding(application=a_unit_application())
    review.hands_over("2026-03-18T10:00", code=None)
    review.assigns("2026-03-23T10:00")
    review.scores("2026-04-06T10:00", "74.99")
    review.serves("T-17.12/1", "2026-04-08T10:00")
    review.send("file_objection", Role.APPLICANT, "2026-04-20T10:00", contested(paid=None))

    assert review.stage == Stage.OBJECTION


# -- new commission ------------------------------------------------------------------------------


@pytest.mark.rule("T-22.2")
def test_nobody_who_took_part_before_looks_at_the_objection() -> None:
    review = objected_in_correction()
    name, when = "assign_objection_commission", "2026-05-06T10:00"
    # the first three sat on the review and the evaluation, the last one on the preliminary review
    before: Any = ["person-0", "person-1", "person-4", "pre-1"]
    members: Any = [
        *OTHERS[:2],
        *(an_expert(person) for person in before),
    ]
    body = order(members=members, chair="other-0", order_no="G-9")
    refused = review.refused(name, Office.PRESIDENCY, when, body)
    assert [(no.rule, no.what.split()[0]) for no in refused] == [("T-22.2", p) for p in before]

    stranger = order(members=OTHERS, chair="other-9", order_no="G-9")
    assert rules_of(review.refused(name, Office.PRESIDENCY, when, stranger)) == ["T-22.2"]
    review.hears(when)
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.REVIEW_COMMISSION)


@pytest.mark.rule("T-22.2")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(heard(3, 8), id="accepts what is not contested"),
        pytest.param(heard(3, scientific_errors=5), id="adds scientific errors"),
    ],
)
def test_the_new_commission_looks_at_contested_items_only(body: Body) -> None:
    review = objected()
    review.hears("2026-04-27T10:00")
    name, when = "record_objection_report", "2026-05-11T10:00"

    assert rules_of(review.refused(name, Office.REVIEW_COMMISSION, when, body)) == ["T-22.2"]


# -- after a rejection ---------------------------------------------------------------------------


@pytest.mark.rule("T-22.2", "R-T.13", "T-4.4")
def test_what_the_new_commission_accepts_is_scored_and_the_board_decides() -> None:
    review = objected()
    review.hears("2026-04-27T10:00")
    review.answers("2026-05-11T10:00", 3, score="91.00", scientific_errors=3)
    assert (review.stage, review.waiting_on) == (Stage.FOLLOW_UP, Office.BOARD)
    review.decides("2026-05-25T10:00", "accept", decided_on="2026-05-25")

    assert review.outcome == ("accepted", "T-22.2", "2026-05-25")
    assert review.told("T-22.2") == [("T-22.2/1", "applicant", "2026-05-25")]
    [decided] = [n.facts for n in review.notices if n.rule == "T-22.2"]
    assert (decided["score"], decided["report_no"]) == ("91.00", "IT-1")
    assert decided["decision_no"] == "K-1"
    assert len(review.books) == 1


@pytest.mark.rule("T-17.18a", "T-22.2")
def test_the_errors_that_remain_measure_a_conditional_acceptance() -> None:
    """208 pages allow 13."""
    review = in_evaluation("74.00", scientific_errors=14)
    review.serves("T-17.12/1", "2026-04-08T10:00")
    review.objects("2026-04-20T10:00")
    review.hears("2026-04-27T10:00")
    review.answers("2026-05-11T10:00", 3, scientific_errors=13)
    review.decides("2026-05-25T10:00", "conditional", decided_on="2026-05-25")

    assert review.stage == Stage.AWAITING_SERVICE


@pytest.mark.rule("T-22.1", "R-T.13", "T-17.23")
def test_a_second_rejection_is_the_end() -> None:
    review = objected()
    review.hears("2026-04-27T10:00")
    review.answers("2026-05-11T10:00")
    review.decides("2026-05-25T10:00", "not-suitable", decided_on="2026-05-25")
    assert review.stage == Stage.AWAITING_SERVICE
    review.serves("T-17.23/1", "2026-06-01T10:00")

    assert review.outcome == ("not-suitable", "T-17.23", "2026-05-25")
    assert [key for key in review.file.terms if key.startswith("T-22.1")] == ["T-22.1"]


@pytest.mark.rule("T-4.4", "R-T.13")
def test_the_board_decides_on_an_objection_after_it_was_made() -> None:
    review = objected()
    review.hears("2026-04-27T10:00")
    review.answers("2026-05-11T10:00")
    name, when = "record_board_decision", "2026-05-25T10:00"
    early: Body = {"decision": "correction", "decision_no": "K-1", "decided_on": "2026-04-19"}

    assert rules_of(review.refused(name, Office.BOARD, when, early)) == ["T-4.4"]
