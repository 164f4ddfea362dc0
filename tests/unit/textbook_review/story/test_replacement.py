"""Members who leave a commission, and who takes their place (m.19(2), R-T.29)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.kit.reasons import rules_of
from workflows.kernel.judgement import gate
from workflows.textbook_law.registers import Register
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import EVALUATORS, OTHERS, REVIEWERS, Body, Review, evaluated, order, scored
from .ways import (
    in_coding,
    in_evaluation,
    in_first_review,
    in_preliminary_review,
    in_second_review,
    objected,
    submitted,
)

APRIL_1, APRIL_2 = "2026-04-01T10:00", "2026-04-02T10:00"
INSTEAD: Any = [*REVIEWERS[:1], OTHERS[1], *REVIEWERS[2:]]
"""The five reviewers with other-1 in the place of person-1."""


def cancelled(review: Review, member: str, received: str = APRIL_1) -> None:
    body: Body = {"member": member, "ground": "not-objective", "finding_no": "B-7"}
    review.send("cancel_commission_duty", Office.PRESIDENCY, received, body)


def left(review: Review, member: str, received: str = APRIL_1) -> None:
    body: Body = {"member": member, "ground": "illness", "left_on": received[:10]}
    review.send("record_member_leaving", Office.REVIEW_DEPARTMENT, received, body)


LEAVING = [pytest.param(cancelled, id="cancelled"), pytest.param(left, id="fallen ill")]
Leaves = Callable[[Review, str], None]


@pytest.mark.rule("R-T.29", "S-19.2", "T-20.1", "T-17.3")
@pytest.mark.parametrize("leaves", LEAVING)
def test_a_reviewer_who_leaves_is_replaced_by_the_same_chain(leaves: Leaves) -> None:
    review = in_first_review()
    leaves(review, "person-1")
    name, role = "record_review_report", Office.REVIEW_COMMISSION
    refused = review.refused(name, role, APRIL_1, scored("92.00"))
    assert "is not open" in refused[0].what
    assert (review.stage, review.waiting_on) == (Stage.FIRST_REVIEW, Office.REVIEW_DEPARTMENT)

    review.proposes(APRIL_2, members=INSTEAD)
    assert review.waiting_on == Office.PRESIDENCY
    review.approves(APRIL_2)
    assert review.waiting_on == Office.DIRECTORATE
    review.orders(APRIL_2, members=INSTEAD, order_no="G-2")
    assert (review.stage, review.waiting_on) == (Stage.FIRST_REVIEW, role)
    assert [on for _, _, on in review.told("T-17.3")] == ["2026-03-23", "2026-04-02"]
    review.scores("2026-04-06T10:00", "92.00")
    assert review.stage == Stage.EVALUATION


@pytest.mark.rule("R-T.29")
def test_whoever_has_left_does_not_take_a_seat_again_and_the_seats_are_filled() -> None:
    review = in_first_review()
    cancelled(review, "person-1")
    name, role = "propose_commission", Office.REVIEW_DEPARTMENT
    same: Body = {"members": REVIEWERS, "chair": "person-0"}
    four: Body = {"members": [*REVIEWERS[:1], *REVIEWERS[2:]], "chair": "person-0"}

    assert rules_of(review.refused(name, role, APRIL_2, same)) == ["R-T.29"]
    assert rules_of(review.refused(name, role, APRIL_2, four)) == ["T-17.2"]


@pytest.mark.rule("R-T.29")
def test_the_queue_is_not_asked_again_for_a_replacement() -> None:
    review = in_first_review()
    left(review, "person-1")
    body: Body = {"members": INSTEAD, "chair": "person-0"}
    sent = review.command("propose_commission", Office.REVIEW_DEPARTMENT, APRIL_2, body)

    assert gate.question_for(review.reading, sent) is None


@pytest.mark.rule("R-T.29")
def test_who_leaves_while_the_replacement_is_approved_is_replaced_too() -> None:
    review = in_first_review()
    left(review, "person-1")
    review.proposes(APRIL_2, members=INSTEAD)
    left(review, "person-0", APRIL_2)
    review.approves(APRIL_2)
    review.orders(APRIL_2, members=INSTEAD, order_no="G-2")
    assert (review.stage, review.waiting_on) == (Stage.FIRST_REVIEW, Office.REVIEW_DEPARTMENT)
    others: Any = [OTHERS[0], OTHERS[1], *REVIEWERS[2:]]
    review.assigns("2026-04-03T10:00", members=others, chair="other-0", order_no="G-3")

    assert review.waiting_on == Office.REVIEW_COMMISSION


@pytest.mark.rule("R-T.29")
def test_who_leaves_after_the_report_takes_nothing_from_it() -> None:
    review = in_evaluation()
    left(review, "person-1", "2026-04-07T10:00")
    assert (review.stage, review.waiting_on) == (Stage.EVALUATION, Office.EVALUATION_COMMISSION)
    review.evaluates("2026-04-20T10:00", agrees=True)

    assert review.stage == Stage.AWAITING_SERVICE


@pytest.mark.rule("R-T.29", "T-17.16")
def test_but_the_second_review_needs_a_complete_commission_again() -> None:
    review = in_second_review()
    left(review, "person-1", "2026-05-14T10:00")
    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_DEPARTMENT)
    review.assigns("2026-05-15T10:00", members=INSTEAD, order_no="G-2")

    assert (review.stage, review.waiting_on) == (Stage.SECOND_REVIEW, Office.REVIEW_COMMISSION)


@pytest.mark.rule("R-T.29", "T-17.14a")
def test_so_does_the_evaluation() -> None:
    review = in_evaluation()
    left(review, "evaluator-2", "2026-04-07T10:00")
    assert (review.stage, review.waiting_on) == (Stage.EVALUATION, Office.REVIEW_DEPARTMENT)
    instead: Any = [*EVALUATORS[:2], OTHERS[3], EVALUATORS[3]]
    review.appoints_evaluators("2026-04-08T10:00", instead)
    usual = evaluated(agrees=True)
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    assert rules_of(review.refused(name, role, "2026-04-20T10:00", usual)) == ["T-20.1"]
    review.evaluates("2026-04-20T10:00", agrees=True, members=instead)

    assert review.stage == Stage.AWAITING_SERVICE


@pytest.mark.rule("R-T.29", "T-22.2")
def test_and_the_objection() -> None:
    review = objected()
    review.hears("2026-04-21T10:00")
    left(review, "other-1", "2026-04-22T10:00")
    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.PRESIDENCY)
    fresh: Any = OTHERS[1]
    instead: Any = [OTHERS[0], fresh | {"id": "other-9"}, *OTHERS[2:]]
    review.hears("2026-04-23T10:00", instead)

    assert (review.stage, review.waiting_on) == (Stage.OBJECTION, Office.REVIEW_COMMISSION)


@pytest.mark.rule("R-T.29", "T-13.0")
def test_and_the_preliminary_review() -> None:
    review = in_preliminary_review()
    left(review, "pre-2", "2026-03-16T11:00")
    stage = (review.stage, review.waiting_on)
    assert stage == (Stage.PRELIMINARY_REVIEW, Office.PRESIDENCY)
    name = "set_up_preliminary_commission"
    same: Body = {"members": ["pre-1", "pre-2", "pre-3"], "order_no": "B-2"}
    assert rules_of(review.refused(name, Office.PRESIDENCY, "2026-03-16T12:00", same)) == ["R-T.29"]
    review.sets_up("2026-03-16T12:00", "pre-1", "pre-3", "pre-4")

    assert review.waiting_on == Office.PRELIMINARY_COMMISSION


@pytest.mark.rule("S-19.2", "R-T.29")
@pytest.mark.parametrize("name", ["cancel_commission_duty", "record_member_leaving"])
def test_nobody_leaves_who_does_not_sit(name: str) -> None:
    review = in_first_review()
    cancel = name == "cancel_commission_duty"
    role = Office.PRESIDENCY if cancel else Office.REVIEW_DEPARTMENT
    of: Body = {"ground": "not-objective", "finding_no": "B-7"}
    body: Body = {"member": "person-9"}
    body |= of if cancel else {"ground": "illness", "left_on": "2026-04-01"}

    rule = "S-19.2" if cancel else "R-T.29"
    assert rules_of(review.refused(name, role, APRIL_1, body)) == [rule]
    review.send(name, role, APRIL_1, body | {"member": "person-1"})
    again = review.refused(name, role, APRIL_2, body | {"member": "person-1"})
    assert rules_of(again) == [rule]  # a duty ends once


# -- other cases ---------------------------------------------------------------------------------


@pytest.mark.rule("S-19.2")
def test_a_duty_cancelled_in_another_case_stops_the_report_in_this_one() -> None:
    review = in_first_review()
    name, role = "record_review_report", Office.REVIEW_COMMISSION
    sent = review.command(name, role, APRIL_1, scored("92.00"))
    asked = gate.question_for(review.reading, sent)
    assert asked is not None
    assert asked[0].by == Register.DUTIES
    assert asked[1] == {
        "members": [f"person-{n}" for n in range(5)],
        "since": "2026-03-23T10:00:00+03:00",
    }

    known: Body = {"member": "person-2", "finding_no": "B-7"}
    body = scored("92.00")
    [no] = review.refused(name, role, APRIL_1, body, granted=False, known=known)
    assert (no.rule, no.what) == (
        "S-19.2",
        "the duties of person-2 were cancelled by finding B-7",
    )


# -- who reports ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "name", "role", "body", "rule"),
    [
        pytest.param(
            in_first_review,
            "record_review_report",
            Office.REVIEW_COMMISSION,
            scored("92.00"),
            "T-20.1",
            id="review",
        ),
        pytest.param(
            in_evaluation,
            "record_evaluation_report",
            Office.EVALUATION_COMMISSION,
            evaluated(agrees=True),
            "T-20.1",
            id="evaluation",
        ),
        pytest.param(
            in_preliminary_review,
            "record_preliminary_report",
            Office.PRELIMINARY_COMMISSION,
            None,
            "T-13.0",
            id="preliminary review",
        ),
    ],
)
@pytest.mark.rule("T-20.1", "T-13.0", "T-21.1")
def test_only_members_of_the_very_commission_report(
    way: Callable[[], Review], name: str, role: str, body: Body | None, rule: str
) -> None:
    """Whoever sits on another commission, or on none, does not (p71, p72 of the audit)."""
    from .reviews import preliminary  # noqa: PLC0415

    review = way()
    for person in ("somebody", "other-0"):
        sent = review.command(name, role, review.soon, body or preliminary(), actor=person)
        judged: Any = review.judge(sent)
        assert rules_of(judged.reasons) == [rule]
    review.send(name, role, review.soon, body or preliminary())


@pytest.mark.rule("T-13.0", "S-A")
def test_the_presidency_sets_up_three_and_only_they_take_it_up() -> None:
    review = submitted()
    two: Body = {"members": ["pre-1", "pre-2"], "order_no": "B-1"}
    name = "set_up_preliminary_commission"
    assert rules_of(review.refused(name, Office.PRESIDENCY, "2026-03-10T10:00", two)) == ["T-13.0"]
    review.sets_up("2026-03-10T10:00", "pre-7", "pre-8", "pre-9")
    other = review.command("take_up", Office.PRELIMINARY_COMMISSION, "2026-03-10T11:00", actor="x")
    judged: Any = review.judge(other)
    assert rules_of(judged.reasons) == ["T-13.0"]
    review.takes_up("2026-03-10T11:00")

    assert review.stage == Stage.PRELIMINARY_REVIEW


@pytest.mark.rule("T-17.3", "T-17.14a", "T-20.1")
def test_the_evaluation_commission_is_selected_approved_ordered_and_served() -> None:
    review = in_first_review()
    review.scores("2026-04-06T10:00", "82.40")
    who: Body = {"members": EVALUATORS, "chair": "evaluator-0"}
    ordered = order(order_no="G-7", hours="27", hours_outside="9", **who)
    steps: list[tuple[str, str, Body]] = [
        ("propose_evaluation_commission", Office.REVIEW_DEPARTMENT, who),
        (
            "approve_evaluation_commission",
            Office.PRESIDENCY,
            {"approved": True, "approval_no": "O"},
        ),
        ("assign_evaluation_commission", Office.PRESIDENCY, ordered),
    ]
    for nth, (name, role, body) in enumerate(steps):
        # until one is selected the commission itself may report (T-20.1)
        awaited = Office.EVALUATION_COMMISSION if nth == 0 else role
        assert (review.stage, review.waiting_on) == (Stage.EVALUATION, awaited)
        for other, sender, early in steps[nth + 1 :]:
            [no] = review.refused(other, sender, "2026-04-07T10:00", early)
            assert "is not open" in no.what
        review.send(name, role, "2026-04-07T10:00", body)

    assert review.waiting_on == Office.EVALUATION_COMMISSION
    told = [n for n in review.notices if n.addressee == "evaluation-commission"]
    assert [(n.rule, n.facts["hours"], n.facts["hours_outside"]) for n in told] == [
        ("T-17.3", "27", "9")
    ]


@pytest.mark.rule("T-17.3", "T-22.2")
def test_so_is_that_of_an_objection_ordered_and_served() -> None:
    review = objected()
    when = "2026-04-21T10:00"
    review.hears(when)

    assert [on for _, to, on in review.told("T-17.3") if on == when[:10]] == ["2026-04-21"]


@pytest.mark.rule("T-17.3", "T-11.2b")
def test_a_code_is_all_that_a_commission_is_told_of_the_draft() -> None:
    assert in_coding().told("T-17.3") == []
    [told] = [n for n in in_first_review().notices if n.rule == "T-17.3"]
    assert told.facts["file_no"] == "K7-0312"
