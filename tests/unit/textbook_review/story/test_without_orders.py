"""Commissions of which no order was recorded: they report, and somebody looks at it (T-20.1)."""

import pytest

from tests.kit.reasons import rules_of
from workflows.textbook_review.offices import Office
from workflows.textbook_review.stages import Stage

from .reviews import EVALUATORS, REVIEWERS, Body, Review, checked, draft, evaluated, preliminary
from .ways import in_first_review, submitted

UNORDERED = ("story/T-20.1/evaluation-commission",)


def taken_up() -> Review:
    """Taken up on 10 March by a preliminary commission whose setting up is not recorded."""
    review = submitted()
    review.send("take_up", Office.PRELIMINARY_COMMISSION, "2026-03-10T10:00")
    return review


def scored(score: str = "82.40") -> Review:
    review = in_first_review()
    review.scores("2026-04-06T10:00", score)
    return review


def report(review: Review, received: str) -> None:
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    review.send(name, role, received, evaluated(agrees=True))


@pytest.mark.rule("T-13.0")
def test_three_who_report_are_the_preliminary_commission_on_record() -> None:
    review = taken_up()
    name, role = "record_preliminary_report", Office.PRELIMINARY_COMMISSION
    two: Body = preliminary() | {"members": ["pre-1", "pre-2"]}
    assert rules_of(review.refused(name, role, "2026-03-11T10:00", two)) == ["T-13.0"]
    review.send(name, role, "2026-03-11T10:00", preliminary())
    review.hands_over("2026-03-12T10:00")

    assert review.stage == Stage.AT_DIRECTORATE
    assert review.file.attention == ()


@pytest.mark.rule("T-13.0", "T-20.1")
def test_once_three_are_set_up_the_report_is_theirs() -> None:
    review = taken_up()
    review.sets_up("2026-03-10T11:00", "pre-7", "pre-8", "pre-9")
    name, role = "record_preliminary_report", Office.PRELIMINARY_COMMISSION
    others = review.refused(name, role, "2026-03-11T10:00", preliminary())

    assert rules_of(others) == ["T-13.0"]


@pytest.mark.rule("T-20.1", "T-17.14a")
def test_an_evaluation_without_an_order_is_admitted_and_pointed_out() -> None:
    review = scored()
    report(review, "2026-04-20T10:00")

    assert (review.stage, review.file.attention) == (Stage.AWAITING_SERVICE, UNORDERED)


@pytest.mark.rule("T-17.14a", "S-19.2")
def test_its_members_are_looked_at_like_those_of_an_order() -> None:
    review = scored()
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    when, usual = "2026-04-20T10:00", evaluated(agrees=True)
    few: Body = usual | {"members": EVALUATORS[1:]}
    assert rules_of(review.refused(name, role, when, few)) == ["T-17.14a"]
    reviewers: Body = usual | {"members": REVIEWERS}
    again = rules_of(review.refused(name, role, when, reviewers))

    assert set(again) == {"T-17.14a"}


@pytest.mark.rule("T-20.1")
def test_once_one_is_selected_it_reports_only_when_it_is_ordered() -> None:
    review = scored()
    who: Body = {"members": EVALUATORS, "chair": "evaluator-0"}
    name, role = "propose_evaluation_commission", Office.REVIEW_DEPARTMENT
    review.send(name, role, "2026-04-07T10:00", who)
    name, role = "record_evaluation_report", Office.EVALUATION_COMMISSION
    [early] = review.refused(name, role, "2026-04-20T10:00", evaluated(agrees=True))

    assert "is not open" in early.what
    assert review.waiting_on == Office.PRESIDENCY


@pytest.mark.rule("T-20.1", "T-17.18c")
def test_so_are_its_checks_of_corrections() -> None:
    """Accepted on conditions on 24 April, served on Monday the 27th, mended on the 29th."""
    review = scored("92.40")
    report(review, "2026-04-20T10:00")
    review.signs("2026-04-21T10:00")
    review.decides("2026-04-24T10:00", "conditional")
    review.serves("T-17.18a/1", "2026-04-27T10:00")
    review.reflects("2026-04-29T10:00")
    name, role = "record_conditional_check", Office.EVALUATION_COMMISSION
    review.send(name, role, "2026-04-30T10:00", checked())

    assert review.outcome == ("accepted", "T-17.18b", "2026-04-30")
    assert review.file.attention == UNORDERED


@pytest.mark.rule("T-13.1b", "T-4.3", "T-5.1")
def test_the_preliminary_commission_learns_what_the_form_does_not_say() -> None:
    silent = draft(declared_clean=None, registered_with_chamber=None)
    review = submitted(application=silent)
    told = [n for n in review.notices if n.addressee == Office.PRELIMINARY_COMMISSION]

    assert [(n.rule, n.facts["silent"]) for n in told] == [
        ("T-13.1b", ["declared_clean", "registered_with_chamber"])
    ]
    assert submitted().notices == []
