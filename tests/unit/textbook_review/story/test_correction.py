"""The review from evaluation to the second evaluation: thirty days, and what interrupts them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.plays import at
from tests.kit.reasons import rules_of
from workflows.kernel.case.refusal import Refusal
from workflows.kernel.judgement import gate
from workflows.kernel.judgement.entry import Admitted
from workflows.kernel.law.agenda import INSTANT
from workflows.kernel.roles import Role
from workflows.textbook_law.registers import Register
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import (
    DELIVERED,
    OTHERS,
    Body,
    Review,
    evaluated,
    scored,
    served,
)
from .ways import (
    awaiting_service,
    held,
    in_correction,
    in_evaluation,
    in_second_evaluation,
    in_second_review,
    refiled,
)

DUE = "2026-06-01T17:30:00"
"""Thirty days after Monday 27 April are Wednesday 27 May: Kurban, and Sunday the 31st (T.8)."""
SETTLED = "2026-06-02T12:00:00"


# -- evaluation ----------------------------------------------------------------------------------


@pytest.mark.rule("T-17.14a")
def test_the_evaluation_commission_has_two_field_experts_a_language_and_a_visual_one() -> None:
    review = held()
    review.until("2026-12-09T09:00")  # no evaluation commission has been selected so far
    lacking: Any = [OTHERS[0], OTHERS[4]]  # one for the field, one for the looks
    body: Body = {"members": lacking, "chair": "other-0"}
    name, role = "propose_evaluation_commission", Office.REVIEW_DEPARTMENT

    refused = review.refused(name, role, "2026-12-09T10:00", body)
    assert rules_of(refused) == ["T-17.14a", "T-17.14a"]


@pytest.mark.rule("T-17.14b")
def test_a_disagreement_needs_reasons_and_goes_to_the_board() -> None:
    review = in_evaluation()
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    body = evaluated(agrees=False, reasons=None)
    assert rules_of(review.refused(name, role, "2026-04-20T10:00", body)) == ["T-17.14b"]
    review.evaluates("2026-04-20T10:00", agrees=False)

    assert (review.stage, review.waiting_on) == (Stage.FOLLOW_UP, Office.BOARD)
    assert review.told("T-17.15a") == []


@pytest.mark.rule("T-17.15a")
def test_agreement_goes_to_the_applicant_without_the_board() -> None:
    review = awaiting_service()

    assert (review.stage, review.waiting_on) == (Stage.AWAITING_SERVICE, Office.REVIEW_DEPARTMENT)
    assert review.told("T-17.15a") == [("T-17.15a/1", "applicant", "2026-04-20")]


# -- service -------------------------------------------------------------------------------------


@pytest.mark.rule("R-T.4", "R-S.2")
def test_the_days_run_from_service_and_not_from_the_letter() -> None:
    review = awaiting_service()
    review.until("2026-05-25T10:00")
    assert "T-17.15b" not in review.file.terms
    review.send(
        "record_service",
        Office.REVIEW_DEPARTMENT,
        "2026-05-25T10:00",
        served("T-17.15a/1", "2026-04-27"),
    )

    assert str(review.term("T-17.15b").starts_on) == "2026-04-27"
    assert review.due("T-17.15b") == DUE


def test_a_notification_that_is_not_served_is_not_forgotten() -> None:
    """An administrative reminder of ours: five working days, then the next office up."""
    review = awaiting_service()
    review.until("2026-05-08T10:00")

    assert [kind for kind, _, _ in review.entries("reminder", "escalation")] == [
        "reminder",
        "reminder",
        "escalation",
        "escalation",
    ]
    assert review.term("R-T.4").law.administrative
    review.serves("T-17.15a/1", "2026-05-08T11:00")
    assert review.term("R-T.4").state == "met"


@pytest.mark.rule("R-T.4")
def test_only_the_service_of_the_last_notification_counts() -> None:
    review = awaiting_service()
    name, role = "record_service", Office.REVIEW_DEPARTMENT
    body = served("T-17.12/1", "2026-03-08")

    refused = review.refused(name, role, "2026-04-27T11:00", body)
    assert rules_of(refused) == ["T-17.15a", "T-17.15a"]


@pytest.mark.rule("R-T.4")
@pytest.mark.parametrize(
    "served_on",
    [
        pytest.param("2026-04-28", id="tomorrow"),
        pytest.param("2099-01-01", id="past the end of the calendar"),
        pytest.param("2026-03-08", id="before the filing"),
    ],
)
def test_service_is_neither_in_the_future_nor_before_what_it_answers(served_on: str) -> None:
    """Design: a future service is refused; a past one opens the term with its true dates."""
    review = awaiting_service()
    body = served("T-17.15a/1", served_on)

    refused = review.refused("record_service", Office.REVIEW_DEPARTMENT, "2026-04-27T11:00", body)
    assert rules_of(refused) == ["T-17.15a"]


@pytest.mark.rule("T-13.4")
def test_a_return_served_before_the_refiling_is_refused() -> None:
    """Design, invariant 13: what somebody sends never becomes a failing workflow task."""
    review = refiled()
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-21T10:00", "type_size")
    body = served("T-13.4/1", "2026-05-10")

    refused = review.refused("record_service", Office.BOOKS_BRANCH, "2026-05-22T11:00", body)
    assert rules_of(refused) == ["T-13.4"]


def test_the_office_that_serves_is_the_one_that_is_reminded() -> None:
    review = refiled()
    review.takes_up("2026-05-12T10:00")
    review.examines("2026-05-13T10:00", "type_size")
    review.until("2026-05-21T10:00")

    assert review.waiting_on == Office.BOOKS_BRANCH
    reminded = {n.addressee for n in review.notices if "R-T.4#2/reminder" in n.occasion}
    assert reminded == {Office.BOOKS_BRANCH}


# -- thirty days ---------------------------------------------------------------------------------


@pytest.mark.rule("T-17.15b", "R-T.5", "R-S.3", "R-S.4", "R-B.11", "S-D")
@pytest.mark.parametrize(
    ("received", "in_time"),
    [
        pytest.param(DUE, True, id="close of business of the day it rolled to"),
        pytest.param("2026-06-01T17:30:01", False, id="a second later"),
    ],
)
def test_a_corrected_draft_is_in_time_until_business_closes(
    *, received: str, in_time: bool
) -> None:
    review = in_correction()
    assert review.due("T-17.15b") == DUE
    refiling = review.command("submit_corrected_draft", Role.APPLICANT, received, DELIVERED)
    judged = review.judge(refiling)

    assert isinstance(judged, Admitted) is in_time
    assert review.stage == (Stage.SECOND_PRELIMINARY if in_time else Stage.CORRECTION)
    assert not isinstance(judged, Refusal) or rules_of(judged.reasons) == ["T-17.15b"]


@pytest.mark.rule("T-17.15b", "R-S.12")
def test_thirty_silent_days_make_the_draft_unsuitable() -> None:
    review = in_correction()
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.15b", "2026-06-01")
    assert (review.journal[-1].counts_from, review.journal[-1].settled_at) == (at(DUE), at(SETTLED))
    assert review.told("T-17.15b") == [
        ("T-17.15b/reminder/10/2026-06-01", "applicant", "2026-05-22"),
        ("T-17.15b/reminder/3/2026-06-01", "applicant", "2026-05-26"),
        ("T-17.15b/reminder/0/2026-06-01", "applicant", "2026-06-01"),
        ("T-17.15b/1", "applicant", "2026-06-01"),
    ]


@pytest.mark.rule("T-17.15b")
@settings(max_examples=20)
@given(st.permutations(["at the end", "a second late", "settlement"]))
def test_a_draft_filed_at_the_end_wins_over_the_lapse_in_whatever_order_they_come(
    order: list[str],
) -> None:
    review = in_correction()
    review.until("2026-06-02T11:00")
    late = f"{at(DUE) + INSTANT:%Y-%m-%dT%H:%M:%S}"
    commands = {
        "at the end": review.command("submit_corrected_draft", Role.APPLICANT, DUE, DELIVERED),
        "a second late": review.command("submit_corrected_draft", Role.APPLICANT, late, DELIVERED),
    }
    cut = order.index("settlement")
    judged = {name: review.judge(commands[name], now="2026-06-02T11:00") for name in order[:cut]}
    rest = sorted(order[cut + 1 :], key=lambda name: commands[name].counts_from)
    settled = review.outage(SETTLED, *(commands[name] for name in order[cut + 1 :]))
    judged |= dict(zip(rest, settled, strict=True))

    assert isinstance(judged["at the end"], Admitted)
    no = judged["a second late"]
    assert isinstance(no, Refusal)
    assert no.refused_by == "T-17.15b"
    assert review.stage == Stage.SECOND_PRELIMINARY
    assert review.term("T-17.15b").state == "paused"


@pytest.mark.rule("T-17.15b", "R-S.1")
def test_a_decreed_closure_moves_the_last_day() -> None:
    review = in_correction()
    body: Any = {"days": {"2026-06-01": "idari izin"}, "decree_no": "B-1"}
    review.send("decree_closure", Office.MINISTRY, "2026-05-04T10:00", body)

    assert review.due("T-17.15b") == "2026-06-02T17:30:00"
    assert [term["key"] for term in review.effects()["terms"]] == ["T-17.15b"]


@pytest.mark.rule("T-11.1a", "T-12.1")
def test_a_corrected_draft_comes_in_as_many_copies_as_the_first() -> None:
    review = in_correction()
    body: Any = {"delivered": {"sets": 2, "electronic_copies": 0}}
    refused = review.refused("submit_corrected_draft", Role.APPLICANT, "2026-05-11T14:00", body)

    assert rules_of(refused) == ["T-11.1a", "T-11.1a"]


# -- what is left of the days --------------------------------------------------------------------


def returned(review: Review, served_on: str, nth: int = 1) -> None:
    """Return the draft and serve the return the same day."""
    review.takes_up(f"{served_on}T09:00")
    review.examines(f"{served_on}T10:00", "type_size")
    review.serves(f"T-13.4/{nth}", f"{served_on}T11:00", by=Office.BOOKS_BRANCH)


@pytest.mark.rule("T-13.4", "T-17.16", "R-T.6")
def test_the_clock_stands_while_the_preliminary_commission_has_the_draft() -> None:
    """T.8: fourteen of thirty days are used; preliminary review is due on Tuesday 26 May."""
    review = refiled()

    assert review.due("T-17.15b") == "paused"
    assert str(review.term("T-14.2#2").due_on) == "2026-05-26"
    review.until("2026-07-01T10:00")
    assert [key for _, key, _ in review.entries("lapse") if key != "T-22.1"] == []
    assert [occasion for occasion, _, _ in review.told("T-17.15b")] == []


@pytest.mark.rule("T-13.4", "R-T.6")
def test_a_returned_draft_may_be_filed_again_in_the_days_that_remain() -> None:
    """T.8: returned on Friday 22 May; sixteen days left are Sunday 7 June, hence Monday."""
    review = refiled()
    returned(review, "2026-05-22")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-06-08T17:30:00")
    assert review.told("T-13.4") == [("T-13.4/1", "applicant", "2026-05-22")]
    review.alone()
    assert review.outcome == ("not-suitable", "T-17.15b", "2026-06-08")


@pytest.mark.rule("T-13.4", "R-T.6")
def test_the_days_used_add_up_over_two_returns() -> None:
    review = refiled()
    returned(review, "2026-05-22")
    review.refiles("2026-06-01T10:00")
    returned(review, "2026-06-10", nth=2)

    # 14 and 10 days are used, 6 remain: Tuesday 16 June
    assert review.due("T-17.15b") == "2026-06-16T17:30:00"


@pytest.mark.rule("T-13.4", "R-T.6", "R-S.4")
def test_when_no_day_remains_the_next_working_day_is_the_last() -> None:
    """Filed on the day to which the term had rolled: all thirty days are used."""
    review = in_correction()
    review.refiles("2026-06-01T09:00")
    returned(review, "2026-06-05")

    assert review.due("T-17.15b") == "2026-06-08T17:30:00"


@pytest.mark.rule("T-13.4")
def test_a_draft_filed_in_time_but_told_late_stops_a_clock_that_had_run_out() -> None:
    review = in_correction()
    review.until("2026-06-02T09:00")
    assert review.term("T-17.15b").state == "ended"
    review.refiles("2026-06-01T17:00", now="2026-06-02T09:00")
    returned(review, "2026-06-05")

    assert (review.stage, review.due("T-17.15b")) == (Stage.CORRECTION, "2026-06-08T17:30:00")


# -- second review -------------------------------------------------------------------------------


@pytest.mark.rule("T-17.16")
def test_a_draft_that_passes_is_reviewed_again_out_of_queue() -> None:
    review = in_second_review()

    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_COMMISSION)
    assert review.term("T-17.15b").state == "met"
    assert review.term("T-17.15b").closed_at == at("2026-05-11T14:00")
    name, body = "record_review_report", scored("91.00")
    report = review.command(name, Office.REVIEW_COMMISSION, "2026-06-15T10:00", body)
    asked = gate.question_for(review.reading, report)
    assert asked is not None
    assert asked[0].by == Register.DUTIES  # and not the queue


@pytest.mark.rule("T-17.17a", "R-T.10", "T-22.1", "R-T.13")
@pytest.mark.parametrize("score", ["60.00", "89.99"])
def test_below_90_with_both_commissions_is_the_end_unless_somebody_objects(score: str) -> None:
    """Served on Wednesday 24 June: fifteen days end on Thursday 9 July."""
    review = in_second_evaluation(score)
    assert review.stage == Stage.SECOND_EVALUATION
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=True)
    assert review.told("T-17.17a") == [("T-17.17a/1", "applicant", "2026-06-22")]
    facts = review.notices[-1].facts
    assert (facts["score"], facts["review_report_no"], facts["evaluation_report_no"]) == (
        score,
        "R-1",
        "D-1",
    )
    assert (facts["may_object"], facts["objection_days"]) == (True, 15)
    review.serves("T-17.17a/1", "2026-06-24T10:00")
    assert (review.stage, review.due("T-22.1#2")) == (Stage.OBJECTION_OPEN, "2026-07-09T17:30:00")
    review.alone()

    assert review.outcome == ("not-suitable", "T-17.17a", "2026-06-22")


@pytest.mark.rule("T-22.1", "R-T.13", "T-17.17a")
def test_an_objection_to_it_goes_to_a_new_commission_and_to_the_board() -> None:
    review = in_second_evaluation("85.00")
    review.evaluates("2026-06-22T10:00", agrees=True, below_90=True)
    review.serves("T-17.17a/1", "2026-06-24T10:00")
    review.objects("2026-07-09T17:30")
    review.hears("2026-07-13T10:00")
    review.answers("2026-07-27T10:00", 3, score="91.00")
    review.decides("2026-08-10T10:00", "accept", decided_on="2026-08-10")

    assert review.outcome == ("accepted", "T-22.2", "2026-08-10")


@pytest.mark.rule("T-22.1", "R-T.13", "T-17.17a")
def test_who_has_objected_to_the_correction_has_no_second_objection_to_it() -> None:
    review = in_correction()
    review.objects("2026-05-04T14:00")
    review.hears("2026-05-06T10:00")
    review.answers("2026-05-18T10:00")
    review.decides("2026-06-01T10:00", "correction", decided_on="2026-06-01")
    review.serves("T-22.2/1", "2026-06-03T10:00")
    review.refiles("2026-06-05T10:00")
    review.takes_up("2026-06-08T10:00")
    review.examines("2026-06-09T10:00")
    review.scores("2026-06-22T10:00", "88.00")
    review.evaluates("2026-06-29T10:00", agrees=True, below_90=True)
    assert review.notices[-1].facts["may_object"] is False

    assert review.outcome == ("not-suitable", "T-17.17a", "2026-06-29")


@pytest.mark.rule("T-17.17b")
@pytest.mark.parametrize(
    ("score", "report"),
    [
        pytest.param("90.00", {"agrees": True, "below_90": False}, id="90, both"),
        pytest.param("90.00", {"agrees": False, "below_90": True}, id="90, evaluation below"),
        pytest.param("60.00", {"agrees": False, "below_90": False}, id="below, evaluation 90"),
    ],
)
def test_otherwise_the_board_decides(score: str, report: dict[str, bool]) -> None:
    review = in_second_evaluation(score)
    review.evaluates("2026-06-22T10:00", **report)

    assert (review.stage, review.outcome) == (Stage.FOLLOW_UP, None)


@pytest.mark.rule("T-17.17a", "T-17.17b")
def test_the_second_evaluation_says_on_which_side_of_90_the_draft_lies() -> None:
    review = in_second_evaluation("88.00")
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    when = "2026-06-22T10:00"

    silent = review.refused(name, role, when, evaluated(agrees=True))
    assert rules_of(silent) == ["T-17.17a"]
    crossed = review.refused(name, role, when, evaluated(agrees=True, below_90=False))
    assert rules_of(crossed) == ["T-17.17b"]
